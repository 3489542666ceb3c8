"""Where in a question a fault stands, said so that somebody finds it: its words, a row, a choice."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from surveys.instrument.questionnaire import Question

MOST_PLACES = 5
PLACE_LENGTH = 60


class Found(NamedTuple):
    """Faults of one kind in a question: the words of each, and where they stand ("" its label)."""

    places: dict[str, list[str]]

    @property
    def words(self) -> str:
        return ", ".join(map(quoted, self.places))

    @property
    def subject(self) -> str:
        """What has the fault, at the beginning of a sentence."""
        places = [place for found in self.places.values() for place in found]
        if not any(places):
            return "Câu này"
        named = _joined(sorted(set(filter(None, places)), key=places.index))
        return f"Lời câu và {named}" if "" in places else named[0].upper() + named[1:]

    @property
    def words_in_place(self) -> str:
        """The words, with the rows and choices they stand in: "“luôn” (dòng “Cán bộ …”)"."""
        told = []
        for words, places in self.places.items():
            named = _joined([place for place in places if place])
            told.append(f"{quoted(words)} ({named})" if named else quoted(words))
        return ", ".join(told)


def find(fault: Callable[[str], str], texts: Iterable[tuple[str, str]]) -> Found:
    """Look for a fault in texts, each with the name of its place."""
    places: dict[str, list[str]] = {}
    for place, text in texts:
        if found := fault(text):
            places.setdefault(found, []).append(place)
    return Found(places)


def asked_texts(question: Question) -> Iterator[tuple[str, str]]:
    """The label and the rows, each with the name of its place."""
    yield "", question.label
    yield from ((f"dòng {quoted(_short(row.label))}", row.label) for row in question.rows)


def all_texts(question: Question) -> Iterator[tuple[str, str]]:
    """Everything people read of a question, each with the name of its place."""
    yield from asked_texts(question)
    yield from (("", text) for text in (question.hint, question.low_label, question.high_label))
    for choice in question.choices:
        yield f"lựa chọn {quoted(_short(choice.label))}", choice.label


def _joined(places: Sequence[str]) -> str:
    """Name several places in one breath, the many that follow by their number."""
    shown, rest = places[:MOST_PLACES], len(places) - MOST_PLACES
    return ", ".join(shown) + (f" và {rest} chỗ khác" if rest > 0 else "")


def _short(label: str) -> str:
    """The beginning of a long label, in whole words."""
    if len(label) <= PLACE_LENGTH:
        return label
    return f"{label[: PLACE_LENGTH + 1].rpartition(' ')[0] or label[:PLACE_LENGTH]}…"


def quoted(text: str) -> str:
    """Put `text` into Vietnamese quotation marks."""
    return f"“{text}”"
