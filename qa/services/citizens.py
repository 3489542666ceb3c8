"""What the asker does: ask, object to a rejection, add information, withdraw."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from engagement.accounts.models import Unit
from engagement.intake.models import Submission
from engagement.jobs.outbox import cancel
from engagement.jobs.queue import enqueue
from engagement.live.notices import notice
from engagement.web.files import CheckedFile
from engagement.workflow.exceptions import Denied
from qa.enums import QuestionStatus, Verb
from qa.models import Answer, Attachment, InformationRequest, Objection, Question, Step, Suggestion
from qa.services import clock
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
    enqueue("qa.suggest_units", question_id=question.pk)
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
    now = timezone.now()
    locked(question)
    citizen_step(
        Verb.WITHDRAW,
        question=question,
        changes={
            "text": "",
            "search_text": "",
            "asker_name": "",
            "contact_email": "",
            "contact_phone": "",
            "commune": None,
            "erased_at": now,
            "paused_at": None,
        },
    )
    question.information_requests.update(reply="", words="")
    question.contributions.all().delete()
    question.steps.update(words="", public_words="")
    Objection.objects.filter(question=question).update(words="")
    Answer.objects.filter(question=question).delete()
    # It shows words of the question; the next training reads no empty text.
    Suggestion.objects.filter(question=question).delete()
    # A fingerprint of the words tells whether somebody else's are the same: it goes with them.
    Submission.objects.filter(pk=question.submission_id).update(content_hash="")
    cancel(about=question.reference)
    attachments = list(question.attachments.all())
    question.attachments.all().delete()
    transaction.on_commit(lambda: delete_files(attachments))
    return question


def delete_files(attachments: Sequence[Attachment]) -> None:
    """Remove the files of deleted attachments from the disk, after the commit."""
    for attachment in attachments:
        attachment.file.delete(save=False)
