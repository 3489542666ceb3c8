"""Lanes: pieces of the worker that must not wait for each other, a thread each."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import close_old_connections, connections

from engagement.jobs.failures import log_failure

logger = logging.getLogger(__name__)

# Short enough that the screens move soon after a database has come back.
LONGEST_PAUSE_SECONDS = 10.0

Step = Callable[[threading.Event], object]


@dataclass(frozen=True)
class Lane:
    """`step` is called again and again, `every` after its last end."""

    name: str
    every: timedelta
    step: Step

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; a failing step is logged and retried ever more slowly."""
        failures = 0
        while not stop.is_set():
            failures = 0 if self._try_step(stop) else failures + 1
            pause = self.every.total_seconds() * 2 ** min(failures, 16)
            stop.wait(min(pause, max(LONGEST_PAUSE_SECONDS, self.every.total_seconds())))
        connections.close_all()

    def _try_step(self, stop: threading.Event) -> bool:
        close_old_connections()
        try:
            self.step(stop)
        except Exception as error:  # noqa: BLE001 - the lane outlives whatever its step raises
            log_failure(logger, self.name, error)
            return False
        finally:
            close_old_connections()
        return True


_registry: dict[str, Lane] = {}


def lane(name: str, *, every: timedelta) -> Callable[[Step], Step]:
    """Declare the decorated function as a lane of the worker, in a room's tasks.py.

    It is given the event that says "stop" and should return soon after that is set.
    """

    def declare(step: Step) -> Step:
        if name in _registry:
            raise ValueError(f"two lanes are called {name}")
        _registry[name] = Lane(name, every, step)
        return step

    return declare


def declared_lanes() -> list[Lane]:
    return list(_registry.values())
