"""What forbids opening a survey: codes that clash, limits nobody can keep, conditions that cannot work.

Each fault says where it is and what to mend. What is merely unwise is wording.py's.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from surveys.enums import QuestionKind
from surveys.instrument.logic import Logic
from surveys.instrument.patterns import PatternError, compiled
from surveys.instrument.questionnaire import (
    CHOICE_PATTERN,
    CLASSIFYING,
    CODE_PATTERN,
    OTHER_SUFFIX,
    ROW_PATTERN,
    WITH_CHOICES,
    Page,
    Question,
    Questionnaire,
)

# SPSS: the longest name of a variable, and the words that are none ("Variable names").
NAME_MAX_LENGTH = 64
_RESERVED_WORDS = frozenset(
    {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}
)
# The results' own groups stand under these.
_RESERVED_GROUPS = frozenset({"_doubt", "_mode", "_version"})
MOST_DECIMALS = 4
MOST_POINTS = 101
MOST_MEMBERS = 100


class Fault(NamedTuple):
    """Something that forbids opening. `where` is the code of a page or question, "" for the whole."""

    where: str
    words: str


def faults(questionnaire: Questionnaire, breakdowns: Collection[str] = ()) -> list[Fault]:
    """Say everything that forbids opening, in the order of the questionnaire.

    `breakdowns` are the codes of the questions results are to be broken down by.
    """
    found: list[Fault] = []

    def add(where: str, sentences: Iterable[str]) -> None:
        found.extend(Fault(where, words) for words in sentences)

    logic = Logic(questionnaire)
    clashing = _clashing(questionnaire)
    add("", _about_whole(questionnaire))
    for number, page in enumerate(questionnaire.pages):
        add(page.code, _about_page(page, clashing))
        add(page.code, logic.about_page(number, page))
        for place, question in enumerate(page.questions):
            add(question.code, _about_question(question, clashing))
            add(question.code, logic.about_question((number, place), page, question))
    for code in breakdowns:
        add(code, _about_breakdown(questionnaire, code))
    return found


# --- The whole, pages, names -----------------------------------------------------------------


def _about_whole(questionnaire: Questionnaire) -> Iterator[str]:
    if not any(question.is_asked for question in questionnaire.questions):
        yield "Khảo sát chưa có câu hỏi nào. Xin thêm ít nhất một câu."


def _about_page(page: Page, clashing: Collection[str]) -> Iterator[str]:
    yield from _about_code("Mã trang", page.code, clashing)
    if not page.questions and not page.intro.strip():
        yield "Trang này chưa có gì. Xin thêm câu hỏi hoặc bỏ trang."
    if page.repeat is None:
        return
    if page.repeat.minimum > page.repeat.maximum:
        yield "Số lần lặp ít nhất lớn hơn số lần lặp nhiều nhất. Xin sửa lại."
    if not 1 <= page.repeat.maximum <= MOST_MEMBERS:
        yield f"Số lần lặp nhiều nhất phải từ 1 đến {MOST_MEMBERS}."


def _about_code(title: str, code: str, clashing: Collection[str]) -> Iterator[str]:
    if not re.fullmatch(CODE_PATTERN, code):
        yield (
            f"{title} “{code}” chưa đúng: chỉ dùng chữ không dấu, chữ số và dấu gạch dưới, bắt đầu "
            "bằng chữ, dài tối đa 60 ký tự."
        )
    elif "__" in code:
        yield f"{title} “{code}” có hai dấu gạch dưới liền nhau. Xin bỏ bớt một dấu."
    elif code.lower() in _RESERVED_WORDS | _RESERVED_GROUPS:
        yield f"{title} “{code}” trùng từ dành riêng. Xin đặt mã khác."
    if code.lower() in clashing:
        yield (
            f"{title} “{code}” đã dùng ở chỗ khác trong khảo sát (chữ hoa và chữ thường tính như "
            "nhau). Xin đặt mã khác."
        )


def _clashing(questionnaire: Questionnaire) -> set[str]:
    """Names, in small letters, under which more than one thing would be stored."""
    names = [page.code for page in questionnaire.pages]
    names += [name for question in questionnaire.questions for name in _names(question)]
    counted = Counter(name.lower() for name in names)
    return {name for name, times in counted.items() if times > 1}


def _names(question: Question) -> Iterator[str]:
    """Every name a question stores something under."""
    yield question.code
    if question.other is not None:
        yield question.code + OTHER_SUFFIX
    if question.kind is QuestionKind.MATRIX:
        for row in question.rows:
            yield f"{question.code}__{row.code}"


def _about_breakdown(questionnaire: Questionnaire, code: str) -> Iterator[str]:
    question, page = questionnaire.question(code), questionnaire.page_of(code)
    if question is None or page is None:
        yield f"Không có câu “{code}” để phân nhóm kết quả. Xin chọn lại."
    elif question.kind not in CLASSIFYING:
        yield (
            f"Kết quả không phân nhóm được theo câu “{code}”. Xin chọn câu chọn một, thang mức độ "
            "hoặc xã, phường."
        )
    elif page.repeat is not None:
        yield f"Câu “{code}” ở trang lặp nên không phân nhóm kết quả theo câu này được."


# --- Questions -------------------------------------------------------------------------------


def _about_question(question: Question, clashing: Collection[str]) -> Iterator[str]:
    yield from _about_code("Mã câu", question.code, clashing)
    yield from _about_stored_names(question, clashing)
    if not question.label.strip():
        yield "Câu này chưa có lời. Xin ghi câu hỏi."
    if question.kind in WITH_CHOICES:
        yield from _about_choices(question)
        yield from _about_counts(question)
    if question.kind is QuestionKind.MATRIX:
        yield from _about_rows(question)
    if question.kind is QuestionKind.SCALE:
        yield from _about_scale(question)
    if question.kind is QuestionKind.NUMBER:
        yield from _about_number(question)
    yield from _about_text(question)


def _about_stored_names(question: Question, clashing: Collection[str]) -> Iterator[str]:
    for name in _names(question):
        if len(name) > NAME_MAX_LENGTH:
            yield (
                f"Tên “{name}” trong tệp kết quả dài quá {NAME_MAX_LENGTH} ký tự. Xin rút ngắn mã "
                "câu hoặc mã dòng."
            )
        if name != question.code and name.lower() in clashing:
            yield f"Tên “{name}” trùng với một mã khác trong khảo sát. Xin đổi mã."


def _about_choices(question: Question) -> Iterator[str]:
    choices = question.choices
    if sum(not choice.is_dont_know for choice in choices) < 2:
        yield "Câu này cần ít nhất hai lựa chọn, không kể “Khó trả lời”. Xin thêm lựa chọn."
    yield from _about_codes_of("lựa chọn", question.choice_codes, CHOICE_PATTERN)
    for choice in choices:
        if not choice.label.strip():
            yield f"Lựa chọn mang mã “{choice.code}” chưa có lời."
    if sum(choice.is_other for choice in choices) > 1:
        yield "Câu này có hai mục “Khác, xin ghi rõ”. Xin giữ một."
    if sum(choice.is_dont_know for choice in choices) > 1:
        yield "Câu này có hai mục “Khó trả lời”. Xin giữ một."
    if question.kind is QuestionKind.MATRIX and question.other is not None:
        yield "Bảng không có cột “Khác, xin ghi rõ” được. Xin bỏ dấu “ghi rõ” ở cột ấy."
    if question.kind is QuestionKind.MULTIPLE and all(choice.stands_alone for choice in choices):
        yield "Mọi lựa chọn đều loại trừ nhau. Xin đổi câu này thành câu chọn một."


def _about_codes_of(what: str, codes: Collection[str], pattern: str) -> Iterator[str]:
    for code, times in Counter(codes).items():
        if not re.fullmatch(pattern, code):
            yield (
                f"Mã {what} “{code}” chưa đúng: chỉ dùng chữ không dấu, chữ số và dấu gạch dưới, "
                "dài tối đa 60 ký tự."
            )
        if times > 1:
            yield f"Mã {what} “{code}” dùng cho {times} mục. Mỗi mục cần một mã riêng."


def _about_counts(question: Question) -> Iterator[str]:
    least, most = question.limits.min_choices, question.limits.max_choices
    if most is not None and most < 1:
        yield "Số mục chọn nhiều nhất phải từ 1 trở lên."
    if least is not None and most is not None and least > most:
        yield "Số mục chọn ít nhất lớn hơn số mục chọn nhiều nhất. Xin sửa lại."
    if least is not None and least > sum(not choice.stands_alone for choice in question.choices):
        yield f"Không đủ {least} lựa chọn để chọn. Xin thêm lựa chọn hoặc giảm số mục ít nhất."


def _about_rows(question: Question) -> Iterator[str]:
    if not question.rows:
        yield "Bảng này chưa có dòng nào. Xin thêm dòng."
    if question.code.endswith("_"):
        yield f"Mã câu “{question.code}” của bảng không được kết thúc bằng dấu gạch dưới."
    yield from _about_codes_of("dòng", [row.code for row in question.rows], ROW_PATTERN)
    for row in question.rows:
        if not row.label.strip():
            yield f"Dòng mang mã “{row.code}” chưa có lời."


def _about_scale(question: Question) -> Iterator[str]:
    ends = (question.limits.minimum, question.limits.maximum)
    if any(end is not None and end != end.to_integral_value() for end in ends):
        yield "Điểm thấp nhất và cao nhất của thang phải là số nguyên."
    elif not 2 <= len(question.points) <= MOST_POINTS:
        yield f"Thang cần từ 2 đến {MOST_POINTS} điểm, điểm thấp nhất đứng trước. Xin sửa hai đầu."
    if not all(choice.is_dont_know for choice in question.choices):
        yield "Thang điểm chỉ nhận thêm mục “Khó trả lời”. Xin bỏ các lựa chọn khác."


def _about_number(question: Question) -> Iterator[str]:
    least, most = question.limits.minimum, question.limits.maximum
    if least is not None and most is not None and least > most:
        yield "Số nhỏ nhất lớn hơn số lớn nhất. Xin sửa lại."
    if not 0 <= question.limits.decimals <= MOST_DECIMALS:
        yield f"Số chữ số lẻ phải từ 0 đến {MOST_DECIMALS}."


def _about_text(question: Question) -> Iterator[str]:
    if question.limits.max_length is not None and question.limits.max_length < 1:
        yield "Độ dài tối đa phải từ 1 ký tự trở lên."
    if question.limits.pattern:
        try:
            compiled(question.limits.pattern)
        except PatternError as error:
            yield error.words
