"""Advice on wording before a survey opens: what makes answers worth less, and how to mend it.

Advice forbids nothing; what forbids opening is checks.py's.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from engagement.text.fold import fold
from engagement.text.legacy import detect
from engagement.text.syllables import is_syllable
from surveys.enums import QuestionKind
from surveys.instrument.degrees import (
    TWO_SIDED,
    Family,
    degree,
    degrees,
    direction,
    is_way_out,
)
from surveys.instrument.phrasing import (
    double_denial,
    double_object,
    double_question,
    leading_words,
)
from surveys.instrument.places import Found, all_texts, asked_texts, find, quoted
from surveys.instrument.questionnaire import (
    CHOOSING,
    Choice,
    Question,
    Questionnaire,
)
from surveys.instrument.timing import estimated_minutes

MOST_CHOICES = 7
MOST_ROWS = 7
LABEL_LENGTH = 200
MOST_MINUTES = 10


class AdviceKind(StrEnum):
    """What an advice is about."""

    DOUBLE = "double"
    LEADING = "leading"
    DENIAL = "denial"
    BALANCE = "balance"
    DUPLICATE = "duplicate"
    WAY_OUT = "way_out"
    DIRECTION = "direction"
    MANY_CHOICES = "many_choices"
    MANY_ROWS = "many_rows"
    LONG_LABEL = "long_label"
    ABBREVIATION = "abbreviation"
    LEGACY = "legacy"
    LONG_SURVEY = "long_survey"
    DOTS = "dots"
    NUMBER = "number"


class Advice(NamedTuple):
    """One advice. `question` is its code, "" for the whole survey; `kind` a value of AdviceKind."""

    question: str
    kind: str
    words: str


_SCALED = frozenset({QuestionKind.LIKERT, QuestionKind.MATRIX})
# Their labels are read as a whole and may be long.
_READ_ONLY = frozenset({QuestionKind.NOTE, QuestionKind.CONSENT})
_OPINION = re.compile(
    r"\b(?:hài lòng|đánh giá|nhận xét|ý kiến|quan điểm|theo (?:quý vị|ông|bà|anh|chị|đồng chí|bạn)|"
    r"đồng ý|ủng hộ|tán thành|tin tưởng|cảm thấy|cho rằng|mức độ|thế nào|ra sao|mong muốn|kỳ vọng)\b",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"(?<![\w/.-])[A-ZĐ]{2,8}(?![\w/-])")
# What everybody reads without help: authorities, papers, money, schools, roads, devices, numbers.
_KNOWN = (
    "UBND HĐND MTTQ HTX TP BHYT BHXH BHTN CCCD CMND THCS THPT QL VND VNĐ USD ATM QR SMS OTP TV VTV "
    "VOV PC WC HIV AIDS ADN COVID CSGT PCCC KCN CLB VIP ID PDF USB GPS WHO "
    "II III IV VI VII VIII IX XI XII XIII XIV XV"
)
_WELL_KNOWN = frozenset(_KNOWN.split())
_EXPLAINED = re.compile(r"\(([A-ZĐ]{2,8})\)|\b([A-ZĐ]{2,8}) \((?=[^\W\d_]* )")


_DOTS = re.compile(r"(?:\.{4,}|…{2,}|_{3,}|…\.+|\.+…)[.…_]*(?: ?[^\W\d_]{1,6}\b|%)?")
_NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        ["hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"], 2
    )
}
_ITEMS = (
    rf"(?P<number>0?[2-9]|10|{'|'.join(_NUMBER_WORDS)}) "
    r"(?:việc|nội dung|mục|ý kiến|ý|phương án|mặt|tiêu chí|lĩnh vực|vấn đề|yếu tố|giải pháp|lý do)"
)
# "bốn việc sau": so many stand below; "chọn ba việc", "xếp thứ tự ba việc": so many are chosen.
_THESE = re.compile(rf"\b(?P<all>{_ITEMS} (?:sau|dưới đây))\b")
_PICK = re.compile(
    rf"\b(?P<all>(?:chọn|xếp thứ tự|xếp hạng|xếp)(?: (?:tối đa|nhiều nhất|không quá|đúng|ra))* {_ITEMS})\b"
)


class _Habits(NamedTuple):
    """What one question is held against: the rest of the questionnaire."""

    direction: int
    explained: frozenset[str]


def advice(questionnaire: Questionnaire) -> list[Advice]:
    """Return what could be worded better, in the order of the questionnaire."""
    habits = _Habits(_usual_direction(questionnaire), _explained(questionnaire))
    found = [one for question in questionnaire.questions for one in _about(question, habits)]
    minutes = estimated_minutes(questionnaire)
    if minutes > MOST_MINUTES:
        words = (
            f"Khảo sát mất khoảng {minutes} phút; quá {MOST_MINUTES} phút thì nhiều người bỏ dở. "
            "Xin bớt câu, hoặc chỉ hỏi tiếp những người có liên quan bằng điều kiện hiện."
        )
        found.append(Advice("", AdviceKind.LONG_SURVEY, words))
    return found


def _about(question: Question, habits: _Habits) -> list[Advice]:
    encoding = next((found for text in _texts(question) if (found := detect(text))), None)
    if encoding is not None:
        words = (
            f"Chữ trong câu này gõ bằng bảng mã {encoding.label}, người đọc sẽ thấy sai chữ. Xin "
            "chuyển sang Unicode rồi dán lại."
        )
        return [Advice(question.code, AdviceKind.LEGACY, words)]
    if question.kind in _READ_ONLY:
        return []
    return [
        Advice(question.code, kind, words)
        for kind, check in _CHECKS.items()
        for words in check(question, habits)
    ]


# --- Words -----------------------------------------------------------------------------------


def _about_double(question: Question, _: _Habits) -> Iterator[str]:
    twice = double_question(question.label)
    found = Found({twice: [""]}) if twice else Found({})
    if not twice and _is_judged(question):
        found = find(double_object, asked_texts(question))
    if found.places:
        yield (
            f"{found.subject} hỏi hai điều một lúc ({found.words}), trả lời một lần thì không rõ cho "
            "điều nào. Xin tách thành hai câu."
        )


def _about_leading(question: Question, _: _Habits) -> Iterator[str]:
    found = find(leading_words, asked_texts(question))
    if found.places:
        yield (
            f"{found.words_in_place} gợi sẵn câu trả lời. Xin hỏi trung lập, ví dụ “Quý vị đánh giá "
            "thế nào về …?”."
        )


def _about_denial(question: Question, _: _Habits) -> Iterator[str]:
    found = find(double_denial, asked_texts(question))
    if found.places:
        yield f"{found.words_in_place} phủ định hai lần nên dễ hiểu ngược. Xin viết lại cho thuận."


def _about_dots(question: Question, _: _Habits) -> Iterator[str]:
    found = find(_dots, all_texts(question))
    if found.places:
        yield (
            f"{found.subject} còn dòng chấm của phiếu giấy ({found.words}). Xin bỏ dấu chấm: trên "
            "màn hình đã có ô để ghi; đơn vị tính đặt vào chỉ dẫn."
        )


def _dots(text: str) -> str:
    """Dots to write on, with the word after them; a single "…" leaves something unsaid."""
    found = _DOTS.search(text)
    return " ".join(found[0].split()) if found else ""


def _about_number(question: Question, _: _Habits) -> Iterator[str]:
    """A number of items in the words that is not the number there is, or that may be chosen."""
    text = f"{question.label} {question.hint}".lower()
    items = question.rows or [one for one in question.choices if not _lets_out(one)]
    these, pick = _THESE.search(text), _PICK.search(text)
    if these and items and _number(these) not in {len(items), question.limits.max_choices}:
        yield (
            f"Lời câu nói {quoted(these['all'])} nhưng bên dưới có {len(items)} mục. Xin sửa một "
            "trong hai."
        )
    elif pick and not these and (limit := _other_limit(question, len(items), _number(pick))):
        yield f"Lời câu nói {quoted(pick['all'])} nhưng câu đang {limit}. Xin sửa một trong hai."


def _other_limit(question: Question, items: int, said: int) -> str:
    """How many may be chosen, in words, where it is not as many as `said`."""
    most = question.limits.max_choices
    if question.kind is QuestionKind.SINGLE:
        return "cho chọn một"
    if question.kind is QuestionKind.MULTIPLE and most is None:
        return "không giới hạn số mục" if said < items else ""
    if question.kind in {QuestionKind.MULTIPLE, QuestionKind.RANKING}:
        may = most or items
        return f"cho chọn {may} mục" if may != said else ""
    return ""


def _number(found: re.Match[str]) -> int:
    word = found["number"]
    return int(word) if word.isdigit() else _NUMBER_WORDS[word]


def _is_judged(question: Question) -> bool:
    """Whether one mark, or one yes or no, is given to all that the question names."""
    if question.kind in _SCALED or question.kind is QuestionKind.SCALE:
        return True
    if question.kind is not QuestionKind.SINGLE:
        return False
    return bool(_families(question)) or _is_yes_or_no(question.choices)


def _is_yes_or_no(choices: Sequence[Choice]) -> bool:
    first_words = {fold(choice.label).split(" ")[0].strip(",.") for choice in choices}
    return {"co", "khong"} <= first_words or {"da", "chua"} <= first_words


def _about_length(question: Question, _: _Habits) -> Iterator[str]:
    if len(question.label) > LABEL_LENGTH:
        yield (
            f"Câu hỏi dài {len(question.label)} ký tự, khó đọc hết trên điện thoại. Xin rút còn tối "
            f"đa {LABEL_LENGTH} ký tự; phần giải thích chuyển xuống chỉ dẫn."
        )


def _about_abbreviations(question: Question, habits: _Habits) -> Iterator[str]:
    places: dict[str, list[str]] = {}
    for place, text in all_texts(question):
        for word in set(_abbreviations(text)) - habits.explained:
            places.setdefault(word, []).append(place)
    if places:
        found = Found(dict(sorted(places.items())))
        yield (
            f"Chữ viết tắt {found.words_in_place} chưa được giải thích. Xin viết đủ chữ, hoặc viết "
            "đủ một lần rồi đặt chữ tắt trong ngoặc."
        )


def _abbreviations(text: str) -> Iterator[str]:
    """Capitals that are no word; in a text all in capitals they cannot be told apart."""
    if " " in text.strip() and not any(char.islower() for char in text):
        return
    for word in _ABBREVIATION.findall(text):
        if word not in _WELL_KNOWN and not is_syllable(word):
            yield word


def _explained(questionnaire: Questionnaire) -> frozenset[str]:
    """Abbreviations that stand somewhere beside their words: "thủ tục hành chính (TTHC)"."""
    texts = [questionnaire.title, questionnaire.purpose]
    for page in questionnaire.pages:
        texts += [page.title, page.intro]
    for question in questionnaire.questions:
        texts += _texts(question)
    return frozenset(
        word for text in texts for pair in _EXPLAINED.findall(text) for word in pair if word
    )


def _texts(question: Question) -> list[str]:
    return [text for _, text in all_texts(question)]


# --- Scales and lists ------------------------------------------------------------------------


def _families(question: Question) -> set[Family]:
    """What the question's scale measures; empty where it has no scale of known words."""
    families = {one.family for one in degrees(question.choices)} - {Family.NEUTRAL}
    is_list = question.kind not in _SCALED
    return set() if is_list and len(families) > 1 else families


