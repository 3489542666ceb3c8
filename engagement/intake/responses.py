"""Whole answers of a public page, so that each function's view stays a few lines."""

from collections.abc import Callable, Mapping

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers, patch_cache_control

from engagement.intake.exceptions import Refused
from engagement.intake.forms import IntakeForm
from engagement.intake.models import Submission
from engagement.intake.services import receive
from engagement.intake.wayout import way_out
from engagement.web.responses import too_many


def answer(
    request: HttpRequest,
    form: IntakeForm,
    *,
    template: str,
    store: Callable[[Submission], Model],
    context: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Show `form`, or receive it and go to its receipt; a refused form keeps what was typed.

    Statuses: 200 shown, 302 received (again the same for a repetition), 409 another text under a
    key that was used or the same words under another key, 422 something to correct, 429 too many, with Retry-After.
    """
    if form.is_bound and form.is_valid():
        try:
            receipt = receive(form, store=store)
        except Refused:
            pass  # receive() has told the form why
        else:
            to_receipt = redirect("intake:receipt", key=receipt.submission.key)
            form.remember(receipt.submission, to_receipt)
            return to_receipt
    response = render(request, template, {**(context or {}), "form": form}, status=form.status_code)
    if form.refusal is not None and form.refusal.retry_after:
        response["Retry-After"] = str(form.refusal.retry_after)
    return response


def wrong_code(request: HttpRequest) -> HttpResponse:
    """Return the 404 page for a tracking code that opens nothing."""
    return personal(render(request, "intake/wrong_code.html", {"way_out": way_out()}, status=404))


def too_many_tries(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Return the 429 page for too many wrong codes (throttle.look_up raised `refusal`)."""
    return too_many(request, retry_after=refusal.retry_after, way_out=refusal.reason)


def personal(response: HttpResponse) -> HttpResponse:
    """Mark a page as one person's: no cache keeps it, no search engine lists it."""
    add_never_cache_headers(response)
    patch_cache_control(response, no_store=True)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
