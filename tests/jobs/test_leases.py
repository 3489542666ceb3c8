import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from engagement.jobs.leases import hold
from engagement.jobs.models import Lease

pytestmark = pytest.mark.django_db


def test_one_holder_at_a_time():
    with (
        hold("a", seconds=10) as first,
        hold("a", seconds=10) as second,
        hold("b", seconds=10) as b,
    ):
        assert first
        assert not second
        assert b
    with hold("a", seconds=10) as again:
        assert again


def test_lease_of_a_dead_holder_runs_out():
    Lease.objects.create(name="a", holder="dead", expires_at=timezone.now() - timedelta(seconds=1))
    with hold("a", seconds=10) as held:
        assert held


def test_loser_gives_nothing_back():
    with hold("a", seconds=10) as first:
        with hold("a", seconds=10):
            pass
        assert first.renew()
        with hold("a", seconds=10) as third:
            assert not third


def test_renew_fails_once_the_lease_was_taken_over():
    with hold("a", seconds=-1) as slow, hold("a", seconds=10) as quick:
        assert quick
        with transaction.atomic():
            assert not slow.renew()
            assert quick.renew()


@pytest.mark.django_db(transaction=True)
def test_many_threads_one_holder():
    holders = []
    barrier = threading.Barrier(6)

    def work():
        barrier.wait()
        with hold("a", seconds=30) as held:
            if held:
                holders.append(threading.get_ident())
            barrier.wait()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(holders) == 1
