"""The answer's clock, which stands on the question: its deadline, its pauses, its verdict (R-13.2).

What an event does to it is a row (EventEffect); the other clocks are in other_clocks.py.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils import timezone

from engagement.web.dates import when
from engagement.worktime.calendar import Calendar, working_days_between
from engagement.worktime.queries import current_calendar
from qa.enums import ClockEffect, ClockKind, QuestionStatus
from qa.models import Clock, ClockRule, EventEffect, Question
from qa.models.clock_rule import USUAL_EFFECTS
from qa.services.terms import after_pause, deadline_words, due_after, verdict_words


def started(received_at: datetime) -> dict[str, object]:
    """Columns of a new question: the rule in force that day, the deadline, the calendar used."""
    calendar = current_calendar()
    rule = ClockRule.objects.in_force(ClockKind.ANSWER, timezone.localdate(received_at))
    if rule is None:
        return {"calendar_version": calendar.version}
    return {
        "clock_rule": rule,
        "due_at": due_after(calendar, rule, received_at),
        "calendar_version": calendar.version,
    }


def turned(verb: str, question: Question, now: datetime) -> dict[str, object]:
    """Columns of the clock after the event `verb`, as the rule's rows say.

    Nothing where no row names the verb. A round that ends because the clock starts anew is kept
    as a row of Clock, its verdict with it; call this inside the transaction of the step.
    """
    effect = effect_of(question, verb)
    if effect == ClockEffect.START:
        keep_round(question, now)
        return restarted(question, now)
    if question.finished_at is not None or effect not in COLUMNS:
        return {}
    return COLUMNS[effect](question, now)


def effect_of(question: Question, verb: str) -> str:
    """What `verb` does to the clock of `question`: it goes on unless its rule says otherwise."""
    if question.clock_rule_id is None:
        return USUAL_EFFECTS.get(verb, ClockEffect.CONTINUE)
    rows = EventEffect.objects.filter(rule=question.clock_rule_id, verb=verb)
    return rows.values_list("effect", flat=True).first() or ClockEffect.CONTINUE


def paused(now: datetime) -> dict[str, object]:
    """Columns when the clock stops: the citizen owes the next step."""
    return {"paused_at": now, "was_paused": True}


def resumed(question: Question, now: datetime) -> dict[str, object]:
    """Columns when the clock runs again: the days that were left are left again.

    A question already late when it was paused keeps its old deadline.
    """
    rule, due_at, paused_at = question.clock_rule, question.due_at, question.paused_at
    if rule is None or due_at is None or paused_at is None or due_at <= paused_at:
        return {"paused_at": None}
    calendar = current_calendar()
    moved, paused_days = after_pause(
        calendar,
        rule,
        started_at=question.clock_started_at,
        due_at=due_at,
        paused_days=question.paused_days,
        paused_at=paused_at,
        now=now,
    )
    return {
        "paused_at": None,
        "due_at": moved,
        "paused_days": paused_days,
        "calendar_version": calendar.version,
    }


def finished(question: Question, now: datetime) -> dict[str, object]:
    """Columns of the verdict: stored once with its sentence, so that nothing later rewrites it."""
    calendar = current_calendar()
    rule, due_at = question.clock_rule, question.due_at
    began = question.clock_started_at
    words = ""
    if rule is not None and due_at is not None:
        words = verdict_words(
            calendar,
            rule,
            started_at=began,
            due_at=due_at,
            paused_days=question.paused_days,
            now=now,
        )
    return {
        "paused_at": None,
        "finished_at": now,
        "was_in_time": None if due_at is None else now <= due_at,
        "working_days_taken": working_days_between(
            calendar, timezone.localdate(began), timezone.localdate(now)
        ),
        "calendar_version": calendar.version,
        "verdict": words,
    }


def cancelled(question: Question, now: datetime) -> dict[str, object]:
    """Columns of an end without a verdict: nothing was owed any more."""
    return finished(question, now) | {"was_in_time": None, "verdict": ""}


COLUMNS: Mapping[str, Callable[[Question, datetime], dict[str, object]]] = {
    ClockEffect.PAUSE: lambda question, now: {} if question.paused_at else paused(now),
    ClockEffect.RESUME: resumed,
    ClockEffect.FINISH: finished,
    ClockEffect.CANCEL: cancelled,
}


def restarted(question: Question, now: datetime) -> dict[str, object]:
    """Columns of the next round, by the rule in force at `now`."""
    return {
        "clock_rule": None,
        "due_at": None,
        "paused_at": None,
        "was_paused": False,
        "paused_days": 0,
        "finished_at": None,
        "was_in_time": None,
        "working_days_taken": None,
        "verdict": "",
        "clock_restarted_at": now,
        "clock_round": question.clock_round + 1,
    } | started(now)


def keep_round(question: Question, now: datetime) -> None:
    """Store the round that ends as it stands on the question: its verdict must outlive it."""
    Clock.objects.create(
        question=question,
        rule=question.clock_rule,
        kind=ClockKind.ANSWER,
        round=question.clock_round,
        unit=question.lead_unit,
        started_at=question.clock_started_at,
        due_at=question.due_at,
        paused_days=question.paused_days,
        finished_at=question.finished_at or now,
        was_in_time=question.was_in_time,
        calendar_version=question.calendar_version,
        verdict=question.verdict,
    )


def working_days_left(
    question: Question, now: datetime, calendar: Calendar | None = None
) -> int | None:
    """Working days after today up to the deadline; negative once it is past, None without one.

    A list reads the calendar once and hands it in.
    """
    return days_to(question.due_at, now, calendar or current_calendar())


def days_to(due_at: datetime | None, now: datetime, calendar: Calendar) -> int | None:
    """Working days after today up to `due_at`; negative once it is past, None without one."""
    if due_at is None:
        return None
    return working_days_between(calendar, timezone.localdate(now), timezone.localdate(due_at))


def explanation(question: Question, calendar: Calendar | None = None) -> str:
    """The deadline as one sentence with its reason; the stored verdict once there is one."""
    if question.verdict:
        return question.verdict
    rule, due_at = question.clock_rule, question.due_at
    if rule is None or due_at is None:
        return "Chưa có quy định thời hạn nào áp dụng cho câu hỏi này."
    calendar, began = calendar or current_calendar(), question.clock_started_at
    words = deadline_words(
        calendar, rule, started_at=began, due_at=due_at, paused_days=question.paused_days
    )
    return f"{words}.{standing(question, calendar)}"


def standing(question: Question, calendar: Calendar) -> str:
    """What has happened to the deadline, as a further sentence; "" when nothing has."""
    rule, due_at, paused_at = question.clock_rule, question.due_at, question.paused_at
    if question.status == QuestionStatus.REJECTED and paused_at is not None:
        return (
            f" Thời hạn dừng khi từ chối ({when(paused_at)}); "
            "tính tiếp nếu người gửi đề nghị xem lại."
        )
    if paused_at is not None:
        return f" Đồng hồ tạm dừng từ {when(paused_at)} để chờ người hỏi."
    if rule is None or due_at == due_after(
        calendar, rule, question.clock_started_at, more=question.paused_days
    ):
        return ""
    if question.was_paused and not question.paused_days:
        return " Hạn đã tính lại sau thời gian chờ người hỏi."
    return " Lịch làm việc được sửa sau khi tính hạn; hạn đã báo giữ nguyên."
