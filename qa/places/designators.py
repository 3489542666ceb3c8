"""What stands before a name and says what it is: "xã", "P.", "thị xã", "đường", "ấp"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engagement.text.fold import fold
from qa.places.tokens import Text, may_be, words_of


class Level(StrEnum):
    """How large a place is: what is smaller lies within what is larger."""

    DISTRICT = "district"
    COMMUNE = "commune"
    ROAD = "road"
    HAMLET = "hamlet"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Designator:
    """`sort` joins a word and its abbreviations; `is_letter`: a single letter, many words' beginning."""

    words: tuple[str, ...]
    level: Level
    sort: str
    is_short: bool = False


def _table() -> tuple[Designator, ...]:
    rows = (
        (Level.DISTRICT, "thành phố", "tp"),
        (Level.DISTRICT, "thị xã", "tx"),
        (Level.DISTRICT, "huyện", "h"),
        (Level.DISTRICT, "quận", "q"),
        (Level.COMMUNE, "thị trấn", "tt"),
        (Level.COMMUNE, "phường", "p"),
        (Level.COMMUNE, "xã", "x"),
        (Level.ROAD, "quốc lộ", "ql"),
        (Level.ROAD, "tỉnh lộ", "tl"),
        (Level.ROAD, "đường tỉnh", "đt"),
        (Level.ROAD, "hương lộ", "hl"),
        (Level.ROAD, "đại lộ", ""),
        (Level.ROAD, "đường", "đ"),
        (Level.ROAD, "phố", ""),
        (Level.ROAD, "hẻm", ""),
        (Level.ROAD, "lộ", ""),
        (Level.HAMLET, "khu vực", "kv"),
        (Level.HAMLET, "khu phố", "kp"),
        (Level.HAMLET, "khóm", ""),
        (Level.HAMLET, "thôn", ""),
        (Level.HAMLET, "ấp", ""),
        (Level.OTHER, "kênh", ""),
        (Level.OTHER, "rạch", ""),
        (Level.OTHER, "cầu", ""),
        (Level.OTHER, "chợ", ""),
        (Level.OTHER, "khu dân cư", "kdc"),
        (Level.OTHER, "khu công nghiệp", "kcn"),
    )
    table = [Designator(words_of(full), level, full) for level, full, _ in rows]
    table += [
        Designator((short,), level, full, is_short=True) for level, full, short in rows if short
    ]
    return tuple(sorted(table, key=lambda one: -len(one.words)))


DESIGNATORS = _table()
# By the bare letters of the last word: most words of a text end no designator.
_BY_LAST_WORD: Mapping[str, Sequence[Designator]] = {
    last: [one for one in DESIGNATORS if fold(one.words[-1]) == last]
    for last in {fold(one.words[-1]) for one in DESIGNATORS}
}
# Of a province or a person's firm the name says nothing of the place.
NOT_A_PLACE = (("tỉnh",), ("công", "ty"), ("doanh", "nghiệp"), ("cửa", "hàng"), ("quán",))
# After these a name is a place.
LOCATING = (
    ("ở",), ("tại",), ("gần",), ("về",), ("qua",), ("thuộc",), ("đến",), ("khu",), ("chợ",),
    ("cầu",), ("trường",), ("bệnh", "viện"), ("trạm",), ("địa", "bàn"),
)  # fmt: skip
# What people write when they mean the place as it was.
FORMER = ("cũ",)


def of_name(name: str) -> tuple[Designator | None, tuple[str, ...]]:
    """Split "Thị xã Long Mỹ" into what it is and the words it is called by."""
    words = words_of(name)
    for one in DESIGNATORS:
        if (
            not one.is_short
            and words[: len(one.words)] == one.words
            and len(words) > len(one.words)
        ):
            return one, words[len(one.words) :]
    return None, words


def before(text: Text, index: int) -> tuple[Designator, int] | None:
    """The designator right before word `index`, and at which word it begins.

    A word without its marks counts only where marks are left out altogether ("xa" is "far" in a
    text that has them); an abbreviation counts as it stands.
    """
    if not index:
        return None
    for one in _BY_LAST_WORD.get(text.tokens[index - 1].folded, ()):
        start = index - len(one.words)
        if start < 0 or not _ends_at(text, index, one):
            continue
        typed = text.tokens[start:index]
        if all(may_be(token, word) for token, word in zip(typed, one.words, strict=True)):
            is_marked = any(token.is_marked for token in typed)
            needs_marks = any(not word.isascii() for word in one.words)
            if one.is_short or is_marked or not needs_marks or text.is_plain:
                return one, start
    return None


def _ends_at(text: Text, index: int, one: Designator) -> bool:
    """Only blanks, and after an abbreviation a full stop, lie between designator and name."""
    signs = " \t\n.:" if one.is_short else " \t\n"
    inside = all(
        not text.gap(place).strip(" \t\n-") for place in range(index - len(one.words) + 1, index)
    )
    return inside and not text.gap(index).strip(signs)


def is_blocked(text: Text, index: int) -> bool:
    """Tell whether what stands before word `index` says that no place of ours follows."""
    return any(_stands_before(text, index, words) for words in NOT_A_PLACE)


def is_located(text: Text, index: int) -> bool:
    """Tell whether what stands before word `index` says that a place follows."""
    return any(_stands_before(text, index, words) for words in LOCATING)


def _stands_before(text: Text, index: int, words: Sequence[str]) -> bool:
    start = index - len(words)
    return start >= 0 and all(
        may_be(token, word) for token, word in zip(text.tokens[start:index], words, strict=True)
    )


def is_former(text: Text, index: int) -> bool:
    """Tell whether "cũ" follows the word before `index`, in brackets or not."""
    if index >= len(text.tokens) or text.gap(index).strip(" (\t"):
        return False
    token = text.tokens[index]
    return may_be(token, FORMER[0]) and (token.is_marked or text.is_plain)
