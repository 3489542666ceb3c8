"""The list of a box: its order, its filters, and the list behind a figure."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.utils import timezone

from engagement.accounts.access import Visitor
from engagement.text.normalise import normalise
from qa.enums import SENT_BACK, WAITING, QuestionKind, QuestionStatus, Verb
from qa.models import Assignment, Question, Step
from qa.queries.desk.access import listed_for
from qa.queries.desk.boxes import Box
from qa.queries.desk.search import found_by
from qa.queries.figures.measures import Measure, Scope, behind
from qa.queries.figures.periods import Period
from qa.rules.names import may_see_contact

# The units that hold a question now, in memory for a list or a page.
HELD_NOW = Prefetch(
    "assignments",
    Assignment.objects.filter(ended_at__isnull=True).select_related("unit"),
    to_attr="held_now",
)
# Whose turn an answer is: the last of these tells whether it came back to be changed.
TURNS = (
    *SENT_BACK,
    Verb.SUBMIT_ANSWER,
    Verb.ASSIGN,
    Verb.ASSIGN_BY_DELEGATION,
    Verb.REASSIGN,
    Verb.ARBITRATE,
)


@dataclass(frozen=True)
class Wanted:
    """How a list is narrowed: codes of rows, a step, a kind, a channel, a week of receipt, words.

    `measure` with `period` is the list behind a figure: unit, field and commune are then what the
    figure was counted for (see figures.measures), `blank` a dimension whose value is not given.
    """

    text: str = ""
    unit: str = ""
    field: str = ""
    commune: str = ""
    step: str = ""
    kind: str = ""
    channel: str = ""
    week: date | None = None
    measure: Measure | None = None
    period: Period | None = None
    blank: str = ""
    is_as_now: bool = False

    @property
    def scope(self) -> Scope | None:
        """What the figure is counted over that this list stands behind; None for other lists."""
        if self.measure is None or self.period is None:
            return None
        return Scope(
            self.period,
            unit=self.unit,
            field=self.field,
            commune=self.commune,
            blank=frozenset({self.blank} - {""}),
            as_of=timezone.localdate() if self.is_as_now else None,
        )


EVERYTHING = Wanted()


def in_box(user: Visitor, box: Box, wanted: Wanted = EVERYTHING) -> QuerySet[Question]:
    """The questions of a box: danger nobody has looked at, open ones by deadline, newest finished.

    Each carries `last_turn`, the last verb of TURNS or None (see is_sent_back).
    """
    questions = listed_for(user).filter(box.condition, narrowed(user, wanted))
    is_open = Q(status__in=WAITING)
    is_urgent = Q(status=QuestionStatus.RECEIVED, kind=QuestionKind.EMERGENCY)
    turns = Step.objects.filter(question=OuterRef("pk"), verb__in=TURNS)
    return (
        questions.annotate(
            is_finished=Case(
                When(is_urgent, then=-1),
                When(is_open, then=0),
                default=1,
                output_field=IntegerField(),
            ),
            finished_step_at=Case(When(~is_open, then=F("status_changed_at"))),
            last_turn=Subquery(turns.order_by("-happened_at", "-pk").values("verb")[:1]),
        )
        .prefetch_related(HELD_NOW)
        .order_by(
            "is_finished",
            F("finished_step_at").desc(nulls_last=True),
            F("due_at").asc(nulls_last=True),
            "pk",
        )
    )


def narrowed(user: Visitor, wanted: Wanted) -> Q:
    """The condition of the filters, and of the words as somebody types them.

    Words match without marks too. The asker's name is searched for the board alone (may_see_name):
    a list that answers to a name tells the name.
    """
    condition = counted_for(wanted)
    if wanted.step:
        condition &= Q(status=wanted.step)
    if wanted.kind:
        condition &= Q(kind=wanted.kind)
    if wanted.channel:
        condition &= Q(channel=wanted.channel)
    if wanted.week:
        last = wanted.week + timedelta(days=6)
        condition &= Q(received_at__date__gte=wanted.week, received_at__date__lte=last)
    text = normalise(wanted.text)
    if text:
        condition &= found_by(text, with_names=may_see_contact(user))
    return condition


def counted_for(wanted: Wanted) -> Q:
    """The condition of unit, field and commune, by themselves or of the figure asked for."""
    if wanted.measure is not None and wanted.scope is not None:
        return behind(wanted.measure, wanted.scope)
    condition = Q()
    if wanted.unit:
        condition &= Q(lead_unit__code=wanted.unit)
    if wanted.field:
        condition &= Q(field__code=wanted.field)
    if wanted.commune:
        condition &= Q(commune__code=wanted.commune)
    return condition
