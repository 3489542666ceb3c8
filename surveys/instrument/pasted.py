"""A whole list of questions as it stands in a document, pasted at once.

notation.py tells what a line is made of, reading.py what its parts mean among the others; here
they become questions. Understood are

    Phần I. Thông tin chung          a page: "Phần …", "Trang …", "Mục …" with a number, "# …",
                                     "II. …", "A. …" over A1, A2 …, a heading in capitals
    Câu 1. / A1. / 2.3. Ông/bà …?    a question; "1." and "1)" where nothing says "Câu"
    (Chọn tối đa 3 ý)                a line in brackets before the choices: the hint
    - Rất hài lòng                   a choice: "-", "•", "□", "a)", "b." …, "1." under a question
    □ Có   □ Không   1. Có  2. Không several choices of one line, after the question or below it
    + Thái độ của cán bộ             a row of a table: its choices are the columns
    A1. Nơi chờ ① ② ③ ④ ⑤           a row of a table, with those around it; also 1 2 3 4 5, □ □ □
    ① là: Rất kém / Rất tốt = 5      words of that scale, wherever they stand before
    Nội dung⇥Tốt⇥Kém                 a table from a word processor: columns, then a row a line
    Tuổi: ……  /  ……………               dots to write on: the answer is written

Whether "2." is a question or a choice follows from what it counts on (`Reader._is_question`). A
paragraph that is not numbered where questions are, or that speaks as introductions do, is a lead
("lời dẫn"). A line that begins nothing goes on with the words before it.

The kind follows from what stands there: rows make a table, choices a list, and without either the
answer is written. Marks in square brackets at the end of a question's words decide otherwise:
[một], [nhiều], [xếp hạng], [mức độ], [số], [ngày], [ngắn], [dài], [xã], [đồng ý], [lời dẫn],
[thang 0-10], and [bắt buộc] for what must be answered.

No line is lost: what is in no question, choice, row, title or lead is a problem or a doubt.
"""

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from engagement.text.fold import fold
from engagement.text.normalise import normalise
from surveys.enums import QuestionKind
from surveys.instrument.blocks import MARK, Block, Doubt, Item
from surveys.instrument.codes import code_from, next_code
from surveys.instrument.editing import QUESTION_STEM
from surveys.instrument.notation import point_values
from surveys.instrument.questionnaire import CHOOSING, Choice, Limits, Question, Row
from surveys.instrument.reading import Reader, short
from surveys.instrument.scales import SCALES
from surveys.instrument.typed import LONGEST_LABEL, MOST_LINES, LineProblem, choice_from

