"""People who act on the same questions at the same moment: real threads, real connections."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections
from django.utils import timezone

from engagement.accounts.access import memberships_in_force
from engagement.accounts.enums import SuccessionKind
from engagement.accounts.models import Membership, Unit, User
from engagement.accounts.roles import RoleCode
from engagement.jobs.models import OutboxMessage
from engagement.reorganisation import services as reorganisations
from engagement.workflow.exceptions import Denied
from qa.enums import QuestionStatus, ReturnReason
from qa.models import Answer, Deputy, PlannedPublication, Publication, Question, Reminder
from qa.services import (
    answering,
    citizens,
    deputies,
    grouping,
    planning,
    publishing,
    reminding,
    routing,
)
from tests.factories import make_cast, make_member, make_question

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Start all deeds together; return "done" or the refusal's class, others' errors raise."""
    barrier = threading.Barrier(len(deeds), timeout=10)
    outcomes: list[str] = []
    failures: list[BaseException] = []

    def run(deed: Callable[[], object]) -> None:
        try:
            barrier.wait()
            deed()
            outcomes.append("done")
        except Denied as denied:
            outcomes.append(type(denied).__name__)
        except BaseException as error:  # noqa: BLE001 — handed to the main thread
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not failures, (connection.vendor, failures)
    return sorted(outcomes)


def fresh(question: Question) -> Question:
    return Question.objects.get(pk=question.pk)


@pytest.mark.parametrize("_round", range(3))
def test_two_reporters_in_opposite_order_do_not_lock_each_other_out(_round):
    cast = make_cast()
    first, second = (make_question(cast, "accepted") for _ in range(2))
    there, back = [fresh(first), fresh(second)], [fresh(second), fresh(first)]
    outcomes = at_once(
        lambda: routing.report_questions(questions=there, by=cast.editor),
        lambda: routing.report_questions(questions=back, by=cast.second_editor),
    )
    assert outcomes == ["Conflict", "done"]
    assert fresh(first).report_id == fresh(second).report_id


@pytest.mark.parametrize("_round", range(3))
def test_report_and_withdrawal_do_not_lock_each_other_out(_round):
    cast = make_cast()
    questions = [make_question(cast, "accepted") for _ in range(3)]
    last = fresh(questions[-1])
    outcomes = at_once(
        lambda: routing.report_questions(questions=questions, by=cast.editor),
        lambda: citizens.withdraw(question=last),
    )
    assert outcomes == ["Conflict", "done"]


@pytest.mark.parametrize("_round", range(3))
def test_withdrawal_and_submission_leave_one_winner_and_no_draft_of_a_withdrawn_question(
    _round,
):
    cast = make_cast()
    question = make_question(cast, "assigned")
    draft = answering.save_draft(question=question, by=cast.officer, text="Nháp", version=0)
    mine, theirs = fresh(question), fresh(question)
    outcomes = at_once(
        lambda: answering.submit_answer(
            question=mine, by=cast.officer, text="Trả lời", version=draft.version
        ),
        lambda: citizens.withdraw(question=theirs),
    )
    assert outcomes == ["Conflict", "done"]
    withdrawn = fresh(question).status == QuestionStatus.WITHDRAWN
    assert Answer.objects.exists() != withdrawn


