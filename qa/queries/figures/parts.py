"""Figures as pages and reports show them: tables in parts, each with its sentence by rules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from qa.queries.figures.cells import FEWEST_RATINGS, Days, Figures
from qa.queries.figures.measures import DEFINITIONS, Measure, Scope
from qa.queries.figures.table import Line, Table

M = Measure
NOTHING = "–"
TOO_FEW = "chưa đủ lượt đánh giá"
HEADS = {"unit": "Đơn vị", "field": "Lĩnh vực", "commune": "Xã, phường"}


# --- Words -----------------------------------------------------------------------------------
def number(value: float) -> str:
    """12480 as "12.480"."""
    return f"{value:,.0f}".replace(",", ".")


def decimal(value: float | None) -> str:
    """3.456 as "3,5"; a dash for nothing."""
    return NOTHING if value is None else f"{value:.1f}".replace(".", ",")


def percent(share: float | None) -> str:
    """0.254 as "25 %"; a dash for nothing."""
    return NOTHING if share is None else f"{100 * share:.0f} %"


def rated(line: Figures, text: str) -> str:
    """`text`, made of the ratings of `line`; why there is none where they are too few."""
    is_kept_back = line.rating is None and line.count(M.RATED)
    return TOO_FEW if is_kept_back else text


def share_of(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def days(taken: Days) -> str:
    """Median and 90th percentile in working days, as "4 / 9"."""
    return NOTHING if taken.median is None else f"{taken.median} / {taken.p90}"


# --- Parts -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Column:
    """One column: `measure` is the figure whose list stands behind a cell."""

    head: str
    measure: Measure
    text: Callable[[Figures], str]


def of(measure: Measure, head: str = "") -> Column:
    """The column that shows how many."""
    return Column(head or str(measure.label), measure, lambda line: number(line.count(measure)))


@dataclass(frozen=True)
class Part:
    """One table with what it says. `note` explains what a column cannot say in its head."""

    code: str
    title: str
    columns: tuple[Column, ...]
    sentence: Callable[[Table], str]
    note: str = ""


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and the end of the address of the list behind it, or ""."""

    head: str
    text: str
    query: str


@dataclass(frozen=True)
class Row:
    code: str
    label: str
    cells: list[Cell]
    is_total: bool = False


@dataclass(frozen=True)
class Shown:
    """A part filled in."""

    part: Part
    head: str
    rows: list[Row]
    sentence: str

    @property
    def columns(self) -> list[str]:
        return [column.head for column in self.part.columns]


def shown(part: Part, made: Table) -> Shown:
    """A part of `made`: the total, then the lines that have anything to show."""
    rows = [row_of(part, made, line) for line in made.lines]
    lines = [row for row in rows if any(cell.query for cell in row.cells)]
    total = Row("", "Tất cả", cells_of(part, made.total, made.scope, "", ""), is_total=True)
    return Shown(part, HEADS[made.dimension], [total, *lines], part.sentence(made))


def row_of(part: Part, made: Table, line: Line) -> Row:
    cells = cells_of(part, line.figures, made.scope, made.dimension, line.code)
    return Row(line.code, line.label, cells)


def cells_of(part: Part, figures: Figures, scope: Scope, dimension: str, code: str) -> list[Cell]:
    return [
        Cell(
            column.head,
            column.text(figures),
            list_query(column.measure, scope, dimension, code)
            if figures.count(column.measure)
            else "",
        )
        for column in part.columns
    ]


def list_query(measure: Measure, scope: Scope, dimension: str = "", code: str = "") -> str:
    """What follows "?" in the address of the desk's list behind a figure of `scope`.

    Of the line `code` of `dimension`; of the line whose value is not given when `code` is "".
    """
    chosen = {"unit": scope.unit, "field": scope.field, "commune": scope.commune}
    blank = next(iter(scope.blank), "")
    if dimension and code:
        chosen[dimension] = code
    elif dimension:
        blank = dimension
    query = {
        "so_lieu": measure.value,
        "ky": scope.period.key,
        "don_vi": chosen["unit"],
        "linh_vuc": chosen["field"],
        "xa": chosen["commune"],
        "trong": blank,
        "ten": "nay" if scope.as_of else "",
    }
    return urlencode({name: value for name, value in query.items() if value})


# --- Sentences -------------------------------------------------------------------------------
def most(made: Table, measure: Measure) -> Line | None:
    """The line that has most of a figure, the first of equals; None where none has any."""
    given = [line for line in made.lines if line.code]
    best = max(given, key=lambda line: line.figures.count(measure), default=None)
    return best if best is not None and best.figures.count(measure) else None


