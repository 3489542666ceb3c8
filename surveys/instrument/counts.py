"""The shape of counts: what snapshots hold, disclosure adds up and statistics read (ADR 0011)."""

from typing import TypedDict

# Breakdowns that every survey has besides those declared: doubtful answers, modes, versions.
DOUBT, MODE, VERSION = "_doubt", "_mode", "_version"
MERGED = "_merged"  # small groups put together at closing
RANK_SEPARATOR = "#"  # "choice#1": people who put the choice first
# A cell is named by questions and codes, "sex=m|age=young"; no code holds either mark.
CELL_SEPARATOR, CELL_EQUALS = "|", "="

Table = dict[str, int]


class GroupCounts(TypedDict):
    """The counts of one group: people, their answers by variable, people asked by question."""

    n: int
    tables: dict[str, Table]
    asked: dict[str, int]


Cells = dict[str, GroupCounts]


class Counts(TypedDict):
    """The counts of everybody, and of every group of every breakdown."""

    n: int
    tables: dict[str, Table]
    asked: dict[str, int]
    groups: dict[str, Cells]
