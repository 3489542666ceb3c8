"""When an answer is due, what stops the clock, and the verdict that stays (R-13.2)."""

from datetime import datetime

from django.utils import timezone

from engagement.web.dates import when
from engagement.worktime.calendar import (
    Calendar,
    add_working_days,
    postpone,
    working_days_between,
)
from engagement.worktime.explain import explain_working_days
from engagement.worktime.queries import current_calendar
from qa.enums import ClockKind, QuestionStatus
from qa.models import ClockRule, Question


def started(received_at: datetime) -> dict[str, object]:
    """Columns of a new question: the rule in force that day, the deadline, the calendar used."""
    calendar = current_calendar()
    rule = ClockRule.objects.in_force(ClockKind.ANSWER, timezone.localdate(received_at))
    if rule is None:
        return {"calendar_version": calendar.version}
    return {
        "clock_rule": rule,
        "due_at": add_working_days(calendar, received_at, rule.working_days),
        "calendar_version": calendar.version,
    }


def restarted(now: datetime) -> dict[str, object]:
    """Columns of a question that is to be answered anew: another deadline, no verdict yet.

    The verdict on the first answer is the caller's to keep (Reopening).
    """
    unanswered: dict[str, object] = {
        "finished_at": None,
        "was_in_time": None,
        "working_days_taken": None,
        "paused_at": None,
        "was_paused": False,
        "due_at": None,
        "clock_rule": None,
    }
    return unanswered | started(now)


def begun_at(question: Question) -> datetime:
    """When the clock that runs now began: at receipt, or when the asker asked to answer anew."""
    reopening = getattr(question, "reopening", None)
    return reopening.reopened_at if reopening else question.received_at


def paused(now: datetime) -> dict[str, object]:
    """Columns when the clock stops: the citizen owes the next step."""
    return {"paused_at": now, "was_paused": True}


def resumed(question: Question, now: datetime) -> dict[str, object]:
    """Columns when the clock runs again: the working days that were left are left again.

    A question already late when it was paused keeps its old deadline.
    """
    due_at, paused_at = question.due_at, question.paused_at
    if due_at is None or paused_at is None or due_at <= paused_at:
        return {"paused_at": None}
    calendar = current_calendar()
    return {
        "paused_at": None,
        "due_at": postpone(
            calendar,
            due_at,
            since=timezone.localdate(begun_at(question)),
            paused_at=paused_at,
            resumed_at=now,
        ),
        "calendar_version": calendar.version,
    }


def finished(question: Question, now: datetime) -> dict[str, object]:
    """Columns of the verdict: stored once, so that a later calendar cannot rewrite it."""
    calendar = current_calendar()
    return {
        "paused_at": None,
        "finished_at": now,
        "was_in_time": None if question.due_at is None else now <= question.due_at,
        "working_days_taken": working_days_between(
            calendar, timezone.localdate(begun_at(question)), timezone.localdate(now)
        ),
        "calendar_version": calendar.version,
    }


def working_days_left(
    question: Question, now: datetime, calendar: Calendar | None = None
) -> int | None:
    """Working days after today up to the deadline; negative once it is past, None without one.

    A list reads the calendar once and hands it in.
    """
    if question.due_at is None:
        return None
    today, due = timezone.localdate(now), timezone.localdate(question.due_at)
    return working_days_between(calendar or current_calendar(), today, due)


def explanation(question: Question) -> str:
    """The deadline as one sentence with its reason; says so where the question has none."""
    rule, due_at = question.clock_rule, question.due_at
    if rule is None or due_at is None:
        return "Chưa có quy định thời hạn nào áp dụng cho câu hỏi này."
    calendar = current_calendar()
    counted = explain_working_days(calendar, begun_at(question), rule.working_days)
    sentence = f"Hạn {when(due_at)}, vì {rule.basis} cho {counted}."
    if question.status == QuestionStatus.REJECTED and question.paused_at is not None:
        return (
            f"{sentence} Thời hạn dừng khi từ chối ({when(question.paused_at)}); "
            "tính tiếp nếu người gửi đề nghị xem lại."
        )
    if question.paused_at is not None:
        return f"{sentence} Đồng hồ tạm dừng từ {when(question.paused_at)} để chờ người hỏi."
    if due_at == add_working_days(calendar, begun_at(question), rule.working_days):
        return sentence
    if question.was_paused:
        return f"{sentence} Hạn đã tính lại sau thời gian chờ người hỏi."
    return f"{sentence} Lịch làm việc được sửa sau khi tính hạn; hạn đã báo giữ nguyên."
