"""What the router learns from, and what it says on a day (ADR 0012).

`routes_on(day)` reads everything once; its `candidates(text)` joins the two axes: field of work, and
place. What the desk shows of it is in `qa.queries.advice`.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, partial

from django.db.models import Count, F, Q
from django.utils import timezone

from engagement.accounts.enums import UnitKind
from engagement.accounts.models import Unit
from engagement.accounts.units import standing_on
from engagement.text.queries import current_synonyms
from engagement.text.synonyms import other_words
from qa.enums import QuestionStatus, ReturnReason, UnitRole, Verb
from qa.masking import Kind, Span
from qa.masking import find as find_personal
from qa.models import (
    QUESTION_MAX_LENGTH,
    Assignment,
    Procedure,
    Question,
    RouterVersion,
    RoutingCase,
    RoutingPolicy,
    Step,
    Suggestion,
)
from qa.places.gazetteer import NAMED
from qa.places.proposal import Tier, guess_tier
from qa.queries.places import gazetteer, level_hints
from qa.router.model import Model
from qa.router.standard import split_keywords, standard_for
from qa.router.standing import Candidate, Local, LocalIn, Shares, candidates
from qa.router.training import Case, Prior, train
from qa.router.words import Expand

# All communes do the same work, each in its place: to the router they are one label.
LOCAL = "xa"
SUGGESTED = 3
# What the level of communes gets at least where one is named: its words say the matter is a
# commune's, or nothing says whose it is (it is then worth a place among three, below the field).
LEVEL_SAID = 0.6
LEVEL_OPEN = 0.1
NEWEST_CASES = 5_000
# The board assigned it and nobody returned it.
CONFIRMED = (
    QuestionStatus.ASSIGNED,
    QuestionStatus.AWAITING_INFORMATION,
    QuestionStatus.ANSWERED,
    QuestionStatus.APPROVED,
    QuestionStatus.PUBLISHED,
    QuestionStatus.CLOSED,
    QuestionStatus.RETRACTED,
)
# The unit has answered: the strictest sign that it was the right one, used before automation.
TAKEN_ON = CONFIRMED[2:]
# A return for these reasons says that the field was wrong; a wrong place does not.
WRONG_FIELD = (ReturnReason.NOT_OUR_FIELD, ReturnReason.OTHER_LEVEL)
PRECISION_WINDOW = 200
LEAST_FOR_PRECISION = 100
LEAST_PRECISION = 0.98


def label_of(unit: Unit) -> str:
    return LOCAL if unit.kind == UnitKind.COMMUNE else unit.code


def prior() -> Prior:
    """Keywords and functions of every unit there is or was, and the catalogue of procedures."""
    keywords, names = [], []
    for unit in Unit.objects.exclude(kind=UnitKind.COMMUNE).order_by("code"):
        keywords += [(unit.code, phrase) for phrase in split_keywords(unit.keywords)]
        names += [(unit.code, words) for words in own_functions(unit.functions)]
    local = standard_for(LOCAL)
    if local and Unit.objects.filter(kind=UnitKind.COMMUNE).exists():
        keywords += [(LOCAL, phrase) for phrase in split_keywords(local.keywords)]
    catalogue = Procedure.objects.select_related("unit").order_by("code")
    names += [(label_of(procedure.unit), procedure.name) for procedure in catalogue.iterator()]
    return Prior(keywords, names)


def own_functions(functions: str) -> list[str]:
    """The clauses of a unit's functions, without what it took over: its predecessor says that."""
    clauses = functions.replace("\n", ";").rstrip(".").split(";")
    return [clause.strip() for clause in clauses if clause.strip() and "(từ " not in clause]


def cases() -> list[Case]:
    """Imported cases, the newest confirmed questions and the returns of this site.

    Never sealed or withdrawn ones: those have no text here.
    """
    imported = [
        Case(case.question, label_of(case.unit))
        for case in RoutingCase.objects.select_related("unit").order_by("pk").iterator()
    ]
    live = Question.objects.unsealed().filter(status__in=CONFIRMED, lead_unit__isnull=False)
    newest = live.exclude(text="").select_related("lead_unit").order_by("-received_at", "-pk")
    confirmed = [
        Case(question.text, label_of(question.lead_unit))
        for question in newest[:NEWEST_CASES]
        if question.lead_unit
    ]
    returns = (
        Step.objects.filter(
            verb=Verb.RETURN, return_reason__in=WRONG_FIELD, question__is_sealed=False
        )
        .exclude(question__text="")
        .select_related("question__lead_unit", "unit")
        .order_by("-happened_at", "-pk")[:NEWEST_CASES]
    )
    refused = [
        Case(step.question.text, label_of(step.unit), is_refused=True)
        for step in returns
        if step.unit and not taken_after_all(step)
    ]
    return imported + confirmed + refused


def taken_after_all(step: Step) -> bool:
    """Tell whether the unit that returned the question got it again and kept it."""
    question = step.question
    return question.lead_unit_id == step.unit_id and question.status in CONFIRMED


def shares_on(day: date) -> Shares:
    """Which units stand on `day` in the place of each unit, in equal parts after a split.

    Communes are there to be judged by; no label is called after one.
    """
    return {
        code: {unit: 1 / len(units) for unit in units}
        for code, units in standing_on(day).items()
        if units
    }


@lru_cache(maxsize=4)
def _loaded(number: int, checksum: str) -> Model:
    stored = RouterVersion.objects.only("model").get(number=number)
    return Model.from_bytes(bytes(stored.model), checksum=checksum)


def active_version() -> RouterVersion | None:
    return RouterVersion.objects.defer("model").filter(is_active=True).first()


def load(version: RouterVersion) -> Model:
    """The model of a version, kept in this process. Raises BadModel when its bytes were changed."""
    return _loaded(version.number, version.checksum)


