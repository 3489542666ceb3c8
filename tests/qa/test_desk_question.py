"""One question's page: who sees what, the acts by their forms, drafts, files."""

import logging
import re
import time
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from engagement.accounts.models import Succession
from engagement.accounts.roles import RoleCode
from engagement.audit.models import AuditEvent
from engagement.intake.enums import Proof
from engagement.intake.models import Submission
from qa.enums import FOLLOWING_VERBS, ReturnReason
from qa.enums import QuestionStatus as S
from qa.enums import Verb as V
from qa.forms.desk.personal import personal_data_in
from qa.models import Answer, Attachment, Contribution, Field, Question
from qa.models.answer import slug_of
from qa.models.question import ANONYMOUS, shortened
from qa.rules.verbs import CITIZEN_VERBS
from qa.services import answering, publishing, routing
from qa.workflow import QUESTION
from tests.factories import make_cast, make_member, make_question, make_unit

pytestmark = pytest.mark.django_db
NAME, EMAIL, PHONE = "Lê Thị Bưởi", "buoi@example.vn", "0912 345 678"
COPY = {
    "title": "Tiêu đề",
    "question_text": "Hỏi?",
    "answer_text": "Trả lời.",
    "asker_label": ANONYMOUS,
}


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
    """The page less its own address, which a form may carry, and less its nonces and tokens."""
    body = response.content.decode().replace(response.request["PATH_INFO"], "")
    return re.sub(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"', "", body)


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
    if verb not in CITIZEN_VERBS | FOLLOWING_VERBS and verb != V.REPORT
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


def test_the_lead_unit_reads_its_draft_while_it_waits_for_the_asker(client, cast):
    question = make_question(cast, S.ASSIGNED)
    answering.save_draft(question=question, by=cast.officer, text="Bản nháp dở", version=0)
    answering.ask_information(question=question, by=cast.officer, words="Ở xã nào?")
    for user, sees in ((cast.officer, True), (cast.head, True), (cast.editor, False)):
        page = get(client, user, detail(question))
        assert ("Bản nháp dở" in page.content.decode()) == sees
        assert page.context["editor"] is None


def test_the_next_unit_gets_the_history_but_no_draft_and_no_words_of_the_first(client, cast):
    question = make_question(cast, S.ASSIGNED)
    answering.submit_answer(question=question, by=cast.officer, text="Bài của A", version=0)
    answering.send_back(question=question, by=cast.head, words="Trong Sở: viết lại.")
    answering.approve_answer(
        question=answering.submit_answer(
            question=question, by=cast.officer, text="Bài sửa của A", version=1
        ),
        by=cast.head,
    )
    publishing.request_changes(question=question, by=cast.editor, words="Nói với A.")
    routing.assign(question=question, by=cast.editor, lead=cast.other_unit, words="Nói với B.")
    body = get(client, cast.other_officer, detail(question)).content.decode()
    for title in ("Phân công lại", "Trả lại để sửa", "Đề nghị đơn vị sửa"):
        assert title in body
    assert "Nói với B." in body
    for words in ("Bài của A", "Bài sửa của A", "Trong Sở: viết lại.", "Nói với A."):
        assert words not in body
    for reader in (cast.editor, cast.standing):
        body = get(client, reader, detail(question)).content.decode()
        for words in ("Trong Sở: viết lại.", "Nói với A.", "Nói với B."):
            assert words in body


def test_the_lead_unit_reads_what_was_written_to_it_and_by_it(client, cast):
    question = make_question(cast, S.REPORTED)
    routing.assign(
        question=question,
        by=cast.editor,
        lead=cast.unit,
        coordinating=[cast.commune],
        words="Xã lo phần đường.",
    )
    answering.submit_answer(question=question, by=cast.officer, text="Bài", version=0)
    answering.send_back(question=question, by=cast.head, words="Trong Sở: viết lại.")
    helper = make_member(RoleCode.UNIT_RESPONDER, cast.commune)
    for user, sees in ((cast.officer, True), (cast.head, True), (helper, False)):
        body = get(client, user, detail(question)).content.decode()
        assert "Xã lo phần đường." in body
        assert ("Trong Sở: viết lại." in body) == sees


def test_why_a_unit_returned_it_is_for_the_board_and_for_that_unit(client, cast):
    question = make_question(cast, S.RETURNED)
    routing.assign(question=question, by=cast.editor, lead=cast.other_unit)
    body = get(client, cast.other_officer, detail(question)).content.decode()
    assert "Thuộc Sở khác." not in body
    assert "Đề nghị giao: Sở Giao thông vận tải" in body
    assert "Thuộc Sở khác." in get(client, cast.editor, detail(question)).content.decode()
    routing.assign(question=question, by=cast.editor, lead=cast.unit)
    assert "Thuộc Sở khác." in get(client, cast.officer, detail(question)).content.decode()


@pytest.mark.parametrize(
    ("proof", "is_marked"),
    [
        (Proof.ALTCHA, False),
        (Proof.RECAPTCHA, False),
        (Proof.NONE, True),
        (Proof.QUARANTINED, True),
    ],
)
def test_what_came_without_proof_is_marked(client, cast, proof, is_marked):
    question = make_question(cast)
    Submission.objects.filter(pk=question.submission_id).update(proof=proof)
    for url in (detail(question), act(question, V.ACCEPT), reverse("desk:inbox")):
        body = get(client, cast.editor, url).content.decode()
        assert ("Cần xem kỹ: có thể là thư rác" in body) == is_marked
    page = get(client, cast.editor, detail(question)).content.decode()
    assert ("quảng cáo, nội dung gửi hàng loạt" in page) == is_marked


@pytest.mark.parametrize("status", [S.ACCEPTED, S.PUBLISHED])
def test_what_somebody_has_looked_at_is_marked_no_more(client, cast, status):
    question = make_question(cast, status)
    Submission.objects.filter(pk=question.submission_id).update(proof=Proof.NONE)
    for url in (detail(question), reverse("desk:box", args=["tat-ca"])):
        assert "Cần xem kỹ" not in get(client, cast.editor, url).content.decode()


# --- An answer that came back ----------------------------------------------------------------
REASON = "Xin nói rõ giờ tiêm."


def sent_back(cast, verb):
    if verb == V.SEND_BACK:
        question = make_question(cast, S.ANSWERED)
        answering.send_back(question=question, by=cast.head, words=REASON)
    else:
        question = make_question(cast, S.APPROVED)
        publishing.request_changes(question=question, by=cast.editor, words=REASON)
    return stored(question)


@pytest.mark.parametrize("verb", [V.SEND_BACK, V.REQUEST_CHANGES])
def test_an_answer_that_came_back_says_so_in_the_list_and_why_above_the_text(client, cast, verb):
    question = sent_back(cast, verb)
    assert "bị trả lại để sửa" in get(client, cast.officer, reverse("desk:inbox")).content.decode()
    body = get(client, cast.officer, detail(question)).content.decode()
    editor = body[body.index("Soạn câu trả lời</h2>") :]
    assert REASON in editor[: editor.index("<textarea")]
    board = get(client, cast.editor, reverse("desk:box", args=["o-don-vi"])).content.decode()
    assert "bị trả lại để sửa" in board


def test_a_new_question_and_one_submitted_again_did_not_come_back(client, cast):
    make_question(cast, S.ASSIGNED)
    again = sent_back(cast, V.SEND_BACK)
    answering.submit_answer(question=again, by=cast.officer, text="Sáng thứ Bảy.", version=1)
    for name, url in (("officer", detail(again)), ("editor", reverse("desk:box", args=["tat-ca"]))):
        assert "bị trả lại" not in get(client, getattr(cast, name), url).content.decode()


def test_the_next_unit_does_not_read_why_the_first_ones_answer_came_back(client, cast):
    question = sent_back(cast, V.SEND_BACK)
    routing.assign(question=question, by=cast.editor, lead=cast.other_unit)
    body = get(client, cast.other_officer, detail(question)).content.decode()
    assert "bị trả lại" not in body
    assert REASON not in body


def test_the_answer_to_approve_stands_in_the_main_column(client, cast):
    question = make_question(cast, S.ANSWERED)
    body = get(client, cast.head, act(question, V.APPROVE)).content.decode()
    main, side = body.split('class="desk__side')
    assert question.answer.text in main
    assert question.answer.text not in side


def test_the_way_to_the_editor_ends_in_its_text_box(client, cast):
    question = make_question(cast, S.ASSIGNED)
    body = get(client, cast.officer, detail(question)).content.decode()
    assert body.count('href="#id_text"') == 2  # above the question on a phone, beside it at a desk
    assert 'id="id_text"' in body


def test_the_report_is_a_link_for_who_may_read_it(client, cast):
    question = make_question(cast, S.ASSIGNED)
    link = f'href="{question.report.get_absolute_url()}"'
    assert link in get(client, cast.editor, detail(question)).content.decode()
    body = get(client, cast.officer, detail(question)).content.decode()
    assert link not in body
    assert str(question.report) in body


# --- Fields ----------------------------------------------------------------------------------
def sorting(question):
    return reverse("desk:question_sort", args=[question.reference])


def test_without_a_field_the_board_is_told_to_sort_first_and_can(client, cast):
    health = Field.objects.create(code="y-te", name="Y tế")
    today = timezone.localdate()
    routing.grant_delegation(
        by=cast.steering, decision_number="1", valid_from=today, valid_to=today, fields=[health]
    )
    question = make_question(cast, S.ACCEPTED)
    body = get(client, cast.editor, detail(question)).content.decode()
    assert "Xin xếp lĩnh vực trước" in body
    assert post(client, cast.editor, sorting(question), {"field": health.pk}).status_code == 302
    assert stored(question).field == health
    assert AuditEvent.objects.filter(kind="qa.question.sort").count() == 1
    assert get(client, cast.editor, act(question, V.ASSIGN_BY_DELEGATION)).status_code == 200


def test_without_any_delegation_no_field_helps(client, cast):
    question = make_question(cast, S.ACCEPTED)
    body = get(client, cast.editor, detail(question)).content.decode()
    assert "Chưa có ủy quyền nào" in body
    assert "Xin xếp lĩnh vực trước" not in body


def test_only_the_board_sorts_and_only_what_is_open(client, cast):
    health = Field.objects.create(code="y-te", name="Y tế")
    question, done = make_question(cast, S.ASSIGNED), make_question(cast, S.PUBLISHED)
    for name in ("officer", "standing", "steering"):
        user = getattr(cast, name)
        assert "Xếp lĩnh vực" not in get(client, user, detail(question)).content.decode()
        assert post(client, user, sorting(question), {"field": health.pk}).status_code == 404
    assert post(client, cast.editor, sorting(done), {"field": health.pk}).status_code == 403
    assert post(client, cast.editor, sorting(question), {"field": "x"}).status_code == 400
    assert not Question.objects.exclude(field=None).exists()


def test_questions_of_the_same_words_are_named_to_whom_they_are_open(client, cast):
    first, second, other = (make_question(cast, S.ASSIGNED) for _ in range(3))
    routing.assign(question=second, by=cast.editor, lead=cast.other_unit)
    same = Submission.objects.filter(question__in=[first, second])
    same.update(content_hash="a" * 64)
    notice = "Có câu hỏi khác cùng nội dung"
    page = get(client, cast.editor, detail(first))
    assert notice in page.content.decode()
    assert [found.pk for found in page.context["same_words"]] == [second.pk]
    assert second.get_absolute_url() in page.content.decode()
    for user, question in ((cast.officer, first), (cast.editor, other)):
        assert notice not in get(client, user, detail(question)).content.decode()


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


def test_attachment_whose_file_is_gone_is_a_404_and_a_line_with_the_id(client, cast, caplog):
    file = attach(make_question(cast, S.ASSIGNED))
    file.file.storage.delete(file.file.name)
    url = reverse("desk:question_attachment", args=[file.question.reference, file.pk])
    with caplog.at_level(logging.ERROR, "qa.views.files"):
        assert get(client, cast.officer, url).status_code == 404
    lines = [line.getMessage() for line in caplog.records if line.name == "qa.views.files"]
    assert lines == [f"attachment {file.pk} has no file"]


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
        COPY | {"title": "Tiêm phòng"},
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
        (
            S.ASSIGNED,
            V.ASK_INFORMATION,
            "officer",
            {"words": "Việc này ở xã nào?"},
            S.AWAITING_INFORMATION,
        ),
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
        (S.RECEIVED, V.REJECT, "editor", {"reason": "5.1a", "words": "x"}, "ít nhất 10 ký tự"),
        (S.OBJECTED, V.UPHOLD, "chief_editor", {"words": "x"}, "ít nhất 10 ký tự"),
        (S.ASSIGNED, V.ASK_INFORMATION, "officer", {"words": "x"}, "ít nhất 10 ký tự"),
        (S.PUBLISHED, V.RETRACT, "chief_editor", {"note": "x"}, "ít nhất 10 ký tự"),
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


@pytest.mark.parametrize(
    "seen", ["0001-01-01T00:00:00", "9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59", "hôm qua"]
)
def test_a_time_no_page_was_opened_at_is_refused_in_words(client, cast, seen):
    question = make_question(cast)
    response = post(client, cast.editor, act(question, V.ACCEPT), {"seen": seen})
    assert response.status_code == 400
    assert "Không rõ trang này mở lúc nào" in response.content.decode()
    assert stored(question).status == S.RECEIVED


@pytest.mark.parametrize("name", ["lead", "coordinating", "field"])
def test_a_number_too_long_for_a_row_is_no_choice(client, cast, name):
    question = make_question(cast, S.REPORTED)
    data = {"lead": cast.unit.pk, name: "9" * 20, "words": "Tôi ghi dài."}
    response = post(client, cast.editor, act(question, V.ASSIGN), data)
    assert response.status_code == 400
    assert list(response.context["form"].errors) == [name]
    assert "Tôi ghi dài." in response.content.decode()


def test_a_draft_version_too_long_for_a_column_is_a_conflict(client, cast):
    question = make_question(cast, S.ASSIGNED)
    data = {"text": "Tôi còn sửa", "version": "9" * 20}
    assert post(client, cast.officer, draft(question), data).status_code == 409


@pytest.mark.parametrize(
    ("contact", "told"),
    [({}, "không để lại thư điện tử"), ({"contact_email": EMAIL}, "được báo qua thư điện tử")],
)
def test_whether_the_asker_was_written_to_is_told_as_it_is(client, cast, contact, told):
    question = make_question(cast, **contact)
    data = {"reason": "5.1c", "words": "Đây là quảng cáo."}
    client.force_login(cast.editor)
    body = client.post(act(question, V.REJECT), data, follow=True).content.decode()
    assert f"{question.reference}: Đã từ chối. Người hỏi " in body
    assert told in body
    assert "để chờ người hỏi" not in body


def test_an_objection_followed_can_be_sorted_at_once(client, cast):
    field = Field.objects.create(code="y-te", name="Y tế")
    question = make_question(cast, S.OBJECTED)
    post(client, cast.chief_editor, act(question, V.OVERTURN), {"field": field.pk})
    assert (stored(question).status, stored(question).field) == (S.ACCEPTED, field)


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


def test_units_to_assign_are_grouped_departments_before_communes(client, cast):
    make_unit("dt", "UBND phường Đại Thành", kind="commune", short_name="Phường Đại Thành")
    make_unit("btc", "Ban Tổ chức", kind="party_body")
    make_unit("btg", "Ban Tuyên giáo", kind="party_body")
    question = make_question(cast, S.REPORTED)
    page = get(client, cast.editor, act(question, V.ASSIGN)).content.decode()
    lead = page[page.index('<select name="lead"') :].partition("</select>")[0]
    groups = re.findall(r'<optgroup label="([^"]+)"', lead)
    assert groups == ["Cơ quan tham mưu, giúp việc", "Sở, ban, ngành", "Xã, phường"]
    assert lead.index("Ban Tổ chức") < lead.index("Ban Tuyên giáo")
    ticks = re.findall(r'<p class="kicker">([^<]+)</p>', page)
    assert [kind for kind in ticks if kind in groups] == groups


def test_a_merged_unit_is_found_under_its_old_name_and_its_successor_is_chosen(client, cast):
    old = make_unit(
        "sogt",
        "Sở Giao thông",
        short_name="Sở GT",
        valid_to=timezone.localdate() - timedelta(days=1),
    )
    Succession.objects.create(
        predecessor=old,
        successor=cast.unit,
        kind="merge",
        decision_number="01-QĐ/TU",
        effective_on=timezone.localdate(),
    )
    question = make_question(cast, S.REPORTED)
    page = get(client, cast.editor, act(question, V.ASSIGN)).content.decode()
    pk = cast.unit.pk
    assert f'<option value="{pk}">Sở Y tế (nay gồm Sở GT trước đây)</option>' in page
    assert f'<option value="{pk}">Sở GT: Sở Giao thông (nay là Sở Y tế)</option>' in page
    assert "<span>Sở Y tế (nay gồm Sở GT trước đây)</span>" in page
    assert f'value="{old.pk}"' not in page
    post(client, cast.editor, act(question, V.ASSIGN), {"lead": pk})
    assert stored(question).lead_unit == cast.unit


def test_a_place_is_named_and_not_its_office(client, cast):
    place = make_unit("nb", "UBND phường Ngã Bảy", kind="commune", short_name="Phường Ngã Bảy")
    body = get(client, cast.editor, detail(make_question(cast, commune=place))).content.decode()
    assert "<dd>Phường Ngã Bảy</dd>" in body
    assert "UBND" not in body


def test_return_offers_every_unit_but_ones_own(client, cast):
    form = get(client, cast.officer, act(make_question(cast, S.ASSIGNED), V.RETURN)).context["form"]
    offered = form.fields["proposed_unit"].queryset
    assert cast.other_unit in offered
    assert cast.unit not in offered
    assert ReturnReason.NOT_OUR_FIELD.value in form.as_p()


# --- Publishing ------------------------------------------------------------------------------
def leaving(page):
    """What a person ticks who has looked at everything found and lets it stand."""
    return {finding.field_name: "giu" for finding in page.context["form"].findings}


def published_event():
    return AuditEvent.objects.get(kind="qa.question.publish")


@pytest.mark.parametrize("box", ["title", "question_text", "answer_text", "asker_label"])
@pytest.mark.parametrize(
    ("private", "kinds"),
    [
        ("Gọi 0912 345 678 nhé", "phone"),
        ("Gọi +84 912.345.678", "phone"),
        ("Gọi 09\u200b12 345\u200b 678", "phone"),
        ("Thư: buoi@example.vn", "email"),
        ("Căn cước 094123456789", "identity"),
        ("Gọi 0912345678, buoi@example.vn, b@example.vn", "email,phone"),
        ("Văn bản TỐI MẬT", "secret"),
    ],
)
def test_personal_data_in_the_public_copy_must_be_agreed_to(client, cast, box, private, kinds):
    """R-4.2: and the log tells which kinds somebody let stand, never the words."""
    question = make_question(cast, S.APPROVED, asker_name=NAME, is_name_withheld=False)
    copy = COPY | {box: private}
    refused = post(client, cast.editor, act(question, V.PUBLISH), copy)
    assert refused.status_code == 400
    assert "Bản công bố có thể còn thông tin riêng" in refused.content.decode()
    assert stored(question).status == S.APPROVED
    agreed = post(client, cast.editor, act(question, V.PUBLISH), copy | leaving(refused))
    assert agreed.status_code == 302
    assert getattr(stored(question).publication, box) == private.replace("\u200b", "")
    event = published_event()
    overrides = event.detail["overrides"].split(",")
    assert set(overrides) == set(kinds.split(","))
    assert len(overrides) == len(set(overrides))


def test_nothing_overridden_leaves_no_mark_in_the_log(client, cast):
    question = make_question(cast, S.APPROVED, asker_name=NAME)
    post(client, cast.editor, act(question, V.PUBLISH), COPY)
    assert "overrides" not in published_event().detail


def test_the_name_shown_begins_as_the_asker_wished_and_may_be_changed(client, cast):
    """R-4.2."""
    question = make_question(cast, S.APPROVED, asker_name=NAME, is_name_withheld=False)
    form = get(client, cast.editor, act(question, V.PUBLISH)).context["form"]
    assert form.initial["asker_label"] == NAME
    post(client, cast.editor, act(question, V.PUBLISH), COPY | {"asker_label": "Bà B., Xã A"})
    assert stored(question).publication.asker_label == "Bà B., Xã A"


def test_a_withheld_name_has_no_box_and_none_is_taken(client, cast):
    """R-4.2: a name typed against the asker's wish is not published whatever was ticked."""
    question = make_question(cast, S.APPROVED, asker_name=NAME)
    page = get(client, cast.editor, act(question, V.PUBLISH))
    assert "asker_label" not in page.context["form"].fields
    assert "không đồng ý hiện tên khi công bố" in page.content.decode()
    forced = COPY | {"asker_label": NAME}
    post(client, cast.editor, act(question, V.PUBLISH), forced)
    assert stored(question).publication.asker_label == ANONYMOUS


@pytest.mark.parametrize("box", ["title", "question_text", "answer_text"])
def test_a_withheld_name_in_the_copy_is_refused_whatever_was_ticked(client, cast, box):
    """R-4.2."""
    question = make_question(cast, S.APPROVED, asker_name=NAME)
    copy = COPY | {box: "Bà le thi buoi, số 0912 345 678"}
    shown = post(client, cast.editor, act(question, V.PUBLISH), copy)
    response = post(client, cast.editor, act(question, V.PUBLISH), copy | leaving(shown))
    assert response.status_code == 400
    assert box in response.context["form"].errors
    name = next(f for f in response.context["form"].findings if f.code == "name")
    assert name.field_name in response.context["form"].errors  # there is no such choice
    assert stored(question).status == S.APPROVED


LONG = "Xin hỏi thủ tục chuyển mục đích sử dụng đất vườn sang đất ở tại phường Vị Thanh năm 2027 ra sao?"


@pytest.mark.parametrize(
    ("text", "preset"),
    [
        (LONG, ""),
        (f"Xin hỏi phí là bao nhiêu? {LONG}", "Xin hỏi phí là bao nhiêu?"),
        ("Trạm mở lúc nào? Phí bao nhiêu?", "Trạm mở lúc nào? Phí bao nhiêu?"),
    ],
)
def test_a_title_begins_whole_or_empty(client, cast, text, preset):
    question = make_question(cast, S.APPROVED, text=text)
    form = get(client, cast.editor, act(question, V.PUBLISH)).context["form"]
    assert form.initial["title"] == preset


def test_a_title_that_is_cut_must_be_finished(client, cast):
    question = make_question(cast, S.APPROVED)
    cut = COPY | {"title": shortened(LONG, 90)}
    refused = post(client, cast.editor, act(question, V.PUBLISH), cut)
    assert refused.status_code == 400
    assert "Tiêu đề còn bị cắt" in refused.content.decode()


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Đất ở", "dat-o"),
        ("…", "cau-hoi"),
        ("a" * 100, "a" * 80),
        ("chuyển " * 20, "-".join(["chuyen"] * 11)),
        (f"{'a' * 80} b", "a" * 80),
    ],
)
def test_an_address_is_cut_between_words(title, slug):
    assert slug_of(title) == slug


