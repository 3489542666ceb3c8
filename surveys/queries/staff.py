"""What Ban Tuyên giáo's pages read of surveys: never an answer, only drafts and snapshots."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone

from engagement.accounts.models import Unit
from surveys.enums import Audience, SurveyStatus
from surveys.instrument.questionnaire import Questionnaire
from surveys.models import Margin, ResultSnapshot, Survey, Version
from surveys.queries.questionnaires import published, questionnaire_of


@dataclass(frozen=True, slots=True)
class Draft:
    """A survey as its maker sees it: the version being edited, or else the one being asked."""

    survey: Survey
    version: Version
    questionnaire: Questionnaire
    current: Version | None

    @property
    def is_edited(self) -> bool:
        """Whether the questions shown are not published yet."""
        return self.version.published_at is None

    @property
    def is_running(self) -> bool:
        return self.survey.status in {SurveyStatus.OPEN, SurveyStatus.PAUSED}

    @property
    def is_over(self) -> bool:
        """Whether nothing can be made or changed any more."""
        return self.survey.status in {SurveyStatus.CLOSED, SurveyStatus.DISCARDED}


def surveys_in(status: str) -> QuerySet[Survey]:
    """Surveys in `status`, the latest change first, each with `counted`.

    That is how many answers the staff's latest snapshot holds; None before the first.
    """
    latest = ResultSnapshot.objects.filter(survey=OuterRef("pk"), audience=Audience.STAFF)
    people = Cast(KT("counts__n"), IntegerField())
    counted = Subquery(latest.order_by("-number").annotate(people=people).values("people")[:1])
    surveys = Survey.objects.filter(status=status).annotate(counted=counted)
    return surveys.select_related("created_by").order_by("-status_changed_at", "-pk")


def number_by_status() -> dict[str, int]:
    """How many surveys stand in each status."""
    rows = Survey.objects.order_by("status").values_list("status").annotate(Count("pk"))
    return dict.fromkeys(SurveyStatus.values, 0) | dict(rows)


def draft_at(code: str) -> Draft | None:
    """The survey at an address with what its maker sees; None where there is none."""
    versions = Version.objects.order_by("number").select_related("survey")
    found = Survey.objects.prefetch_related(Prefetch("versions", queryset=versions))
    survey = found.filter(code=code).first()
    numbered = list(survey.versions.all()) if survey else []
    if survey is None or not numbered:
        return None
    asked = [version for version in numbered if version.published_at is not None]
    edited = [version for version in numbered if version.published_at is None]
    version = (edited or asked[-1:])[0]
    questionnaire = published(version.pk) if not edited else questionnaire_of(version)
    return Draft(survey, version, questionnaire, asked[-1] if asked else None)


def copyable() -> QuerySet[Survey]:
    """Surveys whose questions another may begin with, the latest first."""
    return Survey.objects.exclude(status=SurveyStatus.DISCARDED).order_by("-created_at", "-pk")


def margins_of(survey: Survey) -> dict[str, list[Margin]]:
    """How the population is made up, by the code of the question."""
    found: dict[str, list[Margin]] = {}
    for margin in Margin.objects.filter(survey=survey).order_by("question", "pk"):
        found.setdefault(margin.question, []).append(margin)
    return found


def codes_by_unit(survey: Survey) -> Mapping[str, int]:
    """How many one-time codes each unit was given, by the unit's name."""
    rows = survey.access_codes.order_by("unit__name").values_list("unit__name")
    return {unit or "": count for unit, count in rows.annotate(Count("pk"))}


def handing_units() -> QuerySet[Unit]:
    """Units in force that may hand out codes, in the order of a list people read."""
    return Unit.objects.in_force(timezone.localdate()).order_by("kind", "name")
