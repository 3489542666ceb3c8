"""What each figure counts, at which moment and for whom. Nobody counts anything else (ADR 0018).

A figure counts what happened within its period: what has happened cannot be undone by what is done
later. Every figure is a number of questions, so behind each stands a list of as many (`behind`).
Sealed questions are in none.

For whom: "as then" is the unit that led the question when it happened (of `received` and the
first response the unit that leads it now or led it last), under the code it had. "As now" (`as_of` a day) counts it for the unit
that stands in its place on that day; a unit that was split or abolished keeps its own line, because
nobody took its place alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from engagement.accounts.models import Unit
from engagement.accounts.units import heirs
from engagement.worktime.calendar import Calendar
from engagement.worktime.queries import current_calendar
from qa.enums import ANSWERED, WAITING, QuestionStatus, Verb
from qa.models import Question, Step
from qa.queries.figures.periods import Period

# Verbs are compared as they are stored: steps outlive the names of the code.
RETURN, WITHDRAW = str(Verb.RETURN), str(Verb.WITHDRAW)
REOPEN = ("reopen", "reopen_to_board")
REFUSED = (QuestionStatus.REJECTED, QuestionStatus.REFUSED)
# Working days since receipt, up to and including; the last group is open.
AGES = (5, 10, 20)


class Measure(models.TextChoices):
    RECEIVED = "received", "Nhận"
    ANSWERED = "answered", "Đã trả lời"
    IN_TIME = "in_time", "Đúng hạn"
    LATE = "late", "Trễ hạn"
    RETURNED = "returned", "Chuyển trả"
    REOPENED = "reopened", "Mở lại"
    WITHDRAWN = "withdrawn", "Người hỏi rút"
    REJECTED = "rejected", "Từ chối"
    RATED = "rated", "Có đánh giá"
    RESPONDED = "responded", "Đã phản hồi"
    FINISHED = "finished", "Trả lời xong"
    OPEN = "open", "Đang chờ"
    OPEN_5 = "open_0_5", "Chờ 0–5 ngày"
    OPEN_10 = "open_6_10", "Chờ 6–10 ngày"
    OPEN_20 = "open_11_20", "Chờ 11–20 ngày"
    OPEN_OLD = "open_over_20", "Chờ trên 20 ngày"


M = Measure
BY_AGE = (M.OPEN_5, M.OPEN_10, M.OPEN_20, M.OPEN_OLD)
# In plain words, for every page and file that shows the figure.
DEFINITIONS: Mapping[str, str] = {
    M.RECEIVED: "Số câu hỏi nhận trong kỳ, kể cả câu sau đó bị từ chối hoặc người hỏi rút.",
    M.ANSWERED: (
        "Số câu được trả lời lần đầu trong kỳ, công bố hoặc trả lời riêng. Mỗi câu tính một lần; "
        "câu trả lời bị gỡ về sau vẫn tính."
    ),
    M.IN_TIME: "Trong số đã trả lời: lần trả lời đầu tiên không quá hạn lúc trả lời.",
    M.LATE: (
        "Trong số đã trả lời: lần trả lời đầu tiên đã quá hạn. Trễ là trễ: mở lại, trả lời lại hay "
        "sửa lịch làm việc về sau không đổi kết luận này."
    ),
    M.RETURNED: (
        "Số câu mà đơn vị chuyển trả Ban Biên tập trong kỳ; tính cho đơn vị đã chuyển trả, dù sau đó "
        "giao cho đơn vị nào."
    ),
    M.REOPENED: "Số câu mà người hỏi yêu cầu mở lại trong kỳ; tính cho đơn vị đã trả lời.",
    M.WITHDRAWN: "Số câu mà người hỏi tự rút trong kỳ.",
    M.REJECTED: "Số câu bị từ chối trong kỳ và đến nay vẫn bị từ chối.",
    M.RATED: "Trong số đã trả lời: số câu mà chính người hỏi đã đánh giá, đến lúc xem.",
    M.RESPONDED: (
        "Số câu mà trong kỳ người hỏi được báo lần đầu: tiếp nhận, từ chối hoặc trả lời ngay."
    ),
    M.FINISHED: (
        "Số câu có lần trả lời sau cùng trong kỳ và đến nay không mở lại: khác “đã trả lời” ở những "
        "câu mở lại rồi trả lời lại."
    ),
    M.OPEN: "Số câu chưa có câu trả lời vào cuối kỳ (kỳ chưa hết: vào lúc xem).",
    M.OPEN_5: "Câu đang chờ, nhận từ 0 đến 5 ngày làm việc trước.",
    M.OPEN_10: "Câu đang chờ, nhận từ 6 đến 10 ngày làm việc trước.",
    M.OPEN_20: "Câu đang chờ, nhận từ 11 đến 20 ngày làm việc trước.",
    M.OPEN_OLD: "Câu đang chờ, nhận hơn 20 ngày làm việc trước.",
    "rating": "Trung bình mức hài lòng (1 đến 5) của các câu có đánh giá.",
    "coverage": "Số câu có đánh giá trên số câu đã trả lời.",
    "response": (
        "Số ngày làm việc từ khi nhận đến phản hồi đầu tiên (báo tiếp nhận hoặc từ chối), của các câu "
        "được phản hồi lần đầu trong kỳ."
    ),
    "first_answer": (
        "Số ngày làm việc từ khi nhận đến lần trả lời đầu tiên, của các câu đã trả lời trong kỳ; tính "
        "cả thời gian chờ người hỏi bổ sung."
    ),
    "final_answer": (
        "Số ngày làm việc từ khi nhận đến lần trả lời sau cùng, của các câu trả lời xong trong kỳ và "
        "không còn mở lại."
    ),
    "median": "Một nửa số câu xong trong chừng ấy ngày làm việc trở xuống.",
    "p90": "Chín phần mười số câu xong trong chừng ấy ngày làm việc trở xuống.",
}


@dataclass(frozen=True)
class Scope:
    """Which questions are counted: within a period, for a unit, field or commune, by code.

    `blank` names the dimensions ("unit", "field", "commune") whose value is not given yet. `as_of`:
    None counts for units as they were then, a day for those in their place on that day.
    """

    period: Period
    unit: str = ""
    field: str = ""
    commune: str = ""
    blank: frozenset[str] = frozenset()
    as_of: date | None = None

    def over(self, period: Period) -> "Scope":
        """The same over another period."""
        return replace(self, period=period)


@dataclass(frozen=True)
class Columns:
    """Where a table of questions or of steps keeps the dimensions, and when it happened."""

    unit: str
    field: str
    commune: str
    when: str

    def of(self, dimension: str) -> str:
        """The column of a dimension's row."""
        return str(getattr(self, dimension))


