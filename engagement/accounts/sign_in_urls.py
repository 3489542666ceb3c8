"""Signing in and keeping an account, under /tai-khoan/: allauth's views at Vietnamese addresses.

The names are allauth's own, it reverses them. Left out on purpose: sign-up, and changing one's
e-mail address, which the office keeps.
"""

from collections.abc import Callable
from functools import wraps

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as socialaccount
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, include, path, re_path

View = Callable[..., HttpResponseBase]


def in_the_house(view: View) -> View:
    """Keep a view's `site` (a host) from hiding the house's in the page around it."""

    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse) and response.context_data:
            response.context_data.pop("site", None)
        return response

    return shown


def page(route: str, view: View, name: str) -> URLPattern:
    return path(route, in_the_house(view), name=name)


urlpatterns = [
    page("dang-nhap/", account.login, name="account_login"),
    page("dang-xuat/", account.logout, name="account_logout"),
    page("da-khoa/", account.account_inactive, name="account_inactive"),
    page("xac-nhan/", account.reauthenticate, name="account_reauthenticate"),
    page("mat-khau/doi/", account.password_change, name="account_change_password"),
    page("mat-khau/dat/", account.password_set, name="account_set_password"),
    page("mat-khau/quen/", account.password_reset, name="account_reset_password"),
    page("mat-khau/quen/da-gui/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mat-khau/dat-lai/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        in_the_house(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    page(
        "mat-khau/dat-lai/xong/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    page("bao-ve/", mfa.index, name="mfa_index"),
    page("bao-ve/dang-nhap/", mfa.authenticate, name="mfa_authenticate"),
    page("bao-ve/xac-nhan/", mfa.reauthenticate, name="mfa_reauthenticate"),
    page("bao-ve/ung-dung/bat/", totp.activate_totp, name="mfa_activate_totp"),
    page("bao-ve/ung-dung/tat/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    page("bao-ve/ma-du-phong/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    page(
        "bao-ve/ma-du-phong/tao/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    page(
        "bao-ve/ma-du-phong/tai/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    page("bao-ve/khoa/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    page("bao-ve/khoa/them/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    page("bao-ve/khoa/dang-nhap/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    page(
        "bao-ve/khoa/xac-nhan/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    page("bao-ve/khoa/<int:pk>/go/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    page("bao-ve/khoa/<int:pk>/sua/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    page("dinh-danh/", socialaccount.connections, name="socialaccount_connections"),
    page("dinh-danh/da-huy/", socialaccount.login_cancelled, name="socialaccount_login_cancelled"),
    page(
        "dinh-danh/loi/",
        login_not_required(socialaccount.login_error),
        name="socialaccount_login_error",
    ),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]
