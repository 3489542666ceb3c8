import logging
import socket
import time
from importlib import import_module

import pytest
import redis
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from engagement.audit.models import AuditEvent
from engagement.intake import limits
from engagement.intake.models import RateRule
from tests.intake.sending import at_once

pytestmark = pytest.mark.django_db


def counted(times, *, address="10.1.1.1", proven=True, purpose="test.ask"):
    request = RequestFactory(REMOTE_ADDR=address).post("/")
    return [limits.check(request, purpose, proven=proven).allowed for _ in range(times)]


def test_without_a_rule_all_is_allowed():
    assert all(counted(50, purpose="test.unknown"))


def test_default_rules_of_a_new_site():
    """A village shares one address: the wide limit is for a village, the strict one for nobody known."""
    defaults = import_module("engagement.intake.migrations.0002_default_limits").DEFAULTS
    assert set(defaults) >= {
        ("qa.ask", "proven", 60, 600),
        ("qa.ask", "proven", 3_600, 6_000),
        ("qa.ask", "unproven", 600, 10),
        ("qa.ask", "unproven", 86_400, 40),
    }


def test_burst_and_sustained_windows_both_hold(rule):
    rule("test.ask", 3, window_seconds=60)
    rule("test.ask", 2, window_seconds=3_600)
    assert counted(4) == [True, True, False, False]


def test_proven_and_unproven_are_counted_apart(rule):
    rule("test.ask", 1, "unproven")
    rule("test.ask", 3, "proven")
    assert counted(2, proven=False) == [True, False]
    assert counted(4, proven=True) == [True, True, True, False]


def test_ipv6_neighbours_in_one_64_are_one_visitor(rule):
    rule("test.ask", 1)
    assert counted(1, address="2001:db8:1:2::1") == [True]
    assert counted(1, address="2001:db8:1:2:aaaa::9") == [False]
    assert counted(1, address="2001:db8:1:3::1") == [True]


def test_forged_header_does_not_make_another_visitor(rule):
    rule("test.ask", 1)
    for number in range(3):
        request = RequestFactory(REMOTE_ADDR="203.0.113.9").post(
            "/", headers={"X-Forwarded-For": f"1.2.3.{number}"}
        )
        assert limits.check(request, "test.ask", proven=True).allowed == (number == 0)


def test_refusal_says_how_long_to_wait(rule):
    rule("test.ask", 1, window_seconds=600)
    limits.hit("test.ask", "a", proven=True)
    assert 590 <= limits.hit("test.ask", "a", proven=True).retry_after <= 600


def test_what_stands_after_the_first_full_window_is_not_counted(rule):
    rule("test.note", 1)
    rule("test.ask", 2)
    note, ask = ("test.note", "a"), ("test.ask", "b")
    full = [limits.hit_in_turn([note, ask], proven=True).full for _ in range(3)]
    assert full == ["", "test.note", "test.note"]
    assert [limits.hit(*ask, proven=True).full for _ in range(2)] == ["", "test.ask"]


def test_peek_does_not_count(rule):
    rule("test.ask", 1)
    assert all(limits.peek("test.ask", "a", proven=True).allowed for _ in range(5))
    assert limits.hit("test.ask", "a", proven=True).allowed
    assert not limits.peek("test.ask", "a", proven=True).allowed


def test_window_opens_again(rule):
    rule("test.ask", 1, window_seconds=1)
    assert counted(2) == [True, False]
    time.sleep(1.05)
    assert counted(1) == [True]


def test_changed_rule_counts_within_two_seconds(rule, monkeypatch):
    monkeypatch.setattr(limits, "RULES_CACHE_SECONDS", 0.2)
    changed = rule("test.ask", 1)
    assert counted(2) == [True, False]
    RateRule.objects.filter(pk=changed.pk).update(limit=3)
    time.sleep(0.25)
    assert counted(1) == [True]
    RateRule.objects.filter(pk=changed.pk).update(is_active=False)
    time.sleep(0.25)
    assert all(counted(20))


def test_rules_are_not_read_for_each_submission(rule, django_assert_num_queries):
    rule("test.ask", 100)
    counted(1)
    with django_assert_num_queries(0):
        counted(20)


def test_nonsense_rules_are_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        RateRule.objects.create(purpose="test.ask", limit=0, window_seconds=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        RateRule.objects.create(
            purpose="test.ask", limit=1, window_seconds=1, applies_to="everybody"
        )


@pytest.mark.django_db(transaction=True)
def test_parallel_hits_are_counted_exactly(rule):
    rule("test.ask", 20)
    allowed = at_once(16, lambda _: sum(counted(10)))
    assert sum(allowed) == 20


# --- Redis ------------------------------------------------------------------------------------------


def silent_server():
    """A Redis that accepts connections and never answers."""
    server = socket.create_server(("127.0.0.1", 0))
    return server, f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_redis_refused_counts_in_this_process_and_says_so_once(rule, settings, caplog):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    rule("test.ask", 2)
    with caplog.at_level(logging.WARNING, "engagement.intake.limits"):
        assert counted(4) == [True, True, False, False]
    assert [record.getMessage()[:13] for record in caplog.records] == ["Redis is away"]


def test_redis_hung_costs_the_first_submission_a_moment(rule, settings):
    server, settings.REDIS_URL = silent_server()
    with server:
        rule("test.ask", 2)
        started = time.monotonic()
        assert counted(3) == [True, True, False]
        assert time.monotonic() - started < limits.REDIS_PAUSE_SECONDS


def test_redis_back_is_used_again(rule, settings, caplog, monkeypatch):
    if not settings.REDIS_URL:
        pytest.skip("the embedded default has no Redis")
    monkeypatch.setattr(limits, "REDIS_PAUSE_SECONDS", 0.0)
    rule("test.ask", 3)
    real = settings.REDIS_URL
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    assert counted(3) == [True, True, True]
    settings.REDIS_URL = real
    assert counted(4) == [True, True, True, False]
    limits.forget_everything()
    assert counted(1) == [False]  # the count is Redis's, not this process's
    assert "Redis is back" in caplog.text


def test_no_address_is_a_counters_name(rule, settings):
    if not settings.REDIS_URL:
        pytest.skip("the embedded default has no Redis")
    rule("test.ask", 3)
    counted(1, address="203.0.113.77")
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        names = [name.decode() for name in client.scan_iter()]
    assert any("test.ask" in name for name in names)
    assert not any("203.0.113.77" in name for name in names)


# --- The command -----------------------------------------------------------------------------------


def test_command_sets_changes_and_drops_a_limit(capsys):
    call_command("set_rate_limit", "test.ask", "60", "5", "--applies-to", "unproven")
    limits.forget_everything()
    assert counted(6, proven=False) == [True] * 5 + [False]
    call_command("set_rate_limit", "test.ask", "60", "0", "--applies-to=unproven")
    limits.forget_everything()
    assert all(counted(9, proven=False))
    assert AuditEvent.objects.filter(kind="intake.rate_limit.set").count() == 2
    assert "test.ask" in capsys.readouterr().out


@pytest.mark.parametrize("numbers", [("0", "5"), ("60", "-1")])
def test_command_refuses_nonsense(numbers):
    with pytest.raises(CommandError):
        call_command("set_rate_limit", "test.ask", *numbers)
