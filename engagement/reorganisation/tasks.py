from datetime import timedelta

from django.utils import timezone

from engagement.jobs.periodic import periodic
from engagement.reorganisation.services import apply_due


@periodic("reorganisation.apply_due", every=timedelta(minutes=5))
def apply_what_is_due() -> None:
    """Carry out on its day what was planned; interrupted, it is found again the next time."""
    apply_due(timezone.localdate())
