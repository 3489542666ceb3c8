"""The pure calendar: the worked cases of the regulation, and laws that hold for any calendar."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.worktime.calendar import (
    Calendar,
    Shift,
    add_calendar_days,
    add_working_days,
    add_working_time,
    furthest_day,
    is_office_hour,
    is_working_day,
    postpone,
    working_days_between,
    working_time_between,
)

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
OFFICE_HOURS = (Shift(time(7), time(11)), Shift(time(13), time(17)))
DAYS_OFF_2026 = frozenset(
    date(2026, month, day)
    for month, day in (
        *((1, 1), (1, 2)),
        *((2, 16), (2, 17), (2, 18), (2, 19), (2, 20)),
        *((4, 27), (4, 30), (5, 1)),
        *((8, 31), (9, 1), (9, 2)),
    )
)
YEAR_2026 = Calendar(
    off_days=DAYS_OFF_2026,
    extra_days=frozenset({date(2026, 1, 10), date(2026, 8, 22)}),
    shifts=OFFICE_HOURS,
)
EIGHT_HOURS = timedelta(hours=8)


def at(day, clock="00:00"):
    return datetime.combine(day, time.fromisoformat(clock), HERE)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param(
            at(date(2025, 12, 31), "16:00"), at(date(2026, 1, 5), "16:00"), id="new-year-swap"
        ),
        pytest.param(at(date(2026, 3, 7), "09:00"), at(date(2026, 3, 9), "17:00"), id="saturday"),
        pytest.param(at(date(2026, 3, 9), "07:00"), at(date(2026, 3, 9), "17:00"), id="one-day"),
        pytest.param(at(date(2026, 3, 9), "12:00"), at(date(2026, 3, 10), "11:00"), id="noon"),
        pytest.param(at(date(2026, 3, 9), "23:00"), at(date(2026, 3, 10), "17:00"), id="night"),
        pytest.param(at(date(2026, 8, 21), "16:00"), at(date(2026, 8, 22), "16:00"), id="make-up"),
        pytest.param(at(date(2026, 2, 13), "16:00"), at(date(2026, 2, 23), "16:00"), id="tet-week"),
    ],
)
def test_r10_1_eight_office_hours(start, end):
    assert add_working_time(YEAR_2026, start, EIGHT_HOURS) == end


@pytest.mark.parametrize(
    ("issued", "last_day"),
    [
        (date(2026, 8, 28), date(2026, 9, 4)),
        (date(2026, 8, 20), date(2026, 8, 22)),  # a make-up Saturday
        (date(2026, 3, 7), date(2026, 3, 10)),
    ],
)
def test_r10_2_two_working_days_end_with_the_last_shift(issued, last_day):
    for clock in ("00:00", "09:00", "23:59"):
        assert add_working_days(YEAR_2026, at(issued, clock), 2) == at(last_day, "17:00")


def test_ten_working_days_count_the_local_day_of_a_utc_instant():
    # 17:30 UTC on the 15th is half past midnight of the 16th here.
    start = datetime(2026, 11, 15, 17, 30, tzinfo=UTC)
    assert add_working_days(YEAR_2026, start, 10) == at(date(2026, 11, 30), "17:00")


def test_shift_end_belongs_to_the_shift():
    morning = at(date(2026, 3, 9), "07:00")
    assert add_working_time(YEAR_2026, morning, timedelta(hours=4)) == at(date(2026, 3, 9), "11:00")


def test_no_time_ends_where_it_starts():
    night = at(date(2026, 3, 8), "03:00")
    assert add_working_time(YEAR_2026, night, timedelta(0)) == night


def test_changed_office_hours_hold_from_their_date():
    calendar = Calendar(
        off_days=frozenset(),
        extra_days=frozenset(),
        shifts=OFFICE_HOURS,
        later_shifts=((date(2026, 4, 1), (Shift(time(8), time(12)),)),),
    )
    start = at(date(2026, 3, 31), "16:00")
    assert add_working_time(calendar, start, timedelta(hours=2)) == at(date(2026, 4, 1), "09:00")
    assert add_working_days(calendar, start, 1) == at(date(2026, 4, 1), "12:00")


@pytest.mark.parametrize(
    ("a", "b", "days"),
    [
        (date(2026, 8, 28), date(2026, 9, 4), 2),
        (date(2026, 9, 4), date(2026, 8, 28), -2),
        (date(2026, 8, 28), date(2026, 8, 28), 0),
        (date(2026, 8, 28), date(2026, 9, 2), 0),
        (date(2026, 8, 20), date(2026, 8, 22), 2),
    ],
)
def test_working_days_between(a, b, days):
    assert working_days_between(YEAR_2026, a, b) == days


@pytest.mark.parametrize(
    ("paused", "resumed", "due"),
    [
        pytest.param("11 10:34", "11 10:35", "20", id="seconds-on-the-first-day"),
        pytest.param("11 07:00", "11 16:59", "20", id="a-day-in-the-first-day"),
        pytest.param("11 05:00", "11 20:00", "20", id="round-the-first-day"),
        pytest.param("12 08:00", "12 17:00", "23", id="a-day"),
        pytest.param("12 10:00", "13 09:00", "23", id="over-night"),
        pytest.param("12 17:00", "13 07:00", "20", id="only-the-night"),
        pytest.param("13 18:00", "15 12:00", "20", id="only-the-weekend"),
        pytest.param("20 16:00", "23 06:00", "23", id="on-the-last-day"),
    ],
)
def test_r10_2_a_pause_gives_back_whole_days_and_never_moves_within_one(paused, resumed, due):
    """Received on Wednesday 11 March, seven working days, due at the close of Friday the 20th."""

    def in_march(written, clock=""):
        day, _, hour = written.partition(" ")
        return at(date(2026, 3, int(day)), hour or clock)

    shifted = postpone(
        YEAR_2026,
        in_march("20", "17:00"),
        since=date(2026, 3, 11),
        paused_at=in_march(paused),
        resumed_at=in_march(resumed),
    )
    assert shifted == in_march(due, "17:00")


def test_what_is_refused():
    naive = at(date(2026, 3, 9)).replace(tzinfo=None)
    with pytest.raises(ValueError, match="aware"):
        add_working_time(YEAR_2026, naive, EIGHT_HOURS)
    with pytest.raises(ValueError, match="negative"):
        add_working_time(YEAR_2026, at(date(2026, 3, 9)), -EIGHT_HOURS)
    with pytest.raises(ValueError, match="at least one"):
        add_working_days(YEAR_2026, at(date(2026, 3, 9)), 0)
    with pytest.raises(ValueError, match="no time"):
        Shift(time(11), time(7))
    with pytest.raises(ValueError, match="at least one shift"):
        Calendar(frozenset(), frozenset(), ())
    with pytest.raises(ValueError, match="overlap"):
        Calendar(frozenset(), frozenset(), (Shift(time(7), time(11)), Shift(time(10), time(12))))
    with pytest.raises(ValueError, match="order"):
        Calendar(
            frozenset(),
            frozenset(),
            OFFICE_HOURS,
            later_shifts=((date(2026, 4, 1), OFFICE_HOURS), (date(2026, 3, 1), OFFICE_HOURS)),
        )


# --- Laws ------------------------------------------------------------------------------------

days = st.dates(date(2025, 12, 1), date(2026, 12, 31))
instants = st.datetimes(
    datetime.combine(date(2025, 12, 1), time()),
    datetime.combine(date(2026, 12, 31), time()),
    timezones=st.sampled_from([HERE, UTC]),
)
durations = st.timedeltas(timedelta(0), timedelta(hours=200))
clocks = st.lists(st.integers(0, 24 * 60 - 1), min_size=2, max_size=6, unique=True).map(sorted)


@st.composite
def calendars(draw):
    marks = draw(clocks)
    shifts = tuple(
        Shift(time(*divmod(opens, 60)), time(*divmod(closes, 60)))
        for opens, closes in zip(marks[::2], marks[1::2], strict=False)
    )
    off_days = draw(st.frozensets(days, max_size=40))
    extra_days = draw(st.frozensets(days, max_size=10)) - off_days
    return Calendar(off_days=off_days, extra_days=extra_days, shifts=shifts)


@given(calendars(), instants, durations)
def test_between_is_the_inverse_of_add(calendar, start, duration):
    end = add_working_time(calendar, start, duration)
    assert working_time_between(calendar, start, end) == duration
    assert working_time_between(calendar, end, start) == -duration


@given(calendars(), instants, durations, durations)
def test_durations_add_up(calendar, start, first, second):
    at_once = add_working_time(calendar, start, first + second)
    in_two_steps = add_working_time(calendar, add_working_time(calendar, start, first), second)
    assert in_two_steps == at_once


@given(calendars(), instants, instants, durations, durations)
def test_a_later_start_or_a_longer_time_never_ends_earlier(calendar, a, b, short, long):
    a, b = sorted((a, b))
    short, long = sorted((short, long))
    assert add_working_time(calendar, a, short) <= add_working_time(calendar, b, short)
    assert add_working_time(calendar, a, short) <= add_working_time(calendar, a, long)


@given(calendars(), instants, durations.filter(bool))
def test_a_deadline_never_lies_outside_a_shift(calendar, start, duration):
    end = add_working_time(calendar, start, duration)
    assert any(opens < end <= closes for opens, closes in calendar.stretches(end.date()))


@given(calendars(), instants, instants, instants)
def test_time_between_adds_up_in_any_order(calendar, a, b, c):
    assert working_time_between(calendar, a, b) + working_time_between(
        calendar, b, c
    ) == working_time_between(calendar, a, c)


@given(calendars(), instants, st.integers(1, 60))
def test_days_between_is_the_inverse_of_add_days(calendar, start, count):
    first = start.astimezone(HERE).date()
    end = add_working_days(calendar, start, count)
    assert is_working_day(calendar, end.date())
    assert working_days_between(calendar, first, end.date()) == count


@given(calendars(), instants, st.integers(1, 30), st.lists(instants, min_size=2, max_size=4))
def test_pauses_leave_a_deadline_ahead_and_no_more_days_than_the_term(calendar, start, days, stops):
    first = start.astimezone(HERE).date()
    due = add_working_days(calendar, start, days)
    stops = sorted(stop for stop in stops if stop >= start)
    for paused_at, resumed_at in zip(stops[::2], stops[1::2], strict=False):
        if due <= paused_at:
            break
        before = due
        due = postpone(calendar, due, since=first, paused_at=paused_at, resumed_at=resumed_at)
        assert due >= before
        assert due > resumed_at
        assert due == calendar.closing(due.date())
        assert (
            working_days_between(calendar, resumed_at.astimezone(HERE).date(), due.date()) <= days
        )


@pytest.mark.parametrize(
    ("days", "moves_on", "due"),
    [(7, True, date(2026, 2, 23)), (7, False, date(2026, 2, 16)), (2, True, date(2026, 2, 11))],
)
def test_calendar_days_may_move_on_over_tet(days, moves_on, due):
    """Monday 9/2 and 7 days is 16/2, the first day of Tết; offices work again on 23/2."""
    start = datetime(2026, 2, 9, 9, tzinfo=HERE)
    ends = add_calendar_days(YEAR_2026, start, days, moves_on=moves_on)
    assert ends == datetime.combine(due, time(17), HERE)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2026, 8, 22, 9, tzinfo=HERE), True),  # a made-up Saturday
        (datetime(2026, 8, 29, 9, tzinfo=HERE), False),
        (datetime(2026, 2, 17, 9, tzinfo=HERE), False),
        (datetime(2026, 2, 9, 11, tzinfo=HERE), False),
        (datetime(2026, 2, 9, 0, tzinfo=UTC), True),  # 07:00 here
    ],
)
def test_office_hours(moment, is_open):
    assert is_office_hour(YEAR_2026, moment) is is_open


@given(st.dates(date(2026, 1, 5), date(2026, 12, 1)), st.integers(-8, 8))
def test_the_furthest_day_has_at_most_so_many_working_days_before_it(today, days):
    last = furthest_day(YEAR_2026, today, days)
    assert working_days_between(YEAR_2026, today, last) <= days
    assert working_days_between(YEAR_2026, today, last + timedelta(days=1)) > days
