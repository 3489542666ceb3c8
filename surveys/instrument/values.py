"""What somebody typed or ticked for one question, read into the one form an answer is stored in.

Reading says what an answer is; `check_limits` whether it keeps to what the question asks for. A
canonical value reads as itself.
"""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from engagement.text.normalise import normalise
from surveys.enums import QuestionKind
from surveys.instrument.patterns import PatternError, matches
from surveys.instrument.questionnaire import CHOICE_PATTERN, Choice, Json, Question

YES = "yes"
SHORT_TEXT_LENGTH = 500
LONG_TEXT_LENGTH = 5_000
OTHER_WORDS_LENGTH = 500
NUMBER_DIGITS = 18
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
# More than any question offers; what is longer was not sent by a page of ours.
_MOST_PARTS = 1_000

_NUMBER = re.compile(r"([+-]?)([0-9]+)(?:[.,]([0-9]+))?")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(\.[0-9]{3})+")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{4})")
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_CODE = re.compile(CHOICE_PATTERN)

_UNREADABLE = "Không đọc được câu trả lời này. Xin trả lời lại."
_NOT_OFFERED = "Lựa chọn này không có trong danh sách. Xin chọn lại."


class Misfit(ValueError):
    """An answer that cannot be taken; `words` say why and what to do, in Vietnamese."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Offer(NamedTuple):
    """A question with what can be chosen for it now; communes None means any code of one."""

    question: Question
    choices: Sequence[Choice]
    communes: Container[str] | None = None


def read(raw: Json, offer: Offer) -> Json:
    """Return the canonical value, None where nothing was answered.

    `raw` is what a browser sent (text, list of texts, mapping of a matrix's rows) or any JSON.
    Raises Misfit.
    """
    return _READERS[offer.question.kind](raw, offer)


def check_limits(question: Question, value: Json) -> None:
    """Refuse a canonical `value` beyond the question's limits. Raises Misfit."""
    if isinstance(value, list):
        _check_choices(question, value)
    elif question.kind is QuestionKind.NUMBER:
        _check_number(question, Decimal(str(value)))
    elif isinstance(value, str) and question.kind in _TEXT_LENGTHS:
        _check_text(question, value)


def read_words(raw: Json) -> str:
    """Return the words beside "khác, xin ghi rõ", on one line. Raises Misfit."""
    words = " ".join(_text(raw).split())
    if not words:
        raise Misfit("Xin ghi rõ ý khác.")
    if len(words) > OTHER_WORDS_LENGTH:
        raise Misfit(
            f"Ý khác dài tối đa {_grouped(OTHER_WORDS_LENGTH)} ký tự; Quý vị đã ghi {_grouped(len(words))}. "
            "Xin viết gọn lại."
        )
    return words


# --- Reading ---------------------------------------------------------------------------------


def _text(raw: Json) -> str:
    """One text; a list may hold one, as browsers send it."""
    if isinstance(raw, list) and len(raw) <= 1:
        raw = raw[0] if raw else None
    return _scalar(raw)


def _texts(raw: Json) -> list[str]:
    if not isinstance(raw, list):
        return [_scalar(raw)]
    if len(raw) > _MOST_PARTS:
        raise Misfit(_UNREADABLE)
    return [_scalar(one) for one in raw]


def _scalar(raw: Json) -> str:
    if raw is None:
        return ""
    if isinstance(raw, str):
        return normalise(raw)
    if isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) < 10**NUMBER_DIGITS:
        return str(raw)
    raise Misfit(_UNREADABLE)


def _read_choice(raw: Json, offer: Offer) -> Json:
    code = _text(raw)
    if not code:
        return None
    if code not in {choice.code for choice in offer.choices}:
        raise Misfit(_NOT_OFFERED)
    return code


