"""Search over what the public may read: published answers, units in force, sections (R-6.3c)."""

from dataclasses import dataclass
from datetime import date

from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from engagement.accounts.models import Unit
from engagement.portal.sections import SECTIONS
from engagement.text.fold import fold

EXCERPT_LENGTH = 220
LEAD_IN = 60


@dataclass(frozen=True, slots=True)
class Hit:
    title: str
    url: str
    sentence: str


def units_matching(text: str, on: date) -> list[Unit]:
    """Return the units in force on `on` whose names or tasks hold every word, names first."""
    words = fold(text).split()
    if not words:
        return []
    found = [
        (not _holds(words, unit.name, unit.short_name), unit)
        for unit in Unit.objects.in_force(on)
        if _holds(words, unit.name, unit.short_name, unit.functions, unit.keywords)
    ]
    return [unit for _, unit in sorted(found, key=lambda pair: (pair[0], pair[1].name))]


def sections_matching(text: str) -> list[Hit]:
    """Return the sections and their parts that speak of every word."""
    words = fold(text).split()
    if not words:
        return []
    hits = [Hit(section.title, section.url, section.purpose) for section in SECTIONS]
    hits += [
        Hit(f"{section.title}: {part.title}", url, part.purpose)
        for section in SECTIONS
        for part, url in section.links
    ]
    return [hit for hit in hits if _holds(words, hit.title, hit.sentence)]


def excerpt(text: str, query: str) -> SafeString:
    """Return the piece of `text` around the first word of `query`, each found word marked.

    Words are found as the archive finds them: without marks, in either case.
    """
    folded = _folded_letters(text)
    words = fold(query).split()
    spans = _spans(folded, words)
    start = max(spans[0][0] - LEAD_IN, 0) if spans else 0
    if start:
        start = text.rfind(" ", 0, start) + 1
    end = min(start + EXCERPT_LENGTH, len(text))
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    pieces: list[tuple[SafeString | str, SafeString | str]] = []
    here = start
    for begin, stop in spans:
        if begin >= end:
            break
        if begin < here:
            continue
        pieces.append((text[here:begin], text[begin:stop]))
        here = stop
    marked = format_html_join("", "{}<mark>{}</mark>", pieces)
    tail = conditional_escape(text[here : max(end, here)])
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return mark_safe(f"{before}{marked}{tail}{after}")  # noqa: S308  (every piece is escaped above)


def _holds(words: list[str], *texts: str) -> bool:
    folded = fold(" ".join(texts))
    return all(word in folded for word in words)


def _folded_letters(text: str) -> str:
    """Fold letter by letter, so that a place in the result is the same place in `text`."""
    return "".join((fold(letter) or " ")[0] for letter in text)


def _spans(folded: str, words: list[str]) -> list[tuple[int, int]]:
    spans = []
    for word in words:
        begin = folded.find(word)
        while begin >= 0:
            spans.append((begin, begin + len(word)))
            begin = folded.find(word, begin + len(word))
    return sorted(spans)
