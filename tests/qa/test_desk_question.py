"""One question's page: who sees what, the acts by their forms, drafts, files."""

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from engagement.accounts.roles import RoleCode
from engagement.audit.models import AuditEvent
from qa.enums import QuestionStatus as S
from qa.enums import ReturnReason
from qa.enums import Verb as V
from qa.models import Answer, Attachment, Contribution, Field, Question
from qa.rules import CITIZEN_VERBS
from qa.services import answering, routing
from qa.workflow import QUESTION
from tests.factories import make_cast, make_member, make_question

pytestmark = pytest.mark.django_db
NAME, EMAIL, PHONE = "Lê Thị Bưởi", "buoi@example.vn", "0912 345 678"


@pytest.fixture
def cast():
    return make_cast()


def detail(question):
    return reverse("desk:question_detail", args=[question.reference])


def act(question, verb):
    return reverse("desk:question_act", args=[question.reference, verb])


def draft(question):
    return reverse("desk:question_draft", args=[question.reference])


def get(client, user, url):
    client.force_login(user)
    return client.get(url)


def post(client, user, url, data=None, **headers):
    client.force_login(user)
    return client.post(url, data or {}, headers=headers)


def stored(question):
    return Question.objects.get(pk=question.pk)


def qa_events():
    """Events of the question; signing in is an event too."""
    return AuditEvent.objects.filter(kind__startswith="qa.").count()


def body_without_address(response):
    """The page less its own address, which a form of the frame carries, and less its nonces."""
    body = response.content.decode().replace(response.request["PATH_INFO"], "")
    return re.sub(r'nonce="[^"]*"', "", body)


# --- Sight -----------------------------------------------------------------------------------
def test_another_units_question_answers_like_one_that_does_not_exist(client, cast):
    question = make_question(cast, S.ASSIGNED)
    other = get(client, cast.other_officer, detail(question))
    nothing = get(client, cast.other_officer, reverse("desk:question_detail", args=["HG-2222-222"]))
    assert other.status_code == nothing.status_code == 404
    assert body_without_address(other) == body_without_address(nothing)
    for verb in V:
        assert post(client, cast.other_officer, act(question, verb)).status_code == 404
    assert post(client, cast.other_officer, draft(question), {"text": "x"}).status_code == 404
    assert stored(question).status == S.ASSIGNED


STAFF_STEPS = [
    (status, verb)
    for status in S
    for verb in QUESTION.verbs_from(status)
    if verb not in CITIZEN_VERBS and verb != V.REPORT
]


@pytest.mark.parametrize(("status", "verb"), STAFF_STEPS)
def test_readers_of_all_see_the_question_and_every_act_is_refused(client, cast, status, verb):
    """R-6.2: Thường trực and inspectors read everything and change nothing."""
    question = make_question(cast, status)
    events = qa_events()
    contribute = reverse("desk:question_contribute", args=[question.reference])
    for user in (cast.standing, cast.inspector):
        assert get(client, user, detail(question)).status_code == 200
        assert client.get(act(question, verb)).status_code == 403
        for url in (act(question, verb), draft(question), contribute):
            refused = client.post(url, {"words": "Lời đã gõ", "text": "Lời đã gõ", "version": 0})
            assert refused.status_code == 403
            assert "Chưa làm được" in refused.content.decode()
    assert stored(question).status == status
    assert qa_events() == events


def test_unit_loses_sight_after_it_returned_the_question(client, cast):
    question = make_question(cast, S.ASSIGNED)
    data = {
        "reason": "not_our_field",
        "words": "Thuộc Sở Giao thông.",
        "proposed_unit": cast.other_unit.pk,
    }
    response = post(client, cast.officer, act(question, V.RETURN), data)
    assert response.url == reverse("desk:inbox")
    assert get(client, cast.officer, detail(question)).status_code == 404
    assert get(client, cast.officer, reverse("desk:inbox")).status_code == 200


def test_reassigning_takes_sight_from_one_unit_and_gives_it_to_another(client, cast):
    question = make_question(cast, S.ASSIGNED)
    data = {"lead": cast.other_unit.pk}
    post(client, cast.editor, act(question, V.REASSIGN), data)
    assert get(client, cast.officer, detail(question)).status_code == 404
    page = get(client, cast.other_officer, detail(question))
    assert page.status_code == 200
    assert "Phân công lại" in page.content.decode()


