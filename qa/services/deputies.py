"""Who approves in the place of a unit's head, from one day to another."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from engagement.accounts.models import Membership, Unit, User
from engagement.accounts.roles import RoleCode
from engagement.accounts.services import end_membership, grant_membership
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.workflow.exceptions import Denied
from qa.models import Deputy
from qa.queries.deputies import possible_deputies
from qa.rules.desk import check_can_end, check_heads


@transaction.atomic
def name_deputy(*, by: User, unit: Unit, deputy: User, valid_from: date, valid_to: date) -> Deputy:
    """Let `deputy`, who answers for the same unit, approve from `valid_from` to `valid_to`.

    The right is a dated role and nothing more. Raises Denied: for who does not head the unit
    himself, for days gone by, and where somebody stands in on one of these days already.
    """
    check_heads(by, unit)
    if valid_from < timezone.localdate() or valid_to < valid_from:
        raise Denied("Thời gian duyệt thay bắt đầu từ hôm nay trở đi và kết thúc sau khi bắt đầu.")
    # Two at once would both find no overlap; a reorganisation would not see the new role.
    standing = Unit.objects.in_force(timezone.localdate()).select_for_update(no_key=True)
    if not standing.filter(pk=unit.pk):
        raise Denied("Đơn vị này không còn hoạt động; việc duyệt thay giao ở đơn vị kế tục.")
    if deputy == by or not possible_deputies(unit).filter(pk=deputy.pk).exists():
        raise Denied("Người duyệt thay phải là cán bộ trả lời của chính đơn vị.")
    same_head_or_deputy = Q(head=by) | Q(deputy=deputy)
    others = Deputy.objects.filter(same_head_or_deputy, unit=unit)
    taken = others.overlapping(valid_from, valid_to).first()
    if taken is not None:
        raise Denied(
            f"Trùng với thời gian {taken.deputy.display_name} duyệt thay, "
            f"{taken.valid_from:%d/%m/%Y} đến hết {taken.valid_to:%d/%m/%Y}."
        )
    membership = grant_membership(
        user=deputy,
        role=RoleCode.UNIT_LEADER,
        unit=unit,
        valid_from=valid_from,
        valid_to=valid_to,
        actor=Actor.staff(by),
    )
    named = Deputy.objects.create(
        unit=unit,
        head=by,
        deputy=deputy,
        membership=membership,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    record(
        kind="qa.deputy.name",
        actor=Actor.staff(by),
        target=named,
        unit=unit.code,
        detail={
            "deputy": deputy.username,
            "valid_from": valid_from.isoformat(),
            "valid_to": valid_to.isoformat(),
        },
    )
    return named


@transaction.atomic
def end_deputy(*, by: User, deputy: Deputy) -> Deputy:
    """End the standing-in at once; what was approved stays approved. Raises Denied."""
    check_can_end(by, deputy)
    now, today = timezone.now(), timezone.localdate()
    # The role before the standing-in, the order in which a reorganisation takes them.
    if deputy.membership_id is not None:
        Membership.objects.select_for_update().filter(pk=deputy.membership_id).first()
    running = Deputy.objects.filter(pk=deputy.pk, ended_at__isnull=True, valid_to__gte=today)
    if not running.update(ended_at=now, ended_by=by):
        raise Denied("Việc duyệt thay này đã kết thúc.")
    membership: Membership | None = deputy.membership
    if membership is not None:
        end_membership(membership=membership, actor=Actor.staff(by), effective_on=today)
        last = membership.valid_to
        Deputy.objects.filter(pk=deputy.pk).update(valid_to=last)
    record(kind="qa.deputy.end", actor=Actor.staff(by), target=deputy, unit=deputy.unit.code)
    deputy.refresh_from_db()
    return deputy
