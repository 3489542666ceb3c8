"""Rows of the question, by what they tell."""

from qa.models.answer import Answer, AnsweredMe, Contribution, Publication
from qa.models.quality import Rating
from qa.models.question import Assignment, Attachment, InformationRequest, Objection, Question, Step
from qa.models.routing import ClockRule, Field, Report, StandingDelegation
from qa.models.search import INDEXES, PUBLISHED, RECEIVED
from qa.models.shared import ANSWER_MAX_LENGTH, QUESTION_MAX_LENGTH, WORDS_MAX_LENGTH

__all__ = [
    "ANSWER_MAX_LENGTH",
    "INDEXES",
    "PUBLISHED",
    "QUESTION_MAX_LENGTH",
    "RECEIVED",
    "WORDS_MAX_LENGTH",
    "Answer",
    "AnsweredMe",
    "Assignment",
    "Attachment",
    "ClockRule",
    "Contribution",
    "Field",
    "InformationRequest",
    "Objection",
    "Publication",
    "Question",
    "Rating",
    "Report",
    "StandingDelegation",
    "Step",
]
