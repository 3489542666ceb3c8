"""The staff's desk: lists of work, one page a question, one page an act, reports, delegations."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from engagement.accounts.access import grants_of, has_permission
from engagement.accounts.decorators import permission_required
from engagement.accounts.models import User
from engagement.accounts.permissions import Permission
from engagement.intake.codes import reference_alone
from engagement.intake.enums import Proof
from engagement.intake.queries import with_same_content
from engagement.web.dates import short_when
from engagement.web.files import serve_private
from engagement.web.loaders import NotVisible
from engagement.web.pagination import paginate
from engagement.workflow.exceptions import Conflict, Denied, InvalidTransition
from engagement.workflow.machine import allowed
from engagement.worktime.queries import current_calendar
from qa.enums import WAITING, QuestionStatus, UnitRole, Verb
from qa.forms import desk as forms
from qa.models import Answer, Assignment, Question, Step
from qa.queries.desk import (
    EVERYTHING,
    Box,
    boxes_for,
    coordinating_units_of,
    counted,
    in_box,
    is_sent_back,
    reference_in,
    sent_back_by,
    units_of,
    visible_to,
    with_everything,
)
from qa.rules import (
    LABELS,
    Act,
    acts_for,
    check_can,
    check_can_draft,
    check_can_sort,
    check_holds_permission,
    may_see_contact,
    may_see_name,
)
from qa.services import answering, clock, moderating, publishing, routing
from qa.services.letters import how_told

logger = logging.getLogger(__name__)

UNPROVEN = frozenset({Proof.NONE, Proof.QUARANTINED})
ASSIGNING_VERBS = frozenset({Verb.ASSIGN, Verb.ASSIGN_BY_DELEGATION, Verb.REASSIGN})
# The notice names so many questions of the same words; the moderator needs no more to judge.
SAME_WORDS_SHOWN = 20


# --- Lists -----------------------------------------------------------------------------------
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
    form = forms.FilterForm(request.GET)
    wanted = form.wanted()
    reference = reference_in(wanted.text) or reference_alone(wanted.text)
    if reference and visible_to(user).filter(submission__reference=reference).exists():
        return redirect("desk:question_detail", reference)
    page = paginate(request, in_box(user, shown, wanted))
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


def is_unproven(question: Question) -> bool:
    """Tell whether a moderator should look twice; once somebody has decided, nobody need."""
    is_new = question.status == QuestionStatus.RECEIVED
    return is_new and question.submission.proof in UNPROVEN


def address_of(box: Box) -> str:
    """The list of what waits for me is the desk itself."""
    if box.code == "viec-cua-toi":
        return reverse("desk:inbox")
    return reverse("desk:box", args=[box.code])


# --- One question ----------------------------------------------------------------------------
HISTORY_WORDS: Mapping[str, str] = {str(verb): label for verb, label in LABELS.items()} | {
    "receive": "Nhận câu hỏi",
    Verb.OBJECT: "Người gửi đề nghị xem lại",
    Verb.ADD_INFORMATION: "Người hỏi bổ sung",
    Verb.WITHDRAW: "Người hỏi rút câu hỏi",
}


BEING_WRITTEN = (
    QuestionStatus.ASSIGNED,
    QuestionStatus.AWAITING_INFORMATION,
    QuestionStatus.RETURNED,
)


@dataclass(frozen=True)
class Entry:
    """A line of the history."""

    at: datetime
    title: str
    by: str
    note: str


@permission_required(Permission.WORKSPACE_ENTER)
@require_safe
def question(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything about one question, and what may be done next."""
    return question_page(request, question_for(request, reference))


