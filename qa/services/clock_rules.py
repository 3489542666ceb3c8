"""Rules of deadlines and reminders change by new dated rows; of an old row only its end is set."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from engagement.accounts.models import User
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.workflow.exceptions import Denied
from engagement.worktime.calendar import ONE_DAY
from qa.enums import Audience, ClockEffect, ClockKind, Counting, DayOffRule
from qa.models import ClockRule, EventEffect, ReminderRule
from qa.rules.desk import check_can_set_rules


@transaction.atomic
def add_clock_rule(
    *,
    by: User,
    kind: ClockKind,
    length: int,
    basis: str,
    valid_from: date,
    counting: Counting = Counting.WORKING_DAYS,
    day_off_rule: DayOffRule = DayOffRule.NEXT_WORKING_DAY,
    is_repeated: bool = False,
    is_for_running: bool = False,
    is_confirmed: bool = False,
    effects: Mapping[str, ClockEffect] | None = None,
) -> ClockRule:
    """Let `kind` be counted so from `valid_from` on; the rule before ends the day before.

    `length` is in days as `counting` says; `effects` by verb, and a verb left out lets the clock
    go on. Cases that run keep their rule unless `is_for_running`. Raises Denied.
    """
    check_can_set_rules(by)
    make_room(ClockRule.objects.filter(kind=kind), valid_from)
    rule = ClockRule.objects.create(
        kind=kind,
        length=length,
        basis=basis,
        valid_from=valid_from,
        counting=counting,
        day_off_rule=day_off_rule,
        is_repeated=is_repeated,
        is_for_running=is_for_running,
        is_confirmed=is_confirmed,
    )
    EventEffect.objects.bulk_create(
        EventEffect(rule=rule, verb=verb, effect=effect) for verb, effect in (effects or {}).items()
    )
    told("qa.clock_rule.add", by, rule)
    return rule


@transaction.atomic
def add_reminder_rule(
    *,
    by: User,
    kind: ClockKind,
    step: int,
    offset: int,
    audience: Audience,
    words: str,
    basis: str,
    valid_from: date,
    is_confirmed: bool = False,
) -> ReminderRule:
    """Let `audience` be told `offset` working days before (−) or after the deadline of `kind`.

    It takes the place of what had the same `step`. Raises Denied.
    """
    check_can_set_rules(by)
    make_room(ReminderRule.objects.filter(kind=kind, step=step), valid_from)
    rule = ReminderRule.objects.create(
        kind=kind,
        step=step,
        offset=offset,
        audience=audience,
        words=words,
        basis=basis,
        valid_from=valid_from,
        is_confirmed=is_confirmed,
    )
    told("qa.reminder_rule.add", by, rule)
    return rule


def make_room(rows: QuerySet, valid_from: date) -> None:
    """End what is in force before `valid_from`. Raises Denied for the past, and before a later row."""
    if valid_from < timezone.localdate():
        raise Denied("Ngày áp dụng không được ở quá khứ: việc đã tính theo quy định cũ giữ nguyên.")
    if rows.filter(valid_from__gte=valid_from).exists():
        raise Denied("Đã có quy định áp dụng từ ngày đó hoặc sau đó; xin chọn ngày muộn hơn.")
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)
    rows.filter(still).update(valid_to=valid_from - ONE_DAY)


@transaction.atomic
def end_rule(*, rule: ClockRule | ReminderRule, by: User, last_day: date) -> None:
    """Let the rule count up to and including `last_day`; what runs under it keeps it. Raises Denied."""
    check_can_set_rules(by)
    if last_day < max(timezone.localdate(), rule.valid_from):
        raise Denied("Ngày cuối không được ở quá khứ, cũng không trước ngày bắt đầu áp dụng.")
    if rule.valid_to is not None and rule.valid_to <= last_day:
        raise Denied("Quy định này đã kết thúc trước ngày đó.")
    rule.valid_to = last_day
    rule.save(update_fields=["valid_to"])
    told(f"qa.{room_of(rule)}.end", by, rule)


@transaction.atomic
def confirm(*, rule: ClockRule | ReminderRule, by: User) -> None:
    """Say that the row was compared with its document. Raises Denied."""
    check_can_set_rules(by)
    rule.is_confirmed = True
    rule.save(update_fields=["is_confirmed"])
    told(f"qa.{room_of(rule)}.confirm", by, rule)


def room_of(rule: ClockRule | ReminderRule) -> str:
    return "clock_rule" if isinstance(rule, ClockRule) else "reminder_rule"


def told(event: str, by: User, rule: ClockRule | ReminderRule) -> None:
    """Put the deed on record."""
    record(kind=event, actor=Actor.staff(by), target=rule, detail={"kind": rule.kind})
