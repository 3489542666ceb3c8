"""One text in three forms whose places agree: as typed, in lower case, and without marks."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from engagement.text.fold import fold

_WORD = re.compile(r"[^\W\d_]+")
# In running Vietnamese two words of three carry a mark; who types without marks has next to none.
_ACCENTED_SHARE = 0.4


@lru_cache(maxsize=8_192)
def plain_letter(letter: str) -> str:
    """One letter for one letter: its folded form, or itself where folding leaves nothing."""
    return (fold(letter) or letter)[0]


def plain(text: str) -> str:
    """`text` without marks and in lower case, each place the same place as in `text`."""
    return "".join(map(plain_letter, text))


@dataclass(frozen=True)
class Forms:
    """`text` (NFC) and what patterns are matched against."""

    text: str
    typed_with_marks: bool | None = None  # None: judged by the text itself

    @cached_property
    def lowered(self) -> str:
        return "".join((letter.lower() or letter)[0] for letter in self.text)

    @cached_property
    def plain(self) -> str:
        return plain(self.text)

    @cached_property
    def is_accented(self) -> bool:
        """Whether marks can be relied on: then "ba" is three, and not a lady ("bà")."""
        if self.typed_with_marks is not None:
            return self.typed_with_marks
        words = _WORD.findall(self.lowered)
        marked = sum(not word.isascii() for word in words)
        return bool(words) and marked >= _ACCENTED_SHARE * len(words)


class Pattern:
    r"""A regular expression written in Vietnamese with marks, tried on a text with or without.

    The source may use no capital letter (neither `\S` nor `(?P<…>`), because its folded twin is
    made letter by letter. What is wanted of a match is its first group, or all of it.
    """

    def __init__(self, source: str) -> None:
        self._accented = re.compile(source)
        self._folded = re.compile(plain(source))

    def matches(self, forms: Forms) -> list[re.Match[str]]:
        """Every match, with marks where the text has them and without where it has not."""
        if forms.is_accented:
            return list(self._accented.finditer(forms.lowered))
        return list(self._folded.finditer(forms.plain))


def wanted(match: re.Match[str]) -> tuple[int, int]:
    """The place of the first group, or of the whole match where there is none."""
    return match.span(1) if match.re.groups else match.span()
