from datetime import timedelta

from django.utils import timezone

from engagement.jobs.periodic import periodic
from qa.services import files, reminding


@periodic("qa.remove_orphan_files", every=timedelta(days=1))
def remove_orphan_files() -> None:
    """Delete attachments that no question holds."""
    files.remove_orphans(timezone.now())


@periodic("qa.remind", every=timedelta(minutes=5))
def remind() -> None:
    """Remind, escalate and tell askers what is late; nothing outside of office hours."""
    reminding.tick(timezone.now())
