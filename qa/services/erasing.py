"""What a citizen sent is erased: for good, everywhere, and so that figures and the log still hold."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from engagement.intake.models import Submission
from engagement.jobs.outbox import cancel
from engagement.text.fold import fold
from qa.masking import Kind, find, masked
from qa.models import (
    Answer,
    Attachment,
    ContactProof,
    Objection,
    Publication,
    Question,
    Reopening,
    Suggestion,
)
from qa.models.question import ANONYMOUS


def erased_columns(now: datetime) -> dict[str, object]:
    """Columns of a question whose words, name, contact and place are gone."""
    return {
        "text": "",
        "search_text": "",
        "asker_name": "",
        "contact_email": "",
        "contact_phone": "",
        "commune": None,
        "erased_at": now,
    }


def erase_around(question: Question) -> None:
    """Erase what hangs on the question and may quote it: everything but times, steps and figures.

    Call it in the transaction that writes erased_columns(), before them: the asker's name is needed
    to take it out of what is public.
    """
    take_name_out(question)
    question.information_requests.update(reply="", words="")
    question.contributions.all().delete()
    question.notes.all().delete()
    question.presences.all().delete()
    question.steps.update(words="", public_words="")
    Objection.objects.filter(question=question).update(words="")
    Reopening.objects.filter(question=question).update(words="")
    ContactProof.objects.filter(question=question).delete()
    # It shows words of the question; the next training reads no empty text.
    Suggestion.objects.filter(question=question).delete()
    # A fingerprint of the words tells whether somebody else's are the same: it goes with them.
    Submission.objects.filter(pk=question.submission_id).update(content_hash="")
    cancel(about=question.reference)
    attachments = list(question.attachments.all())
    question.attachments.all().delete()
    transaction.on_commit(lambda: delete_files(attachments))


def erase_answered(question: Question, now: datetime) -> None:
    """Erase the private side of a question that has run its course; its public copy stays.

    Who approved the answer, and when, stays; the words of the unit's own answer do not.
    """
    erase_around(question)
    Answer.objects.filter(question=question).update(text="")
    columns = erased_columns(now)
    Question.objects.filter(pk=question.pk).update(**columns)
    for column, value in columns.items():
        setattr(question, column, value)


def take_name_out(question: Question) -> None:
    """Show the asker's name no longer in public, neither beside the answer nor in any version."""
    publication = Publication.objects.filter(question=question).first()
    name = question.asker_name
    if publication is None or not name:
        return
    publication.asker_label = ANONYMOUS
    for shown in (publication, *publication.versions.all()):
        for column in ("title", "question_text", "answer_text"):
            setattr(shown, column, without_name(getattr(shown, column), name))
        shown.save()


def without_name(text: str, name: str) -> str:
    """`text` with the asker's name, in whatever spelling, replaced."""
    if fold(name) not in fold(text):
        return text
    spans = [span for span in find(text, asker=name) if span.kind is Kind.NAME]
    return masked(text, (span for span in spans if span.replacement.startswith("[")))


def delete_files(attachments: Sequence[Attachment]) -> None:
    """Remove the files of deleted attachments from the disk, after the commit."""
    for attachment in attachments:
        attachment.file.delete(save=False)
