"""Text typed for the fonts of the 1990s (TCVN3, VNI): found and turned into Unicode (R-9.2b).

Such text is Latin-1 that only looks Vietnamese in a font of its own ("QuyÕt ®Þnh" for "Quyết
định"). It still comes out of old Word files. It is valid NFC, so nothing but its words gives it
away: a word counts as evidence when it is no Vietnamese syllable as it stands and becomes one
after conversion.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.db import models

from engagement.text.syllables import is_syllable


class LegacyEncoding(models.TextChoices):
    TCVN3 = "TCVN3", "TCVN3 (ABC)"
    VNI = "VNI", "VNI"


# The 67 letters with marks, and under each its code. In TCVN3 only the seven plain letters
# have capitals: a capital with a tone is the same code set in a font of capitals.
_LETTERS = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ"
_TCVN3_CODES = "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊËÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ®"
_TCVN3_CAPITALS = dict(zip("¡¢£¤¥¦§", "ĂÂÊÔƠƯĐ", strict=True))
_VNI_CODES = (  # noqa: SIM905 — a table to be read against the letters above
    "aø aû aõ aù aï aê aè aú aü aé aë aâ aà aå aã aá aä "
    "eø eû eõ eù eï eâ eà eå eã eá eä ì æ ó í ò "
    "oø oû oõ où oï oâ oà oå oã oá oä ô ôø ôû ôõ ôù ôï "
    "uø uû uõ uù uï ö öø öû öõ öù öï yø yû yõ yù î ñ"
).split()

TCVN3 = dict(zip(_TCVN3_CODES, _LETTERS, strict=True)) | _TCVN3_CAPITALS
VNI = dict(zip(_VNI_CODES, _LETTERS, strict=True))

_VNI_CODE = re.compile("|".join(sorted(_VNI_CODES, key=len, reverse=True)), re.IGNORECASE)
_WORD = re.compile(f"(?:[^\\W\\d_]|[{''.join(code for code in TCVN3 if not code.isalnum())}])+")
_ABBREVIATION = re.compile("[B-DF-HJ-NP-TV-XZ§Ñ]+")  # "N§" of "N§-CP" says nothing
_SIGNS = frozenset(TCVN3) - {code for code in TCVN3 if code.isalpha()} | {"µm"}
# Letters a Unicode word may hold; Eth is typed for Đ, so it says nothing.
_USUAL = frozenset(_LETTERS + _LETTERS.upper() + "Ðð")

# One odd word is a foreign name ("Loïc"), two odd letters in converted words are a habit.
_ENOUGH = 2
_LONGEST_WORD = 16  # "nghiêng" in VNI has nine characters
# Of eight words of running Vietnamese more than one carries a mark only a legacy code spells.
_PLAIN_WORDS_PER_EVIDENCE = 8


@dataclass(frozen=True)
class _Evidence:
    """What the words of one line say: for an encoding, against it, and words without marks."""

    words: int = 0
    weight: int = 0
    against: int = 0
    plain: int = 0

    @property
    def is_enough(self) -> bool:
        return (
            self.weight >= _ENOUGH
            and self.words > self.against
            and self.words * _PLAIN_WORDS_PER_EVIDENCE >= self.plain
        )


def detect(value: str) -> LegacyEncoding | None:
    """Return the legacy encoding of which at least one line of `value` gives enough evidence."""
    best: tuple[int, LegacyEncoding] | None = None
    for line in value.splitlines():
        if line.isascii():
            continue
        for encoding in LegacyEncoding:
            evidence = _weigh(line, encoding)
            if evidence.is_enough and (best is None or evidence.weight > best[0]):
                best = evidence.weight, encoding
    return best[1] if best else None


def convert(value: str, encoding: LegacyEncoding) -> str:
    """Return `value` with every legacy line in Unicode; lines that are Unicode already stay.

    TCVN3 does not say whether a letter with a tone is a capital. It becomes one in a word whose
    other letters are capitals ("QUYÕT §ÞNH" gives "QUYẾT ĐỊNH") or in a line without small ones.
    """
    return "".join(_convert_line(line, encoding) for line in value.splitlines(keepends=True))


def _weigh(line: str, encoding: LegacyEncoding) -> _Evidence:
    words = weight = against = plain = 0
    for word in _WORD.findall(line):
        if word in _SIGNS or len(word) > _LONGEST_WORD:
            continue  # a sign alone, or a unit, is what it looks like; a long run is no word
        if word.isascii():
            plain += 1
        elif any(char > "ÿ" for char in word):
            against += 1
        elif not is_syllable(word):
            odd = _odd_codes(word)
            if odd and is_syllable(_convert_word(word, encoding)):
                words += 1
                weight += odd
            elif odd and not _ABBREVIATION.fullmatch(word):
                against += 1
    return _Evidence(words, weight, against, plain)


@lru_cache(maxsize=8192)
def _odd_codes(word: str) -> int:
    """Count what real Vietnamese words do not hold; a sign inside a word counts double."""
    odd = [char for char in word if not char.isascii() and char not in _USUAL]
    impossible_pairs = sum(
        len(code) == 2 and code.lower() in VNI and not is_syllable(code)
        for code in _VNI_CODE.findall(word)
    )
    return max(len(odd) + sum(not char.isalnum() for char in odd), impossible_pairs)


def _convert_line(line: str, encoding: LegacyEncoding) -> str:
    evidence = _weigh(line, encoding)
    if evidence.against > evidence.words:
        return line
    capitals = [char for char in line if char.isascii() and char.isalpha()]
    is_capital_line = len(capitals) >= 2 and all(char.isupper() for char in capitals)
    return "".join(_converted_pieces(line, encoding, is_capital_line=is_capital_line))


def _converted_pieces(
    line: str, encoding: LegacyEncoding, *, is_capital_line: bool
) -> Iterator[str]:
    end = 0
    for match in _WORD.finditer(line):
        yield line[end : match.start()]
        end = match.end()
        word = match.group()
        if any(char > "ÿ" for char in word):
            yield word
            continue
        converted = _convert_word(word, encoding)
        yield converted.upper() if is_capital_line else converted
    yield line[end:]


def _convert_word(word: str, encoding: LegacyEncoding) -> str:
    if encoding == LegacyEncoding.VNI:
        return _VNI_CODE.sub(_vni_letter, word)
    converted = "".join(TCVN3.get(char, char) for char in word)
    cased = [
        char for char in word if (char.isascii() and char.isalpha()) or char in _TCVN3_CAPITALS
    ]
    is_capital_word = len(cased) >= 2 and all(not char.islower() for char in cased)
    return converted.upper() if is_capital_word else converted


def _vni_letter(match: re.Match[str]) -> str:
    code = match.group()
    letter = VNI[code.lower()]
    return letter.upper() if code[0].isupper() else letter
