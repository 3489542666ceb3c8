"""Page by page, without JavaScript: what is shown, kept, refused, and stored at the end."""

import html
import re

import pytest
from django.db import connection
from django.urls import reverse

from engagement.audit.models import AuditEvent
from engagement.intake.models import Submission
from surveys.enums import Mode, QuestionKind, SurveyStatus
from surveys.forms.state import State
from surveys.instrument.questionnaire import Page, Question, Questionnaire
from surveys.models import Participation, Waiting
from surveys.queries import public
from tests.factories import make_unit
from tests.surveys.running import publish_version, running_survey
from tests.surveys.sheets import ANSWERS, EVERYTHING, SHORT, TYPED, Person, fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    make_unit("xa-a", "Xã A", kind="commune")
    return running_survey(EVERYTHING, breakdowns=())


@pytest.fixture
def short():
    return running_survey(SHORT, breakdowns=())


# --- The way it goes -------------------------------------------------------------------------
def test_every_kind_of_question_is_answered_and_stored_in_canonical_form(survey):
    person = Person(survey)
    fill(person)
    assert person.press("gui", TYPED["nguoi"]).status_code == 303
    ballot = Waiting.objects.get()
    assert ballot.answers == ANSWERS
    assert (ballot.version, ballot.mode) == (1, Mode.WEB)


def test_nothing_is_stored_before_the_last_step(survey):
    fill(Person(survey))
    assert not Waiting.objects.exists()
    assert not Participation.objects.exists()


def test_an_answer_leaves_no_submission_and_no_audit_event(short):
    person = Person(short)
    fill(person, {"mot": {"q-gio": "toi"}}, last="hai")
    before = AuditEvent.objects.count()
    person.press("gui", {"q-y": "Tốt"})
    assert Waiting.objects.count() == 1
    assert Submission.objects.count() == 0
    assert AuditEvent.objects.count() == before


def test_progress_is_told_in_words(survey):
    person = Person(survey)
    person.get()
    # The page about the visit is asked only of those who were there.
    assert "Trang 1 trên 4 · còn khoảng" in person.text
    person.press("tiep", TYPED["lan_den"])
    assert "Trang 1 trên 5" in person.text


def test_missing_answers_are_named_and_what_is_typed_stays(survey):
    person = Person(survey)
    person.get()
    response = person.press("tiep", {"q-da_den": "co"})
    assert response.status_code == 422
    assert "Cần sự đồng ý của Quý vị" in person.text
    assert person.is_checked("q-da_den", "co")
    assert person.page == "lan_den"


def test_a_question_made_relevant_by_an_answer_of_its_page_is_shown_before_going_on(survey):
    person = Person(survey)
    person.get()
    assert "Quý vị đến làm việc gì?" not in person.text
    response = person.press("tiep", {"q-dong_y": "yes", "q-da_den": "co"})
    assert (response.status_code, person.page) == (200, "lan_den")
    assert "trang này có thêm câu hỏi" in person.text
    assert "Quý vị đến làm việc gì?" in person.text
    assert person.press("tiep", {"q-dong_y": "yes", "q-da_den": "co"}).status_code == 422
    person.press("tiep", TYPED["lan_den"])
    assert person.page == "y_kien"


def test_an_answer_that_hides_a_page_skips_it(survey):
    person = Person(survey)
    person.get()
    person.press("tiep", {"q-dong_y": "yes", "q-da_den": "chua"})
    assert person.page == "tin_tuc"


def test_answers_to_what_was_hidden_later_are_not_stored(survey):
    person = Person(survey)
    person.get()
    person.press("tiep", TYPED["lan_den"])
    person.press("tiep", TYPED["lan_den"])
    person.press("tiep", TYPED["y_kien"])
    person.press("lui")
    person.press("lui")
    assert person.page == "lan_den"
    person.press("tiep", {"q-dong_y": "yes", "q-da_den": "chua"})
    for page in ("tin_tuc", "noi_o"):
        assert person.page == page
        assert person.press("tiep", TYPED[page]).status_code == 200, person.text
    assert person.press("gui", TYPED["nguoi"]).status_code == 303
    assert not {"viec", "thoi_gian", "cac_mat", "diem"} & set(Waiting.objects.get().answers)


