"""What the asker reads and does with the code, in every status."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from engagement.audit.models import AuditEvent
from engagement.web.files import CheckedFile
from qa.enums import GIVEN, TRANSFER
from qa.enums import QuestionStatus as S
from qa.enums import Verb as V
from qa.models import Attachment, Question, Step
from qa.queries import asker
from qa.services import answering, files, moderating
from qa.workflow import QUESTION
from tests.factories import make_cast, make_question
from tests.qa.samples import PDF

pytestmark = pytest.mark.django_db
ACTS = {
    V.ADD_INFORMATION: ("qa:follow_add", {"reply": "Nhà tôi ở ấp 5, xã Vị Thanh."}),
    V.OBJECT: ("qa:follow_object", {"words": "Tôi chỉ hỏi giờ làm việc, không quảng cáo."}),
    V.WITHDRAW: ("qa:follow_withdraw", {}),
}


@pytest.fixture
def cast(db):
    return make_cast()


def path(question, name="qa:follow_question", *more):
    return reverse(name, args=[question.submission.tracking_code, *more])


def page(client, question) -> str:
    response = client.get(path(question))
    assert response.status_code == 200
    return response.content.decode()


def a_file(name="don.pdf") -> CheckedFile:
    return CheckedFile(ContentFile(PDF), ".pdf", "application/pdf", name, len(PDF))


def rows() -> tuple[object, ...]:
    """Everything an act could change."""
    return (
        list(Question.objects.order_by("pk").values()),
        list(Step.objects.order_by("pk").values()),
        list(Attachment.objects.order_by("pk").values()),
        AuditEvent.objects.count(),
    )


# --- Every status, every verb -------------------------------------------------------------------
@pytest.mark.parametrize("status", S.values)
@pytest.mark.parametrize("verb", list(ACTS))
def test_citizen_verb_in_every_status(client, cast, status, verb):
    """The table decides; what it refuses changes nothing and leaves no audit row (R-14.2)."""
    question = make_question(cast, status)
    name, data = ACTS[verb]
    before = rows()
    response = client.post(path(question, name), data)
    if verb in QUESTION.verbs_from(status):
        assert response.status_code == 303
        question.refresh_from_db()
        assert question.status == QUESTION.target(status, verb)
        event = AuditEvent.objects.order_by("-sequence")[0]
        # The parts of a question that was split go along, each with its own event.
        assert AuditEvent.objects.count() == before[-1] + (3 if status == S.SPLIT else 1)
        assert (event.kind, event.actor_kind) == (f"qa.question.{verb}", "citizen")
    else:
        assert response.status_code == 409
        assert rows() == before
        assert "Việc này chưa thực hiện" in response.content.decode()
        if data:
            assert next(iter(data.values())) in response.content.decode()


@pytest.mark.parametrize("status", S.values)
def test_page_in_every_status_names_no_member_of_staff(client, cast, status):
    text = page(client, make_question(cast, status))
    for person in cast.people().values():
        assert person.username not in text
        assert person.display_name not in text


@pytest.mark.parametrize("verb", list(ACTS))
def test_the_same_act_sent_twice_is_done_once(client, cast, verb):
    start = {
        V.ADD_INFORMATION: S.AWAITING_INFORMATION,
        V.OBJECT: S.REJECTED,
        V.WITHDRAW: S.RECEIVED,
    }
    question = make_question(cast, start[verb])
    name, data = ACTS[verb]
    assert client.post(path(question, name), data).status_code == 303
    before = rows()
    assert client.post(path(question, name), data).status_code == 409
    assert rows() == before


def test_conflict_with_a_colleague_keeps_what_was_typed(client, cast, monkeypatch):
    question = make_question(cast, S.AWAITING_INFORMATION)
    stale = asker.for_asker(question.submission)
    answering.resume(question=question, by=cast.officer)
    monkeypatch.setattr(asker, "for_asker", lambda _submission: stale)
    before = rows()
    response = client.post(path(question, "qa:follow_add"), {"reply": "Tôi ở ấp 5, xã Vị Thanh."})
    assert response.status_code == 409
    assert "Tôi ở ấp 5, xã Vị Thanh." in response.content.decode()
    assert rows() == before


# --- What is told -------------------------------------------------------------------------------
def test_timeline_tells_each_step_and_greys_what_is_ahead(cast):
    question = make_question(cast, S.ASSIGNED)
    entries = asker.timeline_for_citizen(asker.for_asker(question.submission), deadline="Hạn …")
    assert [entry.state for entry in entries] == ["done"] * 4 + ["current", "future", "future"]
    assert entries[3].title == "Chuyển Sở Y tế trả lời, Xã A phối hợp"
    assert (entries[4].title, entries[4].note) == ("Sở Y tế đang soạn câu trả lời", "Hạn …")
    assert entries[0].at == question.received_at


@pytest.mark.parametrize("status", [S.REJECTED, S.REFUSED, S.WITHDRAWN, S.RETRACTED])
def test_timeline_ends_where_the_question_stopped(cast, status):
    question = make_question(cast, status)
    entries = asker.timeline_for_citizen(asker.for_asker(question.submission))
    assert [entry.state for entry in entries].count("stopped") == 1
    assert entries[-1].state == "stopped"


def test_timeline_makes_no_query(cast, django_assert_num_queries):
    question = asker.for_asker(make_question(cast, S.APPROVED).submission)
    with django_assert_num_queries(0):
        asker.timeline_for_citizen(question)


def test_every_verb_and_open_status_has_words():
    assert {*QUESTION.verbs, "receive", "correct", TRANSFER} == set(asker.STEP_TITLES)
    ends = {s for s in S.values if not QUESTION.verbs_from(s)} | {S.REJECTED, *GIVEN}
    assert set(asker.NOW_TITLES) == set(S.values) - ends


def test_deadline_is_explained(client, cast):
    """R-13.2: the citizen reads by when and why."""
    text = page(client, make_question(cast, S.ASSIGNED))
    assert "ngày làm việc kể từ" in text
    assert "vì" in text


def test_internal_words_stay_inside(client, cast):
    question = make_question(cast, S.ANSWERED)
    answering.send_back(question=question, by=cast.head, words="Sửa lại đoạn hai cho gọn.")
    assert "Sửa lại đoạn hai" not in page(client, question)


def test_clock_that_stands_still_says_so(client, cast):
    text = page(client, make_question(cast, S.AWAITING_INFORMATION))
    assert "tạm dừng" in text
    assert "Xin cho biết xã." in text


def test_rejection_names_the_article_and_offers_one_objection(client, cast):
    """R-5.1: the sender is told which rule, and may object once, to another moderator."""
    question = make_question(cast, S.REJECTED)
    text = page(client, question)
    assert "Điều 5.1c" in text
    assert "Có quảng cáo." in text
    assert path(question, "qa:follow_object") in text
    client.post(path(question, "qa:follow_object"), ACTS[V.OBJECT][1])
    moderating.uphold_rejection(
        question=Question.objects.get(pk=question.pk),
        by=cast.second_editor,
        words="Vẫn là quảng cáo.",
    )
    text = page(client, question)
    assert "Vẫn là quảng cáo." in text
    assert path(question, "qa:follow_object") not in text


def test_private_answer_is_shown_to_the_holder_of_the_code(client, cast):
    assert "Trạm tiêm sáng thứ Bảy đầu tháng." in page(client, make_question(cast, S.CLOSED))


@pytest.mark.parametrize("status", [S.ASSIGNED, S.ANSWERED, S.APPROVED])
def test_answer_is_not_shown_before_it_is_given(client, cast, status):
    assert "Trạm tiêm sáng thứ Bảy" not in page(client, make_question(cast, status))


def test_published_answer_is_linked(client, cast):
    question = make_question(cast, S.PUBLISHED)
    assert question.publication.get_absolute_url() in page(client, question)


def test_page_has_a_steady_number_of_queries(client, cast, django_assert_max_num_queries):
    question = make_question(cast, S.PUBLISHED, files=[a_file(), a_file("hai.pdf")])
    with django_assert_max_num_queries(16):
        page(client, question)


# --- Add information ----------------------------------------------------------------------------
def test_added_information_and_files_are_stored(client, cast):
    question = make_question(cast, S.AWAITING_INFORMATION)
    upload = SimpleUploadedFile("giấy tờ.pdf", PDF)
    data = {"reply": "Nhà tôi ở ấp 5.", "attachments": [upload]}
    assert client.post(path(question, "qa:follow_add"), data).status_code == 303
    assert question.information_requests.get().reply == "Nhà tôi ở ấp 5."
    assert question.attachments.get().display_name == "giấy tờ.pdf"
    text = page(client, question)
    assert "Quý vị đã bổ sung thông tin" in text
    assert "Nhà tôi ở ấp 5." in text


def test_what_was_asked_and_added_is_gone_with_the_question(client, cast):
    question = make_question(cast, S.AWAITING_INFORMATION)
    client.post(path(question, "qa:follow_add"), {"reply": "Nhà tôi ở ấp 5."})
    client.post(path(question, "qa:follow_withdraw"))
    text = page(client, question)
    assert "Nhà tôi ở ấp 5." not in text
    assert "da-bo-sung" not in text


def test_a_refused_question_is_called_refused(client, cast):
    text = page(client, make_question(cast, S.REJECTED))
    assert "Ban Biên tập từ chối câu hỏi" in text
    assert "tiếp nhận" not in text.partition("<footer")[0].partition("dang-o-dau")[2]


@pytest.mark.parametrize("name", ["qa:follow_question", "qa:follow_withdraw"])
def test_the_reference_in_a_heading_is_not_broken(client, cast, name):
    question = make_question(cast, S.RECEIVED)
    heading = re.search(r"<h1>.*</h1>", client.get(path(question, name)).content.decode())[0]
    assert f'<span class="nowrap" translate="no">{question.reference}</span>' in heading


@pytest.mark.parametrize("reply", ["", "   ", "ngắn", "d" * 5001])
def test_reply_that_is_no_reply_is_refused_at_its_field(client, cast, reply):
    question = make_question(cast, S.AWAITING_INFORMATION)
    before = rows()
    response = client.post(path(question, "qa:follow_add"), {"reply": reply})
    assert response.status_code == 422
    assert response.context["form"].errors["reply"]
    assert rows() == before


def test_files_of_a_question_are_at_most_five_in_all(client, cast):
    question = make_question(cast, S.AWAITING_INFORMATION, files=[a_file()] * 4)
    uploads = [SimpleUploadedFile(f"{n}.pdf", PDF) for n in range(2)]
    data = {"reply": "Nhà tôi ở ấp 5, xã Vị Thanh.", "attachments": uploads}
    response = client.post(path(question, "qa:follow_add"), data)
    assert response.status_code == 422
    assert "tối đa 1 tệp" in response.content.decode()
    assert "Nhà tôi ở ấp 5" in response.content.decode()
    assert question.attachments.count() == 4


def test_reply_works_without_room_for_files(client, cast):
    question = make_question(cast, S.AWAITING_INFORMATION, files=[a_file()] * 5)
    assert "đủ số tệp" in client.get(path(question, "qa:follow_add")).content.decode()
    response = client.post(path(question, "qa:follow_add"), {"reply": "Nhà tôi ở ấp 5, Vị Thanh."})
    assert response.status_code == 303


# --- Withdraw -----------------------------------------------------------------------------------
def test_withdrawing_is_asked_once_more_and_says_what_is_erased(client, cast):
    question = make_question(cast, S.ASSIGNED, files=[a_file()])
    before = rows()
    response = client.get(path(question, "qa:follow_withdraw"))
    text = response.content.decode()
    assert "1 tệp đính kèm" in text
    assert "không hoàn lại được" in text
    assert rows() == before


def test_withdrawn_question_is_erased_with_its_files(
    client, cast, django_capture_on_commit_callbacks
):
    question = make_question(
        cast, S.ASSIGNED, asker_name="Nguyễn Thị Tâm", contact_phone="0912345678", files=[a_file()]
    )
    stored = Path(settings.MEDIA_ROOT, question.attachments.get().file.name)
    assert stored.exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(path(question, "qa:follow_withdraw"))
    text = page(client, question)
    assert "đã được xóa" in text
    assert question.text not in text
    assert not stored.exists()


# --- Files --------------------------------------------------------------------------------------
def test_own_file_is_downloaded_with_its_own_headers(client, cast):
    question = make_question(cast, files=[a_file("đơn.pdf")])
    response = client.get(path(question, "qa:follow_attachment", question.attachments.get().pk))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"


def test_file_of_another_question_does_not_exist(client, cast):
    mine = make_question(cast)
    other = make_question(cast, files=[a_file()])
    response = client.get(path(mine, "qa:follow_attachment", other.attachments.get().pk))
    assert response.status_code == 404


def test_file_that_rolled_back_is_swept_up_after_a_day(cast, settings):
    question = make_question(cast, files=[a_file()])
    folder = Path(settings.MEDIA_ROOT, "qa")
    (folder / "orphan.pdf").write_bytes(PDF)
    now = timezone.now()
    assert files.remove_orphans(now) == 0
    assert files.remove_orphans(now + timedelta(days=2)) == 1
    assert [p.name for p in folder.iterdir()] == [Path(question.attachments.get().file.name).name]


def test_sweeping_before_anything_was_stored_is_harmless(db):
    assert files.remove_orphans(timezone.now()) == 0


OBJECTED = "Đã gửi đề nghị xem lại."


def test_an_act_by_code_is_confirmed_once_and_without_a_session(client, cast):
    question = make_question(cast, "rejected")
    answer = client.post(path(question, "qa:follow_object"), {"words": "Tôi hỏi thủ tục."})
    assert (answer.status_code, answer["Location"]) == (303, path(question))
    assert answer.cookies["vua"]["path"] == path(question)
    assert OBJECTED in page(client, question)
    assert OBJECTED not in page(client, question)
    assert "sessionid" not in client.cookies


def test_a_confirmation_that_is_no_longer_true_is_not_shown(client, cast):
    question = make_question(cast, "rejected")
    client.post(path(question, "qa:follow_object"), {"words": "Tôi hỏi thủ tục."})
    moderating.uphold_rejection(
        question=Question.objects.get(pk=question.pk), by=cast.second_editor, words="Giữ nguyên."
    )
    assert OBJECTED not in page(client, question)


@pytest.mark.parametrize("verb", [*ACTS, "<b>khac</b>"])
def test_an_address_confirms_nothing(client, cast, verb):
    question = make_question(cast, "published")
    told = client.get(path(question), {"vua": verb}).content.decode()
    client.cookies["vua"] = verb
    assert "notice--success" not in told + page(client, question)
