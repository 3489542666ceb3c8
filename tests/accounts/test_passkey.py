"""A passkey from its first touch to a sign-in without a password, in a real browser."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Page

from engagement.accounts.roles import RoleCode
from tests.accounts.people import PASSWORD, make_staff
from tests.browsers import chromium

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(live_server):
    """A browser whose security key is software and says yes, with every complaint collected."""
    with chromium() as browser:
        page = browser.new_page(base_url=live_server.url, locale="vi")
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        page.complaints = []
        page.on(
            "console",
            lambda said: page.complaints.append(said.text) if said.type == "error" else None,
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        yield page
        # Beside a running browser the test has a database connection of its own.
        connections.close_all()


def enter(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.fill(f"[name={name}]", value)
    page.locator("main form button.btn--primary").first.click()


def test_passkey_is_added_and_signs_in_without_a_password(page):
    user = make_staff("bientap", RoleCode.EDITOR)
    page.goto(reverse("account_login"))
    enter(page, login="bientap", password=PASSWORD)
    page.wait_for_url("**/lam-viec/**")

    page.goto(reverse("mfa_add_webauthn"))
    enter(page, password=PASSWORD)
    page.wait_for_selector("#mfa_webauthn_add")
    page.fill("[name=name]", "Máy ở cơ quan")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: reverse("mfa_add_webauthn") not in url)
    key = Authenticator.objects.get(user=user, type=Authenticator.Type.WEBAUTHN)
    assert key.wrap().name == "Máy ở cơ quan"
    assert key.wrap().is_passwordless

    page.context.clear_cookies()
    page.goto(reverse("account_login"))
    page.click("#passkey_login")
    page.wait_for_url("**/lam-viec/**")
    page.goto(reverse("accounts:role_list"))
    assert page.locator("h1").inner_text() == "Vai trò"
    assert page.complaints == []


def test_key_that_is_not_known_here_says_so_in_words(page):
    page.goto(reverse("account_login"))
    page.click("#passkey_login")
    notice = page.locator("[data-passkey-error]").first
    notice.wait_for(state="visible")
    assert "Chưa xác nhận được khóa" in notice.inner_text()
