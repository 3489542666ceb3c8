"""The asker's own data: what is stored, by the tracking code and a one-time code.

The tracking code may have been seen by others, so a second key, sent to the address that was given,
opens these pages. Nothing here tells whether an address was given.
"""

import json
from collections.abc import Callable
from functools import wraps

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from engagement.intake import limits
from engagement.intake.addresses import address_bucket, client_address
from engagement.intake.wayout import way_out
from engagement.web.responses import too_many
from engagement.workflow.exceptions import Denied
from qa.forms.personal import WRONG_CODE, CodeForm, PersonalDataForm
from qa.models import ContactProof, Question
from qa.queries.personal import as_copy, everything_about
from qa.services import personal_data
from qa.views.follow import by_code

PROVEN_COOKIE = "da-xac-nhan"
SALT = "qa.personal_data"
PER_QUESTION = "qa.data_code_question"
PER_ADDRESS = "qa.data_code_address"


def address_of(question: Question, name: str = "qa:follow_data") -> str:
    return reverse(name, args=[question.submission.tracking_code])


def is_proven(request: HttpRequest, question: Question) -> bool:
    """Tell whether this browser proved, a short while ago, that it reads the asker's mail."""
    try:
        pk = signing.loads(
            request.COOKIES.get(PROVEN_COOKIE, ""),
            salt=SALT,
            max_age=personal_data.PROVEN_MINUTES * 60,
        )
    except signing.BadSignature:
        return False
    return isinstance(pk, int) and personal_data.proven(question, pk) is not None


def proven_only(
    view: Callable[[HttpRequest, Question], HttpResponse],
) -> Callable[[HttpRequest, Question], HttpResponse]:
    """Send who has not proven the contact to the page where that is done."""

    @wraps(view)
    def opened(request: HttpRequest, question: Question) -> HttpResponse:
        if not is_proven(request, question):
            return HttpResponseRedirect(address_of(question), status=303)
        return view(request, question)

    return opened


def page(
    request: HttpRequest, question: Question, template: str, *, status: int = 200, **context: object
) -> HttpResponse:
    """A page with a form; see qa.views.follow.act for the referrer."""
    context |= {"question": question, "back_url": address_of(question)}
    response = render(request, template, context, status=status)
    response["Referrer-Policy"] = "strict-origin"
    return response


@by_code
@require_http_methods(["GET", "HEAD"])
def data(request: HttpRequest, question: Question) -> HttpResponse:
    """Everything stored about the asker, or how to open it."""
    if not is_proven(request, question):
        return page(request, question, "qa/data_locked.html", form=CodeForm(), is_sent=False)
    return page(
        request,
        question,
        "qa/data.html",
        sections=everything_about(question),
        is_erased=question.erased_at is not None,
    )


@by_code
@require_POST
def send(request: HttpRequest, question: Question) -> HttpResponse:
    """Send a one-time code, if an address was given; the page says the same where none was."""
    acts = [
        (PER_ADDRESS, address_bucket(client_address(request))),
        (PER_QUESTION, question.reference),
    ]
    decision = limits.hit_in_turn(acts, proven=False)
    if not decision.allowed:
        return too_many(request, retry_after=decision.retry_after, way_out=way_out())
    personal_data.send_code(question=question)
    return page(request, question, "qa/data_locked.html", form=CodeForm(), is_sent=True)


@by_code
@require_POST
def prove(request: HttpRequest, question: Question) -> HttpResponse:
    """Take the one-time code; a wrong one is counted."""
    form = CodeForm(request.POST)
    proof: ContactProof | None = None
    if form.is_valid():
        proof = personal_data.prove_contact(
            question=question, typed=form.cleaned_data["ma_xac_nhan"]
        )
        if proof is None:
            form.add_error("ma_xac_nhan", WRONG_CODE)
    if proof is None:
        return page(request, question, "qa/data_locked.html", status=422, form=form, is_sent=True)
    response = HttpResponseRedirect(address_of(question), status=303)
    response.set_cookie(
        PROVEN_COOKIE,
        signing.dumps(proof.pk, salt=SALT),
        max_age=personal_data.PROVEN_MINUTES * 60,
        path=address_of(question),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


@by_code
@require_POST
@proven_only
def export(request: HttpRequest, question: Question) -> HttpResponse:
    """A copy to take away, as JSON; the page itself prints."""
    personal_data.export_data(question=question)
    body = json.dumps(as_copy(question), ensure_ascii=False, indent=2)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    name = f"du-lieu-{question.reference}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@by_code
@require_http_methods(["GET", "HEAD", "POST"])
@proven_only
def correct(request: HttpRequest, question: Question) -> HttpResponse:
    """Correct name, contact and commune."""
    form = PersonalDataForm(request.POST if request.method == "POST" else None, question=question)
    why_not = ""
    if form.is_valid():
        try:
            personal_data.correct_data(question=question, **form.arguments())  # type: ignore[arg-type]
        except Denied as denied:
            why_not = denied.reason
        else:
            return HttpResponseRedirect(address_of(question), status=303)
    status = 409 if why_not else 422 if form.errors else 200
    return page(
        request, question, "qa/data_correct.html", status=status, form=form, why_not=why_not
    )


@by_code
@require_http_methods(["GET", "HEAD", "POST"])
@proven_only
def delete(request: HttpRequest, question: Question) -> HttpResponse:
    """Ask once more, saying what goes and what stays; then erase."""
    is_withdrawn = personal_data.is_withdrawn_by_deletion(question)
    why_not = ""
    if request.method == "POST":
        try:
            personal_data.delete_data(question=question)
        except Denied as denied:
            why_not = denied.reason
        else:
            # The contact is gone, and with it the second key: what is left is the question's page.
            path = reverse("qa:follow_question", args=[question.submission.tracking_code])
            response = HttpResponseRedirect(path, status=303)
            response.delete_cookie(PROVEN_COOKIE, path=address_of(question), samesite="Lax")
            return response
    return page(
        request,
        question,
        "qa/data_delete.html",
        status=409 if why_not else 200,
        is_withdrawn=is_withdrawn,
        has_public=getattr(question, "publication", None) is not None,
        why_not=why_not,
    )
