"""The desk's lists: what stands in them, in which order, for whom, and at what price."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from engagement.accounts.models import Succession, Unit
from engagement.intake.enums import Proof
from engagement.intake.models import Submission
from qa.enums import QuestionStatus as S
from qa.models import Field, Question
from tests.factories import make_cast, make_question, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def box(code):
    return reverse("desk:box", args=[code])


def page_of(client, user, url="", **query):
    client.force_login(user)
    return client.get(url or reverse("desk:inbox"), query)


def references(response):
    return [row.question.reference for row in response.context["rows"]]


def test_inbox_holds_what_waits_for_each_person(client, cast):
    questions = {status: make_question(cast, status) for status in S}
    made = {question.reference for question in questions.values()}
    waiting = {
        "editor": {S.RECEIVED, S.ACCEPTED, S.REPORTED, S.RETURNED, S.APPROVED},
        "second_editor": {
            S.RECEIVED, S.OBJECTED, S.ACCEPTED, S.REPORTED, S.RETURNED, S.APPROVED
        },
        "steering": {S.REPORTED, S.RETURNED},
        "standing": set(),
        "inspector": set(),
        "office": set(),
        "officer": {S.ASSIGNED},
        "head": {S.ASSIGNED, S.ANSWERED},
        "other_officer": set(),
    }  # fmt: skip
    for name, statuses in waiting.items():
        # Less what a merged or split question needs beside it: its lead, its parts.
        shown = set(references(page_of(client, getattr(cast, name)))) & made
        assert shown == {questions[status].reference for status in statuses}, name


def test_the_oldest_deadline_stands_first(client, cast):
    first, second, third = (make_question(cast) for _ in range(3))
    for question, days in ((first, 9), (second, -1), (third, 4)):
        due_at = timezone.now() + timedelta(days=days)
        Question.objects.filter(pk=question.pk).update(due_at=due_at)
    shown = references(page_of(client, cast.editor))
    assert shown == [second.reference, third.reference, first.reference]


def test_finished_questions_stand_below_the_open_ones_newest_first(client, cast):
    old, new = make_question(cast, S.PUBLISHED), make_question(cast, S.CLOSED)
    open_one = make_question(cast)
    long_ago = timezone.now() - timedelta(days=60)
    Question.objects.filter(pk=old.pk).update(due_at=long_ago, status_changed_at=long_ago)
    Question.objects.filter(pk=new.pk).update(due_at=long_ago)
    everything = references(page_of(client, cast.editor, box("tat-ca")))
    assert everything == [open_one.reference, new.reference, old.reference]
    done = references(page_of(client, cast.editor, box("da-tra-loi")))
    assert done == [new.reference, old.reference]


def test_counts_beside_the_boxes(client, cast):
    make_question(cast)
    make_question(cast, S.ASSIGNED)
    response = page_of(client, cast.editor)
    counts = {box.code: count for box, count, _url in response.context["tabs"]}
    assert counts["viec-cua-toi"] == counts["moi"] == counts["o-don-vi"] == 1
    assert counts["tat-ca"] == 2
    assert counts["qua-han"] == 0


def test_an_empty_inbox_says_what_to_do(client, cast):
    body = page_of(client, cast.officer).content.decode()
    assert "Không còn việc nào chờ Quý vị." in body
    assert box("tat-ca") in body


def test_unknown_box_and_the_boards_box_for_a_unit_do_not_exist(client, cast):
    assert page_of(client, cast.editor, box("khong-co")).status_code == 404
    assert page_of(client, cast.officer, box("moi")).status_code == 404


def test_a_pasted_tracking_code_opens_the_question(client, cast):
    question = make_question(cast)
    code = question.submission.tracking_code
    response = page_of(client, cast.editor, box("tat-ca"), q=f" {code.lower()} ")
    assert response.status_code == 302
    assert response.url == question.get_absolute_url()


@pytest.mark.parametrize("typed", ["trạm y tế", "tram y te", "TIEM PHONG tram"])
def test_search_by_words_without_marks(client, cast, typed):
    question = make_question(cast)
    make_question(cast, text="Đường vào ấp 5 hư hỏng, khi nào sửa?")
    assert references(page_of(client, cast.editor, box("tat-ca"), q=typed)) == [question.reference]


@pytest.mark.parametrize(
    "shape",
    [
        str,
        str.lower,
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", "").lower(),
        lambda code: code.split("-", 1)[1].replace("-", "").lower(),
    ],
)
def test_a_reference_as_it_is_said_opens_the_question(client, cast, shape):
    question = make_question(cast)
    make_question(cast)
    response = page_of(client, cast.editor, box("tat-ca"), q=shape(question.reference))
    assert response.status_code == 302
    assert response.url == question.get_absolute_url()


def test_a_reference_one_may_not_see_opens_nothing(client, cast):
    question = make_question(cast, S.ASSIGNED)
    response = page_of(client, cast.other_officer, box("tat-ca"), q=question.reference)
    assert references(response) == []


def test_the_code_in_a_list_is_a_link(client, cast):
    question = make_question(cast)
    body = page_of(client, cast.editor).content.decode()
    assert f'<a href="{question.get_absolute_url()}">{question.reference}</a>' in body


def test_only_the_board_finds_by_the_askers_name(client, cast):
    question = make_question(cast, S.ASSIGNED, asker_name="Lê Thị Bưởi")
    for name in ("editor", "chief_editor"):
        shown = references(page_of(client, getattr(cast, name), box("tat-ca"), q="Thị Bưởi"))
        assert shown == [question.reference]
    for name in ("officer", "standing", "steering", "inspector"):
        assert not references(page_of(client, getattr(cast, name), box("tat-ca"), q="Thị Bưởi"))


@pytest.mark.parametrize("typed", ["hong dao", "Hồng Đào", "DAO", "HỒNG đào nguyen"])
def test_names_are_found_without_marks(client, cast, typed):
    question = make_question(cast, asker_name="Nguyễn Thị Hồng Đào")
    make_question(cast, asker_name="Trần Văn Hồng")
    assert references(page_of(client, cast.editor, box("tat-ca"), q=typed)) == [question.reference]


@pytest.mark.parametrize("typed", ["(", "[a", "\\", "*", "a{9999999}"])
def test_signs_in_the_search_are_only_signs(client, cast, typed):
    make_question(cast, asker_name="Nguyễn Thị Hồng Đào")
    assert references(page_of(client, cast.editor, box("tat-ca"), q=typed)) == []


def test_filters_by_step_week_and_a_unit_of_the_past(client, cast):
    wanted = make_question(cast, S.ASSIGNED)
    other = make_question(cast)
    received_at = timezone.now() - timedelta(days=21)
    Question.objects.filter(pk=wanted.pk).update(received_at=received_at)
    day = timezone.localdate(received_at)
    monday = day - timedelta(days=day.weekday())
    yesterday = timezone.localdate() - timedelta(days=1)
    Unit.objects.filter(pk=cast.unit.pk).update(valid_to=yesterday)
    for query in ({"buoc": "assigned"}, {"tuan": f"{monday:%d/%m/%Y}"}, {"don_vi": "yte"}):
        shown = references(page_of(client, cast.editor, box("tat-ca"), **query))
        assert shown == [wanted.reference], query
    for query in ({"buoc": "khong-co"}, {"tuan": "31/12/9999"}, {"tuan": "x"}):
        shown = references(page_of(client, cast.editor, box("tat-ca"), **query))
        assert set(shown) == {wanted.reference, other.reference}, query


def test_filters_live_in_the_address(client, cast):
    health = Field.objects.create(code="y-te", name="Y tế")
    wanted = make_question(cast, S.ASSIGNED, commune=cast.commune)
    Question.objects.filter(pk=wanted.pk).update(field=health)
    make_question(cast)
    for query in ({"linh_vuc": "y-te"}, {"don_vi": "yte"}, {"xa": "xa-a"}):
        shown = references(page_of(client, cast.editor, box("tat-ca"), **query))
        assert shown == [wanted.reference], query


def test_a_filter_that_is_no_choice_filters_nothing(client, cast):
    make_question(cast)
    response = page_of(client, cast.editor, box("tat-ca"), don_vi="khong-co", xa="' OR 1=1")
    assert response.status_code == 200
    assert len(references(response)) == 1


def test_nothing_found_keeps_the_way_back(client, cast):
    make_question(cast)
    body = page_of(client, cast.editor, q="không có chữ này").content.decode()
    assert "Không tìm thấy câu hỏi nào" in body
    assert "Bỏ điều kiện lọc" in body


def test_successor_unit_sees_what_its_predecessor_held(client, cast):
    question = make_question(cast, S.ASSIGNED)
    Succession.objects.create(
        predecessor=cast.unit,
        successor=cast.other_unit,
        kind="merge",
        decision_number="01-QĐ/TU",
        effective_on=timezone.localdate(),
    )
    assert references(page_of(client, cast.other_officer)) == [question.reference]


def test_pages_of_twenty(client, cast):
    for _ in range(21):
        make_question(cast)
    assert len(references(page_of(client, cast.editor))) == 20
    assert len(references(page_of(client, cast.editor, trang="2"))) == 1


@pytest.mark.parametrize(("name", "status"), [("editor", S.RECEIVED), ("officer", S.ASSIGNED)])
def test_inbox_costs_the_same_with_one_and_three_rows(client, cast, name, status):
    """The number itself hangs on how many menu entries the project has; 40 is the ceiling."""
    page_of(client, getattr(cast, name))
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make_question(cast, status)
        Submission.objects.update(proof=Proof.QUARANTINED, content_hash="a" * 64)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("desk:inbox"))
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 40


def test_units_that_take_part_are_named(client, cast):
    make_question(cast, S.ASSIGNED)
    assert "phối hợp: Xã A" in page_of(client, cast.editor, box("o-don-vi")).content.decode()


def test_checkboxes_stand_only_where_a_report_can_be_made(client, cast):
    make_unit("khac")
    make_question(cast, S.ACCEPTED)
    body = page_of(client, cast.editor).content.decode()
    assert 'name="cau_hoi"' in body
    assert "Ô chọn chỉ có ở câu “Đã tiếp nhận”" in body
    assert 'name="cau_hoi"' not in page_of(client, cast.standing, box("tat-ca")).content.decode()
