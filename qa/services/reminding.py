"""What the clock does by itself: reminders, escalation, status notes, letters.

One tick looks for what is due, by dates and rows alone, so that a tick that never came costs time
and nothing else. A step of the chain is one row, stored with what it causes: neither two workers
nor a crash can take it twice. `now` is an argument everywhere: nothing here reads the time.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from engagement.accounts.models import User
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.live.notices import notice
from engagement.worktime.calendar import Calendar, is_office_hour
from engagement.worktime.queries import current_calendar
from qa.enums import Audience, ClockKind
from qa.models import (
    Clock,
    ClockRule,
    Question,
    Reminder,
    ReminderLetter,
    ReminderNotice,
    ReminderRule,
)
from qa.queries.audience import Directory, directory, holding_unit, told
from qa.queries.clocks import (
    Among,
    Due,
    come_to,
    due_for,
    is_due,
    people_to_write_to,
    reminder_rules,
    to_recount,
    unwritten_for,
    without_status_note,
)
from qa.services import other_clocks
from qa.services.letters import about_progress, write_asker
from qa.services.reminder_letters import write_digest
from qa.services.terms import due_after

logger = logging.getLogger(__name__)

# Questions held locked at once, and reminders of one tick; what is left comes with the next.
BATCH = 200
MOST = 2_000
MOST_LETTERS = 200


def tick(now: datetime, *, among: Among = None) -> int:
    """Do what is due at `now`, within office hours only; return how many steps were taken.

    Outside of them nothing is done: it waits for the next office hour. `among` limits it to some
    questions (a simulation). Letters to staff are written once nothing more is due, so that a
    person gets everything of a day in one.
    """
    calendar = current_calendar()
    if not is_office_hour(calendar, now):
        return 0
    today = timezone.localdate(now)
    recount(calendar, now, among)
    begin_status_notes(calendar, now, among)
    people = cache(lambda: directory(today))  # read only when somebody is to be told
    taken = 0
    for rule in reminder_rules(today):
        due = come_to(calendar, now, rule.offset)
        while taken < MOST and is_due(rule, due, among):
            batch = take_step(rule, due, now, people, among)
            taken += batch
            if batch < BATCH:
                break
    if taken < MOST:
        write_letters(now)
    return taken


def take_step(
    rule: ReminderRule,
    due: Q,
    now: datetime,
    people: Callable[[], Directory],
    among: Among,
) -> int:
    """Take one step for at most BATCH questions; return for how many. 0 when a rival was first."""
    try:
        with transaction.atomic():
            cases = due_for(rule, due, among, BATCH)
            if cases:
                remind(rule, cases, now, people())
                notice("qa")
            return len(cases)
    except IntegrityError:
        logger.info("reminders of rule %s: another worker was first", rule.pk)
        return 0


def remind(rule: ReminderRule, cases: Sequence[Due], now: datetime, people: Directory) -> None:
    """Store the step for these questions, with whom it is for and what it sends."""
    reached = [told(rule.audience, case.question, people) for case in cases]
    reminders = Reminder.objects.bulk_create(
        Reminder(
            question=case.question,
            rule=rule,
            round=case.round,
            due_at=case.due_at,
            unit_id=holding_unit(case.question),
            reminded_at=now,
            is_fallback=reach.is_fallback,
        )
        for case, reach in zip(cases, reached, strict=True)
    )
    ReminderNotice.objects.bulk_create(
        ReminderNotice(reminder=reminder, user=user)
        for reminder, reach in zip(reminders, reached, strict=True)
        for user in reach.people
    )
    if rule.audience == Audience.ASKER:
        for case in cases:
            tell_asker(rule, case, now)


def tell_asker(rule: ReminderRule, case: Due, now: datetime) -> None:
    """Write to the asker; a status note is what its own clock waited for, so the next one begins."""
    question, clock = case.question, case.clock
    write_asker(
        question, "chưa trả lời xong, đang xử lý", rule.words, about=about_progress(question)
    )
    if clock is None or clock.kind != ClockKind.STATUS_NOTE:
        return
    other_clocks.finish(clock, now)
    if clock.rule is not None and clock.rule.is_repeated:
        other_clocks.start(question, clock.rule, now)


# --- Clocks that start or move without anybody's deed ----------------------------------------


def begin_status_notes(calendar: Calendar, now: datetime, among: Among) -> None:
    """Count the first status note of questions that have become late, from their deadline on."""
    rule = ClockRule.objects.in_force(ClockKind.STATUS_NOTE, timezone.localdate(now))
    if rule is None:
        return
    with transaction.atomic():
        notes = [
            other_clocks.new_clock(
                question,
                rule,
                question.due_at or now,
                (getattr(question, "last_note", None) or 0) + 1,
                calendar,
            )
            for question in without_status_note(now, among, MOST)
        ]
        Clock.objects.bulk_create(notes, ignore_conflicts=True)


def recount(calendar: Calendar, now: datetime, among: Among) -> None:
    """Move running answers to a rule that says it holds for them too; each change is on record.

    The days that pauses took stay taken. Reminders begin anew, for the deadline is another one.
    """
    rule = ClockRule.objects.in_force(ClockKind.ANSWER, timezone.localdate(now))
    if rule is None or not rule.is_for_running:
        return
    with transaction.atomic():
        for question in to_recount(rule, among, BATCH):
            due_at = due_after(calendar, rule, question.clock_started_at, more=question.paused_days)
            Question.objects.filter(pk=question.pk).update(
                clock_rule=rule,
                due_at=due_at,
                clock_round=question.clock_round + 1,
                calendar_version=calendar.version,
            )
            record(
                kind="qa.clock.recount",
                actor=Actor.system("qa.remind"),
                target=question,
                detail={"rule": rule.pk},
            )


# --- Letters to staff ------------------------------------------------------------------------


def write_letters(now: datetime) -> int:
    """Write the day's letter to everybody who has unwritten notices; return how many were written.

    One letter a person and day. What comes up later on the same day stands on the desk at once
    and in the letter of the next office day.
    """
    people = people_to_write_to(now, MOST_LETTERS)
    return sum(write_letter(user, unwritten_for(user, now, MOST), now) for user in people)


def write_letter(user: User, notices: Sequence[ReminderNotice], now: datetime) -> bool:
    """Store the letter and mark its notices, together; False when another worker was first."""
    if not notices:
        return False
    try:
        with transaction.atomic():
            letter = ReminderLetter.objects.create(
                user=user, day=timezone.localdate(now), written_at=now
            )
            pks = [notice.pk for notice in notices]
            ReminderNotice.objects.filter(pk__in=pks).update(letter=letter)
            write_digest(user, notices, now)
    except IntegrityError:
        logger.info("the letter of user %s: another worker was first", user.pk)
        return False
    return True
