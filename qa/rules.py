"""Who may do what to a question, and when: each check raises Denied with the reason in words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from engagement.accounts.access import grants_of, has_permission, memberships_in_force
from engagement.accounts.models import Unit, User
from engagement.accounts.permissions import Permission
from engagement.accounts.roles import RoleCode
from engagement.accounts.units import current_successors, with_successors
from engagement.moderation.reasons import RejectionReason
from engagement.text.fold import fold
from engagement.web.dates import when
from engagement.workflow.exceptions import Denied
from engagement.workflow.machine import refusal
from engagement.worktime.calendar import add_working_days
from engagement.worktime.queries import current_calendar
from qa.enums import (
    CAN_LEAD,
    FOLLOWING_VERBS,
    GIVEN,
    REDIRECTED_KINDS,
    WAITING,
    AskerTermKind,
    QuestionKind,
    QuestionStatus,
    ReturnReason,
    UnitRole,
    Verb,
)
from qa.masking.spans import LABELS as PERSONAL_DATA
from qa.models import (
    AnswerTemplate,
    AskerTerm,
    Deputy,
    Publication,
    Question,
    ReturnLimit,
    StandingDelegation,
)
from qa.models.clock_rule import RECEIVE
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

LABELS: Mapping[Verb, str] = {
    Verb.ACCEPT: "Tiếp nhận",
    Verb.REJECT: "Từ chối",
    Verb.UPHOLD: "Giữ nguyên từ chối",
    Verb.OVERTURN: "Chấp nhận đề nghị, tiếp nhận",
    Verb.REPORT: "Báo cáo Ban Chỉ đạo",
    Verb.ASSIGN: "Phân công",
    Verb.ASSIGN_BY_DELEGATION: "Phân công theo ủy quyền",
    Verb.REASSIGN: "Phân công lại",
    Verb.ARBITRATE: "Phân xử, giao đơn vị",
    Verb.MERGE: "Gộp vào câu hỏi khác",
    Verb.UNMERGE: "Tách khỏi câu hỏi đã gộp",
    Verb.SPLIT: "Tách thành nhiều câu hỏi",
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
    Verb.REDIRECT: "Hướng dẫn đến đúng nơi giải quyết",
    Verb.FORWARD: "Chuyển cơ quan có thẩm quyền",
}

# What the audit log calls the deeds that are no staff verb of the table.
OTHER_KINDS: dict[str, str] = {
    "qa.ask.received": "Nhận câu hỏi",
    "qa.question.object": "Người hỏi đề nghị xem lại",
    "qa.question.add_information": "Người hỏi bổ sung thông tin",
    "qa.question.withdraw": "Người hỏi rút câu hỏi",
    "qa.question.answer_together": "Trả lời cùng câu hỏi đã gộp vào",
    "qa.question.retract_together": "Gỡ cùng câu trả lời chung",
    "qa.question.reopen": "Người hỏi đề nghị trả lời lại",
    "qa.question.reopen_to_board": "Người hỏi đề nghị trả lời lại, chờ giao đơn vị",
    "qa.question.rate": "Người hỏi đánh giá câu trả lời",
    "qa.publication.correct": "Đính chính câu trả lời",
    "qa.publication.remove_version": "Gỡ hẳn một bản cũ",
    "qa.publication.review": "Rà soát: câu trả lời vẫn đúng",
    "qa.document.record": "Ghi tình trạng văn bản",
    "qa.personal_data.code": "Gửi mã xác nhận liên hệ",
    "qa.personal_data.receive": "Nhận yêu cầu về dữ liệu cá nhân",
    "qa.personal_data.see": "Xem dữ liệu cá nhân",
    "qa.personal_data.export": "Nhận bản sao dữ liệu cá nhân",
    "qa.personal_data.correct": "Sửa dữ liệu cá nhân",
    "qa.personal_data.delete": "Xóa dữ liệu cá nhân",
    "qa.question.contribute": "Gửi ý kiến phối hợp",
    "qa.question.note": "Ghi chú nội bộ",
    "qa.question.plan": "Hẹn giờ công bố",
    "qa.question.cancel_plan": "Bỏ hẹn giờ công bố",
    "qa.question.plan_failed": "Không công bố được theo giờ hẹn",
    "qa.template.save": "Lưu mẫu câu trả lời",
    "qa.template.delete": "Xóa mẫu câu trả lời",
    "qa.deputy.name": "Giao người duyệt thay",
    "qa.deputy.end": "Kết thúc duyệt thay",
    "qa.question.sort": "Xếp lĩnh vực",
    "qa.question.classify": "Xếp loại việc",
    "qa.question.seal": "Niêm phong",
    "qa.question.unseal": "Gỡ niêm phong",
    "qa.question.enter": "Nhập hộ câu hỏi",
    "qa.question.print_receipt": "In lại biên nhận",
    "qa.mail.take": "Nhập thư điện tử thành câu hỏi",
    "qa.mail.discard": "Bỏ thư điện tử",
    "qa.mail.seal": "Niêm phong thư điện tử",
    "qa.question.transfer": "Chuyển đơn vị do sắp xếp tổ chức",
    "qa.places.import": "Nhập danh sách địa danh",
    "qa.delegation.grant": "Giao ủy quyền thường xuyên",
    "qa.delegation.end": "Kết thúc ủy quyền thường xuyên",
    "qa.clock_rule.add": "Thêm quy định thời hạn",
    "qa.clock_rule.end": "Kết thúc quy định thời hạn",
    "qa.clock_rule.confirm": "Xác nhận quy định thời hạn với văn bản",
    "qa.reminder_rule.add": "Thêm quy định nhắc hạn",
    "qa.reminder_rule.end": "Kết thúc quy định nhắc hạn",
    "qa.reminder_rule.confirm": "Xác nhận quy định nhắc hạn với văn bản",
    "qa.clock.recount": "Tính lại hạn theo quy định mới",
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
    "masked": "đã che",
    "overrides": "công bố dù còn",
    "number": "bản số",
    "document": "văn bản",
    "expired_on": "hết hiệu lực từ",
    "field": "lĩnh vực",
    "matter": "loại việc",
    "channel": "kênh tiếp nhận",
    "into": "gộp vào",
    "parts": "số phần",
    "deputy_for": "duyệt thay",
    "publish_at": "công bố lúc",
    "deputy": "người thay",
    "valid_from": "từ ngày",
    "valid_to": "đến hết ngày",
    "added": "thêm",
    "changed": "sửa",
    "active": "đang dùng",
    "router": "bản gợi ý",
    "answerable": "người chịu trách nhiệm",
}

# Values of the entries above that the log holds as codes.
DETAIL_VALUES: Mapping[str, Mapping[str, str]] = {
    "masked": {str(code): words for code, words in PERSONAL_DATA.items()},
    "overrides": {str(code): words for code, words in PERSONAL_DATA.items()},
    "reason": {str(each): str(each.label) for each in (*ReturnReason, *RejectionReason)},
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


def verb_label(verb: str) -> str:
    """What an event is called; its own code where this release does not know it."""
    if verb == RECEIVE:
        return "Nhận câu hỏi"
    names = {str(known): label for known, label in LABELS.items()}
    return names.get(verb) or OTHER_KINDS.get(f"qa.question.{verb}", verb)


def check_can_set_rules(user: Person) -> None:
    """Raise Denied unless `user` may add and end rules of deadlines and reminders."""
    if not has_permission(user, Permission.SITE_CONFIGURE):
        raise Denied("Vai trò của Quý vị không có quyền làm việc này.")


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


def check_can_merge_into(user: Person, question: Question, lead: Question) -> None:
    """Raise Denied unless `user` may let `lead` be answered for `question` as well."""
    check_can(Verb.MERGE, user, question)
    if lead.pk == question.pk:
        raise Denied("Không gộp một câu hỏi vào chính nó.")
    if lead.is_sealed or lead.status not in CAN_LEAD:
        raise Denied(
            "Chỉ gộp vào câu hỏi đã tiếp nhận, chưa gộp đi nơi khác, đang chờ trả lời hoặc đã "
            "công bố câu trả lời."
        )


def check_can_split(user: Person, question: Question) -> None:
    """Raise Denied unless `user` may make several questions of `question`."""
    check_can(Verb.SPLIT, user, question)
    if question.part_of_id is not None:
        raise Denied("Đây đã là một phần được tách; không tách tiếp.")
    if question.followers.exists():
        raise Denied("Có câu hỏi khác đã gộp vào đây; xin tách những câu đó ra trước.")


def check_can_note(user: Person, question: Question) -> None:
    """Raise Denied unless `user` works on the case: the board, who assigns, the units holding it."""
    if question.erased_at is not None:
        raise Denied("Người hỏi đã rút câu hỏi nên không ghi thêm được.")
    grants = grants_of(user)
    if grants.allow(Permission.QUESTION_MODERATE) or grants.allow(Permission.QUESTION_ASSIGN):
        return
    own = grants.units(Permission.QUESTION_ANSWER) | grants.units(Permission.QUESTION_CONTRIBUTE)
    if not question.assignments.filter(unit__in=own, ended_at__isnull=True).exists():
        raise Denied("Chỉ Ban Biên tập, Ban Chỉ đạo và đơn vị đang giữ câu hỏi ghi chú được.")


def check_can_keep_template(user: Person, unit: Unit | None) -> None:
    """Raise Denied unless `user` may write the templates of `unit`, or (None) of the whole site."""
    if unit is None:
        if not has_permission(user, Permission.SITE_CONFIGURE):
            raise Denied("Mẫu dùng chung do Văn phòng quản lý.")
    elif not has_permission(user, Permission.QUESTION_APPROVE, unit=unit):
        raise Denied("Mẫu của đơn vị do lãnh đạo đơn vị quản lý.")


def may_keep_template(user: Person, template: AnswerTemplate) -> bool:
    return not refusal(check_can_keep_template, user, template.unit)


def check_heads(user: Person, unit: Unit) -> None:
    """Raise Denied unless `user` heads `unit` today in his or her own right, as no deputy does."""
    if not heads_any(user, {unit.pk}):
        raise Denied("Chỉ lãnh đạo đơn vị giao người duyệt thay; người duyệt thay không giao tiếp.")


def check_can_end(user: Person, deputy: Deputy) -> None:
    """Raise Denied unless `user` may end the standing-in: a head of the unit, or the office."""
    if not has_permission(user, Permission.ACCOUNTS_MANAGE):
        check_heads(user, deputy.unit)


def heads_any(user: Person, units: set[int]) -> bool:
    """Tell whether `user` heads one of `units` today by a role that is not lent for some days."""
    leading = memberships_in_force(timezone.localdate()).filter(
        user=user.pk, unit__in=units, role=RoleCode.UNIT_LEADER
    )
    lent = Deputy.objects.filter(membership__isnull=False).values("membership")
    return leading.exclude(pk__in=lent).exists()


def stands_in_for(user: User, unit: Unit) -> User | None:
    """The head in whose place `user` approves for `unit` today; None for a head."""
    today = timezone.localdate()
    answering = with_successors([unit.pk], today)
    if heads_any(user, answering):
        return None
    lent = Deputy.objects.on(today).filter(unit__in=answering, deputy=user, ended_at__isnull=True)
    found = lent.select_related("head").first()
    return found.head if found else None


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


def check_can_classify(user: Person, question: Question, kind: QuestionKind) -> None:
    """Raise Denied unless `user` may say now that `question` is of `kind`.

    The board says it of everything but what is sealed; of that only who may open it. A published
    answer is taken down before its question is sealed, by the right that has.
    """
    needed = Permission.QUESTION_SEALED if question.is_sealed else Permission.QUESTION_MODERATE
    if not has_permission(user, needed):
        raise Denied("Vai trò của Quý vị không có quyền làm việc này.")
    if question.status == QuestionStatus.WITHDRAWN:
        raise Denied("Người gửi đã rút, nội dung đã xóa nên không xếp loại được.")
    if question.status == QuestionStatus.PUBLISHED and kind == QuestionKind.DENUNCIATION:
        raise Denied("Câu trả lời đang công bố; xin Trưởng Ban Biên tập gỡ trước khi niêm phong.")


def check_can_enter(user: Person) -> None:
    """Raise Denied unless `user` may type in what came by telephone, by letter or in person."""
    if not has_permission(user, Permission.QUESTION_ENTER):
        raise Denied("Vai trò của Quý vị không có quyền nhập hộ câu hỏi.")


def check_can_decide_mail(user: Person, *, is_sealed: bool) -> None:
    """Raise Denied unless `user` may make a question of a letter, or throw it away."""
    needed = Permission.QUESTION_SEALED if is_sealed else Permission.QUESTION_ENTER
    if not has_permission(user, needed):
        raise Denied("Vai trò của Quý vị không có quyền xử lý thư này.")


def check_can_sort(user: Person, question: Question) -> None:
    """Raise Denied unless `user` may say now into which field `question` belongs."""
    check_is_open(question)
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


def check_can_draft(user: Person, question: Question) -> None:
    """Raise Denied unless `user` may save a draft of the answer: the lead unit, while answering."""
    check_holds_permission(Verb.SUBMIT_ANSWER, user, question)
    QUESTION.target(question.status, Verb.SUBMIT_ANSWER)


def check_can_contribute(user: Person, question: Question, unit: Unit) -> None:
    """Raise Denied unless `user` speaks for co-ordinating `unit` while the lead is answering."""
    check_is_open(question)
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


def may_see_contact(user: Person, question: Question | None = None) -> bool:
    """The board alone writes to the asker, so it alone sees address and telephone.

    Of a sealed question they are for who may open it, and for nobody else.
    """
    if question is not None and question.is_sealed:
        return has_permission(user, Permission.QUESTION_SEALED)
    return has_permission(user, Permission.QUESTION_MODERATE)


def may_see_name(user: Person, question: Question) -> bool:
    """The board and the lead unit, which answers the person; nobody else needs the name."""
    if question.is_sealed:
        return may_see_contact(user, question)
    unit = question.lead_unit
    answers = unit is not None and has_permission(user, Permission.QUESTION_ANSWER, unit=unit)
    return answers or may_see_contact(user)


def check_citizen_can(verb: Verb, question: Question) -> None:
    """Raise Denied unless the holder of the tracking code may do `verb` now."""
    if verb not in CITIZEN_VERBS:
        raise Denied("Việc này không dành cho người gửi câu hỏi.")
    QUESTION.target(question.status, verb)
    if verb in REOPENING:
        check_may_reopen(question)
        if verb != reopening_verb(question):
            raise Denied("Đơn vị nhận việc này được xác định theo ngày đề nghị.")
    if verb == Verb.WITHDRAW:
        check_can_withdraw(question)


def check_can_withdraw(question: Question) -> None:
    """Raise Denied for one part of a question, and for a whole of which all parts are done."""
    if question.part_of_id is not None:
        raise Denied("Xin rút cả câu hỏi, ở trang theo dõi chung của các phần.")
    if question.is_split and not question.parts.filter(status__in=WAITING).exists():
        raise Denied("Mọi phần của câu hỏi đã xong nên không rút được nữa.")


def check_may_reopen(question: Question) -> None:
    """Raise Denied unless the asker may still, once, ask for another answer."""
    if getattr(question, "reopening", None) is not None:
        raise Denied("Quý vị đã đề nghị trả lời lại một lần; câu trả lời sau là kết quả cuối cùng.")
    if question.erased_at is not None:
        raise Denied("Nội dung câu hỏi đã được xóa theo yêu cầu nên không trả lời lại được.")
    until = reopening_until(question)
    if until is None:
        raise Denied("Chưa có quy định thời hạn đề nghị trả lời lại.")
    if timezone.now() > until:
        raise Denied(f"Thời hạn đề nghị trả lời lại đã hết {when(until)}.")


def can_be_reopened(question: Question) -> bool:
    """Tell whether the step knows another answer at all, whichever unit would give it."""
    return Verb.REOPEN in QUESTION.verbs_from(question.status)


def reopening_until(question: Question) -> datetime | None:
    """The last moment at which another answer may be asked for; None without answer or term."""
    return _term_end(AskerTermKind.REOPEN, question.finished_at)


def _term_end(kind: AskerTermKind, since: datetime | None) -> datetime | None:
    """The close of the last working day of the term that was in force when it began."""
    term = AskerTerm.objects.in_force(kind, timezone.localdate(since)) if since else None
    if since is None or term is None:
        return None
    return add_working_days(current_calendar(), since, term.working_days)


def heir_of(question: Question) -> Unit | None:
    """The unit that answers today for the one that answered; None where several or none took over."""
    if question.lead_unit is None:
        return None
    heirs = current_successors(question.lead_unit, timezone.localdate())
    return heirs[0] if len(heirs) == 1 else None


def reopening_verb(question: Question) -> Verb:
    """Where a question goes that is asked anew: to the same unit or its heir, else to the board."""
    return Verb.REOPEN if heir_of(question) else Verb.REOPEN_TO_BOARD


def check_can_rate(question: Question) -> None:
    """Raise Denied unless the holder of the code may rate the answer, or change the rating, now."""
    if question.status not in GIVEN:
        raise Denied("Quý vị đánh giá được khi đã có câu trả lời.")
    rating = getattr(question, "rating", None)
    if rating is None:
        return
    since = max(filter(None, (rating.rated_at, question.finished_at)))
    until = _term_end(AskerTermKind.RATING, since)
    if until is None or timezone.now() > until:
        raise Denied("Đánh giá đã được ghi nhận; thời hạn sửa đã hết.")


def check_can_correct(user: Person, question: Question) -> None:
    """Raise Denied unless `user` may change what is public of `question`, at whatever step it is."""
    if not has_permission(user, Permission.QUESTION_PUBLISH):
        raise Denied("Vai trò của Quý vị không có quyền làm việc này.")
    publication = getattr(question, "publication", None)
    if publication is None or publication.retracted_at is not None:
        raise Denied("Câu hỏi này không có câu trả lời đang công bố.")


def check_can_review(user: Person, publication: Publication) -> None:
    """Raise Denied unless `user` may say that an answer still holds: the board, or its unit's head."""
    is_head = has_permission(user, Permission.QUESTION_APPROVE, unit=publication.unit)
    if not is_head and not has_permission(user, Permission.QUESTION_PUBLISH):
        raise Denied("Chỉ Ban Biên tập hoặc lãnh đạo đơn vị trả lời mới xác nhận được.")
    if publication.retracted_at is not None:
        raise Denied("Câu trả lời này đã được gỡ.")


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
        if verb in CITIZEN_VERBS | FOLLOWING_VERBS or not is_for_kind(verb, question):
            continue
        if refusal(check_holds_permission, verb, user, question):
            continue
        if verb == Verb.ARBITRATE and not needs_arbiter(question):
            continue
        check = check_can_split if verb == Verb.SPLIT else partial(check_can, verb)
        acts.append(Act(verb, LABELS[verb], refusal(check, user, question)))
    return acts
