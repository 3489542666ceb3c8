from datetime import timedelta

from django.utils import timezone

from engagement.audit.actors import Actor
from engagement.jobs.periodic import periodic
from engagement.jobs.queue import job
from qa.services import automatic, files, learning, planning, reminding, reorganising
from qa.services.mailbox import drafts, fetching


@periodic("qa.remove_orphan_files", every=timedelta(days=1))
def remove_orphan_files() -> None:
    """Delete attachments that no question holds."""
    files.remove_orphans(timezone.now())


@periodic("qa.remind", every=timedelta(minutes=5))
def remind() -> None:
    """Remind, escalate and tell askers what is late; nothing outside of office hours."""
    reminding.tick(timezone.now())


@periodic("qa.fetch_mail", every=timedelta(minutes=2))
def fetch_mail() -> None:
    """Bring new letters of the mailbox in as drafts."""
    fetching.fetch()


@periodic("qa.remove_old_mail", every=timedelta(days=1))
def remove_old_mail() -> None:
    """Delete letters that nobody looked at, and the memory of those decided long ago."""
    drafts.remove_old(timezone.now())


@periodic("qa.publish_planned", every=timedelta(minutes=1))
def publish_planned() -> None:
    """Publish the answers whose hour has come."""
    planning.publish_due(timezone.now())


@periodic("qa.follow_reorganisations", every=timedelta(minutes=5))
def follow_reorganisations() -> None:
    """No question stays with a unit that has ended."""
    reorganising.follow_reorganisations(timezone.localdate())


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
