"""Working time, pure: which days are worked, and how far a duration of working time reaches.

Two clocks are counted here (regulation, Article 10): working hours from an instant (R-10.1,
"08 giờ hành chính") and working days after a day (R-10.2, "02 ngày làm việc"). Everything is
computed in the calendar's own time zone; instants are aware datetimes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
NO_TIME = timedelta(0)
SATURDAY = 5


@dataclass(frozen=True)
class Shift:
    """One stretch of office hours; `start` before `end`, both on the same day."""

    start: time
    end: time

    def __post_init__(self) -> None:
        """Refuse an empty or reversed shift."""
        if self.start >= self.end:
            raise ValueError(f"a shift from {self.start} to {self.end} holds no time")


Shifts = tuple[Shift, ...]


@dataclass(frozen=True)
class Calendar:
    """Days off, make-up days and office hours, as known under `version`.

    Monday to Friday are worked unless in `off_days`; `extra_days` (make-up Saturdays) are worked
    whatever weekday they are. `shifts` hold until the first date of `later_shifts`, pairs of a
    date and the shifts in force from it on. `unconfirmed_years` have no official notice yet;
    `unconfirmed_days` are single days still in doubt.
    """

    off_days: frozenset[date]
    extra_days: frozenset[date]
    shifts: Shifts
    version: str = ""
    unconfirmed_years: frozenset[int] = frozenset()
    unconfirmed_days: frozenset[date] = frozenset()
    later_shifts: tuple[tuple[date, Shifts], ...] = ()
    zone: tzinfo = field(default_factory=lambda: ZoneInfo("Asia/Ho_Chi_Minh"))

    def __post_init__(self) -> None:
        """Refuse office hours that are empty, overlap or stand out of order."""
        for shifts in (self.shifts, *(shifts for _, shifts in self.later_shifts)):
            check_shifts(shifts)
        dates = [since for since, _ in self.later_shifts]
        if dates != sorted(set(dates)):
            raise ValueError("office hours stand out of the order of their dates")

    def is_working_day(self, day: date) -> bool:
        """Say whether offices work on `day`."""
        if day in self.extra_days:
            return True
        return day.weekday() < SATURDAY and day not in self.off_days

    def is_provisional(self, day: date) -> bool:
        """Say whether an official notice may still change what `day` is."""
        return day.year in self.unconfirmed_years or day in self.unconfirmed_days

    def shifts_on(self, day: date) -> Shifts:
        """Return the office hours in force on `day`, whether or not it is worked."""
        in_force = self.shifts
        for since, shifts in self.later_shifts:
            if since > day:
                break
            in_force = shifts
        return in_force

    def stretches(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Yield the worked stretches of `day` in order; none when it is not worked."""
        if not self.is_working_day(day):
            return
        for shift in self.shifts_on(day):
            yield (
                datetime.combine(day, shift.start, self.zone),
                datetime.combine(day, shift.end, self.zone),
            )

    def closing(self, day: date) -> datetime:
        """Return the end of the last shift in force on `day`, whether or not it is worked."""
        return datetime.combine(day, self.shifts_on(day)[-1].end, self.zone)


