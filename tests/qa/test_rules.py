"""Every status × verb × person: allowed, or refused with nothing changed (R-13.1, R-13.2, R-5.1)."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from engagement.accounts.roles import RoleCode
from engagement.audit.models import AuditEvent
from engagement.moderation.reasons import RejectionReason
from engagement.workflow.exceptions import Denied, InvalidTransition
from qa.enums import FOLLOWING_VERBS, ReturnReason
from qa.enums import QuestionStatus as S
from qa.enums import Verb as V
from qa.models import Question, Receiver
from qa.rules.labels import LABELS
from qa.rules.verbs import CITIZEN_VERBS, SITE_VERBS, UNIT_VERBS, acts_for, check_can
from qa.services import (
    answering,
    citizens,
    classifying,
    feedback,
    grouping,
    moderating,
    publishing,
    routing,
    splitting,
)
from qa.services.steps import citizen_step
from qa.workflow import QUESTION
from tests.factories import make_cast, make_member, make_question
from tests.factories.questions import TWO_PARTS

pytestmark = pytest.mark.django_db

BOARD = {"editor", "second_editor", "chief_editor"}
ASSIGNERS = BOARD | {"steering"}
UNIT = {"officer", "head"}
HEAD = {"head"}
CITIZEN = {"citizen"}

# The whole truth: who may do what at which step. What is not here is refused to everybody.
# The factory's editor is the one who rejected, so "editor" cannot judge the objection.
ALLOWED: dict[S, dict[V, set[str]]] = {
    S.RECEIVED: {V.ACCEPT: BOARD, V.REJECT: BOARD, V.MERGE: BOARD, V.WITHDRAW: CITIZEN},
    S.REJECTED: {V.OBJECT: CITIZEN, V.WITHDRAW: CITIZEN},
    S.OBJECTED: {
        V.UPHOLD: BOARD - {"editor"},
        V.OVERTURN: BOARD - {"editor"},
        V.WITHDRAW: CITIZEN,
    },
    S.REFUSED: {},
    # assign_by_delegation waits for a delegation: see the test below.
    S.ACCEPTED: {V.REPORT: BOARD, V.MERGE: BOARD, V.SPLIT: BOARD, V.WITHDRAW: CITIZEN},
    S.REPORTED: {V.ASSIGN: ASSIGNERS, V.MERGE: BOARD, V.SPLIT: BOARD, V.WITHDRAW: CITIZEN},
    S.ASSIGNED: {
        V.SUBMIT_ANSWER: UNIT,
        V.ASK_INFORMATION: UNIT,
        V.RETURN: UNIT,
        V.REASSIGN: ASSIGNERS,
        V.WITHDRAW: CITIZEN,
    },
    S.AWAITING_INFORMATION: {V.RESUME: UNIT, V.ADD_INFORMATION: CITIZEN, V.WITHDRAW: CITIZEN},
    # arbitrate waits for a second return: see the test below.
    S.RETURNED: {V.ASSIGN: ASSIGNERS, V.MERGE: BOARD, V.SPLIT: BOARD, V.WITHDRAW: CITIZEN},
    S.ANSWERED: {V.APPROVE: HEAD, V.SEND_BACK: HEAD, V.WITHDRAW: CITIZEN},
    S.APPROVED: {
        V.PUBLISH: BOARD,
        V.CLOSE_PRIVATELY: BOARD,
        V.REQUEST_CHANGES: BOARD,
        V.WITHDRAW: CITIZEN,
    },
    S.MERGED: {V.UNMERGE: BOARD, V.WITHDRAW: CITIZEN},
    S.ANSWERED_TOGETHER: {V.REOPEN: CITIZEN},
    S.SPLIT: {V.WITHDRAW: CITIZEN},
    # reopen_to_board waits for a unit that nobody took over from: see tests/qa/test_feedback.py.
    S.PUBLISHED: {V.RETRACT: {"chief_editor"}, V.REOPEN: CITIZEN},
    S.CLOSED: {V.REOPEN: CITIZEN},
    S.WITHDRAWN: {},
    S.RETRACTED: {},
    S.REDIRECTED: {},
}


def assign(question, by, cast):
    return routing.assign(question=question, by=by, lead=cast.other_unit)


def merge(question, by, cast):
    """Into the newest other question that was accepted and stands free."""
    lead = Question.objects.exclude(pk=question.pk).filter(status=S.ACCEPTED).last()
    return grouping.merge(question=question, by=by, lead=lead)


STAFF_DEEDS = {
    V.ACCEPT: lambda q, by, c: moderating.accept(question=q, by=by),
    V.REJECT: lambda q, by, c: moderating.reject(
        question=q, by=by, reason=RejectionReason.ADVERTISING, words="Có quảng cáo."
    ),
    V.UPHOLD: lambda q, by, c: moderating.uphold_rejection(question=q, by=by, words="Giữ nguyên."),
    V.OVERTURN: lambda q, by, c: moderating.overturn_rejection(question=q, by=by),
    V.REPORT: lambda q, by, c: routing.report_questions(questions=[q], by=by),
    V.ASSIGN: assign,
    V.ASSIGN_BY_DELEGATION: assign,
    V.REASSIGN: assign,
    V.ARBITRATE: lambda q, by, c: routing.arbitrate(
        question=q, by=by, lead=c.other_unit, words="Đúng lĩnh vực của Sở."
    ),
    V.MERGE: merge,
    V.UNMERGE: lambda q, by, c: grouping.unmerge(question=q, by=by),
    V.SPLIT: lambda q, by, c: splitting.split(question=q, by=by, parts=TWO_PARTS),
    V.ASK_INFORMATION: lambda q, by, c: answering.ask_information(
        question=q, by=by, words="Ở đâu?"
    ),
    V.RESUME: lambda q, by, c: answering.resume(question=q, by=by),
    V.RETURN: lambda q, by, c: routing.return_to_board(
        question=q, by=by, reason=ReturnReason.OTHER_LEVEL, words="Thuộc cấp xã."
    ),
    V.SUBMIT_ANSWER: lambda q, by, c: answering.submit_answer(
        question=q, by=by, text="Trả lời.", version=0
    ),
    V.SEND_BACK: lambda q, by, c: answering.send_back(question=q, by=by, words="Ghi rõ ngày."),
    V.APPROVE: lambda q, by, c: answering.approve_answer(question=q, by=by),
    V.REQUEST_CHANGES: lambda q, by, c: publishing.request_changes(question=q, by=by, words="Sửa."),
    V.PUBLISH: lambda q, by, c: publishing.publish(
        question=q, by=by, title="Tiêu đề", question_text="Hỏi", answer_text="Đáp"
    ),
    V.CLOSE_PRIVATELY: lambda q, by, c: publishing.close_privately(question=q, by=by),
    V.RETRACT: lambda q, by, c: publishing.retract(question=q, by=by, note="Sai số liệu."),
    # For complaints, and for what is sealed: see tests/qa/test_kinds.py.
    V.REDIRECT: lambda q, by, c: classifying.redirect(question=q, by=by, words="Gửi nơi khác."),
    V.FORWARD: lambda q, by, c: classifying.forward(
        question=q, by=by, receiver=Receiver.objects.first(), words="Đã chuyển."
    ),
}
CITIZEN_DEEDS = {
    V.OBJECT: lambda q: citizens.object_to_rejection(question=q, words="Tôi không đồng ý."),
    V.ADD_INFORMATION: lambda q: citizens.add_information(question=q, reply="Ở xã A."),
    V.WITHDRAW: lambda q: citizens.withdraw(question=q),
    V.REOPEN: lambda q: feedback.reopen(question=q, words="Chưa nói cần giấy tờ gì."),
    V.REOPEN_TO_BOARD: lambda q: citizen_step(V.REOPEN_TO_BOARD, question=q),
}
# One service serves the three ways of assigning; the step tells which one it is.
ASSIGNING = {V.ASSIGN, V.ASSIGN_BY_DELEGATION, V.REASSIGN}


def people_of(cast):
    return {
        **cast.people(),
        "commune_officer": make_member(RoleCode.UNIT_RESPONDER, cast.commune),
        "commune_head": make_member(RoleCode.UNIT_LEADER, cast.commune),
        "former_officer": make_member(
            RoleCode.UNIT_RESPONDER, cast.unit, valid_to=cast.unit.valid_from
        ),
    }


def everything_stored() -> dict[str, list[dict[str, object]]]:
    """Every row of the question's own tables, of the log and of the outbox."""
    models = [*apps.get_app_config("qa").get_models(), *apps.get_app_config("jobs").get_models()]
    rows = {
        model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models
    }
    return rows | {"audit": list(AuditEvent.objects.order_by("pk").values())}


