"""R-3.2a, R-8: every section answers; no entry leads nowhere."""

import re

import pytest
from django.urls import reverse

from engagement.portal.functions import FUNCTIONS
from engagement.portal.sections import SECTIONS
from engagement.web.menu import Place, menus_for

pytestmark = pytest.mark.django_db

PATHS = [section.url for section in SECTIONS] + [
    url for section in SECTIONS for _, url in section.links
]
PAGES = ["/lien-he/", "/so-do-trang/", "/ho-tro-tiep-can/", "/du-lieu-ca-nhan/", "/dieu-khoan/"]


@pytest.mark.parametrize("place", [*Place])
def test_every_menu_entry_leads_to_a_page(client, place):
    entries = menus_for("/")[place.value]

    assert entries
    for entry in entries:
        assert client.get(entry.url).status_code == 200, entry


@pytest.mark.parametrize("path", [*PATHS, *PAGES])
def test_every_section_and_part_answers_in_vietnamese(client, path):
    response = client.get(path)

    assert response.status_code == 200
    page = response.content.decode()
    assert '<html lang="vi"' in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("path", ["/", "/so-do-trang/", "/tuong-tac/", "/gioi-thieu/", *PAGES])
def test_no_link_of_these_pages_is_dead(client, path):
    page = client.get(path).content.decode()
    links = {link for link in re.findall(r'href="(/[^"#]*)', page) if "/static/" not in link}

    assert links
    dead = [link for link in sorted(links) if client.get(link).status_code != 200]
    assert dead == []


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.url_name)
def test_what_a_reader_does_stands_under_interaction(function):
    current = [entry.label for entry in menus_for(function.url)["main"] if entry.is_current]

    assert current == ["Tương tác"]


def test_a_section_without_content_says_what_to_do_instead(client):
    page = client.get("/gioi-thieu/nguoi-phat-ngon/").content.decode()

    assert "Chuyên mục chưa có nội dung" in page
    assert reverse("qa:ask") in page


@pytest.mark.parametrize("path", ["/tin-tuc/khong-co/", "/khong-co-muc/", "/gioi-thieu/video/"])
def test_an_unknown_part_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_the_current_entry_is_marked_once(client):
    page = client.get("/van-ban/trung-uong/").content.decode()

    menu = page[page.index('aria-label="Chuyên mục"') : page.index("</header>")]
    assert menu.count("aria-current") == 1
    assert 'aria-current="true">Văn bản' in menu


def test_interaction_lists_what_exists_and_nothing_else(client):
    page = client.get("/tuong-tac/").content.decode()

    for function in FUNCTIONS:
        assert function.url in page
    for absent in ("/cuoc-thi/", "/gop-y/"):
        assert absent not in page


def test_the_names_of_parts_do_not_repeat_within_a_section():
    for section in SECTIONS:
        slugs = [part.slug for part in section.parts]
        assert len(slugs) == len(set(slugs))


def test_protection_of_ideology_has_exactly_its_three_parts():
    """R-8.6."""
    (section,) = (each for each in SECTIONS if each.slug == "bao-ve-nen-tang-tu-tuong")

    assert [part.slug for part in section.parts] == [
        "dua-nghi-quyet-vao-cuoc-song",
        "dau-tranh-tu-tuong-ly-luan",
        "thuc-tien-kinh-nghiem",
    ]
