"""R-6.3c: the reader finds it with or without marks, old or new tone placement."""

from datetime import date

import pytest

from engagement.portal.search import excerpt, sections_matching, units_matching
from qa.enums import QuestionStatus
from tests.factories import make_cast, make_question, make_unit

TODAY = date(2026, 11, 24)


def test_words_are_marked_as_the_archive_finds_them():
    assert excerpt("Sở Xây dựng trả lời", "xay") == "Sở <mark>Xây</mark> dựng trả lời"


def test_what_was_published_is_escaped_around_and_inside_the_mark():
    assert excerpt("<b>đường</b> & <i>", "duong") == (
        "&lt;b&gt;<mark>đường</mark>&lt;/b&gt; &amp; &lt;i&gt;"
    )


def test_a_long_text_is_cut_at_words_around_the_first_find():
    text = "mở đầu " * 40 + "bảo hiểm y tế " + "kết thúc " * 40

    piece = excerpt(text, "bao hiem")

    assert piece.startswith("… ")
    assert piece.endswith(" …")
    assert "<mark>bảo</mark> <mark>hiểm</mark> y tế" in piece
    assert len(piece) < 320


def test_without_a_find_the_beginning_is_shown():
    assert excerpt("Một câu ngắn.", "khong co") == "Một câu ngắn."


@pytest.mark.parametrize("query", ["a a", "aa a", "%", "<", "🙂", "đ"])
def test_odd_queries_give_text_without_loss(query):
    text = "aaa đ 100 % <a> 🙂"

    shown = excerpt(text, query).replace("<mark>", "").replace("</mark>", "")

    assert shown == "aaa đ 100 % &lt;a&gt; 🙂"


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["tinh uy", "Tỉnh uỷ", "TỈNH ỦY"])
def test_units_are_found_by_any_spelling(query):
    make_unit("tinh-uy", "Văn phòng Tỉnh ủy")

    assert [unit.code for unit in units_matching(query, TODAY)] == ["tinh-uy"]


@pytest.mark.django_db
def test_a_unit_named_so_comes_before_one_that_does_so_and_the_past_is_left_out():
    make_unit("a", "Ban Quản lý", functions="duy tu đường")
    make_unit("b", "Sở Đường bộ")
    make_unit("c", "Sở Đường cũ", valid_to=date(2025, 2, 28))

    assert [unit.code for unit in units_matching("duong", TODAY)] == ["b", "a"]


@pytest.mark.parametrize("query", ["", "   "])
@pytest.mark.django_db
def test_nothing_is_found_for_nothing(query):
    assert units_matching(query, TODAY) == []
    assert sections_matching(query) == []


def test_sections_and_parts_are_found():
    assert "Giới thiệu: Danh bạ liên hệ" in [hit.title for hit in sections_matching("danh bạ")]


@pytest.mark.django_db
def test_the_page_finds_published_answers_only(client):
    cast = make_cast()
    make_question(cast, QuestionStatus.PUBLISHED)
    make_question(cast, QuestionStatus.RECEIVED)

    page = client.get("/tim-kiem/", {"q": "tram y te"}).content.decode()

    assert "1 câu trả lời" in page
    assert "<mark>" in page


@pytest.mark.django_db
def test_an_empty_result_offers_to_ask(client):
    page = client.get("/tim-kiem/", {"q": "khongcogica"}).content.decode()

    assert "Không tìm thấy" in page


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["<script>alert(1)</script>", "'; --", "ă" * 5000])
def test_a_hostile_query_is_only_text(client, query):
    response = client.get("/tim-kiem/", {"q": query})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
