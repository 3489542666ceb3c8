"""What a reorganisation touches of surveys: those that are not closed and ask for the commune."""

from collections.abc import Mapping

from django.db.models import Exists, OuterRef, QuerySet

from engagement.accounts.enums import UnitKind
from engagement.reorganisation.effects import Effect, Item, Listing, Plan
from surveys.enums import QuestionKind, SurveyStatus
from surveys.models import Question, Survey

LIVING = (SurveyStatus.DRAFT, SurveyStatus.OPEN, SurveyStatus.PAUSED)


def asking_for_communes(plan: Plan) -> QuerySet[Survey]:
    """The surveys whose list of communes changes on that day; none where no commune ends."""
    surveys = Survey.objects.filter(status__in=LIVING).order_by("title", "pk")
    if not any(unit.kind == UnitKind.COMMUNE for unit in plan.units):
        return surveys.none()
    asked = Question.objects.filter(page__version__survey=OuterRef("pk"), kind=QuestionKind.COMMUNE)
    return surveys.filter(Exists(asked))


def by_commune(plan: Plan) -> Mapping[int, int]:
    count = asking_for_communes(plan).count()
    return {unit.pk: count for unit in plan.units if count and unit.kind == UnitKind.COMMUNE}


EFFECT = Effect(
    "surveys-communes",
    "Khảo sát chưa đóng có hỏi xã, phường",
    "Từ ngày ấy người trả lời chọn trong danh sách xã, phường mới; phiếu đã gửi giữ tên cũ. Nếu cần "
    "so sánh theo xã, xin đóng khảo sát trước ngày ấy.",
    counts=by_commune,
    items=lambda plan: Listing(
        asking_for_communes(plan),
        lambda survey: Item(survey.code, survey.title, survey.get_status_display()),
    ),
)