def check_shifts(shifts: Shifts) -> None:
    """Raise ValueError unless `shifts` is a non-empty, ordered row that does not overlap."""
    if not shifts:
        raise ValueError("office hours need at least one shift")
    for before, after in pairwise(shifts):
        if before.end > after.start:
            raise ValueError(f"shifts overlap: {before.end} and {after.start}")


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Say whether offices work on `day`."""
    return calendar.is_working_day(day)


def add_working_time(calendar: Calendar, start: datetime, duration: timedelta) -> datetime:
    """Return the first instant at which `duration` of working time has passed since `start`.

    A positive duration ends within a shift, its closing time included: 07:00 + 4 h is 11:00, not
    13:00. A duration of nothing ends where it starts. Raises ValueError for a negative duration
    and for a naive `start`.
    """
    if duration < NO_TIME:
        raise ValueError("a deadline lies ahead: the duration is negative")
    now = _local(calendar, start)
    if duration == NO_TIME:
        return now
    left = duration
    for day in _days_from(now.date()):
        for opens, closes in calendar.stretches(day):
            begins = max(opens, now)
            if begins >= closes:
                continue
            if left <= closes - begins:
                return begins + left
            left -= closes - begins
    raise OverflowError("the calendar ends before the duration does")


def working_time_between(calendar: Calendar, a: datetime, b: datetime) -> timedelta:
    """Return the working time from `a` to `b`; negative when `b` is before `a`."""
    first, last = _local(calendar, a), _local(calendar, b)
    if last < first:
        return -working_time_between(calendar, b, a)
    total = NO_TIME
    for day in _days_from(first.date()):
        if day > last.date():
            break
        for opens, closes in calendar.stretches(day):
            total += max(min(closes, last) - max(opens, first), NO_TIME)
    return total


def add_working_days(calendar: Calendar, start: datetime, days: int) -> datetime:
    """Return the close of the last shift of the `days`-th working day after the day of `start`.

    The day of `start` is not counted (R-10.2). Raises ValueError for fewer than one day.
    """
    if days < 1:
        raise ValueError("a deadline lies at least one working day ahead")
    left = days
    for day in _days_from(_local(calendar, start).date() + ONE_DAY):
        if calendar.is_working_day(day):
            left -= 1
        if left == 0:
            return calendar.closing(day)
    raise OverflowError("the calendar ends before the days do")


def add_calendar_days(
    calendar: Calendar, start: datetime, days: int, *, moves_on: bool = True
) -> datetime:
    """Return the close of office hours on the `days`-th calendar day after the day of `start`.

    Where that day is a day off the term ends with the next working day (Bộ luật Dân sự 2015, Điều
    148 khoản 5), unless `moves_on` is False. Raises ValueError for fewer than one day.
    """
    if days < 1:
        raise ValueError("a deadline lies at least one day ahead")
    last = _local(calendar, start).date() + ONE_DAY * days
    while moves_on and not calendar.is_working_day(last):
        last += ONE_DAY
    return calendar.closing(last)


def is_office_hour(calendar: Calendar, moment: datetime) -> bool:
    """Say whether offices are open at `moment`; the closing minute is not an office hour."""
    now = _local(calendar, moment)
    return any(opens <= now < closes for opens, closes in calendar.stretches(now.date()))


def furthest_day(calendar: Calendar, today: date, days: int) -> date:
    """Return the last day that lies at most `days` working days after `today`.

    It is the day before the next working day after those. With negative `days`: the last day
    after which at least that many working days have come, `today` included.
    """
    day, left = today, days
    if days < 0:
        while True:
            left += calendar.is_working_day(day)
            day -= ONE_DAY
            if left == 0:
                return day
    while True:
        left -= calendar.is_working_day(day + ONE_DAY)
        if left < 0:
            return day
        day += ONE_DAY


def working_days_between(calendar: Calendar, a: date, b: date) -> int:
    """Return how many working days lie after `a` up to and including `b`.

    Negative when `b` is before `a`: then the working days after `b` up to `a` are counted.
    """
    if b < a:
        return -working_days_between(calendar, b, a)
    return sum(
        calendar.is_working_day(a + ONE_DAY * offset) for offset in range(1, (b - a).days + 1)
    )


def last_day_over(calendar: Calendar, moment: datetime) -> date:
    """Return the last working day whose office hours have ended by `moment`, closing included."""
    day = _local(calendar, moment).date()
    while day > date.min:
        if calendar.is_working_day(day) and calendar.closing(day) <= moment:
            return day
        day -= ONE_DAY
    raise OverflowError("no working day lies before the moment")


def postpone(
    calendar: Calendar, due: datetime, *, since: date, paused_at: datetime, resumed_at: datetime
) -> datetime:
    """Return a deadline counted in days after a pause: the days that were left are left again.

    A day is lost to the pause when its office hours ended within it, so a pause within one day
    moves nothing and a deadline stays the close of a day (R-10.2). `since` is the day the count
    began on, which is no day of the term: nothing before its end can be lost, and never more days
    are left than the term had.
    """
    before = max(last_day_over(calendar, paused_at), since)
    after = max(last_day_over(calendar, resumed_at), since)
    lost = working_days_between(calendar, before, after)
    return add_working_days(calendar, due, lost) if lost > 0 else due


def _local(calendar: Calendar, moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("working time is counted between aware datetimes")
    return moment.astimezone(calendar.zone)


def _days_from(day: date) -> Iterator[date]:
    while day < date.max:
        yield day
        day += ONE_DAY
