""" "Dữ liệu của tôi": two keys, the same words for everybody, and nothing left after erasure."""

import json
import re
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from engagement.jobs.models import OutboxMessage
from engagement.workflow.exceptions import Denied
from qa.enums import QuestionKind
from qa.enums import QuestionStatus as S
from qa.models import (
    Attachment,
    ContactProof,
    PersonalDataRequest,
    Publication,
    Question,
)
from qa.models.question import ANONYMOUS
from qa.services import classifying, feedback, personal_data
from tests.factories import make_cast, make_question

pytestmark = pytest.mark.django_db
NAME, EMAIL, PHONE = "Lê Thị Bưởi", "buoi@example.org", "0912345678"
GIVEN = {"asker_name": NAME, "contact_email": EMAIL, "contact_phone": PHONE}


@pytest.fixture
def cast():
    return make_cast()


def fresh(question) -> Question:
    return Question.objects.get(pk=question.pk)


def page(name, question):
    return reverse(f"qa:follow_data{name}", args=[question.submission.tracking_code])


def code_sent() -> str:
    letter = OutboxMessage.objects.filter(subject__contains="mã xác nhận").latest("pk")
    return re.search(r"\b\d{8}\b", letter.body)[0]


def prove(client, question):
    client.post(page("_send", question))
    return client.post(page("_prove", question), {"ma_xac_nhan": code_sent()})


def test_the_tracking_code_alone_shows_nothing(client, cast):
    question = make_question(cast, S.PUBLISHED, **GIVEN)
    shown = client.get(page("", question)).content.decode()
    assert NAME not in shown
    assert EMAIL not in shown
    for name in ("_correct", "_delete"):
        assert client.get(page(name, question)).status_code == 303
    assert client.post(page("_export", question)).status_code == 303
    assert client.post(page("_delete", question)).status_code == 303
    assert fresh(question).asker_name == NAME


def test_one_time_code_opens_everything(client, cast):
    question = make_question(cast, S.PUBLISHED, **GIVEN)
    feedback.rate(question=question, was_answered="yes", satisfaction=4)
    assert prove(client, question).status_code == 303
    shown = client.get(page("", question))
    assert shown["Cache-Control"].count("no-store") == 1
    body = shown.content.decode()
    for stored in (NAME, EMAIL, PHONE, question.text, "4 trên 5"):
        assert stored in body
    copy = client.post(page("_export", question))
    assert copy["Content-Type"].startswith("application/json")
    told = json.loads(copy.content)
    assert told["reference"] == question.reference
    assert NAME in copy.content.decode()
    kinds = PersonalDataRequest.objects.order_by("pk").values_list("kind", "was_in_time")
    assert list(kinds) == [("see", True), ("export", True)]


def test_the_page_says_the_same_whether_an_address_was_given_or_not(client, cast):
    bodies = []
    for given in ({"contact_email": EMAIL}, {}):
        question = make_question(cast, S.PUBLISHED, **given)
        sent = client.post(page("_send", question)).content.decode()
        wrong = client.post(page("_prove", question), {"ma_xac_nhan": "1234"}).content.decode()
        words = (
            (sent + wrong)
            .replace(question.submission.tracking_code, "")
            .replace(question.reference, "")
        )
        bodies.append(re.sub(r'csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"', "", words))
    assert bodies[0] == bodies[1]
    assert OutboxMessage.objects.filter(subject__contains="mã xác nhận").count() == 1


def test_code_is_stored_hashed_used_once_and_only_the_newest_counts(client, cast):
    question = make_question(cast, S.PUBLISHED, **GIVEN)
    client.post(page("_send", question))
    first = code_sent()
    assert first not in ContactProof.objects.get().code_hash
    client.post(page("_send", question))
    second = code_sent()
    assert client.post(page("_prove", question), {"ma_xac_nhan": first}).status_code == 422
    assert client.post(page("_prove", question), {"ma_xac_nhan": second}).status_code == 303
    assert client.post(page("_prove", question), {"ma_xac_nhan": second}).status_code == 422