def _about_duplicates(question: Question, _: _Habits) -> Iterator[str]:
    # In lists of names marks matter: Tân Thành and Tân Thạnh are two places.
    is_scale = question.kind in _SCALED or bool(_families(question))
    same = fold if is_scale else _in_small_letters
    choices = Counter((choice.parent, same(choice.label)) for choice in question.choices)
    rows = Counter(_in_small_letters(row.label) for row in question.rows)
    for choice in question.choices:
        if choices.pop((choice.parent, same(choice.label)), 0) > 1:
            yield _twice("lựa chọn", choice.label)
    for row in question.rows:
        if rows.pop(_in_small_letters(row.label), 0) > 1:
            yield _twice("dòng", row.label)
    if question.low_label and fold(question.low_label) == fold(question.high_label):
        yield _twice("đầu thang", question.low_label)


def _in_small_letters(label: str) -> str:
    return " ".join(label.lower().split())


def _twice(what: str, label: str) -> str:
    return f"Có hai {what} cùng mang lời {quoted(label)}. Xin sửa một trong hai."


def _about_balance(question: Question, _: _Habits) -> Iterator[str]:
    families = _families(question)
    if not families or not families <= TWO_SIDED:
        return
    signs = Counter(one.sign for one in degrees(question.choices))
    if signs[1] != signs[-1]:
        yield (
            f"Thang có {signs[1]} mức khen và {signs[-1]} mức chê nên kết quả bị lệch. Xin để số mức "
            "hai bên bằng nhau."
        )


