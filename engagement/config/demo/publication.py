"""What follows a published answer, so that a newcomer finds each of it: masking, correction, review."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from engagement.accounts.models import User
from engagement.workflow.exceptions import Denied
from qa.citations import citations
from qa.enums import Answered, DataRequestKind
from qa.enums import QuestionStatus as S
from qa.models import Answer, LegalDocument, PersonalDataRequest, Publication, Question, Rating
from qa.services import correcting, feedback, legal, personal_data
from qa.services.versions import current_number

# Somebody who does not exist: the editor who publishes it sees what is found and decides.
PRIVATE = (
    " Tôi là Nguyễn Thị Bông, số điện thoại 0909 000 123, nhà số 12/5 ấp Mẫu, xe 95A-000.12; "
    "xin trả lời giúp."
)
OLD, NEW = "61/2018/NĐ-CP", "118/2025/NĐ-CP"
CITING = f" Căn cứ khoản 1 Điều 5 Nghị định {OLD}."
RATINGS = (
    (Answered.YES, 5),
    (Answered.YES, 4),
    (Answered.PARTLY, 3),
    (Answered.NO, 1),
    (Answered.YES, 5),
)
WHY = "Câu trả lời chưa nói cần mang giấy tờ gì và nộp ở đâu."


@transaction.atomic
def load_publication() -> None:
    """Ratings, a correction, a replaced document, a reopened question, a request at the office."""
    if Rating.objects.exists():
        return
    editor = User.objects.get(username="bientap")
    live = Publication.objects.filter(retracted_at__isnull=True, question__status=S.PUBLISHED)
    recent = list(live.select_related("question").order_by("-published_at", "-pk")[:8])
    for publication, (was_answered, satisfaction) in zip(recent, RATINGS, strict=False):
        feedback.rate(
            question=publication.question, was_answered=was_answered, satisfaction=satisfaction
        )
    with_private_words()
    if len(recent) < 8:
        return
    for publication in recent[5:7]:
        correct(publication, by=editor)
    legal.record_document(
        by=editor,
        number=OLD,
        title="Thực hiện cơ chế một cửa, một cửa liên thông",
        issued_on=date(2018, 4, 23),
        effective_on=date(2018, 6, 21),
        expired_on=date(2025, 7, 1),
        replaced_by=NEW,
        document=LegalDocument.objects.get(number=OLD),
    )
    reopen(recent[7].question)
    if not PersonalDataRequest.objects.exists():
        personal_data.receive_request(
            question=recent[0].question,
            kind=DataRequestKind.SEE,
            by=User.objects.get(username="vanphong"),
        )


def with_private_words() -> None:
    """Let one answer that waits for publication tell too much of its asker."""
    question = Question.objects.filter(status=S.APPROVED).order_by("due_at", "pk").first()
    if question is not None:
        question.text += PRIVATE
        question.save()
        answer = Answer.objects.get(question=question)
        Answer.objects.filter(pk=answer.pk).update(text=answer.text + CITING)


def correct(publication: Publication, *, by: User) -> None:
    text = publication.answer_text + CITING
    correcting.correct(
        question=publication.question,
        by=by,
        number=current_number(publication),
        title=publication.title,
        question_text=publication.question_text,
        answer_text=text,
        note="Bổ sung căn cứ pháp lý theo đề nghị của đơn vị trả lời.",
        citations=citations(text),
    )


def reopen(question: Question) -> None:
    """Only while its term runs, as for everybody."""
    recent = timezone.now() - timedelta(days=10)
    if question.finished_at and question.finished_at > recent:
        try:
            feedback.reopen(question=question, words=WHY)
        except Denied:
            return
