"""Rows of the question, by what they tell."""

from qa.models.answer import (
    Answer,
    AnsweredMe,
    Contribution,
    DraftPresence,
    DraftVersion,
    Publication,
    PublicationVersion,
)
from qa.models.attachment import Attachment
from qa.models.clock import Clock, Reminder, ReminderLetter, ReminderNotice
from qa.models.clock_rule import ClockRule, EventEffect, ReminderRule
from qa.models.desk import AnswerTemplate, Deputy, Note, PlannedPublication
from qa.models.legal import LegalBasis, LegalDocument
from qa.models.mail import MailAttachment, MailDraft
from qa.models.personal import ContactProof, PersonalDataRequest
from qa.models.place import LevelHint, Place, PlaceUnit
from qa.models.quality import AskerTerm, Rating, Reopening
from qa.models.question import Assignment, Question
from qa.models.receivers import Receiver
from qa.models.router import Procedure, RouterVersion, RoutingCase, RoutingPolicy, Suggestion
from qa.models.routing import Field, Report, ReturnLimit, StandingDelegation
from qa.models.search import INDEXES, PUBLISHED, RECEIVED
from qa.models.shared import ANSWER_MAX_LENGTH, QUESTION_MAX_LENGTH, WORDS_MAX_LENGTH
from qa.models.step import InformationRequest, Objection, Step

__all__ = [
    "ANSWER_MAX_LENGTH",
    "INDEXES",
    "PUBLISHED",
    "QUESTION_MAX_LENGTH",
    "RECEIVED",
    "WORDS_MAX_LENGTH",
    "Answer",
    "AnswerTemplate",
    "AnsweredMe",
    "AskerTerm",
    "Assignment",
    "Attachment",
    "Clock",
    "ClockRule",
    "ContactProof",
    "Contribution",
    "Deputy",
    "DraftPresence",
    "DraftVersion",
    "EventEffect",
    "Field",
    "InformationRequest",
    "LegalBasis",
    "LegalDocument",
    "LevelHint",
    "MailAttachment",
    "MailDraft",
    "Note",
    "Objection",
    "PersonalDataRequest",
    "Place",
    "PlaceUnit",
    "PlannedPublication",
    "Procedure",
    "Publication",
    "PublicationVersion",
    "Question",
    "Rating",
    "Receiver",
    "Reminder",
    "ReminderLetter",
    "ReminderNotice",
    "ReminderRule",
    "Reopening",
    "Report",
    "ReturnLimit",
    "RouterVersion",
    "RoutingCase",
    "RoutingPolicy",
    "StandingDelegation",
    "Step",
    "Suggestion",
]
