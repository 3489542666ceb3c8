r"""Choices and rows as people type them, one a line, and back into the same lines.

A line of choices is `lời`, `mã | lời` or `mã | lời | thuộc`; marks in square brackets may follow:

    Rất hài lòng
    khac | Khác, xin ghi rõ [ghi rõ]
    Khó trả lời [khó trả lời]
    Không có vấn đề gì [loại trừ]
    p_1 | Phường 1 | tp_a

- Without a code one is proposed from the words; a line whose words are those of a choice that was
  there before keeps that choice's code.
- "Khác, xin ghi rõ" and "Khó trả lời" are known by their words; with `[thường]` words say nothing
  by themselves.
- Bullets that come with text from a word processor ("-", "•", "a)", "1.") are taken off lines
  without a code.

A line of rows (of a matrix) is `lời` or `mã | lời`. A bar within words is written "\|".
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from engagement.text.fold import fold
from engagement.text.normalise import normalise
from surveys.instrument.codes import code_from
from surveys.instrument.questionnaire import CHOICE_PATTERN, ROW_PATTERN, Choice, Row

LONGEST_LABEL = 1_000
LONGEST_LINE = LONGEST_LABEL + 200  # with codes and marks
MOST_LINES = 500
BULLET = re.compile(r"(?:[-–—•·*□☐○◯◦❑❍▪]|\[ ?\]|\( ?\)|[A-Za-z][.)]|\d{1,3}[.)])\s+")
_LEADERS = " .…_:"
_BAR = re.compile(r"(?<!\\)\|")
_MARK = re.compile(r"\s*\[([^\[\]|]*)\]$")
_MARKS = {
    "ghi ro": "is_other",
    "kho tra loi": "is_dont_know",
    "loai tru": "is_exclusive",
    "thuong": "is_plain",
}
_WORDS_OF_MARKS = {
    "is_other": "[ghi rõ]",
    "is_dont_know": "[khó trả lời]",
    "is_exclusive": "[loại trừ]",
}
_ASKS_FOR_WORDS = re.compile(r"\b(?:ghi|neu|cho biet)\b.*\b(?:ro|cu the|them)\b|\bghi:?$")
_NO_ANSWER = r"(?:khong biet|khong ro|kho tra loi|kho danh gia|kho noi|khong co y kien)"
_WAY_OUT = re.compile(rf"{_NO_ANSWER}(?:\s*(?:[/,;–-]|hoac)\s*{_NO_ANSWER})*")
# Alone these are answers of their own: "Biết rõ, biết một phần, không biết".
_ANSWERS = {"khong biet", "khong ro"}


class LineProblem(NamedTuple):
    """What is wrong with a line, counted from 1."""

    line: int
    words: str


class UnreadableLinesError(ValueError):
    """Lines that cannot be taken; nothing of the text is."""

    def __init__(self, problems: Sequence[LineProblem]) -> None:
        super().__init__("; ".join(f"{problem.line}: {problem.words}" for problem in problems))
        self.problems = list(problems)


class _Grammar(NamedTuple):
    most_parts: int
    takes_marks: bool
    code: str


_CHOICES = _Grammar(most_parts=3, takes_marks=True, code=CHOICE_PATTERN)
_ROWS = _Grammar(most_parts=2, takes_marks=False, code=ROW_PATTERN)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    code: str
    label: str
    parent: str
    marks: frozenset[str]


def choices_from(text: str, kept: Sequence[Choice] = ()) -> tuple[Choice, ...]:
    """Read lines of choices; `kept` are the choices that stood there before.

    Raises UnreadableLinesError.
    """
    lines = _read(text, _CHOICES)
    codes = _codes(lines, {choice.label: choice.code for choice in kept})
    return tuple(
        Choice(
            code,
            line.label,
            parent=line.parent,
            is_exclusive="is_exclusive" in line.marks,
            is_other="is_other" in line.marks,
            is_dont_know="is_dont_know" in line.marks,
        )
        for code, line in zip(codes, lines, strict=True)
    )


def rows_from(text: str, kept: Sequence[Row] = ()) -> tuple[Row, ...]:
    """Read the rows of a matrix; `kept` are those that stood there. Raises UnreadableLinesError."""
    lines = _read(text, _ROWS)
    codes = _codes(lines, {row.label: row.code for row in kept})
    return tuple(Row(code, line.label) for code, line in zip(codes, lines, strict=True))


def lines_of_choices(choices: Sequence[Choice]) -> str:
    """Write choices as lines; read again they are the same choices."""
    return "\n".join(_choice_line(choice) for choice in choices)


def lines_of_rows(rows: Sequence[Row]) -> str:
    """Write the rows of a matrix as lines."""
    return "\n".join(f"{row.code} | {_one_line(row.label)}" for row in rows)


def choice_from(label: str, taken: Collection[str] = ()) -> Choice:
    """Make a choice of words alone, with what they say by themselves."""
    label, marks = _read_words(label)
    return Choice(
        code_from(label, taken),
        label,
        is_other="is_other" in marks,
        is_dont_know="is_dont_know" in marks,
    )


def _choice_line(choice: Choice) -> str:
    words = [f"{choice.code} | {_one_line(choice.label)}"]
    if choice.parent:
        words.append(f"| {choice.parent}")
    meant = {name for name in _WORDS_OF_MARKS if getattr(choice, name)}
    if _said_by_words(choice.label) - meant or _without_marks(choice.label)[1]:
        words.append("[thường]")
    return " ".join([*words, *(_WORDS_OF_MARKS[name] for name in sorted(meant))])


def _one_line(label: str) -> str:
    return " ".join(label.split()).replace("|", r"\|")


def _read(text: str, grammar: _Grammar) -> list[_Line]:
    lines: list[_Line] = []
    problems: list[LineProblem] = []
    for number, raw in enumerate(normalise(text).split("\n"), 1):
        if not raw.strip():
            continue
        try:
            words = " ".join(raw.split())
            lines.append(_line(number, words, grammar))
        except ValueError as refused:
            problems.append(LineProblem(number, str(refused)))
    problems += _repeated(lines)
    if len(lines) > MOST_LINES:
        problems.append(LineProblem(MOST_LINES + 1, f"nhiều nhất {MOST_LINES} dòng."))
    if problems:
        raise UnreadableLinesError(problems)
    return lines


def _line(number: int, raw: str, grammar: _Grammar) -> _Line:
    if len(raw) > LONGEST_LINE:
        raise ValueError(f"dài quá {LONGEST_LABEL} ký tự.")
    words, marks = _without_marks(raw) if grammar.takes_marks else (raw, frozenset[str]())
    parts = [part.strip().replace(r"\|", "|") for part in _BAR.split(words)]
    if len(parts) > grammar.most_parts:
        raise ValueError("có quá nhiều dấu gạch đứng “|”.")
    code, label, parent = (*parts, "", "")[:3] if len(parts) > 1 else ("", parts[0], "")
    said = _said_by_words(label)
    if not code:
        label, said = _read_words(BULLET.sub("", label, count=1))
    if not label:
        raise ValueError("chưa có lời.")
    if len(label) > LONGEST_LABEL:
        raise ValueError(f"dài quá {LONGEST_LABEL} ký tự.")
    for each in filter(None, (code, parent)):
        if not re.fullmatch(grammar.code, each):
            raise ValueError(
                f"mã “{each}” không dùng được; mã chỉ gồm chữ không dấu, chữ số và dấu gạch dưới."
            )
    meant = marks - {"is_plain"} if "is_plain" in marks else marks | said
    return _Line(number, code, label, parent, meant if grammar.takes_marks else frozenset())


def _without_marks(line: str) -> tuple[str, frozenset[str]]:
    """Take the marks off the end of a line; brackets that are none, or stand before [thường], stay."""
    marks: set[str] = set()
    while (
        "is_plain" not in marks
        and (found := _MARK.search(line))
        and (mark := _MARKS.get(fold(found[1])))
    ):
        marks.add(mark)
        line = line[: found.start()]
    return line, frozenset(marks)


def _read_words(label: str) -> tuple[str, frozenset[str]]:
    """Take the dots to write on off the end; after "Khác", "Ý kiến khác" they ask for words."""
    words = label.rstrip(_LEADERS)
    if not any(leader in label[len(words) :] for leader in ("...", "…", "___")):
        return label.strip(), _said_by_words(label)
    if re.search(r"\bkhac\b", fold(words)):
        return words, frozenset({"is_other"})
    return words, _said_by_words(words)


def _said_by_words(label: str) -> frozenset[str]:
    folded = fold(label).strip(" .:()…")
    if folded in _ANSWERS:
        return frozenset()
    if _WAY_OUT.fullmatch(folded):
        return frozenset({"is_dont_know"})
    if re.search(r"\bkhac\b", folded) and _ASKS_FOR_WORDS.search(folded):
        return frozenset({"is_other"})
    return frozenset()


def _codes(lines: Sequence[_Line], kept: dict[str, str]) -> list[str]:
    """Give every line its code: the typed one, that of the same words before, or a proposal."""
    taken = {line.code for line in lines if line.code}
    codes: list[str] = []
    for line in lines:
        code = line.code
        if not code:
            before = kept.get(line.label, "")
            code = before if before and before not in taken else code_from(line.label, taken)
            taken.add(code)
        codes.append(code)
    return codes


def _repeated(lines: Sequence[_Line]) -> Iterator[LineProblem]:
    seen: dict[str, int] = {}
    for line in lines:
        if line.code and line.code in seen:
            yield LineProblem(line.number, f"mã “{line.code}” đã dùng ở dòng {seen[line.code]}.")
        elif line.code:
            seen[line.code] = line.number