def test_going_back_keeps_what_is_typed_right_or_wrong(survey):
    person = Person(survey)
    fill(person, last="noi_o")
    person.press("lui", {"q-khu": "tay", "q-so_nguoi": "bốn", "q-tu_ngay:ngay": "31"})
    assert person.page == "tin_tuc"
    person.press("tiep", TYPED["tin_tuc"])
    assert person.is_checked("q-khu", "tay")
    assert person.value("q-so_nguoi") == "bốn"
    assert person.value("q-tu_ngay:ngay") == "31"


def test_a_list_waits_for_the_answer_it_depends_on_and_is_brought_up_to_date(survey):
    person = Person(survey)
    fill(person, last="noi_o")
    assert "Quý vị trả lời câu “Quý vị ở khu nào?” trước" in person.text
    assert "Cập nhật danh sách" in person.text
    person.press("cap-nhat", {"q-khu": "dong", "q-so_nguoi": "nhiều"})
    assert "Ấp Đông 1" in person.text
    assert "Ấp Tây 1" not in person.text
    # Bringing up to date judges nothing.
    assert "Xin ghi một số" not in person.text
    assert person.value("q-so_nguoi") == "nhiều"


def test_members_are_added_and_taken_out_with_what_was_typed_for_them(survey):
    person = Person(survey)
    fill(person)
    person.press("them", {"q-nguoi.0.gioi": "nu", "q-nguoi.0.tuoi": "không rõ"})
    assert "Thành viên 2" in person.text
    assert person.value("q-nguoi.0.tuoi") == "không rõ"
    person.press("them", {"q-nguoi.0.gioi": "nu", "q-nguoi.1.gioi": "nam", "q-nguoi.1.tuoi": "9"})
    assert "Có đang đi học không?" in person.text
    person.press("bo:0", {"q-nguoi.1.gioi": "nam", "q-nguoi.1.tuoi": "9", "q-nguoi.2.tuoi": "x"})
    assert "Thành viên 3" not in person.text
    assert person.value("q-nguoi.0.tuoi") == "9"
    assert person.value("q-nguoi.1.tuoi") == "x"


def test_members_keep_to_the_least_and_the_most(survey):
    person = Person(survey)
    fill(person)
    for _ in range(6):
        person.press("them")
    assert "Thành viên 4" in person.text
    assert "Thành viên 5" not in person.text
    assert "Thêm một thành viên" not in person.text
    for _ in range(6):
        person.press("bo:0")
    assert "Thành viên 1" in person.text
    assert "Bỏ thành viên" not in person.text


@pytest.mark.parametrize(
    "act", ["bo:99", "bo:-1", "bo:", "bo:x", f"bo:{'9' * 5_000}", "khong-co", ""]
)
def test_odd_buttons_do_no_harm(survey, act):
    person = Person(survey)
    fill(person)
    assert person.press(act, TYPED["nguoi"]).status_code == 200


def test_random_order_is_the_same_on_every_visit_and_keeps_the_way_out_last():
    choices = [one for one in EVERYTHING.question("kenh").choices if not one.is_other]
    asked = Question(
        "kenh", QuestionKind.SINGLE, "Kênh?", choices=tuple(choices), is_random_order=True
    )
    others = tuple(Question(f"c{n}", QuestionKind.SHORT_TEXT, f"Câu {n}?") for n in range(6))
    page = Page("p", "P", (asked, *others), is_random_order=True)
    survey = running_survey(Questionnaire("Thứ tự", (page,)), breakdowns=())
    seen = set()
    for _ in range(8):
        person = Person(survey)
        person.get()
        first = names_in(person.text)
        person.press("cap-nhat")
        assert names_in(person.text) == first
        codes = re.findall(r'name="q-kenh" value="(\w+)"', person.text)
        assert codes[-1] == "khongco"
        seen.add(tuple(first))
    assert len(seen) > 1


def names_in(text):
    return list(dict.fromkeys(re.findall(r'name="(q-\w+)"', text)))


