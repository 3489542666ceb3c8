"""Sentences by rules. The kind of sample chooses the words, every number can be traced.

Of people who came by an open link or by quota nothing is said beyond those who answered: no
interval, no clear or unclear difference (AAPOR; see intervals.py). Percentages are whole numbers:
below a hundred people they would give counts away, above they would promise too much.

The source of a sentence is a path into the counts ("tables.q1.a", see `counts.number_at`) or a name
among `Summary.figures` ("weights.deff", "margins.sex.male").
"""

from collections.abc import Iterable, Sequence
from datetime import date

from engagement.documents.report import Sentence
from surveys.enums import QuestionKind, SampleKind
from surveys.instrument.counts import DOUBT, MODE, RANK_SEPARATOR, Counts
from surveys.instrument.questionnaire import Variable
from surveys.statistics.counts import NumberFigures
from surveys.statistics.coverage import Category
from surveys.statistics.intervals import Interval
from surveys.statistics.likert import LikertSummary, Side
from surveys.statistics.names import Names, shortened
from surveys.statistics.significance import Verdict
from surveys.statistics.snapshot import Snapshot
from surveys.statistics.thresholds import Outcome, Standing
from surveys.statistics.variables import Row, VariableTable
from surveys.statistics.weights import Missing, Weighting

_SAMPLE_WORDS = {
    SampleKind.RANDOM: "của người được chọn ngẫu nhiên từ danh sách.",
    SampleKind.QUOTA: (
        "của người được chọn theo chỉ tiêu từng nhóm, không chọn ngẫu nhiên. Các tỷ lệ là của "
        "người đã trả lời; không kèm khoảng ước lượng cho toàn bộ người dân."
    ),
    SampleKind.OPEN_LINK: (
        "của người tự vào liên kết mở. Các tỷ lệ là của người đã trả lời, không nói thay cho toàn "
        "bộ người dân."
    ),
}
_INTERVALS = " Khoảng tin cậy 95 % ghi cạnh tỷ lệ chỉ tính phần dao động do chọn người, coi như chọn một bước."
_VERDICTS = {
    Verdict.CLEAR: "các nhóm khác nhau rõ",
    Verdict.NOT_SEEN: "chưa thấy các nhóm khác nhau rõ",
    Verdict.TOO_FEW: "chưa đủ phiếu để nói các nhóm có khác nhau hay không",
    Verdict.NOT_RANDOM: "",
}
_MOST_NAMED = 3


def number(value: float) -> str:
    """Return 12480 as "12.480", rounded to a whole."""
    return f"{round(value):,}".replace(",", ".")


def decimal(value: float, places: int = 1) -> str:
    """Return 7.25 as "7,3" (half to even on the binary value), 12480 as "12.480,0"."""
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def percent(share: float) -> str:
    """Return a share as a whole percentage that never calls some none or most all."""
    points = 100 * share
    if 0 < points < 0.5:
        return "dưới 1 %"
    if 99.5 <= points < 100:
        return "trên 99 %"
    return f"{number(points)} %"


def percent_by_line(share: float, line: float) -> str:
    """Return a share for reading beside a line: rounding never lifts it over."""
    if share < line and round(100 * share) >= round(100 * line):
        return f"dưới {number(100 * line)} %"
    return percent(share)


def day(value: date) -> str:
    return f"{value:%d/%m/%Y}"


def quoted(labels: Iterable[str], last: str = "và") -> str:
    """Return “a”, “b” và “c”."""
    words = [f"“{shortened(label)}”" for label in labels]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def interval_words(interval: Interval | None) -> str:
    """Return "khoảng tin cậy 95 %: từ 81 % đến 86 %", nothing where there is no interval."""
    if interval is None:
        return ""
    low, high = number(interval.low), number(interval.high)
    return f"khoảng tin cậy 95 %: từ {low} % đến {high} %"


# --- How people came ---------------------------------------------------------------------------


def sample_sentence(snapshot: Snapshot) -> Sentence:
    """Say how many answered, when this was counted, and what the sample allows to say."""
    intervals = _INTERVALS if snapshot.kind == SampleKind.RANDOM else ""
    return Sentence(f"{source_words(snapshot)}{intervals}", ("n",))


def source_words(snapshot: Snapshot) -> str:
    """The same for below a figure without intervals."""
    taken = f"Số liệu ngày {day(snapshot.taken_on)}"
    return f"{taken}, {number(snapshot.n)} phiếu {_SAMPLE_WORDS[snapshot.kind]}"


