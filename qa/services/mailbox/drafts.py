"""Letters from the mailbox become drafts: each once, its files checked, machines' letters left out."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import PurePath

from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from django.utils import timezone

from engagement.web.files import CheckedFile
from qa.enums import DraftStatus, QuestionKind
from qa.models import MailAttachment, MailDraft
from qa.services import citizens
from qa.services.mailbox.reading import Letter, fingerprint_of, read_letter
from qa.triage.detector import detect

# Nobody has looked for so long: the letter is in the mailbox still.
KEEP_WAITING = timedelta(days=30)
# That a letter was decided is remembered so that it does not come in again.
KEEP_DECIDED = timedelta(days=180)


def import_letter(raw: bytes, *, received_at: datetime | None = None) -> MailDraft | None:
    """Store one letter as a draft; None where it came in before.

    One transaction of its own: when this returns, the letter is safe and may be marked as seen.
    """
    fingerprint = fingerprint_of(raw)
    if MailDraft.objects.filter(fingerprint=fingerprint).exists():
        return None
    letter = read_letter(raw)
    try:
        with transaction.atomic():
            return _store(letter, fingerprint, received_at or timezone.now())
    except IntegrityError:
        if MailDraft.objects.filter(fingerprint=fingerprint).exists():
            return None  # another worker was quicker
        raise


def ignore_letter(fingerprint: str, reason: str) -> None:
    """Remember a letter that was not read, so that it is not looked at again."""
    MailDraft.objects.get_or_create(
        fingerprint=fingerprint,
        defaults={"status": DraftStatus.IGNORED, "reason": reason, "decided_at": timezone.now()},
    )


def _store(letter: Letter, fingerprint: str, received_at: datetime) -> MailDraft:
    if letter.ignored:
        return MailDraft.objects.create(
            fingerprint=fingerprint,
            status=DraftStatus.IGNORED,
            reason=letter.ignored,
            received_at=received_at,
            decided_at=timezone.now(),
        )
    finding = detect(f"{letter.subject}\n{letter.text}")
    draft = MailDraft.objects.create(
        fingerprint=fingerprint,
        is_sealed=finding.is_sure and finding.kind == QuestionKind.DENUNCIATION,
        sender=letter.sender,
        sender_name=letter.sender_name,
        subject=letter.subject,
        text=letter.text,
        notes="\n".join(letter.notes)[:2_000],
        received_at=received_at,
    )
    for checked in letter.files:
        attachment = MailAttachment(
            draft=draft,
            display_name=checked.display_name,
            content_type=checked.content_type,
            size=checked.size,
        )
        attachment.file.save(f"tep{checked.extension}", checked.content, save=True)
    return draft


def kept_files(attachments: Sequence[MailAttachment]) -> list[CheckedFile]:
    """The files of a letter as a question takes them; they were checked when they came."""
    kept = []
    for attachment in attachments:
        with attachment.file.open("rb") as stored:
            content: File[bytes] = ContentFile(stored.read())
        kept.append(
            CheckedFile(
                content=content,
                extension=PurePath(str(attachment.file)).suffix,
                content_type=attachment.content_type,
                display_name=attachment.display_name,
                size=attachment.size,
            )
        )
    return kept


def forget_words(draft: MailDraft) -> list[str]:
    """Empty the letter and drop its files' rows; the caller saves, and deletes the files named."""
    draft.sender = draft.sender_name = draft.subject = draft.text = draft.notes = ""
    names = [str(attachment.file) for attachment in draft.attachments.all()]
    draft.attachments.all().delete()
    return names


@transaction.atomic
def remove_old(now: datetime) -> int:
    """Delete letters nobody looked at for KEEP_WAITING, and what was decided long ago."""
    waiting = MailDraft.objects.filter(
        status=DraftStatus.WAITING, received_at__lt=now - KEEP_WAITING
    )
    decided = MailDraft.objects.exclude(status=DraftStatus.WAITING).filter(
        decided_at__lt=now - KEEP_DECIDED
    )
    files = MailAttachment.objects.filter(draft__in=waiting).order_by("pk")
    names = list(files.values_list("file", flat=True))
    removed = 0
    for rows in (waiting, decided):
        removed += rows.count()
        rows.delete()
    transaction.on_commit(partial(citizens.delete_stored, names))
    return removed
