"""Who may do what, where and when: the one place that answers (access.py)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from engagement.accounts import access
from engagement.accounts.enums import SuccessionKind
from engagement.accounts.models import Membership, Succession, Unit, User
from engagement.accounts.permissions import Permission
from engagement.accounts.queries import staff_with
from engagement.accounts.roles import ROLES, RoleCode
from engagement.accounts.units import current_successors, resolve_code

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = timezone.localdate()
MERGED_ON = TODAY - timedelta(days=30)
LONG_AGO = date(2015, 1, 1)

pytestmark = pytest.mark.django_db


def make_unit(code: str, valid_from: date = LONG_AGO, valid_to: date | None = None) -> Unit:
    return Unit.objects.create(
        code=code,
        name=f"Sở {code}",
        short_name=code,
        kind="department",
        valid_from=valid_from,
        valid_to=valid_to,
    )


def make_member(role: RoleCode, unit: Unit | None = None, **period: date) -> User:
    user = User.objects.create_user(f"u{User.objects.count()}")
    period.setdefault("valid_from", LONG_AGO)
    Membership.objects.create(user=user, role=role, unit=unit, **period)
    return user


def succeed(old: Unit, new: Unit | None, on: date = MERGED_ON, kind: str = "merge") -> None:
    old.valid_to = on - timedelta(days=1)
    old.save()
    Succession.objects.create(
        predecessor=old, successor=new, kind=kind, decision_number="1", effective_on=on
    )


@pytest.fixture
def merged() -> dict[str, Unit]:
    """`old` went into `own` a month ago; `oldest` had gone into `old` before; `other` stands apart."""
    units = {name: make_unit(name) for name in ("own", "old", "oldest", "other")}
    succeed(units["oldest"], units["old"], MERGED_ON - timedelta(days=400))
    succeed(units["old"], units["own"])
    return units


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", RoleCode)
def test_every_role_and_permission_for_own_other_and_predecessor_unit(role, permission, merged):
    per_unit = ROLES[role].per_unit
    user = make_member(role, merged["own"] if per_unit else None)
    holds = permission in ROLES[role].permissions
    answers = {
        name: access.has_permission(user, permission, unit=unit) for name, unit in merged.items()
    }
    assert access.has_permission(user, permission) is holds
    assert answers == {
        "own": holds,
        "old": holds,
        "oldest": holds,
        "other": holds and not per_unit,
    }
    followed = {merged["own"].pk, merged["old"].pk, merged["oldest"].pk}
    assert access.units_with(user, permission) == (followed if holds and per_unit else set())


def test_contract_of_roles():
    """The table the customer signed: R-6.2, R-13.1, R-13.2, R-15.3."""
    right = Permission
    reads = {right.WORKSPACE_ENTER, right.QUESTION_READ_ALL, right.DASHBOARD_READ}
    editor = reads | {
        right.QUESTION_MODERATE,
        right.QUESTION_ENTER,
        right.QUESTION_REPORT,
        right.QUESTION_ASSIGN,
        right.QUESTION_PUBLISH,
        right.PERSONAL_DATA_HANDLE,
    }
    unit = {right.WORKSPACE_ENTER, right.QUESTION_ANSWER, right.QUESTION_CONTRIBUTE}
    assert {code: set(role.permissions) for code, role in ROLES.items()} == {
        RoleCode.EDITOR: editor,
        RoleCode.CHIEF_EDITOR: editor | {right.QUESTION_RETRACT, right.AUDIT_READ},
        RoleCode.STEERING: reads
        | {right.QUESTION_ASSIGN, right.QUESTION_ARBITRATE, right.QUESTION_DELEGATE},
        RoleCode.STANDING: reads,
        RoleCode.PROPAGANDA: reads | {right.SURVEY_MANAGE, right.CONTEST_MANAGE},
        RoleCode.OFFICE: {
            right.WORKSPACE_ENTER,
            right.SITE_CONFIGURE,
            right.ACCOUNTS_MANAGE,
            right.PERSONAL_DATA_HANDLE,
            right.DASHBOARD_READ,
        },
        RoleCode.INSPECTOR: reads | {right.AUDIT_READ},
        RoleCode.CLERK: {right.WORKSPACE_ENTER, right.QUESTION_ENTER},
        RoleCode.SEALED_OFFICER: {right.WORKSPACE_ENTER, right.QUESTION_SEALED},
        RoleCode.UNIT_RESPONDER: unit,
        RoleCode.UNIT_LEADER: unit | {right.QUESTION_APPROVE},
    }


@pytest.mark.parametrize(
    ("day", "held"), [(-1, False), (0, True), (10, True), (11, False)], ids=str
)
def test_membership_counts_from_its_first_to_its_last_day(day, held):
    """R-15.3: an inspector's access expires by itself."""
    first = date(2026, 3, 2)
    user = make_member(RoleCode.INSPECTOR, valid_from=first, valid_to=first + timedelta(days=10))
    noon = datetime(2026, 3, 2, 12, tzinfo=VIETNAM) + timedelta(days=day)
    assert access.has_permission(user, Permission.AUDIT_READ, at=noon) is held


