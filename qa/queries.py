"""What each person may see of the questions, and the figures others may show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    When,
)
from django.db.models.functions import TruncWeek
from django.utils import timezone

from engagement.accounts.access import Grants, grants_of, has_permission, units_with
from engagement.accounts.models import Unit, User
from engagement.accounts.permissions import Permission
from engagement.intake.codes import parse
from engagement.intake.models import Submission
from engagement.intake.registry import NextStep
from engagement.text.fold import fold
from engagement.text.normalise import normalise
from engagement.web.dates import short_when
from qa.enums import (
    ANSWERED_FOR_GOOD,
    OPEN,
    WAITING,
    WITH_UNIT,
    ClockKind,
    QuestionStatus,
    Verb,
)
from qa.models import Assignment, ClockRule, Field, Publication, Question, Step
from qa.rules import may_see_contact

PURPOSE = "qa.ask"
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


# --- What staff see --------------------------------------------------------------------------
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


def assignable_units(on: date) -> QuerySet[Unit]:
    """Units in force that may answer, in the order of a list people read."""
    return Unit.objects.in_force(on).order_by("kind", "name")


def communes(on: date) -> QuerySet[Unit]:
    """The communes and wards a citizen may choose from."""
    return Unit.objects.in_force(on).filter(kind="commune").order_by("name")


def active_fields() -> QuerySet[Field]:
    return Field.objects.filter(is_active=True)


def reportable(user: Person) -> QuerySet[Question]:
    """Accepted questions that can go on the next list for Ban Chỉ đạo."""
    return visible_to(user).filter(status=QuestionStatus.ACCEPTED).order_by("due_at", "pk")


# --- What the asker sees ---------------------------------------------------------------------
def for_asker(submission: Submission) -> Question | None:
    """The question that came with `submission`, with all its asker may read, in few queries."""
    questions = with_everything(
        Question.objects.select_related(
            "submission", "lead_unit", "field", "commune", "answer", "publication"
        )
    )
    return questions.filter(submission=submission).first()


def answer_days() -> int | None:
    """How many working days an answer may take by the rule in force today, if there is one."""
    rule = ClockRule.objects.in_force(ClockKind.ANSWER, timezone.localdate())
    return rule.working_days if rule else None


@dataclass(frozen=True)
class TimelineEntry:
    """One line of "where my question is"; `state` is done, current, future or stopped."""

    title: str
    state: str
    at: datetime | None = None
    words: str = ""

    @property
    def note(self) -> str:
        """The line under the title: when it happened and what was said."""
        return " · ".join(
            part for part in (short_when(self.at) if self.at else "", self.words) if part
        )


# Steps in the asker's words; {unit} is the unit that acted, never a person.
STEP_TITLES: Mapping[str, str] = {
    "receive": "Đã nhận câu hỏi",
    Verb.ACCEPT: "Ban Biên tập tiếp nhận câu hỏi",
    Verb.REJECT: "Ban Biên tập chưa tiếp nhận câu hỏi",
    Verb.OBJECT: "Quý vị đề nghị xem lại",
    Verb.UPHOLD: "Ban Biên tập xem lại và giữ nguyên việc từ chối",
    Verb.OVERTURN: "Ban Biên tập xem lại và tiếp nhận câu hỏi",
    Verb.REPORT: "Ban Biên tập báo cáo Ban Chỉ đạo",
    Verb.ASSIGN: "Chuyển đến đơn vị trả lời",
    Verb.ASSIGN_BY_DELEGATION: "Chuyển đến đơn vị trả lời",
    Verb.REASSIGN: "Chuyển sang đơn vị khác trả lời",
    Verb.ASK_INFORMATION: "{unit} cần Quý vị bổ sung thông tin",
    Verb.ADD_INFORMATION: "Quý vị đã bổ sung thông tin",
    Verb.RESUME: "{unit} xử lý tiếp, không chờ bổ sung",
    Verb.RETURN: "{unit} chuyển lại Ban Biên tập để giao đơn vị khác",
    Verb.SUBMIT_ANSWER: "{unit} soạn xong câu trả lời",
    Verb.SEND_BACK: "Câu trả lời được sửa thêm",
    Verb.APPROVE: "Lãnh đạo {unit} duyệt câu trả lời",
    Verb.REQUEST_CHANGES: "Câu trả lời được sửa thêm",
    Verb.PUBLISH: "Đã công bố câu trả lời",
    Verb.CLOSE_PRIVATELY: "Đã trả lời riêng Quý vị",
    Verb.RETRACT: "Câu trả lời được gỡ để xem lại",
    Verb.WITHDRAW: "Quý vị đã rút câu hỏi",
}
# These steps carry their title in the public words ("Chuyển Sở Y tế trả lời").
TITLED_BY_WORDS = frozenset({Verb.ASSIGN, Verb.ASSIGN_BY_DELEGATION, Verb.REASSIGN, Verb.RETURN})
# What happens at a step that is not the last one.
NOW_TITLES: Mapping[str, str] = {
    QuestionStatus.RECEIVED: "Ban Biên tập đang xem câu hỏi",
    QuestionStatus.ACCEPTED: "Ban Biên tập chuẩn bị chuyển câu hỏi",
    QuestionStatus.OBJECTED: "Người kiểm duyệt khác đang xem lại",
    QuestionStatus.REPORTED: "Ban Chỉ đạo giao đơn vị trả lời",
    QuestionStatus.ASSIGNED: "{unit} đang soạn câu trả lời",
    QuestionStatus.AWAITING_INFORMATION: "Chờ Quý vị bổ sung thông tin",
    QuestionStatus.RETURNED: "Ban Biên tập đang chọn đơn vị khác",
    QuestionStatus.ANSWERED: "Lãnh đạo {unit} đang duyệt câu trả lời",
    QuestionStatus.APPROVED: "Ban Biên tập đang xem để công bố",
}
WAY_AHEAD = (
    "Chuyển đến đơn vị trả lời",
    "Đơn vị soạn câu trả lời",
    "Lãnh đạo đơn vị duyệt",
    "Công bố câu trả lời",
)
# How many of WAY_AHEAD are still to come.
STILL_AHEAD: Mapping[str, int] = {
    QuestionStatus.RECEIVED: 4,
    QuestionStatus.OBJECTED: 4,
    QuestionStatus.ACCEPTED: 4,
    QuestionStatus.REPORTED: 3,
    QuestionStatus.RETURNED: 3,
    QuestionStatus.AWAITING_INFORMATION: 3,
    QuestionStatus.ASSIGNED: 2,
    QuestionStatus.ANSWERED: 1,
}
STOPS = frozenset(
    {
        QuestionStatus.REJECTED,
        QuestionStatus.REFUSED,
        QuestionStatus.WITHDRAWN,
        QuestionStatus.RETRACTED,
    }
)


def timeline_for_citizen(question: Question, *, deadline: str = "") -> list[TimelineEntry]:
    """What happened, where the question is now and what comes, in the asker's words.

    Pure over the prefetched steps: no query. Only public words are told and units are named, not
    people. `deadline` is the sentence that stands at the present step.
    """
    entries = [_told(step) for step in question.steps.all()]
    if question.status in STOPS and entries:
        entries[-1] = replace(entries[-1], state="stopped")
    if question.status in NOW_TITLES:
        title = NOW_TITLES[question.status].format(unit=question.lead_unit or "đơn vị")
        entries.append(TimelineEntry(title[0].upper() + title[1:], "current", words=deadline))
    ahead = STILL_AHEAD.get(question.status, 0)
    return entries + [
        TimelineEntry(title, "future") for title in WAY_AHEAD[len(WAY_AHEAD) - ahead :]
    ]


def _told(step: Step) -> TimelineEntry:
    title = STEP_TITLES[step.verb].format(unit=step.unit or "đơn vị")
    words = step.public_words
    if step.verb in TITLED_BY_WORDS and words:
        title, words = words, ""
    return TimelineEntry(title[0].upper() + title[1:], "done", step.happened_at, words)


def public_words_of(question: Question, *verbs: Verb) -> str:
    """What the asker was last told by one of `verbs`; over the prefetched steps."""
    told = [step.public_words for step in question.steps.all() if step.verb in verbs]
    return told[-1] if told else ""


def next_step(submission: Submission) -> NextStep:
    """What the receipt says comes next."""
    question = Question.objects.filter(submission=submission).only("due_at").first()
    return NextStep(
        words="Ban Biên tập xem, báo cáo Ban Chỉ đạo và chuyển đến đúng đơn vị trả lời.",
        due_at=question.due_at if question else None,
    )


# --- What everybody sees ---------------------------------------------------------------------
def published_answers(
    text: str = "", *, unit: str = "", field: str = "", year: int | None = None, commune: str = ""
) -> QuerySet[Publication]:
    """The public archive, newest first.

    With `text`: answers that hold all its words, folded; those that hold it exactly as typed first.
    """
    answers = Publication.objects.filter(retracted_at__isnull=True).select_related("field", "unit")
    if unit:
        answers = answers.filter(unit__code=unit)
    if field:
        answers = answers.filter(field__code=field)
    if commune:
        answers = answers.filter(commune__code=commune)
    if year:
        answers = answers.filter(published_at__year=year)
    words = fold(text).split()
    for word in words:
        answers = answers.filter(search_text__contains=word)
    if not words:
        return answers.order_by("-published_at", "-pk")
    typed = normalise(text)
    exact = Q(title__icontains=typed) | Q(question_text__icontains=typed)
    rank = Case(When(exact, then=0), default=1, output_field=IntegerField())
    return answers.order_by(rank, "-published_at", "-pk")


def publication(pk: int) -> Publication | None:
    """One publication, retracted or not, for its page."""
    return Publication.objects.select_related("field", "commune").filter(pk=pk).first()


def published_count() -> int:
    return Publication.objects.filter(retracted_at__isnull=True).count()


def recently_published(limit: int) -> list[Publication]:
    return list(published_answers()[:limit])


def published_years() -> list[int]:
    """Years that have answers, newest first; for the filter."""
    live = Publication.objects.filter(retracted_at__isnull=True)
    return [day.year for day in live.dates("published_at", "year", order="DESC")]


def publication_communes() -> QuerySet[Unit]:
    """Communes that published answers are about, for the filter."""
    about = Publication.objects.filter(commune=OuterRef("pk"), retracted_at__isnull=True)
    return Unit.objects.filter(Exists(about)).order_by("name")


def publication_units() -> QuerySet[Unit]:
    """Units with published answers, for the filter."""
    answered = Publication.objects.filter(unit=OuterRef("pk"), retracted_at__isnull=True)
    return Unit.objects.filter(Exists(answered)).order_by("name")


# --- Figures ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class Tally:
    """Questions received in one week for one unit and field, by how they stand.

    `week` is the Monday (local date); `unit` and `field` are names, empty when not yet given.
    `waiting` counts open questions, the asker's turn included; `overdue` those of the offices
    past their deadline; `in_time` and `late` the answered ones by their stored verdict.
    """

    week: date
    unit: str
    field: str
    received: int
    waiting: int
    overdue: int
    answered: int
    in_time: int
    late: int
    rejected: int
    withdrawn: int


def tallies(now: datetime | None = None) -> list[Tally]:
    """The figures leaders see, grouped in the database: one row a week, unit and field."""
    now = now or timezone.now()
    status = QuestionStatus
    counts = {
        "received": Count("pk"),
        "waiting": Count("pk", filter=Q(status__in=WAITING)),
        "overdue": Count("pk", filter=overdue(now)),
        "answered": Count("pk", filter=Q(status__in=(*ANSWERED_FOR_GOOD, status.RETRACTED))),
        "in_time": Count("pk", filter=Q(was_in_time=True)),
        "late": Count("pk", filter=Q(was_in_time=False)),
        "rejected": Count("pk", filter=Q(status__in=[status.REJECTED, status.REFUSED])),
        "withdrawn": Count("pk", filter=Q(status=status.WITHDRAWN)),
    }
    rows = (
        Question.objects.order_by()
        .annotate(
            week=TruncWeek("received_at"),
            unit=F("lead_unit__short_name"),
            subject=F("field__name"),
        )
        .values("week", "unit", "subject")
        .annotate(**counts)
        .order_by("week", "unit", "subject")
        .values_list("week", "unit", "subject", *counts)
    )
    return [
        Tally(week.date(), unit or "", subject or "", *numbers)
        for week, unit, subject, *numbers in rows
    ]
