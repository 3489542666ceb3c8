"""Installed versions stand above the floors below which a known hole is open (ASVS 15.2.1)."""

import re
from importlib.metadata import version

import pytest

FLOORS = {
    "Django": "5.2.19",
    "daphne": "4.2.3",  # bounds WebSocket messages
    "autobahn": "26.7.1",  # refuses the deflate bomb
    "Twisted": "26.4",
    "altcha": "2.3",
    "channels": "4.3.2",
}


def numbers(written: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", written.partition("+")[0])[:3])


@pytest.mark.parametrize(("package", "floor"), FLOORS.items())
def test_installed_version_is_above_its_floor(package, floor):
    assert numbers(version(package)) >= numbers(floor)


def test_django_stays_on_the_long_term_release():
    assert version("Django").startswith("5.2.")
