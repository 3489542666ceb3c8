"""Reminders and escalation: who is told when, what keeps everybody quiet, and one letter a day."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagement.accounts.models import Membership, Succession, Unit, User
from engagement.accounts.roles import RoleCode
from engagement.jobs.models import OutboxMessage
from qa.enums import ClockKind
from qa.enums import QuestionStatus as S
from qa.models import Clock, ClockRule, Question, Reminder, ReminderLetter, ReminderNotice
from qa.queries.clocks import reminders_for
from qa.services import citizens, publishing, reminder_letters, reminding, routing, splitting
from tests.factories import make_cast, make_member, make_question, make_unit
from tests.factories.questions import TEXT, TWO_PARTS

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
DUE = datetime(2026, 3, 16, 17, 0, tzinfo=HERE)  # a Monday


def at(day: int, hour: int = 7, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=HERE)


@pytest.fixture
def cast():
    cast = make_cast()
    for user in cast.people().values():
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.org")
    return cast


def due(question: Question, moment: datetime = DUE) -> Question:
    """Let only the answer's clock run, due at `moment`."""
    Clock.objects.filter(question=question).update(finished_at=question.received_at)
    Question.objects.filter(pk=question.pk).update(due_at=moment)
    return Question.objects.get(pk=question.pk)


def at_unit(cast, **values) -> Question:
    return due(make_question(cast, S.ASSIGNED, **values))


def taken() -> list[tuple[int, str]]:
    return [(r.rule.step, r.rule.audience) for r in Reminder.objects.order_by("pk")]


def told(step: int) -> list[str]:
    notices = ReminderNotice.objects.filter(reminder__rule__step=step)
    return sorted(notices.values_list("user__username", flat=True))


def letters() -> dict[str, str]:
    """The bodies of waiting letters, by address."""
    return dict(OutboxMessage.objects.exclude(to="").order_by("pk").values_list("to", "body"))


# --- When ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        (at(16, 0), False),  # midnight, when the calendar day begins
        (at(16, 6, 59), False),
        (at(16, 7), True),
        (at(16, 11, 30), False),  # noon
        (at(16, 16, 59), True),
        (at(16, 17), False),
        (at(15, 9), False),  # Sunday
    ],
)
def test_reminders_leave_within_office_hours_only(cast, now, leaves):
    """R-10.1; zammad/zammad#4432: escalations at midnight and on weekends."""
    at_unit(cast)
    assert (reminding.tick(now) > 0) is leaves


def test_the_chain_climbs_once_a_step(cast):
    question = at_unit(cast)
    for now in (at(10), at(11), at(12), at(13), at(16), at(17), at(18), at(19), at(20), at(23)):
        reminding.tick(now)
        reminding.tick(now + timedelta(hours=1))
    assert [pair for pair in taken() if pair[1] != "asker"] == [
        (1, "officer"),  # 11/03: three working days are left
        (2, "coordinating"),
        (3, "head"),  # 13/03
        (4, "officer"),  # 16/03, the day itself
        (5, "head"),  # 17/03
        (6, "board"),  # 19/03
        (7, "steering"),  # 23/03
    ]
    days = [r.reminded_at.astimezone(HERE).day for r in Reminder.objects.order_by("pk")]
    assert days[:7] == [11, 11, 13, 16, 17, 19, 23]
    assert told(1) == ["yte-traloi"]
    assert told(3) == ["yte-lanhdao"]
    assert told(6) == ["bientap", "bientap2", "tongbientap"]
    assert told(7) == ["chidao"]
    assert (
        question.reminders.count() == 7 + question.reminders.filter(rule__audience="asker").count()
    )


def test_after_a_silence_each_hears_the_newest_step_only(cast):
    """And who is told before the deadline alone is told nothing after it."""
    at_unit(cast)
    reminding.tick(at(23))
    assert sorted(taken()) == [
        (1, "asker"),
        (4, "officer"),
        (5, "head"),
        (6, "board"),
        (7, "steering"),
    ]


# --- What keeps them quiet -------------------------------------------------------------------
@pytest.mark.parametrize(
    "status",
    [
        S.AWAITING_INFORMATION,
        S.CLOSED,
        S.PUBLISHED,
        S.RETRACTED,
        S.WITHDRAWN,
        S.REJECTED,
        S.REFUSED,
    ],
)
def test_nobody_is_reminded_of_what_no_office_owes(cast, status):
    """mysociety/alaveteli#7197, zammad/zammad#904: reminders after the answer, of merged tickets."""
    due(make_question(cast, status))
    assert reminding.tick(at(23)) == 0


def test_a_sealed_question_is_told_to_nobody(cast):
    Question.objects.filter(pk=at_unit(cast).pk).update(is_sealed=True)
    assert reminding.tick(at(23)) == 0


