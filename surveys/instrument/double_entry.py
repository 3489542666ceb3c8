"""One paper sheet read by two people: where the readings differ, and what they come to.

A sheet is compared cell by cell: one question, one row of a matrix, or the words beside "khác, xin
ghi rõ". Readings are canonical values as typed, those of hidden questions too: somebody who ticked
the wrong box of a filter has misread one cell, not all that hang on it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from surveys.enums import QuestionKind
from surveys.instrument.answers import member_key
from surveys.instrument.questionnaire import (
    OTHER_SUFFIX,
    Answers,
    Json,
    Page,
    Question,
    Questionnaire,
    Repeat,
    Row,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing a person reads from the paper. `index` counts the members of a repeated page."""

    page: Page
    index: int | None
    question: Question
    row: Row | None = None
    is_words: bool = False

    @property
    def question_key(self) -> str:
        """The key of `instrument.answers.problems` for the question of this cell."""
        code = self.question.code
        return code if self.index is None else member_key(self.page.code, self.index, code)

    @property
    def key(self) -> str:
        row = f"__{self.row.code}" if self.row else ""
        return f"{self.question_key}{row}{OTHER_SUFFIX if self.is_words else ''}"


class Difference(NamedTuple):
    """A cell that was read in two ways."""

    cell: Cell
    first: Json
    second: Json


class Agreement(NamedTuple):
    """How many cells at least one of two people found answered, and how many both read alike."""

    cells: int
    alike: int


@lru_cache(maxsize=64)
def on_paper(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire as paper can be held to it: nothing but consent is required."""
    return replace(questionnaire, pages=tuple(_page_on_paper(page) for page in questionnaire.pages))


def cells(questionnaire: Questionnaire, *sheets: Mapping[str, Json]) -> Iterator[Cell]:
    """Every cell of the questionnaire, with as many members of repeated pages as `sheets` have."""
    for page in questionnaire.pages:
        for index in _indexes(page, sheets):
            for question in page.questions:
                if question.is_asked:
                    yield from cells_of(page, index, question)


def cells_of(page: Page, index: int | None, question: Question) -> Iterator[Cell]:
    """The cells of one question."""
    if question.kind is QuestionKind.MATRIX:
        yield from (Cell(page, index, question, row) for row in question.rows)
        return
    yield Cell(page, index, question)
    if question.other is not None:
        yield Cell(page, index, question, is_words=True)


def value_at(answers: Mapping[str, Json], cell: Cell) -> Json:
    """What stands in `cell`; None where nothing does."""
    own = _block(answers, cell)
    if cell.is_words:
        return own.get(cell.question.code + OTHER_SUFFIX)
    value = own.get(cell.question.code)
    if cell.row is None:
        return value
    return value.get(cell.row.code) if isinstance(value, Mapping) else None


def composed(read: Iterable[tuple[Cell, Json]]) -> Answers:
    """Put the cells of a sheet together; those with None are left out."""
    answers: Answers = {}
    members: dict[str, dict[int, Answers]] = {}
    for cell, value in read:
        if value is None:
            continue
        own = answers
        if cell.index is not None:
            own = members.setdefault(cell.page.code, {}).setdefault(cell.index, {})
        _put(own, cell, value)
    for page, numbered in members.items():
        answers[page] = [numbered.get(index, {}) for index in range(max(numbered) + 1)]
    return answers


def differences(
    questionnaire: Questionnaire, first: Mapping[str, Json], second: Mapping[str, Json]
) -> list[Difference]:
    """The cells read in two ways, in the order of the paper."""
    read = (
        Difference(cell, value_at(first, cell), value_at(second, cell))
        for cell in cells(questionnaire, first, second)
    )
    return [one for one in read if one.first != one.second]


def agreement(
    questionnaire: Questionnaire, first: Mapping[str, Json], second: Mapping[str, Json]
) -> Agreement:
    """How far two readings agree. What both left blank counts for nothing."""
    read = [
        (value_at(first, cell), value_at(second, cell))
        for cell in cells(questionnaire, first, second)
    ]
    answered = [(one, other) for one, other in read if one is not None or other is not None]
    return Agreement(len(answered), sum(one == other for one, other in answered))


def settled(
    questionnaire: Questionnaire,
    first: Mapping[str, Json],
    second: Mapping[str, Json],
    decided: Mapping[str, Json],
) -> Answers:
    """Both readings as one, with what was `decided` of each differing cell by its key.

    Raises LookupError unless exactly the cells that differ were decided.
    """
    if {one.cell.key for one in differences(questionnaire, first, second)} != decided.keys():
        raise LookupError("the readings differ elsewhere")
    return composed(
        (cell, decided[cell.key] if cell.key in decided else value_at(first, cell))
        for cell in cells(questionnaire, first, second)
    )


def _page_on_paper(page: Page) -> Page:
    questions = tuple(
        question if question.kind is QuestionKind.CONSENT else replace(question, is_required=False)
        for question in page.questions
    )
    repeat = page.repeat and Repeat(0, page.repeat.maximum, page.repeat.label)
    return replace(page, questions=questions, repeat=repeat)


def _indexes(page: Page, sheets: Sequence[Mapping[str, Json]]) -> Sequence[int | None]:
    if page.repeat is None:
        return [None]
    return range(max((len(_members(sheet, page)) for sheet in sheets), default=0))


def _members(answers: Mapping[str, Json], page: Page) -> Sequence[Json]:
    members = answers.get(page.code)
    return members if isinstance(members, list) else []


def _block(answers: Mapping[str, Json], cell: Cell) -> Mapping[str, Json]:
    if cell.index is None:
        return answers
    members = _members(answers, cell.page)
    member = members[cell.index] if cell.index < len(members) else None
    return member if isinstance(member, Mapping) else {}


def _put(own: Answers, cell: Cell, value: Json) -> None:
    code = cell.question.code
    if cell.is_words:
        own[code + OTHER_SUFFIX] = value
    elif cell.row is None:
        own[code] = value
    else:
        rows = own.get(code)
        own[code] = {**(rows if isinstance(rows, Mapping) else {}), cell.row.code: value}
