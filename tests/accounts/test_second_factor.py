"""An editor without a second factor reaches no staff page (security.md §4, 6.x)."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from engagement.accounts.roles import RoleCode
from tests.accounts.people import give_totp, make_staff

pytestmark = pytest.mark.django_db


def walk(resolver: URLResolver, prefix: str = "/"):
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern).lstrip("^")
        if isinstance(entry, URLResolver):
            yield from walk(entry, path)
        elif isinstance(entry, URLPattern) and "<" not in path and "(" not in path:
            yield path.rstrip("$"), entry.callback


def staff_paths() -> list[str]:
    paths = {
        path
        for path, view in walk(get_resolver())
        if getattr(view, "login_required", True) and not path.startswith("/tai-khoan/")
    }
    assert {"/lam-viec/nhat-ky/", "/lam-viec/vai-tro/", "/lam-viec/quan-tri/"} <= paths
    return sorted(paths)


def test_editor_without_second_factor_reaches_no_staff_page(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user = make_staff("bientap", RoleCode.CHIEF_EDITOR, RoleCode.OFFICE)
    client.force_login(user)
    for path in staff_paths():
        response = client.get(path)
        assert response.status_code == 302, path
        assert response.headers["Location"] == reverse("mfa_index"), path


def test_second_factor_can_be_set_up_and_opens_the_pages(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user = make_staff("bientap", RoleCode.CHIEF_EDITOR)
    client.force_login(user)
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.get(reverse("mfa_activate_totp")).status_code in (200, 302)
    give_totp(user)
    assert client.get(reverse("accounts:audit_log")).status_code == 200


def test_role_that_does_not_publish_needs_none(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(make_staff("kiemtra", RoleCode.INSPECTOR))
    assert client.get(reverse("accounts:audit_log")).status_code == 200


def test_user_model_is_ours():
    assert get_user_model()._meta.label == "accounts.User"
