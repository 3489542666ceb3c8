"""The rows behind the calendar: seeding, the official swap, import, and what every process sees."""

from datetime import date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from engagement.audit.actors import Actor
from engagement.audit.models import AuditEvent
from engagement.worktime import queries
from engagement.worktime.calendar import Shift, add_working_days, add_working_time
from engagement.worktime.models import (
    CalendarDay,
    CalendarState,
    ConfirmedYear,
    DayKind,
    DaySource,
    OfficeHours,
)
from engagement.worktime.notice import BadNotice, read_notice
from engagement.worktime.queries import current_calendar, missing_notice
from engagement.worktime.services import import_notice, seed_years

pytestmark = pytest.mark.django_db

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
BY = Actor.system("test")
NOTICE_2027 = (
    "date,kind,decision,note\n"
    "01/01/2027,nghỉ,Thông báo 01 ngày 20/12/2026,Tết Dương lịch\n"
    "2027-02-05,Nghỉ,Thông báo 01 ngày 20/12/2026,Giao thừa\n"
    "2027-02-13,làm bù,Thông báo 01 ngày 20/12/2026,\n"
)


@pytest.fixture
def seeded():
    return seed_years(years=range(2024, 2029))


def noon(*day):
    return datetime(*day, 12, tzinfo=HERE)


@pytest.mark.usefixtures("seeded")
def test_r10_1_new_year_2026_with_the_official_swap():
    start = datetime(2025, 12, 31, 16, tzinfo=HERE)
    end = add_working_time(current_calendar(), start, timedelta(hours=8))
    assert end == datetime(2026, 1, 5, 16, tzinfo=HERE)


@pytest.mark.usefixtures("seeded")
def test_r10_2_documents_of_august_2026():
    calendar = current_calendar()
    assert add_working_days(calendar, noon(2026, 8, 28), 2).date() == date(2026, 9, 4)
    assert add_working_days(calendar, noon(2026, 8, 20), 2).date() == date(2026, 8, 22)
    saturday = datetime(2026, 3, 7, 9, tzinfo=HERE)
    assert add_working_time(calendar, saturday, timedelta(hours=8)) == datetime(
        2026, 3, 9, 17, tzinfo=HERE
    )


def test_seeding_twice_changes_nothing(seeded):
    rows = list(CalendarDay.objects.values())
    version = current_calendar().version
    again = seed_years(years=range(2024, 2029))
    assert (again.created, again.corrected) == (0, 0)
    assert seeded.created > 50
    assert list(CalendarDay.objects.values()) == rows
    assert current_calendar().version == version


@pytest.mark.usefixtures("seeded")
def test_seeding_corrects_a_guess_and_leaves_what_people_said():
    CalendarDay.objects.filter(date=date(2027, 1, 1)).update(note="đoán sai")
    tet = CalendarDay.objects.get(date=date(2027, 2, 5))
    tet.source, tet.kind = DaySource.MANUAL, DayKind.MAKEUP
    tet.save()
    assert seed_years(years=[2027]).corrected == 1
    assert CalendarDay.objects.get(date=date(2027, 1, 1)).note != "đoán sai"
    assert CalendarDay.objects.get(date=date(2027, 2, 5)).kind == DayKind.MAKEUP


@pytest.mark.usefixtures("seeded")
def test_culture_day_and_later_years_are_in_doubt():
    calendar = current_calendar()
    assert date(2026, 11, 24) in calendar.unconfirmed_days
    assert "cần xác nhận" in CalendarDay.objects.get(date=date(2026, 11, 24)).note
    assert 2026 not in calendar.unconfirmed_years
    assert {2027, 2028, 2029} <= calendar.unconfirmed_years
    assert not calendar.is_provisional(date(2026, 9, 2))
    assert calendar.is_provisional(date(2027, 3, 1))


def test_calendar_costs_one_query_until_a_row_changes(django_assert_num_queries):
    CalendarDay.objects.create(
        date=date(2026, 6, 1), kind=DayKind.OFF, source=DaySource.MANUAL, is_confirmed=True
    )
    before = current_calendar()
    with django_assert_num_queries(1):
        assert current_calendar() is before
    CalendarDay.objects.get(date=date(2026, 6, 1)).delete()
    after = current_calendar()
    assert after.is_working_day(date(2026, 6, 1))
    assert after.version != before.version