def attempt(verb: V, question: Question, name: str, deed) -> bool:
    """Try `deed` on fresh rows. What is allowed is looked at and taken back; refused stays."""
    events = AuditEvent.objects.count()
    savepoint = transaction.savepoint()
    try:
        deed()
    except Denied as denied:
        transaction.savepoint_commit(savepoint)
        assert denied.reason, (verb, name)  # noqa: PT017
        return False
    after = Question.objects.get(pk=question.pk)
    written = AuditEvent.objects.order_by("-sequence")[: AuditEvent.objects.count() - events]
    # One event; the parts of a question that was split are withdrawn after it, each with its own.
    assert {event.kind for event in written} == {f"qa.question.{verb}"}, (verb, name)
    assert len(written) == (3 if question.is_split else 1)
    first = written[len(written) - 1]
    assert (first.before, first.after) == (question.status, after.status)
    assert after.status == QUESTION.target(question.status, verb), (verb, name)
    transaction.savepoint_rollback(savepoint)
    return True


@pytest.mark.parametrize("status", S)
def test_who_may_do_what_at_this_step(status):
    cast = make_cast()
    question = make_question(cast, status)
    make_question(cast, S.ACCEPTED)  # to merge into
    people = people_of(cast)
    before = everything_stored()
    allowed: dict[V, set[str]] = {}

    def fresh() -> Question:
        return Question.objects.get(pk=question.pk)

    for name, person in people.items():
        for verb, deed in STAFF_DEEDS.items():
            if verb in ASSIGNING and verb not in QUESTION.verbs_from(status):
                with pytest.raises(Denied):
                    check_can(verb, person, fresh())
                continue
            if attempt(verb, question, name, lambda d=deed, p=person: d(fresh(), p, cast)):
                allowed.setdefault(verb, set()).add(name)
        for verb in CITIZEN_VERBS:
            with pytest.raises(Denied):
                check_can(verb, person, fresh())
    for verb in V:
        with pytest.raises(Denied):
            check_can(verb, AnonymousUser(), fresh())
    for verb, deed in CITIZEN_DEEDS.items():
        if attempt(verb, question, "citizen", lambda d=deed: d(fresh())):
            allowed.setdefault(verb, set()).add("citizen")

    assert allowed == ALLOWED[status]
    assert everything_stored() == before


