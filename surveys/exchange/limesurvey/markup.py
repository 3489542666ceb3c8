"""LimeSurvey's words are HTML; ours are plain text.

The scanner goes over the markup once: the parser of the standard library takes seconds over a few
kilobytes of broken tags.
"""

import re
from html import unescape

from engagement.text.normalise import normalise

_TAG = re.compile(r"</?(?P<name>[A-Za-z][A-Za-z0-9]*)(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*>")
_TAG_START = re.compile(r"</?(?P<name>[A-Za-z][A-Za-z0-9]*)")
# What stands between these is never read by people.
_SILENT = frozenset({"script", "style", "template", "iframe", "object", "noscript", "svg"})
_BREAKS = frozenset(
    {"br", "p", "div", "li", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
)
_CELLS = frozenset({"td", "th"})
_PICTURES = re.compile(r"<(?:img|audio|video|embed|iframe|object)\b", re.IGNORECASE)
_LINES = re.compile(r" *\n\s*")
_SPACES = re.compile(r"[^\S\n]+")


def text_of(markup: str) -> str:
    """Return the words of `markup`: no tags, no scripts, one line feed between lines."""
    parts: list[str] = []
    at = 0
    while (start := markup.find("<", at)) >= 0:
        parts.append(_words(markup[at:start]))
        between, at = _skip(markup, start)
        parts.append(between)
    parts.append(_words(markup[at:]))
    text = _SPACES.sub(" ", "".join(parts))
    return normalise(_LINES.sub("\n", text))


def has_pictures(markup: str) -> bool:
    """Whether `markup` shows pictures, sounds or pages that the words do without."""
    return _PICTURES.search(markup) is not None


def _words(text: str) -> str:
    return unescape(" ".join(text.splitlines()) if "\n" in text or "\r" in text else text)


def _skip(markup: str, start: int) -> tuple[str, int]:
    """What the tag at `start` leaves of itself, and where to go on."""
    if markup.startswith("<!--", start):
        return "", _after(markup, "-->", start)
    begun = _TAG_START.match(markup, start)
    if begun is None:
        return "<", start + 1
    tag = _TAG.match(markup, start)
    at = tag.end() if tag else _after(markup, ">", start)
    name = begun["name"].lower()
    if name in _SILENT and not markup.startswith("</", start):
        end = re.compile(f"</{name}", re.IGNORECASE).search(markup, at)
        return "", end.start() if end else len(markup)
    return "\n" if name in _BREAKS else " " if name in _CELLS else "", at


def _after(markup: str, sign: str, start: int) -> int:
    """The place behind the next `sign`; the end where there is none, as browsers do."""
    found = markup.find(sign, start)
    return len(markup) if found < 0 else found + len(sign)
