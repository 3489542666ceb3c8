"""Writing down, planning, carrying out and dropping a reorganisation."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from engagement.accounts.enums import SuccessionKind
from engagement.accounts.models import Unit, User
from engagement.accounts.services import succeed_unit
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.reorganisation.effects import Effect, Plan, effects
from engagement.reorganisation.models import Choice, Reorganisation, Successor
from engagement.reorganisation.queries import due, plan_of
from engagement.reorganisation.rules import (
    SUCCESSORS,
    check_is_draft,
    check_is_due,
    check_is_ready,
    check_may_reorganise,
)
from engagement.reorganisation.workflow import REORGANISATION
from engagement.workflow.exceptions import Conflict, Denied

NEW_UNIT_COLUMNS = (
    "code",
    "name",
    "short_name",
    "kind",
    "parent",
    "functions",
    "keywords",
    "phone",
    "email",
    "address",
)
MOVED_ON = (
    "Có người vừa sửa hoặc thực hiện việc sắp xếp này trước. Xin tải lại trang để xem hiện trạng."
)


@transaction.atomic
def create_reorganisation(
    *,
    kind: SuccessionKind,
    units: Collection[Unit],
    decision_number: str,
    effective_on: date,
    by: User,
) -> Reorganisation:
    """Begin a draft. Raises Denied."""
    check_may_reorganise(by)
    made = Reorganisation.objects.create(
        kind=kind, decision_number=decision_number, effective_on=effective_on, made_by=by
    )
    made.units.set(units)
    record(
        kind="reorganisation.create",
        actor=Actor.staff(by),
        target=made,
        detail={"decision": decision_number, "units": codes(units)},
    )
    return made


@transaction.atomic
def edit_reorganisation(
    *,
    reorganisation: Reorganisation,
    kind: SuccessionKind,
    units: Collection[Unit],
    decision_number: str,
    effective_on: date,
    by: User,
) -> Reorganisation:
    """Change the draft's decision. Successors of another kind of change go. Raises Denied."""
    touch(reorganisation, by)
    if kind != reorganisation.kind:
        reorganisation.successors.all().delete()
    reorganisation.kind, reorganisation.effective_on = kind, effective_on
    reorganisation.decision_number = decision_number
    reorganisation.save(update_fields=["kind", "effective_on", "decision_number"])
    reorganisation.units.set(units)
    return reorganisation


@transaction.atomic
def add_successor(
    *,
    reorganisation: Reorganisation,
    by: User,
    unit: Unit | None = None,
    new: Mapping[str, object] | None = None,
) -> Successor:
    """Let `unit`, or a new unit of these columns, take over. Raises Denied.

    The first one takes the rest until another one is named.
    """
    touch(reorganisation, by)
    kind = SuccessionKind(reorganisation.kind)
    there, most = reorganisation.successors.count(), SUCCESSORS[kind][1]
    if most is not None and there >= most:
        raise Denied(f"{kind.label} chỉ có {most} đơn vị kế tục; xin bỏ đơn vị kia trước.")
    if kind == SuccessionKind.ABOLISH and new is not None:
        raise Denied("Giải thể không lập đơn vị mới; xin chọn một đơn vị đang hoạt động.")
    taken = reorganisation.successors.all()
    if unit and taken.filter(unit=unit).exists():
        raise Denied("Đơn vị này đã có trong danh sách.")
    if new and taken.filter(code=new["code"]).exists():
        raise Denied("Mã này đã có trong danh sách.")
    return Successor.objects.create(
        reorganisation=reorganisation,
        unit=unit,
        is_new=unit is None,
        is_default=there == 0,
        **(new or {}),
    )


@transaction.atomic
def remove_successor(*, successor: Successor, by: User) -> None:
    """Take a successor off the draft; what was chosen for it goes with the rest. Raises Denied."""
    reorganisation = successor.reorganisation
    touch(reorganisation, by)
    successor.delete()
    first = reorganisation.successors.order_by("pk").first()
    if first and not reorganisation.successors.filter(is_default=True).exists():
        name_rest(successor=first, by=by)


@transaction.atomic
def name_rest(*, successor: Successor, by: User) -> None:
    """Let `successor` take whatever nobody chose another unit for. Raises Denied."""
    touch(successor.reorganisation, by)
    others = successor.reorganisation.successors.exclude(pk=successor.pk)
    others.update(is_default=False)
    Successor.objects.filter(pk=successor.pk).update(is_default=True)


@transaction.atomic
def choose(
    *,
    reorganisation: Reorganisation,
    effect: Effect,
    chosen: Mapping[str, Successor | None],
    by_rule: Iterable[str],
    by: User,
) -> None:
    """Say where these items go; those of `by_rule` go as the rule has it. Raises Denied."""
    touch(reorganisation, by)
    keys = [*chosen, *by_rule]
    reorganisation.choices.filter(effect=effect.code, item__in=keys).delete()
    Choice.objects.bulk_create(
        Choice(reorganisation=reorganisation, effect=effect.code, item=key, successor=successor)
        for key, successor in chosen.items()
    )


@transaction.atomic
def plan(*, reorganisation: Reorganisation, by: User, seen: datetime | None = None) -> None:
    """Let it be carried out on its day, by the periodic work. Raises Denied, Conflict."""
    check_may_reorganise(by)
    check_seen(reorganisation, seen)
    check_is_ready(plan_of(reorganisation))
    REORGANISATION.apply(
        reorganisation, "plan", actor=Actor.staff(by), changes={"made_by": by, "problem": ""}
    )


