"""A snapshot summed up for people: the same figures for every page, report and download."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from engagement.accounts.models import Unit
from surveys.disclosure.suppression import CrossTable
from surveys.enums import Audience, QuestionKind, SampleKind
from surveys.instrument.counts import CELL_EQUALS, CELL_SEPARATOR, Counts
from surveys.instrument.questionnaire import Questionnaire
from surveys.models import Closing, ResultSnapshot, Survey
from surveys.queries.questionnaires import published
from surveys.queries.results import latest_snapshot
from surveys.statistics.charts import chart_of
from surveys.statistics.groups import GroupTable
from surveys.statistics.names import Names
from surveys.statistics.summary import Summary, summarise
from surveys.statistics.variables import Row, VariableTable
from surveys.statistics.weighted import cell_frame
from surveys.statistics.words import decimal, interval_words, number, percent

_KEPT_SNAPSHOTS = 32


@dataclass(frozen=True, slots=True)
class Table:
    """Words and numbers as they are shown; the first cell of a row heads it."""

    columns: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]

    @property
    def rows(self) -> list[list[tuple[str, str]]]:
        """Each row with the name of its column beside every cell."""
        return [list(zip(self.columns, row, strict=True)) for row in self.cells]


@dataclass(frozen=True, slots=True)
class Figure:
    """One question: its chart for a broad and a narrow place, what it says, and its table."""

    id: str
    title: str
    sentences: tuple[str, ...]
    desk: SafeString
    phone: SafeString
    table: Table


@dataclass(frozen=True, slots=True)
class Results:
    """One snapshot, ready to be shown."""

    snapshot: ResultSnapshot
    summary: Summary
    figures: tuple[Figure, ...]
    groups: tuple[tuple[GroupTable, Table], ...]
    missing: Table | None


def results_of(survey: Survey, audience: Audience) -> Results | None:
    """What `audience` may see of `survey` now; None before the first release."""
    snapshot = latest_snapshot(survey, audience)
    return _results(snapshot.pk) if snapshot is not None else None


def forget_results() -> None:
    """Empty this process's memory (tests, where keys are given again)."""
    _results.cache_clear()


@lru_cache(maxsize=_KEPT_SNAPSHOTS)
def _results(snapshot_id: int) -> Results:
    """A snapshot never changes, so it is summed up once a process."""
    snapshot = ResultSnapshot.objects.select_related("survey").get(pk=snapshot_id)
    summary = _summary(snapshot)
    return Results(
        snapshot=snapshot,
        summary=summary,
        figures=tuple(
            _figure(place, tables, summary) for place, tables in enumerate(summary.questions())
        ),
        groups=tuple((group, _group_table(group)) for group in summary.groups),
        missing=_missing_table(summary),
    )


def _summary(snapshot: ResultSnapshot) -> Summary:
    survey = snapshot.survey
    newest, *earlier = [published(pk) for pk in _published_ids(survey)]
    margins = margins_of(survey)
    closing = Closing.objects.filter(survey=survey).first()
    counts: Counts = snapshot.counts
    return summarise(
        newest,
        counts,
        sample_kind=SampleKind(survey.sample_kind),
        taken_on=timezone.localdate(snapshot.taken_at),
        margins=margins,
        headline=_headline(newest),
        cells=_cells(snapshot, list(margins)) if margins else None,
        earlier=earlier,
        communes=_communes(),
        withheld=closing.ballots - counts["n"] if closing and snapshot.is_final else 0,
        least=survey.staff_group if snapshot.audience == Audience.STAFF else survey.public_group,
    )


def _headline(questionnaire: Questionnaire) -> str:
    """The question told at the top: the first that is a scale by itself, else the summary's choice."""
    scales = (one for one in questionnaire.questions if one.kind is QuestionKind.LIKERT)
    return next((one.code for one in scales), "")


def margins_of(survey: Survey) -> dict[str, dict[str, float]]:
    """People of the population by question and code, of the questions that are breakdowns."""
    margins: dict[str, dict[str, float]] = {}
    for margin in survey.margins.order_by("question", "pk"):
        if margin.question in survey.breakdowns:
            margins.setdefault(margin.question, {})[margin.choice] = margin.people
    return margins


