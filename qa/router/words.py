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


@dataclass(frozen=True)
class Word:
    """One word: as it was typed, and folded."""

    typed: str
    folded: str


def words_of(text: str) -> list[Word]:
    """The words of `text` in their order; "Sổ đỏ" and "so do" differ only in `typed`."""
    found = ((match.group(), fold(match.group())) for match in _WORD.finditer(text))
    return [Word(typed, search_word(folded)) for typed, folded in found if folded]


def folded_words(text: str) -> list[str]:
    """The same words folded only; quicker, for texts of which nothing is shown."""
    return search_words(text)


def grams(words: Sequence[str]) -> Iterator[str]:
    """Runs of one and of two folded words."""
    yield from words
    yield from (f"{first} {second}" for first, second in pairwise(words))


def unexpanded(_words: Sequence[str]) -> Sequence[str]:
    """The expansion that adds nothing."""
    return ()
