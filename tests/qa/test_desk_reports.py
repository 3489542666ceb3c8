"""Reports to Ban Chỉ đạo, standing delegations (R-13.1), and the rows the office edits."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from engagement.audit.models import AuditEvent
from qa.enums import QuestionStatus as S
from qa.enums import Verb as V
from qa.models import Field, Question, Report, StandingDelegation
from qa.services import citizens, routing
from tests.factories import make_cast, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def qa_events(kind=""):
    return AuditEvent.objects.filter(kind__startswith=f"qa.{kind}").count()


def post(client, user, url, data):
    client.force_login(user)
    return client.post(url, data)


def get(client, user, url, **query):
    client.force_login(user)
    return client.get(url, query)


CREATE = "desk:report_create"


def test_report_takes_the_chosen_questions_and_no_other(client, cast):
    chosen, left = make_question(cast, S.ACCEPTED), make_question(cast, S.ACCEPTED)
    data = {"cau_hoi": [chosen.pk], "note": "Gửi trước ngày 25."}
    response = post(client, cast.editor, reverse(CREATE), data)
    report = Report.objects.get()
    assert response.url == report.get_absolute_url()
    assert list(report.questions.all()) == [chosen]
    assert Question.objects.get(pk=left.pk).status == S.ACCEPTED
    body = get(client, cast.steering, response.url).content.decode()
    for words in (chosen.reference, chosen.text, "Gửi trước ngày 25.", "data-print"):
        assert words in body


def test_the_ticks_come_along_from_the_list(client, cast):
    chosen = make_question(cast, S.ACCEPTED)
    make_question(cast, S.ACCEPTED)
    body = get(client, cast.editor, reverse(CREATE), cau_hoi=chosen.pk).content.decode()
    assert body.count(" checked") == 1
    assert " checked" not in get(client, cast.editor, reverse(CREATE)).content.decode()
    everything = get(client, cast.editor, reverse(CREATE), chon="tat-ca").content.decode()
    assert everything.count(" checked") == 2


def test_the_menu_marks_the_reports_on_all_their_pages(client, cast):
    report = make_question(cast, S.REPORTED).report
    for address in (reverse(CREATE), reverse("desk:reports"), report.get_absolute_url()):
        body = get(client, cast.editor, address).content.decode()
        assert f'<a href="{reverse("desk:reports")}" aria-current="page">' in body
        assert f'<a href="{reverse("desk:inbox")}" aria-current="page">' not in body


def test_days_of_a_delegation_are_typed_as_offices_write_them(client, cast):
    body = get(client, cast.steering, reverse("desk:delegations")).content.decode()
    assert body.count("Ngày/tháng/năm, ví dụ") == 2
    assert 'type="date"' not in body
    data = {"decision_number": "1", "valid_from": "05/01/2027", "valid_to": "31/01/2027"}
    assert post(client, cast.steering, reverse("desk:delegations"), data).status_code == 302
    assert StandingDelegation.objects.get().valid_from == date(2027, 1, 5)


def test_report_of_nothing_says_so_and_keeps_the_note(client, cast):
    make_question(cast, S.ACCEPTED)
    response = post(client, cast.editor, reverse(CREATE), {"note": "Ghi chú đã gõ."})
    assert response.status_code == 400
    assert "Xin chọn ít nhất một câu hỏi" in response.content.decode()
    assert "Ghi chú đã gõ." in response.content.decode()
    assert not Report.objects.exists()


def test_a_number_too_long_for_a_row_is_no_question(client, cast):
    make_question(cast, S.ACCEPTED)
    data = {"cau_hoi": ["9" * 20], "note": "Ghi chú đã gõ."}
    response = post(client, cast.editor, reverse(CREATE), data)
    assert response.status_code == 400
    assert "vừa được xử lý ở nơi khác" in response.content.decode()
    assert "Ghi chú đã gõ." in response.content.decode()


@pytest.mark.parametrize("status", [S.RECEIVED, S.ASSIGNED, S.WITHDRAWN])
def test_question_that_moved_meanwhile_stops_the_whole_report(client, cast, status):
    accepted, moved = make_question(cast, S.ACCEPTED), make_question(cast, status)
    reports = Report.objects.count()
    data = {"cau_hoi": [accepted.pk, moved.pk]}
    response = post(client, cast.editor, reverse(CREATE), data)
    assert response.status_code == 400
    assert "vừa được xử lý ở nơi khác" in response.content.decode()
    assert Question.objects.get(pk=accepted.pk).status == S.ACCEPTED
    assert Report.objects.count() == reports


@pytest.mark.parametrize("name", ["steering", "standing", "inspector", "officer", "office"])
def test_only_the_board_reports(client, cast, name):
    question = make_question(cast, S.ACCEPTED)
    response = post(client, getattr(cast, name), reverse(CREATE), {"cau_hoi": [question.pk]})
    assert response.status_code == 404
    assert not Report.objects.exists()


def test_withdrawn_question_leaves_no_words_on_the_printed_list(client, cast):
    question = make_question(cast, S.REPORTED, text="Câu hỏi sẽ rút lại của tôi?")
    citizens.withdraw(question=question)
    body = get(client, cast.editor, question.report.get_absolute_url()).content.decode()
    assert "Câu hỏi sẽ rút lại" not in body
    assert question.reference in body


@pytest.mark.parametrize("listing", ["desk:reports", "desk:delegations"])
def test_lists_cost_the_same_with_one_and_three_rows(client, cast, listing):
    client.force_login(cast.steering)
    client.get(reverse(listing))
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make_question(cast, S.REPORTED)
            grant(cast)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(listing))
        counts.append(len(captured))
    assert counts[0] == counts[1]


# --- Delegations -----------------------------------------------------------------------------
def grant(cast, **values):
    today = timezone.localdate()
    defaults = {
        "by": cast.steering,
        "decision_number": "15-TB/BCĐ",
        "valid_from": today,
        "valid_to": today + timedelta(days=30),
    }
    return routing.grant_delegation(**defaults | values)


def form(**values):
    return {
        "decision_number": "15-TB/BCĐ",
        "valid_from": "2026-01-01",
        "valid_to": "2030-12-31",
    } | values


def test_steering_grants_and_the_board_then_assigns_at_once(client, cast):
    question = make_question(cast, S.ACCEPTED)
    assert post(client, cast.steering, reverse("desk:delegations"), form()).status_code == 302
    url = reverse("desk:question_act", args=[question.reference, V.ASSIGN_BY_DELEGATION])
    assert post(client, cast.editor, url, {"lead": cast.unit.pk}).status_code == 302
    question.refresh_from_db()
    assert (question.status, question.delegation) == (S.ASSIGNED, StandingDelegation.objects.get())


@pytest.mark.parametrize("name", ["editor", "chief_editor", "standing", "inspector", "propaganda"])
def test_nobody_else_grants_or_ends(client, cast, name):
    delegation = grant(cast)
    user = getattr(cast, name)
    assert post(client, user, reverse("desk:delegations"), form()).status_code == 403
    end = reverse("desk:delegation_end", args=[delegation.pk])
    assert post(client, user, end, {}).status_code == 404
    assert StandingDelegation.objects.get() == delegation
    assert qa_events("delegation") == 1


def test_delegation_with_its_dates_turned_round_is_told_at_the_field(client, cast):
    data = form(valid_from="2026-12-31", valid_to="2026-01-01")
    response = post(client, cast.steering, reverse("desk:delegations"), data)
    assert response.status_code == 400
    assert "Ngày kết thúc không được trước ngày bắt đầu." in response.content.decode()


def test_delegation_for_a_field_with_a_number_too_long_is_told_at_the_field(client, cast):
    data = form(fields_covered=["9" * 20])
    response = post(client, cast.steering, reverse("desk:delegations"), data)
    assert response.status_code == 400
    assert list(response.context["form"].errors) == ["fields_covered"]
    assert not StandingDelegation.objects.exists()


def test_ending_asks_first_and_cannot_be_done_twice(client, cast):
    delegation = grant(cast, valid_from=date(2026, 1, 1))
    url = reverse("desk:delegation_end", args=[delegation.pk])
    assert get(client, cast.steering, url).status_code == 200
    assert qa_events("delegation.end") == 0
    assert post(client, cast.steering, url, {}).status_code == 302
    delegation.refresh_from_db()
    assert delegation.ended_at is not None
    StandingDelegation.objects.update(valid_to=timezone.localdate() - timedelta(days=1))
    assert post(client, cast.steering, url, {}).status_code == 403
    assert qa_events("delegation.end") == 1


def test_delegation_for_one_field_covers_no_other(client, cast):
    health, roads = (Field.objects.create(code=code, name=code) for code in ("y-te", "duong"))
    grant(cast, fields=[health])
    covered, other = make_question(cast, S.ACCEPTED), make_question(cast, S.ACCEPTED)
    Question.objects.filter(pk=covered.pk).update(field=health)
    Question.objects.filter(pk=other.pk).update(field=roads)
    for question, status in ((covered, 302), (other, 403)):
        url = reverse("desk:question_act", args=[question.reference, V.ASSIGN_BY_DELEGATION])
        assert post(client, cast.editor, url, {"lead": cast.unit.pk}).status_code == status


# --- Configuration ---------------------------------------------------------------------------
def test_office_adds_a_field_and_the_log_tells(client, cast):
    data = {"code": "y-te", "name": "Y tế", "position": 1, "is_active": "on"}
    response = post(client, cast.office, reverse("admin:qa_field_add"), data)
    assert response.status_code == 302
    assert Field.objects.get().name == "Y tế"
    assert AuditEvent.objects.filter(kind__contains="field").count() == 1
