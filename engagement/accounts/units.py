"""Following units through mergers, splits, renamings and abolitions, forward and back in time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from engagement.accounts.enums import UnitKind
from engagement.accounts.models import Succession, Unit
from engagement.text.order import OrderKey, order_key


def in_reading_order(units: Iterable[Unit]) -> list[Unit]:
    """The units as a list to choose from shows them: communes last, names as the alphabet has them.

    A commune stands under its own name ("Xã Vị Thủy"), not under that of its office.
    """
    kinds = list(UnitKind)
    return sorted(units, key=lambda unit: (kinds.index(UnitKind(unit.kind)), _sort_key(unit)))


def current_successors(unit: Unit, on: date) -> list[Unit]:
    """Give the units that stand in the place of `unit` on the day `on`, in reading order.

    That is `unit` itself while nothing took over from it, several after a split, and none after an
    abolition.
    """
    ends = _ends({unit.pk}, _steps(on))
    return in_reading_order(Unit.objects.in_force(on).filter(pk__in=ends))


def successors_on(unit_ids: Iterable[int], on: date) -> dict[int, list[Unit]]:
    """Give, by id, what `current_successors` gives for each of many units, in two queries."""
    steps = _steps(on)
    ends = {unit: _ends({unit}, steps) for unit in unit_ids}
    wanted = set().union(*ends.values())
    standing = in_reading_order(Unit.objects.in_force(on).filter(pk__in=wanted).order_by("pk"))
    return {unit: [heir for heir in standing if heir.pk in ends[unit]] for unit in ends}


def resolve_code(code: str, on: date) -> list[Unit]:
    """Give the units that stand on the day `on` in the place of the one once known as `code`."""
    unit = Unit.objects.filter(code=code).first()
    return current_successors(unit, on) if unit else []


def former_units(on: date) -> dict[int, list[Unit]]:
    """Give, by the id of each unit that stands on the day `on`, those it took over from.

    In reading order; units that took over from nobody are left out.
    """
    steps = _steps(on)
    former = in_reading_order(Unit.objects.filter(pk__in=list(steps)))
    heirs: dict[int, list[Unit]] = defaultdict(list)
    for unit in former:
        for end in _ends({unit.pk}, steps):
            heirs[end].append(unit)
    return dict(heirs)


def heirs(on: date) -> dict[int, set[int]]:
    """Give, by the id of each unit of the past, the ids of those in its place on the day `on`.

    One after a renaming or a merger, several after a split, none after an abolition; units that
    nothing took over from are left out.
    """
    steps = _steps(on)
    return {unit: _ends({unit}, steps) for unit in list(steps)}


def standing_on(on: date) -> dict[str, list[str]]:
    """Give, by the code of every unit there ever was, the codes of those in its place on `on`.

    Itself, its successors, or (for a unit founded after `on`) those it was made of. None after an
    abolition. Two queries, for whoever asks about all units at once.
    """
    rows = Succession.objects.order_by("pk").values_list(
        "predecessor_id", "successor_id", "effective_on"
    )
    ahead: dict[int, set[int]] = defaultdict(set)
    back: dict[int, set[int]] = defaultdict(set)
    for predecessor, successor, effective_on in rows:
        if effective_on <= on:
            ahead[predecessor] |= {successor} - {None}
        elif successor is not None:
            back[successor].add(predecessor)
    units = list(Unit.objects.order_by("pk"))
    in_force = {unit.pk: unit.code for unit in units if unit.is_in_force(on)}
    standing = {}
    for unit in units:
        steps = back if unit.valid_from > on else ahead
        ends = in_force.keys() & _ends({unit.pk}, steps)
        standing[unit.code] = [in_force[pk] for pk in sorted(ends)]
    return standing


def with_successors(unit_ids: Iterable[int], on: date) -> set[int]:
    """Give the ids with all units that took over from them up to the day `on`, and from those."""
    return _reachable(unit_ids, _steps(on))


def with_predecessors(unit_ids: Iterable[int], on: date) -> set[int]:
    """Give the ids with all units they took over from up to the day `on`, and so on back."""
    back: dict[int, set[int]] = defaultdict(set)
    for predecessor, successors in _steps(on).items():
        for successor in successors:
            back[successor].add(predecessor)
    return _reachable(unit_ids, back)


def _steps(on: date) -> Mapping[int, set[int]]:
    """Every succession in effect on `on`: from the old unit's id to the ids of the new ones.

    An abolished unit leads nowhere, but it does lead away from itself.
    """
    steps: dict[int, set[int]] = defaultdict(set)
    rows = Succession.objects.filter(effective_on__lte=on).order_by("pk")
    for predecessor, successor in rows.values_list("predecessor_id", "successor_id"):
        steps[predecessor] |= {successor} - {None}
    return steps


def _reachable(start: Iterable[int], steps: Mapping[int, set[int]]) -> set[int]:
    seen: set[int] = set()
    ahead = set(start)
    while ahead:
        seen |= ahead
        ahead = set().union(*(steps.get(unit, set()) for unit in ahead)) - seen
    return seen


def _ends(start: set[int], steps: Mapping[int, set[int]]) -> set[int]:
    return {unit for unit in _reachable(start, steps) if unit not in steps}


def _sort_key(unit: Unit) -> OrderKey:
    return order_key(unit.place_name if unit.kind == UnitKind.COMMUNE else unit.name)
