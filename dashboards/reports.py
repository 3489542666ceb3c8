"""The periodic report of Quy định 11-QĐi/TW: sentences by rules, beside the period before.

What is counted, and how, stands in qa.queries.figures; every number of the tables leads to the list
of its questions, and the last section writes the addresses out for who holds the paper.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from engagement.documents.report import Letterhead, Report, Section, Sentence, Table
from engagement.web.site import SiteIdentity
from qa.queries.figures import parts, periods
from qa.queries.figures.cells import FEWEST_RATINGS, Figures
from qa.queries.figures.measures import Measure, Scope
from qa.queries.figures.parts import NOTHING, Column, days, decimal, number, percent
from qa.queries.figures.periods import Period
from qa.queries.figures.table import Catalogue, references, table
from qa.queries.figures.table import Table as Made

M = Measure
# Who receives it (Kết luận 215-KL/TW); the clerk may change the list in the Word file.
RECIPIENTS = ("Ban Nội chính", "Ban Tuyên giáo và Dân vận", "Lưu Ban Biên tập")
BASIS = (
    "Thực hiện Quy định số 11-QĐi/TW ngày 18/02/2019 của Bộ Chính trị và Kết luận số 215-KL/TW ngày "
    "23/11/2025, Ban Biên tập báo cáo việc tiếp nhận, xử lý câu hỏi, phản ánh, kiến nghị của người "
    "dân gửi qua {site}, {period}."
)
COMPARED = (
    M.RECEIVED, M.ANSWERED, M.IN_TIME, M.LATE, M.RETURNED, M.REOPENED, M.WITHDRAWN, M.REJECTED,
    M.OPEN, M.OPEN_OLD,
)  # fmt: skip
# What somebody will ask the codes of.
LISTED = (M.LATE, M.RETURNED, M.REOPENED, M.OPEN_OLD)
MOST_CODES = 200
FLOW = (
    parts.of(M.RECEIVED),
    parts.of(M.ANSWERED),
    parts.of(M.IN_TIME),
    parts.of(M.LATE),
    parts.of(M.RETURNED),
    parts.of(M.REOPENED),
)
PACE = (
    Column("Trung vị / 90 %", M.ANSWERED, lambda line: days(line.first_answer)),
    parts.of(M.OPEN),
    parts.of(M.OPEN_5, "0–5 ngày"),
    parts.of(M.OPEN_10, "6–10 ngày"),
    parts.of(M.OPEN_20, "11–20 ngày"),
    parts.of(M.OPEN_OLD, "Trên 20 ngày"),
)
RATING = (
    parts.of(M.ANSWERED),
    parts.of(M.RATED),
    Column("Độ phủ", M.RATED, lambda line: percent(line.coverage)),
    Column("Hài lòng (1–5)", M.RATED, lambda line: parts.rated(line, decimal(line.rating))),
)
Address = Callable[[str], str]


@dataclass(frozen=True)
class Sources:
    """What a report rests on: the same figures by unit and by field, and those of before.

    `before` is None while the period lasts: what is not whole is compared with nothing (ADR 0018).
    """

    units: Made
    fields: Made
    before: Made | None

    @property
    def scope(self) -> Scope:
        return self.units.scope


def sources(period: Period, rows: Catalogue, day: date) -> Sources:
    """Count what the report of `period` needs, as drawn up on `day`."""
    scope = Scope(period)
    earlier = periods.before(period) if period.last < day else None
    return Sources(
        units=table(scope, "unit", rows),
        fields=table(scope, "field", rows),
        before=table(Scope(earlier), "unit", rows) if earlier else None,
    )


def compose(
    found: Sources, *, site: SiteIdentity, day: date, address: Address, with_codes: bool
) -> Report:
    """Write the report. `address` makes a whole address of what follows "?" in the desk's list.

    `with_codes`: the reader may read the questions, so the codes behind bad figures are listed.
    """
    period = found.scope.period
    basis = BASIS.format(site=site.full_name, period=period.label)
    sections = [
        Section("Tình hình chung", tuple(said(basis, *remarks(found, day)))),
        Section("So với kỳ trước", (), overview(found, address)),
        by_lines("Theo đơn vị", found.units, FLOW, address),
        by_lines("Thời gian trả lời và câu đang chờ", found.units, PACE, address, PACE_NOTE),
        by_lines("Theo lĩnh vực", found.fields, FLOW, address),
        by_lines("Đánh giá của người hỏi", found.units, RATING, address, RATING_NOTE),
        behind(found, address),
    ]
    if with_codes:
        sections += codes(found)
    return Report(
        letterhead=Letterhead(
            superior=site.governing_body,
            body="Ban Biên tập",
            place=site.place,
            signer="Trưởng ban",
            symbol="BC/BBT",
            recipients=RECIPIENTS,
        ),
        day=day,
        title=f"tiếp nhận, trả lời câu hỏi, phản ánh, kiến nghị của người dân {period.label}",
        sections=tuple(sections),
        heading="BÁO CÁO",
    )


PACE_NOTE = (
    "Ngày làm việc. “4 / 9”: một nửa số câu trả lời trong 4 ngày trở xuống, chín phần mười trong 9 "
    "ngày trở xuống, tính từ khi nhận. Câu đang chờ tính vào cuối kỳ."
)
RATING_NOTE = (
    "Chỉ chính người hỏi đánh giá được; độ phủ là số câu có đánh giá trên số đã trả lời. Dưới "
    f"{FEWEST_RATINGS} lượt đánh giá thì không nêu trung bình."
)


def said(*texts: str) -> Iterator[Sentence]:
    return (Sentence(text) for text in texts)


def overview(found: Sources, address: Address) -> Table:
    """The figures of all beside those of before, each with its list."""
    now, before = found.units, found.before
    rows, links = [], []
    for measure in COMPARED:
        count = now.total.count(measure)
        then = before.total.count(measure) if before else None
        rows.append((
            f"{measure.label}, câu",
            number(count),
            NOTHING if then is None else number(then),
            NOTHING if then is None else change(count, then),
        ))  # fmt: skip
        links.append((
            "",
            leading(now, measure, address),
            leading(before, measure, address) if before else "",
            "",
        ))  # fmt: skip
    for label, text in SHARES:
        rows.append((label, text(now.total), text(before.total) if before else NOTHING, ""))
        links.append(("", "", "", ""))
    head = before.scope.period.label if before else "Kỳ trước"
    columns = ("Chỉ tiêu", "Kỳ này", head[:1].upper() + head[1:], "Tăng, giảm")
    return Table(columns, tuple(rows), tuple(links))


SHARES: tuple[tuple[str, Callable[[Figures], str]], ...] = (
    (
        "Tỷ lệ đúng hạn",
        lambda line: percent(parts.share_of(line.count(M.IN_TIME), line.count(M.ANSWERED))),
    ),
    ("Ngày làm việc đến phản hồi đầu tiên", lambda line: days(line.response)),
    ("Ngày làm việc đến trả lời lần đầu", lambda line: days(line.first_answer)),
    ("Ngày làm việc đến trả lời sau cùng", lambda line: days(line.final_answer)),
    ("Mức hài lòng trung bình (1–5)", lambda line: parts.rated(line, decimal(line.rating))),
    ("Độ phủ đánh giá", lambda line: percent(line.coverage)),
)


def leading(made: Made, measure: Measure, address: Address) -> str:
    """The address of the list behind a total; "" where it would be empty."""
    if not made.total.count(measure):
        return ""
    return address(parts.list_query(measure, made.scope))


def change(now: int, then: int) -> str:
    """Return "+12 (+25 %)"; without a share where there was nothing before."""
    if now == then:
        return "0"
    sign = "+" if now > then else "−"
    words = f"{sign}{number(abs(now - then))}"
    return f"{words} ({sign}{100 * abs(now - then) / then:.0f} %)" if then else words


def remarks(found: Sources, day: date) -> Iterator[str]:
    """What the figures say, the bad news included."""
    made, before = found.units, found.before
    if made.scope.period.last >= day:
        yield (
            f"Kỳ báo cáo chưa hết; số liệu tính đến ngày {day:%d/%m/%Y} và chưa so với kỳ trước."
        )
    yield parts.flow_sentence(made)
    if before is not None:
        yield compared(made, before)
    yield parts.time_sentence(made)
    yield parts.open_sentence(made)
    for measure, words in ((M.RETURNED, "chuyển trả"), (M.REOPENED, "bị mở lại")):
        worst = parts.most(made, measure)
        if worst is not None:
            total, count = made.total.count(measure), worst.figures.count(measure)
            yield (f"{number(total)} câu {words}, nhiều nhất ở {worst.label}: {number(count)} câu.")
    yield parts.rating_sentence(made)


def compared(made: Made, before: Made) -> str:
    """The share in time against the period before; said only where both have answers."""
    label = before.scope.period.label
    now, then = (
        parts.share_of(one.total.count(M.IN_TIME), one.total.count(M.ANSWERED))
        for one in (made, before)
    )
    received = made.total.count(M.RECEIVED), before.total.count(M.RECEIVED)
    words = f"So với {label}, số câu nhận {moved(*received)}"
    if now is None or then is None:
        return f"{words}; không so sánh được tỷ lệ đúng hạn vì có kỳ chưa trả lời câu nào."
    points = round(100 * now) - round(100 * then)
    if not points:
        return f"{words}; tỷ lệ đúng hạn không đổi."
    return (
        f"{words}; tỷ lệ đúng hạn {'tăng' if points > 0 else 'giảm'} {abs(points)} điểm phần trăm."
    )


def moved(now: int, then: int) -> str:
    if now == then:
        return "không đổi"
    return f"{'tăng' if now > then else 'giảm'} {number(abs(now - then))} câu"


def by_lines(
    heading: str, made: Made, columns: tuple[Column, ...], address: Address, note: str = ""
) -> Section:
    """One line a unit or field that has anything to show, and the total."""
    part = parts.Part("", heading, columns, lambda _made: "")
    filled = parts.shown(part, made)
    rows = [*filled.rows[1:], filled.rows[0]]  # on paper the total stands below
    return Section(
        heading,
        tuple(said(note)) if note else (),
        Table(
            (filled.head, *filled.columns),
            tuple((row.label, *(cell.text for cell in row.cells)) for row in rows),
            tuple(
                ("", *(address(cell.query) if cell.query else "" for cell in row.cells))
                for row in rows
            ),
        ),
    )


def behind(found: Sources, address: Address) -> Section:
    """Where the list behind each number is, for the paper."""
    made = found.units
    rows, links = [], []
    for measure in (*COMPARED, M.RESPONDED, M.FINISHED, M.RATED):
        if not made.total.count(measure):
            continue
        where = leading(made, measure, address)
        rows.append((str(measure.label), number(made.total.count(measure)), where))
        links.append(("", "", where))
    note = (
        "Mỗi con số trong các bảng trên là liên kết đến danh sách các câu hỏi được đếm; địa chỉ dưới "
        "đây là danh sách của từng tổng số, mở được bằng tài khoản có quyền đọc."
    )
    columns = ("Con số", "Số câu", "Địa chỉ danh sách")
    return Section(
        "Danh sách đứng sau các con số",
        tuple(said(note)),
        Table(columns, tuple(rows), tuple(links), is_text=True) if rows else None,
    )


def codes(found: Sources) -> Iterator[Section]:
    """The codes of the questions that somebody will ask about."""
    made = found.units
    lines = []
    for measure in LISTED:
        count = made.total.count(measure)
        if count:
            listed = references(measure, made.scope, MOST_CODES)
            rest = f" và {number(count - len(listed))} câu nữa" if count > len(listed) else ""
            lines.append(f"{measure.label} ({number(count)} câu): {', '.join(listed)}{rest}.")
    if lines:
        yield Section("Mã câu hỏi cần xem lại", tuple(said(*lines)))
