"""Search over what the public may read, one group a kind of thing (R-6.3c).

A new public function adds a `Source` to SOURCES and a template for one of its hits.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from engagement.accounts.models import Unit
from engagement.portal.feeds import Answer
from engagement.portal.sections import SECTIONS
from engagement.text.normalise import normalise
from engagement.text.order import order_key
from engagement.text.words import Find, Span, closest_find, words_in
from qa.queries.archive import found_answers
from surveys.queries.public import Offer, found_surveys

FIRST_HITS = 10
PAGE = 20
EXCERPT_LENGTH = 220
LEAD_IN = 60


@dataclass(frozen=True, slots=True)
class Hit:
    title: str
    url: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of thing the search box finds.

    `find` gives the rows that hold every word, the closest first, as a sequence that may read them
    late; `show` makes of a row what `template` prints as `hit`. `noun` counts them in a sentence.
    """

    code: str
    title: str
    noun: str
    template: str
    find: Callable[[str], Sequence[Any]]
    show: Callable[[Any, str], object]


@dataclass(frozen=True, slots=True)
class Group:
    """What one source found: the hits of this page, of how many."""

    source: Source
    page: "Page[Any]"
    hits: list[object]

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @property
    def is_cut(self) -> bool:
        """Whether there is more than was put in order."""
        return bool(getattr(self.page.paginator.object_list, "is_cut", False))


def groups_for(query: str, *, only: str, page: str | None) -> list[Group]:
    """What every source found for `query`, those with finds first as SOURCES has them.

    All sources show their first hits, or the one with the code `only` a whole page of them.
    """
    wanted = [source for source in SOURCES if source.code == only] or SOURCES
    is_alone = len(wanted) == 1
    groups = []
    for source in wanted:
        paginator = Paginator(source.find(query), PAGE if is_alone else FIRST_HITS)
        found = paginator.get_page(page if is_alone else 1)
        groups.append(Group(source, found, [source.show(row, query) for row in found]))
    return groups


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


def _survey_hit(offer: Offer, query: str) -> Hit:
    find = closest_find(query, offer.survey.title, offer.purpose)
    url = offer.survey.get_absolute_url()
    return Hit(marked(offer.survey.title, find), url, excerpt(offer.purpose, find))


def _unit_hit(unit: Unit, query: str) -> Hit:
    url = f"{reverse('portal:directory')}#don-vi-{unit.code}"
    return Hit(unit.name, url, unit.functions)


SOURCES = (
    Source(
        code="cau-tra-loi",
        title="Câu trả lời",
        noun="câu trả lời",
        template="portal/_answer_hit.html",
        find=found_answers,
        show=answer_hit,
    ),
    Source(
        code="khao-sat",
        title="Khảo sát",
        noun="khảo sát",
        template="portal/_hit.html",
        find=found_surveys,
        show=_survey_hit,
    ),
    Source(
        code="don-vi",
        title="Đơn vị",
        noun="đơn vị",
        template="portal/_unit_hit.html",
        find=lambda query: units_matching(query, timezone.localdate()),
        show=_unit_hit,
    ),
    Source(
        code="chuyen-muc",
        title="Chuyên mục",
        noun="chuyên mục",
        template="portal/_hit.html",
        find=sections_matching,
        show=lambda hit, _query: hit,
    ),
)
