"""An Excel file as sheets of text, each row with the number Excel shows.

pyxform turns single cells into text. The walk over the sheets is ours: pyxform's own stops at sixty
blank rows, believes the size a file claims to have, and loses the place of what it refuses.
"""

import io
import re
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import openpyxl
import xlrd
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from pyxform.xls2json_backends import xls_value_to_unicode, xlsx_value_to_str

from surveys.exchange.imported import MOST_BYTES, ImportRefused, Located, refused
from surveys.exchange.xlsform.weighing import NOT_EXCEL, TOO_BIG, TOO_MANY_CELLS, weigh

MOST_ROWS = 20_000
MOST_COLUMNS = 256  # as in the old format; a form has about thirty
LAST_ROW = 1_048_576  # of any sheet
CELL_MAX_LENGTH = 32_767  # Excel's own
_MOST_FOUND_ROWS = 50_000  # with blank ones that are in the file for their looks

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How Excel writes control characters into XML; openpyxl leaves them as they are.
_ESCAPED = re.compile(r"_x00(?:0D|0d|0A|0a|09)_")

_NOT_RECKONED = (
    "Ô là công thức nhưng tệp không giữ kết quả. Xin mở bằng Excel, lưu lại rồi nhập lại."
)


class SheetRow(NamedTuple):
    """A row with at least one cell that is not empty; `cells` by column header."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `headers` in order, each once, as typed but for white space around them."""

    name: str
    header_row: int
    headers: tuple[str, ...]
    rows: tuple[SheetRow, ...]


class _Cell(NamedTuple):
    column: int
    text: str
    is_error: bool = False


_Grid = Iterable[tuple[int, list[_Cell]]]


def read_sheets(content: bytes, wanted: Collection[str], only: str) -> dict[str, Sheet]:
    """Read the sheets whose names, folded by `sheet_key`, are in `wanted`; the result is by key.

    A workbook of a single sheet is taken for the sheet `only`, whatever its name. Raises
    ImportRefused: for a file that is no workbook, too big or damaged, for a header that stands
    twice, for cells with an error, for formulas without results.
    """
    if len(content) > MOST_BYTES:
        raise refused(TOO_BIG)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of whatever it leaves out (validation lists, slicers): none is asked.
            warnings.simplefilter("ignore")
            return _sheets(content, wanted, only)
    except ImportRefused:
        raise
    except Exception as error:
        # Zip, XML and BIFF readers each fail on damage in ways of their own.
        raise refused(NOT_EXCEL) from error


def sheet_key(name: str) -> str:
    """How sheets are told apart: "Survey " is "survey"."""
    return name.strip().lower()


def _sheets(content: bytes, wanted: Collection[str], only: str) -> dict[str, Sheet]:
    if content.startswith(_ZIP):
        grids = _xlsx(content, wanted)
    elif content.startswith(_OLE):
        grids = _xls(content, wanted)
    else:
        raise refused(NOT_EXCEL)
    found: dict[str, Sheet] = {}
    for name, grid in grids:
        key = sheet_key(name) if sheet_key(name) in wanted else only
        if key in found:
            words = f"Có hai trang tính “{found[key].name}” và “{name}”. Xin giữ lại một trang."
            raise refused(words, sheet=name)
        found[key] = _sheet(name, grid)
    return found


def _is_wanted(name: str, wanted: Collection[str], sheets: int) -> bool:
    return sheet_key(name) in wanted or sheets == 1


def _sheet(name: str, grid: _Grid) -> Sheet:
    headers: dict[int, str] = {}
    header_row = 0
    rows: list[SheetRow] = []
    problems: list[Located] = []
    for number, cells in grid:
        if not header_row:
            header_row = number
            headers = _headers(name, number, cells)
            continue
        known = [cell for cell in cells if cell.column in headers]
        problems += [
            Located(name, number, headers[cell.column], words)
            for cell in known
            if (words := _fault(cell))
        ]
        if known:
            rows.append(SheetRow(number, {headers[cell.column]: cell.text for cell in known}))
        if len(rows) > MOST_ROWS:
            raise refused(f"Trang tính có hơn {MOST_ROWS} dòng.", sheet=name, row=number)
    if problems:
        raise ImportRefused(problems)
    return Sheet(name, header_row, tuple(headers.values()), tuple(rows))


