from datetime import date
from xml.etree import ElementTree as ET

import pytest

from qa.enums import QuestionStatus
from qa.queries.archive import recently_published
from tests.factories import make_cast, make_question, make_unit

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def answer():
    make_question(make_cast(), QuestionStatus.PUBLISHED)
    return recently_published(1)[0]


def test_structure_shows_party_bodies_in_force_only(client):
    """R-8.1."""
    make_unit("ban", "Ban Tuyên giáo và Dân vận", kind="party_body", functions="Tham mưu.")
    make_unit("cu", "Ban Dân vận cũ", kind="party_body", valid_to=date(2025, 2, 1))
    make_unit("so", "Sở Y tế")

    page = client.get("/gioi-thieu/co-cau-to-chuc/").content.decode()

    assert "Ban Tuyên giáo và Dân vận" in page
    assert "Ban Dân vận cũ" not in page
    assert "Sở Y tế" not in page


def test_directory_shows_how_to_reach_each_unit(client):
    make_unit("so", "Sở Y tế", phone="0293 111 2222", email="so@vi-du.vn")
    make_unit("xa", "Xã A", kind="commune")

    page = client.get("/gioi-thieu/danh-ba/").content.decode()

    assert "0293 111 2222" in page
    assert 'href="mailto:so@vi-du.vn"' in page
    assert "Xã A" in page
    assert page.index("Sở Y tế") < page.index("Xã A")


@pytest.mark.parametrize("count", [1, 3])
def test_the_directory_makes_one_query(client, django_assert_num_queries, count):
    for number in range(count):
        make_unit(f"u{number}")

    with django_assert_num_queries(1):
        client.get("/gioi-thieu/danh-ba/")


def test_terms_state_the_prohibited_conduct_by_its_points(client):
    """R-5.1."""
    page = client.get("/dieu-khoan/").content.decode()

    for words in ("Điều 5", "Điểm a", "Điểm b", "Điểm c", "bí mật nhà nước", "quảng cáo"):
        assert words in page
    assert "không phải là lý do bị từ chối" in page


def test_phones_in_the_directory_can_be_called(client):
    make_unit("a", "Sở A", phone="0293 387 8888")
    make_unit("b", "Sở B", phone="0293 1111, 0293 2222")
    page = client.get("/gioi-thieu/danh-ba/").content.decode()

    assert '<a href="tel:02933878888">0293 387 8888</a>' in page
    assert ">0293 1111, 0293 2222</td>" in page


def test_privacy_names_the_law_the_rights_and_the_way(client):
    page = client.get("/du-lieu-ca-nhan/").content.decode()

    for words in (
        "91/2025/QH15",
        "356/2025/NĐ-CP",
        "2 ngày làm việc",
        "rút lại sự đồng ý",
        "mailto:",
    ):
        assert words in page


def test_rss_carries_the_answer_and_its_source(client, answer):
    """R-4.3."""
    response = client.get("/rss/hoi-dap/")
    feed = ET.fromstring(response.content)

    assert response["Content-Type"].startswith("application/rss+xml")
    assert feed.findtext("channel/language") == "vi"
    assert feed.findtext("channel/item/title") == answer.title
    assert answer.unit_name in feed.findtext("channel/item/description", "")
    assert "Nguồn:" in feed.findtext("channel/item/description", "")
    assert feed.findtext("channel/item/link", "").endswith(answer.get_absolute_url())


def test_atom_carries_the_same(client, answer):
    feed = ET.fromstring(client.get("/atom/hoi-dap/").content)

    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == answer.title


def test_an_empty_feed_is_a_feed(client):
    assert ET.fromstring(client.get("/rss/hoi-dap/").content).find("channel") is not None


def test_the_sitemap_names_pages_that_exist(client, answer):
    urls = [
        node.text.removeprefix("http://testserver")
        for node in ET.fromstring(client.get("/sitemap.xml").content).iter(f"{SITEMAP}loc")
    ]

    assert len(urls) == len(set(urls))
    assert answer.get_absolute_url() in urls
    assert [url for url in urls if client.get(url).status_code != 200] == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_sitemap_makes_one_query(client, django_assert_num_queries, count):
    cast = make_cast()
    for _ in range(count):
        make_question(cast, QuestionStatus.PUBLISHED)

    with django_assert_num_queries(1):
        client.get("/sitemap.xml")


def test_robots_keeps_out_of_the_workspace_and_of_codes(client):
    response = client.get("/robots.txt")

    assert response["Content-Type"].startswith("text/plain")
    text = response.content.decode()
    assert "Disallow: /lam-viec/" in text
    assert "Disallow: /hoi-dap/theo-doi/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_public_pages_are_not_changed_by_a_post(client):
    assert client.post("/").status_code == 405
