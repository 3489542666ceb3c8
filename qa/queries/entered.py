"""What staff typed in today, letters that wait, and whether the same came in before."""

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from engagement.accounts.access import Visitor, grants_of
from engagement.accounts.models import User
from engagement.accounts.permissions import Permission
from engagement.intake.models import Submission
from qa.enums import DraftStatus
from qa.models import MailDraft, Question
from qa.queries.asker import PURPOSE

# A second telephone call about the same thing comes within weeks.
SAME_WITHIN = timedelta(days=60)


def entered_today(user: User) -> QuerySet[Question]:
    """What `user` typed in since midnight, newest first: all that a clerk sees of questions."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    mine = Question.objects.filter(entered_by=user, entered_at__gte=midnight)
    return mine.select_related("submission").order_by("-entered_at", "-pk")


def entered_by(user: User, pks: list[int], reference: str) -> Question | None:
    """The question of `reference` if it is one of `pks` that `user` typed in, else None."""
    mine = Question.objects.filter(entered_by=user, pk__in=pks)
    return mine.select_related("submission").filter(submission__reference=reference).first()


def came_in_before(content_hash: str, *, besides: UUID | None = None) -> list[Question]:
    """Questions of the same words within SAME_WITHIN, newest first; sealed ones never.

    Nor the one that came under the key `besides`: a page sent twice is no repetition.
    """
    if not content_hash:
        return []
    same = Submission.objects.filter(form=PURPOSE, content_hash=content_hash)
    recent = Question.objects.unsealed().filter(
        submission__in=same, received_at__gte=timezone.now() - SAME_WITHIN
    )
    if besides is not None:
        recent = recent.exclude(submission__key=besides)
    return list(recent.order_by("-received_at", "-pk")[:3])


def waiting_letters(user: Visitor) -> QuerySet[MailDraft]:
    """Letters that wait and that `user` may read: sealed ones by the right for them alone."""
    grants = grants_of(user)
    letters = MailDraft.objects.filter(status=DraftStatus.WAITING)
    readable = [
        is_sealed
        for is_sealed, right in (
            (False, Permission.QUESTION_ENTER),
            (True, Permission.QUESTION_SEALED),
        )
        if grants.allow(right)
    ]
    return letters.filter(is_sealed__in=readable).order_by("received_at", "pk")
