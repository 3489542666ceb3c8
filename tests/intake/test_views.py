import logging
import re
from datetime import timedelta
from time import time
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from engagement.intake import registry
from engagement.intake.models import Submission
from engagement.intake.registry import NextStep, register_form
from tests.intake.sending import post, solved, typed
from tests.intake.urls import PURPOSE

pytestmark = pytest.mark.django_db


def sent(client=None, **changes):
    response = post(typed(**changes), client)
    assert response.status_code == 302, response.content.decode()
    return Submission.objects.latest("pk"), response


# --- The form ----------------------------------------------------------------------------------------


def test_form_page_carries_everything_a_submission_needs():
    html = Client().get("/thu/gui/").content.decode()
    for part in (
        'name="submission_key"', 'name="stamp"', 'name="website"', 'name="altcha"',
        'name="consent_rules"', "proof.js", "form.js", "proof-worker.js", 'role="status"',
    ):  # fmt: skip
        assert part in html
    assert "checked" not in html
    assert "google" not in html


def test_recaptcha_is_on_the_page_only_with_both_keys(settings):
    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "public", "private"
    html = Client().get("/thu/gui/").content.decode()
    assert 'data-sitekey="public"' in html
    assert "https://www.google.com/recaptcha/api.js" in html
    assert "private" not in html


def test_submission_goes_to_its_receipt_and_so_does_its_repetition():
    data = typed()
    first, again = post(data), post(data)
    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"]
    assert Submission.objects.count() == 1


def test_another_text_under_a_used_key_is_a_409_with_a_link_to_the_receipt():
    data = typed()
    receipt = post(data)["Location"]
    response = post({**data, "text": "Chuyện <b>khác</b> hẳn"})
    html = response.content.decode()
    assert response.status_code == 409
    assert f'<a href="{receipt}">xem biên nhận</a>' in html
    assert "Chuyện &lt;b&gt;khác&lt;/b&gt; hẳn" in html
    assert f'value="{data["submission_key"]}"' not in html


# --- Going back and sending the same again -----------------------------------------------------------


def test_the_same_words_from_a_page_opened_anew_are_a_409_with_the_receipt_and_a_way_to_insist():
    client = Client()
    stored, receipt = sent(client)
    again = typed()
    response = post(again, client)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Phiếu này đã được gửi" in html
    assert f'<a href="{receipt["Location"]}">xem biên nhận</a>' in html
    assert Submission.objects.get() == stored
    assert (again["submission_key"] in html, again["text"] in html) == (True, True)
    assert 'name="is_another"' in html
    assert post({**again, "is_another": "on"}, client).status_code == 302
    assert Submission.objects.count() == 2


def test_the_tick_to_insist_stays_when_something_else_is_wrong():
    client = Client()
    sent(client)
    page = post(typed(is_another="on", consent_rules=None), client)
    assert page.status_code == 422
    assert re.search(r'name="is_another"[^>]*checked', page.content.decode())
    assert 'name="is_another"' not in Client().get("/thu/gui/").content.decode()


@pytest.mark.parametrize("text", ["Chuyện khác hẳn.", "đ" * 1_999])
def test_other_words_from_the_same_browser_are_another_submission(text):
    client = Client()
    sent(client)
    sent(client, text=text)
    assert Submission.objects.count() == 2


def test_the_same_words_from_another_browser_are_another_submission():
    sent(Client())
    sent(Client())
    assert Submission.objects.count() == 2


@pytest.mark.parametrize("note", ["", "x", "a:b:c", "\x7f"])
def test_a_note_nobody_signed_is_not_believed(note):
    sent()
    client = Client()
    client.cookies["vua_gui"] = note
    sent(client)
    assert Submission.objects.count() == 2


def test_the_browsers_note_is_short_lived_for_the_form_alone_and_tells_no_words():
    client = Client()
    stored, response = sent(client)
    note = response.cookies["vua_gui"]
    assert (note["path"], note["max-age"], note["httponly"]) == ("/thu/gui/", 1_800, True)
    assert note["samesite"] == "Strict"
    assert stored.secret not in note.value
    with patch("time.time", lambda: time() + 1_801):
        sent(client)
    assert Submission.objects.count() == 2


