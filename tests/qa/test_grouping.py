"""Merged and split questions: one answer for many, several answers for one, nothing lost."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.urls import reverse
from django.utils import timezone

from engagement.audit.models import AuditEvent
from engagement.jobs.models import OutboxMessage
from engagement.workflow.exceptions import Conflict, Denied
from qa.enums import OPEN
from qa.enums import QuestionStatus as S
from qa.enums import Verb as V
from qa.models import Answer, Attachment, Field, Question
from qa.queries import asker
from qa.queries.desk.access import visible_to
from qa.queries.desk.boxes import overdue, waiting_for
from qa.queries.duplicates import asked_by, leads_for, same_words, similar_answers
from qa.queries.figures.standing import standings, tallies
from qa.services import answering, citizens, feedback, grouping, publishing, routing, splitting
from qa.services.splitting import Part
from tests.factories import make_cast, make_question
from tests.factories.questions import LIFE, TWO_PARTS

pytestmark = pytest.mark.django_db
EMAIL = "nguoi-hoi@example.org"


@pytest.fixture
def cast():
    return make_cast()


def stored(question):
    return Question.objects.get(pk=question.pk)


def merged_into(cast, lead, **values):
    question = make_question(cast, S.ACCEPTED, **values)
    return grouping.merge(question=question, by=cast.editor, lead=stored(lead))


def brought_on(cast, question, *statuses):
    for status in statuses:
        LIFE[status][1](stored(question), cast)
    return stored(question)


# --- Merged ----------------------------------------------------------------------------------
def test_one_answer_and_every_asker_is_told_with_an_own_verdict(cast):
    lead = make_question(cast, S.APPROVED)
    in_time, late = (merged_into(cast, lead, contact_email=EMAIL) for _ in range(2))
    Question.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(days=1))
    OutboxMessage.objects.all().delete()
    lead = brought_on(cast, lead, S.PUBLISHED)
    in_time, late = stored(in_time), stored(late)
    assert {in_time.status, late.status} == {S.ANSWERED_TOGETHER}
    assert (in_time.was_in_time, late.was_in_time) == (True, False)
    assert in_time.lead_unit == lead.lead_unit
    letters = OutboxMessage.objects.filter(to=EMAIL)
    assert letters.count() == 2
    address = f"{settings.PUBLIC_ORIGIN}{lead.publication.get_absolute_url()}"
    assert all(address in letter.body for letter in letters)
    assert asked_by(lead) == 3


def test_the_number_of_askers_is_public_and_their_pages_lead_to_the_answer(client, cast):
    lead = make_question(cast, S.PUBLISHED)
    follower = merged_into(cast, lead)
    answer = client.get(lead.publication.get_absolute_url())
    assert "2 người hỏi điều này" in answer.content.decode()
    page = client.get(asker.follow_path(follower)).content.decode()
    assert lead.publication.get_absolute_url() in page


def test_a_follower_asks_anew_for_an_answer_of_its_own(client, cast):
    lead = make_question(cast, S.PUBLISHED)
    follower = merged_into(cast, lead)
    assert (
        asker.follow_path(follower, "qa:follow_reopen")
        in client.get(asker.follow_path(follower)).content.decode()
    )
    feedback.reopen(question=stored(follower), words="Tôi hỏi việc khác.")
    follower = stored(follower)
    assert (follower.status, follower.lead_unit) == (S.ASSIGNED, lead.lead_unit)
    assert visible_to(cast.officer).filter(pk=follower.pk).exists()
    assert stored(lead).status == S.PUBLISHED
    page = client.get(asker.follow_path(follower)).content.decode()
    assert lead.publication.get_absolute_url() in page
    own = brought_on(cast, follower, S.ANSWERED, S.APPROVED, S.PUBLISHED)
    assert own.publication != lead.publication


def test_follow_page_of_a_merged_question_tells_nothing_of_the_other(client, cast):
    lead = make_question(
        cast, S.ASSIGNED, text="Điều chỉ người kia viết.", asker_name="Lê Thị Bưởi"
    )
    page = client.get(asker.follow_path(merged_into(cast, lead))).content.decode()
    assert "Đã gộp vào câu hỏi khác" in page
    assert "Điều chỉ người kia viết" not in page
    assert lead.reference not in page
    assert "Bưởi" not in page


def test_a_merged_question_never_escalates_and_is_nobodys_turn(cast):
    question = merged_into(cast, make_question(cast, S.ASSIGNED))
    Question.objects.filter(pk=question.pk).update(due_at=timezone.now() - timedelta(days=9))
    assert question.status not in OPEN
    mine = Question.objects.filter(pk=question.pk)
    assert not mine.filter(overdue(timezone.now())).exists()
    for person in cast.people().values():
        assert not mine.filter(waiting_for(person)).exists()


def test_merging_a_lead_takes_its_followers_along(cast):
    first, second = make_question(cast, S.ACCEPTED), make_question(cast, S.ACCEPTED)
    follower = merged_into(cast, first)
    grouping.merge(question=stored(first), by=cast.editor, lead=second)
    assert stored(follower).answered_with == stored(first).answered_with == second
    with pytest.raises(Denied):
        merged_into(cast, first)


def test_a_private_reply_gives_the_others_back_to_the_board(cast):
    """It may hold what is its asker's own."""
    lead = make_question(cast, S.APPROVED)
    follower = merged_into(cast, lead)
    brought_on(cast, lead, S.CLOSED)
    follower = stored(follower)
    assert (follower.status, follower.answered_with, follower.finished_at) == (
        S.ACCEPTED,
        None,
        None,
    )


