"""Charts as SVG, drawn on the server: for reading without script, for printing and for download.

The text is put in by an XML writer, so nothing in a label is ever markup. No style attribute, no
script, no font or picture from elsewhere. Colours are blue against gold, told apart without colour
vision, and classes let a theme change them; "Khó trả lời" is always a grey hatch outside the bar.
"""

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree import ElementTree as ET

from engagement.text.normalise import normalise
from surveys.enums import QuestionKind
from surveys.statistics.likert import LikertSummary, Part, Side
from surveys.statistics.names import shortened
from surveys.statistics.variables import Row, VariableTable
from surveys.statistics.words import number, percent

# The narrower stands on a screen of 360 px inside its card, so that letters keep their size.
DESK_WIDTH = 720
PHONE_WIDTH = 296
MOST_BARS = 15

INK, GREY, RULE = "#1d1b19", "#5b5650", "#e5e0da"
# From the axis outwards; a scale with fewer steps a side takes the last ones.
_BLUES = ("#b7cde4", "#7fa6cf", "#1f4f82")
_GOLDS = ("#e6cd96", "#c9962b", "#8a5a00")
_NEUTRAL = "#cfc8c0"
_DARK = frozenset({"#1f4f82", "#8a5a00"})
_FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
_SIZE, _SMALL = 14, 13
_LINE = 18
_BAR = 24
_DIGIT = 8  # wide enough for a bold digit of the small size
_LETTER = 7.6  # of the usual size, on the broad side
_LEAST_LABELLED = 0.05
_VALUE_ROOM = 48
_MARGIN = 16  # around a file of its own
_GAP = 14


class Chart(NamedTuple):
    """The same figure for a broad and a narrow place; both are whole SVG elements."""

    desk: str
    phone: str


@dataclass(frozen=True, slots=True)
class _Fill:
    colour: str
    name: str

    @property
    def ink(self) -> str:
        return "#ffffff" if self.colour in _DARK else INK


def chart_of(tables: Sequence[VariableTable], chart_id: str) -> Chart | None:
    """Draw the variables of one question: diverging bars for scales, plain bars for lists.

    None where nobody has answered. `chart_id` must be the page's only one; letters, digits and
    hyphens of it are used.
    """
    likerts = [table.likert for table in tables if table.likert is not None]
    if len(likerts) == len(tables) and any(likert.base for likert in likerts):
        title = tables[0].variable.question.label
        return diverging(likerts, title=title, chart_id=chart_id)
    if len(tables) == 1 and any(row.people for row in tables[0].rows):
        return bars(tables[0], chart_id=chart_id)
    return None


def diverging(likerts: Sequence[LikertSummary], *, title: str, chart_id: str) -> Chart:
    """Draw 100 % bars around an axis, the best balance first.

    All `likerts` have the same parts. Left of the axis stand those against, right those for, the
    strongest farthest out; neutral answers stand apart at the right, and "Khó trả lời" outside.
    """
    rows = sorted(
        (likert for likert in likerts if likert.base), key=lambda likert: likert.net, reverse=True
    )
    description = " ".join(_told(likert) for likert in rows)
    return Chart(
        *(
            _diverging(rows, title, description, f"{chart_id}-{name}", width)
            for name, width in (("desk", DESK_WIDTH), ("phone", PHONE_WIDTH))
        )
    )


def bars(table: VariableTable, *, chart_id: str) -> Chart:
    """Draw one bar an answer, in the order of the table; communes by people; "Khó trả lời" last."""
    shown = sorted(table.rows, key=lambda row: row.is_outside)
    if table.kind is QuestionKind.COMMUNE:
        shown = sorted((row for row in shown if row.people), key=lambda row: -row.people)
    left_out = len(shown) - MOST_BARS
    description = " ".join(f"{row.label}: {_value(row)}." for row in shown[:MOST_BARS])
    notes = [f"Phần trăm trong {number(table.base)} {table.base_words}."]
    if table.may_pass_hundred:
        notes.append("Mỗi người chọn được nhiều mục nên tổng có thể quá 100 %.")
    if left_out > 0:
        notes.append(f"{number(left_out)} mục nữa ở bảng số liệu.")
    return Chart(
        *(
            _bars(shown[:MOST_BARS], (table.label, description), notes, f"{chart_id}-{name}", width)
            for name, width in (("desk", DESK_WIDTH), ("phone", PHONE_WIDTH))
        )
    )


