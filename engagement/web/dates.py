"""How a day and a moment are written for people."""

from datetime import date, datetime
from functools import lru_cache

import vnlunar
from django.utils import timezone

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
LUNAR_MONTHS = (
    "Giêng", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Chạp",
)  # fmt: skip


@lru_cache(maxsize=8)
def today_line(day: date) -> str:
    """Return the header's line: "Thứ Hai, 23/11/2026 · 15 tháng Mười, Bính Ngọ"."""
    weekday = WEEKDAYS[day.weekday()]
    return f"{weekday[0].upper()}{weekday[1:]}, {day:%d/%m/%Y} · {lunar_day(day)}"


def lunar_day(day: date) -> str:
    """Return the day of the Vietnamese lunar calendar in words.

    The first ten days of a month are called "mùng"; a leap month is named as one.
    """
    lunar = vnlunar.get_lunar_date(day.day, day.month, day.year)
    first_days = "mùng " if lunar["day"] <= 10 else ""
    leap = " nhuận" if lunar["leap"] else ""
    month = f"tháng {LUNAR_MONTHS[lunar['month'] - 1]}{leap}"
    return f"{first_days}{lunar['day']} {month}, {vnlunar.get_year_can_chi(lunar['year'])}"


def when(moment: datetime) -> str:
    """Return "lúc 14:05, thứ Hai 23/11/2026" in local time."""
    local = timezone.localtime(moment)
    return f"lúc {local:%H:%M}, {WEEKDAYS[local.weekday()]} {local:%d/%m/%Y}"


def short_when(moment: datetime) -> str:
    """Return "14:05, 23/11" in local time, with the year when it is not this year."""
    local = timezone.localtime(moment)
    day = f"{local:%d/%m}" if local.year == timezone.localdate().year else f"{local:%d/%m/%Y}"
    return f"{local:%H:%M}, {day}"
