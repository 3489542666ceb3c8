"""A trained router: scores a text in well under a millisecond, and is stored without pickle."""

import hashlib
import io
import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from qa.router.certainty import Certainty
from qa.router.keywords import Found, Keywords
from qa.router.matched import Span, firm_pairs, matched
from qa.router.words import Expand, Word, grams, unexpanded, words_of

if TYPE_CHECKING:
    import numpy as np

FORMAT = 1
# Settled on one half of the real questions, confirmed on the other (ADR 0012): how much the keywords
# weigh beside the two learnt views, what softens the weight of a single short one, and how much it
# says that a unit answers often.
KEYWORD_SHARE = 1.0
KEYWORD_SOFTENING = 1.0
FREQUENCY_SHARE = 0.5
SETTINGS = (KEYWORD_SHARE, KEYWORD_SOFTENING, FREQUENCY_SHARE)
# The spread of weights in each view brings their lifts to one scale.
SCALES = (0.35, 0.25)
EXPLAINED = 8  # labels that may still be among the first three once merged units are added up


class BadModel(ValueError):
    """The stored bytes are no model, or not the one that was stored."""


@dataclass(frozen=True)
class Scored:
    """A label with its probability and the words that speak for it, as they were typed."""

    label: str
    score: float
    matched: tuple[str, ...]