def test_name_for_board_and_lead_unit_contact_for_the_board_alone(client, cast):
    question = make_question(
        cast, S.ASSIGNED, asker_name=NAME, contact_email=EMAIL, contact_phone=PHONE
    )
    helper = make_member(RoleCode.UNIT_RESPONDER, cast.commune)
    for user, sees_name, sees_contact in (
        (cast.editor, True, True),
        (cast.officer, True, False),
        (cast.head, True, False),
        (helper, False, False),
        (cast.standing, False, False),
        (cast.steering, False, False),
    ):
        body = get(client, user, detail(question)).content.decode()
        assert (NAME in body) == sees_name, user
        assert (EMAIL in body) == (PHONE in body) == sees_contact, user


def test_the_secret_half_of_the_code_stands_on_no_staff_page(client, cast):
    question = make_question(cast, S.ASSIGNED)
    for user in (cast.editor, cast.officer):
        assert (
            question.submission.tracking_code
            not in get(client, user, detail(question)).content.decode()
        )


def test_the_deadline_is_explained(client, cast):
    body = get(client, cast.editor, detail(make_question(cast))).content.decode()
    assert "vì Quy định 11-QĐi/TW" in body
    assert "10 ngày làm việc kể từ ngày" in body


def test_a_draft_is_the_units_own_until_it_is_submitted(client, cast):
    question = make_question(cast, S.ASSIGNED)
    answering.save_draft(question=question, by=cast.officer, text="Bản nháp của đơn vị", version=0)
    helper = make_member(RoleCode.UNIT_RESPONDER, cast.commune)
    for user, sees in (
        (cast.officer, True),
        (cast.head, True),
        (cast.editor, False),
        (helper, False),
    ):
        body = get(client, user, detail(question)).content.decode()
        assert ("Bản nháp của đơn vị" in body) == sees
    answering.submit_answer(question=question, by=cast.officer, text="Bản trình", version=1)
    assert "Bản trình" in get(client, cast.editor, detail(question)).content.decode()


def test_history_follows_the_question_to_the_next_unit(client, cast):
    question = make_question(cast, S.RETURNED)
    routing.assign(question=question, by=cast.editor, lead=cast.other_unit)
    body = get(client, cast.other_officer, detail(question)).content.decode()
    assert "Thuộc Sở khác." in body
    assert "Đề nghị giao: Sở Giao thông vận tải" in body


@pytest.mark.parametrize("status", S)
def test_every_step_has_a_page_for_everybody_who_may_see_it(client, cast, status):
    question = make_question(cast, status)
    for user in (cast.editor, cast.chief_editor, cast.steering, cast.standing):
        assert get(client, user, detail(question)).status_code == 200
    held = question.assignments.filter(unit=cast.unit, ended_at=None).exists()
    assert get(client, cast.officer, detail(question)).status_code == (200 if held else 404)


def test_question_page_costs_the_same_with_one_and_three_of_everything(
    client, cast, django_assert_max_num_queries
):
    question = make_question(cast, S.ASSIGNED)
    get(client, cast.officer, detail(question))
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(60) as captured:
            client.get(detail(question))
        counts.append(len(captured))
        for _ in range(2):
            answering.ask_information(question=question, by=cast.officer, words="Ở đâu?")
            answering.resume(question=question, by=cast.officer)
            attach(question)
    assert counts[0] == counts[1]


# --- Files -----------------------------------------------------------------------------------
def attach(question):
    file = Attachment(
        question=question, display_name="đơn.pdf", content_type="application/pdf", size=4
    )
    file.file.save("don.pdf", ContentFile(b"%PDF"), save=True)
    return file


def test_attachment_is_for_those_who_see_the_question(client, cast):
    file = attach(make_question(cast, S.ASSIGNED))
    url = reverse("desk:question_attachment", args=[file.question.reference, file.pk])
    assert get(client, cast.other_officer, url).status_code == 404
    for user in (cast.officer, cast.editor):
        answer = get(client, user, url)
        assert b"".join(answer.streaming_content) == b"%PDF"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")


def test_attachment_of_another_question_is_not_reached_through_ones_own(client, cast):
    own, other = make_question(cast, S.ASSIGNED), make_question(cast)
    file = attach(other)
    url = reverse("desk:question_attachment", args=[own.reference, file.pk])
    assert get(client, cast.officer, url).status_code == 404


