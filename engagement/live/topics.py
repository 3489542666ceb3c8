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


_registry: dict[str, Topic] = {}


def register(topic: Topic) -> None:
    """Raises ValueError when the name is taken."""
    if topic.name in _registry:
        raise ValueError(f"two topics are called {topic.name}")
    _registry[topic.name] = topic


def get(name: str) -> Topic | None:
    return _registry.get(name)


def registered() -> list[Topic]:
    return list(_registry.values())
