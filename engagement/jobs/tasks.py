"""What the worker itself does: run jobs, deliver letters, call periodic work, sweep up."""

import threading
import uuid
from datetime import timedelta

from django.utils import timezone
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from engagement.jobs import outbox, periodic
from engagement.jobs.enums import OutboxStatus
from engagement.jobs.lanes import lane
from engagement.jobs.models import OutboxMessage

KEEP_FINISHED_JOBS = timedelta(days=14)
KEEP_FINISHED_LETTERS = timedelta(days=90)
# No job of ours works this long: its worker was killed.
ABANDONED_AFTER = timedelta(minutes=30)
MOST_ATTEMPTS = 3


class _StoppableWorker(Worker):
    """django-tasks-db's worker in batch mode, which also ends between two jobs when told to."""

    def __init__(self, stop: threading.Event) -> None:
        super().__init__(
            queue_names=[DEFAULT_TASK_QUEUE_NAME],
            interval=0,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=uuid.uuid4().hex,
            excluded_queue_names=[],
        )
        self._stop = stop

    def run_task(self, db_task_result: DBTaskResult) -> None:
        super().run_task(db_task_result)
        self.running = not self._stop.is_set()


@lane("jobs.queue", every=timedelta(seconds=1))
def run_ready_jobs(stop: threading.Event) -> None:
    """Run all jobs that are ready. Looks first: the worker locks an SQLite file to ask."""
    if DBTaskResult.objects.ready().exists():
        _StoppableWorker(stop).run()


@lane("jobs.outbox", every=timedelta(seconds=2))
def deliver_letters(stop: threading.Event) -> None:
    """Deliver batch after batch while letters go out."""
    while not stop.is_set() and outbox.deliver_due(timezone.now()):
        continue


@lane("jobs.periodic", every=timedelta(seconds=1))
def call_periodic_work(_stop: threading.Event) -> None:
    periodic.run_due(timezone.now())


@periodic.periodic("jobs.prune", every=timedelta(days=1))
def prune_finished() -> None:
    now = timezone.now()
    finished = DBTaskResult.objects.finished()
    finished.filter(finished_at__lt=now - KEEP_FINISHED_JOBS).delete()
    letters = OutboxMessage.objects.exclude(status=OutboxStatus.WAITING)
    letters.filter(finished_at__lt=now - KEEP_FINISHED_LETTERS).delete()


@periodic.periodic("jobs.take_up_abandoned", every=timedelta(minutes=1))
def take_up_abandoned() -> None:
    """Make jobs ready again whose worker was killed; a job that kills its worker ends as failed."""
    abandoned = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - ABANDONED_AFTER
    )
    for row in abandoned.order_by("started_at"):
        is_hopeless = len(row.worker_ids) >= MOST_ATTEMPTS
        status = TaskResultStatus.FAILED if is_hopeless else TaskResultStatus.READY
        same_run = abandoned.filter(pk=row.pk, started_at=row.started_at)
        same_run.update(status=status, finished_at=timezone.now() if is_hopeless else None)
