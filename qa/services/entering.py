"""What staff type in for a citizen: telephone, letter, walk-in, and a letter that came by e-mail."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone

from engagement.accounts.models import Unit, User
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.intake.codes import new_reference, new_secret
from engagement.intake.consents import ConsentPurpose
from engagement.intake.enums import Proof
from engagement.intake.models import ConsentRecord, Submission
from engagement.web.files import CheckedFile
from engagement.workflow.exceptions import Conflict, Denied
from qa.enums import BY_CLERK, Channel, DraftStatus, QuestionKind
from qa.models import MailDraft, Question
from qa.queries.asker import PURPOSE
from qa.rules.desk import check_can_decide_mail, check_can_enter
from qa.services import citizens
from qa.services.mailbox.drafts import forget_words, kept_files

REFERENCE_ATTEMPTS = 5
# Letters are opened in the morning; the day of receipt does not count towards the deadline.
OPENED_AT = time(8, 0)


@transaction.atomic
def enter(
    *,
    by: User,
    key: uuid.UUID,
    channel: Channel,
    received_on: date,
    text: str,
    content_hash: str = "",
    asker_name: str = "",
    is_name_withheld: bool = True,
    contact_email: str = "",
    contact_phone: str = "",
    commune: Unit | None = None,
    files: Sequence[CheckedFile] = (),
    consents: Sequence[ConsentPurpose] = (),
) -> Question:
    """Store what `by` took in; the same `key` again gives the question of the first time.

    Raises Denied where the person may not, or the channel is none that is typed in.
    """
    check_can_enter(by)
    if channel not in BY_CLERK:
        raise Denied("Kênh này không nhập hộ được.")
    earlier = Question.objects.filter(submission__key=key, entered_by=by).first()
    if earlier is not None:
        return earlier
    submission = new_submission(key=key, received_at=moment(received_on), content_hash=content_hash)
    ConsentRecord.objects.bulk_create(
        ConsentRecord(
            submission=submission,
            purpose=given.code,
            text_version=given.version,
            text_hash=given.text_hash,
        )
        for given in consents
    )
    question = citizens.ask(
        submission=submission,
        text=text,
        asker_name=asker_name,
        is_name_withheld=is_name_withheld,
        contact_email=contact_email,
        contact_phone=contact_phone,
        commune=commune,
        files=files,
        channel=channel,
        entered_by=by,
    )
    record(
        kind="qa.question.enter",
        actor=Actor.staff(by),
        target=question,
        detail={"channel": str(channel.label)},
    )
    return question


def moment(received_on: date) -> datetime:
    """When it came in: now, or the morning of an earlier day."""
    now = timezone.localtime()
    if received_on >= now.date():
        return now
    return datetime.combine(received_on, OPENED_AT, now.tzinfo)


def new_submission(*, key: uuid.UUID, received_at: datetime, content_hash: str) -> Submission:
    """A receipt with a fresh code. Raises Conflict where the key is another's."""
    for _ in range(REFERENCE_ATTEMPTS):
        try:
            with transaction.atomic():
                return Submission.objects.create(
                    form=PURPOSE,
                    key=key,
                    reference=new_reference(),
                    secret=new_secret(),
                    received_at=received_at,
                    proof=Proof.NONE,
                    content_hash=content_hash,
                )
        except IntegrityError:
            if Submission.objects.filter(key=key).exists():
                raise Conflict(
                    "Phiếu này đã được nhập; xin mở trang mới để nhập phiếu khác."
                ) from None
    raise RuntimeError("No free reference was found: are the codes running out?")


def note_reprint(*, question: Question, by: User) -> None:
    """Put on record that a receipt with its code was shown once more."""
    with transaction.atomic():
        record(kind="qa.question.print_receipt", actor=Actor.staff(by), target=question)


@transaction.atomic
def take_mail(
    *,
    draft: MailDraft,
    by: User,
    text: str,
    content_hash: str = "",
    asker_name: str = "",
    contact_email: str = "",
    commune: Unit | None = None,
) -> Question:
    """Make a question of a letter; its sender gets the code by e-mail. Raises Denied, Conflict."""
    held = _waiting(draft, by)
    submission = new_submission(
        key=uuid.uuid4(), received_at=held.received_at, content_hash=content_hash
    )
    attachments = list(held.attachments.all())
    question = citizens.ask(
        submission=submission,
        text=text,
        asker_name=asker_name,
        contact_email=contact_email,
        commune=commune,
        files=kept_files(attachments),
        channel=Channel.EMAIL,
        entered_by=by,
        kind=QuestionKind.DENUNCIATION if held.is_sealed else None,
    )
    _decide(held, by, status=DraftStatus.TAKEN, question=question)
    record(kind="qa.mail.take", actor=Actor.staff(by), target=question)
    return question


@transaction.atomic
def discard_mail(*, draft: MailDraft, by: User, reason: str) -> MailDraft:
    """Throw a letter away: its words and files are gone, the reason stays. Raises Denied, Conflict."""
    if not reason.strip():
        raise Denied("Xin ghi lý do bỏ thư này.")
    held = _waiting(draft, by)
    _decide(held, by, status=DraftStatus.DISCARDED, reason=reason)
    record(kind="qa.mail.discard", actor=Actor.staff(by), target=held)
    return held


@transaction.atomic
def seal_mail(*, draft: MailDraft, by: User) -> MailDraft:
    """Keep a letter that accuses somebody for who may open such matters. Raises Denied, Conflict."""
    held = _waiting(draft, by)
    held.is_sealed = True
    held.save(update_fields=["is_sealed"])
    record(kind="qa.mail.seal", actor=Actor.staff(by), target=held)
    return held


def _waiting(draft: MailDraft, by: User) -> MailDraft:
    """Hold the letter's row. Raises Denied, and Conflict when somebody has decided it already."""
    held = MailDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    check_can_decide_mail(by, is_sealed=held.is_sealed)
    if held.status != DraftStatus.WAITING:
        raise Conflict("Đồng nghiệp vừa xử lý thư này. Xin mở lại danh sách thư.")
    return held


def _decide(
    draft: MailDraft,
    by: User,
    *,
    status: DraftStatus,
    reason: str = "",
    question: Question | None = None,
) -> None:
    draft.status, draft.reason, draft.question = status, reason, question
    draft.decided_by, draft.decided_at = by, timezone.now()
    gone = forget_words(draft)
    draft.save()
    transaction.on_commit(partial(citizens.delete_stored, gone))
