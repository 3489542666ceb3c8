"""The full-text indexes: what they hold, what leaves them, and what is never in them."""

import pytest
from django.db import connection, transaction
from django.urls import reverse

from engagement.text import fulltext
from engagement.text.fulltext import closest, holding
from engagement.text.synonyms import Part
from qa.models import INDEXES, PUBLISHED, Publication, Question
from qa.queries import archive
from qa.queries.archive import found_answers, published_answers
from qa.queries.desk import lists
from qa.queries.desk.access import visible_to
from qa.queries.desk.lists import rows_for
from qa.queries.desk.search import found_by
from qa.services import citizens, publishing
from tests.factories import make_cast, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    return make_cast()


def publish(cast, title, question="Hỏi.", answer="Trả lời."):
    return publishing.publish(
        question=make_question(cast, "approved"),
        by=cast.editor,
        title=title,
        question_text=question,
        answer_text=answer,
    )


def titles(words):
    return [row.title for row in found_answers(words)]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("61/2018/ND-CP", "Theo Nghị định 61/2018/NĐ-CP"),
        ("61/2018", "Theo Nghị định 61/2018/NĐ-CP"),
        ("dang uy", "Đảng ủy xã"),
        ("dang uy", "Đảng uỷ xã"),
        ("Ðảng ủy", "Đảng uỷ xã"),  # Eth
        ("đảng ủy", "Ðảng uỷ xã"),
        ("kĩ thuật", "Kỹ thuật nuôi cá"),
        ("lý lịch", "Lí lịch tư pháp"),
        ("BHXH", "Đóng bảo hiểm xã hội"),
        ("bao hiem xa hoi", "Đóng BHXH một lần"),
        ("sổ đỏ", "Cấp giấy chứng nhận quyền sử dụng đất"),
        ("giấy chứng nhận quyền sử dụng đất", "Làm sổ đỏ"),
        ("GCNQSDĐ", "Làm sổ đỏ"),
        ("UBND xã", "Ủy ban nhân dân xã"),
    ],
)
def test_it_is_found_however_it_is_written(cast, typed, title):
    publish(cast, title)
    publish(cast, "Trường học")
    assert titles(typed) == [title]


@pytest.mark.parametrize("typed", ["BHXH một hai", "61/2019/NĐ-CP", "and", "or not", "bao*"])
def test_what_is_not_there_is_not_found(cast, typed):
    publish(cast, "Đóng bảo hiểm xã hội hay 61/2018/NĐ-CP")
    publish(cast, "Xã hội hiểm bảo")  # the words of the long form, and not the form
    assert titles(typed) == ([] if typed != "bao*" else titles("bao"))
    assert titles("bhxh") == ["Đóng bảo hiểm xã hội hay 61/2018/NĐ-CP"]


def test_exact_marks_then_title_then_question_then_answer(cast):
    publish(cast, "Bàn hạng sang")  # the same words but for their marks
    publish(cast, "Câu ba", answer="Được bán hàng.")
    publish(cast, "Câu hai", question="Muốn bán hàng?")
    publish(cast, "Giấy phép bán hàng")
    publish(cast, "Hàng đã bán")
    assert titles("bán hàng") == [
        "Giấy phép bán hàng",
        "Câu hai",
        "Câu ba",
        "Bàn hạng sang",
        "Hàng đã bán",
    ]


def test_an_answer_enters_when_published_and_leaves_when_retracted(cast):
    publication = publish(cast, "Tiêm phòng dại")
    assert titles("tiem phong") == ["Tiêm phòng dại"]
    publishing.retract(question=publication.question, by=cast.chief_editor, note="Sai.")
    assert titles("tiem phong") == []
    # The index itself, without the archive's own condition.
    wanted = [Part(("tiem",))]
    assert not Publication.objects.filter(pk__in=holding(PUBLISHED, wanted, depth=3)).exists()
    assert closest(PUBLISHED, {"tiem": 1.0}, depth=2, most=5) == []


def test_the_index_changes_in_the_transaction_of_the_row(cast):
    publication = publish(cast, "Tiêm phòng dại")
    with transaction.atomic():
        publication.title = "Khám bệnh"
        publication.save()
        assert titles("kham benh") == ["Khám bệnh"]
        transaction.set_rollback(True)
    assert titles("kham benh") == []
    assert titles("tiem phong") == ["Tiêm phòng dại"]


def test_rows_written_past_save_are_in_the_index_too(cast):
    publication = publish(cast, "Tiêm phòng dại")
    Publication.objects.filter(pk=publication.pk).update(search_title="kham benh")
    assert len(found_answers("khám bệnh")) == 1
    Publication.objects.filter(pk=publication.pk).delete()
    assert len(found_answers("khám bệnh")) == 0


