"""The public page of figures: no script needed, the same for every reader, kept by caches."""

import hashlib

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from engagement.web.preferences import preferences_of
from qa.forms.figures import PublicFiguresForm
from qa.queries.figures import parts
from qa.queries.figures.measures import DEFINITIONS, Measure
from qa.queries.figures.public import SECONDS_KEPT, public_figures
from qa.queries.figures.table import catalogue, first_day

# Shown in this order; what pages call a figure that is no number of questions.
DERIVED = {
    "rating": "Hài lòng (1–5)",
    "coverage": "Độ phủ đánh giá",
    "response": "Phản hồi đầu tiên",
    "first_answer": "Trả lời lần đầu",
    "final_answer": "Trả lời sau cùng",
    "median": "Trung vị",
    "p90": "Phân vị 90",
}


@login_not_required
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The figures of a period, explained in plain words."""
    rows, first = catalogue(), first_day()
    form = PublicFiguresForm(request.GET, rows, first)
    scope = form.scope()
    found = public_figures(scope, form.dimension, rows, first)
    etag = page_etag(request, found.etag)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        # The kept page keeps the nonce it came with: another policy would stop its script.
        unchanged._csp_exempt = True  # type: ignore[attr-defined]  # noqa: SLF001
        return kept(request, unchanged, etag)
    context = {
        "form": form,
        "scope": scope,
        "parts": list(parts.all_parts(found.table)),
        "points": found.points,
        "published": found.published,
        "archive": reverse("qa:archive"),
        "definitions": definitions(),
        "unit_label": dict(form.fields["don_vi"].choices).get(scope.unit, ""),  # type: ignore[attr-defined]
    }
    return kept(request, render(request, "qa/figures.html", context), etag)


def definitions() -> list[tuple[str, str]]:
    """Each figure's name with its definition."""
    labels = {str(measure.value): str(measure.label) for measure in Measure} | DERIVED
    return [(labels[code], words) for code, words in DEFINITIONS.items()]


def page_etag(request: HttpRequest, data: str) -> str:
    """Of the data, and of what else the page is made of: address, look, day, and style sheet."""
    look = (
        data,
        request.get_full_path(),
        preferences_of(request),
        timezone.localdate(),
        staticfiles_storage.url("css/site.css"),
    )
    return f'W/"{hashlib.sha256(repr(look).encode()).hexdigest()[:32]}"'


def kept(request: HttpRequest, response: HttpResponse, etag: str) -> HttpResponse:
    """Let caches keep the page for readers; what the staff open is theirs alone."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return response
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=SECONDS_KEPT)
    patch_vary_headers(response, ["Cookie"])
    return response
