"""A whole list of questions as it stands in a document, pasted at once.

The grammar looks at one line at a time:

    Phần I. Thông tin chung          a page: "Phần …", "Trang …", "Mục …" with a number, or "# …";
                                     after an empty line also "II. …"
    Câu 1. Ông/bà có hài lòng …?     a question: "Câu 1.", or any line after an empty one
    (Chọn tối đa 3 ý)                a line in brackets before the choices: the hint
    - Rất hài lòng                   a choice: "-", "•", "□", "a)", "b." …
    □ Có   □ Không                   several boxes on one line: a choice each
    + Thái độ của cán bộ             a row of a table: its choices are the columns
    Nội dung⇥Tốt⇥Kém                 a table from a word processor: columns, then a row a line

"1." and "1)" begin a question where no line says "Câu 1". Where one does, they begin a choice, and
a paragraph without number and choices is a lead ("lời dẫn"). A line that is none of these goes on
with the words of its question, or of the last choice.

The kind follows from what stands there: rows make a table, choices a list, and without either the
answer is written. Marks in square brackets at the end of a question's words decide otherwise:
[một], [nhiều], [xếp hạng], [mức độ], [số], [ngày], [ngắn], [dài], [xã], [đồng ý], [lời dẫn],
[thang 0-10], and [bắt buộc] for what must be answered.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from engagement.text.fold import fold
from engagement.text.normalise import normalise
from surveys.enums import QuestionKind
from surveys.instrument.codes import code_from, next_code
from surveys.instrument.editing import QUESTION_STEM
from surveys.instrument.questionnaire import CHOOSING, Choice, Limits, Question, Row
from surveys.instrument.scales import SCALES
from surveys.instrument.typed import LONGEST_LABEL, LineProblem, choice_from

LEAD_STEM = "loi_dan"
MOST_QUESTIONS = 200
LONGEST_PASTED = 200_000
_BOXES = "□☐○◯◻❑❍"
_PAGE = re.compile(
    r"(?:#+\s*|(?:phần|trang|mục)\s+(?:[IVX]{1,5}|\d{1,2}|[A-H])\s*[.:)–-]\s*)(?P<title>\S.*)",
    re.IGNORECASE,
)
_PAGE_BY_NUMERAL = re.compile(r"[IVX]{1,5}\s*[.)]\s*(?P<title>\S.*)")
_NAMED = re.compile(r"câu(?: hỏi)?\s*(?P<number>\d{1,3})\s*[.:)]?\s+(?P<words>\S.*)", re.IGNORECASE)
_NUMBERED = re.compile(r"(?P<number>\d{1,3})\s*[.)]\s*(?P<words>\S.*)")
_CHOICE = re.compile(r"(?:[-–—•·*◦▪]|\[ ?\]|\( ?\)|[A-Za-zĐđ][.)])\s*(?P<words>\S.*)")
_ROW = re.compile(r"\+\s*(?P<words>\S.*)")
_HINT = re.compile(r"\((?P<words>[^()]*)\)")
_MARK = re.compile(r"\s*\[(?P<mark>[^\[\]]*)\]$")
_SCALE_MARK = re.compile(r"thang (\d{1,3})\s*(?:-|–|den)\s*(\d{1,3})")
_AT_MOST = re.compile(r"(?:toi da|khong qua|nhieu nhat)\s*(\d{1,2})\b")
_MANY = re.compile(r"\b(?:chon nhieu|nhieu (?:lua chon|phuong an|y kien|dap an)|co the chon)\b")
_NUMBERING = frozenset({"stt", "tt", "so tt"})
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


class Section(NamedTuple):
    """Questions that stand together; `title` is None where the list goes on with a page before."""

    title: str | None
    questions: tuple[Question, ...]


class Pasted(NamedTuple):
    """What was understood, and the lines that were not."""

    sections: tuple[Section, ...]
    problems: tuple[LineProblem, ...]

    @property
    def questions(self) -> list[Question]:
        return [question for section in self.sections for question in section.questions]


@dataclass
class _Block:
    """A question while its lines are read. A numbered table has a first column of numbers."""

    line: int
    number: str
    words: list[str]
    hints: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    has_table: bool = False
    is_numbered: bool = False

    @property
    def is_lead(self) -> bool:
        """Whether it is a paragraph that asks nothing, in a document whose questions are named."""
        parts = (self.number, self.choices, self.rows, _MARK.search(self.words[-1]))
        return not any(parts)

    def take_cells(self, cells: Sequence[str]) -> None:
        """Take a line of a table: the first gives the columns, those after it a row each."""
        if not self.has_table:
            self.has_table = True
            self.is_numbered = fold(cells[0]) in _NUMBERING
            self.choices += [cell for cell in cells[1 + self.is_numbered :] if cell]
        elif label := cells[min(int(self.is_numbered), len(cells) - 1)]:
            self.rows.append(label)

    def go_on(self, line: str) -> None:
        """Take a line that begins nothing: a hint, a row, or the rest of what was begun."""
        if self.has_table:
            self.take_cells([line])  # its empty cells were cut off with the end of the text
            return
        hint = _HINT.fullmatch(line)
        if hint and not self.choices and not self.rows:
            self.hints.append(hint["words"])
            return
        begun = self.rows or self.choices or self.words
        begun[-1] += f" {line}"


class _Reader:
    """Reads line after line into blocks; the first page is the one the list goes on with."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.pages: list[tuple[str | None, list[_Block]]] = [(None, [])]
        self.problems: list[LineProblem] = []
        self.is_after_blank = True
        self.names_questions = any(_NAMED.fullmatch(line.strip()) for line in lines)
        for number, line in enumerate(lines, 1):
            if line.strip():
                self._take(number, line)
            self.is_after_blank = not line.strip()

    def _take(self, number: int, raw: str) -> None:
        line = " ".join(raw.split())
        block = self.pages[-1][1][-1] if self.pages[-1][1] else None
        if "\t" in raw.strip() and block is not None:
            block.take_cells([" ".join(cell.split()) for cell in raw.split("\t")])
        elif len(line) > LONGEST_LABEL:
            self.problems.append(LineProblem(number, f"dài quá {LONGEST_LABEL} ký tự."))
        elif page := self._page(line):
            self.pages.append((page["title"], []))
        elif any(box in line for box in _BOXES):
            self._take_boxes(number, line)
        elif found := self._question(line):
            self._begin(number, found["number"], found["words"])
        elif row := _ROW.fullmatch(line):
            self._add(number, row["words"], is_row=True)
        elif choice := self._choice(line):
            self._add(number, choice["words"])
        elif block is None or self.is_after_blank:
            self._begin(number, "", line)
        else:
            block.go_on(line)

    def _page(self, line: str) -> re.Match[str] | None:
        by_numeral = _PAGE_BY_NUMERAL.fullmatch(line) if self.is_after_blank else None
        return _PAGE.fullmatch(line) or by_numeral

    def _question(self, line: str) -> re.Match[str] | None:
        return (_NAMED if self.names_questions else _NUMBERED).fullmatch(line)

    def _choice(self, line: str) -> re.Match[str] | None:
        return _CHOICE.fullmatch(line) or _NUMBERED.fullmatch(line)

    def _take_boxes(self, number: int, line: str) -> None:
        """Take "Giới tính: □ Nam □ Nữ": words before the first box, then a choice each."""
        words, *labels = [part.strip() for part in re.split(f"[{_BOXES}]", line)]
        if words and not _NUMBERED.fullmatch(f"{words} x"):
            self._take(number, words)
        for label in filter(None, labels):
            self._add(number, label)

    def _begin(self, line: int, number: str, words: str) -> None:
        self.pages[-1][1].append(_Block(line, number, [words]))

    def _add(self, number: int, words: str, *, is_row: bool = False) -> None:
        blocks = self.pages[-1][1]
        if not blocks:
            self.problems.append(LineProblem(number, "lựa chọn đứng trước câu hỏi."))
        elif is_row:
            blocks[-1].rows.append(words)
        else:
            blocks[-1].choices.append(words)


