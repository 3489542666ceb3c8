"""The list of a box: its order, its filters, and the list behind a figure."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from engagement.accounts.access import Visitor
from engagement.text.normalise import normalise
from engagement.web.pagination import Ranked
from qa.enums import SENT_BACK, Verb
from qa.models import Assignment, Question, Step
from qa.models.question import FINISHED_STEP_AT, URGENCY
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
# Of a search so many are put in order; a page says that there are more.
MOST_FOUND = 1_000
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
    """The questions of a box: danger nobody has looked at, open ones by deadline, newest finished."""
    found = listed_for(user).filter(box.condition, narrowed(user, wanted))
    # An index holds this order (Question.Meta): a page walks it as far as the page goes.
    return found.order_by(
        URGENCY, FINISHED_STEP_AT.desc(), F("due_at").asc(nulls_last=True), F("pk").asc()
    )


def rows_for(user: Visitor) -> QuerySet[Question]:
    """What a list shows of each question it holds, with the units that hold it now.

    Each carries `last_turn`, the last verb of TURNS or None (see is_sent_back).
    """
    turns = Step.objects.filter(question=OuterRef("pk"), verb__in=TURNS)
    last = Subquery(turns.order_by("-happened_at", "-pk").values("verb")[:1])
    return listed_for(user).annotate(last_turn=last).prefetch_related(HELD_NOW)


def in_order(
    rows: QuerySet[Question], found: QuerySet[Question], wanted: Wanted, total: int | None
) -> Ranked[Question]:
    """`found` (see in_box), page by page, each page read whole from `rows`.

    The order of thousands is made of numbers alone. Of a search, the first MOST_FOUND: a word that
    half of all questions hold is looked up once. `total` is how many there are, where it is known.
    """
    ids = found.values_list("pk", flat=True)
    if not wanted.text:
        return Ranked(rows, ids, total=total)
    first = list(ids[: MOST_FOUND + 1])
    return Ranked(rows, first[:MOST_FOUND], is_cut=len(first) > MOST_FOUND)


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
