"""A paper sheet typed in by two people: one ballot of what they agree on, and nothing besides."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from engagement.accounts.roles import RoleCode
from engagement.audit.models import AuditEvent
from engagement.workflow.exceptions import Conflict, Denied
from surveys import tasks
from surveys.enums import Audience, Mode, SurveyStatus
from surveys.instrument.double_entry import agreement, differences, settled
from surveys.models import PaperEntry, PaperTally, Participation, Survey, Waiting
from surveys.queries.paper_entry import SheetNumber
from surveys.queries.results import counts_of, latest_snapshot
from surveys.services import closing, paper_entry, releasing
from surveys.services.paper_entry import Entered
from tests.factories import make_member, make_unit
from tests.surveys.running import answer, crowd, publish_version, running_survey
from tests.surveys.sheets import ANSWERS, EVERYTHING, SHORT
from tests.surveys.test_submitting import holders_of

pytestmark = pytest.mark.django_db
SHEET = SheetNumber("AP 3", 12)
# What is typed for ANSWERS: numbers of choices, and what stands on the paper.
TYPED = {
    "q-dong_y": "1",
    "q-da_den": "1",
    "q-viec": "Làm giấy khai sinh",
    "q-thoi_gian": "2",
    "q-cac_mat:thai_do": "1",
    "q-cac_mat:noi_cho": "3",
    "q-cac_mat:thu_tuc": "5",
    "q-diem": "8",
    "q-kenh": "15",
    "q-kenh:khac": "Nhóm của ấp",
    "q-uu_tien:nuoc": "1",
    "q-uu_tien:duong": "2",
    "q-gop_y": "Mở thêm sáng thứ Bảy",
    "q-xa": "xa a",
    "q-khu": "1",
    "q-ap": "2",
    "q-so_nguoi": "4",
    "q-tu_ngay": "5/3/1999",
    "q-nguoi.0.gioi": "2",
    "q-nguoi.0.tuoi": "41",
}


@pytest.fixture
def survey():
    make_unit("xa-a", "Xã A", kind="commune")
    return running_survey(EVERYTHING, breakdowns=())


@pytest.fixture
def short():
    return running_survey(SHORT, breakdowns=())


@pytest.fixture
def people():
    return [make_member(RoleCode.PROPAGANDA) for _ in range(3)]


def url(survey, name="paper_sheet", sheet=SHEET):
    address = reverse(f"survey_desk:{name}", args=[survey.code])
    return f"{address}?{urlencode({'tap': sheet.batch, 'so': sheet.number})}" if sheet else address


def at_desk(person):
    client = Client()
    client.force_login(person)
    return client


def type_in(survey, person, typed, sheet=SHEET, act="luu"):
    return at_desk(person).post(url(survey, sheet=sheet), {"viec": act, **typed})


def enter(survey, person, answers, sheet=SHEET):
    version = survey.versions.get()
    return paper_entry.enter(
        survey=survey, by=person, sheet=sheet, version=version, answers=answers
    )


# --- The pages ---------------------------------------------------------------------------------
def test_every_kind_is_typed_by_number_and_two_equal_readings_are_one_ballot(survey, people):
    first = type_in(survey, people[0], TYPED, sheet=SheetNumber("ấp  3", 12))
    assert first.url == url(survey, sheet=SheetNumber("ấp 3", 13))
    assert PaperEntry.objects.get().answers == ANSWERS
    assert "ấp 3" in at_desk(people[1]).get(url(survey, "paper", sheet=None)).content.decode()
    assert not Waiting.objects.exists()
    second = type_in(survey, people[1], TYPED)
    assert second.url == url(survey, "paper", sheet=None)
    ballot = Waiting.objects.get()
    assert (ballot.answers, ballot.mode) == (ANSWERS, Mode.PAPER)
    assert not PaperEntry.objects.exists()
    again = at_desk(people[2]).get(url(survey))
    assert again.status_code == 409
    assert "đã được tính" in again.content.decode()
    page = at_desk(people[2]).get(url(survey, "paper", sheet=None)).content.decode()
    assert "<strong>100,0 %</strong>" in page


def test_the_second_person_does_not_see_the_first_reading(survey, people):
    type_in(survey, people[0], TYPED)
    own = at_desk(people[0]).get(url(survey))
    assert own.status_code == 403
    assert "lần hai cần một người khác" in own.content.decode()
    text = at_desk(people[1]).get(url(survey)).content.decode()
    assert not [one for one in TYPED.values() if len(one) > 4 and one in text]
    listed = at_desk(people[1]).get(url(survey, "paper", sheet=None)).content.decode()
    assert "Nhập tờ số 12" in listed


def test_what_differs_is_shown_side_by_side_and_a_person_settles_it(survey, people):
    type_in(survey, people[0], TYPED)
    other = {"q-thoi_gian": "3", "q-cac_mat:noi_cho": "", "q-kenh": "1", "q-kenh:khac": ""}
    type_in(survey, people[1], TYPED | other)
    assert not Waiting.objects.exists()
    desk = at_desk(people[2])
    text = desk.get(url(survey, "paper_settle")).content.decode()
    assert "4 chỗ khác nhau" in text
    assert [words in text for words in ("Hài lòng", "Bình thường", "để trống")] == [True] * 3
    assert desk.post(url(survey, "paper_settle"), {}).status_code == 422
    wrong = {"chon-thoi_gian": "3", "q-thoi_gian": "9"}
    chosen = {
        "chon-thoi_gian": "3",
        "q-thoi_gian": "4",
        "chon-cac_mat__noi_cho": "2",
        "chon-kenh": "1",
        "chon-kenh_other": "1",
    }
    refused = desk.post(url(survey, "paper_settle"), chosen | wrong)
    assert "Câu này đánh số từ 1 đến 5" in refused.content.decode()
    assert desk.post(url(survey, "paper_settle"), chosen).status_code == 302
    rows = {"thai_do": "rat", "thu_tuc": "kho"}
    assert Waiting.objects.get().answers == ANSWERS | {"thoi_gian": "khong", "cac_mat": rows}
    assert not PaperEntry.objects.exists()
    tally = PaperTally.objects.get()
    assert (tally.sheets, tally.cells, tally.alike) == (1, 19, 15)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"q-da_den": "7"}, "Không có lựa chọn “7”"),
        ({"q-kenh": "1 2 3 4"}, "tối đa 3 mục"),
        ({"q-uu_tien:nuoc": "1", "q-uu_tien:duong": "1"}, "được chọn cho hai mục"),
        ({"q-kenh:khac": "Nhóm của ấp", "q-kenh": "1"}, "chưa gõ số của lựa chọn ấy"),
        ({"q-xa": "Xã B"}, "Không có “Xã B” trong danh sách"),
        ({"q-dong_y": ""}, "Cần sự đồng ý"),
        ({"q-dong_y": "2"}, "Gõ 1 nếu tờ giấy có dấu đồng ý"),
    ],
)
def test_what_is_no_answer_is_said_at_its_question_and_nothing_is_kept(
    survey, people, typed, words
):
    response = type_in(survey, people[0], TYPED | typed)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert 'value="Làm giấy khai sinh"' in response.content.decode()
    assert not PaperEntry.objects.exists()


def test_paper_may_leave_questions_out_but_not_everything(survey, short, people):
    assert type_in(survey, people[0], {"q-dong_y": "1", "q-da_den": "2"}).status_code == 302
    blank = type_in(short, people[0], {})
    assert "Tờ trắng thì không nhập" in blank.content.decode()


def test_enter_without_script_and_one_more_member_keep_nothing(survey, people):
    checked = type_in(survey, people[0], TYPED, act="xem")
    more = type_in(survey, people[0], TYPED, act="them:nguoi").content.decode()
    assert checked.status_code == 200
    assert 'name="q-nguoi.1.gioi"' in more
    assert not PaperEntry.objects.exists()


def test_the_page_costs_the_same_for_one_and_for_three_sheets(short, people):
    def queries():
        desk = at_desk(people[1])
        with CaptureQueriesContext(connection) as captured:
            desk.get(url(short, "paper", sheet=None))
        return len(captured)

    enter(short, people[0], {"gio": "toi"})
    queries()  # the questionnaire is kept in memory
    one = queries()
    enter(short, people[0], {"gio": "toi"}, SheetNumber("AP 3", 13))
    enter(short, people[0], {"gio": "toi"}, SheetNumber("AP 4", 1))
    assert queries() == one


# --- The service -------------------------------------------------------------------------------
def test_one_sheet_is_counted_once_and_leaves_no_serial_and_no_person(short, people):
    before = AuditEvent.objects.count()
    canary = SheetNumber("CHIM HOANG YEN", 77)
    enter(short, people[0], {"gio": "toi"}, canary)
    assert holders_of("HOANG YEN") == ["surveys.PaperEntry"]
    assert enter(short, people[1], {"gio": "toi"}, canary) is Entered.STORED
    assert holders_of("HOANG YEN") == []
    assert Participation.objects.count() == 1
    assert AuditEvent.objects.count() == before
    with pytest.raises(Conflict, match="chỉ tính một lần"):
        enter(short, people[2], {"gio": "bay"}, canary)


def test_the_same_person_or_a_third_cannot_read_a_sheet_again(short, people):
    enter(short, people[0], {"gio": "toi"})
    with pytest.raises(Denied, match="một người khác"):
        enter(short, people[0], {"gio": "toi"})
    assert enter(short, people[1], {"gio": "bay"}) is Entered.DIFFERS
    with pytest.raises(Conflict, match="đủ hai lần nhập"):
        enter(short, people[2], {"gio": "bay"})


def test_both_readings_are_of_the_version_printed_on_the_sheet(short, people):
    enter(short, people[0], {"gio": "toi"})
    newer = publish_version(short, SHORT)
    with pytest.raises(Denied, match="bản câu hỏi 1"):
        paper_entry.enter(
            survey=short, by=people[1], sheet=SHEET, version=newer, answers={"gio": "toi"}
        )


@pytest.mark.parametrize("decided", [{}, {"gio": "bay", "y": "Thêm"}], ids=["too few", "too many"])
def test_settling_something_else_than_what_differs_is_a_conflict(short, people, decided):
    enter(short, people[0], {"gio": "toi"})
    enter(short, people[1], {"gio": "bay"})
    with pytest.raises(Conflict):
        paper_entry.settle(survey=short, by=people[0], sheet=SHEET, decided=decided)
    assert PaperEntry.objects.count() == 2


def test_who_may_not_manage_or_comes_while_it_is_paused_types_nothing(short, people):
    with pytest.raises(Denied):
        enter(short, make_member(RoleCode.EDITOR), {"gio": "toi"})
    Survey.objects.update(status=SurveyStatus.PAUSED)
    with pytest.raises(Denied, match="không nhận phiếu"):
        enter(short, people[0], {"gio": "toi"})


def test_a_reading_can_be_dropped_and_the_log_says_how_many_only(short, people):
    enter(short, people[0], {"gio": "toi"})
    enter(short, people[0], {"gio": "toi"}, SheetNumber("AP 3", 13))
    assert at_desk(people[1]).post(url(short, "paper_drop")).status_code == 302
    assert PaperEntry.objects.get().number == 13
    event = AuditEvent.objects.order_by("sequence").last()
    assert (event.kind, event.detail) == ("surveys.survey.paper_drop", {"sheets": 1})
    assert enter(short, people[0], {"gio": "bay"}) is Entered.FIRST


def test_a_person_cannot_close_over_pending_sheets_but_the_clock_can(short, people):
    enter(short, people[0], {"gio": "toi"})
    with pytest.raises(Denied, match="Còn 1 tờ phiếu giấy nhập dở"):
        closing.close(survey=short, by=people[0])
    assert Survey.objects.get().status == SurveyStatus.OPEN
    past = timezone.now() - timedelta(minutes=1)
    Survey.objects.update(closes_at=past)
    tasks.close_ended()
    assert Survey.objects.get().status == SurveyStatus.CLOSED
    assert not PaperEntry.objects.exists()
    text = at_desk(people[0]).get(url(short, "paper", sheet=None)).content.decode()
    assert "1 tờ nhập dở bị bỏ" in text


def test_paper_is_compared_with_the_web_only_when_there_is_enough_of_it():
    survey = running_survey()
    crowd(survey, 40)
    for _ in range(3):
        answer(survey, mode=Mode.PAPER)
    releasing.tick()
    modes = counts_of(latest_snapshot(survey, Audience.STAFF))["groups"]["_mode"]
    assert modes.keys() == {"web"}
    for opinion in ("tot", "kem", "tot", "duoc", "tot", "duoc", "kem") * 3:
        answer(survey, {"opinion": opinion}, mode=Mode.PAPER)
    releasing.tick()
    modes = counts_of(latest_snapshot(survey, Audience.STAFF))["groups"]["_mode"]
    assert modes["paper"]["n"] >= survey.staff_group


# --- Two readings as values --------------------------------------------------------------------
def test_a_filter_read_wrongly_is_one_cell_not_all_that_hang_on_it():
    misread = ANSWERS | {"da_den": "chua"}
    assert [one.cell.key for one in differences(EVERYTHING, ANSWERS, misread)] == ["da_den"]
    assert agreement(EVERYTHING, ANSWERS, misread) == (19, 18)


def test_members_and_rows_differ_one_by_one():
    other = ANSWERS | {
        "cac_mat": {"thai_do": "rat", "noi_cho": "binh"},
        "nguoi": [{"gioi": "nam", "tuoi": "41"}, {"tuoi": "7"}],
    }
    found = {
        one.cell.key: (one.first, one.second) for one in differences(EVERYTHING, ANSWERS, other)
    }
    assert found == {
        "cac_mat__thu_tuc": ("kho", None),
        "nguoi.0.gioi": ("nu", "nam"),
        "nguoi.1.tuoi": (None, "7"),
    }
    decided = {key: second for key, (_, second) in found.items()}
    assert settled(EVERYTHING, ANSWERS, other, decided) == other
    assert (
        settled(EVERYTHING, ANSWERS, other, {key: one for key, (one, _) in found.items()})
        == ANSWERS
    )