@pytest.mark.parametrize("length", [90, 120])
def test_a_first_line_is_cut_to_the_length_asked_for(length):
    for text in (LONG * 3, "a" * 300, "một hai " * 50):
        assert len(shortened(text, length)) <= length
    assert shortened("Một dòng.\nDòng hai.", length) == "Một dòng."


def test_an_emptied_name_is_published_as_nobodys(client, cast):
    question = make_question(cast, S.APPROVED, asker_name=NAME, is_name_withheld=False)
    post(client, cast.editor, act(question, V.PUBLISH), COPY | {"asker_label": ""})
    assert stored(question).publication.asker_label == ANONYMOUS


def test_a_telephone_typed_as_the_name_is_found_before_it_is_public(client, cast):
    name = "Bưởi 0912 345 678"
    question = make_question(cast, S.APPROVED, asker_name=name, is_name_withheld=False)
    page = get(client, cast.editor, act(question, V.PUBLISH))
    assert [finding.code for finding in page.context["form"].findings] == ["phone"]
    response = post(client, cast.editor, act(question, V.PUBLISH), COPY | {"asker_label": name})
    assert response.status_code == 400


@pytest.mark.parametrize("name", ["An", "Hiền", "Dân"])
def test_a_short_withheld_name_is_looked_for_as_a_whole_word(client, cast, name):
    question = make_question(cast, S.APPROVED, asker_name=name)
    copy = COPY | {"question_text": "Bàn về thân thiện môi trường"}
    assert post(client, cast.editor, act(question, V.PUBLISH), copy).status_code == 302
    question = make_question(cast, S.APPROVED, asker_name=name)
    copy = COPY | {"question_text": f"Tôi là {name.upper()}, xã A"}
    assert post(client, cast.editor, act(question, V.PUBLISH), copy).status_code == 400


