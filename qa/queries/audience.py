"""Who is to be reminded of a question: people by their dated roles, read once for many questions."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engagement.accounts.access import memberships_in_force
from engagement.accounts.models import User
from engagement.accounts.roles import RoleCode
from engagement.accounts.units import former_units
from qa.enums import WITH_UNIT, Audience, UnitRole
from qa.models import Question

BOARD_ROLES = (RoleCode.EDITOR, RoleCode.CHIEF_EDITOR)
# Whom the unit answers for: they stop being meant when it passes the question on.
OF_UNIT = (Audience.OFFICER, Audience.HEAD, Audience.COORDINATING)


@dataclass(frozen=True)
class Directory:
    """Active people by role and unit (None: the whole site) on one day.

    `standing_for` gives the units that stand in the place of one that was merged, split or renamed.
    """

    holders: Mapping[tuple[str, int | None], list[User]]
    standing_for: Mapping[int, list[int]]

    def of_site(self, *roles: RoleCode) -> list[User]:
        return [user for role in roles for user in self.holders.get((role, None), [])]

    def of_unit(self, role: RoleCode, unit_id: int) -> list[User]:
        """Those who hold `role` in the unit, or in those that took over from it."""
        units = self.standing_for.get(unit_id, [unit_id])
        return [user for unit in units for user in self.holders.get((role, unit), [])]


@dataclass(frozen=True)
class Told:
    """The people, each once; `is_fallback`: nobody meant has an address, so the board is told."""

    people: list[User]
    is_fallback: bool = False


def directory(on: date) -> Directory:
    """Read who holds what on the day `on`; three queries, whatever the number of questions."""
    holders: dict[tuple[str, int | None], list[User]] = defaultdict(list)
    for held in memberships_in_force(on).filter(user__is_active=True).select_related("user"):
        holders[held.role, held.unit_id].append(held.user)
    standing: dict[int, list[int]] = defaultdict(list)
    for unit_id, former in former_units(on).items():
        for old in former:
            standing[old.pk].append(unit_id)
    return Directory(holders, standing)


def told(audience: str, question: Question, people: Directory) -> Told:
    """Whom a reminder for `audience` reaches; read `held_now` first where that is COORDINATING."""
    meant = list(dict.fromkeys(meant_by(audience, question, people)))
    may_fall_back = audience in {Audience.OFFICER, Audience.HEAD, Audience.STEERING}
    if not may_fall_back or any(user.email for user in meant):
        return Told(meant)
    return Told(list(dict.fromkeys([*meant, *people.of_site(*BOARD_ROLES)])), is_fallback=True)


def meant_by(audience: str, question: Question, people: Directory) -> list[User]:
    """The holders of the roles that `audience` stands for while the question is where it is."""
    unit = holding_unit(question)
    if audience == Audience.OFFICER:
        return (
            people.of_unit(RoleCode.UNIT_RESPONDER, unit) if unit else people.of_site(*BOARD_ROLES)
        )
    if audience == Audience.HEAD:
        leader = RoleCode.UNIT_LEADER
        return people.of_unit(leader, unit) if unit else people.of_site(RoleCode.CHIEF_EDITOR)
    if audience == Audience.COORDINATING:
        return [
            user
            for held in getattr(question, "held_now", [])
            if held.role == UnitRole.COORDINATING
            for user in people.of_unit(RoleCode.UNIT_RESPONDER, held.unit_id)
        ]
    return people.of_site(*SITE_AUDIENCES.get(audience, ()))


SITE_AUDIENCES: Mapping[str, tuple[RoleCode, ...]] = {
    Audience.BOARD: BOARD_ROLES,
    Audience.CHIEF_EDITOR: (RoleCode.CHIEF_EDITOR,),
    Audience.STEERING: (RoleCode.STEERING,),
}


def holding_unit(question: Question) -> int | None:
    """The id of the unit whose turn it is; None while the board has the question."""
    return question.lead_unit_id if question.status in WITH_UNIT else None
