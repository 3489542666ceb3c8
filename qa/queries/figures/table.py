"""Figures by unit, field, commune or month: grouped in the database, named and put in order."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateField,
    F,
    PositiveSmallIntegerField,
    Q,
    Sum,
    Value,
    When,
)
from django.utils import timezone

from engagement.accounts.enums import UnitKind
from engagement.accounts.models import Unit
from engagement.accounts.units import in_reading_order
from qa.enums import Answered
from qa.models import Field, Question
from qa.queries.figures import measures
from qa.queries.figures.cells import Cell, Figures, figures_of, total_of, untold
from qa.queries.figures.measures import BY_AGE, EVENTS, Columns, Measure, Scope
from qa.queries.figures.periods import Period, months_over

UNIT, FIELD, COMMUNE, MONTH = "unit", "field", "commune", "month"
DIMENSIONS = (UNIT, FIELD, COMMUNE)
NOT_GIVEN: Mapping[str, str] = {
    UNIT: "Chưa phân đơn vị",
    FIELD: "Chưa xếp lĩnh vực",
    COMMUNE: "Không ghi xã, phường",
}
# A row's id of each dimension that is counted by, None where it is not given; the first of a month.
Key = tuple[int | date | None, ...]
Cells = dict[Key, Cell]


@dataclass(frozen=True)
class Catalogue:
    """The rows that lines are named by: all units, past ones included, and all fields."""

    units: Mapping[int, Unit]
    fields: Mapping[int, Field]

    def row(self, dimension: str, key: int | None) -> Unit | Field | None:
        if key is None:
            return None
        return self.fields[key] if dimension == FIELD else self.units[key]


def catalogue() -> Catalogue:
    """Two queries."""
    return Catalogue(
        units={unit.pk: unit for unit in Unit.objects.order_by("pk")},
        fields={field.pk: field for field in Field.objects.order_by("position", "name")},
    )


@dataclass(frozen=True)
class Line:
    """The figures of one unit, field or commune; `code` is "" where it is not given."""

    code: str
    label: str
    figures: Figures


@dataclass(frozen=True)
class Table:
    """The figures of a scope, and of it by one dimension. `total` is all of them together."""

    scope: Scope
    dimension: str
    lines: list[Line]
    total: Figures


@dataclass(frozen=True)
class Point:
    """One month of a row of months."""

    period: Period
    figures: Figures


def table(
    scope: Scope,
    dimension: str,
    rows: Catalogue,
    *,
    now: datetime | None = None,
    is_public: bool = False,
    places: Mapping[int, int] | None = None,
) -> Table:
    """The figures of `scope` by `dimension`: departments before communes, names in order.

    `is_public`: so are ratings by which those of a small group could be told. Six queries, one more for units as now.
    """
    cells = counted(scope, (dimension,), now=now, places=places)
    keys = in_order(dimension, [key[0] for key in cells], rows)
    ordered = [cells[key,] for key in keys]
    hidden = untold(ordered) if is_public else set()
    lines = [
        Line(
            *name_of(dimension, key, rows),
            figures_of(cell, with_rating=place not in hidden),
        )
        for place, (key, cell) in enumerate(zip(keys, ordered, strict=True))
    ]
    return Table(scope, dimension, lines, figures_of(total_of(ordered)))


def months(
    scope: Scope,
    since: date | None = None,
    places: Mapping[int, int] | None = None,
    *,
    today: date | None = None,
) -> list[Point]:
    """What was received and answered in each month of the scope's period; no open questions.

    A month without anything is there too, from `since` on, but none that has not begun. One query,
    and `places` where it is not at hand.
    """
    places = measures.in_place_of(scope.as_of) if places is None else places
    cells: dict[date, Cell] = defaultdict(Cell)
    received = measures.received(scope, places).order_by()
    answers = measures.steps(scope, places).filter(measures.FIRST_ANSWER).order_by()
    verdict = Case(
        When(was_in_time=True, then=Value(Measure.IN_TIME.value)),
        When(was_in_time=False, then=Value(Measure.LATE.value)),
        default=Value(Measure.ANSWERED.value),
        output_field=CharField(),
    )
    counts = (
        received.values(month=month_in(scope.period, "received_at"))
        .annotate(kind=Value(Measure.RECEIVED.value, output_field=CharField()), n=Count("pk"))
        .values_list("kind", "month", "n")
    )
    given = (
        answers.values(kind=verdict, month=month_in(scope.period, "happened_at"))
        .annotate(n=Count("pk"))
        .values_list("kind", "month", "n")
    )
    for kind, month, n in counts.union(given, all=True):
        cell = cells[month]
        setattr(cell, kind, getattr(cell, kind) + n)
        if kind in {Measure.IN_TIME, Measure.LATE}:
            cell.answered += n
    begin = max(scope.period.first, since or scope.period.first)
    shown = months_over(begin, min(scope.period.last, today or timezone.localdate()))
    return [Point(month, figures_of(cells[month.first])) for month in shown]


def counted(
    scope: Scope,
    by: Sequence[str],
    *,
    now: datetime | None = None,
    places: Mapping[int, int] | None = None,
) -> Cells:
    """Everything of a scope, by each of `by`. Open questions only where no month is asked for."""
    cells: Cells = {}
    places = measures.in_place_of(scope.as_of) if places is None else places
    count_questions(cells, scope, by, places)
    count_answers(cells, scope, by, places)
    count_responses(cells, scope, by, places)
    count_events(cells, scope, by, places)
    if MONTH not in by:
        count_standing(cells, scope, by, places, now or timezone.now())
    return cells


# --- One query each --------------------------------------------------------------------------
def count_questions(
    cells: Cells, scope: Scope, by: Sequence[str], places: Mapping[int, int]
) -> None:
    """What came in, and what was finished for good with how long it took."""
    days = F("working_days_taken")
    none = Value(None, output_field=PositiveSmallIntegerField())
    kinds = (
        (False, measures.received(scope, places), measures.RECEIPT, none),
        (True, measures.finished(scope, places), measures.FINISH, days),
    )
    received, finished = (
        found.order_by()
        .values(
            is_finished=Value(is_finished, output_field=BooleanField()),
            days=taken,
            **grouping(scope, columns, by),
        )
        .annotate(n=Count("pk"))
        for is_finished, found, columns, taken in kinds
    )
    for row in received.union(finished, all=True):
        cell, n, taken_days = cell_of(cells, row, by, places), row["n"], row["days"]
        if not row["is_finished"]:
            cell.received += n
            continue
        cell.finished += n
        cell.final_days.update({} if taken_days is None else {taken_days: n})


def count_answers(cells: Cells, scope: Scope, by: Sequence[str], places: Mapping[int, int]) -> None:
    """First answers: how long they took, the verdict, and what their askers said of them."""
    rows = (
        measures.steps(scope, places)
        .filter(measures.FIRST_ANSWER)
        .order_by()
        .values(
            "was_in_time",
            "working_days",
            **grouping(scope, measures.STEP, by),
        )
        .annotate(
            n=Count("pk"),
            rated=Count("question__rating"),
            satisfaction=Sum("question__rating__satisfaction"),
            yes=Count("pk", filter=Q(question__rating__was_answered=Answered.YES)),
        )
    )
    for row in rows:
        cell, n, days = cell_of(cells, row, by, places), row["n"], row["working_days"]
        cell.answered += n
        cell.in_time += n if row["was_in_time"] else 0
        cell.late += n if row["was_in_time"] is False else 0
        cell.rated += row["rated"]
        cell.satisfaction += row["satisfaction"] or 0
        cell.said_answered += row["yes"]
        cell.answer_days.update({} if days is None else {days: n})


def count_responses(
    cells: Cells, scope: Scope, by: Sequence[str], places: Mapping[int, int]
) -> None:
    rows = (
        measures.responses(scope, places)
        .order_by()
        .values("working_days", **grouping(scope, measures.RESPONSE, by))
        .annotate(n=Count("pk"))
    )
    for row in rows:
        cell, days = cell_of(cells, row, by, places), row["working_days"]
        cell.responded += row["n"]
        cell.response_days.update({} if days is None else {days: row["n"]})


def count_events(cells: Cells, scope: Scope, by: Sequence[str], places: Mapping[int, int]) -> None:
    """Returns, reopenings, withdrawals, rejections: few, and each question once a line."""
    kinds = Case(
        *(When(condition, then=Value(measure.value)) for measure, condition in EVENTS.items()),
        output_field=CharField(),
    )
    wanted = Q()
    for condition in EVENTS.values():
        wanted |= condition
    rows = (
        measures.steps(scope, places)
        .filter(wanted)
        .order_by()
        .values("question_id", event=kinds, **grouping(scope, measures.STEP, by))
        .distinct()
    )
    for row in rows:
        getattr(cell_of(cells, row, by, places), row["event"]).add(row["question_id"])


def count_standing(
    cells: Cells, scope: Scope, by: Sequence[str], places: Mapping[int, int], now: datetime
) -> None:
    begins = measures.age_begins(scope.period.until(now))
    ages = Case(
        *(
            When(received_at__gte=begin, then=Value(age.value))
            for age, begin in zip(BY_AGE, begins, strict=False)
        ),
        default=Value(Measure.OPEN_OLD.value),
        output_field=CharField(),
    )
    rows = (
        measures.standing(scope, places, now)
        .order_by()
        .values(age=ages, **grouping(scope, measures.STANDING, by))
        .annotate(n=Count("pk"))
    )
    for row in rows:
        cell_of(cells, row, by, places).waiting[Measure(row["age"])] += row["n"]


def grouping(scope: Scope, columns: Columns, by: Sequence[str]) -> dict[str, object]:
    """What to group by: names of our own, because a model has columns of the same name."""
    return {
        f"by_{name}": month_in(scope.period, columns.when) if name == MONTH else F(columns.of(name))
        for name in by
    }


def month_in(period: Period, column: str) -> Case:
    """The first day of the month that a moment of `period` lies in.

    Told by the ends of the months: the local month of each moment is slow to tell, on SQLite above all.
    """
    months = months_over(period.first, period.last)
    ends = [
        When(**{f"{column}__lt": month.end}, then=Value(month.first, output_field=DateField()))
        for month in months
    ]
    return Case(*ends, output_field=DateField())


def cell_of(
    cells: Cells, row: Mapping[str, object], by: Sequence[str], places: Mapping[int, int]
) -> Cell:
    """The line a row of the database belongs to."""
    key = tuple(_part(name, row[f"by_{name}"], places) for name in by)
    return cells.setdefault(key, Cell())


def _part(name: str, value: object, places: Mapping[int, int]) -> int | date | None:
    if isinstance(value, date):
        return value
    if not isinstance(value, int):
        return None
    return places.get(value, value) if name == UNIT else value


# --- Names and order -------------------------------------------------------------------------
def in_order(
    dimension: str, keys: Sequence[int | date | None], rows: Catalogue
) -> list[int | None]:
    """The lines as people read them; what is not given stands last."""
    given = {key for key in keys if isinstance(key, int)}
    order: list[int | None]
    if dimension == FIELD:
        order = [key for key in rows.fields if key in given]
    else:
        order = [unit.pk for unit in in_reading_order(rows.units[key] for key in given)]
    return [*order, *([None] if None in keys else [])]


def name_of(dimension: str, key: int | None, rows: Catalogue) -> tuple[str, str]:
    """Code and name of a line."""
    row = rows.row(dimension, key)
    if row is None:
        return "", NOT_GIVEN[dimension]
    if isinstance(row, Field):
        return row.code, row.name
    return row.code, row.place_name if row.kind == UnitKind.COMMUNE else row.short_name


def references(measure: Measure, scope: Scope, limit: int) -> list[str]:
    """The references of the questions behind a figure, oldest first, at most `limit`."""
    listed = Question.objects.filter(measures.behind(measure, scope)).order_by("received_at", "pk")
    return list(listed.values_list("submission__reference", flat=True)[:limit])


def first_day() -> date:
    """The day the oldest question came in; today where there is none."""
    first = (
        Question.objects.unsealed()
        .order_by("received_at")
        .values_list("received_at", flat=True)
        .first()
    )
    return timezone.localdate(first)
