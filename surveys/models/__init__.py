"""Rows of the survey, by what they hold."""

from surveys.models.ballot import AccessCode, Ballot, Participation, Waiting
from surveys.models.paper import BATCH_MAX_LENGTH, PaperEntry, PaperTally
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
    "BATCH_MAX_LENGTH",
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
    "PaperEntry",
    "PaperTally",
    "Participation",
    "Question",
    "Release",
    "ResultSnapshot",
    "Survey",
    "Version",
    "Waiting",
]
