"""The unit's draft: saved often, by several people, and nothing of it is lost."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from engagement.accounts.models import User
from engagement.workflow.exceptions import Conflict
from qa.models import Answer, DraftPresence, DraftVersion, Question
from qa.queries.drafts import PRESENT_FOR
from qa.rules.verbs import check_can_draft
from qa.services.steps import locked

NOT_APPROVED: dict[str, None] = {"approved_by": None, "approved_at": None, "approved_for": None}
# The editor saves every few seconds: what one person wrote within this time is one version.
ONE_SITTING = timedelta(minutes=5)
VERSIONS_KEPT = 30


@transaction.atomic
def save_draft(*, question: Question, by: User, text: str, version: int) -> Answer:
    """Keep the draft; `version` is the one the writer started from (0 for the first).

    Raises Denied, and Conflict when a colleague saved in between; nothing is overwritten then.
    """
    check_can_draft(by, question)
    locked(question)
    now = timezone.now()
    created = False
    if version == 0:
        answer, created = Answer.objects.get_or_create(
            question=question, defaults={"text": text, "edited_by": by, "edited_at": now}
        )
    held = Answer.objects.filter(question=question, version=version)
    # A changed text is one that nobody has approved yet.
    changes = {"text": text, "edited_by": by, "edited_at": now} | NOT_APPROVED
    if not created and not held.update(version=F("version") + 1, **changes):
        raise Conflict(
            "Đồng nghiệp vừa lưu một bản khác. Phần Quý vị viết vẫn còn ở đây; "
            "xin bấm “Lưu bản nháp” để xem hai bản cạnh nhau và ghép lại."
        )
    answer = Answer.objects.get(question=question)
    keep_version(answer, by=by)
    be_present(question=question, by=by)
    return answer


def keep_version(answer: Answer, *, by: User) -> None:
    """Remember the draft as it is now; the last VERSIONS_KEPT sittings stay."""
    last = answer.versions.first()
    goes_on = last and last.saved_by_id == by.pk and answer.edited_at - last.begun_at < ONE_SITTING
    if last and goes_on:
        last.number, last.text, last.saved_at = answer.version, answer.text, answer.edited_at
        last.save()
        return
    DraftVersion.objects.create(
        answer=answer,
        number=answer.version,
        text=answer.text,
        saved_by=by,
        begun_at=answer.edited_at,
        saved_at=answer.edited_at,
    )
    too_old = list(answer.versions.values_list("pk", flat=True)[VERSIONS_KEPT:])
    DraftVersion.objects.filter(pk__in=too_old).delete()


def be_present(*, question: Question, by: User) -> None:
    """Let the others know that `by` is writing; forgotten PRESENT_FOR after the last sign."""
    check_can_draft(by, question)
    now = timezone.now()
    DraftPresence.objects.filter(question=question, seen_at__lt=now - PRESENT_FOR).delete()
    DraftPresence.objects.update_or_create(question=question, user=by, defaults={"seen_at": now})


def leave(*, question: Question, by: User) -> None:
    """Forget that `by` was writing: the text was submitted."""
    DraftPresence.objects.filter(question=question, user=by).delete()
