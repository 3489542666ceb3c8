from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from engagement.jobs.periodic import periodic
from engagement.jobs.queue import job
from surveys.enums import SurveyStatus
from surveys.models import Survey
from surveys.services import closing, releasing, sealing


@periodic("surveys.release", every=timedelta(seconds=settings.SURVEY_TICK_SECONDS))
def release() -> None:
    """The fixed tick of live results."""
    releasing.tick()


@periodic("surveys.close_ended", every=timedelta(minutes=1))
def close_ended() -> None:
    """Close what has reached its closing time."""
    running = Survey.objects.filter(status__in=[SurveyStatus.OPEN, SurveyStatus.PAUSED])
    for survey in running.filter(closes_at__lte=timezone.now()).order_by("pk"):
        closing.close(survey=survey, by=None)


@job("surveys.scrub")
def scrub() -> None:
    """After a closing: no moved row stays readable in the files of the database."""
    sealing.scrub()
