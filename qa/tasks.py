from datetime import timedelta

from django.utils import timezone

from engagement.jobs.periodic import periodic
from qa.services import files


@periodic("qa.remove_orphan_files", every=timedelta(days=1))
def remove_orphan_files() -> None:
    """Delete attachments that no question holds."""
    files.remove_orphans(timezone.now())