def _cells(snapshot: ResultSnapshot, questions: Sequence[str]) -> pd.DataFrame | None:
    """The cells to weight by; None where some people were counted under other margins."""
    wanted = sorted(questions)
    cells = [
        (codes, counts)
        for name, counts in snapshot.cells.items()
        if sorted(codes := _codes(name)) == wanted
    ]
    if sum(counts["n"] for _, counts in cells) != snapshot.counts["n"]:
        return None
    return cell_frame(cells, wanted)


def _codes(name: str) -> dict[str, str]:
    pairs = (part.partition(CELL_EQUALS) for part in name.split(CELL_SEPARATOR))
    return {question: code for question, equals, code in pairs if equals}


def _figure(place: int, tables: Sequence[VariableTable], summary: Summary) -> Figure:
    first = tables[0]
    figure_id = f"cau-{place + 1}"
    chart = chart_of(tables, figure_id)
    return Figure(
        id=figure_id,
        title=first.variable.question.label,
        sentences=tuple(summary.said[table.key].text for table in tables),
        # Written by an XML writer from our own figures: no label can be markup.
        desk=mark_safe(chart.desk if chart else ""),  # noqa: S308
        phone=mark_safe(chart.phone if chart else ""),  # noqa: S308
        table=_matrix_table(tables) if first.variable.row is not None else _choice_table(first),
    )


def _choice_table(table: VariableTable) -> Table:
    columns = ["Câu trả lời", "Số người", "Tỷ lệ"]
    rows = [[row.label, number(row.people), _share(row.share)] for row in table.rows]
    extra = {
        "Có trọng số": [_share(row.weighted) for row in table.rows],
        "Khoảng tin cậy": [interval_words(row.interval) for row in table.rows],
        "Không tính phiếu cần xem": [_share(row.steady) for row in table.rows],
        "Thứ hạng trung bình": [
            decimal(row.mean_rank) if row.mean_rank is not None else "" for row in table.rows
        ],
    }
    for name, cells in extra.items():
        if any(cells):
            columns.append(name)
            rows = [[*row, cell or "–"] for row, cell in zip(rows, cells, strict=True)]
    return Table(tuple(columns), tuple(map(tuple, rows)))


def _matrix_table(tables: Sequence[VariableTable]) -> Table:
    columns = ("Nội dung", *(row.label for row in tables[0].rows))
    rows = tuple((table.label, *(_people_and_share(row) for row in table.rows)) for table in tables)
    return Table(columns, rows)


def _people_and_share(row: Row) -> str:
    return f"{number(row.people)} ({_share(row.share)})" if row.share is not None else "0"


def _share(share: float | None) -> str:
    return percent(share) if share is not None else ""


def _group_table(group: GroupTable) -> Table:
    rows = tuple(
        (
            row.label,
            number(row.people),
            percent(row.share) if row.share is not None else "chưa đủ phiếu",
        )
        for row in group.rows
    )
    return Table((group.label, "Số phiếu", "Tỷ lệ tích cực"), rows)


def labelled_cross(survey: Survey, found: CrossTable, rows: str, columns: str) -> Table:
    """A cross table in words; a hidden number is told as what it is."""
    versions = [published(pk) for pk in _published_ids(survey)]
    names = Names(versions[0], tuple(versions[1:]), _communes())
    return Table(
        (names.question(rows), *(names.choice(columns, code) for code in found.columns)),
        tuple(
            (
                names.choice(rows, code),
                *("ẩn" if people is None else number(people) for people in cells),
            )
            for code, cells in zip(found.rows, found.cells, strict=True)
        ),
    )


def _published_ids(survey: Survey) -> list[int]:
    """Published versions, the newest first."""
    versions = survey.versions.filter(published_at__isnull=False).order_by("-number")
    return list(versions.values_list("pk", flat=True))


def _communes() -> dict[str, str]:
    return dict(Unit.objects.order_by("pk").values_list("code", "short_name"))


def _missing_table(summary: Summary) -> Table | None:
    if not summary.coverage:
        return None
    rows = tuple(
        (
            summary.snapshot.names.choice(category.question, category.code),
            percent(category.sample_share),
            percent(category.population_share),
        )
        for category in summary.coverage
    )
    return Table(("Nhóm", "Trong phiếu", "Trong dân số"), rows)
