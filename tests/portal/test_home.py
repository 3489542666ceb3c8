import pytest
from django.urls import reverse

from qa.enums import QuestionStatus
from qa.queries.archive import recently_published
from tests.factories import make_cast, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def publish():
    cast = make_cast()

    def publish(count: int) -> None:
        for _ in range(count):
            make_question(cast, QuestionStatus.PUBLISHED)

    return publish


def test_an_empty_site_says_so_and_offers_what_can_be_done(client):
    page = client.get("/").content.decode()

    assert "Chưa có câu trả lời nào được công bố" in page
    assert reverse("qa:ask") in page
    assert f'action="{reverse("qa:follow")}"' in page
    assert 'name="ma"' in page


def test_published_answers_are_on_the_home_page(client, publish):
    publish(1)
    (answer,) = recently_published(5)

    page = client.get("/").content.decode()

    assert answer.get_absolute_url() in page
    assert f"{answer.unit_name} trả lời" in page
    assert "Kho câu trả lời (1)" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_home_page_makes_few_queries(client, publish, django_assert_max_num_queries, count):
    """R-6.3b: at most 12, whatever the number of answers."""
    publish(count)

    with django_assert_max_num_queries(4):
        client.get("/")


def test_the_home_page_sets_no_cookie_and_calls_no_other_host(client):
    response = client.get("/")

    assert not response.cookies
    page = response.content.decode()
    assert 'src="http' not in page
    assert 'href="http' not in page


def test_pages_weigh_little(client, publish):
    publish(3)

    assert len(client.get("/").content) < 60_000