RECEIPT = Columns("lead_unit", "field", "commune", "received_at")
FINISH = Columns("lead_unit", "field", "commune", "finished_at")
STEP = Columns("lead_unit", "question__field", "question__commune", "happened_at")
# A first response comes from the board, mostly before a unit is known: it counts where the question
# itself does.
RESPONSE = Columns("question__lead_unit", "question__field", "question__commune", "happened_at")
STANDING = Columns("stood_with", "field", "commune", "received_at")


def in_place_of(as_of: date | None) -> dict[int, int]:
    """Each unit of the past with the one unit in its place on the day; nothing for "as then"."""
    if as_of is None:
        return {}
    return {old: next(iter(new)) for old, new in heirs(as_of).items() if len(new) == 1}


def narrowed(scope: Scope, columns: Columns, places: Mapping[int, int]) -> Q:
    """The condition of unit, field and commune; the period is another's matter."""
    condition = Q()
    for dimension in ("field", "commune"):
        code = getattr(scope, dimension)
        if code:
            condition &= Q(**{f"{columns.of(dimension)}__code": code})
    if scope.unit:
        condition &= units_condition(scope.unit, columns.unit, places)
    for dimension in scope.blank:
        condition &= Q(**{f"{columns.of(dimension)}__isnull": True})
    return condition


def units_condition(code: str, column: str, places: Mapping[int, int]) -> Q:
    """The condition "of this unit, or of one in whose place it alone stands"."""
    own = Unit.objects.filter(code=code)
    if not places:
        # An annotation holds the bare key, which a join cannot follow.
        return Q(**{f"{column}__in": own.values("pk")})
    asked = own.values_list("pk", flat=True).first()
    if asked in places:
        return Q(pk__in=[])  # another stands in its place: it has no line of its own
    former = {old for old, new in places.items() if new == asked}
    return Q(**{f"{column}__in": former | {asked}})


def within(period: Period, column: str) -> Q:
    """The condition "happened within the period"."""
    return Q(**{f"{column}__gte": period.start, f"{column}__lt": period.end})


def received(scope: Scope, places: Mapping[int, int]) -> QuerySet[Question]:
    """Questions of the figure `received`."""
    return Question.objects.counted().filter(
        within(scope.period, "received_at"), narrowed(scope, RECEIPT, places)
    )


