"""The board's last word: publish, reply privately, ask for changes, retract (R-4.1)."""

from django.db import transaction
from django.utils import timezone

from engagement.accounts.models import User
from engagement.workflow.exceptions import Denied
from qa.enums import Verb
from qa.models import Publication, Question
from qa.services import clock
from qa.services.steps import staff_step


@transaction.atomic
def publish(
    *, question: Question, by: User, title: str, question_text: str, answer_text: str
) -> Publication:
    """Publish the board's edited copy; the originals stay private. Raises Denied.

    Only an answer that its unit's head approved reaches this step (R-4.1): no other verb of the
    table leads to it, and only this function writes a publication.
    """
    now = timezone.now()
    staff_step(Verb.PUBLISH, question=question, by=by, changes=clock.finished(question, now))
    unit = question.lead_unit
    if unit is None:
        raise Denied("Câu hỏi chưa có đơn vị chủ trì nên chưa công bố được.")
    return Publication.objects.create(
        question=question,
        title=title,
        question_text=question_text,
        answer_text=answer_text,
        asker_label=question.asker_label,
        unit=unit,
        unit_name=unit.name,
        field=question.field,
        commune=question.commune,
        published_at=now,
        published_by=by,
        working_days_taken=question.working_days_taken,
    )


def close_privately(*, question: Question, by: User, words: str = "") -> Question:
    """Give the approved answer to the asker alone, on the page of the tracking code."""
    return staff_step(
        Verb.CLOSE_PRIVATELY,
        question=question,
        by=by,
        words=words,
        changes=clock.finished(question, timezone.now()),
    )


def request_changes(*, question: Question, by: User, words: str) -> Question:
    """Send an approved answer back to the unit with words on what to change. Raises Denied."""
    return staff_step(Verb.REQUEST_CHANGES, question=question, by=by, words=words)


@transaction.atomic
def retract(*, question: Question, by: User, note: str) -> Question:
    """Take a published answer down; its address then says so with `note`. Raises Denied."""
    staff_step(Verb.RETRACT, question=question, by=by, public_words=note)
    Publication.objects.filter(question=question).update(
        retracted_at=timezone.now(), retraction_note=note
    )
    return question