LEAD_STEM = "loi_dan"
MOST_QUESTIONS = 200
MOST_PASTED_LINES = 4_000
LONGEST_PASTED = 200_000
_SCALE_MARK = re.compile(r"thang (\d{1,3})\s*(?:-|–|den)\s*(\d{1,3})")
_AT_MOST = re.compile(
    r"(?:toi da|khong qua|nhieu nhat)\s*(\d{1,2})\b|"
    r"\bchon (?:dung )?0?([2-9]) (?:y|viec|noi dung|muc|phuong an|van de|linh vuc|dap an|yeu to)\b"
)
_MANY = re.compile(
    r"\b(?:chon nhieu|nhieu (?:lua chon|phuong an|y kien|dap an|cau tra loi|muc|o)|"
    r"co the (?:chon|danh dau)|(?:chon|danh dau) (?:tat ca|cac))\b"
)
_SEVERAL = re.compile(r"\b(?:nhung|cac)\b.*\b(?:nao|gi)\b")
_TRAILING = re.compile(r"(?P<words>.*\S)\s*\((?P<hint>[^()]*)\)\s*(?P<colon>[:.]?)")
_SAYS_HOW = re.compile(r"\b(?:chon|danh dau|khoanh|dien|lua chon|phuong an|toi da)\b")
UNNAMED_TABLE = "Xin đánh giá các nội dung sau"
_KINDS = {
    "mot": QuestionKind.SINGLE,
    "nhieu": QuestionKind.MULTIPLE,
    "xep hang": QuestionKind.RANKING,
    "muc do": QuestionKind.LIKERT,
    "so": QuestionKind.NUMBER,
    "ngay": QuestionKind.DATE,
    "ngan": QuestionKind.SHORT_TEXT,
    "dai": QuestionKind.LONG_TEXT,
    "xa": QuestionKind.COMMUNE,
    "dong y": QuestionKind.CONSENT,
    "loi dan": QuestionKind.NOTE,
}
_SCALE_LABELS = [
    {fold(choice.label) for choice in scale.choices if not choice.is_dont_know}
    for scale in SCALES.values()
    if len(scale.choices) > 3
]
_NUMBERS = re.compile(
    r"\b(?:tuoi|nam sinh)$|\bbao nhieu (?:tuoi|%|phan tram|nguoi|lan|km|ngay|gio|phut)\b"
)
_AGES = re.compile(r"(?:tuoi|nam sinh)\b")
_DATES = re.compile(r"(?:ngay (?:sinh|dien|tra loi|phong van|khao sat|kham|vao vien|ra vien))\b")
_UNITS = re.compile(
    r"(?:%|km|m2|ngay|lan|nguoi|tuoi|nam|thang|gio|phut|trieu|dong|trieu dong|ha|con)\b|%"
)


class Section(NamedTuple):
    """Questions that stand together; `title` is None where the list goes on with a page before."""

    title: str | None
    questions: tuple[Question, ...]


