import threading
import time

import pytest
from django.db import connection, transaction

from engagement.jobs.leases import hold
from engagement.jobs.models import Lease, OutboxMessage
from engagement.jobs.queue import OutsideTransaction
from engagement.live import aggregator, snapshots, topics
from engagement.live.models import Notice, Snapshot
from engagement.live.notices import notice
from engagement.live.topics import Topic

pytestmark = pytest.mark.django_db


def change_something():
    with transaction.atomic():
        OutboxMessage.objects.create(to="a@example.vn")
        notice("test")


@pytest.mark.django_db(transaction=True)
def test_notice_outside_transaction_is_refused():
    with pytest.raises(OutsideTransaction):
        notice("test")


def test_notice_of_a_rolled_back_transaction_never_exists():
    with transaction.atomic():
        notice("test")
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_tick_stores_a_version_for_each_topic_of_the_subject():
    aggregator.tick()
    change_something()
    assert aggregator.tick() == ["letters", "staff"]
    current = snapshots.latest("letters")
    assert (current.version, current.payload) == (2, {"count": 1})
    assert not Notice.objects.exists()


def test_idle_tick_is_one_query(django_assert_num_queries):
    aggregator.tick()
    with django_assert_num_queries(1):
        assert aggregator.tick() == []


def test_unchanged_view_gets_no_version():
    aggregator.tick()
    with transaction.atomic():
        notice("test")
    assert aggregator.tick() == []
    assert snapshots.latest("letters").version == 1
    assert not Notice.objects.exists()


def test_foreign_subject_builds_nothing():
    aggregator.tick()
    built = []
    topics.register(Topic("other", frozenset({"other"}), lambda: built.append(1) or {}, bool))
    aggregator.tick()
    change_something()
    assert aggregator.tick() == ["letters", "staff"]
    assert built == [1]


def test_notice_with_an_early_number_committed_late_is_found():
    aggregator.tick()
    Notice.objects.create(pk=1000, subject="test")
    aggregator.tick()
    OutboxMessage.objects.create(to="a@example.vn")
    Notice.objects.create(pk=1, subject="test")
    assert aggregator.tick() == ["letters", "staff"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.services
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer at a time")
def test_transaction_that_commits_after_a_later_one_is_found():
    aggregator.tick()
    has_number, may_commit = threading.Event(), threading.Event()

    def write_slowly():
        with transaction.atomic():
            change_something()
            has_number.set()
            may_commit.wait(10)
        connection.close()

    slow = threading.Thread(target=write_slowly)
    slow.start()
    assert has_number.wait(10)
    change_something()
    aggregator.tick()
    assert snapshots.latest("letters").payload == {"count": 1}
    may_commit.set()
    slow.join()
    aggregator.tick()
    assert snapshots.latest("letters").payload == {"count": 2}


def test_notice_that_comes_while_views_are_built_stays(registry):
    def build():
        change_something()
        return {"count": OutboxMessage.objects.count()}

    registry["letters"] = Topic("letters", frozenset({"test"}), build, bool)
    change_something()
    aggregator.tick()
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("broken", [lambda: 1 / 0, lambda: {"share": float("nan")}])
def test_broken_view_does_not_stop_the_others(registry, broken, caplog):
    registry["broken"] = Topic("broken", frozenset({"test"}), broken, bool)
    change_something()
    assert aggregator.tick() == ["letters", "staff"]
    assert "topic broken failed" in caplog.text
    assert not Notice.objects.exists()


def test_view_that_changes_with_time_alone_is_refreshed(registry):
    seconds = iter(range(100))
    registry.clear()
    registry["clock"] = Topic(
        "clock", frozenset(), lambda: {"now": next(seconds)}, bool, refresh_seconds=0.2
    )
    assert aggregator.tick() == ["clock"]
    assert aggregator.tick() == []
    time.sleep(0.25)
    assert aggregator.tick() == ["clock"]


def test_only_one_aggregator_works():
    change_something()
    with hold("live.aggregator", seconds=10):
        assert aggregator.tick() == []
    assert Notice.objects.exists()
    assert aggregator.tick() == ["letters", "staff"]


def test_aggregator_whose_lease_ran_out_stores_nothing(registry):
    def build():
        Lease.objects.update(holder="somebody else")
        return {"count": -1}

    registry.clear()
    registry["letters"] = Topic("letters", frozenset({"test"}), build, bool)
    change_something()
    assert aggregator.tick() == []
    assert snapshots.latest("letters") is None
    assert Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_aggregators_and_many_writers_lose_nothing():
    stop = threading.Event()

    def aggregate():
        while not stop.is_set():
            aggregator.tick()
        connection.close()

    def write():
        for _ in range(10):
            change_something()
        connection.close()

    aggregators = [threading.Thread(target=aggregate) for _ in range(2)]
    writers = [threading.Thread(target=write) for _ in range(3)]
    for thread in aggregators + writers:
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in aggregators:
        thread.join()
    aggregator.tick()
    assert snapshots.latest("letters").payload == {"count": 30}
    assert not Notice.objects.exists()


def test_the_last_fifty_versions_are_kept():
    with transaction.atomic():
        for number in range(60):
            snapshots.store_if_changed("letters", {"count": number})
    versions = Snapshot.objects.filter(topic="letters").order_by("version")
    assert list(versions.values_list("version", flat=True)) == list(range(11, 61))


def test_ensure_builds_the_first_snapshot_once():
    first = snapshots.ensure(topics.get("letters"))
    assert (first.version, first.payload) == (1, {"count": 0})
    assert snapshots.ensure(topics.get("letters")).pk == first.pk


def test_ensure_meets_a_quicker_one(monkeypatch):
    """Between our look and our write somebody else has stored the first snapshot."""
    quicker = Snapshot.objects.create(topic="letters", version=1, payload={}, etag="x")
    monkeypatch.setattr(snapshots, "latest", lambda _topic: None)
    assert snapshots.ensure(topics.get("letters")).pk == quicker.pk


def test_newer_than_asks_only_for_what_is_newer(django_assert_num_queries):
    aggregator.tick()
    change_something()
    aggregator.tick()
    with django_assert_num_queries(2):
        found = snapshots.newer_than({"letters": 1, "staff": 2})
    assert [(one.topic, one.version) for one in found] == [("letters", 2)]
    with django_assert_num_queries(1):
        assert snapshots.newer_than({"letters": 2, "staff": 2}) == []
