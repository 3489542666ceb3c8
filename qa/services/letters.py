"""What the asker is told by e-mail: the step in plain words and the way back, never the question."""

from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse

from engagement.jobs.outbox import send_later
from engagement.web.site import identity
from qa.enums import Verb
from qa.models import Question

LINES: Mapping[str, str] = {
    "receive": "Chúng tôi đã nhận câu hỏi của Quý vị. Xin giữ mã tra cứu để theo dõi.",
    Verb.ACCEPT: "Ban Biên tập đã tiếp nhận câu hỏi của Quý vị.",
    Verb.REJECT: "Ban Biên tập từ chối câu hỏi của Quý vị. Lý do có trên trang theo dõi; "
    "Quý vị có quyền đề nghị xem lại một lần.",
    Verb.OVERTURN: "Sau khi xem lại, Ban Biên tập đã tiếp nhận câu hỏi của Quý vị.",
    Verb.UPHOLD: "Sau khi xem lại, Ban Biên tập giữ nguyên việc từ chối. Lý do có trên trang theo dõi.",
    Verb.ASSIGN: "Câu hỏi của Quý vị đã được chuyển đến đơn vị trả lời.",
    Verb.ASSIGN_BY_DELEGATION: "Câu hỏi của Quý vị đã được chuyển đến đơn vị trả lời.",
    Verb.REASSIGN: "Câu hỏi của Quý vị đã được chuyển sang đơn vị khác trả lời.",
    Verb.ASK_INFORMATION: "Đơn vị trả lời cần Quý vị bổ sung thông tin. "
    "Thời hạn tạm dừng cho đến khi Quý vị bổ sung.",
    Verb.PUBLISH: "Câu hỏi của Quý vị đã có câu trả lời và được công bố.",
    Verb.CLOSE_PRIVATELY: "Câu hỏi của Quý vị đã có câu trả lời riêng trên trang theo dõi.",
    Verb.RETRACT: "Câu trả lời đã công bố được gỡ. Lý do có trên trang theo dõi.",
}


def tell_asker(question: Question, verb: str) -> None:
    """Queue a letter about `verb` when the asker left an address; call inside the transaction."""
    if verb not in LINES or not question.contact_email:
        return
    site = identity()
    code = question.submission.tracking_code
    link = settings.PUBLIC_ORIGIN + reverse("qa:follow_question", args=[code])
    send_later(
        to=question.contact_email,
        about=question.reference,
        subject=f"{site.name}: câu hỏi {question.reference}",
        body=(
            f"Kính gửi Quý vị,\n\n{LINES[verb]}\n\n"
            f"Mã tra cứu: {code}\nXem tại: {link}\n\n"
            f"{site.kind} {site.name}\n{site.address} · {site.phone}\n"
        ),
    )