def _direction_of(question: Question) -> int:
    """1 for a scale from good to bad, -1 for the reverse; 0 where it is no scale of opinion."""
    if question.kind in _SCALED or _families(question) & TWO_SIDED:
        return direction(question.choices)
    return 0


def _usual_direction(questionnaire: Questionnaire) -> int:
    """The direction most scales have; that of the first where as many have the other."""
    directions = [one for question in questionnaire.questions if (one := _direction_of(question))]
    return Counter(directions).most_common(1)[0][0] if directions else 0


def _about_direction(question: Question, habits: _Habits) -> Iterator[str]:
    own = _direction_of(question)
    if own and own != habits.direction:
        order = "từ mức cao đến mức thấp" if habits.direction > 0 else "từ mức thấp đến mức cao"
        yield (
            "Thang của câu này xếp ngược chiều với các câu khác, người trả lời dễ chọn nhầm. Xin xếp "
            f"{order} như các câu kia."
        )
    low, high = degree(question.low_label), degree(question.high_label)
    if low is not None and high is not None and low.sign > 0 > high.sign:
        yield "Điểm cao của thang này lại là mức kém. Xin đổi hai đầu để điểm càng cao càng tốt."


def _about_way_out(question: Question, _: _Habits) -> Iterator[str]:
    if not question.is_required or any(map(_lets_out, question.choices)):
        return
    asks_opinion = question.kind in _SCALED or (
        question.kind is QuestionKind.SINGLE
        and (bool(_families(question)) or _OPINION.search(question.label) is not None)
    )
    if asks_opinion:
        yield (
            "Câu bắt buộc mà không có mục “Khó trả lời”: người không có ý kiến phải chọn bừa. Xin "
            "thêm mục ấy, hoặc bỏ bắt buộc."
        )


