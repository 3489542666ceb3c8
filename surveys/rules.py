"""Who may do what with a survey, and when. Each `check_…` raises Denied with the reason."""

from collections.abc import Mapping

from engagement.accounts.access import Visitor, has_permission
from engagement.accounts.permissions import Permission
from engagement.workflow.exceptions import Denied, InvalidTransition
from surveys.enums import Access, SurveyStatus, Verb, Visibility
from surveys.models import Survey

LABELS = {verb: str(verb.label) for verb in Verb}

# What the audit log calls the deeds that are no verb of the table, and what it tells of them.
OTHER_KINDS = {
    "surveys.survey.create": "Tạo khảo sát",
    "surveys.survey.publish": "Công bố bản câu hỏi sửa",
    "surveys.survey.settings": "Đổi thiết lập của khảo sát đang mở",
    "surveys.survey.codes": "Làm mã trả lời",
    "surveys.survey.margin": "Ghi cơ cấu dân số",
    "surveys.survey.paper_drop": "Bỏ phiếu giấy nhập dở",
}
DETAILS = {
    "edition": "bản câu hỏi",
    "change": "thay đổi",
    "advice": "góp ý về lời còn lại",
    "codes": "số mã",
    "columns": "những mục đổi",
    "question": "câu hỏi",
    "sheets": "số tờ",
}

# Fixed from the opening on is what people were told, or what the protection of answers rests on.
CHANGED_WHILE_RUNNING = frozenset({"closes_at", "staff_group", "public_group"})
# Answers are mixed in batches of at least so many; nothing is told of fewer.
SMALLEST_BATCH = 20
GROUPS = ("staff_group", "public_group")
RUNNING = frozenset({SurveyStatus.OPEN, SurveyStatus.PAUSED})


def check_manage(user: Visitor) -> None:
    """Making, opening and closing surveys is Ban Tuyên giáo's (R-12.2)."""
    if not has_permission(user, Permission.SURVEY_MANAGE):
        raise Denied("Việc này của Ban Tuyên giáo.")


def check_read_results(user: Visitor) -> None:
    """Leaders read, too; they change nothing."""
    wanted = (Permission.SURVEY_MANAGE, Permission.DASHBOARD_READ)
    if not any(has_permission(user, permission) for permission in wanted):
        raise Denied("Chỉ Ban Tuyên giáo và lãnh đạo xem được kết quả này.")


def check_take_answers(survey: Survey) -> None:
    """An answer counts only while the survey is open."""
    if not survey.is_open:
        raise Denied("Khảo sát này hiện không nhận phiếu.")


def is_open_to_readers(survey: Survey, *, has_answered: bool) -> bool:
    """Whether everybody may see the public results now; `has_answered` as the device remembers."""
    if survey.status in {SurveyStatus.DRAFT, SurveyStatus.DISCARDED}:
        return False
    match Visibility(survey.visibility):
        case Visibility.LIVE:
            return True
        case Visibility.ANSWERED:
            return has_answered or survey.status == SurveyStatus.CLOSED
        case Visibility.CLOSED:
            return survey.status == SurveyStatus.CLOSED
        case Visibility.STAFF:
            return False


def check_edit(user: Visitor, survey: Survey) -> None:
    """What is asked may change until the survey is closed; once open, as another version."""
    check_manage(user)
    if survey.status != SurveyStatus.DRAFT and survey.status not in RUNNING:
        label = SurveyStatus(survey.status).label.lower()
        raise InvalidTransition(f"Khảo sát {label}, không sửa được nữa.")


def check_still_drafted(user: Visitor, survey: Survey) -> None:
    """Breakdowns and the address are settled before the first answer."""
    check_edit(user, survey)
    if survey.status != SurveyStatus.DRAFT:
        raise InvalidTransition("Khảo sát đã mở; phần này không đổi được nữa.")


def check_settings(user: Visitor, survey: Survey, changes: Mapping[str, object]) -> None:
    """While a survey runs only its end moves, and the smallest groups only grow."""
    check_edit(user, survey)
    if survey.status == SurveyStatus.DRAFT:
        return
    if set(changes) - CHANGED_WHILE_RUNNING:
        raise InvalidTransition("Khảo sát đã mở; chỉ đổi được giờ đóng và nhóm nhỏ nhất.")
    for name in GROUPS:
        wanted = changes.get(name)
        if isinstance(wanted, int) and wanted < getattr(survey, name):
            raise Denied("Nhóm nhỏ nhất chỉ được tăng khi khảo sát đã mở, không được giảm.")


def check_hand_out_codes(user: Visitor, survey: Survey) -> None:
    """One-time codes exist for surveys that ask for them, until these close."""
    check_edit(user, survey)
    if survey.access != Access.CODE:
        raise Denied(
            "Khảo sát này không dùng mã. Muốn phát mã, xin chọn “cần mã” ở phần thiết lập."
        )
