"""A questionnaire as its maker surveys it: pages, questions, and what to look at beside each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from surveys.enums import QuestionKind
from surveys.instrument.checks import Fault
from surveys.instrument.conditions import in_words
from surveys.instrument.questionnaire import Page, Question, Questionnaire
from surveys.instrument.timing import estimated_minutes
from surveys.instrument.wording import advice


@dataclass(frozen=True, slots=True)
class Line:
    """A question in the outline; `number` is 0 for a note, `condition` says when it is shown."""

    question: Question
    number: int
    condition: str
    limits: str
    faults: Sequence[str]
    advice: Sequence[str]


@dataclass(frozen=True, slots=True)
class Part:
    """A page in the outline."""

    page: Page
    condition: str
    faults: Sequence[str]
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole; `faults` are those of no single place."""

    parts: Sequence[Part]
    faults: Sequence[str]
    minutes: int

    @property
    def asked(self) -> int:
        return sum(line.question.is_asked for part in self.parts for line in part.lines)

    @property
    def all_faults(self) -> int:
        """How many things stand against opening."""
        inside = sum(
            len(part.faults) + sum(len(line.faults) for line in part.lines) for part in self.parts
        )
        return len(self.faults) + inside

    @property
    def all_advice(self) -> int:
        return sum(len(line.advice) for part in self.parts for line in part.lines)


def outline_of(questionnaire: Questionnaire, faults: Sequence[Fault]) -> Outline:
    """Lay out `questionnaire` with `faults` and the advice on its wording where they belong."""
    wrong, advised = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for fault in faults:
        wrong[fault.where].append(fault.words)
    for one in advice(questionnaire):
        advised[one.question].append(one.words)
    numbers = _numbers(questionnaire)
    parts = [
        Part(
            page,
            in_words(page.relevance, questionnaire),
            wrong.pop(page.code, []),
            [
                Line(
                    question,
                    numbers[question.code],
                    in_words(question.relevance, questionnaire),
                    limits_in_words(question),
                    wrong.pop(question.code, []),
                    advised[question.code],
                )
                for question in page.questions
            ],
        )
        for page in questionnaire.pages
    ]
    elsewhere = [words for found in wrong.values() for words in found]
    return Outline(parts, elsewhere, estimated_minutes(questionnaire))


def limits_in_words(question: Question) -> str:
    """Say what an answer must keep to, briefly; "" where nothing is asked of it."""
    limits, words = question.limits, []
    if question.kind is QuestionKind.SCALE:
        return f"từ {question.points[0]} đến {question.points[-1]}" if question.points else ""
    if limits.min_choices:
        words.append(f"ít nhất {limits.min_choices}")
    if limits.max_choices:
        words.append(f"tối đa {limits.max_choices}")
    if limits.minimum is not None:
        words.append(f"từ {_plain(limits.minimum)}")
    if limits.maximum is not None:
        words.append(f"đến {_plain(limits.maximum)}")
    if limits.max_length:
        words.append(f"tối đa {limits.max_length} ký tự")
    return ", ".join(words)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _numbers(questionnaire: Questionnaire) -> Mapping[str, int]:
    numbers: dict[str, int] = {}
    count = 0
    for question in questionnaire.questions:
        count += question.is_asked
        numbers[question.code] = count if question.is_asked else 0
    return numbers
