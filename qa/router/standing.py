"""From labels, as they were learnt, to the units that stand on a day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa.router.certainty import Certainty
from qa.router.model import Scored

# The share of each label that goes to each unit standing on the day: 1 after a merger or for a unit
# that stands itself, equal parts after a split, nothing after an abolition.
Shares = Mapping[str, Mapping[str, float]]
MATCHES_SHOWN = 6


def single(shares: Shares) -> dict[str, str]:
    """Labels with the one unit that stands for them; those of split or abolished units not."""
    return {label: next(iter(units)) for label, units in shares.items() if len(units) == 1}


@dataclass(frozen=True)
class Candidate:
    """A unit that stands on the day, its score from 0 to 1, and the words that speak for it.

    `percentage` is None where too few confirmed cases make a number honest.
    """

    unit: str
    score: float
    matched: tuple[str, ...]
    percentage: int | None = None


def candidates(
    ranked: Sequence[Scored], shares: Shares, *, confirmed: Mapping[str, int], certainty: Certainty
) -> list[Candidate]:
    """Add up what the labels of each standing unit got; best first, scores sum to 1 at most.

    Labels that `shares` does not know (a unit deleted since, the level of communes) are left out
    and the rest is brought to 1 again.
    """
    scores: dict[str, float] = defaultdict(float)
    words: dict[str, list[str]] = defaultdict(list)
    for scored in ranked:
        for unit, share in shares.get(scored.label, {}).items():
            scores[unit] += share * scored.score
            words[unit] += scored.matched
    known: dict[str, int] = defaultdict(int)
    for label, count in confirmed.items():
        for unit in shares.get(label, {}):
            known[unit] += count
    total = sum(scores.values()) or 1.0
    order = sorted(scores, key=lambda unit: (-scores[unit], unit))
    return [
        Candidate(
            unit,
            scores[unit] / total,
            told(words[unit]),
            certainty.percentage(scores[unit] / total, confirmed=known[unit]),
        )
        for unit in order
    ]


def told(matched: Sequence[str]) -> tuple[str, ...]:
    """Words of several labels as they are shown: each once, and none that longer ones hold."""
    each = list(dict.fromkeys(matched))
    kept = [
        words
        for words in each
        if not any(f" {words} " in f" {other} " for other in each if other != words)
    ]
    return tuple(kept[:MATCHES_SHOWN])