def test_a_notice_that_waited_is_not_written_after_the_deed(cast):
    question = at_unit(cast)
    ReminderLetter.objects.create(user=cast.officer, day=at(16).date())
    reminding.tick(at(16))
    assert "yte-traloi@example.org" not in letters()
    routing.assign(question=question, by=cast.editor, lead=cast.other_unit)
    reminding.tick(at(17))
    assert "yte-traloi@example.org" not in letters()


# --- Who -------------------------------------------------------------------------------------
def test_the_unit_that_took_over_is_told_and_the_former_is_not(cast):
    """zammad/zammad#5624: the old clock of the former group."""
    question = at_unit(cast)
    routing.assign(question=question, by=cast.editor, lead=cast.other_unit)
    due(question)
    reminding.tick(at(16))
    assert told(4) == ["gtvt-traloi"]
    assert "yte-traloi@example.org" not in letters()


def test_with_the_board_its_own_people_are_told(cast):
    due(make_question(cast, S.RECEIVED))
    reminding.tick(at(17))
    assert told(4) == ["bientap", "bientap2", "tongbientap"]
    assert told(5) == ["tongbientap"]


def test_members_of_the_successor_are_told_from_the_day_of_the_merger(cast):
    question = at_unit(cast)
    day = date(2026, 3, 13)
    new = make_unit("moi", "Sở mới", valid_from=day)
    Unit.objects.filter(pk=cast.unit.pk).update(valid_to=day - timedelta(days=1))
    Succession.objects.create(
        predecessor=cast.unit, successor=new, kind="merge", decision_number="1", effective_on=day
    )
    make_member(RoleCode.UNIT_RESPONDER, new, username="moi-traloi")
    make_member(RoleCode.UNIT_LEADER, new, username="moi-lanhdao")
    reminding.tick(at(12))
    reminding.tick(at(16))
    assert (told(1), told(3), told(4)) == (
        ["yte-traloi"],
        ["bientap", "bientap2", "moi-lanhdao", "tongbientap"],  # the new head has no address
        ["bientap", "bientap2", "moi-traloi", "tongbientap"],
    )
    assert question.lead_unit == cast.unit


def test_a_role_that_ended_is_told_nothing(cast):
    at_unit(cast)
    Membership.objects.filter(user=cast.officer).update(valid_to=date(2026, 3, 10))
    make_member(RoleCode.UNIT_RESPONDER, cast.unit, username="moi-den")
    reminding.tick(at(16))
    assert "yte-traloi" not in told(4)
    assert "moi-den" in told(4)


def test_a_head_without_an_address_falls_back_to_the_board_with_a_note(cast):
    User.objects.filter(pk=cast.head.pk).update(email="")
    at_unit(cast)
    reminding.tick(at(17))
    assert told(5) == ["bientap", "bientap2", "tongbientap", "yte-lanhdao"]
    assert Reminder.objects.get(rule__step=5).is_fallback
    assert "người phụ trách chưa có địa chỉ thư" in letters()["bientap@example.org"]
    assert len(reminders_for(cast.head, at(17, 8))) == 1  # the desk tells the head all the same


# --- Letters ---------------------------------------------------------------------------------
def test_many_late_questions_are_one_letter_without_anybodys_words(cast):
    questions = [at_unit(cast, contact_email="") for _ in range(22)]
    reminding.tick(at(17))
    assert OutboxMessage.objects.filter(to="yte-lanhdao@example.org").count() == 1
    letter = OutboxMessage.objects.get(to="yte-lanhdao@example.org")
    assert "nhắc hạn 22 câu hỏi" in letter.subject
    assert "và 2 câu hỏi khác" in letter.body
    assert sum(question.reference in letter.body for question in questions) == 20
    assert TEXT[:20] not in letter.body
    assert reverse("desk:inbox") in letter.body


def test_what_comes_later_on_the_day_waits_for_the_next_letter_but_stands_on_the_desk(client, cast):
    first = at_unit(cast)
    reminding.tick(at(16))
    second = at_unit(cast)
    reminding.tick(at(16, 9))
    assert OutboxMessage.objects.filter(to="yte-traloi@example.org").count() == 1
    shown = {n.reminder.question_id for n in reminders_for(cast.officer, at(16, 10))}
    assert shown == {first.pk, second.pk}
    reminding.tick(at(17))
    bodies = OutboxMessage.objects.filter(to="yte-traloi@example.org").order_by("pk")
    assert [second.reference in letter.body for letter in bodies] == [False, True]


def test_the_desk_names_the_reminders_of_today(client, cast, monkeypatch):
    question = at_unit(cast)
    reminding.tick(at(16))
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(16, 9))
    client.force_login(cast.officer)
    page = client.get(reverse("desk:inbox")).content.decode()
    assert "Đến hạn trả lời" in page
    assert "Đã nhắc" in client.get(question.get_absolute_url()).content.decode()
    client.force_login(cast.other_officer)
    assert "Đến hạn trả lời" not in client.get(reverse("desk:inbox")).content.decode()


