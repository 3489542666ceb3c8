"""What is added up: counts, questions and days of one line, and the figures read off them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil

from qa.queries.figures.measures import BY_AGE, Measure

# Of fewer ratings no average is told to anybody: it would be what single people said.
FEWEST_RATINGS = 5
# What of a Cell is added up, and what is taken together.
NUMBERS = (
    "received",
    "answered",
    "in_time",
    "late",
    "responded",
    "finished",
    "rated",
    "satisfaction",
    "said_answered",
)
COLLECTIONS = (
    "returned",
    "reopened",
    "withdrawn",
    "rejected",
    "waiting",
    "response_days",
    "answer_days",
    "final_days",
)


@dataclass
class Cell:
    """Everything of one line, so that lines can be added: months to a year, units to a whole.

    Questions of returns and the like are kept by id, because one of them may be returned twice. Of
    days, how many questions took how many.
    """

    received: int = 0
    answered: int = 0
    in_time: int = 0
    late: int = 0
    responded: int = 0
    finished: int = 0
    rated: int = 0
    satisfaction: int = 0
    said_answered: int = 0
    returned: set[int] = field(default_factory=set)
    reopened: set[int] = field(default_factory=set)
    withdrawn: set[int] = field(default_factory=set)
    rejected: set[int] = field(default_factory=set)
    waiting: "Counter[Measure]" = field(default_factory=Counter)
    response_days: "Counter[int]" = field(default_factory=Counter)
    answer_days: "Counter[int]" = field(default_factory=Counter)
    final_days: "Counter[int]" = field(default_factory=Counter)

    def add(self, other: "Cell") -> None:
        """Take in what another line holds."""
        for name in NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in COLLECTIONS:
            if theirs := getattr(other, name):  # most are empty, and a year adds up thousands
                getattr(self, name).update(theirs)


def total_of(cells: Iterable[Cell]) -> Cell:
    total = Cell()
    for cell in cells:
        total.add(cell)
    return total


@dataclass(frozen=True)
class Days:
    """How long things took, in working days; None where nothing is known. `n` is of how many."""

    n: int
    median: int | None
    p90: int | None


@dataclass(frozen=True)
class Figures:
    """One line of figures; what each is stands in measures.DEFINITIONS.

    `rating` is a mean of 1 to 5, `coverage` and `said_answered` shares of 1; None where there is
    nothing to divide by or it may not be told.
    """

    counts: dict[Measure, int]
    rating: float | None
    coverage: float | None
    said_answered: float | None
    response: Days
    first_answer: Days
    final_answer: Days

    def count(self, measure: Measure | str) -> int:
        return self.counts[Measure(measure)]


def figures_of(cell: Cell, *, with_rating: bool = True) -> Figures:
    """Read the figures off a line; ratings only of FEWEST_RATINGS and more.

    `with_rating` False leaves them out all the same: others could be told by subtraction.
    """
    is_told = with_rating and cell.rated >= FEWEST_RATINGS
    return Figures(
        counts={
            Measure.RECEIVED: cell.received,
            Measure.ANSWERED: cell.answered,
            Measure.IN_TIME: cell.in_time,
            Measure.LATE: cell.late,
            Measure.RETURNED: len(cell.returned),
            Measure.REOPENED: len(cell.reopened),
            Measure.WITHDRAWN: len(cell.withdrawn),
            Measure.REJECTED: len(cell.rejected),
            Measure.RATED: cell.rated,
            Measure.RESPONDED: cell.responded,
            Measure.FINISHED: cell.finished,
            Measure.OPEN: sum(cell.waiting.values()),
            **{age: cell.waiting[age] for age in BY_AGE},
        },
        rating=cell.satisfaction / cell.rated if is_told else None,
        coverage=cell.rated / cell.answered if cell.answered else None,
        said_answered=cell.said_answered / cell.rated if is_told else None,
        response=days_of(cell.response_days),
        first_answer=days_of(cell.answer_days),
        final_answer=days_of(cell.final_days),
    )


def days_of(counts: "Counter[int]") -> Days:
    return Days(sum(counts.values()), quantile(counts, 0.5), quantile(counts, 0.9))


def quantile(counts: "Counter[int]", share: float) -> int | None:
    """The fewest days within which at least `share` of the questions are (nearest rank).

    A whole number somebody really waited; None of nothing.
    """
    total = sum(counts.values())
    rank = ceil(round(share * total, 9))
    reached = 0
    for days in sorted(counts):
        reached += counts[days]
        if reached >= rank:
            return days
    return None


def untold(cells: list[Cell], fewest: int = FEWEST_RATINGS) -> set[int]:
    """Places of the lines whose ratings readers are not told, so that no small group stands out.

    Lines with fewer than `fewest` ratings, and the next smallest ones while those left out hold
    fewer together: the total less the lines that are told would tell them.
    """
    by_size = sorted((cell.rated, place) for place, cell in enumerate(cells) if cell.rated)
    hidden: set[int] = set()
    held = 0
    for rated, place in by_size:
        if rated >= fewest and (held == 0 or held >= fewest):
            break
        hidden.add(place)
        held += rated
    return hidden
