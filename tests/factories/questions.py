"""A question brought to any step of its life by the services people use."""

import uuid
from collections.abc import Callable

from engagement.intake.codes import new_reference, new_secret
from engagement.intake.enums import Proof
from engagement.intake.models import Submission
from engagement.moderation.reasons import RejectionReason
from qa.enums import QuestionKind, ReturnReason
from qa.enums import QuestionStatus as S
from qa.models import Question
from qa.queries.asker import PURPOSE
from qa.services import (
    answering,
    citizens,
    classifying,
    grouping,
    moderating,
    publishing,
    routing,
    splitting,
)
from qa.services.splitting import Part
from tests.factories.people import Cast

TEXT = "Trạm y tế xã có tiêm phòng cho trẻ vào thứ Bảy không, cần mang giấy tờ gì?"
TWO_PARTS = (
    Part("Trạm y tế xã có tiêm phòng cho trẻ vào thứ Bảy không?"),
    Part("Cần mang giấy tờ gì?"),
)


def make_submission(**values: object) -> Submission:
    """What intake leaves behind for one accepted form."""
    defaults: dict[str, object] = {
        "form": PURPOSE,
        "key": uuid.uuid4(),
        "reference": new_reference(),
        "secret": new_secret(),
        "proof": Proof.ALTCHA,
    }
    submission = Submission.objects.create(**(defaults | values))
    submission.refresh_from_db()  # the time of receipt is the database's
    return submission


def _redirect(question: Question, cast: Cast) -> None:
    """The board takes it for a complaint and says where it is settled."""
    classifying.classify(question=question, by=cast.editor, kind=QuestionKind.COMPLAINT)
    classifying.redirect(question=question, by=cast.editor, words="Gửi Trụ sở Tiếp công dân.")


# From which status, by what: enough to reach every status of the table.
LIFE: dict[S, tuple[S, Callable[[Question, Cast], object]]] = {
    S.ACCEPTED: (S.RECEIVED, lambda q, c: moderating.accept(question=q, by=c.editor)),
    S.REJECTED: (
        S.RECEIVED,
        lambda q, c: moderating.reject(
            question=q, by=c.editor, reason=RejectionReason.ADVERTISING, words="Có quảng cáo."
        ),
    ),
    S.OBJECTED: (
        S.REJECTED,
        lambda q, c: citizens.object_to_rejection(question=q, words="Tôi không quảng cáo."),
    ),
    S.REFUSED: (
        S.OBJECTED,
        lambda q, c: moderating.uphold_rejection(
            question=q, by=c.chief_editor, words="Giữ nguyên."
        ),
    ),
    S.REPORTED: (S.ACCEPTED, lambda q, c: routing.report_questions(questions=[q], by=c.editor)),
    S.ASSIGNED: (
        S.REPORTED,
        lambda q, c: routing.assign(question=q, by=c.editor, lead=c.unit, coordinating=[c.commune]),
    ),
    S.AWAITING_INFORMATION: (
        S.ASSIGNED,
        lambda q, c: answering.ask_information(question=q, by=c.officer, words="Xin cho biết xã."),
    ),
    S.RETURNED: (
        S.ASSIGNED,
        lambda q, c: routing.return_to_board(
            question=q,
            by=c.officer,
            reason=ReturnReason.NOT_OUR_FIELD,
            words="Thuộc Sở khác.",
            proposed_unit=c.other_unit,
        ),
    ),
    S.ANSWERED: (
        S.ASSIGNED,
        lambda q, c: answering.submit_answer(
            question=q, by=c.officer, text="Trạm tiêm sáng thứ Bảy đầu tháng.", version=0
        ),
    ),
    S.APPROVED: (S.ANSWERED, lambda q, c: answering.approve_answer(question=q, by=c.head)),
    S.PUBLISHED: (
        S.APPROVED,
        lambda q, c: publishing.publish(
            question=q,
            by=c.editor,
            title="Tiêm phòng thứ Bảy ở trạm y tế xã",
            question_text=q.text,
            answer_text="Trạm tiêm sáng thứ Bảy đầu tháng.",
        ),
    ),
    S.CLOSED: (S.APPROVED, lambda q, c: publishing.close_privately(question=q, by=c.editor)),
    S.RETRACTED: (
        S.PUBLISHED,
        lambda q, c: publishing.retract(question=q, by=c.chief_editor, note="Cần sửa số liệu."),
    ),
    S.REDIRECTED: (S.RECEIVED, _redirect),
    S.MERGED: (
        S.ACCEPTED,
        lambda q, c: grouping.merge(
            question=q, by=c.editor, lead=make_question(c, S.ACCEPTED, text=TEXT)
        ),
    ),
    S.ANSWERED_TOGETHER: (
        S.ACCEPTED,
        lambda q, c: grouping.merge(
            question=q, by=c.editor, lead=make_question(c, S.PUBLISHED, text=TEXT)
        ),
    ),
    S.SPLIT: (
        S.ACCEPTED,
        lambda q, c: splitting.split(question=q, by=c.editor, parts=TWO_PARTS),
    ),
    S.WITHDRAWN: (S.RECEIVED, lambda q, c: citizens.withdraw(question=q)),
}


def make_question(
    cast: Cast, status: S | str = S.RECEIVED, *, text: str = TEXT, **values: object
) -> Question:
    """A question of `cast` in `status`, with everything that led there."""
    status = S(status)
    if status not in LIFE:
        return citizens.ask(submission=make_submission(), text=text, **values)  # type: ignore[arg-type]
    before, move = LIFE[status]
    question = make_question(cast, before, text=text, **values)
    move(question, cast)
    return Question.objects.get(pk=question.pk)
