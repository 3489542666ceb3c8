"""Several people on one draft: who writes, what was written, two drafts made one, templates."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from engagement.workflow.exceptions import Conflict, Denied
from qa.enums import QuestionStatus as S
from qa.forms.desk.comparing import merged
from qa.models import Answer, AnswerTemplate, DraftPresence, DraftVersion, Question
from qa.queries.drafts import PRESENT_FOR, earlier_drafts, others_writing
from qa.services import citizens, drafts, routing, templates
from tests.factories import make_cast, make_question
from tests.factories.questions import LIFE

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def question(cast):
    return make_question(cast, S.ASSIGNED)


def address(name, question):
    return reverse(f"desk:{name}", args=[question.reference])


def post(client, user, url, data, **headers):
    client.force_login(user)
    return client.post(url, data, headers=headers)


# --- Who writes ------------------------------------------------------------------------------
def test_a_colleague_is_told_who_writes_and_since_when(client, cast, question):
    sign = post(
        client, cast.officer, address("question_draft", question), {"presence": "1"}, **JSON
    )
    assert sign.json() == {"others": []}
    presence = DraftPresence.objects.get()
    words = f"đang sửa từ {timezone.localtime(presence.began_at):%H:%M}"
    told = post(client, cast.head, address("question_draft", question), {"presence": "1"}, **JSON)
    assert words in told.json()["others"][0]
    assert words in client.get(question.get_absolute_url()).content.decode()
    assert not Answer.objects.exists()


def test_a_writer_who_gives_no_sign_is_forgotten(cast, question):
    drafts.be_present(question=question, by=cast.officer)
    DraftPresence.objects.update(seen_at=timezone.now() - PRESENT_FOR - timedelta(seconds=1))
    assert others_writing(question, cast.head) == []
    drafts.be_present(question=question, by=cast.head)
    assert [row.user for row in DraftPresence.objects.all()] == [cast.head]


def test_only_who_may_write_the_draft_gives_a_sign(client, cast, question):
    sign = post(client, cast.editor, address("question_draft", question), {"presence": "1"}, **JSON)
    assert sign.status_code == 403
    assert not DraftPresence.objects.exists()


# --- What was written ------------------------------------------------------------------------
def test_what_each_wrote_is_kept_and_one_sitting_is_one_version(cast, question):
    drafts.save_draft(question=question, by=cast.officer, text="Một", version=0)
    drafts.save_draft(question=question, by=cast.officer, text="Một, hai", version=1)
    drafts.save_draft(question=question, by=cast.head, text="Ba", version=2)
    kept = DraftVersion.objects.order_by("number").values_list("text", flat=True)
    assert list(kept) == ["Một, hai", "Ba"]
    assert [version.text for version in earlier_drafts(question)] == ["Một, hai"]


def test_versions_are_bounded(cast, question, monkeypatch):
    monkeypatch.setattr(drafts, "VERSIONS_KEPT", 2)
    for version, person in enumerate([cast.officer, cast.head, cast.officer, cast.head]):
        drafts.save_draft(question=question, by=person, text=f"Bản {version}", version=version)
    assert list(DraftVersion.objects.values_list("text", flat=True)) == ["Bản 3", "Bản 2"]


@pytest.mark.parametrize("end", ["withdrawn", "published", "closed", "reassigned"])
def test_drafts_do_not_outlive_the_answer(cast, question, end):
    drafts.save_draft(question=question, by=cast.officer, text="Nháp của đơn vị", version=0)
    if end == "withdrawn":
        citizens.withdraw(question=question)
    elif end == "reassigned":
        routing.assign(question=question, by=cast.editor, lead=cast.other_unit)
    else:
        Question.objects.filter(pk=question.pk).update(status=S.APPROVED)
        LIFE[S(end)][1](Question.objects.get(pk=question.pk), cast)
    assert not DraftVersion.objects.exists()
    if end == "withdrawn":
        assert not DraftPresence.objects.exists()


# --- Two made one ----------------------------------------------------------------------------
MINE = "Chào bà.\nĐoạn của tôi.\nTrân trọng."
THEIRS = "Chào bà.\nĐoạn của chị.\nTrân trọng."


@pytest.mark.parametrize(
    ("chosen", "text"),
    [
        ("mine", MINE),
        ("theirs", THEIRS),
        ("both", "Chào bà.\nĐoạn của tôi.\nĐoạn của chị.\nTrân trọng."),
    ],
)
def test_paragraphs_are_taken_over_as_chosen(chosen, text):
    assert merged(MINE, THEIRS, QueryDict(f"doan_1={chosen}")) == text


def test_a_paragraph_only_one_has_is_kept_unless_dropped():
    assert merged("A\n\nB", "A\n\nB\nC", QueryDict()) == "A\n\nB\nC"
    assert merged("A\n\nB", "A\n\nB\nC", QueryDict("doan_1=mine")) == "A\n\nB"


def test_conflict_shows_both_side_by_side_and_merges_without_saving(client, cast, question):
    drafts.save_draft(question=question, by=cast.head, text=THEIRS, version=0)
    refused = post(
        client, cast.officer, address("question_draft", question), {"text": MINE, "version": 0}
    )
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "Hai bản cạnh nhau" in page
    assert "Đoạn của chị." in page
    assert refused.context["editor"]["text"].value() == MINE
    data = {"text": MINE, "version": 1, "against": "", "merge": "1", "doan_1": "both"}
    done = client.post(address("question_draft_compare", question), data)
    assert done.context["editor"]["text"].value() == (
        "Chào bà.\nĐoạn của tôi.\nĐoạn của chị.\nTrân trọng."
    )
    assert Answer.objects.get().text == THEIRS
    # A third save in between: nothing is merged with what nobody has seen.
    drafts.save_draft(question=question, by=cast.head, text="Bản khác hẳn", version=1)
    again = client.post(address("question_draft_compare", question), data)
    assert again.context["editor"]["text"].value() == MINE
    assert "Bản khác hẳn" in again.content.decode()
    with pytest.raises(Conflict):
        drafts.save_draft(question=question, by=cast.officer, text=MINE, version=1)


def test_an_earlier_draft_is_laid_beside_what_is_written(client, cast, question):
    drafts.save_draft(question=question, by=cast.officer, text="Bản cũ", version=0)
    drafts.save_draft(question=question, by=cast.head, text="Bản mới", version=1)
    data = {"text": "Bản mới", "version": 2, "against": "1"}
    page = post(client, cast.head, address("question_draft_compare", question), data)
    assert "Bản cũ" in page.content.decode()
    data["against"] = "9"
    assert client.post(address("question_draft_compare", question), data).status_code == 404


# --- Templates -------------------------------------------------------------------------------
def test_a_template_is_filled_and_put_after_what_was_typed(client, cast, question):
    text = "Kính gửi {nguoi_hoi}, {don_vi} trả lời câu {ma}."
    template = templates.save_template(by=cast.head, unit=cast.unit, title="Mở đầu", text=text)
    data = {"text": "Đã gõ.", "version": 0, "mau": template.pk}
    page = post(client, cast.officer, address("question_draft_insert", question), data)
    assert page.context["editor"]["text"].value() == (
        f"Đã gõ.\n\nKính gửi Quý vị, Sở Y tế trả lời câu {question.reference}."
    )
    assert not Answer.objects.exists()
    del data["mau"]
    refused = client.post(address("question_draft_insert", question), data)
    assert refused.status_code == 400
    assert refused.context["editor"]["text"].value() == "Đã gõ."


def test_a_withheld_name_is_in_no_template(cast):
    template = AnswerTemplate(text="{nguoi_hoi}")
    question = make_question(cast, S.ASSIGNED, asker_name="Lê Thị Bưởi")
    assert templates.filled(template, question) == "Quý vị"
    question.is_name_withheld = False
    assert templates.filled(template, question) == "Lê Thị Bưởi"


def test_heads_keep_their_units_templates_and_the_office_those_for_all(client, cast):
    of_unit = templates.save_template(by=cast.head, unit=cast.unit, title="Của Sở", text="A")
    of_site = templates.save_template(by=cast.office, unit=None, title="Chung", text="B")
    for by, unit in (
        (cast.head, None),
        (cast.head, cast.other_unit),
        (cast.officer, cast.unit),
        (cast.office, cast.unit),
        (cast.editor, None),
    ):
        with pytest.raises(Denied):
            templates.save_template(by=by, unit=unit, title="Mới", text="C")
    with pytest.raises(Denied, match="tên khác"):
        templates.save_template(by=cast.head, unit=cast.unit, title="Của Sở", text="C")
    client.force_login(cast.other_officer)
    page = client.get(reverse("desk:templates")).content.decode()
    assert of_site.title in page
    assert of_unit.title not in page
    for user, template, status in (
        (cast.head, of_unit, 200),
        (cast.head, of_site, 404),
        (cast.other_head, of_unit, 404),
        (cast.office, of_site, 200),
    ):
        client.force_login(user)
        url = reverse("desk:template_edit", args=[template.pk])
        assert client.get(url).status_code == status


@pytest.mark.parametrize("text", ["Kính gửi {ten_that}", "Kính gửi {nguoi_hoi", "{0}"])
def test_a_place_that_nothing_fills_is_refused_at_once(client, cast, text):
    client.force_login(cast.head)
    data = {"unit": cast.unit.pk, "title": "Mẫu", "text": text}
    response = client.post(reverse("desk:templates"), data)
    assert response.status_code == 400
    assert text in response.context["form"]["text"].value()
    assert not AnswerTemplate.objects.exists()


def test_a_template_is_deleted_after_asking(client, cast):
    template = templates.save_template(by=cast.head, unit=cast.unit, title="Của Sở", text="A")
    client.force_login(cast.head)
    url = reverse("desk:template_delete", args=[template.pk])
    assert "Xóa mẫu" in client.get(url).content.decode()
    client.post(url)
    assert not AnswerTemplate.objects.exists()