# --- Acts ------------------------------------------------------------------------------------
def test_the_whole_path_by_forms(client, cast):
    """R-13.1, R-13.2, R-4.1: received, accepted, reported, assigned, answered, approved, published."""
    field = Field.objects.create(code="y-te", name="Y tế")
    question = make_question(cast)
    helper = make_member(RoleCode.UNIT_RESPONDER, cast.commune)
    post(client, cast.editor, act(question, V.ACCEPT), {"field": field.pk})
    post(client, cast.editor, reverse("desk:report_create"), {"cau_hoi": [question.pk]})
    post(
        client,
        cast.steering,
        act(question, V.ASSIGN),
        {"lead": cast.unit.pk, "coordinating": [cast.commune.pk], "words": "Gấp."},
    )
    post(
        client,
        helper,
        reverse("desk:question_contribute", args=[question.reference]),
        {"unit": cast.commune.pk, "text": "Trạm mở thứ Bảy."},
    )
    post(client, cast.officer, draft(question), {"text": "Nháp", "version": 0})
    post(client, cast.officer, act(question, V.SUBMIT_ANSWER), {"text": "Trả lời.", "version": 1})
    post(client, cast.head, act(question, V.APPROVE))
    response = post(
        client,
        cast.editor,
        act(question, V.PUBLISH),
        {"title": "Tiêm phòng", "question_text": "Hỏi?", "answer_text": "Trả lời."},
    )
    assert response.status_code == 302
    done = stored(question)
    assert (done.status, done.field, done.lead_unit) == (S.PUBLISHED, field, cast.unit)
    assert done.publication.answer_text == "Trả lời."
    assert Contribution.objects.get().given_by == helper


@pytest.mark.parametrize(
    ("status", "verb", "name", "data", "after"),
    [
        (S.RECEIVED, V.REJECT, "editor", {"reason": "5.1c", "words": "Quảng cáo."}, S.REJECTED),
        (S.OBJECTED, V.UPHOLD, "chief_editor", {"words": "Giữ nguyên."}, S.REFUSED),
        (S.OBJECTED, V.OVERTURN, "chief_editor", {}, S.ACCEPTED),
        (S.ASSIGNED, V.ASK_INFORMATION, "officer", {"words": "Ở xã nào?"}, S.AWAITING_INFORMATION),
        (S.AWAITING_INFORMATION, V.RESUME, "officer", {}, S.ASSIGNED),
        (S.ANSWERED, V.SEND_BACK, "head", {"words": "Ghi rõ ngày."}, S.ASSIGNED),
        (S.APPROVED, V.REQUEST_CHANGES, "editor", {"words": "Thiếu căn cứ."}, S.ASSIGNED),
        (S.APPROVED, V.CLOSE_PRIVATELY, "editor", {}, S.CLOSED),
        (S.PUBLISHED, V.RETRACT, "chief_editor", {"note": "Sai số liệu."}, S.RETRACTED),
    ],
)
def test_act_by_its_page(client, cast, status, verb, name, data, after):
    question, user = make_question(cast, status), getattr(cast, name)
    page = get(client, user, act(question, verb))
    assert page.status_code == 200
    seen = page.context["form"].initial["seen"]
    response = post(client, user, act(question, verb), data | {"seen": seen})
    assert response.status_code == 302
    assert stored(question).status == after


@pytest.mark.parametrize(
    ("status", "verb", "name", "data", "sentence"),
    [
        (
            S.RECEIVED,
            V.REJECT,
            "editor",
            {"words": "Tôi ghi dài."},
            "Xin chọn một điểm của Điều 5.",
        ),
        (S.RECEIVED, V.REJECT, "editor", {"reason": "5.1a"}, "Xin viết vài lời"),
        (S.RECEIVED, V.REJECT, "editor", {"reason": "phe-binh", "words": "x"}, "hợp lệ"),
        (S.REPORTED, V.ASSIGN, "editor", {"words": "Tôi ghi dài."}, "Xin chọn đơn vị chủ trì."),
        (S.ASSIGNED, V.RETURN, "officer", {"words": "Tôi ghi dài."}, "Xin chọn một lý do."),
        (S.ASSIGNED, V.SUBMIT_ANSWER, "officer", {"version": 0}, "Xin viết câu trả lời"),
    ],
)
def test_a_form_that_lacks_something_says_so_and_keeps_the_rest(
    client, cast, status, verb, name, data, sentence
):
    question = make_question(cast, status)
    events = qa_events()
    response = post(client, getattr(cast, name), act(question, verb), data)
    body = response.content.decode()
    assert response.status_code == 400
    assert sentence in body
    assert data.get("words", "") in body
    assert stored(question).status == status
    assert qa_events() == events


def test_rejection_is_reminded_that_criticism_is_no_reason(client, cast):
    """R-5.1."""
    body = get(client, cast.editor, act(make_question(cast), V.REJECT)).content.decode()
    assert "Phê bình một cơ quan" in body