def question_for(request: HttpRequest, reference: str) -> Question:
    """Load what this person may see; anything else does not exist. Raises NotVisible."""
    questions = with_everything(visible_to(request.user))
    found = questions.filter(submission__reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def question_page(
    request: HttpRequest,
    question: Question,
    *,
    editor: forms.SubmitForm | None = None,
    contribution: forms.ContributeForm | None = None,
    sorting: forms.SortForm | None = None,
    denied: Denied | None = None,
    status: int | None = None,
) -> HttpResponse:
    """Show the question; a refused form comes back with what was typed and the reason."""
    user = staff(request)
    if editor is None and allowed(check_can_draft, user, question):
        editor = forms.SubmitForm(question=question, user=user)
    speaks_for = coordinating_units_of(user, question)
    if contribution is None and speaks_for and question.status == QuestionStatus.ASSIGNED:
        contribution = forms.ContributeForm(units=speaks_for)
    context = facts(user, question) | {
        "acts": [(act, act_address(act, question)) for act in acts_for(user, question)],
        "editor": editor,
        "contribution": contribution,
        "denied": denied,
        "sorting": sorting or sorting_form(user, question),
        "sent_back": sent_back_entry(question) if editor else None,
        "publication": one_to_one(question, "publication"),
        "same_words": same_words(user, question),
        "history": list(history(user, question))[::-1],
    }
    code = status or (status_of(denied) if denied else 200)
    return render(request, "qa/desk_question.html", context, status=code)


def facts(user: User, question: Question) -> dict[str, object]:
    """What stands on the question's page and beside every act: text, deadline, people."""
    return {
        "question": question,
        "working_days_left": clock.working_days_left(question, timezone.now()),
        "is_done": question.status not in WAITING,
        "is_unproven": is_unproven(question),
        "is_sent_back": sent_back_by(question) is not None,
        "reads_reports": has_permission(user, Permission.QUESTION_READ_ALL),
        "explanation": clock.explanation(question),
        "shows_name": may_see_name(user, question),
        "shows_contact": may_see_contact(user),
        "objection": one_to_one(question, "objection"),
        "answer": answer_shown(user, question),
        "is_draft": question.status in BEING_WRITTEN,
    }


def sorting_form(user: User, question: Question) -> forms.SortForm | None:
    """The form that puts the question into a field, for who may do that now."""
    return forms.SortForm(question=question) if allowed(check_can_sort, user, question) else None


def sent_back_entry(question: Question) -> Entry | None:
    """Why the answer came back, for the lead unit that is changing it."""
    step = sent_back_by(question)
    return entry_of(step, shows_words=True) if step else None


def same_words(user: User, question: Question) -> list[Question]:
    """Other questions of the same words that this person may see, oldest first."""
    others = visible_to(user).filter(submission__in=with_same_content(question.submission))
    return list(others.order_by("received_at", "pk")[:SAME_WORDS_SHOWN])


def one_to_one(question: Question, name: str) -> Model | None:
    """The row that hangs on the question, or None where there is none yet."""
    row: Model | None = getattr(question, name, None)
    return row


def answer_shown(user: User, question: Question) -> Model | None:
    """The answer, once its unit has submitted it; a draft is the lead unit's own."""
    is_own = allowed(check_holds_permission, Verb.SUBMIT_ANSWER, user, question)
    if question.status in BEING_WRITTEN and not is_own:
        return None
    return one_to_one(question, "answer")


def act_address(act: Act, question: Question) -> str:
    """Where an act is done: a report is made for many questions at once."""
    if act.verb == Verb.REPORT:
        return f"{reverse('desk:report_create')}?cau_hoi={question.pk}"
    return reverse("desk:question_act", args=[question.reference, act.verb])


def history(user: User, question: Question) -> Iterator[Entry]:
    """Every step in its order; the words within the offices only for whom they were meant.

    Those are the readers of all, the unit that wrote them and the lead unit of that moment; what
    was said with an assignment is for every unit that the question was given to.
    """
    grants, steps = grants_of(user), list(question.steps.all())
    reads_all, own = grants.allow(Permission.QUESTION_READ_ALL), units_of(grants)
    held = list(question.assignments.filter(unit__in=own))
    # Who held the question after a step is who held it when the next one came.
    ends = [step.happened_at for step in steps[1:]] + [timezone.now()]
    for step, end in zip(steps, ends, strict=True):
        is_meant = any(reaches(step, end, assignment) for assignment in held)
        yield entry_of(step, shows_words=reads_all or step.unit_id in own or is_meant)


def reaches(step: Step, end: datetime, assignment: Assignment) -> bool:
    """Tell whether the words of `step` were for the unit of `assignment`; `end` is the next step."""
    is_addressed = assignment.role == UnitRole.LEAD or step.verb in ASSIGNING_VERBS
    is_held = assignment.ended_at is None or assignment.ended_at >= end
    return is_addressed and is_held and assignment.assigned_at < end


def entry_of(step: Step, *, shows_words: bool) -> Entry:
    """One line of the history."""
    by = [step.done_by.display_name] if step.done_by else []
    by += [step.unit.short_name] if step.unit else []
    notes = [f"Nội bộ: {step.words}"] if step.words and shows_words else []
    notes += [f"Báo người hỏi: {step.public_words}"] if step.public_words else []
    notes += [f"Đề nghị giao: {step.proposed_unit}"] if step.proposed_unit else []
    title = HISTORY_WORDS[step.verb]
    return Entry(step.happened_at, title, ", ".join(by), "\n".join(notes))


@permission_required(Permission.WORKSPACE_ENTER)
@require_safe
def attachment(request: HttpRequest, reference: str, pk: int) -> HttpResponseBase:
    """Give a file of a question that this person may see."""
    found = question_for(request, reference).attachments.filter(pk=pk).first()
    if found is None:
        raise NotVisible
    try:
        return serve_private(
            request, found.file, name=found.display_name, content_type=found.content_type
        )
    except FileNotFoundError:
        logger.error("attachment %s has no file", found.pk)  # noqa: TRY400 — the place is known
        raise NotVisible from None


# --- Acts ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Deed:
    """How the page of one verb looks and what it calls."""

    form: type[forms.ActForm]
    service: Callable[..., object]
    done: str
    consequence: str = ""
    is_final: bool = False


ASSIGNING = Deed(
    forms.AssignForm,
    routing.assign,
    "Đã phân công.",
    "Đơn vị được giao thấy câu hỏi ngay; đơn vị cũ, nếu có, không còn thấy.",
)
DEEDS: Mapping[str, Deed] = {
    Verb.ACCEPT: Deed(
        forms.AcceptForm,
        moderating.accept,
        "Đã tiếp nhận.",
        "Người hỏi thấy câu hỏi đã được tiếp nhận.",
    ),
    Verb.REJECT: Deed(
        forms.RejectForm,
        moderating.reject,
        "Đã từ chối.",
        "Người gửi thấy lý do và có quyền đề nghị xem lại một lần.",
        is_final=True,
    ),
    Verb.UPHOLD: Deed(
        forms.UpholdForm,
        moderating.uphold_rejection,
        "Đã giữ nguyên việc từ chối.",
        "Người gửi không đề nghị xem lại được nữa.",
        is_final=True,
    ),
    Verb.OVERTURN: Deed(
        forms.OverturnForm,
        moderating.overturn_rejection,
        "Đã chấp nhận đề nghị và tiếp nhận câu hỏi.",
        "Câu hỏi trở lại bước đã tiếp nhận; người gửi thấy kết quả.",
    ),
    Verb.ASSIGN: ASSIGNING,
    Verb.ASSIGN_BY_DELEGATION: ASSIGNING,
    Verb.REASSIGN: ASSIGNING,
    Verb.RETURN: Deed(
        forms.ReturnForm,
        routing.return_to_board,
        "Đã chuyển trả Ban Biên tập.",
        "Đơn vị của Quý vị sẽ không còn thấy câu hỏi này.",
        is_final=True,
    ),
    Verb.ASK_INFORMATION: Deed(
        forms.AskInformationForm,
        answering.ask_information,
        "Đã gửi yêu cầu bổ sung; thời hạn tạm dừng.",
    ),
    Verb.RESUME: Deed(
        forms.ResumeForm,
        answering.resume,
        "Câu hỏi trở lại bước soạn câu trả lời.",
        "Thời hạn tính tiếp ngay.",
    ),
    Verb.SUBMIT_ANSWER: Deed(
        forms.SubmitForm,
        answering.submit_answer,
        "Đã trình lãnh đạo đơn vị.",
        "Lãnh đạo đơn vị đọc và duyệt hoặc trả lại để sửa.",
    ),
    Verb.APPROVE: Deed(
        forms.ApproveForm,
        answering.approve_answer,
        "Đã duyệt, chuyển Ban Biên tập.",
        "Lãnh đạo đơn vị chịu trách nhiệm về nội dung; câu trả lời chuyển Ban Biên tập công bố.",
    ),
    Verb.SEND_BACK: Deed(forms.SendBackForm, answering.send_back, "Đã trả lại để sửa."),
    Verb.REQUEST_CHANGES: Deed(
        forms.RequestChangesForm, publishing.request_changes, "Đã đề nghị đơn vị sửa."
    ),
    Verb.PUBLISH: Deed(
        forms.PublishForm,
        publishing.publish,
        "Đã công bố.",
        "Mọi người đọc được bản công bố dưới đây; bản gốc được giữ riêng.",
    ),
    Verb.CLOSE_PRIVATELY: Deed(
        forms.ClosePrivatelyForm,
        publishing.close_privately,
        "Đã trả lời riêng người hỏi.",
        "Chỉ người hỏi đọc được câu trả lời, bằng mã tra cứu; câu hỏi không công bố được nữa.",
        is_final=True,
    ),
    Verb.RETRACT: Deed(
        forms.RetractForm,
        publishing.retract,
        "Đã gỡ câu trả lời.",
        "Địa chỉ của câu trả lời sẽ nói là đã gỡ và vì sao; không công bố lại được.",
        is_final=True,
    ),
}


@permission_required(Permission.WORKSPACE_ENTER)
def act(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """The page of one verb: what it means, its form, and the deed itself by POST."""
    user, question = staff(request), question_for(request, reference)
    deed = DEEDS.get(verb)
    if deed is None:
        raise NotVisible
    form = deed.form(posted(request), question=question, user=user)
    try:
        check_can(Verb(verb), user, question)
        if form.is_valid():
            # What moved since the page was opened is a conflict, even back to the same step.
            question.status_changed_at = form.cleaned_data["seen"] or question.status_changed_at
            deed.service(question=question, by=user, **form.arguments())
            done = f"{question.reference}: {deed.done} {how_told(question, verb)}"
            messages.success(request, done.rstrip())
            return redirect(next_page(user, question))
    except Denied as denied:
        now = question_for(request, reference)
        form.rebase(now)
        return act_page(request, now, verb, form, denied=denied)
    return act_page(request, question, verb, form)


def act_page(
    request: HttpRequest,
    question: Question,
    verb: str,
    form: forms.ActForm,
    *,
    denied: Denied | None = None,
) -> HttpResponse:
    """Show one verb's form beside the question, or why it cannot be done."""
    context = facts(staff(request), question) | {
        "label": LABELS[Verb(verb)],
        "deed": DEEDS[verb],
        "form": form,
        "denied": denied,
    }
    status = 400 if form.errors else 200
    return render(
        request, "qa/desk_act.html", context, status=status_of(denied) if denied else status
    )


def posted(request: HttpRequest) -> QueryDict | None:
    """The data of a form that was sent; None for one that is only shown."""
    return request.POST if request.method == "POST" else None


def status_of(denied: Denied) -> int:
    """409 where the question stands elsewhere by now, 403 where the person may not."""
    return 409 if isinstance(denied, InvalidTransition | Conflict) else 403


def next_page(user: User, question: Question) -> Question | str:
    """The question again, or the desk where it has just left this person's sight."""
    if visible_to(user).filter(pk=question.pk).exists():
        return question
    return reverse("desk:inbox")


@permission_required(Permission.QUESTION_MODERATE)
@require_POST
def sort(request: HttpRequest, reference: str) -> HttpResponse:
    """Put the question into a field."""
    user, question = staff(request), question_for(request, reference)
    form = forms.SortForm(request.POST, question=question)
    if not form.is_valid():
        return question_page(request, question, sorting=form, status=400)
    try:
        moderating.sort(question=question, by=user, field=form.cleaned_data["field"])
    except Denied as denied:
        return question_page(request, question, sorting=form, denied=denied)
    messages.success(request, f"{question.reference}: Đã xếp lĩnh vực.")
    return redirect(question)


# --- Answering -------------------------------------------------------------------------------
@permission_required(Permission.WORKSPACE_ENTER)
@require_POST
def draft(request: HttpRequest, reference: str) -> HttpResponse:
    """Save the draft: by the editor every few seconds (JSON), by its button without JavaScript."""
    user, question = staff(request), question_for(request, reference)
    form = forms.DraftForm(request.POST)
    try:
        check_can_draft(user, question)
        if form.is_valid():
            answer = answering.save_draft(question=question, by=user, **form.cleaned_data)
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
    editor = forms.SubmitForm(request.POST, question=question, user=staff(request))
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
    form = forms.ContributeForm(request.POST, units=units)
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


def staff(request: HttpRequest) -> User:
    """The member of staff who is signed in; permission_required let nobody else come here."""
    if not isinstance(request.user, User):
        raise NotVisible
    return request.user
