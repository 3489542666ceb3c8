"""Answered questions like the one being typed: found, shown, forgotten; and "this answered me"."""

import json
import random

import pytest
from django.conf import settings
from django.urls import reverse

from engagement.audit.models import AuditEvent
from engagement.intake import limits
from engagement.intake.models import RateRule, Submission
from engagement.text.fold import fold
from qa.models import AnsweredMe, Publication, Question
from qa.queries.figures.standing import answered_before_asking
from qa.queries.similar import similar_answers
from qa.services import publishing
from tests.factories import make_cast, make_question, make_submission

pytestmark = pytest.mark.django_db
SIMILAR = reverse("qa:similar")
HTMX = {"HX-Request": "true"}
PROCEDURES = settings.BASE_DIR.parent / "shared" / "data" / "questions" / "procedures.jsonl"


@pytest.fixture
def cast(db):
    return make_cast()


def publish(cast, title, question="Hỏi."):
    return publishing.publish(
        question=make_question(cast, "approved"),
        by=cast.editor,
        title=title,
        question_text=question,
        answer_text="Trả lời.",
    )


@pytest.mark.parametrize(
    "typed",
    [
        "lịch tiêm phòng cho trẻ",
        "cho toi hoi lich tiem phong",
        "TIÊM phong trẻ em ở xã",
    ],
)
def test_the_like_is_found_with_or_without_marks(cast, typed):
    publish(cast, "Lịch tiêm phòng cho trẻ em")
    publish(cast, "Sửa đường ấp 5", "Đường ấp 5 hư hỏng, khi nào sửa?")
    assert [row.title for row in similar_answers(typed)] == ["Lịch tiêm phòng cho trẻ em"]


def test_marks_that_agree_come_first(cast):
    publish(cast, "Thủ tục bàn hạng sang")
    publish(cast, "Thủ tục bán hàng sáng")
    publish(cast, "Thủ tục bạn hang sảng")
    assert similar_answers("thủ tục bán hàng sáng")[0].title == "Thủ tục bán hàng sáng"


def test_an_abbreviation_finds_what_it_stands_for(cast):
    publish(cast, "Nhận bảo hiểm xã hội một lần")
    publish(cast, "Đường ấp 5")
    assert [row.title for row in similar_answers("hỏi về bhxh một lần")] == [
        "Nhận bảo hiểm xã hội một lần"
    ]


@pytest.mark.parametrize(
    "typed", ["", "tiêm phòng", "🙂 % _", "không giống điều gì cả", "a" * 9000]
)
def test_too_few_or_strange_words_suggest_nothing(cast, client, typed):
    publish(cast, "Lịch tiêm phòng")
    response = client.post(SIMILAR, {"text": typed}, headers=HTMX)
    assert response.status_code == 200
    assert response.content.strip() == b""


def test_at_most_five_and_none_retracted(cast):
    rows = [publish(cast, f"Lịch tiêm phòng cho trẻ {number}") for number in range(7)]
    assert len(similar_answers("lịch tiêm phòng cho trẻ")) == 5
    for row in rows[1:]:
        publishing.retract(question=row.question, by=cast.chief_editor, note="Sai.")
    assert similar_answers("lịch tiêm phòng cho trẻ") == [rows[0]]


def test_fragment_leads_to_the_answer_in_a_new_tab_and_stores_nothing(cast, client):
    publication = publish(cast, "Lịch tiêm phòng cho trẻ")
    before = (Question.objects.count(), Submission.objects.count(), AuditEvent.objects.count())
    response = client.post(SIMILAR, {"text": "lịch tiêm phòng cho trẻ"}, headers=HTMX)
    body = response.content.decode()
    assert f'href="{publication.get_absolute_url()}" target="_blank"' in body
    assert reverse("qa:answered_me", args=[publication.pk]) in body
    assert "<html" not in body
    after = (Question.objects.count(), Submission.objects.count(), AuditEvent.objects.count())
    assert before == after
    assert not response.cookies


def test_without_javascript_everything_typed_stays_on_the_page(cast, client):
    publish(cast, "Lịch tiêm phòng cho trẻ")
    typed = {
        "text": "Xin hỏi lịch tiêm phòng cho trẻ ở ấp",
        "asker_name": "Lê Thị Bưởi",
        "contact_phone": "0912345678",
        "commune": "xa-a",
        "consent_contact": "on",
    }
    response = client.post(SIMILAR, typed)
    body = response.content.decode()
    assert "Lịch tiêm phòng cho trẻ" in body
    for words in (typed["text"], typed["asker_name"], typed["contact_phone"]):
        assert words in body
    assert '<option value="xa-a" selected>' in body
    assert "checked" in body
    assert "formaction" in body
    assert not Submission.objects.filter(form="qa.ask", content_hash=fold(typed["text"])).exists()


