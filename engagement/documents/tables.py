"""Tables as files that spreadsheets open: CSV and XLSX, in which no text is ever run."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | None

# A spreadsheet runs a text that begins so; a tab or line end before it does not stop that.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook."""

    name: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def neutral(text: str) -> str:
    """`text` so that no spreadsheet runs it: an apostrophe stands before what looks like a formula."""
    if text.startswith(_DANGEROUS) and not _PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def csv_of(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """CSV in UTF-8 with a BOM, as Excel in Vietnam opens it."""
    stored = io.StringIO(newline="")
    writer = csv.writer(stored)
    writer.writerow([neutral(header) for header in headers])
    for row in rows:
        writer.writerow([neutral(cell) if isinstance(cell, str) else cell for cell in row])
    return stored.getvalue().encode("utf-8-sig")


def xlsx_of(*sheets: Sheet) -> bytes:
    """A workbook; rows go to the file as they come, because there may be hundreds of thousands."""
    import xlsxwriter

    stored = io.BytesIO()
    with xlsxwriter.Workbook(stored, {"constant_memory": True}) as book:
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.name), sheet)
    return stored.getvalue()


def _fill(written: "Worksheet", sheet: Sheet) -> None:
    """Texts are written as texts: whatever they look like, nothing is run."""
    for place, header in enumerate(sheet.headers):
        written.write_string(0, place, header)
    for number, row in enumerate(sheet.rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, str) and cell:
                written.write_string(number, place, cell)
            elif isinstance(cell, bool):
                written.write_boolean(number, place, cell)
            elif isinstance(cell, int | float):
                written.write_number(number, place, cell)
    written.freeze_panes(1, 0)
