"""The board's last word: publish, reply privately, ask for changes, retract (R-4.1)."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from engagement.accounts.models import User
from engagement.workflow.exceptions import Denied
from qa.enums import Verb
from qa.models import Answer, DraftVersion, Publication, Question
from qa.rules import check_name_stays_withheld
from qa.services import grouping
from qa.services.drafts import NOT_APPROVED
from qa.services.steps import staff_step


@transaction.atomic
def publish(
    *,
    question: Question,
    by: User,
    title: str,
    question_text: str,
    answer_text: str,
    asker_label: str = "",
    overrides: Sequence[str] = (),
) -> Publication:
    """Publish the board's edited copy; the originals stay private. Raises Denied.

    `asker_label` is the name shown, by default as the asker wished; a name is refused where the
    asker has not agreed to one. `overrides` names the kinds of personal data that the copy was
    published with all the same, for the audit log (R-4.2).

    Only an answer that its unit's head approved reaches this step (R-4.1): no other verb of the
    table leads to it, and only this function writes a publication.
    """
    now = timezone.now()
    staff_step(
        Verb.PUBLISH,
        question=question,
        by=by,
        detail={"overrides": ",".join(overrides)} if overrides else None,
    )
    check_name_stays_withheld(
        question, label=asker_label, texts=(title, question_text, answer_text)
    )
    unit = question.lead_unit
    if unit is None:
        raise Denied("Câu hỏi chưa có đơn vị chủ trì nên chưa công bố được.")
    publication = Publication.objects.create(
        question=question,
        title=title,
        question_text=question_text,
        answer_text=answer_text,
        asker_label=asker_label or question.asker_label,
        unit=unit,
        unit_name=unit.name,
        field=question.field,
        commune=question.commune,
        published_at=now,
        published_by=by,
        working_days_taken=question.working_days_taken,
    )
    DraftVersion.objects.filter(answer__question=question).delete()
    grouping.answer_followers(question, by=by, now=now)
    return publication


@transaction.atomic
def close_privately(*, question: Question, by: User, words: str = "") -> Question:
    """Give the approved answer to the asker alone, on the page of the tracking code.

    It may hold what is the asker's own, so questions merged into this one go back to the board.
    """
    staff_step(
        Verb.CLOSE_PRIVATELY,
        question=question,
        by=by,
        words=words,
    )
    DraftVersion.objects.filter(answer__question=question).delete()
    grouping.release_followers(question, by=by)
    return question


@transaction.atomic
def request_changes(*, question: Question, by: User, words: str) -> Question:
    """Send an approved answer back to the unit, no longer approved. Raises Denied."""
    staff_step(Verb.REQUEST_CHANGES, question=question, by=by, words=words)
    Answer.objects.filter(question=question).update(**NOT_APPROVED)
    return question


@transaction.atomic
def retract(*, question: Question, by: User, note: str) -> Question:
    """Take a published answer down; its address then says so with `note`. Raises Denied."""
    staff_step(Verb.RETRACT, question=question, by=by, public_words=note)
    Publication.objects.filter(question=question).update(
        retracted_at=timezone.now(), retraction_note=note
    )
    grouping.retract_followers(question, by=by, note=note)
    return question
