"""What is asked, as an immutable value: pages, questions, choices and the rows of a matrix."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from surveys.enums import QuestionKind

# A code is the name of a variable in every export: the strictest reader (SPSS) sets the rule.
CODE_PATTERN = r"[A-Za-z_][A-Za-z0-9_]{0,59}"
OTHER_SUFFIX = "_other"
# A choice is a value and a row the end of a name: both may be a bare number.
CHOICE_PATTERN = r"[A-Za-z0-9_.-]{1,60}"
ROW_PATTERN = r"[A-Za-z0-9_]{1,60}"

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]
# What one person answered, in canonical form: only questions shown and answered have a key.
#   SINGLE, LIKERT, COMMUNE   the code chosen; CONSENT: "yes"
#   MULTIPLE, RANKING         list of codes, in the questionnaire's order or best first
#   SCALE                     int, or the code of the choice "Khó trả lời"
#   NUMBER, DATE              str: plain notation ("3.5"), "YYYY-MM-DD"
#   SHORT_TEXT, LONG_TEXT     str
#   MATRIX                    dict: code of the row -> code of the choice
#   code + OTHER_SUFFIX       the words beside "khác, xin ghi rõ"
#   code of a repeated page   list of such dicts, one for each member
Answers = dict[str, Json]

CHOOSING = frozenset(
    {QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.LIKERT, QuestionKind.RANKING}
)
WITH_CHOICES = CHOOSING | {QuestionKind.MATRIX}
# Kinds whose answer is one code of a list: what a breakdown may be made of.
CLASSIFYING = frozenset({QuestionKind.SINGLE, QuestionKind.LIKERT, QuestionKind.COMMUNE})
TEXTUAL = frozenset({QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT})


@dataclass(frozen=True, slots=True)
class Choice:
    """One option. `parent` is the code it belongs under when the list depends on another answer.

    `is_dont_know` marks "Khó trả lời": an answer of its own, outside every scale and mean.
    """

    code: str
    label: str
    parent: str = ""
    is_exclusive: bool = False
    is_other: bool = False
    is_dont_know: bool = False

    @property
    def stands_alone(self) -> bool:
        """Whether it is never chosen together with others."""
        return self.is_exclusive or self.is_dont_know


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a matrix; the columns are the question's choices."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer must keep to. `minimum` and `maximum` bound numbers and scales."""

    minimum: Decimal | None = None
    maximum: Decimal | None = None
    decimals: int = 0
    min_choices: int | None = None
    max_choices: int | None = None
    max_length: int | None = None
    pattern: str = ""
    pattern_message: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked.

    `relevance` and `constraint` are expressions (instrument/expressions.py); `.` in a constraint is
    the answer itself. `depends_on` names the question whose answer filters the choices by their
    `parent`. `low_label` and `high_label` are the words at the ends of a SCALE.
    """

    code: str
    kind: QuestionKind
    label: str
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    rows: tuple[Row, ...] = ()
    is_required: bool = False
    required_message: str = ""
    relevance: str = ""
    constraint: str = ""
    constraint_message: str = ""
    depends_on: str = ""
    limits: Limits = field(default_factory=Limits)
    is_random_order: bool = False
    low_label: str = ""
    high_label: str = ""

    @property
    def is_asked(self) -> bool:
        return self.kind is not QuestionKind.NOTE

    @property
    def is_numbered(self) -> bool:
        """Whether it counts as a question where people read it: no note, and no consent."""
        return self.kind not in {QuestionKind.NOTE, QuestionKind.CONSENT}

    @property
    def choice_codes(self) -> tuple[str, ...]:
        return tuple(choice.code for choice in self.choices)

    def choice(self, code: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.code == code), None)

    @property
    def points(self) -> range:
        """The points of a SCALE; from 0 to 10 unless limited."""
        least, most = self.limits.minimum, self.limits.maximum
        return range(
            int(least) if least is not None else 0, (int(most) if most is not None else 10) + 1
        )

    @property
    def other(self) -> Choice | None:
        """The choice that asks "xin ghi rõ"; its words are stored under `code + OTHER_SUFFIX`."""
        return next((choice for choice in self.choices if choice.is_other), None)


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often a page is answered, once for each member of a household for example."""

    minimum: int
    maximum: int
    label: str


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown at once. The answers of a repeated page stand under its code, as a list."""

    code: str
    title: str
    questions: tuple[Question, ...]
    intro: str = ""
    relevance: str = ""
    is_random_order: bool = False
    repeat: Repeat | None = None


class Variable(NamedTuple):
    """One column of answers: a question, or one row of a matrix.

    `key` is the question's code, or question and row codes joined by "__".
    """

    key: str
    page: Page
    question: Question
    row: Row | None

    @property
    def label(self) -> str:
        if self.row is None:
            return self.question.label
        return f"{self.question.label} – {self.row.label}"


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A whole survey as it is asked; codes of pages and questions are unique within it."""

    title: str
    pages: tuple[Page, ...]
    purpose: str = ""

    @property
    def questions(self) -> Iterator[Question]:
        return (question for page in self.pages for question in page.questions)

    @property
    def numbers(self) -> dict[str, int]:
        """The number each question bears on paper and, nothing being left out, on the form."""
        numbered = (question.code for question in self.questions if question.is_numbered)
        return {code: number for number, code in enumerate(numbered, 1)}

    def question(self, code: str) -> Question | None:
        return next((question for question in self.questions if question.code == code), None)

    def page_of(self, code: str) -> Page | None:
        """The page that asks the question `code`."""
        return next(
            (page for page in self.pages if any(one.code == code for one in page.questions)), None
        )

    def variables(self) -> Iterator[Variable]:
        """Every column answers may fill, in the order asked; notes have none."""
        for page in self.pages:
            for question in page.questions:
                if question.kind is QuestionKind.MATRIX:
                    for row in question.rows:
                        yield Variable(f"{question.code}__{row.code}", page, question, row)
                elif question.is_asked:
                    yield Variable(question.code, page, question, None)
