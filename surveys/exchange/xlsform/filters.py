"""Filters of a list of choices (`choice_filter`): by another answer, or once and for all."""

import re
from dataclasses import replace
from typing import NamedTuple

from surveys.exchange.conditions import straightened
from surveys.exchange.xlsform.lists import ChoiceList
from surveys.exchange.xlsform.naming import Naming
from surveys.exchange.xlsform.tables import TableRow
from surveys.instrument.codes import code_from
from surveys.instrument.questionnaire import Choice

_COLUMN = r"(?P<column>[^\s=${}'\"(),]+)"
_ANSWER = r"\$\{ ?(?P<name>[^{}]+?) ?\}"
_BY_ANSWER = (
    re.compile(rf"{_COLUMN} ?= ?{_ANSWER}"),
    re.compile(rf"{_ANSWER} ?= ?{_COLUMN}"),
    re.compile(rf"selected ?\( ?{_ANSWER} ?, ?{_COLUMN} ?\)"),
)
_OR_EMPTY = re.compile(r"(?P<filter>.+) or (?P<column>[^\s=]+) ?= ?(?:''|\"\")")
_BY_TEXT = re.compile(rf"{_COLUMN} ?= ?(?P<quote>['\"])(?P<text>[^'\"]*)(?P=quote)")
_ALWAYS = frozenset({"", "true()", "1"})
_UNUSABLE = (
    "Điều kiện lọc này chưa dùng được. Dùng được: cột = ${câu} hoặc cột = 'chữ', "
    "với một cột của trang choices; ví dụ huyen = ${huyen}."
)


class Filtered(NamedTuple):
    """Choices after a filter; `depends_on` is the question whose answer goes on filtering them."""

    choices: tuple[Choice, ...]
    depends_on: str = ""


class _Asked(NamedTuple):
    """A filter by an answer; `keeps_loose` says that choices without a value always show."""

    name: str
    column: str
    keeps_loose: bool


def filtered(row: TableRow, found: ChoiceList, naming: Naming, own: str) -> Filtered:
    """The choices of `found` as the filter of `row` leaves them; one we do not know is refused.

    `own` is the code of the question that asks with them.
    """
    text = straightened(row.text("choice_filter"))
    if text in _ALWAYS:
        return Filtered(found.choices)
    if (fixed := _BY_TEXT.fullmatch(text)) and _has_column(found, fixed["column"]):
        kept = (one for one in found.filled if one.row.text(fixed["column"]) == fixed["text"])
        return Filtered(tuple(one.choice for one in kept))
    asked = _asked(text, found)
    if asked is None:
        naming.report.refuse(row.at("choice_filter", _UNUSABLE))
        return Filtered(found.choices)
    parent = _parent(row, naming, asked.name)
    if not parent:
        return Filtered(found.choices)
    filled = _by_answer(found, naming, asked.column, parent=parent, own=own)
    if asked.keeps_loose:
        return filled
    # Without a value in the column XLSForm never shows a choice; ours would be shown.
    return filled._replace(choices=tuple(choice for choice in filled.choices if choice.parent))


def _asked(text: str, found: ChoiceList) -> _Asked | None:
    loose = _OR_EMPTY.fullmatch(text)
    condition = loose["filter"] if loose else text
    for pattern in _BY_ANSWER:
        asked = pattern.fullmatch(condition)
        if asked is None or not _has_column(found, asked["column"]):
            continue
        if loose is None or loose["column"] == asked["column"]:
            return _Asked(asked["name"], asked["column"], keeps_loose=loose is not None)
    return None


def _has_column(found: ChoiceList, column: str) -> bool:
    return any(column == known.name for one in found.filled for known in one.row.headers)


def _parent(row: TableRow, naming: Naming, name: str) -> str:
    """The question a filter asks, by its name in the file; "" and a refusal where there is none."""
    vocabulary = naming.vocabulary
    if name in vocabulary.names and name not in vocabulary.gone:
        return vocabulary.names[name]
    words = vocabulary.gone.get(name, f"Không có câu nào tên “{name}”.")
    naming.report.refuse(row.at("choice_filter", words))
    return ""


def _by_answer(
    found: ChoiceList, naming: Naming, column: str, *, parent: str, own: str
) -> Filtered:
    """Put every choice under the answer to `parent` that its `column` names."""
    vocabulary = naming.vocabulary
    codes, twins = vocabulary.codes.get(parent, {}), vocabulary.twins.get(parent, {})
    taken = {one.choice.code for one in found.filled}
    copies = dict(found.twins)
    choices: list[Choice] = []
    for one in found.filled:
        above = one.row.text(column)
        first, *others = twins.get(above, (codes.get(above, above),))
        choices.append(replace(one.choice, parent=first))
        for other in others:
            code = code_from(one.choice.code, taken)
            taken.add(code)
            choices.append(replace(one.choice, code=code, parent=other))
            key = one.row.text("name")
            copies[key] = (*copies.get(key, (one.choice.code,)), code)
    if copies:
        vocabulary.twins[own] = copies
    return Filtered(tuple(choices), parent)
