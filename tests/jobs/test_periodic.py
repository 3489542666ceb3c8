import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from engagement.jobs import periodic
from engagement.jobs.models import PeriodicRun

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def calls(monkeypatch):
    """A registry with one piece of work, and the list of its calls."""
    monkeypatch.setattr(periodic, "_registry", {})
    made = []

    @periodic.periodic("test.count", every=MINUTE)
    def count():
        made.append(1)

    return made


def test_work_runs_at_first_sight_and_once_an_interval(calls):
    now = timezone.now()
    assert periodic.run_due(now) == ["test.count"]
    assert periodic.run_due(now + timedelta(seconds=59)) == []
    assert periodic.run_due(now + MINUTE) == ["test.count"]
    assert len(calls) == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_run_it_once(calls):
    now = timezone.now()
    periodic.run_due(now - MINUTE)
    barrier = threading.Barrier(4)
    results = []

    def work():
        barrier.wait()
        results.extend(periodic.run_due(now))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == ["test.count"]


def test_failing_work_does_not_stop_the_others(calls, caplog):
    @periodic.periodic("test.fail", every=MINUTE)
    def fail():
        raise ValueError("nguoi.dan@example.vn")

    @periodic.periodic("test.after", every=MINUTE)
    def after():
        calls.append(2)

    periodic.run_due(timezone.now())
    assert calls == [1, 2]
    assert "test.fail failed: ValueError" in caplog.text
    assert "nguoi.dan" not in caplog.text


def test_row_written_by_a_wrong_clock_does_not_stop_the_work(calls):
    PeriodicRun.objects.create(name="test.count", due_at=timezone.now() + timedelta(days=300))
    assert periodic.run_due(timezone.now()) == ["test.count"]


def test_a_name_is_taken_once(calls):
    with pytest.raises(ValueError, match=r"test\.count"):
        periodic.periodic("test.count", every=MINUTE)(lambda: None)


def test_idle_check_is_one_query(calls, django_assert_num_queries):
    now = timezone.now()
    periodic.run_due(now)
    with django_assert_num_queries(1):
        periodic.run_due(now)
