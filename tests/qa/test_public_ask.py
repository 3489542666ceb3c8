"""Asking in public: what is stored, what is refused, and that nothing typed is lost."""

import base64
import hashlib
import json
import re
import time
import unicodedata
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from engagement.audit.models import AuditEvent
from engagement.intake.models import ConsentRecord, RateRule, Submission
from qa.forms.public import AskForm
from qa.models import Attachment, Question
from qa.queries.asker import answer_term
from tests.factories import make_unit
from tests.qa import samples

pytestmark = pytest.mark.django_db
ASK = reverse("qa:ask")
TEXT = "Trạm y tế xã có tiêm phòng cho trẻ vào thứ Bảy không, cần mang giấy tờ gì?"


def sent(**values):
    """What a browser posts; a value None is left out."""
    data = {"text": TEXT, "consent_processing": "on", "submission_key": str(uuid.uuid4())} | values
    return {name: value for name, value in data.items() if value is not None}


def nothing_is_stored() -> bool:
    return not (
        Question.objects.exists()
        or Submission.objects.exists()
        or Attachment.objects.exists()
        or ConsentRecord.objects.exists()
        or AuditEvent.objects.exists()
    )


def solved(client) -> str:
    """The answer to a fresh challenge, found the way a browser finds it."""
    challenge = client.get(reverse("intake:challenge"), {"form": "qa.ask"}).json()
    for number in range(challenge["maxNumber"] + 1):
        digest = hashlib.sha256(f"{challenge['salt']}{number}".encode()).hexdigest()
        if digest == challenge["challenge"]:
            break
    keys = ("algorithm", "challenge", "salt", "signature")
    answer = {key: challenge[key] for key in keys} | {"number": number}
    return base64.b64encode(json.dumps(answer).encode()).decode()


@pytest.fixture
def easy_proof(settings):
    settings.INTAKE_PROOF_MAX_NUMBER = 50


# --- The way it goes -----------------------------------------------------------------------------
def test_page_asks_for_little_and_ticks_nothing(client):
    text = client.get(ASK).content.decode()
    assert " checked" not in text
    assert answer_term() in text
    assert "multipart/form-data" in text


def test_page_says_what_is_required_and_which_letters_come(client):
    text = client.get(ASK).content.decode()
    consents = re.findall(r'<span class="field__optional">\(([^)]*bắt buộc)\)</span></span>', text)
    assert consents == ["bắt buộc", "không bắt buộc", "không bắt buộc"]
    assert "mỗi khi câu hỏi sang bước mới" not in text


def test_question_is_stored_and_leads_to_its_receipt(client):
    """No JavaScript here: no proof of work, only the form."""
    commune = make_unit("xa-a", "Xã A", kind="commune")
    response = client.post(
        ASK,
        sent(
            asker_name="  Nguyễn   Thị Tâm ",
            contact_email="tam@example.vn",
            contact_phone="+84 912.345.678",
            commune="xa-a",
            consent_contact="on",
            attachments=[
                SimpleUploadedFile("đơn.pdf", samples.PDF),
                SimpleUploadedFile("ảnh.png", samples.PNG),
                SimpleUploadedFile("thư.docx", samples.docx()),
            ],
        ),
    )
    question = Question.objects.get()
    assert response.status_code in {302, 303}
    assert response["Location"] == reverse("intake:receipt", args=[question.submission.key])
    assert question.text == TEXT
    assert question.asker_name == "Nguyễn Thị Tâm"
    assert question.is_name_withheld
    assert (question.contact_email, question.contact_phone) == ("tam@example.vn", "0912345678")
    assert question.commune == commune
    names = question.attachments.values_list("display_name", flat=True)
    assert list(names) == ["đơn.pdf", "ảnh.png", "thư.docx"]
    receipt = client.get(response["Location"]).content.decode()
    assert question.submission.tracking_code in receipt
    assert "Hạn trả lời" in receipt
    # "Tiếp nhận" is the board's later act, not this.
    assert "Biên nhận: Câu hỏi của Quý vị" in receipt
    assert "đã nhận" in receipt
    assert "tiếp nhận" not in receipt


def test_only_the_question_and_one_consent_are_needed(client):
    assert client.post(ASK, sent()).status_code in {302, 303}
    question = Question.objects.get()
    assert question.asker_name == question.contact_email == question.contact_phone == ""


def test_link_on_the_receipt_opens_the_question(client):
    receipt = client.post(ASK, sent(), follow=True)
    path = receipt.context["follow_path"]
    followed = client.get(path, follow=True)
    assert followed.status_code == 200
    assert TEXT in followed.content.decode()


