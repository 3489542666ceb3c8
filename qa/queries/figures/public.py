"""Figures for every reader: the same definitions, ratings of small groups left out, kept a while.

What readers see may be a minute old; however many they are, it is counted once a minute.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.core.cache import cache
from django.utils import timezone

from qa.queries.archive import published_by
from qa.queries.figures.measures import Scope, in_place_of
from qa.queries.figures.periods import Period, named
from qa.queries.figures.table import (
    COMMUNE,
    FIELD,
    UNIT,
    Catalogue,
    Point,
    Table,
    months,
    name_of,
    table,
)

SECONDS_KEPT = 60
T = TypeVar("T")
# How the archive's filter calls a dimension.
ARCHIVE_FILTERS = {UNIT: "don_vi", FIELD: "linh_vuc", COMMUNE: "xa"}


@dataclass(frozen=True)
class Published:
    """How many answers of a line readers find in the archive, and the end of that address."""

    label: str
    answers: int
    query: str


@dataclass(frozen=True)
class PublicFigures:
    """All that the public page shows of one choice."""

    table: Table
    points: list[Point]
    published: list[Published]
    etag: str


def kept(name: str, parts: Sequence[object], build: Callable[[], T], seconds: int) -> T:
    """What `build` makes, made anew at most once in `seconds` for the same `name` and `parts`."""
    digest = hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
    key = f"qa.{name}.{digest}"
    found: T | None = cache.get(key)
    if found is None:
        found = build()
        cache.set(key, found, seconds)
    return found


def public_figures(scope: Scope, dimension: str, rows: Catalogue, since: date) -> PublicFigures:
    """The figures of a period by `dimension`; the months of its year, from `since` on, of a unit."""
    parts = (scope, dimension, timezone.localdate())
    return kept("figures", parts, lambda: _count(scope, dimension, rows, since), SECONDS_KEPT)


def _count(scope: Scope, dimension: str, rows: Catalogue, since: date) -> PublicFigures:
    places = in_place_of(scope.as_of)
    over = Scope(scope.period, as_of=scope.as_of)
    made = table(over, dimension, rows, is_public=True, places=places)
    year = scope.over(named(str(scope.period.last.year)))
    points = months(year, since=since, places=places)
    found = published(dimension, scope.period, rows)
    etag = hashlib.sha256(repr((made, points, found)).encode()).hexdigest()[:32]
    return PublicFigures(made, points, found, etag)


def published(dimension: str, period: Period, rows: Catalogue) -> list[Published]:
    """The lines that have answers in the archive, named as they were then."""
    by_code = {
        row.code: key for key, row in (rows.fields if dimension == FIELD else rows.units).items()
    }
    return [
        Published(
            name_of(dimension, by_code[code], rows)[1],
            answers,
            f"{ARCHIVE_FILTERS[dimension]}={code}&ky={period.key}",
        )
        for code, answers in published_by(dimension, period)
    ]
