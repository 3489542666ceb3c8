"""Answers that refuse: each says in Vietnamese what happened and what the reader can do."""

from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from engagement.audit.context import request_id
from engagement.web.site import identity


def too_many(request: HttpRequest, *, retry_after: int, way_out: str) -> HttpResponse:
    """Return the 429 page. `retry_after` is in seconds; `way_out` is a sentence with another way."""
    context = {"wait": waiting_words(retry_after), "way_out": way_out}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(retry_after)
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    """Return the 413 page: what was sent is larger than the site reads."""
    return render(request, "413.html", status=413)


def unavailable(*, retry_after: int = 30) -> HttpResponse:
    """Return the 503 page; it needs neither the database nor the session."""
    response = HttpResponse(_bare_page("503.html"), status=503)
    response["Retry-After"] = str(retry_after)
    return response


def broken() -> HttpResponse:
    """Return the 500 page with the request's id, which operators find in the log."""
    return HttpResponse(_bare_page("500.html"), status=500)


def waiting_words(seconds: int) -> str:
    """Return a wait as people say it: "45 giây", "3 phút", "2 giờ"."""
    if seconds < 60:
        return f"{max(seconds, 1)} giây"
    if seconds < 3600:
        return f"{ceil(seconds / 60)} phút"
    return f"{ceil(seconds / 3600)} giờ"


def _bare_page(template: str) -> str:
    """Render without a request: what just failed may be a context processor."""
    return render_to_string(template, {"site": identity(), "incident": request_id.get()})
