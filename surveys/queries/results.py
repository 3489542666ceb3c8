"""What may be seen of a survey: snapshots only, never ballots."""

from collections.abc import Mapping

from surveys.disclosure.counting import empty
from surveys.enums import Audience
from surveys.instrument.counts import Counts
from surveys.instrument.questionnaire import Questionnaire
from surveys.models import ResultSnapshot, Survey
from surveys.queries.questionnaires import published


def latest_snapshot(survey: Survey, audience: Audience) -> ResultSnapshot | None:
    return survey.snapshots.filter(audience=audience).order_by("-number").first()


def counts_of(snapshot: ResultSnapshot | None) -> Counts:
    """The counts of a snapshot; nobody's where there is none yet."""
    return snapshot.counts if snapshot is not None else empty()


def questionnaires(survey: Survey) -> Mapping[int, Questionnaire]:
    """Every published version by number."""
    versions = survey.versions.filter(published_at__isnull=False).order_by("number")
    return {number: published(pk) for pk, number in versions.values_list("pk", "number")}
