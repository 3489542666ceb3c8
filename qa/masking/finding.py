"""All findings of a text, none inside another, and the text with some of them masked."""

from collections.abc import Iterable

from qa.masking.addresses import addresses
from qa.masking.forms import Forms
from qa.masking.names import names
from qa.masking.numbers import numbers
from qa.masking.spans import Kind, Span


def find(text: str, *, asker: str = "", public_name: str = "") -> list[Span]:
    """Say where `text` (NFC) looks as if it told of a person, in the order of the text.

    `asker` is the name to look for in any spelling; `public_name` one that its bearer wants shown.
    Spans do not overlap: an address is found before the numbers and names in it.
    """
    forms = Forms(text)
    spans: list[Span] = []
    is_taken = bytearray(len(text))
    for span in (*addresses(forms), *numbers(forms), *names(forms, asker=asker)):
        if not any(is_taken[span.start : span.end]):
            is_taken[span.start : span.end] = b"\1" * (span.end - span.start)
            spans.append(span)
    shown = f" {' '.join(Forms(public_name).plain.split())} "
    return sorted(span for span in spans if not _is_shown(span, forms, shown))


def _is_shown(span: Span, forms: Forms, shown: str) -> bool:
    """Tell whether it is the name (or part of it) that its bearer wants shown."""
    return span.kind is Kind.NAME and f" {forms.plain[span.start : span.end]} " in shown


def masked(text: str, spans: Iterable[Span]) -> str:
    """`text` with each of `spans`, which must not overlap, replaced as proposed."""
    for span in sorted(spans, reverse=True):
        text = text[: span.start] + span.replacement + text[span.end :]
    return text
