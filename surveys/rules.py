"""Who may do what with a survey, and when. Each `check_…` raises Denied with the reason."""

from engagement.accounts.access import Visitor, has_permission
from engagement.accounts.permissions import Permission
from engagement.workflow.exceptions import Denied
from surveys.enums import SurveyStatus, Verb, Visibility
from surveys.models import Survey

LABELS = {verb: str(verb.label) for verb in Verb}


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
