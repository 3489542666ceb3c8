"""Groups against a line: which place reached 80 or 90 % (nông thôn mới).

No survey says which of its questions a line is for, so the reader chooses; the choice stands in the
address, and the same address always shows the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.enums import Audience, QuestionKind
from surveys.models import Survey
from surveys.queries.options import Option, chosen_of, options
from surveys.queries.summaries import Results, Table, bar, results_of, unbroken
from surveys.statistics.groups import LineTable, line_table
from surveys.statistics.names import shortened
from surveys.statistics.thresholds import SUBJECT_LINE, WHOLE_LINE, GroupStanding, Line, Standing
from surveys.statistics.words import number, percent_by_line

_LEVELS = {
    f"{100 * SUBJECT_LINE:.0f}": (SUBJECT_LINE, "80 %: từng nội dung"),
    f"{100 * WHOLE_LINE:.0f}": (WHOLE_LINE, "90 %: đánh giá chung"),
}
_STANDINGS = {
    Standing.REACHED: "đạt",
    Standing.NOT_REACHED: "chưa đạt",
    Standing.NOT_ENOUGH: "chưa đủ phiếu",
}


@dataclass(frozen=True, slots=True)
class LinesPage:
    """What can be chosen, and the outcome; `line` is None where a scale or a breakdown lacks."""

    results: Results | None
    questions: list[Option]
    breakdowns: list[Option]
    levels: list[Option]
    line: LineTable | None
    table: Table | None


def lines_page(survey: Survey, audience: Audience, wanted: Mapping[str, str]) -> LinesPage:
    """Hold a scale of the latest snapshot against a line, as `wanted` (cau, nhom, muc) says."""
    results = results_of(survey, audience)
    levels = options(((value, label) for value, (_, label) in _LEVELS.items()), _of(wanted, "muc"))
    if results is None:
        return LinesPage(None, [], [], levels, None, None)
    snapshot = results.summary.snapshot
    scales = {one.key: one.variable for one in results.summary.variables if one.likert is not None}
    questions = options(_labels(results), _of(wanted, "cau"))
    places = sorted(
        (code for code in survey.breakdowns if code in snapshot.counts["groups"]),
        key=lambda code: not _is_place(results, code),
    )
    breakdowns = options(
        ((code, shortened(snapshot.names.question(code))) for code in places), _of(wanted, "nhom")
    )
    if not questions or not breakdowns:
        return LinesPage(results, questions, breakdowns, levels, None, None)
    line = Line(
        key=chosen_of(questions),
        breakdown=chosen_of(breakdowns),
        share=_LEVELS[chosen_of(levels)][0],
        least=survey.least_group(audience),
    )
    found = line_table(line, scales[line.key], snapshot)
    return LinesPage(results, questions, breakdowns, levels, found, _table(found, results))


def _labels(results: Results) -> list[tuple[str, str]]:
    """The scales by key, the one told at the top of the page first."""
    summary = results.summary
    scales = [one for one in summary.variables if one.likert is not None]
    ordered = sorted(scales, key=lambda one: one is not summary.chosen)
    return [(one.key, shortened(one.label)) for one in ordered]


def _of(wanted: Mapping[str, str], name: str) -> str:
    return wanted.get(name, "")


def _is_place(results: Results, code: str) -> bool:
    question = results.summary.snapshot.names.questionnaire.question(code)
    return question is not None and question.kind is QuestionKind.COMMUNE


def _table(found: LineTable, results: Results) -> Table:
    names, line = results.summary.snapshot.names, found.outcome.line
    rows = tuple(
        (
            names.choice(line.breakdown, group.code),
            f"{number(group.favourable)} / {number(group.answered)}" if group.answered else "–",
            _standing(group, line.share),
        )
        for group in found.outcome.groups
    )
    columns = (names.question(line.breakdown), "Tích cực / số phiếu", "Tỷ lệ, so với ngưỡng")
    bars = tuple(bar(group.share) for group in found.outcome.groups)
    return Table(columns, rows, bars, mark=bar(line.share))


def _standing(group: GroupStanding, line: float) -> str:
    standing = _STANDINGS[group.standing]
    if group.share is None:
        return standing
    return f"{unbroken(percent_by_line(group.share, line))}, {unbroken(standing)}"