def test_after_a_withdrawal_the_note_is_no_hindrance():
    client = Client()
    sent(client)
    Submission.objects.update(content_hash="")
    sent(client)
    assert Submission.objects.count() == 2


def test_mistake_is_a_422_with_everything_typed_kept():
    data = typed(consent_rules=None, text="Cầu <b>hỏng</b>")
    response = post(data)
    html = response.content.decode()
    assert response.status_code == 422
    assert "Cầu &lt;b&gt;hỏng&lt;/b&gt;" in html
    assert data["submission_key"] in html
    assert data["altcha"].replace("+", "%2B")[:20] in html
    assert not Submission.objects.exists()


def test_empty_post_is_a_422():
    response = Client().post("/thu/gui/")
    assert response.status_code == 422
    assert "thiếu mã phiếu" in response.content.decode()


def test_used_answer_is_a_422_at_the_field():
    answer = solved()
    sent(altcha=answer)
    response = post(typed(altcha=answer, text="Phiếu thứ hai"))
    html = response.content.decode()
    assert response.status_code == 422
    assert "đã được dùng cho một phiếu khác" in html
    assert "Phiếu thứ hai" in html
    assert Submission.objects.count() == 1


def test_too_many_is_a_429_with_retry_after_and_the_text_kept(rule):
    rule(PURPOSE, 1)
    sent()
    response = post(typed(text="Phiếu thứ hai"))
    html = response.content.decode()
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 60
    assert "Phiếu thứ hai" in html
    assert "0293 000 0000" in html


def test_renamed_executable_is_a_422_at_the_field_and_nothing_is_stored():
    virus = SimpleUploadedFile("don.pdf", b"MZ\x90\x00")
    response = post(typed(file=virus))
    assert response.status_code == 422
    assert "Tệp “don.pdf” có nội dung không đúng" in response.content.decode()
    assert not Submission.objects.exists()


def test_ten_megabytes_of_text_are_a_4xx_and_nothing_is_stored():
    response = post(typed(text="a" * (10 * 1024 * 1024)))
    assert 400 <= response.status_code < 500
    assert not Submission.objects.exists()


# --- The challenge and the state ---------------------------------------------------------------------


def test_challenge_is_fresh_json_that_nobody_keeps():
    one, other = (Client().get("/tiep-nhan/thu-thach/", {"form": PURPOSE}) for _ in range(2))
    assert one.json()["challenge"] != other.json()["challenge"]
    assert set(one.json()) == {"algorithm", "challenge", "maxNumber", "salt", "signature"}
    assert "no-store" in one["Cache-Control"]
    assert not one.cookies


@pytest.mark.parametrize("query", [{}, {"form": ""}, {"form": "khong.co"}])
def test_challenge_for_no_form_is_404(query):
    assert Client().get("/tiep-nhan/thu-thach/", query).status_code == 404


def test_state_tells_a_browser_that_lost_the_answer():
    stored, _ = sent()
    response = Client().get(reverse("intake:state", args=[stored.key]))
    assert response.json() == {"received": True}
    assert "no-store" in response["Cache-Control"]
    unknown = Client().get(reverse("intake:state", args=[uuid4()]))
    assert unknown.json() == {"received": False}


# --- The receipt -------------------------------------------------------------------------------------


def test_receipt_shows_code_spelling_qr_and_the_way_to_follow():
    stored, response = sent()
    page = Client().get(response["Location"])
    html = page.content.decode()
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    assert stored.tracking_code in html
    assert "hát – gờ" in html
    assert 'src="data:image/svg+xml' in html
    assert f"/thu/theo-doi/?ma={stored.tracking_code}" in html
    assert "Biên nhận: Phiếu thử" in html


