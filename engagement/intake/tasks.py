from datetime import timedelta

from django.utils import timezone

from engagement.intake.models import UsedChallenge
from engagement.jobs.periodic import periodic

# Clocks may disagree by minutes; a challenge is forgotten well after nobody can use it.
SAFETY_MARGIN = timedelta(hours=1)


@periodic("intake.forget_used_challenges", every=timedelta(hours=6))
def forget_used_challenges() -> None:
    """Drop challenges that have expired: their answers are refused without the row."""
    UsedChallenge.objects.filter(expires_at__lt=timezone.now() - SAFETY_MARGIN).delete()
