"""Whether a difference is more than chance, said only of people chosen at random.

Many tests are made at once, so all of them are corrected together (Holm 1979).
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from math import isnan
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import chdtrc

from surveys.enums import SampleKind

LEVEL = 0.05
# Cochran's rule: the chi-square distribution fits when few expected numbers are small.
_LEAST_EXPECTED = 5
_MOST_SMALL_CELLS = 0.2

Floats = npt.NDArray[np.float64]
Cross = Sequence[Sequence[float | None]]


class Association(NamedTuple):
    """A test of independence. `p` is not corrected for other tests."""

    statistic: float
    df: int
    p: float


class Verdict(StrEnum):
    """What may be said of a difference."""

    CLEAR = "clear"
    NOT_SEEN = "not_seen"
    TOO_FEW = "too_few"
    NOT_RANDOM = "not_random"


class Direction(StrEnum):
    """What may be said of a share from one wave to the next."""

    UP = "tăng rõ"
    DOWN = "giảm rõ"
    NOT_SEEN = "chưa thấy thay đổi rõ"
    TOO_FEW = "chưa đủ phiếu để so hai đợt"
    OPEN_LINK = "không so được vì có đợt lấy ý kiến bằng liên kết mở"
    QUOTA = "không so được vì có đợt chọn người theo chỉ tiêu, không ngẫu nhiên"


class Wave(NamedTuple):
    """One share (0 to 1) in one wave; `n_eff` people answered, counted by effect."""

    share: float
    n_eff: float
    kind: SampleKind


class Change(NamedTuple):
    """From one wave to the next. `points` are percent points; `p` is corrected, None if untested."""

    points: float
    direction: Direction
    p: float | None


def association(cross: Cross, *, deff: float = 1.0) -> Association | None:
    """Test whether rows and columns of a table of people go together.

    Pearson's chi-square divided by the design effect: Rao and Scott's first-order correction (1981)
    with one mean effect, the same as counting n_eff = n/deff people. `cross` may hold weighted
    numbers of people. Rows and columns without people do not count. None where it cannot be tested:
    a hidden cell (None or NaN), fewer than two rows or columns, or expected numbers below 5 in more
    than a fifth of the cells.
    """
    cells = _cells(cross)
    if cells is None or min(cells.shape) < 2:
        return None
    effective = cells / deff
    expected = np.outer(effective.sum(axis=1), effective.sum(axis=0)) / effective.sum()
    if (expected < _LEAST_EXPECTED).mean() > _MOST_SMALL_CELLS:
        return None
    statistic = float(((effective - expected) ** 2 / expected).sum())
    df = (cells.shape[0] - 1) * (cells.shape[1] - 1)
    return Association(statistic, df, float(chdtrc(df, statistic)))


def _cells(cross: Cross) -> Floats | None:
    if any(cell is None or isnan(cell) for line in cross for cell in line):
        return None
    cells = np.array(cross, dtype=np.float64)
    if cells.ndim != 2 or not cells.size:
        return None
    filled: Floats = cells[cells.sum(axis=1) > 0][:, cells.sum(axis=0) > 0]
    return filled


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p values corrected for being tested together, in the order given."""
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    corrected = [0.0] * len(p_values)
    highest = 0.0
    for tested, place in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - tested) * p_values[place]))
        corrected[place] = highest
    return corrected


def verdicts(
    crosses: Mapping[str, Cross], kind: SampleKind, *, deff: float = 1.0
) -> dict[str, Verdict]:
    """Judge several tables of one survey together; none is tested unless people are a random sample."""
    if kind != SampleKind.RANDOM:
        return dict.fromkeys(crosses, Verdict.NOT_RANDOM)
    tested = {key: association(cross, deff=deff) for key, cross in crosses.items()}
    p_values = _corrected({key: one.p for key, one in tested.items() if one is not None})
    return {key: _verdict(p_values.get(key)) for key in crosses}


def _verdict(p: float | None) -> Verdict:
    if p is None:
        return Verdict.TOO_FEW
    return Verdict.CLEAR if p < LEVEL else Verdict.NOT_SEEN


def compare_waves(pairs: Mapping[str, tuple[Wave, Wave]]) -> dict[str, Change]:
    """Compare shares of an earlier wave (first) with a later one, all of them together.

    Each is the two-sided test of two proportions with pooled variance over effective numbers of
    people. Where either wave is not a random sample nothing is tested and the direction says why.
    """
    tested = {key: _wave_test(*pair) for key, pair in pairs.items()}
    p_values = _corrected({key: p for key, p in tested.items() if p is not None})
    return {
        key: Change(
            points=100 * (after.share - before.share),
            direction=_direction(before, after, p_values.get(key)),
            p=p_values.get(key),
        )
        for key, (before, after) in pairs.items()
    }


def why_untested(before: SampleKind, after: SampleKind) -> Direction | None:
    """Why surveys of these kinds are not tested against each other; None where they may be."""
    kinds = {before, after}
    if SampleKind.OPEN_LINK in kinds:
        return Direction.OPEN_LINK
    return Direction.QUOTA if SampleKind.QUOTA in kinds else None


def _corrected(p_values: Mapping[str, float]) -> dict[str, float]:
    return dict(zip(p_values, holm(list(p_values.values())), strict=True))


def _wave_test(before: Wave, after: Wave) -> float | None:
    if why_untested(before.kind, after.kind) is not None:
        return None
    test = association([_split(before), _split(after)])
    return test.p if test is not None else None


def _split(wave: Wave) -> tuple[float, float]:
    return wave.share * wave.n_eff, (1 - wave.share) * wave.n_eff


def _direction(before: Wave, after: Wave, p: float | None) -> Direction:
    untested = why_untested(before.kind, after.kind)
    if untested is not None:
        return untested
    if p is None:
        return Direction.TOO_FEW
    if p >= LEVEL:
        return Direction.NOT_SEEN
    return Direction.UP if after.share > before.share else Direction.DOWN
