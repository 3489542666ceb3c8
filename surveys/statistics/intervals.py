"""Intervals around a share, where the way people were chosen allows any.

AAPOR ("Opt-in surveys and margin of error"; guidance on reporting precision for nonprobability
samples, 2016): a margin of sampling error says something only of people chosen at random. For other
samples precision may be told only beside the model it rests on. No survey here states such a model,
so quota samples and open links get no interval at all.
"""

from math import sqrt
from typing import NamedTuple

from scipy.special import ndtri

from surveys.enums import SampleKind

LEVEL = 0.95


class Interval(NamedTuple):
    """Bounds in percent points, 0 to 100."""

    low: float
    high: float


def interval(share: float, n: float, kind: SampleKind, *, level: float = LEVEL) -> Interval | None:
    """Return the interval of a share (0 to 1) of `n` people, or of an effective number of people.

    None unless `kind` is RANDOM and somebody answered. It tells of chance in choosing people at
    one stage only, not of clusters, refusals or wording.
    """
    if kind != SampleKind.RANDOM or n <= 0:
        return None
    return wilson(share, n, level=level)


def wilson(share: float, n: float, *, level: float = LEVEL) -> Interval:
    """Return Wilson's score interval (1927) without continuity correction.

    Raises ValueError unless 0 <= share <= 1 and n > 0.
    """
    if not 0 <= share <= 1 or n <= 0:
        raise ValueError("a share lies between 0 and 1, and n is above 0")
    z = float(ndtri((1 + level) / 2))
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return Interval(100 * max(0.0, centre - half), 100 * min(1.0, centre + half))
