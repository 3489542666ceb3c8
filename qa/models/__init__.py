"""Rows of the question, by what they tell."""

from qa.models.answer import Answer, Contribution, DraftPresence, DraftVersion, Publication
from qa.models.clock import Clock, Reminder, ReminderLetter, ReminderNotice
from qa.models.clock_rule import ClockRule, EventEffect, ReminderRule
from qa.models.desk import AnswerTemplate, Deputy, Note, PlannedPublication
from qa.models.mail import MailAttachment, MailDraft
from qa.models.quality import Rating
from qa.models.question import Assignment, Attachment, InformationRequest, Objection, Question, Step
from qa.models.receivers import Receiver
from qa.models.routing import Field, Report, ReturnLimit, StandingDelegation
from qa.models.shared import ANSWER_MAX_LENGTH, QUESTION_MAX_LENGTH, WORDS_MAX_LENGTH

__all__ = [
    "ANSWER_MAX_LENGTH",
    "QUESTION_MAX_LENGTH",
    "WORDS_MAX_LENGTH",
    "Answer",
    "AnswerTemplate",
    "Assignment",
    "Attachment",
    "Clock",
    "ClockRule",
    "Contribution",
    "Deputy",
    "DraftPresence",
    "DraftVersion",
    "EventEffect",
    "Field",
    "InformationRequest",
    "MailAttachment",
    "MailDraft",
    "Note",
    "Objection",
    "PlannedPublication",
    "Publication",
    "Question",
    "Rating",
    "Receiver",
    "Reminder",
    "ReminderLetter",
    "ReminderNotice",
    "ReminderRule",
    "Report",
    "ReturnLimit",
    "StandingDelegation",
    "Step",
]
