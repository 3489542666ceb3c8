"""The archive and the page of an answer: for everybody, without a cookie."""

import pytest
from django.urls import reverse

from qa.models import Field, Publication
from qa.services import publishing
from tests.factories import make_cast, make_question, make_unit

pytestmark = pytest.mark.django_db
ARCHIVE = reverse("qa:archive")


@pytest.fixture
def cast(db):
    return make_cast()


def publish(cast, title="Tiêm phòng thứ Bảy", answer="Trạm tiêm sáng thứ Bảy.", **values):
    question = make_question(cast, "approved", **values)
    return publishing.publish(
        question=question,
        by=cast.editor,
        title=title,
        question_text=question.text,
        answer_text=answer,
    )


def titles(response) -> list[str]:
    return [publication.title for publication in response.context["page"]]


def test_archive_lists_published_answers_newest_first(client, cast):
    publish(cast, "Câu cũ")
    publish(cast, "Câu mới")
    response = client.get(ARCHIVE)
    assert titles(response) == ["Câu mới", "Câu cũ"]
    assert "Sở Y tế trả lời" in response.content.decode()


def test_archive_without_answers_says_what_to_do(client):
    text = client.get(ARCHIVE).content.decode()
    assert "Chưa có câu trả lời nào được công bố" in text
    assert reverse("qa:ask") in text


def test_search_finds_words_without_marks_and_shows_them_again(client, cast):
    publish(cast, "Đường ấp 5 hư hỏng")
    publish(cast, "Thẻ bảo hiểm y tế")
    response = client.get(ARCHIVE, {"q": "duong ap"})
    assert titles(response) == ["Đường ấp 5 hư hỏng"]
    assert 'value="duong ap"' in response.content.decode()


def test_search_is_for_whole_words_the_closest_first(client, cast):
    publish(cast, "Nơi tiếp nhận báo trước", answer="Kinh nghiệm: tránh nguy hiểm.")
    publish(cast, "Bao hiem", answer="Gõ không dấu.")
    publish(cast, "Thẻ bảo hiểm", answer="Mang theo.")
    publish(cast, "Kinh nghiệm báo vệ", answer="Không liên quan.")
    response = client.get(ARCHIVE, {"q": "bảo hiểm"})
    assert titles(response) == ["Thẻ bảo hiểm", "Bao hiem", "Nơi tiếp nhận báo trước"]
    assert titles(client.get(ARCHIVE, {"q": "hiem"})) == [
        "Bao hiem",
        "Thẻ bảo hiểm",
        "Nơi tiếp nhận báo trước",
    ]
    assert titles(client.get(ARCHIVE, {"q": "&&"})) == []


def test_places_to_choose_from_are_named_and_ordered_as_people_do(client, cast):
    names = ["Xã Xà Phiên", "Xã Vị Thủy", "Phường Đại Thành", "Xã Đông Phước", "Xã Châu Thành"]
    for name in names:
        unit = make_unit(name, f"UBND {name}", kind="commune", short_name=name)
        publish(cast, commune=unit)
    expected = [
        "Phường Đại Thành",
        "Xã Châu Thành",
        "Xã Đông Phước",
        "Xã Vị Thủy",
        "Xã Xà Phiên",
    ]
    archive = client.get(ARCHIVE).context["form"].fields["xa"].choices
    assert [label for _, label in archive] == ["Mọi xã, phường", *expected]
    asked = client.get(reverse("qa:ask")).context["form"]["commune"].field.choices
    assert [label for _, label in asked if label.startswith(("Phường", "Xã X"))] == [
        "Phường Đại Thành",
        "Xã Xà Phiên",
    ]
    assert [label for _, label in asked if label in expected] == expected
    published = Publication.objects.get(commune__code="Xã Vị Thủy")
    assert "· Xã Vị Thủy" in client.get(published.get_absolute_url()).content.decode()


def test_filters_live_in_the_address(client, cast):
    field = Field.objects.create(code="y-te", name="Y tế thử")
    health = publish(cast, "Có lĩnh vực", commune=cast.commune)
    Publication.objects.filter(pk=health.pk).update(field=field)
    publish(cast, "Không lĩnh vực")
    year = health.published_at.year
    found = {"linh_vuc": "y-te", "xa": "xa-a", "don_vi": "yte", "nam": str(year)}
    for name, value in found.items():
        expected = (
            ["Có lĩnh vực"] if name in {"linh_vuc", "xa"} else ["Không lĩnh vực", "Có lĩnh vực"]
        )
        assert titles(client.get(ARCHIVE, {name: value})) == expected
    assert titles(client.get(ARCHIVE, found)) == ["Có lĩnh vực"]
    assert titles(client.get(ARCHIVE, {"q": "không có từ này"})) == []