def test_a_change_of_another_process_is_seen_at_once():
    before = current_calendar()
    # Another process: rows and token change without this process's signals.
    table = CalendarDay._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (date, kind, source, decision, is_confirmed, note) "
            "VALUES ('2026-06-01', 'OFF', 'MANUAL', '', true, '')"
        )
    CalendarState.objects.update(token="another")
    assert before.is_working_day(date(2026, 6, 1))
    assert not current_calendar().is_working_day(date(2026, 6, 1))


def test_a_change_rolled_back_leaves_no_trace():
    def change(day):
        CalendarDay.objects.create(date=day, kind=DayKind.OFF, source=DaySource.MANUAL)
        return current_calendar()

    with transaction.atomic():
        assert not change(date(2026, 6, 1)).is_working_day(date(2026, 6, 1))
        transaction.set_rollback(True)
    assert current_calendar().is_working_day(date(2026, 6, 1))
    assert not change(date(2026, 6, 2)).is_working_day(date(2026, 6, 2))
    assert current_calendar().is_working_day(date(2026, 6, 1))


def test_r15_7_new_office_hours_leave_the_days_before_them():
    OfficeHours.objects.create(valid_from=date(2026, 4, 1), shifts="07:30-11:30, 13:30-17:00")
    calendar = current_calendar()
    assert calendar.shifts_on(date(2026, 3, 31))[-1] == Shift(time(13), time(17))
    assert calendar.shifts_on(date(2026, 4, 1))[0] == Shift(time(7, 30), time(11, 30))


@pytest.mark.parametrize(
    "written", ["", "sáng", "11:00-07:00", "07:00-11:00, 10:00-12:00", "25:00-26:00"]
)
def test_office_hours_nobody_can_keep_are_refused_in_words(written):
    hours = OfficeHours(valid_from=date(2026, 4, 1), shifts=written)
    with pytest.raises(ValidationError) as refused:
        hours.full_clean()
    assert "shifts" in refused.value.message_dict


def test_a_decision_without_its_number_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(
            date=date(2026, 6, 1), kind=DayKind.OFF, source=DaySource.DECISION
        )


@pytest.mark.usefixtures("seeded")
def test_importing_a_whole_year_confirms_it_and_drops_the_guesses():
    imported = import_notice(rows=read_notice(NOTICE_2027.encode()), by=BY, confirms_year=2027)
    assert imported.written == 3
    calendar = current_calendar()
    assert 2027 not in calendar.unconfirmed_years
    assert calendar.is_working_day(date(2027, 2, 13))
    assert calendar.is_working_day(date(2027, 11, 24))  # only guessed, not in the notice
    assert set(CalendarDay.objects.filter(date__year=2027).values_list("source", flat=True)) == {
        DaySource.DECISION
    }
    event = AuditEvent.objects.get(kind="worktime.calendar.import")
    assert event.detail == {"rows": 3, "removed": imported.removed, "confirms_year": 2027}
    seed_years(years=[2027])
    assert CalendarDay.objects.get(date=date(2027, 2, 5)).source == DaySource.DECISION


