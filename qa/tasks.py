from datetime import timedelta

from django.utils import timezone

from engagement.jobs.periodic import periodic
from qa.services import files, planning


@periodic("qa.remove_orphan_files", every=timedelta(days=1))
def remove_orphan_files() -> None:
    """Delete attachments that no question holds."""
    files.remove_orphans(timezone.now())


@periodic("qa.publish_planned", every=timedelta(minutes=1))
def publish_planned() -> None:
    """Publish the answers whose hour has come."""
    planning.publish_due(timezone.now())
