"""What is public is decided by a person, corrected in the open, and reviewed when its rule goes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from engagement.audit.models import AuditEvent
from engagement.jobs.models import OutboxMessage
from engagement.workflow.exceptions import Conflict, Denied
from qa.enums import QuestionStatus as S
from qa.enums import Verb as V
from qa.models import LegalBasis, LegalDocument, Publication, PublicationVersion, Question
from qa.services import correcting, feedback, legal, publishing
from tests.factories import make_cast, make_question

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
COPY = {"title": "Lịch tiêm", "question_text": "Hỏi lịch tiêm?", "answer_text": "Sáng thứ Bảy."}
CITING = "Theo khoản 2 Điều 5 Nghị định 61/2018/ND-CP, hồ sơ gồm đơn."


@pytest.fixture
def cast():
    return make_cast()


def fresh(question) -> Question:
    return Question.objects.get(pk=question.pk)


def post(client, user, url, data=None):
    client.force_login(user)
    return client.post(url, data or {})


def publish_url(question):
    return reverse("desk:question_act", args=[question.reference, V.PUBLISH])


def correct_url(question):
    return reverse("desk:publication_correct", args=[question.reference])


def decisions(response, choice):
    return {each.field_name: choice for each in response.context["form"].findings}


# --- Deciding --------------------------------------------------------------------------------
def test_nothing_is_masked_silently_and_nothing_published_undecided(client, cast):
    question = make_question(cast, S.APPROVED)
    copy = COPY | {"question_text": "Gọi 0912 345 678, xe 95A-123.45 đậu chắn lối."}
    shown = post(client, cast.editor, publish_url(question), copy)
    assert shown.status_code == 400
    assert [each.code for each in shown.context["form"].findings] == ["phone", "plate"]
    page = shown.content.decode()
    assert "[số điện thoại]" in page  # the proposal, beside the original
    assert "0912 345 678" in page
    phone = next(e for e in shown.context["form"].findings if e.code == "phone")
    half = post(client, cast.editor, publish_url(question), copy | {phone.field_name: "che"})
    assert half.status_code == 400
    assert not Publication.objects.exists()
    plate = next(e for e in shown.context["form"].findings if e.code == "plate")
    decided = {phone.field_name: "che", plate.field_name: "giu"}
    assert post(client, cast.editor, publish_url(question), copy | decided).status_code == 302
    public = Publication.objects.get()
    assert public.question_text == "Gọi [số điện thoại], xe 95A-123.45 đậu chắn lối."
    detail = AuditEvent.objects.get(kind="qa.question.publish").detail
    assert detail == {"masked": "phone", "overrides": "plate"}
    assert "0912" not in str(list(AuditEvent.objects.values("detail")))


def test_preview_masks_in_the_boxes_and_publishes_nothing(client, cast):
    question = make_question(cast, S.APPROVED)
    copy = COPY | {"question_text": "Gọi 0912 345 678."}
    shown = post(client, cast.editor, publish_url(question), copy)
    looked = copy | decisions(shown, "che") | {"xem_truoc": "1"}
    preview = post(client, cast.editor, publish_url(question), looked)
    assert preview.status_code == 200
    form = preview.context["form"]
    assert form["question_text"].value() == "Gọi [số điện thoại]."
    assert form.findings == []
    assert not Publication.objects.exists()


def test_what_was_taken_out_by_hand_is_told_to_the_log_too(client, cast):
    question = make_question(cast, S.APPROVED, text="Gọi 0912 345 678 hỏi lịch tiêm.")
    post(client, cast.editor, publish_url(question), COPY)
    assert AuditEvent.objects.get(kind="qa.question.publish").detail == {"masked": "phone"}


def test_withheld_name_may_be_masked_but_never_left(client, cast):
    """R-4.2."""
    question = make_question(cast, S.APPROVED, asker_name="Lê Thị Bưởi")
    copy = COPY | {"question_text": "Tôi là LE THI BUOI, hỏi lịch tiêm."}
    shown = post(client, cast.editor, publish_url(question), copy)
    left = post(client, cast.editor, publish_url(question), copy | decisions(shown, "giu"))
    assert left.status_code == 400
    done = post(client, cast.editor, publish_url(question), copy | decisions(shown, "che"))
    assert done.status_code == 302
    assert Publication.objects.get().question_text == "Tôi là [tên người hỏi], hỏi lịch tiêm."


# --- Correcting ------------------------------------------------------------------------------
def correct(question, by, **changes):
    values = COPY | {"number": 1, "note": "Sửa giờ tiêm theo lịch mới."} | changes
    return correcting.correct(question=fresh(question), by=by, **values)


def test_correction_is_a_version_with_its_reason_and_its_differences(client, cast):
    question = make_question(cast, S.PUBLISHED, contact_email="hoi@example.org")
    public = fresh(question).publication
    shown = post(client, cast.editor, correct_url(question), COPY | {"number": "1", "note": ""})
    assert shown.status_code == 400
    typed = COPY | {"number": "1", "note": "Sửa giờ tiêm theo lịch mới."}
    assert post(client, cast.editor, correct_url(question), typed).status_code == 302
    assert fresh(question).status == S.PUBLISHED
    client.logout()
    page = client.get(public.get_absolute_url()).content.decode()
    assert "Sáng thứ Bảy." in page
    assert "Sửa giờ tiêm theo lịch mới." in page
    where = [public.pk, public.slug]
    assert client.get(reverse("qa:versions", args=where)).status_code == 200
    differences = client.get(reverse("qa:version", args=[*where, 2])).content.decode()
    assert "<ins>" in differences
    assert "<del>" in differences
    assert "đính chính" in OutboxMessage.objects.latest("pk").body
    # Search and feeds follow what is public now.
    found = client.get(reverse("qa:archive"), {"q": "sang thu bay"}).context["page"]
    assert [each.pk for each in found] == [public.pk]
    assert "Sáng thứ Bảy." in client.get(reverse("portal:answers_atom")).content.decode()


def test_leaked_version_is_emptied_for_good_and_says_so(client, cast):
    question = make_question(cast, S.PUBLISHED, text="Nhà bà Hai ở ngã ba bị ngập.")
    public = correct(question, cast.editor, removes_earlier=True)
    old = PublicationVersion.objects.get(number=1)
    assert (old.title, old.question_text, old.answer_text) == ("", "", "")
    assert old.removed_by == cast.editor
    where = [public.pk, public.slug]
    for address in (reverse("qa:versions", args=where), reverse("qa:version", args=[*where, 1])):
        page = client.get(address).content.decode()
        assert "gỡ hẳn" in page
        assert "ngã ba" not in page
    second = client.get(reverse("qa:version", args=[*where, 2])).content.decode()
    assert "ngã ba" not in second


def test_a_version_goes_by_itself_but_never_the_one_that_is_public(client, cast):
    question = make_question(cast, S.PUBLISHED)
    correct(question, cast.editor)
    remove = [reverse("desk:version_remove", args=[question.reference, n]) for n in (1, 2)]
    assert post(client, cast.editor, remove[0]).status_code == 302
    assert PublicationVersion.objects.get(number=1).answer_text == ""
    assert post(client, cast.editor, remove[1]).status_code == 403
    assert PublicationVersion.objects.get(number=2).answer_text == COPY["answer_text"]


def test_two_correctors_do_not_overwrite_each_other(cast):
    question = make_question(cast, S.PUBLISHED)
    correct(question, cast.editor)
    with pytest.raises(Conflict):
        correct(question, cast.second_editor, answer_text="Khác.")
    with pytest.raises(Denied, match="không khác"):
        correct(question, cast.second_editor, number=2)


def test_correction_keeps_the_withheld_name_out_even_of_its_note(cast):
    question = make_question(cast, S.PUBLISHED, asker_name="Lê Thị Bưởi")
    with pytest.raises(Denied, match="không đồng ý hiện tên"):
        correct(question, cast.editor, note="Bỏ tên bà Lê Thị Bưởi.")


def test_what_is_public_can_be_corrected_while_the_question_is_answered_anew(cast):
    question = make_question(cast, S.PUBLISHED)
    feedback.reopen(question=fresh(question), words="Chưa rõ giờ.")
    assert correct(question, cast.editor).answer_text == COPY["answer_text"]
    assert fresh(question).status == S.ASSIGNED


@pytest.mark.parametrize("who", ["officer", "head", "steering", "standing", "inspector"])
def test_who_may_not_publish_does_not_correct(cast, who):
    question = make_question(cast, S.PUBLISHED)
    with pytest.raises(Denied):
        correct(question, getattr(cast, who))


def test_retracted_answer_shows_no_version(client, cast):
    question = make_question(cast, S.PUBLISHED)
    public = fresh(question).publication
    publishing.retract(question=fresh(question), by=cast.chief_editor, note="Sai số liệu.")
    for name, more in (("qa:versions", []), ("qa:version", [1])):
        assert client.get(reverse(name, args=[public.pk, public.slug, *more])).status_code == 404


# --- Legal bases -----------------------------------------------------------------------------
def cited_answer(client, cast):
    question = make_question(cast, S.APPROVED)
    response = post(client, cast.editor, publish_url(question), COPY | {"answer_text": CITING})
    assert response.status_code == 302, response.content.decode()
    return fresh(question).publication


def test_documents_named_in_the_answer_are_its_bases(client, cast):
    public = cited_answer(client, cast)
    basis = LegalBasis.objects.get()
    assert (basis.document.number, basis.clause) == ("61/2018/NĐ-CP", "khoản 2 Điều 5")
    client.logout()
    assert "khoản 2 Điều 5, 61/2018/NĐ-CP" in client.get(public.get_absolute_url()).content.decode()


def test_a_document_that_was_not_ticked_is_no_basis(client, cast):
    question = make_question(cast, S.APPROVED)
    copy = COPY | {"answer_text": CITING, "documents_shown": "61/2018/ND-CP"}
    post(client, cast.editor, publish_url(question), copy)
    assert not LegalBasis.objects.exists()


def replaced(cast, on):
    return legal.record_document(
        by=cast.editor,
        number="61/2018/NĐ-CP",
        expired_on=on,
        replaced_by="118/2025/NĐ-CP",
    )


def test_replaced_document_puts_its_answers_up_for_review_until_confirmed(client, cast):
    public = cited_answer(client, cast)
    replaced(cast, TODAY)
    banner = "Câu trả lời dựa trên 61/2018/NĐ-CP đã được thay thế bởi 118/2025/NĐ-CP"
    assert banner in client.get(public.get_absolute_url()).content.decode()
    client.force_login(cast.head)
    assert public.title in client.get(reverse("desk:reviews")).content.decode()
    client.force_login(cast.other_head)
    assert public.title not in client.get(reverse("desk:reviews")).content.decode()
    confirm = reverse("desk:review_confirm", args=[public.pk])
    assert post(client, cast.other_head, confirm).status_code == 404
    assert post(client, cast.officer, confirm).status_code == 403
    assert post(client, cast.head, confirm).status_code == 302
    assert banner not in client.get(public.get_absolute_url()).content.decode()
    # Another end, recorded later, asks again.
    replaced(cast, TODAY - timedelta(days=3))
    assert banner in client.get(public.get_absolute_url()).content.decode()


def test_future_end_counts_from_its_day(client, cast):
    cited_answer(client, cast)
    replaced(cast, TODAY + timedelta(days=30))
    assert not LegalBasis.objects.doubtful(TODAY).exists()
    assert LegalBasis.objects.doubtful(TODAY + timedelta(days=30)).exists()


def test_correction_rests_on_what_it_names(client, cast):
    public = cited_answer(client, cast)
    replaced(cast, TODAY)
    typed = COPY | {
        "answer_text": "Theo Nghị định 118/2025/NĐ-CP, hồ sơ gồm đơn.",
        "number": "1",
        "note": "Cập nhật theo nghị định mới.",
    }
    assert post(client, cast.editor, correct_url(public.question), typed).status_code == 302
    assert [each.document.number for each in LegalBasis.objects.all()] == ["118/2025/NĐ-CP"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"number": "Nghị định sáu mốt"}, "Xin ghi số, ký hiệu"),
        ({"number": "1/2020/NĐ-CP", "replaced_by": "2/2021/NĐ-CP"}, "ngày hết hiệu lực"),
        (
            {"number": "1/2020/NĐ-CP", "effective_on": "02/01/2020", "expired_on": "01/01/2020"},
            "không được trước",
        ),
        ({"number": "1/2020/NĐ-CP", "expired_on": "hôm nay"}, "ngày/tháng/năm"),
    ],
)
def test_a_document_that_cannot_be_is_refused_with_words(client, cast, typed, words):
    response = post(client, cast.editor, reverse("desk:documents"), typed)
    assert response.status_code == 400
    assert words in response.content.decode()
    assert not LegalDocument.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_as_often_for_one_row_as_for_three(
    client, cast, count, django_assert_max_num_queries
):
    for _ in range(count):
        cited_answer(client, cast)
    replaced(cast, TODAY)
    client.force_login(cast.editor)
    for name in ("desk:reviews", "desk:documents"):
        with django_assert_max_num_queries(13):
            assert client.get(reverse(name)).status_code == 200
