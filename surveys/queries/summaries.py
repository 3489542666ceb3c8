"""A snapshot summed up for people: the same figures for every page, report and download."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain

import pandas as pd
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from engagement.accounts.enums import UnitKind
from engagement.accounts.models import Unit
from engagement.accounts.units import in_reading_order
from surveys.disclosure.suppression import CrossTable
from surveys.enums import Audience, QuestionKind, SampleKind
from surveys.instrument.counts import CELL_EQUALS, CELL_SEPARATOR, MERGED, Counts
from surveys.instrument.questionnaire import TEXTUAL, Question, Questionnaire
from surveys.models import Closing, ResultSnapshot, Survey
from surveys.queries.numbers import number_figures
from surveys.queries.questionnaires import published
from surveys.queries.results import latest_snapshot
from surveys.statistics.charts import Chart, chart_of, svg_document
from surveys.statistics.groups import GroupTable
from surveys.statistics.names import Names
from surveys.statistics.summary import Summary, summarise
from surveys.statistics.variables import COUNTED, Row, VariableTable
from surveys.statistics.weighted import cell_frame
from surveys.statistics.words import decimal, interval_words, number, percent, source_words

_KEPT_SNAPSHOTS = 32
# Where the answers are that no table counts: one number, day or sentence may point at one person.
_NUMBER_BEFORE = "câu ghi bằng số, được tóm tắt một lần khi khảo sát đóng"
_NUMBER_AFTER = "tóm tắt ở phần “Câu ghi bằng số”"
_NUMBER_TOO_FEW = "chưa đủ người trả lời để tóm tắt"
_DATE = "câu ghi ngày, không đưa ra ngoài vì một ngày có thể chỉ ra một người"
_TEXT_BEFORE = "ý kiến ghi thêm, được đọc, che tên và công bố sau khi khảo sát đóng"
_TEXT_AFTER = "ở phần “Ý kiến ghi thêm”, ý nào đã đọc và che tên thì được công bố"
_REPEATED = "hỏi từng người trong nhà, không đưa ra ngoài vì một hộ dễ bị nhận ra"


@dataclass(frozen=True, slots=True)
class Table:
    """Words and numbers as they are shown; the first cell of a row heads it.

    `bars` are whole percentages, one a row, drawn below its last cell; "" where there is none.
    `mark` is another one, drawn across all bars.
    """

    columns: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    bars: tuple[str, ...] = ()
    mark: str = ""

    @property
    def rows(self) -> list[list[tuple[str, str, str]]]:
        """Each row as its cells, with the name of the column before and the bar after each."""
        bars = self.bars or ("",) * len(self.cells)
        before_last = ("",) * (len(self.columns) - 1)
        return [
            list(zip(self.columns, row, (*before_last, bar), strict=True))
            for row, bar in zip(self.cells, bars, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Figure:
    """One question: its chart for a broad and a narrow place, what it says, and its table.

    `number` is the one it bears on the form; 0 for a consent, which bears none.
    """

    id: str
    number: int
    code: str
    title: str
    sentences: tuple[str, ...]
    desk: SafeString
    phone: SafeString
    table: Table


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A question no table is made of: where its answers are, and when they come."""

    number: int
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Results:
    """One snapshot, ready to be shown."""

    snapshot: ResultSnapshot
    summary: Summary
    figures: tuple[Figure, ...]
    groups: tuple[tuple[GroupTable, Table], ...]
    missing: Table | None
    elsewhere: tuple[Elsewhere, ...]

    def chart_document(self, question: str) -> str | None:
        """The chart of a question as an SVG file; None where nothing is drawn of it."""
        figure = next((one for one in self.figures if one.code == question), None)
        if figure is None or not figure.desk:
            return None
        return svg_document(
            Chart(figure.desk, figure.phone),
            heading=figure.title,
            notes=(f"{self.summary.title}.", source_words(self.summary.snapshot)),
        )


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
            _figure(place, tables, summary) for place, tables in enumerate(summary.questions(), 1)
        ),
        groups=tuple((group, _group_table(group)) for group in summary.groups),
        missing=_missing_table(summary),
        elsewhere=tuple(_elsewhere(summary, is_final=snapshot.is_final)),
    )


