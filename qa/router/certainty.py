"""How sure the router may sound."""

import math
from dataclasses import dataclass

LEAST_CASES_FOR_A_PERCENTAGE = 20
LEAST_PERCENTAGE = 50
# Before there are cases to fit it on; fitted once on procedures of fields left out (ADR 0012).
COLD_TEMPERATURE = 0.47


@dataclass(frozen=True)
class Certainty:
    """`temperature` turns mixed scores into shares; `shift` turns a share into a percentage.

    `shift` is None while too few cases were held out to say any percentage.
    """

    temperature: float = COLD_TEMPERATURE
    shift: float | None = None

    def percentage(self, score: float, *, confirmed: int) -> int | None:
        """What may be promised of a unit with so many confirmed cases, 50 to 99, or None.

        Less than an even chance is not promised: too few held-out cases stand there to check it.
        """
        if self.shift is None or confirmed < LEAST_CASES_FOR_A_PERCENTAGE:
            return None
        promised = min(round(100 * moved(score, self.shift)), 99)
        return promised if promised >= LEAST_PERCENTAGE else None


COLD = Certainty()


def moved(share: float, shift: float) -> float:
    """`share` with `shift` added to its log-odds."""
    held = min(max(share, 1e-6), 1 - 1e-6)
    return 1 / (1 + math.exp(-(math.log(held / (1 - held)) + shift)))
