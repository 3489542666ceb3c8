from datetime import timedelta

from django.utils import timezone

from engagement.audit.actors import Actor
from engagement.jobs.periodic import periodic
from engagement.jobs.queue import job
from qa.services import automatic, files, learning


@periodic("qa.remove_orphan_files", every=timedelta(days=1))
def remove_orphan_files() -> None:
    """Delete attachments that no question holds."""
    files.remove_orphans(timezone.now())


@job("qa.suggest_units")
def suggest_units(question_id: int) -> None:
    """Say which units may answer a question that came in."""
    learning.suggest(question_id=question_id)


@job("qa.assign_automatically")
def assign_automatically(question_id: int) -> None:
    """Assign an accepted question by itself, where that was switched on and is still earned."""
    automatic.assign_automatically(question_id=question_id)


@periodic("qa.retrain_router", every=timedelta(days=1))
def retrain_router() -> None:
    """Learn what was confirmed, returned and withdrawn since; then look whether automation holds."""
    learning.retrain(by=Actor.system("qa.retrain_router"))
    automatic.close_if_no_longer_earned()


@periodic("qa.retrain_router_soon", every=timedelta(minutes=15))
def retrain_router_soon() -> None:
    """Learn at once when many cases were confirmed since the newest version."""
    if learning.is_due():
        learning.retrain(by=Actor.system("qa.retrain_router"))