def test_last_day_ends_at_midnight_of_the_site_not_of_utc():
    day = date(2026, 3, 2)
    user = make_member(RoleCode.INSPECTOR, valid_from=day, valid_to=day)
    almost = datetime(2026, 3, 2, 23, 59, tzinfo=VIETNAM)
    assert access.has_permission(user, Permission.AUDIT_READ, at=almost)
    assert not access.has_permission(user, Permission.AUDIT_READ, at=almost + timedelta(minutes=1))


def test_closed_account_and_visitor_hold_nothing():
    user = make_member(RoleCode.CHIEF_EDITOR)
    user.is_active = False
    assert not access.has_permission(user, Permission.WORKSPACE_ENTER)
    assert not access.has_permission(AnonymousUser(), Permission.WORKSPACE_ENTER)
    assert access.units_with(AnonymousUser(), Permission.QUESTION_ANSWER) == set()


def test_django_superuser_flag_gives_nothing():
    user = User.objects.create_superuser("root")
    assert not any(access.has_permission(user, permission) for permission in Permission)


def test_membership_in_a_unit_that_is_gone_gives_nothing(merged):
    user = make_member(RoleCode.UNIT_LEADER, merged["old"])
    assert not access.has_permission(user, Permission.QUESTION_APPROVE, unit=merged["old"])
    assert not access.has_permission(user, Permission.WORKSPACE_ENTER)


def test_successor_does_not_count_before_the_day_it_takes_over(merged):
    user = make_member(RoleCode.UNIT_RESPONDER, merged["own"])
    before = timezone.now() - timedelta(days=31)
    assert not access.has_permission(
        user, Permission.QUESTION_ANSWER, unit=merged["old"], at=before
    )
    assert access.units_with(user, Permission.QUESTION_ANSWER, at=before) == {merged["own"].pk}


def test_both_parts_of_a_split_unit_stand_for_it():
    whole, left, right = make_unit("whole"), make_unit("left"), make_unit("right")
    succeed(whole, left, kind="split")
    succeed(whole, right, kind="split")
    assert current_successors(whole, TODAY) == [left, right]
    for part in (left, right):
        user = make_member(RoleCode.UNIT_LEADER, part)
        assert access.has_permission(user, Permission.QUESTION_APPROVE, unit=whole)
        assert not access.has_permission(
            user, Permission.QUESTION_APPROVE, unit=right if part == left else left
        )


def test_successors_are_followed_by_date(merged):
    day_before = MERGED_ON - timedelta(days=1)
    assert resolve_code("oldest", TODAY) == [merged["own"]]
    assert resolve_code("oldest", day_before) == [merged["old"]]
    assert resolve_code("own", TODAY) == [merged["own"]]
    assert resolve_code("unknown", TODAY) == []


def test_abolished_unit_has_no_successor():
    gone = make_unit("gone")
    succeed(gone, None, kind=SuccessionKind.ABOLISH)
    assert current_successors(gone, TODAY) == []


def test_circle_of_successions_ends():
    a, b = make_unit("a"), make_unit("b")
    succeed(a, b)
    succeed(b, a)
    assert current_successors(a, TODAY) == []


def test_has_permission_of_own_unit_costs_one_query(merged, django_assert_num_queries):
    user = make_member(RoleCode.UNIT_RESPONDER, merged["own"])
    with django_assert_num_queries(1):
        access.has_permission(user, Permission.QUESTION_ANSWER, unit=merged["own"])
    with django_assert_num_queries(2):
        access.has_permission(user, Permission.QUESTION_ANSWER, unit=merged["old"])


def test_staff_with_gives_whom_to_write_to(merged):
    responder = make_member(RoleCode.UNIT_RESPONDER, merged["own"])
    make_member(RoleCode.UNIT_RESPONDER, merged["other"])
    closed = make_member(RoleCode.UNIT_LEADER, merged["own"])
    User.objects.filter(pk=closed.pk).update(is_active=False)
    editor = make_member(RoleCode.EDITOR)
    assert list(staff_with(Permission.QUESTION_ANSWER, unit=merged["oldest"])) == [responder]
    assert list(staff_with(Permission.QUESTION_PUBLISH)) == [editor]


# --- Second factor ---------------------------------------------------------------------------


@pytest.mark.parametrize("role", [code for code in RoleCode if not ROLES[code].per_unit])
def test_role_that_publishes_gives_nothing_without_a_second_factor(role, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user = make_member(role)
    missing = ROLES[role].publishes
    assert access.must_set_up_second_factor(user) is missing
    assert access.has_permission(user, Permission.WORKSPACE_ENTER) is not missing
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert access.must_set_up_second_factor(user) is missing
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    assert not access.must_set_up_second_factor(user)
    assert access.has_permission(user, Permission.WORKSPACE_ENTER)
