"""A list of places as a table: read whole, or refused with the rows that are wrong.

Columns, by their English or Vietnamese name: `kind` or "loại", `name` or "tên", `unit` or "đơn vị"
(code or name), and, if need be, `from` or "từ ngày" and `source` or "nguồn".
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from engagement.accounts.models import Unit
from engagement.text.fold import fold
from qa.enums import PlaceKind
from qa.places.designators import of_name
from qa.services.places import PlaceRow
from qa.services.tables import BadFile, Columns, read_table

COLUMNS = Columns(
    headings={
        "kind": ("loại",),
        "name": ("tên",),
        "unit": ("đơn vị",),
        "from": ("từ ngày",),
        "source": ("nguồn",),
    },
    needed=("kind", "name", "unit"),
    is_closed=True,
)
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


def read_places(path: Path) -> list[PlaceRow]:
    """Return the rows of a table; raise `BadFile` with every problem when one row is wrong."""
    units, problems, good = known_units(), [], []
    for row in read_table(path, COLUMNS):
        wrong = list(problems_of(row.values, units))
        problems += [f"Dòng {row.number}: {sentence}" for sentence in wrong]
        if not wrong:
            good.append(place_row(row.values, units))
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
    if fold(row["kind"]) not in KINDS:
        yield f"loại “{row['kind'][:80]}” không có; dùng xã, xã cũ, huyện cũ, đường, ấp hoặc khác."
    if KINDS.get(fold(row["kind"])) != PlaceKind.OTHER and of_name(row["name"])[0] is None:
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
    """The day, or None where it is none; a cell of a workbook that holds a day has an hour, too."""
    written = written.removesuffix(" 00:00:00")
    match = next(filter(None, (one.fullmatch(written) for one in (_ISO, _VIETNAMESE))), None)
    try:
        return date(*(int(match[part]) for part in ("year", "month", "day"))) if match else None
    except ValueError:
        return None
