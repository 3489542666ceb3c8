from dataclasses import fields
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command

from engagement.web.site import SiteIdentity, check_identity, identity

FIELDS = [field.name for field in fields(SiteIdentity)]


def test_a_complete_identity_passes_the_deploy_check():
    assert check_identity(None) == []


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_identity_field_fails_the_deploy_check(settings, name, value):
    settings.SITE_IDENTITY = {**settings.SITE_IDENTITY, name: value}

    (error,) = check_identity(None)

    assert name in error.msg
    assert f"SITE_{name.upper()}" in error.hint


def test_deployment_stops_when_the_licence_is_missing(settings):
    settings.SITE_IDENTITY = {**settings.SITE_IDENTITY, "licence": ""}

    with pytest.raises(CommandError, match=r"web\.E001"):
        call_command("check", deploy=True)


def test_the_identity_is_read_from_settings_each_time(settings):
    settings.SITE_IDENTITY = {**settings.SITE_IDENTITY, "name": "Thành ủy"}

    assert identity().full_name == "Trang thông tin điện tử tổng hợp Thành ủy"


def test_the_phone_link_holds_only_what_a_phone_dials(settings):
    settings.SITE_IDENTITY = {**settings.SITE_IDENTITY, "phone": "+84 (293) 000-1111"}

    assert identity().phone_link == "+842930001111"


def test_no_code_or_template_of_the_public_page_names_the_province():
    """R-2: the name comes from settings; the only place that may say it is the demo's data."""
    base = Path(django_settings.BASE_DIR)
    places = ["templates", "engagement/web", "engagement/portal", "static/css", "static/js"]
    files = [
        path
        for place in places
        for path in (base / place).rglob("*")
        if path.suffix in {".html", ".txt", ".xml", ".py", ".js", ".css", ".po"}
    ]

    assert len(files) > 60
    naming = [str(path) for path in files if "Hậu Giang" in path.read_text(encoding="utf-8")]
    assert naming == []


@pytest.mark.django_db
def test_every_mandatory_line_stands_in_the_footer(client):
    page = client.get("/").content.decode()

    site = identity()
    for line in (
        site.full_name,
        f"Cơ quan chủ quản: {site.governing_body}",
        site.licence,
        f"Chịu trách nhiệm nội dung: {site.responsible_person}",
        site.chief_editor,
        site.address,
        site.phone,
        site.email,
        f"Ghi rõ nguồn “{site.full_name}” khi phát hành lại",
    ):
        assert line in page


@pytest.mark.django_db
def test_another_name_in_settings_changes_header_footer_and_feed(client, settings):
    settings.SITE_IDENTITY = {**settings.SITE_IDENTITY, "name": "Thành ủy Ví Dụ"}

    assert client.get("/").content.decode().count("Thành ủy Ví Dụ") >= 4
    assert "Thành ủy Ví Dụ" in client.get("/rss/hoi-dap/").content.decode()
