"""Words of a text as typed and folded, and whether typed words may be a given name."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from engagement.text.fold import fold
from engagement.text.normalise import normalise

# Letters and figures apart: "P3" is two words, as "phường 3" is.
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
# In running Vietnamese six words of ten carry a mark; below this share marks were left out.
PLAIN_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Token:
    """One word: in lower case, without marks, and where it stands in the text."""

    typed: str
    folded: str
    start: int
    end: int
    is_capital: bool

    @property
    def is_marked(self) -> bool:
        return self.typed != self.folded


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its words. `is_plain`: typed, mostly, without marks."""

    text: str
    tokens: tuple[Token, ...]
    is_plain: bool

    def gap(self, index: int) -> str:
        """What stands between word `index` and the one before it."""
        return self.text[self.tokens[index - 1].end : self.tokens[index].start]


def read(text: str) -> Text:
    """Return `text` (stored form) with its words."""
    stored = normalise(text)
    tokens = tuple(
        Token(
            typed=match[0].lower(),
            folded=fold(match[0]),
            start=match.start(),
            end=match.end(),
            is_capital=match[0][0].isupper(),
        )
        for match in _TOKEN.finditer(stored)
    )
    words = [token for token in tokens if token.typed.isalpha()]
    marked = sum(token.is_marked for token in words)
    return Text(stored, tokens, is_plain=marked < PLAIN_SHARE * len(words))


@lru_cache(maxsize=8192)  # a list of places repeats few words
def letters(word: str) -> tuple[str, tuple[str, ...]]:
    """The bare letters and the marks of a word: "thuỷ" and "thủy" are the same word."""
    decomposed = unicodedata.normalize("NFD", word.lower().replace("ð", "đ"))
    marks = tuple(sorted(char for char in decomposed if unicodedata.combining(char)))
    return fold(word), (*marks, *("đ" * decomposed.count("đ")))


def may_be(token: Token, word: str) -> bool:
    """Tell whether what was typed may stand for `word`: the same marks, or none at all."""
    wanted = letters(word)
    return token.folded == wanted[0] and (not token.is_marked or letters(token.typed) == wanted)


def is_exact(tokens: Sequence[Token], words: Sequence[str]) -> bool:
    """Tell whether every mark of `words` was typed."""
    return all(letters(one.typed) == letters(word) for one, word in zip(tokens, words, strict=True))


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, figures apart."""
    return tuple(word.lower() for word in _TOKEN.findall(normalise(name)))


def stands_at(text: Text, index: int, words: Sequence[str]) -> bool:
    """Tell whether `words` stand one after another from word `index` on, no sign in between."""
    if index + len(words) > len(text.tokens):
        return False
    for offset, word in enumerate(words):
        if not may_be(text.tokens[index + offset], word):
            return False
        if offset and text.gap(index + offset).strip(" \t\n-–"):
            return False
    return True
