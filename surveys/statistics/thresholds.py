"""Lines that must be reached, commune by commune: people's content with nông thôn mới.

Mặt trận's consultation counts households: at least 60 % of them must have been asked, and the share
that is content must reach a line, 80 % for each subject and 90 % for the whole (Quyết định
320/QĐ-TTg of 2022 for districts; Hướng dẫn 78/HD-MTTW-BTT).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from surveys.instrument.counts import GroupCounts

SUBJECT_LINE = 0.8
WHOLE_LINE = 0.9
LEAST_COVERAGE = 0.6
LEAST_ANSWERS = 10
_NONE: Mapping[str, int] = {}


class Standing(StrEnum):
    """Where a group stands to its line."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    NOT_ENOUGH = "not_enough"


@dataclass(frozen=True, slots=True)
class Line:
    """A line for one variable in every group of a breakdown.

    `key` is the variable's, `breakdown` the code of the question that makes the groups. Where
    `households` (by group code) is given, one answer stands for one household and `coverage` of
    them must have answered.
    """

    key: str
    breakdown: str
    share: float = SUBJECT_LINE
    households: Mapping[str, int] = field(default_factory=lambda: _NONE)
    coverage: float = LEAST_COVERAGE
    least: int = LEAST_ANSWERS


@dataclass(frozen=True, slots=True)
class GroupStanding:
    """One group; `share` of all who answered, "Khó trả lời" included; None below the least."""

    code: str
    share: float | None
    favourable: int
    answered: int
    households: int | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Outcome:
    """All groups against one line."""

    line: Line
    groups: tuple[GroupStanding, ...]

    def count(self, standing: Standing) -> int:
        return sum(group.standing is standing for group in self.groups)


def outcome(
    groups: Mapping[str, GroupCounts],
    codes: Sequence[str],
    line: Line,
    *,
    favourable: Sequence[str],
) -> Outcome:
    """Hold every group of `codes` against `line`; one nobody answered in has not enough answers.

    `favourable` are the codes that count as content.
    """
    return Outcome(
        line, tuple(_standing(code, groups.get(code), line, favourable) for code in codes)
    )


def _standing(
    code: str, group: GroupCounts | None, line: Line, favourable: Sequence[str]
) -> GroupStanding:
    table = group["tables"].get(line.key, {}) if group is not None else {}
    answered = sum(table.values())
    content = sum(table.get(choice, 0) for choice in favourable)
    share = content / answered if answered >= max(line.least, 1) else None
    households = line.households.get(code)
    standing = _judged(share, content, answered, households, line)
    return GroupStanding(code, share, content, answered, households, standing)


def _judged(
    share: float | None, content: int, answered: int, households: int | None, line: Line
) -> Standing:
    if share is None or (households is not None and answered < line.coverage * households):
        return Standing.NOT_ENOUGH
    # Compared as people: 0.8 of 55 is a hair above 44 in binary fractions.
    reached = round(content - line.share * answered, 6) >= 0
    return Standing.REACHED if reached else Standing.NOT_REACHED
