"""A clerk types in what came by telephone, by letter or in person, and hands over a receipt."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from engagement.accounts.models import User
from engagement.audit.models import AuditEvent
from engagement.intake.forms import content_hash_of
from engagement.intake.models import ConsentRecord, Submission
from qa.enums import Channel
from qa.models import Question
from tests.factories import make_cast, make_question
from tests.qa import samples

pytestmark = pytest.mark.django_db
ENTER = reverse("desk:enter")
TEXT = "Bà Năm gọi hỏi trạm y tế có tiêm phòng cho trẻ vào thứ Bảy không."


def typed(**values):
    """What the clerk's browser sends; a value None is left out."""
    data = {
        "text": TEXT,
        "channel": "phone",
        "received_on": timezone.localdate().strftime("%d/%m/%Y"),
        "consent_processing": "on",
        "submission_key": str(uuid.uuid4()),
    } | values
    return {name: value for name, value in data.items() if value is not None}


def working_day_ago(days: int) -> str:
    return (timezone.localdate() - timedelta(days=days)).strftime("%d/%m/%Y")


@pytest.fixture
def clerk(client):
    cast = make_cast()
    client.force_login(cast.clerk)
    return cast.clerk


def test_call_becomes_a_question_with_a_receipt_to_print(client, clerk):
    scan = SimpleUploadedFile("thu.pdf", samples.PDF, "application/pdf")
    response = client.post(
        ENTER, typed(contact_phone="0912 345 678", consent_contact="on", attachments=scan)
    )
    question = Question.objects.get()
    assert response["Location"] == reverse("desk:entered_receipt", args=[question.reference])
    assert (question.channel, question.entered_by, question.contact_phone) == (
        Channel.PHONE,
        clerk,
        "0912345678",
    )
    assert question.attachments.count() == 1
    assert question.due_at is not None
    assert set(ConsentRecord.objects.values_list("purpose", flat=True)) == {"processing", "contact"}
    event = AuditEvent.objects.get(kind="qa.question.enter")
    assert (event.actor_label, event.detail) == (clerk.username, {"channel": "Điện thoại"})
    page = client.get(response["Location"])
    shown = page.content.decode()
    assert question.submission.tracking_code in shown
    assert "data:image/svg+xml" in shown
    assert "no-store" in page["Cache-Control"]
    # The citizen follows by the code like everybody.
    client.logout()
    code = question.submission.tracking_code
    assert client.get(reverse("qa:follow_question", args=[code])).status_code == 200


def test_receipt_opens_again_in_its_session_only_and_each_time_is_on_record(client, clerk):
    address = client.post(ENTER, typed())["Location"]
    for paper in ("", "?kho=a4", "?kho=nhiet", "?kho=khong-co"):
        assert client.get(address + paper).status_code == 200
    assert AuditEvent.objects.filter(kind="qa.question.print_receipt").count() == 3
    client.logout()
    client.force_login(clerk)
    assert client.get(address).status_code == 404


def test_same_page_sent_twice_is_one_question(client, clerk):
    data = typed()
    assert client.post(ENTER, data)["Location"] == client.post(ENTER, data)["Location"]
    assert (Question.objects.count(), Submission.objects.count()) == (1, 1)


def test_letter_of_some_days_ago_counts_from_its_day(client, clerk):
    client.post(ENTER, typed(channel="letter", received_on=working_day_ago(5)))
    question = Question.objects.get()
    day = timezone.localdate() - timedelta(days=5)
    assert timezone.localdate(question.received_at) == day
    assert timezone.localdate(question.steps.get().happened_at) == day
    assert timezone.localdate(question.entered_at) == timezone.localdate()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"received_on": working_day_ago(3)}, "Chỉ thư mới ghi ngày nhận trước"),
        ({"received_on": working_day_ago(-1)}, "không được sau hôm nay"),
        ({"channel": "letter", "received_on": working_day_ago(60)}, "lùi quá 10 ngày"),
        ({"channel": "letter", "received_on": "01/01/1900"}, "lùi quá 10 ngày"),
        ({"received_on": "hôm qua"}, "Xin ghi ngày/tháng/năm"),
        ({"channel": "email"}, "Nhận qua"),
        ({"channel": "web"}, "Nhận qua"),
        ({"text": "ngắn"}, "ít nhất 10 ký tự"),
        ({"consent_processing": None}, "Xin hỏi người gửi"),
        ({"contact_phone": "123"}, "Số điện thoại chưa đúng"),
        ({"contact_email": "a@example.org"}, "xin đánh dấu đồng ý"),
        ({"submission_key": "x"}, "Mã phiếu của trang không đúng"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(client, clerk, values, words):
    page = client.post(ENTER, typed(**values))
    assert page.status_code == 400
    assert words in page.content.decode()
    assert not Submission.objects.exists()


def test_file_that_lies_is_refused_and_the_words_stay(client, clerk):
    bad = SimpleUploadedFile("don.pdf", samples.EXECUTABLE, "application/pdf")
    page = client.post(ENTER, typed(attachments=bad))
    assert page.status_code == 400
    assert TEXT in page.content.decode()
    assert not Question.objects.exists()


def test_same_words_are_told_without_telling_whose_and_taken_when_meant(client, clerk):
    earlier = make_question(None, text=TEXT)
    Submission.objects.filter(pk=earlier.submission_id).update(content_hash=content_hash_of([TEXT]))
    page = client.post(ENTER, typed())
    assert page.status_code == 400
    assert "đã có người gửi" in page.content.decode()
    assert earlier.reference not in page.content.decode()
    assert client.post(ENTER, typed(is_another="on")).status_code == 302


def test_same_words_as_a_sealed_matter_are_not_told(client, clerk):
    text = "Tôi tố cáo ông trưởng bến đò nhận hối lộ."
    earlier = make_question(None, text=text)
    Submission.objects.filter(pk=earlier.submission_id).update(content_hash=content_hash_of([text]))
    assert client.post(ENTER, typed(text=text)).status_code == 302


def test_clerk_sees_what_he_typed_in_today_and_nothing_else(client, clerk):
    other = make_question(None)
    client.post(ENTER, typed())
    client.post(ENTER, typed(text="Tôi tố cáo ông trưởng bến đò Ngọc Trà nhận hối lộ."))
    mine, sealed = Question.objects.filter(entered_by=clerk).order_by("pk")
    Question.objects.filter(pk=mine.pk).update(entered_at=timezone.now())
    shown = client.get(ENTER).content.decode()
    assert mine.reference in shown
    assert "đã niêm phong" in shown
    assert "Ngọc Trà" not in shown
    assert other.reference not in shown
    for question in (mine, sealed, other):
        assert client.get(question.get_absolute_url()).status_code == 404
    Question.objects.filter(pk=mine.pk).update(entered_at=timezone.now() - timedelta(days=1))
    assert mine.reference not in client.get(ENTER).content.decode()


def test_what_staff_typed_in_is_not_called_unproven(client, clerk):
    client.post(ENTER, typed())
    client.force_login(User.objects.get(username="bientap"))
    shown = client.get(reverse("desk:box", args=["moi"])).content.decode()
    assert "Điện thoại" in shown
    assert "Chưa qua kiểm tra" not in shown


def test_list_of_today_asks_the_same_number_of_times(client, clerk, django_assert_num_queries):
    client.post(ENTER, typed())
    with CaptureQueriesContext(connection) as one:
        client.get(ENTER)
    asked = len(one)
    for number in (1, 2):
        client.post(ENTER, typed(text=f"{TEXT} Lần {number}."))
    with django_assert_num_queries(asked):
        client.get(ENTER)
