"""The shape of a Vietnamese syllable, to tell a word from a heap of letters."""

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ACUTE, _DOT_BELOW = "\u0301", "\u0323"

_ONSET = "b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x"
_OPEN = (
    "[aeêioôơuưy]|ia|ua|ưa|uya|oa|oe|uê|uơ|uy"
    "|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu"
    "|iêu|yêu|uôi|ươi|ươu|oai|oay|oao|oeo|uây|uyu|êo|uao|uai|uay"
)
_NUCLEUS = "[aăâeêioôơuưy]|iê|yê|uô|ươ|oa|oă|oe|uâ|uê|uy|uyê|oo|ua|uă|ue"
_SYLLABLE = re.compile(f"(?:{_ONSET})?(?:{_OPEN}|(?:{_NUCLEUS})(?:m|ng?|nh|p|t|ch?))")
_STOPPED = re.compile(".*(?:p|t|c|ch)")


@lru_cache(maxsize=8192)  # a language has few words, a text repeats them
def is_syllable(word: str) -> bool:
    """Say whether `word` has the shape of one written Vietnamese syllable, in any case.

    A shape, not a dictionary: "cã" passes. A syllable ending in p, t, c or ch carries no other
    tone than sắc or nặng; that rule alone refuses most foreign words.
    """
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [char for char in decomposed if char in _TONES]
    bare = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(bare):
        return False
    return not tones or not _STOPPED.fullmatch(bare) or tones[0] in (_ACUTE, _DOT_BELOW)
