"""Which units the places of a text belong to on a day, and what level its matter has."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Count, Max

from engagement.accounts.models import Succession, Unit
from engagement.accounts.units import successors_on
from qa.enums import PlaceKind
from qa.models import LevelHint, Place, PlaceUnit
from qa.places.designators import Level
from qa.places.gazetteer import Entry, Found, Gazetteer
from qa.places.proposal import Hint, Tier, TierGuess, guess_tier

LEVELS: Mapping[str, Level] = {
    PlaceKind.COMMUNE: Level.COMMUNE,
    PlaceKind.FORMER_COMMUNE: Level.COMMUNE,
    PlaceKind.FORMER_DISTRICT: Level.DISTRICT,
    PlaceKind.ROAD: Level.ROAD,
    PlaceKind.HAMLET: Level.HAMLET,
    PlaceKind.OTHER: Level.OTHER,
}
FORMER = frozenset({PlaceKind.FORMER_COMMUNE, PlaceKind.FORMER_DISTRICT})
# A list of places is read once and used until a row of it changes.
Stamp = tuple[object, ...]
_read: dict[str, tuple[Stamp, Gazetteer]] = {}


def found_in(text: str, on: date) -> list[Found]:
    """Return the units that stand on the day `on` for the places `text` names, the surest first.

    An ambiguous name gives several with a lower score; a unit that was merged or split stands as
    its successors of that day.
    """
    return gazetteer(on).find(text)


def gazetteer(on: date) -> Gazetteer:
    """The places as they stand on the day `on`."""
    stamp = stamp_of(on)
    known = _read.get("places")
    if known is None or known[0] != stamp:
        known = (stamp, Gazetteer(entries(on)))
        _read["places"] = known
    return known[1]


def stamp_of(on: date) -> Stamp:
    """What changes whenever the list would be read differently; one query for each table."""
    places = Place.objects.aggregate(rows=Count("pk"), last=Max("changed_at"))
    rows = PlaceUnit.objects.count()
    units = Unit.objects.aggregate(rows=Count("pk"), ended=Count("valid_to"))
    steps = Succession.objects.aggregate(rows=Count("pk"), last=Max("pk"))
    return (on, *places.values(), rows, *units.values(), *steps.values())


def entries(on: date) -> Iterable[Entry]:
    """Every place that somebody answers for on the day `on`, in three queries."""
    rows = PlaceUnit.objects.in_force(on).order_by("pk").values_list("place_id", "unit_id")
    by_place: dict[int, list[int]] = defaultdict(list)
    for place_id, unit_id in rows:
        by_place[place_id].append(unit_id)
    now = successors_on({unit for units in by_place.values() for unit in units}, on)
    for place in Place.objects.order_by("pk"):
        heirs = [heir.code for unit in by_place.get(place.pk, []) for heir in now[unit]]
        if heirs:
            yield Entry(
                place.name,
                LEVELS[place.kind],
                tuple(dict.fromkeys(heirs)),
                is_former=place.kind in FORMER,
                is_ordinary=place.is_ordinary,
            )


def tier_of(text: str) -> TierGuess:
    """Whether the matter of `text` is the commune's or the province's, by the words on the list."""
    return guess_tier(text, level_hints())


def level_hints() -> list[Hint]:
    """The words on the list that tell whose level a matter is."""
    hints = LevelHint.objects.order_by("pk").values_list("words", "tier")
    return [Hint(words, Tier(tier)) for words, tier in hints]