@pytest.mark.parametrize("unit", ["a", "0", "a@", "a.", "@a", "0 ", "a@a.", "MẬT"])
def test_looking_for_personal_data_grows_with_the_text_and_not_with_its_square(cast, unit):
    question = make_question(cast, asker_name=NAME)

    def seconds(length):
        began = time.process_time()
        personal_data_in({"title": unit * (length // len(unit))}, question)
        return time.process_time() - began

    quarter = min(seconds(5_000) for _ in range(3))
    # Four times as long where it grows with the text, sixteen where it grows with its square.
    assert min(seconds(20_000) for _ in range(2)) < 10 * max(quarter, 0.005)


def test_personal_data_is_looked_for_once_a_page(client, cast, monkeypatch):
    looked = []
    monkeypatch.setattr(
        "qa.forms.desk.publishing.personal_data_in", lambda *args: looked.append(args) or []
    )
    question = make_question(cast, S.APPROVED)
    get(client, cast.editor, act(question, V.PUBLISH))
    assert len(looked) == 1
    post(client, cast.editor, act(question, V.PUBLISH), COPY)
    assert len(looked) == 3  # the copy, and for the log the originals


@pytest.mark.parametrize(
    "plain", ["Nghị định 61/2018/NĐ-CP ngày 23/04/2018", "Giá 1.500.000 đồng", "bảo mật"]
)
def test_numbers_of_documents_and_sums_are_not_taken_for_personal_data(client, cast, plain):
    question = make_question(cast, S.APPROVED)
    copy = COPY | {"question_text": plain}
    assert post(client, cast.editor, act(question, V.PUBLISH), copy).status_code == 302


def test_public_copy_begins_with_the_originals_and_leaves_them_alone(client, cast):
    question = make_question(cast, S.APPROVED)
    form = get(client, cast.editor, act(question, V.PUBLISH)).context["form"]
    assert form.initial["question_text"] == question.text
    assert form.initial["answer_text"] == question.answer.text
    copy = COPY | {"question_text": "Bản sửa", "answer_text": "Bản sửa"}
    assert post(client, cast.editor, act(question, V.PUBLISH), copy).status_code == 302
    assert stored(question).text == question.text
    assert stored(question).publication.question_text == "Bản sửa"


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
