"""Which clocks call for a reminder, and what the pages show of clocks and reminders."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from engagement.accounts.access import Visitor
from engagement.accounts.models import User
from engagement.worktime.calendar import ONE_DAY, Calendar, furthest_day
from qa.enums import OPEN, WITH_UNIT, Audience, ClockKind, UnitRole
from qa.models import (
    Assignment,
    Clock,
    ClockRule,
    Question,
    Reminder,
    ReminderLetter,
    ReminderNotice,
    ReminderRule,
)
from qa.queries.audience import OF_UNIT
from qa.queries.desk.access import visible_to
from qa.queries.desk.lists import HELD_NOW

# A notice that nobody wrote a letter for in so many days is only history.
FRESH = timedelta(days=7)
SHOWN_ON_DESK = 5

# The other clocks in a column of a list.
BRIEFLY: Mapping[str, str] = {ClockKind.NOTICE: "báo nhận", ClockKind.STAGE: "ở đơn vị"}

Among = Collection[int] | None
Rule = TypeVar("Rule", ClockRule, ReminderRule)


@dataclass(frozen=True)
class Due:
    """A question whose clock has come to a step of the chain; `clock` is None for the answer's."""

    question: Question
    due_at: datetime
    round: int
    clock: Clock | None = None


# --- What the tick looks for -----------------------------------------------------------------


def reminder_rules(on: date) -> list[ReminderRule]:
    """The steps in force, of each chain the latest first: who is told of it needs no earlier one."""
    return list(ReminderRule.objects.on(on).order_by("kind", "-offset", "step"))


def come_to(calendar: Calendar, now: datetime, offset: int) -> Q:
    """The condition "due so that its step `offset` has come by the day of `now`".

    What is told before a deadline is not told after it any more.
    """
    last = furthest_day(calendar, timezone.localdate(now), -offset)
    due = Q(due_at__lt=datetime.combine(last + ONE_DAY, time.min, calendar.zone))
    return due & Q(due_at__gte=now) if offset < 0 else due


def due_for(rule: ReminderRule, due: Q, among: Among, limit: int) -> list[Due]:
    """Lock and give at most `limit` questions that have come to the step of `rule`.

    Only where an office owes the next step (OPEN), nothing is paused, finished or sealed, and
    neither this step nor a later one for the same people was taken in this round. Who is being
    worked on at this moment is left for the next tick.
    """
    if rule.kind == ClockKind.ANSWER:
        questions = due_questions(rule, due, among)
        held = questions.select_for_update(of=("self",), skip_locked=True)[:limit]
        return [Due(each, each.due_at, each.clock_round) for each in held if each.due_at]
    clocks = due_clocks(rule, due, among)
    running = clocks.select_for_update(of=("self", "question"), skip_locked=True)[:limit]
    return [Due(each.question, each.due_at, each.round, each) for each in running if each.due_at]


def is_due(rule: ReminderRule, due: Q, among: Among) -> bool:
    """Tell without a lock whether any question has come to the step: mostly none has."""
    if rule.kind == ClockKind.ANSWER:
        return due_questions(rule, due, among).exists()
    return due_clocks(rule, due, among).exists()


def due_questions(rule: ReminderRule, due: Q, among: Among) -> QuerySet[Question]:
    """The questions whose answer's clock has come to the step."""
    taken = taken_steps(rule).filter(question=OuterRef("pk"), round=OuterRef("clock_round"))
    questions = owed_answers().filter(due, ~Exists(taken))
    if among is not None:
        questions = questions.filter(pk__in=among)
    if rule.audience == Audience.COORDINATING:
        helping = Assignment.objects.filter(
            question=OuterRef("pk"), role=UnitRole.COORDINATING, ended_at__isnull=True
        )
        questions = questions.filter(Exists(helping)).prefetch_related(HELD_NOW)
    return questions.select_related("submission", "lead_unit").order_by("due_at", "pk")


def due_clocks(rule: ReminderRule, due: Q, among: Among) -> QuerySet[Clock]:
    """The other clocks that have come to the step."""
    taken = taken_steps(rule).filter(question=OuterRef("question"), round=OuterRef("round"))
    clocks = Clock.objects.filter(
        due,
        ~Exists(taken),
        kind=rule.kind,
        finished_at__isnull=True,
        paused_at__isnull=True,
        question__status__in=OPEN,
        question__is_sealed=False,
    )
    if among is not None:
        clocks = clocks.filter(question__in=among)
    return clocks.select_related("question__submission", "question__lead_unit", "rule").order_by(
        "due_at", "pk"
    )


def owed_answers() -> QuerySet[Question]:
    """Questions whose answer's clock runs because an office owes the next step."""
    return Question.objects.filter(
        status__in=OPEN, is_sealed=False, paused_at__isnull=True, finished_at__isnull=True
    )


def taken_steps(rule: ReminderRule) -> QuerySet[Reminder]:
    """Reminders that make the step of `rule` needless: itself, a later one, or its newer version."""
    return Reminder.objects.filter(
        rule__kind=rule.kind, rule__audience=rule.audience, rule__offset__gte=rule.offset
    )


def without_status_note(now: datetime, among: Among, limit: int) -> list[Question]:
    """Lock and give late questions of which no status note is being counted; `last_note` is its last round.

    A note that is not repeated is given once for a deadline.
    """
    notes = Clock.objects.filter(question=OuterRef("pk"), kind=ClockKind.STATUS_NOTE)
    last = notes.order_by().values("question").annotate(last=Max("round")).values("last")
    counted = Q(finished_at__isnull=True)
    given = Q(
        rule__is_repeated=False, was_in_time__isnull=False, started_at__gte=OuterRef("due_at")
    )
    late = owed_answers().filter(~Exists(notes.filter(counted | given)), due_at__lt=now)
    if among is not None:
        late = late.filter(pk__in=among)
    return list(
        late.annotate(last_note=Subquery(last))
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("due_at", "pk")[:limit]
    )