def _summary(snapshot: ResultSnapshot) -> Summary:
    survey = snapshot.survey
    newest, *earlier = [published(pk) for pk in _published_ids(survey)]
    margins = margins_of(survey)
    closing = Closing.objects.filter(survey=survey).first()
    counts: Counts = snapshot.counts
    taken_on = timezone.localdate(snapshot.taken_at)
    return summarise(
        newest,
        counts,
        sample_kind=SampleKind(survey.sample_kind),
        taken_on=taken_on,
        margins=margins,
        headline=_headline(newest),
        cells=_cells(snapshot, list(margins)) if margins else None,
        earlier=earlier,
        communes=_communes(taken_on, set(_codes_in(counts))),
        numbers=number_figures(survey, least=survey.public_group) if snapshot.is_final else {},
        withheld=closing.ballots - counts["n"] if closing and snapshot.is_final else 0,
        least=survey.least_group(Audience(snapshot.audience)),
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
    figure_id = f"hinh-{place}"
    chart = chart_of(tables, figure_id)
    return Figure(
        id=figure_id,
        number=summary.snapshot.names.questionnaire.numbers.get(first.variable.question.code, 0),
        code=first.variable.question.code,
        title=first.variable.question.label,
        sentences=tuple(summary.said[table.key].text for table in tables),
        # Written by an XML writer from our own figures: no label can be markup.
        desk=mark_safe(chart.desk if chart else ""),  # noqa: S308
        phone=mark_safe(chart.phone if chart else ""),  # noqa: S308
        table=_matrix_table(tables) if first.variable.row is not None else _choice_table(first),
    )


def _elsewhere(summary: Summary, *, is_final: bool) -> Iterator[Elsewhere]:
    """What the newest version asks and no figure shows."""
    questionnaire = summary.snapshot.names.questionnaire
    numbers = questionnaire.numbers
    summed_up = {one.key for one in summary.numbers}
    for page in questionnaire.pages:
        for question in page.questions:
            if question.code in numbers and (page.repeat or question.kind not in COUNTED):
                words = _REPEATED if page.repeat else _where(question, summed_up, is_final=is_final)
                yield Elsewhere(numbers[question.code], question.label, words)


def _where(question: Question, summed_up: Container[str], *, is_final: bool) -> str:
    if question.kind in TEXTUAL:
        return _TEXT_AFTER if is_final else _TEXT_BEFORE
    if question.kind is not QuestionKind.NUMBER:
        return _DATE
    if not is_final:
        return _NUMBER_BEFORE
    return _NUMBER_AFTER if question.code in summed_up else _NUMBER_TOO_FEW


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
    everybody = sum(row.people for row in group.rows)
    # Where small groups were put together, one with nobody of its own may be among them.
    nobody = "–" if any(row.code == MERGED for row in group.rows) else "0"
    rows = tuple(
        (
            row.label,
            _of_everybody(row.people, everybody) if row.people else nobody,
            percent(row.share) if row.share is not None else "chưa đủ phiếu",
        )
        for row in group.rows
    )
    columns = (group.label, "Số phiếu (tỷ lệ)", "Tỷ lệ tích cực")
    return Table(columns, rows, tuple(bar(row.share) for row in group.rows))


def _of_everybody(people: int, everybody: int) -> str:
    """Return "79 (11 %)", which breaks on a phone before the bracket only."""
    return f"{number(people)} ({unbroken(percent(people / everybody))})"


def unbroken(words: str) -> str:
    """Keep `words` on one line."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def bar(share: float | None) -> str:
    """How long a share is drawn beside its number."""
    return "" if share is None else f"{100 * share:.0f}"


def labelled_cross(survey: Survey, found: CrossTable, rows: str, columns: str) -> Table:
    """A cross table in words; a hidden number is told as what it is."""
    versions = [published(pk) for pk in _published_ids(survey)]
    seen = {*found.rows, *found.columns}
    names = Names(versions[0], tuple(versions[1:]), _communes(timezone.localdate(), seen))
    across = _as_asked(found.columns, names.codes(columns))
    down = _as_asked(found.rows, names.codes(rows))
    body = tuple(
        (
            names.choice(rows, found.rows[one]),
            *(_of_row(found.cells[one][other], found.row_totals[one]) for other in across),
            _people_or_hidden(found.row_totals[one]),
        )
        for one in down
    )
    everybody = None if None in found.row_totals else sum(filter(None, found.row_totals))
    last = (
        "Tổng",
        *(_of_row(found.column_totals[one], everybody) for one in across),
        _people_or_hidden(everybody),
    )
    heads = (names.choice(columns, found.columns[one]) for one in across)
    return Table((names.question(rows), *heads, "Tổng"), (*body, last) if body else ())


def _as_asked(codes: Sequence[str], order: Sequence[str]) -> list[int]:
    """The places of `codes` in the order people were asked, groups put together last."""
    return sorted(
        range(len(codes)),
        key=lambda place: order.index(codes[place]) if codes[place] in order else len(order),
    )


def _of_row(people: int | None, everybody: int | None) -> str:
    """Return "23 (41 %)" of a row, "ẩn" where the number is hidden."""
    if people is None or not everybody:
        return _people_or_hidden(people)
    return _of_everybody(people, everybody)


def cross_words(found: CrossTable, least: int) -> str:
    """Say how much of a cross table is hidden, and what was put together."""
    cells = [cell for row in found.cells for cell in row]
    hidden = cells.count(None)
    people = sum(total for total in found.row_totals if total is not None)
    said = f"{number(people)} người trả lời cả hai câu. Tỷ lệ trong ngoặc tính theo hàng."
    if hidden:
        said += (
            f" {number(hidden)} trong {number(len(cells))} ô ghi “ẩn”: số dưới {number(least)} "
            "người, hoặc số mà cùng với các tổng để lộ ra một số như thế. Tổng của hàng và cột vẫn đúng."
        )
    if MERGED in {*found.rows, *found.columns}:
        said += (
            f" “Các nhóm nhỏ gộp lại” gồm các nhóm dưới {number(least)} người và những phiếu cuối "
            "chưa đủ nhóm lúc đóng; trong đó có thể có người của mọi nhóm, nên đừng so nó với nhóm khác."
        )
    return said


def _people_or_hidden(people: int | None) -> str:
    return "ẩn" if people is None else number(people)


def _published_ids(survey: Survey) -> list[int]:
    """Published versions, the newest first."""
    versions = survey.versions.filter(published_at__isnull=False).order_by("-number")
    return list(versions.values_list("pk", flat=True))


def _communes(on: date, seen: Container[str]) -> dict[str, str]:
    """Names of the communes in force `on` that day, and of former ones somebody has named."""
    units = Unit.objects.filter(kind=UnitKind.COMMUNE).order_by("pk")
    shown = [unit for unit in units if unit.is_in_force(on) or unit.code in seen]
    return {unit.code: unit.place_name for unit in in_reading_order(shown)}


def _codes_in(counts: Counts) -> Iterator[str]:
    return chain(chain.from_iterable(counts["tables"].values()), *counts["groups"].values())


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
