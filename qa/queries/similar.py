"""Answered questions like the one that is being typed.

The databases fetch what holds the rare words; a cosine of weighted words puts it in order, and marks
that agree count on top, so that text without marks finds as well and text with marks finds better.
"""

import math
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engagement.text.fulltext import closest
from engagement.text.queries import current_synonyms
from engagement.text.synonyms import expand
from engagement.text.words import search_words, with_marks
from qa.models import PUBLISHED, Publication
from qa.models.search import QUESTION
from qa.queries.archive import on_show

SHOWN = 5
FEWEST_WORDS = 3
# Of a long text the beginning is compared: it says what is asked.
MOST_WORDS = 150
FETCHED = 60
# The words asked of the database: the rarest, until together they stand in about so many rows.
MOST_ROWS = 3_000
FEWEST_ASKED, MOST_ASKED = 3, 12
# What is less alike than this is no help.
LEAST_LIKE = 0.3
BONUS_FOR_MARKS = 0.35

SAMPLE = 3_000
SAMPLE_SECONDS = 600.0


@dataclass(frozen=True)
class Frequencies:
    """In how many of a sample of the newest answers each word stands.

    `archive` is about how many answers there are: the number of the newest, without counting.
    """

    rows: int
    counts: Counter[str]
    archive: int

    def weight(self, word: str) -> float:
        """How much a word says: the logarithm of how rare it is."""
        return math.log(1 + (self.rows + 1) / (self.counts[word] + 1))

    def rarest(self, words: Iterable[str]) -> list[str]:
        """The words that say most, as many as the archive answers quickly."""
        by_rarity = sorted(set(words), key=lambda word: (self.counts[word], word))
        taken: list[str] = []
        rows = 0.0
        for word in by_rarity[:MOST_ASKED]:
            rows += self.counts[word] * self.archive / max(self.rows, 1)
            if rows > MOST_ROWS and len(taken) >= FEWEST_ASKED:
                break
            taken.append(word)
        return taken


_sample: list[tuple[float, Frequencies]] = []


def frequencies() -> Frequencies:
    """The sample, at most SAMPLE_SECONDS old."""
    now = time.monotonic()
    if not _sample or now - _sample[0][0] >= SAMPLE_SECONDS:
        newest = on_show().order_by("-published_at", "-pk")
        rows = newest.values_list("search_title", "search_question")
        counts: Counter[str] = Counter()
        total = 0
        for columns in rows[:SAMPLE]:
            counts.update(set(" ".join(columns).split()))
            total += 1
        _sample[:] = [(now, Frequencies(total, counts, max(total, newest_number())))]
    return _sample[0][1]


def forget_frequencies() -> None:
    """Take a new sample at the next use (tests)."""
    _sample.clear()


def similar_answers(text: str, limit: int = SHOWN) -> list[Publication]:
    """Up to `limit` published answers whose questions are most like `text`, the closest first.

    Fewer than FEWEST_WORDS words find nothing.
    """
    words = search_words(text)[:MOST_WORDS]
    if len(words) < FEWEST_WORDS:
        return []
    known = frequencies()
    # Other forms of an abbreviation help to find, and weigh as much as what was typed.
    meant = expand(" ".join(words), current_synonyms()).split()
    rare = known.rarest(meant)
    ids = closest(
        PUBLISHED, {word: known.weight(word) for word in rare}, depth=QUESTION, most=FETCHED
    )
    rows = on_show().filter(pk__in=ids)
    asked = _Asked(meant, with_marks(text)[:MOST_WORDS], known)
    scored = sorted(((asked.likeness(row), row.pk, row) for row in rows), reverse=True)
    return [row for score, _, row in scored[:limit] if score >= LEAST_LIKE]


class _Asked:
    """The words that are asked for, with their weights."""

    def __init__(self, words: Sequence[str], marked: Sequence[str], known: Frequencies) -> None:
        self.known = known
        self.words = set(words)
        self.marked = set(marked) - self.words  # words typed with marks, and only these
        self.length = self._length(self.words)

    def likeness(self, row: Publication) -> float:
        """From 0 to 1 and a little: by title and question together, or by the title alone."""
        whole = f"{row.title}\n{row.question_text}"
        return max(
            self._likeness(f"{row.search_title} {row.search_question}", whole),
            self._likeness(row.search_title, row.title),
        )

    def _likeness(self, searched: str, shown: str) -> float:
        words = set(searched.split())
        shared = sum(self.known.weight(word) ** 2 for word in words & self.words)
        cosine = shared / ((self.length * self._length(words)) or 1.0)
        if not self.marked or not cosine:
            return cosine
        agreeing = len(self.marked & set(with_marks(shown))) / len(self.marked)
        return cosine * (1 + BONUS_FOR_MARKS * agreeing)

    def _length(self, words: Iterable[str]) -> float:
        return math.sqrt(sum(self.known.weight(word) ** 2 for word in words))


def newest_number() -> int:
    newest = Publication.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0