@transaction.atomic
def revise(*, reorganisation: Reorganisation, by: User, seen: datetime | None = None) -> None:
    """Take it back from the calendar to change it. Raises Denied, Conflict."""
    check_may_reorganise(by)
    check_seen(reorganisation, seen)
    REORGANISATION.apply(reorganisation, "revise", actor=Actor.staff(by), changes={"problem": ""})


@transaction.atomic
def cancel(*, reorganisation: Reorganisation, by: User, seen: datetime | None = None) -> None:
    """Drop it; nothing of it was done. Raises Denied, Conflict."""
    check_may_reorganise(by)
    check_seen(reorganisation, seen)
    REORGANISATION.apply(reorganisation, "cancel", actor=Actor.staff(by))


def apply_by(*, reorganisation: Reorganisation, by: User, seen: datetime | None = None) -> None:
    """Carry it out now, by hand. Raises Denied, Conflict."""
    check_may_reorganise(by)
    check_seen(reorganisation, seen)
    carry_out(reorganisation=reorganisation, actor=Actor.staff(by))


def carry_out(*, reorganisation: Reorganisation, actor: Actor) -> None:
    """Do everything at once or nothing: units, successions, and every room's effect.

    Rows of other rooms are locked first, the log's head last, as everywhere: nobody can wait in a
    circle. Raises Denied where something is missing or the day has not come, Conflict where
    somebody else was faster.
    """
    try:
        with transaction.atomic():
            check_nobody_was_faster(reorganisation)
            check_is_due(reorganisation, timezone.localdate())
            plan = plan_of(reorganisation)
            check_is_ready(plan)
            hold_units(plan)
            for effect in effects():
                if effect.hold:
                    effect.hold(plan)
            REORGANISATION.apply(
                reorganisation,
                "apply",
                actor=actor,
                detail={"decision": reorganisation.decision_number, "units": codes(plan.units)},
                changes={"applied_at": timezone.now(), "problem": ""},
            )
            make_units(plan, actor)
            for effect in effects():
                if effect.apply:
                    effect.apply(plan, actor)
            write_successions(plan, actor)
    except (ValidationError, IntegrityError) as error:
        raise Denied(
            "Chưa thực hiện được: có đơn vị hoặc vai trò đã đổi khác. Xin mở lại để sửa."
        ) from error


def apply_due(today: date) -> int:
    """Carry out what is planned up to `today`, each for itself; return how many were done.

    What cannot be done keeps its reason on the row, and the next ones go on.
    """
    done = 0
    for reorganisation in due(today):
        try:
            carry_out(reorganisation=reorganisation, actor=Actor.system("reorganisation.apply_due"))
        except Conflict:
            continue  # another worker, or a person, did it
        except Denied as denied:
            due(today).filter(pk=reorganisation.pk).update(problem=denied.reason[:500])
            continue
        done += 1
    return done


def hold_units(plan: Plan) -> None:
    """Lock the old units first: who gives a right in one of them does it before or finds it ended.

    Not against rows that only point at a unit, which others write while they hold a question.
    """
    units = Unit.objects.select_for_update(no_key=True)
    list(units.filter(pk__in=plan.unit_ids).order_by("pk").values_list("pk"))


def make_units(plan: Plan, actor: Actor) -> None:
    """Make the units that are new; from here on every successor has its unit."""
    for successor in plan.successors:
        if not successor.is_new:
            continue
        columns = {column: getattr(successor, column) for column in NEW_UNIT_COLUMNS}
        unit = Unit(valid_from=plan.on, **columns)
        unit.full_clean()
        unit.save()
        successor.unit = unit
        successor.save(update_fields=["unit"])
        record(kind="reorganisation.unit.create", actor=actor, target=unit, unit=unit.code)


def write_successions(plan: Plan, actor: Actor) -> None:
    """End the old units and write down who took over, for all who ask later."""
    kind = SuccessionKind(plan.reorganisation.kind)
    heirs = [None] if kind == SuccessionKind.ABOLISH else [one.unit for one in plan.successors]
    for unit in plan.units:
        for heir in heirs:
            succeed_unit(
                predecessor=unit,
                successor=heir,
                kind=kind,
                decision_number=plan.reorganisation.decision_number,
                effective_on=plan.on,
                actor=actor,
            )


def touch(reorganisation: Reorganisation, by: User) -> None:
    """Move the draft's time on, so that a page opened before cannot carry it out. Raises Denied."""
    check_may_reorganise(by)
    check_is_draft(reorganisation)
    now = timezone.now()
    same = Reorganisation.objects.filter(
        pk=reorganisation.pk,
        status=reorganisation.status,
        status_changed_at=reorganisation.status_changed_at,
    )
    if not same.update(status_changed_at=now):
        raise Conflict(MOVED_ON)
    reorganisation.status_changed_at = now
    record(kind="reorganisation.edit", actor=Actor.staff(by), target=reorganisation)


def check_seen(reorganisation: Reorganisation, seen: datetime | None) -> None:
    """Raise Conflict when the page was opened before the last change."""
    if seen is not None and seen != reorganisation.status_changed_at:
        raise Conflict(MOVED_ON)


def check_nobody_was_faster(reorganisation: Reorganisation) -> None:
    """Hold the row until the transaction ends. Raises Conflict when it moved since it was read."""
    now = Reorganisation.objects.select_for_update().get(pk=reorganisation.pk)
    if (now.status, now.status_changed_at) != (
        reorganisation.status,
        reorganisation.status_changed_at,
    ):
        raise Conflict(MOVED_ON)


def codes(units: Iterable[Unit]) -> str:
    return ",".join(unit.code for unit in units)
