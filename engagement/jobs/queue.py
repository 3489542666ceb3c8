"""Background jobs: rows stored with what caused them, run by the worker after the commit."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django_tasks import task
from django_tasks.base import Task

from engagement.jobs.failures import describe
from engagement.jobs.transactions import OutsideTransaction, require_transaction

__all__ = ["JSON", "OutsideTransaction", "UnknownJob", "enqueue", "job"]

Params = ParamSpec("Params")
Result = TypeVar("Result")
JSON = str | int | float | bool | None | list["JSON"] | dict[str, "JSON"]

_jobs: dict[str, Task[..., Any]] = {}


class UnknownJob(LookupError):
    """Raised when no room has declared a job of that name."""


class JobFailed(RuntimeError):
    """Stands for a job's own error in the row and in the log, without that error's message."""


def job(name: str) -> Callable[[Callable[Params, Result]], Task[Params, Result]]:
    """Declare the decorated function as the job `name`, e.g. "qa.notify_asker".

    Stands in a room's tasks.py. A job takes ids, never a citizen's words or contact (its arguments
    are stored), and may run twice: a worker can be killed after the work and before the note of it.
    """

    def declare(function: Callable[Params, Result]) -> Task[Params, Result]:
        if name in _jobs:
            raise ValueError(f"two jobs are called {name}")

        @wraps(function)
        def run(*args: Params.args, **kwargs: Params.kwargs) -> Result:
            try:
                return function(*args, **kwargs)
            except Exception as error:  # noqa: BLE001 - whatever it was, only its kind is kept
                raise JobFailed(f"{name}: {describe(error)}") from None

        declared = task(run)
        _jobs[name] = declared
        return declared

    return declare


def enqueue(name: str, /, **kwargs: JSON) -> None:
    """Store the job `name` in the caller's transaction; it runs if and when that commits.

    Called by name, because a service may not import the tasks.py above it.
    Raises `OutsideTransaction` and `UnknownJob`.
    """
    require_transaction(f"enqueue({name!r})")
    if name not in _jobs:
        raise UnknownJob(name)
    _jobs[name].enqueue(**kwargs)
