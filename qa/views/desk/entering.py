"""A clerk's page: type in, hand over the receipt, next."""

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from engagement.accounts.decorators import permission_required
from engagement.accounts.permissions import Permission
from engagement.intake import codes
from engagement.intake.registry import get_form
from engagement.intake.responses import personal
from engagement.web.loaders import NotVisible
from engagement.web.pagination import paginate
from engagement.workflow.exceptions import Denied
from qa.forms.desk.entering import EnterForm
from qa.models import Question
from qa.queries.asker import PURPOSE, next_step
from qa.queries.entered import entered_by, entered_today
from qa.services import entering
from qa.views.desk.requests import staff, status_of

# Which receipts this session may show, and how often each was shown.
SESSION_KEY = "qa.entered"
MOST_RECEIPTS = 100
PAPERS = {"a4": "A4", "a5": "A5", "nhiet": "Giấy nhiệt 80 mm"}


@permission_required(Permission.QUESTION_ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Type in what came by telephone, by letter or in person, and see what one typed in today."""
    user = staff(request)
    form = EnterForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    denied = None
    if form.is_bound and form.is_valid():
        try:
            question = entering.enter(by=user, **form.arguments())  # type: ignore[arg-type]
        except Denied as refused:
            denied = refused
        else:
            remember(request, question)
            return redirect("desk:entered_receipt", question.reference)
    context = {"form": form, "denied": denied, "page": paginate(request, entered_today(user))}
    status = status_of(denied) if denied else 400 if form.errors else 200
    return render(request, "qa/desk_enter.html", context, status=status)


def remember(request: HttpRequest, question: Question) -> None:
    """Let this session, and no other, show the receipt."""
    shown: dict[str, int] = request.session.get(SESSION_KEY, {})
    shown.setdefault(str(question.pk), 0)
    request.session[SESSION_KEY] = dict(list(shown.items())[-MOST_RECEIPTS:])


@permission_required(Permission.QUESTION_ENTER)
@require_safe
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """The receipt to print; again only in the session that typed the question in."""
    user = staff(request)
    shown: dict[str, int] = request.session.get(SESSION_KEY, {})
    question = entered_by(user, [int(pk) for pk in shown], reference)
    if question is None:
        raise NotVisible
    if shown[str(question.pk)]:
        entering.note_reprint(question=question, by=user)
    shown[str(question.pk)] += 1
    request.session[SESSION_KEY] = shown
    return personal(render(request, "qa/desk_receipt.html", receipt_context(request, question)))


def receipt_context(request: HttpRequest, question: Question) -> dict[str, object]:
    """The code, its picture, how it is said aloud, and what comes next."""
    submission, form = question.submission, get_form(PURPOSE)
    code = submission.tracking_code
    address = request.build_absolute_uri(form.follow_path(submission))
    paper = request.GET.get("kho", "")
    return {
        "question": question,
        "code": code,
        "spoken": list(zip(code.split("-"), codes.spell(code), strict=True)),
        "qr": segno.make(address, error="m").svg_data_uri(scale=4),
        "lookup_address": request.build_absolute_uri(form.lookup_path),
        "next_step": next_step(submission),
        "papers": [
            (key, label, f"{reverse('desk:entered_receipt', args=[question.reference])}?kho={key}")
            for key, label in PAPERS.items()
        ],
        "paper": paper if paper in PAPERS else "a5",
    }
