"""What a reorganisation does to the rows of accounts: roles in the old unit, units below it."""

from collections.abc import Mapping

from django.db.models import Count, Q, QuerySet

from engagement.accounts.access import memberships_in_force
from engagement.accounts.enums import SuccessionKind
from engagement.accounts.models import Membership, Unit
from engagement.accounts.roles import RoleCode
from engagement.accounts.services import CARRIED, move_membership
from engagement.audit.actors import Actor
from engagement.reorganisation.effects import Effect, Item, Listing, Plan
from engagement.reorganisation.models import Successor

PEOPLE = "people"
BELOW = "units-below"


def roles_held(plan: Plan) -> QuerySet[Membership]:
    """The roles that count in the old units on the day of the reorganisation or later."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=plan.on)
    return (
        Membership.objects.filter(lasting, unit__in=plan.unit_ids)
        .select_related("user", "unit")
        .order_by("unit__name", "role", "user__username", "pk")
    )


def hold_roles(plan: Plan) -> None:
    """Lock the roles before the log's head, the order in which everybody takes them."""
    list(roles_held(plan).select_for_update(of=("self",)))


def goes_along(plan: Plan, membership: Membership) -> bool:
    """Tell whether the role goes over without being chosen: heads are appointed anew by decision.

    After a split those who answer go with the rest; somebody must be there to answer.
    """
    kind = SuccessionKind(plan.reorganisation.kind)
    if kind == SuccessionKind.SPLIT:
        return membership.role == RoleCode.UNIT_RESPONDER
    return membership.role in CARRIED[kind]


def without_head(plan: Plan) -> list[Successor]:
    """The successors that would begin with nobody to approve answers.

    Heads are appointed by decision, so none goes over by itself after a merger or a split; it is
    easily forgotten to choose one, or to give the role to somebody else.
    """
    heads = [held for held in roles_held(plan) if held.role == RoleCode.UNIT_LEADER]
    coming = {plan.heir(PEOPLE, str(held.pk), goes=goes_along(plan, held)) for held in heads}
    leading = memberships_in_force(plan.on).filter(
        unit__in=[successor.unit_id for successor in plan.successors if successor.unit_id],
        role=RoleCode.UNIT_LEADER,
    )
    there = set(leading.exclude(pk__in=[held.pk for held in heads]).values_list("unit", flat=True))
    return [
        successor
        for successor in plan.successors
        if successor not in coming and successor.unit_id not in there
    ]


def person_item(plan: Plan, membership: Membership) -> Item:
    unit = membership.unit.short_name if membership.unit else ""
    return Item(
        str(membership.pk),
        membership.user.display_name,
        f"{membership.get_role_display()}, {unit}",
        goes=goes_along(plan, membership),
    )


def move_people(plan: Plan, by: Actor) -> None:
    """End every role in the old units; those that go over begin in the new unit the same day."""
    for membership in roles_held(plan):
        goes = goes_along(plan, membership)
        home = plan.new_home(PEOPLE, str(membership.pk), goes=goes)
        move_membership(membership=membership, to=home, effective_on=plan.on, actor=by)


def units_below(plan: Plan) -> QuerySet[Unit]:
    ahead = Q(valid_to__isnull=True) | Q(valid_to__gte=plan.on)
    return Unit.objects.filter(ahead, parent__in=plan.unit_ids).order_by("name", "pk")


def hang_below(plan: Plan, by: Actor) -> None:
    """Give the units below the old ones their new superior; of an abolished unit, its own."""
    for unit in units_below(plan).select_related("parent__parent"):
        home = plan.rest.unit if plan.rest else None
        unit.parent = home or (unit.parent.parent if unit.parent else None)
        if unit.parent == unit:  # it takes over from its own superior
            unit.parent = None
        unit.save(update_fields=["parent"])


def by_unit(rows: QuerySet, column: str) -> Mapping[int, int]:
    """Count `rows` by the unit in `column`."""
    counted = rows.order_by().values(column).annotate(rows=Count("pk", distinct=True))
    return {row[column]: row["rows"] for row in counted.order_by(column)}


EFFECTS = (
    Effect(
        PEOPLE,
        "Cán bộ",
        "Vai trò ở đơn vị cũ kết thúc ngày hôm trước. Người chuyển sang giữ nguyên vai trò ở đơn vị "
        "mới; người đứng đầu theo quyết định bổ nhiệm, nên phải chọn thì mới chuyển, trừ khi chỉ đổi "
        "tên.",
        counts=lambda plan: by_unit(roles_held(plan), "unit"),
        items=lambda plan: Listing(roles_held(plan), lambda row: person_item(plan, row)),
        apply=move_people,
        hold=hold_roles,
        is_chosen=True,
        may_stay=True,
    ),
    Effect(
        BELOW,
        "Đơn vị trực thuộc",
        "Đơn vị trực thuộc chuyển về đơn vị nhận phần còn lại.",
        counts=lambda plan: by_unit(units_below(plan), "parent"),
        items=lambda plan: Listing(
            units_below(plan), lambda unit: Item(unit.code, unit.name, unit.get_kind_display())
        ),
        apply=hang_below,
    ),
)