def to_recount(rule: ClockRule, among: Among, limit: int) -> list[Question]:
    """Questions that run under an older rule though `rule` says it holds for them as well."""
    running = Question.objects.filter(
        due_at__isnull=False, paused_at__isnull=True, finished_at__isnull=True, status__in=OPEN
    ).exclude(clock_rule=rule)
    if among is not None:
        running = running.filter(pk__in=among)
    older = Q(clock_rule__valid_from__lt=rule.valid_from)
    return list(
        running.filter(older)
        .select_related("clock_rule")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")[:limit]
    )


# --- Whom a letter is still owed -------------------------------------------------------------


def still_true() -> Q:
    """The condition "what this notice says still holds": nobody is told after the deed.

    The question is owed by the same hands, unpaused and unsealed, and the clock of that round
    still runs.
    """
    question = "reminder__question__"
    running = Clock.objects.filter(
        question=OuterRef("reminder__question"),
        kind=OuterRef("reminder__rule__kind"),
        round=OuterRef("reminder__round"),
        finished_at__isnull=True,
        paused_at__isnull=True,
    )
    owed = Q(
        **{
            f"{question}status__in": OPEN,
            f"{question}is_sealed": False,
            f"{question}paused_at__isnull": True,
        }
    )
    with_unit = Q(
        **{f"{question}status__in": WITH_UNIT, "reminder__unit": F(f"{question}lead_unit")}
    )
    with_board = Q(reminder__unit__isnull=True) & ~Q(**{f"{question}status__in": WITH_UNIT})
    same_hands = ~Q(reminder__rule__audience__in=OF_UNIT) | with_unit | with_board
    own_clock = Q(reminder__rule__kind=ClockKind.ANSWER) & Q(
        reminder__round=F(f"{question}clock_round")
    )
    return owed & same_hands & (own_clock | Q(Exists(running)))


def unwritten(now: datetime) -> QuerySet[ReminderNotice]:
    """Notices of the last days that still hold, for people with an address, without a letter."""
    return ReminderNotice.objects.filter(
        still_true(),
        letter__isnull=True,
        user__is_active=True,
        reminder__reminded_at__gte=now - FRESH,
    ).exclude(user__email="")


def people_to_write_to(now: datetime, limit: int) -> list[User]:
    """At most `limit` people with unwritten notices who got no letter today yet."""
    day = timezone.localdate(now)
    today = ReminderLetter.objects.filter(user=OuterRef("user"), day=day)
    waiting = unwritten(now).filter(~Exists(today)).order_by().values("user").distinct()
    return list(User.objects.filter(pk__in=waiting).order_by("pk")[:limit])


def unwritten_for(user: User, now: datetime, limit: int) -> list[ReminderNotice]:
    """At most `limit` unwritten notices of `user`, the oldest deadline first."""
    notices = unwritten(now).filter(user=user)
    related = notices.select_related("reminder__rule", "reminder__question__submission")
    return list(related.order_by("reminder__due_at", "pk")[:limit])


# --- What pages show -------------------------------------------------------------------------


def reminders_for(user: Visitor, now: datetime) -> list[ReminderNotice]:
    """The newest reminders of the last days that still hold for `user`, one a question."""
    if not isinstance(user, User):
        return []
    notices = (
        ReminderNotice.objects.filter(
            still_true(),
            user=user,
            reminder__reminded_at__gte=now - FRESH,
            reminder__question__in=visible_to(user).order_by().values("pk"),
        )
        .select_related("reminder__rule", "reminder__question__submission")
        .order_by("-reminder__reminded_at", "reminder__due_at", "pk")[: SHOWN_ON_DESK * 4]
    )
    newest = {notice.reminder.question_id: notice for notice in reversed(notices)}
    return list(reversed(newest.values()))[:SHOWN_ON_DESK]


def with_next_clock(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Add `next_due_at` and `next_kind` of the other clock that comes first, the asker's left out."""
    running = (
        Clock.objects.filter(
            question=OuterRef("pk"), finished_at__isnull=True, paused_at__isnull=True
        )
        .exclude(kind=ClockKind.STATUS_NOTE)
        .order_by("due_at", "pk")
    )
    return questions.annotate(
        next_due_at=Subquery(running.values("due_at")[:1]),
        next_kind=Subquery(running.values("kind")[:1]),
    )


def next_clock(question: Question) -> tuple[str, datetime] | None:
    """The words and the deadline of another clock that comes before the answer's, for a row."""
    due_at = getattr(question, "next_due_at", None)
    if due_at is None or (question.due_at and due_at >= question.due_at):
        return None
    return BRIEFLY.get(getattr(question, "next_kind", ""), ""), due_at


@dataclass(frozen=True)
class RuleHistory:
    """The rules of one kind, newest first, and the chain of its reminders."""

    kind: ClockKind
    rules: list[ClockRule]
    reminders: list[ReminderRule]


def rule_histories() -> list[RuleHistory]:
    """All rules with their history, by kind, in three queries."""
    rules = list(ClockRule.objects.prefetch_related("effects").order_by("-valid_from"))
    reminders = list(ReminderRule.objects.order_by("step", "-valid_from"))
    return [RuleHistory(kind, of_kind(rules, kind), of_kind(reminders, kind)) for kind in ClockKind]


def of_kind(rows: Iterable[Rule], kind: ClockKind) -> list[Rule]:
    return [row for row in rows if row.kind == kind]
