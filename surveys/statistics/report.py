"""The one-page report: what it says. How it looks is for its writers (engagement/documents/)."""

from collections.abc import Iterator, Sequence
from datetime import date

from engagement.documents.report import Letterhead, Report, Section, Sentence, Table
from surveys.enums import SampleKind
from surveys.statistics import words
from surveys.statistics.groups import GroupTable
from surveys.statistics.likert import LikertSummary, Side
from surveys.statistics.names import shortened
from surveys.statistics.summary import Summary
from surveys.statistics.variables import VariableTable

HEADING = "BÁO CÁO KẾT QUẢ KHẢO SÁT"
# What fits one page. The rest is in the tables, and the report says how much.
MOST_ROWS = 8
MOST_OTHERS = 3
MOST_GROUPS = 2
MOST_LINES = 2
_LABEL = 70


def compose(summary: Summary, letterhead: Letterhead, *, day: date) -> Report:
    """Choose what of a summary goes on one page. Sections with nothing to say are left out."""
    scales = [table for table in summary.variables if table.likert is not None and table.base]
    sections = (
        Section("Cách lấy ý kiến", summary.sentences),
        Section("Kết quả chính", tuple(_under_table(scales)), _table(scales[:MOST_ROWS], summary)),
        Section("Nhận xét", tuple(_remarks(summary, scales))),
        Section("Các câu hỏi khác", tuple(_others(summary))),
    )
    return Report(
        letterhead=letterhead,
        day=day,
        title=shortened(summary.title, 160),
        sections=tuple(one for one in sections if one.sentences or one.table),
        heading=HEADING,
        is_one_page=True,
    )


def _table(scales: Sequence[VariableTable], summary: Summary) -> Table | None:
    if not scales:
        return None
    columns = ["Nội dung", "Người nêu ý kiến", "Tích cực"]
    is_weighted = any(table.weighted_likert for table in scales)
    is_random = summary.snapshot.kind == SampleKind.RANDOM
    columns += ["Tích cực, có trọng số"] if is_weighted else []
    columns += ["Khoảng tin cậy 95 %"] if is_random else []
    columns += ["Ở giữa", "Chưa tích cực", "Khó trả lời"]
    rows = tuple(
        tuple(_cells(table, table.likert, is_weighted=is_weighted, is_random=is_random))
        for table in scales
        if table.likert is not None
    )
    return Table(tuple(columns), rows)


def _cells(
    table: VariableTable, likert: LikertSummary, *, is_weighted: bool, is_random: bool
) -> Iterator[str]:
    yield shortened(table.label, _LABEL)
    yield words.number(table.base)
    yield words.percent(likert.favourable)
    if is_weighted:
        weighted = table.weighted_likert
        yield words.percent(weighted.favourable) if weighted else "–"
    if is_random:
        bounds = table.favourable_interval
        yield f"{words.number(bounds.low)}–{words.number(bounds.high)} %" if bounds else "–"
    yield words.percent(likert.neutral) if likert.of(Side.NEUTRAL) else "–"
    yield words.percent(likert.unfavourable)
    yield words.percent(likert.dont_know)


def _under_table(scales: Sequence[VariableTable]) -> Iterator[Sentence]:
    """What the columns mean, and what was left out."""
    if not scales:
        return
    meanings = dict.fromkeys(_meaning(table) for table in scales[:MOST_ROWS])
    yield Sentence(
        f"“Tích cực” là chọn {'; '.join(meanings)}. Các tỷ lệ tính trên số người nêu ý kiến; "
        "“Khó trả lời” tính trên mọi người trả lời câu ấy.",
        (),
    )
    left_out = len(scales) - MOST_ROWS
    if left_out > 0:
        yield Sentence(f"Còn {words.number(left_out)} nội dung nữa ở bảng số liệu đầy đủ.", ())


def _meaning(table: VariableTable) -> str:
    return words.favourable_labels(table.likert) if table.likert else ""


def _remarks(summary: Summary, scales: Sequence[VariableTable]) -> Iterator[Sentence]:
    extremes = words.extremes_sentence(scales, summary.snapshot)
    if extremes is not None:
        yield extremes
    yield from (line.sentence for line in summary.lines[:MOST_LINES])
    yield from (group.sentence for group in _declared(summary)[:MOST_GROUPS])
    if summary.doubt is not None:
        yield summary.doubt


def _declared(summary: Summary) -> list[GroupTable]:
    """Groups people asked for; modes and versions are on the page only."""
    return [group for group in summary.groups if not group.breakdown.startswith("_")]


def _others(summary: Summary) -> Iterator[Sentence]:
    """Lists and numbers, without the questions that only tell who answered."""
    said = [
        summary.said[table.key]
        for table in summary.variables
        if table.likert is None and table.base and table.key not in summary.who_answers
    ]
    said += [table.sentence for table in summary.numbers]
    yield from said[:MOST_OTHERS]
    left_out = len(said) - MOST_OTHERS
    if left_out > 0:
        yield Sentence(f"Còn {words.number(left_out)} câu hỏi nữa ở bảng số liệu đầy đủ.", ())
