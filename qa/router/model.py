"""A trained router: scores a text in well under a millisecond, and is stored without pickle."""

import hashlib
import io
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from qa.router.certainty import Certainty
from qa.router.keywords import Keywords
from qa.router.words import Expand, Word, grams, unexpanded, words_of

if TYPE_CHECKING:
    import numpy as np

FORMAT = 1
# How much the keywords weigh beside the two learnt views; settled as the weights of training were
# (ADR 0012).
KEYWORD_SHARE = 0.7
MATCHES_SHOWN = 6
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

    def rank(
        self, text: str, *, expand: Expand = unexpanded, explained: int = EXPLAINED
    ) -> list[Scored]:
        """Every label with its share of certainty (they sum to 1), best first.

        `expand` gives words to be read with the text (abbreviations spelt out); they count but are
        not shown, for the citizen did not type them. The first `explained` get their words.
        """
        words = words_of(text)
        said = [word.folded for word in words]
        probabilities, speaking = self._scores([*said, *expand(said)])
        order = sorted(range(len(self.labels)), key=lambda at: (-probabilities[at], at))
        return [
            Scored(
                self.labels[at],
                probabilities[at],
                self._matched(at, words, speaking) if turn < explained else (),
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
        return total + KEYWORD_SHARE * standard(own)

    def _scores(self, words: Sequence[str]) -> tuple[list[float], Mapping[str, "np.ndarray"]]:
        mixed = self.mixed(words)
        speaking = {}
        for gram in set(grams(words)) & self.places.keys():
            place = self.places[gram]
            lifts = [view[:, place].astype(float) for view in self.views]
            speaking[gram] = sum((lift - lift.mean()) / SCALES[n] for n, lift in enumerate(lifts))
        return softmax(self.certainty.temperature * mixed), speaking

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

    def _matched(
        self, at: int, words: Sequence[Word], speaking: Mapping[str, "np.ndarray"]
    ) -> tuple[str, ...]:
        """The unit's keywords in the text, then single words and pairs that speak for it."""
        label, folded = self.labels[at], [word.folded for word in words]
        own = [f for f in self.keywords.find(folded) if label in self.keywords.claims[f.phrase]]
        own.sort(key=lambda found: -self.keywords.weight(found.phrase))
        spans = [(found.start, found.end) for found in own]
        learnt = []
        for length in (2, 1):
            for start in range(len(words) - length + 1):
                gram = " ".join(folded[start : start + length])
                lift = float(speaking[gram][at]) if gram in speaking else 0.0
                if lift > LEAST_LIFT and not EVERYDAY.issuperset(gram.split()):
                    learnt.append((lift, (start, start + length)))
        for _, span in sorted(learnt, reverse=True):
            if not any(span[0] < end and start < span[1] for start, end in spans):
                spans.append(span)
        shown = [" ".join(word.typed for word in words[start:end]) for start, end in spans]
        return tuple(dict.fromkeys(shown))[:MATCHES_SHOWN]

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


# A word is shown when it lifts the unit this much above the mean of units; the spread of weights
# in each view brings them to one scale.
SCALES = (0.35, 0.25)
LEAST_LIFT = 1.0


# Words of every question, folded. They count like all others; shown, they would explain nothing.
EVERYDAY = frozenset(
    [
        "toi",
        "ban",
        "em",
        "chau",
        "con",
        "anh",
        "chi",
        "ong",
        "ba",
        "xin",
        "hoi",
        "cho",
        "va",
        "cua",
        "cac",
        "nhung",
        "la",
        "thi",
        "nen",
        "nhu",
        "voi",
        "trong",
        "se",
        "da",
        "dang",
        "neu",
        "hay",
        "hoac",
        "khi",
        "nay",
        "kia",
        "do",
        "rat",
        "qua",
        "duoc",
        "khong",
        "gi",
        "nao",
        "sao",
        "ai",
        "o",
        "dau",
        "tai",
        "vi",
        "boi",
        "bi",
        "co",
        "can",
        "phai",
        "den",
        "tu",
        "ve",
        "ra",
        "vao",
        "nop",
        "lam",
        "bao",
        "nhieu",
        "gio",
        "the",
        "lai",
        "roi",
        "van",
        "cung",
        "chi",
        "deu",
        "ma",
        "muon",
        "biet",
        "de",
        "mot",
        "hai",
        "ba",
        "nguoi",
        "nha",
        "noi",
        "viec",
        "truong",
        "hop",
        "theo",
        "qui",
        "dinh",
        "hien",
        "nay",
        "nhu",
        "the",
        "giai",
        "quyet",
        "kien",
        "nghi",
        "de",
    ]
)


def checksum_of(stored: bytes) -> str:
    return hashlib.sha256(stored).hexdigest()


def standard(scores: "np.ndarray") -> "np.ndarray":
    """Scores of one text brought to mean 0 and spread 1, so that views can be added."""
    spread = float(scores.std())
    return (scores - scores.mean()) / spread if spread > 1e-9 else scores * 0.0


def softmax(scores: "np.ndarray") -> list[float]:
    import numpy as np

    raised = np.exp(scores - scores.max())
    return [float(share) for share in raised / raised.sum()]