def svg_document(chart: Chart, *, heading: str, notes: Sequence[str]) -> str:
    """Return the broad figure as a file of its own, on white.

    Whoever meets the file elsewhere has no page around it: `heading` is what was asked, `notes` tell
    of whom and when.
    """
    drawing = _Drawing("hinh", heading, " ".join(notes), DESK_WIDTH)
    drawing.reach(drawing.label(heading, "", 0, DESK_WIDTH) + 6)
    drawing.embed(chart.desk)
    for note in notes:
        drawing.note(note)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{drawing.document()}\n'


# --- Diverging bars ------------------------------------------------------------------------------


def _told(likert: LikertSummary) -> str:
    parts = ", ".join(f"{part.label} {percent(part.share)}" for part in likert.parts)
    outside = f"; {likert.outside_label} {percent(likert.dont_know)}" if likert.outside else ""
    return f"{likert.label}: {parts}{outside}; {number(likert.base)} người nêu ý kiến."


def _diverging(
    rows: Sequence[LikertSummary], title: str, description: str, chart_id: str, width: int
) -> str:
    drawing = _Drawing(chart_id, title, description, width)
    fills = _fills(rows[0])
    has_outside = any(row.outside for row in rows)
    _legend(drawing, rows[0], fills, has_outside=has_outside)
    is_phone = width < DESK_WIDTH
    label_room = width if is_phone else 250
    scale = _scale(rows, width if is_phone else width - label_room - _GAP, is_phone=is_phone)
    drawing.scale = scale
    left = 0 if is_phone else label_room + _GAP
    axis = left + scale * max(row.unfavourable for row in rows)
    apart = axis + scale * max(row.favourable for row in rows) + _GAP
    for row in rows:
        top = drawing.bottom + 10
        drawing.rule(top)
        below = drawing.label(row.label, f"{number(row.base)} người nêu ý kiến", top, label_room)
        bar = below + 4 if is_phone else top + 10
        _around_axis(drawing, row, fills, axis, bar)
        if is_phone:
            _beside(drawing, row, 0, bar + _BAR + 4)
        else:
            _beside(drawing, row, apart, bar)
        drawing.reach(max(below, bar + (2 * _BAR + 4 if is_phone else _BAR)))
    note = f"; “{rows[0].outside_label}” tính trên mọi người trả lời" if has_outside else ""
    drawing.note(f"Phần trăm trong số người nêu ý kiến{note}.")
    return drawing.text()


def _fills(likert: LikertSummary) -> dict[tuple[str, ...], _Fill]:
    """A colour for each part, by its codes."""
    fills: dict[tuple[str, ...], _Fill] = {}
    for side, colours, outwards in (
        (Side.FAVOURABLE, _BLUES, likert.of(Side.FAVOURABLE)),
        (Side.UNFAVOURABLE, _GOLDS, likert.of(Side.UNFAVOURABLE)[::-1]),
    ):
        for place, part in enumerate(outwards):
            step = _step(place, len(outwards))
            fills[part.codes] = _Fill(colours[step], f"{side}-{step + 1}")
    return fills


