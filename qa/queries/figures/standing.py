"""How questions stand now, for the leaders' live page. Sealed ones never count."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, Subquery, Sum
from django.db.models.functions import TruncWeek
from django.utils import timezone

from engagement.accounts.enums import UnitKind
from engagement.accounts.models import Unit
from qa.enums import ANSWERED, WAITING, QuestionStatus
from qa.models import AnsweredMe, Question, Rating, Step
from qa.queries.desk.boxes import overdue


@dataclass(frozen=True)
class Standing:
    """How many questions stand at one step now, and how many of them are past their deadline.

    `is_waiting`: a question at this step still waits for its answer. `code` is the stored status.
    """

    step: str
    questions: int
    overdue: int
    is_waiting: bool
    code: str


def standings(now: datetime | None = None) -> list[Standing]:
    """The steps of the life in their order, those without questions included."""
    now = now or timezone.now()
    counts = {
        status: (questions, late)
        for status, questions, late in Question.objects.counted()
        .order_by()
        .values("status")
        .annotate(questions=Count("pk"), late=Count("pk", filter=overdue(now)))
        .values_list("status", "questions", "late")
    }
    return [
        Standing(
            str(status.label), *counts.get(status.value, (0, 0)), status in WAITING, status.value
        )
        for status in QuestionStatus
        if status != QuestionStatus.SPLIT  # its parts are counted, each at its own step
    ]


@dataclass(frozen=True)
class Tally:
    """Questions received in one week for one unit and field, by how they stand.

    `week` is the Monday (local date); `unit` and `field` are names, empty when not yet given, and
    the two codes are theirs, by which a list is narrowed; `is_commune` is the kind of the unit.
    `waiting` counts open questions, the asker's turn included; `overdue` those of the offices
    past their deadline. `answered`, `in_time` and `late` go by the first answer, as the figures of
    a period do: what was reopened since stays there, waits besides, and is among `reopened`.
    """

    week: date
    unit: str
    field: str
    received: int
    waiting: int
    overdue: int
    answered: int
    reopened: int
    in_time: int
    late: int
    rejected: int
    withdrawn: int
    unit_code: str = ""
    is_commune: bool = False
    field_code: str = ""


def first_verdict(*, in_time: bool) -> Q:
    """The condition on the verdict of the first answer, which a reopening keeps (ADR 0018)."""
    return Q(reopening__isnull=True, was_in_time=in_time) | Q(reopening__was_first_in_time=in_time)


def tallies(now: datetime | None = None) -> list[Tally]:
    """The figures leaders see, grouped in the database: one row a week, unit and field."""
    now = now or timezone.now()
    status = QuestionStatus
    was_reopened, stands = Q(reopening__isnull=False), Q(status__in=ANSWERED)
    counts = {
        "received": Count("pk"),
        "waiting": Count("pk", filter=Q(status__in=WAITING)),
        "overdue": Count("pk", filter=overdue(now)),
        "answered": Count("pk", filter=was_reopened | stands),
        "reopened": Count("pk", filter=was_reopened & ~stands),
        "in_time": Count("pk", filter=first_verdict(in_time=True)),
        "late": Count("pk", filter=first_verdict(in_time=False)),
        "rejected": Count("pk", filter=Q(status__in=[status.REJECTED, status.REFUSED])),
        "withdrawn": Count("pk", filter=Q(status=status.WITHDRAWN)),
    }
    groups = ("week", "unit", "unit_code", "unit_kind", "subject", "subject_code")
    rows = (
        Question.objects.counted()
        .order_by()
        .annotate(
            week=TruncWeek("received_at"),
            unit=F("lead_unit__short_name"),
            unit_code=F("lead_unit__code"),
            unit_kind=F("lead_unit__kind"),
            subject=F("field__name"),
            subject_code=F("field__code"),
        )
        .values(*groups)
        .annotate(**counts)
        .order_by(*groups)
    )
    return [
        Tally(
            week=row["week"].date(),
            unit=row["unit"] or "",
            field=row["subject"] or "",
            unit_code=row["unit_code"] or "",
            is_commune=row["unit_kind"] == UnitKind.COMMUNE,
            field_code=row["subject_code"] or "",
            **{name: row[name] for name in counts},
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Stamp:
    """What tells that kept figures are old, and the day the oldest question came in.

    `step` and `rating` change with every step and rating that figures count, and may be shown: what
    is sealed does not move them. `sealed` changes what is counted and is for keys of caches alone:
    no screen may show that something was sealed.
    """

    step: int
    rating: int
    sealed: int
    first: date


def stamp() -> Stamp:
    """The newest unsealed step and rating, how many questions are sealed, the first day; one query."""
    steps, ratings = (
        rows.objects.filter(question__is_sealed=False).order_by("-pk").values("pk")[:1]
        for rows in (Step, Rating)
    )
    sealed = Question.objects.filter(is_sealed=True).order_by().values("is_sealed")
    found = (
        Unit.objects.order_by("pk")  # any one row to stand the three numbers beside
        .annotate(
            step=Subquery(steps),
            rating=Subquery(ratings),
            sealed=Subquery(sealed.annotate(n=Count("pk")).values("n")),
            first=Subquery(
                Question.objects.unsealed().order_by("received_at").values("received_at")[:1]
            ),
        )
        .values_list("step", "rating", "sealed", "first")
        .first()
    )
    step, rating, number, first = found or (0, 0, 0, None)
    return Stamp(step or 0, rating or 0, number or 0, timezone.localdate(first))


def answered_before_asking() -> int:
    """How often readers said that a published answer spared them a question."""
    total: int | None = AnsweredMe.objects.aggregate(total=Sum("count"))["total"]
    return total or 0
