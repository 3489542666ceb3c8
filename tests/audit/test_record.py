import threading

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from engagement.accounts.models import User
from engagement.audit.actors import Actor, MissingActor
from engagement.audit.context import request_id
from engagement.audit.models import AuditEvent
from engagement.audit.queries import verify
from engagement.audit.services import record
from engagement.jobs.transactions import OutsideTransaction


@pytest.mark.django_db
def test_record_holds_ids_and_the_request():
    user = User.objects.create_user("bientap")
    token = request_id.set("r-1")
    try:
        event = record(kind="x.y", actor=Actor.staff(user), target=user)
    finally:
        request_id.reset(token)
    event = AuditEvent.objects.get(pk=event.pk)
    assert (event.actor_kind, event.actor_id, event.actor_label) == (
        "staff",
        str(user.pk),
        "bientap",
    )
    assert (event.target_kind, event.target_id) == ("accounts.user", str(user.pk))
    assert event.request_id == "r-1"


@pytest.mark.django_db
@pytest.mark.parametrize("nobody", [None, "bientap"])
def test_record_without_an_actor_is_refused(nobody):
    with pytest.raises(MissingActor):
        record(kind="x.y", actor=nobody)
    assert not AuditEvent.objects.exists()


def test_visitor_is_no_staff_actor():
    with pytest.raises(MissingActor):
        Actor.staff(AnonymousUser())


def test_nameless_job_is_no_actor():
    with pytest.raises(MissingActor):
        Actor.system("")


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused():
    with pytest.raises(OutsideTransaction):
        record(kind="x.y", actor=Actor.citizen())


@pytest.mark.django_db
def test_event_of_a_transaction_that_fails_leaves_no_gap():
    record(kind="a", actor=Actor.citizen())
    with transaction.atomic():
        record(kind="b", actor=Actor.citizen())
        transaction.set_rollback(True)
    assert record(kind="c", actor=Actor.citizen()).sequence == 2
    assert verify().first_break is None


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_get_consecutive_numbers():
    writers, each = 4, 10
    start = threading.Barrier(writers)
    failures = []

    def write():
        try:
            start.wait(timeout=10)
            for _ in range(each):
                with transaction.atomic():
                    record(kind="x.y", actor=Actor.citizen())
        except Exception as failure:  # noqa: BLE001
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    numbers = AuditEvent.objects.order_by("sequence").values_list("sequence", flat=True)
    assert list(numbers) == list(range(1, writers * each + 1))
    assert verify().first_break is None
