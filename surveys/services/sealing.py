"""Waiting ballots are mixed: moved in batches, in an order that chance alone decides."""

from random import SystemRandom

from django.db import connection, transaction

from surveys.models import Ballot, Survey, Waiting
from surveys.rules import SMALLEST_BATCH

LARGEST_BATCH = 5_000


def seal(survey: Survey) -> int:
    """Move a batch of waiting ballots if there are enough to hide in; return how many.

    Called by one process at a time (the lease of the tick).
    """
    with transaction.atomic():
        return _move(survey, least=SMALLEST_BATCH)


def seal_everything(survey: Survey) -> None:
    """Move all that waits, however few: only at closing, which rewrites all ballots once more."""
    while _move(survey, least=1):
        pass


def _move(survey: Survey, *, least: int) -> int:
    waiting = list(Waiting.objects.filter(survey=survey).order_by("pk")[:LARGEST_BATCH])
    if len(waiting) < least:
        return 0
    SystemRandom().shuffle(waiting)
    # A new key each: the old one stays readable in the file of the table until it is vacuumed.
    Ballot.objects.bulk_create(
        Ballot(
            survey=survey,
            version=one.version,
            answers=one.answers,
            mark=one.mark,
            commit=one.commit,
            mode=one.mode,
            doubts=one.doubts,
        )
        for one in waiting
    )
    Waiting.objects.filter(pk__in=[one.pk for one in waiting]).delete()
    return len(waiting)


def shuffle_ballots(survey: Survey) -> None:
    """Write all ballots of `survey` anew in random order, with new keys."""
    quote = connection.ops.quote_name
    columns = ", ".join(
        quote(name)
        for name in (
            "survey_id",
            "version",
            "answers",
            "mark",
            "commit",
            "mode",
            "doubts",
            "release",
        )
    )
    new_id = (
        "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE shuffled AS SELECT {columns} FROM surveys_ballot"  # noqa: S608
            " WHERE survey_id = %s ORDER BY random()",
            [survey.pk],
        )
        cursor.execute("DELETE FROM surveys_ballot WHERE survey_id = %s", [survey.pk])
        cursor.execute(
            f"INSERT INTO surveys_ballot (id, {columns}) SELECT {new_id}, {columns} FROM shuffled"  # noqa: S608
        )
        cursor.execute("DROP TABLE shuffled")


def allow_time() -> None:
    """Lift the limit on a statement's time until the transaction ends: whole tables are written."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")


def scrub() -> None:
    """On PostgreSQL, rewrite the files of the tables, so that no moved row can be read from them.

    Not inside a transaction. Locks each table for as long as it copies what is left in it.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        (limit,) = cursor.fetchone()
        cursor.execute("SET statement_timeout = 0")
        try:
            cursor.execute("VACUUM (FULL) surveys_waiting")
            cursor.execute("VACUUM (FULL) surveys_ballot")
            cursor.execute("VACUUM (FULL) surveys_paperentry")
        finally:
            cursor.execute("SELECT set_config('statement_timeout', %s, false)", [limit])