def test_triggers_that_were_lost_come_back_with_what_was_missed(cast):
    """SQLite drops the triggers of a table whose columns a migration changes."""
    publication = publish(cast, "Tiêm phòng dại")
    for index in INDEXES:
        fulltext.remove(connection, index)
    Publication.objects.filter(pk=publication.pk).update(search_title="kham benh")
    for _ in range(2):
        for index in INDEXES:
            fulltext.install(connection, index)
        assert len(found_answers("khám bệnh")) == 1
    publish(cast, "Cấp nước")
    assert titles("cap nuoc") == ["Cấp nước"]


def test_of_many_finds_the_newest_are_put_in_order_and_those_in_titles_kept(
    cast, client, monkeypatch
):
    monkeypatch.setattr(archive, "MOST_RANKED", 2)
    monkeypatch.setattr(archive, "MOST_TITLES", 1)
    publish(cast, "Đất ở")
    for number in range(3):
        publish(cast, f"Câu {number}", answer="Về đất.")
    found = found_answers("đất")
    assert [row.title for row in found] == ["Đất ở", "Câu 2"]
    assert found.is_cut
    page = client.get(reverse("qa:archive"), {"q": "đất"}).content.decode()
    assert "Hơn 2 câu trả lời phù hợp" in page
    page = client.get("/tim-kiem/", {"q": "đất"}).content.decode()
    assert "hơn 2 câu trả lời" in page


def test_filters_hold_in_a_search(cast):
    publish(cast, "Tiêm phòng dại")
    assert len(found_answers("tiêm", published_answers(unit="yte"))) == 1
    assert len(found_answers("tiêm", published_answers(unit="khong-co"))) == 0


def found_at_the_desk(cast, words):
    found = visible_to(cast.editor).filter(found_by(words, with_names=True))
    return set(found.values_list("pk", flat=True))


def test_a_sealed_question_is_in_no_search(cast):
    question = make_question(cast, asker_name="Lê Thị Bưởi")
    by_all = ("tiêm phòng", "Bưởi", question.reference, question.reference[:7])
    assert all(found_at_the_desk(cast, words) == {question.pk} for words in by_all)
    Question.objects.filter(pk=question.pk).update(is_sealed=True)
    assert not any(found_at_the_desk(cast, words) for words in by_all)
    question.refresh_from_db()
    question.save()
    assert not any(found_at_the_desk(cast, words) for words in by_all)


def test_withdrawn_words_are_in_no_search(cast):
    question = make_question(cast)
    citizens.withdraw(question=question)
    assert found_at_the_desk(cast, "tiêm phòng") == set()


def test_abbreviations_are_found_at_the_desk(cast):
    question = make_question(cast, text="Tôi muốn nhận bảo hiểm xã hội một lần.")
    assert found_at_the_desk(cast, "BHXH một lần") == {question.pk}


def test_a_search_that_finds_too_much_says_so(cast, client, monkeypatch):
    monkeypatch.setattr(lists, "MOST_FOUND", 1)
    first = make_question(cast, "assigned")
    make_question(cast, "published")
    client.force_login(cast.editor)
    page = client.get(reverse("desk:box", args=["tat-ca"]), {"q": "tiêm"})
    assert [row.question for row in page.context["rows"]] == [first]
    assert "hơn 1 câu hỏi" in page.content.decode()


LISTS = [
    ("editor", reverse("desk:inbox")),
    ("editor", reverse("desk:box", args=["tat-ca"]) + "?q=tiêm"),
    ("editor", reverse("desk:box", args=["tat-ca"]) + "?don_vi=yte&linh_vuc=dat-dai&xa=x-vi-thuy"),
    ("editor", reverse("desk:box", args=["tat-ca"]) + "?so_lieu=received&ky=2026&ten=nay"),
    ("head", reverse("desk:inbox")),
    ("officer", reverse("desk:inbox")),
    ("officer", reverse("desk:box", args=["tat-ca"])),
    ("standing", reverse("dashboards:questions")),
    ("", reverse("qa:archive")),
    ("", reverse("qa:archive") + "?q=tiêm"),
    ("", "/tim-kiem/?q=tiêm"),
    ("", "/"),
]


@pytest.mark.parametrize(("who", "address"), LISTS, ids=str)
def test_a_list_takes_at_most_15_queries_for_any_number_of_rows(
    cast, client, django_assert_max_num_queries, who, address
):
    if who:
        client.force_login(getattr(cast, who))
    counts = []
    for rows in (1, 2):  # one row, then three
        for _ in range(rows):
            make_question(cast, "published")
            make_question(cast, "assigned")
        client.get(address)  # what is kept in memory is read before
        with django_assert_max_num_queries(15) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_list_shows_whose_answer_came_back(cast):
    """The rows of one page carry what the order of thousands does not read."""
    make_question(cast, "answered")
    assert rows_for(cast.editor).get().last_turn == "submit_answer"
