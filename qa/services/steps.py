"""The common shape of a step: check, compare-and-swap with audit, history line, letter."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from engagement.accounts.models import Unit, User
from engagement.audit.actors import Actor
from engagement.workflow.exceptions import Conflict
from qa.enums import WAITING, ReturnReason, Verb
from qa.models import PlannedPublication, Question, Step
from qa.rules.asker import check_citizen_can
from qa.rules.verbs import UNIT_VERBS, check_can
from qa.services import clock, other_clocks
from qa.services.letters import tell_asker
from qa.workflow import QUESTION


def locked_together(*questions: Question) -> list[Question]:
    """Hold several rows until the transaction ends, in one order so that nobody waits in a ring.

    Returns them as they are now, in the order they were given.
    """
    keys = [question.pk for question in questions]
    rows = Question.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    now = {row.pk: row for row in rows}
    return [now[key] for key in keys]


def locked(question: Question) -> Question:
    """Hold the question's row until the transaction ends, before any of its children is touched.

    Everybody takes the same order (question, children, audit head), so no two can wait for each
    other. Raises Conflict when the copy at hand is stale: what was decided was another question.
    """
    now = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if (now.status, now.status_changed_at) != (question.status, question.status_changed_at):
        raise Conflict(
            "Có người vừa xử lý hồ sơ này trước. Xin tải lại trang để xem bước hiện tại."
        )
    return now


@transaction.atomic
def staff_step(
    verb: Verb,
    *,
    question: Question,
    by: User,
    words: str = "",
    public_words: str = "",
    return_reason: ReturnReason | None = None,
    proposed_unit: Unit | None = None,
    changes: Mapping[str, object] | None = None,
    detail: Mapping[str, str | int | bool | None] | None = None,
) -> Question:
    """Move `question` by `verb` for staff member `by`; raises Denied with nothing written.

    The clocks follow by their rule rows; `changes` have the last word.
    """
    check_can(verb, by, question)
    now = timezone.now()
    unit = question.lead_unit if verb in UNIT_VERBS else None
    QUESTION.apply(
        question,
        verb,
        actor=Actor.staff(by),
        unit=unit.code if unit else "",
        detail=detail,
        changes=clock.turned(verb, question, now) | dict(changes or {}),
    )
    other_clocks.turned(verb, question, now)
    Step.objects.create(
        question=question,
        verb=verb,
        status=question.status,
        happened_at=question.status_changed_at,
        done_by=by,
        unit=unit,
        words=words,
        public_words=public_words,
        return_reason=return_reason or "",
        proposed_unit=proposed_unit,
    )
    tell_asker(question, verb)
    settle(question)
    return question


@transaction.atomic
def following_step(
    verb: Verb,
    *,
    question: Question,
    actor: Actor,
    by: User | None = None,
    public_words: str = "",
    changes: Mapping[str, object] | None = None,
) -> Question:
    """Move `question` because of what `actor` did to another one, which was checked there."""
    QUESTION.apply(question, verb, actor=actor, changes=changes)
    other_clocks.turned(verb, question, question.status_changed_at)
    Step.objects.create(
        question=question,
        verb=verb,
        status=question.status,
        happened_at=question.status_changed_at,
        done_by=by,
        public_words=public_words,
    )
    tell_asker(question, verb)
    settle(question)
    return question


def settle(question: Question) -> None:
    """What every step ends: a planned publication, and the whole once its last part is done."""
    PlannedPublication.objects.filter(question=question).delete()
    if question.part_of_id is None:
        return
    waits = Question.objects.filter(part_of=question.part_of_id, status__in=WAITING).exists()
    Question.objects.filter(pk=question.part_of_id).update(
        finished_at=None if waits else question.status_changed_at
    )


@transaction.atomic
def citizen_step(
    verb: Verb, *, question: Question, changes: Mapping[str, object] | None = None
) -> Question:
    """Move `question` by `verb` for the holder of its tracking code; raises Denied."""
    check_citizen_can(verb, question)
    now = timezone.now()
    columns = clock.turned(verb, question, now) | dict(changes or {})
    QUESTION.apply(question, verb, actor=Actor.citizen(), changes=columns)
    other_clocks.turned(verb, question, now)
    Step.objects.create(
        question=question,
        verb=verb,
        status=question.status,
        happened_at=question.status_changed_at,
    )
    settle(question)
    return question
