"""R-6.3c: the reader finds it with or without marks, old or new tone placement."""

from datetime import date
from types import SimpleNamespace

import pytest

from engagement.portal.search import answer_hit, excerpt, sections_matching, units_matching
from engagement.text.words import closest_find
from qa.enums import QuestionStatus
from tests.factories import make_cast, make_question, make_unit

TODAY = date(2026, 11, 24)


def shown(text, query):
    return excerpt(text, closest_find(query, text))


def hit(query, **texts):
    answer = SimpleNamespace(
        **({"title": "", "question_text": "", "answer_text": "", "unit_name": ""} | texts)
    )
    return answer_hit(answer, query)


def test_what_the_title_holds_leaves_what_is_only_alike_in_the_answer_alone():
    found = hit("bảo hiểm", title="Thẻ bảo hiểm", answer_text="Xã báo trước, tránh nguy hiểm.")

    assert found.title == "Thẻ <mark>bảo hiểm</mark>"
    assert found.words == "Xã báo trước, tránh nguy hiểm."


def test_what_the_question_alone_holds_is_shown_from_the_question():
    found = hit("bao hiem", title="Thẻ", question_text="Có bảo hiểm không?", answer_text="Có.")

    assert found.words == "Có <mark>bảo hiểm</mark> không?"


def test_what_the_name_of_the_unit_holds_is_marked_there():
    found = hit("bảo hiểm", title="Thẻ", answer_text="báo", unit_name="Bảo hiểm xã hội")

    assert found.words == "báo"
    assert found.unit_name == "<mark>Bảo hiểm</mark> xã hội"


def test_words_are_marked_as_the_archive_finds_them():
    assert shown("Sở Xây dựng trả lời", "xay") == "Sở <mark>Xây</mark> dựng trả lời"


def test_what_was_published_is_escaped_around_and_inside_the_mark():
    assert shown("<b>đường</b> & <i>", "duong") == (
        "&lt;b&gt;<mark>đường</mark>&lt;/b&gt; &amp; &lt;i&gt;"
    )


def test_a_long_text_is_cut_at_words_around_the_first_find():
    text = "mở đầu " * 40 + "bảo hiểm y tế " + "kết thúc " * 40

    piece = shown(text, "bao hiem")

    assert piece.startswith("… ")
    assert piece.endswith(" …")
    assert "<mark>bảo hiểm</mark> y tế" in piece
    assert len(piece) < 320


def test_without_a_find_the_beginning_is_shown():
    assert shown("Một câu ngắn.", "khong co") == "Một câu ngắn."


@pytest.mark.parametrize("query", ["a a", "aa a", "%", "<", "🙂", "đ"])
def test_odd_queries_give_text_without_loss(query):
    text = "aaa đ 100 % <a> 🙂"

    plain = shown(text, query).replace("<mark>", "").replace("</mark>", "")

    assert plain == "aaa đ 100 % &lt;a&gt; 🙂"


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


@pytest.mark.django_db
def test_units_that_hold_the_words_as_typed_come_first_and_parts_of_words_are_nothing():
    make_unit("a", "Trạm báo hiểm họa")
    make_unit("b", "Bảo hiểm xã hội")
    make_unit("c", "Ban Quản lý", functions="bảo hiểm y tế")
    make_unit("d", "Trung tâm", functions="bảo vệ, thí nghiệm")

    assert [unit.code for unit in units_matching("bảo hiểm", TODAY)] == ["b", "c", "a"]


def test_sections_are_found_by_whole_words():
    assert sections_matching("bảo hiểm") == []
    assert sections_matching("bảo vệ")


@pytest.mark.parametrize("query", ["", "   ", "🙂"])
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
