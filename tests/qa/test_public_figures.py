"""The page of figures that every reader sees."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from qa.models import Publication, Question, Rating
from tests.factories import make_cast, make_question

pytestmark = pytest.mark.django_db
PAGE = reverse("qa:figures")


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()
    yield
    cache.clear()


def words_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_page_says_what_was_counted_and_how(client):
    cast = make_cast()
    for status in ("received", "assigned", "published", "closed"):
        make_question(cast, status)
    sealed = make_question(cast, "assigned")
    Question.objects.filter(pk=sealed.pk).update(is_sealed=True)
    text = words_of(client.get(PAGE))
    assert "Nhận 4 câu, trả lời 2 câu, đúng hạn 2 câu (100 %)" in text
    assert "Đang chờ 2 câu, không câu nào quá 20 ngày làm việc." in text
    assert "Trễ là trễ" in text
    assert "Sở Y tế" in text
    assert f"Năm {timezone.localdate().year}, tính đến hôm nay" in text


def test_without_a_question_the_page_says_so(client):
    text = words_of(client.get(PAGE))
    assert "Nhận 0 câu, trả lời 0 câu." in text


def test_what_one_person_said_is_not_told(client):
    cast = make_cast()
    Rating.objects.create(
        question=make_question(cast, "published"), was_answered="no", satisfaction=1
    )
    text = words_of(client.get(PAGE))
    assert (
        "1 trong 1 câu đã trả lời có đánh giá (100 %); chưa đủ lượt đánh giá để nói mức hài lòng."
        in text
    )
    assert "1,0" not in text


@pytest.mark.parametrize("choice", ["?ky=2019-13&theo=x&ten=y&don_vi=z", "?ky=" + "9" * 300])
def test_a_choice_that_is_none_is_said_and_counts_as_none(client, choice):
    response = client.get(PAGE + choice)
    assert response.status_code == 200
    assert "không có trong danh sách" in words_of(response)


def test_published_answers_lead_to_the_archive_that_holds_as_many(client):
    cast = make_cast()
    for _ in range(2):
        make_question(cast, "published")
    make_question(cast, "retracted")
    for by in ("unit", "field", "commune"):
        body = client.get(PAGE, {"theo": by}).content.decode()
        for address, count in re.findall(r'href="(/hoi-dap/\?[^"]+)"[^>]*>(\d+) câu', body):
            listed = client.get(address.replace("&amp;", "&")).context["page"].paginator.count
            assert listed == int(count) == 2
    Publication.objects.update(published_at="2020-01-01T00:00:00Z")
    assert "?don_vi=" not in client.get(PAGE, {"ten": "nay"}).content.decode()


def test_caches_may_keep_the_page_and_ask_whether_it_changed(client):
    cast = make_cast()
    make_question(cast, "published")
    first = client.get(PAGE)
    assert "public" in first["Cache-Control"]
    assert not first.cookies
    again = client.get(PAGE, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert "Content-Security-Policy" not in again  # the kept page has the nonce of its own
    larger = client.get(PAGE, headers={"If-None-Match": first["ETag"], "Cookie": "text_size=lon"})
    assert larger.status_code in {200, 304}
    make_question(cast, "published")
    assert client.get(PAGE, headers={"If-None-Match": first["ETag"]}).status_code == 304
    cache.clear()
    assert client.get(PAGE, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_page_of_a_signed_in_person_is_kept_by_nobody(client):
    client.force_login(make_cast().editor)
    assert "no-store" in client.get(PAGE)["Cache-Control"]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(client, count, django_assert_max_num_queries):
    cast = make_cast()
    for _ in range(count):
        make_question(cast, "published")
    with django_assert_max_num_queries(14):
        client.get(PAGE)