def test_five_wrong_tries_close_a_code_and_ten_minutes_too(cast):
    question = make_question(cast, S.PUBLISHED, **GIVEN)
    personal_data.send_code(question=question)
    for _ in range(personal_data.MAX_TRIES):
        assert personal_data.prove_contact(question=question, typed="00000000x") is None
    assert personal_data.prove_contact(question=question, typed=code_sent()) is None
    personal_data.send_code(question=question)
    ContactProof.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert personal_data.prove_contact(question=question, typed=code_sent()) is None


def test_codes_are_sent_a_few_times_an_hour_only(client, cast):
    question = make_question(cast, S.PUBLISHED, **GIVEN)
    statuses = [client.post(page("_send", question)).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]


def test_proof_of_one_question_opens_no_other_and_ends_after_half_an_hour(client, cast):
    question = make_question(cast, S.PUBLISHED, **GIVEN)
    other = make_question(cast, S.PUBLISHED, **(GIVEN | {"asker_name": "Trần Văn Khác"}))
    prove(client, question)
    value = client.cookies["da-xac-nhan"].value
    client.cookies.clear()
    client.cookies["da-xac-nhan"] = value
    assert "Trần Văn Khác" not in client.get(page("", other)).content.decode()
    ContactProof.objects.update(proven_at=timezone.now() - timedelta(minutes=31))
    assert NAME not in client.get(page("", question)).content.decode()


def test_correction_tells_the_old_address_and_takes_a_shown_name_back(client, cast):
    question = make_question(
        cast, S.PUBLISHED, text=f"Tôi là {NAME}, hỏi lịch.", **GIVEN, is_name_withheld=False
    )
    prove(client, question)
    typed = {"asker_name": NAME, "contact_email": "moi@example.org", "contact_phone": "12"}
    assert client.post(page("_correct", question), typed).status_code == 422
    typed["contact_phone"] = "+84 912 345 679"
    assert client.post(page("_correct", question), typed).status_code == 303
    question = fresh(question)
    assert (question.contact_email, question.contact_phone) == ("moi@example.org", "0912345679")
    assert OutboxMessage.objects.filter(to=EMAIL, subject__contains="đã sửa dữ liệu").exists()
    public = Publication.objects.get()
    assert public.asker_label == ANONYMOUS
    assert "Bưởi" not in public.question_text
    assert "Bưởi" not in public.versions.get().question_text


def everything_but_the_public_copy() -> str:
    """Every stored word of the question's rows, of letters and of the log."""
    rows = []
    for label in ("qa", "jobs", "audit", "intake"):
        for model in apps.get_app_config(label).get_models():
            if model.__name__ not in {"Publication", "PublicationVersion"}:
                rows += model._default_manager.order_by("pk").values()
    return str(rows)


@pytest.mark.parametrize("status", [S.PUBLISHED, S.CLOSED, S.RETRACTED, S.REFUSED])
def test_deletion_after_the_answer_leaves_no_word_of_the_asker(
    client, cast, status, django_capture_on_commit_callbacks
):
    question = make_question(cast, status, text="Xin hỏi lịch tiêm của cháu Mít.", **GIVEN)
    file = Attachment(question=question, display_name="don-mit.pdf", content_type="x", size=1)
    file.file.save("tep.pdf", ContentFile(b"%PDF"), save=True)
    storage, path = file.file.storage, file.file.name
    if status in {S.PUBLISHED, S.CLOSED}:
        feedback.rate(question=question, was_answered="no", satisfaction=1)
    prove(client, question)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(page("_delete", question)).status_code == 303
    stored = everything_but_the_public_copy()
    for word in (NAME, EMAIL, PHONE, "Mít", "don-mit", "Trạm tiêm sáng"):
        assert word not in stored, word
    assert not storage.exists(path)
    assert fresh(question).erased_at is not None
    assert PersonalDataRequest.objects.filter(kind="delete", was_in_time=True).count() == 1
    code = question.submission.tracking_code
    assert client.get(reverse("qa:follow_question", args=[code])).status_code == 200
    if status == S.PUBLISHED:
        assert client.get(Publication.objects.get().get_absolute_url()).status_code == 200
        with pytest.raises(Denied, match="đã được xóa"):
            feedback.reopen(question=fresh(question), words="Chưa rõ.")


