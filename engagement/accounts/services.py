"""What changes accounts, memberships and units. Every verb is dated and leaves an audit event."""

from collections.abc import Collection
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F, Q

from engagement.accounts.enums import SuccessionKind
from engagement.accounts.models import Membership, Succession, Unit, User
from engagement.accounts.roles import RoleCode
from engagement.audit.actors import Actor
from engagement.audit.services import record

AUDIT_KINDS = {
    "accounts.membership.grant": "Giao vai trò",
    "accounts.membership.end": "Thôi vai trò",
    "accounts.unit.rename": "Đổi tên đơn vị",
    "accounts.unit.merge": "Hợp nhất đơn vị",
    "accounts.unit.split": "Chia tách đơn vị",
    "accounts.unit.abolish": "Giải thể đơn vị",
    "accounts.sessions.end": "Kết thúc mọi phiên đăng nhập",
    "accounts.second_factor.reset": "Gỡ lớp bảo vệ thứ hai",
}

# Those who prepare answers go over with their files; heads are appointed anew by decision.
CARRIED: dict[SuccessionKind, Collection[RoleCode]] = {
    SuccessionKind.RENAME: (RoleCode.UNIT_RESPONDER, RoleCode.UNIT_LEADER),
    SuccessionKind.MERGE: (RoleCode.UNIT_RESPONDER,),
    SuccessionKind.SPLIT: (),
    SuccessionKind.ABOLISH: (),
}


def grant_membership(
    *,
    user: User,
    role: RoleCode,
    actor: Actor,
    valid_from: date,
    unit: Unit | None = None,
    valid_to: date | None = None,
) -> Membership:
    """Give `user` the role from the day `valid_from` up to and including `valid_to`.

    Raises ValidationError where the role asks for a unit and there is none (or the reverse), and
    where the same role is already held until further notice.
    """
    membership = Membership(
        user=user, role=role, unit=unit, valid_from=valid_from, valid_to=valid_to
    )
    membership.full_clean()
    with transaction.atomic():
        membership.save()
        _record_membership("accounts.membership.grant", membership, actor)
    return membership


def end_membership(*, membership: Membership, actor: Actor, effective_on: date) -> None:
    """Let the role end: `effective_on` is the first day it no longer counts, today for "at once".

    A role that was to begin on that day or later never counted, so its row goes; the log keeps
    both that it was given and that it was taken back.
    """
    with transaction.atomic():
        membership.valid_to = effective_on - timedelta(days=1)
        _record_membership("accounts.membership.end", membership, actor)
        if membership.valid_to < membership.valid_from:
            membership.delete()
        else:
            membership.save(update_fields=["valid_to"])


def move_membership(
    *, membership: Membership, to: Unit | None, effective_on: date, actor: Actor
) -> None:
    """End the role the day before `effective_on`; with `to`, it goes on there until its old end.

    Who holds the same role there already keeps that one.
    """
    valid_to = membership.valid_to
    with transaction.atomic():
        end_membership(membership=membership, actor=actor, effective_on=effective_on)
        if to is not None and not _holds_already(membership, to):
            grant_membership(
                user=membership.user,
                role=RoleCode(membership.role),
                unit=to,
                valid_from=max(effective_on, membership.valid_from),
                valid_to=valid_to,
                actor=actor,
            )


def rename_unit(
    *,
    unit: Unit,
    code: str,
    name: str,
    short_name: str,
    decision_number: str,
    effective_on: date,
    actor: Actor,
) -> Unit:
    """Give the unit a new name (and code) from the day `effective_on`; everybody goes with it.

    The old name stays as a row of its own, so that what was answered under it keeps it.
    """
    with transaction.atomic():
        renamed = Unit.objects.create(
            code=code,
            name=name,
            short_name=short_name,
            kind=unit.kind,
            parent=unit.parent,
            functions=unit.functions,
            keywords=unit.keywords,
            phone=unit.phone,
            email=unit.email,
            address=unit.address,
            valid_from=effective_on,
        )
        succeed_unit(
            predecessor=unit,
            successor=renamed,
            kind=SuccessionKind.RENAME,
            decision_number=decision_number,
            effective_on=effective_on,
            actor=actor,
        )
    return renamed