def test_two_workers_remind_once():
    """Each of the two may find the same questions due; the rows let one of them through."""
    cast = make_cast()
    User.objects.filter(pk=cast.officer.pk).update(email="canbo@example.org")
    question = make_question(cast, "assigned")
    due_at = datetime(2026, 3, 16, 17, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    Question.objects.filter(pk=question.pk).update(due_at=due_at)
    now = due_at.replace(hour=9)
    assert at_once(*[lambda: reminding.tick(now)] * 2) == ["done", "done"]
    steps = [(r.rule.kind, r.rule.step) for r in Reminder.objects.select_related("rule")]
    assert len(steps) == len(set(steps)) > 0
    reminding.tick(now + timedelta(minutes=5))
    assert OutboxMessage.objects.filter(to="canbo@example.org").count() == 1


@pytest.mark.parametrize("_round", range(3))
def test_two_workers_publish_a_planned_answer_once(_round):
    cast = make_cast()
    question = make_question(cast, "approved")
    copy = {"title": "Tiêm phòng", "question_text": "Hỏi?", "answer_text": "Đáp."}
    hour = timezone.now() + timedelta(hours=1)
    planning.plan(question=question, by=cast.editor, publish_at=hour, **copy)
    due = hour + timedelta(seconds=1)
    assert at_once(*[lambda: planning.publish_due(due)] * 2) == ["done", "done"]
    assert Publication.objects.count() == 1
    assert fresh(question).status == QuestionStatus.PUBLISHED
    assert not PlannedPublication.objects.exists()


@pytest.mark.parametrize("_round", range(3))
def test_who_is_merged_while_the_answer_is_published_is_told_all_the_same(_round):
    cast = make_cast()
    lead, follower = make_question(cast, "approved"), make_question(cast, "accepted")
    outcomes = at_once(
        lambda: publishing.publish(
            question=fresh(lead),
            by=cast.editor,
            title="Tiêm phòng",
            question_text="Hỏi?",
            answer_text="Đáp.",
        ),
        lambda: grouping.merge(question=fresh(follower), by=cast.second_editor, lead=lead),
    )
    assert outcomes == ["done", "done"]
    assert fresh(follower).status == QuestionStatus.ANSWERED_TOGETHER


@pytest.mark.parametrize("_round", range(3))
def test_two_questions_merged_into_each_other_make_no_ring(_round):
    cast = make_cast()
    one, other = (make_question(cast, "accepted") for _ in range(2))
    outcomes = at_once(
        lambda: grouping.merge(question=fresh(one), by=cast.editor, lead=other),
        lambda: grouping.merge(question=fresh(other), by=cast.second_editor, lead=one),
    )
    assert outcomes in (["Conflict", "done"], ["Denied", "done"])
    assert Question.objects.filter(status=QuestionStatus.MERGED).count() == 1


def holders(question: Question) -> set[tuple[str, str]]:
    held = question.assignments.filter(ended_at__isnull=True).order_by("pk")
    return set(held.values_list("unit__code", "role"))


def test_a_unit_returns_while_the_board_gives_the_question_to_another():
    cast = make_cast()
    question = make_question(cast, "assigned")
    mine, theirs = fresh(question), fresh(question)
    outcomes = at_once(
        lambda: routing.return_to_board(
            question=mine,
            by=cast.officer,
            reason=ReturnReason.NOT_OUR_FIELD,
            words="Không thuộc lĩnh vực.",
        ),
        lambda: routing.assign(question=theirs, by=cast.editor, lead=cast.other_unit),
    )
    assert outcomes == ["Conflict", "done"]
    is_returned = fresh(question).status == QuestionStatus.RETURNED
    assert holders(question) == (set() if is_returned else {(cast.other_unit.code, "lead")})


def test_a_question_is_merged_or_given_to_a_unit_and_never_both():
    cast = make_cast()
    lead, question = make_question(cast, "accepted"), make_question(cast, "reported")
    mine, theirs = fresh(question), fresh(question)
    outcomes = at_once(
        lambda: grouping.merge(question=mine, by=cast.editor, lead=lead),
        lambda: routing.assign(question=theirs, by=cast.second_editor, lead=cast.unit),
    )
    assert outcomes == ["Conflict", "done"]
    is_merged = fresh(question).status == QuestionStatus.MERGED
    assert holders(question) == (set() if is_merged else {(cast.unit.code, "lead")})


@pytest.mark.parametrize("_round", range(3))
def test_units_are_merged_while_an_answer_is_submitted_and_deputies_come_and_go(_round):
    """Whoever comes first, the new unit alone holds the question and no lent right is left."""
    cast, today = make_cast(), timezone.localdate()
    second = make_member(RoleCode.UNIT_RESPONDER, cast.unit)
    tomorrow = today + timedelta(days=1)
    question = make_question(cast, "assigned")
    lent = deputies.name_deputy(
        by=cast.head, unit=cast.unit, deputy=cast.officer, valid_from=today, valid_to=today
    )
    merger = reorganisations.create_reorganisation(
        kind=SuccessionKind.MERGE,
        units=[cast.unit],
        decision_number="12-QĐ/TU",
        effective_on=today,
        by=cast.office,
    )
    reorganisations.add_successor(reorganisation=merger, by=cast.office, unit=cast.other_unit)
    outcomes = at_once(
        lambda: reorganisations.apply_by(reorganisation=merger, by=cast.office),
        lambda: answering.submit_answer(
            question=question, by=cast.officer, text="Trả lời", version=0
        ),
        lambda: deputies.end_deputy(by=cast.office, deputy=lent),
        lambda: deputies.name_deputy(
            by=cast.head, unit=cast.unit, deputy=second, valid_from=tomorrow, valid_to=tomorrow
        ),
    )
    assert outcomes.count("done") >= 1
    assert not Unit.objects.in_force(today).filter(pk=cast.unit.pk).exists()
    helps = (cast.commune.code, "coordinating")
    assert holders(question) == {(cast.other_unit.code, "lead"), helps}
    leading = memberships_in_force(today).filter(user=cast.officer, role=RoleCode.UNIT_LEADER)
    assert not leading.exists()
    assert not Membership.objects.filter(unit=cast.unit, valid_to__gte=today).exists()
    assert not Deputy.objects.filter(unit=cast.unit, ended_at=None, valid_to__gte=today).exists()
