"""Files that the router is taught from: a province's catalogue of procedures, confirmed routings."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from engagement.accounts.models import Unit
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.text.fold import fold
from engagement.text.words import words_in
from qa.models import Procedure, RoutingCase
from qa.services.tables import BadFile, Columns, Row, queue_up, read_table

UNIT_HEADINGS = ("dept", "unit", "đơn vị", "cơ quan", "sở", "ban ngành", "cơ quan thực hiện")
CATALOGUE = Columns(
    {
        "code": ("mã", "ma so", "ma tthc", "ma thu tuc", "ma so tthc", "ma so thu tuc"),
        "name": ("tên", "ten thu tuc", "ten tthc", "thu tuc", "ten thu tuc hanh chinh"),
        "field": ("lĩnh vực", "linh vuc", "ten linh vuc"),
        "unit": ("đơn vị", *UNIT_HEADINGS, "co quan giai quyet", "don vi xu ly"),
    },
    needed=("code", "name", "unit"),
)
CASES = Columns(
    {
        "question": ("câu hỏi", "cau hoi", "noi dung", "noi dung cau hoi", "text"),
        "unit": ("đơn vị", *UNIT_HEADINGS, "don vi tra loi"),
    },
    needed=("question", "unit"),
)


@dataclass(frozen=True)
class Imported:
    """How many rows were new, changed, and there already."""

    added: int
    changed: int
    same: int


class UnitNames:
    """Units by code, name or short name, whatever the marks and the case."""

    def __init__(self) -> None:
        """Read all units, of today and of before; a name two units bear names none."""
        self.by_key: dict[str, Unit | None] = {}
        for unit in Unit.objects.order_by("pk"):
            for key in {fold(unit.name), fold(unit.short_name)} - {""}:
                self.by_key[key] = None if key in self.by_key else unit
        for unit in Unit.objects.order_by("pk"):
            self.by_key[unit.code] = unit

    def find(self, name: str) -> Unit | None:
        return self.by_key.get(name) or self.by_key.get(fold(name))


def with_units(rows: Sequence[Row]) -> list[tuple[Row, Unit]]:
    """Every row with its unit. Raises BadFile naming each row whose unit is not known."""
    units = UnitNames()
    found = [(row, units.find(row.get("unit"))) for row in rows]
    unknown = [
        f"Dòng {row.number}: không có đơn vị nào mang mã hay tên “{row.get('unit')[:80]}”."
        for row, unit in found
        if unit is None
    ]
    if unknown:
        raise BadFile(unknown)
    return [(row, unit) for row, unit in found if unit is not None]


def import_procedures(*, path: Path, by: Actor) -> Imported:
    """Take in a province's catalogue; a procedure known by its code is brought up to date.

    All rows or none. Raises BadFile.
    """
    rows = with_units(read_table(path, CATALOGUE))
    check_once(rows, "code", "mã thủ tục")
    check_lengths([row for row, _ in rows], Procedure)
    return store_procedures(rows, by)


@transaction.atomic
def store_procedures(rows: Sequence[tuple[Row, Unit]], by: Actor) -> Imported:
    """Write checked rows; a procedure known by its code is brought up to date."""
    queue_up()
    known = Procedure.objects.in_bulk([row.get("code") for row, _ in rows], field_name="code")
    wanted = [
        Procedure(code=row.get("code"), name=row.get("name"), field=row.get("field"), unit=unit)
        for row, unit in rows
    ]
    added = [one for one in wanted if one.code not in known]
    changed = [one for one in wanted if one.code in known and differs(one, known[one.code])]
    for one in changed:
        one.pk = known[one.code].pk
    Procedure.objects.bulk_create(added, batch_size=500)
    Procedure.objects.bulk_update(changed, ["name", "field", "unit"], batch_size=500)
    result = Imported(len(added), len(changed), len(wanted) - len(added) - len(changed))
    detail = {"added": result.added, "changed": result.changed}
    record(kind="qa.router.import_procedures", actor=by, detail=detail)
    return result


def differs(one: Procedure, other: Procedure) -> bool:
    return (one.name, one.field, one.unit_id) != (other.name, other.field, other.unit_id)


def check_once(rows: Sequence[tuple[Row, Unit]], column: str, words: str) -> None:
    """Raise BadFile when two rows give one code to different things."""
    first: dict[str, Row] = {}
    problems = []
    for row, _ in rows:
        earlier = first.setdefault(row.get(column), row)
        if earlier is not row:
            problems.append(
                f"Dòng {row.number}: {words} “{row.get(column)[:60]}” đã có ở dòng {earlier.number}."
            )
    if problems:
        raise BadFile(problems)


def check_lengths(rows: Sequence[Row], model: type[Procedure] | type[RoutingCase]) -> None:
    """Raise BadFile naming each row with a value longer than its column holds."""
    limits = {
        field.name: field.max_length or 0
        for field in model._meta.concrete_fields  # noqa: SLF001
    }
    problems = [
        f"Dòng {row.number}: “{value[:40]}…” dài {len(value)} ký tự, quá {limits[name]}."
        for row in rows
        for name, value in row.values.items()
        if limits.get(name) and len(value) > limits[name]
    ]
    if problems:
        raise BadFile(problems)


def learn_routings(*, path: Path, by: Actor) -> Imported:
    """Add confirmed cases from a file; the same question is kept once, with its newest unit.

    All rows or none. Raises BadFile.
    """
    rows = with_units(read_table(path, CASES))
    check_lengths([row for row, _ in rows], RoutingCase)
    return store_cases(rows, by)


@transaction.atomic
def store_cases(rows: Sequence[tuple[Row, Unit]], by: Actor) -> Imported:
    """Write checked rows; the last of the same question stands."""
    queue_up()
    wanted = {digest_of(row.get("question")): (row, unit) for row, unit in rows}
    known = RoutingCase.objects.in_bulk(list(wanted), field_name="digest")
    added, changed = [], []
    for digest, (row, unit) in wanted.items():
        if digest not in known:
            added.append(RoutingCase(digest=digest, question=row.get("question"), unit=unit))
        elif known[digest].unit_id != unit.pk:
            known[digest].unit = unit
            changed.append(known[digest])
    RoutingCase.objects.bulk_create(added, batch_size=500)
    RoutingCase.objects.bulk_update(changed, ["unit"], batch_size=500)
    result = Imported(len(added), len(changed), len(rows) - len(added) - len(changed))
    detail = {"added": result.added, "changed": result.changed}
    record(kind="qa.router.learn_routings", actor=by, detail=detail)
    return result


def digest_of(question: str) -> str:
    """The same for the same words, whatever the marks, the case and the punctuation."""
    return hashlib.sha256(" ".join(words_in(question)).encode()).hexdigest()
