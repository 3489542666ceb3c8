"""The live topics of a survey: for staff and leaders, and for readers where results are public.

A frame says that there is a newer snapshot, how many answers it counts and whether the survey still
runs. The page then fetches itself: what moves on a screen is what a reload shows, and frames stay
small however long a survey is.
"""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from engagement.accounts.access import has_permission
from engagement.accounts.permissions import Permission
from engagement.jobs.queue import JSON
from engagement.live.topics import Family, Listener, Topic
from surveys.enums import Audience, SurveyStatus
from surveys.models import ResultSnapshot, Survey
from surveys.rules import RUNNING, is_open_to_readers

PREFIX = "surveys."
# After closing, the screens still have to be told; the aggregator may have been down meanwhile.
LAST_WORD_WITHIN = timedelta(days=1)


def topic_name(survey: Survey, audience: Audience) -> str:
    return f"{PREFIX}{audience}.{survey.code}"


def topic_of(survey: Survey, audience: Audience) -> Topic:
    """The topic that shows the latest snapshot of `survey` for `audience`."""

    def build() -> dict[str, JSON]:
        status = Survey.objects.values_list("status", flat=True).get(pk=survey.pk)
        snapshots = ResultSnapshot.objects.filter(survey=survey, audience=audience)
        latest = snapshots.order_by("-number").first()
        if latest is None:
            return {"status": status, "number": 0, "n": 0, "is_final": False}
        return {
            "status": status,
            "number": latest.number,
            "n": latest.counts["n"],
            "is_final": latest.is_final,
        }

    def may_listen(user: Listener) -> bool:
        now = Survey.objects.filter(pk=survey.pk).first()
        if now is None:
            return False
        if audience is Audience.PUBLIC and is_open_to_readers(now, has_answered=False):
            return True
        wanted = [Permission.SURVEY_MANAGE]
        if audience is Audience.PUBLIC:
            wanted.append(Permission.DASHBOARD_READ)
        return any(has_permission(user, permission) for permission in wanted)

    return Topic(
        name=topic_name(survey, audience),
        subjects=frozenset({"surveys"}),
        build=build,
        may_listen=may_listen,
    )


def current() -> list[Topic]:
    """Topics of the surveys that run, and of those whose closing screens may not know of yet."""
    is_running = Q(status__in=RUNNING)
    is_just_closed = Q(closing__closed_at__gte=timezone.now() - LAST_WORD_WITHIN)
    moving = Survey.objects.filter(is_running | is_just_closed)
    return [topic_of(survey, audience) for survey in moving.order_by("pk") for audience in Audience]


def find(name: str) -> Topic | None:
    audience, _, code = name.removeprefix(PREFIX).partition(".")
    survey = Survey.objects.filter(code=code).exclude(status=SurveyStatus.DRAFT).first()
    if survey is None or audience not in Audience.values:
        return None
    return topic_of(survey, Audience(audience))


FAMILY = Family(PREFIX, current, find)