def test_a_colleague_who_moved_it_first_is_a_409_and_the_words_stay(client, cast):
    question = make_question(cast, S.RECEIVED)
    page = get(client, cast.editor, act(question, V.REJECT))
    post(client, cast.second_editor, act(question, V.ACCEPT))
    data = {
        "reason": "5.1c",
        "words": "Lời tôi đã gõ.",
        "seen": page.context["form"].initial["seen"],
    }
    response = post(client, cast.editor, act(question, V.REJECT), data)
    assert response.status_code == 409
    assert "Lời tôi đã gõ." in response.content.decode()
    assert stored(question).status == S.ACCEPTED


def test_two_who_reassign_the_same_page_meet_a_conflict_then_may_go_on(client, cast):
    question = make_question(cast, S.ASSIGNED)
    seen = get(client, cast.editor, act(question, V.REASSIGN)).context["form"].initial["seen"]
    mine = {
        "lead": cast.unit.pk,
        "coordinating": [cast.commune.pk, cast.other_unit.pk],
        "seen": seen,
    }
    post(
        client, cast.steering, act(question, V.REASSIGN), {"lead": cast.other_unit.pk, "seen": seen}
    )
    response = post(client, cast.editor, act(question, V.REASSIGN), mine)
    assert response.status_code == 409
    assert stored(question).lead_unit == cast.other_unit
    again = response.context["form"].data
    assert again.getlist("coordinating") == [str(cast.commune.pk), str(cast.other_unit.pk)]
    assert post(client, cast.editor, act(question, V.REASSIGN), again).status_code == 302
    assert stored(question).lead_unit == cast.unit


def test_a_citizens_verb_and_an_unknown_one_have_no_page(client, cast):
    question = make_question(cast)
    for verb in ("withdraw", "object", "add_information", "report", "xoa"):
        assert get(client, cast.editor, act(question, verb)).status_code == 404


def test_assigning_begins_with_what_the_returning_unit_proposed(client, cast):
    form = get(client, cast.editor, act(make_question(cast, S.RETURNED), V.ASSIGN)).context["form"]
    assert form.initial["lead"] == cast.other_unit.pk


def test_return_offers_every_unit_but_ones_own(client, cast):
    form = get(client, cast.officer, act(make_question(cast, S.ASSIGNED), V.RETURN)).context["form"]
    offered = form.fields["proposed_unit"].queryset
    assert cast.other_unit in offered
    assert cast.unit not in offered
    assert ReturnReason.NOT_OUR_FIELD.value in form.as_p()


# --- Publishing ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "private",
    [
        "Gọi 0912 345 678 nhé",
        "Gọi +84 912.345.678",
        "Thư: buoi@example.vn",
        "Căn cước 094123456789",
        "Văn bản TỐI MẬT",
        "Bà le thi buoi ở ấp 5",
    ],
)
def test_personal_data_in_the_public_copy_must_be_agreed_to(client, cast, private):
    """R-4.2."""
    question = make_question(cast, S.APPROVED, asker_name=NAME)
    copy = {"title": "Tiêu đề", "question_text": private, "answer_text": "Trả lời."}
    refused = post(client, cast.editor, act(question, V.PUBLISH), copy)
    assert refused.status_code == 400
    assert "Bản công bố có thể còn thông tin riêng" in refused.content.decode()
    assert stored(question).status == S.APPROVED
    agreed = post(client, cast.editor, act(question, V.PUBLISH), copy | {"is_agreed": "on"})
    assert agreed.status_code == 302
    assert stored(question).publication.question_text == private


@pytest.mark.parametrize(
    "plain", ["Nghị định 61/2018/NĐ-CP ngày 23/04/2018", "Giá 1.500.000 đồng", "bảo mật"]
)
def test_numbers_of_documents_and_sums_are_not_taken_for_personal_data(client, cast, plain):
    question = make_question(cast, S.APPROVED)
    copy = {"title": "Tiêu đề", "question_text": plain, "answer_text": "Trả lời."}
    assert post(client, cast.editor, act(question, V.PUBLISH), copy).status_code == 302


def test_public_copy_begins_with_the_originals_and_leaves_them_alone(client, cast):
    question = make_question(cast, S.APPROVED)
    form = get(client, cast.editor, act(question, V.PUBLISH)).context["form"]
    assert form.initial["question_text"] == question.text
    assert form.initial["answer_text"] == question.answer.text
    copy = {"title": "T", "question_text": "Bản sửa", "answer_text": "Bản sửa"}
    post(client, cast.editor, act(question, V.PUBLISH), copy)
    assert stored(question).text == question.text