@pytest.mark.parametrize(
    ("ticks", "stored"),
    [
        ({}, {"processing"}),
        ({"consent_contact": "on", "contact_phone": "0912345678"}, {"processing", "contact"}),
        ({"consent_contact": "on"}, {"processing"}),
        ({"consent_public_name": "on", "asker_name": "Tâm"}, {"processing", "public_name"}),
        ({"consent_public_name": "on"}, {"processing"}),
    ],
)
def test_consents_are_stored_by_purpose_with_their_text(client, ticks, stored):
    """A tick that has no object (contact without contact) is no consent."""
    client.post(ASK, sent(**ticks))
    given = ConsentRecord.objects.order_by("purpose")
    assert {consent.purpose for consent in given} == stored
    assert all(consent.text_version and len(consent.text_hash) == 64 for consent in given)


def test_name_is_shown_only_with_the_tick_for_it(client):
    client.post(ASK, sent(asker_name="Tâm", consent_public_name="on"))
    assert not Question.objects.get().is_name_withheld


@pytest.mark.parametrize("change", [{}, {"text": TEXT.upper()}, {"text": ""}])
def test_same_key_gives_the_same_receipt_and_one_row(client, change):
    data = sent()
    first = client.post(ASK, data)
    second = client.post(ASK, data | change)
    assert first["Location"] == second["Location"]
    assert Question.objects.get().text == TEXT
    assert AuditEvent.objects.filter(kind="qa.ask.received").count() == 1


def test_another_question_from_the_same_page_is_not_lost(client):
    data = sent()
    receipt = client.post(ASK, data)["Location"]
    other = "Một câu khác hẳn, gửi lần hai."
    response = client.post(ASK, data | {"text": other})
    assert response.status_code == 409
    assert f'<a href="{receipt}">xem biên nhận</a>' in response.content.decode()
    form = response.context["form"]
    assert form["text"].value() == other
    again = client.post(ASK, data | {"text": other, "submission_key": form.page_key})
    assert again.status_code in {302, 303}
    assert set(Question.objects.values_list("text", flat=True)) == {TEXT, other}


def test_the_same_question_sent_after_going_back_is_asked_about(client):
    receipt = client.post(ASK, sent())["Location"]
    response = client.post(ASK, sent())
    html = response.content.decode()
    assert response.status_code == 409
    assert "Câu hỏi này đã được gửi" in html
    assert f'<a href="{receipt}">xem biên nhận</a>' in html
    assert "Đây là một câu hỏi khác, xin nhận thêm" in html
    assert Question.objects.count() == 1
    assert client.post(ASK, sent(is_another="on")).status_code == 302
    assert Question.objects.count() == 2


def test_proof_of_work_is_used_once(client, easy_proof):
    answer = solved(client)
    assert client.post(ASK, sent(altcha=answer)).status_code in {302, 303}
    again = client.post(ASK, sent(altcha=answer, text="Câu hỏi thứ hai."))
    assert again.status_code == 422
    assert "đã được dùng" in again.content.decode()
    assert Question.objects.count() == 1


def test_mistake_elsewhere_does_not_burn_the_proof(client, easy_proof):
    answer, key = solved(client), str(uuid.uuid4())
    assert client.post(ASK, sent(altcha=answer, submission_key=key, text="")).status_code == 422
    response = client.post(ASK, sent(altcha=answer, submission_key=key))
    assert response.status_code in {302, 303}


# --- Bad input -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"text": ""}, "text", "còn trống"),
        ({"text": " \u200b\x00 "}, "text", "còn trống"),
        ({"text": "Sao vậy?"}, "text", "ít nhất 10 ký tự"),
        ({"text": "đ" * 5_001}, "text", "5.001 ký tự, quá 5.000"),
        ({"consent_processing": None}, "consent_processing", "đánh dấu"),
        ({"contact_phone": "0912345678"}, "consent_contact", "đánh dấu đồng ý"),
        ({"contact_email": "khong-phai-thu"}, "contact_email", "chưa đúng"),
        ({"contact_email": "a@b.vn\x00<script>"}, "contact_email", "chưa đúng"),
        ({"contact_email": f"tam@{'vi-du.' * 40}{'v' * 15}.vn"}, "contact_email", "254 ký tự"),
        ({"contact_phone": "1" * 41}, "contact_phone", "40 ký tự"),
        ({"commune": "\x00"}, "commune", "ký tự rỗng"),
        ({"contact_phone": "12345"}, "contact_phone", "10 hoặc 11 chữ số"),
        ({"contact_phone": "0000000000"}, "contact_phone", "10 hoặc 11 chữ số"),
        ({"commune": "khong-co"}, "commune", "không có trong danh sách"),
        ({"asker_name": "T" * 121}, "asker_name", "120 ký tự"),
        ({"altcha": "khong-phai-base64"}, "altcha", "không đúng"),
        ({"submission_key": "x"}, "submission_key", "không đúng"),
        ({"submission_key": None}, "submission_key", "thiếu mã phiếu"),
    ],
)
def test_bad_value_gets_a_sentence_at_its_field_and_keeps_the_text(client, values, field, words):
    response = client.post(ASK, sent(**({"asker_name": "Nguyễn Thị Tâm"} | values)))
    assert response.status_code == 422
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert words in " ".join(form.errors[field])
    text = response.content.decode()
    assert "data-error-summary" in text
    assert values.get("text", TEXT).strip(" \u200b\x00") in text
    assert nothing_is_stored()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("anh.jpg", samples.EXECUTABLE, "không đúng với phần mở rộng"),
        ("chay.exe", samples.EXECUTABLE, "không thuộc loại tệp"),
        ("rong.pdf", b"", "không có nội dung"),
        ("to.pdf", samples.PDF + b"\n" * (10 * 1024 * 1024), "lớn hơn 10 MB"),
        ("gia.docx", b"PK\x03\x04" + b"0" * 64, "DOCX"),
    ],
)
def test_bad_file_gets_its_own_sentence_and_the_text_is_kept(client, name, content, words):
    files = [SimpleUploadedFile(name, content), SimpleUploadedFile("tốt.pdf", samples.PDF)]
    response = client.post(ASK, sent(attachments=files))
    assert response.status_code == 422
    (sentence,) = response.context["form"].errors["attachments"]
    assert name in sentence
    assert words in sentence
    text = response.content.decode()
    assert TEXT in text
    assert "chọn lại tệp" in text
    assert nothing_is_stored()


