"""Beside the choice of units: the places a question names, each with its unit at one press."""

from dataclasses import dataclass

from django.utils import timezone

from engagement.accounts.models import Unit
from engagement.accounts.units import current_successors
from qa.models import Question
from qa.places.gazetteer import NAMED
from qa.places.proposal import TierGuess
from qa.queries.places import tier_of, units_at

# The name of the button that fills a unit in, and what its value begins with.
FILL = "dien"
AS_LEAD, AS_HELPER = "chu-tri", "phoi-hop"
MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One unit that answers for a place the question names; `is_hint`: only the asker chose it."""

    unit: Unit
    matched: tuple[str, ...] = ()
    is_sure: bool = True
    is_hint: bool = False

    @property
    def lead_value(self) -> str:
        return f"{AS_LEAD}:{self.unit.pk}"

    @property
    def helper_value(self) -> str:
        return f"{AS_HELPER}:{self.unit.pk}"


def place_lines(question: Question) -> list[PlaceLine]:
    """The units on the ground that `question` names, the surest first.

    Where it names none, the commune the asker chose in the form: the weaker hint, for people ask
    about other places than where they live.
    """
    today = timezone.localdate()
    found = units_at(question.text, today)[:MOST_SHOWN]
    lines = [PlaceLine(unit, matched, is_sure=score > NAMED) for unit, score, matched in found]
    if any(line.is_sure for line in lines) or question.commune is None:
        return lines
    known = {line.unit for line in lines}
    chosen = current_successors(question.commune, today)
    return [*lines, *(PlaceLine(unit, is_hint=True) for unit in chosen if unit not in known)]


def tier_words(question: Question) -> str:
    """Whose level the matter is, in a sentence with the words that say so; "" where unclear."""
    guess: TierGuess = tier_of(question.text)
    if guess.tier is None:
        return ""
    words = ", ".join(f"“{word}”" for word in guess.matched)
    level = "cấp xã" if guess.tier == "commune" else "cấp tỉnh"
    return f"Việc này thường do {level} giải quyết: {words}."
