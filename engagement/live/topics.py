"""The topics screens may listen to; rooms register theirs from `<app>/live.py`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from engagement.accounts.models import User
from engagement.jobs.queue import JSON

Listener = User | AnonymousUser


@dataclass(frozen=True)
class Topic:
    """One live view.

    `build` reads the database and returns all the screen shows. It is called after a notice on one
    of `subjects`, and every `refresh_seconds` because "overdue" comes with time alone.
    `may_listen` is asked at each connection and at least once a minute after it.
    """

    name: str
    subjects: frozenset[str]
    build: Callable[[], dict[str, JSON]]
    may_listen: Callable[[Listener], bool]
    refresh_seconds: float = 60


@dataclass(frozen=True)
class Family:
    """Topics that come and go with rows; their names begin with `prefix`.

    `current` gives those whose view may still change, `find` any one by its name. Both read the
    database. Their views change by notices only, never with time alone.
    """

    prefix: str
    current: Callable[[], list[Topic]]
    find: Callable[[str], Topic | None]


_registry: dict[str, Topic] = {}
_families: list[Family] = []


def register(topic: Topic) -> None:
    """Raises ValueError when the name is taken."""
    if topic.name in _registry:
        raise ValueError(f"two topics are called {topic.name}")
    _registry[topic.name] = topic


def register_family(family: Family) -> None:
    _families.append(family)


def get(name: str) -> Topic | None:
    """The topic of that name; may read the database."""
    if name in _registry:
        return _registry[name]
    families = (family for family in _families if name.startswith(family.prefix))
    return next((found for family in families if (found := family.find(name))), None)


def registered() -> list[Topic]:
    return list(_registry.values())


def of_families() -> list[Topic]:
    """The topics of all families that may change now; reads the database."""
    return [topic for family in _families for topic in family.current()]
