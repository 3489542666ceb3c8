"""What the asker is told by e-mail: the step in plain words and the way back, never the question."""

from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

from engagement.jobs.outbox import send_later
from engagement.web.dates import when
from engagement.web.site import identity
from qa.enums import TRANSFER, WAITING, Verb
from qa.models import Question


class Letter(NamedTuple):
    """The end of a subject and the first lines of a body; {unit} is the lead unit's name."""

    subject: str
    line: str


LETTERS: Mapping[str, Letter] = {
    "receive": Letter(
        "đã nhận", "Chúng tôi đã nhận câu hỏi của Quý vị. Xin giữ mã tra cứu để theo dõi."
    ),
    Verb.ACCEPT: Letter("đã được tiếp nhận", "Ban Biên tập đã tiếp nhận câu hỏi của Quý vị."),
    Verb.REJECT: Letter(
        "bị từ chối",
        "Ban Biên tập từ chối câu hỏi của Quý vị. Lý do có trên trang theo dõi; "
        "Quý vị có quyền đề nghị xem lại một lần.",
    ),
    Verb.OVERTURN: Letter(
        "được tiếp nhận sau khi xem lại",
        "Sau khi xem lại, Ban Biên tập đã tiếp nhận câu hỏi của Quý vị.",
    ),
    Verb.UPHOLD: Letter(
        "giữ nguyên việc từ chối",
        "Sau khi xem lại, Ban Biên tập giữ nguyên việc từ chối. Lý do có trên trang theo dõi.",
    ),
    Verb.ASSIGN: Letter(
        "chuyển {unit} trả lời", "Câu hỏi của Quý vị đã được chuyển {unit} trả lời."
    ),
    Verb.ASSIGN_BY_DELEGATION: Letter(
        "chuyển {unit} trả lời", "Câu hỏi của Quý vị đã được chuyển {unit} trả lời."
    ),
    Verb.REASSIGN: Letter(
        "chuyển sang {unit} trả lời", "Câu hỏi của Quý vị đã được chuyển sang {unit} trả lời."
    ),
    TRANSFER: Letter(
        "chuyển {unit} trả lời do sắp xếp tổ chức",
        "Do sắp xếp tổ chức, câu hỏi của Quý vị nay do {unit} trả lời. Thời hạn không đổi.",
    ),
    Verb.ASK_INFORMATION: Letter(
        "cần Quý vị bổ sung thông tin",
        "{unit} cần Quý vị bổ sung thông tin. Thời hạn tạm dừng cho đến khi Quý vị bổ sung.",
    ),
    Verb.PUBLISH: Letter(
        "đã có câu trả lời", "{unit} đã trả lời câu hỏi của Quý vị; câu trả lời được công bố."
    ),
    Verb.CLOSE_PRIVATELY: Letter(
        "đã có câu trả lời riêng",
        "{unit} đã trả lời riêng câu hỏi của Quý vị; câu trả lời ở trang theo dõi.",
    ),
    Verb.RETRACT: Letter(
        "câu trả lời được gỡ", "Câu trả lời đã công bố được gỡ. Lý do có trên trang theo dõi."
    ),
}


def tell_asker(question: Question, verb: str) -> None:
    """Queue a letter about `verb` when the asker left an address; call inside the transaction."""
    if verb not in LETTERS or not question.contact_email:
        return
    site = identity()
    code = question.submission.tracking_code
    link = settings.PUBLIC_ORIGIN + reverse("qa:follow_question", args=[code])
    subject, line = (
        words.format(unit=question.lead_unit or "đơn vị trả lời") for words in LETTERS[verb]
    )
    send_later(
        to=question.contact_email,
        about=question.reference,
        subject=f"{site.name}: câu hỏi {question.reference} {subject}",
        body=(
            f"Kính gửi Quý vị,\n\n{line}\n{deadline_line(question)}\n"
            f"Mã tra cứu: {code}\nXem tại: {link}\n\n"
            f"{site.kind} {site.name}\n{site.address} · {site.phone}\n"
        ),
    )


def deadline_line(question: Question) -> str:
    """By when the answer is due, as a line; "" while the clock stands still or has stopped."""
    is_running = question.status in WAITING and question.paused_at is None
    return f"Hạn trả lời: {when(question.due_at)}.\n" if is_running and question.due_at else ""


def how_told(question: Question, verb: str) -> str:
    """How the asker learns of `verb`, for who did it; "" where the asker is told nothing."""
    if verb not in LETTERS:
        return ""
    if question.contact_email:
        return "Người hỏi được báo qua thư điện tử."
    return "Người hỏi không để lại thư điện tử, xem được bằng mã tra cứu."
