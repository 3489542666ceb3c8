from collections.abc import Sequence
from typing import Generic, TypeVar, overload

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

M = TypeVar("M", bound=Model)
PAGE_PARAMETER = "trang"


class Ranked(Sequence[M], Generic[M]):
    """Rows in the order of `ids` (a list, or a query of keys), read from `rows` page by page.

    `is_cut`: there are more than those that were put in order. `total` spares the query that counts
    them, for who has counted already.
    """

    ordered = True

    def __init__(
        self,
        rows: "QuerySet[M]",
        ids: "Sequence[int] | QuerySet[M, int]",
        *,
        is_cut: bool = False,
        total: int | None = None,
    ) -> None:
        self.rows = rows
        self.ids = ids
        self.is_cut = is_cut
        self.total = total

    def __len__(self) -> int:
        if self.total is not None:
            return self.total
        return self.ids.count() if isinstance(self.ids, QuerySet) else len(self.ids)

    @overload
    def __getitem__(self, place: int) -> M: ...
    @overload
    def __getitem__(self, place: slice) -> list[M]: ...
    def __getitem__(self, place: int | slice) -> M | list[M]:
        if isinstance(place, int):
            return self[place : place + 1][0]
        wanted = list(self.ids[place])
        found = {row.pk: row for row in self.rows.filter(pk__in=wanted).order_by()}
        return [found[pk] for pk in wanted if pk in found]


def paginate(
    request: HttpRequest, queryset: "QuerySet[M] | Ranked[M]", per_page: int = 20
) -> "Page[M]":
    """Return the page that ?trang= asks for; a page that does not exist becomes the nearest one.

    Raises ValueError for a queryset without ordering: its pages would repeat and skip rows.
    """
    if not queryset.ordered:
        raise ValueError("paginate() needs an ordered queryset.")
    return Paginator(queryset, per_page).get_page(request.GET.get(PAGE_PARAMETER))
