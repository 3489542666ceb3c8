"""A reorganisation written down, looked at, carried out: all of it, once, on its day."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connections
from django.utils import timezone

from engagement.accounts.access import has_permission, units_with
from engagement.accounts.enums import SuccessionKind
from engagement.accounts.models import Membership, Succession, Unit, User
from engagement.accounts.permissions import Permission
from engagement.accounts.roles import RoleCode
from engagement.audit.actors import Actor
from engagement.audit.models import AuditEvent
from engagement.reorganisation import services, tasks
from engagement.reorganisation.effects import Effect, register_effect
from engagement.reorganisation.enums import ReorganisationStatus as S
from engagement.reorganisation.models import Reorganisation, Successor
from engagement.reorganisation.people import PEOPLE
from engagement.reorganisation.queries import dry_run, plan_of
from engagement.reorganisation.rules import problems
from engagement.workflow.exceptions import Conflict, Denied, InvalidTransition
from tests.factories import make_member, make_unit

pytestmark = pytest.mark.django_db
NEW = {"code": "so-moi", "name": "Sở Mới", "short_name": "Sở Mới", "kind": "department"}
OTHER_NEW = {"code": "so-khac", "name": "Sở Khác", "short_name": "Sở Khác", "kind": "department"}


def office() -> User:
    return User.objects.filter(username="vanphong").first() or make_member(
        RoleCode.OFFICE, username="vanphong"
    )


def draft(kind: str, *units: Unit, on: date | None = None) -> Reorganisation:
    return services.create_reorganisation(
        kind=SuccessionKind(kind),
        units=units,
        decision_number="12-QĐ/TU",
        effective_on=on or timezone.localdate(),
        by=office(),
    )


def add(reorganisation: Reorganisation, unit: Unit | None = None, **new: str) -> Successor:
    return services.add_successor(
        reorganisation=reorganisation, by=office(), unit=unit, new=new or None
    )


def again(reorganisation: Reorganisation) -> Reorganisation:
    return Reorganisation.objects.get(pk=reorganisation.pk)


def in_force(unit: Unit) -> set[tuple[str, str]]:
    rows = Membership.objects.in_force(timezone.localdate()).filter(unit=unit).order_by("pk")
    return set(rows.values_list("user__username", "role"))


def test_merger_into_a_new_unit_is_done_whole():
    first, second = make_unit("a"), make_unit("b")
    below = make_unit("c", parent=first)
    officer = make_member(RoleCode.UNIT_RESPONDER, first, username="can-bo")
    make_member(RoleCode.UNIT_LEADER, second, username="thu-truong")
    merger = draft("merge", first, second)
    add(merger, **NEW)
    assert list(problems(plan_of(merger))) == []
    services.apply_by(reorganisation=merger, by=office())
    new = Unit.objects.get(code="so-moi")
    first.refresh_from_db()
    below.refresh_from_db()
    assert again(merger).status == S.APPLIED
    assert (new.valid_from, first.valid_to) == (
        merger.effective_on,
        merger.effective_on - timedelta(1),
    )
    assert Succession.objects.filter(successor=new, decision_number="12-QĐ/TU").count() == 2
    assert in_force(new) == {("can-bo", "unit_responder")}
    assert below.parent == new
    assert units_with(officer, Permission.QUESTION_ANSWER) == {new.pk, first.pk, second.pk}
    assert AuditEvent.objects.filter(kind="reorganisation.apply").count() == 1


def test_what_was_chosen_for_a_person_goes_before_the_rule():
    whole = make_unit("a")
    stays = make_member(RoleCode.UNIT_RESPONDER, whole, username="o-lai")
    head = make_member(RoleCode.UNIT_LEADER, whole, username="thu-truong")
    make_member(RoleCode.UNIT_RESPONDER, whole, username="theo-chung")
    split = draft("split", whole)
    left, right = add(split, **NEW), add(split, **OTHER_NEW)
    people = {user: str(user.memberships.get().pk) for user in (stays, head)}
    effect = next(row.effect for row in dry_run(plan_of(split)) if row.effect.code == PEOPLE)
    services.choose(
        reorganisation=split,
        effect=effect,
        chosen={people[stays]: None, people[head]: right},
        by_rule=[],
        by=office(),
    )
    services.apply_by(reorganisation=split, by=office())
    left.refresh_from_db()
    right.refresh_from_db()
    assert in_force(left.unit) == {("theo-chung", "unit_responder")}
    assert in_force(right.unit) == {("thu-truong", "unit_leader")}
    assert not has_permission(stays, Permission.QUESTION_ANSWER)


def test_planned_one_is_carried_out_by_itself_on_its_day_and_not_before(monkeypatch):
    unit, tomorrow = make_unit("a"), timezone.localdate() + timedelta(1)
    rename = draft("rename", unit, on=tomorrow)
    add(rename, **NEW)
    with pytest.raises(Denied, match="Chưa đến ngày"):
        services.apply_by(reorganisation=rename, by=office())
    services.plan(reorganisation=rename, by=office())
    tasks.apply_what_is_due()
    assert not Unit.objects.filter(code="so-moi").exists()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: tomorrow)
    tasks.apply_what_is_due()
    tasks.apply_what_is_due()  # what is done stays done once
    assert again(rename).status == S.APPLIED
    assert Unit.objects.get(code="so-moi").valid_from == tomorrow
    assert Succession.objects.count() == 1


def test_what_cannot_be_done_on_its_day_says_why_and_holds_nobody_up(monkeypatch):
    tomorrow = timezone.localdate() + timedelta(1)
    for code, new in (("a", NEW), ("b", OTHER_NEW)):
        planned = draft("rename", make_unit(code), on=tomorrow)
        add(planned, **new)
        services.plan(reorganisation=planned, by=office())
    make_unit("so-moi")  # somebody took the code in the meantime
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: tomorrow)
    assert services.apply_due(tomorrow) == 1
    stuck = Reorganisation.objects.get(status=S.PLANNED)
    assert "Mã so-moi đã có" in stuck.problem
    assert Reorganisation.objects.get(status=S.APPLIED).problem == ""


def test_failure_in_the_middle_leaves_nothing():
    """What a killed process leaves is what a rolled back transaction leaves: nothing."""
    unit = make_unit("a")
    make_member(RoleCode.UNIT_RESPONDER, unit, username="can-bo")
    rename = draft("rename", unit)
    add(rename, **NEW)

    class Killed(BaseException):
        pass

    def die(plan, by):
        raise Killed

    nothing = {"counts": lambda plan: {}, "items": lambda plan: []}
    register_effect(Effect("zz-dies", "", "", apply=die, **nothing))
    events = AuditEvent.objects.count()
    try:
        with pytest.raises(Killed):
            services.carry_out(reorganisation=again(rename), actor=Actor.staff(office()))
    finally:
        register_effect(Effect("zz-dies", "", "", **nothing))
    unit.refresh_from_db()
    assert (again(rename).status, unit.valid_to) == (S.DRAFT, None)
    assert in_force(unit) == {("can-bo", "unit_responder")}
    assert not Unit.objects.filter(code="so-moi").exists()
    assert AuditEvent.objects.count() == events
    services.apply_by(reorganisation=again(rename), by=office())  # and it can be done again
    assert in_force(Unit.objects.get(code="so-moi")) == {("can-bo", "unit_responder")}


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_carry_it_out_once():
    rename = draft("rename", make_unit("a"))
    add(rename, **NEW)
    user = office()
    barrier = threading.Barrier(2, timeout=10)
    outcomes: list[str] = []

    def run():
        mine = again(rename)
        barrier.wait()
        try:
            services.apply_by(reorganisation=mine, by=user)
            outcomes.append("done")
        except Conflict:
            outcomes.append("conflict")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["conflict", "done"]
    assert Succession.objects.count() == 1
    assert Unit.objects.filter(code="so-moi").count() == 1


def test_page_opened_before_a_change_cannot_carry_it_out():
    rename = draft("rename", make_unit("a"))
    seen = rename.status_changed_at
    add(rename, **NEW)
    with pytest.raises(Conflict):
        services.apply_by(reorganisation=rename, by=office(), seen=seen)
    assert again(rename).status == S.DRAFT


@pytest.mark.parametrize(
    ("kind", "units", "new", "sentence"),
    [
        ("rename", 1, 0, "cần đúng 1 đơn vị kế tục"),
        ("rename", 2, 1, "cần đúng 1 đơn vị được sắp xếp"),
        ("merge", 1, 0, "cần đúng 1 đơn vị kế tục"),
        ("split", 1, 1, "cần ít nhất 2 đơn vị kế tục"),
    ],
)
def test_what_is_missing_is_said(kind, units, new, sentence):
    found = draft(kind, *(make_unit(f"u{number}") for number in range(units)))
    for columns in (NEW, OTHER_NEW)[:new]:
        add(found, **columns)
    assert any(sentence in one for one in problems(plan_of(found)))
    with pytest.raises(Denied):
        services.apply_by(reorganisation=found, by=office())


def test_units_that_have_ended_or_are_planned_elsewhere_are_refused():
    unit, tomorrow = make_unit("a"), timezone.localdate() + timedelta(1)
    planned = draft("rename", unit, on=tomorrow)
    add(planned, **NEW)
    services.plan(reorganisation=planned, by=office())
    second = draft("rename", unit)
    add(second, **OTHER_NEW)
    assert "sắp xếp khác" in " ".join(problems(plan_of(second)))
    services.cancel(reorganisation=planned, by=office())
    assert list(problems(plan_of(second))) == []
    services.apply_by(reorganisation=second, by=office())
    third = draft("abolish", unit, on=tomorrow)
    assert "ngay trước ngày" in " ".join(problems(plan_of(third)))


def test_only_the_office_and_only_a_draft():
    unit = make_unit("a")
    found = draft("abolish", unit)
    stranger = make_member(RoleCode.EDITOR, username="bientap")
    for deed in (services.cancel, services.plan, services.apply_by):
        with pytest.raises(Denied):
            deed(reorganisation=found, by=stranger)
    services.cancel(reorganisation=found, by=office())
    with pytest.raises(Denied):
        add(found, make_unit("b"))
    with pytest.raises(InvalidTransition):
        services.apply_by(reorganisation=found, by=office())
