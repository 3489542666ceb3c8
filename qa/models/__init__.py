"""Rows of the question, by what they tell."""

from qa.models.answer import Answer, Contribution, Publication, PublicationVersion
from qa.models.legal import LegalBasis, LegalDocument
from qa.models.personal import ContactProof, PersonalDataRequest
from qa.models.quality import AskerTerm, Rating, Reopening
from qa.models.question import Assignment, Attachment, InformationRequest, Objection, Question, Step
from qa.models.routing import ClockRule, Field, Report, StandingDelegation
from qa.models.shared import ANSWER_MAX_LENGTH, QUESTION_MAX_LENGTH, WORDS_MAX_LENGTH

__all__ = [
    "ANSWER_MAX_LENGTH",
    "QUESTION_MAX_LENGTH",
    "WORDS_MAX_LENGTH",
    "Answer",
    "AskerTerm",
    "Assignment",
    "Attachment",
    "ClockRule",
    "ContactProof",
    "Contribution",
    "Field",
    "InformationRequest",
    "LegalBasis",
    "LegalDocument",
    "Objection",
    "PersonalDataRequest",
    "Publication",
    "PublicationVersion",
    "Question",
    "Rating",
    "Reopening",
    "Report",
    "StandingDelegation",
    "Step",
]