# --- Drafts ----------------------------------------------------------------------------------
def test_draft_saves_itself(client, cast):
    question = make_question(cast, S.ASSIGNED)
    first = post(
        client,
        cast.officer,
        draft(question),
        {"text": "Một", "version": 0},
        accept="application/json",
    )
    assert first.status_code == 200
    assert first.json()["version"] == 1
    again = post(
        client,
        cast.officer,
        draft(question),
        {"text": "Hai", "version": 1},
        accept="application/json",
    )
    assert again.json()["version"] == 2
    assert Answer.objects.get().text == "Hai"


def test_two_who_write_lose_nothing(client, cast):
    question = make_question(cast, S.ASSIGNED)
    post(client, cast.officer, draft(question), {"text": "Bản của cán bộ", "version": 0})
    mine = {"text": "Bản của lãnh đạo", "version": 0}
    by_script = post(client, cast.head, draft(question), mine, accept="application/json")
    assert by_script.status_code == 409
    assert "Đồng nghiệp vừa lưu" in by_script.json()["error"]
    page = post(client, cast.head, draft(question), mine)
    assert page.status_code == 409
    body = page.content.decode()
    assert "Bản của lãnh đạo" in body
    assert "Bản của cán bộ" in body
    assert Answer.objects.get().text == "Bản của cán bộ"
    merged = {"text": "Bản ghép", "version": page.context["editor"]["version"].value()}
    assert post(client, cast.head, draft(question), merged).status_code == 302
    assert Answer.objects.get().text == "Bản ghép"


def test_submitting_over_a_colleagues_draft_is_a_conflict_that_shows_both(client, cast):
    question = make_question(cast, S.ASSIGNED)
    answering.save_draft(question=question, by=cast.head, text="Bản của lãnh đạo", version=0)
    mine = {"text": "Bản của tôi", "version": 0}
    page = post(client, cast.officer, act(question, V.SUBMIT_ANSWER), mine)
    assert page.status_code == 409
    assert "Bản của tôi" in page.content.decode()
    assert "Bản của lãnh đạo" in page.content.decode()
    assert stored(question).status == S.ASSIGNED


def test_draft_after_the_question_left_the_step_is_refused_with_the_text_kept(client, cast):
    question = make_question(cast, S.ANSWERED)
    page = post(client, cast.officer, draft(question), {"text": "Tôi còn sửa", "version": 1})
    assert page.status_code == 409
    assert "Tôi còn sửa" in page.content.decode()


@pytest.mark.parametrize(
    "data", [{}, {"text": "x", "version": "abc"}, {"text": "x" * 20_001, "version": 0}]
)
def test_draft_that_cannot_be_read_is_a_400(client, cast, data):
    question = make_question(cast, S.ASSIGNED)
    assert post(client, cast.officer, draft(question), data).status_code == 400
    answer = post(client, cast.officer, draft(question), data, accept="application/json")
    assert answer.status_code == 400
    assert answer.json()["error"]


# --- Contributions ---------------------------------------------------------------------------
def test_only_a_coordinating_unit_contributes(client, cast):
    question = make_question(cast, S.ASSIGNED)
    helper = make_member(RoleCode.UNIT_RESPONDER, cast.commune)
    url = reverse("desk:question_contribute", args=[question.reference])
    assert post(client, cast.officer, url, {"text": "x"}).status_code == 403
    assert post(client, helper, url, {"unit": cast.commune.pk, "text": ""}).status_code == 400
    assert post(client, helper, url, {"unit": cast.unit.pk, "text": "x"}).status_code == 400
    assert (
        post(client, helper, url, {"unit": cast.commune.pk, "text": "Ý kiến."}).status_code == 302
    )
    assert "Ý kiến." in get(client, cast.officer, detail(question)).content.decode()


def test_contribution_after_submission_is_a_409_with_the_words_kept(client, cast):
    question = make_question(cast, S.ANSWERED)
    helper = make_member(RoleCode.UNIT_RESPONDER, cast.commune)
    url = reverse("desk:question_contribute", args=[question.reference])
    response = post(client, helper, url, {"unit": cast.commune.pk, "text": "Ý kiến muộn."})
    assert response.status_code == 409
    assert "Ý kiến muộn." in response.content.decode()


def test_an_overdue_question_says_by_how_much(client, cast):
    question = make_question(cast)
    due_at = question.received_at - timedelta(days=30)
    Question.objects.filter(pk=question.pk).update(due_at=due_at)
    assert "quá hạn" in get(client, cast.editor, detail(question)).content.decode()
