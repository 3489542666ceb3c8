"""Rows of a file somebody gives us (JSONL, CSV, XLSX): read whole, or refused with a sentence.

Every sentence is Vietnamese and names the row as a person counts it in the file.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from engagement.accounts.models import Unit
from engagement.text.fold import fold
from engagement.text.legacy import detect
from engagement.text.normalise import normalise

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_TAGS = 8_000_000  # 200,000 rows of four cells have half of that
MAX_ROWS = 200_000
MAX_LINES = 1_048_576  # of a sheet; as much of a text, empty ones and all
MAX_VALUE = 131_072  # characters, as the csv module has it
PROBLEMS_SHOWN = 20
_XLSX = b"PK\x03\x04"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
L = TypeVar("L")


class BadFile(ValueError):
    """The file is refused whole; `problems` are sentences that name the row, in Vietnamese."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        shown = self.problems[:PROBLEMS_SHOWN]
        if len(self.problems) > len(shown):
            shown.append(f"… và {len(self.problems) - len(shown)} chỗ khác.")
        super().__init__("\n".join(shown))


@dataclass(frozen=True)
class Row:
    """One row: its number in the file, counted from 1, and its values by column."""

    number: int
    values: Mapping[str, str]

    def get(self, column: str) -> str:
        return self.values.get(column, "")


@dataclass(frozen=True)
class Columns:
    """The columns wanted: by their own name, every heading that means it (folded).

    `is_closed`: a heading that is not asked for refuses the file, the first line is the heading. A
    column misspelt would otherwise be left out without a word.
    """

    headings: Mapping[str, Sequence[str]]
    needed: Sequence[str]
    is_closed: bool = False

    def named(self, heading: object) -> str | None:
        """The column that `heading` stands for, or None for one that is not asked for."""
        folded = fold(str(heading or "")).replace("_", " ").strip(" :.*")
        for column, meanings in self.headings.items():
            if folded == column or folded in map(fold, meanings):
                return column
        if self.is_closed and folded:
            known = ", ".join(f"“{meanings[0]}”" for meanings in self.headings.values())
            raise BadFile([f"Không có cột “{heading}”; các cột là {known}."])
        return None


def queue_up() -> None:
    """Wait, in a transaction, until another import has ended: its rows are then found, not met."""
    Unit.objects.select_for_update(no_key=True).order_by("pk").first()


def read_table(path: Path, columns: Columns) -> list[Row]:
    """Give the rows of the file at `path` that hold anything.

    Raises BadFile with every problem found: size, encoding, missing columns, rows that cannot be
    read or lack a needed value.
    """
    content = content_of(path)
    if content.startswith(_XLSX):
        rows = _workbook_rows(content, columns)
    else:
        text = decoded(content)
        is_json = text.lstrip()[:1] in {"{", "["}
        rows = _json_rows(text, columns) if is_json else _csv_rows(text, columns)
    found: list[Row] = []
    problems: list[str] = []
    for count, row in enumerate(rows, start=1):
        if count > MAX_ROWS:
            raise BadFile([*problems, f"Tệp có hơn {MAX_ROWS} dòng; xin chia nhỏ."])
        if isinstance(row, str):
            problems.append(row)
            continue
        problems += _problems_of(row, columns)
        found.append(row)
    if problems:
        raise BadFile(problems)
    if not found:
        raise BadFile(["Tệp trống: không có dòng dữ liệu nào."])
    return found


