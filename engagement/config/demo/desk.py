"""What the desk has beside the questions' own way: groups, parts, plans, notes, templates, a deputy."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from engagement.accounts.models import Unit, User
from engagement.config.demo.loader import NAMESPACE, Life
from engagement.config.demo.questions import DemoQuestion
from qa.enums import QuestionStatus as S
from qa.enums import ReturnReason
from qa.models import AnswerTemplate, Question
from qa.services import (
    deputies,
    drafts,
    grouping,
    moderating,
    notes,
    planning,
    routing,
    splitting,
    templates,
)

GREETING = """Kính gửi {nguoi_hoi},

{don_vi} đã nhận câu hỏi {ma} và xin trả lời như sau:"""
CLOSING = """Quý vị cần biết thêm, xin liên hệ {don_vi} trong giờ hành chính, nêu mã {ma}.

Trân trọng."""
TWO_MATTERS = (
    "Con tôi 18 tháng tuổi thì tiêm vắc xin sởi mũi hai ở đâu?",
    "Đường trước trạm y tế ngập khi triều lên, bao giờ được nâng?",
)


@transaction.atomic
def load_desk() -> None:
    """Load it once; a second run finds the templates and leaves everything as it is."""
    if AnswerTemplate.objects.exists():
        return
    load_templates()
    load_deputy()
    load_groups()
    load_parts()
    load_ping_pong()
    load_plan_and_notes()


def load_templates() -> None:
    office, head = user("vanphong"), user("yte-lanhdao")
    templates.save_template(by=office, unit=None, title="Mở đầu thư trả lời", text=GREETING)
    templates.save_template(by=head, unit=unit("yte"), title="Kết thư của Sở", text=CLOSING)


def load_deputy() -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    deputies.name_deputy(
        by=user("yte-lanhdao"),
        unit=unit("yte"),
        deputy=user("yte-traloi"),
        valid_from=tomorrow,
        valid_to=tomorrow + timedelta(days=6),
    )


def load_groups() -> None:
    """Two who asked what is answered, two who ask what a unit is answering."""
    for status in (S.PUBLISHED, S.ASSIGNED):
        lead = Question.objects.filter(status=status, part_of=None).latest("received_at")
        for number in (1, 2):
            row = DemoQuestion(
                "yte", "y-te", f"{lead.text} Nhà tôi cũng gặp việc này, xin được trả lời.", ""
            )
            question = asked(f"{status}-{number}", row)
            moderating.accept(question=question, by=user("bientap"))
            grouping.merge(question=question, by=user("bientap"), lead=lead)


def load_parts() -> None:
    row = DemoQuestion("yte", "y-te", " ".join(TWO_MATTERS), "")
    question = asked("hai-viec", row)
    moderating.accept(question=question, by=user("bientap"))
    parts = [splitting.Part(text) for text in TWO_MATTERS]
    splitting.split(question=question, by=user("bientap"), parts=parts)


def load_ping_pong() -> None:
    """One question that two units gave back, for Ban Chỉ đạo to decide."""
    returned = Question.objects.filter(status=S.RETURNED).exclude(lead_unit__code="noivu")
    question = returned.earliest("received_at")
    first = question.lead_unit
    routing.assign(question=question, by=user("bientap"), lead=unit("noivu"))
    routing.return_to_board(
        question=question,
        by=user("noivu-traloi"),
        reason=ReturnReason.NOT_OUR_FIELD,
        words="Việc này Sở không quản lý, nên giao lại đơn vị đầu tiên.",
        proposed_unit=first,
    )


def load_plan_and_notes() -> None:
    approved = Question.objects.filter(status=S.APPROVED).latest("received_at")
    tomorrow = timezone.localtime() + timedelta(days=1)
    planning.plan(
        question=approved,
        by=user("bientap"),
        publish_at=tomorrow.replace(hour=8, minute=0, second=0, microsecond=0),
        title=approved.text.split("?")[0][:150] + "?",
        question_text=approved.text,
        answer_text=approved.answer.text,
    )
    assigned = Question.objects.filter(status=S.ASSIGNED).earliest("due_at")
    notes.write_note(
        question=assigned, by=user("bientap"), words="Báo địa phương cũng vừa hỏi việc này."
    )
    if assigned.lead_unit is not None:
        officer = user(f"{assigned.lead_unit.code}-traloi")
        notes.write_note(
            question=assigned,
            by=officer,
            words="Cần số liệu của ngành tài chính để trả lời.",
            wanted_unit=unit("taichinh") if assigned.lead_unit.code != "taichinh" else None,
        )
        text = "Nội dung đang được kiểm tra thực tế; dự kiến có kết quả trong tuần."
        drafts.save_draft(question=assigned, by=officer, text=text, version=0)


def asked(name: str, row: DemoQuestion) -> Question:
    """A question received some hours ago."""
    key = uuid.uuid5(NAMESPACE, f"desk-{name}")
    moment = timezone.now() - timedelta(hours=3)
    Life(row, commune="x-vi-thuy").run(key, moment, S.RECEIVED, pace_hours=1)
    return Question.objects.get(submission__key=key)


def user(username: str) -> User:
    return User.objects.get(username=username)


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)
