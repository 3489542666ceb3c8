"""What may be chosen at the top of a page whose view lies in its address."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    is_chosen: bool


def options(pairs: Iterable[tuple[str, str]], wanted: str) -> list[Option]:
    """`pairs` of value and label with the `wanted` one chosen, the first where it is none of them."""
    known = list(pairs)
    values = [value for value, _ in known]
    chosen = wanted if wanted in values else next(iter(values), "")
    return [Option(value, label, value == chosen) for value, label in known]


def chosen_of(found: Iterable[Option]) -> str:
    """The value that is chosen; "" where nothing can be."""
    return next((one.value for one in found if one.is_chosen), "")
