"""How good a ranking is."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from statistics import fmean

BINS = 10


@dataclass(frozen=True)
class Judged:
    """One question: labels best first, the score of the first, and what was right.

    After a split several labels are right. `is_shown` says whether a percentage is shown, and
    `promised` what it says where that is not the score itself.
    """

    ranked: Sequence[str]
    confidence: float
    right: AbstractSet[str]
    is_shown: bool = False
    promised: float | None = None

    @property
    def is_first(self) -> bool:
        return bool(self.ranked) and self.ranked[0] in self.right

    def is_among(self, count: int) -> bool:
        return bool(self.right & set(self.ranked[:count]))


def top(judged: Sequence[Judged], count: int) -> float:
    """The share of questions with a right label among the first `count`."""
    return fmean(row.is_among(count) for row in judged) if judged else 0.0


def macro_f1(judged: Sequence[Judged]) -> float:
    """The mean of F1 over the labels that are right somewhere; small ones count like large ones."""
    hits, given, wanted = Counter[str](), Counter[str](), Counter[str]()
    for row in judged:
        truth = row.ranked[0] if row.is_first else min(row.right)
        wanted[truth] += 1
        if row.ranked:
            given[row.ranked[0]] += 1
            hits[truth] += row.is_first
    scores = [2 * hits[label] / (wanted[label] + given[label]) for label in wanted]
    return fmean(scores) if scores else 0.0


def calibration_error(judged: Sequence[Judged]) -> float | None:
    """Expected calibration error in ten bins of equal width; None without questions.

    The mean distance between what the score promises and how often it is right.
    """
    if not judged:
        return None
    bins: dict[int, list[Judged]] = defaultdict(list)
    for row in judged:
        bins[min(int(row.confidence * BINS), BINS - 1)].append(row)
    gaps = (
        abs(fmean(row.is_first for row in rows) - fmean(row.confidence for row in rows)) * len(rows)
        for rows in bins.values()
    )
    return sum(gaps) / len(judged)


def per_label(judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """Of the questions of each right label: how many, how many first, how many among three."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for row in judged:
        groups[row.ranked[0] if row.is_first else min(row.right)].append(row)
    return {
        label: {"n": len(rows), "top1": round(top(rows, 1), 4), "top3": round(top(rows, 3), 4)}
        for label, rows in sorted(groups.items())
    }


def summary(judged: Sequence[Judged]) -> dict[str, object]:
    """All of it, rounded; `ece_shown` and `n_shown` are of the questions that show a percentage."""
    shown = [
        replace(row, confidence=row.confidence if row.promised is None else row.promised)
        for row in judged
        if row.is_shown
    ]
    errors = {"ece": calibration_error(judged), "ece_shown": calibration_error(shown)}
    return {
        "n": len(judged),
        "top1": round(top(judged, 1), 4),
        "top3": round(top(judged, 3), 4),
        "macro_f1": round(macro_f1(judged), 4),
        **{name: None if error is None else round(error, 4) for name, error in errors.items()},
        "n_shown": len(shown),
    }
