"""What the rows say: the calendar in force, and the page that shows a year of it."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from engagement.worktime.calendar import Calendar
from engagement.worktime.hours import DEFAULT_OFFICE_HOURS, parse_shifts
from engagement.worktime.models import (
    CalendarDay,
    CalendarState,
    ConfirmedYear,
    DayKind,
    OfficeHours,
)

# Every year of this span without a row of ConfirmedYear is provisional.
_YEARS = range(2000, 2101)
# The Prime Minister fixes a year's days off late in the year before; later it is overdue.
_NOTICE_DUE = (12, 15)


class _Cached(NamedTuple):
    token: str
    calendar: Calendar


_cached: _Cached | None = None


def current_calendar() -> Calendar:
    """Return the calendar as the rows stand now: one small query, the rest only after a change.

    Right at once after a change committed by another process, because the token is read anew.
    `version` is a digest of the contents, so the same rows have the same version everywhere; a
    stored verdict keeps it (R-15.7).
    """
    global _cached  # noqa: PLW0603 — one calendar a process; replaced whole, never mutated
    token = CalendarState.objects.filter(pk=CalendarState.ONLY).values_list("token", flat=True)
    found = token.first()
    if found and _cached and _cached.token == found:
        return _cached.calendar
    calendar = _read_calendar()
    if found:
        _cached = _Cached(found, calendar)
    return calendar


def _read_calendar() -> Calendar:
    days = list(CalendarDay.objects.order_by("date").values_list("date", "kind", "is_confirmed"))
    confirmed = list(ConfirmedYear.objects.order_by("year").values_list("year", flat=True))
    hours = list(OfficeHours.objects.order_by("valid_from").values_list("valid_from", "shifts"))
    contents = repr((days, confirmed, hours))
    return Calendar(
        off_days=frozenset(day for day, kind, _ in days if kind == DayKind.OFF),
        extra_days=frozenset(day for day, kind, _ in days if kind == DayKind.MAKEUP),
        shifts=parse_shifts(DEFAULT_OFFICE_HOURS),
        later_shifts=tuple((since, parse_shifts(shifts)) for since, shifts in hours),
        version=hashlib.sha256(contents.encode()).hexdigest()[:12],
        unconfirmed_years=frozenset(_YEARS) - frozenset(confirmed),
        unconfirmed_days=frozenset(day for day, _, is_confirmed in days if not is_confirmed),
        zone=timezone.get_default_timezone(),
    )


@dataclass(frozen=True)
class YearPage:
    """What the page of one year shows."""

    year: int
    days: QuerySet[CalendarDay]
    confirmation: ConfirmedYear | None
    years: list[int]


def year_page(year: int) -> YearPage:
    """Return the days off and make-up days of `year`, and the years one can turn to."""
    known = {day.year for day in CalendarDay.objects.dates("date", "year")}
    return YearPage(
        year=year,
        days=CalendarDay.objects.filter(date__year=year).order_by("date"),
        confirmation=ConfirmedYear.objects.filter(year=year).first(),
        years=sorted(known | {year}),
    )


def office_hours() -> QuerySet[OfficeHours]:
    """Return all office hours, the latest first."""
    return OfficeHours.objects.order_by("-valid_from")


def missing_notice(today: date) -> int | None:
    """Return next year when it is unconfirmed after 15 December, else this one when it still is."""
    confirmed = set(ConfirmedYear.objects.values_list("year", flat=True))
    if today.year not in confirmed:
        return today.year
    is_due = (today.month, today.day) > _NOTICE_DUE
    return today.year + 1 if is_due and today.year + 1 not in confirmed else None
