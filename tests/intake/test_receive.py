import threading
import time
from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from engagement.audit.models import AuditEvent
from engagement.intake import codes, queries
from engagement.intake.enums import Proof
from engagement.intake.exceptions import Refused
from engagement.intake.models import ConsentRecord, Submission, UsedChallenge
from engagement.intake.services import receive
from engagement.intake.tasks import forget_used_challenges
from tests.intake.sending import at_once, form_of, solved, typed
from tests.intake.urls import CONTACT, RULES, AskForm

PARALLEL = 16
threads = pytest.mark.django_db(transaction=True)


def sent(data, store=lambda submission: submission, **options):
    form = form_of(data, **options)
    assert form.is_valid(), form.errors
    return receive(form, store=store)


# --- One submission --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_everything_is_stored_once_and_told_to_the_audit_log():
    before = timezone.now()
    data = typed(consent_contact="on")
    receipt = sent(data)
    stored = Submission.objects.get()
    assert receipt.created
    assert receipt.submission == stored
    assert str(stored.key) == data["submission_key"]
    assert stored.proof == Proof.ALTCHA
    assert abs(stored.received_at - before) < timedelta(seconds=5)
    assert receipt.submission.received_at == stored.received_at
    assert codes.parse(stored.tracking_code).reference == stored.reference
    assert UsedChallenge.objects.get().submission == stored
    event = AuditEvent.objects.get()
    assert (event.kind, event.actor_kind, event.target_id) == (
        "test.ask.received",
        "citizen",
        str(stored.pk),
    )


@pytest.mark.django_db
def test_given_consents_are_kept_with_version_and_hash():
    receipt = sent(typed())
    (kept,) = ConsentRecord.objects.all()
    assert (kept.purpose, kept.text_version, kept.text_hash) == ("rules", "2", RULES.text_hash)
    assert kept.submission == receipt.submission
    assert kept.given_at is not None
    assert CONTACT.text_hash != RULES.text_hash


@pytest.mark.django_db
def test_nothing_tells_the_senders_address():
    sent(typed(), address="203.0.113.77")
    rows = [*Submission.objects.values(), *ConsentRecord.objects.values()]
    rows += [*UsedChallenge.objects.values(), *AuditEvent.objects.values()]
    assert "203.0.113.77" not in str(rows)


@pytest.mark.django_db
def test_when_the_function_cannot_store_nothing_is_left():
    def fails(submission):
        raise RuntimeError("đĩa đầy")

    data = typed()
    with pytest.raises(RuntimeError):
        sent(data, store=fails)
    assert not Submission.objects.exists()
    assert not UsedChallenge.objects.exists()
    assert sent(data).created  # neither the key nor the challenge was burned


@pytest.mark.django_db
def test_taken_reference_is_drawn_again():
    taken = sent(typed()).submission.reference
    with patch.object(codes, "new_reference", side_effect=[taken, "HG-7777-777"]):
        assert sent(typed()).submission.reference == "HG-7777-777"


@pytest.mark.django_db
def test_fault_of_the_functions_own_row_is_not_taken_for_a_replay():
    def fails(submission):
        raise IntegrityError

    with pytest.raises(IntegrityError):
        sent(typed(), store=fails)


# --- The same key again ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_same_key_gives_the_same_receipt_whatever_else_changed():
    data = typed()
    first = sent(data)
    again = sent({**data, "text": "", "altcha": "rác", "consent_rules": ""}, store=None)
    assert not again.created
    assert again.submission == first.submission
    assert Submission.objects.count() == AuditEvent.objects.count() == 1


@pytest.mark.django_db
def test_same_key_after_the_challenge_expired_gives_the_same_receipt():
    data = typed()
    first = sent(data)
    later = timezone.now() + timedelta(days=2)
    with patch("django.utils.timezone.now", lambda: later):
        assert sent(data).submission == first.submission


@pytest.mark.django_db
def test_key_of_another_form_is_refused():
    data = typed()
    sent(data)
    Submission.objects.update(form="test.other")
    form = form_of({**data, "altcha": solved()})
    assert form.is_valid()
    with pytest.raises(Refused):
        receive(form, store=lambda submission: submission)
    assert form.status_code == 422
    assert form.non_field_errors()


@threads
def test_parallel_posts_of_one_key_store_one_row_and_all_get_its_receipt():
    data = typed()
    stored = []

    def send(_):
        form = form_of(data)
        assert form.is_valid(), form.errors
        return receive(form, store=lambda submission: stored.append(1) or submission)

    receipts = at_once(PARALLEL, send)
    assert len({receipt.submission.pk for receipt in receipts}) == 1
    assert [receipt.created for receipt in receipts].count(True) == 1
    assert Submission.objects.count() == UsedChallenge.objects.count() == 1
    assert AuditEvent.objects.count() == len(stored) == 1


