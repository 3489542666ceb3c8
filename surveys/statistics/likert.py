"""Answers along a scale: for, against, between, and "Khó trả lời" outside all of them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engagement.text.normalise import normalise
from surveys.enums import QuestionKind
from surveys.instrument.degrees import Family, degree, is_way_out
from surveys.instrument.questionnaire import Choice, Question, Variable

# The scale of a SCALE question that names no bounds.
DEFAULT_BOUNDS = (0, 10)

# Scales of these say what people are content with. How often and how much say no such thing.
_RATING = frozenset(Family) - {Family.FREQUENCY, Family.LEVEL}
# More or less of something is not better or worse, unlike "tốt lên" and "xấu đi".
_AMOUNT = re.compile(r"\b(?:tăng|giảm|nhiều hơn|ít hơn|cao hơn|thấp hơn)\b")
_NUMBER = re.compile(r"^\d+$")
_BARE = {"có": 1, "không": -1, "chưa": -1, "rồi": 1}


class Side(StrEnum):
    """Where an answer stands on its scale."""

    UNFAVOURABLE = "unfavourable"
    NEUTRAL = "neutral"
    FAVOURABLE = "favourable"


_OF_TONE = {1: Side.FAVOURABLE, 0: Side.NEUTRAL, -1: Side.UNFAVOURABLE}


@dataclass(frozen=True, slots=True)
class Part:
    """One step of a scale, or the points of a long one put together; `share` is of the base."""

    codes: tuple[str, ...]
    label: str
    side: Side
    people: float
    share: float


@dataclass(frozen=True, slots=True)
class LikertSummary:
    """One variable along its scale.

    `base` are the people who expressed a view: shares of parts are of them. `outside` are those who
    chose "Khó trả lời" or the like. `parts` stand from the least to the most favourable.
    """

    key: str
    label: str
    parts: tuple[Part, ...]
    base: float
    outside: float
    outside_label: str

    @property
    def favourable(self) -> float:
        return self._share(Side.FAVOURABLE)

    @property
    def neutral(self) -> float:
        return self._share(Side.NEUTRAL)

    @property
    def unfavourable(self) -> float:
        return self._share(Side.UNFAVOURABLE)

    @property
    def net(self) -> float:
        """Favourable less unfavourable, -1 to 1."""
        return self.favourable - self.unfavourable

    @property
    def dont_know(self) -> float:
        """The share of "Khó trả lời" among all who answered, those people included."""
        answered = self.base + self.outside
        return self.outside / answered if answered else 0.0

    def of(self, side: Side) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.side is side)

    def codes(self, side: Side) -> tuple[str, ...]:
        return tuple(code for part in self.of(side) for code in part.codes)

    def _share(self, side: Side) -> float:
        return sum(part.share for part in self.of(side))


def on_scale(question: Question) -> tuple[Choice, ...]:
    """Return the choices that are steps of the scale: no "Khó trả lời", no "Khác"."""
    return tuple(
        choice for choice in question.choices if not choice.is_other and not is_way_out(choice)
    )


def tone(label: str) -> int | None:
    """Return 1 for words in favour, -1 against, 0 between, None where the words do not tell."""
    words = normalise(label).casefold().rstrip(".")
    if words in _BARE:
        return _BARE[words]
    found = degree(label)
    if found is None or found.family not in _RATING:
        return None
    if found.family is Family.CHANGE and _AMOUNT.search(words):
        return None
    return found.sign


def sides(question: Question) -> dict[str, Side]:
    """Return the side of every code on the scale, the least favourable first.

    Labels decide where all of them tell. Where some tell, the others follow from the order: the
    halves of the scale, its middle neutral. Numbers for labels rise. Empty where the direction
    cannot be known: nobody is counted as content by a guess.
    """
    if question.kind is QuestionKind.SCALE:
        return _sides_of_points(question)
    choices = on_scale(question)
    if not _may_rate(question, choices):
        return {}
    tones = [tone(choice.label) for choice in choices]
    if choices and all(_NUMBER.match(choice.label.strip()) for choice in choices):
        numbers = [int(choice.label) for choice in choices]
        tones = [1 if number == max(numbers) else None for number in numbers]
    known = [one for one in tones if one is not None]
    if len(choices) < 2 or not any(known):
        return {}
    filled = known if len(known) == len(tones) else _filled(tones)
    ordered = _worst_first(choices, filled)
    return {choice.code: _OF_TONE[one] for choice, one in ordered}


def _may_rate(question: Question, choices: Sequence[Choice]) -> bool:
    """Scales may; a plain list only if all its labels are degrees of one thing, good and bad.

    "Có" and "Không" of a plain list are facts, and words of praise may stand in a list of wishes.
    """
    if question.kind in {QuestionKind.LIKERT, QuestionKind.MATRIX}:
        return True
    if question.kind is not QuestionKind.SINGLE:
        return False
    found = [degree(choice.label) for choice in choices]
    signs = {one.sign for one in found if one is not None}
    families = {one.family for one in found if one is not None} - {Family.NEUTRAL}
    return None not in found and {1, -1} <= signs and len(families) == 1


def _filled(tones: Sequence[int | None]) -> list[int]:
    """Fill what labels do not tell by halves; nothing (zeros) where labels contradict the halves."""
    rising = _halves(len(tones))
    for halves in (rising, [-one for one in rising]):
        if all(one is None or one == half for one, half in zip(tones, halves, strict=True)):
            return halves
    return [0] * len(tones)


def _halves(count: int) -> list[int]:
    middle = (count - 1) / 2
    return [(place > middle) - (place < middle) for place in range(count)]


def _worst_first(choices: Sequence[Choice], tones: Sequence[int]) -> list[tuple[Choice, int]]:
    placed = list(zip(choices, tones, strict=True))
    if not any(tones):
        return []
    # Forms here put the best answer first; so it is understood where both ends rate alike.
    ordered = placed if placed[0][1] < placed[-1][1] else placed[::-1]
    return sorted(ordered, key=lambda pair: pair[1])


def points(question: Question) -> range:
    """Return every point of a SCALE question."""
    low, high = question.limits.minimum, question.limits.maximum
    first = DEFAULT_BOUNDS[0] if low is None else int(low)
    last = DEFAULT_BOUNDS[1] if high is None else int(high)
    return range(first, last + 1)


def _sides_of_points(question: Question) -> dict[str, Side]:
    steps = points(question)
    is_falling = tone(question.low_label) == 1 or tone(question.high_label) == -1
    tones = _halves(len(steps))
    if is_falling:
        return {
            str(step): _OF_TONE[-one]
            for step, one in zip(reversed(steps), reversed(tones), strict=True)
        }
    return {str(step): _OF_TONE[one] for step, one in zip(steps, tones, strict=True)}


def likert_summary(variable: Variable, table: Mapping[str, float]) -> LikertSummary | None:
    """Sum up a table (code -> people, or weighted people); None where the scale has no direction.

    Codes that are no choice of the question (of an earlier version) count among the people outside.
    """
    question = variable.question
    of_codes = sides(question)
    if not of_codes:
        return None
    base = sum(table.get(code, 0) for code in of_codes)
    return LikertSummary(
        key=variable.key,
        label=variable.row.label if variable.row is not None else question.label,
        parts=_parts(question, of_codes, table, base),
        base=base,
        outside=sum(table.values()) - base,
        outside_label=_outside_label(question),
    )


def _outside_label(question: Question) -> str:
    marked = (choice.label for choice in question.choices if choice.is_dont_know)
    return next(marked, "Khó trả lời")


def _parts(
    question: Question, of_codes: Mapping[str, Side], table: Mapping[str, float], base: float
) -> tuple[Part, ...]:
    if question.kind is QuestionKind.SCALE:
        steps = [
            (_points_label(codes), codes, side)
            for side in Side
            if (codes := tuple(code for code, one in of_codes.items() if one is side))
        ]
    else:
        labels = {choice.code: choice.label for choice in question.choices}
        steps = [(labels[code], (code,), side) for code, side in of_codes.items()]
    return tuple(
        Part(codes, label, side, people, people / base if base else 0.0)
        for label, codes, side in steps
        for people in [sum(table.get(code, 0) for code in codes)]
    )


def _points_label(codes: Sequence[str]) -> str:
    numbers = sorted(int(code) for code in codes)
    if len(numbers) == 1:
        return f"{numbers[0]} điểm"
    return f"{numbers[0]}–{numbers[-1]} điểm"
