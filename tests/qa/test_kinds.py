"""What a question is: told before it is sent, confirmed by the board, sealed, or shown its way."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagement.audit.models import AuditEvent
from engagement.jobs.models import OutboxMessage
from engagement.workflow.exceptions import Conflict, Denied
from qa.enums import QuestionKind as K
from qa.enums import QuestionStatus as S
from qa.enums import Verb
from qa.models import Question, Receiver, Step
from qa.queries.asker import timeline_for_citizen
from qa.rules.verbs import acts_for, check_can
from qa.services import classifying, moderating
from tests.factories import make_cast, make_question
from tests.qa import samples

pytestmark = pytest.mark.django_db
ASK = reverse("qa:ask")
ACCUSATION = "Tôi tố cáo ông trưởng bến đò nhận hối lộ của chủ ghe."
COMPLAINT = "Tôi khiếu nại quyết định thu hồi đất của gia đình tôi."
FIRE = "Chợ đang cháy lớn, cứu với!"


def fresh(question: Question) -> Question:
    return Question.objects.get(pk=question.pk)


def sent(text, **values):
    data = {"text": text, "consent_processing": "on", "submission_key": str(uuid.uuid4())}
    return data | values


# --- Before it is sent ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        (ACCUSATION, "denunciation", "Ủy ban Kiểm tra"),
        (COMPLAINT, "complaint", "đã ra quyết định"),
        (FIRE, "emergency", "114"),
    ],
)
def test_sender_is_told_the_proper_place_and_may_go_on(client, text, kind, place):
    data = sent(text, asker_name="Nguyễn Văn A")
    page = client.post(ASK, data)
    shown = page.content.decode()
    assert page.status_code == 422
    assert not Question.objects.exists()
    assert place in shown
    assert "Vẫn gửi" in shown
    assert "Chưa gửi được, Quý vị xem lại giúp" not in shown
    assert text in shown
    assert "Nguyễn Văn A" in shown
    assert f'name="told" value="{kind}"' in shown
    assert client.post(ASK, data | {"told": kind}).status_code == 302
    question = Question.objects.get()
    assert (question.kind, question.is_sealed) == (kind, kind == "denunciation")


def test_who_rewrites_the_text_into_another_grave_kind_is_told_again(client):
    page = client.post(ASK, sent(COMPLAINT, told="emergency"))
    assert page.status_code == 422
    assert "giống một khiếu nại" in page.content.decode()


def test_question_about_denouncing_goes_through_at_once(client):
    assert client.post(ASK, sent("Cách làm đơn tố cáo như thế nào?")).status_code == 302
    assert not Question.objects.get().is_sealed


def test_numbers_for_danger_stand_on_the_empty_page(client):
    shown = client.get(ASK).content.decode()
    assert all(f"tel:{number}" in shown for number in ("113", "114", "115"))


def test_file_of_the_first_page_goes_with_the_second(client):
    """Without JavaScript the browser does not send it again."""
    key = str(uuid.uuid4())
    scan = SimpleUploadedFile("đơn.pdf", samples.PDF, "application/pdf")
    page = client.post(ASK, sent(COMPLAINT, submission_key=key, attachments=scan)).content.decode()
    assert "Trang còn giữ tệp Quý vị đã chọn: đơn.pdf" in page
    note = re.search(r'name="held" value="([^"]+)"', page)[1]
    again = sent(COMPLAINT, submission_key=key, told="complaint", held=note)
    assert client.post(ASK, again).status_code == 302
    file = Question.objects.get().attachments.get()
    assert file.display_name == "đơn.pdf"
    with file.file.open() as stored:
        assert stored.read() == samples.PDF


def test_files_chosen_anew_replace_those_held_and_a_forged_note_gives_none(client):
    key = str(uuid.uuid4())
    scan = SimpleUploadedFile("a.pdf", samples.PDF, "application/pdf")
    page = client.post(ASK, sent(COMPLAINT, submission_key=key, attachments=scan)).content.decode()
    note = re.search(r'name="held" value="([^"]+)"', page)[1]
    client.post(ASK, sent(f"{COMPLAINT} Lần hai.", told="complaint", held=note))
    assert not Question.objects.get().attachments.exists(), "a note is good for its own page"
    other = SimpleUploadedFile("b.png", samples.PNG, "image/png")
    again = sent(COMPLAINT, submission_key=key, told="complaint", held=note, attachments=other)
    assert client.post(ASK, again).status_code == 302
    kept = Question.objects.latest("pk").attachments
    assert list(kept.values_list("display_name", flat=True)) == ["b.png"]


def test_bad_file_beside_a_grave_text_is_told_as_well(client):
    bad = SimpleUploadedFile("a.pdf", samples.EXECUTABLE, "application/pdf")
    page = client.post(ASK, sent(COMPLAINT, attachments=bad)).content.decode()
    assert "không đúng với phần mở rộng" in page
    assert "giống một khiếu nại" in page


def test_danger_stands_first_in_the_list(client):
    cast = make_cast()
    make_question(cast)
    danger = make_question(cast, text=FIRE)
    client.force_login(cast.editor)
    shown = client.get(reverse("desk:box", args=["moi"])).context["rows"]
    assert shown[0].question == danger


def test_switched_off_place_is_not_named(client):
    Receiver.objects.filter(name__contains="Kiểm tra").update(is_active=False)
    assert "Ủy ban Kiểm tra" not in client.post(ASK, sent(ACCUSATION)).content.decode()


# --- The board says what it is -------------------------------------------------------------------
def test_board_confirms_the_kind_and_it_is_on_record(client):
    cast = make_cast()
    question = make_question(cast, text=COMPLAINT)
    assert (question.kind, question.kind_set_by) == (K.COMPLAINT, None)
    client.force_login(cast.editor)
    shown = client.get(question.get_absolute_url()).content.decode()
    assert "chưa ai xác nhận" in shown
    address = reverse("desk:question_classify", args=[question.reference])
    assert client.post(address, {"kind": "complaint"}).status_code == 302
    assert fresh(question).kind_set_by == cast.editor
    assert AuditEvent.objects.get(kind="qa.question.classify").detail == {"matter": "Khiếu nại"}
    assert "chưa ai xác nhận" not in client.get(question.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["officer", "head", "steering", "standing", "clerk", "inspector"])
def test_nobody_but_the_board_says_what_it_is(name):
    cast = make_cast()
    with pytest.raises(Denied):
        classifying.classify(
            question=make_question(cast, S.ASSIGNED), by=getattr(cast, name), kind=K.COMPLAINT
        )


def test_published_answer_is_taken_down_before_its_question_is_sealed():
    cast = make_cast()
    with pytest.raises(Denied, match="gỡ"):
        classifying.classify(
            question=make_question(cast, S.PUBLISHED), by=cast.editor, kind=K.DENUNCIATION
        )


def test_verb_of_a_page_opened_before_the_seal_conflicts():
    cast = make_cast()
    question = make_question(cast)
    old = fresh(question)
    classifying.classify(question=question, by=cast.editor, kind=K.DENUNCIATION)
    with pytest.raises(Conflict):
        moderating.accept(question=old, by=cast.second_editor)


# --- Sealed --------------------------------------------------------------------------------------
def test_denunciation_is_sealed_before_anybody_reads_it():
    question = make_question(make_cast(), text=ACCUSATION, contact_email="a@example.org")
    assert question.is_sealed
    assert AuditEvent.objects.get(kind="qa.question.seal").actor_id == "qa.triage"
    letter = OutboxMessage.objects.get()
    assert "tố cáo" not in (letter.subject + letter.body).lower()
    assert "Hạn trả lời" not in letter.body


@pytest.mark.parametrize("status", [S.RECEIVED, S.ACCEPTED, S.ASSIGNED, S.APPROVED, S.RETRACTED])
def test_ordinary_verbs_are_closed_to_a_sealed_question(status):
    cast = make_cast()
    question = make_question(cast, status)
    classifying.classify(question=question, by=cast.chief_editor, kind=K.DENUNCIATION)
    for person in cast.people().values():
        for verb in Verb:
            if (verb, person) == (Verb.FORWARD, cast.sealed_officer):
                continue
            with pytest.raises(Denied):
                check_can(verb, person, fresh(question))


def test_sealed_matter_is_forwarded_and_its_sender_told_in_careful_words(client):
    cast = make_cast()
    question = make_question(cast, S.ASSIGNED, contact_email="a@example.org")
    classifying.classify(question=question, by=cast.editor, kind=K.DENUNCIATION)
    acts = acts_for(cast.sealed_officer, fresh(question))
    assert [(act.verb, act.is_allowed) for act in acts] == [(Verb.FORWARD, True)]
    client.force_login(cast.sealed_officer)
    address = reverse("desk:question_act", args=[question.reference, "forward"])
    place = Receiver.objects.filter(kind="denunciation").first()
    form = {"receiver": place.pk, "words": "Nội dung đã được chuyển đến nơi có thẩm quyền."}
    assert client.get(address).status_code == 200
    assert client.post(address, form).status_code == 302
    question = fresh(question)
    assert (question.status, question.was_in_time) == (S.REDIRECTED, None)
    assert question.verdict == ""
    assert Step.objects.get(verb="forward").words == f"Nơi nhận: {place.name}"
    client.logout()
    code = question.submission.tracking_code
    shown = client.get(reverse("qa:follow_question", args=[code])).content.decode()
    assert form["words"] in shown
    assert place.name in shown
    assert "tố cáo viên" not in shown
    letters = " ".join(OutboxMessage.objects.values_list("subject", flat=True))
    assert "tố cáo" not in letters


ADDRESS_OF = {
    S.AWAITING_INFORMATION: ("qa:follow_add", "reply"),
    S.REJECTED: ("qa:follow_object", "words"),
    S.PUBLISHED: ("qa:follow_reopen", "words"),
}


@pytest.mark.parametrize("status", ADDRESS_OF)
def test_denunciation_written_later_is_sealed_like_the_first_text(client, status):
    cast = make_cast()
    question = make_question(cast, status)
    Question.objects.filter(pk=question.pk).update(kind_set_by=cast.editor)
    name, field = ADDRESS_OF[status]
    code = question.submission.tracking_code
    page = client.post(reverse(name, args=[code]), {field: ACCUSATION}, follow=True)
    shown = page.content.decode()
    assert "Nội dung này được giữ kín" in shown
    assert Receiver.objects.filter(kind="denunciation").first().name in shown
    question = fresh(question)
    assert (question.kind, question.is_sealed, question.kind_set_by) == (K.DENUNCIATION, True, None)
    assert AuditEvent.objects.get(kind="qa.question.seal").actor_id == "qa.triage"
    for person in (cast.editor, cast.head):
        client.force_login(person)
        assert client.get(question.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("words", "kind", "said"),
    [
        (FIRE, K.EMERGENCY, "máy đọc là việc khẩn cấp vì có chữ “đang cháy lớn”"),
        ("Có đơn tố cáo ông chủ tịch xã.", K.QUESTION, "máy đọc là tố cáo vì có chữ “tố cáo”"),
    ],
)
def test_what_was_written_later_is_marked_for_the_board(client, words, kind, said):
    cast = make_cast()
    question = make_question(cast, S.AWAITING_INFORMATION)
    Question.objects.filter(pk=question.pk).update(kind_set_by=cast.editor)
    address = reverse("qa:follow_add", args=[question.submission.tracking_code])
    page = client.post(address, {"reply": words}, follow=True)
    assert "Đã gửi phần bổ sung" in page.content.decode()
    assert (fresh(question).kind, fresh(question).is_sealed) == (kind, False)
    client.force_login(cast.editor)
    assert said in client.get(question.get_absolute_url()).content.decode()


def test_way_ahead_of_a_sealed_matter_promises_no_publication():
    question = make_question(make_cast(), text=ACCUSATION)
    titles = [entry.title for entry in timeline_for_citizen(question)]
    assert titles[-1].startswith("Người được giao riêng")
    assert not any("Công bố" in title or "đơn vị" in title for title in titles)


def test_unsealing_takes_the_right_and_a_reason(client):
    cast = make_cast()
    question = make_question(cast, text=ACCUSATION)
    with pytest.raises(Denied):
        classifying.classify(question=question, by=cast.chief_editor, kind=K.QUESTION, words="Nhầm")
    with pytest.raises(Denied, match="lý do"):
        classifying.classify(question=question, by=cast.sealed_officer, kind=K.QUESTION)
    client.force_login(cast.sealed_officer)
    address = reverse("desk:question_classify", args=[question.reference])
    response = client.post(address, {"kind": "question", "words": "Chỉ hỏi thủ tục."})
    assert response["Location"] == reverse("desk:sealed")
    assert not fresh(question).is_sealed
    assert AuditEvent.objects.filter(kind="qa.question.unseal").count() == 1
    assert client.get(question.get_absolute_url()).status_code == 404


def test_sealed_officer_sees_who_wrote_and_nothing_unsealed(client):
    cast = make_cast()
    ordinary = make_question(cast)
    question = make_question(cast, text=ACCUSATION, asker_name="Lò Thị Kín")
    client.force_login(cast.sealed_officer)
    assert "Lò Thị Kín" in client.get(question.get_absolute_url()).content.decode()
    listed = client.get(reverse("desk:sealed")).content.decode()
    assert question.reference in listed
    assert ordinary.reference not in listed
    assert client.get(ordinary.get_absolute_url()).status_code == 404


def test_sealed_list_asks_the_same_number_of_times_for_one_and_for_three(
    client, django_assert_num_queries
):
    cast = make_cast()
    client.force_login(cast.sealed_officer)
    make_question(cast, text=ACCUSATION)
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("desk:sealed"))
    asked = len(one)
    for _ in range(2):
        make_question(cast, text=ACCUSATION)
    with django_assert_num_queries(asked):
        client.get(reverse("desk:sealed"))


# --- A complaint ---------------------------------------------------------------------------------
def test_complaint_is_closed_by_telling_its_sender_where_to_turn(client):
    cast = make_cast()
    question = make_question(cast, text=COMPLAINT, contact_email="a@example.org")
    address = reverse("desk:question_act", args=[question.reference, "redirect"])
    client.force_login(cast.editor)
    assert client.post(address, {"words": "Quý vị gửi đơn đến nơi dưới đây."}).status_code == 302
    question = fresh(question)
    assert (question.status, question.is_sealed) == (S.REDIRECTED, False)
    assert OutboxMessage.objects.filter(subject__contains="hướng dẫn nơi giải quyết").exists()
    client.logout()
    code = question.submission.tracking_code
    shown = client.get(reverse("qa:follow_question", args=[code])).content.decode()
    assert "Quý vị gửi đơn đến nơi dưới đây." in shown
    assert "Tiếp công dân" in shown


def test_plain_question_is_not_sent_elsewhere():
    cast = make_cast()
    question = make_question(cast)
    assert Verb.REDIRECT not in {act.verb for act in acts_for(cast.editor, question)}
    with pytest.raises(Denied, match="xếp loại"):
        classifying.redirect(question=question, by=cast.editor, words="Gửi nơi khác.")


def test_list_is_narrowed_by_kind_and_by_channel(client):
    cast = make_cast()
    complaint, plain = make_question(cast, text=COMPLAINT), make_question(cast)
    client.force_login(cast.editor)
    box = reverse("desk:box", args=["tat-ca"])
    shown = client.get(box, {"loai": "complaint"}).content.decode()
    assert complaint.reference in shown
    assert plain.reference not in shown
    assert complaint.reference not in client.get(box, {"kenh": "phone"}).content.decode()
