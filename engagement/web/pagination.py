from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

M = TypeVar("M", bound=Model)
PAGE_PARAMETER = "trang"


def paginate(request: HttpRequest, queryset: QuerySet[M], per_page: int = 20) -> "Page[M]":
    """Return the page that ?trang= asks for; a page that does not exist becomes the nearest one.

    Raises ValueError for a queryset without ordering: its pages would repeat and skip rows.
    """
    if not queryset.ordered:
        raise ValueError("paginate() needs an ordered queryset.")
    return Paginator(queryset, per_page).get_page(request.GET.get(PAGE_PARAMETER))
