"""What is public is corrected in the open: a new version with a note, never a silent change."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from engagement.accounts.models import User
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.live.notices import notice
from engagement.workflow.exceptions import Conflict, Denied
from qa.citations import Citation
from qa.models import Publication, PublicationVersion, Question, Step
from qa.rules.names import check_name_stays_withheld
from qa.rules.verbs import check_can_correct
from qa.services.letters import CORRECTED, tell_asker
from qa.services.publishing import decisions
from qa.services.steps import locked
from qa.services.versions import cite, current_number, keep_first, keep_version


@transaction.atomic
def correct(
    *,
    question: Question,
    by: User,
    number: int,
    title: str,
    question_text: str,
    answer_text: str,
    note: str,
    removes_earlier: bool = False,
    masked: Sequence[str] = (),
    overrides: Sequence[str] = (),
    citations: Sequence[Citation] = (),
) -> Publication:
    """Put another text in the place of what is public; `note` tells readers what changed and why.

    `number` is the version the writer started from. `removes_earlier` empties all earlier versions
    for good, where they told too much of a person. The question stays at its step. Raises Denied,
    and Conflict when somebody else corrected meanwhile.
    """
    check_can_correct(by, question)
    locked(question)
    publication = Publication.objects.select_for_update(of=("self",)).get(question=question)
    keep_first(publication)
    if current_number(publication) != number:
        raise Conflict("Có người vừa đính chính câu trả lời này. Xin xem bản mới rồi làm lại.")
    copy = {"title": title, "question_text": question_text, "answer_text": answer_text}
    if all(getattr(publication, name) == text for name, text in copy.items()):
        raise Denied("Bản mới không khác bản đang công bố.")
    check_name_stays_withheld(question, label="", texts=(*copy.values(), note))
    now = timezone.now()
    for name, text in copy.items():
        setattr(publication, name, text)
    publication.corrected_at = now
    publication.save()
    version = keep_version(publication, by=by, at=now, note=note)
    cite(publication, citations)
    if removes_earlier:
        empty(publication.versions.filter(number__lt=version.number), by=by)
    told(question, by=by, note=note)
    record(
        kind="qa.publication.correct",
        actor=Actor.staff(by),
        target=question,
        detail={"number": version.number} | decisions(masked, overrides),
    )
    notice("qa")
    return publication


def told(question: Question, *, by: User, note: str) -> None:
    """Write the correction into the history and tell the asker."""
    Step.objects.create(
        question=question, verb=CORRECTED, status=question.status, done_by=by, public_words=note
    )
    tell_asker(question, CORRECTED)


@transaction.atomic
def remove_version(*, question: Question, by: User, number: int) -> None:
    """Empty an earlier version for good: its words are deleted, the page says that it was removed.

    The version that is public now is corrected, not removed. Raises Denied.
    """
    check_can_correct(by, question)
    locked(question)
    publication = Publication.objects.select_for_update(of=("self",)).get(question=question)
    if number == current_number(publication):
        raise Denied("Đây là bản đang công bố; xin đính chính trước rồi mới gỡ bản cũ.")
    if not empty(publication.versions.filter(number=number), by=by):
        raise Denied("Bản này không có hoặc đã được gỡ.")
    record(
        kind="qa.publication.remove_version",
        actor=Actor.staff(by),
        target=question,
        detail={"number": number},
    )


def empty(versions: QuerySet[PublicationVersion], *, by: User) -> int:
    """Delete the words of `versions` that still hold some; return how many."""
    return versions.filter(removed_at__isnull=True).update(
        title="", question_text="", answer_text="", removed_at=timezone.now(), removed_by=by
    )