@pytest.mark.parametrize("name", ["don_vi", "linh_vuc", "xa", "nam"])
def test_unknown_filter_value_says_so_and_filters_nothing(client, cast, name):
    publish(cast)
    response = client.get(ARCHIVE, {name: "khong-co"})
    assert response.status_code == 200
    assert titles(response) == ["Tiêm phòng thứ Bảy"]
    assert "không có trong danh sách" in response.content.decode()


@pytest.mark.parametrize("words", ["%_'\"", "🙂", "a" * 300, "<script>"])
def test_search_survives_any_words(client, cast, words):
    publish(cast)
    assert client.get(ARCHIVE, {"q": words, "trang": "x", "_connector": "OR"}).status_code == 200


def test_archive_is_paged(client, cast):
    publish(cast)
    original = Publication.objects.get()
    for number in range(20):
        question = make_question(cast, "approved")
        Publication.objects.create(
            question=question,
            title=f"Câu {number}",
            question_text="…",
            answer_text="…",
            asker_label="…",
            unit=original.unit,
            unit_name=original.unit_name,
            published_by=original.published_by,
        )
    first = client.get(ARCHIVE)
    assert len(titles(first)) == 20
    assert "Trang 1 trên 2" in first.content.decode()
    second = client.get(ARCHIVE, {"trang": "2"})
    assert len(titles(second)) == 1
    assert "Xem tất cả" not in second.content.decode()
    narrowed = client.get(ARCHIVE, {"trang": "2", "don_vi": "yte"}).content.decode()
    assert "21 câu trả lời phù hợp" in narrowed
    assert "Xem tất cả" in narrowed


@pytest.mark.parametrize("rows", [1, 3])
def test_archive_has_the_same_queries_for_any_number_of_rows(
    client, cast, rows, django_assert_num_queries
):
    for _ in range(rows):
        publish(cast)
    with django_assert_num_queries(7):
        client.get(ARCHIVE)


def test_answer_page_says_who_answered_and_how_to_quote(client, cast, settings):
    publication = publish(cast, asker_name="Nguyễn Thị Tâm")
    cast.unit.name = "Sở Y tế sau sáp nhập"
    cast.unit.save()
    response = client.get(publication.get_absolute_url())
    text = response.content.decode()
    assert response.status_code == 200
    assert "Sở Y tế trả lời" in text
    assert "sau sáp nhập" not in text
    assert "Nguyễn Thị Tâm" not in text
    assert "Ghi rõ nguồn" in text
    assert f"http://testserver{publication.get_absolute_url()}" in text


def test_old_slug_leads_to_the_address_of_today(client, cast):
    publication = publish(cast)
    response = client.get(reverse("qa:answer", args=[publication.pk, "ten-cu"]))
    assert response.status_code == 301
    assert response["Location"] == publication.get_absolute_url()


def test_unknown_answer_is_404(client):
    assert client.get(reverse("qa:answer", args=[1, "x"])).status_code == 404


def test_retracted_answer_is_410_with_the_public_note(client, cast):
    publication = publish(cast, answer="Câu trả lời có số liệu sai.")
    publishing.retract(question=publication.question, by=cast.chief_editor, note="Số liệu cần sửa.")
    response = client.get(reverse("qa:answer", args=[publication.pk, "bat-ky"]))
    text = response.content.decode()
    assert response.status_code == 410
    assert "Số liệu cần sửa." in text
    assert "có số liệu sai" not in text
    assert titles(client.get(ARCHIVE)) == []


def test_reading_sets_no_cookie(client, cast):
    publication = publish(cast)
    for path in (ARCHIVE, publication.get_absolute_url()):
        response = client.get(path)
        assert not response.cookies


def test_html_in_an_answer_is_text(client, cast):
    publication = publish(cast, "<b>đậm</b>", answer="<img src=x>")
    for path in (ARCHIVE, publication.get_absolute_url()):
        text = client.get(path).content.decode()
        assert "<img src=x" not in text
        assert "<b>đậm" not in text
