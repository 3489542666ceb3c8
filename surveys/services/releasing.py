"""Releases: at each tick the largest safe set of sealed ballots joins what may be seen."""

from collections.abc import Iterable, Sequence
from functools import reduce

from django.db import transaction

from engagement.jobs.leases import hold
from engagement.live.notices import notice
from surveys.disclosure.counting import (
    add,
    add_cells,
    are_alike,
    count,
    count_cells,
    counts_are_alike,
    grown,
)
from surveys.disclosure.pool import largest_set
from surveys.enums import Audience, QuestionKind, SurveyStatus
from surveys.instrument.counts import Cells, Counts
from surveys.instrument.questionnaire import Questionnaire
from surveys.models import Ballot, Release, ResultSnapshot, Survey
from surveys.queries.results import counts_of, latest_snapshot, questionnaires
from surveys.queries.told import tallies_of
from surveys.services.quotas import mark_full
from surveys.services.sealing import seal

LEASE_SECONDS = 60
# So many ballots of one survey are looked at in one tick; the rest waits for the next.
LARGEST_POOL = 20_000


def tick() -> list[Survey]:
    """Seal and release for every survey that runs; return those whose results moved.

    One process at a time, by a lease. Called at a fixed pace, so that the moment of a change tells
    nothing about the moment of an answer.
    """
    running = Survey.objects.filter(status__in=[SurveyStatus.OPEN, SurveyStatus.PAUSED])
    with hold("surveys.releases", seconds=LEASE_SECONDS) as lease:
        if not lease:
            return []
        moved = []
        for survey in running.order_by("pk"):
            seal(survey)
            if release(survey):
                moved.append(survey)
            lease.renew()
        return moved


def release(survey: Survey) -> bool:
    """Make the next staff release and, as far as whole releases allow, the public's."""
    with transaction.atomic():
        is_released = _release_to_staff(survey)
        if is_released:
            _release_to_public(survey)
            notice("surveys")
    return is_released


def _release_to_staff(survey: Survey) -> bool:
    pool = unreleased(survey)
    if len(pool) < survey.staff_group:
        return False
    tallies = tallies_of(survey, pool)
    chosen = largest_set(
        [one.item() for one in tallies],
        survey.staff_group,
        lambda _, places: are_alike([tallies[place] for place in places]),
    )
    if not chosen:
        return False
    released = [tallies[place] for place in chosen]
    counts = count(released)
    cells = count_cells(released, weighing_questions(survey))
    number = survey.releases.count() + 1
    Release.objects.create(survey=survey, number=number, counts=counts, cells=cells)
    Ballot.objects.filter(pk__in=[pool[place].pk for place in chosen]).update(release=number)
    publish(survey, Audience.STAFF, counts, cells)
    return True


def _release_to_public(survey: Survey) -> None:
    waiting = list(survey.releases.filter(is_public=False).order_by("number"))
    versions = questionnaires(survey).values()
    narrowed, several = conditional_questions(versions), questions_with_several_answers(versions)
    places = largest_set(
        [grown(one.counts, narrowed, several) for one in waiting],
        survey.public_group,
        lambda group, found: counts_are_alike(
            [waiting[place].counts for place in found], group, several
        ),
    )
    chosen = [waiting[place] for place in places]
    if not chosen:
        return
    counts = reduce(add, (one.counts for one in chosen))
    cells = reduce(add_cells, (one.cells for one in chosen))
    survey.releases.filter(pk__in=[one.pk for one in chosen]).update(is_public=True)
    publish(survey, Audience.PUBLIC, counts, cells)
    mark_full(survey, counts_of(latest_snapshot(survey, Audience.PUBLIC)))


def publish(
    survey: Survey, audience: Audience, counts: Counts, cells: Cells, *, is_final: bool = False
) -> None:
    """Store the next snapshot of `audience`: the latest one and what is given together."""
    before = latest_snapshot(survey, audience)
    ResultSnapshot.objects.create(
        survey=survey,
        audience=audience,
        number=before.number + 1 if before is not None else 1,
        counts=add(counts_of(before), counts),
        cells=add_cells(before.cells if before is not None else {}, cells),
        least=survey.least_group(audience),
        is_final=is_final,
    )


def unreleased(survey: Survey) -> list[Ballot]:
    """Sealed ballots that no release has counted."""
    pool = Ballot.objects.filter(survey=survey, release__isnull=True)
    return list(pool.order_by("pk")[:LARGEST_POOL])


def weighing_questions(survey: Survey) -> list[str]:
    """The questions the sample is weighted by: those with margins that are breakdowns, sorted."""
    codes = survey.margins.order_by("question").values_list("question", flat=True).distinct()
    return [code for code in codes if code in survey.breakdowns]


def questions_with_several_answers(versions: Iterable[Questionnaire]) -> frozenset[str]:
    """Codes of the questions of which one person may choose more than one answer."""
    return frozenset(
        question.code
        for version in versions
        for question in version.questions
        if question.kind is QuestionKind.MULTIPLE
    )


def conditional_questions(versions: Iterable[Questionnaire]) -> Sequence[str]:
    """Codes of the questions that not everybody is asked."""
    return sorted(
        {
            question.code
            for version in versions
            for page in version.pages
            for question in page.questions
            if question.relevance or page.relevance
        }
    )
