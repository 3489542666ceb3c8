"""The lead unit's draft and the parts of co-ordinating units."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from engagement.accounts.decorators import permission_required
from engagement.accounts.permissions import Permission
from engagement.web.dates import short_when
from engagement.workflow.exceptions import Denied
from qa.forms.desk.answering import ContributeForm, DraftForm, SubmitForm
from qa.models import Answer, Question
from qa.queries.desk import (
    coordinating_units_of,
)
from qa.rules import (
    check_can_draft,
)
from qa.services import answering
from qa.views.desk.question import question_for, question_page
from qa.views.desk.requests import staff, status_of


@permission_required(Permission.WORKSPACE_ENTER)
@require_POST
def draft(request: HttpRequest, reference: str) -> HttpResponse:
    """Save the draft: by the editor every few seconds (JSON), by its button without JavaScript."""
    user, question = staff(request), question_for(request, reference)
    form = DraftForm(request.POST)
    try:
        check_can_draft(user, question)
        if form.is_valid():
            answer = drafts.save_draft(question=question, by=user, **form.cleaned_data)
            return draft_saved(request, question, answer)
    except Denied as denied:
        return draft_refused(request, reference, denied, status_of(denied))
    errors = [str(error) for found in form.errors.values() for error in found]
    return draft_refused(request, reference, Denied(" ".join(errors)), 400)


def draft_saved(request: HttpRequest, question: Question, answer: Answer) -> HttpResponse:
    if wants_json(request):
        saved_at = short_when(answer.edited_at)
        return JsonResponse({"version": answer.version, "saved_at": saved_at})
    messages.success(request, "Đã lưu bản nháp.")
    return redirect(question)


def draft_refused(
    request: HttpRequest, reference: str, denied: Denied, status: int
) -> HttpResponse:
    """Say why; on the page the typed text stays, beside what a colleague saved meanwhile."""
    if wants_json(request):
        return JsonResponse({"error": denied.reason}, status=status)
    question = question_for(request, reference)
    editor = SubmitForm(request.POST, question=question, user=staff(request))
    editor.rebase(question)
    return question_page(request, question, editor=editor, denied=denied, status=status)


def wants_json(request: HttpRequest) -> bool:
    """Tell the editor's own request from a browser's."""
    return request.headers.get("Accept") == "application/json"


@permission_required(Permission.WORKSPACE_ENTER)
@require_POST
def contribute(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the lead unit a co-ordinating unit's part of the answer."""
    user, question = staff(request), question_for(request, reference)
    units = coordinating_units_of(user, question)
    form = ContributeForm(request.POST, units=units)
    if not units:
        denied: Denied = Denied("Chỉ đơn vị phối hợp mới gửi ý kiến phối hợp.")
        return question_page(request, question, contribution=form, denied=denied)
    if not form.is_valid():
        return question_page(request, question, contribution=form, status=400)
    try:
        answering.contribute(question=question, by=user, **form.cleaned_data)
    except Denied as denied:
        return question_page(request, question, contribution=form, denied=denied)
    messages.success(request, "Đã gửi ý kiến cho đơn vị chủ trì.")
    return redirect(question)
