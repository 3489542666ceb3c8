"""What must hold before a reorganisation can be planned or carried out; reasons in Vietnamese."""

from collections.abc import Iterator
from datetime import date, timedelta

from engagement.accounts.access import has_permission
from engagement.accounts.enums import SuccessionKind
from engagement.accounts.models import Unit, User
from engagement.accounts.permissions import Permission
from engagement.reorganisation.effects import Plan, effects
from engagement.reorganisation.enums import ReorganisationStatus
from engagement.reorganisation.models import Reorganisation, Successor
from engagement.workflow.exceptions import Denied

AUDIT_KINDS = {
    "reorganisation.create": "Lập việc sắp xếp tổ chức",
    "reorganisation.edit": "Sửa việc sắp xếp tổ chức",
    "reorganisation.plan": "Đặt ngày sắp xếp tổ chức",
    "reorganisation.apply": "Thực hiện sắp xếp tổ chức",
    "reorganisation.revise": "Mở lại để sửa việc sắp xếp tổ chức",
    "reorganisation.cancel": "Bỏ việc sắp xếp tổ chức",
    "reorganisation.unit.create": "Lập đơn vị mới khi sắp xếp tổ chức",
}
# How many units end and how many take over, by kind; None: as many as the decision names.
UNITS_THAT_END: dict[SuccessionKind, tuple[int, int | None]] = {
    SuccessionKind.RENAME: (1, 1),
    SuccessionKind.MERGE: (1, None),
    SuccessionKind.SPLIT: (1, 1),
    SuccessionKind.ABOLISH: (1, None),
}
SUCCESSORS: dict[SuccessionKind, tuple[int, int | None]] = {
    SuccessionKind.RENAME: (1, 1),
    SuccessionKind.MERGE: (1, 1),
    SuccessionKind.SPLIT: (2, None),
    SuccessionKind.ABOLISH: (0, 1),
}


def check_may_reorganise(user: User) -> None:
    """Raise Denied unless `user` keeps the units of the site."""
    if not has_permission(user, Permission.ACCOUNTS_MANAGE):
        raise Denied("Vai trò của Quý vị không có quyền sắp xếp tổ chức.")


def check_is_draft(reorganisation: Reorganisation) -> None:
    """Raise Denied where nothing may be changed any more."""
    if not reorganisation.is_draft:
        raise Denied("Việc sắp xếp này không còn ở bước soạn nên không sửa được.")


def check_is_ready(plan: Plan) -> None:
    """Raise Denied with everything that is missing."""
    if missing := list(problems(plan)):
        raise Denied(" ".join(missing))


def check_is_due(reorganisation: Reorganisation, today: date) -> None:
    """Raise Denied before the day of the decision."""
    if reorganisation.effective_on > today:
        raise Denied(
            f"Chưa đến ngày {reorganisation.effective_on:%d/%m/%Y}; việc này được thực hiện vào ngày ấy."
        )


def problems(plan: Plan) -> Iterator[str]:
    """Every reason why the reorganisation cannot be carried out as it stands."""
    yield from wrong_numbers(plan)
    for unit in plan.units:
        yield from wrong_unit(unit, plan)
    for successor in plan.successors:
        yield from wrong_successor(successor, plan)
    if plan.rest is None:
        yield from left_alone(plan)


def wrong_numbers(plan: Plan) -> Iterator[str]:
    kind = SuccessionKind(plan.reorganisation.kind)
    least, most = UNITS_THAT_END[kind]
    if not least <= len(plan.units) <= (most or len(plan.units)):
        wanted = f"đúng {least}" if most else f"ít nhất {least}"
        yield f"{kind.label} cần {wanted} đơn vị được sắp xếp."
    least, most = SUCCESSORS[kind]
    if len(plan.successors) < least:
        wanted = f"đúng {least}" if most else f"ít nhất {least}"
        yield f"{kind.label} cần {wanted} đơn vị kế tục; xin thêm ở bước 2."
    if most is not None and len(plan.successors) > most:
        yield f"{kind.label} chỉ có {most} đơn vị kế tục; xin bỏ bớt ở bước 2."
    if kind == SuccessionKind.SPLIT and len(plan.successors) >= least and plan.rest is None:
        yield "Xin chọn đơn vị nhận phần còn lại, để không việc nào bị bỏ quên."


def wrong_unit(unit: Unit, plan: Plan) -> Iterator[str]:
    if not unit.is_in_force(plan.on - timedelta(days=1)):
        yield f"{unit.name} không còn, hoặc chưa có, ngay trước ngày {plan.on:%d/%m/%Y}."
    elif unit.valid_to is not None:
        yield f"{unit.name} đã có ngày kết thúc ({unit.valid_to:%d/%m/%Y})."
    elsewhere = Reorganisation.objects.filter(
        units=unit, status=ReorganisationStatus.PLANNED
    ).exclude(pk=plan.reorganisation.pk)
    if elsewhere.exists():
        yield f"{unit.name} đã nằm trong một việc sắp xếp khác đang chờ đến ngày."


def wrong_successor(successor: Successor, plan: Plan) -> Iterator[str]:
    if successor.is_new:
        if Unit.objects.filter(code=successor.code).exists():
            yield f"Mã {successor.code} đã có đơn vị khác dùng; xin chọn mã khác ở bước 2."
        return
    if successor.unit in plan.units:
        yield f"{successor.title} vừa được sắp xếp vừa kế tục; xin lập đơn vị mới cùng tên."
    elif successor.unit and not successor.unit.is_in_force(plan.on):
        yield f"{successor.title} không hoạt động vào ngày {plan.on:%d/%m/%Y}."


def left_alone(plan: Plan) -> Iterator[str]:
    """What would be nobody's after the old units end."""
    for effect in effects():
        if effect.needs_heir and effect.needs_heir(plan):
            yield (
                f"{effect.label}: còn việc chưa xong mà chưa có đơn vị nhận; xin chọn đơn vị nhận ở "
                "bước 2."
            )
