"""Rows of the survey, by what they hold."""

from surveys.models.ballot import AccessCode, Ballot, Participation, Waiting
from surveys.models.results import Closing, FreeText, Look, Margin, Release, ResultSnapshot
from surveys.models.survey import (
    LEAST_PUBLIC_GROUP,
    LEAST_STAFF_GROUP,
    Choice,
    MatrixRow,
    Page,
    Question,
    Survey,
    Version,
)

__all__ = [
    "LEAST_PUBLIC_GROUP",
    "LEAST_STAFF_GROUP",
    "AccessCode",
    "Ballot",
    "Choice",
    "Closing",
    "FreeText",
    "Look",
    "Margin",
    "MatrixRow",
    "Page",
    "Participation",
    "Question",
    "Release",
    "ResultSnapshot",
    "Survey",
    "Version",
    "Waiting",
]
