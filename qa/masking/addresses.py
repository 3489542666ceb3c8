"""Where somebody lives, down to the house. A commune or a hamlet alone tells of nobody."""

import re
from collections.abc import Iterator

from qa.masking.forms import Forms, Pattern
from qa.masking.spans import Kind, Span

_HOUSE = r"\d{1,4}[a-z]?(?:\s?/\s?\d{1,4}[a-z]?){0,4}"
_STREET = r"(?:đường|phố|hẻm|ngõ|ngách|kiệt|đại lộ|quốc lộ|tỉnh lộ)"
# Not "120 đường dây", not "5 phố đi bộ": a street has a name, which begins with a capital or is a number.
STREET = Pattern(rf"(?<![\d/.,])(?:(?:số nhà|nhà số|số)\s+)?{_HOUSE}\s*,?\s*{_STREET}\s+")
HOUSE = Pattern(rf"(?:số nhà|nhà số)\s*:?\s*{_HOUSE}")
ALLEY = Pattern(rf"(?<![a-zà-ỹđ])(?:hẻm|ngõ|ngách|kiệt)\s+(?:số\s+)?{_HOUSE}")
FLAT = Pattern(
    r"(?:căn hộ|phòng)\s+(?:số\s+)?[a-z]?\d{1,4}[.-]?\d{0,4},?\s+(?:chung cư|lô|tòa nhà)\s+"
)
# After these words stands a home.
HOME = Pattern(
    r"(?<![a-zà-ỹđ])(?:cư ngụ|ngụ|thường trú|tạm trú|cư trú|địa chỉ|hộ khẩu|nhà tôi|nhà em|nhà ở)"
    r"(?:\s*(?:,|:|tại|ở|thường trú|của tôi|nhà|hiện nay|hiện tại|là|cùng)){0,4}\s*"
    r"((?:số nhà|số|nhà|tổ|ấp|thôn|khóm|khu vực|khu phố|kv|kp|đường|hẻm|ngõ|xóm|bản|buôn|lô|căn hộ"
    r"|chung cư|khu dân cư)\s+[^.;\n()?!]{1,90})"
)
_COMMUNE = Pattern(
    r",?\s+(?:xã|phường|thị trấn|tt|huyện|quận|tỉnh|tp|thành phố|thị xã)\s|\s+(?:có|bị|đã|đang|muốn|xin|hỏi|từ"
    r"|không|nhưng|và|mà|nay|vừa|làm|đề nghị|chưa|cần|nộp|được|hiện)\s"
)
_NAME_WORD = re.compile(r"\s?(\w[\w./-]{0,20})")
_LONGEST_NAME = 4


def addresses(forms: Forms) -> Iterator[Span]:
    """Every house, with its street where one is named."""
    for match in HOME.matches(forms):
        start, end = match.span(1)
        yield Span(start, _before_commune(forms, start, end), Kind.ADDRESS, "[địa chỉ]")
    for pattern in (STREET, FLAT):
        for match in pattern.matches(forms):
            end = _end_of_name(forms, match.end())
            if end > match.end():
                yield Span(match.start(), end, Kind.ADDRESS, "[địa chỉ]")
    for pattern in (HOUSE, ALLEY):
        for match in pattern.matches(forms):
            yield Span(match.start(), match.end(), Kind.ADDRESS, "[địa chỉ]")


def _before_commune(forms: Forms, start: int, end: int) -> int:
    """Where the home ends: before its commune, which may be told, or before the sentence goes on."""
    # A short piece says little of how the whole text was typed.
    piece = Forms(forms.text[start:end], typed_with_marks=forms.is_accented)
    cut = min((match.start() for match in _COMMUNE.matches(piece)), default=end - start)
    return start + len(forms.text[start : start + cut].rstrip(" ,"))


def _end_of_name(forms: Forms, start: int) -> int:
    """The end of a street's name that begins at `start`, or `start` where none begins there."""
    end = start
    for _ in range(_LONGEST_NAME):
        word = _NAME_WORD.match(forms.text, end)
        if word is None or not (word[1][0].isupper() or word[1][0].isdigit()):
            break
        end = word.end()
    return end
