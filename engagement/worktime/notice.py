"""An official notice of days off as a table: read whole, or refused with the rows that are wrong.

Columns, by their English or Vietnamese name: `date` or "ngày" (2027-02-05 or 05/02/2027), `kind` or
"loại" (nghỉ or làm bù), `decision` or "văn bản" (number and date of the document), `note` or "ghi chú"
(may be empty). Comma or semicolon, UTF-8, as spreadsheets save it.
"""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date

from engagement.text.fold import fold
from engagement.text.normalise import normalise
from engagement.worktime.models import LONGEST_WORDS, DayKind

COLUMNS = {"ngày": "date", "loại": "kind", "văn bản": "decision", "ghi chú": "note"}
MAX_BYTES = 1024 * 1024
PROBLEMS_SHOWN = 20
_KINDS = {
    "off": DayKind.OFF,
    "nghi": DayKind.OFF,
    "makeup": DayKind.MAKEUP,
    "lam bu": DayKind.MAKEUP,
}
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_VIETNAMESE = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})")


@dataclass(frozen=True)
class NoticeRow:
    """One day of a notice."""

    date: date
    kind: DayKind
    decision: str
    note: str


class BadNotice(ValueError):
    """The file is refused whole; `problems` are sentences that name the row, in Vietnamese.

    Where there are many, the last one says how many more.
    """

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems[:PROBLEMS_SHOWN]
        if len(problems) > PROBLEMS_SHOWN:
            self.problems.append(f"… và {len(problems) - PROBLEMS_SHOWN} chỗ khác.")
        super().__init__("\n".join(self.problems))


def read_notice(content: bytes) -> list[NoticeRow]:
    """Return the rows of a CSV file; raise `BadNotice` with every problem when one row is wrong."""
    if len(content) > MAX_BYTES:
        raise BadNotice(["Tệp lớn hơn 1 MB, không phải là lịch nghỉ của một vài năm."])
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise BadNotice(["Tệp trống: không có dòng nào."])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadNotice(["Tệp không phải là CSV mã UTF-8; xin lưu lại dạng “CSV UTF-8”."]) from None
    if "\x00" in text:
        raise BadNotice(["Tệp không phải là văn bản; xin lưu lại dạng “CSV UTF-8”."])
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    try:
        table = csv.DictReader(io.StringIO(text), delimiter=delimiter, strict=True)
        columns = [_column(name) for name in table.fieldnames or []]
        table.fieldnames = columns
        rows = [(table.line_num, row) for row in table]
    except csv.Error:
        raise BadNotice(
            ["Tệp không đọc được như một bảng CSV (dấu ngoặc kép chưa đóng?)."]
        ) from None
    if sorted(columns) != sorted(COLUMNS.values()):
        raise BadNotice([f"Dòng 1: các cột phải là {', '.join(COLUMNS)}."])
    if not rows:
        raise BadNotice(["Tệp không có ngày nào."])
    return _checked(rows)


def _column(written: str) -> str:
    name = normalise(written).lower()
    return COLUMNS.get(name, name)


def _checked(rows: list[tuple[int, dict[str, str]]]) -> list[NoticeRow]:
    problems: list[str] = []
    good: list[NoticeRow] = []
    first_line: dict[date, int] = {}
    for line, row in rows:
        try:
            parsed = _parse(row)
        except ValueError as error:
            problems.append(f"Dòng {line}: {error}")
            continue
        if parsed.date in first_line:
            problems.append(
                f"Dòng {line}: ngày {parsed.date:%d/%m/%Y} đã có ở dòng {first_line[parsed.date]}."
            )
        first_line.setdefault(parsed.date, line)
        good.append(parsed)
    if problems:
        raise BadNotice(problems)
    return good


def _parse(row: dict[str, str]) -> NoticeRow:
    if len(row) > len(COLUMNS):
        raise ValueError("dòng có nhiều ô hơn số cột.")
    cells = {name: normalise(row[name] or "") for name in COLUMNS.values()}
    kind = _KINDS.get(fold(cells["kind"]))
    if kind is None:
        raise ValueError(f"loại ngày “{cells['kind'][:80]}” phải là “nghỉ” hoặc “làm bù”.")
    day = _parse_date(cells["date"])
    if not cells["decision"]:
        raise ValueError("thiếu số, ngày của văn bản chính thức.")
    if max(len(cells["decision"]), len(cells["note"])) > LONGEST_WORDS:
        raise ValueError(f"văn bản và ghi chú dài tối đa {LONGEST_WORDS} ký tự.")
    return NoticeRow(date=day, kind=kind, decision=cells["decision"], note=cells["note"])


def _parse_date(written: str) -> date:
    match = _ISO.fullmatch(written) or _VIETNAMESE.fullmatch(written)
    if match is None:
        raise ValueError(f"ngày “{written[:80]}” phải ghi theo mẫu 05/02/2027 hoặc 2027-02-05.")
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        raise ValueError(f"ngày “{written}” không có trong lịch.") from None
