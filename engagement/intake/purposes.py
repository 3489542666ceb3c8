"""The Vietnamese names of what limits are set for, told by the rooms that count it."""

from collections.abc import Mapping

_purposes: dict[str, str] = {}


def register_purposes(labels: Mapping[str, str]) -> None:
    """Make purposes readable where limits are set; called from a room's `AppConfig.ready`."""
    _purposes.update(labels)


def purpose_label(purpose: str) -> str:
    """Give the Vietnamese name of `purpose`, or the code itself when its room told none."""
    return _purposes.get(purpose, purpose)


def purposes() -> list[tuple[str, str]]:
    """Give each code with its name, by name."""
    return sorted(_purposes.items(), key=lambda pair: pair[1])
