import logging


class Outage:
    """Tells of an outage once when it begins and once when it is over."""

    def __init__(self, logger: logging.Logger, what: str) -> None:
        self._logger = logger
        self._what = what
        self._is_on = False

    def began(self, error: BaseException) -> None:
        if not self._is_on:
            self._is_on = True
            self._logger.warning("%s: %s", self._what, type(error).__name__)

    def over(self) -> None:
        if self._is_on:
            self._is_on = False
            self._logger.warning("%s: over", self._what)
