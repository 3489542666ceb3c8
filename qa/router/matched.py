"""The words that speak for a unit: whole words as the asker typed them, none told twice."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import fmean

from qa.router.keywords import Found, Keywords
from qa.router.words import Word, pair

Span = tuple[int, int]  # words `start` to `end` (exclusive)
MATCHES_SHOWN = 6
# A word is shown when it lifts the unit this much above the mean of units.
LEAST_LIFT = 1.0
# How firmly two words must stand together to be shown as one: "đăng ký" does, "nhận đăng" does not.
LEAST_BOND = 0.15
# Words of every question, folded. They count like all others; shown, they would explain nothing.
EVERYDAY = frozenset(
    """toi ban em chau con anh chi ong ba xin hoi cho va cua cac nhung la thi nen nhu voi trong
    se da dang neu hay hoac khi nay kia do rat qua duoc khong gi nao sao ai o dau tai vi boi
    bi co can phai den tu ve ra vao nop lam bao nhieu gio the lai roi van cung deu ma muon
    biet de mot hai nguoi nha noi viec truong hop theo qui dinh hien giai quyet kien nghi""".split()  # noqa: SIM905 - a hundred lines as a list
)


def matched(
    label: str,
    words: Sequence[Word],
    found: Sequence[Found],
    *,
    keywords: Keywords,
    firm: Sequence[Span],
    lift: Callable[[str], float],
) -> tuple[str, ...]:
    """The unit's keywords among `found`, then other phrases that speak for it, strongest first.

    A syllable alone ("thủ") and a pair with an everyday word ("già không") explain nothing unless
    they are somebody's keyword: rather no word than an odd one.

    `firm` are the pairs that stand together, `lift` tells what a run of words adds to the unit.
    """
    found = [one for one in found if is_unbroken(words, (one.start, one.end))]
    own = joined(
        ((one.start, one.end), keywords.weight(one.phrase))
        for one in found
        if label in keywords.claims[one.phrase] and not is_everyday(words[one.start : one.end])
    )
    others = [(one.start, one.end) for one in found]
    learnt = {
        span: fmean([lift(run) for run in runs_in(words, span)])
        for span in pieces(words, [*own, *others, *firm])
        if span not in own and (span in others or is_phrase(words[slice(*span)]))
        if not is_everyday(words[slice(*span)])
    }
    spoken = {span: strength for span, strength in learnt.items() if strength > LEAST_LIFT}
    told = [*by_strength(own), *by_strength(spoken)]
    shown: dict[str, str] = {}
    for start, end in told:
        folded = " ".join(word.folded for word in words[start:end])
        shown.setdefault(folded, " ".join(word.typed for word in words[start:end]))
    return tuple(shown.values())[:MATCHES_SHOWN]


def by_strength(spans: Mapping[Span, float]) -> list[Span]:
    return sorted(spans, key=lambda span: (-spans[span], span))


def is_everyday(words: Sequence[Word]) -> bool:
    """Tell whether a piece explains nothing: only numbers and words of every question."""
    return all(word.folded in EVERYDAY or word.folded.isdigit() for word in words)


def is_phrase(words: Sequence[Word]) -> bool:
    """Tell whether a piece that is no keyword says something by itself."""
    return len(words) > 1 and not any(is_everyday([word]) for word in words)


def is_unbroken(words: Sequence[Word], span: Span) -> bool:
    """Tell whether no sign stands between the words: "sơ (đồ" is no word."""
    return all(word.follows for word in words[span[0] + 1 : span[1]])


def joined(spans: Iterable[tuple[Span, float]]) -> dict[Span, float]:
    """Spans with their strengths; those that overlap become one."""
    apart: list[tuple[Span, float]] = []
    for (start, end), strength in sorted(spans):
        if apart and start < apart[-1][0][1]:
            (first, last), held = apart.pop()
            start, end, strength = first, max(last, end), held + strength  # noqa: PLW2901
        apart.append(((start, end), strength))
    return dict(apart)


def firm_pairs(words: Sequence[Word], bond: Callable[[str], float]) -> list[Span]:
    """Pairs of words that stand together, the firmest first; `bond` tells how firmly, 0 to 1."""
    bonds = {
        (at, at + 2): bond(pair(first.folded, second.folded))
        for at, (first, second) in enumerate(pairwise(words))
        if second.follows
    }
    return by_strength(
        {span: firmness for span, firmness in bonds.items() if firmness >= LEAST_BOND}
    )


def pieces(words: Sequence[Word], phrases: Iterable[Span]) -> list[Span]:
    """Every word in one piece: in a phrase (the first that fits) or alone."""
    is_taken = bytearray(len(words))
    settled = []
    for start, end in (*phrases, *((at, at + 1) for at in range(len(words)))):
        if not any(is_taken[start:end]):
            is_taken[start:end] = b"\1" * (end - start)
            settled.append((start, end))
    return settled


def runs_in(words: Sequence[Word], span: Span) -> list[str]:
    """The words and the pairs of a piece, folded."""
    folded = [word.folded for word in words[slice(*span)]]
    return [*folded, *(pair(first, second) for first, second in pairwise(folded))]
