"""Clocks by their rule rows: other countings, what an event does, rounds, and verdicts that stay."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from engagement.workflow.exceptions import Denied
from engagement.worktime.models import CalendarDay
from engagement.worktime.queries import current_calendar
from engagement.worktime.services import seed_years
from qa.enums import ClockEffect, ClockKind, Counting, DayOffRule
from qa.enums import QuestionStatus as S
from qa.models import Clock, ClockRule, EventEffect, Question
from qa.services import answering, citizens, clock, clock_rules, publishing, routing
from qa.services.other_clocks import explained
from qa.services.terms import after_pause, deadline_words, due_after
from tests.factories import make_cast, make_question

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def cast():
    return make_cast()


def at(day: int, month: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=HERE)


def stored(question: Question) -> Question:
    return Question.objects.select_related("clock_rule").get(pk=question.pk)


def calendar_rule(**values) -> ClockRule:
    return ClockRule(
        **{"kind": "answer", "length": 20, "counting": Counting.CALENDAR_DAYS, "basis": "QĐ 574"}
        | values
    )


def rule_of(kind: ClockKind) -> ClockRule:
    return ClockRule.objects.get(kind=kind, valid_to=None)


# --- Counting --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("received", "due", "why"),
    [
        (at(2, 3), at(23, 3, 17), "22/03 is a Sunday: the next working day (Điều 148 khoản 5)"),
        (at(27, 1), at(23, 2, 17), "16/02 opens Tết: the first day offices work again"),
        (at(4, 3), at(24, 3, 17), "a Tuesday stays"),
    ],
)
def test_calendar_days_end_on_a_working_day(received, due, why):
    seed_years(years=[2026])
    assert due_after(current_calendar(), calendar_rule(), received) == due, why


def test_a_row_may_say_that_a_day_off_is_the_last_day_all_the_same():
    rule = calendar_rule(day_off_rule=DayOffRule.SAME_DAY)
    assert due_after(current_calendar(), rule, at(2, 3)) == at(22, 3, 17)


def test_a_pause_gives_calendar_days_back_from_the_day_before_rolling():
    """Sunday 22/03 rolled to Monday; one day of pause ends on that same Monday, not on Tuesday."""
    calendar, rule = current_calendar(), calendar_rule()
    moved = after_pause(
        calendar,
        rule,
        started_at=at(2, 3),
        due_at=due_after(calendar, rule, at(2, 3)),
        paused_days=0,
        paused_at=at(10, 3),
        now=at(11, 3),
    )
    assert moved == (at(23, 3, 17), 1)


def test_the_rules_that_were_not_seen_in_a_document_say_so():
    """notes/qa.md §1.2: seen are the notice of 11-QĐi/TW and both terms of 574/QĐ-TTg."""
    seen = ClockRule.objects.filter(is_confirmed=True).order_by("kind")
    assert [(r.kind, r.length, r.counting) for r in seen] == [
        ("answer", 20, "calendar_days"),
        ("notice", 10, "working_days"),
        ("status_note", 7, "calendar_days"),
    ]
    assert {r.kind for r in ClockRule.objects.filter(is_confirmed=False)} == {"answer", "stage"}


# --- What an event does ----------------------------------------------------------------------
def test_a_hop_is_the_offices_time_and_a_row_can_say_otherwise(cast):
    question = make_question(cast, S.RETURNED)
    due = question.due_at
    EventEffect.objects.update_or_create(
        rule=question.clock_rule, verb="assign", defaults={"effect": ClockEffect.START}
    )
    routing.assign(question=question, by=cast.editor, lead=cast.other_unit)
    after = stored(question)
    assert after.clock_round == 2
    assert after.clock_restarted_at > question.received_at
    first = Clock.objects.get(question=question, kind=ClockKind.ANSWER)
    assert (first.round, first.due_at, first.was_in_time) == (1, due, None)


def test_by_default_hops_leave_the_deadline_where_it_was(cast):
    question = make_question(cast, S.RETURNED)
    due = question.due_at
    routing.assign(question=question, by=cast.editor, lead=cast.other_unit)
    routing.assign(question=stored(question), by=cast.editor, lead=cast.unit)
    assert (stored(question).due_at, stored(question).clock_round) == (due, 1)


def test_an_event_that_no_row_knows_lets_the_clock_go_on(cast):
    question = make_question(cast, S.ASSIGNED)
    assert clock.turned("merge", question, timezone.now()) == {}


def test_a_row_can_let_the_clock_run_while_the_asker_is_awaited(cast):
    question = make_question(cast, S.ASSIGNED)
    EventEffect.objects.filter(rule=question.clock_rule, verb="ask_information").delete()
    answering.ask_information(question=question, by=cast.officer, words="Xin cho biết xã.")
    assert stored(question).paused_at is None


def test_each_unit_has_its_stage_and_its_verdict(cast):
    question = make_question(cast, S.RETURNED)
    routing.assign(question=question, by=cast.editor, lead=cast.other_unit)
    stages = Clock.objects.filter(question=question, kind=ClockKind.STAGE).order_by("round")
    assert [(c.unit, c.was_in_time, c.finished_at is None) for c in stages] == [
        (cast.unit, True, False),
        (cast.other_unit, None, True),
    ]
    assert "đơn vị trình hoặc chuyển trả" in stages[0].verdict
    told, running = (words for _, words in explained(stages.select_related("unit", "rule")))
    assert told == stages[0].verdict
    assert running.startswith(f"Đang tính từ khi việc đến lượt {cast.other_unit}. Hạn lúc 17:00")
    assert "Dừng khi “Trình lãnh đạo đơn vị” hoặc “Chuyển trả Ban Biên tập”" in running


def test_the_notice_ends_with_acceptance_and_nothing_runs_after_the_answer(cast):
    question = make_question(cast, S.CLOSED)
    notice = Clock.objects.get(question=question, kind=ClockKind.NOTICE)
    assert notice.was_in_time is True
    assert "báo người hỏi" in notice.verdict
    assert not Clock.objects.filter(question=question, finished_at=None).exists()


def test_withdrawal_ends_every_clock_without_a_verdict(cast):
    question = make_question(cast, S.ASSIGNED)
    citizens.withdraw(question=question)
    stage = Clock.objects.get(question=question, kind=ClockKind.STAGE)
    assert (stage.finished_at is not None, stage.was_in_time) == (True, None)


# --- Verdicts --------------------------------------------------------------------------------
def close(cast, question: Question) -> Question:
    publishing.close_privately(question=stored(question), by=cast.editor)
    return stored(question)


def test_a_verdict_is_one_sentence_with_rule_days_and_moment(cast):
    question = make_question(cast, S.APPROVED)
    Question.objects.filter(pk=question.pk).update(paused_days=2)
    words = close(cast, question).verdict
    assert words.startswith("Hạn lúc 17:00, ")
    assert "vì Quy định 11-QĐi/TW ngày 18/02/2019 cho 10 ngày làm việc kể từ ngày" in words
    assert ", trừ 2 ngày làm việc tạm dừng chờ người hỏi" in words
    assert words.endswith(": đúng hạn.")
    assert "trả lời lúc" in words


def test_days_of_waiting_stand_before_what_follows_from_them():
    """Twenty calendar days and one of waiting end on Sunday 29/03."""
    calendar, rule, received = current_calendar(), calendar_rule(), at(8, 3)
    due_at = due_after(calendar, rule, received, more=1)
    words = deadline_words(calendar, rule, started_at=received, due_at=due_at, paused_days=1)
    assert ", trừ 1 ngày tạm dừng chờ người hỏi, lùi đến ngày làm việc tiếp theo vì 29/03" in words


def test_a_verdict_outlives_its_calendar_and_its_rule(cast):
    """R-15.7: later corrections do not rewrite it."""
    closed = close(cast, make_question(cast, S.APPROVED))
    CalendarDay.objects.create(
        date=timezone.localdate(closed.due_at), kind="OFF", source="MANUAL", note="Bão"
    )
    ClockRule.objects.filter(pk=closed.clock_rule_id).update(basis="Khác", length=3)
    again = stored(closed)
    assert clock.explanation(again) == closed.verdict
    assert again.calendar_version == closed.calendar_version != current_calendar().version


def test_officer_and_asker_read_the_same_sentence(client, cast):
    closed = close(cast, make_question(cast, S.APPROVED))
    code = closed.submission.tracking_code
    page = client.get(reverse("qa:follow_question", args=[code])).content.decode()
    client.force_login(cast.editor)
    desk = client.get(closed.get_absolute_url()).content.decode()
    assert closed.verdict in page
    assert closed.verdict in desk


def test_a_reopened_question_gets_a_new_term_and_keeps_the_first_verdict(cast):
    closed = close(cast, make_question(cast, S.APPROVED))
    now = timezone.now()
    columns = clock.turned("reopen", closed, now)
    assert (columns["clock_round"], columns["finished_at"], columns["verdict"]) == (2, None, "")
    assert columns["due_at"] == due_after(current_calendar(), rule_of(ClockKind.ANSWER), now)
    kept = Clock.objects.get(question=closed, kind=ClockKind.ANSWER)
    assert (kept.was_in_time, kept.verdict) == (True, closed.verdict)


# --- Rules as rows ---------------------------------------------------------------------------
def new_rule(cast, **values):
    defaults = {
        "by": cast.office,
        "kind": ClockKind.ANSWER,
        "length": 5,
        "basis": "Quy chế mới",
        "valid_from": timezone.localdate(),
    }
    return clock_rules.add_clock_rule(**defaults | values)


def test_a_change_is_a_new_row_and_running_questions_keep_theirs(cast):
    old = make_question(cast)
    new_rule(cast)
    new = make_question(cast)
    assert (stored(old).clock_rule.length, stored(new).clock_rule.length) == (10, 5)
    assert stored(old).clock_rule.valid_to < timezone.localdate()


@pytest.mark.parametrize(
    ("person", "days", "told"), [("office", -1, "quá khứ"), ("editor", 0, "không có quyền")]
)
def test_no_rule_for_the_past_and_none_by_others(cast, person, days, told):
    day = timezone.localdate() + timezone.timedelta(days=days)
    with pytest.raises(Denied, match=told):
        new_rule(cast, by=getattr(cast, person), valid_from=day)
    assert ClockRule.objects.filter(basis="Quy chế mới").count() == 0


def test_office_adds_and_ends_a_rule_on_its_page(client, cast):
    client.force_login(cast.office)
    before = rule_of(ClockKind.STAGE)
    today = timezone.localdate()
    page = client.get(reverse("desk:clock_rules")).content.decode()
    assert "cần xác nhận" in page
    form = client.get(reverse("desk:clock_rule_add"), {"tu": before.pk}).context["form"]
    data = {field.html_name: field.value() for field in form if field.value()}
    data |= {"length": 4, "valid_from": f"{today:%d/%m/%Y}", "effect_return": "cancel"}
    assert client.post(reverse("desk:clock_rule_add"), data).status_code == 302
    after = rule_of(ClockKind.STAGE)
    assert (after.length, before.pk) == (4, ClockRule.objects.get(pk=before.pk).pk)
    effects = dict(after.effects.values_list("verb", "effect"))
    assert (effects["return"], effects["assign"]) == ("cancel", "start")
    assert client.post(reverse("desk:clock_rule_add"), data).status_code == 403
    url = reverse("desk:rule_end", args=["han", after.pk])
    assert client.post(url, {"last_day": "01/01/2020"}).status_code == 403
    assert client.post(url, {"last_day": f"{today:%d/%m/%Y}"}).status_code == 302
    assert ClockRule.objects.get(pk=after.pk).valid_to == today


def test_a_wrong_form_says_why_and_stores_nothing(client, cast):
    client.force_login(cast.office)
    rows = ClockRule.objects.count()
    data = {"kind": "answer", "length": 0, "is_repeated": "on", "valid_from": "hôm nay"}
    response = client.post(reverse("desk:clock_rule_add"), data)
    text = response.content.decode()
    assert response.status_code == 400
    assert "Chỉ báo tình hình mới lặp lại." in text
    assert "Xin ghi căn cứ." in text
    assert ClockRule.objects.count() == rows


def test_office_adds_a_reminder_that_takes_the_place_of_its_step(client, cast):
    client.force_login(cast.office)
    data = {
        "kind": "answer",
        "step": 3,
        "offset": -2,
        "audience": "head",
        "words": "Còn hai ngày",
        "basis": "Công văn 5",
        "valid_from": f"{timezone.localdate():%d/%m/%Y}",
    }
    assert client.post(reverse("desk:reminder_rule_add"), data).status_code == 302
    rules = clock_rules.ReminderRule.objects.filter(kind="answer", step=3).order_by("valid_from")
    assert [(r.offset, r.valid_to is None) for r in rules] == [(-1, False), (-2, True)]
    assert rules[1].valid_from == timezone.localdate() > date(2019, 2, 18)
