"""Who reads which internal note."""

from django.db.models import Q

from engagement.accounts.access import grants_of
from engagement.accounts.models import Unit, User
from engagement.accounts.permissions import Permission
from qa.models import Note, Question
from qa.queries.desk.access import units_of


def own_unit_on(question: Question, user: User) -> Unit | None:
    """The unit that `user` speaks for on this case; None for the board."""
    grants = grants_of(user)
    if grants.allow(Permission.QUESTION_READ_ALL):
        return None
    held = question.assignments.filter(unit__in=units_of(grants), ended_at__isnull=True)
    first = held.select_related("unit").order_by("-role", "pk").first()
    return first.unit if first else None


def notes_for(user: User, question: Question) -> list[Note]:
    """The notes on the case that `user` reads, oldest first.

    All of them for the readers of all. A unit reads what was written since it was given the case,
    and what it wrote itself before; once it holds the case no longer, nothing.
    """
    notes = question.notes.select_related("unit", "written_by", "wanted_unit")
    notes = notes.order_by("written_at", "pk")
    grants = grants_of(user)
    if grants.allow(Permission.QUESTION_READ_ALL):
        return list(notes)
    own = units_of(grants)
    since = (
        question.assignments.filter(unit__in=own, ended_at__isnull=True)
        .order_by("assigned_at")
        .values_list("assigned_at", flat=True)
        .first()
    )
    if since is None:
        return []
    return list(notes.filter(Q(written_at__gte=since) | Q(unit__in=own)))