# --- Sending early -----------------------------------------------------------------------------
def test_what_is_answered_can_be_sent_before_the_end(survey):
    person = Person(survey)
    fill(person, last="y_kien")
    person.press("xem-gui", {"q-thoi_gian": "kho"})
    assert person.response.status_code == 200
    assert "Quý vị đã trả lời 3 trên 14 câu" in person.text
    assert person.press("gui-som").status_code == 303
    assert Waiting.objects.get().answers == {
        "dong_y": "yes", "da_den": "co", "viec": "Làm giấy khai sinh", "thoi_gian": "kho",
    }  # fmt: skip


def test_sending_early_can_be_thought_over(survey):
    person = Person(survey)
    fill(person, last="y_kien")
    person.press("xem-gui", {"q-thoi_gian": "kho"})
    person.press("mo")
    assert person.page == "y_kien"
    assert person.is_checked("q-thoi_gian", "kho")


def test_wrong_answers_are_not_sent_early(survey):
    person = Person(survey)
    fill(person, last="noi_o")
    assert person.press("xem-gui", {"q-so_nguoi": "99"}).status_code == 422
    assert "không được lớn hơn 30" in person.text


def test_without_consent_nothing_is_sent_early(survey):
    person = Person(survey)
    person.get()
    person.press("xem-gui", {"q-da_den": "chua"})
    response = person.press("gui-som")
    assert response.status_code == 422
    assert person.page == "lan_den"
    assert "Cần sự đồng ý của Quý vị" in person.text
    assert not Waiting.objects.exists()


def test_an_empty_sheet_is_not_sent(short):
    person = Person(short)
    person.get()
    person.press("xem-gui")
    assert "Gửi phiếu" not in person.text
    assert person.press("gui-som").status_code == 422
    assert "chưa có câu trả lời nào" in person.text
    assert not Waiting.objects.exists()


def test_required_answers_left_out_on_an_earlier_page_bring_back_that_page(short):
    person = Person(short)
    fill(person, {"mot": {"q-gio": "toi"}}, last="hai")
    state = State.read(person.sheet, short.code)
    forged = State(state.version, page="hai").sign(short.code)
    response = person.press("gui", {"q-y": "Tốt"}, phieu=forged)
    assert (response.status_code, person.page) == (422, "mot")
    assert "Xin chọn một câu trả lời" in person.text


# --- Sending twice, and after a change ---------------------------------------------------------
def test_sending_twice_is_sending_once_and_gives_the_same_receipt(short):
    person = Person(short)
    fill(person, {"mot": {"q-gio": "toi"}}, last="hai")
    sheet = person.sheet
    receipts = []
    for _ in range(3):
        person.press("gui", {"q-y": "Tốt"}, phieu=sheet, trang="hai")
        person.get("receipt")
        receipts.append(receipt_in(person.text))
    assert Waiting.objects.count() == 1
    assert len(set(receipts)) == 1
    assert len(receipts[0]) == 26


def receipt_in(text):
    found = re.search(r'receipt__code"[^>]*>(.*?)</p>', text, re.DOTALL)
    return re.sub(r"<[^>]+>|\s", "", html.unescape(found[1]))


def test_changing_after_sending_is_told_and_not_counted(short):
    person = Person(short)
    fill(person, {"mot": {"q-gio": "toi"}}, last="hai")
    sheet = person.sheet
    person.press("gui", {"q-y": "Tốt"})
    response = person.press("gui", {"q-y": "Xấu"}, phieu=sheet, trang="hai")
    assert response.status_code == 409
    assert "đã được gửi trước đó" in person.text
    assert Waiting.objects.get().answers["y"] == "Tốt"


def test_the_version_begun_is_the_version_stored(short):
    person = Person(short)
    fill(person, {"mot": {"q-gio": "toi"}}, last="hai")
    publish_version(short, EVERYTHING)
    public.forget_everything()
    assert person.press("gui", {"q-y": "Tốt"}).status_code == 303
    assert Waiting.objects.get().version == 1
    assert Person(short).get().status_code == 200


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (SurveyStatus.PAUSED, "tạm dừng nhận phiếu"),
        (SurveyStatus.CLOSED, "không còn nhận phiếu"),
    ],
)
def test_a_survey_that_stops_meanwhile_says_so_and_loses_nothing(short, status, words):
    person = Person(short)
    person.get()
    stop(short, status)
    response = person.press("tiep", {"q-gio": "toi"})
    assert response.status_code == 409
    assert words in person.text
    assert State.read(person.sheet, short.code).answers == {"gio": "toi"}
    assert State.read(person.cookies["phieu"].value, short.code).answers == {"gio": "toi"}


