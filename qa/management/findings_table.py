"""What a simulation came to, as tables for people: when, which question, who is told what and why."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import cast

from engagement.web.dates import WEEKDAYS, when
from engagement.worktime.calendar import ONE_DAY
from qa.enums import ClockKind
from qa.management.findings import ASKER, Finding
from qa.management.simulation import Simulation
from qa.models import ClockRule

COLUMNS = ("Lúc", "Câu", "Ai", "Vì sao", "Việc gì")
STANDING = {
    "in_time": "đúng hạn",
    "late": "quá hạn",
    "running": "đang tính",
    "paused": "tạm dừng",
    "none": "thôi tính",
}
FALLBACK = " (báo cả Ban Biên tập vì người phụ trách chưa có địa chỉ thư)"


def tables(simulation: Simulation, found: Sequence[Finding]) -> Iterator[str]:
    """The rules and the calendar that were used, what happened, what stands at the end."""
    yield from settings_used(simulation)
    yield ""
    happened = [row for line in found if (row := row_of(simulation, line))]
    yield from aligned([COLUMNS, *happened])
    yield ""
    yield "Kết luận khi hết đợt:"
    case = ""
    for line in found:
        if line["event"] != "verdict":
            continue
        if line["case"] != case:
            case = str(line["case"])
            yield f"Câu {case} ({line['title']})"
        yield f"  {verdict_of(line)}"


def settings_used(simulation: Simulation) -> Iterator[str]:
    """The terms in force on the first day, and the days of the simulation that are no usual ones."""
    calendar, last = simulation.calendar, simulation.ends.date() - ONE_DAY
    yield f"Mô phỏng từ {named(simulation.start)} đến hết {named(last)}; giờ Việt Nam."
    for kind in ClockKind:
        rule = ClockRule.objects.in_force(kind, simulation.start)
        yield f"{kind.label}: {rule or 'chưa có quy định'}"
    off = [day for day in calendar.off_days if simulation.start <= day <= last]
    made_up = [day for day in calendar.extra_days if simulation.start <= day <= last]
    yield f"Ngày nghỉ: {listed(off)}. Ngày làm bù: {listed(made_up)}. Bản lịch: {calendar.version}."


def row_of(simulation: Simulation, line: Finding) -> tuple[str, ...] | None:
    """One row of the table; None for what is no happening."""
    titles = simulation.people.titles | {ASKER: "người hỏi"}
    to = ", ".join(titles.get(name, name) for name in words_of(line.get("to")))
    if line["event"] == "deed":
        return (moment(line), str(line["case"]), "", "", str(line["words"]))
    if line["event"] == "reminder":
        why = f"{line['why']}; hạn {when(read(line['due_at']))}"
        words = f"được nhắc: {line['words']}" + (FALLBACK if line["fallback"] else "")
        return (moment(line), str(line["case"]), to, why, words)
    if line["event"] == "letter":
        cases = ", ".join(words_of(line["cases"]))
        return (moment(line), cases, to, "", "nhận một thư gộp các lời nhắc")
    return None


def verdict_of(line: Finding) -> str:
    """What stands of one clock, with its sentence."""
    words = line["words"] or (f"Hạn {when(read(line['due_at']))}." if line["due_at"] else "")
    number = line.get("round")
    kind = ClockKind(str(line["kind"])).label
    is_earlier = line["kind"] == ClockKind.ANSWER  # the round that runs now has no number
    which = f", lần {number}" if isinstance(number, int) and (number > 1 or is_earlier) else ""
    return f"{kind}{which}: {STANDING[str(line['verdict'])]}. {words}".rstrip()


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows with their columns below each other; the last one is as long as it is."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        yield "  ".join([*cells, row[-1]]).rstrip()


def words_of(value: object) -> list[str]:
    return cast("list[str]", value) if isinstance(value, list) else []


def read(value: object) -> datetime:
    return datetime.fromisoformat(str(value))


def moment(line: Finding) -> str:
    at = read(line["at"])
    return f"{at:%H:%M} {named(at.date())}"


def named(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}"


def listed(days: Iterable[date]) -> str:
    return ", ".join(f"{day:%d/%m}" for day in sorted(days)) or "không có"
