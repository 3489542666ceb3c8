"""What the asker does: ask, object to a rejection, add information, withdraw."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from engagement.accounts.models import Unit, User
from engagement.audit.actors import Actor
from engagement.intake.models import Submission
from engagement.jobs.queue import enqueue
from engagement.live.notices import notice
from engagement.web.files import CheckedFile
from engagement.workflow.exceptions import Denied
from qa.enums import WAITING, Channel, QuestionKind, QuestionStatus, Verb
from qa.models import Answer, Attachment, InformationRequest, Objection, Question, Step
from qa.models.attachment import private_storage
from qa.models.clock_rule import RECEIVE
from qa.rules.asker import check_citizen_can
from qa.services import clock, grouping, other_clocks
from qa.services.classifying import judged, record_seal, weigh_addition
from qa.services.erasing import erase_around, erased_columns
from qa.services.letters import tell_asker
from qa.services.steps import citizen_step, following_step, locked

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
    channel: Channel = Channel.WEB,
    entered_by: User | None = None,
    kind: QuestionKind | None = None,
) -> Question:
    """Store a question that intake received; its clock starts at the time of receipt.

    Its kind is what its words are certain of. What accuses somebody is sealed before anybody could
    read it (ADR 0014).
    """
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
        channel=channel,
        entered_by=entered_by,
        entered_at=timezone.now() if entered_by else None,
        **judged(text, kind),
        **clock.started(submission.received_at),
    )
    attach(question, files)
    other_clocks.turned(RECEIVE, question, submission.received_at)
    Step.objects.create(
        question=question,
        verb=RECEIVE,
        status=QuestionStatus.RECEIVED,
        happened_at=submission.received_at,
    )
    tell_asker(question, RECEIVE)
    record_seal(question)
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
    citizen_step(Verb.OBJECT, question=question)
    Objection.objects.create(question=question, words=words, objected_at=question.status_changed_at)
    weigh_addition(question, words)
    return question


@transaction.atomic
def add_information(
    *, question: Question, reply: str, files: Sequence[CheckedFile] = ()
) -> Question:
    """Answer the unit's request; the clock runs again with the time that was left."""
    now = timezone.now()
    citizen_step(Verb.ADD_INFORMATION, question=question)
    open_requests = InformationRequest.objects.filter(question=question, replied_at__isnull=True)
    open_requests.update(reply=reply, replied_at=now)
    attach(question, files)
    weigh_addition(question, reply)
    return question


@transaction.atomic
def withdraw(*, question: Question) -> Question:
    """Take the question back: its words, name, contact, files and draft are erased for good.

    Of a question that was split, the parts that are still waiting go along. What was merged into it
    stays and is led by the oldest.
    """
    check_citizen_can(Verb.WITHDRAW, question)
    locked(question)
    take_back(question)
    for part in question.parts.filter(status__in=WAITING).order_by("pk"):
        take_back(part)
    return question


def take_back(question: Question) -> None:
    """Withdraw one row and erase all that holds or may quote its asker's words."""
    erase_around(question)
    following_step(
        Verb.WITHDRAW,
        question=question,
        actor=Actor.citizen(),
        changes=erased_columns(timezone.now()) | {"answered_with": None, "paused_at": None},
    )
    Answer.objects.filter(question=question).delete()
    grouping.promote(question)


def delete_stored(names: Sequence[str]) -> None:
    """Remove stored files by their names, after the commit that dropped their rows."""
    for name in names:
        private_storage().delete(name)
