"""The staff's menu: each function says what stands there, for whom, and what waits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Model, QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse

from engagement.accounts.access import grants_of
from engagement.accounts.permissions import Permission

if TYPE_CHECKING:
    from engagement.accounts.models import User


@dataclass(frozen=True, slots=True)
class WorkspaceItem:
    """One entry of the left menu.

    Contract: `url_name` reverses without arguments; `waiting`, when given, returns what waits there
    for that user (its number is shown at the right), or the number itself where it is at hand. All
    entries together are counted in one query.
    """

    label: str
    url_name: str
    permission: Permission
    waiting: "Callable[[User], QuerySet[Model] | int] | None" = None
    group: str = ""
    order: int = 100


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An entry as one page shows it to one person."""

    label: str
    url: str
    count: int | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class ShownGroup:
    label: str
    items: list[ShownItem]


@dataclass(frozen=True, slots=True)
class WorkspaceSearch:
    """The search box in the staff's header: the list it opens (by ?q=) and the words beside it."""

    label: str
    placeholder: str
    url_name: str
    url_args: tuple[str, ...]
    permission: Permission

    @property
    def url(self) -> str:
        return reverse(self.url_name, args=self.url_args)


PUBLIC_FRAME, STAFF_FRAME = "base.html", "base_workspace.html"
# Where staff work, and where they keep their account.
STAFF_ADDRESSES = ("/lam-viec/", "/dieu-hanh/", "/tai-khoan/")
_items: list[WorkspaceItem] = []
_searches: list[WorkspaceSearch] = []


def register(item: WorkspaceItem) -> None:
    """Add an entry; called from `AppConfig.ready`. The same entry twice stays one."""
    if item not in _items:
        _items.append(item)


def register_search(search: WorkspaceSearch) -> None:
    """Give the staff's header its search box; called from `AppConfig.ready`."""
    if search not in _searches:
        _searches.append(search)


def search_for(user: "User | AnonymousUser") -> WorkspaceSearch | None:
    """The search box of `user`, or None."""
    grants = grants_of(user)
    return next((search for search in _searches if grants.allow(search.permission)), None)


def frame_for(request: HttpRequest) -> str:
    """The page around what `request` asked for: the staff's where a signed-in person works."""
    user = getattr(request, "user", None)  # what failed early has none
    is_staff_address = request.path.startswith(STAFF_ADDRESSES)
    is_signed_in = is_staff_address and user is not None and user.is_authenticated
    return STAFF_FRAME if is_signed_in else PUBLIC_FRAME


def groups_for(user: "User | AnonymousUser", path: str) -> list[ShownGroup]:
    """Return what `user` may open, by group in the order of each group's first entry.

    The current entry is the one whose path is the longest beginning of `path`.
    """
    grants = grants_of(user)
    allowed = [
        item
        for item in sorted(_items, key=lambda item: (item.order, item.label))
        if grants.allow(item.permission)
    ]
    urls = [reverse(item.url_name) for item in allowed]
    current = max((url for url in urls if path.startswith(url)), key=len, default=None)
    counts = counts_for(user, allowed)
    groups: dict[str, ShownGroup] = {}
    shown: set[str] = set()
    for item, url in zip(allowed, urls, strict=True):
        if url in shown:  # opened by two rights of the same person
            continue
        shown.add(url)
        group = groups.setdefault(item.group, ShownGroup(item.group, []))
        group.items.append(ShownItem(item.label, url, counts.get(item.url_name), url == current))
    return list(groups.values())


def counts_for(
    user: "User | AnonymousUser", items: list[WorkspaceItem]
) -> Mapping[str, int | None]:
    """How many things wait at each entry that tells it, by its address; one query at most."""
    if isinstance(user, AnonymousUser):
        return {}
    waiting = {item.url_name: item.waiting(user) for item in items if item.waiting}
    known = {name: rows if isinstance(rows, int) else 0 for name, rows in waiting.items()}
    counted = [
        rows.order_by().values(name=Value(name)).annotate(n=Count("pk")).values_list("name", "n")
        for name, rows in waiting.items()
        if not isinstance(rows, int)
    ]
    if not counted:
        return known
    first, *others = counted
    return known | dict(first.union(*others, all=True))
