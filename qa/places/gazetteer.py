"""Finding the places of a list in a text, and weighing which units they lie in."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qa.places import designators
from qa.places.designators import Designator, Level
from qa.places.tokens import Text, is_exact, may_be, read, stands_at

# How sure a mention is of its place, by how it was written.
DESIGNATED_EXACT, DESIGNATED_PLAIN = 1.0, 0.95
OTHER_SORT = 0.6  # "xã" said of a ward
OTHER_LEVEL = 0.35  # "huyện" said of what is a commune alone
BARE_EXACT, BARE_LOWER = 0.75, 0.6
BARE_PLAIN_AT, BARE_PLAIN = 0.6, 0.4  # without marks, after "ở", "tại" and the like, or not
# A commune and a district of that name, which one is not said: one within the other, or apart.
ONE_WITHIN_ANOTHER, APART = 0.85, 0.6
# Above this a unit is taken for named; a name that two units share alike names neither.
NAMED = 0.5


@dataclass(frozen=True, slots=True)
class Entry:
    """A place as the list has it: `name` with what it is ("Xã Vị Thủy"), `units` by their codes.

    `is_former`: it no longer exists under this name. `is_ordinary`: its words are everyday
    ones, so that alone they name nothing.
    """

    name: str
    level: Level
    units: tuple[str, ...]
    is_former: bool = False
    is_ordinary: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """One place named in the text: the words as typed, and what they may mean, each with a score."""

    words: str
    first: int
    end: int
    candidates: tuple[tuple[Entry, float], ...]
    designator: Designator | None = None

    @property
    def level(self) -> Level:
        return self.candidates[0][0].level

    def units(self) -> set[str]:
        return {unit for entry, _ in self.candidates for unit in entry.units}

    def within(self, units: set[str]) -> "Mention":
        """Keep what lies in `units`."""
        kept = [
            (replace(entry, units=tuple(unit for unit in entry.units if unit in units)), score)
            for entry, score in self.candidates
        ]
        return replace(self, candidates=tuple(pair for pair in kept if pair[0].units))


@dataclass(frozen=True, slots=True)
class Found:
    """A unit a text points to by its places; `score` 0 to 1, `matched` the words as typed."""

    unit: str
    score: float
    matched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    entry: Entry
    words: tuple[str, ...]
    designator: Designator | None


class Gazetteer:
    """The list of places, ready to be looked up by the first word of a name."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_first: dict[str, list[_Known]] = defaultdict(list)
        for entry in entries:
            designator, words = designators.of_name(entry.name)
            if words:
                first = read(words[0]).tokens[0].folded
                self._by_first[first].append(_Known(entry, words, designator))

    def find(self, text: str) -> list[Found]:
        """Return the units that places in `text` lie in, the surest first."""
        return weigh(self.mentions(text))

    def mentions(self, text: str) -> list[Mention]:
        """Return the places named in `text`, in order; none overlaps another."""
        found: list[Mention] = []
        whole = read(text)
        index = 0
        while index < len(whole.tokens):
            mention = self._mention(whole, index, found[-1] if found else None)
            if mention:
                found.append(mention)
            index = mention.end if mention else index + 1
        return found

    def _mention(self, text: Text, index: int, last: Mention | None) -> Mention | None:
        known = [
            one
            for one in self._by_first.get(text.tokens[index].folded, [])
            if stands_at(text, index, one.words)
        ]
        designated = designators.before(text, index)
        designator, first = designated or (inherited(text, index, last), index)
        usable = [one for one in known if designator or not one.entry.is_ordinary]
        if not usable or (designator is None and designators.is_blocked(text, index)):
            return None
        longest = max(len(one.words) for one in usable)
        end = index + longest
        kept = [one for one in usable if len(one.words) == longest]
        if designators.is_former(text, end) and any(one.entry.is_former for one in kept):
            kept = [one for one in kept if one.entry.is_former]
        candidates = scored(text, index, kept, designator)
        if not candidates:
            return None
        typed = text.text[text.tokens[first].start : text.tokens[end - 1].end]
        return Mention(typed, first, end, candidates, designator)


def inherited(text: Text, index: int, last: Mention | None) -> Designator | None:
    """What the name before says it is, where names are strung together: "các xã A, B và C"."""
    if last is None or last.designator is None:
        return None
    if last.end == index and text.gap(index).strip() == ",":
        return last.designator
    is_and = last.end == index - 1 and may_be(text.tokens[index - 1], "và")
    return last.designator if is_and else None


