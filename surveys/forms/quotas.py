"""Whether a page that was sent puts somebody into a group that has enough answers."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from surveys.forms.sheet import Sheet
from surveys.instrument.questionnaire import Question


class FullGroup(NamedTuple):
    """A group that takes no more answers, in the words people read."""

    question: str
    choice: str


def full_group(sheet: Sheet, full: Mapping[str, Collection[str]]) -> FullGroup | None:
    """The group of `full` (codes of choices by question) that the page of `sheet` leads into.

    Only the page just sent is looked at: who was let past a question finishes, whatever fills up
    meanwhile.
    """
    for question in sheet.page.questions if full and sheet.page.repeat is None else ():
        answer = sheet.final_answers.get(question.code)
        if isinstance(answer, str) and answer in full.get(question.code, ()):
            return FullGroup(question.label, _label(sheet, question, answer))
    return None


def _label(sheet: Sheet, question: Question, code: str) -> str:
    choice = question.choice(code)
    return choice.label if choice else sheet.communes.get(code, code)