def content_of(path: Path) -> bytes:
    """Read the file, refusing by its size before anything is read. Raises BadFile."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise BadFile(
                [f"Tệp {size // 1024**2} MB, lớn hơn {MAX_BYTES // 1024**2} MB; xin chia nhỏ."]
            )
        with path.open("rb") as file:  # a pipe or a device has no size to be refused by
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadFile([f"Không đọc được tệp {path}."]) from error
    if len(content) > MAX_BYTES:
        raise BadFile([f"Tệp lớn hơn {MAX_BYTES // 1024**2} MB; xin chia nhỏ."])
    if not content.strip(b"\x00\xff\xfe\xef\xbb\xbf \t\r\n"):
        raise BadFile(["Tệp trống: không có dòng dữ liệu nào."])
    return content


def decoded(content: bytes) -> str:
    """Give the text of UTF-8 or UTF-16 bytes, with or without a mark. Raises BadFile."""
    try:
        if content.startswith(_UTF_16):
            return content.decode("utf-16")
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile([_other_encoding(content)]) from None
    if "\x00" in text:
        raise BadFile(["Tệp không phải là văn bản; xin dùng JSONL, CSV (UTF-8) hoặc XLSX."])
    return text


def _other_encoding(content: bytes) -> str:
    legacy = detect(content[:20_000].decode("latin-1"))
    named = f" (có vẻ là {legacy.label})" if legacy else ""
    return f"Tệp không dùng bảng mã UTF-8 hay UTF-16{named}; xin lưu lại dạng “CSV UTF-8”."


def _problems_of(row: Row, columns: Columns) -> Iterator[str]:
    missing = [columns.headings[name][0] for name in columns.needed if not row.get(name)]
    if missing:
        yield f"Dòng {row.number}: thiếu {', '.join(missing)}."
    for value in row.values.values():
        if legacy := detect(value):
            yield f"Dòng {row.number}: chữ gõ bằng bảng mã cũ {legacy.label}; xin chuyển sang Unicode."
            return


def _taken(number: int, pairs: Iterable[tuple[str | None, object]]) -> Row | str:
    """A row of values as they are stored, or what is wrong with one; the first heading of two wins."""
    values: dict[str, str] = {}
    for column, value in pairs:
        if not column or values.get(column):
            continue
        if isinstance(value, dict | list):
            return f"Dòng {number}: một ô là danh sách hay đối tượng, không phải là chữ."
        text = "" if value is None else str(value)
        if len(text) > MAX_VALUE:
            return f"Dòng {number}: có ô dài quá {MAX_VALUE} ký tự."
        values[column] = normalise(text)
    return Row(number, values)


def _counted(lines: Iterable[L]) -> Iterator[tuple[int, L]]:
    """Lines with their numbers. Raises BadFile where there are more than a sheet can have."""
    for number, line in enumerate(lines, start=1):
        if number > MAX_LINES:
            raise BadFile([f"Tệp có hơn {MAX_LINES} dòng, kể cả dòng trống; xin chia nhỏ."])
        yield number, line


def _json_rows(text: str, columns: Columns) -> Iterator[Row | str]:
    # A JSON text may hold U+2028 or U+0085 as they are; only a line feed ends a row.
    for number, line in _counted(io.StringIO(text, newline="\n")):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            yield f"Dòng {number}: không phải là một đối tượng JSON."
            continue
        if not isinstance(value, dict):
            yield f"Dòng {number}: không phải là một đối tượng JSON."
            continue
        yield _taken(number, ((columns.named(name), item) for name, item in value.items()))


def _csv_rows(text: str, columns: Columns) -> Iterator[Row | str]:
    heading = text.lstrip().partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=heading.count)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines = ((table.line_num, cells) for _, cells in _counted(table))
    try:
        yield from _rows_under_heading(lines, columns, "CSV")
    except csv.Error:
        yield f"Dòng {table.line_num}: không đọc được (dấu ngoặc kép hoặc ô quá dài)."


def check_unpacked(content: bytes) -> None:
    """Raise BadFile where the workbook is too large once unpacked, in bytes or in pieces of XML.

    The reader makes an object of every piece, so that many small ones weigh more than their bytes.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        is_large = sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES
        if is_large or sum(tags_in(archive, part) for part in parts) > MAX_TAGS:
            raise BadFile(["Tệp XLSX bung ra quá lớn; xin chia nhỏ."])


def tags_in(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """How many pieces of XML a part has at most, without holding it whole."""
    with archive.open(part) as unpacked:
        return sum(chunk.count(b"<") for chunk in iter(lambda: unpacked.read(2**20), b""))


def _workbook_rows(content: bytes, columns: Columns) -> Iterator[Row | str]:
    from openpyxl import load_workbook

    try:
        check_unpacked(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        sheet = (shown or book.worksheets)[0]
        sheet.reset_dimensions()  # some programs write a size that is not the sheet's
        yield from _rows_under_heading(_counted(sheet.iter_rows(values_only=True)), columns, "XLSX")
        book.close()
    except BadFile:
        raise
    except Exception as error:  # a broken workbook makes the reader raise anything
        raise BadFile(["Tệp XLSX bị hỏng hoặc không phải là bảng tính."]) from error


def _rows_under_heading(
    cells: Iterator[tuple[int, Sequence[object]]], columns: Columns, kind: str
) -> Iterator[Row | str]:
    """Rows below the first line that names the needed columns; titles may stand above it."""
    names: list[str | None] | None = None
    for number, values in cells:
        if names is None:
            found = [columns.named(value) for value in values]
            names = found if set(columns.needed) <= set(found) else None
            if names is None and any(values) and (columns.is_closed or number >= 10):
                break
            continue
        if kind == "CSV" and any(values[len(names) :]):
            yield f"Dòng {number}: có nhiều ô hơn số cột (dấu ngăn ô nằm trong ô không có ngoặc kép?)."
            continue
        row = _taken(number, zip(names, values, strict=False))
        if isinstance(row, str) or any(row.values.values()):
            yield row
    if names is None:
        wanted = ", ".join(f"“{columns.headings[name][0]}”" for name in columns.needed)
        yield f"Tệp {kind} không có dòng tiêu đề với các cột {wanted}."
