"""NUMBER questions of a closed survey: where the middle lies. Nothing is known of them before."""

from collections.abc import Iterable, Mapping

import numpy as np
from django.db.models.fields.json import KeyTextTransform

from surveys.enums import Held, QuestionKind, SurveyStatus
from surveys.instrument.questionnaire import Questionnaire
from surveys.models import Ballot, Survey
from surveys.queries.results import questionnaires
from surveys.statistics.counts import NumberFigures


def number_figures(survey: Survey, *, least: int) -> dict[str, NumberFigures]:
    """The figures of every NUMBER question that at least `least` people answered, by its code.

    Told once, after closing, so that no two tellings can be subtracted; members of repeated pages
    are not counted. Raises ValueError while the survey runs.
    """
    if survey.status != SurveyStatus.CLOSED:
        raise ValueError("numbers are summed up when a survey has closed")
    versions = questionnaires(survey)
    codes = dict.fromkeys(code for one in versions.values() for code in _asked_in(one))
    found = {code: _values(survey, code, versions) for code in codes}
    return {code: _figures(values) for code, values in found.items() if len(values) >= least}


def _asked_in(questionnaire: Questionnaire) -> Iterable[str]:
    return (
        question.code
        for page in questionnaire.pages
        for question in page.questions
        if question.kind is QuestionKind.NUMBER and page.repeat is None
    )


def _values(survey: Survey, code: str, versions: Mapping[int, Questionnaire]) -> list[float]:
    """What was answered to `code` where it was asked as a number."""
    asking = [number for number, one in versions.items() if code in _asked_in(one)]
    ballots = Ballot.objects.filter(survey=survey, version__in=asking)
    told = ballots.exclude(release=Held.LEFT_OUT).order_by("pk")
    texts = told.annotate(number=KeyTextTransform(code, "answers")).filter(number__isnull=False)
    return [float(text) for text in texts.values_list("number", flat=True)]


def _figures(values: list[float]) -> NumberFigures:
    low, middle, high = (float(one) for one in np.percentile(values, [25, 50, 75]))
    return NumberFigures(
        n=len(values), mean=float(np.mean(values)), median=middle, p25=low, p75=high
    )
