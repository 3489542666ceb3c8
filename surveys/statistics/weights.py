"""Raking: weights that make a sample as the population is, and when they must not be used.

The rules are those of survey practice (notes on surveys, §4.2): three to five margins, weights
between a fifth and five times the mean, and no weighted result where it would rest on few people.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

LIMITS = (0.2, 5.0)  # of the mean weight
EXACT = 1e-9  # largest gap between a weighted share and its margin, as a fraction
CLOSE = 0.001  # the same once weights are trimmed: 0.1 percent points
MOST_MARGINS = 5
LARGEST_DEFF = 2.5
LEAST_EFFECTIVE = 100
# Census tables of one population differ a little by rounding; more means another population.
TOTALS_MAY_DIFFER = 0.005
_MOST_ROUNDS = 1_000
_MOST_TRIMS = 50

Floats = npt.NDArray[np.float64]
Margins = Mapping[str, Mapping[str, float]]
Naming = Callable[[str, str], str]


class Missing(NamedTuple):
    """A group the sample has too little of. `shortfall` is a fraction of what it should be."""

    questions: tuple[str, ...]
    codes: tuple[str, ...]
    people: float
    expected: float

    @property
    def shortfall(self) -> float:
        return 1 - self.people / self.expected


@dataclass(frozen=True, slots=True, eq=False)
class Weighting:
    """Weights by cell, and how much they cost.

    `cells` is the frame given to `rake` with the column `weight` (float64, mean of all people 1).
    `deff` is Kish's n·Σw²/(Σw)² and `n_eff` = n/deff; they know nothing of clusters.
    `largest_weight` is a multiple of the mean, `largest_gap` a fraction of all people.
    Where `refusal` has words, no weighted figure may be shown; where raking was not possible at
    all the weights are 1.
    """

    cells: pd.DataFrame
    margins: tuple[str, ...]
    n: int
    deff: float
    n_eff: float
    largest_weight: float
    largest_gap: float
    is_trimmed: bool = False
    refusal: str = ""

    @property
    def is_usable(self) -> bool:
        return not self.refusal

    def total(self, column: str) -> float:
        """Return the weighted sum of a column of people. Raises KeyError where there is none."""
        people = self.cells[column].to_numpy(dtype=np.float64)
        return float(people @ self.cells["weight"].to_numpy(dtype=np.float64))

    def most_missing(self) -> Missing | None:
        """Find the pair of categories (of two margins) that lacks most people.

        What a pair should have is its weighted number of people: raking keeps how the two margins
        go together in the sample. Pairs with nobody are not found; None where nobody is missing.
        """
        if self.largest_gap > CLOSE:
            return None
        found = [
            missing
            for pair in combinations(self.margins, 2)
            for missing in self._missing_of(pair)
            if missing.expected > missing.people
        ]
        return max(found, key=lambda one: one.expected - one.people, default=None)

    def _missing_of(self, pair: tuple[str, str]) -> list[Missing]:
        known = self.cells[(self.cells[list(pair)].fillna("") != "").all(axis="columns")]
        sums = known.assign(expected=known["n"] * known["weight"]).groupby(list(pair))
        table = sums[["n", "expected"]].sum()
        return [
            Missing(pair, (str(codes[0]), str(codes[1])), float(people), float(expected))
            for codes, people, expected in zip(
                table.index.tolist(), table["n"], table["expected"], strict=True
            )
        ]


class _Side(NamedTuple):
    """One margin as numbers: the category of every cell, and the share each category must have."""

    places: npt.NDArray[np.int64]
    targets: Floats

    def shares(self, people: Floats) -> Floats:
        sums = np.bincount(self.places, weights=people, minlength=len(self.targets))
        return np.asarray(sums / people.sum(), dtype=np.float64)


def kish_deff(weights: Floats, people: Floats) -> float:
    """Return n·Σw²/(Σw)² over people, `people` of whom have the same weight (Kish 1965)."""
    n = people.sum()
    return float(n * (people @ weights**2) / (people @ weights) ** 2)


def _plain_name(question: str, code: str) -> str:
    return f"{question} = {code}"


def rake(
    cells: pd.DataFrame,
    margins: Margins,
    *,
    limits: tuple[float, float] | None = LIMITS,
    name: Naming = _plain_name,
) -> Weighting:
    """Weight the people of `cells` so that each margin is met.

    `cells`: one column of codes (str) for each margin question, and `n` (people, whole numbers);
    other columns stay. The cost depends on the number of cells only. `margins`: people or shares of
    the population by question and code. `limits` bound the weights (None: no trimming). `name`
    gives the words for a category in a refusal.

    Whoever gave no answer to a margin question, or one the margin does not know, keeps the share
    the sample has of them, and the margin is met by the others: nobody is dropped, and nobody is
    guessed into a category.

    Raises ValueError where a column is missing, `n` is negative, or a margin is called n or weight.
    """
    _check(cells, margins)
    people = cells["n"].to_numpy(dtype=np.float64)
    refusal = _why_not(people, margins)
    if refusal:
        return _weighting(cells, margins, people, [], np.ones(len(people)), refusal=refusal)
    sides = [_side(cells[question], margin, people) for question, margin in margins.items()]
    refusal = _empty_category(sides, margins, people, name)
    if refusal:
        return _weighting(cells, margins, people, sides, np.ones(len(people)), refusal=refusal)
    fitted = _fit(people, sides, np.ones(len(people)))
    weights = fitted if limits is None else _trim(people, sides, fitted, limits)
    is_trimmed = not np.array_equal(weights, fitted)
    return _weighting(cells, margins, people, sides, weights, is_trimmed=is_trimmed)


def _check(cells: pd.DataFrame, margins: Margins) -> None:
    if {"n", "weight"} & set(margins):
        raise ValueError("n and weight are columns of their own, no margin questions")
    absent = [column for column in (*margins, "n") if column not in cells.columns]
    if absent:
        raise ValueError(f"cells lack the columns {absent}")
    if (cells["n"] < 0).any() or cells["n"].isna().any():
        raise ValueError("n counts people: it is never negative or absent")


def _why_not(people: Floats, margins: Margins) -> str:
    if not margins:
        return "chưa khai cơ cấu dân số"
    if len(margins) > MOST_MARGINS:
        return f"chỉ dùng được tối đa {MOST_MARGINS} cơ cấu dân số cùng lúc"
    if not people.sum():
        return "chưa có phiếu nào"
    if not all(_is_number(target) for margin in margins.values() for target in margin.values()):
        return "cơ cấu dân số có dòng không phải số lớn hơn 0; xin sửa hoặc bỏ dòng đó"
    totals = [sum(margin.values()) for margin in margins.values()]
    if min(totals) <= 0 or max(totals) > min(totals) * (1 + TOTALS_MAY_DIFFER):
        return "tổng số dân của các cơ cấu không bằng nhau; xin kiểm tra nguồn số liệu"
    return ""


def _is_number(target: float) -> bool:
    return bool(np.isfinite(target)) and target > 0


def _side(codes: pd.Series, margin: Mapping[str, float], people: Floats) -> _Side:
    known = list(margin)
    found = pd.Index(known).get_indexer(pd.Index(codes.fillna("").astype(str)))
    places = np.where(found < 0, len(known), found).astype(np.int64)
    outside = float(people[places == len(known)].sum() / people.sum())
    population = np.array([margin[code] for code in known], dtype=np.float64)
    inside = population / population.sum() * (1 - outside)
    return _Side(places, np.append(inside, outside))


def _empty_category(sides: list[_Side], margins: Margins, people: Floats, name: Naming) -> str:
    for side, (question, margin) in zip(sides, margins.items(), strict=True):
        for code, share in zip(margin, side.shares(people)[:-1], strict=True):
            if not share:
                return f"chưa có ai trả lời trong nhóm “{name(question, code)}”"
    return ""


def _gap(people: Floats, sides: list[_Side], weights: Floats) -> float:
    weighted = people * weights
    return max(
        (float(np.abs(side.shares(weighted) - side.targets).max()) for side in sides), default=0.0
    )


def _fit(people: Floats, sides: list[_Side], weights: Floats) -> Floats:
    """Iterative proportional fitting (Deming and Stephan 1940) from `weights` on."""
    for _ in range(_MOST_ROUNDS):
        for side in sides:
            shares = side.shares(people * weights)
            # A category without people has a target of nobody, too: its factor does not matter.
            factors = np.divide(side.targets, shares, out=np.ones_like(shares), where=shares > 0)
            weights = weights * factors[side.places]
        if _gap(people, sides, weights) < EXACT:
            break
    return weights / np.average(weights, weights=people)


def _trim(
    people: Floats, sides: list[_Side], weights: Floats, limits: tuple[float, float]
) -> Floats:
    """Trim and rake again in turn until both the limits and the margins hold (within CLOSE)."""
    for _ in range(_MOST_TRIMS):
        trimmed = _within(people, weights, limits)
        if _gap(people, sides, trimmed) <= CLOSE:
            return trimmed
        weights = _fit(people, sides, trimmed)
    return _within(people, weights, limits)


def _within(people: Floats, weights: Floats, limits: tuple[float, float]) -> Floats:
    """Clip to multiples of the mean; clipping moves the mean, so again until it stands still."""
    low, high = limits
    for _ in range(_MOST_TRIMS):
        mean = np.average(weights, weights=people)
        clipped = np.clip(weights, low * mean, high * mean)
        if np.allclose(clipped, weights, rtol=1e-12, atol=0):
            break
        weights = clipped
    return weights


def _weighting(
    cells: pd.DataFrame,
    margins: Margins,
    people: Floats,
    sides: list[_Side],
    weights: Floats,
    *,
    is_trimmed: bool = False,
    refusal: str = "",
) -> Weighting:
    n = people.sum()
    mean = np.average(weights, weights=people) if n else 1.0
    weights = weights / mean
    deff = kish_deff(weights, people) if n else 1.0
    gap = _gap(people, sides, weights)
    return Weighting(
        cells=cells.assign(weight=weights),
        margins=tuple(margins),
        n=int(n),
        deff=deff,
        n_eff=float(n / deff),
        largest_weight=float(weights[people > 0].max(initial=0.0)),
        largest_gap=gap,
        is_trimmed=is_trimmed,
        refusal=refusal or _too_dear(gap, deff, float(n / deff)),
    )


def _too_dear(gap: float, deff: float, n_eff: float) -> str:
    if gap > CLOSE:
        return "không tìm được trọng số khớp mọi cơ cấu dân số trong giới hạn cho phép"
    if deff > LARGEST_DEFF:
        return "mẫu lệch quá xa cơ cấu dân số (hiệu ứng thiết kế vượt 2,5)"
    if n_eff < LEAST_EFFECTIVE:
        return f"cỡ mẫu hiệu dụng dưới {LEAST_EFFECTIVE}"
    return ""
