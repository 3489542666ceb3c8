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
from django.utils import timezone

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
    QuestionKind,
    QuestionStatus,
    Verb,
)
from qa.models import RECEIVED, Assignment, Clock, Question, Reminder, ReturnLimit, Step
from qa.queries.figures.measures import Measure, Scope, behind
from qa.queries.figures.periods import Period
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
MINE = "viec-cua-toi"
# Whose turn an answer is: the last of these tells whether it came back to be changed.
TURNS = (
    *SENT_BACK,
    Verb.SUBMIT_ANSWER,
    Verb.ASSIGN,
    Verb.ASSIGN_BY_DELEGATION,
    Verb.REASSIGN,
    Verb.ARBITRATE,
)


def units_of(grants: Grants) -> set[int]:
    """Ids of the units (predecessors included) that its holder answers, approves or speaks for."""
    return set().union(*(grants.units(permission) for permission in UNIT_PERMISSIONS))


def visible_to(user: Person) -> QuerySet[Question]:
    """Every question `user` may open by its reference.

    All that is not sealed for the board and the readers of all; for a unit those it holds now, as
    lead or co-ordinating; for everybody else none. What is sealed is for its own right alone
    (ADR 0014). Lists and counts ask `listed_for`.
    """
    questions = Question.objects.select_related("submission", "lead_unit", "field", "commune")
    seen = ordinary_for(user)
    if has_permission(user, Permission.QUESTION_SEALED):
        seen |= Q(is_sealed=True)
    return questions.filter(seen)


def ordinary_for(user: Person) -> Q:
    """The condition "not sealed, and this person may know of it"."""
    grants = grants_of(user)
    if grants.allow(Permission.QUESTION_READ_ALL):
        return Q(is_sealed=False)
    held = Assignment.objects.filter(unit__in=units_of(grants), ended_at__isnull=True)
    return Q(pk__in=held.values("question"), is_sealed=False)


def listed_for(user: Person) -> QuerySet[Question]:
    """What lists and counts of `user` may hold: never what is sealed, whoever asks."""
    questions = Question.objects.select_related("submission", "lead_unit", "field", "commune")
    return questions.filter(ordinary_for(user))


def sealed_for(user: Person) -> QuerySet[Question]:
    """The sealed questions for who may open them, what waits first; none for anybody else."""
    sealed = visible_to(user).filter(is_sealed=True)
    is_open = Case(When(status__in=WAITING, then=0), default=1, output_field=IntegerField())
    return sealed.annotate(is_finished=is_open).order_by("is_finished", "-received_at", "-pk")


def sealed_count(user: Person) -> int:
    """How many sealed questions wait; the number beside the menu entry of who may open them."""
    return visible_to(user).filter(is_sealed=True, status__in=WAITING).count()


def waiting_for(user: Person) -> Q:
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


def boxes_for(user: Person, now: datetime) -> list[Box]:
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


def counted(user: Person, boxes: Sequence[Box]) -> dict[str, int]:
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


def waiting_count(user: Person) -> int:
    """How many questions wait for `user`; the number beside the menu entry.

    No query where `counted` was asked for the same page.
    """
    known = grants_of(user).counts.get(MINE)
    return listed_for(user).filter(waiting_for(user)).count() if known is None else known


@dataclass(frozen=True)
class Wanted:
    """How a list is narrowed: codes of rows, a step, a kind, a channel, a week of receipt, words.

    `measure` with `period` is the list behind a figure: unit, field and commune are then what the
    figure was counted for (see figures.measures), `blank` a dimension whose value is not given.
    """

    text: str = ""
    unit: str = ""
    field: str = ""
    commune: str = ""
    step: str = ""
    kind: str = ""
    channel: str = ""
    week: date | None = None
    measure: Measure | None = None
    period: Period | None = None
    blank: str = ""
    is_as_now: bool = False

    @property
    def scope(self) -> Scope | None:
        """What the figure is counted over that this list stands behind; None for other lists."""
        if self.measure is None or self.period is None:
            return None
        return Scope(
            self.period,
            unit=self.unit,
            field=self.field,
            commune=self.commune,
            blank=frozenset({self.blank} - {""}),
            as_of=timezone.localdate() if self.is_as_now else None,
        )