def read_list(text: str, taken: Collection[str] = ()) -> Pasted:
    """Read a pasted list; `taken` are the codes its questions must not get.

    A question numbered 7 becomes "cau_7" where that code is free.
    """
    reader = _Reader(normalise(text).split("\n"))
    codes, problems = _codes(reader, taken), reader.problems
    sections = []
    for title, blocks in reader.pages:
        questions = tuple(_question(block, codes[block.line], problems) for block in blocks)
        if questions or title is not None:
            sections.append(Section(title, questions))
    if sum(len(section.questions) for section in sections) > MOST_QUESTIONS:
        problems.append(LineProblem(1, f"nhiều nhất {MOST_QUESTIONS} câu mỗi lần dán."))
    return Pasted(tuple(sections), tuple(sorted(problems)))


def _codes(reader: _Reader, taken: Collection[str]) -> dict[int, str]:
    """Give every block its code, by line: its own number first, then the next that is free."""
    blocks = [block for _, blocks in reader.pages for block in blocks]
    used, codes = set(taken), dict[int, str]()
    for block in blocks:
        own = f"{QUESTION_STEM}_{int(block.number)}" if block.number else ""
        if own and own not in used:
            codes[block.line] = own
            used.add(own)
    for block in blocks:
        stem = LEAD_STEM if reader.names_questions and block.is_lead else QUESTION_STEM
        if block.line not in codes:
            codes[block.line] = next_code(stem, used)
            used.add(codes[block.line])
    return codes


