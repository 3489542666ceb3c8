"""From labels, as they were learnt, to the units that stand on a day, and the commune that is named."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from qa.router.certainty import Certainty
from qa.router.matched import MATCHES_SHOWN
from qa.router.model import Scored

# The share of each label that goes to each unit standing on the day: 1 after a merger or for a unit
# that stands itself, equal parts after a split, nothing after an abolition.
Shares = Mapping[str, Mapping[str, float]]


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


@dataclass(frozen=True)
class Local:
    """The commune a text names: `label` is what all communes are learnt as.

    `least` is the share its level gets at least, however little the learnt words say.
    """

    label: str
    unit: str
    least: float
    matched: tuple[str, ...] = ()


LocalIn = Callable[[str], Local | None]


def nowhere(_text: str) -> None:
    """The reading that finds no commune."""


def candidates(
    ranked: Sequence[Scored],
    shares: Shares,
    *,
    confirmed: Mapping[str, int],
    certainty: Certainty,
    local: Local | None = None,
) -> list[Candidate]:
    """What the labels of each standing unit got; best first, scores sum to 1 at most.

    After a merger the mean of its labels: a unit is no likelier for having had many predecessors.

    Labels that `shares` does not know (a unit deleted since, the level of communes) are left out
    and the rest is brought to 1 again. With `local` the commune stands among them; the order of the
    others does not change.
    """
    found = of_the_field(ranked, shares, confirmed=confirmed, certainty=certainty)
    return with_commune(found, local, ranked) if local else found


def with_commune(
    found: Sequence[Candidate], local: Local, ranked: Sequence[Scored]
) -> list[Candidate]:
    """Give the commune what its level got and the others the rest.

    Nobody has measured how often a named commune is right, so it has no percentage, and where it
    comes first the others have none either.
    """
    learnt = next((one for one in ranked if one.label == local.label), None)
    score = max(local.least, learnt.score if learnt else 0.0)
    # Single words learnt of communes in general add nothing to the place.
    level = [run for run in learnt.matched if " " in run] if learnt else []
    words = told((*local.matched, *level))
    place = {word for run in local.matched for word in run.split()}
    others = [
        replace(
            one,
            score=one.score * (1 - score),
            # A piece of the place's name ("Thủy", "4") explains no field.
            matched=tuple(run for run in one.matched if not place.issuperset(run.split())),
        )
        for one in found
    ]
    if not others or score >= others[0].score:
        others = [replace(one, percentage=None) for one in others]
    return sorted(
        [Candidate(local.unit, score, words), *others], key=lambda one: (-one.score, one.unit)
    )


def of_the_field(
    ranked: Sequence[Scored], shares: Shares, *, confirmed: Mapping[str, int], certainty: Certainty
) -> list[Candidate]:
    """The departments alone."""
    sums: dict[str, float] = defaultdict(float)
    parts: dict[str, float] = defaultdict(float)
    words: dict[str, list[str]] = defaultdict(list)
    for scored in ranked:
        for unit, share in shares.get(scored.label, {}).items():
            sums[unit] += share * scored.score
            parts[unit] += share
            words[unit] += scored.matched
    scores = {unit: score / max(parts[unit], 1.0) for unit, score in sums.items()}
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
