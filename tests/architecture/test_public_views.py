"""Closed by default: who is not signed in reaches the views on this reviewed list, no other."""

import re

import pytest
from django.conf import settings
from django.shortcuts import resolve_url

from tests.architecture.addresses import addresses

# A name is added here only with the review of a second person: its view must be safe for anyone.
PUBLIC = {
    # The public site
    "web:healthz",
    "web:preferences",
    "web:components",  # demo only: the page of the interface's pieces, without data
    "portal:home",
    "portal:search",
    "portal:contact",
    "portal:site_map",
    "portal:accessibility",
    "portal:privacy",
    "portal:terms",
    "portal:robots",
    "portal:sitemap",
    "portal:answers_rss",
    "portal:answers_atom",
    "portal:interaction",
    "portal:structure",
    "portal:directory",
    "portal:section",
    "portal:part",
    # Questions and answers; what follows a question is opened by its tracking code
    "qa:archive",
    "qa:ask",
    "qa:answer",
    "qa:figures",  # counts alone, ratings of small groups left out
    "open_data:index",
    "open_data:openapi",
    "open_data:file",  # units, fields, the list of files
    "open_data:year_file",  # what the archive shows, and the public figures
    "qa:similar",  # compares what is typed with published answers; stores nothing
    "qa:answered_me",  # adds one to a published answer's counter, within limits
    "qa:follow",
    "qa:follow_question",
    "qa:follow_add",
    "qa:follow_object",
    "qa:follow_withdraw",
    "qa:follow_attachment",
    "qa:follow_rate",
    "qa:follow_reopen",
    "qa:versions",  # earlier public versions; what was removed is not there any more
    "qa:version",
    # Personal data: the tracking code and a one-time code sent to the address that was given
    "qa:follow_data",
    "qa:follow_data_send",
    "qa:follow_data_prove",
    "qa:follow_data_export",
    "qa:follow_data_correct",
    "qa:follow_data_delete",
    # Answering a survey; what is typed travels with the page and belongs to who typed it
    "surveys:index",
    "surveys:start",
    "surveys:answer",
    "surveys:receipt",
    "surveys:paper",
    "surveys:kiosk",
    "surveys:kiosk_answer",
    "surveys:kiosk_receipt",
    "surveys:results",  # shows the public snapshot alone, and only where it is public
    "surveys:chart",  # a chart of that page, for whom the page is
    "surveys:texts",  # reviewed and masked, after closing, for whom that page is
    "surveys:minutes",
    "surveys:minutes_file",
    "surveys:ballot_list",
    # What stands around every public form
    "intake:challenge",
    "intake:receipt",
    "intake:state",
    "live:snapshot",  # asks the topic who may listen
    # The way in for staff
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "openid_connect_login",
    "openid_connect_callback",
    "admin:login",
}
ALL = list(addresses())
CLOSED = [address for address in ALL if not address.is_public]
SAMPLES = {"int": "1", "uuid": "0" * 8 + "-0000-4000-8000-" + "0" * 12}


def sample_path(route: str) -> str:
    """Return a path that matches `route`, with made-up values for its parameters."""
    route = re.sub(
        r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)", "x", route.replace("^", "").replace("$", "")
    )
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda match: SAMPLES.get(match[1] or "", "x"), route)


def test_public_views_are_those_on_the_list():
    public = {address.name for address in ALL if address.is_public}
    assert public - PUBLIC == set(), "public without review"
    assert PUBLIC - public == set(), "on the list, but gone or closed"


def test_no_public_view_is_nameless():
    assert [address.route for address in ALL if address.is_public and address.name == "?"] == []


def test_login_is_asked_for_by_a_middleware():
    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in settings.MIDDLEWARE


@pytest.mark.django_db
@pytest.mark.parametrize("address", CLOSED, ids=lambda address: address.route or "/")
def test_a_visitor_is_sent_to_sign_in(client, address):
    response = client.get(sample_path(address.route))
    assert response.status_code == 302
    login_pages = (
        resolve_url(settings.LOGIN_URL),
        "/lam-viec/quan-tri/login/",
        "/tai-khoan/dang-nhap/",
    )
    assert response["Location"].startswith(login_pages)
