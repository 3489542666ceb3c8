"""The counts of a snapshot as sets of people, and paths that name one number in them."""

from collections.abc import Mapping
from typing import NamedTuple, TypedDict

from surveys.instrument.counts import Counts, GroupCounts


class NumberFigures(TypedDict):
    """What a final snapshot holds of a NUMBER question."""

    n: int
    mean: float
    median: float
    p25: float
    p75: float


class Block(NamedTuple):
    """What is known of one set of people; weighted people are fractions of people."""

    n: float
    tables: Mapping[str, Mapping[str, float]]
    asked: Mapping[str, float]


def block_of(counts: Counts | GroupCounts) -> Block:
    return Block(counts["n"], counts["tables"], counts["asked"])


def number_at(counts: Counts, path: str) -> int:
    """Return the number a source names: "n", "tables.q1.a", "groups.sex.male.tables.q1.a".

    Codes hold no dots. Raises KeyError where `counts` has no number of that name.
    """
    found: object = counts
    for step in path.split("."):
        if not isinstance(found, Mapping):
            raise KeyError(path)
        found = found[step]
    if not isinstance(found, int):
        raise KeyError(path)
    return found
