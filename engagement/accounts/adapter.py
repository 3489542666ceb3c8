"""How staff sign in: no sign-up, letters through the outbox, an identity provider for staff only."""

from collections.abc import Iterable

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect

from engagement.accounts.models import User
from engagement.jobs.outbox import send_later


class StaffAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are opened by the office (ACCOUNTS_MANAGE), never by whoever comes by."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Tell whether `?next=` may be followed; what is no address at all may not."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:  # "http://[" and the like
            return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Put the letter into the outbox, so that sign-in does not wait for a mail server."""
        letter = self.render_mail(
            template_prefix, email, {"email": email, "site": settings.SITE_IDENTITY, **context}
        )
        with transaction.atomic():
            send_later(to=email, subject=letter.subject, body=letter.body)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, object] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the owner of the account what was changed, at the address the office keeps."""
        address = email or user.email
        if address:
            super().send_notification_mail(template_prefix, user, context, address)


class StaffMFAAdapter(DefaultMFAAdapter):
    def get_totp_label(self, user: User) -> str:
        return user.username

    def _get_site_name(self) -> str:
        """Name the site, not its host, where an authenticator shows whom it signs in to."""
        return str(settings.SITE_IDENTITY["name"])


class StaffSocialAccountAdapter(DefaultSocialAccountAdapter):
    """Sign-in through an identity provider (OpenID Connect) never opens an account."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Connect a first sign-in to the open account with the same, verified, e-mail address.

        Whoever has none is sent back to the sign-in page with a sentence that says so.
        """
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        user = _staff_with_verified_address(sociallogin.email_addresses)
        if user is None:
            messages.error(
                request,
                "Địa chỉ thư điện tử đã định danh của Quý vị không thuộc về tài khoản cán bộ nào. "
                "Xin liên hệ Văn phòng để được cấp tài khoản.",
            )
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, user)


def _staff_with_verified_address(addresses: Iterable[EmailAddress]) -> User | None:
    for address in addresses:
        if address.verified:
            user = User.objects.filter(is_active=True, email__iexact=address.email).first()
            if user:
                return user
    return None
