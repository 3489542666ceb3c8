"""What the asker is told by e-mail: the step in plain words and the way back, never the question."""

from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from engagement.jobs.outbox import send_later
from engagement.web.dates import when
from engagement.web.site import identity
from qa.enums import TRANSFER, WAITING, Verb
from qa.models import Publication, Question
from qa.queries.asker import follow_path
from qa.rules.asker import reopening_until


class Letter(NamedTuple):
    """The end of a subject and the first lines of a body; {unit} is the lead unit's name."""

    subject: str
    line: str


# Steps that are no verb of the table: the question stays where it is.
CORRECTED = "correct"
DATA_CORRECTED = "data_correct"

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
    Verb.ARBITRATE: Letter(
        "chuyển {unit} trả lời",
        "Ban Chỉ đạo đã quyết định {unit} trả lời câu hỏi của Quý vị.",
    ),
    Verb.MERGE: Letter(
        "được trả lời chung với câu hỏi cùng nội dung",
        "Có người khác đã hỏi cùng một điều. Câu hỏi của Quý vị được gộp lại để trả lời chung; "
        "khi có câu trả lời, chúng tôi báo cho Quý vị.",
    ),
    Verb.UNMERGE: Letter(
        "không còn gộp với câu hỏi khác",
        "Câu hỏi của Quý vị không còn gộp với câu hỏi khác mà được xem xét "
        "và có câu trả lời của mình.",
    ),
    Verb.ANSWER_TOGETHER: Letter(
        "đã có câu trả lời",
        "{unit} đã trả lời điều Quý vị và nhiều người cùng hỏi; câu trả lời được công bố.",
    ),
    Verb.RETRACT_TOGETHER: Letter(
        "câu trả lời được gỡ", "Câu trả lời đã công bố được gỡ. Lý do có trên trang theo dõi."
    ),
    Verb.SPLIT: Letter(
        "được tách thành nhiều phần",
        "Câu hỏi của Quý vị hỏi nhiều việc nên được tách ra để trả lời từng phần. "
        "Quý vị vẫn theo dõi bằng một mã.",
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
    # What was handed on is not named: a letter is read by whoever opens the mailbox.
    Verb.REDIRECT: Letter(
        "có hướng dẫn nơi giải quyết",
        "Nội dung Quý vị gửi thuộc thẩm quyền của nơi khác. Hướng dẫn có trên trang theo dõi.",
    ),
    Verb.FORWARD: Letter(
        "đã được xử lý",
        "Nội dung Quý vị gửi đã được xử lý. Kết quả có trên trang theo dõi.",
    ),
    CORRECTED: Letter(
        "có đính chính",
        "Câu trả lời đã công bố được đính chính; trang câu trả lời nói rõ đã sửa gì.",
    ),
    DATA_CORRECTED: Letter(
        "đã sửa dữ liệu cá nhân",
        "Tên, liên hệ hoặc nơi ở của Quý vị ở câu hỏi này vừa được sửa theo yêu cầu. "
        "Nếu Quý vị không yêu cầu, xin báo ngay cho chúng tôi.",
    ),
    Verb.RETRACT: Letter(
        "câu trả lời được gỡ", "Câu trả lời đã công bố được gỡ. Lý do có trên trang theo dõi."
    ),
}


def tell_asker(question: Question, verb: str) -> None:
    """Queue a letter about `verb` when the asker left an address; call inside the transaction."""
    if verb in LETTERS:
        unit = question.lead_unit or "đơn vị trả lời"
        subject, line = (words.format(unit=unit) for words in LETTERS[verb])
        if verb == Verb.ANSWER_TOGETHER:
            line = f"{line}\nCâu trả lời: {answer_link(question)}"
        write_asker(question, subject, f"{line}\n{invitation(question, verb)}".strip())


def about_progress(question: Question) -> str:
    """What a status note is about: it is taken back alone when the answer comes first."""
    return f"{question.reference} tien-do"


def write_asker(question: Question, subject: str, line: str, *, about: str = "") -> None:
    """Queue a letter when the asker left an address; call inside the transaction."""
    if not question.contact_email:
        return
    site = identity()
    code = question.submission.tracking_code
    link = settings.PUBLIC_ORIGIN + follow_path(question)
    send_later(
        to=question.contact_email,
        about=about or question.reference,
        subject=f"{site.name}: câu hỏi {question.reference} {subject}",
        body=(
            f"Kính gửi Quý vị,\n\n{line}\n{deadline_line(question)}\n"
            f"Mã tra cứu: {code}\nXem tại: {link}\n\n"
            f"{site.kind} {site.name}\n{site.address} · {site.phone}\n"
        ),
    )


def answer_link(question: Question) -> str:
    """Where the answer stands that a merged question was answered with."""
    publication = Publication.objects.get(question=question.answered_with_id)
    return f"{settings.PUBLIC_ORIGIN}{publication.get_absolute_url()}"


def deadline_line(question: Question) -> str:
    """By when the answer is or was due, as a line; "" while the clock stands still or has stopped."""
    is_running = question.status in WAITING and question.paused_at is None
    is_running &= not question.is_sealed  # another clock, which is not this site's
    if not is_running or question.due_at is None:
        return ""
    if question.due_at < timezone.now():
        return f"Hạn trả lời đã qua: {when(question.due_at)}.\n"
    return f"Hạn trả lời: {when(question.due_at)}.\n"


def invitation(question: Question, verb: str) -> str:
    """That the asker may rate the answer, or ask for another and until when; "" for other steps."""
    if verb not in {Verb.PUBLISH, Verb.CLOSE_PRIVATELY, Verb.ANSWER_TOGETHER}:
        return ""
    is_first = getattr(question, "reopening", None) is None
    until = reopening_until(question) if is_first else None
    again = f" hoặc, đến hết {when(until)}, đề nghị trả lời lại một lần" if until else ""
    return f"Trên trang theo dõi, Quý vị có thể đánh giá câu trả lời{again}."


def how_told(question: Question, verb: str) -> str:
    """How the asker learns of `verb`, for who did it; "" where the asker is told nothing."""
    if verb not in LETTERS:
        return ""
    if question.contact_email:
        return "Người hỏi được báo qua thư điện tử."
    return "Người hỏi không để lại thư điện tử, xem được bằng mã tra cứu."