def flow_sentence(made: Table) -> str:
    total = made.total
    answered = total.count(M.ANSWERED)
    words = f"Nhận {number(total.count(M.RECEIVED))} câu, trả lời {number(answered)} câu"
    if not answered:
        return f"{words}."
    share = percent(share_of(total.count(M.IN_TIME), answered))
    words += f", đúng hạn {number(total.count(M.IN_TIME))} câu ({share})."
    latest = most(made, M.LATE)
    if latest is None:
        return f"{words} Không câu nào trả lời trễ hạn."
    late = number(latest.figures.count(M.LATE))
    return f"{words} Trễ hạn {number(total.count(M.LATE))} câu, nhiều nhất ở {latest.label}: {late} câu."


def time_sentence(made: Table) -> str:
    taken = made.total.first_answer
    if taken.median is None:
        return "Chưa có câu nào được trả lời trong kỳ."
    return (
        f"Một nửa số câu được trả lời trong {taken.median} ngày làm việc trở xuống, chín phần mười "
        f"trong {taken.p90} ngày làm việc trở xuống (trong {number(taken.n)} câu)."
    )


def open_sentence(made: Table) -> str:
    waiting, old = made.total.count(M.OPEN), made.total.count(M.OPEN_OLD)
    if not waiting:
        return "Không còn câu nào chờ trả lời."
    words = f"Đang chờ {number(waiting)} câu"
    oldest = most(made, M.OPEN_OLD)
    if not old:
        return f"{words}, không câu nào quá 20 ngày làm việc."
    words += f", trong đó {number(old)} câu đã quá 20 ngày làm việc"
    if oldest is None:
        return f"{words}."
    return f"{words}, nhiều nhất ở {oldest.label}: {number(oldest.figures.count(M.OPEN_OLD))} câu."


def rating_sentence(made: Table) -> str:
    total = made.total
    answered, told = total.count(M.ANSWERED), total.count(M.RATED)
    if not answered:
        return "Chưa có câu nào được trả lời trong kỳ."
    words = f"{number(told)} trong {number(answered)} câu đã trả lời có đánh giá ({percent(total.coverage)})"
    if total.rating is None:
        return f"{words}; {TOO_FEW} để nói mức hài lòng." if told else f"{words}."
    return f"{words}; mức hài lòng trung bình {decimal(total.rating)} trên 5."


FLOW = Part(
    "nhan-tra-loi",
    "Nhận và trả lời",
    (
        of(M.RECEIVED),
        of(M.ANSWERED),
        of(M.IN_TIME),
        of(M.LATE),
        of(M.RETURNED),
        of(M.REOPENED),
        of(M.WITHDRAWN),
        of(M.REJECTED),
    ),
    flow_sentence,
    note="Mỗi con số tính việc xảy ra trong kỳ; câu trả lời trong kỳ có thể nhận từ kỳ trước.",
)
TIME = Part(
    "thoi-gian",
    "Bao lâu thì trả lời",
    (
        Column("Phản hồi đầu tiên", M.RESPONDED, lambda line: days(line.response)),
        Column("Trả lời lần đầu", M.ANSWERED, lambda line: days(line.first_answer)),
        Column("Trả lời sau cùng", M.FINISHED, lambda line: days(line.final_answer)),
    ),
    time_sentence,
    note=(
        "Ngày làm việc từ khi nhận, viết “trung vị / phân vị 90”: “4 / 9” nghĩa là một nửa số câu "
        "xong trong 4 ngày trở xuống, chín phần mười xong trong 9 ngày trở xuống."
    ),
)
OPEN = Part(
    "dang-cho",
    "Câu đang chờ, theo tuổi",
    (
        of(M.OPEN, "Tất cả"),
        of(M.OPEN_5, "0–5 ngày"),
        of(M.OPEN_10, "6–10 ngày"),
        of(M.OPEN_20, "11–20 ngày"),
        of(M.OPEN_OLD, "Trên 20 ngày"),
    ),
    open_sentence,
    note="Ngày làm việc từ khi nhận đến cuối kỳ; kỳ chưa hết thì đến lúc xem.",
)
RATING = Part(
    "danh-gia",
    "Đánh giá của người hỏi",
    (
        of(M.RATED),
        Column("Trên số đã trả lời", M.ANSWERED, lambda line: percent(line.coverage)),
        Column("Hài lòng (1–5)", M.RATED, lambda line: rated(line, decimal(line.rating))),
        Column("Cho là đã trả lời", M.RATED, lambda line: rated(line, percent(line.said_answered))),
    ),
    rating_sentence,
    note=(
        f"{DEFINITIONS['rating']} Chỉ người hỏi đánh giá được, bằng mã tra cứu. Dưới "
        f"{FEWEST_RATINGS} lượt đánh giá thì không nêu trung bình."
    ),
)
PARTS = (FLOW, TIME, OPEN, RATING)


def all_parts(made: Table) -> Iterator[Shown]:
    """Every part of a table."""
    for part in PARTS:
        yield shown(part, made)
