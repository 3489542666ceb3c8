"""What changes the calendar: seeding from the law's rules, importing an official notice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import holidays
from django.db import transaction

from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.worktime.models import (
    CalendarDay,
    CalendarState,
    ConfirmedYear,
    DayKind,
    DaySource,
)
from engagement.worktime.notice import NoticeRow

# Chosen as a day off by the Politburo (NQ 80-NQ/TW); the act that enters it into Article 112
# of the Labour Code was not found, so the day stays in doubt until somebody confirms it.
CULTURE_DAY = (11, 24)
IN_DOUBT = "cần xác nhận"


@dataclass(frozen=True)
class Seeded:
    """How many rows seeding made and corrected."""

    created: int
    corrected: int


@dataclass(frozen=True)
class Imported:
    """What an import changed: rows written, and guesses of the library taken away."""

    written: int
    removed: int


def mark_changed(**_signal: object) -> None:
    """Make every cached calendar stale once the surrounding transaction commits."""
    CalendarState.objects.update_or_create(pk=CalendarState.ONLY, defaults={"token": uuid4().hex})


@transaction.atomic
def seed_years(*, years: Iterable[int]) -> Seeded:
    """Fill `years` with the days off the `holidays` package derives from the law. Idempotent.

    A row of an official document or of a person is never touched; a guess of an earlier release
    of the package is corrected. Rows of a confirmed year are confirmed, Culture Day is not.
    """
    confirmed = set(ConfirmedYear.objects.values_list("year", flat=True))
    created = corrected = 0
    for year in sorted(set(years)):
        for day in _days_by_law(year, is_confirmed=year in confirmed):
            known = CalendarDay.objects.filter(date=day.date).first()
            if known is None:
                day.save()
                created += 1
            elif known.source == DaySource.LIBRARY and _content(known) != _content(day):
                day.pk = known.pk
                day.save()
                corrected += 1
    return Seeded(created, corrected)


def _days_by_law(year: int, *, is_confirmed: bool) -> list[CalendarDay]:
    law = holidays.country_holidays("VN", years=year, language="vi")
    names = {day: (DayKind.OFF, str(name)) for day, name in law.items() if day.year == year}
    names |= {
        day: (DayKind.MAKEUP, "Làm bù cho ngày nghỉ được hoán đổi")
        for day in law.weekend_workdays
        if day.year == year
    }
    return [
        _day_by_law(day, kind, name, is_confirmed=is_confirmed)
        for day, (kind, name) in sorted(names.items())
    ]


def _day_by_law(day: date, kind: DayKind, name: str, *, is_confirmed: bool) -> CalendarDay:
    is_in_doubt = (day.month, day.day) == CULTURE_DAY
    return CalendarDay(
        date=day,
        kind=kind,
        source=DaySource.LIBRARY,
        is_confirmed=is_confirmed and not is_in_doubt,
        note=f"{name} ({IN_DOUBT})" if is_in_doubt else name,
    )


def _content(day: CalendarDay) -> tuple[str, bool, str]:
    return day.kind, day.is_confirmed, day.note


@transaction.atomic
def import_notice(
    *, rows: Iterable[NoticeRow], by: Actor, confirms_year: int | None = None
) -> Imported:
    """Write the days of an official notice; each replaces whatever stood on its date.

    With `confirms_year` the notice is the whole list of that year: the year becomes confirmed
    and days the library only guessed are taken away unless the notice names them.
    """
    rows = list(rows)
    for row in rows:
        CalendarDay.objects.update_or_create(
            date=row.date,
            defaults={
                "kind": row.kind,
                "source": DaySource.DECISION,
                "decision": row.decision,
                "is_confirmed": True,
                "note": row.note,
            },
        )
    removed = _confirm_year(confirms_year, rows) if confirms_year else 0
    record(
        kind="worktime.calendar.import",
        actor=by,
        detail={"rows": len(rows), "removed": removed, "confirms_year": confirms_year},
    )
    return Imported(len(rows), removed)


def _confirm_year(year: int, rows: list[NoticeRow]) -> int:
    guesses = CalendarDay.objects.filter(date__year=year, source=DaySource.LIBRARY)
    removed, _ = guesses.delete()
    decision = next((row.decision for row in rows if row.date.year == year), "")
    ConfirmedYear.objects.update_or_create(year=year, defaults={"decision": decision})
    return removed
