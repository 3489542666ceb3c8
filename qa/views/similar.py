"""Before a question is sent: answered questions like it, and the reader's word that one was enough.

What is typed comes in the body of a POST, is compared and forgotten: no address, log or row holds it.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from engagement.intake import limits
from engagement.intake.addresses import address_bucket, client_address
from engagement.intake.wayout import way_out
from engagement.web.loaders import NotVisible
from engagement.web.responses import too_many
from qa.forms.public import AskForm
from qa.models import QUESTION_MAX_LENGTH, Publication
from qa.queries.archive import publication
from qa.queries.similar import FEWEST_WORDS, similar_answers
from qa.services.reading import count_answered_me
from qa.views.public import around_form

SIMILAR = "qa.similar"
ANSWERED_ME = "qa.answered_me"
ANSWERED_ME_ONE = "qa.answered_me_one"
COUNTED_COOKIE = "da_tra_loi_toi"
MOST_REMEMBERED = 40


@login_not_required
@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """Show answers like what was typed: a fragment for htmx, else the page with all that was typed."""
    decision = limits.check(request, SIMILAR, proven=False)
    is_fragment = bool(request.headers.get("HX-Request"))
    if not decision.allowed and is_fragment:
        return HttpResponse(status=429, headers={"Retry-After": str(decision.retry_after)})
    text = request.POST.get("text", "")[:QUESTION_MAX_LENGTH]
    context = {
        "answers": similar_answers(text) if decision.allowed else [],
        "is_fragment": is_fragment,
        "fewest_words": FEWEST_WORDS,
        "was_refused": not decision.allowed,
    }
    if is_fragment:
        return render(request, "qa/_similar.html", context)
    form = AskForm(request=request, initial=request.POST.dict())
    page = {"form": form, "has_lost_files": bool(request.FILES), **around_form()}
    status = 200 if decision.allowed else 429
    return render(request, "qa/ask.html", {**context, **page, "was_compared": True}, status=status)


@login_not_required
@require_POST
def answered_me(request: HttpRequest, pk: int) -> HttpResponse:
    """Count, once for each browser session, that an answer was enough; and thank."""
    found = publication(pk)
    if found is None or found.retracted_at:
        raise NotVisible
    decision = limits.check(request, ANSWERED_ME, proven=False)
    if not decision.allowed:
        return too_many(request, retry_after=decision.retry_after, way_out=way_out())
    counted = counted_before(request)
    if str(pk) not in counted and may_count(request, found):
        count_answered_me(publication=found)
    template = "qa/_thanks.html" if request.headers.get("HX-Request") else "qa/answered_me.html"
    response = render(request, template, {"publication": found})
    remember(response, [*counted, str(pk)], is_secure=request.is_secure())
    return response


def counted_before(request: HttpRequest) -> list[str]:
    """The answers this browser has counted since it was opened; the cookie goes when it closes."""
    known = request.get_signed_cookie(COUNTED_COOKIE, default="", salt=ANSWERED_ME)
    return [pk for pk in str(known).split("-") if pk]


def may_count(request: HttpRequest, found: Publication) -> bool:
    """Whether this address may still add to this answer today; who may not is thanked all the same."""
    subject = f"{address_bucket(client_address(request))} {found.pk}"
    return limits.hit(ANSWERED_ME_ONE, subject, proven=False).allowed


def remember(response: HttpResponse, counted: list[str], *, is_secure: bool) -> None:
    """Leave the note that keeps a second click from counting; it names answers and nobody."""
    response.set_signed_cookie(
        COUNTED_COOKIE,
        "-".join(dict.fromkeys(counted[-MOST_REMEMBERED:])),
        salt=ANSWERED_ME,
        path="/hoi-dap/",
        secure=is_secure,
        httponly=True,
        samesite="Strict",
    )
