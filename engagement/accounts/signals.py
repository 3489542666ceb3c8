"""What sign-in tells the audit log: allauth does it, we write it down.

A failed sign-in has no actor, so it is a line in the server's log and no event.
"""

import logging

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from engagement.accounts.models import User
from engagement.accounts.sessions import start_clock
from engagement.audit.actors import Actor
from engagement.audit.services import record

logger = logging.getLogger(__name__)

AUDIT_KINDS = {
    "accounts.session.start": "Đăng nhập",
    "accounts.session.end": "Đăng xuất",
    "accounts.password.change": "Đổi mật khẩu",
    "accounts.second_factor.add": "Thêm lớp bảo vệ thứ hai",
    "accounts.second_factor.remove": "Bỏ lớp bảo vệ thứ hai",
    "accounts.second_factor.renew": "Tạo lại mã dự phòng",
}


@receiver(user_logged_in)
def record_session_start(user: User, **_: object) -> None:
    _record("accounts.session.start", user)


@receiver(user_logged_in)
def start_session_clock(request: HttpRequest, **_: object) -> None:
    start_clock(request.session)


@receiver(user_logged_out)
def record_session_end(user: User | None, **_: object) -> None:
    if user is not None:
        _record("accounts.session.end", user)


@receiver(user_login_failed)
def log_failed_sign_in(request: HttpRequest | None = None, **_: object) -> None:
    """Say that it happened, not what was typed: a password lands in the wrong field at times."""
    logger.warning("failed sign-in at %s", request.path if request else "no request")


@receiver([password_changed, password_set, password_reset])
def record_password_change(user: User, **_: object) -> None:
    _record("accounts.password.change", user)


@receiver(authenticator_added)
def record_authenticator_added(user: User, authenticator: Authenticator, **_: object) -> None:
    _record("accounts.second_factor.add", user, after=authenticator.type)


@receiver(authenticator_removed)
def record_authenticator_removed(user: User, authenticator: Authenticator, **_: object) -> None:
    _record("accounts.second_factor.remove", user, before=authenticator.type)


@receiver(authenticator_reset)
def record_authenticator_reset(user: User, authenticator: Authenticator, **_: object) -> None:
    _record("accounts.second_factor.renew", user, after=authenticator.type)


def _record(kind: str, user: User, *, before: str = "", after: str = "") -> None:
    with transaction.atomic():
        record(kind=kind, actor=Actor.staff(user), target=user, before=before, after=after)
