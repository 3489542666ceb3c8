"""What the verbs do beyond moving the status: clocks, sight, letters, what is erased, who wins."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from engagement.audit.models import AuditEvent
from engagement.jobs.models import OutboxMessage
from engagement.moderation.reasons import RejectionReason
from engagement.web.dates import when
from engagement.workflow.exceptions import Conflict, Denied, InvalidTransition
from qa.enums import QuestionStatus as S
from qa.enums import UnitRole
from qa.models import Answer, Attachment, ClockRule, Publication, Question, Report
from qa.queries.desk.access import visible_to
from qa.services import answering, citizens, clock, moderating, publishing, routing
from tests.factories import make_cast, make_question, make_unit

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def cast():
    return make_cast()


def stored(question):
    return Question.objects.get(pk=question.pk)


# --- The clock -------------------------------------------------------------------------------
def test_deadline_is_ten_working_days_after_receipt():
    """Quy định 11-QĐi/TW: received on a Monday, due on Monday two weeks later at closing time."""
    columns = clock.started(datetime(2026, 3, 2, 9, 0, tzinfo=HERE))
    assert columns["due_at"] == datetime(2026, 3, 16, 17, 0, tzinfo=HERE)
    assert columns["clock_rule"] == ClockRule.objects.get(kind="answer", valid_to=None)


def test_without_a_rule_there_is_no_deadline_and_the_page_can_say_so(cast):
    ClockRule.objects.update(valid_to="2020-01-01")
    question = make_question(cast)
    assert question.due_at is None
    assert clock.working_days_left(question, timezone.now()) is None
    assert "Chưa có quy định" in clock.explanation(question)


def test_waiting_for_the_asker_gives_the_working_days_back(cast):
    question = make_question(cast, S.ASSIGNED)
    question.received_at = datetime(2026, 3, 2, 9, 0, tzinfo=HERE)
    due_at = datetime(2026, 3, 16, 17, 0, tzinfo=HERE)
    question.due_at, question.paused_at = due_at, datetime(2026, 3, 12, 17, 0, tzinfo=HERE)
    resumed = clock.resumed(question, datetime(2026, 3, 19, 7, 0, tzinfo=HERE))
    assert resumed["due_at"] == datetime(2026, 3, 20, 17, 0, tzinfo=HERE)
    assert resumed["paused_at"] is None


def test_a_pause_of_some_seconds_moves_no_deadline(cast):
    question = make_question(cast, S.ASSIGNED)
    question.received_at = datetime(2026, 11, 26, 9, 0, tzinfo=HERE)
    question.due_at = datetime(2026, 12, 10, 17, 0, tzinfo=HERE)
    question.paused_at = datetime(2026, 11, 26, 10, 0, tzinfo=HERE)
    now = datetime(2026, 11, 26, 10, 0, 20, tzinfo=HERE)
    resumed = clock.resumed(question, now)
    assert resumed["due_at"] == question.due_at
    assert clock.working_days_left(question, now) == question.clock_rule.length == 10


def test_a_question_already_late_keeps_its_old_deadline(cast):
    question = make_question(cast, S.ASSIGNED)
    question.due_at = datetime(2026, 3, 16, 17, 0, tzinfo=HERE)
    question.paused_at = datetime(2026, 3, 17, 8, 0, tzinfo=HERE)
    assert "due_at" not in clock.resumed(question, datetime(2026, 3, 19, 7, 0, tzinfo=HERE))


def test_the_pause_stands_on_the_row_and_goes_when_information_comes(cast):
    question = make_question(cast, S.AWAITING_INFORMATION)
    assert question.paused_at is not None
    citizens.add_information(question=question, reply="Ở xã A.")
    after = stored(question)
    assert (after.status, after.paused_at) == (S.ASSIGNED, None)
    assert after.information_requests.get().reply == "Ở xã A."


@pytest.mark.parametrize(("days", "in_time"), [(1, True), (-1, False)])
def test_the_verdict_is_stored_once(cast, days, in_time):
    question = make_question(cast, S.APPROVED)
    Question.objects.filter(pk=question.pk).update(due_at=timezone.now() + timedelta(days=days))
    publishing.close_privately(question=stored(question), by=cast.editor)
    closed = stored(question)
    assert closed.was_in_time is in_time
    assert closed.working_days_taken == 0
    assert closed.calendar_version


def test_returning_does_not_stop_the_clock(cast):
    question = make_question(cast, S.RETURNED)
    assert question.paused_at is None
    assert question.due_at == clock.started(question.received_at)["due_at"]


# --- Units -----------------------------------------------------------------------------------
def test_one_lead_and_several_that_help(cast):
    question = make_question(cast, S.REPORTED)
    helpers = [cast.commune, cast.other_unit, cast.unit]
    routing.assign(question=question, by=cast.editor, lead=cast.unit, coordinating=helpers)
    held = {a.unit: a.role for a in question.assignments.filter(ended_at=None)}
    assert held == {
        cast.unit: UnitRole.LEAD,
        cast.commune: UnitRole.COORDINATING,
        cast.other_unit: UnitRole.COORDINATING,
    }


@pytest.mark.parametrize("place", ["lead", "coordinating"])
def test_a_unit_that_no_longer_exists_gets_nothing(cast, place):
    gone = make_unit("cu", "Sở cũ", valid_to=timezone.localdate() - timedelta(days=1))
    question = make_question(cast, S.REPORTED)
    units = (
        {"lead": cast.unit, "coordinating": [gone]} if place == "coordinating" else {"lead": gone}
    )
    with pytest.raises(Denied, match="Sở cũ không còn hoạt động"):
        routing.assign(question=question, by=cast.editor, **units)
    assert stored(question).status == S.REPORTED


def test_return_takes_the_question_out_of_sight_and_reassigning_gives_it_on(cast):
    question = make_question(cast, S.RETURNED)
    assert question not in visible_to(cast.officer)
    routing.assign(question=question, by=cast.editor, lead=cast.other_unit)
    assert question in visible_to(cast.other_officer)
    assert question not in visible_to(cast.officer)


def test_report_of_several_is_all_or_nothing(cast):
    first, second = make_question(cast, S.ACCEPTED), make_question(cast, S.RECEIVED)
    events = AuditEvent.objects.count()
    with pytest.raises(InvalidTransition):
        routing.report_questions(questions=[first, second], by=cast.editor)
    assert stored(first).status == S.ACCEPTED
    assert not Report.objects.exists()
    assert AuditEvent.objects.count() == events


# --- Rejecting -------------------------------------------------------------------------------
def test_a_rejected_question_is_not_said_to_wait(cast):
    told = clock.explanation(make_question(cast, S.REJECTED))
    assert "tính tiếp nếu người gửi đề nghị xem lại" in told
    assert "để chờ" not in told


def test_overturning_clears_the_rejection(cast):
    question = make_question(cast, S.OBJECTED)
    moderating.overturn_rejection(question=question, by=cast.chief_editor)
    after = stored(question)
    assert (after.status, after.rejection_reason, after.rejected_by) == (S.ACCEPTED, "", None)


def test_rejection_stores_its_code_and_the_log_holds_no_words(cast):
    """R-5.1: the clause code is stored; the audit log never holds what anybody wrote."""
    question = make_question(cast)
    moderating.reject(
        question=question,
        by=cast.editor,
        reason=RejectionReason.OTHER_VIOLATION,
        words="Lời giải thích.",
    )
    assert stored(question).rejection_reason == "5.2"
    event = AuditEvent.objects.get(kind="qa.question.reject")
    assert event.detail == {"reason": "5.2"}
    assert "Lời giải thích" not in str(vars(event))


# --- Answering -------------------------------------------------------------------------------
def test_stale_copy_loses_and_nothing_of_it_is_stored(cast):
    question = make_question(cast)
    stale = stored(question)
    moderating.accept(question=question, by=cast.editor)
    events = AuditEvent.objects.count()
    with pytest.raises(Conflict):
        moderating.accept(question=stale, by=cast.second_editor)
    assert AuditEvent.objects.count() == events


def test_draft_versions_count_up_and_the_slower_writer_is_told(cast):
    question = make_question(cast, S.ASSIGNED)
    answering.save_draft(question=question, by=cast.officer, text="Một", version=0)
    answering.save_draft(question=question, by=cast.head, text="Hai", version=1)
    for version in (0, 1):
        with pytest.raises(Conflict):
            answering.save_draft(question=question, by=cast.officer, text="Ba", version=version)
    assert (Answer.objects.get().text, Answer.objects.get().version) == ("Hai", 2)


def test_an_empty_answer_is_not_submitted(cast):
    question = make_question(cast, S.ASSIGNED)
    with pytest.raises(Denied, match="Xin viết câu trả lời"):
        answering.submit_answer(question=question, by=cast.officer, text="  \n", version=0)


def test_approval_is_recorded_with_its_person(cast):
    """R-4.1: nothing is published without an approval row."""
    answer = make_question(cast, S.APPROVED).answer
    assert answer.approved_by == cast.head
    assert answer.approved_at is not None


@pytest.mark.parametrize("status", [status for status in S if status != S.APPROVED])
def test_nothing_reaches_the_public_from_any_other_step(cast, status):
    """R-4.1."""
    question = make_question(cast, status)
    before = Publication.objects.count()
    with pytest.raises(InvalidTransition):
        publishing.publish(
            question=question, by=cast.chief_editor, title="T", question_text="H", answer_text="Đ"
        )
    assert Publication.objects.count() == before


def test_publication_keeps_the_units_name_of_its_day_and_withholds_the_askers(cast):
    question = make_question(cast, S.APPROVED, asker_name="Lê Thị Bưởi", is_name_withheld=True)
    publication = publishing.publish(
        question=question, by=cast.editor, title="Tiêu đề", question_text="Hỏi", answer_text="Đáp"
    )
    cast.unit.name = "Sở khác"
    cast.unit.save()
    publication.refresh_from_db()
    assert publication.unit_name == "Sở Y tế"
    assert "Bưởi" not in publication.asker_label


@pytest.mark.parametrize(
    ("consent", "copy"),
    [
        ({}, {"asker_label": "Lê Thị Bưởi"}),
        ({}, {"asker_label": "Bà B., Xã A"}),
        ({"asker_name": ""}, {"asker_label": "Lê Thị Bưởi"}),
        ({"asker_name": "", "is_name_withheld": False}, {"asker_label": "Lê Thị Bưởi"}),
        ({}, {"title": "Bà Lê Thị Bưởi hỏi"}),
        ({}, {"question_text": "Tôi là LE THI BUOI"}),
        ({}, {"answer_text": "Trả lời bà Lê Thị Bưởi."}),
    ],
)
def test_r4_2_no_name_is_published_without_its_owners_consent(cast, consent, copy):
    values = {"asker_name": "Lê Thị Bưởi", "is_name_withheld": True} | consent
    question = make_question(cast, S.APPROVED, **values)
    texts = {"title": "Tiêu đề", "question_text": "Hỏi", "answer_text": "Đáp"} | copy
    with pytest.raises(Denied, match="không đồng ý hiện tên"):
        publishing.publish(question=question, by=cast.editor, overrides=["name"], **texts)
    assert not Publication.objects.exists()
    assert stored(question).status == S.APPROVED


def test_retraction_says_why_on_the_publication(cast):
    question = make_question(cast, S.PUBLISHED)
    publishing.retract(question=question, by=cast.chief_editor, note="Sai số liệu.")
    publication = Publication.objects.get()
    assert publication.retracted_at is not None
    assert publication.retraction_note == "Sai số liệu."


# --- The asker -------------------------------------------------------------------------------
def test_withdrawing_erases_words_name_contact_files_and_draft(
    cast, django_capture_on_commit_callbacks
):
    question = make_question(
        cast,
        S.ASSIGNED,
        asker_name="Lê Thị Bưởi",
        contact_email="buoi@example.vn",
        contact_phone="0912",
    )
    answering.save_draft(question=question, by=cast.officer, text="Nháp", version=0)
    file = Attachment(
        question=question, display_name="đơn.pdf", content_type="application/pdf", size=4
    )
    file.file.save("don.pdf", ContentFile(b"%PDF"), save=True)
    with django_capture_on_commit_callbacks(execute=True):
        citizens.withdraw(question=stored(question))
    gone = stored(question)
    assert (gone.text, gone.search_text, gone.asker_name) == ("", "", "")
    assert (gone.contact_email, gone.contact_phone, gone.commune) == ("", "", None)
    assert not Answer.objects.exists()
    assert not Attachment.objects.exists()
    assert not file.file.storage.exists(file.file.name)
    assert not any(step.words or step.public_words for step in gone.steps.all())


def test_letters_tell_the_step_and_never_the_question(cast):
    text = "Câu hỏi rất riêng của tôi về bệnh của mẹ?"
    question = make_question(cast, S.ACCEPTED, text=text, contact_email="buoi@example.vn")
    letters = OutboxMessage.objects.order_by("pk")
    assert [letter.to for letter in letters] == ["buoi@example.vn"] * 2
    for letter in letters:
        assert text not in letter.body
        path = reverse("qa:follow_question", args=[question.submission.tracking_code])
        assert f"Xem tại: {settings.PUBLIC_ORIGIN}{path}\n" in letter.body


def test_letters_name_step_unit_and_deadline(cast):
    question = make_question(cast, S.ASSIGNED, contact_email="buoi@example.vn")
    due = f"Hạn trả lời: {when(question.due_at)}."
    answering.ask_information(question=question, by=cast.officer, words="Xin cho biết xã.")
    letters = list(OutboxMessage.objects.order_by("pk"))
    subjects = [letter.subject.partition(question.reference)[2].strip() for letter in letters]
    assert subjects == [
        "đã nhận", "đã được tiếp nhận", "chuyển Sở Y tế trả lời", "cần Quý vị bổ sung thông tin",
    ]  # fmt: skip
    assert "đã được chuyển Sở Y tế trả lời" in letters[2].body
    assert [due in letter.body for letter in letters] == [True, True, True, False]


def test_who_left_no_address_gets_no_letter(cast):
    make_question(cast, S.PUBLISHED)
    assert not OutboxMessage.objects.exists()
