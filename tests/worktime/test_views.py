from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from engagement.accounts.models import Membership, User
from engagement.accounts.roles import RoleCode
from engagement.worktime.models import CalendarDay, ConfirmedYear
from engagement.worktime.services import seed_years
from tests.worktime.test_rows import NOTICE_2027

pytestmark = pytest.mark.django_db

PAGE = "/lam-viec/lich-lam-viec/"


@pytest.fixture
def staff(client):
    def sign_in(role):
        user = User.objects.create_user(f"u-{role.value.lower()}", password="x")
        Membership.objects.create(user=user, role=role, valid_from=date(2024, 1, 1))
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return user

    return sign_in


def upload(content):
    return SimpleUploadedFile("lich.csv", content.encode(), "text/csv")


def test_page_is_closed_to_visitors(client):
    assert client.get(PAGE).status_code == 302
    assert client.post(reverse("worktime:calendar_import")).status_code == 302


def test_every_member_of_staff_reads_the_year(client, staff):
    seed_years(years=[2026, 2027])
    staff(RoleCode.STANDING)
    html = client.get(PAGE, {"nam": "2026"}).content.decode()
    assert "Thứ Sáu, 02/01/2026" in html
    assert "12729" in html
    assert "Ngày làm bù" in html
    assert "cần xác nhận" in html
    assert "Nhập lịch nghỉ chính thức" not in html
    assert "Điều 112" not in html
    assert "Dự kiến" in client.get(PAGE, {"nam": "2027"}).content.decode()
    CalendarDay.objects.filter(date__year=2027, date__month=2).delete()
    assert "năm 2027 mới có" in client.get(PAGE, {"nam": "2027"}).content.decode()


@pytest.mark.parametrize("year", ["", "abc", "20261", "²⁰²⁶", "0000", "1800"])
def test_a_strange_year_is_no_error(client, staff, year):
    staff(RoleCode.EDITOR)
    assert client.get(PAGE, {"nam": year}).status_code == 200


def test_office_imports_a_notice(client, staff):
    seed_years(years=[2027])
    staff(RoleCode.OFFICE)
    data = {"file": upload(NOTICE_2027), "confirms_year": "2027"}
    response = client.post(reverse("worktime:calendar_import"), data, follow=True)
    assert "Đã ghi 3 ngày" in response.content.decode()
    assert ConfirmedYear.objects.filter(year=2027).exists()


def test_a_bad_notice_is_refused_whole_with_its_rows(client, staff):
    staff(RoleCode.OFFICE)
    rows = CalendarDay.objects.count()
    data = {"file": upload(NOTICE_2027 + "31/02/2027,nghỉ,TB,\n")}
    response = client.post(reverse("worktime:calendar_import"), data)
    assert response.status_code == 422
    assert "Dòng 5" in response.content.decode()
    assert CalendarDay.objects.count() == rows


def test_a_notice_does_not_confirm_a_year_it_does_not_name(client, staff):
    staff(RoleCode.OFFICE)
    data = {"file": upload(NOTICE_2027), "confirms_year": "2028"}
    response = client.post(reverse("worktime:calendar_import"), data)
    assert response.status_code == 422
    assert "Tệp không có ngày nào của năm 2028" in response.content.decode()


def test_who_does_not_configure_finds_no_import(client, staff):
    staff(RoleCode.EDITOR)
    data = {"file": upload(NOTICE_2027)}
    assert client.post(reverse("worktime:calendar_import"), data).status_code == 404
    assert not CalendarDay.objects.filter(date__year=2027).exists()
