"""The notation of paper questionnaires: one line, cut into its parts.

    A1. Giới tính: 1. Nam 2. Nữ         QUESTION "Giới tính:", CHOICE "Nam", CHOICE "Nữ"
    Giới tính: □ Nam □ Nữ               WORDS "Giới tính:", CHOICE "Nam", CHOICE "Nữ"
    Nam □  Nữ □                         CHOICE "Nam", CHOICE "Nữ"
    1. Có   2. Không                    NUMBERED "Có", NUMBERED "Không": what stands around decides
    B2. Thời gian chờ ① ② ③ ④ ⑤        QUESTION "Thời gian chờ", POINTS 5
    A4. Số ngày nằm viện: ......ngày    QUESTION "Số ngày nằm viện:", SPACE "ngày"

`RULES` tells, in order, how a part is known by its beginning. What a part means among the others
is pasted.py's.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

# The last ones are what boxes of Word's symbol fonts become in plain text.
BOXES = "□☐○◯◻❑❍▢⬜\uf06f\uf071\uf072\uf0a3\uf0a8"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
FEWEST_POINTS, MOST_POINTS = 3, 10
_LETTERS = ("abcdefgh", "abcdđefg")


class Sign(StrEnum):
    """What a part is by its look alone."""

    PAGE = "page"
    NUMERAL = "numeral"  # "II. …"
    QUESTION = "question"  # "Câu 5.", "A1.", "2.3."
    NUMBERED = "numbered"  # "3.": a question or a choice
    LETTERED = "lettered"  # "b)": a choice, or "B." over B1, B2 …
    CIRCLED = "circled"  # "② Kém": a choice, or a point of a scale
    CHOICE = "choice"
    ROW = "row"
    POINTS = "points"  # ① ② ③ ④ ⑤, 1 2 3 4 5, □ □ □ □ □
    SPACE = "space"  # dots to write on, and what stands after them
    HINT = "hint"
    FIELD = "field"  # the second "Tuổi: ……" of a line
    WORDS = "words"


class Part(NamedTuple):
    """A piece of a line. `points` is the highest point of POINTS; `number` is as printed."""

    sign: Sign
    words: str
    number: str = ""
    points: int = 0


# ĂĐĨŨƠƯ and what stands in Unicode's block for Vietnamese, where every second letter is a capital.
_CAPITALS = "A-ZÀ-ÝĂĐĨŨƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA, 2)))
_BEGINS = rf"(?=[{_CAPITALS}(“\"'‘]|$)"
RULES: tuple[tuple[Sign, re.Pattern[str]], ...] = (
    (Sign.SPACE, re.compile(rf"(?P<words>)[^\w{BOXES}\[\]()]+")),
    (
        Sign.PAGE,
        re.compile(
            r"(?:#+\s*|(?i:phần|trang|mục)\s+(?P<number>[IVX]{1,5}|\d{1,2}|[A-Ha-h])\s*[.:)–-]\s*)"
            r"(?P<words>\S.*)"
        ),
    ),
    (Sign.NUMERAL, re.compile(r"(?P<number>[IVX]{1,5})\s*[.)]\s*(?P<words>\S.*)")),
    (
        Sign.QUESTION,
        re.compile(
            r"(?i:câu(?: hỏi)?(?: số)?)\s*(?P<number>(?:\d{1,3}|[A-ZĐ]\.?\d{1,2})[a-zđ]?)"
            rf"\s*(?:[.:)]\s*|\s{_BEGINS}|$)(?P<words>.*)"
        ),
    ),
    (
        Sign.QUESTION,
        re.compile(
            rf"(?P<number>[A-ZĐ]\.?\d{{1,2}}[a-z]?)\s*(?:[.:)]\s*|\s{_BEGINS})(?P<words>.*)"
        ),
    ),
    (
        Sign.QUESTION,
        re.compile(r"(?P<number>\d{1,2}\.\d{1,2})\s*(?:[.)]\s*|\s)(?P<words>[^\W\d_].*)"),
    ),
    (
        Sign.NUMBERED,
        re.compile(r"\(?(?P<number>\d{1,3})(?:\s*[.)]|:\s| [-–]\s)\s*(?P<words>[^\s\d].*)"),
    ),
    (Sign.ROW, re.compile(r"\+\s*(?P<words>\S.*)")),
    (Sign.CHOICE, re.compile(r"[-–—•·*◦▪]\s*(?P<words>\S.*)")),
    (Sign.LETTERED, re.compile(r"(?P<number>[A-Za-zĐđ])[.)]\s*(?P<words>\S.*)")),
    (Sign.HINT, re.compile(r"\((?P<words>[^()]*)\)\.?")),
)
_EMPTY_BRACKETS = re.compile(r"\[ ?\]|\( ?\)")
_LEADER = re.compile(
    r"(?:\.{4,}|…{2,}|_{3,}|(?:\.{3}|…)(?=[\s.…]*(?:$|/|%)))[.…_]*(?:[ /]*(?:20)?[.…_]{2,})*"
)
_NUMBER_MARK = re.compile(r"(?<!\S)\(?(\d{1,2})\s?[.)]\s*(?=[^\W\d_])")
_LETTER_MARK = re.compile(r"(?<!\S)([A-Ha-hĐđ])[.)]\s*(?=\w)")
_CIRCLE_MARK = re.compile(f"([{CIRCLED}])")
_FIELD = re.compile(rf"[{_CAPITALS}][^.?!]{{0,60}}:")
_ONLY_NUMBER = re.compile(r"(?:\d{1,2}|[A-Za-zĐđ])[.)]|[-–•*]")
_OWN_NUMBER = re.compile(r"(?:\d{1,2}|[A-Za-zĐđ])[.)]\s*(?=\S)")
_OTHER = re.compile(r"(?:(?:ý kiến|lý do|lí do|nơi|nghề|hình thức|dân tộc) )?khác\b", re.IGNORECASE)
_POINT = re.compile(rf"[{CIRCLED}]+|\(?\d\)?|10|[{BOXES}]+")


def parts_of(line: str) -> list[Part]:
    """Cut `line`, whose white space is single, into its parts; never empty for a line of words."""
    line = _EMPTY_BRACKETS.sub("□", line)
    head, points = _points_at_end(line)
    if points:
        return [*(parts_of(head) if head else []), Part(Sign.POINTS, line[len(head) :], "", points)]
    for cut in (_boxed, _circled, _numbered, _lettered):
        if found := cut(line):
            head, parts = found
            return [*(parts_of(head) if head else []), *parts]
    return list(_with_space(begun(line)))


def begun(line: str) -> Part:
    """Tell what `line` is by how it begins."""
    for sign, pattern in RULES:
        if found := pattern.fullmatch(line):
            groups = found.groupdict()
            return Part(sign, groups["words"].strip(), groups.get("number") or "")
    return Part(Sign.WORDS, line)


def point_values(tokens: Sequence[str]) -> list[int]:
    """Return the points `tokens` print; boxes count from 1. Empty where one is no point."""
    values: list[int] = []
    for token in tokens:
        if not _POINT.fullmatch(token):
            return []
        for sign in [token.strip("()")] if token.strip("()").isascii() else token:
            if sign in BOXES:
                values.append(len(values) + 1)
            else:
                values.append(CIRCLED.index(sign) + 1 if sign in CIRCLED else int(sign))
    return values


def is_run(values: Sequence[int]) -> bool:
    """Whether the points are a whole scale: 1 2 3 …, or the same from the top."""
    steps = {after - before for before, after in pairwise(values)}
    return len(values) > 1 and steps in ({1}, {-1}) and min(values) == 1


def _points_at_end(line: str) -> tuple[str, int]:
    """Part a scale off the end of the line; 0 where there is none."""
    tokens = line.split(" ")
    start, least = len(tokens), max(len(tokens) - MOST_POINTS, 0)
    while start > least and _POINT.fullmatch(tokens[start - 1]):
        start -= 1
    if start == 0 and len(tokens) == 1 and line in {*CIRCLED, *"123456789"}:
        return "", point_values(tokens)[0]  # a cell on a line of its own
    for place in range(start, len(tokens)):
        values = point_values(tokens[place:])
        if len(values) >= FEWEST_POINTS and is_run(values):
            return " ".join(tokens[:place]), max(values)
    return line, 0


def _boxed(line: str) -> tuple[str, list[Part]] | None:
    head, *labels = (piece.strip() for piece in re.split(f"[{BOXES}]", line))
    if not labels or not (head or any(labels)):
        return None
    if not labels[-1] and head and not _ONLY_NUMBER.fullmatch(head):
        head, first = _after_question(head)
        labels = [first, *labels[:-1]]
    if _ONLY_NUMBER.fullmatch(head):
        head = ""
    labels = [_OWN_NUMBER.sub("", label, count=1) for label in labels if label]
    return head, [Part(Sign.CHOICE, label) for label in labels]


def _after_question(words: str) -> tuple[str, str]:
    """Part "Giới tính: Nam" into the question and the first choice, whose box stands after it."""
    found = re.fullmatch(r"(.*[:?])\s*([^:?]+)", words)
    return (found[1], found[2]) if found else ("", words)


def _circled(line: str) -> tuple[str, list[Part]] | None:
    head, *rest = (piece.strip() for piece in _CIRCLE_MARK.split(line))
    labels = [words.lstrip(":=–- ").strip() for words in rest[1::2]]
    if not labels or not all(labels):
        return None
    numbers = [str(CIRCLED.index(mark) + 1) for mark in rest[::2]]
    return head, [
        Part(Sign.CIRCLED, words, number) for number, words in zip(numbers, labels, strict=True)
    ]


def _numbered(line: str) -> tuple[str, list[Part]] | None:
    """Numbers that count on to the end of the line: "1. Có 2. Không", or after a question."""
    marks = list(_NUMBER_MARK.finditer(line))
    place = len(marks) - 1
    while place > 0 and int(marks[place - 1][1]) + 1 == int(marks[place][1]):
        place -= 1
    run = marks[place:]
    if len(run) < 2 or (run[0].start() > 0 and int(run[0][1]) != 1):
        return None
    head = line[: run[0].start()].strip()
    ends = [*(mark.start() for mark in run[1:]), len(line)]
    parts: list[Part] = []
    for mark, end in zip(run, ends, strict=True):
        words = line[mark.end() : end].strip(" ;,")
        if head:
            parts.append(Part(Sign.CHOICE, words, mark[1]))
        else:
            parts += _with_space(Part(Sign.NUMBERED, words, mark[1]))
    return head, parts


def _lettered(line: str) -> tuple[str, list[Part]] | None:
    marks = list(_LETTER_MARK.finditer(line))
    starts = [place for place, mark in enumerate(marks) if mark[1].lower() == "a"]
    if not starts:
        return None
    run = marks[starts[-1] :]
    letters = "".join(mark[1].lower() for mark in run)
    if len(run) < 2 or not any(order.startswith(letters) for order in _LETTERS):
        return None
    ends = [*(mark.start() for mark in run[1:]), len(line)]
    return line[: run[0].start()].strip(), [
        Part(Sign.CHOICE, line[mark.end() : end].strip(" ;,"), mark[1])
        for mark, end in zip(run, ends, strict=True)
    ]


def _with_space(part: Part) -> Iterator[Part]:
    """Part the dots to write on from the words before them; of a choice they stay."""
    if part.sign not in {Sign.QUESTION, Sign.NUMBERED, Sign.WORDS, Sign.FIELD}:
        yield part
        return
    found = _LEADER.search(part.words)
    before = part.words[: found.start()].strip() if found else ""
    if not found or not before or asks_other(before):
        yield part
        return
    after = part.words[found.end() :].strip(" ;,")
    yield part._replace(words=before)
    if _FIELD.match(after):
        yield Part(Sign.SPACE, "")
        yield from _with_space(Part(Sign.FIELD, after))
    else:
        yield Part(Sign.SPACE, " ".join(_LEADER.sub(" ", after).split()).strip(" .;,"))


def asks_other(words: str) -> bool:
    """Whether it is the choice "Khác (ghi rõ): ……", not a question of its own."""
    return _OTHER.match(words) is not None