def _question(block: _Block, code: str, problems: list[LineProblem]) -> Question:
    """Make a question of a block; what cannot be is told in `problems`."""
    label, marks = _without_marks(" ".join(block.words))
    question = Question(
        code=code,
        kind=QuestionKind.NOTE if code.startswith(LEAD_STEM) else QuestionKind.LONG_TEXT,
        label=label,
        hint=" ".join(block.hints),
        choices=_choices(block.choices),
        rows=_rows(block.rows),
    )
    question = _with_kind(question, marks)
    try:
        for mark in marks:
            question = _marked(question, mark)
        _check(question)
    except ValueError as refused:
        problems.append(LineProblem(block.line, str(refused)))
    return question


def _choices(labels: Sequence[str]) -> tuple[Choice, ...]:
    choices: list[Choice] = []
    for label in labels:
        choices.append(choice_from(label, [choice.code for choice in choices]))
    return tuple(choices)


def _rows(labels: Sequence[str]) -> tuple[Row, ...]:
    rows: list[Row] = []
    for label in labels:
        rows.append(Row(code_from(label, [row.code for row in rows]), label))
    return tuple(rows)


def _with_kind(question: Question, marks: Sequence[str]) -> Question:
    """Give the question the kind that follows from its parts and its words."""
    if question.rows:
        return replace(question, kind=QuestionKind.MATRIX)
    if not question.choices:
        return question
    said = fold(" ".join([question.label, question.hint, *marks]))
    at_most = _AT_MOST.search(said)
    if at_most or _MANY.search(said):
        limits = Limits(max_choices=int(at_most[1]) if at_most else None)
        return replace(question, kind=QuestionKind.MULTIPLE, limits=limits)
    labels = {fold(choice.label) for choice in question.choices if not choice.is_dont_know}
    kind = QuestionKind.LIKERT if labels in _SCALE_LABELS else QuestionKind.SINGLE
    return replace(question, kind=kind)


def _without_marks(words: str) -> tuple[str, list[str]]:
    """Take the marks off the end of a question's words."""
    marks: list[str] = []
    while found := _MARK.search(words):
        marks.insert(0, found["mark"])
        words = words[: found.start()].rstrip()
    return words, marks


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
