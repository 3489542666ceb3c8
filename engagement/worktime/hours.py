"""Office hours as people write them: "07:00-11:00, 13:00-17:00"."""

import re
from datetime import time

from engagement.worktime.calendar import Shift, Shifts, check_shifts

# The office hours of, in force where no row says otherwise.
DEFAULT_OFFICE_HOURS = "07:00-11:00, 13:00-17:00"

_SHIFT = re.compile(r"(\d{1,2})[:hg](\d{2})\s*[-–]\s*(\d{1,2})[:hg](\d{2})")


def parse_shifts(written: str) -> Shifts:
    """Return the shifts of `written`; raise ValueError when it is not a row of office hours."""
    shifts = tuple(_shift(part.strip()) for part in re.split("[,;]", written))
    check_shifts(shifts)
    return shifts


def _shift(written: str) -> Shift:
    match = _SHIFT.fullmatch(written)
    if not match:
        raise ValueError(f"not a stretch of office hours: {written!r}")
    opens_hour, opens_minute, closes_hour, closes_minute = map(int, match.groups())
    return Shift(time(opens_hour, opens_minute), time(closes_hour, closes_minute))