def test_a_pause_counts_at_once_though_the_survey_is_kept_in_memory(short):
    person = Person(short)
    fill(person, {"mot": {"q-gio": "toi"}}, last="hai")
    type(short).objects.update(status=SurveyStatus.PAUSED)  # no public.forget_everything()
    assert person.press("gui", {"q-y": "Tốt"}).status_code == 409
    assert not Waiting.objects.exists()


def test_after_a_pause_the_sheet_goes_on(short):
    person = Person(short)
    person.get()
    stop(short, SurveyStatus.PAUSED)
    person.press("tiep", {"q-gio": "toi"})
    stop(short, SurveyStatus.OPEN)
    assert person.press("mo", trang=None).status_code == 200
    assert person.is_checked("q-gio", "toi")


def stop(survey, status):
    key = None if status == SurveyStatus.CLOSED else survey.sealed_key
    type(survey).objects.filter(pk=survey.pk).update(status=status, sealed_key=key)
    public.forget_everything()


# --- Pages around it -----------------------------------------------------------------------------
def test_the_first_page_says_what_is_promised_and_sets_no_cookie(client, survey):
    response = client.get(survey.get_absolute_url())
    text = response.content.decode()
    for words in (
        "tách danh tính",
        "Không lưu cùng phiếu",
        "ít nhất 20 phiếu",
        "biên nhận",
        "phút",
    ):
        assert words in text
    assert not client.cookies
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("status", [SurveyStatus.DRAFT, SurveyStatus.DISCARDED])
@pytest.mark.parametrize("name", ["start", "answer", "receipt", "paper", "kiosk"])
def test_a_survey_that_is_not_public_does_not_exist(client, status, name):
    survey = running_survey(SHORT, breakdowns=(), status=status)
    assert client.get(reverse(f"surveys:{name}", args=[survey.code])).status_code == 404
    assert client.get(reverse(f"surveys:{name}", args=["khong-co"])).status_code == 404


def test_list_shows_open_surveys_only(client, survey):
    running_survey(SHORT, breakdowns=(), status=SurveyStatus.DRAFT)
    text = client.get(reverse("surveys:index")).content.decode()
    assert EVERYTHING.title in text
    assert SHORT.title not in text


@pytest.mark.parametrize("surveys", [1, 3])
def test_list_asks_the_database_as_often_whatever_its_length(
    client, django_assert_num_queries, surveys
):
    for _ in range(surveys):
        running_survey(SHORT, breakdowns=())
    client.get(reverse("surveys:index"))  # questionnaires are kept in memory
    with django_assert_num_queries(3):
        client.get(reverse("surveys:index"))


def test_last_step_reads_nothing_but_what_the_service_reads(short, django_assert_num_queries):
    person = Person(short)
    fill(person, {"mot": {"q-gio": "toi"}}, last="hai")
    person.press("cap-nhat")  # limits are read once, and kept
    person.press("gui", {"q-y": "Tốt"})
    fill(person, {"mot": {"q-gio": "toi"}}, last="hai")
    # Savepoint, open?, has taken part?, participation, ballot, release; on PostgreSQL one statement
    # of psycopg, which Django does not count.
    with django_assert_num_queries(0 if connection.vendor == "postgresql" else 6):
        person.press("gui", {"q-y": "Tốt"})


def test_paper_form_numbers_questions_and_says_conditions_in_words(client, survey):
    text = client.get(reverse("surveys:paper", args=[survey.code])).content.decode()
    assert "Chỉ trả lời nếu câu 1 chọn “Có”." in text
    assert "Ghi cho từng thành viên" in text
    assert "data:image/svg+xml" in text
    assert survey.get_absolute_url() in text
