"""The configuration pages: our rights, our log, nothing removed in silence."""

from datetime import date
from itertools import product

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from engagement.accounts.admin_site import ConfigurationAdmin, site
from engagement.accounts.models import Membership, Succession, Unit, User
from engagement.accounts.roles import ROLES, RoleCode
from engagement.audit.models import AuditEvent
from tests.accounts.people import make_staff, sign_in

pytestmark = pytest.mark.django_db
LONG_AGO = date(2015, 1, 1)


@pytest.fixture
def office(client) -> Client:
    client.force_login(make_staff("vanphong", RoleCode.OFFICE))
    return client


def make_unit(code: str, **period: date) -> Unit:
    period.setdefault("valid_from", LONG_AGO)
    return Unit.objects.create(
        code=code, name=f"Sở {code}", short_name=code, kind="department", **period
    )


def last_event() -> AuditEvent:
    return AuditEvent.objects.order_by("-sequence").first()


@pytest.mark.parametrize("role", [code for code in RoleCode if not ROLES[code].per_unit])
def test_configuration_is_open_to_the_office_alone(client, role):
    client.force_login(make_staff("ai", role))
    expected = 200 if role == RoleCode.OFFICE else 404
    for name in ("index", "accounts_user_changelist", "accounts_unit_add"):
        assert client.get(reverse(f"admin:{name}")).status_code == expected


def test_no_shortcut_tells_the_address_of_a_row_of_another_room(office):
    content_type = ContentType.objects.get_for_model(Unit)
    page = f"{reverse('admin:index')}r/{content_type.pk}/{make_unit('yte').pk}/"
    assert office.get(page).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("admin:view_on_site", args=[1, 1])
    assert not any(admin.view_on_site for admin in site._registry.values())


def test_every_registered_page_asks_a_right_and_records():
    assert {User, Unit, Succession, Membership} <= set(site._registry)
    for admin in site._registry.values():
        assert isinstance(admin, ConfigurationAdmin)
        assert admin.permission
        assert not admin.list_editable


@pytest.mark.parametrize(
    ("model", "page"),
    [
        *product(["user", "unit", "membership"], ["changelist", "add"]),
        ("succession", "changelist"),
    ],
)
def test_pages_open_without_inline_code(office, model, page):
    make_unit("yte")
    assert office.get(reverse(f"admin:accounts_{model}_{page}")).status_code == 200


def test_unit_change_tells_old_and_new(office):
    unit = make_unit("yte")
    values = {
        "code": "yte",
        "name": "Sở Y tế",
        "short_name": "yte",
        "kind": "department",
        "valid_from": "2015-01-01",
        "valid_to": "",
    }
    response = office.post(reverse("admin:accounts_unit_change", args=[unit.pk]), values)
    assert response.status_code == 302
    event = last_event()
    assert (event.kind, event.actor_label) == ("accounts.unit.change", "vanphong")
    assert event.detail == {"name": "Sở yte → Sở Y tế"}


def test_new_account_and_role(office):
    response = office.post(
        reverse("admin:accounts_user_add"),
        {
            "username": "yte-traloi",
            "last_name": "Nguyễn Văn",
            "first_name": "An",
            "email": "an@haugiang.example",
            "usable_password": "true",
            "password1": "một mật khẩu đủ dài",
            "password2": "một mật khẩu đủ dài",
        },
    )
    assert response.status_code == 302, response.context["errors"]
    user = User.objects.get(username="yte-traloi")
    assert user.display_name == "Nguyễn Văn An"
    assert "một mật khẩu" not in str(last_event().detail)
    office.post(
        reverse("admin:accounts_membership_add"),
        {
            "user": user.pk,
            "role": RoleCode.UNIT_RESPONDER,
            "unit": make_unit("yte").pk,
            "valid_from": "2026-01-01",
        },
    )
    assert Membership.objects.get(user=user).role == RoleCode.UNIT_RESPONDER
    assert last_event().kind == "accounts.membership.add"


def test_email_of_another_account_is_refused_at_the_field(office):
    make_staff("ai")
    user = make_staff("khac")
    response = office.post(
        reverse("admin:accounts_user_change", args=[user.pk]),
        {"username": "khac", "email": "AI@haugiang.example", "is_active": "on"},
    )
    assert "đã thuộc về một tài khoản khác" in response.content.decode()


def test_account_closed_by_the_office_is_signed_out(office):
    user = make_staff("lanhdao", RoleCode.STANDING)
    browser = Client()
    sign_in(browser, "lanhdao")
    page = reverse("admin:accounts_user_change", args=[user.pk])
    values = {"username": "lanhdao", "email": user.email}
    office.post(page, values)
    assert browser.get(reverse("accounts:role_list")).status_code == 302
    office.post(page, values | {"is_active": "on"})
    user.refresh_from_db()
    assert user.is_active
    assert browser.get(reverse("accounts:role_list")).status_code == 302
    kinds = AuditEvent.objects.order_by("sequence").values_list("kind", flat=True)
    assert "accounts.sessions.end" in kinds
    assert Session.objects.exists()


def test_accounts_and_units_are_never_removed(office):
    user, unit = make_staff("ai"), make_unit("yte")
    for name, obj in (("user", user), ("unit", unit)):
        page = reverse(f"admin:accounts_{name}_delete", args=[obj.pk])
        assert office.post(page, {"post": "yes"}).status_code == 403
        listing = reverse(f"admin:accounts_{name}_changelist")
        office.post(listing, {"action": "delete_selected", "_selected_action": [obj.pk]})
    assert User.objects.filter(pk=user.pk).exists()
    assert Unit.objects.filter(pk=unit.pk).exists()


def test_succession_is_read_here_and_written_by_the_steps_of_a_reorganisation(office):
    old, new = make_unit("old"), make_unit("new")
    columns = {"predecessor": old.pk, "successor": new.pk, "kind": "merge", "decision_number": "1"}
    columns["effective_on"] = timezone.localdate().isoformat()
    response = office.post(reverse("admin:accounts_succession_add"), columns)
    assert (response.status_code, Succession.objects.count()) == (403, 0)
    listing = office.get(reverse("admin:accounts_succession_changelist")).content.decode()
    assert reverse("reorganisation:index") in listing
    assert reverse("admin:accounts_succession_add") not in listing


def test_password_set_by_the_office_is_recorded_without_it(office):
    user = make_staff("ai")
    new = "một mật khẩu đủ dài"
    response = office.post(
        reverse("admin:auth_user_password_change", args=[user.pk]),
        {"usable_password": "true", "password1": new, "password2": new},
    )
    assert response.status_code == 302
    user.refresh_from_db()
    assert user.check_password(new)
    event = last_event()
    assert event.kind == "accounts.user.change"
    assert new not in str(event.detail)
