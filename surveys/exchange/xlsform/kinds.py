"""What a row of the survey sheet is, by its type column."""

import re
from enum import Enum, auto
from typing import NamedTuple

from pyxform import aliases, constants
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_SELECT

from surveys.enums import QuestionKind


class Role(Enum):
    """What a row does."""

    ASK = auto()
    RANGE = auto()
    BEGIN_GROUP = auto()
    BEGIN_REPEAT = auto()
    END_GROUP = auto()
    END_REPEAT = auto()
    CALCULATE = auto()
    TODAY = auto()
    IDENTIFY = auto()
    HIDDEN = auto()
    TITLE = auto()
    SETTING = auto()
    REFUSED = auto()


class RowType(NamedTuple):
    """A type that was understood; `words` say why one is REFUSED."""

    role: Role
    kind: QuestionKind = QuestionKind.SHORT_TEXT
    list_name: str = ""
    has_other: bool = False
    decimals: int = 0
    constraint: str = ""
    pattern: str = ""
    pattern_message: str = ""
    words: str = ""


# So many digits after the comma are stored with a limit; XLSForm names no number.
MOST_DECIMALS = 4
_HOUR = "([01][0-9]|2[0-3]):[0-5][0-9]"
_DAY = "(0[1-9]|[12][0-9]|3[01])/(0[1-9]|1[0-2])/[0-9]{4}"

_SELECTS = {
    constants.SELECT_ONE: QuestionKind.SINGLE,
    constants.SELECT_ALL_THAT_APPLY: QuestionKind.MULTIPLE,
    constants.RANK: QuestionKind.RANKING,
}
_LISTLESS = re.compile("|".join(re.escape(command) for command in aliases.select))
_NO_LIST = (
    "Sau kiểu câu phải là tên một danh sách lựa chọn, không có dấu cách trong tên, "
    "ví dụ: select_one gioi_tinh."
)
_FILE = "Câu gửi tệp (ảnh, âm thanh, video) chưa dùng được ở đây. Xin bỏ câu này."
_PLACE = "Câu lấy vị trí trên bản đồ chưa dùng được ở đây. Xin bỏ câu này hoặc hỏi xã, phường."
_BARCODE = "Câu quét mã vạch chưa dùng được ở đây. Xin bỏ câu này."
_OUTSIDE = (
    "Danh sách lấy từ tệp ngoài chưa dùng được ở đây. Xin đưa các lựa chọn vào trang choices."
)
_REFUSED_BINDS = {"geopoint": _PLACE, "geoshape": _PLACE, "geotrace": _PLACE, "barcode": _BARCODE}
_IDENTIFYING = frozenset({"audit", "start-geopoint", "background-geopoint", "background-audio"})
_BINDS = {
    "int": RowType(Role.ASK, QuestionKind.NUMBER),
    "decimal": RowType(Role.ASK, QuestionKind.NUMBER, decimals=MOST_DECIMALS),
    "date": RowType(Role.ASK, QuestionKind.DATE),
    "string": RowType(Role.ASK, QuestionKind.SHORT_TEXT),
    "time": RowType(
        Role.ASK, pattern=_HOUR, pattern_message="Xin ghi giờ và phút, ví dụ 07:30 hoặc 14:05."
    ),
    "dateTime": RowType(
        Role.ASK,
        pattern=f"{_DAY} {_HOUR}",
        pattern_message="Xin ghi ngày, tháng, năm, giờ và phút, ví dụ 02/09/2026 14:05.",
    ),
}


def row_type(cell: str) -> RowType:
    """Understand the type `cell`; case and spaces do not matter."""
    typed = " ".join(cell.split())
    for text in (typed, typed.lower()):
        found = _control(text) or _select(text, typed) or _setting(text) or _simple(text)
        if found is not None:
            return found
    return _refused(f"Không có kiểu câu hỏi “{typed}”. Xin xem lại chính tả.")


def _refused(words: str) -> RowType:
    return RowType(Role.REFUSED, words=words)


def _control(text: str) -> RowType | None:
    if found := RE_BEGIN_CONTROL.match(text):
        control = aliases.control[found["type"]]
        if control == constants.LOOP:
            return _refused(
                "“begin loop” không dùng nữa. Xin viết từng câu, hoặc dùng begin_repeat."
            )
        return RowType(Role.BEGIN_REPEAT if control == constants.REPEAT else Role.BEGIN_GROUP)
    if found := RE_END_CONTROL.match(text):
        control = aliases.control[found["type"]]
        if control == constants.LOOP:
            return RowType(Role.SETTING)  # its beginning was refused
        return RowType(Role.END_REPEAT if control == constants.REPEAT else Role.END_GROUP)
    return None


def _select(text: str, typed: str) -> RowType | None:
    found = RE_SELECT.match(text)
    if found is None:
        return _refused(_NO_LIST) if _LISTLESS.match(text) else None
    command, list_name = found["select_command"], typed[slice(*found.span("list_name"))]
    kind = _SELECTS.get(aliases.select[command])
    if kind is None or command in aliases.select_from_file or "${" in list_name:
        return _refused(_OUTSIDE)
    return RowType(Role.ASK, kind, list_name, has_other=found["specify_other"] is not None)


def _setting(text: str) -> RowType | None:
    setting = aliases.settings_header.get("_".join(text.split()))
    if setting is None:
        return None
    return RowType(Role.TITLE if setting == constants.TITLE else Role.SETTING)


def _simple(text: str) -> RowType | None:
    known = QUESTION_TYPE_DICT.get(aliases._type_alias_map.get(text, text))  # noqa: SLF001
    if known is None:
        return None
    control, bind = known.get("control", {}), known.get("bind", {})
    if role := _silent_role(text, bind):
        return RowType(role)
    if text == "range":
        return RowType(Role.RANGE, QuestionKind.SCALE)
    tag, asked = control.get("tag"), bind.get("type")
    if tag == "trigger":
        return RowType(Role.ASK, QuestionKind.CONSENT)
    if tag == "input" and asked in _BINDS:
        found = _BINDS[asked]._replace(constraint=bind.get("constraint", ""))
        return found._replace(kind=QuestionKind.NOTE) if bind.get("readonly") else found
    return _refused(_FILE if tag == "upload" else _REFUSED_BINDS.get(asked, _OUTSIDE))


def _silent_role(text: str, bind: dict[str, str]) -> Role | None:
    """What a row does that the person who answers never sees."""
    if "calculate" in text:
        return Role.CALCULATE
    if text == "hidden":
        return Role.HIDDEN
    if bind.get("jr:preloadParams") == "today":
        return Role.TODAY
    return Role.IDENTIFY if "jr:preload" in bind or text in _IDENTIFYING else None
