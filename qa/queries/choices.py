"""What forms offer to choose from: units, communes, fields as they are on a day."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull

from engagement.accounts.models import Unit
from qa.models import Field, Question, Step


def assignable_units(on: date) -> QuerySet[Unit]:
    """Units in force that may answer, in the order of a list people read."""
    return Unit.objects.in_force(on).order_by("kind", "name")


def leading_units(on: date) -> QuerySet[Unit]:
    """Units to filter by: those in force, and those of the past that led a question once."""
    led = Question.objects.unsealed().filter(lead_unit=OuterRef("pk"))
    once = Step.objects.filter(lead_unit=OuterRef("pk"), question__is_sealed=False)
    # By the order of an index the first step is found at once, and that there is none as well.
    first = Subquery(once.order_by("happened_at").values("pk")[:1])
    past = Unit.objects.filter(Exists(led) | Q(IsNull(first, rhs=False)))
    return (Unit.objects.in_force(on) | past).order_by("kind", "name")


def communes(on: date) -> QuerySet[Unit]:
    """The communes and wards a citizen may choose from."""
    return Unit.objects.in_force(on).filter(kind="commune").order_by("name")


def past_communes() -> QuerySet[Unit]:
    """The communes and wards of all times."""
    return Unit.objects.filter(kind="commune").order_by("name")


def active_fields() -> QuerySet[Field]:
    return Field.objects.filter(is_active=True)
