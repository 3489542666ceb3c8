"""All that is stored about the asker of one question, told once for the page and for the copy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from engagement.accounts.access import Visitor
from engagement.intake.models import ConsentRecord
from engagement.jobs.models import OutboxMessage
from engagement.web.dates import when
from qa.models import PersonalDataRequest, Question
from qa.queries.asker import earlier_private_reply, timeline_for_citizen
from qa.rules.desk import handled_by

CONSENTS = {
    "processing": "xử lý dữ liệu để trả lời câu hỏi",
    "contact": "liên hệ về câu hỏi này",
    "public_name": "hiện tên khi công bố",
}
NONE = "không có"


@dataclass(frozen=True)
class Section:
    """Data of one kind: `code` is stable, for the copy; `rows` are names and values."""

    code: str
    title: str
    rows: Sequence[tuple[str, str]]


def everything_about(question: Question) -> list[Section]:
    """Every section, also where nothing is stored: then it says so."""
    return [
        Section("question", "Câu hỏi", list(_question(question))),
        Section("contact", "Tên và liên hệ", list(_contact(question))),
        Section("files", "Tệp gửi kèm", list(_files(question)) or [("Tệp", NONE)]),
        Section("exchanges", "Trao đổi thêm", list(_exchanges(question)) or [("Trao đổi", NONE)]),
        Section("answer", "Câu trả lời", list(_answer(question)) or [("Trả lời", "chưa có")]),
        Section("steps", "Các bước xử lý", list(_steps(question))),
        Section("consents", "Sự đồng ý đã cho", list(_consents(question)) or [("Đồng ý", NONE)]),
        Section("rating", "Đánh giá", list(_rating(question)) or [("Đánh giá", "chưa có")]),
        Section("letters", "Thư đã gửi Quý vị", list(_letters(question)) or [("Thư", NONE)]),
        Section("requests", "Yêu cầu về dữ liệu", list(_requests(question)) or [("Yêu cầu", NONE)]),
    ]


def as_copy(question: Question) -> dict[str, object]:
    """The same, for a file that people and programs read."""
    return {
        "reference": question.reference,
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "sections": [
            {
                "code": section.code,
                "title": section.title,
                "rows": [{"name": name, "value": value} for name, value in section.rows],
            }
            for section in everything_about(question)
        ],
    }


def _question(question: Question) -> Iterator[tuple[str, str]]:
    yield "Số phiếu", question.reference
    yield "Nhận lúc", when(question.received_at)
    yield "Đang ở bước", question.get_status_display()
    yield "Lĩnh vực", question.field.name if question.field else "chưa xếp"
    yield "Nội dung", question.text or "đã xóa"


def _contact(question: Question) -> Iterator[tuple[str, str]]:
    yield "Họ tên", question.asker_name or NONE
    yield "Hiện tên khi công bố", "có" if question.is_name_public else "không"
    yield "Thư điện tử", question.contact_email or NONE
    yield "Điện thoại", question.contact_phone or NONE
    yield "Xã, phường", question.commune.place_name if question.commune else NONE


def _files(question: Question) -> Iterator[tuple[str, str]]:
    for file in question.attachments.all():
        yield file.display_name, f"{file.size} byte, gửi {when(file.added_at)}"


def _exchanges(question: Question) -> Iterator[tuple[str, str]]:
    objection = getattr(question, "objection", None)
    if objection is not None:
        yield "Đề nghị xem lại", _dated(objection.objected_at, objection.words)
    for asked in question.information_requests.all():
        yield "Đơn vị hỏi thêm", _dated(asked.asked_at, asked.words)
        if asked.reply and asked.replied_at:
            yield "Quý vị bổ sung", _dated(asked.replied_at, asked.reply)
    reopening = getattr(question, "reopening", None)
    if reopening is not None:
        yield "Đề nghị trả lời lại", _dated(reopening.reopened_at, reopening.words)


def _answer(question: Question) -> Iterator[tuple[str, str]]:
    if earlier := earlier_private_reply(question):
        yield "Trả lời riêng lần đầu", earlier
    publication = getattr(question, "publication", None)
    if publication is not None:
        yield "Công bố", when(publication.published_at)
        yield "Tên hiện", publication.asker_label
        yield "Câu hỏi, bản công bố", publication.question_text
        yield "Trả lời, bản công bố", publication.answer_text
    elif question.status == "closed":
        answer = getattr(question, "answer", None)
        yield "Trả lời riêng", (answer.text if answer else "") or "đã xóa"


def _steps(question: Question) -> Iterator[tuple[str, str]]:
    for entry in timeline_for_citizen(question):
        if entry.at is not None:
            yield entry.title, _dated(entry.at, entry.words)


def _consents(question: Question) -> Iterator[tuple[str, str]]:
    given = ConsentRecord.objects.filter(submission=question.submission_id)
    for consent in given.order_by("given_at", "pk"):
        purpose = CONSENTS.get(consent.purpose, consent.purpose)
        yield purpose, f"{when(consent.given_at)}, bản lời đồng ý {consent.text_version}"


def _rating(question: Question) -> Iterator[tuple[str, str]]:
    rating = getattr(question, "rating", None)
    if rating is not None:
        yield "Đã trả lời đúng điều hỏi", rating.get_was_answered_display()
        yield "Mức hài lòng", f"{rating.satisfaction} trên 5, {when(rating.rated_at)}"


def _letters(question: Question) -> Iterator[tuple[str, str]]:
    letters = OutboxMessage.objects.filter(about=question.reference).order_by("created_at", "pk")
    words = {"waiting": "đang chờ gửi", "sent": "đã gửi", "given_up": "không gửi được"}
    for letter in letters:
        at = letter.finished_at or letter.created_at
        yield "Thư", f"{words.get(letter.status, letter.status)}, {when(at)}"


def _requests(question: Question) -> Iterator[tuple[str, str]]:
    for request in question.data_requests.order_by("received_at", "pk"):
        done = f"xong {when(request.done_at)}" if request.done_at else "đang giải quyết"
        yield request.get_kind_display(), f"nhận {when(request.received_at)}, {done}"


def _dated(at: datetime, words: str) -> str:
    return f"{when(at)}: {words}" if words else when(at)


def data_requests(user: Visitor, *, is_open: bool) -> QuerySet[PersonalDataRequest]:
    """Requests that `user` may handle: to be answered, by deadline, or done, newest first.

    Of a sealed matter they are for its own right alone (ADR 0014): they hold its words.
    """
    rows = PersonalDataRequest.objects.select_related("question__submission", "done_by")
    rows = rows.filter(question__is_sealed__in=handled_by(user))
    if is_open:
        return rows.filter(done_at__isnull=True).order_by("due_at", "pk")
    return rows.filter(done_at__isnull=False).order_by("-done_at", "-pk")


def open_requests(user: Visitor) -> QuerySet[PersonalDataRequest]:
    """Requests that wait for `user`, for the menu."""
    return data_requests(user, is_open=True)
