"""What units say of themselves: keywords found in a text, the longest first."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qa.router.words import folded_words


@dataclass(frozen=True)
class Found:
    """A keyword at words `start` to `end` (exclusive) of a text."""

    start: int
    end: int
    phrase: str


class Keywords:
    """Phrases by the labels that claim them. A phrase that many claim says little of any."""

    def __init__(self, claims: Mapping[str, Iterable[str]]) -> None:
        """Take `claims[phrase]`, the labels that claim a folded phrase."""
        self.claims = {phrase: sorted(labels) for phrase, labels in claims.items()}
        self.labels = len({label for labels in self.claims.values() for label in labels})
        self.longest = max((len(phrase.split()) for phrase in self.claims), default=0)

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str]]) -> "Keywords":
        """Make them from rows of a label and a phrase as it was typed."""
        claims: dict[str, set[str]] = defaultdict(set)
        for label, phrase in rows:
            if folded := " ".join(folded_words(phrase)):
                claims[folded].add(label)
        return cls(claims)

    def find(self, words: Sequence[str]) -> list[Found]:
        """Every keyword in `words`, but none that lies inside longer ones."""
        covered = [False] * len(words)
        found = []
        for length in range(min(self.longest, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                end = start + length
                phrase = " ".join(words[start:end])
                if phrase in self.claims and not all(covered[start:end]):
                    covered[start:end] = [True] * length
                    found.append(Found(start, end, phrase))
        return found

    def weight(self, phrase: str) -> float:
        """What finding `phrase` adds to each label that claims it: rarer and longer says more."""
        return len(phrase.split()) * math.log(self.labels / len(self.claims[phrase]) + 0.01)

    def scores(self, words: Sequence[str]) -> dict[str, float]:
        """The sum of weights by label; a phrase said twice counts once."""
        scores: dict[str, float] = defaultdict(float)
        for phrase in {found.phrase for found in self.find(words)}:
            for label in self.claims[phrase]:
                scores[label] += self.weight(phrase)
        return dict(scores)
