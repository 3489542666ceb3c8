"""Every address of the site with the view behind it."""

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.rooms import room_of


class Address(NamedTuple):
    name: str  # with its namespaces; "?" where it has none
    route: str
    view: object

    @property
    def is_public(self) -> bool:
        """Read the mark LoginRequiredMiddleware reads; without one a view is closed."""
        return getattr(self.view, "login_required", True) is False

    @property
    def room(self) -> str:
        """Return the room that serves it; what libraries serve belongs to accounts."""
        view = getattr(self.view, "view_class", self.view)
        module = getattr(view, "__module__", type(view).__module__)
        return room_of(module) or "engagement.accounts"


def addresses(
    resolver: URLResolver | None = None, namespace: str = "", route: str = ""
) -> Iterator[Address]:
    for pattern in (resolver or get_resolver()).url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Address(f"{namespace}{pattern.name or '?'}", here, pattern.callback)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inner, here)
