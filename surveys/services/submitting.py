"""An answer comes in: participation and ballot in one transaction, so that a retry is safe."""

from datetime import datetime
from enum import Enum, auto
from uuid import UUID

from django.db import connection, transaction

from engagement.intake.proof import Answer as Proof
from surveys.disclosure.receipts import commit_of, mark_of
from surveys.enums import Mode, SurveyStatus
from surveys.instrument.answers import Answers
from surveys.models import Ballot, Survey, Version, Waiting
from surveys.services.keys import tag_of


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
    lasts until the sealer has moved the ballot.
    """
    kind, secret = credential or ("page", key.bytes)
    ballot = Waiting(
        survey=survey,
        version=version.number,
        answers=answers,
        mark=mark_of(survey.code, receipt),
        commit=commit_of(survey.code, answers, receipt),
        mode=mode,
        doubts=doubts or [],
    )
    with transaction.atomic():
        sealed_key = _key_while_open(survey)
        if sealed_key is None:
            return Outcome.CLOSED
        if not _take_part(survey, tag_of(sealed_key, kind, secret)):
            return Outcome.REPEATED if _is_stored(ballot) else Outcome.ALREADY
        if proof is not None and not _use_up(proof.challenge, proof.expires_at):
            transaction.set_rollback(True)
            return Outcome.PROOF_USED
        ballot.save(force_insert=True)
    return Outcome.STORED


def _key_while_open(survey: Survey) -> bytes | None:
    """The survey's key; None unless it takes answers now, by its row and the database's clock.

    On PostgreSQL the row is locked against closing, which waits for everybody who got here.
    """
    lock = "FOR KEY SHARE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sealed_key FROM surveys_survey WHERE id = %s AND status = %s"  # noqa: S608
            " AND (opens_at IS NULL OR opens_at <= CURRENT_TIMESTAMP)"
            f" AND (closes_at IS NULL OR closes_at > CURRENT_TIMESTAMP) {lock}",
            [survey.pk, SurveyStatus.OPEN],
        )
        found = cursor.fetchone()
    return bytes(found[0]) if found and found[0] is not None else None


def _take_part(survey: Survey, tag: bytes) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO surveys_participation (survey_id, tag) VALUES (%s, %s)"
            " ON CONFLICT DO NOTHING",
            [survey.pk, tag],
        )
        return bool(cursor.rowcount)


def _use_up(challenge: str, expires_at: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO intake_usedchallenge (challenge, expires_at) VALUES (%s, %s)"
            " ON CONFLICT DO NOTHING",
            [challenge, connection.ops.adapt_datetimefield_value(expires_at)],
        )
        return bool(cursor.rowcount)


def _is_stored(ballot: Waiting) -> bool:
    same = {"survey": ballot.survey, "mark": ballot.mark, "commit": ballot.commit}
    return Waiting.objects.filter(**same).exists() or Ballot.objects.filter(**same).exists()
