"""The one place that answers "may this person do that, here, now?"."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from engagement.accounts import units
from engagement.accounts.models import Membership, Unit, User
from engagement.accounts.permissions import Permission
from engagement.accounts.roles import ROLES, RoleCode

Visitor = AbstractBaseUser | AnonymousUser

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


@dataclass(frozen=True)
class Grants:
    """What one person may do on one day. Ask for it once where many questions follow."""

    on: date
    site: frozenset[Permission]
    by_unit: Mapping[int, frozenset[Permission]]
    # What was asked for already: a page asks for the units of several rights.
    _reach: dict[frozenset[int], set[int]] = field(default_factory=dict, repr=False, compare=False)
    # What was counted for this person, by name: the list and the menu of one page show the same.
    counts: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    def allow(self, permission: Permission, *, unit: Unit | None = None) -> bool:
        """Tell whether `permission` is held for the site or for `unit`.

        A unit that took over from `unit` is as good; without `unit`, any unit is enough.
        """
        if permission in self.site:
            return True
        own = self._units(permission)
        if unit is None or not own:
            return bool(own)
        return unit.pk in own or not own.isdisjoint(units.with_successors([unit.pk], self.on))

    def units(self, permission: Permission) -> set[int]:
        """Give the ids of the units `permission` is held for, with those they took over from.

        Rights for the whole site add nothing here.
        """
        own = frozenset(self._units(permission))
        if own not in self._reach:
            self._reach[own] = units.with_predecessors(own, self.on) if own else set()
        return set(self._reach[own])

    def _units(self, permission: Permission) -> set[int]:
        return {unit for unit, held in self.by_unit.items() if permission in held}


_remembered: ContextVar[dict[tuple[int, date], Grants] | None] = ContextVar(
    "remembered_grants", default=None
)


@contextmanager
def remembered_grants() -> Iterator[None]:
    """Read what a person may do once until the block ends: a page asks many times."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def grants_of(user: Visitor, at: datetime | None = None) -> Grants:
    """Read what `user` may do at the moment `at` (now by default) from the memberships in force.

    Nothing for visitors, for closed accounts, in units that no longer (or do not yet) exist, and,
    where a second factor is required, for a role that publishes until its holder has one.
    """
    on = timezone.localdate(at)
    if not isinstance(user, User) or not user.is_active:
        return Grants(on, frozenset(), {})
    known = _remembered.get()
    if known is None:
        return _read_grants(user, on)
    if (user.pk, on) not in known:
        known[user.pk, on] = _read_grants(user, on)
    return known[user.pk, on]


def _read_grants(user: User, on: date) -> Grants:
    held = [
        (RoleCode(role), unit_id)
        for role, unit_id in memberships_in_force(on)
        .filter(user=user)
        .values_list("role", "unit_id")
    ]
    if _second_factor_missing(user, {role for role, _ in held}):
        held = [(role, unit_id) for role, unit_id in held if not ROLES[role].publishes]
    site: frozenset[Permission] = frozenset()
    by_unit: dict[int, frozenset[Permission]] = {}
    for role, unit_id in held:
        if unit_id is None:
            site |= ROLES[role].permissions
        else:
            by_unit[unit_id] = by_unit.get(unit_id, frozenset()) | ROLES[role].permissions
    return Grants(on, site, by_unit)


def has_permission(
    user: Visitor, permission: Permission, *, unit: Unit | None = None, at: datetime | None = None
) -> bool:
    """Tell whether `user` holds `permission` (see Grants.allow) at the moment `at`, by default now.

    Read anew for every request and every check of a socket: what was withdrawn is gone at once.
    """
    return grants_of(user, at).allow(permission, unit=unit)


def units_with(user: Visitor, permission: Permission, at: datetime | None = None) -> set[int]:
    """Give the ids of the units (with their predecessors) `user` holds `permission` for."""
    return grants_of(user, at).units(permission)


def memberships_in_force(on: date) -> QuerySet[Membership]:
    """Give the memberships that count on the day `on`: dated so, in a unit that exists."""
    return (
        Membership.objects.in_force(on)
        .filter(Q(unit__isnull=True) | Q(unit__in=Unit.objects.in_force(on)))
        .order_by("pk")
    )


def must_set_up_second_factor(user: Visitor) -> bool:
    """Tell whether `user` holds a role that publishes and lacks the second factor it requires."""
    if not settings.SECOND_FACTOR_REQUIRED or not isinstance(user, User):
        return False
    roles = memberships_in_force(timezone.localdate()).filter(user=user)
    return _second_factor_missing(
        user, {RoleCode(role) for role in roles.values_list("role", flat=True)}
    )


def _second_factor_missing(user: User, roles: set[RoleCode]) -> bool:
    if not settings.SECOND_FACTOR_REQUIRED or not any(ROLES[role].publishes for role in roles):
        return False
    return not Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists()
