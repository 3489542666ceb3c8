"""Signed-in staff keep their frame on account pages and on what does not exist; others do not."""

import pytest
from django.urls import reverse

from engagement.accounts.roles import RoleCode
from tests.accounts.people import confirm, make_staff, sign_in

pytestmark = pytest.mark.django_db
STAFF, PUBLIC = 'class="ws-body"', 'class="masthead"'
NOWHERE = "/lam-viec/khong-co-trang-nay/"


@pytest.fixture
def staff(client):
    make_staff("lanhdao", RoleCode.STANDING)
    sign_in(client, "lanhdao")
    return client


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "account_change_password",
        "account_reauthenticate",
        "mfa_activate_totp",
        "account_logout",
    ],
)
def test_account_pages_stand_in_the_workspace(staff, name):
    confirm(staff)
    body = staff.get(reverse(name)).content.decode()
    assert STAFF in body
    assert PUBLIC not in body
    assert body.count("<h1>") == 1


def test_what_does_not_exist_keeps_the_frame_of_who_asks(staff, client):
    for address in (NOWHERE, reverse("desk:question_detail", args=["HG-2222-222"])):
        page = staff.get(address)
        assert page.status_code == 404
        assert STAFF in page.content.decode()
        assert "Về bàn làm việc" in page.content.decode()
    assert PUBLIC in staff.get("/khong-co-trang-nay/").content.decode()
    staff.logout()
    assert PUBLIC in staff.get(NOWHERE, follow=True).content.decode()


@pytest.mark.parametrize(
    "name", ["worktime:calendar", "accounts:role_list", "dashboards:questions"]
)
def test_every_page_of_the_staff_has_the_search(staff, name):
    body = staff.get(reverse(name)).content.decode()
    assert f'role="search" action="{reverse("desk:box", args=["tat-ca"])}"' in body


def test_the_chosen_year_is_marked(staff):
    body = staff.get(reverse("worktime:calendar"), {"nam": "2025"}).content.decode()
    assert 'class="btn btn--outline" href="?nam=2025" aria-current="page"' in body
    assert body.count("btn--outline") == 1


def test_the_privacy_page_says_who_reads_name_and_contact(client):
    body = client.get(reverse("portal:privacy")).content.decode()
    assert "Chỉ Ban Biên tập; đơn vị trả lời không thấy" in body
    assert "Người xử lý câu hỏi" not in body