def _lets_out(choice: Choice) -> bool:
    return choice.is_other or is_way_out(choice)


def _about_many_choices(question: Question, _: _Habits) -> Iterator[str]:
    by_parent = Counter(choice.parent for choice in question.choices if not _lets_out(choice))
    most = max(by_parent.values(), default=0)
    if most > MOST_CHOICES and question.kind in CHOOSING | _SCALED:
        yield (
            f"Câu này có {most} lựa chọn, trên điện thoại phải kéo màn hình mới thấy hết. Xin gộp "
            f"hoặc bớt còn tối đa {MOST_CHOICES}."
        )


def _about_many_rows(question: Question, _: _Habits) -> Iterator[str]:
    if len(question.rows) > MOST_ROWS:
        yield (
            f"Bảng có {len(question.rows)} dòng, người trả lời dễ chọn bừa những dòng cuối. Xin tách "
            f"thành các bảng tối đa {MOST_ROWS} dòng."
        )


_CHECKS: dict[AdviceKind, Callable[[Question, _Habits], Iterator[str]]] = {
    AdviceKind.DOUBLE: _about_double,
    AdviceKind.LEADING: _about_leading,
    AdviceKind.DENIAL: _about_denial,
    AdviceKind.LONG_LABEL: _about_length,
    AdviceKind.DOTS: _about_dots,
    AdviceKind.NUMBER: _about_number,
    AdviceKind.ABBREVIATION: _about_abbreviations,
    AdviceKind.DUPLICATE: _about_duplicates,
    AdviceKind.BALANCE: _about_balance,
    AdviceKind.DIRECTION: _about_direction,
    AdviceKind.WAY_OUT: _about_way_out,
    AdviceKind.MANY_CHOICES: _about_many_choices,
    AdviceKind.MANY_ROWS: _about_many_rows,
}
