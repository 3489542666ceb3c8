"""What the tables of a survey can hold; a questionnaire from a file may hold more."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from surveys.instrument.questionnaire import Page, Question, Questionnaire
from surveys.models.shared import (
    CODE_MAX_LENGTH,
    EXPRESSION_MAX_LENGTH,
    LABEL_MAX_LENGTH,
    WORDS_MAX_LENGTH,
)

TITLE_MAX_LENGTH = 200  # models/survey.py
SHORT_WORDS_MAX_LENGTH = 200
MOST_QUESTIONS = 1_000
MOST_CHOICES = 20_000  # of all questions together
_MOST_COUNT = 32_767
_MOST_DIGITS, _MOST_DECIMALS = 14, 4


class Unfit(NamedTuple):
    """What does not fit: the code of the page or question ("" for the whole), and why."""

    code: str
    words: str


def unfit(questionnaire: Questionnaire) -> Iterator[Unfit]:
    """Everything of `questionnaire` that cannot be stored."""
    questions = list(questionnaire.questions)
    if len(questions) > MOST_QUESTIONS:
        yield Unfit("", f"Bảng hỏi có {len(questions)} câu; nhiều nhất {MOST_QUESTIONS} câu.")
    choices = sum(len(question.choices) + len(question.rows) for question in questions)
    if choices > MOST_CHOICES:
        yield Unfit("", f"Bảng hỏi có {choices} lựa chọn; nhiều nhất {MOST_CHOICES}.")
    yield from _too_long("", questionnaire.title, TITLE_MAX_LENGTH, "Tên khảo sát")
    yield from _too_long("", questionnaire.purpose, WORDS_MAX_LENGTH, "Lời giới thiệu")
    for page in questionnaire.pages:
        yield from _unfit_page(page)
        for question in page.questions:
            yield from _unfit_question(question)


def _unfit_page(page: Page) -> Iterator[Unfit]:
    yield from _too_long(page.code, page.code, CODE_MAX_LENGTH, "Mã trang")
    yield from _too_long(page.code, page.title, LABEL_MAX_LENGTH, "Tên trang")
    yield from _too_long(page.code, page.intro, WORDS_MAX_LENGTH, "Lời dẫn")
    yield from _too_long(page.code, page.relevance, EXPRESSION_MAX_LENGTH, "Điều kiện hiện trang")
    if page.repeat is not None:
        yield from _too_long(
            page.code, page.repeat.label, SHORT_WORDS_MAX_LENGTH, "Tên mỗi lần lặp"
        )
        if not 0 <= page.repeat.minimum <= page.repeat.maximum <= _MOST_COUNT:
            yield Unfit(page.code, "Số lần lặp ít nhất và nhiều nhất chưa đúng.")
        elif page.repeat.maximum == 0:
            yield Unfit(page.code, "Trang lặp phải lặp được ít nhất một lần.")


def _unfit_question(question: Question) -> Iterator[Unfit]:
    code, limits = question.code, question.limits
    for text, most, what in (
        (code, CODE_MAX_LENGTH, "Mã câu"),
        (question.label, LABEL_MAX_LENGTH, "Câu hỏi"),
        (question.hint, LABEL_MAX_LENGTH, "Chỉ dẫn"),
        (question.required_message, LABEL_MAX_LENGTH, "Lời báo khi bỏ trống"),
        (question.constraint_message, LABEL_MAX_LENGTH, "Lời báo khi sai điều kiện"),
        (question.relevance, EXPRESSION_MAX_LENGTH, "Điều kiện hiện câu"),
        (question.constraint, EXPRESSION_MAX_LENGTH, "Điều kiện của câu trả lời"),
        (limits.pattern, EXPRESSION_MAX_LENGTH, "Mẫu"),
        (limits.pattern_message, LABEL_MAX_LENGTH, "Lời báo khi sai mẫu"),
        (question.low_label, SHORT_WORDS_MAX_LENGTH, "Lời ở đầu thấp"),
        (question.high_label, SHORT_WORDS_MAX_LENGTH, "Lời ở đầu cao"),
        *((choice.label, LABEL_MAX_LENGTH, "Lựa chọn") for choice in question.choices),
        *((choice.code, CODE_MAX_LENGTH, "Mã lựa chọn") for choice in question.choices),
        *((row.label, LABEL_MAX_LENGTH, "Dòng của bảng") for row in question.rows),
        *((row.code, CODE_MAX_LENGTH, "Mã dòng của bảng") for row in question.rows),
    ):
        yield from _too_long(code, text, most, what)
    for number in (limits.minimum, limits.maximum):
        if number is not None and not _fits(number):
            yield Unfit(code, f"Số {number:f} có quá nhiều chữ số.")
    for count in (limits.min_choices, limits.max_choices, limits.max_length, limits.decimals):
        if count is not None and not 0 <= count <= _MOST_COUNT:
            yield Unfit(code, f"Giới hạn {count} không dùng được.")


def _too_long(code: str, text: str, most: int, what: str) -> Iterator[Unfit]:
    if len(text) > most:
        yield Unfit(code, f"{what} dài {len(text)} ký tự; nhiều nhất {most} ký tự.")


def _fits(number: Decimal) -> bool:
    places = -int(number.normalize().as_tuple().exponent)
    return abs(number) < Decimal(10) ** _MOST_DIGITS and places <= _MOST_DECIMALS
