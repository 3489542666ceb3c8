"""What the asker does: ask, object to a rejection, add information, withdraw."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from engagement.accounts.models import Unit
from engagement.intake.models import Submission
from engagement.live.notices import notice
from engagement.web.files import CheckedFile
from engagement.workflow.exceptions import Denied
from qa.enums import QuestionStatus, Verb
from qa.models import Answer, Attachment, InformationRequest, Objection, Question, Step
from qa.rules import check_citizen_can
from qa.services import clock
from qa.services.erasing import erase_around, erased_columns
from qa.services.letters import tell_asker
from qa.services.steps import citizen_step, locked

MAX_ATTACHMENTS = 5


@transaction.atomic
def ask(
    *,
    submission: Submission,
    text: str,
    asker_name: str = "",
    is_name_withheld: bool = True,
    contact_email: str = "",
    contact_phone: str = "",
    commune: Unit | None = None,
    files: Sequence[CheckedFile] = (),
) -> Question:
    """Store a question that intake received; its clock starts at the time of receipt."""
    submission.refresh_from_db(fields=["received_at"])  # set by the database's clock
    question = Question.objects.create(
        submission=submission,
        received_at=submission.received_at,
        status_changed_at=submission.received_at,
        text=text,
        asker_name=asker_name,
        is_name_withheld=is_name_withheld,
        contact_email=contact_email,
        contact_phone=contact_phone,
        commune=commune,
        **clock.started(submission.received_at),
    )
    attach(question, files)
    Step.objects.create(
        question=question,
        verb="receive",
        status=QuestionStatus.RECEIVED,
        happened_at=submission.received_at,
    )
    tell_asker(question, "receive")
    notice("qa")
    return question


def attach(question: Question, files: Sequence[CheckedFile]) -> None:
    """Keep checked files with the question; raises Denied above MAX_ATTACHMENTS in all.

    Files reach the disk before the transaction commits; one that rolls back leaves at worst an
    orphan, which the daily clean-up removes.
    """
    if files and question.attachments.count() + len(files) > MAX_ATTACHMENTS:
        raise Denied(f"Mỗi câu hỏi nhận tối đa {MAX_ATTACHMENTS} tệp đính kèm.")
    for checked in files:
        attachment = Attachment(
            question=question,
            display_name=checked.display_name,
            content_type=checked.content_type,
            size=checked.size,
        )
        attachment.file.save(f"tep{checked.extension}", checked.content, save=True)


@transaction.atomic
def object_to_rejection(*, question: Question, words: str) -> Question:
    """Ask another moderator to look again; once, because no step leads back to rejected (R-5.1).

    The clock stood still since the rejection: the time was the asker's.
    """
    now = timezone.now()
    citizen_step(Verb.OBJECT, question=question, changes=clock.resumed(question, now))
    Objection.objects.create(question=question, words=words, objected_at=question.status_changed_at)
    return question


@transaction.atomic
def add_information(
    *, question: Question, reply: str, files: Sequence[CheckedFile] = ()
) -> Question:
    """Answer the unit's request; the clock runs again with the time that was left."""
    now = timezone.now()
    citizen_step(Verb.ADD_INFORMATION, question=question, changes=clock.resumed(question, now))
    open_requests = InformationRequest.objects.filter(question=question, replied_at__isnull=True)
    open_requests.update(reply=reply, replied_at=now)
    attach(question, files)
    return question


@transaction.atomic
def withdraw(*, question: Question) -> Question:
    """Take the question back: its words, name, contact, files and draft are erased for good."""
    locked(question)
    check_citizen_can(Verb.WITHDRAW, question)
    erase_around(question)
    changes = erased_columns(timezone.now()) | {"paused_at": None}
    citizen_step(Verb.WITHDRAW, question=question, changes=changes)
    Answer.objects.filter(question=question).delete()
    return question
