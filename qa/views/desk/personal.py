"""Requests about personal data: what was asked, by when, and what is done at the office."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from engagement.accounts.decorators import permission_required
from engagement.accounts.models import User
from engagement.accounts.permissions import Permission
from engagement.intake import throttle
from engagement.intake.exceptions import Refused
from engagement.web.loaders import NotVisible
from engagement.web.pagination import paginate
from engagement.workflow.exceptions import Denied
from engagement.worktime.queries import current_calendar
from qa.enums import DataRequestKind
from qa.forms.follow import UNKNOWN_CODE
from qa.forms.personal import PersonalDataForm, ReceiveRequestForm
from qa.models import PersonalDataRequest, Question
from qa.queries import asker
from qa.queries.personal import data_requests, everything_about
from qa.rules.desk import handled_by
from qa.services import personal_data
from qa.services.clock import days_to
from qa.views.desk.requests import posted, staff, status_of


def handler(request: HttpRequest) -> User:
    """Who handles requests at all; for anybody else there is no such page. Raises NotVisible."""
    user = staff(request)
    if not handled_by(user):
        raise NotVisible
    return user


@permission_required(Permission.WORKSPACE_ENTER)
@require_safe
def data_request_list(request: HttpRequest) -> HttpResponse:
    """Requests to be answered, by deadline; with `?xong=1` those that are done."""
    user, is_open = handler(request), "xong" not in request.GET
    page = paginate(request, data_requests(user, is_open=is_open))
    context = {"page": page, "is_open": is_open, "rows": with_days_left(page)}
    return render(request, "qa/desk_data_requests.html", context)


def with_days_left(
    requests: Iterable[PersonalDataRequest],
) -> list[tuple[PersonalDataRequest, int | None]]:
    """Each request with the working days it has left: the term is in working days."""
    now, calendar = timezone.now(), current_calendar()
    return [(each, days_to(each.due_at, now, calendar)) for each in requests]


@permission_required(Permission.WORKSPACE_ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Take in a request at the counter, receipt in hand."""
    user = handler(request)
    form = ReceiveRequestForm(posted(request), label_suffix="")
    denied: Denied | None = None
    question: Question | None = None
    try:
        if form.is_valid():
            question = question_of(request, form)
        if question is not None:
            received = personal_data.receive_request(
                question=question, kind=form.cleaned_data["kind"], by=user
            )
            messages.success(request, "Đã nhận yêu cầu; thời hạn tính từ bây giờ.")
            return redirect("desk:data_request", received.pk)
    except Denied as refused:
        denied = refused
    status = status_of(denied) if denied else 400 if form.errors else 200
    return render(
        request, "qa/desk_data_receive.html", {"form": form, "denied": denied}, status=status
    )


def question_of(request: HttpRequest, form: ReceiveRequestForm) -> Question | None:
    """The question of the code on the receipt; None, with the reason at the box, for another.

    A sealed one does not exist but for its own right.
    """
    try:
        submission = throttle.look_up(request, form.cleaned_data["ma"], form=asker.PURPOSE)
    except Refused as refused:
        form.add_error("ma", refused.reason)
        return None
    question = asker.for_asker(submission) if submission else None
    if question is None or question.is_sealed not in handled_by(staff(request)):
        form.add_error("ma", UNKNOWN_CODE)
        return None
    return question


@permission_required(Permission.WORKSPACE_ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def data_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: what is handed over, corrected or erased, and the deed by POST."""
    found = data_requests(handler(request), is_open=True).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    question = asker.for_asker(found.question.submission)
    if question is None:
        raise NotVisible
    is_correction = found.kind == DataRequestKind.CORRECT
    form = PersonalDataForm(posted(request), question=question) if is_correction else None
    denied: Denied | None = None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            settle(request, found, question, form)
        except Denied as refused:
            denied = refused
        else:
            messages.success(request, f"{question.reference}: Đã giải quyết yêu cầu.")
            return redirect("desk:data_requests")
    shows_data = found.kind in {DataRequestKind.SEE, DataRequestKind.EXPORT}
    context = {
        "data_request": found,
        "days_left": with_days_left([found])[0][1],
        "question": question,
        "form": form,
        "denied": denied,
        "sections": everything_about(question) if shows_data else [],
        "is_deletion": found.kind == DataRequestKind.DELETE,
        "is_withdrawn": personal_data.is_withdrawn_by_deletion(question),
        "has_public": getattr(question, "publication", None) is not None,
    }
    has_errors = form is not None and bool(form.errors)
    status = status_of(denied) if denied else 400 if has_errors else 200
    return render(request, "qa/desk_data_request.html", context, status=status)


def settle(
    request: HttpRequest,
    found: PersonalDataRequest,
    question: Question,
    form: PersonalDataForm | None,
) -> None:
    """Do what was asked; the request is finished by the same deed."""
    user = staff(request)
    if form is not None:
        personal_data.correct_data(
            question=question,
            request=found,
            by=user,
            **form.arguments(),  # type: ignore[arg-type]
        )
    elif found.kind == DataRequestKind.DELETE:
        personal_data.delete_data(question=question, request=found, by=user)
    else:
        personal_data.finish_request(request=found, by=user)
