"""A text as the router sees it: folded words as search indexes them, runs of one and two of them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from engagement.text.fold import fold
from engagement.text.words import search_word, search_words

# Words to be read with those of a text: what its abbreviations and popular names stand for.
Expand = Callable[[Sequence[str]], Sequence[str]]
_WORD = re.compile(r"[^\W_]+")
_BLANK = re.compile(r"[\s-]*")


@dataclass(frozen=True)
class Word:
    """One word: as it was typed, and folded; `follows` when only blanks part it from the one before."""

    typed: str
    folded: str
    follows: bool = True


def words_of(text: str) -> list[Word]:
    """The words of `text` in their order; "Sổ đỏ" and "so do" differ only in `typed`."""
    found, end = [], 0
    for match in _WORD.finditer(text):
        if folded := fold(match.group()):
            follows = _BLANK.fullmatch(text, end, match.start()) is not None
            found.append(Word(match.group(), search_word(folded), follows))
            end = match.end()
    return found


def folded_words(text: str) -> list[str]:
    """The same words folded only; quicker, for texts of which nothing is shown."""
    return search_words(text)


def grams(words: Sequence[str]) -> Iterator[str]:
    """Runs of one and of two folded words."""
    yield from words
    yield from (pair(first, second) for first, second in pairwise(words))


def pair(first: str, second: str) -> str:
    """Two folded words as one gram."""
    return f"{first} {second}"


def unexpanded(_words: Sequence[str]) -> Sequence[str]:
    """The expansion that adds nothing."""
    return ()
