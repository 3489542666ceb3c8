"""Abbreviations and popular names, matched both ways by search and by the router.

Pure: the functions take folded text or its words and a `Synonyms`; engagement.text.queries reads the
rows into one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from engagement.text.words import search_words

Words = tuple[str, ...]


@dataclass(frozen=True)
class Synonyms:
    """Pairs of forms that mean the same, each as the words it is indexed by."""

    pairs: tuple[tuple[Words, Words], ...] = ()

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str]]) -> "Synonyms":
        """Make them of pairs as people write them; a pair without words or of one form is nothing."""
        pairs = [(tuple(search_words(short)), tuple(search_words(long))) for short, long in rows]
        return cls(tuple(pair for pair in pairs if all(pair) and pair[0] != pair[1]))

    @cached_property
    def others(self) -> Mapping[Words, tuple[Words, ...]]:
        """Each form with all that mean the same, those of a shared meaning included.

        "so do" and "gcnqsdd" have one meaning, so each finds the other. What the two share must be a
        long form: an abbreviation of two meanings does not make these one.
        """
        meanings: dict[Words, list[Words]] = {}
        shorts: dict[Words, list[Words]] = {}
        for short, long in self.pairs:
            meanings.setdefault(short, []).append(long)
            shorts.setdefault(long, []).append(short)
        found: dict[Words, dict[Words, None]] = {}
        for long, short_forms in shorts.items():
            found.setdefault(long, {}).update(dict.fromkeys(short_forms))
        for short, longs in meanings.items():
            mine = found.setdefault(short, {})
            for long in longs:
                mine[long] = None
                mine.update(dict.fromkeys(one for one in shorts[long] if one != short))
        return {form: tuple(same) for form, same in found.items()}

    @cached_property
    def longest(self) -> int:
        """How many words the longest form has."""
        return max((len(form) for form in self.others), default=0)


NONE = Synonyms()


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a text's words, and the other forms that mean the same."""

    words: Words
    others: tuple[Words, ...] = ()


def parts(words: Sequence[str], synonyms: Synonyms = NONE) -> list[Part]:
    """Split indexed `words` into known forms (the longest first) and single words, in their order."""
    found: list[Part] = []
    here = 0
    while here < len(words):
        part = _known_at(words, here, synonyms) or Part((words[here],))
        found.append(part)
        here += len(part.words)
    return found


def expand(folded_text: str, synonyms: Synonyms) -> str:
    """Return the words of `folded_text` with, at the end, the other forms of all known ones.

    "xin cap so do" becomes "xin cap so do giay chung nhan quyen su dung dat gcnqsdd". Each form is
    added once; text that is not folded yet is folded. Words are spelt as they are indexed
    (engagement.text.words.search_word: "ky" as "ki").
    """
    words = search_words(folded_text)
    return " ".join([*words, *other_words(words, synonyms)])


def other_words(words: Sequence[str], synonyms: Synonyms) -> list[str]:
    """Return the words of the other forms of all that is known in indexed `words`, each form once."""
    added: dict[Words, None] = {}
    for part in parts(words, synonyms):
        added.update(dict.fromkeys(part.others))
    return [word for form in added for word in form]


def _known_at(words: Sequence[str], here: int, synonyms: Synonyms) -> Part | None:
    for length in range(min(synonyms.longest, len(words) - here), 0, -1):
        form = tuple(words[here : here + length])
        if form in synonyms.others:
            return Part(form, synonyms.others[form])
    return None
