import threading
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from engagement.jobs import queue, tasks
from engagement.jobs.enums import OutboxStatus
from engagement.jobs.models import OutboxMessage

pytestmark = pytest.mark.django_db(transaction=True)

done = []
stop_now = threading.Event()


@queue.job("test.note")
def note(question_id):
    done.append(question_id)


@queue.job("test.note_and_stop")
def note_and_stop(question_id):
    done.append(question_id)
    stop_now.set()


@queue.job("test.explode")
def explode():
    raise ValueError("nguoi.dan@example.vn")


@pytest.fixture(autouse=True)
def _fresh():
    done.clear()
    stop_now.clear()


def run_ready():
    tasks.run_ready_jobs(threading.Event())


def test_job_runs_after_the_commit_with_its_arguments():
    with transaction.atomic():
        queue.enqueue("test.note", question_id=7)
    run_ready()
    assert done == [7]
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


def test_job_of_a_rolled_back_transaction_never_runs():
    with transaction.atomic():
        queue.enqueue("test.note", question_id=7)
        transaction.set_rollback(True)
    run_ready()
    assert done == []


def test_enqueue_outside_transaction_is_refused():
    with pytest.raises(queue.OutsideTransaction):
        queue.enqueue("test.note", question_id=7)


def test_enqueue_of_an_unknown_name_is_refused():
    with pytest.raises(queue.UnknownJob), transaction.atomic():
        queue.enqueue("test.nobody")


def test_a_name_is_taken_once():
    with pytest.raises(ValueError, match=r"test\.note"):
        queue.job("test.note")(lambda: None)


def test_failing_job_does_not_stop_the_next_and_tells_no_contact(caplog):
    with transaction.atomic():
        queue.enqueue("test.explode")
        queue.enqueue("test.note", question_id=8)
    run_ready()
    assert done == [8]
    statuses = DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True)
    assert list(statuses) == [TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL]
    stored = DBTaskResult.objects.order_by("enqueued_at").first().traceback
    for told in (stored, caplog.text):
        assert "JobFailed: test.explode: ValueError in explode:" in told
        assert "nguoi.dan" not in told


def test_worker_told_to_stop_ends_between_two_jobs():
    with transaction.atomic():
        queue.enqueue("test.note_and_stop", question_id=1)
        queue.enqueue("test.note", question_id=2)
    tasks.run_ready_jobs(stop_now)
    assert done == [1]
    run_ready()
    assert done == [1, 2]


def test_idle_queue_is_one_query_and_no_lock(django_assert_num_queries):
    with django_assert_num_queries(1):
        run_ready()


def store_result(**changes):
    fields = {
        "task_path": note.module_path,
        "args_kwargs": {"args": [], "kwargs": {"question_id": 5}},
        "backend_name": "default",
        **changes,
    }
    return DBTaskResult.objects.create(**fields)


def test_finished_jobs_and_letters_are_swept_up():
    old, new = timezone.now() - timedelta(days=15), timezone.now() - timedelta(days=13)
    store_result(status=TaskResultStatus.SUCCESSFUL, finished_at=old)
    store_result(status=TaskResultStatus.FAILED, finished_at=old)
    kept = store_result(status=TaskResultStatus.SUCCESSFUL, finished_at=new)
    ready = store_result()
    OutboxMessage.objects.create(
        status=OutboxStatus.SENT, finished_at=timezone.now() - timedelta(days=91)
    )
    OutboxMessage.objects.create(to="a@example.vn", due_at=timezone.now() - timedelta(days=91))
    tasks.prune_finished()
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == {kept.pk, ready.pk}
    assert OutboxMessage.objects.get().status == OutboxStatus.WAITING


def test_job_of_a_killed_worker_is_taken_up_again():
    long_ago = timezone.now() - timedelta(hours=1)
    store_result(status=TaskResultStatus.RUNNING, started_at=long_ago, worker_ids=["killed"])
    tasks.take_up_abandoned()
    run_ready()
    assert done == [5]


def test_job_that_kills_its_workers_ends_as_failed():
    row = store_result(
        status=TaskResultStatus.RUNNING,
        started_at=timezone.now() - timedelta(hours=1),
        worker_ids=["a", "b", "c"],
    )
    tasks.take_up_abandoned()
    row.refresh_from_db()
    assert row.status == TaskResultStatus.FAILED


def test_running_job_is_left_alone():
    row = store_result(status=TaskResultStatus.RUNNING, started_at=timezone.now(), worker_ids=["a"])
    tasks.take_up_abandoned()
    row.refresh_from_db()
    assert row.status == TaskResultStatus.RUNNING