def test_the_oldest_leads_when_the_leading_asker_withdraws(cast):
    lead = make_question(cast, S.ASSIGNED)
    oldest, second, third = (merged_into(cast, lead) for _ in range(3))
    citizens.withdraw(question=stored(lead))
    assert (stored(oldest).status, stored(oldest).answered_with) == (S.ACCEPTED, None)
    assert {stored(one).answered_with for one in (second, third)} == {oldest}
    assert {stored(one).status for one in (second, third)} == {S.MERGED}


def test_a_withdrawn_follower_is_told_and_counted_no_more(cast):
    lead = make_question(cast, S.APPROVED)
    follower = merged_into(cast, lead, contact_email=EMAIL)
    citizens.withdraw(question=follower)
    lead = brought_on(cast, lead, S.PUBLISHED)
    assert (stored(follower).status, stored(follower).answered_with) == (S.WITHDRAWN, None)
    assert asked_by(lead) == 1
    assert not OutboxMessage.objects.filter(to=EMAIL).exists()


def test_retracting_the_answer_retracts_it_for_all(client, cast):
    lead = make_question(cast, S.PUBLISHED)
    follower = merged_into(cast, lead)
    publishing.retract(question=stored(lead), by=cast.chief_editor, note="Sai số liệu.")
    assert stored(follower).status == S.RETRACTED
    assert "Sai số liệu." in client.get(asker.follow_path(follower)).content.decode()


def test_a_follower_sealed_meanwhile_goes_its_own_way(cast):
    lead = make_question(cast, S.APPROVED)
    follower = merged_into(cast, lead)
    Question.objects.filter(pk=follower.pk).update(is_sealed=True)
    lead = brought_on(cast, lead, S.PUBLISHED)
    assert (stored(follower).status, stored(follower).answered_with) == (S.ACCEPTED, None)
    assert asked_by(lead) == 1


def test_merging_from_a_page_that_is_old_by_now_is_refused(cast):
    question, lead = make_question(cast, S.ACCEPTED), make_question(cast, S.ACCEPTED)
    old = stored(question)
    routing.report_questions(questions=[question], by=cast.editor)
    with pytest.raises(Conflict):
        grouping.merge(question=old, by=cast.editor, lead=lead)
    assert stored(question).status == S.REPORTED


def test_suggestions_are_alike_open_to_the_reader_and_never_sealed(cast):
    words = "Xin cho biết lịch tiêm phòng sởi cho trẻ em ở trạm y tế xã vào tháng này?"
    question = make_question(cast, S.ACCEPTED, text=words)
    alike = make_question(cast, S.ASSIGNED, text="Cho hỏi lịch tiêm phòng sởi cho trẻ em ở xã?")
    sealed = make_question(cast, S.ACCEPTED, text=words)
    make_question(cast, S.ACCEPTED, text="Đường vào ấp hư hỏng, bao giờ sửa?")
    Question.objects.filter(pk=sealed.pk).update(is_sealed=True)
    for one in (question, sealed):
        type(one.submission).objects.filter(pk=one.submission_id).update(content_hash="b" * 64)
    assert [found.question for found in leads_for(cast.editor, question)] == [alike]
    assert leads_for(cast.editor, question, "lich tiem soi")[0].question == alike
    assert leads_for(cast.editor, question, alike.reference)[0].question == alike
    assert same_words(cast.editor, question) == []
    assert same_words(cast.editor, stored(sealed)) == []


