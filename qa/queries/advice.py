"""What the desk is told before it assigns: who might answer, who should lead and help, and why.

One box of two axes: the field's units, as they were suggested when the question came in, and the
places its text names (ADR 0012, 0019).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from engagement.accounts.enums import UnitKind
from engagement.accounts.models import Unit
from engagement.accounts.units import current_successors
from qa.enums import Verb
from qa.models import Question, Step, Suggestion
from qa.places.gazetteer import NAMED, Found
from qa.places.proposal import Candidate, Proposal, Tier, TierGuess, propose
from qa.queries.places import found_in, tier_of
from qa.queries.router import SUGGESTED


@dataclass(frozen=True)
class Offer:
    """One unit to choose: its percentage where one is honest, and the words that speak for it.

    `is_unsure`: only a name that may mean several places; `is_hint`: only the asker's own commune.
    """

    unit: Unit
    percentage: int | None = None
    matched: Sequence[str] = ()
    score: float = 0.0
    is_unsure: bool = False
    is_hint: bool = False


@dataclass(frozen=True)
class Advice:
    """At most three units best first, further places of the text, and the proposal with its reasons."""

    offers: Sequence[Offer]
    elsewhere: Sequence[Offer]
    lead: Unit | None
    helpers: Sequence[Unit]
    reasons: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.offers or self.elsewhere or self.lead)


def advice_for(question: Question) -> Advice:
    """Join what was suggested for `question` with the places it names today.

    Units that returned it or stand no more are left out of everything.
    """
    today = timezone.localdate()
    returned = Step.objects.filter(question=question, verb=Verb.RETURN, unit__isnull=False)
    units = Unit.objects.in_force(today).exclude(pk__in=returned.values("unit"))
    found = found_in(question.text, today)
    home = home_of(question, today)
    suggestion = Suggestion.objects.filter(question=question).first()
    rows = suggestion.candidates if suggestion else []
    codes = {*(row["unit"] for row in rows), *(one.unit for one in found), *home}
    known = units.in_bulk(list(codes), field_name="code")
    offers = [
        Offer(known[row["unit"]], row["percentage"], row["matched"], row["score"])
        for row in rows
        if row["unit"] in known
    ]
    found = [one for one in found if one.unit in known]
    home = [code for code in home if code in known]
    proposal = proposed(question.text, offers, found, home, known)
    offers, elsewhere = shown(offers, found, home, known, proposal.lead)
    return Advice(
        offers,
        elsewhere,
        known[proposal.lead] if proposal.lead else None,
        [known[code] for code in proposal.coordinating],
        proposal.reasons,
    )


def home_of(question: Question, day: date) -> list[str]:
    """The commune the asker chose in the form, as it stands on `day`; several after a split."""
    chosen = current_successors(question.commune, day) if question.commune else []
    return [unit.code for unit in chosen]


def proposed(
    text: str,
    offers: Sequence[Offer],
    found: Sequence[Found],
    home: Sequence[str],
    known: dict[str, Unit],
) -> Proposal:
    """Who leads and who helps: the words settle the level, else what was learnt of communes does."""
    guess = tier_of(text)
    first = offers[0] if offers else None
    if guess.tier is None and first and is_local(first.unit):
        named = {words for one in found for words in one.matched}
        guess = TierGuess(Tier.COMMUNE, tuple(w for w in first.matched if w not in named))
    field = [offer for offer in offers if not is_local(offer.unit)]
    # Shares among the departments alone: what the commune got says nothing of the field.
    rest = 1 - sum(offer.score for offer in offers if is_local(offer.unit)) or 1.0
    return propose(
        [
            Candidate(one.unit.code, one.unit.short_name, one.score / rest, tuple(one.matched))
            for one in field
        ],
        found,
        guess=guess,
        names={code: unit.place_name for code, unit in known.items()},
        asked_from=home[0] if len(home) == 1 else "",
    )


def is_local(unit: Unit) -> bool:
    return unit.kind == UnitKind.COMMUNE


def shown(
    offers: Sequence[Offer],
    found: Sequence[Found],
    home: Sequence[str],
    known: dict[str, Unit],
    lead: str | None,
) -> tuple[list[Offer], list[Offer]]:
    """Three units with the proposed lead first, and the places that are not among them."""
    places = [
        Offer(known[one.unit], None, one.matched, one.score, is_unsure=one.score <= NAMED)
        for one in found
    ]
    if all(place.is_unsure for place in places):
        places += [
            Offer(known[code], is_hint=True)
            for code in home
            if code not in {place.unit.code for place in places}
        ]
    each = {offer.unit.code: offer for offer in (*places[::-1], *offers[::-1])}
    three = [*offers]
    if lead:
        three = [each[lead], *(offer for offer in offers if offer.unit.code != lead)]
        if three[0].unit != (offers[0].unit if offers else None):
            # A number below another unit's lead would say the opposite of the proposal.
            three = [replace(offer, percentage=None) for offer in three]
    three = three[:SUGGESTED]
    held = {offer.unit.code for offer in three}
    return three, [place for place in places if place.unit.code not in held][:SUGGESTED]
