"""Each figure of a hand-counted small case, then and now, and the list behind every number."""

from collections import Counter
from datetime import date, datetime, timedelta
from unittest import mock

import pytest
from django.utils import timezone

from engagement.accounts.models import Succession
from qa.enums import QuestionStatus as S
from qa.enums import ReturnReason
from qa.models import Field, Question, Rating, Step
from qa.queries.figures import periods
from qa.queries.figures.cells import Cell, figures_of, quantile, untold
from qa.queries.figures.measures import Measure, Scope, behind
from qa.queries.figures.parts import rated
from qa.queries.figures.table import catalogue, months, table
from qa.services import answering, moderating, publishing, routing
from tests.factories import Cast, make_cast, make_question, make_unit

M = Measure
# Monday to Friday without a day off; the next week has none either.
MONDAY = date(2026, 11, 2)
NOVEMBER = periods.named("2026-11")
DECEMBER = periods.named("2026-12")


def at(day: date, hour: int = 9):
    """Let the services believe it is that day; the column of receipt follows in `asked`."""
    moment = datetime.combine(day, datetime.min.time(), timezone.get_default_timezone())
    return mock.patch("django.utils.timezone.now", return_value=moment + timedelta(hours=hour))


def asked(cast: Cast, day: date, **values: object) -> Question:
    """A question received on `day`, with the deadline of that day."""
    from qa.services import clock

    with at(day):
        question = make_question(cast, **values)
        received_at = timezone.now()
        columns = clock.started(received_at) | {"received_at": received_at}
        Question.objects.filter(pk=question.pk).update(**columns, status_changed_at=received_at)
        Step.objects.filter(question=question).update(happened_at=received_at)
    return Question.objects.get(pk=question.pk)


def assigned(cast: Cast, day: date, unit=None, **values: object) -> Question:
    """Received, accepted, reported and given to a unit on one day."""
    question = asked(cast, day, **values)
    with at(day, 10):
        moderating.accept(question=question, by=cast.editor)
        routing.report_questions(questions=[question], by=cast.editor)
        routing.assign(question=question, by=cast.editor, lead=unit or cast.unit)
    return question


def answered(cast: Cast, question: Question, day: date, *, privately: bool = False) -> Question:
    with at(day, 11):
        answering.submit_answer(question=question, by=cast.officer, text="Trả lời.", version=0)
        answering.approve_answer(question=question, by=cast.head)
        if privately:
            publishing.close_privately(question=question, by=cast.editor)
        else:
            publishing.publish(
                question=question, by=cast.editor, title="T", question_text="H", answer_text="Đ"
            )
    return question


def rate(question: Question, satisfaction: int, was_answered: str = "yes") -> None:
    Rating.objects.create(question=question, satisfaction=satisfaction, was_answered=was_answered)


def counts(scope: Scope, dimension: str = "unit", now=None, **options):
    """Code of each line: its figures; "all" the total."""
    made = table(scope, dimension, catalogue(), now=now, **options)
    return {line.code: line.figures for line in made.lines} | {"all": made.total}


def moment(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), timezone.get_default_timezone())


@pytest.fixture
def november(db) -> Cast:
    """Eight questions of November: see each test for what is made of them."""
    cast = make_cast()
    health = Field.objects.create(code="suc-khoe", name="Sức khỏe")
    in_time = answered(cast, assigned(cast, MONDAY, commune=cast.commune), date(2026, 11, 5))
    late = answered(cast, assigned(cast, MONDAY), date(2026, 11, 30))
    private = answered(cast, assigned(cast, MONDAY), date(2026, 11, 10), privately=True)
    Question.objects.filter(pk__in=[in_time.pk, late.pk, private.pk]).update(field=health)
    rate(in_time, 5)
    rate(late, 2, "no")
    returned = assigned(cast, date(2026, 11, 9))
    with at(date(2026, 11, 12)):
        routing.return_to_board(
            question=returned, by=cast.officer, reason=ReturnReason.NOT_OUR_FIELD, words="Sai."
        )
        routing.assign(question=returned, by=cast.editor, lead=cast.other_unit)
    withdrawn = asked(cast, date(2026, 11, 16))
    with at(date(2026, 11, 17)):
        from qa.services import citizens

        citizens.withdraw(question=withdrawn)
    rejected = asked(cast, date(2026, 11, 16))
    with at(date(2026, 11, 18)):
        moderating.reject(question=rejected, by=cast.editor, reason="5.1c", words="Quảng cáo.")
    sealed = asked(cast, date(2026, 11, 16))
    Question.objects.filter(pk=sealed.pk).update(is_sealed=True)
    asked(cast, date(2026, 11, 27))
    return cast


