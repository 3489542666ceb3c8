"""How staff sign in, stay signed in, and stop being signed in (ASVS 6 and 7)."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch, reverse

from engagement.accounts import services
from engagement.accounts.models import User
from engagement.accounts.roles import RoleCode
from engagement.audit.actors import Actor
from engagement.audit.models import AuditEvent
from engagement.jobs.models import OutboxMessage
from tests.accounts.people import (
    PASSWORD,
    confirm,
    give_recovery_codes,
    give_totp,
    make_staff,
    sign_in,
    totp_code,
)

pytestmark = pytest.mark.django_db
ROLES_PAGE = "accounts:role_list"


def is_signed_in(client: Client) -> bool:
    return client.get(reverse(ROLES_PAGE)).status_code == 200


@pytest.fixture
def leader() -> User:
    return make_staff("lanhdao", RoleCode.STANDING)


@pytest.fixture
def editor() -> User:
    return make_staff("bientap", RoleCode.EDITOR)


# --- Password --------------------------------------------------------------------------------


def test_staff_sign_in_and_the_log_knows(client, leader):
    response = sign_in(client, "lanhdao")
    assert response.status_code == 302
    assert is_signed_in(client)
    event = AuditEvent.objects.get(kind="accounts.session.start")
    assert event.actor_label == "lanhdao"


def test_user_name_of_nobody_and_wrong_password_look_the_same(client, leader):
    def page(username):
        text = sign_in(client, username, "sai mật khẩu").content.decode()
        assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in text
        return re.sub(r'value="[^"]*"|nonce="[^"]*"', "", text)

    assert page("lanhdao") == page("khongcoai")


def test_what_was_not_filled_in_is_told_politely_and_without_a_false_promise(client, leader):
    text = sign_in(client, "", "").content.decode()
    assert "Tên đăng nhập: Quý vị chưa điền mục này." in text
    assert "Những gì Quý vị đã nhập vẫn còn bên dưới, trừ mật khẩu." in text
    client.force_login(leader)
    changed = client.post(reverse("account_change_password"), {}).content.decode()
    assert changed.count("trừ mật khẩu") == 1
    assert "bạn" not in changed


def test_five_wrong_passwords_lock_the_right_one_out_for_a_while(client, leader):
    for _ in range(5):
        sign_in(client, "lanhdao", "sai")
    response = sign_in(client, "lanhdao")
    assert "quá nhiều lần" in response.content.decode()
    assert not is_signed_in(client)


def test_nobody_signs_up(client):
    for name in ("account_signup", "account_email", "socialaccount_signup"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert "account_signup" not in client.get(reverse("account_login")).content.decode()


def test_next_page_of_another_host_is_not_followed(client, leader):
    response = client.post(
        reverse("account_login") + "?next=//evil.example/",
        {"login": "lanhdao", "password": PASSWORD, "next": "//evil.example/"},
    )
    assert response.headers["Location"].startswith("/lam-viec/")


# --- Sessions --------------------------------------------------------------------------------


def test_session_key_changes_at_sign_in(client, leader):
    """A cookie planted before sign-in opens nothing after it."""
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key
    sign_in(client, "lanhdao")
    assert client.cookies["sessionid"].value != session.session_key
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_sign_out_ends_the_session_on_the_server(client, leader):
    sign_in(client, "lanhdao")
    stolen = client.cookies["sessionid"].value
    client.post(reverse("account_logout"))
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert not is_signed_in(thief)


def test_closed_account_is_out_at_the_next_request_and_old_sessions_stay_dead(client, leader):
    sign_in(client, "lanhdao")
    User.objects.filter(pk=leader.pk).update(is_active=False)
    assert not is_signed_in(client)
    sign_in(client, "lanhdao")
    assert not is_signed_in(client)


def test_ended_sessions_do_not_come_back_when_the_account_is_opened_again(client, leader):
    other = Client()
    for browser in (client, other):
        sign_in(browser, "lanhdao")
    services.end_sessions(user=leader, actor=Actor.system("test"))
    assert not is_signed_in(client)
    assert not is_signed_in(other)
    sign_in(client, "lanhdao")
    assert is_signed_in(client)


def test_new_password_ends_the_other_sessions(client, leader):
    other = Client()
    for browser in (client, other):
        sign_in(browser, "lanhdao")
    new = "một mật khẩu khác hẳn"
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert AuditEvent.objects.filter(kind="accounts.password.change").exists()


@pytest.mark.parametrize("weak", ["ngắn", "1qaz2wsx3edc", "lanhdao12345"])
def test_weak_password_is_refused(client, leader, weak):
    sign_in(client, "lanhdao")
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": weak, "password2": weak},
    )
    leader.refresh_from_db()
    assert leader.check_password(PASSWORD)


# --- Forgotten password ----------------------------------------------------------------------


def ask_for_reset(client: Client, email: str):
    return client.post(reverse("account_reset_password"), {"email": email})


def test_reset_tells_nobody_whether_an_account_exists(client, leader):
    known = ask_for_reset(client, leader.email)
    unknown = ask_for_reset(client, "khongai@haugiang.example")
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    letter = OutboxMessage.objects.get()
    assert letter.to == leader.email
    assert "Kính gửi Quý vị" in letter.body


def test_reset_of_a_closed_account_sends_nothing(client, leader):
    User.objects.filter(pk=leader.pk).update(is_active=False)
    ask_for_reset(client, leader.email)
    assert not OutboxMessage.objects.exists()


def test_reset_by_letter_ends_sessions_and_keeps_the_second_factor(client, editor):
    """ASVS 6.4.3: a reset password is not a way around the second factor."""
    give_totp(editor)
    ask_for_reset(client, editor.email)
    link = re.search(r"https?://[^/]+(/\S+)", OutboxMessage.objects.get().body)[1]
    form = client.get(link, follow=True)
    new = "một mật khẩu khác hẳn"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    response = sign_in(client, "bientap", new)
    assert response.headers["Location"].startswith(reverse("mfa_authenticate"))
    again = client.get(link, follow=True)
    assert "không còn dùng được" in again.content.decode()


# --- Second factor ---------------------------------------------------------------------------


def test_totp_is_set_up_on_the_page_and_then_asked_for(
    client, editor, django_capture_on_commit_callbacks
):
    sign_in(client, "bientap")
    assert client.get(reverse("mfa_activate_totp")).status_code == 302
    confirm(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": totp_code(secret)})
    kinds = set(Authenticator.objects.filter(user=editor).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}
    added = AuditEvent.objects.filter(kind="accounts.second_factor.add").order_by("sequence")
    assert set(added.values_list("after", flat=True)) == kinds
    letter = OutboxMessage.objects.order_by("pk").first()
    assert (letter.to, letter.subject) == (editor.email, "Đã bật ứng dụng xác thực")
    client.post(reverse("account_logout"))

    sign_in(client, "bientap")
    assert not is_signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": totp_code(secret)})
    assert is_signed_in(client)


def test_wrong_code_says_so_in_vietnamese(client, editor):
    give_totp(editor)
    sign_in(client, "bientap")
    page = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Mã chưa đúng." in page.content.decode()
    assert not is_signed_in(client)


def test_code_is_good_once(client, editor):
    """ASVS 6.5.1."""
    code = totp_code(give_totp(editor))
    for browser, expected in ((client, True), (Client(), False)):
        sign_in(browser, "bientap")
        browser.post(reverse("mfa_authenticate"), {"code": code})
        assert is_signed_in(browser) is expected


def test_guesses_of_the_code_are_limited(client, editor):
    secret = give_totp(editor)
    sign_in(client, "bientap")
    for _ in range(6):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    page = client.post(reverse("mfa_authenticate"), {"code": totp_code(secret)})
    assert "quá nhiều" in page.content.decode()
    assert not is_signed_in(client)


def test_recovery_code_is_good_once(client, editor):
    give_totp(editor)
    code = give_recovery_codes(editor)[0]
    for browser, expected in ((client, True), (Client(), False)):
        sign_in(browser, "bientap")
        browser.post(reverse("mfa_authenticate"), {"code": code})
        assert is_signed_in(browser) is expected


def test_lost_phone_is_helped_by_the_office(client, editor):
    give_totp(editor)
    services.reset_second_factor(user=editor, actor=Actor.system("test"))
    sign_in(client, "bientap")
    assert is_signed_in(client)
    kinds = AuditEvent.objects.order_by("sequence").values_list("kind", flat=True)
    assert "accounts.second_factor.reset" in kinds


# --- Every page ------------------------------------------------------------------------------

OPEN_PAGES = [
    "account_login",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
]
OWN_PAGES = [
    "account_logout",
    "account_reauthenticate",
    "account_change_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "socialaccount_connections",
]
PROTECTED_PAGES = [
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
]
ENGLISH = re.compile(
    r"\b(Sign|Password|password|Email|Code|your|the|Username|Security|Recovery|Master key)\b"
)


def visible_text(response) -> str:
    """The words on the page and in its placeholders, without markup, scripts and addresses."""
    html = response.content.decode()
    html = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", html, flags=re.DOTALL)
    placeholders = " ".join(re.findall(r'placeholder="([^"]*)"', html))
    return re.sub(r"<[^>]+>", " ", html) + placeholders


@pytest.mark.parametrize("name", OPEN_PAGES)
def test_open_page_speaks_vietnamese(client, name):
    response = client.get(reverse(name))
    assert response.status_code == (401 if name == "socialaccount_login_error" else 200)
    assert ENGLISH.findall(visible_text(response)) == []


@pytest.mark.parametrize("name", OWN_PAGES)
def test_page_of_the_account_speaks_vietnamese(client, leader, name):
    sign_in(client, "lanhdao")
    confirm(client)
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert ENGLISH.findall(visible_text(response)) == []


@pytest.mark.parametrize("name", PROTECTED_PAGES)
def test_page_of_a_protected_account_speaks_vietnamese(client, editor, name):
    secret = give_totp(editor)
    give_recovery_codes(editor)
    sign_in(client, "bientap")
    page = client.get(reverse("mfa_authenticate"))
    assert ENGLISH.findall(visible_text(page)) == []
    client.post(reverse("mfa_authenticate"), {"code": totp_code(secret)})
    confirm(client)
    response = client.get(reverse(name))
    assert response.status_code == (401 if name == "socialaccount_login_error" else 200)
    assert ENGLISH.findall(visible_text(response)) == []


@pytest.mark.parametrize("name", OWN_PAGES)
def test_page_of_the_account_asks_a_visitor_to_sign_in(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 302
