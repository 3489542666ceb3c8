"""What the pages show of reorganisations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from engagement.accounts.models import Unit
from engagement.accounts.units import in_reading_order
from engagement.reorganisation.effects import Effect, Item, Plan, effects
from engagement.reorganisation.enums import ReorganisationStatus
from engagement.reorganisation.models import Reorganisation, Successor


def reorganisations() -> QuerySet[Reorganisation]:
    """All of them, the latest day first."""
    return (
        Reorganisation.objects.select_related("made_by")
        .prefetch_related("units", "successors__unit")
        .order_by("-effective_on", "-pk")
    )


def due(today: date) -> QuerySet[Reorganisation]:
    """What is planned for today or a day that has passed, in the order of the days."""
    planned = Reorganisation.objects.filter(status=ReorganisationStatus.PLANNED)
    return planned.filter(effective_on__lte=today).order_by("effective_on", "pk")


def plan_of(reorganisation: Reorganisation) -> Plan:
    """Read a reorganisation with all that was chosen."""
    successors = tuple(reorganisation.successors.select_related("unit").order_by("pk"))
    by_id: Mapping[int | None, Successor] = {one.pk: one for one in successors}
    choices = reorganisation.choices.values_list("effect", "item", "successor_id")
    return Plan(
        reorganisation,
        tuple(in_reading_order(reorganisation.units.order_by("pk"))),
        successors,
        {(effect, item): by_id.get(pk) for effect, item, pk in choices.order_by("pk")},
    )


@dataclass(frozen=True)
class Touched:
    """One effect as the dry run shows it: how many things, and of which unit how many."""

    effect: Effect
    total: int
    by_unit: list[tuple[Unit, int]]
    chosen: int


def dry_run(plan: Plan) -> list[Touched]:
    """What would change, counted; nothing is written."""
    chosen = [effect for effect, _ in plan.choices]
    touched = []
    for effect in effects():
        counts = effect.counts(plan)
        by_unit = [(unit, counts.get(unit.pk, 0)) for unit in plan.units]
        total = len(effect.items(plan))  # what two of the units share is one thing
        touched.append(Touched(effect, total, by_unit, chosen.count(effect.code)))
    return touched


def destination(plan: Plan, effect: Effect, item: Item) -> str:
    """Where the item goes, in words."""
    heir = plan.heir(effect.code, item.key, goes=item.goes)
    return heir.short_title if heir else "không chuyển"


def units_to_reorganise(on: date) -> list[Unit]:
    """The units that stand on the day `on`, in reading order."""
    return in_reading_order(Unit.objects.in_force(on).order_by("pk"))
