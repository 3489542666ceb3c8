from datetime import date

import pytest
from django.urls import reverse

from engagement.accounts.models import Membership, User
from engagement.accounts.roles import RoleCode
from engagement.audit.models import AuditEvent
from engagement.intake.models import RateRule
from engagement.intake.purposes import purpose_label

pytestmark = pytest.mark.django_db


def signed_in(client, role):
    user = User.objects.create_user("nguoidung", password="mat-khau-rat-dai")
    Membership.objects.create(user=user, role=role, valid_from=date(2020, 1, 1))
    client.force_login(user)


def test_office_changes_a_limit_and_the_log_tells_it(client, rule):
    changed = rule("test.ask", 5)
    signed_in(client, RoleCode.OFFICE)
    address = reverse("admin:intake_raterule_change", args=[changed.pk])
    assert "giới hạn lượt gửi" in client.get(address).content.decode()
    data = {
        "purpose": "test.ask",
        "applies_to": "any",
        "window_seconds": "60",
        "limit": "9",
        "is_active": "on",
    }
    assert client.post(address, data).status_code == 302
    assert RateRule.objects.get(pk=changed.pk).limit == 9
    event = AuditEvent.objects.get(kind="intake.raterule.change")
    assert event.detail == {"limit": "5 → 9"}


def test_every_limit_of_a_new_site_has_a_name():
    shipped = set(RateRule.objects.values_list("purpose", flat=True))
    assert {"qa.ask", "surveys.answer"} <= shipped
    assert [purpose for purpose in shipped if purpose_label(purpose) == purpose] == []


def test_editor_sees_no_such_page(client, rule):
    changed = rule("test.ask", 5)
    signed_in(client, RoleCode.EDITOR)
    address = reverse("admin:intake_raterule_change", args=[changed.pk])
    assert client.get(address).status_code == 404
