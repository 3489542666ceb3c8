"""Cross tables of a closed survey: two questions against each other, small numbers hidden."""

from collections import Counter

from surveys.disclosure.suppression import CrossTable, cross_table
from surveys.enums import SurveyStatus
from surveys.instrument.questionnaire import CLASSIFYING, Question
from surveys.models import Ballot, Survey
from surveys.queries.results import questionnaires


def crossable(survey: Survey) -> list[Question]:
    """The questions a cross table may be made of, as the newest version asks them."""
    versions = questionnaires(survey)
    if not versions:
        return []
    newest = versions[max(versions)]
    return [question for question in newest.questions if question.kind in CLASSIFYING]


def crossed(survey: Survey, rows: str, columns: str, *, least: int) -> CrossTable:
    """People by their answers to two questions; who left one out is not counted.

    `least` is that of the public: a cross table is finer than anything published before. Raises
    ValueError while the survey runs.
    """
    if survey.status != SurveyStatus.CLOSED:
        raise ValueError("cross tables are made when a survey has closed")
    pairs: Counter[tuple[str, str]] = Counter()
    ballots = Ballot.objects.filter(survey=survey).order_by("pk")
    for answers in ballots.values_list("answers", flat=True).iterator(5_000):
        row, column = answers.get(rows), answers.get(columns)
        if isinstance(row, str) and isinstance(column, str):
            pairs[row, column] += 1
    return cross_table(pairs, least)
