"""One question's page: everything about the case, and what may be done next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagement.accounts.access import grants_of, has_permission
from engagement.accounts.decorators import permission_required
from engagement.accounts.models import User
from engagement.accounts.permissions import Permission
from engagement.intake.enums import Proof
from engagement.web.loaders import NotVisible
from engagement.workflow.exceptions import Denied
from engagement.workflow.machine import allowed
from engagement.worktime.queries import current_calendar
from qa.enums import (
    TRANSFER,
    WAITING,
    WITH_BOARD,
    Channel,
    QuestionKind,
    QuestionStatus,
    UnitRole,
    Verb,
)
from qa.forms.desk.acts import SortForm
from qa.forms.desk.answering import ContributeForm, SubmitForm
from qa.forms.desk.kinds import ClassifyForm
from qa.forms.desk.writing import NoteForm
from qa.models import Assignment, Question, Step
from qa.queries.advice import Advice, advice_for
from qa.queries.asker import earlier_private_reply
from qa.queries.desk.access import coordinating_units_of, units_of, visible_to
from qa.queries.desk.page import sent_back_by, with_everything
from qa.queries.desk.search import with_reference
from qa.rules.desk import check_can_classify, check_can_sort
from qa.rules.labels import LABELS
from qa.rules.names import may_see_contact, may_see_name
from qa.rules.verbs import Act, acts_for, check_can_correct, check_can_draft, check_holds_permission
from qa.services import classifying, clock
from qa.services.other_clocks import explained
from qa.views.desk.around import Compared, around, editing
from qa.views.desk.requests import staff, status_of
from qa.views.files import attachment_response

UNPROVEN = frozenset({Proof.NONE, Proof.QUARANTINED})
ASSIGNING_VERBS = frozenset({Verb.ASSIGN, Verb.ASSIGN_BY_DELEGATION, Verb.REASSIGN, Verb.ARBITRATE})


def is_unproven(question: Question) -> bool:
    """Tell whether a moderator should look twice; once somebody has decided, nobody need."""
    is_new = question.status == QuestionStatus.RECEIVED
    is_open_to_all = question.channel == Channel.WEB
    return is_new and is_open_to_all and question.submission.proof in UNPROVEN


HISTORY_WORDS: Mapping[str, str] = {str(verb): label for verb, label in LABELS.items()} | {
    "receive": "Nhận câu hỏi",
    Verb.OBJECT: "Người gửi đề nghị xem lại",
    Verb.ADD_INFORMATION: "Người hỏi bổ sung",
    Verb.WITHDRAW: "Người hỏi rút câu hỏi",
    classifying.CLASSIFY: "Xếp loại việc",
    classifying.SEAL: "Niêm phong",
    classifying.UNSEAL: "Gỡ niêm phong",
    Verb.ANSWER_TOGETHER: "Trả lời cùng câu hỏi đã gộp vào",
    Verb.RETRACT_TOGETHER: "Gỡ cùng câu trả lời chung",
    Verb.REOPEN: "Người hỏi đề nghị trả lời lại",
    Verb.REOPEN_TO_BOARD: "Người hỏi đề nghị trả lời lại; chờ giao đơn vị",
    "correct": "Đính chính câu trả lời",
    TRANSFER: "Chuyển đơn vị do sắp xếp tổ chức",
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
    found = questions.filter(with_reference(reference)).first()
    if found is None:
        raise NotVisible
    return found


def question_page(
    request: HttpRequest,
    question: Question,
    *,
    editor: SubmitForm | None = None,
    contribution: ContributeForm | None = None,
    sorting: SortForm | None = None,
    kinds: ClassifyForm | None = None,
    noting: NoteForm | None = None,
    comparison: Compared | None = None,
    denied: Denied | None = None,
    status: int | None = None,
) -> HttpResponse:
    """Show the question; a refused form comes back with what was typed and the reason."""
    user = staff(request)
    if editor is None and allowed(check_can_draft, user, question):
        editor = SubmitForm(question=question, user=user)
    speaks_for = coordinating_units_of(user, question)
    if contribution is None and speaks_for and question.status == QuestionStatus.ASSIGNED:
        contribution = ContributeForm(units=speaks_for)
    context = facts(user, question) | around(user, question, noting=noting)
    context |= editing(user, question) if editor else {}
    context |= {
        "acts": [(act, act_address(act, question)) for act in acts_for(user, question)],
        "editor": editor,
        "contribution": contribution,
        "denied": denied,
        "sorting": sorting or sorting_form(user, question),
        "classify_form": kinds or classify_form(user, question),
        "sent_back": sent_back_entry(question) if editor else None,
        "publication": one_to_one(question, "publication"),
        "compared": comparison,
        "rating": one_to_one(question, "rating"),
        "may_correct": allowed(check_can_correct, user, question),
        "advice": advice(user, question),
        "history": list(history(user, question))[::-1],
        "clocks": [] if question.is_sealed else explained(question.clocks.all()),
        "reminders": list(question.reminders.all())[::-1],
    }
    code = status or (status_of(denied) if denied else 200)
    return render(request, "qa/desk_question.html", context, status=code)


def facts(user: User, question: Question) -> dict[str, object]:
    """What stands on the question's page and beside every act: text, deadline, people."""
    calendar = current_calendar()
    return {
        "question": question,
        "working_days_left": clock.working_days_left(question, timezone.now(), calendar),
        "is_done": question.status not in WAITING,
        "has_term": has_term(question),
        "is_unproven": is_unproven(question),
        "is_sent_back": sent_back_by(question) is not None,
        "reads_reports": has_permission(user, Permission.QUESTION_READ_ALL),
        "explanation": clock.explanation(question, calendar),
        "shows_name": may_see_name(user, question),
        "shows_contact": may_see_contact(user, question),
        "objection": one_to_one(question, "objection"),
        "reopening": one_to_one(question, "reopening"),
        "earlier_private_reply": earlier_private_reply(question),
        "answer": answer_shown(user, question),
        "is_draft": question.status in BEING_WRITTEN,
    }


