"""How a failure of background work is told: a message may quote a person's address or words."""

import logging
import traceback


def log_failure(logger: logging.Logger, what: str, error: BaseException) -> None:
    logger.error("%s failed: %s", what, describe(error))


def describe(error: BaseException) -> str:
    """The kind of the error and where it happened, without its message or any value."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-6:]))
    return f"{type(error).__name__} in {places}"
