"""A form that reached a page of staff after its sender was signed out: nothing typed is lost.

The words go back to the browser in a page of their own and nowhere else. Signing in changes the
token of every form, so that page cannot send them itself: it hands them to `resend_page`, which
changes nothing either and shows them once more in a form with a token of today.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 — the name of a field
TARGET = "gui_lai_den"


def kept_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What was sent, by name and value: without the token, and never a password."""
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name not in {TOKEN, TARGET} and "password" not in name
    ]


def is_from_here(request: HttpRequest) -> bool:
    """Whether a page of this site sent the form: another's words are never offered for sending."""
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    return origin == f"{request.scheme}://{request.get_host()}"


def signed_out_page(request: HttpRequest) -> HttpResponse:
    """Say that nobody is signed in, with the words that were sent and the way to send them again."""
    return render(request, "accounts/signed_out.html", _context(request), status=401)


def resend_page(request: HttpRequest) -> HttpResponse:
    """Show the words to their sender, signed in again, with the button that sends them."""
    context = _context(request)
    if not is_from_here(request):
        return redirect(settings.LOGIN_REDIRECT_URL)
    if not url_has_allowed_host_and_scheme(str(context["target"]), None):
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/resend.html", context)


def _context(request: HttpRequest) -> dict[str, object]:
    fields = kept_fields(request)
    return {
        "target_name": TARGET,
        "target": request.POST.get(TARGET) or request.get_full_path(),
        "fields": fields,
        # Words have spaces between them; keys, dates and numbers need not be read again.
        "words": [value for _name, value in fields if " " in value.strip()],
        "has_files": bool(request.FILES),
    }