AFTER = moment(date(2026, 12, 20))


def test_november_is_what_a_hand_counts(november):
    found = counts(Scope(NOVEMBER), now=AFTER)
    whole, unit, other = found["all"], found["yte"], found["gtvt"]
    assert whole.count(M.RECEIVED) == 7  # the sealed one is in no figure
    assert (unit.count(M.RECEIVED), other.count(M.RECEIVED)) == (3, 1)
    assert found[""].count(M.RECEIVED) == 3  # withdrawn, rejected and not yet looked at
    assert [unit.count(m) for m in (M.ANSWERED, M.IN_TIME, M.LATE)] == [3, 2, 1]
    assert (unit.count(M.RETURNED), other.count(M.RETURNED)) == (1, 0)
    assert (whole.count(M.WITHDRAWN), whole.count(M.REJECTED)) == (1, 1)
    assert (unit.count(M.RATED), unit.coverage) == (2, 2 / 3)
    assert (unit.first_answer.n, unit.first_answer.median, unit.first_answer.p90) == (3, 6, 20)
    assert unit.final_answer == unit.first_answer
    assert whole.response.n == 5
    assert (whole.response.median, whole.response.p90) == (0, 2)
    # At the end of November: one with the other unit, one not yet looked at.
    assert (whole.count(M.OPEN), other.count(M.OPEN), found[""].count(M.OPEN)) == (2, 1, 1)
    assert other.count(M.OPEN_20) == 1  # from 9 to 30 November: 15 working days
    assert found[""].count(M.OPEN_5) == 1


def test_by_field_and_commune_the_totals_are_the_same(november):
    by_unit = counts(Scope(NOVEMBER), now=AFTER)["all"]
    by_field = counts(Scope(NOVEMBER), "field", now=AFTER)
    assert by_field["all"] == by_unit == counts(Scope(NOVEMBER), "commune", now=AFTER)["all"]
    assert by_field["suc-khoe"].count(M.ANSWERED) == 3
    assert counts(Scope(NOVEMBER, field="suc-khoe"), now=AFTER)["all"].count(M.RECEIVED) == 3
    assert counts(Scope(NOVEMBER, commune="xa-a"), now=AFTER)["all"].count(M.RECEIVED) == 1


def test_what_happens_later_changes_nothing_of_a_month_that_is_over(november):
    before = counts(Scope(NOVEMBER), now=AFTER)["all"]
    late = Question.objects.get(was_in_time=False)
    with at(date(2026, 12, 3)):
        publishing.retract(question=late, by=november.chief_editor, note="Cần sửa.")
        waiting = Question.objects.get(lead_unit=november.other_unit)
        routing.assign(question=waiting, by=november.editor, lead=november.unit)
    assert counts(Scope(NOVEMBER), now=AFTER)["all"] == before
    assert counts(Scope(NOVEMBER), now=AFTER)["gtvt"].count(M.OPEN) == 1
    assert counts(Scope(DECEMBER), now=AFTER)["yte"].count(M.OPEN) == 1