# --- The asker -------------------------------------------------------------------------------
def test_the_asker_hears_every_seven_days_once_late_until_the_answer(client, cast):
    """574/QĐ-TTg; 23/03 is seven days after 16/03, the next note comes on 30/03."""
    question = at_unit(cast, contact_email="hoi@example.org")
    OutboxMessage.objects.all().delete()
    for day in (17, 20, 23, 24, 27, 30):
        reminding.tick(at(day))
    notes = OutboxMessage.objects.filter(to="hoi@example.org").order_by("pk")
    assert notes.count() == 2
    assert TEXT[:20] not in notes[0].body
    assert "Hạn trả lời đã qua: lúc 17:00, thứ Hai 16/03/2026." in notes[0].body
    assert question.submission.tracking_code in notes[0].body
    clocks = Clock.objects.filter(question=question, kind=ClockKind.STATUS_NOTE).order_by("round")
    assert [(c.round, c.was_in_time) for c in clocks] == [(1, True), (2, True), (3, None)]
    code = question.submission.tracking_code
    page = client.get(reverse("qa:follow_question", args=[code])).content.decode()
    assert page.count("Báo tình hình xử lý") == 2
    citizens.withdraw(question=Question.objects.get(pk=question.pk))
    assert not OutboxMessage.objects.filter(to="hoi@example.org").exists()


def test_the_asker_of_a_split_question_hears_no_earlier_of_its_parts(cast):
    whole = due(make_question(cast, S.REPORTED, contact_email="hoi@example.org"))
    reminding.tick(at(23))
    splitting.split(question=whole, by=cast.editor, parts=TWO_PARTS)
    OutboxMessage.objects.all().delete()
    for day, letters_so_far in ((24, 0), (27, 0), (30, 2)):
        reminding.tick(at(day))
        assert OutboxMessage.objects.filter(to="hoi@example.org").count() == letters_so_far
    rounds = Clock.objects.filter(question__part_of=whole, kind=ClockKind.STATUS_NOTE)
    assert sorted(rounds.values_list("round", flat=True)) == [1, 1, 2, 2, 3, 3]


def test_a_note_that_is_not_repeated_is_given_once(cast):
    ClockRule.objects.filter(kind=ClockKind.STATUS_NOTE).update(is_repeated=False)
    at_unit(cast, contact_email="hoi@example.org")
    OutboxMessage.objects.all().delete()
    for day in (23, 24, 30):
        reminding.tick(at(day))
    assert OutboxMessage.objects.filter(to="hoi@example.org").count() == 1


def test_a_note_that_has_not_left_is_taken_back_by_the_answer(cast):
    question = due(make_question(cast, S.APPROVED, contact_email="hoi@example.org"))
    reminding.tick(at(24))
    assert "xin lỗi" in letters()["hoi@example.org"]
    publishing.close_privately(question=question, by=cast.editor)
    assert "xin lỗi" not in letters()["hoi@example.org"]


# --- Crashes, load, other rules --------------------------------------------------------------
def test_a_crash_between_row_and_letter_leaves_neither(cast, monkeypatch):
    at_unit(cast)

    def killed(**_values: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(reminder_letters, "send_later", killed)
        with pytest.raises(RuntimeError):
            reminding.tick(at(16))
    assert not ReminderLetter.objects.exists()
    reminding.tick(at(16, 8))
    assert OutboxMessage.objects.filter(to="yte-traloi@example.org").count() == 1


def test_a_row_of_a_rival_is_left_alone(cast):
    question = at_unit(cast)
    rule = reminding.reminder_rules(at(16).date())[0]
    cases = [reminding.Due(question, DUE, 1)]
    people = reminding.directory(at(16).date())
    reminding.remind(rule, cases, at(16), people)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reminding, "due_for", lambda *_args: cases)
        assert reminding.take_step(rule, Q(), at(16), lambda: people, None) == 0
    assert ReminderNotice.objects.filter(reminder__rule=rule).count() == len(told(rule.step))


def test_a_tick_takes_the_same_queries_for_one_and_for_many(cast):
    def queries(number: int, day: int) -> int:
        for _ in range(number):
            at_unit(cast)
        with CaptureQueriesContext(connection) as captured:
            reminding.tick(at(day))
        return len(captured)

    assert queries(1, 11) == queries(6, 12)
    with CaptureQueriesContext(connection) as idle:
        reminding.tick(at(12, 9))
    # Calendar, two rules, late questions, steps in force, one search a step, unwritten notices.
    assert len(idle) <= 22


def test_a_rule_for_running_questions_moves_their_deadline_on_record(cast):
    question = make_question(cast, S.ASSIGNED)
    now = datetime(2026, 11, 26, 9, tzinfo=HERE)
    Question.objects.filter(pk=question.pk).update(received_at=now)
    ClockRule.objects.create(
        kind="answer", length=15, basis="Mới", valid_from=now.date(), is_for_running=True
    )
    reminding.tick(now)
    after = Question.objects.get(pk=question.pk)
    assert (after.clock_rule.length, after.clock_round) == (15, 2)
    assert after.due_at == datetime(2026, 12, 17, 17, tzinfo=HERE)
