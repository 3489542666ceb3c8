"""What is sent from a page becomes answers; what stands in the sheet becomes a page again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random
from typing import TypeVar

from django.http import QueryDict

from surveys.forms.controls import Control, answerable, is_blank, raw_of, read_other, read_raw
from surveys.forms.sheet import Sheet, name_of
from surveys.instrument import answers as instrument
from surveys.instrument.expressions import ExpressionError, parse
from surveys.instrument.questionnaire import OTHER_SUFFIX, Answers, Choice, Json, Page, Question

PAGE_FIELD = "trang"
T = TypeVar("T")


@dataclass(frozen=True)
class Block:
    """The controls of one member of a repeated page, or of a whole page (`index` is None)."""

    index: int | None
    controls: list[Control]

    @property
    def number(self) -> int:
        """The member's number, as people count."""
        return (self.index or 0) + 1


@dataclass
class Reading:
    """What came of a page that was sent.

    `sheet` holds it all, answers and what is none yet. `wrong` and `missing` say by the name of the
    control what cannot be taken and what was left out. `reveals` tells that the answers have made
    more questions of this page relevant: they were not on the page that was sent.
    """

    sheet: Sheet
    wrong: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    reveals: bool = False

    @property
    def faults(self) -> dict[str, str]:
        return {**self.wrong, **self.missing}


# --- Reading ---------------------------------------------------------------------------------


def read(sheet: Sheet, data: QueryDict) -> Reading:
    """Read the page of `sheet` as it was sent; another page, or none, changes nothing."""
    reading = Reading(sheet)
    if data.get(PAGE_FIELD) != sheet.page.code:
        return reading
    answers = dict(sheet.state.answers)
    members: list[Answers] = [{} for _ in sheet.members]
    if sheet.page.repeat is None:
        typed = [_read_block(reading, data, None, answers)]
    else:
        typed = [_read_block(reading, data, *entry) for entry in enumerate(members)]
        answers[sheet.page.code] = members
    reading.sheet = sheet.with_page(answers, typed)
    before = _names_shown(sheet, sheet.page, sheet.members)
    after = _names_shown(reading.sheet, sheet.page, members)
    reading.reveals = bool(after - before)
    _forgive(reading, before - after)
    _count_members(reading, sheet.page)
    return reading


def with_member(sheet: Sheet) -> Sheet:
    """Add a member to a repeated page; the same sheet where it is full."""
    if not sheet.can_add:
        return sheet
    return _with_members(sheet, [*sheet.members, {}], _typed_blocks(sheet))


def without_member(sheet: Sheet, index: int) -> Sheet:
    """Take a member out; the same sheet where there is none of that number, or none may go."""
    members, typed = list(sheet.members), _typed_blocks(sheet)
    if not sheet.can_remove or not 0 <= index < len(members):
        return sheet
    del members[index], typed[index : index + 1]
    return _with_members(sheet, members, typed)


def _with_members(
    sheet: Sheet, members: Sequence[Answers], typed: Sequence[Mapping[str, Json]]
) -> Sheet:
    return sheet.with_page({**sheet.state.answers, sheet.page.code: list(members)}, typed)


def _read_block(
    reading: Reading, data: QueryDict, index: int | None, own: Answers
) -> dict[str, Json]:
    """Put into `own` what was answered; return what was typed and is no answer."""
    sheet = reading.sheet
    member = None if index is None else sheet.members[index]
    seen = instrument.within(sheet.final_answers, member)
    typed: dict[str, Json] = {}
    for question in sheet.questions_of(sheet.page, member):
        name, other = name_of(sheet.page, index, question.code), question.code + OTHER_SUFFIX
        raw = read_raw(question, name, data)
        value, words = _cleaned(question, raw, seen, sheet.communes)
        for answers in (own, seen):
            _put(answers, question.code, value)
        if words and not is_blank(raw):
            typed[question.code] = raw
        if words:
            (reading.missing if is_blank(raw) else reading.wrong)[name] = words
        raw = read_other(name, data)
        value, words = instrument.clean_words(question, raw, value)
        _put(own, other, value)
        if raw and not value:
            typed[other] = raw
        if words:
            (reading.wrong if raw else reading.missing)[name + OTHER_SUFFIX] = words
    return typed


def _forgive(reading: Reading, hidden: Collection[str]) -> None:
    """What another answer of the page has hidden is not asked for any more."""
    for name in hidden:
        for key in (name, name + OTHER_SUFFIX):
            reading.wrong.pop(key, None)
            reading.missing.pop(key, None)


def _count_members(reading: Reading, page: Page) -> None:
    """Say when a repeated page has too few members, or too many."""
    if page.repeat is None:
        return
    name = name_of(page, None, page.code)
    words = reading.sheet.faults(may_miss=False).get(name)
    if words:
        reading.missing[name] = words


