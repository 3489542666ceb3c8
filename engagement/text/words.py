"""Words of a text and where they stand in it: how a search finds, and marks what it found.

Letters are compared folded (without marks, in either case), but only whole words count: "bao" is
no part of "baobab" and "hiem" none of "nghiem". Texts are searched as `fold` leaves them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engagement.text.fold import fold
from engagement.text.normalise import normalise

_WORD = re.compile(r"[^\W_]+")
Span = tuple[int, int]


def words_in(text: str) -> list[str]:
    """Return the folded words of `text`, in their order; signs between them are dropped."""
    return _WORD.findall(fold(text))


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
    return lowered, "".join((fold(letter) or " ")[0] for letter in text)


def _spans(text: str, words: Sequence[str]) -> list[Span]:
    """Where `words` stand one after another, from the first letter to the last."""
    if not words:
        return []
    pattern = r"[\W_]+".join(map(re.escape, words))
    return [found.span() for found in re.finditer(rf"(?<![^\W_]){pattern}(?![^\W_])", text)]
