"""Sheets with named columns, and the words of one language out of several."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from engagement.text.fold import fold
from engagement.text.normalise import normalise
from surveys.exchange.imported import Located, refused
from surveys.exchange.xlsform.columns import TRANSLATED, Column
from surveys.exchange.xlsform.workbook import Sheet

_TAG = re.compile(r"\(([^()]*)\)\s*$")
_VIETNAMESE = frozenset({"vi", "vie", "vn", "vietnamese", "tieng viet", "viet", "viet nam"})


class Words(NamedTuple):
    """A translated cell: what it says, and whether that is the language asked for."""

    text: str
    is_own_language: bool


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a named table; cells are asked for by name."""

    sheet: str
    number: int
    cells: Mapping[Column, str]
    headers: Mapping[Column, str]
    language: str

    def text(self, name: str) -> str:
        """The cell of the column `name`, "" where there is none."""
        return self.cells.get(Column(name, ""), "")

    def has(self, name: str) -> bool:
        """Whether the sheet has a column `name`."""
        return Column(name, "") in self.headers

    def words(self, name: str) -> Words:
        """The translated cell in the chosen language, else without one, else in any other."""
        for language in (self.language, ""):
            if text := self.cells.get(Column(name, language), ""):
                return Words(normalise(text), is_own_language=True)
        others = (text for column, text in self.cells.items() if column.name == name)
        return Words(normalise(next(others, "")), is_own_language=False)

    def at(self, name: str, words: str) -> Located:
        """A sentence about the cell of the column `name`; "" for the whole row."""
        spelt = (header for column, header in self.headers.items() if column.name == name)
        return Located(self.sheet, self.number, next(spelt, name), words)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose columns have names."""

    sheet: Sheet
    headers: Mapping[Column, str]

    def has(self, name: str) -> bool:
        return any(column.name == name for column in self.headers)

    def rows(self, language: str = "") -> Iterator[TableRow]:
        """The rows in order, read in `language`."""
        named = {header: column for column, header in self.headers.items()}
        for row in self.sheet.rows:
            cells = {named[header]: text for header, text in row.cells.items()}
            yield TableRow(self.sheet.name, row.number, cells, self.headers, language)

    def languages(self) -> list[str]:
        """Languages of the labels in order of appearance; "" for labels without one."""
        return [column.language for column in self.headers if column.name == "label"]

    def at_header(self, name: str, words: str) -> Located:
        """A sentence about the whole column `name`; "" for the sheet."""
        spelt = (header for column, header in self.headers.items() if column.name == name)
        return Located(self.sheet.name, self.sheet.header_row or 1, next(spelt, name), words)


def table(sheet: Sheet, name_column: Callable[[str], Column]) -> Table:
    """Name the columns of `sheet`. Raises ImportRefused for two names of one column."""
    headers: dict[Column, str] = {}
    for header in sheet.headers:
        column = name_column(header)
        if column in headers:
            raise refused(
                f"Cột “{headers[column]}” và cột “{header}” là một. Xin bỏ một cột.",
                sheet=sheet.name,
                row=sheet.header_row,
                column=header,
            )
        headers[column] = header
    return Table(sheet, headers)


class Languages:
    """Which language of a workbook is read: Vietnamese, else its default, else its first."""

    def __init__(self, found: Iterable[str], default: str) -> None:
        self.found = list(dict.fromkeys(found))
        self.default = default

    @cached_property
    def chosen(self) -> str:
        vietnamese = [language for language in self.found if is_vietnamese(language)]
        if vietnamese:
            return vietnamese[0]
        # Labels without a language are the default's: whoever sets one need not repeat it.
        if is_vietnamese(self.default) or self.default in self.found:
            return self.default
        return "" if "" in self.found or not self.found else self.found[0]

    @property
    def left(self) -> list[str]:
        """The languages that are not read."""
        return [language for language in self.found if language not in ("", self.chosen)]


def is_vietnamese(language: str) -> bool:
    """Whether a language's name or tag says Vietnamese: "Tiếng Việt", "x (vi)", "vi"."""
    tag = _TAG.search(language)
    names = {fold(language), fold(tag[1]) if tag else "", fold(_TAG.sub("", language))}
    return bool(names & _VIETNAMESE)


def untranslated(row: TableRow) -> list[str]:
    """Names of the translated cells that exist in another language only."""
    return [
        name
        for name in sorted(TRANSLATED)
        if (words := row.words(name)).text and not words.is_own_language
    ]
