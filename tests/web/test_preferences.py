import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
ADDRESS = "/giao-dien/"


@pytest.mark.parametrize("path", ["/", "/tim-kiem/?q=tinh", "/lien-he/", "/khong-co/"])
def test_reading_sets_no_cookie(client, path):
    assert not client.get(path).cookies


def test_a_choice_is_remembered_once_made_and_only_the_choice(client):
    response = client.post(ADDRESS, {"co_chu": "lon", "tiep": "/lien-he/?a=1"})

    assert response["Location"] == "/lien-he/?a=1"
    assert list(response.cookies) == ["co_chu"]
    assert 'data-text="lon"' in client.get("/").content.decode()


def test_contrast_is_pressed_when_it_is_on(client):
    client.post(ADDRESS, {"tuong_phan": "cao"})

    page = client.get("/").content.decode()
    assert 'data-contrast="cao"' in page
    assert 'value="thuong"' in page


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "///evil.example",
        "javascript:x",
        "http://[",
        "//[",
        "abc",
        "portal:home",
        "",
    ],
)
def test_the_way_back_never_leaves_the_site(client, target):
    assert client.post(ADDRESS, {"co_chu": "lon", "tiep": target})["Location"] == "/"


def test_an_unknown_value_is_not_remembered(client):
    assert not client.post(ADDRESS, {"co_chu": '"><script>'}).cookies


def test_a_forged_cookie_counts_as_none(client):
    client.cookies["co_chu"] = '"><script>'

    assert 'data-text="vua"' in client.get("/").content.decode()


def test_the_choice_needs_no_token_so_readers_need_no_cookie():
    client = Client(enforce_csrf_checks=True)

    assert client.post(ADDRESS, {"co_chu": "nho"}).status_code == 302


def test_a_choice_is_not_made_by_a_link(client):
    assert client.get(ADDRESS, {"co_chu": "lon"}).status_code == 405
