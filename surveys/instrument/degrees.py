"""Words of degree, as Vietnamese scales use them: which labels praise, which blame, which do neither.

A small lexicon, not a grammar: a label it does not know has no degree, and nothing is said of it.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from engagement.text.normalise import normalise
from surveys.instrument.questionnaire import Choice


class Family(StrEnum):
    """What a scale measures."""

    SATISFACTION = "satisfaction"
    AGREEMENT = "agreement"
    QUALITY = "quality"
    TRUST = "trust"
    EASE = "ease"
    CHANGE = "change"
    FREQUENCY = "frequency"
    LEVEL = "level"
    WORTH = "worth"
    NEUTRAL = "neutral"


class Degree(NamedTuple):
    """Where a label stands: `sign` is 1 at the good or high side, -1 at the other, 0 between."""

    family: Family
    sign: int


# A scale of these has two sides, so as many labels belong on one as on the other. The others go
# from much to nothing.
TWO_SIDED = frozenset(
    {
        Family.SATISFACTION,
        Family.AGREEMENT,
        Family.QUALITY,
        Family.TRUST,
        Family.EASE,
        Family.CHANGE,
    }
)

_WORTH = (
    "quan trọng|cần thiết|cấp thiết|cấp bách|cần|quan tâm|hữu ích|bổ ích|thiết thực|phù hợp|"
    "hiệu quả|hợp lý|hợp lí|rõ ràng|rõ|đầy đủ|kịp thời|công khai|minh bạch|công bằng|an toàn|"
    "yên tâm|thân thiện|lịch sự|chu đáo|tận tình|đúng|sẵn sàng|biết|hiểu|thích|sạch|đáp ứng"
)
_BETWEEN = (
    "bình thường|trung bình|trung lập|phân vân|lưỡng lự|tạm được|chấp nhận được|vừa phải|"
    "thỉnh thoảng|đôi khi|đôi lúc|không thay đổi|không đổi|như cũ|như trước|giữ nguyên|bằng nhau|"
    "tương đương|không tác động|không ảnh hưởng|băn khoăn|cũng không|nửa"
)
# For each family the words of its high and of its low side.
_LEXICON = {
    Family.SATISFACTION: (
        "hài lòng|vừa lòng|vừa ý|thỏa mãn|thoả mãn|ưng ý",
        "bất mãn|thất vọng|bức xúc",
    ),
    Family.AGREEMENT: (
        "đồng ý|tán thành|ủng hộ|nhất trí|đồng tình|tán đồng",
        "phản đối|bác bỏ",
    ),
    Family.QUALITY: ("xuất sắc|tốt|giỏi|đẹp|tích cực", "kém|xấu|yếu|tệ|tồi|tiêu cực"),
    Family.TRUST: ("tin tưởng|tin cậy|tin", "nghi ngờ|hoài nghi"),
    Family.EASE: (
        "dễ dàng|dễ|thuận lợi|thuận tiện|đơn giản",
        "khó khăn|khó|phức tạp|bất tiện",
    ),
    Family.CHANGE: (
        "tốt lên|tốt hơn|tăng|cải thiện|tiến bộ|khá lên|khá hơn|nhiều hơn|cao hơn",
        "xấu đi|kém đi|kém hơn|xấu hơn|tệ đi|tệ hơn|giảm|ít hơn|thấp hơn",
    ),
    Family.FREQUENCY: (
        "thường xuyên|luôn luôn|luôn|thường|hằng ngày|hàng ngày",
        "hiếm khi|hiếm|ít khi|không bao giờ|chưa bao giờ|chưa lần nào",
    ),
    Family.LEVEL: ("cao|nhiều|lớn|mạnh|nhanh", "thấp|ít|nhỏ|chậm"),
    Family.WORTH: (_WORTH, "lo lắng|lo ngại|phiền hà|nguy hiểm|ô nhiễm|bẩn"),
    Family.NEUTRAL: (_BETWEEN, ""),
}
_DEGREES = {
    word: Degree(family, sign if family is not Family.NEUTRAL else 0)
    for family, sides in _LEXICON.items()
    for sign, words in zip((1, -1), sides, strict=True)
    for word in words.split("|")
    if word
}
# What lies between decides first, mere quantities last ("giảm nhiều" is a decrease); among the rest
# the longest word does ("tốt hơn" is a change, "tốt" a quality).
_RANK = {Family.NEUTRAL: 0, Family.LEVEL: 2}
_WORDS = [
    (re.compile(rf"\b{word}\b"), found)
    for word, found in sorted(
        _DEGREES.items(), key=lambda item: (_RANK.get(item[1].family, 1), -len(item[0]))
    )
]
# Before a word they turn its side. "Khá" alone is a mark, before another word it only tempers it.
_TURNS = re.compile(r"\b(không|chưa|chẳng|ít|kém)\b")
_FAIR = re.compile(r"\bkhá\b")

_WAY_OUT = re.compile(
    r"(rất )?khó (trả lời|nói|đánh giá)|(không|chưa) (có |rõ |nắm được |đủ )?"
    r"(ý kiến|biết|rõ|trả lời|đánh giá|áp dụng|sử dụng|thông tin|nắm được|xác định|nhu cầu|phát sinh|"
    r"liên quan|nhớ|nêu|nói|muốn nêu|muốn trả lời)( được)?( .{0,40})?|từ chối trả lời( .{0,40})?"
)


def is_way_out(choice: Choice) -> bool:
    """Whether somebody without an opinion can choose it: marked so, or by its words."""
    return choice.is_dont_know or _WAY_OUT.fullmatch(_plain(choice.label)) is not None


def degree(label: str) -> Degree | None:
    """Return where `label` stands on a scale, None where the lexicon does not know."""
    text = _plain(label)
    for word, found in _WORDS:
        match = word.search(text)
        if match is None:
            continue
        is_turned = found.sign and _TURNS.search(text, 0, match.start())
        return Degree(found.family, -found.sign) if is_turned else found
    return Degree(Family.QUALITY, 1) if _FAIR.search(text) else None


def degrees(choices: Sequence[Choice]) -> list[Degree]:
    """Return the degrees of a scale from first to last, or nothing where a label has none.

    Ways out and "khác" stand outside a scale and are left out.
    """
    found = [degree(choice.label) for choice in _inside(choices)]
    known = [one for one in found if one is not None]
    return known if len(known) == len(found) else []


def direction(choices: Sequence[Choice]) -> int:
    """Return 1 for a scale from good to bad, -1 for one from bad to good, 0 for neither.

    The labels at the two ends decide.
    """
    inside = _inside(choices)
    first, last = (degree(inside[end].label) if inside else None for end in (0, -1))
    if first is None or last is None or first.sign * last.sign >= 0:
        return 0
    return first.sign


def _inside(choices: Sequence[Choice]) -> list[Choice]:
    return [choice for choice in choices if not (is_way_out(choice) or choice.is_other)]


def _plain(label: str) -> str:
    return " ".join(normalise(label).lower().split()).rstrip(".?!")
