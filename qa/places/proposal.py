"""Two axes joined: what the matter is and where it is; who leads, who helps, and why."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engagement.text.fold import fold
from qa.places.gazetteer import NAMED, Found
from qa.places.tokens import read, stands_at, words_of


class Tier(StrEnum):
    """Which level of government a matter belongs to."""

    COMMUNE = "commune"
    PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class Hint:
    """Words that say to which level a matter belongs."""

    words: str
    tier: Tier


@dataclass(frozen=True, slots=True)
class TierGuess:
    """The level, None where nothing or both were said, and the words that say so."""

    tier: Tier | None
    matched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit the matter's field points to: code, name, score 0 to 1, words."""

    unit: str
    name: str
    score: float
    matched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who should lead and who should help, by code, with the reasons in Vietnamese sentences."""

    lead: str | None
    coordinating: tuple[str, ...]
    reasons: tuple[str, ...]


# A second unit worth asking: below this the field says too little.
WORTH_ASKING = 0.3


def guess_tier(text: str, hints: Iterable[Hint]) -> TierGuess:
    """Weigh the words of `text`: longer runs say more, and what stands within one says nothing."""
    whole = read(text)
    places: dict[str, list[int]] = defaultdict(list)
    for index, token in enumerate(whole.tokens):
        places[token.folded].append(index)
    weights = dict.fromkeys(Tier, 0)
    matched: dict[Tier, list[str]] = {tier: [] for tier in Tier}
    taken: set[int] = set()
    for hint in sorted(hints, key=lambda one: -len(words_of(one.words))):
        words = words_of(hint.words)
        for index in places.get(fold(words[0]), ()):
            span = range(index, index + len(words))
            if taken.isdisjoint(span) and stands_at(whole, index, words):
                taken.update(span)
                weights[hint.tier] += len(words)
                if hint.words not in matched[hint.tier]:
                    matched[hint.tier].append(hint.words)
    if weights[Tier.COMMUNE] == weights[Tier.PROVINCE]:
        return TierGuess(None)
    tier = max(weights, key=lambda one: weights[one])
    return TierGuess(tier, tuple(matched[tier]))


def propose(
    candidates: Sequence[Candidate],
    local: Sequence[Found],
    *,
    guess: TierGuess,
    names: dict[str, str] | None = None,
    asked_from: str = "",
) -> Proposal:
    """Join the field's candidates (best first) with the places' units.

    A matter of the commune is led by the commune it names, with the department helping where the
    field is plain; any other is led by the department, with the commune named helping. Where only
    the asker's own commune is known, it is a hint: it leads what is the commune's, never helps.
    `names` gives the names of units by code.
    """
    names = names or {}
    best = candidates[0] if candidates else None
    tier = guess.tier
    named = [found for found in local if found.score > NAMED]
    why = _why_tier(guess)
    if tier == Tier.COMMUNE and named:
        return _led_by_commune(best, named, names, why)
    if tier == Tier.COMMUNE and asked_from:
        words = f"Câu hỏi không nêu địa bàn; người hỏi chọn {names.get(asked_from, asked_from)}."
        helpers = _worth_asking(best)
        return Proposal(asked_from, helpers, (*why, words))
    if best is None:
        lead = named[0].unit if named else None
        return Proposal(lead, _codes(named[1:]), (*why, *_why_places(named, names)))
    if tier == Tier.COMMUNE:
        why = (*why, "Chưa rõ thuộc địa bàn nào nên đề nghị sở, ngành chủ trì.")
    helpers = tuple(code for code in _codes(named) if code != best.unit)
    return Proposal(best.unit, helpers, (*why, _why_field(best), *_why_places(named, names)))


def _led_by_commune(
    best: Candidate | None, named: Sequence[Found], names: dict[str, str], why: tuple[str, ...]
) -> Proposal:
    """The surest place leads; other places named as surely, and the department, help."""
    lead, *others = named
    helpers = [code for code in (*_codes(others), *_worth_asking(best)) if code != lead.unit]
    reasons = (*why, *_why_places(named, names))
    if best and best.unit in helpers:
        reasons = (*reasons, _why_field(best))
    return Proposal(lead.unit, tuple(dict.fromkeys(helpers)), reasons)


def _worth_asking(best: Candidate | None) -> tuple[str, ...]:
    return (best.unit,) if best and best.score >= WORTH_ASKING else ()


def _codes(found: Iterable[Found]) -> tuple[str, ...]:
    return tuple(one.unit for one in found)


def _why_tier(guess: TierGuess) -> tuple[str, ...]:
    if guess.tier is None:
        return ()
    level = {Tier.COMMUNE: "cấp xã", Tier.PROVINCE: "cấp tỉnh"}[guess.tier]
    words = f": {_quoted(guess.matched)}" if guess.matched else ""
    return (f"Việc thường do {level} giải quyết{words}.",)


def _why_field(best: Candidate) -> str:
    words = f": {_quoted(best.matched)}" if best.matched else ""
    return f"Lĩnh vực của {best.name}{words}."


def _why_places(named: Iterable[Found], names: dict[str, str]) -> tuple[str, ...]:
    return tuple(
        f"Địa bàn nhắc đến: {_quoted(found.matched)}, nay thuộc {names.get(found.unit, found.unit)}."
        for found in named
    )


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
