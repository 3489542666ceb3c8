"""The departments every province has, with the words people use for their business."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from engagement.text.fold import fold

FILE = Path(__file__).with_name("departments.toml")


@dataclass(frozen=True)
class StandardUnit:
    """One row of the file: its code there, the names that mean it, its keywords."""

    code: str
    names: tuple[str, ...]
    keywords: str


@cache
def standard_units() -> Sequence[StandardUnit]:
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return [
        StandardUnit(code, tuple(row["names"]), " ".join(row["keywords"].split()))
        for code, row in rows.items()
    ]


def standard_for(code: str, *names: str) -> StandardUnit | None:
    """The standard unit of this code, or the one whose name one of `names` begins with."""
    by_code = {unit.code: unit for unit in standard_units()}
    if code in by_code:
        return by_code[code]
    folded = [fold(name) for name in names]
    known = [(fold(name), unit) for unit in standard_units() for name in unit.names]
    fits = [
        (len(name), unit)
        for name, unit in known
        if any(f"{own} ".startswith(f"{name} ") for own in folded)
    ]
    return max(fits, key=lambda fit: fit[0])[1] if fits else None


def split_keywords(text: str) -> list[str]:
    """The phrases of a list typed with commas, semicolons or lines."""
    parts = text.replace(";", ",").replace("\n", ",").split(",")
    return [part.strip() for part in parts if part.strip()]