@threads
def test_parallel_posts_validated_before_any_was_stored_store_one_row():
    """The unique key decides, not the look-up that came before it."""
    data = typed()
    forms = [form_of(data) for _ in range(PARALLEL)]
    assert all(form.is_valid() for form in forms)
    receipts = at_once(
        PARALLEL, lambda number: receive(forms[number], store=lambda submission: submission)
    )
    assert {receipt.submission.pk for receipt in receipts} == {Submission.objects.get().pk}
    assert [receipt.created for receipt in receipts].count(True) == 1


# --- The same challenge again ------------------------------------------------------------------------


@threads
def test_parallel_replays_of_one_answer_under_different_keys_accept_exactly_one():
    answer = solved()

    def send(_):
        form = form_of(typed(altcha=answer))
        assert form.is_valid(), form.errors
        try:
            receive(form, store=lambda submission: submission)
        except Refused as refusal:
            return refusal, form
        return None

    refused = [outcome for outcome in at_once(PARALLEL, send) if outcome]
    assert len(refused) == PARALLEL - 1
    assert Submission.objects.count() == 1
    for refusal, form in refused:
        assert refusal.field == "altcha"
        assert "đã được dùng" in form.errors["altcha"][0]
        assert form.status_code == 422
        assert form.page_answer == ""


@pytest.mark.django_db
def test_mistake_in_another_field_does_not_burn_the_answer():
    data = typed(text="")
    assert not form_of(data).is_valid()
    assert not UsedChallenge.objects.exists()
    assert sent({**data, "text": "Đã viết lại."}).created


@pytest.mark.django_db
def test_used_challenges_are_forgotten_after_they_expired():
    sent(typed())
    forget_used_challenges()
    assert UsedChallenge.objects.count() == 1
    UsedChallenge.objects.update(expires_at=timezone.now() - timedelta(hours=2))
    forget_used_challenges()
    assert not UsedChallenge.objects.exists()


# --- Limits ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_limit_refuses_with_a_wait_and_a_way_out_and_keeps_the_text(rule):
    rule("test.ask", 1, "unproven", 600)
    sent(typed(altcha=None))
    form = form_of(typed(altcha=None))
    assert not form.is_valid()
    assert form.refusal.status == form.status_code == 429
    assert 0 < form.refusal.retry_after <= 600
    for part in ("mạng Quý vị đang dùng", "phút", "0293 000 0000", "bbt@haugiang.example"):
        assert part in form.non_field_errors()[0]
    assert form.refusal.title == "Chưa nhận được, Quý vị gửi lại sau 10 phút"
    assert form["text"].value() == "Đường liên xã hư hỏng đã lâu."
    assert Submission.objects.count() == 1


@pytest.mark.django_db
def test_limit_leaves_text_of_a_legacy_encoding_as_it_was_typed(rule):
    rule("test.ask", 1, "unproven", 600)
    sent(typed(altcha=None))
    form = form_of(typed(altcha=None, text="QuyÕt ®Þnh vÒ ®Êt ®ai"))
    assert not form.is_valid()
    assert form["text"].value() == "QuyÕt ®Þnh vÒ ®Êt ®ai"
    assert "legacy" not in str(form["text"])


@pytest.mark.django_db
def test_replay_is_no_new_submission_for_the_limit(rule):
    rule("test.ask", 2)
    data = typed()
    for _ in range(10):
        sent(data)
    assert sent(typed()).created


@pytest.mark.django_db
def test_another_address_is_not_held_back(rule):
    rule("test.ask", 1)
    sent(typed(), address="198.51.100.7")
    assert not form_of(typed(), address="198.51.100.7").is_valid()
    assert sent(typed(), address="198.51.100.8").created


@pytest.mark.django_db
def test_over_the_limit_no_field_and_no_file_is_read(rule, monkeypatch):
    rule("test.ask", 2)
    assert not form_of(typed(text="")).is_valid()  # a try counts, whatever is wrong with it
    sent(typed())
    monkeypatch.setattr(AskForm.base_fields["text"].__class__, "clean", None)
    monkeypatch.setattr(AskForm, "clean_file", None)
    data = typed()
    form = form_of(data, file=SimpleUploadedFile("a.pdf", b"%PDF-"))
    assert not form.is_valid()
    assert form.status_code == 429
    assert (form.page_key, form.page_answer) == (data["submission_key"], data["altcha"])


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{}, {"altcha": "rác"}, {"stamp": ""}, {"website": "x"}])
def test_who_proves_something_has_the_wide_limit(rule, change):
    rule("test.ask", 1, "unproven")
    rule("test.ask", 3, "proven")
    forms = [form_of(typed(**change)) for _ in range(2)]
    assert [bool(form.errors) and form.status_code == 429 for form in forms] == [
        False,
        bool(change),
    ]


