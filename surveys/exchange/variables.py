"""The columns that answers fill, over all versions of a survey.

A question, choice or row that a later version has dropped keeps its column: what was answered once
stays in every export. Codes are the identity; labels are kept for each version.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from surveys.enums import QuestionKind
from surveys.instrument.questionnaire import (
    OTHER_SUFFIX,
    TEXTUAL,
    Answers,
    Json,
    Page,
    Question,
    Questionnaire,
)

CONSENT_LABELS = {"yes": "Đồng ý"}
FLAG_LABELS = {"0": "Không chọn", "1": "Chọn"}


class Storage(Enum):
    """What a column holds, and with it whether microdata may hold it (`microdata.released`)."""

    CODE = auto()  # the code of a choice
    FLAG = auto()  # 1 or 0: one option of a multiple choice
    POINT = auto()  # a point of a scale
    NUMBER = auto()
    TEXT = auto()  # words, dates, and whatever is said of the members of a household


@dataclass(slots=True)
class Column:
    """One column. `labels` and `codes` (code to label) are by the number of the version.

    `missing` are the codes of "Khó trả lời".
    """

    name: str
    storage: Storage
    kind: QuestionKind
    labels: dict[int, str] = field(default_factory=dict)
    codes: dict[int, Mapping[str, str]] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)

    @property
    def label(self) -> str:
        """The words of the newest version that asks it."""
        return self.labels[max(self.labels)]

    @property
    def versions(self) -> list[int]:
        return sorted(self.labels)

    @property
    def all_codes(self) -> dict[str, str]:
        """Every code there ever was, in order, with its newest label."""
        found: dict[str, str] = {}
        for version in sorted(self.codes, reverse=True):
            for code, label in self.codes[version].items():
                found.setdefault(code, label)
        return found


def columns_of(
    versions: Mapping[int, Questionnaire],
    *,
    members: Mapping[str, int] | None = None,
    with_words: bool = False,
) -> list[Column]:
    """The columns of all `versions`, those of the newest first, then what older ones asked besides.

    `members` tells how many members of each repeated page have columns. Words (free texts, "xin ghi
    rõ") have columns only `with_words`.
    """
    found: dict[str, Column] = {}
    for number in sorted(versions, reverse=True):
        for column in _columns(versions[number], number, members or {}):
            if column.storage is Storage.TEXT and column.kind in TEXTUAL and not with_words:
                continue
            if column.name in found:
                _join(found[column.name], column)
            else:
                found[column.name] = column
    return list(found.values())


def _join(known: Column, older: Column) -> None:
    known.labels |= older.labels
    known.codes |= older.codes
    known.missing |= older.missing
    if known.storage is not older.storage:
        codes = {Storage.CODE, Storage.FLAG, Storage.POINT}
        is_coded = {known.storage, older.storage} <= codes
        known.storage = Storage.CODE if is_coded else Storage.TEXT


def _columns(
    questionnaire: Questionnaire, version: int, members: Mapping[str, int]
) -> Iterator[Column]:
    for page in questionnaire.pages:
        if page.repeat is None:
            for question in page.questions:
                yield from _columns_of(question, version)
            continue
        for place in range(1, members.get(page.code, 0) + 1):
            for question in page.questions:
                for column in _columns_of(question, version):
                    yield _of_member(column, page, place)


def _of_member(column: Column, page: Page, place: int) -> Column:
    """The column for one member; text whatever it holds, so that microdata never do."""
    labels = {
        version: f"{_member_label(page)} {place} – {label}"
        for version, label in column.labels.items()
    }
    name = member_name(page, place, column.name)
    return Column(name, Storage.TEXT, column.kind, labels, column.codes, column.missing)


def member_name(page: Page, place: int, name: str) -> str:
    """The name of a column for one member (from 1) of a repeated page: "ho1__tuoi"."""
    return f"{page.code}{place}__{name}"


def _member_label(page: Page) -> str:
    return (page.repeat.label if page.repeat else "") or page.title or page.code


class _Shape(NamedTuple):
    """A column before its version is said."""

    name: str
    storage: Storage
    label: str
    codes: Mapping[str, str]


_STORAGE = {
    QuestionKind.SINGLE: Storage.CODE,
    QuestionKind.LIKERT: Storage.CODE,
    QuestionKind.COMMUNE: Storage.CODE,
    QuestionKind.CONSENT: Storage.CODE,
    QuestionKind.SCALE: Storage.POINT,
    QuestionKind.NUMBER: Storage.NUMBER,
}


def _columns_of(question: Question, version: int) -> Iterator[Column]:
    """The columns of one question, with labels of `version` alone."""
    unknown = {choice.code for choice in question.choices if choice.is_dont_know}
    for shape in _shapes(question):
        yield Column(
            shape.name,
            shape.storage,
            question.kind,
            labels={version: shape.label},
            codes={version: shape.codes},
            missing=unknown & shape.codes.keys(),
        )
    if question.other is not None:
        yield Column(
            f"{question.code}{OTHER_SUFFIX}",
            Storage.TEXT,
            QuestionKind.SHORT_TEXT,
            labels={version: f"{question.label} – {question.other.label}"},
            codes={version: {}},
        )


def _shapes(question: Question) -> Iterator[_Shape]:
    code, label = question.code, question.label
    choices = {choice.code: choice.label for choice in question.choices}
    match question.kind:
        case QuestionKind.NOTE:
            return
        case QuestionKind.MATRIX:
            for row in question.rows:
                name = f"{code}__{row.code}"
                yield _Shape(name, Storage.CODE, f"{label} – {row.label}", choices)
        case QuestionKind.MULTIPLE:
            for option, words in choices.items():
                yield _Shape(f"{code}__{option}", Storage.FLAG, f"{label} – {words}", FLAG_LABELS)
        case QuestionKind.RANKING:
            for place in range(1, len(choices) + 1):
                name = f"{code}__{place}"
                yield _Shape(name, Storage.CODE, f"{label} – thứ {place}", choices)
        case kind:
            codes = _codes_of(question, choices)
            storage = Storage.CODE if codes else _STORAGE.get(kind, Storage.TEXT)
            yield _Shape(code, storage, label, codes)


def _codes_of(question: Question, choices: Mapping[str, str]) -> Mapping[str, str]:
    """The codes a question of one column takes, with their words; none where it takes no codes."""
    match question.kind:
        case QuestionKind.CONSENT:
            return CONSENT_LABELS
        case QuestionKind.SCALE if choices:
            return {str(point): str(point) for point in question.points} | dict(choices)
        case _:
            return choices


# --- Answers ---------------------------------------------------------------------------------
def cells_of(questionnaire: Questionnaire, answers: Answers) -> dict[str, Json]:
    """What a ballot puts into the columns, by name; what was not answered has no key.

    Raises LookupError for an answer that `questionnaire` does not ask: nothing is lost unseen.
    """
    cells: dict[str, Json] = {}
    rest = dict(answers)
    for page in questionnaire.pages:
        if page.repeat is None:
            cells |= _cells_of_page(page, rest)
            continue
        members = rest.pop(page.code, [])
        for place, member in enumerate(members if isinstance(members, list) else [], 1):
            given = dict(member) if isinstance(member, Mapping) else {}
            for name, value in _cells_of_page(page, given).items():
                cells[member_name(page, place, name)] = value
            _check_all_used(given)
    _check_all_used(rest)
    return cells


def _cells_of_page(page: Page, rest: Answers) -> dict[str, Json]:
    """Take the answers of `page` out of `rest`."""
    cells: dict[str, Json] = {}
    for question in page.questions:
        if question.other is not None and (name := f"{question.code}{OTHER_SUFFIX}") in rest:
            cells[name] = rest.pop(name)
        if question.code in rest:
            cells |= dict(_cells(question, rest.pop(question.code)))
    return cells


def _cells(question: Question, value: Json) -> Iterator[tuple[str, Json]]:
    code = question.code
    if isinstance(value, Mapping):
        for row, chosen in value.items():
            yield f"{code}__{row}", chosen
    elif question.kind is QuestionKind.MULTIPLE and isinstance(value, list):
        for option in question.choice_codes:
            yield f"{code}__{option}", int(option in value)
    elif question.kind is QuestionKind.RANKING and isinstance(value, list):
        for place, chosen in enumerate(value, 1):
            yield f"{code}__{place}", chosen
    else:
        yield code, value


def _check_all_used(rest: Answers) -> None:
    if rest:
        raise LookupError(f"answers that the version does not ask: {sorted(rest)}")


def members_of(
    versions: Mapping[int, Questionnaire], ballots: Sequence[tuple[int, Answers]]
) -> dict[str, int]:
    """The largest number of members answered for, by repeated page."""
    repeated = {
        page.code
        for questionnaire in versions.values()
        for page in questionnaire.pages
        if page.repeat is not None
    }
    most: dict[str, int] = {}
    for _, answers in ballots:
        for code in repeated:
            members = answers.get(code)
            if isinstance(members, list):
                most[code] = max(most.get(code, 0), len(members))
    return most
