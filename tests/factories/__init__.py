"""Rows that tests start from: units, people with a role, questions brought to any step.

Questions are moved by the real services, so a test never stands on a state the product cannot reach.
"""

from tests.factories.people import Cast, make_cast, make_member, make_unit
from tests.factories.questions import LIFE, make_question, make_submission
from tests.factories.surveys import make_survey

__all__ = [
    "LIFE",
    "Cast",
    "make_cast",
    "make_member",
    "make_question",
    "make_submission",
    "make_survey",
    "make_unit",
]
