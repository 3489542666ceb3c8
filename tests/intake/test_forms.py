import unicodedata
from datetime import timedelta
from unittest.mock import patch
from uuid import UUID

import pytest
from django.test import RequestFactory
from django.utils import timezone

from engagement.intake.enums import Proof
from tests.intake.sending import form_of, solved, stamp_of_a_person, typed
from tests.intake.urls import AskForm

pytestmark = pytest.mark.django_db


def valid(data):
    form = form_of(data)
    assert form.is_valid(), form.errors
    return form


def errors(data, field):
    form = form_of(data)
    assert not form.is_valid()
    assert set(form.errors) == {field}
    assert form.status_code == 422
    return form


# --- What proves that no machine floods us --------------------------------------------------------


def test_solved_challenge_proves():
    form = valid(typed())
    assert form.proof is Proof.ALTCHA
    assert form.is_proven


def test_without_javascript_nothing_is_proved_and_nothing_is_refused():
    form = valid(typed(altcha=None))
    assert form.proof is Proof.NONE
    assert not form.is_proven
    assert valid(typed(altcha="")).proof is Proof.NONE


def test_filled_honeypot_goes_to_quarantine_not_to_the_bin():
    form = valid(typed(website="http://example.com"))
    assert form.proof is Proof.QUARANTINED
    assert not form.is_proven


@pytest.mark.parametrize("stamp", [None, "", "giả", "a:b:c"])
def test_page_without_a_true_stamp_proves_nothing(stamp):
    assert valid(typed(stamp=stamp)).proof is Proof.NONE


def test_stamp_of_another_page_proves_nothing():
    stamp = stamp_of_a_person("5f0c1a1e-0000-4000-8000-000000000000")
    assert valid(typed(stamp=stamp)).proof is Proof.NONE


def test_form_sent_within_two_seconds_proves_nothing():
    shown = AskForm(request=RequestFactory().get("/"))
    quick = typed(submission_key=shown.page_key, stamp=shown.page_stamp)
    assert valid(quick).proof is Proof.NONE


@pytest.mark.parametrize("answer", ["rác", "\x00", "A" * 100_000])
def test_wrong_answer_is_an_error_at_its_field(answer):
    form = errors(typed(altcha=answer), "altcha")
    assert "Nội dung Quý vị nhập vẫn còn" in form.errors["altcha"][0]
    assert form.page_answer == ""
    assert form["text"].value() == "Đường liên xã hư hỏng đã lâu."


def test_foreign_answer_is_an_error_at_its_field():
    errors(typed(altcha=solved("test.other")), "altcha")


def test_expired_answer_says_so():
    data = typed()
    now = timezone.now() + timedelta(minutes=21)
    with patch("django.utils.timezone.now", lambda: now):
        form = errors(data, "altcha")
    assert "20 phút" in form.errors["altcha"][0]


def test_mistake_in_another_field_gives_the_answer_back():
    data = typed(text="")
    form = errors(data, "text")
    assert form.page_answer == data["altcha"]
    assert form.page_key == data["submission_key"]
    assert form.page_stamp == data["stamp"]


# --- The key ---------------------------------------------------------------------------------------


def test_each_page_has_its_own_key_and_stamp():
    one, other = (AskForm(request=RequestFactory().get("/")) for _ in range(2))
    assert UUID(one.page_key) != UUID(other.page_key)
    assert one.page_stamp != other.page_stamp


@pytest.mark.parametrize("key", [None, "", "không phải uuid", "\x00", "1" * 100_000])
def test_page_without_a_good_key_is_asked_again_with_a_fresh_one(key):
    form = errors(typed(submission_key=key, stamp=None), "submission_key")
    assert UUID(form.page_key)


# --- Consent ---------------------------------------------------------------------------------------


def test_required_consent_is_asked_for_in_words():
    form = errors(typed(consent_rules=None), "consent_rules")
    assert "đồng ý" in form.errors["consent_rules"][0]


def test_only_given_ticks_count():
    assert [given.code for given in valid(typed()).given_consents] == ["rules"]
    both = valid(typed(consent_contact="on"))
    assert [given.code for given in both.given_consents] == ["rules", "contact"]


def test_no_tick_is_ever_made_for_the_reader():
    html = AskForm(request=RequestFactory().get("/")).as_p()
    assert "checked" not in html


# --- What people type ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b", "ab"),
        (unicodedata.normalize("NFD", "Đường hỏng"), "Đường hỏng"),
        ("Cảm ơn 🙂👨‍👩‍👧", None),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("xin\u202echào", "xinchào"),
    ],
)
def test_odd_text_is_kept_as_stored_text(text, kept):
    form = form_of(typed(text=text))
    assert form.is_valid() or set(form.errors) == {"text"}
    if kept is not None:
        assert form.cleaned_data["text"] == kept


def test_ten_megabytes_of_text_are_an_error_at_the_field(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
    errors(typed(text="đ" * (5 * 1024 * 1024)), "text")


def test_same_words_written_differently_have_the_same_hash():
    one = valid(typed(text="Đường  HỎNG"))
    other = valid(typed(text=unicodedata.normalize("NFD", "đường hỏng")))
    assert one.content_hash == other.content_hash != valid(typed()).content_hash
