"""Which kind a text is of, how sure that is, and by which of its words."""

from collections.abc import Iterable
from dataclasses import dataclass

from qa.enums import QuestionKind
from qa.triage import phrases
from qa.triage.words import Span, Words

# How far from the word "tố cáo" or "khiếu nại" stands what makes it a question about it.
NEAR = 4
# How far from the person stands the wrong that person is accused of.
SAME_SENTENCE = 14
# A phrase shows the reader why; more than these would be read by nobody.
SHOWN = 5


@dataclass(frozen=True)
class Finding:
    """What a text looks like. `matched` are the sender's own words that say so.

    `is_sure`: certain enough to act on before anybody has read it (a denunciation is sealed).
    """

    kind: QuestionKind
    matched: tuple[str, ...] = ()
    is_sure: bool = False


QUESTION = Finding(QuestionKind.QUESTION)
# In the order in which `detect` asks.
URGENCY = (
    QuestionKind.EMERGENCY,
    QuestionKind.DENUNCIATION,
    QuestionKind.COMPLAINT,
    QuestionKind.REFLECTION,
    QuestionKind.QUESTION,
)


def detect(text: str) -> Finding:
    """Judge `text`: the most urgent kind that its words speak for, a question where none does."""
    words = Words(text)
    for judge in (emergency, denunciation, complaint, reflection):
        finding = judge(words)
        if finding is not None:
            return finding
    return QUESTION


def detect_among(texts: Iterable[str]) -> Finding:
    """The most urgent finding of several texts, the first of equals; a question where none says."""
    findings = [detect(text) for text in texts]
    return min(findings, key=lambda one: URGENCY.index(one.kind), default=QUESTION)


def emergency(words: Words) -> Finding | None:
    """Danger, and a word that it is now; not what was, may be, or is insured against."""
    danger = list(found(words, phrases.DANGER))
    now = list(found(words, phrases.NOW))
    if not danger or not now or any(found(words, phrases.NOT_DANGER)):
        return None
    return _finding(QuestionKind.EMERGENCY, words, [*danger, *now], is_sure=True)


def denunciation(words: Words) -> Finding | None:
    """Somebody says that he accuses, or tells of a person together with a wrong."""
    accusing = [span for span in found(words, phrases.ACCUSING) if not _is_asked_about(words, span)]
    accused = list(_accused(words))
    is_general = any(found(words, phrases.GENERAL))
    if accusing:
        return _finding(QuestionKind.DENUNCIATION, words, [*accusing, *accused], is_sure=True)
    named = [span for span in found(words, phrases.NAMING) if not _is_about(words, span)]
    if accused and not is_general:
        spans = [*named, *accused]
        return _finding(QuestionKind.DENUNCIATION, words, spans, is_sure=True)
    if named and _has_person_after(words, named) and not is_general:
        return _finding(QuestionKind.DENUNCIATION, words, named, is_sure=False)
    return None


def complaint(words: Words) -> Finding | None:
    """The sender is against a decision or an act that touches himself."""
    spans = [span for span in found(words, phrases.COMPLAINING) if not _is_asked_about(words, span)]
    if not spans or any(found(words, ("nếu", "trường hợp", "giả sử", "người dân", "công dân"))):
        return None
    return _finding(QuestionKind.COMPLAINT, words, spans, is_sure=True)


def reflection(words: Words) -> Finding | None:
    """Something is wrong and should be mended."""
    spans = [span for span in found(words, phrases.REFLECTING) if not _is_asked_about(words, span)]
    return _finding(QuestionKind.REFLECTION, words, spans) if spans else None


def found(words: Words, wanted: Iterable[str]) -> list[Span]:
    """Every place of any of `wanted`, in the order of the text; none within another."""
    spans = {span for phrase in wanted for span in words.find(phrase)}
    longest: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if not longest or span.end > longest[-1].end:
            longest.append(span)
    return longest


def _accused(words: Words) -> Iterable[Span]:
    """A person and, after or "of" that person, a wrong: both spans."""
    called = {span.end for span in found(words, phrases.CALLED)}
    persons = [one for one in found(words, phrases.PERSONS) if one.start not in called]
    owners = {span.end for span in found(words, ("của", "do"))}
    for wrong in found(words, phrases.WRONGS):
        before = [one for one in persons if 0 <= wrong.start - one.end <= SAME_SENTENCE]
        after = [
            one for one in persons if one.start in owners and 0 <= one.start - wrong.end <= NEAR
        ]
        if before or after:
            yield from ((before or after)[-1], wrong)


def _has_person_after(words: Words, spans: list[Span]) -> bool:
    persons = found(words, phrases.PERSONS)
    return any(0 <= one.start - span.end <= NEAR for span in spans for one in persons)


def _is_about(words: Words, span: Span) -> bool:
    """Whether the words around ask about the thing instead of doing it."""
    before = found(words, phrases.ABOUT_BEFORE)
    is_led_up_to = any(0 <= span.start - one.end <= NEAR for one in before)
    return is_led_up_to or _is_asked_about(words, span)


def _is_asked_about(words: Words, span: Span) -> bool:
    """Whether a question about it follows at once: "tôi muốn khiếu nại thì làm thế nào"."""
    after = found(words, phrases.ABOUT_AFTER)
    return any(0 <= one.start - span.end <= NEAR for one in after)


def _finding(
    kind: QuestionKind, words: Words, spans: list[Span], *, is_sure: bool = False
) -> Finding:
    said = dict.fromkeys(words.said(span) for span in sorted(spans, key=lambda one: one.start))
    return Finding(kind, tuple(said)[:SHOWN], is_sure)
