"""What a new version of a survey changes, told apart: its wording alone, or what is asked.

Pages, questions, choices and rows are the same when their codes are (ADR 0011).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeVar

from engagement.text.fold import fold
from surveys.enums import Change, QuestionKind
from surveys.instrument.questionnaire import (
    Choice,
    Limits,
    Page,
    Question,
    Questionnaire,
    Repeat,
    Row,
)
from surveys.instrument.reachability import parsed

# Kinds whose choices, from first to last, are a scale.
_SCALED = frozenset({QuestionKind.LIKERT, QuestionKind.MATRIX})
_NEGATIONS = frozenset({"không", "chưa", "chẳng", "chớ", "đừng"})
_ENDS_OF_QUESTIONS = frozenset({"không", "chưa", "ạ"})
_WORD = re.compile(r"\w+")
_LONGEST_QUOTE = 80

Coded = TypeVar("Coded", Page, Choice, Row)
Item = TypeVar("Item", Choice, Row)


class Difference(NamedTuple):
    """One change. `where` is the code of a page or question, "" for the whole survey.

    `is_meaning` says that earlier answers are answers to something else.
    """

    where: str
    is_meaning: bool
    words: str


def compare(before: Questionnaire, after: Questionnaire) -> list[Difference]:
    """Say what changed from `before` to `after`, in the order of `after`; removed things come last."""
    return [*_whole(before, after), *_pages(before, after), *_questions(before, after)]


def kind_of(differences: Iterable[Difference]) -> Change:
    """Return MEANING when any difference is one of meaning, WORDING otherwise."""
    return Change.MEANING if any(one.is_meaning for one in differences) else Change.WORDING


def _wording(where: str, words: str) -> Difference:
    return Difference(where, is_meaning=False, words=words)


def _meaning(where: str, words: str) -> Difference:
    return Difference(where, is_meaning=True, words=words)


def _whole(before: Questionnaire, after: Questionnaire) -> Iterator[Difference]:
    if before.title != after.title:
        yield _wording("", f"Sửa tên khảo sát thành {_quoted(after.title)}.")
    if before.purpose != after.purpose:
        yield _wording("", "Sửa lời giới thiệu.")


# --- Pages -----------------------------------------------------------------------------------


def _pages(before: Questionnaire, after: Questionnaire) -> Iterator[Difference]:
    old, new = _by_code(before.pages), _by_code(after.pages)
    for code, page in new.items():
        if code in old:
            yield from _page(old[code], page)
        else:
            yield _wording(code, f"Thêm trang {_named(page)}.")
    for code, page in old.items():
        if code not in new:
            yield _wording(code, f"Bỏ trang {_named(page)}.")
    if _is_reordered(list(old), list(new)):
        yield _wording("", "Đổi thứ tự các trang.")


def _page(before: Page, after: Page) -> Iterator[Difference]:
    code = after.code
    if before.title != after.title:
        yield _wording(code, f"Sửa tên trang thành {_quoted(after.title)}.")
    if before.intro != after.intro:
        yield _wording(code, "Sửa lời dẫn của trang.")
    if before.is_random_order != after.is_random_order:
        yield _wording(code, f"{_turned(after.is_random_order)} đảo thứ tự câu trong trang.")
    if _is_other_condition(before.relevance, after.relevance):
        yield _meaning(code, "Đổi điều kiện hiện trang: người được hỏi không còn như trước.")
    yield from _repeat(code, before.repeat, after.repeat)


def _repeat(code: str, before: Repeat | None, after: Repeat | None) -> Iterator[Difference]:
    if (before is None) != (after is None):
        yield _meaning(code, f"{_turned(after is not None)} lặp trang.")
    elif before is not None and after is not None:
        if (before.minimum, before.maximum) != (after.minimum, after.maximum):
            yield _meaning(
                code, f"Đổi số lần lặp trang thành từ {after.minimum} đến {after.maximum}."
            )
        if before.label != after.label:
            yield _wording(code, f"Sửa tên mỗi lần lặp thành {_quoted(after.label)}.")


# --- Questions -------------------------------------------------------------------------------


def _questions(before: Questionnaire, after: Questionnaire) -> Iterator[Difference]:
    old = {question.code: (page, question) for page in before.pages for question in page.questions}
    new = {question.code: (page, question) for page in after.pages for question in page.questions}
    for code, (page, question) in new.items():
        if code not in old:
            yield _meaning(code, f"Thêm câu {_quoted(question.label)}.")
            continue
        old_page, old_question = old[code]
        if (old_page.repeat is None) != (page.repeat is None):
            yield _meaning(code, "Chuyển câu giữa trang lặp và trang thường.")
        elif old_page.code != page.code:
            yield _wording(code, f"Chuyển câu sang trang {_named(page)}.")
        yield from _question(old_question, question)
    for code, (_, question) in old.items():
        if code not in new:
            yield _meaning(
                code, f"Bỏ câu {_quoted(question.label)}; câu trả lời cũ vẫn giữ trong số liệu."
            )
    if _is_reordered(list(old), list(new)):
        yield _wording("", "Đổi thứ tự các câu.")


def _question(before: Question, after: Question) -> Iterator[Difference]:
    code = after.code
    if before.kind != after.kind:
        yield _meaning(code, f"Đổi kiểu câu từ “{before.kind.label}” sang “{after.kind.label}”.")
    yield from _relabelled(code, "câu hỏi", before.label, after.label)
    yield from _relabelled(code, "lời ở đầu thấp", before.low_label, after.low_label)
    yield from _relabelled(code, "lời ở đầu cao", before.high_label, after.high_label)
    yield from _asides(before, after)
    yield from _rules(before, after)
    yield from _limits(code, before.limits, after.limits)
    yield from _items(code, "lựa chọn", before.choices, after.choices)
    yield from _items(code, "dòng", before.rows, after.rows)
    yield from _flags(before, after)
    yield from _order_of_items(before, after)


def _asides(before: Question, after: Question) -> Iterator[Difference]:
    code = after.code
    if before.hint != after.hint:
        yield _wording(code, "Sửa chỉ dẫn.")
    old = (before.required_message, before.constraint_message, before.limits.pattern_message)
    new = (after.required_message, after.constraint_message, after.limits.pattern_message)
    if old != new:
        yield _wording(code, "Sửa lời báo khi trả lời chưa đúng.")
    if before.is_random_order != after.is_random_order:
        yield _wording(code, f"{_turned(after.is_random_order)} đảo thứ tự lựa chọn.")


def _rules(before: Question, after: Question) -> Iterator[Difference]:
    code = after.code
    if before.is_required != after.is_required:
        yield _meaning(code, f"{_turned(after.is_required)} bắt buộc trả lời.")
    if _is_other_condition(before.relevance, after.relevance):
        yield _meaning(code, "Đổi điều kiện hiện câu: người được hỏi không còn như trước.")
    if _is_other_condition(before.constraint, after.constraint):
        yield _meaning(code, "Đổi điều kiện của câu trả lời.")
    if before.depends_on != after.depends_on:
        yield _meaning(code, "Đổi câu dùng để lọc danh sách lựa chọn.")


def _limits(code: str, before: Limits, after: Limits) -> Iterator[Difference]:
    compared = {
        "số nhỏ nhất": (before.minimum, after.minimum),
        "số lớn nhất": (before.maximum, after.maximum),
        "số chữ số lẻ": (before.decimals, after.decimals),
        "số mục chọn ít nhất": (before.min_choices, after.min_choices),
        "số mục chọn nhiều nhất": (before.max_choices, after.max_choices),
        "độ dài tối đa": (before.max_length, after.max_length),
        "mẫu": (before.pattern or None, after.pattern or None),
    }
    for what, (old, new) in compared.items():
        if old != new:
            yield _meaning(code, f"Đổi {what} từ {_limit(old)} thành {_limit(new)}.")


# --- Choices and rows ------------------------------------------------------------------------


def _items(
    where: str, what: str, before: Sequence[Item], after: Sequence[Item]
) -> Iterator[Difference]:
    old, new = _by_code(before), _by_code(after)
    added = {code: item for code, item in new.items() if code not in old}
    removed = {code: item for code, item in old.items() if code not in new}
    for code, item in new.items():
        if code in old:
            yield from _relabelled(where, f"{what} “{code}”", old[code].label, item.label)
    for code, item in removed.items():
        twin = next((one for one in added.values() if fold(one.label) == fold(item.label)), None)
        if twin is not None:
            del added[twin.code]
            yield _meaning(
                where, f"Đổi mã {what} {_quoted(item.label)} từ “{code}” thành “{twin.code}”."
            )
        else:
            yield _meaning(
                where, f"Bỏ {what} {_quoted(item.label)}; số liệu cũ của mục này vẫn giữ."
            )
    for item in added.values():
        yield _meaning(where, f"Thêm {what} {_quoted(item.label)}.")


def _flags(before: Question, after: Question) -> Iterator[Difference]:
    for choice in after.choices:
        old = before.choice(choice.code)
        if old is None:
            continue
        name = _quoted(choice.label)
        if old.parent != choice.parent:
            yield _meaning(after.code, f"Lựa chọn {name} nay thuộc mục khác của danh sách lọc.")
        if old.is_other != choice.is_other:
            yield _meaning(
                after.code, f"{_turned(choice.is_other)} “xin ghi rõ” ở lựa chọn {name}."
            )
        if old.is_exclusive != choice.is_exclusive:
            yield _meaning(
                after.code, f"{_turned(choice.is_exclusive)} loại trừ ở lựa chọn {name}."
            )
        if old.is_dont_know != choice.is_dont_know:
            yield _meaning(
                after.code, f"{_turned(choice.is_dont_know)} “khó trả lời” ở lựa chọn {name}."
            )


def _order_of_items(before: Question, after: Question) -> Iterator[Difference]:
    if _is_reordered(before.choice_codes, after.choice_codes):
        if after.kind in _SCALED:
            yield _meaning(after.code, "Đổi thứ tự các mức của thang.")
        else:
            yield _wording(after.code, "Đổi thứ tự các lựa chọn.")
    if _is_reordered([row.code for row in before.rows], [row.code for row in after.rows]):
        yield _wording(after.code, "Đổi thứ tự các dòng.")


# --- Words -----------------------------------------------------------------------------------


def _relabelled(where: str, what: str, before: str, after: str) -> Iterator[Difference]:
    """A label mended, or one that asks something else."""
    if before == after:
        return
    words = f"Sửa {what} từ {_quoted(before)} thành {_quoted(after)}"
    reason = _other_meaning(before, after)
    if reason:
        yield _meaning(where, f"{words}: {reason}.")
    else:
        yield _wording(where, f"{words}.")


def _other_meaning(before: str, after: str) -> str:
    """Say why `after` asks something other than `before`; "" where it seems to ask the same."""
    old, new = set(_words(fold(before))), set(_words(fold(after)))
    if len(old & new) * 2 < max(len(old), len(new)):
        return "chưa đến một nửa số từ còn như cũ"
    if _numbers(before) != _numbers(after):
        return "con số trong câu đã khác"
    if _negations(before) != _negations(after):
        return "thêm hoặc bớt từ phủ định"
    return ""


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _numbers(text: str) -> list[str]:
    return [word for word in _words(text) if word.isdecimal()]


def _negations(text: str) -> int:
    """Count the words that deny; those that end a question only ask ("… không?", "… chưa ạ?")."""
    words = _words(text.lower())
    while len(words) > 1 and words[-1] in _ENDS_OF_QUESTIONS:
        words.pop()
    return sum(word in _NEGATIONS for word in words)


def _is_other_condition(before: str, after: str) -> bool:
    """Whether two conditions differ in more than their spaces."""
    if before.strip() == after.strip():
        return False
    old, new = parsed(before), parsed(after)
    return old is None or old != new


def _is_reordered(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether what both have stands in another order."""
    return [one for one in before if one in after] != [one for one in after if one in before]


def _by_code(items: Sequence[Coded]) -> dict[str, Coded]:
    return {item.code: item for item in items}


def _named(page: Page) -> str:
    return _quoted(page.title or page.code)


def _quoted(text: str) -> str:
    if len(text) > _LONGEST_QUOTE:
        text = f"{text[:_LONGEST_QUOTE].rstrip()}…"
    return f"“{text}”"


def _turned(is_on: bool) -> str:  # noqa: FBT001 — a word for a yes or no
    return "Bật" if is_on else "Bỏ"


def _limit(value: Decimal | int | str | None) -> str:
    if value is None:
        return "không giới hạn"
    if isinstance(value, Decimal):
        return format(value.normalize() + 0, "f").replace(".", ",")
    return str(value)