class Pasted(NamedTuple):
    """What was understood, the lines that were not, and those that may have been misunderstood."""

    sections: tuple[Section, ...]
    problems: tuple[LineProblem, ...]
    doubts: tuple[Doubt, ...]

    @property
    def questions(self) -> list[Question]:
        return [question for section in self.sections for question in section.questions]

    @property
    def fingerprint(self) -> str:
        """Tell this reading from another: what is stored is what was looked at."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


def read_list(text: str, taken: Collection[str] = ()) -> Pasted:
    """Read a pasted list; `taken` are the codes its questions must not get.

    A question numbered 7 becomes "cau_7" where that code is free, A1 becomes "a1".
    """
    blank = text[: len(text) - len(text.lstrip())].count("\n")
    lines = [""] * blank + normalise(text).split("\n")
    if len(lines) > MOST_PASTED_LINES:
        return _refused(f"nhiều nhất {MOST_PASTED_LINES} dòng mỗi lần dán.")
    reader = Reader(lines)
    pages = [(title, _joined(blocks, title, reader)) for title, blocks in reader.pages]
    if sum(len(blocks) for _, blocks in pages) > MOST_QUESTIONS:
        return _refused(f"nhiều nhất {MOST_QUESTIONS} câu mỗi lần dán.")
    maker = _Maker(reader, [block for _, blocks in pages for block in blocks], taken)
    sections = []
    for title, blocks in pages:
        questions = tuple(maker.question(block) for block in blocks)
        if questions or title is not None:
            sections.append(Section(title, questions))
    for scale in reader.scales:
        for line in [] if scale.is_used else scale.lines:
            reader.doubt("mức của một thang chưa dùng cho câu nào", line)
    return Pasted(
        tuple(sections), tuple(sorted(reader.problems)), tuple(sorted(set(reader.doubts)))
    )


def _refused(words: str) -> Pasted:
    return Pasted((), (LineProblem(1, words),), ())


def _joined(blocks: Sequence[Block], title: str | None, reader: Reader) -> list[Block]:
    """Make a table of rated rows that follow each other; a lead right before them is its label."""
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if not block.is_item:
            joined.append(block)
        elif before and before.is_item and before.points == block.points:
            before.rows.append(Item(block.number, block.label))
            before.hints += block.hints
            before.spaces += block.spaces
            before.loose += block.loose
        else:
            block.rows = [Item(block.number, block.label)]
            joined.append(block)
    tables: list[Block] = []
    for block in joined:
        if block.is_item and len(block.rows) == 1:
            block.rows = []  # alone it is a question with that scale
        elif block.rows and (block.is_item or not block.label):
            block.number, block.words = "", [_label_of_table(block, tables, title, reader)]
        tables.append(block)
    return tables


def _label_of_table(block: Block, before: list[Block], title: str | None, reader: Reader) -> str:
    if before and reader.is_lead(before[-1]):
        lead = before.pop()
        block.hints = lead.hints + block.hints
        return lead.label
    if title:
        return title
    reader.doubt(f"bảng chưa có câu hỏi, đang ghi là “{UNNAMED_TABLE}”", block.line)
    return UNNAMED_TABLE


class _Maker:
    """Makes questions of blocks; what cannot be, or may be meant otherwise, is told to the reader."""

    def __init__(self, reader: Reader, blocks: Sequence[Block], taken: Collection[str]) -> None:
        self.reader = reader
        self.codes = _codes(reader, blocks, taken)

    def question(self, block: Block) -> Question:
        """Make a question of a block."""
        self._settle_loose(block)
        self._settle_unrated(block)
        if max(len(block.choices), len(block.rows)) > MOST_LINES:
            words = f"nhiều nhất {MOST_LINES} lựa chọn hoặc dòng mỗi câu."
            self.reader.problems.append(LineProblem(block.line, words))
            block.choices, block.rows = block.choices[:MOST_LINES], block.rows[:MOST_LINES]
        label, marks = _without_marks(block.label)
        label, hint = _without_hint(label)
        question = Question(
            code=self.codes[id(block)],
            kind=QuestionKind.NOTE if self.reader.is_lead(block) else QuestionKind.LONG_TEXT,
            label=label,
            hint=" ".join([*hint, *block.hints]),
            choices=_choices(self._columns(block)),
            rows=_rows(block.rows),
        )
        question = self._written(_with_kind(question, marks), block)
        if block.points and question.kind is QuestionKind.SINGLE:
            question = replace(question, kind=QuestionKind.LIKERT)
        try:
            for mark in marks:
                question = _marked(question, mark)
            _check(question)
        except ValueError as refused:
            self.reader.problems.append(LineProblem(block.line, str(refused)))
        self._note_doubts(question, block, marks)
        return question

    def _settle_loose(self, block: Block) -> None:
        """Take lines that nothing marks as choices for choices where there are several."""
        is_list = len(block.loose) > 1 and not (block.choices or block.rows or block.spaces)
        for line, words in block.loose:
            if is_list:
                block.choices.append(words)
                self.reader.doubt("không có dấu đầu dòng, đang hiểu là lựa chọn", line)
            else:
                block.hints.append(words)
                self.reader.doubt("đang hiểu là chỉ dẫn của câu trước", line)

    def _settle_unrated(self, block: Block) -> None:
        """Take numbered lines among rated rows, which are rated nowhere themselves, for rows."""
        if not (block.rows and block.points) or block.has_table or point_values(block.choices):
            return
        for words in block.choices:
            block.add_row(Item("", words))
            self.reader.doubt(
                f"không thấy ô điểm của “{short(words)}”, đang hiểu là dòng của bảng", block.line
            )
        block.choices = []

    def _columns(self, block: Block) -> list[str]:
        """The choices of a block; points are put into the words of the scale."""
        values = point_values(block.choices)
        points = max(values) if block.has_table and len(values) > 1 else block.points
        if not points or (block.choices and not values):
            return block.choices
        words = _with_known_middle(block.scale.words, points)
        block.scale.is_used |= bool(words)
        missing = [str(one) for one in range(1, points + 1) if one not in block.scale.words]
        if not words:
            self.reader.doubt(f"chưa thấy lời của thang {points} mức, đang ghi bằng số", block.line)
        elif missing:
            line = block.scale.lines[-1] if block.scale.lines else block.line
            told = ", ".join(missing)
            self.reader.doubt(f"phiếu không ghi lời của mức {told}; xin xem lại", line)
        for point in set(block.scale.words) - set(words):
            out = block.scale.words[point]
            self.reader.doubt(f"mức {point} “{short(out)}” không có ô để chọn", block.line)
        return [words.get(point, str(point)) for point in range(1, points + 1)]

    def _written(self, question: Question, block: Block) -> Question:
        """Give a question that is answered in words its kind, by what the room for them says."""
        after = " ".join(filter(None, block.spaces))
        if _UNITS.fullmatch(fold(after)):
            after = f"Đơn vị: {after}"
        question = replace(question, hint=" ".join(filter(None, [question.hint, after])))
        if question.kind is not QuestionKind.LONG_TEXT:
            return question
        asked = fold(question.label).strip(" :?.")
        kind = QuestionKind.LONG_TEXT
        is_age = bool(block.spaces) and _AGES.match(asked)
        if _UNITS.match(fold(after).removeprefix("don vi: ")) or is_age or _NUMBERS.search(asked):
            kind = QuestionKind.NUMBER
        elif _DATES.match(asked):
            kind = QuestionKind.DATE
        elif len(block.spaces) == 1 and not block.has_lines:
            kind = QuestionKind.SHORT_TEXT
        return replace(question, kind=kind)

    def _note_doubts(self, question: Question, block: Block, marks: Sequence[str]) -> None:
        doubt = self.reader.doubt
        if block.is_item or question.kind is QuestionKind.NOTE or marks:
            return
        asks = question.label.endswith("?")
        if self.reader.is_numbered and not (block.number or block.rows or block.spaces):
            doubt("không có số, đang hiểu là câu hỏi", block.line)
        elif question.kind is QuestionKind.LONG_TEXT and not (asks or block.spaces):
            doubt("không thấy lựa chọn hay chỗ ghi, đang hiểu là câu trả lời viết", block.line)
        said = fold(f"{question.label} {question.hint}")
        is_single = question.kind is QuestionKind.SINGLE and len(question.choices) > 3
        if is_single and _SEVERAL.search(said):
            doubt("chưa rõ chọn một hay nhiều, đang hiểu là chọn một", block.line)


def _with_known_middle(words: dict[int, str], points: int) -> dict[int, str]:
    """Fill what a form leaves out between the ends of a scale everybody knows."""
    words = {point: label for point, label in words.items() if 1 <= point <= points}
    if not {1, points} <= set(words) or len(words) == points:
        return words
    low, high = fold(words[1]), fold(words[points])
    for scale in SCALES.values():
        labels = [choice.label for choice in scale.choices if not choice.is_dont_know]
        for order in (labels, labels[::-1]):
            if len(order) == points and fold(order[0]) in low and fold(order[-1]) in high:
                return dict(enumerate(order, 1)) | words
    return words


def _codes(reader: Reader, blocks: Sequence[Block], taken: Collection[str]) -> dict[int, str]:
    """Give every block its code: its own number first, then the next that is free."""
    used, codes = set(taken), dict[int, str]()
    for block in blocks:
        own = _own_code(block.number)
        if own and own not in used:
            codes[id(block)] = own
            used.add(own)
    for block in blocks:
        stem = LEAD_STEM if reader.is_lead(block) else QUESTION_STEM
        if id(block) not in codes:
            codes[id(block)] = next_code(stem, used)
            used.add(codes[id(block)])
    return codes


def _own_code(number: str) -> str:
    """Return "cau_7" for "7", "cau_2_3" for "2.3", "a1" for "A1"; "" for what has no number."""
    if not number:
        return ""
    if number.isdigit():
        return f"{QUESTION_STEM}_{int(number)}"
    plain = re.sub(r"[^a-z0-9]+", "_", fold(number)).strip("_")
    return plain if number[0].isalpha() and len(plain) > 1 else f"{QUESTION_STEM}_{plain}"


def _choices(labels: Sequence[str]) -> tuple[Choice, ...]:
    choices: dict[str, Choice] = {}
    for label in labels:
        choice = choice_from(label, choices)
        choices[choice.code] = choice
    return tuple(choices.values())


def _rows(items: Sequence[Item]) -> tuple[Row, ...]:
    """Make rows; a number like "A1" is the row's code."""
    rows: dict[str, Row] = {}
    for number, label in items:
        named = number if number[:1].isalpha() and len(number) > 1 else label
        code = code_from(named, rows)
        rows[code] = Row(code, label)
    return tuple(rows.values())