def modes_sentence(snapshot: Snapshot) -> Sentence | None:
    """Say which ways the answers came in; None where that is not counted."""
    groups = {code: one["n"] for code, one in snapshot.counts["groups"].get(MODE, {}).items()}
    ways = sorted(((n, code) for code, n in groups.items() if n), reverse=True)
    if not ways:
        return None
    told = "; ".join(
        f"{snapshot.names.choice(MODE, code).lower()}: {number(n)} phiếu" for n, code in ways
    )
    return Sentence(
        f"Cách trả lời, tính đến ngày {day(snapshot.taken_on)}: {told}.",
        tuple(f"groups.{MODE}.{code}.n" for _, code in ways),
    )


def withheld_sentence(withheld: int, snapshot: Snapshot) -> Sentence:
    """Say how many answers are in no table, so that nobody is given away."""
    text = (
        f"{number(withheld)} phiếu chưa vào bảng nào để không lộ ý kiến của riêng ai "
        f"(ngày {day(snapshot.taken_on)})."
    )
    return Sentence(text, ("withheld",))


def weights_sentence(weighting: Weighting, snapshot: Snapshot) -> Sentence:
    """Say what weighting costs, or why there is none."""
    n = f"{number(weighting.n)} phiếu, ngày {day(snapshot.taken_on)}"
    if not weighting.is_usable:
        text = f"Không đưa ra tỷ lệ có trọng số vì {weighting.refusal} ({n})."
        return Sentence(text, ("weights.n", "weights.deff", "weights.n_eff"))
    margins = quoted(snapshot.names.question(code) for code in weighting.margins)
    text = (
        f"Tỷ lệ có trọng số được chỉnh theo cơ cấu dân số ở {len(weighting.margins)} câu {margins}: "
        f"cỡ mẫu hiệu dụng {number(weighting.n_eff)} (sau khi chỉnh, kết quả chắc như của ngần ấy "
        f"phiếu không phải chỉnh), hiệu ứng thiết kế {decimal(weighting.deff, 2)} (số phiếu chia cho "
        f"cỡ mẫu ấy), phiếu được tính nặng nhất bằng {decimal(weighting.largest_weight)} lần trung "
        f"bình ({n})."
    )
    return Sentence(
        text, ("weights.n", "weights.n_eff", "weights.deff", "weights.largest", "weights.margins")
    )


def missing_label(missing: Missing | Category, names: Names) -> str:
    """Return "Nam, 18–29 tuổi"."""
    if isinstance(missing, Category):
        return names.choice(missing.question, missing.code)
    pairs = zip(missing.questions, missing.codes, strict=True)
    return ", ".join(names.choice(question, code) for question, code in pairs)


def coverage_sentence(missing: Missing | Category | None, snapshot: Snapshot) -> Sentence:
    """Say who is missing most, and what to do about it."""
    told = f"({number(snapshot.n)} phiếu, ngày {day(snapshot.taken_on)})"
    if missing is None:
        return Sentence(f"So với dân số, không nhóm nào thiếu rõ {told}.", ("n",))
    label = missing_label(missing, snapshot.names)
    text = (
        f"So với dân số, thiếu nhất là nhóm {label}: {missing_words(missing)}, "
        f"nên gửi phiếu giấy đến nhóm này {told}."
    )
    return Sentence(text, ("n", *missing_sources(missing)))


def missing_words(missing: Missing | Category) -> str:
    """Say how many there are and how many there should be."""
    if isinstance(missing, Category):
        sample, population = percent(missing.sample_share), percent(missing.population_share)
        return f"trong phiếu {sample}, trong dân số {population}"
    people, expected = number(missing.people), number(missing.expected)
    return f"có {people} phiếu, theo dân số phải có {expected}"


def missing_sources(missing: Missing | Category) -> tuple[str, ...]:
    if isinstance(missing, Missing):
        return ("missing.people", "missing.expected")
    # A category with nobody has no number of its own in the counts.
    people = (f"tables.{missing.question}.{missing.code}",) if missing.people else ()
    return (*people, f"margins.{missing.question}.{missing.code}")


# --- What they said ----------------------------------------------------------------------------


def variable_sentence(table: VariableTable, snapshot: Snapshot) -> Sentence:
    """Say the most important thing of one variable, with its base and its day."""
    label = f"“{shortened(table.label)}”"
    if not table.base:
        text = f"{label}: chưa có ai trả lời, tính đến ngày {day(snapshot.taken_on)}."
        return Sentence(text, ())
    told = f"({number(table.base)} {table.base_words}, ngày {day(snapshot.taken_on)})"
    sources = _sources(table, snapshot.counts)
    if table.likert is not None:
        text = f"{label}: {_likert_words(table, table.likert)} {told}."
        return Sentence(text, sources)
    return Sentence(f"{label}: {_choice_words(table)} {told}.{_note(table)}", sources)


def _note(table: VariableTable) -> str:
    if not table.may_pass_hundred:
        return ""
    return " Mỗi người chọn được nhiều mục nên tổng các tỷ lệ có thể quá 100 %."


