"""The cells of a paper sheet that two people read in two ways, and what is decided of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.http import QueryDict

from surveys.forms.controls import read_other
from surveys.forms.paper import PaperQuestion, paper_pages
from surveys.forms.paper_entry import Asked, Typing, faults_of
from surveys.forms.sheet import PREFIX
from surveys.instrument.answer_words import lines_of
from surveys.instrument.double_entry import Cell, Difference, differences, settled
from surveys.instrument.questionnaire import Answers, Json, Questionnaire
from surveys.instrument.values import Misfit, read_words

BLANK = "để trống"


class _Choice(StrEnum):
    """What is sent for a cell: which reading holds, or that neither does."""

    FIRST = "1"
    SECOND = "2"
    THIRD = "3"


@dataclass(frozen=True, slots=True)
class Choosing:
    """One cell as it is shown: both readings in words, and the boxes for a third."""

    name: str
    label: str
    first: Sequence[str]
    second: Sequence[str]
    asked: Asked
    chosen: str
    error: str

    @property
    def label_id(self) -> str:
        return f"{self.name}_ten"

    @property
    def box_prefix(self) -> str:
        """What tells ids apart: two cells of one question may have boxes of the same name."""
        return f"{self.name}_"


class Settling:
    """A sheet with two readings; `data` is what was sent of the form, None when it is shown first.

    Once `is_settled`, `decided` has the value of every differing cell by its key.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        readings: tuple[Answers, Answers],
        communes: Mapping[str, str],
        data: QueryDict | None,
    ) -> None:
        self.questionnaire, self.readings = questionnaire, readings
        self.found = differences(questionnaire, *readings)
        self.typing = Typing(questionnaire, data if data is not None else QueryDict(), communes)
        self.faults: dict[str, str] = {}
        self.decided: dict[str, Json] = {}
        if data is not None:
            self._read()

    @property
    def is_settled(self) -> bool:
        """Whether every cell is decided, and the sheet can be counted so."""
        return bool(self.decided) and not self.faults

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What stands against counting the sheet, with the id of the place it leads to or ""."""
        shown = {one.name: one for one in self.choosings}
        return [
            (f"{name}_1", f"{shown[name].label}: {words}") if name in shown else ("", words)
            for name, words in self.faults.items()
        ]

    @property
    def choosings(self) -> list[Choosing]:
        """The cells in the order of the paper."""
        printed = {
            one.control.question.code: one
            for page in paper_pages(self.questionnaire)
            for one in page.questions
        }
        return [self._choosing(one, printed[one.cell.question.code]) for one in self.found]

    def _choosing(self, one: Difference, printed: PaperQuestion) -> Choosing:
        cell, name = one.cell, choice_field(one.cell)
        asked = self.typing.asked(cell.page, cell.index, printed, {})
        boxes = list(self.typing.boxes(cell))
        if len(boxes) == 1:  # the legend has said what it is
            boxes = [replace(boxes[0], label="")]
        return Choosing(
            name=name,
            label=_label(cell),
            first=self._words(cell, one.first),
            second=self._words(cell, one.second),
            asked=replace(
                asked,
                boxes=boxes,
                marks=[] if cell.is_words else asked.marks,
            ),
            chosen=self.typing.data.get(name, ""),
            error=self.faults.get(name, ""),
        )

    def _words(self, cell: Cell, value: Json) -> list[str]:
        if value is None:
            return [BLANK]
        if cell.is_words:
            return [str(value)]
        return lines_of(cell.question, value, self.typing.communes)

    def _read(self) -> None:
        decided: dict[str, Json] = {}
        seen = dict(self.readings[0])  # what was decided before decides what is offered after
        for one in self.found:
            value = decided[one.cell.key] = self._decide(one, seen)
            if one.cell.index is None and one.cell.row is None:
                seen[one.cell.question.code] = value
        if self.faults:
            return
        answers = settled(self.questionnaire, *self.readings, decided)
        self.faults = faults_of(self.questionnaire, answers, self.typing.communes)
        self.decided = decided

    def _decide(self, one: Difference, seen: Answers) -> Json:
        """What holds for a cell; notes what is wrong with it."""
        name = choice_field(one.cell)
        match self.typing.data.get(name):
            case _Choice.FIRST:
                return one.first
            case _Choice.SECOND:
                return one.second
            case _Choice.THIRD:
                return self._third(one.cell, name, seen)
        self.faults[name] = "Xin chọn một trong ba."
        return None

    def _third(self, cell: Cell, name: str, seen: Answers) -> Json:
        """What was typed anew for one cell."""
        try:
            if cell.is_words:  # the choice they stand beside is another cell
                typed = read_other(PREFIX + cell.question_key, self.typing.data)
                return read_words(typed) if typed.strip() else None
            value, _ = self.typing.value_of(cell.question, PREFIX + cell.question_key, seen)
        except Misfit as misfit:
            self.faults[name] = misfit.words
            return None
        if cell.row is None:
            return value
        return value.get(cell.row.code) if isinstance(value, Mapping) else None


def choice_field(cell: Cell) -> str:
    """The field that says which reading of a cell holds."""
    return f"chon-{cell.key}"


def _label(cell: Cell) -> str:
    parts = [cell.question.label]
    if cell.index is not None and cell.page.repeat is not None:
        parts.insert(0, f"{cell.page.repeat.label or 'Lượt'} {cell.index + 1}")
    if cell.row is not None:
        parts.append(cell.row.label)
    if cell.is_words and cell.question.other is not None:
        parts.append(f"chữ ghi ở “{cell.question.other.label}”")
    return " – ".join(parts)
