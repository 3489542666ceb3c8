"""Pages for the holder of a tracking code. The code is the only key, so no page is kept anywhere."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from engagement.intake import throttle
from engagement.intake.exceptions import Refused
from engagement.intake.responses import personal, too_many_tries, wrong_code
from engagement.web.middleware import TRACKING_CODE_PARAMETER
from engagement.workflow.exceptions import Denied
from engagement.workflow.machine import allowed, refusal
from qa.enums import FOR_OTHERS, GIVEN, WAITING, Verb
from qa.forms.follow import (
    UNKNOWN_CODE,
    AddInformationForm,
    LookupForm,
    ObjectionForm,
    RatingForm,
    ReopenForm,
)
from qa.models import Question, Receiver
from qa.queries import asker
from qa.queries.receivers import receivers_of
from qa.rules.asker import (
    can_be_reopened,
    check_can_rate,
    check_citizen_can,
    check_may_reopen,
    reopening_until,
    reopening_verb,
)
from qa.services import citizens, clock, feedback
from qa.services.classifying import CLASSIFY, SEAL
from qa.views.files import attachment_response

P = ParamSpec("P")
F = TypeVar("F", bound=forms.Form)
R = TypeVar("R", bound=HttpResponseBase)
INVALID_STATUS = 422
PART = "phan"  # in the address: which part of a question that was split
CONFLICT_STATUS = 409
# What was just done, told once by a cookie for this question's pages: an address could be opened
# again, when it is no longer true. The asker has no session.
DONE_COOKIE = "vua"
DONE_SECONDS = 60
RATED = "rate"  # no step of the question: it stays where it is
DONE: Mapping[str, str] = {
    Verb.ADD_INFORMATION: "Đã gửi phần bổ sung. Thời hạn trả lời tiếp tục chạy.",
    Verb.OBJECT: "Đã gửi đề nghị xem lại. Một người kiểm duyệt khác sẽ quyết định.",
    Verb.WITHDRAW: "Đã rút câu hỏi. Nội dung, tên, liên hệ và tệp đã được xóa.",
    Verb.REOPEN: "Đã gửi đề nghị trả lời lại. Thời hạn trả lời tính lại từ hôm nay.",
    Verb.REOPEN_TO_BOARD: "Đã gửi đề nghị trả lời lại. Ban Biên tập chọn đơn vị trả lời.",
    RATED: "Đã ghi nhận đánh giá. Cảm ơn Quý vị.",
}
# No deadline and no unit is promised of what was sealed for what it says.
SEALED_DONE = "Đã gửi. Nội dung này được giữ kín."
# What the software makes of the words just sent is no later deed of anybody.
BESIDE = frozenset({CLASSIFY, SEAL})


def secret(response: R) -> R:
    """Keep a page whose address holds a code out of caches, search engines and referrers."""
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    personal(response)  # type: ignore[arg-type]  # it only sets headers, on a file as well
    return response


def by_code(
    view: Callable[Concatenate[HttpRequest, Question, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
    """Give `view` the question of the code in its address; 404 for a wrong code, 429 for many."""

    @login_not_required
    @wraps(view)
    def opened(
        request: HttpRequest, code: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        try:
            submission = throttle.look_up(request, code, form=asker.PURPOSE)
        except Refused as refused:
            return secret(too_many_tries(request, refused))
        question = asker.for_asker(submission) if submission else None
        if question is not None and PART in request.GET:
            question = asker.part_for_asker(question, request.GET[PART])
        if question is None:
            return secret(wrong_code(request))
        return secret(view(request, question, *args, **kwargs))

    return opened


@csrf_exempt  # it changes nothing, and a token would set a cookie for who only looks up
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """Go to the page of a code: typed here, or in the link and the QR of a receipt (?ma=)."""
    sent = request.POST if request.method == "POST" else request.GET
    form = LookupForm(sent if sent or request.method == "POST" else None)
    if form.is_valid():
        try:
            submission = throttle.look_up(request, form.code, form=asker.PURPOSE)
        except Refused as refused:
            return secret(too_many_tries(request, refused))
        if submission is not None:
            path = reverse("qa:follow_question", args=[submission.tracking_code])
            return secret(HttpResponseRedirect(path, status=303))
        form.add_error(TRACKING_CODE_PARAMETER, UNKNOWN_CODE)
    status = 404 if form.errors else 200
    return secret(render(request, "qa/follow_lookup.html", {"form": form}, status=status))


@by_code
@require_safe
def question(request: HttpRequest, question: Question) -> HttpResponse:
    """Show where the question is, why it is due when it is, and what its asker may do now."""
    is_waiting = question.status in WAITING and not question.is_sealed
    deadline = clock.explanation(question) if is_waiting else ""
    context = {
        "question": question,
        "timeline": asker.timeline_for_citizen(question, deadline=deadline),
        "is_waiting": is_waiting,
        "is_paused": question.paused_at is not None,
        "working_days_left": clock.working_days_left(question, timezone.now()),
        "rejection_words": asker.public_words_of(question, Verb.REJECT, Verb.UPHOLD),
        "guidance": asker.public_words_of(question, Verb.REDIRECT, Verb.FORWARD),
        "receivers": receivers_for_asker(question),
        "retraction_words": asker.public_words_of(question, Verb.RETRACT),
        "added": asker.added_information(question),
        "just_done": just_done(request, question),
        "whole_path": whole_path(question),
        "parts": [
            (part, asker.follow_path(part), asker.timeline_for_citizen(part))
            for part in asker.parts_for_asker(question)
        ],
        "shared_answer": asker.shared_answer(question),
        "earlier_private_reply": asker.earlier_private_reply(question),
        "add_path": asker.follow_path(question, "qa:follow_add"),
        "object_path": asker.follow_path(question, "qa:follow_object"),
        "may_add": allowed(check_citizen_can, Verb.ADD_INFORMATION, question),
        "may_object": allowed(check_citizen_can, Verb.OBJECT, question),
        "may_withdraw": allowed(check_citizen_can, Verb.WITHDRAW, question),
        **given_answer(question),
    }
    response = render(request, "qa/follow_question.html", context)
    if DONE_COOKIE in request.COOKIES:
        response.delete_cookie(DONE_COOKIE, path=request.path, samesite="Lax")
    return response


def receivers_for_asker(question: Question) -> list[Receiver]:
    """Where the asker may turn besides, for what this site does not settle itself."""
    is_settled_here = question.kind not in FOR_OTHERS or question.erased_at is not None
    return [] if is_settled_here else receivers_of(question.kind)


def whole_path(question: Question) -> str:
    """The page of the whole question, for one of its parts; "" for a question that is no part."""
    if question.part_of is None:
        return ""
    return asker.follow_path(question.part_of)


def given_answer(question: Question) -> dict[str, object]:
    """What the asker may say of the answer now: rate it, ask once for another, and until when."""
    is_given = question.status in GIVEN
    may_come_again = can_be_reopened(question)
    why_not_reopen = refusal(check_may_reopen, question) if may_come_again else ""
    return {
        "is_given": is_given,
        "rating": getattr(question, "rating", None),
        "reopening": getattr(question, "reopening", None),
        "publication": getattr(question, "publication", None),
        "rate_path": asker.follow_path(question, "qa:follow_rate"),
        "reopen_path": asker.follow_path(question, "qa:follow_reopen"),
        "may_rate": is_given and allowed(check_can_rate, question),
        "may_reopen": may_come_again and not why_not_reopen,
        "why_not_reopen": why_not_reopen,
        "reopening_until": reopening_until(question) if is_given else None,
    }


def just_done(request: HttpRequest, question: Question) -> str:
    """What the asker has just done, while nobody has done anything since; "" otherwise."""
    verb = request.COOKIES.get(DONE_COOKIE, "")
    if verb == RATED:
        return DONE[RATED] if getattr(question, "rating", None) else ""
    last = [step.verb for step in question.steps.all() if step.verb not in BESIDE][-1:]
    if last != [verb]:
        return ""
    return SEALED_DONE if question.is_sealed else DONE.get(verb, "")


@by_code
@require_http_methods(["GET", "HEAD", "POST"])
def add_information(request: HttpRequest, question: Question) -> HttpResponse:
    """Reply to what the unit asked; the clock runs again."""
    return act(
        request,
        question,
        verb=Verb.ADD_INFORMATION,
        title="Bổ sung thông tin",
        form=AddInformationForm(*typed(request), question=question),
        template="qa/follow_add.html",
        do=lambda form: citizens.add_information(
            question=question,
            reply=form.cleaned_data["reply"],
            files=form.cleaned_data.get("attachments", []),
        ),
    )


@by_code
@require_http_methods(["GET", "HEAD", "POST"])
def object_to_rejection(request: HttpRequest, question: Question) -> HttpResponse:
    """Ask, once, that another moderator look again (R-5.1)."""
    return act(
        request,
        question,
        verb=Verb.OBJECT,
        title="Đề nghị xem lại",
        form=ObjectionForm(*typed(request)),
        template="qa/follow_object.html",
        do=lambda form: citizens.object_to_rejection(
            question=question, words=form.cleaned_data["words"]
        ),
    )


@by_code
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, question: Question) -> HttpResponse:
    """Ask once more, naming what is erased; then erase it."""
    return act(
        request,
        question,
        verb=Verb.WITHDRAW,
        title="Rút câu hỏi",
        form=forms.Form(*typed(request)),
        template="qa/follow_withdraw.html",
        do=lambda _form: citizens.withdraw(question=question),
    )


@by_code
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, question: Question) -> HttpResponse:
    """Ask, once and in time, for another answer."""
    verb = reopening_verb(question)
    return act(
        request,
        question,
        verb=verb,
        title="Đề nghị trả lời lại",
        form=ReopenForm(*typed(request)),
        template="qa/follow_reopen.html",
        do=lambda form: feedback.reopen(question=question, words=form.cleaned_data["words"]),
    )


@by_code
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, question: Question) -> HttpResponse:
    """The two questions about the answer; only the holder of the code is asked."""
    return act(
        request,
        question,
        verb=RATED,
        title="Đánh giá câu trả lời",
        form=RatingForm(*typed(request), question=question),
        template="qa/follow_rate.html",
        do=lambda form: feedback.rate(question=question, **form.cleaned_data),
    )


def why_not_now(verb: str, question: Question) -> str:
    """Why the asker may not do this now, or ""."""
    if verb == RATED:
        return refusal(check_can_rate, question)
    return refusal(check_citizen_can, Verb(verb), question)


@by_code
@require_safe
def attachment(request: HttpRequest, question: Question, pk: int) -> HttpResponseBase:
    """Give the asker a file of this question; a file of another does not exist here."""
    return attachment_response(request, question.attachments, pk)


def typed(
    request: HttpRequest,
) -> tuple[QueryDict | None, MultiValueDict[str, UploadedFile] | None]:
    """The data and files of a form: what was sent, or nothing."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def act(
    request: HttpRequest,
    question: Question,
    *,
    verb: str,
    title: str,
    form: F,
    template: str,
    do: Callable[[F], object],
) -> HttpResponse:
    """Show the page of one verb, or do it and return to the question.

    409 when the question has moved on meanwhile, with the reason and with what was typed.
    """
    back_url = asker.follow_path(question)
    back_path = reverse("qa:follow_question", args=[question.submission.tracking_code])
    why_not = why_not_now(verb, question)
    if form.is_bound and not why_not and form.is_valid():
        try:
            do(form)
        except Denied as denied:
            why_not = denied.reason
        else:
            response = HttpResponseRedirect(back_url, status=303)
            response.set_cookie(
                DONE_COOKIE,
                verb,
                max_age=DONE_SECONDS,
                path=back_path,
                secure=request.is_secure(),
                httponly=True,
                samesite="Lax",
            )
            return response
    status = CONFLICT_STATUS if why_not else INVALID_STATUS if form.errors else 200
    context = {
        "question": question,
        "form": form,
        "why_not": why_not,
        "act_title": title,
        "back_url": back_url,
    }
    page = render(request, template, context, status=status)
    # Under no-referrer a browser posts "Origin: null", which the CSRF check refuses; this policy
    # tells the site's own name and never the address with the code.
    page["Referrer-Policy"] = "strict-origin"
    return page