def _cleaned(
    question: Question, raw: Json, answers: Answers, communes: Mapping[str, str]
) -> tuple[Json, str]:
    given, words = answerable(question, raw)
    return (None, words) if words else instrument.clean(question, given, answers, communes)


def _put(answers: Answers, key: str, value: Json) -> None:
    if is_blank(value):
        answers.pop(key, None)
    else:
        answers[key] = value


def _names_shown(sheet: Sheet, page: Page, members: Sequence[Answers]) -> set[str]:
    """The names of what `page` asks, of each member where it is repeated."""
    each = [(None, None)] if page.repeat is None else list(enumerate(members))
    return {
        name_of(page, index, question.code)
        for index, member in each
        for question in sheet.questions_of(page, member)
    }


# --- Showing ---------------------------------------------------------------------------------


def blocks(sheet: Sheet, faults: Mapping[str, str] | None = None) -> list[Block]:
    """The page of `sheet` as it is shown, with `faults` at their controls."""
    if sheet.page.repeat is None:
        return [_block(sheet, None, None, faults or {})]
    return [_block(sheet, index, own, faults or {}) for index, own in enumerate(sheet.members)]


def controls_shown(shown: Sequence[Block]) -> list[Control]:
    """All controls of a page in the order shown."""
    return [control for block in shown for control in block.controls]


def _block(
    sheet: Sheet, index: int | None, member: Answers | None, faults: Mapping[str, str]
) -> Block:
    page = sheet.page
    questions = sheet.questions_of(page, member)
    if page.is_random_order:
        questions = shuffled(questions, f"{sheet.state.seed}.{page.code}")
    answers = instrument.within(sheet.final_answers, member)
    typed = _typed_blocks(sheet)[index or 0]
    controls = []
    number = sheet.first_number
    for question in questions:
        controls.append(
            Control(
                question=question,
                name=name_of(page, index, question.code),
                choices=_choices(sheet, question, answers),
                raw=typed.get(question.code, raw_of(question, answers.get(question.code))),
                other_raw=_words(typed, answers, question.code + OTHER_SUFFIX),
                faults=faults,
                number=number if question.is_numbered else 0,
                communes=sheet.communes,
                changes_page=question.code in deciding(page),
                feeds_list=any(one.depends_on == question.code for one in page.questions),
                waits_for=_waits_for(sheet, question, answers),
            )
        )
        number += question.is_numbered
    return Block(index, controls)


def _words(typed: Mapping[str, Json], answers: Answers, key: str) -> str:
    return str(typed.get(key, answers.get(key, "")))


def _typed_blocks(sheet: Sheet) -> list[Mapping[str, Json]]:
    """What was typed on the page and is no answer: one mapping for each block of it."""
    kept = sheet.state.typed.get(sheet.page.code)
    found = list(kept) if isinstance(kept, Sequence) and not isinstance(kept, str) else []
    found += [{}] * (max(len(sheet.members), 1) - len(found))
    return [one if isinstance(one, Mapping) else {} for one in found]


def _choices(sheet: Sheet, question: Question, answers: Answers) -> list[Choice]:
    """The choices offered; in random order those that are no opinion stay at the end."""
    choices = instrument.shown_choices(question, answers)
    if not question.is_random_order:
        return choices
    last = [one for one in choices if one.is_other or one.stands_alone]
    first = [one for one in choices if one not in last]
    return shuffled(first, f"{sheet.state.seed}.{question.code}") + last


def _waits_for(sheet: Sheet, question: Question, answers: Answers) -> str:
    """The words of the question to answer first, so that this one has something to choose from."""
    if not question.depends_on or question.depends_on in answers:
        return ""
    first = sheet.questionnaire.question(question.depends_on)
    return first.label if first else ""


def shuffled(items: Sequence[T], seed: str) -> list[T]:
    """The items in an order of chance that is the same for the same seed."""
    mixed = list(items)
    Random(seed).shuffle(mixed)  # noqa: S311 — an order of questions is no secret
    return mixed


@lru_cache(maxsize=512)
def deciding(page: Page) -> frozenset[str]:
    """The questions whose answers change what else the page shows."""
    named = {question.depends_on for question in page.questions}
    for question in page.questions:
        named |= _references(question.relevance)
    return frozenset(named & {question.code for question in page.questions})


def _references(condition: str) -> frozenset[str]:
    try:
        names = parse(condition).references if condition.strip() else frozenset()
    except ExpressionError:  # a draft that is previewed; publishing checks it
        return frozenset()
    return names | {name.partition("__")[0] for name in names}
