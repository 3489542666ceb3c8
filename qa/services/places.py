"""Keeping the list of places: taken over from communes, from a file, and through reorganisations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from engagement.accounts.enums import UnitKind
from engagement.accounts.models import Unit
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.reorganisation.effects import Effect, Item, Listing, Plan
from engagement.text.fold import fold
from qa.enums import PlaceKind
from qa.models import Place, PlaceUnit
from qa.places.designators import of_name
from qa.services.tables import queue_up

PLACES = "qa-places"
FROM_UNITS = "Tên đơn vị"
# Names of communes that are everyday words as well: by themselves they name nothing.
ORDINARY = frozenset(
    {"luong tam", "vinh vien", "hoa binh", "thong nhat", "doan ket", "thanh cong", "tu do"}
)
# Said of these, the bare name is rather a person's, a number or a thing.
ALWAYS_DESIGNATED = frozenset({PlaceKind.ROAD, PlaceKind.HAMLET})


@dataclass(frozen=True)
class PlaceRow:
    """One line of an imported list, checked."""

    kind: PlaceKind
    name: str
    unit: Unit
    valid_from: date
    source: str


def is_ordinary(kind: str, name: str) -> bool:
    """Tell whether a name must be said with its kind: one word, a number, or everyday words."""
    _, words = of_name(name)
    return kind in ALWAYS_DESIGNATED or len(words) < 2 or fold(" ".join(words)) in ORDINARY


@transaction.atomic
def take_over_communes() -> int:
    """Make every commune known as a place under its own name; return how many were new."""
    units = Unit.objects.filter(kind=UnitKind.COMMUNE).order_by("pk")
    return sum(name_commune(unit) for unit in units)


def name_commune(unit: Unit) -> bool:
    """Make the commune known as a place; False where it was."""
    place, is_new = Place.objects.get_or_create(
        kind=PlaceKind.COMMUNE,
        name=unit.place_name,
        defaults={
            "source": FROM_UNITS,
            "is_confirmed": True,
            "is_ordinary": is_ordinary(PlaceKind.COMMUNE, unit.place_name),
        },
    )
    PlaceUnit.objects.get_or_create(
        place=place, unit=unit, defaults={"valid_from": unit.valid_from}
    )
    return is_new


@transaction.atomic
def import_places(*, rows: Iterable[PlaceRow], by: Actor) -> int:
    """Write an imported list; a row that is there already stays as it is. Return how many were new."""
    queue_up()
    new = 0
    for row in rows:
        place, _ = Place.objects.get_or_create(
            kind=row.kind,
            name=row.name,
            defaults={
                "source": row.source,
                "is_ordinary": is_ordinary(row.kind, row.name),
            },
        )
        _, is_new = PlaceUnit.objects.get_or_create(
            place=place, unit=row.unit, valid_to=None, defaults={"valid_from": row.valid_from}
        )
        new += is_new
    record(kind="qa.places.import", actor=by, detail={"rows": new})
    return new


def places_of(plan: Plan) -> QuerySet[PlaceUnit]:
    """What the units that end answer for on the ground from the day of the reorganisation on."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=plan.on)
    rows = PlaceUnit.objects.filter(lasting, unit__in=plan.unit_ids)
    return rows.select_related("place", "unit").order_by("place__kind", "place__name", "pk")


def places_by_unit(plan: Plan) -> Mapping[int, int]:
    rows = places_of(plan).order_by().values("unit").annotate(places=Count("pk"))
    return {row["unit"]: row["places"] for row in rows.order_by("unit")}


def place_items(plan: Plan) -> Listing[PlaceUnit]:
    return Listing(
        places_of(plan),
        lambda row: Item(str(row.pk), row.place.name, row.place.get_kind_display()),
    )


def hand_over_places(plan: Plan, by: Actor) -> None:
    """Give each place to its new unit from that day; the old names lead there as former ones."""
    for row in places_of(plan):
        home = plan.new_home(PLACES, str(row.pk))
        row.valid_to = plan.on - timedelta(days=1)
        if row.valid_to < row.valid_from:
            row.delete()
        else:
            row.save(update_fields=["valid_to"])
        retire_name(row.place, plan)
        if home is not None:
            PlaceUnit.objects.get_or_create(
                place=row.place, unit=home, valid_to=None, defaults={"valid_from": plan.on}
            )
    for successor in plan.successors:
        if successor.unit and successor.unit.kind == UnitKind.COMMUNE:
            name_commune(successor.unit)


def retire_name(place: Place, plan: Plan) -> None:
    """Let the own name of a commune that ends be a former one, unless a new unit bears it again."""
    own = {unit.place_name for unit in plan.units if unit.kind == UnitKind.COMMUNE}
    borne = {one.short_title for one in plan.successors}
    former = Place.objects.filter(kind=PlaceKind.FORMER_COMMUNE, name=place.name)
    is_retired = place.kind == PlaceKind.COMMUNE and place.name in own - borne
    if is_retired and not former.exists():
        place.kind = PlaceKind.FORMER_COMMUNE
        place.save(update_fields=["kind", "changed_at"])


EFFECTS = (
    Effect(
        PLACES,
        "Địa danh",
        "Tên xã cũ, ấp, đường nay chỉ về đơn vị kế tục khi gợi ý giao việc; câu hỏi cũ giữ nguyên xã, "
        "phường người hỏi đã chọn.",
        counts=places_by_unit,
        items=place_items,
        apply=hand_over_places,
        is_chosen=True,
    ),
)
