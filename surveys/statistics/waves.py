"""One survey beside an earlier one: the shares both have, and what may be said of their changes."""

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.enums import QuestionKind
from surveys.statistics.likert import LikertSummary
from surveys.statistics.names import shortened
from surveys.statistics.significance import (
    Change,
    Direction,
    Wave,
    compare_waves,
    why_untested,
)
from surveys.statistics.summary import Summary
from surveys.statistics.variables import VariableTable
from surveys.statistics.words import favourable_labels, quoted

# Lists of which every choice is compared by itself. What people rank or where they live is not.
_LISTS = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE})


@dataclass(frozen=True, slots=True)
class Compared:
    """One share in both surveys; `people` are the base before and after.

    `label` is what the later survey asks, `answer` whose share it is. `is_reworded`: the earlier one
    asked in other words.
    """

    key: str
    label: str
    answer: str
    shares: tuple[float, float]
    people: tuple[int, int]
    change: Change
    is_reworded: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """All shares two surveys have in common, in the later one's order.

    `scales` are favourable shares, `choices` those of every choice of lists. `reason` says why nothing is tested; None where it is. `different` are the labels of questions
    whose scales are not the same.
    """

    scales: tuple[Compared, ...]
    choices: tuple[Compared, ...]
    is_weighted: bool
    reason: Direction | None
    different: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Share:
    table: VariableTable
    answer: str
    share: float
    steps: tuple[tuple[str, ...], ...]  # the codes of the scale with their sides; none of a list

    @property
    def label(self) -> str:
        return self.table.variable.label


def compared(before: Summary, after: Summary) -> Comparison:
    """Hold `after` against `before`: favourable shares of scales, and of lists every choice.

    Shares are weighted only where both surveys' are. Who people are (breakdowns and margins) is no
    opinion and is left out. All scales are tested together, and all choices.
    """
    is_weighted = before.is_weighted and after.is_weighted
    who = before.who_answers | after.who_answers
    earlier = dict(_shares(before, who, is_weighted=is_weighted))
    later = dict(_shares(after, who, is_weighted=is_weighted))
    common = [key for key in later if key in earlier]
    alike = [key for key in common if later[key].steps == earlier[key].steps]
    waves = {
        key: (
            _wave(earlier[key], before, is_weighted=is_weighted),
            _wave(later[key], after, is_weighted=is_weighted),
        )
        for key in alike
    }
    scales, choices = (
        compare_waves({key: waves[key] for key in alike if bool(later[key].steps) is is_scale})
        for is_scale in (True, False)
    )
    return Comparison(
        scales=tuple(_row(key, earlier[key], later[key], one) for key, one in scales.items()),
        choices=tuple(_row(key, earlier[key], later[key], one) for key, one in choices.items()),
        is_weighted=is_weighted,
        reason=why_untested(before.snapshot.kind, after.snapshot.kind),
        different=tuple(later[key].label for key in common if key not in alike),
    )


def _shares(
    summary: Summary, who: frozenset[str], *, is_weighted: bool
) -> Iterator[tuple[str, _Share]]:
    for table in summary.variables:
        if not table.base or table.variable.question.code in who:
            continue
        likert = table.weighted_likert if is_weighted else table.likert
        if likert is not None:
            yield table.key, _of_scale(table, likert)
        elif table.kind in _LISTS:
            yield from _of_list(table, is_weighted=is_weighted)


def _of_scale(table: VariableTable, likert: LikertSummary) -> _Share:
    steps = tuple((str(part.side), *part.codes) for part in likert.parts)
    return _Share(table, favourable_labels(likert), likert.favourable, steps)


def _of_list(table: VariableTable, *, is_weighted: bool) -> Iterator[tuple[str, _Share]]:
    for row in table.rows:
        share = row.weighted if is_weighted else row.share
        if share is not None and not row.is_outside:
            yield f"{table.key}.{row.code}", _Share(table, quoted([row.label]), share, ())


def _wave(share: _Share, summary: Summary, *, is_weighted: bool) -> Wave:
    deff = summary.weighting.deff if is_weighted and summary.weighting else 1.0
    return Wave(min(share.share, 1.0), share.table.base / deff, summary.snapshot.kind)


def _row(key: str, before: _Share, after: _Share, change: Change) -> Compared:
    return Compared(
        key=key,
        label=shortened(after.label),
        answer=after.answer,
        shares=(before.share, after.share),
        people=(before.table.base, after.table.base),
        change=change,
        is_reworded=before.label != after.label or before.answer != after.answer,
    )