def test_zip_bomb_as_docx_is_refused(client):
    bomb = SimpleUploadedFile("vanban.docx", samples.zip_bomb())
    response = client.post(ASK, sent(attachments=[bomb]))
    assert response.status_code == 422
    assert "giải nén ra quá lớn" in response.content.decode()
    assert nothing_is_stored()


def test_each_bad_file_has_its_sentence(client):
    files = [SimpleUploadedFile(f"{n}.exe", samples.EXECUTABLE) for n in range(3)]
    response = client.post(ASK, sent(attachments=files))
    assert len(response.context["form"].errors["attachments"]) == 3


def test_six_files_are_one_too_many(client):
    files = [SimpleUploadedFile(f"{n}.pdf", samples.PDF) for n in range(6)]
    response = client.post(ASK, sent(attachments=files))
    assert response.status_code == 422
    assert "tối đa 5 tệp" in response.content.decode()


def test_ten_megabytes_of_text_get_a_sentence_at_the_field(client):
    response = client.post(ASK, sent(text="đ" * 5_000_000))
    assert response.status_code == 422
    assert "rút gọn" in str(response.context["form"].errors["text"])
    assert nothing_is_stored()


@pytest.mark.parametrize("text", ["đ" * 5_000_000, "QuyÕt ®Þnh " * 300_000])
def test_judging_and_showing_megabytes_takes_less_than_a_second(rf, text):
    request = rf.post(ASK)
    form = AskForm(request=request, data=sent(text=text, contact_phone="đ" * 1_000_000))
    started = time.process_time()
    assert set(form.errors) == {"text", "contact_phone"}
    assert "legacy_choice" not in str(form["text"])
    assert time.process_time() - started < 1


def test_more_text_than_anybody_types_is_refused_unread(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
    response = client.post(ASK, sent(text="đ" * 1_000_000))
    assert response.status_code == 413
    assert nothing_is_stored()


def test_unseen_characters_are_dropped_and_marks_composed(client):
    typed = unicodedata.normalize("NFD", TEXT) + "\x00\u202e\u200b"
    assert client.post(ASK, sent(text=typed)).status_code in {302, 303}
    assert Question.objects.get().text == TEXT


def test_html_and_emoji_are_text(client):
    typed = "<script>alert(1)</script> Đường ngập quá 🌧️, khi nào sửa?"
    receipt = client.post(ASK, sent(text=typed), follow=True)
    text = client.get(receipt.context["follow_path"], follow=True).content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert "🌧️" in text


def test_legacy_text_is_offered_converted(client):
    response = client.post(ASK, sent(text="QuyÕt ®Þnh nµy cã hiÖu lùc tõ ngµy nµo?"))
    assert response.status_code == 422
    text = response.content.decode()
    assert "Quyết định này có hiệu lực từ ngày nào?" in text
    assert "Giữ nguyên nội dung tôi đã gõ" in text


def test_too_many_questions_are_429_and_the_text_is_kept(client):
    RateRule.objects.all().delete()
    RateRule.objects.create(purpose="qa.ask", window_seconds=60, limit=1)
    assert client.post(ASK, sent()).status_code in {302, 303}
    response = client.post(ASK, sent(text="Câu thứ hai trong cùng một phút."))
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "Câu thứ hai trong cùng một phút." in response.content.decode()
    assert Question.objects.count() == 1


def test_another_method_is_405(client):
    assert client.put(ASK).status_code == 405
