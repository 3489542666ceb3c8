"""Rows of the question, by what they tell."""

from qa.models.answer import Answer, Contribution, Publication
from qa.models.clock import Clock, Reminder, ReminderLetter, ReminderNotice
from qa.models.clock_rule import ClockRule, EventEffect, ReminderRule
from qa.models.mail import MailAttachment, MailDraft
from qa.models.quality import Rating
from qa.models.question import Assignment, Attachment, InformationRequest, Objection, Question, Step
from qa.models.receivers import Receiver
from qa.models.routing import Field, Report, StandingDelegation
from qa.models.shared import ANSWER_MAX_LENGTH, QUESTION_MAX_LENGTH, WORDS_MAX_LENGTH

__all__ = [
    "ANSWER_MAX_LENGTH",
    "QUESTION_MAX_LENGTH",
    "WORDS_MAX_LENGTH",
    "Answer",
    "Assignment",
    "Attachment",
    "Clock",
    "ClockRule",
    "Contribution",
    "EventEffect",
    "Field",
    "InformationRequest",
    "MailAttachment",
    "MailDraft",
    "Objection",
    "Publication",
    "Question",
    "Rating",
    "Receiver",
    "Reminder",
    "ReminderLetter",
    "ReminderNotice",
    "ReminderRule",
    "Report",
    "StandingDelegation",
    "Step",
]
