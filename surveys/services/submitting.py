"""An answer comes in: participation and ballot in one transaction, so that a retry is safe."""

import json
from enum import Enum, auto
from uuid import UUID

from django.db import connection, transaction

from engagement.intake.models import UsedChallenge
from engagement.intake.proof import Answer as Proof
from surveys.disclosure.receipts import commit_of, mark_of
from surveys.enums import Mode, SurveyStatus
from surveys.instrument.answers import Answers
from surveys.models import Ballot, Participation, Survey, Version, Waiting
from surveys.services.keys import tag_of

_IS_OPEN = """
    id = %(survey)s AND status = %(open)s AND sealed_key = %(sealed_key)s
    AND (opens_at IS NULL OR opens_at <= CURRENT_TIMESTAMP)
    AND (closes_at IS NULL OR closes_at > CURRENT_TIMESTAMP)
"""
# One statement and so one transaction: asking PostgreSQL one thing after the other took half the
# time of an answer. The row of the survey is locked against closing, which waits. The challenge goes
# first, so that nothing is left behind when it was used.
_STORE = f"""
    WITH survey AS (
        SELECT id FROM surveys_survey WHERE {_IS_OPEN} FOR KEY SHARE
    ), used AS (
        INSERT INTO intake_usedchallenge (challenge, expires_at)
        SELECT %(challenge)s::text, %(expires_at)s::timestamptz FROM survey
        WHERE %(challenge)s::text IS NOT NULL
        ON CONFLICT DO NOTHING RETURNING challenge
    ), participation AS (
        INSERT INTO surveys_participation (survey_id, tag)
        SELECT id, %(tag)s FROM survey
        WHERE %(challenge)s::text IS NULL OR EXISTS (SELECT FROM used)
        ON CONFLICT DO NOTHING RETURNING survey_id
    ), ballot AS (
        INSERT INTO surveys_waiting
            (id, survey_id, version, answers, mark, commit, mode, doubts)
        SELECT %(id)s, survey_id, %(version)s, %(answers)s::jsonb, %(mark)s, %(commit)s, %(mode)s,
            %(doubts)s::jsonb
        FROM participation RETURNING survey_id
    )
    SELECT EXISTS (SELECT FROM survey), EXISTS (SELECT FROM ballot)
"""  # noqa: S608 - only constants are put together


class Outcome(Enum):
    """What became of an answer that was sent."""

    STORED = auto()
    REPEATED = auto()  # the very same ballot had been stored before: its receipt holds
    ALREADY = auto()  # this code, account or page has answered before, differently
    CLOSED = auto()
    PROOF_USED = auto()  # the automatic check was used for another ballot


def submit(
    *,
    survey: Survey,
    version: Version,
    answers: Answers,
    key: UUID,
    receipt: str,
    credential: tuple[str, bytes] | None = None,
    mode: Mode = Mode.WEB,
    doubts: list[str] | None = None,
    proof: Proof | None = None,
) -> Outcome:
    """Store one ballot, once for each credential.

    `answers` are canonical (instrument.answers.pruned). `credential` is the kind ("code",
    "account", "paper") and what is one person's alone; without one the `key` of the page stands for
    it, which tells a repeated sending and nothing more. What ties the two rows together (ADR 0011)
    lasts until the sealer has moved the ballot. `survey` may be a little old: whether it takes
    answers now is read from its row, by the database's clock.
    """
    if survey.sealed_key is None:
        return Outcome.CLOSED
    kind, secret = credential or ("page", key.bytes)
    tag = tag_of(bytes(survey.sealed_key), kind, secret)
    ballot = Waiting(
        survey=survey,
        version=version.number,
        answers=answers,
        mark=mark_of(survey.code, receipt),
        commit=commit_of(survey.code, answers, receipt),
        mode=mode,
        doubts=doubts or [],
    )
    store = _store_at_once if connection.vendor == "postgresql" else _store_in_steps
    is_open, is_stored = store(ballot, tag, proof)
    if is_stored:
        return Outcome.STORED
    if not is_open:
        return Outcome.CLOSED
    if not Participation.objects.filter(survey=survey, tag=tag).exists():
        return Outcome.PROOF_USED
    return Outcome.REPEATED if _is_stored(ballot) else Outcome.ALREADY


def _store_at_once(ballot: Waiting, tag: bytes, proof: Proof | None) -> tuple[bool, bool]:
    """Say whether the survey is open, and whether the ballot is stored.

    Where somebody has answered before, nothing is stored but that the challenge is used up.
    """
    import psycopg

    values = {
        **_opening(ballot.survey),
        "challenge": proof and proof.challenge,
        "expires_at": proof and proof.expires_at,
        "tag": tag,
        "id": ballot.pk,
        "version": ballot.version,
        "answers": json.dumps(ballot.answers),
        "mark": ballot.mark,
        "commit": ballot.commit,
        "mode": str(ballot.mode),
        "doubts": json.dumps(ballot.doubts),
    }
    connection.ensure_connection()
    # Django's own cursor would write the values into the text, to be planned anew every time.
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        is_open, is_stored = cursor.execute(_STORE, values, prepare=True).fetchone() or (False,) * 2
    return is_open, is_stored


def _store_in_steps(ballot: Waiting, tag: bytes, proof: Proof | None) -> tuple[bool, bool]:
    """The same where one statement cannot do it all: SQLite, which has one writer at a time."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM surveys_survey WHERE {_IS_OPEN}",  # noqa: S608
            _opening(ballot.survey),
        )
        if cursor.fetchone() is None:
            return False, False
        if Participation.objects.filter(survey=ballot.survey, tag=tag).exists():
            return True, False
        if proof is not None:
            if UsedChallenge.objects.filter(challenge=proof.challenge).exists():
                return True, False
            UsedChallenge.objects.create(challenge=proof.challenge, expires_at=proof.expires_at)
        Participation.objects.create(survey=ballot.survey, tag=tag)
        ballot.save(force_insert=True)
    return True, True


def _opening(survey: Survey) -> dict[str, int | str | bytes]:
    return {
        "survey": survey.pk,
        "open": SurveyStatus.OPEN.value,
        "sealed_key": bytes(survey.sealed_key or b""),
    }


def _is_stored(ballot: Waiting) -> bool:
    same = {"survey": ballot.survey, "mark": ballot.mark, "commit": ballot.commit}
    return Waiting.objects.filter(**same).exists() or Ballot.objects.filter(**same).exists()
