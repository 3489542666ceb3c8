"""Open questions through a reorganisation: nobody loses one, and no two units hold one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagement.accounts.access import memberships_in_force
from engagement.accounts.enums import SuccessionKind
from engagement.accounts.models import Unit
from engagement.accounts.roles import RoleCode
from engagement.jobs.models import OutboxMessage
from engagement.reorganisation import services
from engagement.reorganisation.effects import effect_of
from engagement.reorganisation.models import Reorganisation
from engagement.reorganisation.queries import dry_run, plan_of
from engagement.reorganisation.rules import problems
from engagement.workflow.exceptions import Conflict
from qa.enums import TRANSFER
from qa.models import Answer, AnswerTemplate, Assignment, Deputy, Question, Step
from qa.queries.asker import for_asker, timeline_for_citizen
from qa.queries.desk.access import visible_to
from qa.queries.reorganising import QUESTIONS
from qa.services import answering, deputies, publishing, routing
from qa.services.reorganising import follow_reorganisations
from tests.factories import make_cast, make_member, make_question, make_unit

pytestmark = pytest.mark.django_db
PARTS = (
    {"code": "phan-1", "name": "Sở Một", "short_name": "Sở Một", "kind": "department"},
    {"code": "phan-2", "name": "Sở Hai", "short_name": "Sở Hai", "kind": "department"},
)


def fresh(question: Question) -> Question:
    return Question.objects.get(pk=question.pk)


def begin(cast, kind: str, *units: Unit, into=(), new=()) -> Reorganisation:
    found = services.create_reorganisation(
        kind=SuccessionKind(kind),
        units=units,
        decision_number="12-QĐ/TU",
        effective_on=timezone.localdate(),
        by=cast.office,
    )
    for unit in into:
        services.add_successor(reorganisation=found, by=cast.office, unit=unit)
    for columns in new:
        services.add_successor(reorganisation=found, by=cast.office, new=columns)
    return found


def carry_out(cast, reorganisation: Reorganisation) -> None:
    services.apply_by(reorganisation=reorganisation, by=cast.office)


def holders(question: Question) -> set[tuple[str, str]]:
    held = Assignment.objects.filter(question=question, ended_at__isnull=True).order_by("pk")
    return set(held.values_list("unit__code", "role"))


def test_split_gives_each_question_to_exactly_one_and_hides_it_from_the_other():
    cast = make_cast()
    chosen, other = make_question(cast, "assigned"), make_question(cast, "answered")
    split = begin(cast, "split", cast.unit, new=PARTS)
    second = split.successors.get(code="phan-2")
    services.choose(
        reorganisation=split,
        effect=effect_of(QUESTIONS),
        chosen={chosen.reference: second},
        by_rule=[],
        by=cast.office,
    )
    carry_out(cast, split)
    assert holders(chosen) == {("phan-2", "lead"), ("xa-a", "coordinating")}
    assert holders(other) == {("phan-1", "lead"), ("xa-a", "coordinating")}
    people = {
        code: make_member(RoleCode.UNIT_RESPONDER, Unit.objects.get(code=code))
        for code in ("phan-1", "phan-2")
    }
    seen = {code: set(visible_to(user).order_by("pk")) for code, user in people.items()}
    assert seen == {"phan-1": {other}, "phan-2": {chosen}}
    assert set(visible_to(cast.officer).order_by("pk")) == {other}  # who answers goes with the rest


def test_question_keeps_step_deadline_and_draft_and_the_asker_is_told():
    cast = make_cast()
    question = make_question(cast, "assigned", contact_email="nguoi-hoi@example.org")
    answering.save_draft(question=question, by=cast.officer, text="Nháp", version=0)
    before = fresh(question)
    letters = OutboxMessage.objects.count()
    carry_out(cast, begin(cast, "rename", cast.unit, new=PARTS[:1]))
    now = fresh(question)
    assert (now.status, now.due_at, now.paused_at) == (before.status, before.due_at, None)
    assert now.lead_unit.code == "phan-1"
    assert Answer.objects.get(question=question).text == "Nháp"
    step = Step.objects.get(question=question, verb=TRANSFER)
    assert step.public_words == (
        "Chuyển Sở Một trả lời, do sắp xếp tổ chức (12-QĐ/TU). Thời hạn không đổi."
    )
    titles = [entry.title for entry in timeline_for_citizen(for_asker(now.submission))]
    assert step.public_words in titles
    letter = OutboxMessage.objects.order_by("-pk")[0]
    assert OutboxMessage.objects.count() == letters + 1
    assert "nay do Sở Một trả lời" in letter.body
    answering.submit_answer(question=now, by=cast.officer, text="Trả lời.", version=1)


def test_page_of_the_old_unit_is_answered_with_a_conflict():
    cast = make_cast()
    old = make_question(cast, "assigned")
    carry_out(cast, begin(cast, "rename", cast.unit, new=PARTS[:1]))
    with pytest.raises(Conflict):
        answering.submit_answer(question=old, by=cast.officer, text="Trả lời.", version=0)


@pytest.mark.parametrize("leads", ["the unit that ends", "the unit that stays"])
def test_merger_of_lead_and_helper_leaves_one_holder(leads):
    cast = make_cast()
    question = make_question(cast, "assigned")  # yte leads, xa-a helps
    ends, stays = (cast.unit, cast.commune) if leads == "the unit that ends" else (
        cast.commune,
        cast.unit,
    )  # fmt: skip
    carry_out(cast, begin(cast, "merge", ends, into=[stays]))
    assert holders(question) == {(stays.code, "lead")}
    assert fresh(question).lead_unit == stays
    assert Step.objects.filter(question=question, verb=TRANSFER).count() == 1


def test_abolition_needs_somebody_to_take_what_is_open_and_drafts_begin_anew():
    cast = make_cast()
    question = make_question(cast, "assigned")
    answering.save_draft(question=question, by=cast.officer, text="Nháp", version=0)
    ending = begin(cast, "abolish", cast.unit)
    assert "chưa có đơn vị nhận" in " ".join(problems(plan_of(ending)))
    services.add_successor(reorganisation=ending, by=cast.office, unit=cast.other_unit)
    carry_out(cast, ending)
    assert holders(question) == {("gtvt", "lead"), ("xa-a", "coordinating")}
    assert not Answer.objects.filter(question=question).exists()
    assert visible_to(cast.other_officer).filter(pk=question.pk).exists()


def test_dry_run_counts_what_is_then_done_and_old_answers_keep_the_old_name():
    cast = make_cast()
    opened = [make_question(cast, status) for status in ("assigned", "approved", "received")]
    done = make_question(cast, "published")
    sealed = make_question(cast, "assigned")
    Question.objects.filter(pk=sealed.pk).update(is_sealed=True)
    rename = begin(cast, "rename", cast.unit, new=PARTS[:1])
    counted = {row.effect.code: row.total for row in dry_run(plan_of(rename))}
    shown = [item.key for item in effect_of(QUESTIONS).items(plan_of(rename))[0:50]]
    assert counted[QUESTIONS] == 2
    assert counted["qa-answers"] == 1
    assert sealed.reference not in shown
    carry_out(cast, rename)
    moved = {step.question for step in Step.objects.filter(verb=TRANSFER).order_by("pk")}
    assert moved == {*opened[:2], sealed}
    assert fresh(done).lead_unit == cast.unit
    assert fresh(done).publication.unit_name == "Sở Y tế"
    publishing.publish(
        question=fresh(opened[1]),
        by=cast.editor,
        title="Tiêm phòng",
        question_text="Hỏi",
        answer_text="Đáp",
    )
    assert fresh(opened[1]).publication.unit_name == "Sở Một"


def test_dry_run_and_lists_ask_the_database_as_often_for_three_questions_as_for_one(client):
    cast = make_cast()
    make_question(cast, "assigned")
    rename = begin(cast, "rename", cast.unit, new=PARTS[:1])
    client.force_login(cast.office)
    addresses = [rename.get_absolute_url(), f"{rename.get_absolute_url()}anh-huong/{QUESTIONS}/"]
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            for address in addresses:
                assert client.get(address).status_code == 200
        counts.append(len(asked))
        for status in ("assigned", "answered"):
            make_question(cast, status)
    assert counts[0] == counts[1]


def test_question_that_stayed_with_an_ended_unit_is_moved_on():
    """Reopened after the split, or given to the unit in the moment it ended."""
    cast = make_cast()
    carry_out(cast, begin(cast, "split", cast.unit, new=PARTS))
    Unit.objects.filter(pk=cast.unit.pk).update(valid_to=None)
    question = make_question(cast, "assigned")
    yesterday = timezone.localdate() - timedelta(days=1)
    Unit.objects.filter(pk=cast.unit.pk).update(valid_to=yesterday)
    assert follow_reorganisations(timezone.localdate()) == 1
    assert holders(question) == {("phan-1", "lead"), ("xa-a", "coordinating")}
    assert follow_reorganisations(timezone.localdate()) == 0


def test_delegation_that_names_the_unit_is_listed_for_a_person_to_read():
    cast = make_cast()
    today = timezone.localdate()
    for scope in ("Mọi câu hỏi giao sở y tế", "Mọi câu hỏi về y tế"):
        routing.grant_delegation(
            by=cast.steering, decision_number="1", valid_from=today, valid_to=today, scope=scope
        )
    make_unit("so-yt")
    plan = plan_of(begin(cast, "rename", cast.unit, new=PARTS[:1]))
    assert [item.note for item in effect_of("qa-rules").items(plan)] == ["Mọi câu hỏi giao sở y tế"]


@pytest.mark.parametrize("goes", [True, False])
def test_templates_go_over_and_deputies_as_far_as_their_role(goes):
    """A renaming carries the standing-in along; after a merger it is over and no right is left."""
    cast, today = make_cast(), timezone.localdate()
    old, home = cast.unit, make_unit("so-moi")
    until = today + timedelta(days=9)
    named = deputies.name_deputy(
        by=cast.head, unit=old, deputy=cast.officer, valid_from=today, valid_to=until
    )
    for unit in (old, home):
        AnswerTemplate.objects.create(
            unit=unit, title="Chào", text="Kính gửi", changed_by=cast.office
        )
    new = () if not goes else ({**PARTS[0]},)
    reorganisation = begin(
        cast, "rename" if goes else "merge", old, into=() if goes else (home,), new=new
    )
    counted = {row.effect.code: row.total for row in dry_run(plan_of(reorganisation))}
    assert (counted["qa-templates"], counted["qa-deputies"]) == (1, 1)
    carry_out(cast, reorganisation)
    named.refresh_from_db()
    assert (named.valid_to, named.ended_by) == (today - timedelta(days=1), cast.office)
    leading = memberships_in_force(today).filter(user=cast.officer, role=RoleCode.UNIT_LEADER)
    if not goes:
        assert not leading.exists()
        assert set(AnswerTemplate.objects.filter(unit=home).values_list("title", flat=True)) == {
            "Chào",
            f"Chào ({old.short_name})",
        }
        return
    found = Unit.objects.get(code="phan-1")
    assert AnswerTemplate.objects.get(unit=found).title == "Chào"
    again = Deputy.objects.get(unit=found)
    assert (again.membership, again.valid_to) == (leading.get(), until)
    deputies.end_deputy(by=cast.head, deputy=again)
    assert not leading.exists()
