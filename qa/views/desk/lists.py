"""Lists of work: what waits for whom."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagement.accounts.access import has_permission
from engagement.accounts.decorators import permission_required
from engagement.accounts.permissions import Permission
from engagement.intake.codes import reference_alone
from engagement.web.loaders import NotVisible
from engagement.web.pagination import Ranked, paginate
from engagement.worktime.queries import current_calendar
from qa.enums import WAITING, QuestionStatus
from qa.forms.desk.lists import FilterForm
from qa.models import Question
from qa.queries.desk import (
    EVERYTHING,
    Box,
    boxes_for,
    counted,
    in_box,
    is_sent_back,
    reference_in,
    visible_to,
)
from qa.services import clock
from qa.views.desk.question import is_unproven
from qa.views.desk.requests import staff


@dataclass(frozen=True)
class Row:
    """A question as a list shows it."""

    question: Question
    working_days_left: int | None
    is_done: bool
    is_reportable: bool
    is_unproven: bool
    is_sent_back: bool


@permission_required(Permission.WORKSPACE_ENTER)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for this person, oldest deadline first."""
    return list_page(request, "viec-cua-toi")


@permission_required(Permission.WORKSPACE_ENTER)
@require_safe
def box(request: HttpRequest, box: str) -> HttpResponse:
    """Another of this person's lists."""
    return list_page(request, box)


def list_page(request: HttpRequest, code: str) -> HttpResponse:
    """One list with its counts, filters and pages; a code that was typed whole opens the question."""
    user, now = staff(request), timezone.now()
    boxes = boxes_for(user, now)
    shown = next((box for box in boxes if box.code == code), None)
    if shown is None:
        raise NotVisible
    form = FilterForm(request.GET)
    wanted = form.wanted()
    reference = reference_in(wanted.text) or reference_alone(wanted.text)
    if reference and visible_to(user).filter(submission__reference=reference).exists():
        return redirect("desk:question_detail", reference)
    found = in_box(user, shown, wanted)
    # The order of thousands is made of numbers alone; the rows of one page are read whole.
    page = paginate(request, Ranked(found, found.values_list("pk", flat=True)))
    may_report = has_permission(user, Permission.QUESTION_REPORT)
    calendar = current_calendar()
    rows = [
        Row(
            question,
            clock.working_days_left(question, now, calendar),
            is_done=question.status not in WAITING,
            is_reportable=may_report and question.status == QuestionStatus.ACCEPTED,
            is_unproven=is_unproven(question),
            is_sent_back=is_sent_back(question),
        )
        for question in page
    ]
    counts = counted(user, boxes)
    return render(
        request,
        "qa/desk_inbox.html",
        {
            "shown": shown,
            "tabs": [(box, counts[box.code], address_of(box)) for box in boxes],
            "form": form,
            "searched": wanted.text,
            "is_narrowed": wanted != EVERYTHING,
            "page": page,
            "rows": rows,
            "has_reportable": any(row.is_reportable for row in rows),
        },
    )


def address_of(box: Box) -> str:
    """The list of what waits for me is the desk itself."""
    if box.code == "viec-cua-toi":
        return reverse("desk:inbox")
    return reverse("desk:box", args=[box.code])
