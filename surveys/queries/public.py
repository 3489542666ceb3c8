"""What the public side reads: the surveys on offer, and the one behind an address."""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from engagement.accounts.enums import UnitKind
from engagement.accounts.models import Unit
from engagement.accounts.units import in_reading_order
from engagement.text.queries import current_synonyms
from engagement.text.ranking import Query, Rank
from engagement.text.words import searchable
from surveys.enums import Access, Audience, SurveyStatus, Visibility
from surveys.instrument.questionnaire import Questionnaire
from surveys.instrument.timing import estimated_minutes
from surveys.models import Participation, ResultSnapshot, Survey, Version
from surveys.queries.questionnaires import published

# What is kept in memory may be this old. A survey that was paused takes no answer all the same: the
# service that stores one reads the row.
CACHE_SECONDS = 2.0
_HIDDEN = (SurveyStatus.DRAFT, SurveyStatus.DISCARDED)
_offers: dict[str, tuple[float, "Offer"]] = {}
_communes: dict[date, tuple[float, Mapping[str, str]]] = {}


@dataclass(frozen=True)
class Offer:
    """A survey the public may know of, with its published versions by number."""

    survey: Survey
    versions: Mapping[int, Version]

    @property
    def newest(self) -> int:
        """The number of the version that is begun now."""
        return max(self.versions)

    def questionnaire(self, number: int) -> Questionnaire:
        """What version `number` asks. Raises KeyError for one that was never published."""
        return published(self.versions[number].pk)

    @cached_property
    def minutes(self) -> int:
        """About how long the newest version takes."""
        return estimated_minutes(self.questionnaire(self.newest))

    @property
    def purpose(self) -> str:
        """What the newest version says the survey is for."""
        return self.versions[self.newest].purpose

    @property
    def opens_later(self) -> bool:
        """Whether answers will be taken, but not yet."""
        opens_at = self.survey.opens_at
        is_meant = self.survey.status == SurveyStatus.OPEN
        return is_meant and opens_at is not None and opens_at > timezone.now()

    @property
    def is_paused(self) -> bool:
        return self.survey.status == SurveyStatus.PAUSED


def offer_at(code: str) -> Offer | None:
    """The survey at the address `code`, at most CACHE_SECONDS old; None where there is none."""
    read_at, known = _offers.get(code, (0.0, None))
    if known is not None and time.monotonic() - read_at < CACHE_SECONDS:
        return known
    survey = _with_versions(Survey.objects.exclude(status__in=_HIDDEN)).filter(code=code).first()
    offer = next(_offers_of([survey] if survey else []), None)
    if offer is None:
        _offers.pop(code, None)
        return None
    _offers[code] = (time.monotonic(), offer)
    return offer


def open_offers() -> list[Offer]:
    """Surveys whoever comes can answer now or soon, or is told are paused; the next to close first.

    Those for accounts are not listed: who is meant has the link.
    """
    running = Survey.objects.filter(status__in=[SurveyStatus.OPEN, SurveyStatus.PAUSED])
    now = timezone.now()
    found = _with_versions(running.exclude(access=Access.ACCOUNT).exclude(closes_at__lte=now))
    return list(_offers_of(found.order_by("closes_at", "-pk")))


def with_published_results() -> QuerySet[Survey]:
    """Closed surveys whose final figures the public may read, the latest first."""
    final = ResultSnapshot.objects.filter(
        survey=OuterRef("pk"), audience=Audience.PUBLIC, is_final=True
    )
    closed = Survey.objects.filter(Exists(final), status=SurveyStatus.CLOSED)
    return closed.exclude(visibility=Visibility.STAFF).order_by("-status_changed_at", "-pk")


def found_surveys(text: str) -> list[Offer]:
    """Surveys anybody may know of that hold every word of `text`: open ones and published results.

    The closest first (engagement.text.ranking), then as they are listed.
    """
    query = Query(text, current_synonyms())
    if not query.words:
        return []
    offers = [*open_offers(), *_offers_of(_with_versions(with_published_results()))]
    ranked: list[tuple[Rank, int, Offer]] = []
    for place, offer in enumerate(offers):
        shown = (offer.survey.title, offer.purpose)
        searched = tuple(map(searchable, shown))
        if query.is_held(searched):
            ranked.append((query.rank(searched, shown), place, offer))
    return [offer for _, _, offer in sorted(ranked, key=lambda found: found[:2])]


def communes() -> Mapping[str, str]:
    """Names of the communes and wards in force today by code, in the order of a list people read."""
    today = timezone.localdate()
    read_at, known = _communes.get(today, (0.0, None))
    if known is not None and time.monotonic() - read_at < CACHE_SECONDS:
        return known
    units = Unit.objects.in_force(today).filter(kind=UnitKind.COMMUNE).order_by("pk")
    found = {unit.code: unit.place_name for unit in in_reading_order(units)}
    _communes.clear()
    _communes[today] = (time.monotonic(), found)
    return found


def has_taken_part(survey: Survey, tag: bytes) -> bool:
    """Whether the code or account behind `tag` has answered."""
    return Participation.objects.filter(survey=survey, tag=tag).exists()


def forget_everything() -> None:
    """Drop what is kept in memory (tests)."""
    _offers.clear()
    _communes.clear()


def _with_versions(surveys: QuerySet[Survey]) -> QuerySet[Survey]:
    numbered = Version.objects.filter(published_at__isnull=False).order_by("number")
    return surveys.prefetch_related(Prefetch("versions", queryset=numbered))


def _offers_of(surveys: Iterable[Survey]) -> Iterator[Offer]:
    for survey in surveys:
        versions = {version.number: version for version in survey.versions.all()}
        if versions:
            yield Offer(survey, versions)
