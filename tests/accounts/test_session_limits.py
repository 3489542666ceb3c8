"""A session ends 12 hours after sign-in and an hour after the last deed (ASVS 7.3)."""

import time

import pytest
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from engagement.accounts.roles import RoleCode
from engagement.accounts.sessions import ACTIVE_AT, STARTED_AT, SessionStore
from tests.accounts.people import make_staff, sign_in

pytestmark = pytest.mark.django_db
HOUR = 3600
PAGE = "accounts:role_list"
WORDS = "Phiên làm việc của Quý vị đã kết thúc"


@pytest.fixture
def staff(client) -> Client:
    make_staff("lanhdao", RoleCode.STANDING)
    sign_in(client, "lanhdao")
    return client


def let_pass(client: Client, seconds: int, *, active: int | None = None) -> None:
    """Set the clock of the session back: signed in so long ago, and last `active` so long ago."""
    session = client.session
    session[STARTED_AT] -= seconds
    session[ACTIVE_AT] -= seconds if active is None else active
    session.save()


def seconds_left(client: Client) -> float:
    row = Session.objects.get(session_key=client.session.session_key)
    return (row.expire_date - timezone.now()).total_seconds()


def is_signed_in(client: Client) -> bool:
    return client.get(reverse(PAGE)).status_code == 200


def test_an_hour_without_a_deed_ends_the_session_with_a_word(staff):
    let_pass(staff, HOUR + 1)
    response = staff.get(reverse(PAGE), follow=True)
    assert response.redirect_chain[-1][0] == f"{reverse('account_login')}?next={reverse(PAGE)}"
    assert WORDS in response.content.decode()
    assert "60 phút" in response.content.decode()
    assert WORDS not in staff.get(reverse("account_login")).content.decode()


def test_less_than_an_hour_does_not(staff):
    let_pass(staff, HOUR - 60)
    assert is_signed_in(staff)
    assert seconds_left(staff) > HOUR - 60


def test_twelve_hours_end_it_whatever_was_done(staff):
    let_pass(staff, 12 * HOUR - 30, active=0)
    assert is_signed_in(staff)
    assert seconds_left(staff) < 31
    let_pass(staff, 31, active=0)
    assert not is_signed_in(staff)


def test_other_writes_to_the_session_do_not_prolong_it(staff):
    let_pass(staff, HOUR - 10)
    session = staff.session
    session["said"] = "x"
    session.save()
    assert seconds_left(staff) < 11


def test_activity_is_written_once_a_minute(staff):
    let_pass(staff, 50)
    before = staff.session[ACTIVE_AT]
    assert is_signed_in(staff)
    assert staff.session[ACTIVE_AT] == before
    let_pass(staff, 15)
    assert is_signed_in(staff)
    assert staff.session[ACTIVE_AT] > before


def test_a_screen_that_refreshes_itself_is_no_activity(staff):
    let_pass(staff, HOUR - 10)
    staff.get(reverse("live:snapshot", args=["khong-co"]))
    assert seconds_left(staff) < 11


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_the_word_waits_for_the_sign_in_page_when_a_script_hears_it_first(staff, accept):
    let_pass(staff, HOUR + 1)
    address = reverse(PAGE)
    if accept == "text/html":
        address = reverse("live:snapshot", args=["khong-co"])
    staff.get(address, headers={"accept": accept}, follow=True)
    page = staff.get(reverse(PAGE), follow=True)
    assert WORDS in page.content.decode()


def test_a_cookie_of_no_session_is_told_nothing(client):
    client.cookies["sessionid"] = "a" * 32
    response = client.get(reverse(PAGE))
    assert response.status_code == 302
    assert not list(get_messages(response.wsgi_request))
    assert not Session.objects.exists()


def test_signing_in_again_starts_the_clock_anew(staff):
    let_pass(staff, 12 * HOUR)
    assert not is_signed_in(staff)
    sign_in(staff, "lanhdao")
    assert is_signed_in(staff)
    assert seconds_left(staff) > HOUR - 10


def test_a_session_older_than_the_limits_gets_them(staff):
    session = staff.session
    del session[STARTED_AT], session[ACTIVE_AT]
    session.save()
    assert is_signed_in(staff)
    assert staff.session[STARTED_AT] == pytest.approx(time.time(), abs=5)


def test_the_browser_forgets_the_session_when_it_closes(staff):
    assert not staff.cookies["sessionid"]["max-age"]


@pytest.mark.parametrize("key", ["aaaaaaaa\x00", "aaaa aaaa", "a" * 7])
def test_a_key_we_did_not_make_opens_nothing(key):
    """Sockets read the cookie without our HTTP middleware."""
    assert SessionStore(session_key=key).session_key is None
    assert SessionStore(session_key=key).is_empty()
