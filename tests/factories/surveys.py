"""A survey brought to any step of its life by the services people use."""

from collections.abc import Callable
from itertools import count

from engagement.accounts.models import User
from surveys.enums import Access, SampleKind, SurveyStatus, Visibility
from surveys.instrument.questionnaire import Questionnaire
from surveys.instrument.samples import SAMPLES
from surveys.models import Survey
from surveys.services import building, opening

_numbers = count(1)
# From which status, by what.
SURVEY_LIFE: dict[SurveyStatus, tuple[SurveyStatus, Callable[..., object]]] = {
    SurveyStatus.OPEN: (SurveyStatus.DRAFT, opening.open_survey),
    SurveyStatus.PAUSED: (SurveyStatus.OPEN, opening.pause_survey),
    SurveyStatus.CLOSED: (SurveyStatus.OPEN, opening.close_survey),
    SurveyStatus.DISCARDED: (SurveyStatus.DRAFT, opening.discard_survey),
}


def make_survey(
    by: User,
    status: SurveyStatus = SurveyStatus.DRAFT,
    questionnaire: Questionnaire | None = None,
    *,
    breakdowns: tuple[str, ...] = (),
    **facts: object,
) -> Survey:
    """A survey of `by` in `status`, with everything that led there."""
    number = next(_numbers)
    values: dict[str, object] = {
        "title": f"Khảo sát {number}",
        "code": f"khao-sat-so-{number}",
        "sample_kind": SampleKind.OPEN_LINK,
        "access": Access.LINK,
        "visibility": Visibility.CLOSED,
    }
    survey = building.create_survey(
        facts=building.Facts(**(values | facts)),
        questionnaire=questionnaire or SAMPLES["dich-vu-cong"].make(""),
        by=by,
    )
    if breakdowns:
        building.declare_breakdowns(survey=survey, by=by, questions=breakdowns)
    bring(survey, by, status)
    return Survey.objects.get(pk=survey.pk)


def bring(survey: Survey, by: User, status: SurveyStatus) -> None:
    """Move a draft on to `status`."""
    if status == SurveyStatus.DRAFT:
        return
    before, move = SURVEY_LIFE[status]
    bring(survey, by, before)
    move(survey=Survey.objects.get(pk=survey.pk), by=by)