@pytest.mark.parametrize("status", S)
def test_the_page_offers_what_the_rules_allow(status):
    """A button stands there for those who may, and for nobody else."""
    cast = make_cast()
    question = make_question(cast, status)
    for name, person in people_of(cast).items():
        offered = {act.verb for act in acts_for(person, question) if act.is_allowed}
        assert offered == {verb for verb, names in ALLOWED[status].items() if name in names}


def test_what_is_refused_to_ones_own_role_says_why():
    cast = make_cast()
    acts = acts_for(cast.editor, make_question(cast, S.OBJECTED))
    assert [(act.verb, act.is_allowed) for act in acts] == [(V.UPHOLD, False), (V.OVERTURN, False)]
    assert "không tự xem xét lại" in acts[0].why_not


def test_assigning_without_report_needs_a_delegation_in_force():
    """R-13.1."""
    cast = make_cast()
    question = make_question(cast, S.ACCEPTED)
    for name, person in people_of(cast).items():
        with pytest.raises(Denied) as refused:
            check_can(V.ASSIGN_BY_DELEGATION, person, question)
        assert ("ủy quyền" in refused.value.reason) == (name in ASSIGNERS)


def test_after_two_returns_only_the_arbiter_assigns():
    cast = make_cast()
    question = make_question(cast, S.RETURNED)
    Question.objects.update(returns=2)
    question.refresh_from_db()
    for name, person in people_of(cast).items():
        offered = {act.verb for act in acts_for(person, question) if act.is_allowed}
        assert (V.ARBITRATE in offered) == (name == "steering")
        assert V.ASSIGN not in offered
        with pytest.raises(Denied):
            check_can(V.ASSIGN, person, question)


def test_a_sealed_question_is_neither_merged_nor_split_nor_merged_into():
    cast = make_cast()
    sealed, other = make_question(cast, S.ACCEPTED), make_question(cast, S.ACCEPTED)
    Question.objects.filter(pk=sealed.pk).update(is_sealed=True)
    sealed.refresh_from_db()
    for deed in (
        lambda: grouping.merge(question=sealed, by=cast.editor, lead=other),
        lambda: grouping.merge(question=other, by=cast.editor, lead=sealed),
        lambda: splitting.split(question=sealed, by=cast.editor, parts=TWO_PARTS),
    ):
        with pytest.raises(Denied, match=r"niêm phong|Chỉ gộp"):
            deed()
    assert not Question.objects.exclude(status=S.ACCEPTED).exists()


def test_the_right_is_asked_before_the_step():
    """A refusal does not tell a stranger at which step the question is."""
    cast = make_cast()
    question = make_question(cast, S.PUBLISHED)
    with pytest.raises(Denied) as stranger:
        check_can(V.APPROVE, cast.other_head, question)
    with pytest.raises(InvalidTransition):
        check_can(V.APPROVE, cast.head, question)
    assert not isinstance(stranger.value, InvalidTransition)


def test_every_verb_of_the_table_has_its_people_and_its_words():
    staff = set(SITE_VERBS) | set(UNIT_VERBS)
    assert staff | CITIZEN_VERBS | FOLLOWING_VERBS == set(QUESTION.verbs) == set(V)
    assert set(LABELS) == staff
    assert set(STAFF_DEEDS) == staff
    assert set(ALLOWED) == set(S)