def _read_choices(raw: Json, offer: Offer) -> Json:
    """Codes in the questionnaire's order; one ticked twice counts once."""
    given = {code for code in _texts(raw) if code}
    offered = [choice.code for choice in offer.choices]
    if not given.issubset(offered):
        raise Misfit(_NOT_OFFERED)
    return [code for code in offered if code in given] or None


def _read_ranking(raw: Json, offer: Offer) -> Json:
    """Codes, best first."""
    codes = _texts(raw)
    while codes and not codes[-1]:
        codes.pop()
    if "" in codes:
        raise Misfit("Có thứ bậc còn bỏ trống ở giữa. Xin xếp liền nhau từ thứ 1.")
    if not set(codes).issubset(choice.code for choice in offer.choices):
        raise Misfit(_NOT_OFFERED)
    if len(set(codes)) < len(codes):
        raise Misfit("Có mục được xếp hai lần. Mỗi mục chỉ xếp một thứ bậc.")
    return list(codes) or None


def _read_scale(raw: Json, offer: Offer) -> Json:
    text = _text(raw)
    if not text:
        return None
    if any(choice.is_dont_know and choice.code == text for choice in offer.choices):
        return text
    points = offer.question.points
    if not _WHOLE.fullmatch(text) or int(text) not in points:
        raise Misfit(f"Xin chọn một điểm từ {points.start} đến {points.stop - 1}.")
    return int(text)


def _read_matrix(raw: Json, offer: Offer) -> Json:
    """The rows answered, in the questionnaire's order; rows nobody asked for are left out."""
    if not raw:
        return None
    if not isinstance(raw, Mapping):
        raise Misfit(_UNREADABLE)
    answers: dict[str, Json] = {}
    for row in offer.question.rows:
        try:
            code = _read_choice(raw.get(row.code), offer)
        except Misfit as misfit:
            raise Misfit(f"Dòng “{row.label}”: {misfit.words}") from misfit
        if code is not None:
            answers[row.code] = code
    return answers or None


def _read_number(raw: Json, offer: Offer) -> Json:
    """A comma or a dot before decimals; a dot before three digits may mean a thousand."""
    text = str(raw) if isinstance(raw, float) else _text(raw)
    if not text:
        return None
    if _THOUSANDS.fullmatch(text) and offer.question.limits.decimals < 3:
        raise Misfit(
            f"“{text}” có thể hiểu theo hai cách. Xin viết số liền nhau, không dùng dấu chấm ngăn "
            "hàng nghìn; phần lẻ viết sau dấu phẩy."
        )
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise Misfit("Xin ghi một số bằng chữ số, ví dụ 12 hoặc 3,5.")
    sign, whole, decimals = found[1], found[2].lstrip("0") or "0", (found[3] or "").rstrip("0")
    if len(whole) + len(decimals) > NUMBER_DIGITS:
        raise Misfit(f"Số này dài quá {NUMBER_DIGITS} chữ số. Xin kiểm tra lại.")
    number = f"{whole}.{decimals}" if decimals else whole
    return f"-{number}" if sign == "-" and number != "0" else number


def _read_date(raw: Json, offer: Offer) -> Json:
    text = _text(raw)
    if not text:
        return None
    found = _DAY_FIRST.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    if found is None:
        raise Misfit("Xin ghi ngày, tháng, năm theo mẫu 31/12/2025.")
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError as error:
        raise Misfit("Không có ngày này trong lịch. Xin kiểm tra ngày và tháng.") from error
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise Misfit(f"Năm phải từ {EARLIEST_YEAR} đến {LATEST_YEAR}. Xin kiểm tra lại.")
    return day.isoformat()


def _read_short_text(raw: Json, offer: Offer) -> Json:
    return " ".join(_text(raw).split()) or None


def _read_long_text(raw: Json, offer: Offer) -> Json:
    return _text(raw) or None


def _read_commune(raw: Json, offer: Offer) -> Json:
    code = _text(raw)
    if not code:
        return None
    known = _CODE.fullmatch(code) if offer.communes is None else code in offer.communes
    if not known:
        raise Misfit("Xin chọn xã, phường có trong danh sách.")
    return code


