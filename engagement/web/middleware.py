import re
from collections.abc import Callable, Iterator
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from engagement.audit.context import request_id

GetResponse = Callable[[HttpRequest], HttpResponse]

# The tracking code of a citizen travels in this parameter; who knows it reads the question.
TRACKING_CODE_PARAMETER = "ma"
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# What a word processor puts between words may be pasted into a search field.
CONTROL_BUT_SPACES = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation",
        "gyroscope", "magnetometer", "microphone", "midi", "payment", "usb",
    )
)  # fmt: skip


class RequestIdMiddleware:
    """Give each request an id of our own making, for the audit log, error pages and operators.

    An id sent by the client is not believed: it would let a stranger write into our logs.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(uuid4().hex)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
        finally:
            request_id.reset(token)
        return response


class ControlCharactersMiddleware:
    """Answer an address or a cookie of ours that holds control characters with 400.

    No page of ours makes such, and PostgreSQL fails at a NUL. What is typed into a form comes in
    the body and is cleaned there, not refused.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if CONTROL.search(request.path_info) or any(map(CONTROL.search, _own_cookies(request))):
            raise SuspiciousOperation
        if any(map(CONTROL_BUT_SPACES.search, _query_words(request))):
            raise SuspiciousOperation
        return self.get_response(request)


def _own_cookies(request: HttpRequest) -> Iterator[str]:
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        yield request.COOKIES.get(name, "")


def _query_words(request: HttpRequest) -> Iterator[str]:
    for name, values in request.GET.lists():
        yield name
        yield from map(str, values)


class SecurityHeadersMiddleware:
    """Headers Django does not set: no device access, and no copy of a personal page anywhere."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if _is_personal(request, response) and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


def _is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether the page is one person's: signed in, just typed, or opened by a code.

    The session cookie stands for the signed-in user, so that no query is made here and a page
    still goes out while the database is away.
    """
    return (
        request.method not in {"GET", "HEAD"}
        or settings.SESSION_COOKIE_NAME in request.COOKIES
        or settings.SESSION_COOKIE_NAME in response.cookies
        or TRACKING_CODE_PARAMETER in request.GET
    )
