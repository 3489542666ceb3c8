"""Answers as a person reads them back: the question, and what was answered, in its own words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from surveys.enums import QuestionKind
from surveys.instrument.questionnaire import OTHER_SUFFIX, Json, Page, Question, Questionnaire


class Said(NamedTuple):
    """One question with the words of its answer, a line each."""

    label: str
    lines: list[str]


def in_words(
    questionnaire: Questionnaire, answers: Mapping[str, Json], communes: Mapping[str, str]
) -> list[Said]:
    """Say every canonical answer in the order asked; a repeated page member by member."""
    return [said for page in questionnaire.pages for said in _page(page, answers, communes)]


def _page(page: Page, answers: Mapping[str, Json], communes: Mapping[str, str]) -> Iterator[Said]:
    if page.repeat is None:
        yield from _answers(page, answers, communes)
        return
    members = answers.get(page.code)
    for number, member in enumerate(members if isinstance(members, list) else [], 1):
        yield Said(f"{page.repeat.label or 'Lượt'} {number}", [])
        yield from _answers(page, member if isinstance(member, Mapping) else {}, communes)


def _answers(
    page: Page, answers: Mapping[str, Json], communes: Mapping[str, str]
) -> Iterator[Said]:
    for question in page.questions:
        value = answers.get(question.code)
        if value is not None:
            lines = lines_of(question, value, communes)
            words = answers.get(question.code + OTHER_SUFFIX)
            yield Said(question.label, [*lines, f"ghi thêm: {words}"] if words else lines)


def lines_of(question: Question, value: Json, communes: Mapping[str, str]) -> list[str]:
    """Say a canonical answer to `question`, without the words beside "khác"."""
    if question.kind is QuestionKind.CONSENT:
        return ["Đồng ý"]
    if isinstance(value, Mapping):
        rows = {row.code: row.label for row in question.rows}
        return [f"{rows.get(row, row)}: {_label(question, code)}" for row, code in value.items()]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_label(question, code) for code in value]
    if question.kind is QuestionKind.COMMUNE:
        return [communes.get(str(value), str(value))]
    return [_label(question, value)]


def _label(question: Question, code: Json) -> str:
    """The words of a choice; a number, a date or a text says itself."""
    choice = question.choice(str(code))
    return choice.label if choice else str(code)