def _likert_words(table: VariableTable, likert: LikertSummary) -> str:
    favourable = _side_words(table, likert, Side.FAVOURABLE)
    if table.weighted_likert is not None:
        favourable += f", có trọng số {percent(table.weighted_likert.favourable)}"
    bounds = interval_words(table.favourable_interval)
    if bounds:
        favourable += f" ({bounds})"
    neutral = _side_words(table, likert, Side.NEUTRAL)
    unfavourable = _side_words(table, likert, Side.UNFAVOURABLE)
    said = [_mean_words(table), favourable, neutral, unfavourable, _outside_words(likert)]
    return "; ".join(words for words in said if words)


def _mean_words(table: VariableTable) -> str:
    return "" if table.mean is None else f"điểm trung bình {decimal(table.mean)}"


def _side_words(table: VariableTable, likert: LikertSummary, side: Side) -> str:
    """Return "84 % chọn “Hài lòng” hoặc “Rất hài lòng”"; nothing where the scale has no such side."""
    parts = likert.of(side)
    if not parts:
        return ""
    share = percent(sum(part.share for part in parts))
    if table.kind is QuestionKind.SCALE:
        return f"{share} chọn {parts[0].label}"
    return f"{share} chọn {quoted((part.label for part in parts), 'hoặc')}"


def _outside_words(likert: LikertSummary) -> str:
    if not likert.outside:
        return ""
    label = quoted([likert.outside_label])
    return f"ngoài các tỷ lệ này, {percent(likert.dont_know)} số người trả lời ở mức {label}"


def _choice_words(table: VariableTable) -> str:
    rows = sorted((row for row in table.rows if row.people), key=lambda row: -row.people)
    if not rows and table.kind is not QuestionKind.CONSENT:
        return "chưa ai chọn mục nào"
    match table.kind:
        case QuestionKind.MULTIPLE:
            return f"được chọn nhiều nhất là {_listed(rows[:_MOST_NAMED])}"
        case QuestionKind.RANKING:
            return f"được xếp thứ nhất nhiều nhất là {_listed(_highest(rows))}"
        case QuestionKind.CONSENT:
            return _consent_words(rows)
        case _:
            return f"nhiều nhất là {_listed(_highest(rows))}"


def _consent_words(rows: Sequence[Row]) -> str:
    return f"{percent((rows[0].share if rows else 0) or 0)} đồng ý"


def _highest(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.people == rows[0].people]


def _listed(rows: Sequence[Row]) -> str:
    return "; ".join(_row_words(row) for row in rows)


def _row_words(row: Row) -> str:
    words = f"“{shortened(row.label)}” {percent(row.share or 0)}"
    if row.weighted is not None:
        words += f", có trọng số {percent(row.weighted)}"
    bounds = interval_words(row.interval)
    return f"{words} ({bounds})" if bounds else words


def _sources(table: VariableTable, counts: Counts) -> tuple[str, ...]:
    """Every cell shares are made of, and the same weighted; of rankings the first places only."""
    cells = list(counts["tables"].get(table.key, {}))
    if table.kind is QuestionKind.RANKING:
        cells = [code for code in cells if code.endswith(f"{RANK_SEPARATOR}1")]
    sources = tuple(f"tables.{table.key}.{code}" for code in cells)
    if table.kind in {QuestionKind.MULTIPLE, QuestionKind.CONSENT}:
        code = table.variable.question.code
        sources += (f"asked.{code}" if code in counts["asked"] else "n",)
    if not table.is_weighted:
        return sources
    return (*sources, *(f"weighted.{source}" for source in sources), "weights.deff")


def number_sentence(variable: Variable, figures: NumberFigures, snapshot: Snapshot) -> Sentence:
    """Say the middle of a NUMBER question."""
    low, middle, high = (_plain(figures[name]) for name in ("p25", "median", "p75"))
    text = (
        f"“{shortened(variable.label)}”: một nửa số người trả lời ghi từ {low} đến {high}, ở giữa "
        f"là {middle} ({number(figures['n'])} người trả lời, ngày {day(snapshot.taken_on)})."
    )
    names = ("n", "p25", "median", "p75")
    return Sentence(text, tuple(f"numbers.{variable.key}.{name}" for name in names))


def _plain(value: float) -> str:
    return number(value) if value == round(value) else decimal(value)


# --- Between questions -------------------------------------------------------------------------


