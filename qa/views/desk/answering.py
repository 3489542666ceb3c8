"""The lead unit's draft and the parts of co-ordinating units."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from engagement.accounts.decorators import permission_required
from engagement.accounts.permissions import Permission
from engagement.web.dates import short_when
from engagement.web.loaders import NotVisible
from engagement.workflow.exceptions import Conflict, Denied
from qa.forms.desk.answering import ContributeForm, DraftForm, SubmitForm
from qa.forms.desk.comparing import merged
from qa.forms.desk.writing import InsertForm
from qa.models import Answer, DraftVersion, Question
from qa.queries.desk.access import coordinating_units_of
from qa.queries.drafts import others_writing, templates_for
from qa.rules.verbs import check_can_draft
from qa.services import answering, drafts
from qa.services.templates import filled
from qa.views.desk.around import compared
from qa.views.desk.question import question_for, question_page
from qa.views.desk.requests import staff, status_of


@permission_required(Permission.WORKSPACE_ENTER)
@require_POST
def draft(request: HttpRequest, reference: str) -> HttpResponse:
    """Save the draft: by the editor every few seconds (JSON), by its button without JavaScript.

    The editor's sign that somebody is writing (`presence`) saves nothing.
    """
    user, question = staff(request), question_for(request, reference)
    form = DraftForm(request.POST)
    try:
        check_can_draft(user, question)
        if "presence" in request.POST:
            drafts.be_present(question=question, by=user)
            return JsonResponse({"others": others_writing(question, user)})
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
        others = others_writing(question, staff(request))
        return JsonResponse({"version": answer.version, "saved_at": saved_at, "others": others})
    messages.success(request, "Đã lưu bản nháp.")
    return redirect(question)


def draft_refused(
    request: HttpRequest, reference: str, denied: Denied, status: int
) -> HttpResponse:
    """Say why; on the page the typed text stays, beside what a colleague saved meanwhile."""
    if wants_json(request):
        return JsonResponse({"error": denied.reason}, status=status)
    question = question_for(request, reference)
    answer: Answer | None = getattr(question, "answer", None)
    editor = editor_of(request, question)
    editor.rebase(question)
    comparison = None
    if isinstance(denied, Conflict) and answer:
        heading = f"Bản {answer.edited_by.display_name} vừa lưu"
        comparison = compared(request.POST.get("text", ""), answer.text, heading=heading)
        denied = Conflict(
            "Đồng nghiệp vừa lưu một bản khác. Hai bản đứng cạnh nhau ở phần Soạn câu trả lời; "
            "xin chọn đoạn muốn giữ, ghép rồi lưu."
        )
    return question_page(
        request, question, editor=editor, comparison=comparison, denied=denied, status=status
    )


def editor_of(request: HttpRequest, question: Question, text: str | None = None) -> SubmitForm:
    """The editor with what was typed, or with `text` in its place."""
    data = request.POST.copy()
    if text is not None:
        data["text"] = text
    return SubmitForm(data, question=question, user=staff(request))


@permission_required(Permission.WORKSPACE_ENTER)
@require_POST
def draft_insert(request: HttpRequest, reference: str) -> HttpResponse:
    """Put a template at the end of what was typed; nothing is saved before the writer does."""
    user, question = staff(request), question_for(request, reference)
    form = InsertForm(request.POST, templates=templates_for(question))
    try:
        check_can_draft(user, question)
    except Denied as denied:
        return question_page(request, question, denied=denied)
    if not form.is_valid():
        refused = Denied(" ".join(str(error) for error in form.errors["mau"]))
        editor = editor_of(request, question)
        return question_page(request, question, editor=editor, denied=refused, status=400)
    typed = request.POST.get("text", "").rstrip()
    words = filled(form.cleaned_data["mau"], question)
    editor = editor_of(request, question, f"{typed}\n\n{words}" if typed else words)
    messages.info(request, "Đã chèn mẫu vào cuối; bản nháp chưa lưu.")
    return question_page(request, question, editor=editor)


@permission_required(Permission.WORKSPACE_ENTER)
@require_POST
def draft_compare(request: HttpRequest, reference: str) -> HttpResponse:
    """Lay what was typed beside another draft, then make one of both; nothing is saved by it."""
    user, question = staff(request), question_for(request, reference)
    try:
        check_can_draft(user, question)
    except Denied as denied:
        return question_page(request, question, denied=denied)
    mine, against = request.POST.get("text", ""), request.POST.get("against", "")
    editor = editor_of(request, question)
    if getattr(question, "answer", None) is None:
        nothing = Denied("Chưa có bản nháp nào được lưu để so.")
        return question_page(request, question, editor=editor, denied=nothing, status=400)
    theirs, heading, is_current = other_draft(request, question, against)
    if "merge" in request.POST and is_current:
        editor = editor_of(request, question, merged(mine, theirs, request.POST))
        messages.info(request, "Đã ghép các đoạn; xin đọc lại rồi lưu.")
        return question_page(request, question, editor=editor)
    if not against:
        editor.rebase(question)
    comparison = compared(mine, theirs, heading=heading, against=against)
    return question_page(request, question, editor=editor, comparison=comparison)


def other_draft(request: HttpRequest, question: Question, against: str) -> tuple[str, str, bool]:
    """The text to compare with, its heading, and whether it is the one the page has shown."""
    if against:
        number = int(against) if against.isascii() and against.isdigit() else 0
        kept = DraftVersion.objects.filter(answer__question=question, number=number)
        version = kept.select_related("saved_by").first()
        if version is None:
            raise NotVisible
        who, when = version.saved_by.display_name, short_when(version.saved_at)
        return version.text, f"Bản {who} lưu {when}", True
    answer: Answer = question.answer
    is_shown = request.POST.get("version") == str(answer.version)
    return answer.text, f"Bản {answer.edited_by.display_name} vừa lưu", is_shown


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