def _read_consent(raw: Json, offer: Offer) -> Json:
    if raw is True or _text(raw) in (YES, "on"):
        return YES
    if _text(raw):
        raise Misfit(_UNREADABLE)
    return None


def _read_nothing(raw: Json, offer: Offer) -> Json:
    return None


_READERS: dict[QuestionKind, Callable[[Json, Offer], Json]] = {
    QuestionKind.SINGLE: _read_choice,
    QuestionKind.LIKERT: _read_choice,
    QuestionKind.MULTIPLE: _read_choices,
    QuestionKind.RANKING: _read_ranking,
    QuestionKind.SCALE: _read_scale,
    QuestionKind.MATRIX: _read_matrix,
    QuestionKind.NUMBER: _read_number,
    QuestionKind.DATE: _read_date,
    QuestionKind.SHORT_TEXT: _read_short_text,
    QuestionKind.LONG_TEXT: _read_long_text,
    QuestionKind.COMMUNE: _read_commune,
    QuestionKind.CONSENT: _read_consent,
    QuestionKind.NOTE: _read_nothing,
}


def _grouped(count: int) -> str:
    """Return 5999 as "5.999"."""
    return f"{count:,}".replace(",", ".")


# --- Limits ----------------------------------------------------------------------------------

_TEXT_LENGTHS = {
    QuestionKind.SHORT_TEXT: SHORT_TEXT_LENGTH,
    QuestionKind.LONG_TEXT: LONG_TEXT_LENGTH,
}


def _check_choices(question: Question, codes: Sequence[Json]) -> None:
    alone = [choice for choice in question.choices if choice.stands_alone and choice.code in codes]
    if alone and len(codes) > 1:
        raise Misfit(f"“{alone[0].label}” không đi cùng mục khác. Xin bỏ bớt.")
    if alone:
        return
    least, most = question.limits.min_choices, question.limits.max_choices
    if most is not None and len(codes) > most:
        raise Misfit(f"Xin chọn tối đa {most} mục; Quý vị đang chọn {len(codes)}.")
    if least is not None and len(codes) < least:
        raise Misfit(f"Xin chọn ít nhất {least} mục; Quý vị mới chọn {len(codes)}.")


def _check_number(question: Question, number: Decimal) -> None:
    limits = question.limits
    decimals = -int(number.as_tuple().exponent)
    if decimals > limits.decimals:
        raise Misfit(
            f"Xin ghi tối đa {limits.decimals} chữ số sau dấu phẩy."
            if limits.decimals
            else "Xin ghi số nguyên, không có phần lẻ."
        )
    if limits.minimum is not None and number < limits.minimum:
        raise Misfit(f"Số này phải từ {_written(limits.minimum)} trở lên.")
    if limits.maximum is not None and number > limits.maximum:
        raise Misfit(f"Số này không được lớn hơn {_written(limits.maximum)}.")


def _written(number: Decimal) -> str:
    """As people here write it: a comma, and no zeros at the end."""
    return format(number.normalize() + 0, "f").replace(".", ",")


def _check_text(question: Question, text: str) -> None:
    limits = question.limits
    most = limits.max_length or _TEXT_LENGTHS[question.kind]
    if len(text) > most:
        raise Misfit(
            f"Câu trả lời dài tối đa {_grouped(most)} ký tự; Quý vị đã ghi {_grouped(len(text))}. "
            "Xin viết gọn lại."
        )
    if limits.pattern and not _fits(limits.pattern, text):
        raise Misfit(limits.pattern_message or "Câu trả lời chưa đúng mẫu. Xin kiểm tra lại.")


def _fits(pattern: str, text: str) -> bool:
    """A pattern that cannot be used is the maker's fault, and bars nobody's answer."""
    try:
        return matches(pattern, text)
    except PatternError:
        return True
