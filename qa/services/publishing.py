"""The board's last word: publish, reply privately, ask for changes, retract (R-4.1)."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from django.db import transaction
from django.utils import timezone

from engagement.accounts.models import User
from engagement.workflow.exceptions import Denied
from qa.citations import Citation
from qa.enums import Verb
from qa.models import Answer, DraftVersion, Publication, Question
from qa.models.answer import ANSWERED_AGAIN
from qa.rules.names import check_name_stays_withheld
from qa.services import grouping
from qa.services.drafts import NOT_APPROVED
from qa.services.steps import staff_step
from qa.services.versions import cite, keep_first, keep_version


class EditedCopy(TypedDict):
    """What is published, now or later: the arguments of `publish` that the board has edited."""

    title: str
    question_text: str
    answer_text: str
    asker_label: NotRequired[str]
    masked: NotRequired[Sequence[str]]
    overrides: NotRequired[Sequence[str]]
    citations: NotRequired[Sequence[Citation]]


@transaction.atomic
def publish(
    *,
    question: Question,
    by: User,
    title: str,
    question_text: str,
    answer_text: str,
    asker_label: str = "",
    masked: Sequence[str] = (),
    overrides: Sequence[str] = (),
    citations: Sequence[Citation] = (),
) -> Publication:
    """Publish the board's edited copy; the originals stay private. Raises Denied.

    `asker_label` is the name shown, by default as the asker wished; a name is refused where the
    asker has not agreed to one. `masked` names the kinds of personal data that somebody took out,
    `overrides` those that the copy was published with all the same, for the audit log (R-4.2).
    `citations` are the documents the answer rests on. A second answer, after the asker asked for
    one, becomes the next version of the first one's page.

    Only an answer that its unit's head approved reaches this step (R-4.1): no other verb of the
    table leads to it, and only this function writes a publication.
    """
    staff_step(
        Verb.PUBLISH,
        question=question,
        by=by,
        detail=decisions(masked, overrides) or None,
    )
    now = question.finished_at or timezone.now()  # the hour of the verdict
    check_name_stays_withheld(
        question, label=asker_label, texts=(title, question_text, answer_text)
    )
    unit = question.lead_unit
    if unit is None:
        raise Denied("Câu hỏi chưa có đơn vị chủ trì nên chưa công bố được.")
    publication = Publication.objects.filter(question=question).first()
    is_again = publication is not None
    if publication is None:
        publication = Publication(question=question, published_at=now, published_by=by)
    else:
        keep_first(publication)
        publication.corrected_at = now
    publication.title = title
    publication.question_text = question_text
    publication.answer_text = answer_text
    publication.asker_label = asker_label or question.asker_label
    publication.unit = unit
    publication.unit_name = unit.name
    publication.field = question.field
    publication.commune = question.commune
    publication.working_days_taken = question.working_days_taken
    publication.save()
    keep_version(publication, by=by, at=now, note=ANSWERED_AGAIN if is_again else "")
    cite(publication, citations)
    DraftVersion.objects.filter(answer__question=question).delete()
    grouping.answer_followers(question, by=by, now=now)
    return publication


def decisions(
    masked: Sequence[str], overrides: Sequence[str]
) -> dict[str, str | int | bool | None]:
    """What the log keeps of the decisions about personal data: kinds, never words."""
    kinds = {"masked": masked, "overrides": overrides}
    return {name: ",".join(values) for name, values in kinds.items() if values}


@transaction.atomic
def close_privately(*, question: Question, by: User, words: str = "") -> Question:
    """Give the approved answer to the asker alone, on the page of the tracking code.

    It may hold what is the asker's own, so questions merged into this one go back to the board.
    The step keeps what was said: an answer asked for anew is written over the first one.
    """
    staff_step(
        Verb.CLOSE_PRIVATELY,
        question=question,
        by=by,
        words=words,
        public_words=Answer.objects.filter(question=question).values_list("text", flat=True).first()
        or "",
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
