"""What the asker says of the answer: a rating, and once the wish for another answer."""

from django.db import transaction
from django.utils import timezone

from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.live.notices import notice
from qa.enums import Answered, QuestionStatus, UnitRole, Verb
from qa.models import Answer, Assignment, Question, Rating, Reopening
from qa.rules.asker import check_can_rate, heir_of, reopening_verb
from qa.services.classifying import weigh_addition
from qa.services.drafts import NOT_APPROVED
from qa.services.steps import citizen_step, locked


@transaction.atomic
def rate(*, question: Question, was_answered: Answered, satisfaction: int) -> Rating:
    """Keep the rating of the holder of the code, or change it while it may be. Raises Denied.

    `satisfaction` is 1 (worst) to 5. No route of staff leads here.
    """
    question = locked(question)
    check_can_rate(question)
    said = {"was_answered": was_answered, "satisfaction": satisfaction}
    rating, is_new = Rating.objects.get_or_create(question=question, defaults=said)
    if not is_new:
        Rating.objects.filter(pk=rating.pk).update(**said, changed_at=timezone.now())
        rating.refresh_from_db()
    record(kind="qa.question.rate", actor=Actor.citizen(), target=question)
    notice("qa")
    return rating


@transaction.atomic
def reopen(*, question: Question, words: str) -> Question:
    """Ask, once and in time, for another answer; `words` say why. Raises Denied.

    The question goes back to the unit that answered, or to the one that took its place by today; to
    the board where none or several did. One that was answered with another has its own answer now.
    A new clock starts; the verdict on the first answer stays in the Reopening. What is public stays
    public meanwhile, with a note.
    """
    now = timezone.now()
    locked(question)
    verb, heir = reopening_verb(question), heir_of(question)
    first = Reopening(
        question_id=question.pk,
        words=words,
        reopened_at=now,
        first_finished_at=question.finished_at,
        was_first_in_time=question.was_in_time,
        first_working_days_taken=question.working_days_taken,
        first_due_at=question.due_at,
        first_calendar_version=question.calendar_version,
    )
    before, is_shared = question.lead_unit, question.status == QuestionStatus.ANSWERED_TOGETHER
    citizen_step(verb, question=question, changes={"lead_unit": heir} if heir else {})
    first.save(force_insert=True)
    Answer.objects.filter(question=question).update(**NOT_APPROVED)
    hold_again(question, verb=verb, is_handed_over=heir != before, is_shared=is_shared)
    weigh_addition(question, words)
    return question


def hold_again(
    question: Question, *, verb: Verb, is_handed_over: bool, is_shared: bool = False
) -> None:
    """Let the lead unit hold the question, its heir in its place, or nobody until the board decides.

    `is_shared`: it was answered with another one.
    """
    now = timezone.now()
    held = question.assignments.filter(ended_at__isnull=True)
    if verb == Verb.REOPEN_TO_BOARD:
        held.update(ended_at=now)
        return
    # One that was answered with another was never given to the unit: the other one was.
    source = (question.answered_with if is_shared else None) or question
    last = source.assignments.filter(role=UnitRole.LEAD).last()
    lead = question.lead_unit
    if last is None or lead is None or not (is_shared or is_handed_over or last.ended_at):
        return
    held.filter(role=UnitRole.LEAD).update(ended_at=now)
    held.filter(unit=lead).update(ended_at=now)
    # Who gave it to the unit gave it to whoever takes its place.
    Assignment.objects.create(
        question=question,
        unit=lead,
        role=UnitRole.LEAD,
        assigned_at=now,
        assigned_by=last.assigned_by,
    )
