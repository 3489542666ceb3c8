"""The boxes of the workspace, whose turn it is, and the counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from engagement.accounts.access import Grants, Visitor, grants_of, has_permission
from engagement.accounts.permissions import Permission
from qa.enums import ANSWERED, OPEN, WAITING, WITH_UNIT, QuestionStatus
from qa.models import Question, ReturnLimit
from qa.queries.desk.access import listed_for

MINE = "viec-cua-toi"


def waiting_for(user: Visitor) -> Q:
    """The condition "it is this person's turn": the step and the right to do its next verb."""
    grants = grants_of(user)
    turn = Q(pk__in=[])
    if grants.allow(Permission.QUESTION_MODERATE):
        turn |= Q(status=QuestionStatus.RECEIVED)
        turn |= Q(status=QuestionStatus.OBJECTED) & ~Q(rejected_by=user.pk)
    if grants.allow(Permission.QUESTION_REPORT):
        turn |= Q(status=QuestionStatus.ACCEPTED)
    if grants.allow(Permission.QUESTION_ASSIGN) or grants.allow(Permission.QUESTION_ARBITRATE):
        turn |= turn_of_who_assigns(grants)
    if grants.allow(Permission.QUESTION_PUBLISH):
        turn |= Q(status=QuestionStatus.APPROVED) & ~PLANNED
    answering = grants.units(Permission.QUESTION_ANSWER)
    if answering:
        turn |= Q(status=QuestionStatus.ASSIGNED, lead_unit__in=answering)
    approving = grants.units(Permission.QUESTION_APPROVE)
    if approving:
        turn |= Q(status=QuestionStatus.ANSWERED, lead_unit__in=approving)
    return turn


# What waits for its hour to be published, and is nobody's turn until then.
PLANNED = Q(plan__isnull=False, plan__failed_at__isnull=True)


def turn_of_who_assigns(grants: Grants) -> Q:
    """What waits for a unit to be chosen: by the board, or after too many returns by an arbiter."""
    contested = Q(status=QuestionStatus.RETURNED, returns__gte=ReturnLimit.objects.bound(grants.on))
    turn = Q(pk__in=[])
    if grants.allow(Permission.QUESTION_ASSIGN):
        turn |= Q(status=QuestionStatus.REPORTED)
        turn |= Q(status=QuestionStatus.RETURNED) & ~contested
    if grants.allow(Permission.QUESTION_ARBITRATE):
        turn |= contested
    return turn


def overdue(now: datetime) -> Q:
    """The condition "late and still somebody's turn in the offices"."""
    return Q(status__in=OPEN, due_at__lt=now)


@dataclass(frozen=True)
class Box:
    """One list of the workspace: its address part, its words and its condition."""

    code: str
    label: str
    condition: Q
    empty: str


def boxes_for(user: Visitor, now: datetime) -> list[Box]:
    """The lists that make sense for `user`, the one that waits for them first."""
    mine = Box(MINE, "Việc của tôi", waiting_for(user), "Không còn việc nào chờ Quý vị.")
    at_unit = Box(
        "o-don-vi", "Đang ở đơn vị", Q(status__in=WITH_UNIT), "Không có câu hỏi nào ở đơn vị."
    )
    awaiting = Box(
        "cho-bo-sung",
        "Chờ người hỏi bổ sung",
        Q(status=QuestionStatus.AWAITING_INFORMATION),
        "Không có câu hỏi nào chờ bổ sung.",
    )
    late = Box("qua-han", "Quá hạn", overdue(now), "Không có câu hỏi nào quá hạn.")
    done = Box(
        "da-tra-loi",
        "Đã trả lời",
        Q(status__in=ANSWERED),
        "Chưa có câu hỏi nào trả lời xong.",
    )
    waiting = Box(
        "dang-cho", "Đang chờ", Q(status__in=WAITING), "Không có câu hỏi nào chờ câu trả lời."
    )
    everything = Box("tat-ca", "Tất cả", Q(), "Chưa có câu hỏi nào.")
    if not has_permission(user, Permission.QUESTION_READ_ALL):
        return [mine, at_unit, awaiting, late, done, everything]
    board = [
        Box("moi", "Mới nhận", Q(status=QuestionStatus.RECEIVED), "Không có câu hỏi mới."),
        Box(
            "cho-phan-cong",
            "Chờ báo cáo, phân công",
            Q(
                status__in=[
                    QuestionStatus.ACCEPTED,
                    QuestionStatus.REPORTED,
                    QuestionStatus.RETURNED,
                ]
            ),
            "Không có câu hỏi nào chờ phân công.",
        ),
        Box(
            "cho-cong-bo",
            "Chờ công bố",
            Q(status=QuestionStatus.APPROVED),
            "Không có câu trả lời nào chờ công bố.",
        ),
        Box(
            "hen-gio",
            "Hẹn giờ công bố",
            Q(plan__isnull=False),
            "Không có câu trả lời nào hẹn giờ công bố.",
        ),
    ]
    return [mine, *board, at_unit, awaiting, waiting, late, done, everything]


def counted(user: Visitor, boxes: Sequence[Box]) -> dict[str, int]:
    """How many questions each box holds for `user`, by one query."""
    counts = {box.code: Count("pk", filter=box.condition) for box in boxes if box.condition}
    result: dict[str, int] = (
        listed_for(user)
        .order_by()
        .aggregate(
            all=Count("pk"), **{code.replace("-", "_"): count for code, count in counts.items()}
        )
    )
    found = {
        box.code: result[box.code.replace("-", "_") if box.condition else "all"] for box in boxes
    }
    grants_of(user).counts.update(found)
    return found


def waiting(user: Visitor) -> QuerySet[Question] | int:
    """The questions that wait for `user`; their number where `counted` was asked for the same page."""
    known = grants_of(user).counts.get(MINE)
    return listed_for(user).filter(waiting_for(user)) if known is None else known