def test_receipt_says_what_comes_next_and_by_when():
    due = timezone.now() + timedelta(days=14)
    register_form(
        PURPOSE,
        follow_url_name="test_follow",
        title_vi="Phiếu thử",
        next_step=lambda submission: NextStep(f"Ban Biên tập đọc {submission.reference}.", due),
    )
    stored, response = sent()
    html = Client().get(response["Location"]).content.decode()
    assert f"Ban Biên tập đọc {stored.reference}." in html
    assert "Hạn trả lời" in html
    assert f"{timezone.localtime(due):%d/%m/%Y}" in html


def test_receipt_of_nothing_is_a_404_with_a_sentence():
    page = Client().get(reverse("intake:receipt", args=[uuid4()]))
    assert page.status_code == 404
    assert "Không có biên nhận này" in page.content.decode()
    assert "0293 000 0000" in page.content.decode()


def test_receipt_closes_after_a_day_because_its_address_is_in_logs():
    stored, response = sent()
    Submission.objects.update(received_at=timezone.now() - timedelta(hours=25))
    page = Client().get(response["Location"])
    assert page.status_code == 404
    assert stored.secret not in page.content.decode()


# --- Codes -------------------------------------------------------------------------------------------


def follow(code, **extra):
    return Client().get("/thu/theo-doi/", {"ma": code}, **extra)


def test_right_code_opens_and_is_not_counted(rule):
    rule("intake.wrong_code_address", 1, window_seconds=3_600)
    stored, _ = sent()
    for _ in range(5):
        assert follow(stored.tracking_code).status_code == 200


def test_wrong_code_is_a_404_with_a_sentence_and_stays_out_of_the_logs(caplog):
    stored, _ = sent()
    wrong = f"{stored.reference}-{'2' * 5}"
    with caplog.at_level(logging.DEBUG):
        page = follow(wrong)
    assert page.status_code == 404
    assert "Mã Quý vị nhập chưa đúng" in page.content.decode()
    ours = [r.getMessage() for r in caplog.records if not r.name.startswith("django.db")]
    assert wrong not in " ".join(ours)


def test_wrong_tries_are_limited_for_each_address(rule):
    rule("intake.wrong_code_address", 3, window_seconds=3_600)
    stored, _ = sent()
    statuses = [follow(f"HG-7K4M-2Q9-{n}{n}{n}{n}{n}").status_code for n in range(2, 7)]
    assert statuses == [404, 404, 404, 429, 429]
    refused = follow("HG-7K4M-2Q9-22222")
    assert int(refused["Retry-After"]) > 3_000
    assert "0293 000 0000" in refused.content.decode()
    assert follow(stored.tracking_code).status_code == 200  # the neighbours' mistakes are not mine
    assert follow("HG-7K4M-2Q9-22222", REMOTE_ADDR="198.51.100.7").status_code == 404


def test_wrong_tries_are_limited_for_each_reference_from_wherever_they_come(rule):
    rule("intake.wrong_code_reference", 2, window_seconds=3_600)
    stored, _ = sent()
    another, _ = sent()

    def guess(number):
        return follow(f"{stored.reference}-{'2' * 5}", REMOTE_ADDR=f"198.51.100.{number}")

    assert [guess(number).status_code for number in range(4)] == [404, 404, 429, 429]
    assert follow(stored.tracking_code).status_code == 429
    assert follow(another.tracking_code).status_code == 200


def test_an_address_over_its_limit_still_counts_against_the_reference(rule):
    rule("intake.wrong_code_address", 1, window_seconds=3_600)
    rule("intake.wrong_code_reference", 3, window_seconds=3_600)
    stored, _ = sent()
    for _ in range(4):
        follow(f"{stored.reference}-{'2' * 5}")
    assert follow(stored.tracking_code).status_code == 429


@pytest.mark.parametrize("code", ["", "🙂", "a" * 5_000, "HG", "' OR 1=1 --"])
def test_nonsense_as_a_code_is_a_404(code):
    assert follow(code).status_code == 404


def test_register_form_is_needed_for_a_receipt(monkeypatch):
    monkeypatch.setattr(registry, "_forms", {})
    with pytest.raises(KeyError):
        registry.get_form(PURPOSE)
