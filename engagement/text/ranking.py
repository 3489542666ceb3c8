"""How close a text is to what was typed. Pure: the databases find, this puts in order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from engagement.text.synonyms import NONE, Part, Synonyms, parts
from engagement.text.words import search_words, spelt_pattern

# From the closest on; a smaller number comes first.
AS_TYPED, AS_PHRASE, BY_PARTS, BY_WORDS = range(4)
Rank = tuple[int, int]


@dataclass(frozen=True)
class Query:
    """What somebody typed, as it is searched."""

    typed: str
    synonyms: Synonyms = NONE

    @cached_property
    def words(self) -> list[str]:
        return search_words(self.typed)

    @cached_property
    def parts(self) -> list[Part]:
        """The words, with known abbreviations and names together and what they stand for."""
        return parts(self.words, self.synonyms)

    @cached_property
    def phrase(self) -> str:
        return _run(self.words)

    @cached_property
    def spelt(self) -> re.Pattern[str] | None:
        """The typed words with their marks, however these are placed."""
        return spelt_pattern(self.typed)

    def is_held(self, searched: Sequence[str]) -> bool:
        """Whether the search columns hold every part, as the indexes judge it."""
        padded = [f" {column} " for column in searched]
        words = {word for column in searched for word in column.split()}
        return all(
            words.issuperset(part.words)
            or any(_run(form) in column for form in part.others for column in padded)
            for part in self.parts
        )

    def rank(self, searched: Sequence[str], shown: Sequence[str]) -> Rank:
        """Rank one row: first how alike it is, then in which of its columns, the heaviest first.

        `searched` are its search columns and `shown` the texts they were made of, in one order. Exact
        marks come before the words as a phrase, that before every part for itself (an abbreviation
        or what it stands for), and that before the words anywhere.
        """
        padded = [f" {column} " for column in searched]
        together = [place for place, column in enumerate(padded) if self.phrase in column]
        if together:
            spelt = self.spelt
            for place in together:
                if spelt is not None and spelt.search(shown[place].lower()):
                    return AS_TYPED, place
            return AS_PHRASE, together[0]
        for place, column in enumerate(padded):
            if all(_holds(column, part) for part in self.parts):
                return BY_PARTS, place
        return BY_WORDS, _depth(padded, self.words)


def _holds(column: str, part: Part) -> bool:
    return any(_run(form) in column for form in (part.words, *part.others))


def _depth(columns: Sequence[str], words: Sequence[str]) -> int:
    """The first column with which all words are there, those before it counted in."""
    missing = {f" {word} " for word in words}
    for place, column in enumerate(columns):
        missing = {word for word in missing if word not in column}
        if not missing:
            return place
    return len(columns)


def _run(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "
