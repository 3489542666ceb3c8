"""What leaders read of surveys: the public's snapshot, whatever the readers of the site may see."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import IntegerField, OuterRef, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from surveys.enums import Audience, SurveyStatus
from surveys.live import topic_name
from surveys.models import ResultSnapshot, Survey
from surveys.rules import SMALLEST_BATCH

if TYPE_CHECKING:
    from surveys.queries.summaries import Results

_HIDDEN = (SurveyStatus.DRAFT, SurveyStatus.DISCARDED)
_RUNNING = (SurveyStatus.OPEN, SurveyStatus.PAUSED)


@dataclass(frozen=True, slots=True)
class Standing:
    """A survey in the leaders' list; `people` are those of the snapshot leaders may see."""

    code: str
    title: str
    status: str
    sample: str
    people: int
    is_running: bool


@dataclass(frozen=True, slots=True)
class LeadersView:
    """One survey as leaders see it; `topic` is empty where nothing moves any more."""

    survey: Survey
    standing: Standing
    results: "Results | None"
    topic: str
    smallest_batch: int = SMALLEST_BATCH


def standings() -> list[Standing]:
    """All surveys that were opened, the newest first."""
    shown = Survey.objects.exclude(status__in=_HIDDEN).order_by("-created_at", "-pk")
    snapshots = ResultSnapshot.objects.filter(survey=OuterRef("pk"), audience=Audience.PUBLIC)
    counted = snapshots.annotate(people=Cast(KT("counts__n"), IntegerField()))
    people = counted.order_by("-number").values("people")[:1]
    return [
        _standing(survey, survey.people or 0) for survey in shown.annotate(people=Subquery(people))
    ]


def survey_at(code: str) -> Survey | None:
    """The survey at an address; None for one that was never opened."""
    return Survey.objects.filter(code=code).exclude(status__in=_HIDDEN).first()


def view_of(code: str) -> LeadersView | None:
    """One survey; None for one that was never opened."""
    from surveys.queries.summaries import results_of

    survey = survey_at(code)
    if survey is None:
        return None
    topic = topic_name(survey, Audience.PUBLIC) if survey.status in _RUNNING else ""
    results = results_of(survey, Audience.PUBLIC)
    people = results.summary.snapshot.n if results else 0
    return LeadersView(survey, _standing(survey, people), results, topic)


def _standing(survey: Survey, people: int) -> Standing:
    return Standing(
        code=survey.code,
        title=survey.title,
        status=str(survey.get_status_display()),
        sample=str(survey.get_sample_kind_display()),
        people=people,
        is_running=survey.status in _RUNNING,
    )
