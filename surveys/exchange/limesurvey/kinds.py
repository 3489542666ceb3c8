"""What each type of LimeSurvey's becomes: one question here, or several."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from surveys.enums import QuestionKind
from surveys.exchange.conditions import ConditionError
from surveys.exchange.limesurvey.relevance import bare_pattern
from surveys.exchange.limesurvey.structure import LimeQuestion, Part
from surveys.instrument.questionnaire import Choice, Limits, Question, Row

OTHER_CODE, OTHER_LABEL = "other", "Khác (xin ghi rõ)"
MOST_DECIMALS = 4
COMMENT_SUFFIX = "_comment"
_COMMENT_LABEL = "Ông/bà ghi thêm (nếu có)"
_YES_NO = (Choice("Y", "Có"), Choice("N", "Không"))
_SEXES = (Choice("F", "Nữ"), Choice("M", "Nam"))
_FIXED_COLUMNS = {
    "A": tuple(Choice(str(point), str(point)) for point in range(1, 6)),
    "B": tuple(Choice(str(point), str(point)) for point in range(1, 11)),
    "C": (Choice("Y", "Có"), Choice("U", "Không chắc"), Choice("N", "Không")),
    "E": (Choice("I", "Tăng"), Choice("S", "Như cũ"), Choice("D", "Giảm")),
}


class UnaskableError(ValueError):
    """A question that cannot be asked here; the words say why, in Vietnamese."""


def questions_of(lime: LimeQuestion) -> list[Question]:
    """The questions `lime` becomes, without conditions. Raises UnaskableError."""
    if lime.type not in _MAKERS:
        raise UnaskableError(_REFUSED.get(lime.type, f"Kiểu câu “{lime.type}” chưa dùng được."))
    if lime.attributes.get("array_filter") or lime.attributes.get("array_filter_exclude"):
        raise UnaskableError("Câu lọc dòng theo câu khác (array filter) chưa dùng được.")
    for attribute in ("equals_num_value", "min_num_value", "max_num_value"):
        if lime.is_set(attribute):
            raise UnaskableError("Ràng buộc trên tổng của nhiều ô chưa dùng được.")
    if any(part.relevance not in ("", "1") for part in lime.subquestions):
        raise UnaskableError("Dòng hiện theo điều kiện riêng chưa dùng được.")
    return list(_MAKERS[lime.type](lime))


_REFUSED = {
    "|": "Câu gửi tệp chưa dùng được ở đây. Xin bỏ câu này.",
    ":": "Bảng nhiều số chưa dùng được ở đây. Xin tách thành từng câu.",
    ";": "Bảng nhiều chữ chưa dùng được ở đây. Xin tách thành từng câu.",
}


# --- One question ----------------------------------------------------------------------------
def _base(lime: LimeQuestion, kind: QuestionKind) -> Question:
    return Question(
        lime.code,
        kind,
        lime.label,
        hint=lime.hint,
        is_required=lime.is_mandatory,
        is_random_order=lime.is_set("random_order")
        or lime.attributes.get("answer_order") == "random",
    )


def _single(lime: LimeQuestion) -> Iterator[Question]:
    choices = (*_choices(lime.options()), *_other(lime))
    yield replace(_base(lime, QuestionKind.SINGLE), choices=choices)


def _single_with_comment(lime: LimeQuestion) -> Iterator[Question]:
    yield from _single(lime)
    code = f"{lime.code}{COMMENT_SUFFIX}"
    yield Question(code, QuestionKind.LONG_TEXT, _COMMENT_LABEL)


def _fixed(*choices: Choice) -> Callable[[LimeQuestion], Iterator[Question]]:
    def make(lime: LimeQuestion) -> Iterator[Question]:
        yield replace(_base(lime, QuestionKind.SINGLE), choices=choices)

    return make


def _five_points(lime: LimeQuestion) -> Iterator[Question]:
    limits = Limits(minimum=Decimal(1), maximum=Decimal(5))
    yield replace(_base(lime, QuestionKind.SCALE), limits=limits)


def _multiple(lime: LimeQuestion) -> Iterator[Question]:
    alone = set(lime.attributes.get("exclude_all_others", "").split(";"))
    choices = (*_choices(lime.rows(), alone), *_other(lime))
    yield replace(_base(lime, QuestionKind.MULTIPLE), choices=choices, limits=_counts(lime))


def _multiple_with_comments(lime: LimeQuestion) -> Iterator[Question]:
    yield from _multiple(lime)
    yield Question(f"{lime.code}{COMMENT_SUFFIX}", QuestionKind.LONG_TEXT, _COMMENT_LABEL)


def _ranking(lime: LimeQuestion) -> Iterator[Question]:
    choices = _choices(lime.options() or lime.rows())
    yield replace(_base(lime, QuestionKind.RANKING), choices=choices, limits=_counts(lime))


def _date(lime: LimeQuestion) -> Iterator[Question]:
    if "H" in lime.attributes.get("date_format", "").upper():
        raise UnaskableError("Câu hỏi giờ chưa dùng được ở đây. Xin dùng câu trả lời ngắn.")
    if lime.attributes.get("date_min") or lime.attributes.get("date_max"):
        raise UnaskableError("Giới hạn ngày của LimeSurvey chưa dùng được. Xin bỏ giới hạn.")
    yield _base(lime, QuestionKind.DATE)


def _number(lime: LimeQuestion) -> Iterator[Question]:
    yield replace(_base(lime, QuestionKind.NUMBER), limits=_number_limits(lime))


def _text(kind: QuestionKind) -> Callable[[LimeQuestion], Iterator[Question]]:
    def make(lime: LimeQuestion) -> Iterator[Question]:
        if lime.is_set("numbers_only"):
            yield from _number(lime)
            return
        yield replace(_base(lime, kind), limits=_text_limits(lime))

    return make


def _note(lime: LimeQuestion) -> Iterator[Question]:
    yield replace(_base(lime, QuestionKind.NOTE), is_required=False, hint="")


# --- Several ---------------------------------------------------------------------------------
def _matrix(lime: LimeQuestion) -> Iterator[Question]:
    columns = _FIXED_COLUMNS.get(lime.type) or _choices(lime.options())
    yield replace(_base(lime, QuestionKind.MATRIX), choices=columns, rows=_rows(lime))


def _two_scales(lime: LimeQuestion) -> Iterator[Question]:
    for scale, letter in (("0", "A"), ("1", "B")):
        heading = lime.words(f"dualscale_header{letter}") or f"thang {letter}"
        yield replace(
            _base(lime, QuestionKind.MATRIX),
            code=f"{lime.code}_{scale}",
            label=f"{lime.label} – {heading}",
            choices=_choices(lime.options(scale)),
            rows=_rows(lime),
        )


def _checked_table(lime: LimeQuestion) -> Iterator[Question]:
    """An array of numbers drawn as checkboxes: each line chooses several columns."""
    if not lime.is_set("multiflexible_checkbox"):
        raise UnaskableError(_REFUSED[":"])
    for row in lime.rows():
        yield replace(_part(lime, row, QuestionKind.MULTIPLE), choices=_choices(lime.rows("1")))


def _each(
    kind: QuestionKind, limits: Callable[[LimeQuestion], Limits]
) -> Callable[[LimeQuestion], Iterator[Question]]:
    def make(lime: LimeQuestion) -> Iterator[Question]:
        for row in lime.rows():
            yield replace(_part(lime, row, kind), limits=limits(lime))

    return make


def _part(lime: LimeQuestion, row: Part, kind: QuestionKind) -> Question:
    return replace(
        _base(lime, kind), code=f"{lime.code}_{row.code}", label=f"{lime.label} – {row.label}"
    )


# --- Parts -----------------------------------------------------------------------------------
def _choices(
    parts: list[Part], alone: set[str] | frozenset[str] = frozenset()
) -> tuple[Choice, ...]:
    return tuple(Choice(part.code, part.label, is_exclusive=part.code in alone) for part in parts)


def _rows(lime: LimeQuestion) -> tuple[Row, ...]:
    return tuple(Row(part.code, part.label) for part in lime.rows())


def _other(lime: LimeQuestion) -> Iterator[Choice]:
    if lime.has_other:
        label = lime.words("other_replace_text") or OTHER_LABEL
        yield Choice(OTHER_CODE, label, is_other=True)


def _counts(lime: LimeQuestion) -> Limits:
    return Limits(
        min_choices=_whole(lime, "min_answers"),
        max_choices=_whole(lime, "max_answers"),
    )


def _number_limits(lime: LimeQuestion) -> Limits:
    return Limits(
        minimum=_decimal(lime, "min_num_value_n"),
        maximum=_decimal(lime, "max_num_value_n"),
        decimals=0 if lime.is_set("num_value_int_only") else MOST_DECIMALS,
    )


def _text_limits(lime: LimeQuestion) -> Limits:
    length = _whole(lime, "maximum_chars")
    if not lime.pattern:
        return Limits(max_length=length)
    try:
        pattern = bare_pattern(lime.pattern)
    except ConditionError as error:
        raise UnaskableError(str(error)) from error
    return Limits(
        max_length=length,
        pattern=pattern,
        pattern_message=lime.words("em_validation_q_tip"),
    )


def _whole(lime: LimeQuestion, attribute: str) -> int | None:
    number = _decimal(lime, attribute)
    if number is None or number == int(number):
        return None if number is None else int(number)
    raise UnaskableError(f"Giới hạn “{attribute}” phải là số nguyên.")


def _decimal(lime: LimeQuestion, attribute: str) -> Decimal | None:
    text = lime.attributes.get(attribute, "").strip()
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number.adjusted()) > 20:
        raise UnaskableError(f"Giới hạn “{attribute}” là “{text}”; ở đây chỉ dùng được số.")
    return number


_MAKERS: dict[str, Callable[[LimeQuestion], Iterator[Question]]] = {
    "L": _single,
    "!": _single,
    "O": _single_with_comment,
    "Y": _fixed(*_YES_NO),
    "G": _fixed(*_SEXES),
    "5": _five_points,
    "A": _matrix,
    "B": _matrix,
    "C": _matrix,
    "E": _matrix,
    "F": _matrix,
    "H": _matrix,
    "1": _two_scales,
    ":": _checked_table,
    "M": _multiple,
    "P": _multiple_with_comments,
    "R": _ranking,
    "N": _number,
    "K": _each(QuestionKind.NUMBER, _number_limits),
    "D": _date,
    "S": _text(QuestionKind.SHORT_TEXT),
    "T": _text(QuestionKind.LONG_TEXT),
    "U": _text(QuestionKind.LONG_TEXT),
    "Q": _each(QuestionKind.SHORT_TEXT, _text_limits),
    "X": _note,
}
