"""Who may do what to a question, and when: each check raises Denied with the reason in words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from engagement.accounts.access import has_permission
from engagement.accounts.models import Unit, User
from engagement.accounts.permissions import Permission
from engagement.text.fold import fold
from engagement.workflow.exceptions import Denied
from engagement.workflow.machine import refusal
from qa.enums import WAITING, UnitRole, Verb
from qa.models import Question, StandingDelegation
from qa.models.question import ANONYMOUS
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
    Verb.PUBLISH: Permission.QUESTION_PUBLISH,
    Verb.CLOSE_PRIVATELY: Permission.QUESTION_PUBLISH,
    Verb.REQUEST_CHANGES: Permission.QUESTION_PUBLISH,
    Verb.RETRACT: Permission.QUESTION_RETRACT,
}
UNIT_VERBS: Mapping[Verb, Permission] = {
    Verb.SUBMIT_ANSWER: Permission.QUESTION_ANSWER,
    Verb.ASK_INFORMATION: Permission.QUESTION_ANSWER,
    Verb.RESUME: Permission.QUESTION_ANSWER,
    Verb.RETURN: Permission.QUESTION_ANSWER,
    Verb.APPROVE: Permission.QUESTION_APPROVE,
    Verb.SEND_BACK: Permission.QUESTION_APPROVE,
}
CITIZEN_VERBS = frozenset({Verb.OBJECT, Verb.ADD_INFORMATION, Verb.WITHDRAW})

LABELS: Mapping[Verb, str] = {
    Verb.ACCEPT: "Tiếp nhận",
    Verb.REJECT: "Từ chối",
    Verb.UPHOLD: "Giữ nguyên từ chối",
    Verb.OVERTURN: "Chấp nhận đề nghị, tiếp nhận",
    Verb.REPORT: "Báo cáo Ban Chỉ đạo",
    Verb.ASSIGN: "Phân công",
    Verb.ASSIGN_BY_DELEGATION: "Phân công theo ủy quyền",
    Verb.REASSIGN: "Phân công lại",
    Verb.SUBMIT_ANSWER: "Trình lãnh đạo đơn vị",
    Verb.ASK_INFORMATION: "Yêu cầu bổ sung",
    Verb.RESUME: "Xử lý tiếp, không chờ bổ sung",
    Verb.RETURN: "Chuyển trả Ban Biên tập",
    Verb.APPROVE: "Duyệt câu trả lời",
    Verb.SEND_BACK: "Trả lại để sửa",
    Verb.REQUEST_CHANGES: "Đề nghị đơn vị sửa",
    Verb.PUBLISH: "Công bố",
    Verb.CLOSE_PRIVATELY: "Trả lời riêng",
    Verb.RETRACT: "Gỡ câu trả lời",
}

# What the audit log calls the deeds that are no staff verb of the table.
OTHER_KINDS: dict[str, str] = {
    "qa.ask.received": "Nhận câu hỏi",
    "qa.question.object": "Người hỏi đề nghị xem lại",
    "qa.question.add_information": "Người hỏi bổ sung thông tin",
    "qa.question.withdraw": "Người hỏi rút câu hỏi",
    "qa.question.contribute": "Gửi ý kiến phối hợp",
    "qa.question.sort": "Xếp lĩnh vực",
    "qa.delegation.grant": "Giao ủy quyền thường xuyên",
    "qa.delegation.end": "Kết thúc ủy quyền thường xuyên",
    "qa.router.import_procedures": "Nhập danh mục thủ tục hành chính",
    "qa.router.learn_routings": "Nhập mẫu phân công đã xác nhận",
    "qa.router.retrain": "Lập bản gợi ý phân công mới",
    "qa.router.use_version": "Chọn bản gợi ý phân công",
    "qa.router.automation_on": "Bật phân công tự động",
    "qa.router.automation_off": "Tắt phân công tự động",
}

DETAILS: Mapping[str, str] = {
    "lead": "chủ trì",
    "coordinating": "phối hợp",
    "reason": "lý do",
    "proposed": "đề nghị giao",
    "version": "lần lưu",
    "overrides": "công bố dù còn",
    "field": "lĩnh vực",
    "added": "thêm",
    "changed": "sửa",
    "active": "đang dùng",
    "router": "bản gợi ý",
    "answerable": "người chịu trách nhiệm",
}

Person = User | AnonymousUser


@dataclass(frozen=True)
class Act:
    """One thing the page offers: the verb, its words, and why not when it is refused."""

    verb: Verb
    label: str
    why_not: str

    @property
    def is_allowed(self) -> bool:
        return not self.why_not


def check_can(verb: Verb, user: Person, question: Question) -> None:
    """Raise Denied unless staff member `user` may do `verb` to `question` now.

    The right is asked before the step, so that a refusal tells nobody more than they may know.
    """
    if verb in CITIZEN_VERBS:
        raise Denied("Việc này chỉ người gửi câu hỏi làm được, bằng mã tra cứu.")
    check_holds_permission(verb, user, question)
    QUESTION.target(question.status, verb)
    if verb in {Verb.UPHOLD, Verb.OVERTURN} and question.rejected_by_id == user.pk:
        raise Denied(
            "Người đã từ chối không tự xem xét lại; xin để người kiểm duyệt khác quyết định."
        )
    if verb == Verb.ASSIGN_BY_DELEGATION and covering_delegation(question) is None:
        raise Denied(why_not_covered(question))


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


def check_can_sort(user: Person, question: Question) -> None:
    """Raise Denied unless `user` may say now into which field `question` belongs."""
    if not has_permission(user, Permission.QUESTION_MODERATE):
        raise Denied("Vai trò của Quý vị không có quyền làm việc này.")
    if question.status not in WAITING:
        raise Denied("Câu hỏi đã xong nên không xếp lại lĩnh vực được.")


def check_can_read_router(user: Person) -> None:
    """Raise Denied unless `user` routes questions, gives delegations or configures the site."""
    rights = (Permission.QUESTION_ASSIGN, Permission.SITE_CONFIGURE)
    if not any(has_permission(user, right) for right in rights):
        raise Denied("Vai trò của Quý vị không có quyền xem trang này.")


def check_can_tend_router(user: Person) -> None:
    """Raise Denied unless `user` may choose which version of the router is used."""
    if not has_permission(user, Permission.SITE_CONFIGURE):
        raise Denied("Chỉ Văn phòng chọn bản gợi ý được dùng.")


def check_can_set_automation(user: Person) -> None:
    """Raise Denied unless `user` may let questions be assigned without a person (R-13.1)."""
    if not has_permission(user, Permission.QUESTION_DELEGATE):
        raise Denied("Chỉ Ban Chỉ đạo bật hoặc tắt phân công tự động.")


def check_holds_permission(verb: Verb, user: Person, question: Question) -> None:
    """Raise Denied unless the role of `user` (in the lead unit, for a unit's verb) allows `verb`."""
    if verb in SITE_VERBS:
        if not has_permission(user, SITE_VERBS[verb]):
            raise Denied("Vai trò của Quý vị không có quyền làm việc này.")
        return
    unit = question.lead_unit
    if unit is None or not has_permission(user, UNIT_VERBS[verb], unit=unit):
        raise Denied("Chỉ đơn vị chủ trì, đúng vai trò, mới làm được việc này.")


def check_can_draft(user: Person, question: Question) -> None:
    """Raise Denied unless `user` may save a draft of the answer: the lead unit, while answering."""
    check_holds_permission(Verb.SUBMIT_ANSWER, user, question)
    QUESTION.target(question.status, Verb.SUBMIT_ANSWER)


def check_can_contribute(user: Person, question: Question, unit: Unit) -> None:
    """Raise Denied unless `user` speaks for co-ordinating `unit` while the lead is answering."""
    held = question.assignments.filter(unit=unit, role=UnitRole.COORDINATING, ended_at__isnull=True)
    speaks = has_permission(user, Permission.QUESTION_CONTRIBUTE, unit=unit)
    if not speaks or not held.exists():
        raise Denied("Chỉ đơn vị phối hợp mới gửi ý kiến phối hợp.")
    QUESTION.target(question.status, Verb.SUBMIT_ANSWER)


def names_asker(question: Question, text: str) -> bool:
    """Tell whether `text` holds the withheld name of the asker, as whole words and without marks."""
    name = "" if question.is_name_public else fold(question.asker_name)
    return bool(name) and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", fold(text)) is not None


def is_telling_name(question: Question) -> bool:
    """Tell whether the asker's name is one: a single word may be any word of the language."""
    return len(question.asker_name.split()) > 1


def check_name_stays_withheld(question: Question, *, label: str, texts: Iterable[str]) -> None:
    """Raise Denied if a public copy shows a name against the asker's wish (R-4.2).

    Nobody may decide otherwise: the consent is the asker's alone.
    """
    if question.is_name_public:
        return
    if label not in {"", ANONYMOUS}:
        raise Denied("Người hỏi không đồng ý hiện tên nên bản công bố không ghi tên ai.")
    if is_telling_name(question) and any(names_asker(question, text) for text in texts):
        raise Denied("Bản công bố còn tên người hỏi, mà người hỏi không đồng ý hiện tên.")


def may_see_contact(user: Person) -> bool:
    """The board alone writes to the asker, so it alone sees address and telephone."""
    return has_permission(user, Permission.QUESTION_MODERATE)


def may_see_name(user: Person, question: Question) -> bool:
    """The board and the lead unit, which answers the person; nobody else needs the name."""
    unit = question.lead_unit
    answers = unit is not None and has_permission(user, Permission.QUESTION_ANSWER, unit=unit)
    return answers or may_see_contact(user)


def check_citizen_can(verb: Verb, question: Question) -> None:
    """Raise Denied unless the holder of the tracking code may do `verb` now."""
    if verb not in CITIZEN_VERBS:
        raise Denied("Việc này không dành cho người gửi câu hỏi.")
    QUESTION.target(question.status, verb)


def covering_delegation(question: Question) -> StandingDelegation | None:
    """The standing delegation that covers `question` today (R-13.1), or None."""
    return StandingDelegation.objects.covering(question.field_id, timezone.localdate())


def acts_for(user: Person, question: Question) -> list[Act]:
    """What the present step knows, in the order of the table, with the reason where refused.

    Verbs of other roles are left out; a verb of one's own role that is refused stays, greyed.
    """
    verbs = [Verb(verb) for verb in QUESTION.verbs_from(question.status)]
    acts = []
    for verb in verbs:
        if verb in CITIZEN_VERBS or refusal(check_holds_permission, verb, user, question):
            continue
        acts.append(Act(verb, LABELS[verb], refusal(check_can, verb, user, question)))
    return acts
