"""Lists of work: what waits for whom."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagement.accounts.access import has_permission
from engagement.accounts.decorators import permission_required
from engagement.accounts.permissions import Permission
from engagement.web.loaders import NotVisible
from engagement.web.pagination import paginate
from engagement.worktime.calendar import Calendar
from engagement.worktime.queries import current_calendar
from qa.enums import WAITING, QuestionStatus
from qa.forms.desk.lists import FilterForm
from qa.models import Question
from qa.queries.clocks import next_clock, reminders_for, with_next_clock
from qa.queries.desk.access import sealed_waiting, visible_to
from qa.queries.desk.boxes import MINE, Box, boxes_for, counted
from qa.queries.desk.lists import EVERYTHING, in_box, in_order, rows_for
from qa.queries.desk.page import is_sent_back
from qa.queries.desk.search import typed_reference, with_reference
from qa.services import clock
from qa.views.desk.question import is_unproven
from qa.views.desk.requests import staff


@dataclass(frozen=True)
class NextClock:
    """A clock that comes before the answer's, as a list shows it."""

    words: str
    due_at: datetime
    working_days_left: int | None


@dataclass(frozen=True)
class Row:
    """A question as a list shows it."""

    question: Question
    working_days_left: int | None
    is_done: bool
    is_reportable: bool
    is_unproven: bool
    is_sent_back: bool
    next_clock: NextClock | None


@permission_required(Permission.WORKSPACE_ENTER)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for this person, oldest deadline first."""
    return list_page(request, MINE)


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
    reference = typed_reference(wanted.text)
    if reference and visible_to(user).filter(with_reference(reference)).exists():
        return redirect("desk:question_detail", reference)
    counts = counted(user, boxes)
    total = counts[shown.code] if wanted == EVERYTHING else None
    found = in_box(user, shown, wanted)
    page = paginate(request, in_order(with_next_clock(rows_for(user)), found, wanted, total))
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
            next_clock=next_clock_of(question, now, calendar),
        )
        for question in page
    ]
    return render(
        request,
        "qa/desk_inbox.html",
        {
            "shown": shown,
            "tabs": [(box, counts[box.code], address_of(box)) for box in boxes],
            "form": form,
            "searched": wanted.text,
            "reminders": reminders_for(user, now) if code == MINE else [],
            "figure": wanted.measure if wanted.scope else None,
            "period": wanted.period,
            "is_narrowed": wanted != EVERYTHING,
            "page": page,
            "rows": rows,
            "sealed_waiting": 0 if rows or code != MINE else sealed_waiting(user).count(),
            "has_reportable": any(row.is_reportable for row in rows),
        },
    )


def next_clock_of(question: Question, now: datetime, calendar: Calendar) -> NextClock | None:
    """What else is due before the answer, where the question still waits for its unit."""
    found = next_clock(question) if question.status in WAITING else None
    if found is None:
        return None
    words, due_at = found
    return NextClock(words, due_at, clock.days_to(due_at, now, calendar))


def address_of(box: Box) -> str:
    """The list of what waits for me is the desk itself."""
    if box.code == MINE:
        return reverse("desk:inbox")
    return reverse("desk:box", args=[box.code])