def finished(scope: Scope, places: Mapping[int, int]) -> QuerySet[Question]:
    """Questions whose last answer was given within the period and that are not open again."""
    return Question.objects.counted().filter(
        within(scope.period, "finished_at"),
        narrowed(scope, FINISH, places),
        status__in=ANSWERED,
    )


def steps(scope: Scope, places: Mapping[int, int], columns: Columns = STEP) -> QuerySet[Step]:
    """Steps within the period; which of them a figure counts: EVENTS, ANSWERS."""
    # The few that are sealed are left out, not each step's question looked up.
    sealed = Question.objects.filter(is_sealed=True).order_by().values("pk")
    within_period = within(scope.period, "happened_at")
    return Step.objects.filter(within_period, narrowed(scope, columns, places)).exclude(
        question__in=sealed
    )


def responses(scope: Scope, places: Mapping[int, int]) -> QuerySet[Step]:
    """The first words the askers were told within the period."""
    return steps(scope, places, RESPONSE).filter(is_first_response=True)


FIRST_ANSWER = Q(is_first_answer=True)
# Which steps a figure counts the questions of.
EVENTS: Mapping[Measure, Q] = {
    M.RETURNED: Q(verb=RETURN),
    M.REOPENED: Q(verb__in=REOPEN),
    M.WITHDRAWN: Q(verb=WITHDRAW),
    M.REJECTED: Q(verb=Verb.REJECT, question__status__in=REFUSED),
}
ANSWERS: Mapping[Measure, Q] = {
    M.ANSWERED: FIRST_ANSWER,
    M.IN_TIME: FIRST_ANSWER & Q(was_in_time=True),
    M.LATE: FIRST_ANSWER & Q(was_in_time=False),
    M.RATED: FIRST_ANSWER & Q(question__rating__isnull=False),
}


def standing(scope: Scope, places: Mapping[int, int], now: datetime) -> QuerySet[Question]:
    """Questions that waited for their answer at the end of the period, or wait now.

    Each carries `stood_with`, the id of the unit that led it then. Of the past only what has moved
    since is looked up in the steps: the rest stands as it stood.
    """
    moment = scope.period.until(now)
    questions = Question.objects.counted().filter(received_at__lt=moment)
    if moment >= now:
        return (
            questions.filter(status__in=WAITING)
            .annotate(stood_with=F("lead_unit"))
            .filter(narrowed(scope, STANDING, places))
        )
    moved = Q(status_changed_at__gte=moment)
    last = Step.objects.filter(question=OuterRef("pk"), happened_at__lt=moment)
    last = last.order_by("-happened_at", "-pk")
    return (
        questions.filter(moved | Q(status__in=WAITING))
        .annotate(
            stood_at=Subquery(last.values("status")[:1]),
            stood_with=Subquery(last.values("lead_unit")[:1]),
        )
        .filter(narrowed(scope, STANDING, places), stood_at__in=WAITING)
    )


def age_begins(now: datetime, calendar: Calendar | None = None) -> list[datetime]:
    """For each of AGES the first moment of receipt that is at most so many working days ago.

    The day of receipt does not count (R-10.2), today does when it is worked.
    """
    calendar = calendar or current_calendar()
    day, age, begins = timezone.localdate(now), 0, []
    for most in AGES:
        while age + calendar.is_working_day(day) <= most:
            age += calendar.is_working_day(day)
            day -= timedelta(days=1)
        begins.append(datetime.combine(day, time.min, timezone.get_default_timezone()))
    return begins


def of_age(measure: Measure, now: datetime) -> Q:
    """The condition "received so many working days ago" of one of BY_AGE."""
    begins = age_begins(now)
    place = BY_AGE.index(measure)
    condition = Q(received_at__gte=begins[place]) if place < len(begins) else Q()
    return condition & Q(received_at__lt=begins[place - 1]) if place else condition


def behind(measure: Measure, scope: Scope, now: datetime | None = None) -> Q:
    """The condition on questions "counted by this figure": the list behind the number."""
    now = now or timezone.now()
    places = in_place_of(scope.as_of)
    if measure == M.RECEIVED:
        return Q(pk__in=received(scope, places).values("pk"))
    if measure == M.FINISHED:
        return Q(pk__in=finished(scope, places).values("pk"))
    if measure == M.RESPONDED:
        return Q(pk__in=responses(scope, places).values("question"))
    if measure in EVENTS or measure in ANSWERS:
        counted = steps(scope, places).filter(EVENTS.get(measure) or ANSWERS[measure])
        return Q(pk__in=counted.values("question"))
    waiting = standing(scope, places, now)
    if measure in BY_AGE:
        waiting = waiting.filter(of_age(measure, scope.period.until(now)))
    return Q(pk__in=waiting.values("pk"))
