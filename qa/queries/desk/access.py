"""Which questions a member of staff may open, list and work on."""

from django.db.models import Case, IntegerField, Q, QuerySet, When

from engagement.accounts.access import Grants, Visitor, grants_of, has_permission, units_with
from engagement.accounts.models import Unit
from engagement.accounts.permissions import Permission
from qa.enums import WAITING, QuestionStatus
from qa.models import Assignment, Question

UNIT_PERMISSIONS = (
    Permission.QUESTION_ANSWER,
    Permission.QUESTION_APPROVE,
    Permission.QUESTION_CONTRIBUTE,
)


def units_of(grants: Grants) -> set[int]:
    """Ids of the units (predecessors included) that its holder answers, approves or speaks for."""
    return set().union(*(grants.units(permission) for permission in UNIT_PERMISSIONS))


def visible_to(user: Visitor) -> QuerySet[Question]:
    """Every question `user` may open by its reference.

    All that is not sealed for the board and the readers of all; for a unit those it holds now, as
    lead or co-ordinating; for everybody else none. What is sealed is for its own right alone
    (ADR 0014). Lists and counts ask `listed_for`.
    """
    questions = Question.objects.select_related("submission", "lead_unit", "field", "commune")
    seen = ordinary_for(user)
    if has_permission(user, Permission.QUESTION_SEALED):
        seen |= Q(is_sealed=True)
    return questions.filter(seen)


def ordinary_for(user: Visitor) -> Q:
    """The condition "not sealed, and this person may know of it"."""
    grants = grants_of(user)
    if grants.allow(Permission.QUESTION_READ_ALL):
        return Q(is_sealed=False)
    held = Assignment.objects.filter(unit__in=units_of(grants), ended_at__isnull=True)
    return Q(pk__in=held.values("question"), is_sealed=False)


def listed_for(user: Visitor) -> QuerySet[Question]:
    """What lists and counts of `user` may hold: never what is sealed, whoever asks."""
    questions = Question.objects.select_related("submission", "lead_unit", "field", "commune")
    return questions.filter(ordinary_for(user))


def sealed_for(user: Visitor) -> QuerySet[Question]:
    """The sealed questions for who may open them, what waits first; none for anybody else."""
    sealed = visible_to(user).filter(is_sealed=True)
    is_open = Case(When(status__in=WAITING, then=0), default=1, output_field=IntegerField())
    return sealed.annotate(is_finished=is_open).order_by("is_finished", "-received_at", "-pk")


def sealed_waiting(user: Visitor) -> QuerySet[Question]:
    """The sealed questions that wait, for the menu and the desk of who may open them."""
    if not has_permission(user, Permission.QUESTION_SEALED):
        return Question.objects.none()
    return visible_to(user).filter(is_sealed=True, status__in=WAITING)


def coordinating_units_of(user: Visitor, question: Question) -> list[Unit]:
    """The co-ordinating units of `question` that `user` may speak for."""
    own = units_with(user, Permission.QUESTION_CONTRIBUTE)
    held = question.assignments.filter(role="coordinating", ended_at__isnull=True, unit__in=own)
    return [assignment.unit for assignment in held.select_related("unit")]


def reportable(user: Visitor) -> QuerySet[Question]:
    """Accepted questions that can go on the next list for Ban Chỉ đạo."""
    return listed_for(user).filter(status=QuestionStatus.ACCEPTED).order_by("due_at", "pk")