def _with_kind(question: Question, marks: Sequence[str]) -> Question:
    """Give the question the kind that follows from its parts and its words."""
    if question.rows:
        return replace(question, kind=QuestionKind.MATRIX)
    if not question.choices:
        return question
    said = fold(" ".join([question.label, question.hint, *marks]))
    at_most = _AT_MOST.search(said)
    if at_most or _MANY.search(said):
        most = int(at_most[1] or at_most[2]) if at_most else None
        return replace(question, kind=QuestionKind.MULTIPLE, limits=Limits(max_choices=most))
    labels = {fold(choice.label) for choice in question.choices if not choice.is_dont_know}
    kind = QuestionKind.LIKERT if labels in _SCALE_LABELS else QuestionKind.SINGLE
    return replace(question, kind=kind)


def _without_marks(words: str) -> tuple[str, list[str]]:
    """Take the marks off the end of a question's words."""
    marks: list[str] = []
    while found := MARK.search(words):
        marks.insert(0, found["mark"])
        words = words[: found.start()].rstrip()
    return words, marks


def _without_hint(label: str) -> tuple[str, list[str]]:
    """Take "(chọn nhiều)" and the like off the end of a question's words."""
    found = _TRAILING.fullmatch(label)
    if found and _SAYS_HOW.search(fold(found["hint"])):
        return found["words"] + found["colon"], [found["hint"]]
    return label, []


