"""What reading somebody's questionnaire file gives: the questionnaire and notes, or a refusal.

The rule of both importers: what we would ask otherwise than the file says is refused, with its
place; what only drops technical data or changes a code is done and told in a note.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from surveys.instrument.questionnaire import Questionnaire

MOST_BYTES = 10 * 1024 * 1024


class Located(NamedTuple):
    """A sentence about one place of a file.

    `sheet` is spelt as in the workbook, `row` as Excel numbers it; both are empty ("" and 0) where
    the sentence is about the whole file. For LimeSurvey `column` holds the code of the question.
    """

    sheet: str
    row: int
    column: str
    words: str

    def __str__(self) -> str:
        places = []
        if self.sheet:
            places.append(f"Trang “{self.sheet}”")
        if self.row:
            places.append(f"dòng {self.row}")
        if self.column:
            places.append(f"cột “{self.column}”" if self.sheet else f"Câu “{self.column}”")
        return f"{', '.join(places)}: {self.words}" if places else self.words


@dataclass(frozen=True, slots=True)
class Imported:
    """A questionnaire that was read, and what its maker should know about the reading."""

    questionnaire: Questionnaire
    notes: tuple[Located, ...]


class ImportRefused(Exception):
    """The file cannot become a questionnaire; `problems` say where and why, in Vietnamese."""

    def __init__(self, problems: Sequence[Located]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = list(problems)


def refused(words: str, *, sheet: str = "", row: int = 0, column: str = "") -> ImportRefused:
    """A refusal for one reason."""
    return ImportRefused([Located(sheet, row, column, words)])
