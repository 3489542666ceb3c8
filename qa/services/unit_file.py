"""A list of units as a table, with which a new site begins: read whole, or refused with the rows.

Columns, by their English or Vietnamese name: `code` or "mã", `name` or "tên", `kind` or "loại", `from`
or "từ ngày", and, if need be, `short_name` "tên ngắn", `to` "đến hết ngày", `parent` "đơn vị cấp trên" (a
code), `functions` "chức năng", `keywords` "từ khóa", `phone` "điện thoại", `email`, `address` "địa chỉ".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from engagement.accounts.enums import UnitKind
from engagement.accounts.models import Unit
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.text.fold import fold
from qa.services.place_file import day_of
from qa.services.tables import BadFile, Columns, Row, read_table

COLUMNS = Columns(
    headings={
        "code": ("mã",),
        "name": ("tên",),
        "short_name": ("tên ngắn",),
        "kind": ("loại",),
        "from": ("từ ngày",),
        "to": ("đến hết ngày", "đến ngày"),
        "parent": ("đơn vị cấp trên",),
        "functions": ("chức năng",),
        "keywords": ("từ khóa",),
        "phone": ("điện thoại",),
        "email": ("thư điện tử",),
        "address": ("địa chỉ",),
    },
    needed=("code", "name", "kind", "from"),
    is_closed=True,
)
KINDS: Mapping[str, UnitKind] = {
    **{fold(word): kind for kind in UnitKind for word in (kind.value, kind.label)},
    "ban dang": UnitKind.PARTY_BODY,
    "so": UnitKind.DEPARTMENT,
    "nganh doc": UnitKind.AGENCY,
    "xa": UnitKind.COMMUNE,
    "phuong": UnitKind.COMMUNE,
}
AS_TYPED = ("functions", "keywords", "phone", "email", "address")


@dataclass(frozen=True)
class NewUnit:
    """One line of the list, checked; `parent` is a code of the list or of a unit there is, or ""."""

    unit: Unit
    parent: str


def read_units(path: Path) -> list[NewUnit]:
    """Return the units of a table; raise `BadFile` with every problem when one row is wrong."""
    rows = read_table(path, COLUMNS)
    known = {*Unit.objects.values_list("code", flat=True), *(row.get("code") for row in rows)}
    problems: list[str] = []
    found: dict[str, NewUnit] = {}
    for row in rows:
        new = NewUnit(unit_of(row), row.get("parent"))
        wrong = list(problems_of(row, new, known))
        if new.unit.code in found:
            wrong.append(f"mã “{new.unit.code[:80]}” đã có ở dòng trên.")
        problems += [f"Dòng {row.number}: {sentence}" for sentence in wrong]
        found[new.unit.code] = new
    if problems:
        raise BadFile(problems)
    return list(found.values())


def unit_of(row: Row) -> Unit:
    """The unit of a row, not yet checked and not stored."""
    unit = Unit(
        code=row.get("code"),
        name=row.get("name"),
        short_name=row.get("short_name") or row.get("name")[:80],
        kind=KINDS.get(fold(row.get("kind")), ""),
        valid_to=day_of(row.get("to")),
        **{name: row.get(name) for name in AS_TYPED},
    )
    if since := day_of(row.get("from")):
        unit.valid_from = since
    return unit


def problems_of(row: Row, new: NewUnit, known: set[str]) -> Iterator[str]:
    """What is wrong with one row, in sentences."""
    if fold(row.get("kind")) not in KINDS:
        kinds = ", ".join(kind.label for kind in UnitKind)
        yield f"loại “{row.get('kind')[:80]}” không có; dùng {kinds}."
    for column in ("from", "to"):
        written = row.get(column)
        if day_of(written) is None and (written or column == "from"):
            yield f"ngày “{written[:80]}” phải ghi theo mẫu 01/07/2025 hoặc 2025-07-01."
    if new.parent and new.parent not in known:
        yield f"không có đơn vị cấp trên mang mã “{new.parent[:80]}”."
    try:
        new.unit.full_clean(exclude=["kind"], validate_unique=False)
    except ValidationError as error:
        labels = {field.name: field.verbose_name for field in Unit._meta.fields}  # noqa: SLF001
        for name, sentences in error.message_dict.items():
            yield f"{labels.get(name, 'đơn vị')}: {' '.join(sentences)}"


@transaction.atomic
def import_units(*, units: Sequence[NewUnit], by: Actor) -> int:
    """Add the units whose code is new; return how many. One that is there stays as it is.

    A unit that changes its name or ends does so by a decision (`engagement.reorganisation`).
    """
    there = set(Unit.objects.select_for_update(no_key=True).values_list("code", flat=True))
    new = [one for one in units if one.unit.code not in there]
    for one in new:
        one.unit.save(force_insert=True)
    ids = dict(Unit.objects.values_list("code", "pk"))
    for one in new:
        if one.parent:
            Unit.objects.filter(pk=one.unit.pk).update(parent=ids[one.parent])
    record(kind="qa.units.import", actor=by, detail={"added": len(new)})
    return len(new)
