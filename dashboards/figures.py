"""The figures of a period as leaders see them: charts beside the tables and sentences of qa."""

from datetime import date

from django.utils import timezone

from dashboards.charts import across, upright
from dashboards.questions import BARS_SHOWN, COLOURS
from engagement.jobs.queue import JSON
from qa.queries.figures import parts, periods
from qa.queries.figures.measures import BY_AGE, Measure, Scope, in_place_of
from qa.queries.figures.periods import Period
from qa.queries.figures.public import kept
from qa.queries.figures.standing import Stamp
from qa.queries.figures.table import (
    Catalogue,
    Line,
    Point,
    Table,
    catalogue,
    months,
    table,
)

M = Measure
MONTHS_SHOWN = 12
# From light to dark: the longer it has waited, the darker.
AGE_COLOURS = dict(zip(BY_AGE, ("#d8d2ca", "#7fa6cf", "#1f4f82", "#6b1d57"), strict=True))
STATE_COLOURS = {M.IN_TIME: COLOURS["in_time"], M.LATE: COLOURS["late"]}


# What no stamp tells (a question sorted into another field, an hour that passed) shows after so long.
SECONDS_KEPT = 15
Counted = tuple[Table, list[Point], dict[str, JSON]]


def choices() -> Catalogue:
    """What lines are named by; two queries unless kept."""
    return kept("catalogue", (timezone.localdate(),), catalogue, SECONDS_KEPT)


def counted(scope: Scope, dimension: str, rows: Catalogue, stamp: Stamp) -> Counted:
    """Table, months and charts of one choice, counted anew when `stamp` is another.

    All who look at the same choice share it: a live frame has every one of them ask again.
    """
    key = (scope, dimension, stamp, timezone.localdate())
    return kept("leaders", key, lambda: _count(scope, dimension, rows, stamp.first), SECONDS_KEPT)


def _count(scope: Scope, dimension: str, rows: Catalogue, first: date) -> Counted:
    places = in_place_of(scope.as_of)
    made = table(scope, dimension, rows, places=places)
    points = months(last_months(scope), since=first, places=places)
    return made, points, charts(made, points)


def last_months(scope: Scope) -> Scope:
    """The same over the months up to the one the period ends in, or is in today."""
    last = min(scope.period.last, timezone.localdate()).replace(day=1)
    number = last.year * 12 + last.month - MONTHS_SHOWN
    first = last.replace(year=number // 12, month=number % 12 + 1)
    found = periods.between(first, scope.period.last)
    return scope.over(found or scope.period)


def charts(made: Table, points: list[Point]) -> dict[str, JSON]:
    """One chart a part that has one, and the months; each as plotly takes it."""
    return {
        parts.FLOW.code: bars(made, STATE_COLOURS),
        parts.OPEN.code: bars(made, AGE_COLOURS),
        "tung-thang": by_month(points),
    }


def bars(made: Table, colours: dict[Measure, str]) -> dict[str, JSON]:
    """Horizontal bars: of each line how many of each kind, the longest lines alone."""
    lines = longest(made.lines, list(colours))[::-1]
    return across(
        [line.label for line in lines],
        [
            (str(measure.label), colour, [line.figures.count(measure) for line in lines])
            for measure, colour in colours.items()
        ],
    )


def longest(lines: list[Line], kinds: list[Measure]) -> list[Line]:
    """The lines with most, so that a chart fits a screen; the table beside it has them all."""

    def size(line: Line) -> int:
        return sum(line.figures.count(measure) for measure in kinds)

    return sorted((line for line in lines if size(line)), key=size, reverse=True)[:BARS_SHOWN]


def by_month(points: list[Point]) -> dict[str, JSON]:
    """Columns by month: what came in beside what was answered in time and late."""
    colours = {M.RECEIVED: COLOURS["received"], **STATE_COLOURS}
    return upright(
        [f"{point.period.first:%m/%Y}" for point in points],
        [
            (str(measure.label), colour, [point.figures.count(measure) for point in points])
            for measure, colour in colours.items()
        ],
        hover="Tháng %{x}",
    )


def month_sentence(points: list[Point]) -> str:
    """What the chart by month says: whole months are compared, the running one is only told."""
    running = [point for point in points if point.period.is_running]
    told = "".join(
        f"{point.period.words.capitalize()}, nhận {parts.number(point.figures.count(M.RECEIVED))} câu. "
        for point in running
    )
    return told + last_two([point for point in points if point not in running])


def last_two(points: list[Point]) -> str:
    """The last of these months beside the one before it."""
    if len(points) < 2:
        return "Chưa đủ hai tháng trọn để so sánh."
    before, last = points[-2:]
    now, then = (point.figures.count(M.RECEIVED) for point in (last, before))
    label = last.period.label.capitalize()
    return f"{label} nhận {parts.number(now)} câu, {compared(now, then, before.period)}."


def compared(now: int, then: int, period: Period) -> str:
    """Tell whether it rose or fell, and by how much, against what `period` had."""
    if now == then:
        return f"bằng {period.label}"
    word = "tăng" if now > then else "giảm"
    return f"{word} {parts.number(abs(now - then))} câu so với {period.label}"
