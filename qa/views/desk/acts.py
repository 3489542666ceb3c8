"""One page an act: its form, its consequence, and the service it calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from engagement.accounts.access import has_permission
from engagement.accounts.decorators import permission_required
from engagement.accounts.models import User
from engagement.accounts.permissions import Permission
from engagement.web.loaders import NotVisible
from engagement.workflow.exceptions import Denied
from qa.enums import Verb
from qa.forms.desk.acts import (
    AcceptForm,
    ActForm,
    ArbitrateForm,
    AskInformationForm,
    AssignForm,
    OverturnForm,
    RejectForm,
    ResumeForm,
    ReturnForm,
    SortForm,
    UpholdForm,
)
from qa.forms.desk.answering import ApproveForm, RequestChangesForm, SendBackForm, SubmitForm
from qa.forms.desk.grouping import MergeForm, SplitForm, UnmergeForm
from qa.forms.desk.kinds import ForwardForm, RedirectForm
from qa.forms.desk.publishing import ClosePrivatelyForm, PublishForm, RetractForm
from qa.models import Question
from qa.queries.desk.access import visible_to
from qa.queries.hops import hops_of
from qa.rules.labels import LABELS
from qa.rules.verbs import check_can
from qa.services import (
    answering,
    classifying,
    grouping,
    moderating,
    planning,
    publishing,
    routing,
    splitting,
)
from qa.services.letters import how_told
from qa.views.desk.question import ASSIGNING_VERBS, facts, question_for, question_page
from qa.views.desk.requests import posted, staff, status_of


@dataclass(frozen=True)
class Deed:
    """How the page of one verb looks and what it calls."""

    form: type[ActForm]
    service: Callable[..., object]
    done: str
    consequence: str = ""
    is_final: bool = False
    template: str = "qa/desk_act.html"
    has_copy: bool = False  # a public copy is laid beside the original


ASSIGNING = Deed(
    AssignForm,
    routing.assign,
    "Đã phân công.",
    "Đơn vị được giao thấy câu hỏi ngay; đơn vị cũ, nếu có, không còn thấy.",
)
DEEDS: Mapping[str, Deed] = {
    Verb.ACCEPT: Deed(
        AcceptForm,
        moderating.accept,
        "Đã tiếp nhận.",
        "Người hỏi thấy câu hỏi đã được tiếp nhận.",
    ),
    Verb.REJECT: Deed(
        RejectForm,
        moderating.reject,
        "Đã từ chối.",
        "Người gửi thấy lý do và có quyền đề nghị xem lại một lần.",
        is_final=True,
    ),
    Verb.UPHOLD: Deed(
        UpholdForm,
        moderating.uphold_rejection,
        "Đã giữ nguyên việc từ chối.",
        "Người gửi không đề nghị xem lại được nữa.",
        is_final=True,
    ),
    Verb.OVERTURN: Deed(
        OverturnForm,
        moderating.overturn_rejection,
        "Đã chấp nhận đề nghị và tiếp nhận câu hỏi.",
        "Câu hỏi trở lại bước đã tiếp nhận; người gửi thấy kết quả.",
    ),
    Verb.ASSIGN: ASSIGNING,
    Verb.ASSIGN_BY_DELEGATION: ASSIGNING,
    Verb.REASSIGN: ASSIGNING,
    Verb.ARBITRATE: Deed(
        ArbitrateForm,
        routing.arbitrate,
        "Đã phân xử và giao đơn vị.",
        "Đơn vị được giao không chuyển trả được nữa; người hỏi thấy đơn vị nào trả lời.",
    ),
    Verb.MERGE: Deed(
        MergeForm,
        grouping.merge,
        "Đã gộp.",
        "Một câu trả lời cho cả hai: khi câu hỏi kia được công bố trả lời, người hỏi câu này được "
        "báo và đọc cùng câu trả lời. Nếu câu hỏi kia được trả lời riêng thì câu này trở lại Ban "
        "Biên tập.",
        template="qa/desk_merge.html",
    ),
    Verb.UNMERGE: Deed(
        UnmergeForm,
        grouping.unmerge,
        "Đã tách ra; câu hỏi trở lại bước đã tiếp nhận.",
        "Câu hỏi được xử lý riêng, theo thời hạn của nó; người hỏi được báo.",
    ),
    Verb.SPLIT: Deed(
        SplitForm,
        splitting.split,
        "Đã tách câu hỏi.",
        "Mỗi phần có đơn vị, thời hạn (tính từ khi nhận câu hỏi) và câu trả lời riêng. Người hỏi "
        "theo dõi mọi phần bằng một mã; nguyên văn câu hỏi được giữ riêng. Không ghép lại được.",
        is_final=True,
        template="qa/desk_split.html",
    ),
    Verb.RETURN: Deed(
        ReturnForm,
        routing.return_to_board,
        "Đã chuyển trả Ban Biên tập.",
        "Đơn vị của Quý vị sẽ không còn thấy câu hỏi này.",
        is_final=True,
    ),
    Verb.ASK_INFORMATION: Deed(
        AskInformationForm,
        answering.ask_information,
        "Đã gửi yêu cầu bổ sung; thời hạn tạm dừng.",
    ),
    Verb.RESUME: Deed(
        ResumeForm,
        answering.resume,
        "Câu hỏi trở lại bước soạn câu trả lời.",
        "Thời hạn tính tiếp ngay.",
    ),
    Verb.SUBMIT_ANSWER: Deed(
        SubmitForm,
        answering.submit_answer,
        "Đã trình lãnh đạo đơn vị.",
        "Lãnh đạo đơn vị đọc và duyệt hoặc trả lại để sửa.",
    ),
    Verb.APPROVE: Deed(
        ApproveForm,
        answering.approve_answer,
        "Đã duyệt, chuyển Ban Biên tập.",
        "Lãnh đạo đơn vị chịu trách nhiệm về nội dung; câu trả lời chuyển Ban Biên tập công bố.",
    ),
    Verb.SEND_BACK: Deed(SendBackForm, answering.send_back, "Đã trả lại để sửa."),
    Verb.REQUEST_CHANGES: Deed(
        RequestChangesForm, publishing.request_changes, "Đã đề nghị đơn vị sửa."
    ),
    Verb.PUBLISH: Deed(
        PublishForm,
        planning.publish_or_plan,
        "Đã công bố.",
        "Mọi người đọc được bản công bố dưới đây; bản gốc và tệp gửi kèm được giữ riêng.",
        has_copy=True,
    ),
    Verb.CLOSE_PRIVATELY: Deed(
        ClosePrivatelyForm,
        publishing.close_privately,
        "Đã trả lời riêng người hỏi.",
        "Chỉ người hỏi đọc được câu trả lời, bằng mã tra cứu; câu hỏi không công bố được nữa.",
        is_final=True,
    ),
    Verb.RETRACT: Deed(
        RetractForm,
        publishing.retract,
        "Đã gỡ câu trả lời.",
        "Địa chỉ của câu trả lời sẽ nói là đã gỡ và vì sao; không công bố lại được.",
        is_final=True,
    ),
    Verb.REDIRECT: Deed(
        RedirectForm,
        classifying.redirect,
        "Đã hướng dẫn nơi giải quyết.",
        "Hồ sơ khép lại ở đây; người gửi thấy lời hướng dẫn và danh sách nơi giải quyết.",
        is_final=True,
    ),
    Verb.FORWARD: Deed(
        ForwardForm,
        classifying.forward,
        "Đã ghi là chuyển cơ quan có thẩm quyền.",
        "Hồ sơ khép lại ở đây và vẫn niêm phong; người gửi thấy lời Quý vị viết dưới đây.",
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
    form = deed.form(posted(request), question=question, user=user, asked=request.GET)
    try:
        check_can(Verb(verb), user, question)
        if form.is_preview:
            return act_page(request, question, verb, form.previewed())
        if form.is_valid():
            # What moved since the page was opened is a conflict, even back to the same step.
            question.status_changed_at = form.cleaned_data["seen"] or question.status_changed_at
            deed.service(question=question, by=user, **form.arguments())
            done = form.done_later or f"{deed.done} {how_told(question, verb)}"
            messages.success(request, f"{question.reference}: {done}".rstrip())
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
    form: ActForm,
    *,
    denied: Denied | None = None,
) -> HttpResponse:
    """Show one verb's form beside the question, or why it cannot be done."""
    context = facts(staff(request), question) | {
        "label": LABELS[Verb(verb)],
        "deed": DEEDS[verb],
        "form": form,
        "denied": denied,
        "hops": hops_of(question) if verb in ASSIGNING_VERBS else [],
        "reads_all": has_permission(staff(request), Permission.QUESTION_READ_ALL),
        "advice": form.advice if isinstance(form, AssignForm) else None,
    }
    status = 400 if form.errors else 200
    return render(
        request, DEEDS[verb].template, context, status=status_of(denied) if denied else status
    )


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
    form = SortForm(request.POST, question=question)
    if not form.is_valid():
        return question_page(request, question, sorting=form, status=400)
    try:
        moderating.sort(question=question, by=user, field=form.cleaned_data["field"])
    except Denied as denied:
        return question_page(request, question, sorting=form, denied=denied)
    messages.success(request, f"{question.reference}: Đã xếp lĩnh vực.")
    return redirect(question)
