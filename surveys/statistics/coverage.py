"""Who is missing: the sample beside the population, category by category."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.instrument.counts import Counts
from surveys.statistics.weights import Margins

# Less than this, in percent points, is not worth sending anybody out for.
LEAST_GAP = 1.0


@dataclass(frozen=True, slots=True)
class Category:
    """One category of a margin; shares are fractions of those whose category is known."""

    question: str
    code: str
    people: int
    sample_share: float
    population_share: float

    @property
    def gap(self) -> float:
        """Percent points the sample has too many (above 0) or too few of."""
        return 100 * (self.sample_share - self.population_share)

    @property
    def shortfall(self) -> float:
        """What is missing, as a fraction of what should be there; 0 where nobody is."""
        return max(0.0, 1 - self.sample_share / self.population_share)


def coverage(counts: Counts, margins: Margins) -> tuple[Category, ...]:
    """Compare the answers to each margin question with its margin.

    People without an answer to it, or with one the margin does not know, are left out of both.
    Margins without anybody, and categories of no size, are left out.
    """
    return tuple(
        category
        for question, margin in margins.items()
        for category in _categories(question, counts["tables"].get(question, {}), margin)
    )


def _categories(
    question: str, table: Mapping[str, int], margin: Mapping[str, float]
) -> list[Category]:
    sizes = {code: size for code, size in margin.items() if size > 0}
    population = sum(sizes.values())
    people = sum(table.get(code, 0) for code in sizes)
    if not people:
        return []
    return [
        Category(question, code, table.get(code, 0), table.get(code, 0) / people, size / population)
        for code, size in sizes.items()
    ]


def most_missing(categories: tuple[Category, ...]) -> Category | None:
    """Return the category that lacks most people; None where none lacks LEAST_GAP points.

    By people and not by share: half of a large group is more worth asking than all of a tiny one.
    """
    worst = min(categories, key=lambda category: category.gap, default=None)
    return worst if worst is not None and worst.gap <= -LEAST_GAP else None