def test_deletion_before_the_answer_is_a_withdrawal(client, cast):
    question = make_question(cast, S.ASSIGNED, **GIVEN)
    prove(client, question)
    assert client.post(page("_delete", question)).status_code == 303
    assert fresh(question).status == S.WITHDRAWN
    assert NAME not in everything_but_the_public_copy()


# --- At the office ---------------------------------------------------------------------------
def receive(client, user, question, kind):
    client.force_login(user)
    typed = {"ma": question.submission.tracking_code, "kind": kind}
    return client.post(reverse("desk:data_request_receive"), typed)


@pytest.mark.parametrize("who", ["office", "editor"])
def test_request_at_the_office_is_due_in_two_working_days(client, cast, who):
    question = make_question(cast, S.PUBLISHED, asker_name=NAME)
    assert receive(client, getattr(cast, who), question, "delete").status_code == 302
    asked = PersonalDataRequest.objects.get()
    assert asked.due_at > asked.received_at
    assert asked.calendar_version
    assert question.reference in client.get(reverse("desk:data_requests")).content.decode()
    done = client.post(reverse("desk:data_request", args=[asked.pk]))
    assert done.status_code == 302
    asked.refresh_from_db()
    assert (asked.was_in_time, asked.done_by) == (True, getattr(cast, who))
    assert fresh(question).asker_name == ""


def test_late_request_stays_late(cast):
    question = make_question(cast, S.PUBLISHED)
    asked = personal_data.receive_request(question=question, kind="see", by=cast.office)
    PersonalDataRequest.objects.update(due_at=timezone.now() - timedelta(days=1))
    asked.refresh_from_db()
    personal_data.finish_request(request=asked, by=cast.office)
    assert asked.was_in_time is False
    with pytest.raises(Denied):
        personal_data.finish_request(request=asked, by=cast.office)


@pytest.mark.parametrize("kind", ["see", "export", "correct", "delete"])
def test_each_kind_has_its_page(client, cast, kind):
    question = make_question(cast, S.CLOSED, asker_name=NAME)
    receive(client, cast.office, question, kind)
    asked = PersonalDataRequest.objects.get()
    shown = client.get(reverse("desk:data_request", args=[asked.pk]))
    assert shown.status_code == 200
    assert (NAME in shown.content.decode()) == (kind != "delete")


def test_reference_without_its_secret_half_is_not_taken(client, cast):
    question = make_question(cast, S.PUBLISHED)
    client.force_login(cast.office)
    typed = {"ma": question.reference, "kind": "see"}
    assert client.post(reverse("desk:data_request_receive"), typed).status_code == 400
    assert not PersonalDataRequest.objects.exists()


def test_request_about_a_sealed_matter_is_for_its_own_right_alone(client, cast):
    question = make_question(cast, S.ASSIGNED, asker_name=NAME)
    asked = personal_data.receive_request(question=question, kind="see", by=cast.office)
    classifying.classify(question=question, by=cast.editor, kind=QuestionKind.DENUNCIATION)
    addresses = [reverse("desk:data_requests"), reverse("desk:data_request", args=[asked.pk])]
    for who, statuses in (
        ("office", [200, 404]),
        ("editor", [200, 404]),
        ("sealed_officer", [200, 200]),
    ):
        shown = receive(client, getattr(cast, who), question, "delete")
        may = who == "sealed_officer"
        assert shown.status_code == (302 if may else 400)
        pages = [client.get(address) for address in addresses]
        assert [one.status_code for one in pages] == statuses
        assert (question.reference in pages[0].content.decode()) == may
        with pytest.raises(Denied) if not may else nullcontext():
            personal_data.finish_request(request=asked, by=getattr(cast, who))


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_requests_asks_as_often_for_one_row_as_for_three(
    client, cast, count, django_assert_max_num_queries
):
    for _ in range(count):
        question = make_question(cast, S.PUBLISHED)
        personal_data.receive_request(question=question, kind="see", by=cast.office)
    client.force_login(cast.office)
    with django_assert_max_num_queries(12):
        assert client.get(reverse("desk:data_requests")).status_code == 200
