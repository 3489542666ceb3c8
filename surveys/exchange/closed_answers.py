"""The microdata of a closed survey: every answer that may leave, under the disclosure rule."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from engagement.accounts.enums import UnitKind
from engagement.accounts.models import Unit
from engagement.workflow.exceptions import Denied
from surveys.enums import QuestionKind, SurveyStatus
from surveys.exchange.microdata import released
from surveys.exchange.spss import to_sav
from surveys.exchange.tabular import frame_of, to_csv, to_json, to_xlsx
from surveys.instrument.questionnaire import Choice, Page, Question, Questionnaire
from surveys.models import Survey
from surveys.queries.results import questionnaires
from surveys.queries.told import told_ballots


class Microdata(NamedTuple):
    """A table as `microdata.released` returns it, and the versions whose words describe it."""

    frame: pd.DataFrame
    versions: Mapping[int, Questionnaire]


def microdata(survey: Survey) -> Microdata:
    """The answers of `survey` that may be given away. Raises Denied before it is closed.

    It holds what the public's final tables tell of, so that the two cannot be subtracted. What single
    people can be known by are its breakdowns and every commune asked for; the smallest
    group is the public's, because a file goes on to whoever it is sent.
    """
    if survey.status != SurveyStatus.CLOSED:
        raise Denied("Chỉ tải được câu trả lời khi khảo sát đã đóng.")
    versions = questionnaires(survey)
    frame = frame_of(versions, told_ballots(survey))
    identifying = [*survey.breakdowns, *(code for code in _communes(versions) if code in frame)]
    given = released(frame, survey.public_group, breakdowns=list(dict.fromkeys(identifying)))
    return Microdata(given, _with_names(versions))


def _communes(versions: Mapping[int, Questionnaire]) -> list[str]:
    return [
        question.code
        for questionnaire in versions.values()
        for question in questionnaire.questions
        if question.kind is QuestionKind.COMMUNE
    ]


def _with_names(versions: Mapping[int, Questionnaire]) -> dict[int, Questionnaire]:
    """Questionnaires whose commune questions list the communes, so that codes have labels."""
    units = Unit.objects.filter(kind=UnitKind.COMMUNE).order_by("code").values_list("code", "name")
    communes = tuple(Choice(code, name) for code, name in units)

    def named(question: Question) -> Question:
        is_commune = question.kind is QuestionKind.COMMUNE
        return replace(question, choices=communes) if is_commune else question

    def page_named(page: Page) -> Page:
        return replace(page, questions=tuple(named(question) for question in page.questions))

    return {
        number: replace(one, pages=tuple(page_named(page) for page in one.pages))
        for number, one in versions.items()
    }


FORMATS: dict[str, Callable[[Microdata], bytes]] = {
    "csv": lambda data: to_csv(data.frame),
    "xlsx": lambda data: to_xlsx(data.frame, data.versions),
    "sav": lambda data: to_sav(data.frame, data.versions),
    "json": lambda data: to_json(data.frame, data.versions),
}
