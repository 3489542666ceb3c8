"""Closing: the last release, the list of receipts, and the end of every tie to people."""

from collections.abc import Iterable, Mapping
from random import SystemRandom

from django.db import transaction
from django.db.models import Case, PositiveIntegerField, QuerySet, Value, When

from engagement.accounts.models import User
from engagement.audit.actors import Actor
from engagement.jobs.queue import enqueue
from surveys.disclosure.counting import Tally, count, count_cells
from surveys.disclosure.last_release import merged
from surveys.disclosure.receipts import chain_of
from surveys.enums import Audience, Held, Verb
from surveys.instrument.questionnaire import TEXTUAL, Questionnaire
from surveys.models import AccessCode, Ballot, Closing, FreeText, Participation, Survey
from surveys.queries.receipts import lines_of
from surveys.queries.results import questionnaires
from surveys.queries.told import tallies_of
from surveys.services import paper_entry, sealing
from surveys.services.releasing import publish, weighing_questions
from surveys.workflow import SURVEY

_CHUNK = 5_000


def close(*, survey: Survey, by: User | None) -> None:
    """Close `survey` for good (`by` is None when its time has come).

    Waits for answers that are being stored, then: the rest is released or merged or held back, all
    ballots are written anew in random order, free texts are cut loose, the list of commits gets its
    chain, and the key of the participation tags is destroyed. Raises InvalidTransition and Conflict
    as every step does; Denied while paper sheets wait, unless the time has come.
    """
    with transaction.atomic():
        sealing.allow_time()
        survey = Survey.objects.select_for_update().get(pk=survey.pk)
        actor = Actor.staff(by) if by is not None else Actor.system("surveys.close")
        SURVEY.target(survey.status, Verb.CLOSE)
        paper_entry.leave_none(survey, by)
        SURVEY.apply(survey, Verb.CLOSE, actor=actor, changes={"sealed_key": None})
        sealing.seal_everything(survey)
        is_rest_told = _release_the_rest(survey)
        _mark_what_is_told(survey, is_rest_told=is_rest_told)
        sealing.shuffle_ballots(survey)
        _cut_texts_loose(survey, questionnaires(survey))
        _write_minutes(survey)
        enqueue("surveys.scrub")


def _release_the_rest(survey: Survey) -> bool:
    """Publish the final snapshots; say whether the public's rest is in its tables."""
    rest: list[Tally] | None = None
    for audience in (Audience.STAFF, Audience.PUBLIC):
        rest = merged(tallies_of(survey, _rest_of(survey, audience)), survey.least_group(audience))
        told = rest or []
        cells = count_cells(told, weighing_questions(survey))
        publish(survey, audience, count(told), cells, is_final=True)
    return bool(rest)


def _mark_what_is_told(survey: Survey, *, is_rest_told: bool) -> None:
    """In place of its release, leave on each ballot how the public's tables hold it.

    Those in no table are few, so as many others as make a group, drawn by lot, are left out with
    them: the mark itself tells nobody's sheet.
    """
    ballots = Ballot.objects.filter(survey=survey)
    public = survey.releases.filter(is_public=True).values("number")
    rest = _rest_of(survey, Audience.PUBLIC).order_by().values("pk")
    cases = [When(release__in=public, then=Value(None))]
    cases += [When(pk__in=rest, then=Value(Held.MERGED))] if is_rest_told else []
    held = Case(*cases, default=Value(Held.LEFT_OUT), output_field=PositiveIntegerField())
    ballots.update(release=held)
    if not ballots.filter(release=Held.LEFT_OUT).exists():
        return
    told = list(ballots.exclude(release=Held.LEFT_OUT).order_by("pk").values_list("pk", flat=True))
    lot = SystemRandom().sample(told, min(survey.public_group, len(told)))
    ballots.filter(pk__in=lot).update(release=Held.LEFT_OUT)


def _rest_of(survey: Survey, audience: Audience) -> QuerySet[Ballot]:
    """What this audience's snapshots have not counted.

    The public's rest holds whole staff releases, and of what is unreleased all that the staff will
    see: fewer than the staff's least are in nobody's tables.
    """
    ballots = Ballot.objects.filter(survey=survey).order_by("pk")
    unreleased = ballots.filter(release__isnull=True)
    if audience is Audience.STAFF:
        return unreleased
    waiting = survey.releases.filter(is_public=False).values("number")
    rest = ballots.filter(release__in=waiting)
    if 0 < unreleased.count() < survey.staff_group:
        return rest
    return rest | unreleased


def _cut_texts_loose(survey: Survey, versions: Mapping[int, Questionnaire]) -> None:
    """Copy free texts into rows of their own, in random order, for review before anything."""
    texts = [
        FreeText(survey=survey, variable=variable, text=words)
        for ballot in Ballot.objects.filter(survey=survey).order_by("pk").iterator(_CHUNK)
        for variable, words in _texts_of(versions[ballot.version], ballot.answers)
    ]
    SystemRandom().shuffle(texts)
    FreeText.objects.bulk_create(texts, batch_size=_CHUNK)


def _texts_of(
    questionnaire: Questionnaire, answers: dict[str, object]
) -> Iterable[tuple[str, str]]:
    for question in questionnaire.questions:
        code = question.code
        names = [code] if question.kind in TEXTUAL else []
        names += [f"{code}_other"] if question.other else []
        for name in names:
            words = answers.get(name)
            if isinstance(words, str) and words:
                yield name, words


def _write_minutes(survey: Survey) -> None:
    lines = lines_of(survey)
    Closing.objects.create(
        survey=survey,
        ballots=len(lines),
        participations=Participation.objects.filter(survey=survey).count(),
        codes=AccessCode.objects.filter(survey=survey).count(),
        root=chain_of(lines),
    )
