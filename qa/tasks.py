from datetime import timedelta

from django.utils import timezone

from engagement.jobs.periodic import periodic
from qa.services import files, planning, reminding, reorganising
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
