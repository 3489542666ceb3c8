"""Questions that ask the same: one is answered, and every asker is told."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from engagement.accounts.models import User
from engagement.audit.actors import Actor
from engagement.workflow.exceptions import Conflict
from qa.enums import QuestionStatus, Verb
from qa.models import Answer, Question
from qa.rules.verbs import check_can_merge_into
from qa.services import clock
from qa.services.steps import following_step, locked_together, staff_step


@transaction.atomic
def merge(*, question: Question, by: User, lead: Question, words: str = "") -> Question:
    """Let `lead` be answered for `question` too; into a published one, it is answered at once.

    What was merged into `question` goes along, so that there is never a chain. Raises Denied.
    """
    now, lead = locked_together(question, lead)
    if now.status_changed_at != question.status_changed_at:
        raise Conflict(
            "Có người vừa xử lý hồ sơ này trước. Xin tải lại trang để xem bước hiện tại."
        )
    check_can_merge_into(by, question, lead)
    staff_step(
        Verb.MERGE,
        question=question,
        by=by,
        words=words,
        changes={"answered_with": lead},
        detail={"into": lead.reference},
    )
    # A draft left by a unit that returned the question was that unit's own.
    Answer.objects.filter(question=question).delete()
    Question.objects.filter(answered_with=question).update(answered_with=lead)
    if lead.status == QuestionStatus.PUBLISHED:
        answer_followers(lead, by=by, now=timezone.now())
        question.refresh_from_db()
    return question


def unmerge(*, question: Question, by: User, words: str = "") -> Question:
    """Let a merged question go its own way again, with its own deadline. Raises Denied."""
    return staff_step(
        Verb.UNMERGE,
        question=question,
        by=by,
        words=words,
        changes={"answered_with": None, "lead_unit": None},
    )


def followers_of(lead: Question) -> list[Question]:
    """What waits for the answer to `lead`, oldest first, held until the transaction ends."""
    waiting = Question.objects.filter(answered_with=lead, status=QuestionStatus.MERGED)
    return list(waiting.select_for_update(of=("self",)).order_by("received_at", "pk"))


@transaction.atomic
def answer_followers(lead: Question, *, by: User, now: datetime) -> None:
    """Tell all who asked the same that `lead` is answered; each has its own verdict.

    A question that was sealed meanwhile belongs to no group and goes its own way.
    """
    for follower in followers_of(lead):
        if follower.is_sealed:
            release(follower, by=by)
            continue
        verdict = clock.finished(follower, now) | {"lead_unit": lead.lead_unit}
        following_step(
            Verb.ANSWER_TOGETHER,
            question=follower,
            actor=Actor.staff(by),
            by=by,
            changes=verdict | ({} if follower.field_id else {"field": lead.field}),
        )


@transaction.atomic
def release_followers(lead: Question, *, by: User | None) -> None:
    """Let all that waited for `lead` go their own way: a private reply is for its asker alone."""
    for follower in followers_of(lead):
        release(follower, by=by)


def release(follower: Question, *, by: User | None) -> None:
    """Take one question back to the board: the one it was merged into is not answered for it."""
    following_step(
        Verb.UNMERGE,
        question=follower,
        actor=Actor.staff(by) if by else Actor.citizen(),
        by=by,
        changes={"answered_with": None, "lead_unit": None},
    )


@transaction.atomic
def retract_followers(lead: Question, *, by: User, note: str) -> None:
    """Tell all who were answered with `lead` that the answer was taken down."""
    answered = Question.objects.filter(
        answered_with=lead, status=QuestionStatus.ANSWERED_TOGETHER
    ).select_for_update(of=("self",))
    for follower in answered.order_by("pk"):
        following_step(
            Verb.RETRACT_TOGETHER,
            question=follower,
            actor=Actor.staff(by),
            by=by,
            public_words=note,
        )


@transaction.atomic
def promote(lead: Question) -> None:
    """The asker of `lead` took it back: the oldest that waited for it leads the others now."""
    waiting = followers_of(lead)
    if not waiting:
        return
    oldest, *others = waiting
    release(oldest, by=None)
    Question.objects.filter(pk__in=[other.pk for other in others]).update(answered_with=oldest)
