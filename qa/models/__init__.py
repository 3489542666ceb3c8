"""Rows of the question, by what they tell."""

from qa.models.answer import Answer, Contribution, DraftPresence, DraftVersion, Publication
from qa.models.desk import AnswerTemplate, Deputy, Note, PlannedPublication
from qa.models.quality import Rating
from qa.models.question import Assignment, Attachment, InformationRequest, Objection, Question, Step
from qa.models.routing import ClockRule, Field, Report, ReturnLimit, StandingDelegation
from qa.models.shared import ANSWER_MAX_LENGTH, QUESTION_MAX_LENGTH, WORDS_MAX_LENGTH

__all__ = [
    "ANSWER_MAX_LENGTH",
    "QUESTION_MAX_LENGTH",
    "WORDS_MAX_LENGTH",
    "Answer",
    "AnswerTemplate",
    "Assignment",
    "Attachment",
    "ClockRule",
    "Contribution",
    "Deputy",
    "DraftPresence",
    "DraftVersion",
    "Field",
    "InformationRequest",
    "Note",
    "Objection",
    "PlannedPublication",
    "Publication",
    "Question",
    "Rating",
    "Report",
    "ReturnLimit",
    "StandingDelegation",
    "Step",
]
