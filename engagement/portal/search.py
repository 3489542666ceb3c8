"""Search over what the public may read: published answers, units in force, sections (R-6.3c)."""

from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from engagement.accounts.models import Unit
from engagement.portal.feeds import Answer
from engagement.portal.sections import SECTIONS
from engagement.text.normalise import normalise
from engagement.text.order import order_key
from engagement.text.words import Find, Span, closest_find, words_in

EXCERPT_LENGTH = 220
LEAD_IN = 60


@dataclass(frozen=True, slots=True)
class Hit:
    title: str
    url: str
    sentence: str


@dataclass(frozen=True, slots=True)
class AnswerHit:
    """A published answer as the list shows it, what was found marked."""

    answer: Answer
    title: SafeString
    words: SafeString
    unit_name: SafeString


def answer_hit(answer: Answer, query: str) -> AnswerHit:
    """Show `answer` with the closest likeness to `query` marked, wherever in it that stands."""
    texts = (answer.title, answer.answer_text, answer.question_text, answer.unit_name)
    find = closest_find(query, *texts)
    is_in_question_alone = not any(find.spans(text) for text in texts[:2])
    shown = answer.question_text if is_in_question_alone else answer.answer_text
    return AnswerHit(
        answer,
        title=marked(answer.title, find),
        words=excerpt(shown if find.spans(shown) else answer.answer_text, find),
        unit_name=marked(answer.unit_name, find),
    )


def units_matching(text: str, on: date) -> list[Unit]:
    """Return the units in force on `on` whose names or tasks hold every word.

    Those that hold the text as typed come first, then those named so, then the others.
    """
    words = words_in(text)
    typed = normalise(text).lower()

    def rank(unit: Unit) -> tuple[object, ...]:
        names = f"{unit.name} {unit.short_name}"
        told = f"{names} {unit.functions} {unit.keywords}".lower()
        return typed not in told, not _holds(words, names), order_key(unit.name)

    found = [
        unit
        for unit in Unit.objects.in_force(on)
        if _holds(words, unit.name, unit.short_name, unit.functions, unit.keywords)
    ]
    return sorted(found, key=rank)


def sections_matching(text: str) -> list[Hit]:
    """Return the sections and their parts that speak of every word."""
    words = words_in(text)
    hits = [Hit(section.title, section.url, section.purpose) for section in SECTIONS]
    hits += [
        Hit(f"{section.title}: {part.title}", url, part.purpose)
        for section in SECTIONS
        for part, url in section.links
    ]
    return [hit for hit in hits if _holds(words, hit.title, hit.sentence)]


def marked(text: str, find: Find) -> SafeString:
    """Return `text` with everything found in it marked."""
    return _marked(text, find.spans(text), 0, len(text))


def excerpt(text: str, find: Find) -> SafeString:
    """Return the piece of `text` around what was found first in it, all finds marked."""
    spans = find.spans(text)
    start = max(spans[0][0] - LEAD_IN, 0) if spans else 0
    if start:
        start = text.rfind(" ", 0, start) + 1
    end = min(start + EXCERPT_LENGTH, len(text))
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return format_html("{}{}{}", before, _marked(text, spans, start, end), after)


def _marked(text: str, spans: list[Span], start: int, end: int) -> SafeString:
    pieces: list[tuple[str, str]] = []
    here = start
    for begin, stop in spans:
        if here <= begin < end:
            pieces.append((text[here:begin], text[begin:stop]))
            here = stop
    found = format_html_join("", "{}<mark>{}</mark>", pieces)
    return format_html("{}{}", found, text[here : max(end, here)])


def _holds(words: list[str], *texts: str) -> bool:
    return bool(words) and set(words) <= set(words_in(" ".join(texts)))
