"""The asker's say: two questions once, and one wish for another answer, both in time."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from engagement.accounts.models import Succession
from engagement.audit.models import AuditEvent
from engagement.jobs.models import OutboxMessage
from engagement.workflow.exceptions import Denied
from qa.enums import QuestionStatus as S
from qa.enums import Verb as V
from qa.models import Answer, AskerTerm, Publication, Question, Rating, Reopening
from qa.services import answering, citizens, feedback, publishing
from tests.factories import make_cast, make_question, make_unit

pytestmark = pytest.mark.django_db
WHY = "Chưa nói rõ cần mang giấy tờ gì."


@pytest.fixture
def cast():
    return make_cast()


def fresh(question) -> Question:
    return Question.objects.get(pk=question.pk)


def follow(name, question):
    return reverse(f"qa:{name}", args=[question.submission.tracking_code])


def long_ago(question, days=60):
    past = timezone.now() - timedelta(days=days)
    Question.objects.filter(pk=question.pk).update(finished_at=past)
    return fresh(question)


# --- Rating ----------------------------------------------------------------------------------
@pytest.mark.parametrize("status", [S.PUBLISHED, S.CLOSED])
def test_asker_rates_by_the_code_and_changes_it(client, cast, status):
    question = make_question(cast, status)
    url = follow("follow_rate", question)
    assert client.post(url, {"was_answered": "partly", "satisfaction": "3"}).status_code == 303
    assert (
        "Đã ghi nhận đánh giá" in client.get(follow("follow_question", question)).content.decode()
    )
    assert client.post(url, {"was_answered": "yes", "satisfaction": "5"}).status_code == 303
    rating = Rating.objects.get(question=question)
    assert (rating.was_answered, rating.satisfaction) == ("yes", 5)
    assert rating.changed_at is not None
    event = AuditEvent.objects.filter(kind="qa.question.rate").latest("sequence")
    assert event.detail == {}


@pytest.mark.parametrize(
    "typed", [{}, {"was_answered": "yes"}, {"was_answered": "x", "satisfaction": "9"}]
)
def test_half_a_rating_is_none(client, cast, typed):
    question = make_question(cast, S.PUBLISHED)
    response = client.post(follow("follow_rate", question), typed)
    assert response.status_code == 422
    assert not Rating.objects.exists()


def test_rating_cannot_be_changed_after_its_term(client, cast):
    question = make_question(cast, S.PUBLISHED)
    feedback.rate(question=question, was_answered="yes", satisfaction=4)
    long_ago(question)
    Rating.objects.update(rated_at=timezone.now() - timedelta(days=60))
    response = client.post(
        follow("follow_rate", question), {"was_answered": "no", "satisfaction": "1"}
    )
    assert response.status_code == 409
    assert Rating.objects.get().satisfaction == 4


@pytest.mark.parametrize("status", [S.RECEIVED, S.ASSIGNED, S.APPROVED, S.RETRACTED, S.REFUSED])
def test_nothing_is_rated_without_an_answer(cast, status):
    question = make_question(cast, status)
    with pytest.raises(Denied):
        feedback.rate(question=question, was_answered="yes", satisfaction=5)


def test_nobody_else_can_rate(client, cast):
    """No route of staff leads to a rating, and a reference without its secret half opens nothing."""
    question = make_question(cast, S.PUBLISHED)
    client.force_login(cast.chief_editor)
    url = reverse("qa:follow_rate", args=[question.reference])
    assert client.post(url, {"was_answered": "yes", "satisfaction": "5"}).status_code == 404
    assert not Rating.objects.exists()


def test_letter_after_publication_invites_without_urging(cast):
    make_question(cast, S.PUBLISHED, contact_email="hoi@example.org")
    letter = OutboxMessage.objects.latest("pk").body
    assert "có thể đánh giá câu trả lời hoặc, đến hết" in letter


# --- Reopening -------------------------------------------------------------------------------
def test_reopened_question_goes_back_to_its_unit_with_a_new_clock(client, cast):
    question = make_question(cast, S.PUBLISHED)
    first = fresh(question)
    assert client.post(follow("follow_reopen", question), {"words": WHY}).status_code == 303
    again, kept = fresh(question), Reopening.objects.get(question=question)
    assert (again.status, again.lead_unit) == (S.ASSIGNED, cast.unit)
    assert (again.finished_at, again.was_in_time) == (None, None)
    assert again.due_at >= first.due_at
    assert (kept.first_finished_at, kept.was_first_in_time) == (first.finished_at, True)
    assert kept.words == WHY
    assert Answer.objects.get(question=question).approved_by is None
    # What is public stays, and says that another answer was asked for.
    public = client.get(first.publication.get_absolute_url())
    assert public.status_code == 200
    assert "đề nghị trả lời lại" in public.content.decode()


def test_first_private_reply_is_still_read_after_asking_anew(client, cast):
    question = make_question(cast, S.CLOSED)
    words = fresh(question).answer.text
    feedback.reopen(question=fresh(question), words=WHY)
    Answer.objects.filter(question=question).update(text="Bản nháp mới.")
    page = client.get(follow("follow_question", question)).content.decode()
    assert words in page
    assert "Bản nháp mới." not in page
    client.force_login(cast.officer)
    assert words in client.get(fresh(question).get_absolute_url()).content.decode()


def test_second_answer_is_the_next_version_of_the_same_page(client, cast):
    question = make_question(cast, S.PUBLISHED)
    address = fresh(question).publication.get_absolute_url()
    question = feedback.reopen(question=fresh(question), words=WHY)
    version = Answer.objects.get(question=question).version
    answering.submit_answer(
        question=fresh(question), by=cast.officer, text="Mang thẻ BHYT.", version=version
    )
    answering.approve_answer(question=fresh(question), by=cast.head)
    Publication.objects.filter(question=question).update(question_text="Tôi là [tên người hỏi].")
    client.force_login(cast.editor)
    page = client.get(reverse("desk:question_act", args=[question.reference, "publish"]))
    # What was masked the first time need not be masked again.
    assert page.context["form"]["question_text"].value() == "Tôi là [tên người hỏi]."
    assert page.context["form"]["answer_text"].value() == "Mang thẻ BHYT."
    publishing.publish(
        question=fresh(question),
        by=cast.editor,
        title="Tiêm phòng thứ Bảy ở trạm y tế xã",
        question_text=question.text,
        answer_text="Mang thẻ BHYT.",
    )
    publication = Publication.objects.get(question=question)
    assert publication.get_absolute_url() == address
    assert [each.number for each in publication.versions.order_by("number")] == [1, 2]
    public = client.get(address).content.decode()
    assert "Mang thẻ BHYT." in public
    assert "Trả lời lại" in public
    assert "Đính chính" not in public
    with pytest.raises(Denied, match="một lần"):
        feedback.reopen(question=fresh(question), words=WHY)


def test_reopening_ends_with_its_term_which_is_a_row(cast):
    question = long_ago(make_question(cast, S.CLOSED), days=40)
    with pytest.raises(Denied, match="đã hết"):
        feedback.reopen(question=question, words=WHY)
    AskerTerm.objects.filter(kind="reopen").update(
        working_days=200, valid_from=timezone.localdate() - timedelta(days=400)
    )
    feedback.reopen(question=fresh(question), words=WHY)
    assert fresh(question).status == S.ASSIGNED


def succeed(cast, *heirs):
    today = timezone.localdate()
    for heir in heirs:
        Succession.objects.create(
            predecessor=cast.unit,
            successor=heir,
            kind="merge" if len(heirs) == 1 else "split",
            decision_number="1",
            effective_on=today,
        )
    type(cast.unit).objects.filter(pk=cast.unit.pk).update(valid_to=today - timedelta(days=1))


def test_reopened_question_goes_to_the_heir_of_its_unit(cast):
    question = make_question(cast, S.PUBLISHED)
    succeed(cast, cast.other_unit)
    feedback.reopen(question=fresh(question), words=WHY)
    question = fresh(question)
    assert (question.status, question.lead_unit) == (S.ASSIGNED, cast.other_unit)
    held = question.assignments.filter(role="lead", ended_at__isnull=True)
    assert [each.unit for each in held] == [cast.other_unit]


def test_reopened_question_waits_for_the_board_where_two_units_took_over(client, cast):
    question = make_question(cast, S.PUBLISHED)
    succeed(cast, cast.other_unit, make_unit("moi", "Sở Mới"))
    assert client.post(follow("follow_reopen", question), {"words": WHY}).status_code == 303
    question = fresh(question)
    assert question.status == S.RETURNED
    assert question.steps.last().verb == V.REOPEN_TO_BOARD
    assert not question.assignments.filter(ended_at__isnull=True).exists()


def test_withdrawing_a_reopened_question_leaves_the_public_copy_without_the_name(client, cast):
    name = "Lê Thị Bưởi"
    question = make_question(
        cast,
        S.PUBLISHED,
        text=f"Tôi là {name}, hỏi lịch tiêm.",
        asker_name=name,
        is_name_withheld=False,
    )
    feedback.reopen(question=fresh(question), words=f"{name} chưa rõ.")
    citizens.withdraw(question=fresh(question))
    page = client.get(Publication.objects.get().get_absolute_url()).content.decode()
    assert "Bưởi" not in page
    assert Reopening.objects.get().words == ""
