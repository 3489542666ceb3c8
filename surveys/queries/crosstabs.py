"""Cross tables of a closed survey: two questions against each other, small numbers hidden."""

from collections import Counter

from surveys.disclosure.suppression import CrossTable, cross_table
from surveys.enums import SurveyStatus
from surveys.instrument.counts import MERGED
from surveys.instrument.questionnaire import CLASSIFYING, Question
from surveys.models import Survey
from surveys.queries.results import questionnaires
from surveys.queries.told import Told, told_ballots


def crossable(survey: Survey) -> list[Question]:
    """The questions a cross table may be made of, as the newest version asks them."""
    versions = questionnaires(survey)
    if not versions:
        return []
    newest = versions[max(versions)]
    return [question for question in newest.questions if question.kind in CLASSIFYING]


def crossed(survey: Survey, rows: str, columns: str, *, least: int) -> CrossTable:
    """People by their answers to two questions; who left one out is not counted.

    `least` is that of the public: a cross table is finer than anything published before; and it is
    made of the ballots the public's tables tell of, so that the two cannot be subtracted. Raises
    ValueError while the survey runs.
    """
    if survey.status != SurveyStatus.CLOSED:
        raise ValueError("cross tables are made when a survey has closed")
    pairs: Counter[tuple[str, str]] = Counter()
    for told in told_ballots(survey):
        row, column = _code(told, rows), _code(told, columns)
        if row is not None and column is not None:
            pairs[row, column] += 1
    return cross_table(pairs, least)


def _code(told: Told, question: str) -> str | None:
    code = told.answers.get(question)
    if question in told.merged:
        return MERGED
    return code if isinstance(code, str) else None
