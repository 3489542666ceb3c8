from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from engagement.accounts import units
from engagement.accounts.access import memberships_in_force
from engagement.accounts.models import Unit, User
from engagement.accounts.permissions import Permission
from engagement.accounts.roles import ROLES, roles_with


def staff_with(
    permission: Permission, *, unit: Unit | None = None, at: datetime | None = None
) -> QuerySet[User]:
    """Give the open accounts that hold `permission`, by user name: whom to write to.

    With `unit`, those who hold it for the site, for `unit`, or for a unit that took over from it.
    """
    on = timezone.localdate(at)
    roles = roles_with(permission)
    held = memberships_in_force(on).filter(role__in=roles)
    if unit is not None:
        site_roles = [code for code in roles if not ROLES[code].per_unit]
        held = held.filter(
            Q(role__in=site_roles) | Q(unit__in=units.with_successors([unit.pk], on))
        )
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("username")