def has_term(question: Question) -> bool:
    """Tell whether a deadline is told: none runs for what is sealed, and parts have their own."""
    return not question.is_sealed and question.status != QuestionStatus.SPLIT


def sorting_form(user: User, question: Question) -> SortForm | None:
    """The form that puts the question into a field, for who may do that now."""
    return SortForm(question=question) if allowed(check_can_sort, user, question) else None


def classify_form(user: User, question: Question) -> ClassifyForm | None:
    """The form that says of what kind the question is, for who may say so now."""
    may = allowed(check_can_classify, user, question, QuestionKind.QUESTION)
    return ClassifyForm(question=question) if may else None


def sent_back_entry(question: Question) -> Entry | None:
    """Why the answer came back, for the lead unit that is changing it."""
    step = sent_back_by(question)
    return entry_of(step, shows_words=True) if step else None


def advice(user: User, question: Question) -> Advice | None:
    """Who might answer, for who is to choose."""
    may_assign = has_permission(user, Permission.QUESTION_ASSIGN)
    return advice_for(question) if may_assign and question.status in WITH_BOARD else None


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
    # Who may open a sealed question reads all of it; nobody else comes here with one.
    reads_all = question.is_sealed or grants.allow(Permission.QUESTION_READ_ALL)
    own = units_of(grants)
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
    tells = step.public_words and step.verb != Verb.CLOSE_PRIVATELY  # the answer has its own place
    notes += [f"Báo người hỏi: {step.public_words}"] if tells else []
    notes += [f"Đề nghị giao: {step.proposed_unit}"] if step.proposed_unit else []
    title = HISTORY_WORDS[step.verb]
    return Entry(step.happened_at, title, ", ".join(by), "\n".join(notes))


@permission_required(Permission.WORKSPACE_ENTER)
@require_safe
def attachment(request: HttpRequest, reference: str, pk: int) -> HttpResponseBase:
    """Give a file of a question that this person may see."""
    return attachment_response(request, question_for(request, reference).attachments, pk)