@pytest.mark.django_db
def test_files_are_read_when_all_else_is_right(monkeypatch):
    read = []
    monkeypatch.setattr(AskForm, "clean_file", lambda form: read.append(1))
    for change in ({"text": ""}, {"consent_rules": ""}, {"altcha": "rác"}, {}):
        form_of(typed(**change), file=SimpleUploadedFile("a.pdf", b"%PDF-")).full_clean()
    assert read == [1]


# --- Another text under the same key ---------------------------------------------------------------


@pytest.mark.django_db
def test_another_text_under_a_used_key_is_asked_to_be_sent_again():
    data = typed()
    first = sent(data).submission
    form = form_of({**data, "text": "Chuyện khác hẳn."})
    assert not form.is_valid()
    assert form.status_code == 409
    assert f'href="/tiep-nhan/bien-nhan/{first.key}/"' in form.non_field_errors()[0]
    assert form["text"].value() == "Chuyện khác hẳn."
    assert form.page_key != data["submission_key"]
    assert form.page_answer == ""
    assert form.page_stamp.startswith(form.page_key)
    again = typed(text="Chuyện khác hẳn.", submission_key=form.page_key)
    assert sent(again).created


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "  đường liên xã HƯ hỏng đã lâu."])
def test_the_same_words_or_none_are_a_repetition(text):
    data = typed()
    first = sent(data)
    assert sent({**data, "text": text}).submission == first.submission


@pytest.mark.django_db
def test_after_a_withdrawal_nobody_can_tell_so_it_is_a_repetition():
    data = typed()
    first = sent(data)
    Submission.objects.update(content_hash="")
    assert sent({**data, "text": "Chuyện khác hẳn."}).submission == first.submission


@pytest.mark.django_db
def test_another_text_validated_before_the_first_was_stored_is_not_lost():
    data = typed()
    late = form_of({**data, "text": "Chuyện khác hẳn.", "altcha": solved()})
    assert late.is_valid()
    sent(data)
    with pytest.raises(Refused):
        receive(late, store=lambda submission: submission)
    assert late.status_code == 409
    assert late.page_key != data["submission_key"]
    assert Submission.objects.count() == 1


@pytest.mark.django_db
def test_megabytes_under_a_used_key_are_not_compared():
    data = typed()
    sent(data)
    started = time.process_time()
    form = form_of({**data, "text": "đ" * 5_000_000})
    assert not form.is_valid()
    assert form.status_code == 409
    assert time.process_time() - started < 1


# --- Finding again -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_find_by_code_needs_the_whole_code_and_the_right_form():
    stored = sent(typed()).submission
    code = stored.tracking_code
    other = "2" if stored.secret[0] != "2" else "3"
    assert queries.find_by_code(code.lower().replace("-", " "), form="test.ask") == stored
    assert queries.find_by_code(code, form="test.other") is None
    assert queries.find_by_code(stored.reference, form="test.ask") is None
    wrong = f"{stored.reference}-{other}{stored.secret[1:]}"
    assert queries.find_by_code(wrong, form="test.ask") is None


@pytest.mark.django_db
def test_repeated_words_are_found_for_flagging():
    first = sent(typed(text="Cầu hỏng")).submission
    second = sent(typed(text="CẦU  hỏng")).submission
    sent(typed(text="Chuyện khác"))
    assert list(queries.with_same_content(second)) == [first]
    assert queries.received(uuid4(), form="test.ask") is None


@threads
def test_submission_waits_for_a_busy_database():
    """SQLite has one writer at a time: the second waits instead of failing."""
    is_busy, may_end = threading.Event(), threading.Event()

    def keep_busy():
        try:
            with transaction.atomic():
                sent(typed())
                is_busy.set()
                may_end.wait(timeout=20)
        finally:
            connection.close()

    writer = threading.Thread(target=keep_busy)
    writer.start()
    assert is_busy.wait(timeout=20)
    threading.Timer(1.0, may_end.set).start()
    assert sent(typed()).created
    writer.join()
    assert Submission.objects.count() == AuditEvent.objects.count() == 2
