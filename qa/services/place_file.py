"""A list of places as a table: read whole, or refused with the rows that are wrong.

Columns, by their English or Vietnamese name: `kind` or "loại", `name` or "tên", `unit` or "đơn vị"
(code or name), and, if need be, `from` or "từ ngày" and `source` or "nguồn". Comma, semicolon or
tab, UTF-8 or UTF-16, as spreadsheets save it.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date

from engagement.accounts.models import Unit
from engagement.text.fold import fold
from engagement.text.legacy import detect
from engagement.text.normalise import normalise
from qa.enums import PlaceKind
from qa.places.designators import of_name
from qa.services.places import PlaceRow
from qa.services.tables import BadFile, decoded

COLUMNS = {
    "loai": "kind",
    "ten": "name",
    "don vi": "unit",
    "tu ngay": "from",
    "nguon": "source",
}
REQUIRED = ("kind", "name", "unit")
MAX_BYTES = 5 * 1024 * 1024
LONGEST_NAME, LONGEST_SOURCE = 120, 200
KINDS: Mapping[str, PlaceKind] = {
    **{kind.value: kind for kind in PlaceKind},
    "xa": PlaceKind.COMMUNE,
    "phuong": PlaceKind.COMMUNE,
    "xa cu": PlaceKind.FORMER_COMMUNE,
    "phuong cu": PlaceKind.FORMER_COMMUNE,
    "thi tran cu": PlaceKind.FORMER_COMMUNE,
    "huyen": PlaceKind.FORMER_DISTRICT,
    "huyen cu": PlaceKind.FORMER_DISTRICT,
    "thi xa cu": PlaceKind.FORMER_DISTRICT,
    "thanh pho cu": PlaceKind.FORMER_DISTRICT,
    "duong": PlaceKind.ROAD,
    "ap": PlaceKind.HAMLET,
    "khu vuc": PlaceKind.HAMLET,
    "khac": PlaceKind.OTHER,
}
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_VIETNAMESE = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})")


def read_places(content: bytes) -> list[PlaceRow]:
    """Return the rows of a CSV file; raise `BadFile` with every problem when one row is wrong."""
    if len(content) > MAX_BYTES:
        raise BadFile(["Tệp lớn hơn 5 MB, không phải là danh sách địa danh của một tỉnh."])
    text = decoded(content)
    table = csv.reader(io.StringIO(text), delimiter=delimiter(text), strict=True)
    try:
        lines = [(table.line_num, [normalise(cell) for cell in cells]) for cells in table]
    except csv.Error:
        raise BadFile(["Tệp không đọc được như một bảng CSV (dấu ngoặc kép chưa đóng?)."]) from None
    lines = [(number, cells) for number, cells in lines if any(cells)]
    if not lines:
        raise BadFile(["Tệp trống: không có dòng nào."])
    return checked(heading(lines[0][1]), lines[1:])


def delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def heading(cells: list[str]) -> list[str]:
    """The columns by their English names; raises BadFile where one is missing or unknown."""
    columns = [COLUMNS.get(fold(cell), fold(cell)) for cell in cells]
    known = set(COLUMNS.values())
    if not set(REQUIRED) <= set(columns) <= known or len(set(columns)) < len(columns):
        raise BadFile(
            [
                "Dòng 1: cần các cột loại, tên, đơn vị; có thể thêm từ ngày, nguồn; không có cột khác."
            ]
        )
    return columns


def checked(columns: list[str], lines: list[tuple[int, list[str]]]) -> list[PlaceRow]:
    """Every row, or every problem."""
    if not lines:
        raise BadFile(["Tệp không có địa danh nào dưới dòng tiêu đề."])
    units, problems, good = known_units(), [], []
    for number, cells in lines:
        if len(cells) > len(columns):
            problems.append(f"Dòng {number}: có nhiều ô hơn số cột.")
            continue
        row = dict(zip(columns, [*cells, *[""] * (len(columns) - len(cells))], strict=True))
        wrong = list(problems_of(row, units))
        problems += [f"Dòng {number}: {sentence}" for sentence in wrong]
        if not wrong:
            good.append(place_row(row, units))
    if problems:
        raise BadFile(problems)
    return good


def known_units() -> dict[str, list[Unit]]:
    """Units by code, and by folded name and short name: an old name may have been borne twice."""
    units: dict[str, list[Unit]] = {}
    for unit in Unit.objects.order_by("pk"):
        for name in {unit.code, fold(unit.name), fold(unit.short_name)}:
            units.setdefault(name, []).append(unit)
    return units


def problems_of(row: Mapping[str, str], units: Mapping[str, list[Unit]]) -> Iterator[str]:
    """What is wrong with one row."""
    if legacy := detect(" ".join(row.values())):
        yield f"chữ gõ bằng bảng mã cũ {legacy.label}; xin chuyển sang Unicode."
        return
    if fold(row["kind"]) not in KINDS:
        yield f"loại “{row['kind'][:80]}” không có; dùng xã, xã cũ, huyện cũ, đường, ấp hoặc khác."
    if not row["name"]:
        yield "thiếu tên."
    elif KINDS.get(fold(row["kind"])) != PlaceKind.OTHER and of_name(row["name"])[0] is None:
        named = row["name"][:LONGEST_NAME]
        yield f"tên “{named}” phải ghi cả loại, ví dụ “Xã {named}”."
    if len(row["name"]) > LONGEST_NAME or len(row.get("source", "")) > LONGEST_SOURCE:
        yield f"tên dài tối đa {LONGEST_NAME}, nguồn dài tối đa {LONGEST_SOURCE} ký tự."
    found = units.get(fold(row["unit"]), [])
    if not found:
        yield f"không có đơn vị “{row['unit'][:80]}”."
    elif len(found) > 1:
        names = ", ".join(unit.code for unit in found)
        yield f"tên “{row['unit']}” là của nhiều đơn vị; xin ghi mã ({names})."
    written = row.get("from", "")
    if written and day_of(written) is None:
        yield f"ngày “{written[:80]}” phải ghi theo mẫu 01/07/2025 hoặc 2025-07-01."


def place_row(row: Mapping[str, str], units: Mapping[str, list[Unit]]) -> PlaceRow:
    unit = units[fold(row["unit"])][0]
    return PlaceRow(
        kind=KINDS[fold(row["kind"])],
        name=row["name"],
        unit=unit,
        valid_from=day_of(row.get("from", "")) or unit.valid_from,
        source=row.get("source", ""),
    )


def day_of(written: str) -> date | None:
    """The day, or None where it is none."""
    match = next(filter(None, (one.fullmatch(written) for one in (_ISO, _VIETNAMESE))), None)
    try:
        return date(*(int(match[part]) for part in ("year", "month", "day"))) if match else None
    except ValueError:
        return None