EVERYTHING = Wanted()


def in_box(user: Person, box: Box, wanted: Wanted = EVERYTHING) -> QuerySet[Question]:
    """The questions of a box: danger nobody has looked at, open ones by deadline, newest finished.

    Each carries `last_turn`, the last verb of TURNS or None (see is_sent_back).
    """
    questions = listed_for(user).filter(box.condition, narrowed(user, wanted))
    is_open = Q(status__in=WAITING)
    is_urgent = Q(status=QuestionStatus.RECEIVED, kind=QuestionKind.EMERGENCY)
    turns = Step.objects.filter(question=OuterRef("pk"), verb__in=TURNS)
    return (
        questions.annotate(
            is_finished=Case(
                When(is_urgent, then=-1),
                When(is_open, then=0),
                default=1,
                output_field=IntegerField(),
            ),
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
    condition = counted_for(wanted)
    if wanted.step:
        condition &= Q(status=wanted.step)
    if wanted.kind:
        condition &= Q(kind=wanted.kind)
    if wanted.channel:
        condition &= Q(channel=wanted.channel)
    if wanted.week:
        last = wanted.week + timedelta(days=6)
        condition &= Q(received_at__date__gte=wanted.week, received_at__date__lte=last)
    text = normalise(wanted.text)
    if text:
        condition &= found_by(text, with_names=may_see_contact(user))
    return condition


def counted_for(wanted: Wanted) -> Q:
    """The condition of unit, field and commune, by themselves or of the figure asked for."""
    if wanted.measure is not None and wanted.scope is not None:
        return behind(wanted.measure, wanted.scope)
    condition = Q()
    if wanted.unit:
        condition &= Q(lead_unit__code=wanted.unit)
    if wanted.field:
        condition &= Q(field__code=wanted.field)
    if wanted.commune:
        condition &= Q(commune__code=wanted.commune)
    return condition


def found_by(text: str, *, with_names: bool) -> Q:
    """The condition "its reference is this or begins so, or it holds every one of these words"."""
    found = holds_words(text)
    if begins_reference(text):
        begun = "-".join(text.upper().split())
        exact = [reference_in(text), reference_alone(text)]
        codes = Submission.objects.filter(Q(reference__in=exact) | Q(reference__startswith=begun))
        found |= Q(submission__in=codes) | with_reference(text.upper())
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


def with_reference(reference: str) -> Q:
    """The condition "this is its reference": of a whole question, or with one more digit of a part."""
    whole, _, number = reference.strip().rpartition("-")
    if len(number) == 1 and number.isascii() and number.isdigit():
        return Q(submission__reference=whole, part_number=int(number))
    return Q(submission__reference=reference.strip(), part_number__isnull=True)


def typed_reference(raw: str) -> str:
    """The reference that was typed or stands in a tracking code; "" where it is none."""
    whole, _, number = raw.strip().rpartition("-")
    if len(number) == 1 and number.isascii() and number.isdigit():
        alone = reference_alone(whole)
        return f"{alone}-{number}" if alone else ""
    return reference_in(raw) or reference_alone(raw)


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
    related = ("clock_rule", "report", "delegation", "rejected_by", "entered_by", "kind_set_by")
    one_to_one = (
        "answer__edited_by",
        "answer__approved_by",
        "answer__approved_for",
        "objection",
        "publication__answered_me",
        "plan__planned_by",
        "part_of__submission",
        "answered_with__submission",
        "reopening",
        "rating",
    )
    steps = Step.objects.select_related("done_by", "unit", "proposed_unit")
    return questions.select_related(*related, *one_to_one).prefetch_related(
        Prefetch("steps", steps.order_by("happened_at", "pk")),
        HELD_NOW,
        Prefetch("clocks", Clock.objects.select_related("unit").order_by("started_at", "pk")),
        Prefetch(
            "reminders",
            Reminder.objects.select_related("rule", "unit").order_by("reminded_at", "pk"),
        ),
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
    return listed_for(user).filter(status=QuestionStatus.ACCEPTED).order_by("due_at", "pk")
