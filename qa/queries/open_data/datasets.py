"""Which files there are, and the rows of each."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from engagement.accounts.models import Succession, Unit
from qa.models import Field, Publication, Step
from qa.queries.archive import SEARCHED, published_answers, published_years
from qa.queries.figures import periods
from qa.queries.figures.cells import Cell, figures_of, total_of, untold
from qa.queries.figures.measures import Measure, Scope
from qa.queries.figures.periods import Period
from qa.queries.figures.table import (
    DIMENSIONS,
    MONTH,
    Catalogue,
    Cells,
    catalogue,
    count_standing,
    counted,
    first_day,
    in_order,
    name_of,
)
from qa.queries.open_data.rows import FieldRow, FigureRow, FileRow, QuestionRow, UnitRow

FORMATS = ("json", "csv", "xlsx")
M = Measure


@dataclass(frozen=True)
class Dataset:
    """One set of files: a file a year where `years` names some, one file where it is None."""

    code: str
    title: str
    row: type
    rows: Callable[[int], Sequence[object]]
    years: Callable[[], list[int]] | None = None


def questions(year: int) -> list[QuestionRow]:
    """Answers published in `year` that are still up, the oldest first."""
    first = Step.objects.filter(question=OuterRef("question"), is_first_answer=True)
    answers = (
        published_answers(period=periods.named(str(year)))
        .select_related(None)
        .order_by("published_at", "pk")
        .annotate(
            received_at=F("question__received_at"),
            unit_code=F("unit__code"),
            field_code=F("field__code"),
            commune_code=F("commune__code"),
            in_time=Subquery(first.values("was_in_time")[:1]),
        )
        .defer("question_text", "answer_text", "retraction_note", *SEARCHED)
    )
    return [question_row(answer) for answer in answers]


def question_row(answer: Publication) -> QuestionRow:
    received: datetime = answer.received_at  # type: ignore[attr-defined]
    return QuestionRow(
        id=answer.pk,
        title=answer.title,
        unit_code=answer.unit_code,  # type: ignore[attr-defined]
        unit_name=answer.unit_name,
        field_code=answer.field_code,  # type: ignore[attr-defined]
        commune_code=answer.commune_code,  # type: ignore[attr-defined]
        received_month=f"{timezone.localdate(received):%Y-%m}",
        published_date=timezone.localdate(answer.published_at),
        working_days=answer.working_days_taken,
        in_time=answer.in_time,  # type: ignore[attr-defined]
        url=f"{settings.PUBLIC_ORIGIN}{answer.get_absolute_url()}",
    )


def figure_years() -> list[int]:
    """Years something was received in, the newest first."""
    return list(range(timezone.localdate().year, first_day().year - 1, -1))


def figures(year: int) -> list[FigureRow]:
    """Every period of `year` that has begun, of all and by each dimension."""
    rows = catalogue()
    now = timezone.now()
    begun = [period for period in periods.reported(year) if period.start <= now]
    ends = standing_at_ends(begun, now)
    ordered: list[FigureRow] = []
    for place, dimension in enumerate(DIMENSIONS):
        monthly = counted(Scope(periods.named(str(year))), (dimension, MONTH))
        for period in begun:
            cells = summed(monthly, period)
            for key, cell in ends[period.until(now)].items():
                cells[key[place]].add(cell)  # type: ignore[index]
            ordered += lines_of(period, dimension, cells, rows)
    return ordered


def standing_at_ends(begun: list[Period], now: datetime) -> dict[datetime, Cells]:
    """What waited at each moment one of the periods ends, by all dimensions at once."""
    ends: dict[datetime, Cells] = {}
    for period in begun:
        moment = period.until(now)
        if moment not in ends:  # a quarter ends with its last month
            ends[moment] = {}
            count_standing(ends[moment], Scope(period), DIMENSIONS, {}, now)
    return ends


def summed(monthly: Cells, period: Period) -> dict[int | None, Cell]:
    """The months of a period added up."""
    cells: dict[int | None, Cell] = defaultdict(Cell)
    for (key, month), cell in monthly.items():
        if period.first <= month <= period.last:  # type: ignore[operator]
            cells[key].add(cell)  # type: ignore[index]
    return cells


def lines_of(
    period: Period, dimension: str, cells: dict[int | None, Cell], rows: Catalogue
) -> Iterator[FigureRow]:
    """The lines of a dimension; before those by unit, the line of all."""
    keys = in_order(dimension, list(cells), rows)
    hidden = untold([cells[key] for key in keys])
    if dimension == DIMENSIONS[0]:
        total = total_of(cells.values())
        yield figure_row(period, "all", ("", "Tất cả"), total, is_told=True)
    for place, key in enumerate(keys):
        named = name_of(dimension, key, rows)
        yield figure_row(period, dimension, named, cells[key], is_told=place not in hidden)


def figure_row(
    period: Period, dimension: str, named: tuple[str, str], cell: Cell, *, is_told: bool
) -> FigureRow:
    line = figures_of(cell, with_rating=is_told)
    code, name = named
    return FigureRow(
        period=period.key,
        dimension=dimension,
        code=code or None,
        name=name,
        **{measure.value: line.count(measure) for measure in Measure},
        rating=None if line.rating is None else round(line.rating, 2),
        rating_coverage=None if line.coverage is None else round(line.coverage, 4),
        response_days_median=line.response.median,
        response_days_p90=line.response.p90,
        first_answer_days_median=line.first_answer.median,
        first_answer_days_p90=line.first_answer.p90,
        final_answer_days_median=line.final_answer.median,
        final_answer_days_p90=line.final_answer.p90,
    )


def units(_year: int) -> list[UnitRow]:
    """Every unit there was, by code."""
    heirs: dict[int, list[str]] = defaultdict(list)
    steps = Succession.objects.filter(successor__isnull=False).order_by("successor__code")
    for old, new in steps.values_list("predecessor_id", "successor__code"):
        heirs[old].append(new or "")
    return [
        UnitRow(
            code=unit.code,
            name=unit.name,
            short_name=unit.short_name,
            kind=unit.kind,
            parent_code=unit.parent.code if unit.parent else None,
            valid_from=unit.valid_from,
            valid_to=unit.valid_to,
            successor_codes=" ".join(heirs[unit.pk]),
        )
        for unit in Unit.objects.select_related("parent").order_by("code")
    ]


def fields(_year: int) -> list[FieldRow]:
    """Every field, in the order of lists."""
    rows = Field.objects.order_by("position", "name")
    return [FieldRow(code=row.code, name=row.name, is_active=row.is_active) for row in rows]


def files(_year: int) -> list[FileRow]:
    """Every file there is now, this list included."""
    return [
        FileRow(dataset.code, dataset.title, year, kind, whole_address(dataset, year, kind))
        for dataset in DATASETS
        for year in (dataset.years() if dataset.years else [None])
        for kind in FORMATS
    ]


def address(dataset: Dataset, year: int | None, kind: str) -> str:
    """The path of a file."""
    if year is None:
        return reverse("open_data:file", args=[dataset.code, kind])
    return reverse("open_data:year_file", args=[dataset.code, year, kind])


def whole_address(dataset: Dataset, year: int | None, kind: str) -> str:
    return f"{settings.PUBLIC_ORIGIN}{address(dataset, year, kind)}"


DATASETS = (
    Dataset("cau-hoi", "Câu hỏi và trả lời đã công bố", QuestionRow, questions, published_years),
    Dataset("so-lieu", "Số liệu tiếp nhận, trả lời", FigureRow, figures, figure_years),
    Dataset("don-vi", "Đơn vị", UnitRow, units),
    Dataset("linh-vuc", "Lĩnh vực", FieldRow, fields),
    Dataset("tep", "Danh sách các tệp", FileRow, files),
)
BY_CODE = {dataset.code: dataset for dataset in DATASETS}
