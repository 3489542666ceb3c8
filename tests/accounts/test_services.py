from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from engagement.accounts import services
from engagement.accounts.enums import SuccessionKind
from engagement.accounts.models import Membership, Succession, Unit, User
from engagement.accounts.roles import RoleCode
from engagement.audit.actors import Actor
from engagement.audit.models import AuditEvent

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
LONG_AGO = date(2015, 1, 1)
OFFICE = Actor.system("test")


def make_unit(code: str, valid_from: date = LONG_AGO) -> Unit:
    return Unit.objects.create(
        code=code, name=f"Sở {code}", short_name=code, kind="department", valid_from=valid_from
    )


def grant(user: User, role: RoleCode, unit: Unit | None = None, **period: date) -> Membership:
    period.setdefault("valid_from", LONG_AGO)
    return services.grant_membership(user=user, role=role, unit=unit, actor=OFFICE, **period)


def kinds() -> list[str]:
    return list(AuditEvent.objects.order_by("sequence").values_list("kind", flat=True))


def in_force(unit: Unit, on: date) -> set[tuple[str, str]]:
    rows = Membership.objects.in_force(on).filter(unit=unit).order_by("pk")
    return set(rows.values_list("user__username", "role"))


def test_grant_is_dated_and_recorded():
    user = User.objects.create_user("a")
    membership = grant(user, RoleCode.EDITOR)
    event = AuditEvent.objects.get()
    assert (event.kind, event.target_id) == ("accounts.membership.grant", str(membership.pk))
    assert event.detail["user"] == "a"
    assert event.detail["role"] == "editor"


def test_site_role_with_a_unit_and_unit_role_without_are_refused():
    user, unit = User.objects.create_user("a"), make_unit("x")
    for role, place in [(RoleCode.EDITOR, unit), (RoleCode.UNIT_LEADER, None)]:
        with pytest.raises(ValidationError):
            grant(user, role, place)
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(user=user, role=role, unit=place, valid_from=TODAY)
    assert kinds() == []


def test_same_role_twice_until_further_notice_is_refused():
    user = User.objects.create_user("a")
    grant(user, RoleCode.EDITOR)
    with pytest.raises(ValidationError):
        grant(user, RoleCode.EDITOR, valid_from=TODAY)


def test_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValidationError):
        grant(
            User.objects.create_user("a"),
            RoleCode.EDITOR,
            valid_from=TODAY,
            valid_to=TODAY - timedelta(days=1),
        )


def test_ended_membership_no_longer_counts_today():
    membership = grant(User.objects.create_user("a"), RoleCode.EDITOR)
    services.end_membership(membership=membership, actor=OFFICE, effective_on=TODAY)
    membership.refresh_from_db()
    assert membership.valid_to == TODAY - timedelta(days=1)
    assert kinds()[-1] == "accounts.membership.end"


def test_membership_taken_back_on_its_first_day_leaves_only_its_events():
    membership = grant(User.objects.create_user("a"), RoleCode.EDITOR, valid_from=TODAY)
    services.end_membership(membership=membership, actor=OFFICE, effective_on=TODAY)
    assert not Membership.objects.exists()
    assert kinds() == ["accounts.membership.grant", "accounts.membership.end"]


def test_rename_takes_everybody_along():
    old, user = make_unit("old"), User.objects.create_user("a")
    grant(user, RoleCode.UNIT_LEADER, old)
    new = services.rename_unit(
        unit=old,
        code="new",
        name="Sở mới",
        short_name="mới",
        decision_number="12/QĐ",
        effective_on=TODAY,
        actor=OFFICE,
    )
    old.refresh_from_db()
    assert old.valid_to == TODAY - timedelta(days=1)
    assert (new.kind, new.valid_from) == (old.kind, TODAY)
    assert in_force(old, TODAY) == set()
    assert in_force(new, TODAY) == {("a", "unit_leader")}


def test_merger_takes_responders_along_and_leaves_heads_to_be_appointed():
    first, second = make_unit("first"), make_unit("second")
    new = make_unit("new", TODAY)
    grant(User.objects.create_user("answers"), RoleCode.UNIT_RESPONDER, first)
    grant(User.objects.create_user("leads"), RoleCode.UNIT_LEADER, second)
    services.merge_units(
        predecessors=[first, second],
        successor=new,
        decision_number="12/QĐ",
        effective_on=TODAY,
        actor=OFFICE,
    )
    assert in_force(new, TODAY) == {("answers", "unit_responder")}
    assert in_force(first, TODAY) == in_force(second, TODAY) == set()
    assert in_force(second, TODAY - timedelta(days=1)) == {("leads", "unit_leader")}
    rows = Succession.objects.order_by("pk").values_list("kind", "decision_number")
    assert list(rows) == [("merge", "12/QĐ")] * 2
    assert kinds().count("accounts.unit.merge") == 2


def test_who_answers_for_both_units_of_a_merger_gets_one_role():
    first, second, new = make_unit("first"), make_unit("second"), make_unit("new", TODAY)
    user = User.objects.create_user("a")
    for unit in (first, second):
        grant(user, RoleCode.UNIT_RESPONDER, unit)
    services.merge_units(
        predecessors=[first, second],
        successor=new,
        decision_number="1",
        effective_on=TODAY,
        actor=OFFICE,
    )
    assert Membership.objects.filter(unit=new).count() == 1


def test_split_and_abolition_end_the_unit():
    whole, gone = make_unit("whole"), make_unit("gone")
    parts = [make_unit("left"), make_unit("right")]
    grant(User.objects.create_user("a"), RoleCode.UNIT_RESPONDER, whole)
    services.split_unit(
        unit=whole, successors=parts, decision_number="1", effective_on=TODAY, actor=OFFICE
    )
    services.abolish_unit(unit=gone, decision_number="2", effective_on=TODAY, actor=OFFICE)
    assert not Membership.objects.in_force(TODAY).exists()
    assert set(Unit.objects.in_force(TODAY).order_by("pk")) == set(parts)


def test_unit_that_has_ended_cannot_end_again():
    unit, other = make_unit("unit"), make_unit("other")
    services.abolish_unit(
        unit=unit, decision_number="1", effective_on=TODAY - timedelta(days=9), actor=OFFICE
    )
    before = kinds()
    with pytest.raises(ValidationError):
        services.merge_units(
            predecessors=[unit],
            successor=other,
            decision_number="2",
            effective_on=TODAY,
            actor=OFFICE,
        )
    assert kinds() == before


def test_successor_not_there_yet_is_refused():
    with pytest.raises(ValidationError):
        services.succeed_unit(
            predecessor=make_unit("old"),
            successor=make_unit("new", TODAY + timedelta(days=1)),
            kind=SuccessionKind.MERGE,
            decision_number="1",
            effective_on=TODAY,
            actor=OFFICE,
        )


def test_merger_that_fails_halfway_changes_nothing():
    good, gone, new = make_unit("good"), make_unit("gone"), make_unit("new")
    services.abolish_unit(
        unit=gone, decision_number="1", effective_on=TODAY - timedelta(days=9), actor=OFFICE
    )
    with pytest.raises(ValidationError):
        services.merge_units(
            predecessors=[good, gone],
            successor=new,
            decision_number="2",
            effective_on=TODAY,
            actor=OFFICE,
        )
    good = Unit.objects.get(pk=good.pk)
    assert good.valid_to is None
    assert not Succession.objects.filter(kind=SuccessionKind.MERGE).exists()
