"""What separates groups: one share in every group, and every group against a line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys.instrument.counts import DOUBT, MERGED, MODE, VERSION, GroupCounts
from surveys.instrument.questionnaire import Variable
from surveys.statistics import words
from surveys.statistics.likert import LikertSummary, Side, likert_summary
from surveys.statistics.significance import Cross, Verdict, verdicts
from surveys.statistics.snapshot import Snapshot
from surveys.statistics.thresholds import Line, Outcome, outcome
from surveys.statistics.words import Sentence


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group; `share` is the favourable share of the `base` who expressed a view.

    None where fewer than the least expressed one.
    """

    code: str
    label: str
    people: int
    base: int
    share: float | None


@dataclass(frozen=True, slots=True)
class GroupTable:
    """The favourable share of the variable `key` in every group of one breakdown."""

    breakdown: str
    label: str
    key: str
    rows: tuple[GroupRow, ...]
    verdict: Verdict
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class LineTable:
    """Every group against one line; `label` is the variable's."""

    outcome: Outcome
    label: str
    sentence: Sentence


def group_tables(
    variable: Variable, snapshot: Snapshot, *, least: int, deff: float = 1.0
) -> tuple[GroupTable, ...]:
    """Break the favourable share of a scale down by every breakdown; all are tested together.

    `deff` makes the tests as careful as the weights demand. Empty for a variable without a scale.
    """
    if likert_summary(variable, {}) is None:
        return ()
    breakdowns = {
        code: groups
        for code, groups in snapshot.counts["groups"].items()
        if code != DOUBT and _divides(code, groups)
    }
    crosses = {code: _cross(variable, groups, least=least) for code, groups in breakdowns.items()}
    judged = verdicts(crosses, snapshot.kind, deff=deff)
    return tuple(
        _group_table(code, variable, judged[code], snapshot, least=least) for code in breakdowns
    )


def _divides(code: str, groups: Mapping[str, GroupCounts]) -> bool:
    """The breakdowns nobody declared are told only where there is more than one group."""
    return code not in {MODE, VERSION} or sum(group["n"] > 0 for group in groups.values()) > 1


def _cross(variable: Variable, groups: Mapping[str, GroupCounts], *, least: int) -> Cross:
    """People in favour and not, by group, of the groups whose share is shown."""
    likerts = [_likert(variable, group) for code, group in groups.items() if code]
    return [
        (one.favourable * one.base, (1 - one.favourable) * one.base)
        for one in likerts
        if one is not None and one.base >= max(least, 1)
    ]


def _likert(variable: Variable, group: GroupCounts | None) -> LikertSummary | None:
    table = group["tables"].get(variable.key, {}) if group is not None else {}
    return likert_summary(variable, table)


def _group_table(
    breakdown: str, variable: Variable, verdict: Verdict, snapshot: Snapshot, *, least: int
) -> GroupTable:
    groups = snapshot.counts["groups"][breakdown]
    rows = tuple(
        _group_row(breakdown, code, variable, snapshot, least=least)
        for code in dict.fromkeys((*snapshot.names.codes(breakdown), *groups))
    )
    sources = tuple(
        f"groups.{breakdown}.{code}.tables.{variable.key}.{cell}"
        for code, group in groups.items()
        for cell in group["tables"].get(variable.key, {})
    )
    label = snapshot.names.question(breakdown)
    text = _words(label, variable, rows, verdict, snapshot)
    return GroupTable(breakdown, label, variable.key, rows, verdict, Sentence(text, sources))


def _group_row(
    breakdown: str, code: str, variable: Variable, snapshot: Snapshot, *, least: int
) -> GroupRow:
    group = snapshot.counts["groups"][breakdown].get(code)
    likert = _likert(variable, group)
    base = round(likert.base) if likert else 0
    return GroupRow(
        code=code,
        label=snapshot.names.choice(breakdown, code),
        people=group["n"] if group is not None else 0,
        base=base,
        share=likert.favourable if likert and base >= max(least, 1) else None,
    )


def _words(
    label: str,
    variable: Variable,
    rows: Sequence[GroupRow],
    verdict: Verdict,
    snapshot: Snapshot,
) -> str:
    likert = likert_summary(variable, {})
    subject = f", tỷ lệ chọn {words.favourable_labels(likert)}" if likert else ""
    compared = [
        (row.label, row.share)
        for row in rows
        if row.share is not None and row.code not in {"", MERGED}
    ]
    n = words.number(sum(row.base for row in rows))
    return (
        f"{words.quoted([likert.label if likert else variable.label])}{subject} theo "
        f"{words.quoted([label])}: {words.groups_words(compared, verdict)} "
        f"({n} người nêu ý kiến, ngày {words.day(snapshot.taken_on)})."
    )


def line_table(line: Line, variable: Variable | None, snapshot: Snapshot) -> LineTable:
    """Hold every group of the line's breakdown against it.

    Raises ValueError where `variable`, the line's, is not asked or has no favourable side.
    """
    likert = likert_summary(variable, {}) if variable is not None else None
    if variable is None or likert is None:
        raise ValueError(f"{line.key} has no side that counts as content")
    groups = snapshot.counts["groups"].get(line.breakdown, {})
    known = dict.fromkeys((*snapshot.names.codes(line.breakdown), *groups))
    codes = [code for code in known if code and not code.startswith("_")]
    found = outcome(groups, codes, line, favourable=likert.codes(Side.FAVOURABLE))
    return LineTable(found, likert.label, words.outcome_sentence(found, likert.label, snapshot))
