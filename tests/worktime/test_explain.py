from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from engagement.worktime.explain import (
    explain_calendar_days,
    explain_working_days,
    explain_working_time,
    is_provisional,
    missing_days_off,
)
from tests.worktime.test_calendar import HERE, YEAR_2026

CULTURE_DAY = date(2026, 11, 24)
WITH_CULTURE_DAY = replace(
    YEAR_2026,
    off_days=YEAR_2026.off_days | {CULTURE_DAY},
    unconfirmed_years=frozenset({2027}),
    unconfirmed_days=frozenset({CULTURE_DAY}),
)


@pytest.mark.parametrize(
    ("start", "days", "said"),
    [
        (
            date(2026, 11, 16),
            10,
            (
                "10 ngày làm việc kể từ ngày 16/11/2026, không tính thứ Bảy, Chủ nhật và ngày 24/11 "
                "(dự kiến: ngày nghỉ 24/11 cần xác nhận)"
            ),
        ),
        (
            date(2026, 8, 28),
            2,
            (
                "2 ngày làm việc kể từ ngày 28/08/2026, không tính thứ Bảy, Chủ nhật và các ngày "
                "từ 31/08 đến 02/09"
            ),
        ),
        (
            date(2026, 8, 20),
            3,
            "3 ngày làm việc kể từ ngày 20/08/2026, không tính Chủ nhật; có tính ngày làm bù 22/08",
        ),
        # Received on the made-up Saturday itself: that day is none of the term.
        (date(2026, 8, 22), 1, "1 ngày làm việc kể từ ngày 22/08/2026, không tính Chủ nhật"),
        (date(2026, 3, 9), 2, "2 ngày làm việc kể từ ngày 09/03/2026"),
        (
            date(2026, 12, 31),
            1,
            (
                "1 ngày làm việc kể từ ngày 31/12/2026 "
                "(dự kiến: lịch nghỉ năm 2027 chưa có thông báo chính thức)"
            ),
        ),
        (
            date(2026, 4, 24),
            5,
            (
                "5 ngày làm việc kể từ ngày 24/04/2026, không tính thứ Bảy, Chủ nhật và các ngày "
                "27/04, 30/04 và 01/05"
            ),
        ),
    ],
)
def test_working_days_in_words(start, days, said):
    noon = datetime(start.year, start.month, start.day, 12, tzinfo=HERE)
    assert explain_working_days(WITH_CULTURE_DAY, noon, days) == said


def test_days_off_after_a_pause_are_named():
    """A term that would have ended before the days off reaches over them."""
    thursday = datetime(2026, 8, 27, 12, tzinfo=HERE)
    assert explain_working_days(YEAR_2026, thursday, 1, more=1).endswith(
        "1 ngày làm việc kể từ ngày 27/08/2026, không tính thứ Bảy, Chủ nhật và các ngày "
        "từ 31/08 đến 02/09"
    )
    monday = datetime(2026, 8, 24, 12, tzinfo=HERE)
    assert explain_calendar_days(YEAR_2026, monday, 7, more=1, more_words=", trừ 1 ngày") == (
        "7 ngày kể từ ngày 24/08/2026, trừ 1 ngày, "
        "lùi đến ngày làm việc tiếp theo vì 01/09/2026 là ngày nghỉ"
    )


def test_a_year_without_tet_is_said():
    assert missing_days_off(YEAR_2026, 2026) == ""
    tet = {day for day in YEAR_2026.off_days if day.month == 2}
    without = replace(YEAR_2026, off_days=YEAR_2026.off_days - tet)
    said = missing_days_off(without, 2026)
    assert "năm 2026 mới có 8 ngày nghỉ" in said
    assert "ít hơn 11 ngày theo Điều 112" in said
    saturdays = {date(2026, 2, day) for day in (7, 14, 21)}
    on_weekends = replace(without, off_days=without.off_days | saturdays)
    assert missing_days_off(on_weekends, 2026) == said


def test_working_hours_in_words():
    start = datetime(2025, 12, 31, 16, tzinfo=HERE)
    assert explain_working_time(YEAR_2026, start, timedelta(hours=8)) == (
        "8 giờ làm việc kể từ 16:00 ngày 31/12/2025, không tính thứ Bảy, Chủ nhật và các ngày "
        "01/01 và 02/01"
    )
    monday = datetime(2026, 3, 9, 8, tzinfo=HERE)
    assert explain_working_time(YEAR_2026, monday, timedelta(minutes=90)) == (
        "1 giờ 30 phút làm việc kể từ 08:00 ngày 09/03/2026"
    )


def test_a_span_is_provisional_when_one_day_of_it_is():
    assert is_provisional(WITH_CULTURE_DAY, date(2026, 11, 20), date(2026, 11, 30))
    assert not is_provisional(WITH_CULTURE_DAY, date(2026, 11, 1), date(2026, 11, 20))
