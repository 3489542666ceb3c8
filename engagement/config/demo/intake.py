"""What came in otherwise than by the form: calls, letters, e-mail, complaints and sealed matters."""

import uuid
from datetime import timedelta
from email.message import EmailMessage

from django.utils import timezone

from engagement.accounts.models import User
from engagement.intake.codes import new_reference, new_secret
from engagement.intake.enums import Proof
from engagement.intake.models import Submission
from qa.enums import Channel, QuestionKind
from qa.models import Question
from qa.queries.asker import PURPOSE
from qa.services import citizens, classifying, entering
from qa.services.mailbox.drafts import import_letter

NAMESPACE = uuid.UUID("0b5a6d7e-35ad-4d27-9d0f-7a5b9c0e1f14")
# (by which way, its words): typed in by the clerk today.
CALLS = (
    (Channel.PHONE, "Bác Tư gọi hỏi thẻ bảo hiểm y tế của người trên 75 tuổi nhận ở đâu."),
    (Channel.WALK_IN, "Chị Út đến phản ánh đèn đường đoạn chợ bị tắt hai tuần nay, đề nghị sửa."),
    (Channel.LETTER, "Thư của tổ dân phố kiến nghị đặt gờ giảm tốc trước cổng trường mẫu giáo."),
)
COMPLAINT = (
    "Tôi khiếu nại quyết định thu hồi đất của gia đình tôi vì diện tích đo lại không đúng với sổ."
)
ACCUSATIONS = (
    "Tôi tố cáo một cán bộ đội đo đạc vòi tiền của năm hộ trong ấp mới chịu đo đất.",
    "Trưởng trạm bơm nhận tiền để mở nước riêng cho một số hộ, bà con có giấy ghi tay làm bằng.",
)
LETTERS = (
    ("Hỏi thủ tục tách hộ", "Con tôi ra ở riêng thì tách hộ khẩu cần giấy tờ gì, nộp ở đâu?"),
    ("Phản ánh xe chở cát", "Xe chở cát chạy suốt đêm qua đường ấp, bụi và ồn, xin cho kiểm tra."),
    ("Thư tố cáo", "Tôi tố cáo tổ trưởng quản lý chợ thu tiền không biên lai của tiểu thương."),
)


def load_intake() -> int:
    """A few matters of each way in; returns how many were new."""
    clerk = User.objects.get(username="tiepnhan")
    before = Question.objects.count()
    for number, (channel, text) in enumerate(CALLS):
        entering.enter(
            by=clerk,
            key=uuid.uuid5(NAMESPACE, f"call {number}"),
            channel=channel,
            received_on=timezone.localdate(),
            text=text,
        )
    for number, text in enumerate((COMPLAINT, COMPLAINT.replace("đất", "đất ruộng"), *ACCUSATIONS)):
        asked(uuid.uuid5(NAMESPACE, f"asked {number}"), text)
    close_one_complaint()
    for number, (subject, text) in enumerate(LETTERS):
        import_letter(letter(number, subject, text))
    return Question.objects.count() - before


def asked(key: uuid.UUID, text: str) -> None:
    """One matter that came by the form some hours ago."""
    if Submission.objects.filter(key=key).exists():
        return
    submission = Submission.objects.create(
        form=PURPOSE,
        key=key,
        reference=new_reference(),
        secret=new_secret(),
        proof=Proof.ALTCHA,
        received_at=timezone.now() - timedelta(hours=3),
    )
    citizens.ask(submission=submission, text=text)


def close_one_complaint() -> None:
    """The older complaint has been shown its way; the newer waits for the board."""
    complaints = Question.objects.filter(kind=QuestionKind.COMPLAINT)
    if complaints.exclude(status="received").exists():
        return
    classifying.redirect(
        question=complaints.earliest("pk"),
        by=User.objects.get(username="bientap"),
        words="Quý vị gửi đơn khiếu nại lần đầu đến người đã ra quyết định; nơi gửi ở dưới đây.",
    )


def letter(number: int, subject: str, text: str) -> bytes:
    """A letter as a mail server would hand it over."""
    message = EmailMessage()
    message["From"] = f"Người dân <nguoi-dan-{number}@haugiang.example>"
    message["Subject"] = subject
    message["Message-ID"] = f"<demo-{number}@haugiang.example>"
    message.set_content(f"Kính gửi Ban Biên tập,\n\n{text}\n\nXin cảm ơn.")
    return message.as_bytes()