def _step(place: int, count: int) -> int:
    """Which of three colours: one step takes the middle gold or blue, two the last two."""
    if count == 1:
        return 1
    return max(0, min(2, place + 3 - count)) if count <= 3 else min(2, place * 3 // count)


def _scale(rows: Sequence[LikertSummary], room: float, *, is_phone: bool) -> float:
    """Pixels for a share of 1: one scale for the whole figure, so that lengths compare."""
    around = max(row.unfavourable for row in rows) + max(row.favourable for row in rows)
    beside = max(row.neutral for row in rows) + max(row.dont_know for row in rows)
    values = 2 * _VALUE_ROOM + _GAP
    if is_phone:
        return min(room / max(around, 0.5), (room - values) / max(beside, 0.01))
    return (room - values - 2 * _GAP) / max(around + beside, 0.5)


def _around_axis(
    drawing: "_Drawing",
    row: LikertSummary,
    fills: dict[tuple[str, ...], _Fill],
    axis: float,
    top: float,
) -> None:
    x = axis - drawing.scale * row.unfavourable
    for part in (*row.of(Side.UNFAVOURABLE), *row.of(Side.FAVOURABLE)):
        _segment(drawing, part, fills[part.codes], x, top)
        x += drawing.scale * part.share
    drawing.add("rect", x=axis - 1, y=top - 3, width=2, height=_BAR + 6, fill=INK, class_="axis")


def _segment(drawing: "_Drawing", part: Part, fill: _Fill, x: float, top: float) -> None:
    width = drawing.scale * part.share
    if not part.people:
        return
    drawing.bar(x, top, width, fill)
    words = f"{100 * part.share:.0f}"
    if part.share >= _LEAST_LABELLED and width >= _DIGIT * len(words):
        drawing.words(words, x + width / 2, top + 17, fill.ink, anchor="middle", is_strong=True)


def _beside(drawing: "_Drawing", row: LikertSummary, x: float, top: float) -> None:
    """Neutral answers, then "Khó trả lời": outside the axis, at the same scale."""
    if row.of(Side.NEUTRAL):
        x = _apart(drawing, row.neutral, _Fill(_NEUTRAL, "neutral"), x, top)
    if row.outside:
        hatch = _Fill(f"url(#{drawing.chart_id}-hatch)", "dont-know")
        _apart(drawing, row.dont_know, hatch, x, top)


def _apart(drawing: "_Drawing", share: float, fill: _Fill, x: float, top: float) -> float:
    width = drawing.scale * share
    drawing.bar(x, top, width, fill)
    drawing.words(f"{100 * share:.0f} %", x + width + 5, top + 17, INK)
    return x + width + _VALUE_ROOM + _GAP


def _legend(
    drawing: "_Drawing",
    likert: LikertSummary,
    fills: dict[tuple[str, ...], _Fill],
    *,
    has_outside: bool,
) -> None:
    sides = (Side.UNFAVOURABLE, Side.NEUTRAL, Side.FAVOURABLE)
    neutral = _Fill(_NEUTRAL, "neutral")
    entries = [
        (part.label, fills.get(part.codes, neutral)) for side in sides for part in likert.of(side)
    ]
    if has_outside:
        hatch = _Fill(f"url(#{drawing.chart_id}-hatch)", "dont-know")
        entries.append((likert.outside_label, hatch))
    x, y = 0.0, 4.0
    for label, fill in entries:
        words = shortened(label, 34)
        width = 20 + _LETTER * len(words)
        if x and x + width > drawing.width:
            x, y = 0.0, y + _LINE + 4
        drawing.bar(x, y, 14, fill, height=14)
        drawing.words(words, x + 20, y + 12, INK)
        x += width + _GAP
    drawing.reach(y + _LINE)


# --- Plain bars ----------------------------------------------------------------------------------


def _value(row: Row) -> str:
    return f"{percent(row.share or 0)} ({number(row.people)})"


def _bars(
    rows: Sequence[Row],
    told: tuple[str, str],
    notes: Sequence[str],
    chart_id: str,
    width: int,
) -> str:
    drawing = _Drawing(chart_id, *told, width)
    is_phone = width < DESK_WIDTH
    left = 0 if is_phone else 270
    values = 8 + _LETTER * max(len(_value(row)) for row in rows)
    largest = max((row.share or 0) for row in rows)
    scale = (width - left - values) / max(largest, 0.01)
    for row in rows:
        top = drawing.bottom + 6
        below = drawing.label(row.label, "", top, width if is_phone else left - _GAP)
        bar = below + 2 if is_phone else top + 2
        hatch = _Fill(f"url(#{chart_id}-hatch)", "dont-know")
        fill = hatch if row.is_outside else _Fill(_BLUES[1], "plain")
        length = scale * (row.share or 0)
        drawing.bar(left, bar, length, fill)
        drawing.words(_value(row), left + length + 6, bar + 17, INK)
        drawing.reach(max(below, bar + _BAR))
    for note in notes:
        drawing.note(note)
    return drawing.text()


# --- What figures are drawn with -----------------------------------------------------------------


class _Drawing:
    """An SVG element that grows downwards as it is drawn."""

    def __init__(self, chart_id: str, title: str, description: str, width: int) -> None:
        self.chart_id = re.sub(r"[^A-Za-z0-9-]+", "-", chart_id)
        self.width = width
        self.bottom = 0.0
        self._embedded = ""
        self.scale = 1.0  # pixels for a share of 1
        name, told = f"{self.chart_id}-title", f"{self.chart_id}-desc"
        self._root = ET.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "class": "chart",
                "role": "img",
                "aria-labelledby": f"{name} {told}",
                "font-family": _FONT,
                "font-size": str(_SIZE),
            },
        )
        ET.SubElement(self._root, "title", {"id": name}).text = normalise(title)
        ET.SubElement(self._root, "desc", {"id": told}).text = normalise(description)
        self._hatch()

    def _hatch(self) -> None:
        definitions = ET.SubElement(self._root, "defs")
        size = {"width": "6", "height": "6", "patternUnits": "userSpaceOnUse"}
        pattern = ET.SubElement(definitions, "pattern", {"id": f"{self.chart_id}-hatch"} | size)
        ET.SubElement(pattern, "rect", {"width": "6", "height": "6", "fill": "#ffffff"})
        stroke = {"stroke": GREY, "stroke-width": "1.5"}
        ET.SubElement(pattern, "path", {"d": "M-1 7L7 -1M-1 1L1 -1M5 7L7 5"} | stroke)

    def add(self, tag: str, *, class_: str, **attributes: float | str) -> ET.Element:
        written = {
            name.replace("_", "-"): value if isinstance(value, str) else f"{value:g}"
            for name, value in attributes.items()
        }
        return ET.SubElement(self._root, tag, written | {"class": f"chart__{class_}"})

    def bar(self, x: float, y: float, width: float, fill: _Fill, *, height: float = _BAR) -> None:
        """A white edge keeps steps apart where colours are not seen."""
        self.add(
            "rect",
            x=round(x, 1),
            y=y,
            width=round(width, 1),
            height=height,
            fill=fill.colour,
            stroke="#ffffff" if fill.name != "dont-know" else GREY,
            class_=f"bar chart__bar--{fill.name}",
        )

    def words(
        self,
        words: str,
        x: float,
        y: float,
        ink: str,
        *,
        anchor: str = "start",
        is_strong: bool = False,
    ) -> None:
        element = self.add(
            "text",
            x=round(x, 1),
            y=y,
            fill=ink,
            text_anchor=anchor,
            font_size=_SMALL,
            font_weight="bold" if is_strong else "normal",
            class_="words",
        )
        element.text = normalise(words)

    def label(self, label: str, note: str, top: float, room: float) -> float:
        """Write a label over as many lines as it needs, three at most; return where it ends."""
        y = top
        for line in _lines(label, room):
            y += _LINE
            self.add("text", x=0, y=y, fill=INK, class_="label").text = line
        if note:
            y += _LINE - 1
            self.words(note, 0, y, GREY)
        return y + 4

    def rule(self, y: float) -> None:
        self.add("rect", x=0, y=y, width=self.width, height=1, fill=RULE, class_="rule")

    def note(self, words: str) -> None:
        self.reach(self.bottom + 4)
        for line in _lines(words, self.width):
            self.reach(self.bottom + _LINE)
            self.words(line, 0, self.bottom, GREY)

    def reach(self, bottom: float) -> None:
        self.bottom = max(self.bottom, bottom)

    def embed(self, svg: str) -> None:
        """Set a whole drawing of the same width below what is drawn."""
        height = float(re.findall(r'viewBox="0 0 \d+ ([\d.]+)"', svg)[0])
        place = f'<svg y="{self.bottom:g}" width="{self.width}" height="{height:g}" '
        self._embedded += svg.replace("<svg ", place, 1)
        self.reach(self.bottom + height)

    def text(self) -> str:
        self._root.set("viewBox", f"0 0 {self.width} {self.bottom + 8:g}")
        return ET.tostring(self._root, encoding="unicode")

    def document(self) -> str:
        """The element with a size, a margin and white below it."""
        width, height = self.width + 2 * _MARGIN, self.bottom + 8 + 2 * _MARGIN
        self._root.set("width", f"{width}")
        self._root.set("height", f"{height:g}")
        self._root.set("viewBox", f"{-_MARGIN} {-_MARGIN} {width} {height:g}")
        paper = {"x": f"{-_MARGIN}", "y": f"{-_MARGIN}", "fill": "#ffffff"}
        self._root.insert(
            2, ET.Element("rect", paper | {"width": f"{width}", "height": f"{height:g}"})
        )
        drawn = ET.tostring(self._root, encoding="unicode").removesuffix("</svg>")
        return f"{drawn}{self._embedded}</svg>"


def _lines(words: str, room: float) -> Iterator[str]:
    yield from textwrap.wrap(
        normalise(words),
        width=max(8, int(room / _LETTER)),
        max_lines=3,
        placeholder="…",
        break_on_hyphens=False,
    )
