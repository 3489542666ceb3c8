"""What no browser of ours sends to the sign-in pages is answered, not crashed on."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from engagement.accounts.roles import RoleCode
from tests.accounts.people import PASSWORD, confirm, give_totp, make_staff, sign_in

pytestmark = pytest.mark.django_db
BAD_ADDRESSES = ["http://[", "//[", "http://[::1", "http://℀.example/"]
USER_HANDLE = "MQ"  # "1" in base 64
CREDENTIALS = [
    "",
    "x",
    "0",
    "1",
    "null",
    "false",
    "[]",
    "{}",
    '"x"',
    "[1]",
    '{"id":1}',
    '{"rawId":"AA","response":1}',
    '{"id":"AA","rawId":"AA","response":[],"type":"public-key"}',
    '{"id":"AA","rawId":"AA","response":{},"type":"public-key"}',
    '{"id":"AA","rawId":"AA","type":"x","response":{"userHandle":{},"clientDataJSON":[]}}',
    "[" * 60_000,
    '{"id":' + "9" * 5000 + "}",
    '{"id":"\\u0000"}',
    '{"id":"' + "A" * 70_000 + '"}',
    *(
        json.dumps(
            {
                "id": "AA",
                "rawId": "AA",
                "type": "public-key",
                "response": {
                    "clientDataJSON": data,
                    "authenticatorData": "A" * 50,
                    "attestationObject": data,
                    "signature": "AA",
                    "userHandle": handle,
                },
            }
        )
        for data in ("", "A", "AA", "e30", "bnVsbA", "oA", "n" * 40, "_w", "ở")
        for handle in (None, 1, {}, "", "A", USER_HANDLE, "_w", "enp6enp6enp6enp6enp6enp6")
    ),
]


@pytest.fixture
def open_challenge(client) -> Client:
    client.get(reverse("mfa_login_webauthn"), headers={"x-requested-with": "XMLHttpRequest"})
    return client


def test_malformed_key_at_sign_in_is_a_wrong_key(open_challenge, settings):
    settings.MFA_RATE_LIMITS = False
    page = reverse("mfa_login_webauthn")
    for credential in CREDENTIALS:
        response = open_challenge.post(page, {"credential": credential})
        assert response.status_code == 302, credential[:80]
    assert "Mã chưa đúng." in open_challenge.get(reverse("account_login")).content.decode()


def test_malformed_key_as_second_factor_is_a_wrong_key(client):
    give_totp(make_staff("bientap", RoleCode.EDITOR))
    sign_in(client, "bientap")
    page = reverse("mfa_authenticate")
    for credential in CREDENTIALS:
        assert client.post(page, {"credential": credential}).status_code == 200, credential[:80]


@pytest.mark.parametrize("name", ["mfa_add_webauthn", "mfa_reauthenticate_webauthn"])
def test_malformed_key_of_staff_changes_nothing(client, name):
    make_staff("bientap", RoleCode.EDITOR)
    sign_in(client, "bientap")
    confirm(client)
    client.get(reverse(name))
    for credential in CREDENTIALS:
        response = client.post(reverse(name), {"credential": credential, "name": "x"})
        assert response.status_code in (200, 302), credential[:80]
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("address", BAD_ADDRESSES)
@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "account_reset_password",
        "mfa_index",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_login_webauthn",
        "mfa_reauthenticate_webauthn",
        "socialaccount_connections",
        "admin:login",
        "admin:index",
    ],
)
@pytest.mark.parametrize("is_staff", [False, True])
def test_a_next_that_is_no_address_is_not_followed(client, name, address, is_staff):
    if is_staff:
        make_staff("lanhdao", RoleCode.STANDING)
        sign_in(client, "lanhdao")
    for send in (client.get, client.post):
        response = send(reverse(name), query_params={"next": address})
        assert response.status_code < 500
        assert not response.get("Location", "").startswith(("http", "//"))


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_sign_in_with_a_next_that_is_no_address_goes_to_the_workspace(client, address):
    make_staff("lanhdao", RoleCode.STANDING)
    response = client.post(
        reverse("account_login"), {"login": "lanhdao", "password": PASSWORD, "next": address}
    )
    assert response.headers["Location"].startswith("/lam-viec/")