def test_page_without_a_find_says_so(client):
    assert (
        "Chưa thấy câu nào tương tự"
        in client.post(SIMILAR, {"text": "một hai ba"}).content.decode()
    )


def test_it_is_for_a_post_with_a_token_only(cast):
    from django.test import Client

    assert Client().get(SIMILAR, {"text": "lịch tiêm phòng"}).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(SIMILAR, {"text": "lịch tiêm phòng"}).status_code == 403


def test_too_many_looks_are_refused_and_the_page_still_takes_the_question(cast, client):
    RateRule.objects.filter(purpose="qa.similar").update(limit=1)
    limits.forget_everything()
    publish(cast, "Lịch tiêm phòng cho trẻ")
    asked = {"text": "lịch tiêm phòng cho trẻ"}
    assert client.post(SIMILAR, asked, headers=HTMX).status_code == 200
    refused = client.post(SIMILAR, asked, headers=HTMX)
    assert (refused.status_code, refused.content) == (429, b"")
    assert int(refused["Retry-After"]) > 0
    page = client.post(SIMILAR, asked)
    assert page.status_code == 429
    assert "lịch tiêm phòng cho trẻ" in page.content.decode()


def test_this_answered_me_counts_once_for_a_browser_and_tells_staff(cast, client):
    publication = publish(cast, "Lịch tiêm phòng cho trẻ")
    address = reverse("qa:answered_me", args=[publication.pk])
    for _ in range(2):
        assert "Cảm ơn Quý vị" in client.post(address, headers=HTMX).content.decode()
    assert AnsweredMe.objects.get().count == 1
    client.cookies.clear()
    assert "<h1>Cảm ơn Quý vị</h1>" in client.post(address).content.decode()
    assert answered_before_asking() == 2
    client.force_login(cast.editor)
    page = client.get(publication.question.get_absolute_url()).content.decode()
    assert "2 lượt người đọc cho biết câu này đã trả lời họ" in page


def test_one_address_adds_so_much_a_day_and_no_more(cast, client):
    RateRule.objects.filter(purpose="qa.answered_me_one").update(limit=1)
    limits.forget_everything()
    publication = publish(cast, "Lịch tiêm phòng cho trẻ")
    address = reverse("qa:answered_me", args=[publication.pk])
    for _ in range(3):
        client.cookies.clear()
        assert client.post(address).status_code == 200
    assert answered_before_asking() == 1


def test_a_retracted_answer_answered_nobody(cast, client):
    publication = publish(cast, "Lịch tiêm phòng cho trẻ")
    publishing.retract(question=publication.question, by=cast.chief_editor, note="Sai.")
    assert client.post(reverse("qa:answered_me", args=[publication.pk])).status_code == 404
    assert not AnsweredMe.objects.exists()


@pytest.mark.skipif(not PROCEDURES.exists(), reason="the catalogue is not at hand")
def test_half_the_words_find_the_question_again(cast):
    """Known items: at least 97 of 100 among the first five, with marks, without, with half of them."""
    names = [json.loads(line)["name"] for line in PROCEDURES.read_text("utf-8").splitlines()]
    names = list(dict.fromkeys(name for name in names if len(name.split()) >= 8))[::5]
    sample = publish(cast, "Mẫu")
    rows = []
    for name in names:
        question = Question.objects.create(
            submission=make_submission(), status="published", text=name
        )
        row = Publication(
            question=question, title=name[:200], question_text=name, answer_text="…",
            asker_label="…", unit=sample.unit, unit_name="…", published_by=cast.editor,
        )  # fmt: skip
        row.prepare()
        rows.append(row)
    Publication.objects.bulk_create(rows)
    draw = random.Random(7)
    asked = draw.sample(rows, 60)
    for marks in ("all", "none", "half"):
        found = 0
        for row in asked:
            words = row.question_text.split()
            kept = sorted(draw.sample(range(len(words)), len(words) // 2))
            typed = [
                fold(words[n]) if marks == "none" or (marks == "half" and n % 2) else words[n]
                for n in kept
            ]
            found += row in similar_answers(" ".join(typed))
        assert found / len(asked) >= 0.97, marks
