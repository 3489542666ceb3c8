"""What a pasted form is gathered into: blocks, each a question while its lines are read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from engagement.text.fold import fold

LONGEST_MARKED = 300  # where the marks at the end of a question are looked for
LONGEST_CHOICE = 60  # of a line that nothing marks as a choice
MARK = re.compile(r"\s*\[(?P<mark>[^\[\]]*)\]$")
NUMBERING = frozenset({"stt", "tt", "so tt"})
_ITEM_NUMBER = re.compile(r"[\w.]{0,4}[.)]?")


class Doubt(NamedTuple):
    """A line that could be meant otherwise: its number from 1, its text, what was made of it."""

    line: int
    text: str
    words: str


class Item(NamedTuple):
    """A row as printed, with its number on paper."""

    number: str
    words: str


@dataclass
class Scale:
    """The words of a printed scale by point, and the lines that held nothing else."""

    words: dict[int, str] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    is_used: bool = False


@dataclass
class Block:
    """A question while its lines are read.

    `points` is the highest of a scale that is printed beside rows; a block of one such row has
    `is_item`. `loose` are lines below a question that nothing marks as choices. `part_of` is the
    question whose table goes on under a heading of its own.
    """

    line: int
    number: str
    words: list[str]
    scale: Scale
    hints: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    rows: list[Item] = field(default_factory=list)
    loose: list[tuple[int, str]] = field(default_factory=list)
    spaces: list[str] = field(default_factory=list)
    counted: int = 0  # the number of the last numbered choice or row
    letter: str = ""  # of the last lettered choice
    points: int = 0
    is_item: bool = False
    has_lines: bool = False  # of dots
    has_table: bool = False
    is_numbered: bool = False
    is_row_last: bool = False
    part_of: str = ""
    heads_parts: bool = False  # 6 over 6.1, 6.2 …

    @property
    def label(self) -> str:
        return " ".join(filter(None, self.words))

    @property
    def asks_nothing(self) -> bool:
        """Whether it is a paragraph without number, choices, rows, mark or room for an answer."""
        marked = MARK.search(self.words[-1][-LONGEST_MARKED:])
        return not any((self.number, self.choices, self.rows, self.points, self.spaces, marked))

    @property
    def is_finished(self) -> bool:
        """Whether the words of the question have come to their end."""
        is_short = 0 < len(self.label) <= LONGEST_CHOICE and bool(self.number)
        return self.label.endswith(("?", ":")) or bool(self.hints) or is_short

    @property
    def takes_hint(self) -> bool:
        return not (self.choices or self.rows or self.has_table or self.loose)

    def take_cells(self, cells: Sequence[str]) -> None:
        """Take a line of a table: the first gives the columns, those after it a row each."""
        if not self.has_table:
            self.has_table = True
            self.is_numbered = fold(cells[0]) in NUMBERING
            self.choices += [cell for cell in cells[1 + self.is_numbered :] if cell]
        elif self.is_second_head(cells):
            self.choices = [cell for cell in cells if cell]
        else:
            self._take_row(cells)

    def _take_row(self, cells: Sequence[str]) -> None:
        number, *rest = cells if self.is_numbered and len(cells) > 1 else ["", *cells]
        if not _ITEM_NUMBER.fullmatch(number):
            number, rest = "", [f"{number} {rest[0]}", *rest[1:]]
        if rest[0]:
            self.add_row(Item(number.rstrip(".)"), rest[0]))

    def is_second_head(self, cells: Sequence[str]) -> bool:
        """Whether the line of a table only words its columns, below the first line of the head."""
        return not self.rows and not cells[0] and sum(map(bool, cells)) > 1

    def add_row(self, row: Item) -> None:
        """Take a row; a line that begins nothing goes on with it."""
        self.rows.append(row)
        self.is_row_last = True
