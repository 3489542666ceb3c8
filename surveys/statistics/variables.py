"""The table of one variable: people, shares, and the base the shares are of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from engagement.text.order import order_key
from surveys.enums import QuestionKind, SampleKind
from surveys.instrument.counts import RANK_SEPARATOR
from surveys.instrument.degrees import is_way_out
from surveys.instrument.questionnaire import Question, Variable
from surveys.statistics.counts import Block
from surveys.statistics.intervals import Interval, interval
from surveys.statistics.likert import (
    LikertSummary,
    likert_summary,
    on_scale,
    points,
    sides,
)
from surveys.statistics.names import Names

# A longer scale (0 to 100) shows only the points somebody chose.
_MOST_POINTS = 11
_SCALED = frozenset({QuestionKind.LIKERT, QuestionKind.MATRIX, QuestionKind.SCALE})
_OF_THE_ASKED = frozenset({QuestionKind.MULTIPLE, QuestionKind.CONSENT})
COUNTED = (
    _SCALED
    | _OF_THE_ASKED
    | {
        QuestionKind.SINGLE,
        QuestionKind.COMMUNE,
        QuestionKind.RANKING,
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """One answer. Shares are of the base, those of `is_outside` rows of all who answered.

    `weighted` is None without usable weights, `steady` (without doubtful answers) where none are.
    `interval` is that of the weighted share where there is one. `mean_rank` belongs to rankings.
    """

    code: str
    label: str
    people: int
    share: float | None
    weighted: float | None = None
    steady: float | None = None
    interval: Interval | None = None
    mean_rank: float | None = None
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class VariableTable:
    """One variable whole. `base_words` say who the `base` are; `mean` is of a SCALE's points."""

    variable: Variable
    base: int
    base_words: str
    rows: tuple[Row, ...]
    likert: LikertSummary | None = None
    weighted_likert: LikertSummary | None = None
    steady_likert: LikertSummary | None = None
    favourable_interval: Interval | None = None
    mean: float | None = None

    @property
    def key(self) -> str:
        return self.variable.key

    @property
    def kind(self) -> QuestionKind:
        return self.variable.question.kind

    @property
    def label(self) -> str:
        """The words of the row of a matrix, of the question else."""
        row = self.variable.row
        return self.variable.question.label if row is None else row.label

    @property
    def is_weighted(self) -> bool:
        return any(row.weighted is not None for row in self.rows)

    @property
    def may_pass_hundred(self) -> bool:
        return self.kind is QuestionKind.MULTIPLE


class Blocks(NamedTuple):
    """The same people seen three ways: as counted, weighted, and without doubtful answers."""

    counted: Block
    weighted: Block | None
    steady: Block | None
    deff: float
    kind: SampleKind


class _Shares(NamedTuple):
    base: float
    people: Mapping[str, float]
    outside: frozenset[str]

    def base_of(self, code: str) -> float:
        return sum(self.people.values()) if code in self.outside else self.base

    def of(self, code: str) -> float | None:
        base = self.base_of(code)
        return self.people.get(code, 0) / base if base else None


class _Views(NamedTuple):
    """The shares of one variable as counted, weighted and without doubtful answers."""

    counted: _Shares
    weighted: _Shares | None
    steady: _Shares | None


def variable_table(variable: Variable, blocks: Blocks, names: Names) -> VariableTable:
    """Sum up one variable of a kind in COUNTED."""
    views = _Views(
        counted=_shares(variable, blocks.counted),
        weighted=_shares(variable, blocks.weighted) if blocks.weighted else None,
        steady=_shares(variable, blocks.steady) if blocks.steady else None,
    )
    table = blocks.counted.tables.get(variable.key, {})
    rows = tuple(
        _row(variable, code, views, blocks, names)
        for code in _codes(variable.question, views.counted.people, names)
    )
    likert = likert_summary(variable, table)
    weighted_likert = _likert(variable, blocks.weighted)
    return VariableTable(
        variable=variable,
        base=round(views.counted.base),
        base_words=_base_words(variable.question),
        rows=rows,
        likert=likert,
        weighted_likert=weighted_likert,
        steady_likert=_likert(variable, blocks.steady),
        favourable_interval=_favourable_interval(likert, weighted_likert, blocks),
        mean=_mean(variable.question, table),
    )


