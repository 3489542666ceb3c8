"""Work that returns by the clock: declared in a room's tasks.py, claimed row by row."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from engagement.jobs.failures import log_failure
from engagement.jobs.models import PeriodicRun

logger = logging.getLogger(__name__)

Work = Callable[[], object]


@dataclass(frozen=True)
class Periodic:
    name: str
    every: timedelta
    work: Work


_registry: dict[str, Periodic] = {}


def periodic(name: str, *, every: timedelta) -> Callable[[Work], Work]:
    """Declare the decorated function to be called once per `every`, by one worker of all.

    A failed or interrupted run is not repeated before its next time: let the work find what is
    due by itself.
    """

    def declare(work: Work) -> Work:
        if name in _registry:
            raise ValueError(f"two pieces of periodic work are called {name}")
        _registry[name] = Periodic(name, every, work)
        return work

    return declare


def run_due(now: datetime) -> list[str]:
    """Run what is due at `now` and not claimed by another worker; return the names of it."""
    due_at = _due_times(now)
    done = []
    for entry in _registry.values():
        if _is_due(entry, due_at[entry.name], now) and _claim(entry, due_at[entry.name], now):
            _run(entry)
            done.append(entry.name)
    return done


def _due_times(now: datetime) -> dict[str, datetime]:
    """The rows of all declared work; work seen for the first time is due now."""
    rows = PeriodicRun.objects.filter(name__in=_registry)
    known = dict(rows.values_list("name", "due_at"))
    if new := _registry.keys() - known.keys():
        first = [PeriodicRun(name=name, due_at=now) for name in sorted(new)]
        PeriodicRun.objects.bulk_create(first, ignore_conflicts=True)
        known = dict(rows.values_list("name", "due_at"))
    return known


def _is_due(entry: Periodic, due_at: datetime, now: datetime) -> bool:
    """A time far ahead of the interval was written by a clock that was wrong: due as well."""
    return due_at <= now or due_at > now + 2 * entry.every


def _claim(entry: Periodic, seen: datetime, now: datetime) -> bool:
    rows = PeriodicRun.objects.filter(name=entry.name, due_at=seen)
    return rows.update(due_at=now + entry.every) == 1


def _run(entry: Periodic) -> None:
    try:
        entry.work()
    except Exception as error:  # noqa: BLE001 - one room's failure must not stop the others
        log_failure(logger, entry.name, error)
