"""Who stands in for which head, as one's own unit and the office see it."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from engagement.accounts.access import grants_of, memberships_in_force
from engagement.accounts.models import Unit, User
from engagement.accounts.permissions import Permission
from engagement.accounts.roles import RoleCode
from engagement.accounts.units import in_reading_order
from engagement.workflow.machine import refusal
from qa.models import Deputy
from qa.rules.desk import check_heads


def deputies_seen_by(user: User) -> QuerySet[Deputy]:
    """All of them for the office, those of one's own units for everybody else, newest first."""
    grants = grants_of(user)
    rows = Deputy.objects.select_related("unit", "head", "deputy").order_by("-valid_from", "-pk")
    if grants.allow(Permission.ACCOUNTS_MANAGE):
        return rows
    return rows.filter(unit__in=grants.units(Permission.QUESTION_ANSWER))


def units_headed_by(user: User) -> list[Unit]:
    """The units that `user` heads today in his or her own right."""
    approving = grants_of(user).units(Permission.QUESTION_APPROVE)
    units = Unit.objects.in_force(timezone.localdate()).filter(pk__in=approving)
    return [unit for unit in in_reading_order(units) if not refusal(check_heads, user, unit)]


def possible_deputies(*units: Unit) -> QuerySet[User]:
    """Who prepares answers for one of `units` today."""
    answering = memberships_in_force(timezone.localdate()).filter(
        user=OuterRef("pk"), unit__in=units, role=RoleCode.UNIT_RESPONDER
    )
    return User.objects.filter(Exists(answering), is_active=True).order_by("username")
