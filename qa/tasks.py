from datetime import timedelta

from django.utils import timezone

from engagement.jobs.periodic import periodic
from qa.services import files, reorganising


@periodic("qa.remove_orphan_files", every=timedelta(days=1))
def remove_orphan_files() -> None:
    """Delete attachments that no question holds."""
    files.remove_orphans(timezone.now())


@periodic("qa.follow_reorganisations", every=timedelta(minutes=5))
def follow_reorganisations() -> None:
    """No question stays with a unit that has ended."""
    reorganising.follow_reorganisations(timezone.localdate())
