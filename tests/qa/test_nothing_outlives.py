"""What must not outlive its reason: approvals, drafts, words, letters, delegations, deadlines."""

from datetime import timedelta

import pytest
from django.utils import timezone

from engagement.audit.models import AuditEvent
from engagement.jobs.models import OutboxMessage
from engagement.workflow.exceptions import Conflict, Denied
from qa.enums import QuestionKind
from qa.models import Answer, Question, StandingDelegation
from qa.services import answering, citizens, classifying, clock, entering, publishing, routing
from qa.services.mailbox.drafts import import_letter
from tests.factories import make_cast, make_question

pytestmark = pytest.mark.django_db


def fresh(question: Question) -> Question:
    return Question.objects.get(pk=question.pk)


def test_approval_does_not_outlive_the_text_it_was_given_to():
    cast = make_cast()
    question = make_question(cast, "approved")
    publishing.request_changes(question=question, by=cast.editor, words="Nêu rõ giờ.")
    answer = Answer.objects.get(question=question)
    assert (answer.approved_by, answer.approved_at) == (None, None)
    question = answering.submit_answer(
        question=fresh(question), by=cast.officer, text="Sáng thứ Bảy.", version=answer.version
    )
    assert Answer.objects.get(question=question).approved_by is None


def test_draft_of_one_unit_is_not_handed_to_the_next():
    cast = make_cast()
    question = make_question(cast, "assigned")
    answering.save_draft(question=question, by=cast.officer, text="Nháp nội bộ", version=0)
    routing.assign(question=fresh(question), by=cast.editor, lead=cast.other_unit)
    assert not Answer.objects.filter(question=question).exists()


def test_draft_saved_from_an_old_page_does_not_reach_a_withdrawn_question():
    cast = make_cast()
    question = make_question(cast, "assigned")
    old = fresh(question)
    citizens.withdraw(question=question)
    with pytest.raises(Conflict):
        answering.save_draft(question=old, by=cast.officer, text="Nháp", version=0)
    assert not Answer.objects.exists()


def test_withdrawal_takes_back_unsent_letters_and_the_fingerprint():
    cast = make_cast()
    question = make_question(cast, contact_email="nguoi-hoi@example.org")
    type(question.submission).objects.update(content_hash="f" * 64)
    assert OutboxMessage.objects.filter(to="nguoi-hoi@example.org").exists()
    citizens.withdraw(question=question)
    assert not OutboxMessage.objects.exclude(to="", body="").exists()
    assert fresh(question).submission.content_hash == ""


def test_withdrawal_erases_a_sealed_matter_and_leaves_it_sealed():
    cast = make_cast()
    question = make_question(
        cast, text="Tôi tố cáo ông trưởng bến đò nhận hối lộ.", asker_name="Kín"
    )
    assert question.is_sealed
    citizens.withdraw(question=question)
    question = fresh(question)
    assert (question.text, question.search_text, question.asker_name) == ("", "", "")
    assert (question.is_sealed, question.status) == (True, "withdrawn")


def test_reason_of_a_broken_seal_goes_with_the_words():
    cast = make_cast()
    question = make_question(cast, text="Tôi tố cáo ông trưởng bến đò nhận hối lộ.")
    classifying.classify(
        question=question, by=cast.sealed_officer, kind=QuestionKind.QUESTION, words="Hỏi bến đò."
    )
    citizens.withdraw(question=fresh(question))
    assert set(question.steps.values_list("words", flat=True)) == {""}


def test_decided_letter_keeps_neither_words_nor_sender():
    cast = make_cast()
    raw = b"From: Buoi <buoi@example.org>\r\nSubject: Hoi\r\n\r\nTram y te mo cua luc nao?"
    for decide in (
        lambda draft: entering.discard_mail(draft=draft, by=cast.clerk, reason="Gửi nhầm"),
        lambda draft: entering.take_mail(draft=draft, by=cast.clerk, text="Trạm mở cửa lúc nào?"),
    ):
        draft = import_letter(raw + repr(decide).encode())
        decide(draft)
        draft.refresh_from_db()
        kept = (draft.text, draft.subject, draft.sender, draft.sender_name, draft.notes)
        assert kept == ("", "", "", "", "")


def test_time_between_rejection_and_objection_is_the_askers():
    cast = make_cast()
    question = make_question(cast, "rejected")
    past = timezone.now() - timedelta(days=40)
    Question.objects.filter(pk=question.pk).update(
        received_at=past - timedelta(days=1),
        due_at=past + timedelta(days=10),
        paused_at=past,
    )
    question = fresh(question)
    left = clock.working_days_left(question, past)
    citizens.object_to_rejection(question=question, words="Tôi hỏi thủ tục.")
    question = fresh(question)
    assert question.paused_at is None
    # One less or more by the hour of day at which the clock stopped and went on.
    assert abs(clock.working_days_left(question, timezone.now()) - left) <= 1


def test_corrected_calendar_is_not_told_as_the_askers_delay():
    cast = make_cast()
    question = make_question(cast, "assigned")
    question.due_at += timedelta(days=1)
    assert "Lịch làm việc được sửa" in clock.explanation(question)
    assert "chờ người hỏi" not in clock.explanation(question)


@pytest.mark.parametrize("starts_in_days", [0, 10])
def test_ended_delegation_covers_nothing_from_that_moment(starts_in_days):
    """R-13.1: neither the rest of today nor a day that was still to come."""
    cast = make_cast()
    today = timezone.localdate()
    start = today + timedelta(days=starts_in_days)
    delegation = routing.grant_delegation(
        by=cast.steering,
        decision_number="1-TB/BCĐ",
        valid_from=start,
        valid_to=start + timedelta(days=30),
    )
    routing.end_delegation(delegation=delegation, by=cast.steering)
    assert StandingDelegation.objects.covering(None, start) is None
    events = AuditEvent.objects.count()
    with pytest.raises(Denied):
        routing.end_delegation(delegation=delegation, by=cast.steering)
    assert AuditEvent.objects.count() == events


def test_publishing_over_a_warning_is_in_the_audit_log_by_kind_only():
    cast = make_cast()
    question = make_question(cast, "approved", asker_name="Bưởi", is_name_withheld=False)
    publishing.publish(
        question=question,
        by=cast.editor,
        title="Lịch tiêm",
        question_text="Số 0912345678",
        answer_text="Thứ Bảy.",
        asker_label="Một phụ huynh",
        masked=["plate"],
        overrides=["phone"],
    )
    event = AuditEvent.objects.get(kind="qa.question.publish")
    assert event.detail == {"masked": "plate", "overrides": "phone"}
    assert question.publication.asker_label == "Một phụ huynh"