def scored(
    text: Text, index: int, known: Sequence[_Known], designator: Designator | None
) -> tuple[tuple[Entry, float], ...]:
    """What the words may mean: those of the sort that is said, else of its level, else a guess."""
    typed = text.tokens[index : index + len(known[0].words)]
    pairs = [(one, is_exact(typed, one.words)) for one in known]
    if designator is None:
        return bare(text, index, pairs)
    same = [(one, exact) for one, exact in pairs if one.entry.level == designator.level]
    sort = [
        (one, exact)
        for one, exact in same
        if one.designator and one.designator.sort == designator.sort
    ]
    if sort:
        return tuple(
            (one.entry, DESIGNATED_EXACT if exact else DESIGNATED_PLAIN) for one, exact in sort
        )
    if same and designator.level in {Level.COMMUNE, Level.DISTRICT}:
        return tuple((one.entry, OTHER_SORT) for one, _ in same)
    if designator.level in {Level.COMMUNE, Level.DISTRICT}:
        large = [one for one, _ in pairs if one.entry.level in {Level.COMMUNE, Level.DISTRICT}]
        return tuple((one.entry, OTHER_LEVEL) for one in large)
    if designator.level == Level.OTHER and not same:
        return bare(text, index, pairs)  # "chợ Vị Thanh" is where the commune is
    # A road or hamlet that is called after a commune lies anywhere.
    return tuple((one.entry, OTHER_SORT) for one, _ in same)


def bare(
    text: Text, index: int, pairs: Sequence[tuple[_Known, bool]]
) -> tuple[tuple[Entry, float], ...]:
    """Scores of a name that nothing says the kind of; unmarked, it may be words of everyday."""
    if text.is_plain:
        score = BARE_PLAIN_AT if designators.is_located(text, index) else BARE_PLAIN
        meant = [one.entry for one, _ in pairs]
    else:
        meant = [one.entry for one, exact in pairs if exact]
        score = BARE_EXACT if text.tokens[index].is_capital else BARE_LOWER
    return tuple((entry, score * doubt(entry, meant)) for entry in meant)


def doubt(entry: Entry, meant: Sequence[Entry]) -> float:
    """How much of the score is left where places of other levels bear the name as well."""
    others = [other for other in meant if other.level != entry.level]
    if not others:
        return 1.0
    is_within = any(set(entry.units) <= set(other.units) for other in others)
    return ONE_WITHIN_ANOTHER if is_within else APART


def weigh(mentions: Sequence[Mention]) -> list[Found]:
    """Return the units behind the mentions, the surest first; an ambiguous name is shared out.

    A district named beside a commune tells which commune is meant, and so a commune of a hamlet.
    """
    districts = _units(mention for mention in mentions if mention.level == Level.DISTRICT)
    communes = [
        narrowed(mention, districts) for mention in mentions if mention.level == Level.COMMUNE
    ]
    named = _units(communes)
    others = [
        narrowed(mention, named or districts, must=bool(named) and mention.level == Level.HAMLET)
        for mention in mentions
        if mention.level not in {Level.COMMUNE, Level.DISTRICT}
    ]
    small = [mention for mention in (*communes, *others) if mention.candidates]
    within = _units(small)
    large = [
        mention
        for mention in mentions
        if mention.level == Level.DISTRICT and not mention.units() & within
    ]
    return _shared_out([*small, *large])


def narrowed(mention: Mention, units: set[str], *, must: bool = False) -> Mention:
    """The mention within `units` where that leaves anything, or where it `must` lie there."""
    if not units:
        return mention
    inside = mention.within(units)
    return inside if inside.candidates or must else mention


def _units(mentions: Iterable[Mention]) -> set[str]:
    return set().union(*(mention.units() for mention in mentions))


def _shared_out(mentions: Iterable[Mention]) -> list[Found]:
    scores: dict[str, float] = defaultdict(float)
    matched: dict[str, list[str]] = defaultdict(list)
    for mention in sorted(mentions, key=lambda one: one.first):
        levels = Counter(entry.level for entry, _ in mention.candidates)
        for entry, score in mention.candidates:
            share = score / len(entry.units) / levels[entry.level]
            for unit in entry.units:
                scores[unit] = max(scores[unit], share)
                if mention.words not in matched[unit]:
                    matched[unit].append(mention.words)
    found = [Found(unit, round(score, 3), tuple(matched[unit])) for unit, score in scores.items()]
    return sorted(found, key=lambda one: (-one.score, one.unit))
