"""Rows of a file somebody gives us (JSONL, CSV, XLSX): read whole, or refused with a sentence.

Every sentence is Vietnamese and names the row as a person counts it in the file.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engagement.text.fold import fold
from engagement.text.legacy import detect
from engagement.text.normalise import normalise

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_ROWS = 200_000
PROBLEMS_SHOWN = 20
_XLSX = b"PK\x03\x04"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


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
    found, problems = [], []
    for row in rows:
        if isinstance(row, str):
            problems.append(row)
            continue
        problems += _problems_of(row, columns)
        found.append(row)
        if len(found) > MAX_ROWS:
            raise BadFile([f"Tệp có hơn {MAX_ROWS} dòng; xin chia nhỏ."])
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
        content = path.read_bytes()
    except OSError as error:
        raise BadFile([f"Không đọc được tệp {path}."]) from error
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


def _taken(pairs: Iterator[tuple[str | None, object]]) -> dict[str, str]:
    """Values as they are stored, under the columns wanted; the first heading of two wins."""
    values: dict[str, str] = {}
    for column, value in pairs:
        if column and not values.get(column):
            values[column] = normalise("" if value is None else str(value))
    return values


def _json_rows(text: str, columns: Columns) -> Iterator[Row | str]:
    # A JSON text may hold U+2028 or U+0085 as they are; only a line feed ends a row.
    for number, line in enumerate(text.split("\n"), start=1):
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
        yield Row(number, _taken((columns.named(name), item) for name, item in value.items()))


def _csv_rows(text: str, columns: Columns) -> Iterator[Row | str]:
    heading = text.lstrip().partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=heading.count)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from _rows_under_heading(((table.line_num, cells) for cells in table), columns, "CSV")
    except csv.Error:
        yield f"Dòng {table.line_num}: không đọc được (dấu ngoặc kép hoặc ô quá dài)."


def check_unpacked(content: bytes) -> None:
    """Raise BadFile where the workbook's parts are too large once unpacked, by what it says itself."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED_BYTES:
            raise BadFile(["Tệp XLSX bung ra quá lớn; xin chia nhỏ."])


def _workbook_rows(content: bytes, columns: Columns) -> Iterator[Row | str]:
    from openpyxl import load_workbook

    try:
        check_unpacked(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        cells = enumerate(sheet.iter_rows(values_only=True), start=1)
        yield from _rows_under_heading(cells, columns, "XLSX")
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
        if any(value not in (None, "") for value in values[len(names) :]):
            yield f"Dòng {number}: có nhiều ô hơn số cột."
            continue
        taken = _taken(iter(zip(names, values, strict=False)))
        if any(taken.values()):
            yield Row(number, taken)
    if names is None:
        wanted = ", ".join(f"“{columns.headings[name][0]}”" for name in columns.needed)
        yield f"Tệp {kind} không có dòng tiêu đề với các cột {wanted}."
