"""The rooms of the house and their order, read from the same list import-linter obeys."""

import re
import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("engagement", "qa", "surveys", "dashboards")
TEMPLATES = ROOT / "templates"


@cache
def layers() -> dict[str, int]:
    """Return every room with its floor: 0 is the top, and a room may only lean on higher numbers."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    floors = config["tool"]["importlinter"]["contracts"][0]["layers"]
    return {room.strip(): floor for floor, rooms in enumerate(floors) for room in rooms.split("|")}


def room_of(module: str) -> str | None:
    """Return the room a dotted module name lies in; None for other people's code."""
    return next((room for room in layers() if f"{module}.".startswith(f"{room}.")), None)


def may_lean_on(room: str, other: str) -> bool:
    """Say whether `room` may know `other`: itself, or a room on a lower floor."""
    return room == other or layers()[other] > layers()[room]


def our_python_files() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def our_templates() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*") if path.is_file())


def template_name(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def without_comments(source: str) -> str:
    """Return a template's source without what no reader ever gets."""
    source = re.sub(r"\{% comment .*?%\}.*?\{% endcomment %\}", "", source, flags=re.DOTALL)
    return re.sub(r"\{#.*?#\}|<!--.*?-->", "", source, flags=re.DOTALL)
