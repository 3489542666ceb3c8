"""A report as a value: what it says. How it looks is for its writers (word.py, pdf.py)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words, and the numbers they rest on by the names their composer gives them."""

    text: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who reports: `superior` above `body` at the left, as Party documents have it.

    `signer` is the office that signs ("TRƯỞNG BAN"); the name and signature stay blank. `symbol`
    follows the number ("BC/BTGTU"), which stays blank for the clerk.
    """

    superior: str
    body: str
    place: str
    signer: str = ""
    symbol: str = "BC"
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as they are printed; the first column is words, the others figures.

    `links` has, where it is not empty, an address for each cell: where what it counts is listed.
    `is_text`: all columns are words, set to the left and as wide as each needs.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    links: tuple[tuple[str, ...], ...] = ()
    is_text: bool = False

    def link(self, row: int, column: int) -> str:
        return self.links[row][column] if self.links else ""


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section: a table where there is one, then sentences."""

    heading: str
    sentences: tuple[Sentence, ...]
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a writer puts on paper; `day` is the day it is drawn up.

    `is_one_page`: the letters shrink until it fits one A4 page; otherwise it runs on in letters of
    the size that offices prescribe.
    """

    letterhead: Letterhead
    day: date
    title: str
    sections: tuple[Section, ...]
    heading: str = "BÁO CÁO"
    is_one_page: bool = False
