"""The addresses of the open data: files for programs, one page for people."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from engagement.web.loaders import NotVisible
from qa.queries.figures.public import kept
from qa.queries.open_data.datasets import BY_CODE, DATASETS, FORMATS, Dataset, address
from qa.queries.open_data.files import CONTENT_TYPES, SECONDS_KEPT, file_of
from qa.queries.open_data.rows import VERSION
from qa.views.open_data.description import description, template
from qa.views.open_data.schema import columns_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_programs(view: View[P]) -> View[P]:
    """Let pages of other sites read the answer, and ask first whether they may (CORS)."""

    @wraps(view)
    def shared(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response["Access-Control-Allow-Headers"] = "If-None-Match"
            response["Access-Control-Max-Age"] = "86400"
        else:
            response = view(request, *args, **kwargs)
            response["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Link"
        response["Access-Control-Allow-Origin"] = "*"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return shared


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What there is, what each column means, how it may be used."""
    sets = [
        (dataset, dataset.row.__doc__, columns_of(dataset.row), files_of(dataset))
        for dataset in DATASETS
    ]
    context = {
        "sets": sets,
        "version": VERSION,
        "licence": settings.OPEN_DATA_LICENCE,
        "example": template(DATASETS[0], "json"),
    }
    return render(request, "qa/open_data.html", context)


def files_of(dataset: Dataset) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each year's files with their addresses; "" for a set without years."""
    years = dataset.years() if dataset.years else [None]
    return [
        (
            "" if year is None else str(year),
            [(kind.upper(), address(dataset, year, kind)) for kind in FORMATS],
        )
        for year in years
    ]


@login_not_required
@require_http_methods(["GET", "HEAD", "OPTIONS"])
@for_programs
@cache_control(public=True, max_age=SECONDS_KEPT)
def openapi(request: HttpRequest) -> HttpResponse:
    """The description by OpenAPI 3.1."""
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False, "indent": 1})


@login_not_required
@require_http_methods(["GET", "HEAD", "OPTIONS"])
@for_programs
def file(request: HttpRequest, dataset: str, kind: str) -> HttpResponse:
    """The one file of a data set without years."""
    found = BY_CODE.get(dataset)
    if found is None or found.years is not None or kind not in FORMATS:
        raise NotVisible
    return answer(request, found, None, kind)


@login_not_required
@require_http_methods(["GET", "HEAD", "OPTIONS"])
@for_programs
def year_file(request: HttpRequest, dataset: str, year: int, kind: str) -> HttpResponse:
    """The file of one year; a year without rows has none."""
    found = BY_CODE.get(dataset)
    if found is None or found.years is None or kind not in FORMATS:
        raise NotVisible
    if year not in kept("open_data_years", (dataset,), found.years, SECONDS_KEPT // 10):
        raise NotVisible
    return answer(request, found, year, kind)


def answer(request: HttpRequest, dataset: Dataset, year: int | None, kind: str) -> HttpResponse:
    """The file, or 304 to who has it."""
    made = file_of(dataset, year, kind)
    response = get_conditional_response(request, etag=made.etag)
    if response is None:
        response = HttpResponse(made.content, content_type=CONTENT_TYPES[kind])
        name = f"{dataset.code}{f'-{year}' if year else ''}.{kind}"
        response["Content-Disposition"] = f'inline; filename="{name}"'
        response["Last-Modified"] = http_date(made.made_at.timestamp())
    response["ETag"] = made.etag
    response["Link"] = f'<{reverse("open_data:index")}>; rel="describedby"'
    patch_cache_control(response, public=True, max_age=SECONDS_KEPT // 10)
    return response