def _headers(sheet: str, row: int, cells: list[_Cell]) -> dict[int, str]:
    headers: dict[int, str] = {}
    for cell in cells:
        header = " ".join(cell.text.split())
        if header in headers.values():
            words = "Có hai cột cùng tên. Xin xóa hoặc đổi tên một cột."
            raise refused(words, sheet=sheet, row=row, column=header)
        headers[cell.column] = header
    return headers


def _fault(cell: _Cell) -> str:
    if cell.is_error:
        return f"Ô báo lỗi {cell.text} của Excel. Xin sửa công thức hoặc gõ thẳng nội dung."
    if len(cell.text) > CELL_MAX_LENGTH:
        return f"Nội dung dài quá {CELL_MAX_LENGTH} ký tự."
    return ""


# --- .xlsx and .xlsm -------------------------------------------------------------------------
def _xlsx(content: bytes, wanted: Collection[str]) -> Iterator[tuple[str, _Grid]]:
    has_formulas = weigh(content)
    book = _open_xlsx(content, data_only=True)
    formulas = _open_xlsx(content, data_only=False) if has_formulas else None
    for sheet in book.worksheets:
        if not _is_wanted(sheet.title, wanted, len(book.sheetnames)):
            continue
        if formulas is not None:
            _check_results(sheet, formulas[sheet.title])
        yield sheet.title, _xlsx_grid(sheet)


def _open_xlsx(content: bytes, *, data_only: bool) -> Workbook:
    return openpyxl.load_workbook(
        io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False
    )


def _check_results(values: ReadOnlyWorksheet, formulas: ReadOnlyWorksheet) -> None:
    """Refuse a sheet that a program other than Excel wrote: formulas, and not one result.

    A single formula without a result is none: Excel stores an empty text in the same way.
    """
    first = 0
    for (number, reckoned), (_, written) in zip(
        _xlsx_rows(values), _xlsx_rows(formulas), strict=False
    ):
        for value, formula in zip(reckoned, written, strict=False):
            if formula.data_type != "f":
                continue
            if value.value is not None:
                return
            first = first or number
    if first:
        raise refused(_NOT_RECKONED, sheet=values.title, row=first)


def _xlsx_rows(sheet: ReadOnlyWorksheet) -> Iterator[tuple[int, Sequence[ReadOnlyCell]]]:
    sheet.reset_dimensions()  # some programs write a size that is not the sheet's
    before: Sequence[ReadOnlyCell] = ()
    found = 0
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
        if number > LAST_ROW:
            return
        if row is before:  # rows that are not in the file are all one and the same
            continue
        before = row
        found += 1
        if found > _MOST_FOUND_ROWS:
            raise refused(TOO_MANY_CELLS)
        yield number, row


def _xlsx_grid(sheet: ReadOnlyWorksheet) -> _Grid:
    for number, row in _xlsx_rows(sheet):
        cells = [
            _Cell(column, text, cell.data_type == "e")
            for column, cell in enumerate(row)
            if cell.value is not None and (text := _cleaned(xlsx_value_to_str(cell.value)))
        ]
        if cells:
            yield number, cells


def _cleaned(text: str) -> str:
    return _ESCAPED.sub("\n", text).replace("\u00a0", " ").strip()


# --- .xls ------------------------------------------------------------------------------------
def _xls(content: bytes, wanted: Collection[str]) -> Iterator[tuple[str, _Grid]]:
    """Ragged rows: otherwise one cell in the last corner would make sixteen million."""
    with xlrd.open_workbook(
        file_contents=content, on_demand=True, ragged_rows=True, logfile=io.StringIO()
    ) as book:
        names = book.sheet_names()
        for name in names:
            if _is_wanted(name, wanted, len(names)):
                yield name, _xls_grid(book, name)
                book.unload_sheet(name)


def _xls_grid(book: xlrd.Book, name: str) -> _Grid:
    sheet = book.sheet_by_name(name)
    for index in range(sheet.nrows):
        cells = [
            cell
            for column, found in enumerate(sheet.row(index)[:MOST_COLUMNS])
            if (cell := _xls_cell(book, column, found)).text
        ]
        if cells:
            yield index + 1, cells


def _xls_cell(book: xlrd.Book, column: int, cell: xlrd.sheet.Cell) -> _Cell:
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return _Cell(column, xlrd.error_text_from_code.get(cell.value, "#"), is_error=True)
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return _Cell(column, "")
    try:
        text = xls_value_to_unicode(cell.value, cell.ctype, book.datemode)
    except xlrd.xldate.XLDateError:
        text = str(cell.value)  # a number that only looks like a date
    return _Cell(column, _cleaned(text))