def working_model() -> Model:
    """The model in use; before any was made, one trained in memory from the prior.

    Raises NothingToLearn where there are no units with keywords, functions or procedures.
    """
    version = active_version()
    return load(version) if version else train(prior(), [], expand=expansion()).model


def expansion() -> Expand:
    """What abbreviations and popular names stand for, by the table that search uses too."""
    return partial(other_words, synonyms=current_synonyms())


def local_on(day: date) -> LocalIn:
    """Who is named in a text: the surest of the communes that stand on `day`.

    Words that say that the matter is the province's leave the commune out; it helps then.
    """
    places, hints = gazetteer(day), level_hints()

    def local(text: str) -> Local | None:
        named = next((found for found in places.find(text) if found.score > NAMED), None)
        tier = guess_tier(text, hints).tier if named else None
        if named is None or tier == Tier.PROVINCE:
            return None
        least = LEVEL_SAID if tier == Tier.COMMUNE else LEVEL_OPEN
        return Local(LOCAL, named.unit, least, named.matched)

    return local


def matter_of(text: str, *, asker: str = "") -> str:
    """What of `text` tells of its matter: without people's names and homes, which tell of a person.

    Somebody called Công An, or who lives in a road called Y Tế, asks neither. Only names that are
    written as names, with capitals: guesses in small letters would hide words of the matter.
    """
    read = unicodedata.normalize("NFC", text)
    for span in sorted(find_personal(read, asker=asker), reverse=True):
        if span.kind is Kind.ADDRESS or (span.kind is Kind.NAME and is_capital(read, span)):
            read = f"{read[: span.start]} … {read[span.end :]}"
    return read


def is_capital(text: str, span: Span) -> bool:
    return all(word[0].isupper() for word in text[span.start : span.end].split())


@dataclass(frozen=True)
class Routes:
    """All that is read once to route many texts on one day."""

    model: Model
    shares: Shares
    expand: Expand
    local: LocalIn

    def candidates(self, text: str, *, asker: str = "") -> list[Candidate]:
        """Units that stand on the day, best first, with score, percentage or None, matched words.

        The place is read in the whole text, the field in its matter; `asker` is the name given.
        What is longer than a question may be is read as far as that.
        """
        text = text[:QUESTION_MAX_LENGTH]
        return candidates(
            self.model.rank(matter_of(text, asker=asker), expand=self.expand),
            self.shares,
            confirmed=self.model.confirmed,
            certainty=self.model.certainty,
            local=self.local(text),
        )


def routes_on(day: date, model: Model | None = None) -> Routes:
    """Read everything for `day`; without `model` the one in use. Raises NothingToLearn, BadModel."""
    return Routes(model or working_model(), shares_on(day), expansion(), local_on(day))


# --- What was said and what came of it --------------------------------------------------------
@dataclass(frozen=True)
class Precision:
    """Of the newest suggestions above a score that ended with a unit: how many named it first."""

    counted: int
    right: int

    @property
    def share(self) -> float | None:
        return self.right / self.counted if self.counted else None

    @property
    def percentage(self) -> float | None:
        return None if self.share is None else round(100 * self.share, 1)

    @property
    def opens_automation(self) -> bool:
        """At least 100 of the last 200, and 98 in 100 of them right."""
        return self.counted >= LEAST_FOR_PRECISION and (self.share or 0) >= LEAST_PRECISION


def rolling_precision(least_score: float = 0.0) -> Precision:
    """Over the newest 200 suggestions of at least `least_score` whose question was answered.

    A question its first unit returned counts as wrong, even before another unit takes it.
    """
    settled = Q(question__status__in=TAKEN_ON) | Q(question__status=QuestionStatus.RETURNED)
    newest = (
        Suggestion.objects.filter(
            settled,
            made_at__lte=F("question__status_changed_at"),  # said before, not after
            first_score__gte=least_score,
            question__is_sealed=False,
            first_unit__isnull=False,
        )
        .order_by("-made_at", "-pk")
        .values_list("first_unit_id", "question__lead_unit_id", "question__status")[
            :PRECISION_WINDOW
        ]
    )
    rows = list(newest)
    right = sum(first == lead and status != QuestionStatus.RETURNED for first, lead, status in rows)
    return Precision(len(rows), right)


def policy() -> RoutingPolicy:
    """The policy's row, or what stands before anybody touched it: off."""
    return RoutingPolicy.objects.filter(pk=RoutingPolicy.SINGLETON).first() or RoutingPolicy()


@dataclass(frozen=True)
class UnitReturns:
    """How often a unit got a question to lead, and how often it gave one back."""

    unit: Unit
    assigned: int
    returned: int

    @property
    def percentage(self) -> float:
        return round(100 * self.returned / self.assigned, 1) if self.assigned else 0.0


def returns_by_unit(days: int = 365) -> list[UnitReturns]:
    """Units that led questions in the last `days` days, those that returned most first."""
    since = timezone.now() - timedelta(days=days)
    led = (
        Assignment.objects.filter(
            role=UnitRole.LEAD, assigned_at__gte=since, question__is_sealed=False
        )
        .values("unit")
        .annotate(n=Count("pk"))
        .order_by("unit")
    )
    returned = dict(
        Step.objects.filter(verb=Verb.RETURN, happened_at__gte=since, question__is_sealed=False)
        .values_list("unit")
        .annotate(n=Count("pk"))
        .order_by("unit")
    )
    units = Unit.objects.in_bulk([row["unit"] for row in led])
    rows = [UnitReturns(units[row["unit"]], row["n"], returned.get(row["unit"], 0)) for row in led]
    return sorted(rows, key=lambda row: (-row.percentage, -row.assigned, row.unit.name))
