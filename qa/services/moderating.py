"""The board's first look: accept or reject by Article 5, and the second look at an objection."""

from django.db import transaction

from engagement.accounts.models import User
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.jobs.queue import enqueue
from engagement.live.notices import notice
from engagement.moderation.reasons import RejectionReason
from qa.enums import Verb
from qa.models import Field, Question
from qa.queries.router import policy
from qa.rules.desk import check_can_sort
from qa.services.steps import locked, staff_step


@transaction.atomic
def accept(*, question: Question, by: User, field: Field | None = None) -> Question:
    """Take the question in, sorted into `field` when known. Raises Denied."""
    changes = {"field": field} if field else {}
    staff_step(Verb.ACCEPT, question=question, by=by, changes=changes)
    if policy().is_automatic:
        enqueue("qa.assign_automatically", question_id=question.pk)
    return question


@transaction.atomic
def sort(*, question: Question, by: User, field: Field) -> Question:
    """Put the question into `field`; it stays at its step. Raises Denied."""
    check_can_sort(by, question)
    locked(question)
    question.field = field
    Question.objects.filter(pk=question.pk).update(field=field)
    record(
        kind="qa.question.sort",
        actor=Actor.staff(by),
        target=question,
        detail={"field": field.code},
    )
    notice("qa")
    return question


def reject(*, question: Question, by: User, reason: RejectionReason, words: str) -> Question:
    """Refuse by a code of Article 5, told to the sender with `words` (R-5.1). Raises Denied."""
    return staff_step(
        Verb.REJECT,
        question=question,
        by=by,
        public_words=words,
        changes={"rejection_reason": reason, "rejected_by": by},
        detail={"reason": reason},
    )


def overturn_rejection(
    *, question: Question, by: User, words: str = "", field: Field | None = None
) -> Question:
    """Follow the sender's objection and take the question in, sorted into `field` when known.

    Only a moderator who did not reject may. Raises Denied.
    """
    changes: dict[str, object] = {"rejection_reason": "", "rejected_by": None}
    return staff_step(
        Verb.OVERTURN,
        question=question,
        by=by,
        public_words=words,
        changes=changes | ({"field": field} if field else {}),
    )


def uphold_rejection(*, question: Question, by: User, words: str) -> Question:
    """Keep the rejection after the objection, with words for the sender. Raises Denied."""
    return staff_step(
        Verb.UPHOLD,
        question=question,
        by=by,
        public_words=words,
    )