def merge_units(
    *,
    predecessors: Collection[Unit],
    successor: Unit,
    decision_number: str,
    effective_on: date,
    actor: Actor,
) -> None:
    """Let `successor`, new or long there, take over from all `predecessors`."""
    with transaction.atomic():
        for predecessor in predecessors:
            succeed_unit(
                predecessor=predecessor,
                successor=successor,
                kind=SuccessionKind.MERGE,
                decision_number=decision_number,
                effective_on=effective_on,
                actor=actor,
            )


def split_unit(
    *,
    unit: Unit,
    successors: Collection[Unit],
    decision_number: str,
    effective_on: date,
    actor: Actor,
) -> None:
    """Let several units take over from one."""
    with transaction.atomic():
        for successor in successors:
            succeed_unit(
                predecessor=unit,
                successor=successor,
                kind=SuccessionKind.SPLIT,
                decision_number=decision_number,
                effective_on=effective_on,
                actor=actor,
            )


def abolish_unit(
    *, unit: Unit, decision_number: str, effective_on: date, actor: Actor
) -> Succession:
    """Let the unit end without anybody taking over."""
    return succeed_unit(
        predecessor=unit,
        successor=None,
        kind=SuccessionKind.ABOLISH,
        decision_number=decision_number,
        effective_on=effective_on,
        actor=actor,
    )


def succeed_unit(
    *,
    predecessor: Unit,
    successor: Unit | None,
    kind: SuccessionKind,
    decision_number: str,
    effective_on: date,
    actor: Actor,
) -> Succession:
    """Write down one step of succession; the old unit and the roles held in it end the day before.

    Raises ValidationError when the old unit did not exist on that day before, or the new one does
    not exist on `effective_on`.
    """
    succession = Succession(
        predecessor=predecessor,
        successor=successor,
        kind=kind,
        decision_number=decision_number,
        effective_on=effective_on,
    )
    succession.full_clean()
    with transaction.atomic():
        succession.save()
        predecessor.valid_to = effective_on - timedelta(days=1)
        predecessor.save(update_fields=["valid_to"])
        _hand_over(succession, actor)
        record(
            kind=f"accounts.unit.{kind.value}",
            actor=actor,
            target=predecessor,
            unit=predecessor.code,
            after=successor.code if successor else "",
            detail={"decision": decision_number, "effective_on": effective_on.isoformat()},
        )
    return succession


def end_sessions(*, user: User, actor: Actor) -> None:
    """End every session of `user`, wherever it was opened, from the next request on."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)
        record(kind="accounts.sessions.end", actor=actor, target=user)
    user.refresh_from_db(fields=["session_generation"])


def reset_second_factor(*, user: User, actor: Actor) -> None:
    """Take away all second factors of `user` (a lost phone) and end the sessions they opened."""
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        record(kind="accounts.second_factor.reset", actor=actor, target=user)
        end_sessions(user=user, actor=actor)


def _hand_over(succession: Succession, actor: Actor) -> None:
    """End the roles held in the old unit; those that go over continue in the new one."""
    effective_on = succession.effective_on
    in_force_or_later = Q(valid_to__isnull=True) | Q(valid_to__gte=effective_on)
    held = Membership.objects.filter(in_force_or_later, unit=succession.predecessor)
    for membership in held.select_related("user").order_by("pk"):
        carried = membership.role in CARRIED[SuccessionKind(succession.kind)]
        to = succession.successor if carried else None
        move_membership(membership=membership, to=to, effective_on=effective_on, actor=actor)


def _holds_already(membership: Membership, unit: Unit | None) -> bool:
    return Membership.objects.filter(
        user=membership.user, role=membership.role, unit=unit, valid_to__isnull=True
    ).exists()


def _record_membership(kind: str, membership: Membership, actor: Actor) -> None:
    record(
        kind=kind,
        actor=actor,
        target=membership,
        unit=membership.unit.code if membership.unit else "",
        detail={
            "user": membership.user.username,
            "role": str(membership.role),
            "valid_from": membership.valid_from.isoformat(),
            "valid_to": membership.valid_to.isoformat() if membership.valid_to else None,
        },
    )
