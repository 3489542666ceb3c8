"""The ballots of a closed survey as far as the public's tables tell of them.

Whatever is given away beside the tables can be subtracted from them, and an onlooker knows who came
last: an answers file with one person more than the tables would be that person's sheet. Files and
cross tables are therefore made of these alone.
"""

from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from surveys.disclosure.counting import Tally, tally
from surveys.disclosure.last_release import merged
from surveys.enums import Held
from surveys.instrument.answers import Answers
from surveys.instrument.counts import MERGED
from surveys.instrument.questionnaire import OTHER_SUFFIX, Json
from surveys.models import Ballot, Survey
from surveys.queries.results import questionnaires

_CHUNK = 5_000


class Told(NamedTuple):
    """A ballot; `merged` are the breakdowns in which the tables do not tell its group."""

    version: int
    answers: Answers
    mode: str
    doubts: list[str]
    merged: frozenset[str] = frozenset()


def told_ballots(survey: Survey) -> Iterator[Told]:
    """Every ballot of `survey`, closed, that may be given away, in no order that tells anything.

    What was counted in merged groups has them merged here, and answers that were not counted
    because too few were asked or answered are gone.
    """
    ballots = Ballot.objects.filter(survey=survey).order_by("pk")
    whole = ballots.filter(release__isnull=True)
    for row in whole.values_list("version", "answers", "mode", "doubts").iterator(_CHUNK):
        yield Told(*row)
    rest = list(ballots.filter(release=Held.MERGED))
    tallies = tallies_of(survey, rest)
    given = merged(tallies, survey.public_group) if rest else []
    if given is None:
        return
    for ballot, before, after in zip(rest, tallies, given, strict=True):
        yield _told(ballot, before, after)


def _told(ballot: Ballot, before: Tally, after: Tally) -> Told:
    merged_ones = frozenset(code for code, group in after.groups.items() if group == MERGED)
    gone = (before.narrowed - after.narrowed) | (before.answered - after.answered - merged_ones)
    return Told(
        version=ballot.version,
        answers={
            code: _rows_left(code, value, gone)
            for code, value in ballot.answers.items()
            if code.removesuffix(OTHER_SUFFIX) not in gone
        },
        mode=ballot.mode,
        doubts=ballot.doubts,
        merged=merged_ones,
    )


def _rows_left(code: str, value: Json, gone: Container[str]) -> Json:
    if not isinstance(value, dict):
        return value
    return {row: choice for row, choice in value.items() if f"{code}__{row}" not in gone}


def tallies_of(survey: Survey, ballots: Iterable[Ballot]) -> list[Tally]:
    """Each ballot as it is counted, by the version it answered."""
    versions = questionnaires(survey)
    return [
        tally(
            versions[ballot.version],
            ballot.answers,
            breakdowns=survey.breakdowns,
            version=ballot.version,
            mode=ballot.mode,
            is_doubtful=bool(ballot.doubts),
        )
        for ballot in ballots
    ]
