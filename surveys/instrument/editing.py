"""A questionnaire changed by one step of its maker: each function returns a new questionnaire.

Pages and questions are named by their codes; an unknown code raises LookupError.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TypeVar

from surveys.instrument.codes import next_code
from surveys.instrument.expressions import ExpressionError, parse
from surveys.instrument.questionnaire import Page, Question, Questionnaire

T = TypeVar("T")

EARLIER, LATER = -1, 1
QUESTION_STEM, PAGE_STEM = "cau", "trang"


def codes_of(questionnaire: Questionnaire) -> set[str]:
    """Every code that is taken: pages and questions share their names."""
    pages = {page.code for page in questionnaire.pages}
    return pages | {question.code for question in questionnaire.questions}


def next_question_code(questionnaire: Questionnaire) -> str:
    return next_code(QUESTION_STEM, codes_of(questionnaire))


def page_named(questionnaire: Questionnaire, code: str) -> Page:
    """The page `code`. Raises LookupError."""
    return questionnaire.pages[_place(questionnaire, code)]


def question_named(questionnaire: Questionnaire, code: str) -> Question:
    """The question `code`. Raises LookupError."""
    found = questionnaire.question(code)
    if found is None:
        raise LookupError(code)
    return found


# --- Pages -----------------------------------------------------------------------------------
def with_page(questionnaire: Questionnaire, page: Page) -> Questionnaire:
    """Add `page` at the end; a page without a code gets the next one."""
    code = page.code or next_code(PAGE_STEM, codes_of(questionnaire))
    return replace(questionnaire, pages=(*questionnaire.pages, replace(page, code=code)))


def with_changed_page(
    questionnaire: Questionnaire, code: str, change: Callable[[Page], Page]
) -> Questionnaire:
    """Put what `change` makes of the page in its place."""
    place = _place(questionnaire, code)
    pages = list(questionnaire.pages)
    pages[place] = change(pages[place])
    return replace(questionnaire, pages=tuple(pages))


def without_page(questionnaire: Questionnaire, code: str) -> Questionnaire:
    """Leave out a page with its questions."""
    place = _place(questionnaire, code)
    pages = questionnaire.pages
    return replace(questionnaire, pages=pages[:place] + pages[place + 1 :])


def with_moved_page(questionnaire: Questionnaire, code: str, step: int) -> Questionnaire:
    """Let the page change places with its neighbour; at the end it stays."""
    place = _place(questionnaire, code)
    return replace(questionnaire, pages=_swapped(questionnaire.pages, place, place + step))


# --- Questions -------------------------------------------------------------------------------
def with_questions(
    questionnaire: Questionnaire, page: str, questions: Sequence[Question], *, after: str = ""
) -> Questionnaire:
    """Add `questions` to the page, behind the question `after` or at the end."""

    def added(found: Page) -> Page:
        codes = [question.code for question in found.questions]
        place = codes.index(after) + 1 if after in codes else len(codes)
        kept = found.questions
        return replace(found, questions=(*kept[:place], *questions, *kept[place:]))

    return with_changed_page(questionnaire, page, added)


def with_question(questionnaire: Questionnaire, code: str, question: Question) -> Questionnaire:
    """Put `question` where `code` stood; with a new code, whatever referred to it follows."""
    page = _page_asking(questionnaire, code)

    def changed(found: Page) -> Page:
        questions = (question if one.code == code else one for one in found.questions)
        return replace(found, questions=tuple(questions))

    after = with_changed_page(questionnaire, page.code, changed)
    return after if question.code == code else _renamed(after, code, question.code)


def without_question(questionnaire: Questionnaire, code: str) -> Questionnaire:
    page = _page_asking(questionnaire, code)

    def left(found: Page) -> Page:
        return replace(found, questions=tuple(q for q in found.questions if q.code != code))

    return with_changed_page(questionnaire, page.code, left)


def with_copy(questionnaire: Questionnaire, code: str) -> tuple[Questionnaire, str]:
    """Add a copy behind the question; return the code of the copy with the questionnaire."""
    page, question = _page_asking(questionnaire, code), question_named(questionnaire, code)
    copy = replace(question, code=next_question_code(questionnaire))
    return with_questions(questionnaire, page.code, [copy], after=code), copy.code


def with_moved_question(questionnaire: Questionnaire, code: str, step: int) -> Questionnaire:
    """Move a question by one; from the edge of its page it goes on to the neighbouring page."""
    page = _page_asking(questionnaire, code)
    place = [question.code for question in page.questions].index(code)
    if 0 <= place + step < len(page.questions):
        return with_changed_page(
            questionnaire,
            page.code,
            lambda found: replace(found, questions=_swapped(found.questions, place, place + step)),
        )
    beside = _place(questionnaire, page.code) + step
    if not 0 <= beside < len(questionnaire.pages):
        return questionnaire
    return with_question_on_page(
        questionnaire, code, questionnaire.pages[beside].code, is_first=step == LATER
    )


def with_question_on_page(
    questionnaire: Questionnaire, code: str, page: str, *, is_first: bool = False
) -> Questionnaire:
    """Move a question to the end (or the beginning) of another page."""
    question = question_named(questionnaire, code)
    page_named(questionnaire, page)

    def taken_in(found: Page) -> Page:
        pair = ((question,), found.questions) if is_first else (found.questions, (question,))
        return replace(found, questions=pair[0] + pair[1])

    return with_changed_page(without_question(questionnaire, code), page, taken_in)


def with_relevance(
    questionnaire: Questionnaire, codes: Collection[str], relevance: str
) -> Questionnaire:
    """Let the named questions and pages be shown under one condition."""
    return replace(
        questionnaire,
        pages=tuple(
            replace(
                page,
                relevance=relevance if page.code in codes else page.relevance,
                questions=tuple(
                    replace(question, relevance=relevance) if question.code in codes else question
                    for question in page.questions
                ),
            )
            for page in questionnaire.pages
        ),
    )


# --- Who refers to whom ----------------------------------------------------------------------
def referring_to(questionnaire: Questionnaire, code: str) -> list[str]:
    """Codes of the pages and questions whose conditions or lists lean on the question `code`."""
    pages = [page.code for page in questionnaire.pages if _leans(code, page.relevance)]
    questions = [
        question.code
        for question in questionnaire.questions
        if question.code != code
        and (question.depends_on == code or _leans(code, question.relevance, question.constraint))
    ]
    return pages + questions


def _leans(code: str, *expressions: str) -> bool:
    return any(code in references_of(text) for text in expressions)


def references_of(text: str) -> frozenset[str]:
    """The questions an expression asks about; none of one that cannot be read."""
    try:
        return parse(text).references if text else frozenset()
    except ExpressionError:
        return frozenset()


def _renamed(questionnaire: Questionnaire, old: str, new: str) -> Questionnaire:
    def follow(text: str) -> str:
        return parse(text).renamed({old: new}).to_text() if old in references_of(text) else text

    return replace(
        questionnaire,
        pages=tuple(
            replace(
                page,
                relevance=follow(page.relevance),
                questions=tuple(
                    replace(
                        question,
                        relevance=follow(question.relevance),
                        constraint=follow(question.constraint),
                        depends_on=new if question.depends_on == old else question.depends_on,
                    )
                    for question in page.questions
                ),
            )
            for page in questionnaire.pages
        ),
    )


def _place(questionnaire: Questionnaire, page: str) -> int:
    for place, found in enumerate(questionnaire.pages):
        if found.code == page:
            return place
    raise LookupError(page)


def _page_asking(questionnaire: Questionnaire, code: str) -> Page:
    found = questionnaire.page_of(code)
    if found is None:
        raise LookupError(code)
    return found


def _swapped(items: tuple[T, ...], first: int, second: int) -> tuple[T, ...]:
    """Let two items change places; a place outside leaves all as it is."""
    if not 0 <= second < len(items):
        return items
    changed = list(items)
    changed[first], changed[second] = changed[second], changed[first]
    return tuple(changed)
