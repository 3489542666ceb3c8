"""Personal data in words that are about to become public, each with its decision (R-4.2)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engagement.text.fold import fold
from qa.masking import LABELS, Kind, Span, find
from qa.models import Question
from qa.rules.names import is_telling_name, names_asker

MASK, LEAVE = "che", "giu"


@dataclass(frozen=True)
class Finding:
    """What looks private in a text: its kind, the words, and what is proposed in their place.

    One finding stands for the same words wherever they stand. `may_stay`: somebody may look and
    publish them all the same.
    """

    code: Kind
    words: str
    replacement: str
    may_stay: bool = True

    @property
    def key(self) -> str:
        """Its name in a form: the same words have the same name on every page."""
        return key_of(self.code, self.words)

    @property
    def field_name(self) -> str:
        return f"quyet_{self.key}"

    @property
    def label(self) -> str:
        kind = LABELS[self.code]
        return f"{kind[0].upper()}{kind[1:]}: {self.words}"


def key_of(kind: Kind, words: str) -> str:
    """A short name for words of a kind, whatever their case and marks."""
    return hashlib.sha256(f"{kind}:{fold(words)}".encode()).hexdigest()[:12]


def spans_in(text: str, question: Question) -> list[Span]:
    """Where `text` looks as if it told of a person; the asker's own name as the asker wished."""
    if question.is_name_public:
        return find(text, public_name=question.asker_name)
    return find(text, asker=question.asker_name)


def personal_data_in(texts: Mapping[str, str], question: Question) -> list[Finding]:
    """Say what looks personal or secret in `texts`, each thing once (R-4.2)."""
    findings: dict[str, Finding] = {}
    for text in texts.values():
        for span in spans_in(text, question):
            words = text[span.start : span.end]
            is_whole_name = is_telling_name(question) and names_asker(question, words)
            finding = Finding(span.kind, words, span.replacement, may_stay=not is_whole_name)
            findings.setdefault(finding.key, finding)
    return list(findings.values())


@dataclass(frozen=True)
class Part:
    """A stretch of a text as the page shows it; `finding` where it looks private."""

    words: str
    replacement: str = ""
    is_found: bool = False
    is_masked: bool = False


def parts_of(text: str, spans: Sequence[Span], left: frozenset[str]) -> list[Part]:
    """`text` cut at `spans`; those whose key is in `left` stay as they are."""
    parts, here = [], 0
    for span in spans:
        words = text[span.start : span.end]
        parts.append(Part(text[here : span.start]))
        is_masked = key_of(span.kind, words) not in left
        parts.append(Part(words, span.replacement, is_found=True, is_masked=is_masked))
        here = span.end
    return [part for part in (*parts, Part(text[here:])) if part.words]