def test_a_late_answer_stays_late_when_it_is_reopened_and_answered_again(november):
    late = Question.objects.get(was_in_time=False)
    with at(date(2026, 12, 1)):
        Step.objects.create(
            question=late, verb="reopen", status=S.ASSIGNED, happened_at=timezone.now()
        )
        Question.objects.filter(pk=late.pk).update(
            status=S.ASSIGNED, finished_at=None, was_in_time=None, due_at=AFTER
        )
    reopened = counts(Scope(DECEMBER), now=AFTER)["yte"]
    assert (reopened.count(M.REOPENED), reopened.count(M.OPEN)) == (1, 1)
    assert counts(Scope(NOVEMBER), now=AFTER)["yte"].count(M.LATE) == 1
    late.refresh_from_db()
    from qa.models import Answer, Publication

    Publication.objects.filter(question=late).delete()
    Answer.objects.filter(question=late).delete()
    answered(november, late, date(2026, 12, 4))
    november_again = counts(Scope(NOVEMBER), now=AFTER)["yte"]
    assert (november_again.count(M.LATE), november_again.count(M.ANSWERED)) == (1, 3)
    december = counts(Scope(DECEMBER), now=AFTER)["yte"]
    assert (december.count(M.ANSWERED), december.final_answer.n) == (0, 1)
    assert december.final_answer.median == 24


def test_then_and_now_after_a_merger(november):
    heir = make_unit("yte-gtvt", "Sở mới", valid_from=date(2026, 12, 1))
    for old in (november.unit, november.other_unit):
        Succession.objects.create(
            predecessor=old, successor=heir, kind="merge", decision_number="1",
            effective_on=date(2026, 12, 1),
        )  # fmt: skip
    then = counts(Scope(NOVEMBER), now=AFTER)
    now = counts(Scope(NOVEMBER, as_of=date(2026, 12, 20)), now=AFTER)
    assert {"yte", "gtvt"} <= set(then)
    assert set(now) == {"yte-gtvt", "", "all"}
    assert now["all"] == then["all"]
    assert now["yte-gtvt"].count(M.RECEIVED) == 4
    assert now["yte-gtvt"].count(M.RETURNED) == 1
    # On a day before the merger the units stand as they did.
    assert "yte" in counts(Scope(NOVEMBER, as_of=date(2026, 11, 30)), now=AFTER)
    only = Scope(NOVEMBER, unit="yte-gtvt", as_of=date(2026, 12, 20))
    assert counts(only, now=AFTER)["all"].count(M.RECEIVED) == 4
    assert counts(Scope(NOVEMBER, unit="yte-gtvt"), now=AFTER)["all"].count(M.RECEIVED) == 0


def test_a_unit_that_was_split_keeps_its_line(november):
    for code in ("phan-a", "phan-b"):
        Succession.objects.create(
            predecessor=november.unit, successor=make_unit(code), kind="split",
            decision_number="1", effective_on=date(2026, 12, 1),
        )  # fmt: skip
    assert (
        counts(Scope(NOVEMBER, as_of=date(2026, 12, 20)), now=AFTER)["yte"].count(M.RECEIVED) == 3
    )


@pytest.mark.parametrize("as_of", [None, date(2026, 12, 20)])
@pytest.mark.parametrize("dimension", ["unit", "field", "commune"])
def test_behind_every_number_is_a_list_of_as_many(november, dimension, as_of):
    scope = Scope(NOVEMBER, as_of=as_of)
    for code, figures in counts(scope, dimension, now=AFTER).items():
        part = {dimension: code} if code not in {"", "all"} else {}
        blank = frozenset({dimension}) if code == "" else frozenset()
        narrowed = Scope(NOVEMBER, as_of=as_of, blank=blank, **part)
        for measure in Measure:
            listed = Question.objects.filter(behind(measure, narrowed, AFTER)).count()
            assert listed == figures.count(measure), (code, measure)


