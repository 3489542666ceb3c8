"""What staff see: which questions, in which boxes, with what counts."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
)

from engagement.accounts.access import Grants, grants_of, has_permission, units_with
from engagement.accounts.models import Unit, User
from engagement.accounts.permissions import Permission
from engagement.intake.codes import parse, reference_alone
from engagement.intake.models import Submission
from engagement.text.fold import fold
from engagement.text.fulltext import holding
from engagement.text.normalise import normalise
from engagement.text.queries import current_synonyms
from engagement.text.synonyms import parts
from engagement.text.words import search_words
from engagement.web.site import identity
from qa.enums import (
    ANSWERED,
    OPEN,
    SENT_BACK,
    WAITING,
    WITH_UNIT,
    QuestionStatus,
    Verb,
)
from qa.models import RECEIVED, Assignment, Question, Step
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

LONGEST_NAME = 6  # words
# Whose turn an answer is: the last of these tells whether it came back to be changed.
TURNS = (
    *SENT_BACK,
    Verb.SUBMIT_ANSWER,
    Verb.ASSIGN,
    Verb.ASSIGN_BY_DELEGATION,
    Verb.REASSIGN,
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
    held = Assignment.objects.filter(unit__in=units_of(grants), ended_at__isnull=True)
    return questions.filter(pk__in=held.values("question"))


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
    ]
    return [mine, *board, at_unit, awaiting, waiting, late, done, everything]


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


@dataclass(frozen=True)
class Wanted:
    """How a list is narrowed: codes of rows, a step, the Monday of a week of receipt, words."""

    text: str = ""
    unit: str = ""
    field: str = ""
    commune: str = ""
    step: str = ""
    week: date | None = None


EVERYTHING = Wanted()


def in_box(user: Person, box: Box, wanted: Wanted = EVERYTHING) -> QuerySet[Question]:
    """The questions of a box: open ones first, oldest deadline first, then the newest finished.

    Each carries `last_turn`, the last verb of TURNS or None (see is_sent_back).
    """
    questions = visible_to(user).filter(box.condition, narrowed(user, wanted))
    is_open = Q(status__in=WAITING)
    turns = Step.objects.filter(question=OuterRef("pk"), verb__in=TURNS)
    return (
        questions.annotate(
            is_finished=Case(When(is_open, then=0), default=1, output_field=IntegerField()),
            finished_step_at=Case(When(~is_open, then=F("status_changed_at"))),
            last_turn=Subquery(turns.order_by("-happened_at", "-pk").values("verb")[:1]),
        )
        .prefetch_related(HELD_NOW)
        .order_by(
            "is_finished",
            F("finished_step_at").desc(nulls_last=True),
            F("due_at").asc(nulls_last=True),
            "pk",
        )
    )


def narrowed(user: Person, wanted: Wanted) -> Q:
    """The condition of the filters, and of the words as somebody types them.

    Words match without marks too. The asker's name is searched for the board alone (may_see_name):
    a list that answers to a name tells the name.
    """
    condition = Q()
    if wanted.unit:
        condition &= Q(lead_unit__code=wanted.unit)
    if wanted.field:
        condition &= Q(field__code=wanted.field)
    if wanted.commune:
        condition &= Q(commune__code=wanted.commune)
    if wanted.step:
        condition &= Q(status=wanted.step)
    if wanted.week:
        last = wanted.week + timedelta(days=6)
        condition &= Q(received_at__date__gte=wanted.week, received_at__date__lte=last)
    text = normalise(wanted.text)
    if text:
        condition &= found_by(text, with_names=may_see_contact(user))
    return condition


def found_by(text: str, *, with_names: bool) -> Q:
    """The condition "its reference is this or begins so, or it holds every one of these words"."""
    found = holds_words(text)
    if begins_reference(text):
        begun = "-".join(text.upper().split())
        exact = [reference_in(text), reference_alone(text)]
        codes = Submission.objects.filter(Q(reference__in=exact) | Q(reference__startswith=begun))
        found |= Q(submission__in=codes)
    if with_names and is_like_a_name(text):
        named = Question.objects.exclude(asker_name="").filter(bears_name(text))
        found |= Q(pk__in=named.values("pk"))
    return found & Q(is_sealed=False)


def begins_reference(text: str) -> bool:
    """Tell whether `text` may be a reference or its beginning: all of them bear the site's code."""
    return bool(reference_in(text) or reference_alone(text)) or text.upper().startswith(
        identity().code
    )


def is_like_a_name(text: str) -> bool:
    """Tell whether `text` may be somebody's name: few words, and letters only."""
    words = text.split()
    return len(words) <= LONGEST_NAME and all(word.isalpha() for word in words)


def reference_in(raw: str) -> str:
    """The reference in a full tracking code that was pasted; staff need no more of it."""
    code = parse(raw)
    return code.reference if code else ""


def holds_words(text: str) -> Q:
    """The condition "the question holds every one of these words", marks left aside.

    An abbreviation finds what it stands for. Sealed questions are in no index.
    """
    wanted = parts(search_words(text), current_synonyms())
    return Q(pk__in=holding(RECEIVED, wanted, depth=1)) if wanted else Q(pk__in=[])


@cache
def letters_of() -> Mapping[str, str]:
    """Every Latin letter with marks under the plain one it folds to, small and capital."""
    letters: dict[str, str] = defaultdict(str)
    for code in range(0xC0, 0x1F00):
        plain = fold(chr(code))
        if len(plain) == 1 and plain.isascii() and plain.isalpha():
            letters[plain] += chr(code)
    return letters


def bears_name(text: str) -> Q:
    """The condition "the asker's name holds every one of these words", marks left aside."""
    condition = Q()
    for word in fold(text).split():
        pattern = "".join(
            f"[{letter}{letter.upper()}{letters_of().get(letter, '')}]"
            if letter.isascii() and letter.isalpha()
            else re.escape(letter)
            for letter in word
        )
        condition &= Q(asker_name__regex=pattern)
    return condition


def is_sent_back(question: Question) -> bool:
    """Tell whether the unit is to change an answer it had submitted; for a row of in_box."""
    last_turn = getattr(question, "last_turn", None)
    return question.status == QuestionStatus.ASSIGNED and last_turn in SENT_BACK


def sent_back_by(question: Question) -> Step | None:
    """The step that sent the answer back, while the unit is changing it; steps in memory."""
    if question.status != QuestionStatus.ASSIGNED:
        return None
    turns = [step for step in question.steps.all() if step.verb in TURNS]
    return turns[-1] if turns and turns[-1].verb in SENT_BACK else None


def with_everything(questions: QuerySet[Question]) -> QuerySet[Question]:
    """One question's page in a fixed number of queries."""
    related = ("clock_rule", "report", "delegation", "rejected_by")
    one_to_one = (
        "answer__edited_by",
        "answer__approved_by",
        "objection",
        "publication__answered_me",
    )
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
