"""Stretches of days that figures are counted over, each under a key that stays the same for good.

`2026-W47` a week (ISO 8601), `2026-11` a month, `2026-Q4` a quarter, `2026-H1` the first six months,
`2026-9M` nine months, `2026` a year, `2026-01-05_2026-02-10` from one day to another.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

# Days outside of these cannot be turned into moments of every zone; nobody asked anything then.
YEARS = range(2000, 2100)
ONE_DAY = timedelta(days=1)
_MONTHS_OF = {"H1": (1, 6), "9M": (1, 9), "Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12)}
_ROMAN = {"Q1": "I", "Q2": "II", "Q3": "III", "Q4": "IV"}
_KEY = re.compile(
    r"(?P<year>\d{4})(?:-(?:W(?P<week>\d{2})|(?P<part>H1|9M|Q[1-4])|(?P<month>\d{2})))?"
)
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True, order=True)
class Period:
    """The local days from `first` to `last`, both counted; `label` is how people call it."""

    first: date
    last: date
    key: str
    label: str

    @property
    def start(self) -> datetime:
        """The moment it begins."""
        return _midnight(self.first)

    @property
    def end(self) -> datetime:
        """The moment it is over, which is no longer part of it."""
        return _midnight(self.last + ONE_DAY)

    @property
    def is_running(self) -> bool:
        """Whether today is one of its days: what is counted may still grow."""
        return self.first <= timezone.localdate() <= self.last

    @property
    def words(self) -> str:
        """Its label; of a running period with how far it is counted."""
        return f"{self.label}, tính đến hôm nay" if self.is_running else self.label

    def until(self, now: datetime) -> datetime:
        """The moment a figure of standing is taken at: the end, or now while it lasts."""
        return min(self.end, now)


def period_of(key: str) -> Period | None:
    """The period called `key`; None for what is none."""
    if found := _RANGE.fullmatch(key):
        return _between(found[1], found[2])
    match = _KEY.fullmatch(key)
    if match is None or int(match["year"]) not in YEARS:
        return None
    year = int(match["year"])
    if match["week"]:
        return _week(year, int(match["week"]))
    if match["part"]:
        return _part(year, match["part"])
    if match["month"]:
        return month(year, int(match["month"])) if 1 <= int(match["month"]) <= 12 else None
    return Period(date(year, 1, 1), date(year, 12, 31), str(year), f"năm {year}")


def named(key: str) -> Period:
    """The period called `key`. Raises ValueError for what is none."""
    found = period_of(key)
    if found is None:
        raise ValueError(f"not a period: {key!r}")
    return found


def between(first: date, last: date) -> Period | None:
    """The period from one day to another; None when they stand in the wrong order."""
    return _between(first.isoformat(), last.isoformat())


def month(year: int, number: int) -> Period:
    """One month, `number` from 1 to 12."""
    return Period(
        date(year, number, 1),
        _last_of(year, number),
        f"{year}-{number:02d}",
        f"tháng {number}/{year}",
    )


def before(period: Period) -> Period | None:
    """What `period` is compared with; None where nothing is or it lies before all years.

    Weeks, months and quarters with the one before; six months, nine months and years with the same
    of the year before, as reports of the Party do; other stretches with as many days before.
    """
    match = _KEY.fullmatch(period.key)
    year = period.first.year
    if match is None:
        days = (period.last - period.first).days + 1
        return between(period.first - timedelta(days=days), period.first - ONE_DAY)
    if match["week"]:
        return week_of(period.first - ONE_DAY)
    if match["month"]:
        return month_of(period.first - ONE_DAY)
    if match["part"] and match["part"].startswith("Q"):
        return quarter_of(period.first - ONE_DAY)
    return period_of(period.key.replace(str(year), str(year - 1), 1))


def week_of(day: date) -> Period | None:
    """The week `day` lies in, from Monday."""
    year, number, _ = day.isocalendar()
    return period_of(f"{year}-W{number:02d}")


def month_of(day: date) -> Period | None:
    return period_of(f"{day:%Y-%m}")


def quarter_of(day: date) -> Period | None:
    return period_of(f"{day.year}-Q{(day.month - 1) // 3 + 1}")


def months_of(year: int) -> list[Period]:
    return [month(year, number) for number in range(1, 13)]


def months_over(first: date, last: date) -> list[Period]:
    """The months that the days from `first` to `last` lie in, in their order; those of YEARS."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [month(number // 12, number % 12 + 1) for number in numbers if number // 12 in YEARS]


def reported(year: int) -> list[Period]:
    """What is reported on for one year: months, quarters, six, nine and twelve months."""
    parts = [named(f"{year}-{part}") for part in ("Q1", "Q2", "H1", "Q3", "9M", "Q4")]
    return [*months_of(year), *parts, named(str(year))]


def offered(first: date, today: date) -> list[tuple[str, list[Period]]]:
    """The periods a page offers, newest first by kind: only such as have begun and hold `first`."""
    years = range(today.year, max(first.year, today.year - 5) - 1, -1)
    everything = [period for year in years for period in reported(year)]
    begun = [period for period in everything if first <= period.last and period.first <= today]
    return [
        ("Tuần", list(_weeks_back(first, today))),
        ("Tháng", newest(begun, "tháng")[:24]),
        ("Quý", newest(begun, "quý")[:12]),
        ("6 tháng, 9 tháng", newest(begun, "6 tháng", "9 tháng")),
        ("Năm", newest(begun, "năm")),
    ]


def newest(periods: list[Period], *starts: str) -> list[Period]:
    """Those whose label begins so, newest first."""
    return sorted((one for one in periods if one.label.startswith(starts)), reverse=True)


def _weeks_back(first: date, today: date) -> Iterator[Period]:
    for back in range(8):
        found = week_of(today - timedelta(weeks=back))
        if found is not None and found.last >= first:
            yield found


def _week(year: int, number: int) -> Period | None:
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
    sunday = monday + timedelta(days=6)
    label = f"tuần {number}/{year} ({monday:%d/%m} – {sunday:%d/%m/%Y})"
    return Period(monday, sunday, f"{year}-W{number:02d}", label)


def _part(year: int, part: str) -> Period:
    first, last = _MONTHS_OF[part]
    labels = {"H1": f"6 tháng đầu năm {year}", "9M": f"9 tháng năm {year}"}
    label = labels.get(part) or f"quý {_ROMAN[part]}/{year}"
    return Period(date(year, first, 1), _last_of(year, last), f"{year}-{part}", label)


def _between(first: str, last: str) -> Period | None:
    try:
        begins, ends = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    if ends < begins or begins.year not in YEARS or ends.year not in YEARS:
        return None
    label = f"từ {begins:%d/%m/%Y} đến {ends:%d/%m/%Y}"
    return Period(begins, ends, f"{begins}_{ends}", label)


def _last_of(year: int, month_number: int) -> date:
    following = date(year + month_number // 12, month_number % 12 + 1, 1)
    return following - ONE_DAY


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_default_timezone())
