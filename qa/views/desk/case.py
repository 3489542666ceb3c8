"""Small acts on a case that move it nowhere: a note, a plan that is dropped."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from engagement.accounts.decorators import permission_required
from engagement.accounts.permissions import Permission
from engagement.workflow.exceptions import Denied
from qa.rules.desk import check_can_note
from qa.services import notes, planning
from qa.views.desk.around import note_form
from qa.views.desk.question import question_for, question_page
from qa.views.desk.requests import staff


@permission_required(Permission.WORKSPACE_ENTER)
@require_POST
def note(request: HttpRequest, reference: str) -> HttpResponse:
    """Write an internal note on the case."""
    user, question = staff(request), question_for(request, reference)
    form = note_form(user, question, request.POST)
    try:
        if form is None:
            check_can_note(user, question)
        elif form.is_valid():
            notes.write_note(question=question, by=user, **form.cleaned_data)
            messages.success(request, "Đã ghi chú.")
            return redirect(question)
    except Denied as denied:
        return question_page(request, question, noting=form, denied=denied)
    return question_page(request, question, noting=form, status=400)


@permission_required(Permission.QUESTION_PUBLISH)
@require_POST
def plan_cancel(request: HttpRequest, reference: str) -> HttpResponse:
    """Drop the hour at which the answer was to be published."""
    user, question = staff(request), question_for(request, reference)
    try:
        planning.cancel_plan(question=question, by=user)
    except Denied as denied:
        return question_page(request, question, denied=denied)
    messages.success(request, f"{question.reference}: Đã bỏ hẹn giờ công bố.")
    return redirect(question)
