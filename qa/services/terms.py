"""The arithmetic of a rule row: when its term ends, what a pause gives back, and the words for it."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from engagement.web.dates import when
from engagement.worktime.calendar import (
    Calendar,
    add_calendar_days,
    add_working_days,
    postpone,
    working_days_between,
)
from engagement.worktime.explain import explain_calendar_days, explain_working_days
from qa.enums import ClockKind, DayOffRule
from qa.models import ClockRule

# What was done when a clock of this kind ends well, in the sentence of its verdict.
DONE_WORDS: Mapping[str, str] = {
    ClockKind.ANSWER: "trả lời",
    ClockKind.NOTICE: "báo người hỏi",
    ClockKind.STATUS_NOTE: "báo tình hình",
    ClockKind.STAGE: "đơn vị trình hoặc chuyển trả",
}


def due_after(
    calendar: Calendar, rule: ClockRule, started_at: datetime, *, more: int = 0
) -> datetime:
    """The end of the term that began at `started_at`, with `more` days on top of it."""
    if rule.counts_working_days:
        return add_working_days(calendar, started_at, rule.length + more)
    return add_calendar_days(calendar, started_at, rule.length + more, moves_on=moves_on(rule))


def moves_on(rule: ClockRule) -> bool:
    """Whether a term that would end on a day off ends with the next working day."""
    return rule.day_off_rule == DayOffRule.NEXT_WORKING_DAY


def after_pause(
    calendar: Calendar,
    rule: ClockRule,
    *,
    started_at: datetime,
    due_at: datetime,
    paused_days: int,
    paused_at: datetime,
    now: datetime,
) -> tuple[datetime, int]:
    """The deadline after a pause that ends at `now`, and the days all pauses took together.

    What was left is left again, in days as the rule counts them. Who was late already at
    `paused_at` stays late.
    """
    if due_at <= paused_at:
        return due_at, paused_days
    if rule.counts_working_days:
        since = timezone.localdate(started_at)
        moved = postpone(calendar, due_at, since=since, paused_at=paused_at, resumed_at=now)
        lost = working_days_between(calendar, timezone.localdate(due_at), timezone.localdate(moved))
        return moved, paused_days + lost
    lost = (timezone.localdate(now) - timezone.localdate(paused_at)).days
    if not lost:
        return due_at, paused_days
    return due_after(calendar, rule, started_at, more=paused_days + lost), paused_days + lost


def deadline_words(
    calendar: Calendar, rule: ClockRule, *, started_at: datetime, due_at: datetime, paused_days: int
) -> str:
    """The deadline with its reason, without a full stop: "Hạn …, vì … cho …, trừ …"."""
    paused = f", trừ {paused_days} {rule.day_word} tạm dừng chờ người hỏi" if paused_days else ""
    if rule.counts_working_days:
        counted = explain_working_days(calendar, started_at, rule.length, more=paused_days) + paused
    else:
        counted = explain_calendar_days(
            calendar,
            started_at,
            rule.length,
            more=paused_days,
            more_words=paused,
            moves_on=moves_on(rule),
        )
    return f"Hạn {when(due_at)}, vì {rule.basis} cho {counted}"


def verdict_words(
    calendar: Calendar,
    rule: ClockRule,
    *,
    started_at: datetime,
    due_at: datetime,
    paused_days: int,
    now: datetime,
) -> str:
    """The verdict as one sentence, as it is stored: "Hạn …, vì …; trả lời lúc …: đúng hạn."."""
    deadline = deadline_words(
        calendar, rule, started_at=started_at, due_at=due_at, paused_days=paused_days
    )
    if due_at != due_after(calendar, rule, started_at, more=paused_days):
        deadline += " (hạn đã báo giữ nguyên khi lịch làm việc được sửa)"
    return f"{deadline}; {DONE_WORDS[rule.kind]} {when(now)}: {outcome(calendar, due_at, now)}."


def outcome(calendar: Calendar, due_at: datetime, now: datetime) -> str:
    """In time, or late with the working days that came after the deadline."""
    if now <= due_at:
        return "đúng hạn"
    late = working_days_between(calendar, timezone.localdate(due_at), timezone.localdate(now))
    return f"quá hạn {late} ngày làm việc" if late else "quá hạn"
