"""The few people these tests need, as sign-in sees them."""

import time
from datetime import date

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse

from engagement.accounts.models import Membership, Unit, User
from engagement.accounts.roles import RoleCode

PASSWORD = "mật khẩu dài của tôi"
LONG_AGO = date(2015, 1, 1)


def make_staff(username: str, *roles: RoleCode, unit: Unit | None = None) -> User:
    user = User.objects.create_user(username, f"{username}@haugiang.example", PASSWORD)
    for role in roles:
        Membership.objects.create(user=user, role=role, unit=unit, valid_from=LONG_AGO)
    return user


def sign_in(client: Client, username: str, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": username, "password": password})


def confirm(client: Client) -> None:
    """Enter the password once more, as pages that touch the account itself ask for."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def give_totp(user: User) -> str:
    """Set up an authenticator app for `user` and return its secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def give_recovery_codes(user: User) -> list[str]:
    return RecoveryCodes.activate(user).get_unused_codes()


def totp_code(secret: str) -> str:
    """Give the code the app shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
