"""The menus of the public page. The rooms above say what stands in them; the base page shows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """Where entries stand: the menu under the header, the top strip, the search box, the footer."""

    MAIN = "main"
    TOOLS = "tools"
    SEARCH = "search"
    INTERACT = "interact"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One entry: its words, the path it leads to, and other paths whose pages belong under it."""

    label: str
    url: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry as one page shows it."""

    label: str
    url: str
    is_current: bool


Build = Callable[[], Sequence[MenuEntry]]
_builders: dict[Place, Build] = {}


def register_menu(place: Place, build: Build) -> None:
    """Let `build` say what stands at `place`; called once a place, from `AppConfig.ready`.

    `build` is called for each page, so it may reverse URLs; it makes no query.
    """
    _builders[place] = build


def menus_for(path: str) -> dict[str, list[ShownEntry]]:
    """Return the entries of every place by its name; those that lead to `path` are marked."""
    return {
        place.value: [
            ShownEntry(
                entry.label,
                entry.url,
                any(_holds(url, path) for url in (entry.url, *entry.also)),
            )
            for entry in build()
        ]
        for place, build in _builders.items()
    }


def _holds(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