def test_answers_that_fit_are_found_for_whoever_writes(cast):
    published = make_question(cast, S.PUBLISHED)
    found = similar_answers(make_question(cast, S.ASSIGNED))
    assert [one.question for one in found] == [published]


def test_merge_page_finds_by_number_and_keeps_what_is_not_seen_apart(client, cast):
    question, lead = make_question(cast, S.ACCEPTED), make_question(cast, S.ASSIGNED)
    client.force_login(cast.editor)
    url = reverse("desk:question_act", args=[question.reference, V.MERGE])
    page = client.get(url).content.decode()
    assert lead.reference in page
    assert page.count("(không bắt buộc)") == 1  # the remark alone
    unknown = client.post(url, {"reference": "HG-2222-222"})
    assert unknown.status_code == 400
    assert "Không có câu hỏi nào mang mã này" in unknown.content.decode()
    assert client.post(url, {"chosen": lead.reference}).status_code == 302
    assert stored(question).answered_with == lead


# --- Split -----------------------------------------------------------------------------------
def split(cast, status=S.ACCEPTED, **values):
    whole = make_question(cast, status, **values)
    splitting.split(question=whole, by=cast.editor, parts=TWO_PARTS)
    return stored(whole), *whole.parts.order_by("part_number")


def test_parts_have_the_clock_of_the_whole_and_the_asker(cast):
    whole, first, second = split(cast, asker_name="Lê Thị Bưởi", contact_email=EMAIL)
    for number, part in enumerate((first, second), start=1):
        assert part.reference == f"{whole.reference}-{number}"
        assert part.submission == whole.submission
        assert (part.received_at, part.due_at) == (whole.received_at, whole.due_at)
        assert (part.asker_name, part.contact_email) == ("Lê Thị Bưởi", EMAIL)
        assert part.status == S.ACCEPTED
    assert OutboxMessage.objects.filter(subject__contains="tách thành nhiều phần").count() == 1


def test_parts_of_a_reported_or_returned_question_need_no_second_report(cast):
    for status in (S.REPORTED, S.RETURNED):
        _, first, _ = split(cast, status)
        assert first.status == S.REPORTED
        routing.assign(question=first, by=cast.editor, lead=cast.unit)


def test_each_part_has_its_unit_and_the_whole_is_done_with_the_last(cast):
    whole, first, second = split(cast, S.REPORTED)
    routing.assign(question=first, by=cast.editor, lead=cast.unit)
    routing.assign(question=second, by=cast.editor, lead=cast.other_unit)
    assert list(visible_to(cast.officer)) == [first]
    assert list(visible_to(cast.other_officer)) == [second]
    brought_on(cast, first, S.ANSWERED, S.APPROVED, S.PUBLISHED)
    assert stored(whole).finished_at is None
    answering.submit_answer(question=stored(second), by=cast.other_officer, text="Đáp.", version=0)
    answering.approve_answer(question=stored(second), by=cast.other_head)
    publishing.close_privately(question=stored(second), by=cast.editor)
    assert stored(whole).finished_at is not None
    assert stored(whole).was_in_time is None


def test_figures_count_the_parts_and_not_the_whole_as_well(cast):
    whole, *_ = split(cast)
    assert sum(row.received for row in tallies()) == 2
    assert {row.code: row.questions for row in standings() if row.questions} == {S.ACCEPTED: 2}
    citizens.withdraw(question=whole)
    assert sum(row.withdrawn for row in tallies()) == 2


