"""Which staff member may do which verb to a question now; each check raises Denied with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.utils import timezone

from engagement.accounts.access import Visitor, has_permission
from engagement.accounts.models import Unit
from engagement.accounts.permissions import Permission
from engagement.workflow.exceptions import Denied
from engagement.workflow.machine import refusal
from qa.enums import CAN_LEAD, FOLLOWING_VERBS, REDIRECTED_KINDS, QuestionStatus, UnitRole, Verb
from qa.models import Publication, Question, ReturnLimit, StandingDelegation
from qa.rules.labels import LABELS
from qa.workflow import QUESTION

SITE_VERBS: Mapping[Verb, Permission] = {
    Verb.ACCEPT: Permission.QUESTION_MODERATE,
    Verb.REJECT: Permission.QUESTION_MODERATE,
    Verb.UPHOLD: Permission.QUESTION_MODERATE,
    Verb.OVERTURN: Permission.QUESTION_MODERATE,
    Verb.REPORT: Permission.QUESTION_REPORT,
    Verb.ASSIGN: Permission.QUESTION_ASSIGN,
    Verb.ASSIGN_BY_DELEGATION: Permission.QUESTION_ASSIGN,
    Verb.REASSIGN: Permission.QUESTION_ASSIGN,
    Verb.ARBITRATE: Permission.QUESTION_ARBITRATE,
    Verb.MERGE: Permission.QUESTION_MODERATE,
    Verb.UNMERGE: Permission.QUESTION_MODERATE,
    Verb.SPLIT: Permission.QUESTION_MODERATE,
    Verb.PUBLISH: Permission.QUESTION_PUBLISH,
    Verb.CLOSE_PRIVATELY: Permission.QUESTION_PUBLISH,
    Verb.REQUEST_CHANGES: Permission.QUESTION_PUBLISH,
    Verb.RETRACT: Permission.QUESTION_RETRACT,
    Verb.REDIRECT: Permission.QUESTION_MODERATE,
    Verb.FORWARD: Permission.QUESTION_SEALED,
}


UNIT_VERBS: Mapping[Verb, Permission] = {
    Verb.SUBMIT_ANSWER: Permission.QUESTION_ANSWER,
    Verb.ASK_INFORMATION: Permission.QUESTION_ANSWER,
    Verb.RESUME: Permission.QUESTION_ANSWER,
    Verb.RETURN: Permission.QUESTION_ANSWER,
    Verb.APPROVE: Permission.QUESTION_APPROVE,
    Verb.SEND_BACK: Permission.QUESTION_APPROVE,
}


REOPENING = frozenset({Verb.REOPEN, Verb.REOPEN_TO_BOARD})


CITIZEN_VERBS = frozenset({Verb.OBJECT, Verb.ADD_INFORMATION, Verb.WITHDRAW}) | REOPENING


@dataclass(frozen=True)
class Act:
    """One thing the page offers: the verb, its words, and why not when it is refused."""

    verb: Verb
    label: str
    why_not: str

    @property
    def is_allowed(self) -> bool:
        return not self.why_not


def check_can(verb: Verb, user: Visitor, question: Question) -> None:
    """Raise Denied unless staff member `user` may do `verb` to `question` now.

    The right is asked before the step, so that a refusal tells nobody more than they may know.
    """
    if verb in CITIZEN_VERBS:
        raise Denied("Việc này chỉ người gửi câu hỏi làm được, bằng mã tra cứu.")
    if verb in FOLLOWING_VERBS:
        raise Denied("Việc này xảy ra cùng với câu hỏi đã gộp vào, không làm riêng được.")
    check_holds_permission(verb, user, question)
    QUESTION.target(question.status, verb)
    if not is_for_kind(verb, question):
        raise Denied(
            "Chỉ khiếu nại, việc khẩn cấp mới hướng dẫn đến nơi khác; xin xếp loại việc trước."
        )
    if verb in GROUPING_VERBS:
        check_can_be_grouped(question)
    if verb in {Verb.ASSIGN, Verb.ARBITRATE, Verb.RETURN}:
        check_returns(verb, question)
    if verb in {Verb.UPHOLD, Verb.OVERTURN} and question.rejected_by_id == user.pk:
        raise Denied(
            "Người đã từ chối không tự xem xét lại; xin để người kiểm duyệt khác quyết định."
        )
    if verb == Verb.ASSIGN_BY_DELEGATION and covering_delegation(question) is None:
        raise Denied(why_not_covered(question))


# What changes how many questions there are to answer.
GROUPING_VERBS = frozenset({Verb.MERGE, Verb.SPLIT})


def check_returns(verb: Verb, question: Question) -> None:
    """Raise Denied where the returns decide otherwise: units are not to play ping-pong.

    After ReturnLimit returns the board no longer assigns, an arbiter does; and the unit the arbiter
    named does not return the question.
    """
    if verb == Verb.RETURN:
        if question.is_arbitrated:
            raise Denied(
                "Ban Chỉ đạo đã phân xử giao câu hỏi cho đơn vị nên không chuyển trả được nữa; "
                "đơn vị có thể đề nghị đơn vị khác phối hợp ở phần Ghi chú nội bộ."
            )
        return
    is_due = needs_arbiter(question)
    if verb == Verb.ASSIGN and is_due:
        raise Denied(
            f"Câu hỏi đã bị chuyển trả {question.returns} lần; "
            "Ban Chỉ đạo phân xử đơn vị nào trả lời."
        )
    if verb == Verb.ARBITRATE and not is_due:
        raise Denied("Chưa đến mức phải phân xử; xin phân công như thường lệ.")


def needs_arbiter(question: Question) -> bool:
    """Tell whether units gave the question back so often that an arbiter decides."""
    if question.status != QuestionStatus.RETURNED or not question.returns:
        return False
    return question.returns >= ReturnLimit.objects.on(timezone.localdate())


def check_can_be_grouped(question: Question) -> None:
    """Raise Denied for a sealed question: it stands alone and in no list."""
    if question.is_sealed:
        raise Denied("Hồ sơ niêm phong không gộp, không tách được.")


def check_can_merge_into(user: Visitor, question: Question, lead: Question) -> None:
    """Raise Denied unless `user` may let `lead` be answered for `question` as well."""
    check_can(Verb.MERGE, user, question)
    if lead.pk == question.pk:
        raise Denied("Không gộp một câu hỏi vào chính nó.")
    if lead.is_sealed or lead.status not in CAN_LEAD:
        raise Denied(
            "Chỉ gộp vào câu hỏi đã tiếp nhận, chưa gộp đi nơi khác, đang chờ trả lời hoặc đã "
            "công bố câu trả lời."
        )


def check_can_split(user: Visitor, question: Question) -> None:
    """Raise Denied unless `user` may make several questions of `question`."""
    check_can(Verb.SPLIT, user, question)
    if question.part_of_id is not None:
        raise Denied("Đây đã là một phần được tách; không tách tiếp.")
    if question.followers.exists():
        raise Denied("Có câu hỏi khác đã gộp vào đây; xin tách những câu đó ra trước.")


def why_not_covered(question: Question) -> str:
    """Say what is missing before the board may route `question` without a report (R-13.1)."""
    if not StandingDelegation.objects.in_force(timezone.localdate()).exists():
        return "Chưa có ủy quyền nào của Ban Chỉ đạo còn hiệu lực; xin báo cáo trước."
    if question.field_id is None:
        return (
            "Xin xếp lĩnh vực trước (ở phần Thông tin): ủy quyền của Ban Chỉ đạo chỉ cho một số "
            "lĩnh vực."
        )
    return "Chưa có ủy quyền của Ban Chỉ đạo còn hiệu lực cho lĩnh vực này; xin báo cáo trước."


def is_for_kind(verb: Verb, question: Question) -> bool:
    """Tell whether `verb` is offered for what `question` is: guidance goes with a complaint."""
    return verb != Verb.REDIRECT or question.kind in REDIRECTED_KINDS


def check_holds_permission(verb: Verb, user: Visitor, question: Question) -> None:
    """Raise Denied unless the role of `user` (in the lead unit, for a unit's verb) allows `verb`.

    Of a sealed question nothing is done but to hand it to who has the power (ADR 0014).
    """
    if verb == Verb.FORWARD:
        if not (question.is_sealed and has_permission(user, Permission.QUESTION_SEALED)):
            raise Denied("Chỉ hồ sơ niêm phong, do người được giao, mới chuyển theo cách này.")
        return
    check_is_open(question)
    if verb in SITE_VERBS:
        if not has_permission(user, SITE_VERBS[verb]):
            raise Denied("Vai trò của Quý vị không có quyền làm việc này.")
        return
    unit = question.lead_unit
    if unit is None or not has_permission(user, UNIT_VERBS[verb], unit=unit):
        raise Denied("Chỉ đơn vị chủ trì, đúng vai trò, mới làm được việc này.")


def check_is_open(question: Question) -> None:
    """Raise Denied where `question` is sealed: the ordinary way is closed to it."""
    if question.is_sealed:
        raise Denied("Hồ sơ này đã niêm phong nên không xử lý theo cách thông thường.")


def check_can_draft(user: Visitor, question: Question) -> None:
    """Raise Denied unless `user` may save a draft of the answer: the lead unit, while answering."""
    check_holds_permission(Verb.SUBMIT_ANSWER, user, question)
    QUESTION.target(question.status, Verb.SUBMIT_ANSWER)


def check_can_contribute(user: Visitor, question: Question, unit: Unit) -> None:
    """Raise Denied unless `user` speaks for co-ordinating `unit` while the lead is answering."""
    check_is_open(question)
    held = question.assignments.filter(unit=unit, role=UnitRole.COORDINATING, ended_at__isnull=True)
    speaks = has_permission(user, Permission.QUESTION_CONTRIBUTE, unit=unit)
    if not speaks or not held.exists():
        raise Denied("Chỉ đơn vị phối hợp mới gửi ý kiến phối hợp.")
    QUESTION.target(question.status, Verb.SUBMIT_ANSWER)


def check_can_correct(user: Visitor, question: Question) -> None:
    """Raise Denied unless `user` may change what is public of `question`, at whatever step it is."""
    if not has_permission(user, Permission.QUESTION_PUBLISH):
        raise Denied("Vai trò của Quý vị không có quyền làm việc này.")
    publication = getattr(question, "publication", None)
    if publication is None or publication.retracted_at is not None:
        raise Denied("Câu hỏi này không có câu trả lời đang công bố.")


def check_can_review(user: Visitor, publication: Publication) -> None:
    """Raise Denied unless `user` may say that an answer still holds: the board, or its unit's head."""
    is_head = has_permission(user, Permission.QUESTION_APPROVE, unit=publication.unit)
    if not is_head and not has_permission(user, Permission.QUESTION_PUBLISH):
        raise Denied("Chỉ Ban Biên tập hoặc lãnh đạo đơn vị trả lời mới xác nhận được.")
    if publication.retracted_at is not None:
        raise Denied("Câu trả lời này đã được gỡ.")


def covering_delegation(question: Question) -> StandingDelegation | None:
    """The standing delegation that covers `question` today (R-13.1), or None."""
    return StandingDelegation.objects.covering(question.field_id, timezone.localdate())


def acts_for(user: Visitor, question: Question) -> list[Act]:
    """What the present step knows, in the order of the table, with the reason where refused.

    Verbs of other roles are left out; a verb of one's own role that is refused stays, greyed.
    """
    verbs = [Verb(verb) for verb in QUESTION.verbs_from(question.status)]
    acts = []
    for verb in verbs:
        if verb in CITIZEN_VERBS | FOLLOWING_VERBS or not is_for_kind(verb, question):
            continue
        if refusal(check_holds_permission, verb, user, question):
            continue
        if verb == Verb.ARBITRATE and not needs_arbiter(question):
            continue
        check = check_can_split if verb == Verb.SPLIT else partial(check_can, verb)
        acts.append(Act(verb, LABELS[verb], refusal(check, user, question)))
    return acts