def extremes_sentence(tables: Sequence[VariableTable], snapshot: Snapshot) -> Sentence | None:
    """Say which of the scales like the first one has the highest favourable share, which the lowest.

    None for fewer than two of them, and where the two would read alike.
    """
    scales = [(table, table.likert) for table in tables if table.likert is not None and table.base]
    rated = [
        (table, likert)
        for table, likert in scales
        if favourable_labels(likert) == favourable_labels(scales[0][1])
    ]
    ordered = sorted(rated, key=lambda pair: pair[1].favourable)
    if len(ordered) < 2 or _favourable(ordered[0]) == _favourable(ordered[-1]):
        return None
    (low, _), (high, _) = ordered[0], ordered[-1]
    text = (
        f"Trong {number(len(ordered))} nội dung cùng thang đánh giá, tỷ lệ chọn "
        f"{favourable_labels(rated[0][1])} cao nhất là “{shortened(high.label)}” ({_favourable(ordered[-1])} của {number(high.base)} người), "
        f"thấp nhất là “{shortened(low.label)}” ({_favourable(ordered[0])} của "
        f"{number(low.base)} người), ngày {day(snapshot.taken_on)}."
    )
    sources = (source for table in (high, low) for source in _sources(table, snapshot.counts))
    return Sentence(text, tuple(sources))


def _favourable(rated: tuple[VariableTable, LikertSummary]) -> str:
    return percent(rated[1].favourable)


# --- Between groups ----------------------------------------------------------------------------


def groups_words(shares: Sequence[tuple[str, float]], verdict: Verdict) -> str:
    """Say where the share is highest and lowest, and whether groups differ, if that may be said.

    `shares`: label and share of each group with enough answers.
    """
    if len(shares) < 2:
        return "chưa đủ phiếu để so các nhóm"
    ordered = sorted(shares, key=lambda pair: pair[1])
    (low_label, low), (high_label, high) = ordered[0], ordered[-1]
    if percent(low) == percent(high):
        said = f"các nhóm chênh nhau dưới 1 điểm phần trăm, quanh {percent(high)}"
    else:
        said = (
            f"cao nhất ở {quoted([high_label])} ({percent(high)}), "
            f"thấp nhất ở {quoted([low_label])} ({percent(low)})"
        )
    return f"{said}; {_VERDICTS[verdict]}" if _VERDICTS[verdict] else said


def group_word(breakdown: str, names: Names) -> str:
    """What a group of `breakdown` is called: a place, or a group of people."""
    question = names.questionnaire.question(breakdown)
    is_place = question is not None and question.kind is QuestionKind.COMMUNE
    return "nơi" if is_place else "nhóm"


def outcome_sentence(outcome: Outcome, label: str, snapshot: Snapshot) -> Sentence:
    """Say how many groups reached the line, did not, or had too few answers."""
    line = outcome.line
    what = group_word(line.breakdown, snapshot.names)
    groups = snapshot.counts["groups"].get(line.breakdown, {})
    answered = sum(group.answered for group in outcome.groups)
    text = (
        f"“{shortened(label)}”, ngưỡng {number(100 * line.share)} %: "
        f"{number(outcome.count(Standing.REACHED))} trong {number(len(outcome.groups))} {what} đạt, "
        f"{number(outcome.count(Standing.NOT_REACHED))} {what} chưa đạt, "
        f"{number(outcome.count(Standing.NOT_ENOUGH))} {what} chưa đủ phiếu "
        f"({number(answered)} phiếu, ngày {day(snapshot.taken_on)})."
    )
    sources = tuple(
        f"groups.{line.breakdown}.{group.code}.tables.{line.key}.{code}"
        for group in outcome.groups
        if group.code in groups
        for code in groups[group.code]["tables"].get(line.key, {})
    )
    return Sentence(text, sources)


def doubt_sentence(table: VariableTable, snapshot: Snapshot) -> Sentence | None:
    """Say what the figure would be without doubtful answers; None where there are none."""
    counts = snapshot.counts
    doubtful = counts["groups"].get(DOUBT, {}).get("yes")
    if doubtful is None or not doubtful["n"] or table.likert is None:
        return None
    steady = table.steady_likert
    if steady is None or not steady.base:
        return None
    without, told = percent(steady.favourable), percent(table.likert.favourable)
    change = f"vẫn là {told}" if without == told else f"là {without} thay cho {told}"
    text = (
        f"{number(doubtful['n'])} phiếu có dấu hiệu bất thường vẫn được tính; nếu bỏ các phiếu này, "
        f"tỷ lệ chọn {favourable_labels(table.likert)} ở “{shortened(table.label)}” {change} "
        f"({number(steady.base)} và {number(table.likert.base)} người nêu ý kiến, "
        f"ngày {day(snapshot.taken_on)})."
    )
    cells = counts["groups"][DOUBT]["no"]["tables"].get(table.key, {})
    return Sentence(
        text,
        (
            f"groups.{DOUBT}.yes.n",
            *(f"groups.{DOUBT}.no.tables.{table.key}.{code}" for code in cells),
            *_sources(table, counts),
        ),
    )


def favourable_labels(likert: LikertSummary) -> str:
    return quoted((part.label for part in likert.of(Side.FAVOURABLE)), "hoặc")