def test_one_code_follows_all_parts(client, cast):
    whole, first, second = split(cast, S.REPORTED)
    routing.assign(question=first, by=cast.editor, lead=cast.unit)
    answering.ask_information(question=stored(first), by=cast.officer, words="Xin cho biết xã.")
    page = client.get(asker.follow_path(whole)).content.decode()
    for part in (first, second):
        assert asker.follow_path(part).replace("&", "&amp;") in page
        assert part.text in page
    add = asker.follow_path(first, "qa:follow_add")
    assert client.post(add, {"reply": "Ở xã A, ấp 3."}).status_code == 303
    assert stored(first).status == S.ASSIGNED
    assert client.get(f"{asker.follow_path(whole)}?phan=7").status_code == 404
    assert client.get(f"{asker.follow_path(whole)}?phan=x").status_code == 404


def test_withdrawing_the_whole_erases_every_open_part(cast):
    whole, first, second = split(cast, S.REPORTED, asker_name="Lê Thị Bưởi", contact_email=EMAIL)
    routing.assign(question=first, by=cast.editor, lead=cast.unit)
    answering.submit_answer(question=stored(first), by=cast.officer, text="Chị Bưởi hỏi", version=0)
    with pytest.raises(Denied):
        citizens.withdraw(question=stored(first))
    citizens.withdraw(question=stored(whole))
    for question in (whole, first, second):
        now = stored(question)
        assert now.status == S.WITHDRAWN
        assert (now.text, now.search_text, now.asker_name, now.contact_email) == ("", "", "", "")
    assert not Answer.objects.exists()


def test_an_answered_part_stays_when_the_rest_is_withdrawn(cast):
    whole, first, second = split(cast, S.REPORTED)
    routing.assign(question=first, by=cast.editor, lead=cast.unit)
    brought_on(cast, first, S.ANSWERED, S.APPROVED, S.PUBLISHED)
    citizens.withdraw(question=stored(whole))
    assert (stored(first).status, stored(second).status) == (S.PUBLISHED, S.WITHDRAWN)


def test_files_go_with_the_part_they_were_given_to_and_are_its_own(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    whole = make_question(cast, S.ACCEPTED)
    file = Attachment(
        question=whole, display_name="đơn.pdf", content_type="application/pdf", size=4
    )
    file.file.save("don.pdf", ContentFile(b"%PDF"), save=True)
    parts = [Part("Một?", attachments=[file]), Part("Hai?")]
    splitting.split(question=whole, by=cast.editor, parts=parts)
    copy = Attachment.objects.get(question__part_number=1)
    assert copy.file.name != file.file.name
    assert FileSystemStorage().exists(copy.file.name)
    with copy.file.open("rb") as stored_file:
        assert stored_file.read() == b"%PDF"


def test_split_page_begins_with_what_is_asked_and_keeps_the_whole_private(client, cast):
    question = make_question(cast, S.ACCEPTED, text="Hỏi một? Hỏi hai? Hỏi ba?")
    field = Field.objects.create(code="y-te", name="Y tế")
    client.force_login(cast.editor)
    url = reverse("desk:question_act", args=[question.reference, V.SPLIT])
    form = client.get(url).context["form"]
    assert [form[f"text_{n}"].value() for n in (1, 2, 3, 4)] == [
        "Hỏi một?",
        "Hỏi hai?",
        "Hỏi ba?",
        None,
    ]
    data = {"text_1": "Hỏi một?", "text_2": "Hỏi hai, ba?", "field_2": field.pk}
    assert client.post(url, data).status_code == 302
    second = Question.objects.get(part_number=2)
    assert (second.text, second.field) == ("Hỏi hai, ba?", field)
    assert client.get(second.get_absolute_url()).status_code == 200
    assert client.post(url, data).status_code == 409
    event = AuditEvent.objects.get(kind="qa.question.split")
    assert event.detail == {"parts": 2}


def test_a_part_is_found_by_its_number(client, cast):
    _, first, _ = split(cast)
    client.force_login(cast.editor)
    found = client.get(reverse("desk:box", args=["tat-ca"]), {"q": first.reference.lower()})
    assert found.url == first.get_absolute_url()


def test_what_is_merged_or_a_part_is_not_split(cast):
    _, first, _ = split(cast)
    lead = make_question(cast, S.ACCEPTED)
    merged_into(cast, lead)
    for question in (first, lead):
        with pytest.raises(Denied):
            splitting.split(question=stored(question), by=cast.editor, parts=TWO_PARTS)
