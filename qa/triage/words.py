"""The words of a text, and phrases found in them with marks, without, and with only some.

Folded letters alone would take "chạy" for "cháy". So a word that was typed with marks must carry
the phrase's own, and one without marks is taken for the marked one only where the text as a whole
was typed without.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from engagement.text.fold import fold
from engagement.text.normalise import normalise

_WORD = re.compile(r"[^\W_]+")
# Of running Vietnamese typed with marks about seven words of ten carry one.
MARKED_SHARE = 0.35
# Longer texts are judged by their beginning; the form takes 5,000 characters.
LONGEST_JUDGED = 10_000


@lru_cache(maxsize=4096)
def plain(word: str) -> str:
    """The word without marks, in lower case."""
    return fold(word)


@lru_cache(maxsize=4096)
def spelling(word: str) -> str:
    """Equal for one word however its tone is placed: "hoà" and "hòa"."""
    return "".join(sorted(unicodedata.normalize("NFD", word.lower())))


@dataclass(frozen=True)
class Span:
    """Where a phrase stands: the numbers of its first word and of the one after its last."""

    start: int
    end: int


class Words:
    """A text as its words; asked many times which phrases it holds."""

    def __init__(self, text: str) -> None:
        self.typed = [word.lower() for word in _WORD.findall(normalise(text)[:LONGEST_JUDGED])]
        self.plain = [plain(word) for word in self.typed]

    @cached_property
    def has_marks(self) -> bool:
        """Whether the text was typed with marks."""
        marked = sum(not word.isascii() for word in self.typed)
        return marked >= MARKED_SHARE * len(self.typed)

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, word in enumerate(self.plain):
            places.setdefault(word, []).append(place)
        return places

    def find(self, phrase: str) -> Iterator[Span]:
        """Every place of `phrase`, which is written with its marks; see phrases.py for its "!"."""
        needs_marks = phrase.endswith("!")
        wanted = phrase.removesuffix("!").split()
        bare = [plain(word) for word in wanted]
        for start in self._places.get(bare[0], ()):
            end = start + len(wanted)
            if self.plain[start:end] == bare and self._is_meant(
                wanted, start, needs_marks=needs_marks
            ):
                yield Span(start, end)

    def _is_meant(self, wanted: list[str], start: int, *, needs_marks: bool) -> bool:
        may_lack_marks = not (needs_marks or self.has_marks)
        return all(
            spelling(typed) == spelling(word) or (typed.isascii() and may_lack_marks)
            for word, typed in zip(wanted, self.typed[start:], strict=False)
        )

    def said(self, span: Span) -> str:
        """The words as the sender typed them."""
        return " ".join(self.typed[span.start : span.end])
