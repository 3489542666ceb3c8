"""The table, compare-and-swap, and what a change leaves behind."""

import threading

import pytest
from django.db import connection, connections

from engagement.audit.actors import Actor
from engagement.audit.models import AuditEvent
from engagement.live.models import Notice
from engagement.workflow.exceptions import Conflict, InvalidTransition
from engagement.workflow.machine import Workflow
from qa.enums import Verb
from qa.models import Question
from qa.services import moderating
from qa.workflow import QUESTION
from tests.factories import make_cast, make_question

ACTOR = Actor.system("test")


def table(**transitions: dict[str, str]) -> Workflow:
    return Workflow("test.thing", "a", transitions, labels=dict.fromkeys(transitions, "Bước"))


def test_table_with_unknown_target_is_refused():
    with pytest.raises(ValueError, match="unknown target"):
        table(a={"go": "nowhere"})


def test_table_with_unreachable_status_is_refused():
    with pytest.raises(ValueError, match="nothing leads to"):
        table(a={"go": "b"}, b={}, c={})


def test_table_needs_a_label_for_every_status():
    with pytest.raises(ValueError, match="label"):
        Workflow("test.thing", "a", {"a": {"go": "b"}, "b": {}}, labels={"a": "Bước"})


def test_unknown_verb_names_the_present_step_in_vietnamese():
    with pytest.raises(InvalidTransition, match="Mới nhận"):
        QUESTION.target("received", Verb.PUBLISH)


def test_mermaid_draws_every_transition():
    drawn = QUESTION.mermaid()
    for status, verbs in QUESTION.transitions.items():
        for verb, target in verbs.items():
            assert f"{status} --> {target} : {verb}" in drawn


@pytest.mark.django_db
def test_apply_writes_row_audit_and_notice_together():
    question = make_question(make_cast())
    Notice.objects.all().delete()
    QUESTION.apply(question, Verb.ACCEPT, actor=ACTOR, detail={"field": "y-te"})
    question.refresh_from_db()
    event = AuditEvent.objects.latest("sequence")
    assert question.status == "accepted"
    assert (event.kind, event.before, event.after) == ("qa.question.accept", "received", "accepted")
    assert (event.target_kind, event.target_id) == ("qa.question", str(question.pk))
    assert list(Notice.objects.values_list("subject", flat=True)) == ["qa"]


@pytest.mark.django_db
@pytest.mark.parametrize("verb", [Verb.ACCEPT, Verb.REASSIGN])
def test_second_writer_with_a_stale_copy_gets_conflict_and_leaves_nothing(verb):
    cast = make_cast()
    question = make_question(cast, "received" if verb == Verb.ACCEPT else "assigned")
    stale = Question.objects.get(pk=question.pk)
    QUESTION.apply(Question.objects.get(pk=question.pk), verb, actor=ACTOR)
    events = AuditEvent.objects.count()
    with pytest.raises(Conflict):
        QUESTION.apply(stale, verb, actor=ACTOR)
    assert AuditEvent.objects.count() == events


@pytest.mark.django_db(transaction=True)
def test_one_of_two_racing_threads_wins():
    """Real threads, real connections; on PostgreSQL the second waits for the row, then loses."""
    cast = make_cast()
    question = make_question(cast)
    before = AuditEvent.objects.count()
    barrier = threading.Barrier(2, timeout=10)
    outcomes: list[str] = []

    def accept() -> None:
        try:
            mine = Question.objects.get(pk=question.pk)
            barrier.wait()
            moderating.accept(question=mine, by=cast.editor)
            outcomes.append("won")
        except Conflict:
            outcomes.append("conflict")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=accept) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(outcomes) == ["conflict", "won"], connection.vendor
    assert AuditEvent.objects.count() == before + 1
    assert Question.objects.get(pk=question.pk).steps.filter(verb=Verb.ACCEPT).count() == 1
