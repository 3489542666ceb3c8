"""Sign-in through an identity provider: staff only, and never a new account."""

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal.flows.login import complete_login
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.storage.session import SessionStorage
from django.test import RequestFactory

from engagement.accounts.models import User
from engagement.accounts.roles import RoleCode
from tests.accounts.people import give_totp, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def provider(settings):
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": "Định danh",
                    "client_id": "site",
                    "settings": {"server_url": "https://sso.example"},
                }
            ]
        }
    }


def come_back(client, *, email: str, verified: bool = True, uid: str = "1"):
    """Do what the callback does once the provider has said who it is."""
    request = RequestFactory().get("/")
    request.session = client.session
    request.user = AnonymousUser()
    request._messages = SessionStorage(request)
    login = SocialLogin(
        provider=get_adapter().get_provider(request, "sso"),
        user=User(username="tu-nha-cung-cap", email=email),
        account=SocialAccount(provider="sso", uid=uid),
        email_addresses=[EmailAddress(email=email, verified=verified, primary=True)],
    )
    login.state = {"process": AuthProcess.LOGIN}
    with context.request_context(request):
        response = complete_login(request, login)
    return request, response


def test_verified_address_of_staff_signs_in(client):
    user = make_staff("lanhdao", RoleCode.STANDING)
    request, _ = come_back(client, email="Lanhdao@haugiang.example")
    assert request.user == user
    assert SocialAccount.objects.get().user == user


def test_second_factor_is_asked_for_here_too(client):
    give_totp(make_staff("bientap", RoleCode.EDITOR))
    request, response = come_back(client, email="bientap@haugiang.example")
    assert not request.user.is_authenticated
    assert "bao-ve" in response.headers["Location"]


@pytest.mark.parametrize("case", ["unverified", "unknown", "closed"])
def test_anybody_else_is_sent_back_and_no_account_is_made(client, case):
    user = make_staff("lanhdao", RoleCode.STANDING)
    User.objects.filter(pk=user.pk).update(is_active=case != "closed")
    email = "congdan@haugiang.example" if case == "unknown" else user.email
    request, response = come_back(client, email=email, verified=case != "unverified")
    assert response.status_code == 302
    assert not request.user.is_authenticated
    assert User.objects.count() == 1
    assert not SocialAccount.objects.exists()
    assert "không thuộc về tài khoản cán bộ nào" in str(next(iter(get_messages(request))))
