"""Rows of the question, by what they tell."""

from qa.models.answer import Answer, Contribution, Publication
from qa.models.quality import Rating
from qa.models.question import Assignment, Attachment, InformationRequest, Objection, Question, Step
from qa.models.router import (
    Procedure,
    RouterVersion,
    RoutingCase,
    RoutingPolicy,
    Suggestion,
)
from qa.models.routing import ClockRule, Field, Report, StandingDelegation
from qa.models.shared import ANSWER_MAX_LENGTH, QUESTION_MAX_LENGTH, WORDS_MAX_LENGTH

__all__ = [
    "ANSWER_MAX_LENGTH",
    "QUESTION_MAX_LENGTH",
    "WORDS_MAX_LENGTH",
    "Answer",
    "Assignment",
    "Attachment",
    "ClockRule",
    "Contribution",
    "Field",
    "InformationRequest",
    "Objection",
    "Procedure",
    "Publication",
    "Question",
    "Rating",
    "Report",
    "RouterVersion",
    "RoutingCase",
    "RoutingPolicy",
    "StandingDelegation",
    "Step",
    "Suggestion",
]
