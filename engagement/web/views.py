import sys
from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from engagement.web.preferences import remember
from engagement.web.responses import broken, too_large, too_many, unavailable
from engagement.web.showcase import showcase
from engagement.web.site import identity

# What a citizen wrote is worth giving back; tokens and codes are not.
SHORTEST_TEXT_WORTH_KEEPING = 20


@login_not_required
@require_GET
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Say whether this process can do its work: 200, or 503 while the database is away."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": False}, status=503)
    return JsonResponse({"status": "ok", "database": True})


@csrf_exempt  # the base page has this form: a token would set a cookie for every reader
@login_not_required
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Remember text size or contrast in the reader's own browser and go back to the page."""
    target = request.POST.get("tiep", "")
    if not (target.startswith("/") and url_has_allowed_host_and_scheme(target, None)):
        target = "/"
    response = HttpResponseRedirect(target)
    remember(request, response)
    return response


@login_not_required
@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Show every piece of the interface once; installed on the demo site only."""
    return render(request, "web/components.html", showcase())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Answer 429 for limits that do not say how long they last, such as those of sign-in."""
    site = identity()
    way_out = f"Cần giúp ngay, xin gọi {site.phone} hoặc viết thư đến {site.email}."
    return too_many(request, retry_after=60, way_out=way_out)


def server_error(request: HttpRequest) -> HttpResponse:
    """Tell a database that is away (try again soon) from our own mistake (we look into it)."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return unavailable()
    return broken()


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form whose token is stale, and give back the words that were typed."""
    return render(request, "web/csrf_failure.html", {"kept": list(_typed(request))}, status=403)


def _typed(request: HttpRequest) -> Iterator[str]:
    for name, values in request.POST.lists():
        if "password" in name:
            continue
        for value in map(str, values):
            if len(value) >= SHORTEST_TEXT_WORTH_KEEPING and " " in value.strip():
                yield value
