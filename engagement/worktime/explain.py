"""A deadline in words: what was counted and what was left out ("hạn … vì …")."""

from datetime import date, datetime, timedelta
from itertools import groupby

from engagement.worktime.calendar import (
    ONE_DAY,
    SATURDAY,
    Calendar,
    add_calendar_days,
    add_working_days,
    add_working_time,
)

# New Year 1, Tết 5, the Hùng Kings 1, 30/4, 1/5, National Day 2 (Bộ luật Lao động 2019, Điều 112).
DAYS_OFF_BY_LAW = 11


def explain_working_days(calendar: Calendar, start: datetime, days: int, *, more: int = 0) -> str:
    """Return e.g. "10 ngày làm việc kể từ ngày 16/11/2026, không tính thứ Bảy, …".

    The day of `start` is not counted, so it is not named either. What is left out is named up to
    the end of `more` days on top (a pause), which the caller puts into words. Ends in
    "(dự kiến …)" when a day in the span hangs on a
    notice that is still missing. No full stop: the caller sets the sentence around it.
    """
    first = start.astimezone(calendar.zone).date()
    last = add_working_days(calendar, start, days + more).date()
    return f"{days} ngày làm việc kể từ ngày {first:%d/%m/%Y}" + _rest(
        calendar, first + ONE_DAY, last
    )


def explain_calendar_days(
    calendar: Calendar,
    start: datetime,
    days: int,
    *,
    more: int = 0,
    more_words: str = "",
    moves_on: bool = True,
) -> str:
    """Return e.g. "20 ngày kể từ ngày 02/03/2026, lùi đến ngày làm việc tiếp theo vì …".

    The day of `start` is not counted. `more` as in explain_working_days; `more_words` say what they
    are, before what follows from them. `moves_on` as in add_calendar_days.
    """
    first = start.astimezone(calendar.zone).date()
    last = first + ONE_DAY * (days + more)
    ends = add_calendar_days(calendar, start, days + more, moves_on=moves_on).date()
    text = f"{days} ngày kể từ ngày {first:%d/%m/%Y}{more_words}"
    if ends != last:
        text += f", lùi đến ngày làm việc tiếp theo vì {last:%d/%m/%Y} là ngày nghỉ"
    doubtful = [day for day in _span(last, ends) if calendar.is_provisional(day)]
    return text + (f" (dự kiến: {_reason(calendar, doubtful)})" if doubtful else "")


def explain_working_time(calendar: Calendar, start: datetime, duration: timedelta) -> str:
    """Return e.g. "8 giờ làm việc kể từ 16:00 ngày 31/12/2025, không tính …"."""
    begins = start.astimezone(calendar.zone)
    last = add_working_time(calendar, start, duration).date()
    return f"{_hours(duration)} làm việc kể từ {begins:%H:%M} ngày {begins:%d/%m/%Y}" + _rest(
        calendar, begins.date(), last
    )


def missing_days_off(calendar: Calendar, year: int) -> str:
    """Return a sentence where the rows of `year` hold fewer days off than the law gives, or "".

    Only Monday to Friday are counted: for a holiday on a Saturday or Sunday the next day is off.
    """
    known = sum(day.year == year and day.weekday() < SATURDAY for day in calendar.off_days)
    if known >= DAYS_OFF_BY_LAW:
        return ""
    return (
        f"Lịch năm {year} mới có {known} ngày nghỉ từ thứ Hai đến thứ Sáu, ít hơn {DAYS_OFF_BY_LAW} "
        "ngày theo Điều 112 Bộ luật Lao động 2019: ngày lễ, Tết còn thiếu đang tính là ngày làm việc."
    )


def is_provisional(calendar: Calendar, first: date, last: date) -> bool:
    """Say whether an official notice may still move a deadline counted from `first` to `last`."""
    return any(calendar.is_provisional(day) for day in _span(first, last))


def _rest(calendar: Calendar, first: date, last: date) -> str:
    span = list(_span(first, last))
    left_out = _left_out(calendar, span)
    text = f", không tính {_listed(left_out)}" if left_out else ""
    makeup = [day for day in span if day in calendar.extra_days]
    if makeup:
        text += f"; có tính ngày làm bù {_dates(makeup)}"
    doubtful = [day for day in span if calendar.is_provisional(day)]
    if doubtful:
        text += f" (dự kiến: {_reason(calendar, doubtful)})"
    return text


def _left_out(calendar: Calendar, span: list[date]) -> list[str]:
    weekend = {day.weekday() for day in span if not calendar.is_working_day(day)}
    names = [name for weekday, name in ((5, "thứ Bảy"), (6, "Chủ nhật")) if weekday in weekend]
    days_off = [
        day for day in span if day.weekday() < SATURDAY and not calendar.is_working_day(day)
    ]
    if days_off:
        names.append(f"{'ngày' if len(days_off) == 1 else 'các ngày'} {_dates(days_off)}")
    return names


def _reason(calendar: Calendar, doubtful: list[date]) -> str:
    years = sorted({day.year for day in doubtful if day.year in calendar.unconfirmed_years})
    if years:
        return (
            f"lịch nghỉ năm {_listed([str(year) for year in years])} chưa có thông báo chính thức"
        )
    return f"ngày nghỉ {_dates(doubtful)} cần xác nhận"


def _span(first: date, last: date) -> list[date]:
    return [first + ONE_DAY * offset for offset in range((last - first).days + 1)]


def _dates(days: list[date]) -> str:
    """Name days briefly: "24/11", "từ 16/02 đến 20/02", "01/01 và 02/01"."""
    runs: list[str] = []
    for _, group in groupby(enumerate(days), key=lambda pair: pair[1].toordinal() - pair[0]):
        run = [day for _, day in group]
        if len(run) > 2:
            runs.append(f"từ {run[0]:%d/%m} đến {run[-1]:%d/%m}")
        else:
            runs += [f"{day:%d/%m}" for day in run]
    return _listed(runs)


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} và {words[-1]}"


def _hours(duration: timedelta) -> str:
    hours, seconds = divmod(int(duration.total_seconds()), 3600)
    minutes = seconds // 60
    parts = [f"{hours} giờ"] * bool(hours) + [f"{minutes} phút"] * bool(minutes or not hours)
    return " ".join(parts)