def _shares(variable: Variable, block: Block) -> _Shares:
    question = variable.question
    people = _people(question, block.tables.get(variable.key, {}))
    outside = _outside(question, people)
    if question.kind in _OF_THE_ASKED:
        return _Shares(block.asked.get(question.code, block.n), people, frozenset())
    if _is_scaled(question):
        return _Shares(
            sum(number for code, number in people.items() if code not in outside), people, outside
        )
    return _Shares(sum(people.values()), people, outside)


def _people(question: Question, table: Mapping[str, float]) -> Mapping[str, float]:
    """Who gave each answer; of a ranking, who put it first."""
    if question.kind is not QuestionKind.RANKING:
        return table
    first = f"{RANK_SEPARATOR}1"
    return {
        code.removesuffix(first): people for code, people in table.items() if code.endswith(first)
    }


def _is_scaled(question: Question) -> bool:
    return question.kind in _SCALED or bool(sides(question))


def _outside(question: Question, people: Iterable[str]) -> frozenset[str]:
    """Codes apart from the scale; of a plain list only "Khó trả lời" and its like."""
    if question.kind is QuestionKind.SCALE:
        return frozenset(people) - {str(point) for point in points(question)}
    if _is_scaled(question):
        return frozenset(people) - {choice.code for choice in on_scale(question)}
    return frozenset(choice.code for choice in question.choices if is_way_out(choice))


def _base_words(question: Question) -> str:
    if question.kind in _OF_THE_ASKED:
        return "người được hỏi"
    if question.kind is QuestionKind.RANKING:
        return "người xếp thứ tự"
    return "người nêu ý kiến" if _is_scaled(question) else "người trả lời"


def _codes(question: Question, people: Mapping[str, float], names: Names) -> list[str]:
    """The order of rows: as asked, then what is asked no more; communes as the alphabet has them."""
    if question.kind is QuestionKind.COMMUNE:
        return sorted(people, key=lambda code: order_key(names.choice(question.code, code)))
    if question.kind is QuestionKind.SCALE:
        steps = [str(point) for point in points(question)]
        if len(steps) > _MOST_POINTS:
            steps = [step for step in steps if people.get(step)]
    else:
        steps = list(names.codes(question.code)) or (
            ["yes"] if question.kind is QuestionKind.CONSENT else []
        )
    return [*steps, *(code for code in people if code not in steps)]


def _row(variable: Variable, code: str, views: _Views, blocks: Blocks, names: Names) -> Row:
    question, counted = variable.question, views.counted
    share = counted.of(code)
    weighted = views.weighted.of(code) if views.weighted else None
    ranks = blocks.counted.tables.get(variable.key, {})
    return Row(
        code=code,
        label=_row_label(question, code, names),
        people=round(counted.people.get(code, 0)),
        share=share,
        weighted=weighted,
        steady=views.steady.of(code) if views.steady else None,
        interval=_interval(share, weighted, counted.base_of(code), blocks),
        mean_rank=_mean_rank(ranks, code) if question.kind is QuestionKind.RANKING else None,
        is_outside=code in counted.outside,
    )


def _row_label(question: Question, code: str, names: Names) -> str:
    if question.kind is QuestionKind.CONSENT and code == "yes":
        return "Đồng ý"
    return names.choice(question.code, code)


def _interval(
    share: float | None, weighted: float | None, base: float, blocks: Blocks
) -> Interval | None:
    shown = share if weighted is None else weighted
    if shown is None:
        return None
    return interval(min(shown, 1.0), base / blocks.deff, blocks.kind)


def _favourable_interval(
    likert: LikertSummary | None, weighted: LikertSummary | None, blocks: Blocks
) -> Interval | None:
    if likert is None:
        return None
    share = weighted.favourable if weighted else None
    return _interval(likert.favourable, share, likert.base, blocks)


def _likert(variable: Variable, block: Block | None) -> LikertSummary | None:
    if block is None:
        return None
    return likert_summary(variable, block.tables.get(variable.key, {}))


def _mean(question: Question, table: Mapping[str, float]) -> float | None:
    if question.kind is not QuestionKind.SCALE:
        return None
    chosen = {point: table.get(str(point), 0) for point in points(question)}
    people = sum(chosen.values())
    return sum(point * number for point, number in chosen.items()) / people if people else None


def _mean_rank(table: Mapping[str, float], code: str) -> float | None:
    ranks = {
        int(cell.rpartition(RANK_SEPARATOR)[2]): people
        for cell, people in table.items()
        if cell.rpartition(RANK_SEPARATOR)[0] == code
    }
    people = sum(ranks.values())
    return sum(rank * number for rank, number in ranks.items()) / people if people else None
