"""The public versions of an answer, and what differs from one to the next."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from qa.models import Publication, PublicationVersion

_PIECES = re.compile(r"\s+|[^\s]+")
# Words × words that are compared one by one; longer stretches are shown as taken out and put in.
_MOST_COMPARED = 4_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed ("same"), went ("removed") or came ("added")."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One part of an answer in both versions; `pieces` in reading order."""

    label: str
    pieces: Sequence[Piece]

    @property
    def is_changed(self) -> bool:
        return any(piece.kind != "same" for piece in self.pieces)


def versions_of(publication: Publication) -> list[PublicationVersion]:
    """All versions, the newest first."""
    return list(publication.versions.order_by("-number"))


def version_and_its_predecessor(
    publication: Publication, number: int
) -> tuple[PublicationVersion, PublicationVersion | None] | None:
    """The version with that number and the one before it; None where there is no such version."""
    found = {
        version.number: version
        for version in publication.versions.filter(number__in=[number, number - 1])
    }
    return (found[number], found.get(number - 1)) if number in found else None


def changes(before: PublicationVersion, after: PublicationVersion) -> list[Change]:
    """What was changed in title, question and answer; neither version may have been removed."""
    parts = (("Tiêu đề", "title"), ("Câu hỏi", "question_text"), ("Trả lời", "answer_text"))
    return [
        Change(label, list(pieces(getattr(before, name), getattr(after, name))))
        for label, name in parts
    ]


def pieces(before: str, after: str) -> Iterator[Piece]:
    """The two texts as one row of pieces, compared word by word."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    yield from _piece("same", old[:start])
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    if len(middle_old) * len(middle_new) > _MOST_COMPARED:
        yield from _piece("removed", middle_old)
        yield from _piece("added", middle_new)
    else:
        yield from _compared(middle_old, middle_new)
    yield from _piece("same", old[len(old) - end :])


def _compared(old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from _piece("same", old[i:j])
            continue
        yield from _piece("removed", old[i:j])
        yield from _piece("added", new[k:m])


def _piece(kind: str, words: Sequence[str]) -> Iterator[Piece]:
    if words:
        yield Piece(kind, "".join(words))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items both begin with."""
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length