def test_months_in_a_row_hold_what_each_month_holds(november):
    points = months(Scope(periods.named("2026")), today=AFTER.date())
    assert [point.period.key for point in points][-2:] == ["2026-11", "2026-12"]
    assert len(points) == 12
    whole = counts(Scope(NOVEMBER), now=AFTER)["all"]
    assert points[10].figures.count(M.RECEIVED) == whole.count(M.RECEIVED)
    assert points[10].figures.count(M.LATE) == whole.count(M.LATE)


@pytest.mark.parametrize("unit_count", [1, 3])
def test_queries_do_not_grow(november, unit_count, django_assert_num_queries):
    for number in range(unit_count):
        assigned(november, MONDAY, make_unit(f"don-vi-{number}"))
    rows = catalogue()
    with django_assert_num_queries(7):  # one of them the calendar's version
        table(Scope(NOVEMBER, as_of=date(2026, 12, 20)), "unit", rows, now=AFTER)


@pytest.mark.parametrize(
    ("days", "median", "p90"),
    [
        ([], None, None),
        ([4], 4, 4),
        ([1, 2], 1, 2),
        ([1, 2, 3], 2, 3),
        (list(range(1, 11)), 5, 9),
        ([0] * 9 + [30], 0, 0),
        ([0] * 8 + [30, 30], 0, 30),
    ],
)
def test_percentiles_are_days_somebody_waited(days, median, p90):
    counter = Counter(days)
    assert (quantile(counter, 0.5), quantile(counter, 0.9)) == (median, p90)


@pytest.mark.parametrize(
    ("rated", "hidden"),
    [
        ([10, 5, 0], set()),
        ([10, 4], {0, 1}),  # ten and four would tell the four by the total
        ([3, 2, 9], {0, 1}),
        ([4, 6, 9], {0, 1}),
        ([1], {0}),
    ],
)
def test_ratings_of_few_are_not_told_nor_found_by_subtraction(rated, hidden):
    assert untold([Cell(rated=n) for n in rated]) == hidden


@pytest.mark.parametrize("is_public", [False, True])
def test_nobody_is_told_the_mean_of_what_two_people_said(november, is_public):
    told = counts(Scope(NOVEMBER), now=AFTER, is_public=is_public)
    assert told["yte"].count(M.RATED) == 2
    assert told["yte"].rating is told["yte"].said_answered is told["all"].rating is None
    assert rated(told["yte"], "3,5") == "chưa đủ lượt đánh giá"


def test_mean_of_five_is_told():
    line = figures_of(Cell(answered=8, rated=5, satisfaction=18, said_answered=3))
    assert (line.rating, line.said_answered, line.coverage) == (3.6, 0.6, 0.625)
    assert rated(line, "3,6") == "3,6"


@pytest.mark.parametrize(
    ("key", "first", "last", "label", "before"),
    [
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3),
         "tuần 53/2026 (28/12 – 03/01/2027)", "2026-W52"),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28), "tháng 2/2026", "2026-01"),
        ("2026-01", date(2026, 1, 1), date(2026, 1, 31), "tháng 1/2026", "2025-12"),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31), "quý I/2026", "2025-Q4"),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30), "6 tháng đầu năm 2026", "2025-H1"),
        ("2026-9M", date(2026, 1, 1), date(2026, 9, 30), "9 tháng năm 2026", "2025-9M"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "năm 2026", "2025"),
        ("2026-01-05_2026-01-08", date(2026, 1, 5), date(2026, 1, 8),
         "từ 05/01/2026 đến 08/01/2026", "2026-01-01_2026-01-04"),
    ],
)  # fmt: skip
def test_periods(key, first, last, label, before):
    period = periods.named(key)
    assert (period.first, period.last, period.label) == (first, last, label)
    assert periods.before(period).key == before


@pytest.mark.parametrize(
    "key", ["", "2026-13", "2026-W54", "1999", "2100", "26", "2026-Q5", "2026-02-30_2026-03-01",
            "2026-03-02_2026-03-01", "năm nay", "2026-11\n"],
)  # fmt: skip
def test_what_is_no_period(key):
    assert periods.period_of(key) is None
