"""What the names in conditions lead to, and whether a condition can hold at all."""

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from math import prod
from typing import NamedTuple

from surveys.enums import QuestionKind
from surveys.instrument.expressions import Expression, ExpressionError, parse
from surveys.instrument.questionnaire import (
    OTHER_SUFFIX,
    Answers,
    Json,
    Page,
    Question,
    Questionnaire,
)
from surveys.instrument.values import YES

MOST_COMBINATIONS = 10_000
# More options than these have more combinations.
_MOST_TICKS = 13


class Target(NamedTuple):
    """The question a name leads to, and its place: numbers of page and of question on it."""

    place: tuple[int, int]
    page: Page
    question: Question

    @property
    def conditions(self) -> tuple[str, str]:
        """What must hold for the question to be shown."""
        return self.page.relevance, self.question.relevance


def targets(questionnaire: Questionnaire) -> dict[str, Target]:
    """Every name a condition may read: codes, words beside "khác", rows of a matrix.

    A code used twice leads to the first.
    """
    found: dict[str, Target] = {}
    for number, page in enumerate(questionnaire.pages):
        for place, question in enumerate(page.questions):
            for name in _names(question):
                found.setdefault(name, Target((number, place), page, question))
    return found


def parsed(condition: str) -> Expression | None:
    """The condition, or None where there is none that can be read."""
    try:
        return parse(condition) if condition.strip() else None
    except ExpressionError:
        return None


def circle(questionnaire: Questionnaire, start: str) -> list[str]:
    """Codes of pages and questions that wait for each other, from `start` to `start`; or none."""
    waits = _waits(questionnaire)
    paths = [[start]]
    visited: set[str] = set()
    while paths:
        path = paths.pop()
        for code in waits.get(path[-1], ()):
            if code == start:
                return [*path, start]
            if code not in visited:
                visited.add(code)
                paths.append([*path, code])
    return []


def never_hold(questionnaire: Questionnaire, conditions: Sequence[str], page: Page) -> bool:
    """Whether no answers make all `conditions` of something on `page` true.

    Decided by trying every combination of answers to the questions they read, and to those on which
    these depend; where that is more than MOST_COMBINATIONS, or an answer is no choice from a list,
    to the first alone; and if that is still too much the answer is False.
    """
    expressions = [one for condition in conditions if (one := parsed(condition))]
    found = targets(questionnaire)
    names = {name for one in expressions for name in one.references}
    widened = _widened(names, found)
    for tried, is_checked in ((widened, True), (names, False)):
        combinations_ = _combinations(tried, found, page)
        if combinations_ is not None:
            return not any(
                (not is_checked or _is_possible(answers, found))
                and all(one.is_true(answers) for one in expressions)
                for answers in combinations_
            )
    return False


def _names(question: Question) -> Iterator[str]:
    yield question.code
    if question.other is not None:
        yield question.code + OTHER_SUFFIX
    if question.kind is QuestionKind.MATRIX:
        for row in question.rows:
            yield f"{question.code}__{row.code}"


def _waits(questionnaire: Questionnaire) -> dict[str, list[str]]:
    """For each page and question the codes that decide whether it is shown and what it offers."""
    found = targets(questionnaire)

    def decided_by(condition: str) -> list[str]:
        expression = parsed(condition)
        names = sorted(expression.references) if expression else []
        return [found[name].question.code if name in found else name for name in names]

    waits = {page.code: decided_by(page.relevance) for page in questionnaire.pages}
    for page in questionnaire.pages:
        for question in page.questions:
            first = [question.depends_on] if question.depends_on else []
            waits[question.code] = [*decided_by(question.relevance), *first, page.code]
    return waits


def _widened(names: set[str], found: dict[str, Target]) -> set[str]:
    """The names with all that decide whether their questions are shown."""
    widened: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in widened:
            continue
        widened.add(name)
        if name in found:
            expressions = map(parsed, found[name].conditions)
            waiting += [name for one in expressions if one for name in one.references]
    return widened


def _combinations(
    names: set[str], found: dict[str, Target], page: Page
) -> Iterator[Answers] | None:
    """All answers to the questions `names` lead to; None where they cannot be gone through."""
    ordered = sorted(names)
    domains = [_domain(name, found.get(name), page) for name in ordered]
    if not all(domains) or prod(map(len, domains)) > MOST_COMBINATIONS:
        return None
    return (
        {name: value for name, value in zip(ordered, values, strict=True) if value is not None}
        for values in product(*domains)
    )


def _domain(name: str, target: Target | None, page: Page) -> list[Json]:
    """What may be answered, None for nothing; empty where that is no short list."""
    if target is None or (target.page.repeat is not None and target.page.code != page.code):
        return []
    question = target.question
    codes: list[Json] = [None, *question.choice_codes]
    if name != question.code:
        return codes if question.kind is QuestionKind.MATRIX else []
    if question.kind is QuestionKind.MULTIPLE:
        return list(_ticked(question.choice_codes)) if len(codes) <= _MOST_TICKS else []
    domains: dict[QuestionKind, list[Json]] = {
        QuestionKind.SINGLE: codes,
        QuestionKind.LIKERT: codes,
        QuestionKind.CONSENT: [None, YES],
        QuestionKind.SCALE: [*codes, *question.points[:MOST_COMBINATIONS]],
    }
    return domains.get(question.kind, [])


def _ticked(codes: Sequence[str]) -> Iterator[Json]:
    yield None
    for size in range(1, len(codes) + 1):
        yield from map(list, combinations(codes, size))


def _is_possible(answers: Answers, found: dict[str, Target]) -> bool:
    """Whether every question answered is shown, these being the answers."""
    expressions = (parsed(one) for name in answers for one in found[name].conditions)
    return all(one.is_true(answers) for one in expressions if one)
