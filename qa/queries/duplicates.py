"""Questions that may ask the same, and answers that may fit: found by the words they share."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import QuerySet

from engagement.accounts.models import User
from engagement.intake.queries import with_same_content
from engagement.text.fold import fold
from engagement.text.fulltext import closest
from engagement.text.words import search_words
from qa.enums import CAN_LEAD, QuestionStatus
from qa.models import RECEIVED, Publication, Question
from qa.queries import similar
from qa.queries.desk.access import visible_to
from qa.queries.desk.search import holds_words, typed_reference, with_reference

# The notice names so many questions of the same words; the moderator needs no more to judge.
SAME_WORDS_SHOWN = 20
SHOWN = 8
# So many questions that hold the rarest words are compared in memory.
LOOKED_AT = 150
ALIKE = 0.15


@dataclass(frozen=True)
class Alike:
    """A question that may be the same, and how much of the words are: 0 to 1."""

    question: Question
    share: float

    @property
    def percent(self) -> int:
        return round(self.share * 100)


def same_words(user: User, question: Question) -> list[Question]:
    """Other questions of the very same words that this person may see, oldest first.

    A sealed question has no doubles and is none; a part has other words than were sent.
    """
    if question.is_sealed or question.part_of_id is not None:
        return []
    others = visible_to(user).filter(
        submission__in=with_same_content(question.submission),
        part_of__isnull=True,
        is_sealed=False,
    )
    return list(others.order_by("received_at", "pk")[:SAME_WORDS_SHOWN])


def leads_for(user: User, question: Question, typed: str = "") -> list[Alike]:
    """What `question` may be merged into: those that hold the words `typed`, or the most alike."""
    leads = visible_to(user).filter(status__in=CAN_LEAD, is_sealed=False).exclude(pk=question.pk)
    if typed:
        reference = typed_reference(typed)
        found = with_reference(reference) if reference else holds_words(typed)
        return most_alike(question.text, leads.filter(found).order_by("-received_at")[:SHOWN])
    near = leads.filter(pk__in=closest_to(question.text)).order_by("-received_at")
    found_alike = most_alike(question.text, near)
    return [alike for alike in found_alike if alike.share >= ALIKE][:SHOWN]


def similar_answers(question: Question, limit: int = 3) -> list[Publication]:
    """Published answers to questions alike, the most alike first; none for a sealed question."""
    if question.is_sealed or not question.text:
        return []
    alike = similar.similar_answers(question.text, limit + 1)
    return [one for one in alike if one.question_id != question.pk][:limit]


def asked_by(lead: Question) -> int:
    """How many people asked what `lead` answers, itself included."""
    told = lead.followers.filter(status=QuestionStatus.ANSWERED_TOGETHER, is_sealed=False)
    return 1 + told.count()


def followers_seen(user: User, question: Question) -> list[Question]:
    """What was merged into `question`, oldest first."""
    merged = visible_to(user).filter(answered_with=question, is_sealed=False)
    return list(merged.order_by("received_at", "pk"))


def most_alike(text: str, questions: QuerySet[Question]) -> list[Alike]:
    """The questions with their share of common word pairs, the most alike first."""
    own = pairs_in(text)
    alike = [Alike(one, share_of(own, pairs_of(one.search_text))) for one in questions]
    return sorted(alike, key=lambda one: -one.share)


def pairs_in(text: str) -> frozenset[str]:
    """The pairs of neighbouring words, folded: one Vietnamese syllable alone says too little."""
    return pairs_of(fold(text))


def pairs_of(folded: str) -> frozenset[str]:
    """The pairs of neighbouring words of a text that is folded already, as search columns are."""
    words = re.findall(r"\w+", folded)
    return frozenset(f"{one} {two}" for one, two in pairwise(words))


def share_of(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    """What two sets have in common, of what they have together (Jaccard)."""
    together = len(one | other)
    return len(one & other) / together if together else 0.0


def closest_to(text: str) -> list[int]:
    """Ids of the questions that hold the most of the rarest words of `text`."""
    known = similar.frequencies()
    rare = known.rarest(search_words(text))
    weights = {word: known.weight(word) for word in rare}
    return closest(RECEIVED, weights, depth=1, most=LOOKED_AT)
