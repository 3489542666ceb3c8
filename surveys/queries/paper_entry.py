"""Paper sheets that are being typed in, as the people who type them see them."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.http import urlencode

from engagement.accounts.models import User
from engagement.text.fold import fold
from surveys.models import PaperEntry, PaperTally, Survey

MOST_SHOWN = 50


class SheetNumber(NamedTuple):
    """How a sheet is known: the batch it lies in, as it was typed, and the number written on it."""

    batch: str
    number: int

    @property
    def query(self) -> str:
        """What names it in an address."""
        named: dict[str, str | int] = {"tap": self.batch, "so": self.number}
        return urlencode(named)

    @property
    def credential(self) -> tuple[str, bytes]:
        """What takes part once with it (services.submitting)."""
        return "paper", f"{fold(self.batch).upper()}\x00{self.number}".encode()


@dataclass(slots=True)
class Batch:
    """What waits in one batch: `for_others` has been typed by this person, `for_me` by another."""

    name: str
    for_me: list[int] = field(default_factory=list)
    for_others: list[int] = field(default_factory=list)

    @property
    def next_sheet(self) -> SheetNumber | None:
        """The first sheet this person may read again."""
        return SheetNumber(self.name, self.for_me[0]) if self.for_me else None


@dataclass(frozen=True, slots=True)
class Pending:
    """Everything that waits: sheets for a second reading, and sheets that were read in two ways."""

    batches: list[Batch]
    differing: list[SheetNumber]

    @property
    def count(self) -> int:
        waiting = sum(len(one.for_me) + len(one.for_others) for one in self.batches)
        return waiting + len(self.differing)

    @property
    def differing_shown(self) -> list[SheetNumber]:
        return self.differing[:MOST_SHOWN]


def entries_of(survey: Survey, sheet: SheetNumber) -> QuerySet[PaperEntry]:
    """The readings of one sheet, the first before the second."""
    batch = batch_as_kept(survey, sheet.batch)
    found = PaperEntry.objects.filter(survey=survey, batch=batch, number=sheet.number)
    return found.order_by("is_second")


def batch_as_kept(survey: Survey, typed: str) -> str:
    """How the batch is spelt that waits under this name, compared without case and marks."""
    kept = PaperEntry.objects.filter(survey=survey).order_by("batch").distinct()
    names = kept.values_list("batch", flat=True)
    return next((name for name in names if fold(name) == fold(typed)), typed)


def pending(survey: Survey, by: User) -> Pending:
    """What waits in `survey`, as it concerns `by`."""
    rows = PaperEntry.objects.filter(survey=survey).order_by("batch", "number")
    batches = defaultdict[str, Batch](lambda: Batch(""))
    differing = []
    typed = rows.values_list("batch", "number", "entered_by_id")
    for (name, number), found in groupby(typed, lambda row: row[:2]):
        people = [person for _, _, person in found]
        if len(people) > 1:
            differing.append(SheetNumber(name, number))
            continue
        batch = batches[name]
        batch.name = name
        (batch.for_others if people == [by.pk] else batch.for_me).append(number)
    return Pending(list(batches.values()), differing)


def pending_sheets(survey: Survey) -> int:
    """How many sheets wait, whoever typed them."""
    first = PaperEntry.objects.filter(survey=survey, is_second=False)
    return first.count()


def next_for(survey: Survey, by: User, after: SheetNumber) -> SheetNumber | None:
    """The next sheet of the same batch that somebody else has typed and `by` may read again."""
    batch = batch_as_kept(survey, after.batch)
    rows = PaperEntry.objects.filter(survey=survey, batch=batch, number__gt=after.number)
    numbers = dict[int, list[int]]()
    for number, person in rows.order_by("number").values_list("number", "entered_by_id"):
        numbers.setdefault(number, []).append(person)
    free = (
        number for number, people in numbers.items() if len(people) == 1 and by.pk not in people
    )
    return next((SheetNumber(batch, number) for number in free), None)


def tally_of(survey: Survey) -> PaperTally | None:
    """How well readings agreed so far; None before the first sheet was read twice."""
    return PaperTally.objects.filter(survey=survey).first()