def _marked(question: Question, mark: str) -> Question:
    """Do what a mark says. Raises ValueError for one that says nothing."""
    meant = fold(mark)
    if meant == "bat buoc":
        return replace(question, is_required=True)
    if meant in _KINDS:
        keeps_limits = _KINDS[meant] in {QuestionKind.MULTIPLE, QuestionKind.RANKING}
        limits = question.limits if keeps_limits else Limits()
        return replace(question, kind=_KINDS[meant], limits=limits)
    if scale := _SCALE_MARK.fullmatch(meant):
        limits = Limits(minimum=Decimal(scale[1]), maximum=Decimal(scale[2]))
        return replace(question, kind=QuestionKind.SCALE, limits=limits)
    if _AT_MOST.fullmatch(meant):
        return question  # read with the words of the question
    raise ValueError(f"không hiểu dấu “[{mark}]”.")


def _check(question: Question) -> None:
    if not question.label:
        raise ValueError("câu này chưa có lời.")
    parts = [
        question.label,
        question.hint,
        *(one.label for one in question.choices + question.rows),
    ]
    if any(len(words) > LONGEST_LABEL for words in parts):
        raise ValueError(f"có lời dài quá {LONGEST_LABEL} ký tự.")
    needs_choices = question.kind in CHOOSING | {QuestionKind.MATRIX}
    if needs_choices and len(question.choices) < 2:
        raise ValueError("câu này cần ít nhất hai lựa chọn.")
    keeps_choices = needs_choices or question.kind is QuestionKind.SCALE
    if question.choices and not keeps_choices:
        raise ValueError(f"kiểu “{question.kind.label}” không có lựa chọn.")
