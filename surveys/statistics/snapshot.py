"""One snapshot with what is needed to talk about it."""

from dataclasses import dataclass
from datetime import date

from surveys.enums import SampleKind
from surveys.instrument.counts import Counts
from surveys.statistics.names import Names


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Counts as one audience may know them, when they were taken and from what kind of sample."""

    counts: Counts
    names: Names
    kind: SampleKind
    taken_on: date

    @property
    def n(self) -> int:
        return self.counts["n"]
