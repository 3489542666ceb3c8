from uuid import UUID

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from engagement.intake import codes
from engagement.intake.models import Submission

# Compared against when there is no such reference, so that the answer takes as long.
_NOBODYS_SECRET = "-----"  # noqa: S105


def find_by_code(raw: str, *, form: str) -> Submission | None:
    """Return the submission of `form` whose full code this is, or None.

    Public pages call throttle.look_up(), which limits wrong tries; this one does not count.
    """
    code = codes.parse(raw)
    if code is None:
        return None
    submission = Submission.objects.filter(form=form, reference=code.reference).first()
    secret = submission.secret if submission else _NOBODYS_SECRET
    return submission if constant_time_compare(secret, code.secret) else None


def received(key: UUID, *, form: str) -> Submission | None:
    """Return what was received under the key of a form page, or None."""
    return Submission.objects.filter(key=key, form=form).first()


def with_same_content(submission: Submission) -> QuerySet[Submission]:
    """Other submissions to the same form with the same words, oldest first: flagged, not refused."""
    same = Submission.objects.filter(form=submission.form, content_hash=submission.content_hash)
    if not submission.content_hash:
        same = same.none()
    return same.exclude(pk=submission.pk).order_by("received_at", "pk")
