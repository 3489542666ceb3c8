"""What staff see: which questions, in which boxes, with what counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)

from engagement.accounts.access import Grants, grants_of, has_permission, units_with
from engagement.accounts.models import Unit, User
from engagement.accounts.permissions import Permission
from engagement.intake.codes import parse
from engagement.text.fold import fold
from engagement.text.normalise import normalise
from qa.enums import (
    ANSWERED_FOR_GOOD,
    OPEN,
    WITH_UNIT,
    QuestionStatus,
)
from qa.models import Assignment, Question, Step
from qa.rules import may_see_contact

UNIT_PERMISSIONS = (
    Permission.QUESTION_ANSWER,
    Permission.QUESTION_APPROVE,
    Permission.QUESTION_CONTRIBUTE,
)
Person = User | AnonymousUser
# The units that hold a question now, in memory for a list or a page.
HELD_NOW = Prefetch(
    "assignments",
    Assignment.objects.filter(ended_at__isnull=True).select_related("unit"),
    to_attr="held_now",
)


def units_of(grants: Grants) -> set[int]:
    """Ids of the units (predecessors included) that its holder answers, approves or speaks for."""
    return set().union(*(grants.units(permission) for permission in UNIT_PERMISSIONS))


def visible_to(user: Person) -> QuerySet[Question]:
    """Every question `user` may know of.

    All of them for the board and the readers of all; for a unit those it holds now, as lead or
    co-ordinating; for everybody else none.
    """
    grants = grants_of(user)
    questions = Question.objects.select_related("submission", "lead_unit", "field", "commune")
    if grants.allow(Permission.QUESTION_READ_ALL):
        return questions
    held = Assignment.objects.filter(
        question=OuterRef("pk"), unit__in=units_of(grants), ended_at__isnull=True
    )
    return questions.filter(Exists(held))


def waiting_for(user: Person) -> Q:
    """The condition "it is this person's turn": the step and the right to do its next verb."""
    grants = grants_of(user)
    turn = Q(pk__in=[])
    if grants.allow(Permission.QUESTION_MODERATE):
        turn |= Q(status=QuestionStatus.RECEIVED)
        turn |= Q(status=QuestionStatus.OBJECTED) & ~Q(rejected_by=user.pk)
    if grants.allow(Permission.QUESTION_REPORT):
        turn |= Q(status=QuestionStatus.ACCEPTED)
    if grants.allow(Permission.QUESTION_ASSIGN):
        turn |= Q(status__in=[QuestionStatus.REPORTED, QuestionStatus.RETURNED])
    if grants.allow(Permission.QUESTION_PUBLISH):
        turn |= Q(status=QuestionStatus.APPROVED)
    answering = grants.units(Permission.QUESTION_ANSWER)
    if answering:
        turn |= Q(status=QuestionStatus.ASSIGNED, lead_unit__in=answering)
    approving = grants.units(Permission.QUESTION_APPROVE)
    if approving:
        turn |= Q(status=QuestionStatus.ANSWERED, lead_unit__in=approving)
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


def boxes_for(user: Person, now: datetime) -> list[Box]:
    """The lists that make sense for `user`, the one that waits for them first."""
    mine = Box("viec-cua-toi", "Việc của tôi", waiting_for(user), "Không còn việc nào chờ Quý vị.")
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
        Q(status__in=ANSWERED_FOR_GOOD),
        "Chưa có câu hỏi nào trả lời xong.",
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
    ]
    return [mine, *board, at_unit, awaiting, late, done, everything]


def counted(user: Person, boxes: Sequence[Box]) -> dict[str, int]:
    """How many questions each box holds for `user`, by one query."""
    counts = {box.code: Count("pk", filter=box.condition) for box in boxes if box.condition}
    result: dict[str, int] = (
        visible_to(user)
        .order_by()
        .aggregate(
            all=Count("pk"), **{code.replace("-", "_"): count for code, count in counts.items()}
        )
    )
    return {
        box.code: result[box.code.replace("-", "_") if box.condition else "all"] for box in boxes
    }


def waiting_count(user: Person) -> int:
    """How many questions wait for `user`; the number beside the menu entry."""
    return visible_to(user).filter(waiting_for(user)).count()


def in_box(
    user: Person, box: Box, *, text: str = "", unit: str = "", field: str = "", commune: str = ""
) -> QuerySet[Question]:
    """The questions of a box, oldest deadline first, narrowed by reference, words and filters.

    Words match without marks too. The asker's name is searched for the board alone (may_see_name):
    a list that answers to a name tells the name.
    """
    questions = visible_to(user).filter(box.condition).prefetch_related(HELD_NOW)
    if unit:
        questions = questions.filter(lead_unit__code=unit)
    if field:
        questions = questions.filter(field__code=field)
    if commune:
        questions = questions.filter(commune__code=commune)
    wanted = normalise(text)
    if wanted:
        found = Q(submission__reference=reference_in(wanted))
        found |= Q(submission__reference__istartswith="-".join(wanted.split()))
        found |= holds_words(wanted)
        if may_see_contact(user):
            found |= Q(asker_name__icontains=wanted)
        questions = questions.filter(found)
    return questions.order_by(F("due_at").asc(nulls_last=True), "pk")


def reference_in(raw: str) -> str:
    """The reference in a full tracking code that was pasted; staff need no more of it."""
    code = parse(raw)
    return code.reference if code else ""


def holds_words(text: str) -> Q:
    """The condition "the question holds every one of these words", marks left aside."""
    condition = Q()
    for word in fold(text).split():
        condition &= Q(search_text__contains=word)
    return condition


def with_everything(questions: QuerySet[Question]) -> QuerySet[Question]:
    """One question's page in a fixed number of queries."""
    related = ("clock_rule", "report", "delegation", "rejected_by")
    one_to_one = ("answer__edited_by", "answer__approved_by", "objection", "publication")
    steps = Step.objects.select_related("done_by", "unit", "proposed_unit")
    return questions.select_related(*related, *one_to_one).prefetch_related(
        Prefetch("steps", steps.order_by("happened_at", "pk")),
        HELD_NOW,
        "attachments",
        "information_requests",
        "contributions__unit",
        "contributions__given_by",
    )


def coordinating_units_of(user: Person, question: Question) -> list[Unit]:
    """The co-ordinating units of `question` that `user` may speak for."""
    own = units_with(user, Permission.QUESTION_CONTRIBUTE)
    held = question.assignments.filter(role="coordinating", ended_at__isnull=True, unit__in=own)
    return [assignment.unit for assignment in held.select_related("unit")]


def reportable(user: Person) -> QuerySet[Question]:
    """Accepted questions that can go on the next list for Ban Chỉ đạo."""
    return visible_to(user).filter(status=QuestionStatus.ACCEPTED).order_by("due_at", "pk")