@dataclass(frozen=True)
class Model:
    """Weights of two linear views over the same vocabulary, keywords, and how sure to sound.

    `confirmed` counts the confirmed cases by label.
    """

    labels: tuple[str, ...]
    vocabulary: tuple[str, ...]
    rarity: "np.ndarray"
    views: tuple["np.ndarray", ...]  # each labels × vocabulary
    offsets: tuple["np.ndarray", ...]
    keywords: Keywords
    certainty: Certainty
    confirmed: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def places(self) -> Mapping[str, int]:
        return {gram: place for place, gram in enumerate(self.vocabulary)}

    @cached_property
    def frequency(self) -> "np.ndarray":
        """How often each label is right, of the confirmed cases and one more each; logarithm, mean 0."""
        import numpy as np

        counted = np.log([self.confirmed.get(label, 0) + 1.0 for label in self.labels])
        return np.asarray(counted - counted.mean())

    def rank(
        self, text: str, *, expand: Expand = unexpanded, explained: int = EXPLAINED
    ) -> list[Scored]:
        """Every label with its share of certainty (they sum to 1), best first.

        `expand` gives words to be read with the text (abbreviations spelt out); they count but are
        not shown, for the citizen did not type them. The first `explained` get their words.
        """
        words = words_of(text)
        said = [word.folded for word in words]
        chances = softmax(self.certainty.temperature * self.mixed([*said, *expand(said)]))
        order = sorted(range(len(self.labels)), key=lambda at: (-chances[at], at))
        found = self.keywords.find(said) if explained else []
        firm = firm_pairs(words, self.bond) if explained else []
        lifts = self._lifts(said) if explained else {}
        return [
            Scored(
                self.labels[at],
                chances[at],
                self._matched(at, words, found, firm, lifts) if turn < explained else (),
            )
            for turn, at in enumerate(order)
        ]

    def mixed(self, words: Sequence[str]) -> "np.ndarray":
        """The mixed score by label before it becomes a probability, for calibration."""
        import numpy as np

        at, values = self._vector(words)
        total = np.zeros(len(self.labels))
        for view, offset in zip(self.views, self.offsets, strict=True):
            total += standard(view[:, at].astype(float) @ values + (offset if len(at) else 0.0))
        by_label = self.keywords.scores(words)
        own = np.array([by_label.get(label, 0.0) for label in self.labels])
        said = KEYWORD_SHARE * standard(own, softening=KEYWORD_SOFTENING)
        return total + said + FREQUENCY_SHARE * self.frequency

    def _vector(self, words: Sequence[str]) -> tuple[list[int], "np.ndarray"]:
        import numpy as np

        counts: dict[int, int] = defaultdict(int)
        for gram in grams(words):
            place = self.places.get(gram)
            if place is not None:
                counts[place] += 1
        at = list(counts)
        values = (1 + np.log(np.array(list(counts.values()), dtype=float))) * self.rarity[at]
        length = float(np.sqrt((values**2).sum()))
        return at, values / length if length else values

    def _lifts(self, words: Sequence[str]) -> dict[str, "np.ndarray"]:
        """By run of words: what it adds to each label above the mean of labels."""
        import numpy as np

        runs = [gram for gram in dict.fromkeys(grams(words)) if gram in self.places]
        at = [self.places[gram] for gram in runs]
        columns = [view[:, at].astype(float) for view in self.views]
        lifts = np.zeros((len(runs), len(self.labels)))
        for column, scale in zip(columns, SCALES, strict=True):
            lifts += ((column - column.mean(axis=0)) / scale).T
        return dict(zip(runs, lifts, strict=True))

    def _matched(
        self,
        at: int,
        words: Sequence[Word],
        found: Sequence[Found],
        firm: Sequence[Span],
        lifts: Mapping[str, "np.ndarray"],
    ) -> tuple[str, ...]:
        return matched(
            self.labels[at],
            words,
            found,
            keywords=self.keywords,
            firm=firm,
            lift=lambda run: float(lifts[run][at]) if run in lifts else 0.0,
        )

    def bond(self, run: str) -> float:
        """How firmly a pair stands together in all that was learnt: 1 when neither is ever alone."""
        places = [self.places.get(gram) for gram in (run, *run.split())]
        if None in places:
            return 0.0
        together, first, second = (float(self.rarity[at]) for at in places if at is not None)
        return math.exp((first + second) / 2 - together)

    def to_bytes(self) -> bytes:
        """Arrays and one JSON text in a compressed archive; read back without running anything."""
        import numpy as np

        head = {
            "format": FORMAT,
            "labels": self.labels,
            "vocabulary": self.vocabulary,
            "keywords": self.keywords.claims,
            "certainty": [self.certainty.temperature, self.certainty.shift],
            "confirmed": dict(self.confirmed),
        }
        arrays: dict[str, np.ndarray] = {
            "head": np.frombuffer(json.dumps(head).encode(), dtype=np.uint8),
            "rarity": self.rarity.astype(np.float32),
        }
        for n, (view, offset) in enumerate(zip(self.views, self.offsets, strict=True)):
            arrays[f"view{n}"] = view.astype(np.float16)
            arrays[f"offset{n}"] = offset.astype(np.float32)
        stored = io.BytesIO()
        np.savez_compressed(stored, allow_pickle=False, **arrays)
        return stored.getvalue()

    @classmethod
    def from_bytes(cls, stored: bytes, *, checksum: str) -> "Model":
        """Read a model back. Raises BadModel unless the bytes have this SHA-256."""
        import numpy as np

        if checksum_of(stored) != checksum:
            raise BadModel("the stored router is not the one that was made")
        with np.load(io.BytesIO(stored), allow_pickle=False) as arrays:
            head = json.loads(arrays["head"].tobytes())
            if head["format"] != FORMAT:
                raise BadModel(f"format {head['format']} is not known")
            count = sum(name.startswith("view") for name in arrays.files)
            return cls(
                labels=tuple(head["labels"]),
                vocabulary=tuple(head["vocabulary"]),
                rarity=arrays["rarity"].astype(float),
                views=tuple(arrays[f"view{n}"].astype(np.float32) for n in range(count)),
                offsets=tuple(arrays[f"offset{n}"].astype(float) for n in range(count)),
                keywords=Keywords(head["keywords"]),
                certainty=Certainty(*head["certainty"]),
                confirmed=head["confirmed"],
            )


def checksum_of(stored: bytes) -> str:
    return hashlib.sha256(stored).hexdigest()


def standard(scores: "np.ndarray", *, softening: float = 0.0) -> "np.ndarray":
    """Scores of one text brought to mean 0 and spread 1, so that views can be added.

    With `softening` a small spread stays small: little was found.
    """
    spread = float(scores.std()) + softening
    return (scores - scores.mean()) / spread if spread > 1e-9 else scores * 0.0


def softmax(scores: "np.ndarray") -> list[float]:
    import numpy as np

    raised = np.exp(scores - scores.max())
    return [float(share) for share in raised / raised.sum()]
