"""The fixed cast: a citizen needs no row; everybody else is a user with one dated membership."""

from dataclasses import dataclass
from datetime import date
from itertools import count

from engagement.accounts.models import Membership, Unit, User
from engagement.accounts.roles import RoleCode

LONG_AGO = date(2015, 1, 1)
_numbers = count(1)


def make_unit(code: str, name: str = "", **values: object) -> Unit:
    """A department in force since long ago, unless `values` say otherwise."""
    defaults: dict[str, object] = {
        "name": name or f"Sở {code}",
        "short_name": name or f"Sở {code}",
        "kind": "department",
        "valid_from": LONG_AGO,
    }
    return Unit.objects.get_or_create(code=code, defaults=defaults | values)[0]


def make_member(
    role: RoleCode, unit: Unit | None = None, *, username: str = "", valid_to: date | None = None
) -> User:
    """A member of staff who holds `role` (in `unit`) since long ago."""
    user = User.objects.create_user(username or f"can-bo-{next(_numbers)}", password="demo")
    Membership.objects.create(
        user=user, unit=unit, role=role, valid_from=LONG_AGO, valid_to=valid_to
    )
    return user


@dataclass(frozen=True)
class Cast:
    """Two units and one person for every role; `other_*` belong to the second unit."""

    unit: Unit
    other_unit: Unit
    commune: Unit
    editor: User
    second_editor: User
    chief_editor: User
    steering: User
    standing: User
    propaganda: User
    office: User
    inspector: User
    clerk: User
    sealed_officer: User
    officer: User
    head: User
    other_officer: User
    other_head: User

    def people(self) -> dict[str, User]:
        """Everybody by the name of the part they play."""
        return {name: value for name, value in vars(self).items() if isinstance(value, User)}


def make_cast() -> Cast:
    unit = make_unit("yte", "Sở Y tế")
    other = make_unit("gtvt", "Sở Giao thông vận tải")
    return Cast(
        unit=unit,
        other_unit=other,
        commune=make_unit("xa-a", "Xã A", kind="commune"),
        editor=make_member(RoleCode.EDITOR, username="bientap"),
        second_editor=make_member(RoleCode.EDITOR, username="bientap2"),
        chief_editor=make_member(RoleCode.CHIEF_EDITOR, username="tongbientap"),
        steering=make_member(RoleCode.STEERING, username="chidao"),
        standing=make_member(RoleCode.STANDING, username="lanhdao"),
        propaganda=make_member(RoleCode.PROPAGANDA, username="tuyengiao"),
        office=make_member(RoleCode.OFFICE, username="vanphong"),
        inspector=make_member(RoleCode.INSPECTOR, username="kiemtra"),
        clerk=make_member(RoleCode.CLERK, username="tiepnhan"),
        sealed_officer=make_member(RoleCode.SEALED_OFFICER, username="tiepnhan-tocao"),
        officer=make_member(RoleCode.UNIT_RESPONDER, unit, username="yte-traloi"),
        head=make_member(RoleCode.UNIT_LEADER, unit, username="yte-lanhdao"),
        other_officer=make_member(RoleCode.UNIT_RESPONDER, other, username="gtvt-traloi"),
        other_head=make_member(RoleCode.UNIT_LEADER, other, username="gtvt-lanhdao"),
    )
