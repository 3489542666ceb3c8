from datetime import UTC, date, datetime

import pytest

from engagement.web.dates import lunar_day, short_when, today_line, when


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2026, 11, 23), "Thứ Hai, 23/11/2026 · 15 tháng Mười, Bính Ngọ"),
        (date(2026, 2, 17), "Thứ Ba, 17/02/2026 · mùng 1 tháng Giêng, Bính Ngọ"),
        (date(2026, 2, 16), "Thứ Hai, 16/02/2026 · 29 tháng Chạp, Ất Tỵ"),
        (date(2025, 7, 27), "Chủ nhật, 27/07/2025 · mùng 3 tháng Sáu nhuận, Ất Tỵ"),
        (date(2026, 4, 26), "Chủ nhật, 26/04/2026 · mùng 10 tháng Ba, Bính Ngọ"),
        (date(2027, 1, 7), "Thứ Năm, 07/01/2027 · 30 tháng Mười Một, Bính Ngọ"),
    ],
)
def test_today_line(day, line):
    assert today_line(day) == line


def test_the_eleventh_day_is_no_longer_mung():
    assert lunar_day(date(2026, 4, 27)).startswith("11 tháng Ba")


def test_when_is_local_time_in_words():
    assert when(datetime(2026, 11, 23, 7, 5, tzinfo=UTC)) == "lúc 14:05, thứ Hai 23/11/2026"


def test_when_crosses_midnight_into_the_local_day():
    assert when(datetime(2026, 11, 21, 18, 0, tzinfo=UTC)) == "lúc 01:00, Chủ nhật 22/11/2026"


def test_short_when_names_the_year_only_when_it_is_another_one(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 11, 24))

    assert short_when(datetime(2026, 11, 23, 7, 5, tzinfo=UTC)) == "14:05, 23/11"
    assert short_when(datetime(2025, 11, 23, 7, 5, tzinfo=UTC)) == "14:05, 23/11/2025"
