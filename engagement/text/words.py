"""Words of a text and where they stand in it: how a search finds, and marks what it found.

Letters are compared folded (without marks, in either case), but only whole words count: "bao" is
no part of "baobab" and "hiem" none of "nghiem". Texts are searched as `fold` leaves them.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from engagement.text.fold import fold
from engagement.text.normalise import normalise

_WORD = re.compile(r"[^\W_]+")
# Where both spellings are one word: lý and lí, quý and quí; "thúy" and "thúi" are two.
_I_OR_Y = re.compile("(?:[hklmstv]|qu)y")
LONGEST_WORD = 60  # letters
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VOWELS = frozenset("aeiouy")
_ETH = str.maketrans({"ð": "đ", "Ð": "Đ", "ɖ": "đ", "Ɖ": "Đ"})
Span = tuple[int, int]


def words_in(text: str) -> list[str]:
    """Return the folded words of `text`, in their order; signs between them are dropped."""
    return _WORD.findall(fold(text))


def search_word(word: str) -> str:
    """Return a folded word as it is indexed: "ky" as "ki", "quy" as "qui" (kỹ and kĩ are one).

    What is longer than any word is cut, in texts and in queries alike: no index holds it whole.
    """
    return word[:-1] + "i" if _I_OR_Y.fullmatch(word) else word[:LONGEST_WORD]


def search_words(text: str) -> list[str]:
    """Return the words of `text` as they are indexed, in their order."""
    return [search_word(word) for word in words_in(text)]


def searchable(text: str) -> str:
    """Return what a search column holds of `text`: its words as they are indexed, and spaces."""
    return " ".join(search_words(text))


def spellings(word: str) -> set[str]:
    """Return every way to write `word` in small letters: the tone on another vowel, i for y.

    "hoà" gives "hoà" and "hòa", "kỹ" gives "kỹ" and "kĩ". Some are never written; none is another word.
    """
    letters = unicodedata.normalize("NFD", word.translate(_ETH).lower())
    tone = "".join(char for char in letters if char in _TONES)
    bare = unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES))
    written = {bare[:-1] + end for end in "iy"} if _I_OR_Y.fullmatch(_as_y(bare)) else {bare}
    if not tone:
        return written
    return {
        unicodedata.normalize("NFC", form[: place + 1] + tone + form[place + 1 :])
        for form in written
        for place, letter in enumerate(form)
        if fold(letter) in _VOWELS
    }


def _as_y(word: str) -> str:
    return word[:-1] + "y" if word.endswith("i") else word


def with_marks(text: str) -> list[str]:
    """Return the words of `text` with their marks, one spelling each, in their order.

    The tone stands behind the word, so "hoà" and "hòa", "uỷ" and "ủy" are equal, and "kỹ" and "kĩ".
    A word without marks is as it is indexed.
    """
    return [_spelt(word) for word in _WORD.findall(normalise(text).translate(_ETH).lower())]


@lru_cache(maxsize=16384)  # a language has few words, an archive repeats them
def _spelt(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(char for char in letters if char in _TONES)
    bare = unicodedata.normalize("NFC", "".join(char for char in letters if char not in _TONES))
    return search_word(bare) + tones


@lru_cache(maxsize=256)
def spelt_pattern(query: str) -> re.Pattern[str] | None:
    """Return a pattern of the whole of `query` with its marks, in small letters; None without words."""
    words = _WORD.findall(normalise(query))
    if not words:
        return None
    first, *others = (
        [re.escape(one).replace("đ", "[đðɖ]") for one in sorted(spellings(word))] for word in words
    )
    # That no letter stands before is looked at behind the first word: a pattern that begins with
    # letters is looked for twenty times as fast.
    begun = [rf"{one}(?<![^\W_]{one})" for one in first]
    run = r"[\W_]+".join(f"(?:{'|'.join(word)})" for word in (begun, *others))
    return re.compile(rf"{run}(?![^\W_])")


def phrase_pattern(words: list[str]) -> str:
    """Return a regular expression that finds `words` one after another in folded text.

    It is written for what Python's `re` and PostgreSQL both read.
    """
    return f"(^|[^a-z0-9]){'[^a-z0-9]+'.join(words)}([^a-z0-9]|$)"


@dataclass(frozen=True, slots=True)
class Find:
    """What of a query some texts hold: runs of words, each as typed (marks included) or folded."""

    exact: tuple[tuple[str, ...], ...] = ()
    folded: tuple[tuple[str, ...], ...] = ()

    def spans(self, text: str) -> list[Span]:
        """Return where in `text` it stands, in order."""
        lowered, plain = _letter_by_letter(text)
        found = {span for run in self.exact for span in _spans(lowered, run)}
        found |= {span for run in self.folded for span in _spans(plain, run)}
        return sorted(found)


def closest_find(query: str, *texts: str) -> Find:
    """Return the closest likeness to `query` in any of `texts`, which are judged together.

    All of it as typed; else all of it folded; else each word for itself, as typed where one of the
    texts holds it so and folded where not. So a title that holds "bảo hiểm" leaves "báo trước" in
    the text below it alone.
    """
    typed = tuple(_WORD.findall(normalise(query).lower()))
    plain = tuple(words_in(query))
    whole = _either(typed, plain, texts)
    if whole is not None or len(plain) != len(typed):
        return whole or Find()
    finds = [_either((one,), (bare,), texts) for one, bare in zip(typed, plain, strict=True)]
    return Find(
        exact=tuple(run for find in finds if find for run in find.exact),
        folded=tuple(run for find in finds if find for run in find.folded),
    )


def _either(typed: tuple[str, ...], plain: tuple[str, ...], texts: Iterable[str]) -> Find | None:
    """The run as typed if a text holds it so, else folded if one does."""
    for find in (Find(exact=(typed,)), Find(folded=(plain,))):
        if any(find.spans(text) for text in texts):
            return find
    return None


def _letter_by_letter(text: str) -> tuple[str, str]:
    """Return `text` in lower case and folded, each place the same place as in `text`."""
    lowered = "".join((letter.lower() or " ")[0] for letter in text)
    return lowered, "".join(map(_folded_letter, text))


@lru_cache(maxsize=4096)  # a page marks what was found in texts of some hundred different letters
def _folded_letter(letter: str) -> str:
    return (fold(letter) or " ")[0]


def _spans(text: str, words: Sequence[str]) -> list[Span]:
    """Where `words` stand one after another, from the first letter to the last."""
    if not words:
        return []
    pattern = r"[\W_]+".join(map(re.escape, words))
    return [found.span() for found in re.finditer(rf"(?<![^\W_]){pattern}(?![^\W_])", text)]
