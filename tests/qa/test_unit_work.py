"""Notes among the offices, deputies by date, and publication at an hour that was chosen."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from engagement.accounts.access import has_permission
from engagement.accounts.models import Membership
from engagement.accounts.permissions import Permission
from engagement.accounts.roles import RoleCode
from engagement.audit.models import AuditEvent
from engagement.jobs.models import OutboxMessage
from engagement.workflow.exceptions import Denied
from qa.enums import QuestionStatus as S
from qa.enums import Verb as V
from qa.models import Answer, Deputy, Note, PlannedPublication, Publication, Question
from qa.queries import asker
from qa.queries.desk.boxes import waiting_for
from qa.queries.notes import notes_for
from qa.services import answering, citizens, deputies, notes, planning, publishing, routing
from tests.factories import make_cast, make_member, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def stored(question):
    return Question.objects.get(pk=question.pk)


# --- Notes -----------------------------------------------------------------------------------
def words_read(user, question):
    return [note.words for note in notes_for(user, question)]


def test_notes_are_read_by_the_board_and_who_holds_the_case(client, cast):
    question = make_question(cast, S.REPORTED)
    notes.write_note(question=question, by=cast.editor, words="Trước khi giao.")
    routing.assign(question=question, by=cast.editor, lead=cast.unit)
    question = stored(question)
    notes.write_note(question=question, by=cast.officer, words="Sở đang xem.")
    assert words_read(cast.steering, question) == ["Trước khi giao.", "Sở đang xem."]
    assert words_read(cast.officer, question) == ["Sở đang xem."]
    routing.assign(question=question, by=cast.editor, lead=cast.other_unit)
    question = stored(question)
    assert words_read(cast.officer, question) == []
    assert words_read(cast.other_officer, question) == []
    routing.assign(question=question, by=cast.editor, lead=cast.unit)
    assert words_read(cast.officer, stored(question)) == ["Sở đang xem."]
    assert "Sở đang xem." not in client.get(asker.follow_path(question)).content.decode()


def test_who_only_reads_writes_no_note_and_strangers_see_no_case(client, cast):
    question = make_question(cast, S.ASSIGNED)
    url = reverse("desk:question_note", args=[question.reference])
    for user, status in (
        (cast.standing, 403),
        (cast.inspector, 403),
        (cast.other_officer, 404),
        (cast.officer, 302),
        (cast.steering, 302),
    ):
        client.force_login(user)
        assert client.post(url, {"words": "Ghi chú"}).status_code == status
    assert Note.objects.count() == 2
    assert AuditEvent.objects.filter(kind="qa.question.note", detail={}).count() == 2
    client.force_login(cast.officer)
    assert client.post(url, {"words": " "}).status_code == 400


def test_only_the_lead_unit_asks_for_help(cast):
    question = make_question(cast, S.ASSIGNED)
    helper = make_member(RoleCode.UNIT_RESPONDER, cast.commune)
    for user, unit in (
        (helper, cast.other_unit),
        (cast.editor, cast.other_unit),
        (cast.officer, cast.unit),
    ):
        with pytest.raises(Denied):
            notes.write_note(question=question, by=user, words="Nhờ giúp.", wanted_unit=unit)


def test_notes_and_plans_are_erased_at_withdrawal(cast):
    question = make_question(cast, S.APPROVED)
    notes.write_note(question=question, by=cast.editor, words="Chị Bưởi gọi lại.")
    plan(question, cast.editor)
    citizens.withdraw(question=question)
    assert not Note.objects.exists()
    assert not PlannedPublication.objects.exists()


# --- Deputies --------------------------------------------------------------------------------
def named(cast, first=0, last=5, **values):
    today = timezone.localdate()
    arguments = {
        "by": cast.head,
        "unit": cast.unit,
        "deputy": cast.officer,
        "valid_from": today + timedelta(days=first),
        "valid_to": today + timedelta(days=last),
    }
    return deputies.name_deputy(**(arguments | values))


def may_approve(user, unit):
    return has_permission(user, Permission.QUESTION_APPROVE, unit=unit)


def test_a_deputy_approves_on_these_days_and_the_answer_says_for_whom(client, cast):
    question = make_question(cast, S.ANSWERED)
    with pytest.raises(Denied):
        answering.approve_answer(question=question, by=cast.officer)
    named(cast)
    answering.approve_answer(question=stored(question), by=cast.officer)
    answer = Answer.objects.get(question=question)
    assert (answer.approved_by, answer.approved_for) == (cast.officer, cast.head)
    event = AuditEvent.objects.get(kind="qa.question.approve")
    assert event.detail == {"deputy_for": cast.head.username}
    client.force_login(cast.editor)
    page = client.get(question.get_absolute_url()).content.decode()
    assert f"duyệt thay {cast.head.display_name}" in page.lower()
    publishing.request_changes(question=stored(question), by=cast.editor, words="Nêu rõ giờ.")
    assert Answer.objects.get(question=question).approved_for is None


def test_a_head_approves_in_nobodys_place(cast):
    question = make_question(cast, S.ANSWERED)
    named(cast)
    answering.approve_answer(question=question, by=cast.head)
    assert Answer.objects.get(question=question).approved_for is None


def test_the_right_ends_with_the_last_day_and_begins_with_the_first(cast):
    named(cast, first=2, last=3)
    today = timezone.now()
    held = [
        has_permission(
            cast.officer, Permission.QUESTION_APPROVE, unit=cast.unit, at=today + timedelta(days=n)
        )
        for n in range(6)
    ]
    assert held == [False, False, True, True, False, False]


def test_ending_early_takes_the_right_at_once(client, cast):
    deputy = named(cast)
    assert may_approve(cast.officer, cast.unit)
    client.force_login(cast.head)
    url = reverse("desk:deputy_end", args=[deputy.pk])
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 302
    assert not may_approve(cast.officer, cast.unit)
    assert not Membership.objects.filter(user=cast.officer, role=RoleCode.UNIT_LEADER).exists()
    assert client.post(url).status_code == 403
    named(cast)  # the days are free again


def test_a_deputy_names_no_deputy_and_others_do_not_either(cast):
    colleague = make_member(RoleCode.UNIT_RESPONDER, cast.unit)
    named(cast)
    for by in (cast.officer, cast.other_head, cast.office, cast.editor):
        with pytest.raises(Denied, match="không giao tiếp"):
            named(cast, by=by, deputy=colleague, first=10, last=12)
    for deputy in (cast.other_officer, cast.editor, cast.head):
        with pytest.raises(Denied, match="của chính đơn vị"):
            named(cast, deputy=deputy, first=10, last=12)


@pytest.mark.parametrize("days", [(5, 9), (0, 0), (-1, 3), (4, 2)])
def test_overlapping_past_and_backward_days_are_refused(cast, days):
    named(cast)
    colleague = make_member(RoleCode.UNIT_RESPONDER, cast.unit)
    with pytest.raises(Denied):
        named(cast, first=days[0], last=days[1], deputy=colleague)
    assert Deputy.objects.count() == 1


def test_deputies_are_listed_for_the_unit_and_the_office(client, cast):
    named(cast)
    url = reverse("desk:deputies")
    shown = {}
    for name in ("head", "officer", "office", "other_head"):
        client.force_login(getattr(cast, name))
        shown[name] = len(client.get(url).context["page"].object_list)
    assert shown == {"head": 1, "officer": 1, "office": 1, "other_head": 0}
    client.force_login(cast.editor)
    assert client.get(url).status_code == 404


def test_a_head_names_a_deputy_on_the_page(client, cast):
    client.force_login(cast.head)
    today = timezone.localdate()
    data = {
        "unit": cast.unit.pk,
        "deputy": cast.officer.pk,
        "valid_from": f"{today:%d/%m/%Y}",
        "valid_to": f"{today:%d/%m/%Y}",
    }
    assert client.post(reverse("desk:deputies"), data).status_code == 302
    assert may_approve(cast.officer, cast.unit)
    again = client.post(reverse("desk:deputies"), data)
    assert again.status_code == 403
    assert "Trùng với thời gian" in again.content.decode()


# --- Planned publication ---------------------------------------------------------------------
COPY = {"title": "Tiêm phòng", "question_text": "Hỏi?", "answer_text": "Đáp."}


def plan(question, by, **later):
    at = timezone.now() + timedelta(**(later or {"hours": 1}))
    return planning.plan(question=stored(question), by=by, publish_at=at, **COPY)


def when_due(planned):
    return planned.publish_at + timedelta(seconds=1)


def test_at_its_hour_it_is_published_once_as_who_planned_it(cast):
    question = make_question(cast, S.APPROVED)
    planned = plan(question, cast.editor)
    assert planning.publish_due(timezone.now()) == 0
    assert planning.publish_due(when_due(planned)) == 1
    assert planning.publish_due(when_due(planned)) == 0
    assert planning.publish_planned(planned.pk) is False
    publication = Publication.objects.get()
    assert (publication.published_by, publication.title) == (cast.editor, "Tiêm phòng")
    question = stored(question)
    assert question.status == S.PUBLISHED
    assert question.finished_at == publication.published_at  # the verdict is of the real hour
    assert not PlannedPublication.objects.exists()


def test_a_planned_answer_is_not_the_editors_turn_until_it_fails(client, cast):
    question = make_question(cast, S.APPROVED)
    cast.editor.email = "bientap@example.org"
    cast.editor.save()
    planned = plan(question, cast.editor)
    mine = Question.objects.filter(waiting_for(cast.second_editor), pk=question.pk)
    assert not mine.exists()
    Membership.objects.filter(user=cast.editor).update(valid_to="2020-01-01")
    assert planning.publish_due(when_due(planned)) == 0
    assert mine.exists()
    assert stored(question).status == S.APPROVED
    assert "không có quyền" in PlannedPublication.objects.get().failure
    assert OutboxMessage.objects.filter(to="bientap@example.org").count() == 1
    assert planning.publish_due(when_due(planned)) == 0  # it is the board's turn, not tried again
    client.force_login(cast.second_editor)
    page = client.get(question.get_absolute_url()).content.decode()
    assert "Chưa công bố được theo giờ hẹn" in page
    box = client.get(reverse("desk:box", args=["hen-gio"])).content.decode()
    assert question.reference in box


def test_any_step_in_between_ends_the_plan(cast):
    question = make_question(cast, S.APPROVED)
    planned = plan(question, cast.editor)
    publishing.request_changes(question=stored(question), by=cast.second_editor, words="Sửa.")
    answering.submit_answer(question=stored(question), by=cast.officer, text="Mới.", version=1)
    answering.approve_answer(question=stored(question), by=cast.head)
    assert planning.publish_due(when_due(planned)) == 0
    assert stored(question).status == S.APPROVED


def test_a_plan_is_changed_and_dropped_on_the_page(client, cast):
    question = make_question(cast, S.APPROVED)
    client.force_login(cast.editor)
    url = reverse("desk:question_act", args=[question.reference, V.PUBLISH])
    tomorrow = timezone.localtime() + timedelta(days=1)
    data = COPY | {"publish_at": f"{tomorrow:%d/%m/%Y %H:%M}"}
    assert client.post(url, data).status_code == 302
    assert stored(question).status == S.APPROVED
    page = client.get(question.get_absolute_url()).content.decode()
    assert "Hẹn công bố" in page
    assert "thực sự được công bố" in page
    form = client.get(url).context["form"]
    at = timezone.make_aware(form["publish_at"].value())
    assert (form["title"].value(), at) == (
        "Tiêm phòng",
        PlannedPublication.objects.get().publish_at,
    )
    past = client.post(url, COPY | {"publish_at": "01/01/2020 08:00"})
    assert past.status_code == 400
    assert "phía trước" in past.content.decode()
    cancel = reverse("desk:question_plan_cancel", args=[question.reference])
    assert client.post(cancel).status_code == 302
    assert not PlannedPublication.objects.exists()
    assert client.post(cancel).status_code == 403


def test_one_plan_that_breaks_does_not_stop_the_others(cast, monkeypatch):
    first, second = (make_question(cast, S.APPROVED) for _ in range(2))
    plan(first, cast.editor, minutes=1)
    planned = plan(second, cast.editor, minutes=2)
    publish = publishing.publish

    def broken(*, question, **copy):
        if question.pk == first.pk:
            raise RuntimeError("the disk is full")
        return publish(question=question, **copy)

    monkeypatch.setattr(publishing, "publish", broken)
    assert planning.publish_due(when_due(planned)) == 1
    assert stored(second).status == S.PUBLISHED
    monkeypatch.undo()
    assert planning.publish_due(when_due(planned)) == 1  # it is tried again
    assert stored(first).status == S.PUBLISHED
