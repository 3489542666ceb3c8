"""Serves plotly.js from the copy inside the plotly package: one version, no other host."""

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, overload

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

PREFIX = "plotly"
FILE = "plotly.min.js"


class PlotlyStorage(FileSystemStorage):
    """The package's folder, seen at static/plotly/."""

    prefix = PREFIX


def package_folder() -> Path:
    """Where the installed plotly keeps its data; found without importing plotly."""
    spec = find_spec("plotly")
    if spec is None or spec.origin is None:
        raise RuntimeError("plotly is not installed; see requirements.txt")
    return Path(spec.origin).parent / "package_data"


class PlotlyFinder(BaseFinder):
    """Finds exactly one file: plotly/plotly.min.js."""

    def __init__(self) -> None:
        self.storage = PlotlyStorage(location=package_folder())

    @overload
    def find(self, path: str, find_all: Literal[False] = False) -> str | None: ...  # noqa: FBT002
    @overload
    def find(self, path: str, find_all: Literal[True]) -> list[str]: ...
    def find(self, path: str, find_all: bool = False) -> str | list[str] | None:  # noqa: FBT001, FBT002
        """Return the file's place on disk, as Django's finders do."""
        if path != f"{PREFIX}/{FILE}":
            return [] if find_all else None
        found = self.storage.path(FILE)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Give the one file to collectstatic, whose ignore patterns name none of it."""
        del ignore_patterns
        yield FILE, self.storage
