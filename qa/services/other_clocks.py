"""Clocks beside the answer's own: the notice, the unit's stage, the status note.

They follow the same verbs; what a verb does to them is a row (EventEffect).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Max, prefetch_related_objects
from django.utils import timezone

from engagement.jobs.outbox import cancel
from engagement.web.dates import when
from engagement.worktime.calendar import Calendar
from engagement.worktime.queries import current_calendar
from qa.enums import WAITING, ClockEffect, ClockKind, Verb
from qa.models import Clock, ClockRule, EventEffect, Question
from qa.rules.labels import LABELS
from qa.services.letters import about_progress
from qa.services.terms import after_pause, deadline_words, due_after, verdict_words

# Why a clock of the kind runs; {unit} is whose stage it is.
REASONS: Mapping[str, str] = {
    ClockKind.NOTICE: "Đang tính từ khi nhận câu hỏi.",
    ClockKind.STAGE: "Đang tính từ khi việc đến lượt {unit}.",
    ClockKind.STATUS_NOTE: "Đang tính từ khi quá hạn trả lời, hoặc từ lần báo trước.",
}


def explained(clocks: Iterable[Clock]) -> list[tuple[Clock, str]]:
    """Each clock with its sentence: why it runs, until when and what stops it, or the verdict.

    Three queries where any runs.
    """
    shown = list(clocks)
    running = [clock for clock in shown if clock.finished_at is None]
    prefetch_related_objects(running, "rule__effects")
    calendar = current_calendar() if running else None
    return [
        (clock, clock.verdict if calendar is None or clock.finished_at else why(clock, calendar))
        for clock in shown
    ]


def why(clock: Clock, calendar: Calendar) -> str:
    """Why a clock that has not ended runs, until when, and what stops it."""
    rule, due_at = clock.rule, clock.due_at
    if rule is None or due_at is None:
        return ""
    deadline = deadline_words(
        calendar,
        rule,
        started_at=clock.started_at,
        due_at=due_at,
        paused_days=clock.paused_days,
    )
    reason = REASONS.get(clock.kind, "").format(unit=clock.unit or "đơn vị")
    stops = stopped_by(rule, ClockEffect.FINISH) or "trả lời xong"
    pauses = stopped_by(rule, ClockEffect.PAUSE)
    ends = f"Dừng khi {stops}" + (f"; tạm dừng khi {pauses}" if pauses else "")
    halt = f" Đã tạm dừng từ {when(clock.paused_at)}." if clock.paused_at else ""
    return f"{reason} {deadline}. {ends}.{halt}".strip()


def stopped_by(rule: ClockRule, effect: ClockEffect) -> str:
    """The events with `effect` by the rule's rows, as the buttons that bring them are called."""
    verbs = [row.verb for row in rule.effects.all() if row.effect == effect and row.verb in LABELS]
    return " hoặc ".join(f"“{LABELS[Verb(verb)]}”" for verb in verbs)


def turned(verb: str, question: Question, now: datetime) -> None:
    """Let the event `verb` act on the other clocks of `question`, which has just moved by it.

    Where nothing is owed any more (no step of WAITING) what still runs ends without a verdict,
    and a status note that has not left yet is taken back.
    """
    running = Clock.objects.filter(question=question, finished_at__isnull=True)
    by_kind = {clock.kind: clock for clock in running.select_related("rule").order_by("pk")}
    effects = effects_of(verb)
    for clock in by_kind.values():
        turn(clock, effects.get(clock.rule_id or 0, ClockEffect.CONTINUE), now)
    if question.status not in WAITING:
        running.filter(paused_at__isnull=True).update(finished_at=now)
        cancel(about=about_progress(question))
        return
    for rule in starting(effects, now):
        start(question, rule, now)


def effects_of(verb: str) -> Mapping[int, str]:
    """What `verb` does, by the id of the rule whose clock it does it to."""
    rows = EventEffect.objects.filter(verb=verb).exclude(rule__kind=ClockKind.ANSWER)
    return dict(rows.values_list("rule_id", "effect"))


def starting(effects: Mapping[int, str], now: datetime) -> list[ClockRule]:
    """The rules in force of which a clock starts now."""
    ids = [rule for rule, effect in effects.items() if effect == ClockEffect.START]
    if not ids:
        return []
    in_force = ClockRule.objects.on(timezone.localdate(now)).filter(pk__in=ids)
    newest = {rule.kind: rule for rule in in_force.order_by("valid_from", "pk")}
    return list(newest.values())


def turn(clock: Clock, effect: str, now: datetime) -> None:
    """Do `effect` to a clock that has not ended."""
    if effect == ClockEffect.PAUSE and clock.paused_at is None:
        save(clock, paused_at=now)
    elif effect == ClockEffect.RESUME and clock.paused_at is not None:
        resume(clock, now)
    elif effect == ClockEffect.FINISH:
        finish(clock, now)
    elif effect in {ClockEffect.CANCEL, ClockEffect.START}:
        save(clock, finished_at=now, paused_at=None)


def resume(clock: Clock, now: datetime) -> None:
    """Let the clock run on with the days that were left."""
    rule, due_at, paused_at = clock.rule, clock.due_at, clock.paused_at
    if rule is None or due_at is None or paused_at is None:
        save(clock, paused_at=None)
        return
    calendar = current_calendar()
    moved, paused_days = after_pause(
        calendar,
        rule,
        started_at=clock.started_at,
        due_at=due_at,
        paused_days=clock.paused_days,
        paused_at=paused_at,
        now=now,
    )
    save(
        clock,
        paused_at=None,
        due_at=moved,
        paused_days=paused_days,
        calendar_version=calendar.version,
    )


def finish(clock: Clock, now: datetime) -> None:
    """Store the verdict with its sentence, once."""
    rule, due_at = clock.rule, clock.due_at
    if rule is None or due_at is None:
        save(clock, finished_at=now, paused_at=None)
        return
    calendar = current_calendar()
    words = verdict_words(
        calendar,
        rule,
        started_at=clock.started_at,
        due_at=due_at,
        paused_days=clock.paused_days,
        now=now,
    )
    save(
        clock,
        paused_at=None,
        finished_at=now,
        was_in_time=now <= due_at,
        calendar_version=calendar.version,
        verdict=words,
    )


def start(question: Question, rule: ClockRule, now: datetime) -> None:
    """Begin the next round of a clock by `rule`."""
    last = Clock.objects.filter(question=question, kind=rule.kind).aggregate(last=Max("round"))
    new_clock(question, rule, now, (last["last"] or 0) + 1, current_calendar()).save()


def new_clock(
    question: Question, rule: ClockRule, since: datetime, number: int, calendar: Calendar
) -> Clock:
    """A clock that counts from `since`, not stored yet."""
    return Clock(
        question=question,
        rule=rule,
        kind=rule.kind,
        round=number,
        unit=question.lead_unit if rule.kind == ClockKind.STAGE else None,
        started_at=since,
        due_at=due_after(calendar, rule, since),
        calendar_version=calendar.version,
    )


def save(clock: Clock, **columns: object) -> None:
    """Write these columns of the clock."""
    for column, value in columns.items():
        setattr(clock, column, value)
    clock.save(update_fields=list(columns))
