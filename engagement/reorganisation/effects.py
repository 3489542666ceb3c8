"""What a reorganisation touches: each room says what stands there and carries it over.

A room registers its effects from `AppConfig.ready`; this room knows none of the rooms above it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar, overload

from django.db.models import Model, QuerySet

from engagement.accounts.models import Unit, User
from engagement.audit.actors import Actor
from engagement.reorganisation.models import Reorganisation, Successor

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a reorganisation touches. `key` (letters, digits, hyphens) is what a choice names.

    `goes`: without a choice it goes to the unit that takes the rest; else it stays behind.
    """

    key: str
    label: str
    note: str = ""
    url: str = ""
    goes: bool = True


@dataclass(frozen=True)
class Listing(Sequence[Item], Generic[M]):
    """Rows shown as items, counted and read a page at a time."""

    rows: QuerySet[M]
    item: Callable[[M], Item]

    def __len__(self) -> int:
        return self.rows.count()

    @overload
    def __getitem__(self, part: int) -> Item: ...

    @overload
    def __getitem__(self, part: slice) -> list[Item]: ...

    def __getitem__(self, part: int | slice) -> Item | list[Item]:
        if isinstance(part, slice):
            return [self.item(row) for row in self.rows[part]]
        return self.item(self.rows[part])


@dataclass(frozen=True)
class Plan:
    """A reorganisation read whole: the units that end, who takes over, what was chosen for what."""

    reorganisation: Reorganisation
    units: tuple[Unit, ...]
    successors: tuple[Successor, ...]
    choices: Mapping[tuple[str, str], Successor | None] = field(default_factory=dict)

    @property
    def on(self) -> date:
        return self.reorganisation.effective_on

    @property
    def unit_ids(self) -> list[int]:
        return [unit.pk for unit in self.units]

    @property
    def rest(self) -> Successor | None:
        """Who takes what nobody chose another unit for."""
        return next((one for one in self.successors if one.is_default), None)

    @property
    def responsible(self) -> User:
        """The member of staff who answers for it, also where the periodic work carries it out."""
        return self.reorganisation.made_by

    def heir(self, effect: str, item: str, *, goes: bool = True) -> Successor | None:
        """Where `item` goes: as chosen, else with the rest (`goes`) or nowhere."""
        if (effect, item) in self.choices:
            return self.choices[effect, item]
        return self.rest if goes else None

    def new_home(self, effect: str, item: str, *, goes: bool = True) -> Unit | None:
        """The unit of `heir`; to be asked while the reorganisation is carried out."""
        heir = self.heir(effect, item, goes=goes)
        return heir.unit if heir else None


@dataclass(frozen=True)
class Effect:
    """One kind of thing that a reorganisation touches.

    `counts` by the id of the unit that ends; `items` in an order that stays. `apply` runs in the
    transaction of the whole, with all successors there; `hold` before anything is written, to lock
    rows in the order everybody else takes them. `needs_heir` tells whether something would be left
    with nobody when no unit takes over.
    """

    code: str
    label: str
    sentence: str
    counts: Callable[[Plan], Mapping[int, int]]
    items: Callable[[Plan], Sequence[Item]]
    apply: Callable[[Plan, Actor], None] | None = None
    hold: Callable[[Plan], None] | None = None
    is_chosen: bool = False
    may_stay: bool = False
    needs_heir: Callable[[Plan], bool] | None = None


_effects: dict[str, Effect] = {}


def register_effect(effect: Effect) -> None:
    """Make an effect known; called from `AppConfig.ready`. The same code again replaces it."""
    _effects[effect.code] = effect


def effects() -> list[Effect]:
    """Every effect, in the order of registration: rooms below come first."""
    return list(_effects.values())


def effect_of(code: str) -> Effect | None:
    return _effects.get(code)