@pytest.mark.usefixtures("seeded")
def test_importing_a_few_days_keeps_the_rest():
    rows = read_notice(b"date;kind;decision;note\n2026-10-05;off;QD 7;bao\n")
    import_notice(rows=rows, by=BY)
    calendar = current_calendar()
    assert not calendar.is_working_day(date(2026, 10, 5))
    assert not calendar.is_working_day(date(2026, 9, 2))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (NOTICE_2027 + "31/02/2027,nghỉ,TB,\n", "Dòng 5: ngày “31/02/2027” không có trong lịch."),
        (NOTICE_2027 + "05.02.2027,nghỉ,TB,\n", "Dòng 5: ngày “05.02.2027” phải ghi theo mẫu"),
        (NOTICE_2027 + "2027-03-01,nghỉ phép,TB,\n", "Dòng 5: loại ngày “nghỉ phép”"),
        (NOTICE_2027 + "2027-03-01,nghỉ,,\n", "Dòng 5: thiếu số, ngày của văn bản"),
        (NOTICE_2027 + "2027-02-05,nghỉ,TB,\n", "Dòng 5: ngày 05/02/2027 đã có ở dòng 3."),
        (NOTICE_2027 + "2027-03-01,nghỉ,TB,a,b\n", "Dòng 5: dòng có nhiều ô hơn số cột."),
        (NOTICE_2027 + f"2027-03-01,nghỉ,{'x' * 201},\n", "Dòng 5: văn bản và ghi chú dài tối đa"),
        ("ngày,loại\n", "Dòng 1: các cột phải là"),
        ("date,kind,decision,note\n", "Tệp không có ngày nào."),
        ("\ufeff\n", "Tệp trống"),
        ('date,kind,decision,note\n"2027', "Tệp không đọc được như một bảng CSV"),
        ("x" * (1024 * 1024 + 1), "Tệp lớn hơn 1 MB"),
    ],
)
def test_a_bad_row_refuses_the_whole_file(content, said, tmp_path):
    with pytest.raises(BadNotice) as refused:
        read_notice(content.encode())
    assert any(said in problem for problem in refused.value.problems)
    file = tmp_path / "lich.csv"
    file.write_text(content, encoding="utf-8")
    rows = CalendarDay.objects.count()
    with pytest.raises(CommandError, match="Tệp bị từ chối"):
        call_command("import_calendar", file)
    assert CalendarDay.objects.count() == rows


def test_columns_may_be_named_in_vietnamese():
    content = "Ngày;Loại;Văn bản;Ghi chú\n05/02/2027;nghỉ;TB 01;Giao thừa\n"
    (row,) = read_notice(content.encode())
    assert (row.date, row.kind, row.note) == (date(2027, 2, 5), DayKind.OFF, "Giao thừa")


def test_every_bad_row_is_named():
    content = NOTICE_2027 + "x,nghỉ,TB,\n2027-03-01,y,TB,\n"
    with pytest.raises(BadNotice) as refused:
        read_notice(content.encode())
    assert [problem[:6] for problem in refused.value.problems] == ["Dòng 5", "Dòng 6"]


def test_a_file_that_is_no_text_is_refused():
    with pytest.raises(BadNotice, match="UTF-8"):
        read_notice(b"\xff\xfe\x00PK")
    with pytest.raises(BadNotice, match="không phải là văn bản"):
        read_notice(NOTICE_2027.encode() + b"\x00")


def test_commands_say_what_they_did(tmp_path):
    out = StringIO()
    call_command("seed_calendar", 2026, 2027, stdout=out)
    assert "Lịch làm việc 2026–2027: thêm" in out.getvalue()
    file = tmp_path / "lich.csv"
    file.write_text("\ufeff" + NOTICE_2027, encoding="utf-8")
    call_command("import_calendar", file, confirms_year=2027, stdout=out)
    assert "Đã ghi 3 ngày" in out.getvalue()
    with pytest.raises(CommandError, match="năm 2030"):
        call_command("import_calendar", file, confirms_year=2030)
    with pytest.raises(CommandError, match="Không đọc được"):
        call_command("import_calendar", tmp_path / "none.csv")
    with pytest.raises(CommandError, match="lớn hơn 1 MB"):
        call_command("import_calendar", Path("/dev/zero"))


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        (date(2026, 12, 15), None),
        (date(2026, 12, 16), 2027),
        (date(2027, 3, 1), 2027),
        (date(2025, 12, 31), None),
    ],
)
def test_the_banner_asks_for_a_missing_notice_after_15_december(today, missing):
    assert missing_notice(today) == missing


def test_without_any_row_everything_is_provisional_and_hours_are_those_of_the_regulation():
    ConfirmedYear.objects.all().delete()
    CalendarDay.objects.all().delete()
    CalendarState.objects.all().delete()
    calendar = queries.current_calendar()
    assert calendar.is_provisional(date(2026, 6, 1))
    assert calendar.shifts == (Shift(time(7), time(11)), Shift(time(13), time(17)))
