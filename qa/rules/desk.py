"""Who may work around a question: rules, notes, templates, deputies, kinds, entry, the router."""

from django.utils import timezone

from engagement.accounts.access import Visitor, grants_of, has_permission, memberships_in_force
from engagement.accounts.models import Unit, User
from engagement.accounts.permissions import Permission
from engagement.accounts.roles import RoleCode
from engagement.accounts.units import with_successors
from engagement.workflow.exceptions import Denied
from engagement.workflow.machine import refusal
from qa.enums import WAITING, QuestionKind, QuestionStatus
from qa.models import AnswerTemplate, Deputy, Question
from qa.rules.verbs import check_is_open


def check_can_set_rules(user: Visitor) -> None:
    """Raise Denied unless `user` may add and end rules of deadlines and reminders."""
    if not has_permission(user, Permission.SITE_CONFIGURE):
        raise Denied("Vai trò của Quý vị không có quyền làm việc này.")


def check_can_note(user: Visitor, question: Question) -> None:
    """Raise Denied unless `user` works on the case: the board, who assigns, the units holding it."""
    if question.erased_at is not None:
        raise Denied("Người hỏi đã rút câu hỏi nên không ghi thêm được.")
    grants = grants_of(user)
    if grants.allow(Permission.QUESTION_MODERATE) or grants.allow(Permission.QUESTION_ASSIGN):
        return
    own = grants.units(Permission.QUESTION_ANSWER) | grants.units(Permission.QUESTION_CONTRIBUTE)
    if not question.assignments.filter(unit__in=own, ended_at__isnull=True).exists():
        raise Denied("Chỉ Ban Biên tập, Ban Chỉ đạo và đơn vị đang giữ câu hỏi ghi chú được.")


def check_can_keep_template(user: Visitor, unit: Unit | None) -> None:
    """Raise Denied unless `user` may write the templates of `unit`, or (None) of the whole site."""
    if unit is None:
        if not has_permission(user, Permission.SITE_CONFIGURE):
            raise Denied("Mẫu dùng chung do Văn phòng quản lý.")
    elif not has_permission(user, Permission.QUESTION_APPROVE, unit=unit):
        raise Denied("Mẫu của đơn vị do lãnh đạo đơn vị quản lý.")


def may_keep_template(user: Visitor, template: AnswerTemplate) -> bool:
    return not refusal(check_can_keep_template, user, template.unit)


def check_heads(user: Visitor, unit: Unit) -> None:
    """Raise Denied unless `user` heads `unit` today in his or her own right, as no deputy does."""
    if not heads_any(user, {unit.pk}):
        raise Denied("Chỉ lãnh đạo đơn vị giao người duyệt thay; người duyệt thay không giao tiếp.")


def check_can_end(user: Visitor, deputy: Deputy) -> None:
    """Raise Denied unless `user` may end the standing-in: a head of the unit, or the office."""
    if not has_permission(user, Permission.ACCOUNTS_MANAGE):
        check_heads(user, deputy.unit)


def heads_any(user: Visitor, units: set[int]) -> bool:
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


def check_can_classify(user: Visitor, question: Question, kind: QuestionKind) -> None:
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


def check_can_enter(user: Visitor) -> None:
    """Raise Denied unless `user` may type in what came by telephone, by letter or in person."""
    if not has_permission(user, Permission.QUESTION_ENTER):
        raise Denied("Vai trò của Quý vị không có quyền nhập hộ câu hỏi.")


def check_can_decide_mail(user: Visitor, *, is_sealed: bool) -> None:
    """Raise Denied unless `user` may make a question of a letter, or throw it away."""
    needed = Permission.QUESTION_SEALED if is_sealed else Permission.QUESTION_ENTER
    if not has_permission(user, needed):
        raise Denied("Vai trò của Quý vị không có quyền xử lý thư này.")


def check_can_handle_data(user: Visitor, question: Question) -> None:
    """Raise Denied unless `user` answers for the personal data in `question`."""
    if question.is_sealed not in handled_by(user):
        raise Denied("Vai trò của Quý vị không có quyền làm việc này.")


def handled_by(user: Visitor) -> list[bool]:
    """Of which questions `user` handles personal data: [False] not sealed, [True] sealed, or both."""
    rights = ((False, Permission.PERSONAL_DATA_HANDLE), (True, Permission.QUESTION_SEALED))
    return [is_sealed for is_sealed, right in rights if has_permission(user, right)]


def check_can_sort(user: Visitor, question: Question) -> None:
    """Raise Denied unless `user` may say now into which field `question` belongs."""
    check_is_open(question)
    if not has_permission(user, Permission.QUESTION_MODERATE):
        raise Denied("Vai trò của Quý vị không có quyền làm việc này.")
    if question.status not in WAITING:
        raise Denied("Câu hỏi đã xong nên không xếp lại lĩnh vực được.")


def check_can_read_router(user: Visitor) -> None:
    """Raise Denied unless `user` routes questions, gives delegations or configures the site."""
    rights = (Permission.QUESTION_ASSIGN, Permission.SITE_CONFIGURE)
    if not any(has_permission(user, right) for right in rights):
        raise Denied("Vai trò của Quý vị không có quyền xem trang này.")


def check_can_tend_router(user: Visitor) -> None:
    """Raise Denied unless `user` may choose which version of the router is used."""
    if not has_permission(user, Permission.SITE_CONFIGURE):
        raise Denied("Chỉ Văn phòng chọn bản gợi ý được dùng.")


def check_can_set_automation(user: Visitor) -> None:
    """Raise Denied unless `user` may let questions be assigned without a person (R-13.1)."""
    if not has_permission(user, Permission.QUESTION_DELEGATE):
        raise Denied("Chỉ Ban Chỉ đạo bật hoặc tắt phân công tự động.")
