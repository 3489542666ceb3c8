"""Surveys under load: answers stored, one snapshot at two sizes, viewers, and the cached results.

Everything runs on the production pair of deploy/ and is compared with what PostgreSQL or nginx do
alone in the same run.
"""

import asyncio
import json
import re
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from bench import citizens
from bench.client import Connection, Response, Run, measure
from bench.database import pgbench_per_second
from bench.report import report
from deploy import local
from deploy.processes import manage

CODE = "do-tai"
SHEET = f"/khao-sat/{CODE}/tra-loi/"
RESULTS = f"/khao-sat/{CODE}/ket-qua/"
CHALLENGE = "/tiep-nhan/thu-thach/?form=surveys.answer"
HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|phieu|trang)"\s+value="([^"]*)"')
ANSWERS = 1_500
CONNECTIONS = 32
SECONDS = 6
LONGEST_SECONDS = 60
SIZES = (10_000, 1_000_000)
TICK_PEOPLE = 1_000
LIMITS = (("60", "proven"), ("3600", "proven"), ("600", "unproven"), ("86400", "unproven"))

# One page of six questions, as the form and the counts know it.
PREPARE = """
from django.utils import timezone
from engagement.accounts.models import User
from surveys.enums import QuestionKind as K, SampleKind, SurveyStatus
from surveys.instrument.questionnaire import Choice, Page, Question, Questionnaire
from surveys.models import Survey, Version
from surveys.services import versions
from surveys.services.keys import new_sealed_key
owner = User.objects.get(username="tuyengiao")
survey = Survey.objects.create(code="do-tai", title="Đo tải", status=SurveyStatus.OPEN,
    sample_kind=SampleKind.OPEN_LINK, breakdowns=["q5", "q6"], sealed_key=new_sealed_key(),
    created_by=owner)
version = Version.objects.create(survey=survey, number=1)
choices = tuple(Choice(f"c{n}", f"Mức {n}") for n in range(5))
questions = tuple(Question(f"q{n}", K.SINGLE, f"Câu hỏi số {n}?", choices=choices) for n in range(1, 7))
versions.store(version, Questionnaire("Đo tải", (Page("p1", "", questions),)))
version.published_at, version.published_by = timezone.now(), owner
version.save()
"""
RAW_TABLE = """
CREATE TABLE raw_answer (id uuid PRIMARY KEY, survey_id bigint NOT NULL, version smallint NOT NULL,
    answers jsonb NOT NULL, mark bytea NOT NULL, commit bytea NOT NULL, mode text NOT NULL,
    doubts jsonb NOT NULL, UNIQUE (survey_id, mark))
"""
RAW_INSERT = """
INSERT INTO raw_answer VALUES (gen_random_uuid(), 1, 1,
    '{"q1": "c1", "q2": "c2", "q3": "c0", "q4": "c4", "q5": "c1", "q6": "c3"}',
    sha256(gen_random_uuid()::text::bytea), sha256(gen_random_uuid()::text::bytea), 'web', '[]');
"""
FILL = """
INSERT INTO surveys_ballot (id, survey_id, version, answers, mark, commit, mode, doubts, release)
SELECT gen_random_uuid(), survey.id, 1,
    jsonb_build_object('q1', 'c' || (random() * 4)::int, 'q2', 'c' || (random() * 4)::int,
        'q3', 'c' || (random() * 4)::int, 'q4', 'c' || (random() * 4)::int,
        'q5', 'c' || (random() * 4)::int, 'q6', 'c' || (random() * 4)::int),
    sha256(gen_random_uuid()::text::bytea), sha256(gen_random_uuid()::text::bytea), 'web', '[]', %s
FROM surveys_survey AS survey, generate_series(1, %s) WHERE survey.code = 'do-tai'
"""
TICK = """
import time
from surveys.models import Survey
from surveys.services import releasing
survey = Survey.objects.get(code="do-tai")
started = time.perf_counter()
assert releasing.release(survey)
print(time.perf_counter() - started)
"""


@dataclass(frozen=True)
class Sheet:
    """A filled-in page, ready to be sent."""

    body: bytes
    cookie: str


def prepare(site: local.Local) -> None:
    """A survey of six questions on one page; limits out of the way."""
    manage("shell", "--no-imports", "-c", PREPARE, environment=site.environment)
    for window, applies_to in LIMITS:
        limit = ("set_rate_limit", "surveys.answer", window, "1000000", "--applies-to", applies_to)
        manage(*limit, environment=site.environment)


# --- Answers ------------------------------------------------------------------------------------


def bench_answers(site: local.Local, database: str, folder: Path) -> None:
    """Store ANSWERS ballots through the form; compare with raw INSERTs of the same row."""
    raw = pgbench_per_second(
        database,
        folder,
        table=RAW_TABLE,
        insert=RAW_INSERT,
        connections=CONNECTIONS,
        seconds=SECONDS,
    )
    run = asyncio.run(answer(site.port))
    stored = _count(database)
    if stored != len(run.times):
        raise RuntimeError(f"{len(run.times)} receipts, {stored} ballots")
    report(
        "survey_answer",
        per_second=run.per_second,
        p50_ms=run.percentile_ms(0.5),
        p95_ms=run.percentile_ms(0.95),
        sent=len(run.times),
        stored=stored,
        raw_per_second=raw,
        ratio=round(run.per_second / raw, 4),
    )


async def answer(port: int) -> Run:
    """Time the sending only: sheets are opened and challenges solved before."""
    async with Connection(port) as connection:
        pages = [await _open(connection) for _ in range(ANSWERS)]
    with ProcessPoolExecutor() as solvers:
        proofs = list(solvers.map(citizens.solve, [page[2] for page in pages], chunksize=16))
    sheets = [_fill(*page[:2], proof) for page, proof in zip(pages, proofs, strict=True)]

    async def send(connection: Connection, sheet: Sheet) -> None:
        response = await connection.post(SHEET, sheet.body, cookie=sheet.cookie)
        if response.status != 303:
            raise RuntimeError(f"not stored: {response.status} {response.text[:500]}")

    return await measure(port, sheets, send, connections=CONNECTIONS, seconds=LONGEST_SECONDS)


async def _open(connection: Connection) -> tuple[dict[str, str], str, dict[str, str | int]]:
    page = await connection.get(SHEET)
    challenge = await connection.get(CHALLENGE)
    cookie = "; ".join(f"{name}={value}" for name, value in page.cookies.items())
    return dict(HIDDEN.findall(page.text)), cookie, json.loads(challenge.body)


def _fill(hidden: dict[str, str], cookie: str, proof: str) -> Sheet:
    answers = {f"q-q{number}": f"c{number % 5}" for number in range(1, 7)}
    fields = {**hidden, **answers, "altcha": proof, "viec": "gui"}
    return Sheet(urlencode(fields).encode(), cookie)


def _count(database: str) -> int:
    with closing(psycopg.connect(database)) as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM surveys_waiting) + (SELECT count(*) FROM surveys_ballot b"
            " JOIN surveys_survey s ON s.id = b.survey_id WHERE s.code = 'do-tai')"
        ).fetchone()
    return int(row[0]) if row else 0


# --- One snapshot -------------------------------------------------------------------------------


def bench_snapshot(site: local.Local, database: str) -> None:
    """Release TICK_PEOPLE new answers on top of ten thousand and of a million old ones."""
    times = {size: _tick_on_top_of(site, database, size) for size in SIZES}
    small, large = (times[size] for size in SIZES)
    report(
        "survey_snapshot",
        at_10000_ms=round(1000 * small, 1),
        at_1000000_ms=round(1000 * large, 1),
        new_answers=TICK_PEOPLE,
        ratio=round(large / small, 2),
    )


def _tick_on_top_of(site: local.Local, database: str, size: int) -> float:
    with closing(psycopg.connect(database, autocommit=True)) as connection:
        connection.execute("DELETE FROM surveys_release")
        connection.execute("DELETE FROM surveys_resultsnapshot")
        connection.execute("DELETE FROM surveys_ballot")
        connection.execute(FILL, [0, size])
        connection.execute("VACUUM ANALYZE surveys_ballot")
        connection.execute(FILL, [None, TICK_PEOPLE])
    printed = manage("shell", "--no-imports", "-c", TICK, environment=site.environment)
    return float(printed.split()[-1])


# --- The published page -------------------------------------------------------------------------


def bench_results_page(site: local.Local, folder: Path) -> None:
    """Read the results through the cache of nginx; compare with the same bytes as a file."""
    page = asyncio.run(_first_page(site.port))
    if "set-cookie" in page.headers:
        raise RuntimeError("the results page sets a cookie")
    (folder / "lib/static/do-tai.html").write_bytes(page.body)
    cached = _read(site.port, RESULTS)
    plain = _read(site.port, "/static/do-tai.html")
    report(
        "survey_results_page",
        bytes=len(page.body),
        cached_per_second=cached.per_second,
        cached_p95_ms=cached.percentile_ms(0.95),
        file_per_second=plain.per_second,
        ratio=round(cached.per_second / plain.per_second, 2),
    )


def _read(port: int, path: str) -> Run:
    async def one(connection: Connection, _: None) -> None:
        response = await connection.get(path)
        if response.status != 200:
            raise RuntimeError(f"{path}: {response.status}")

    works: Iterator[None] = repeat(None)
    return asyncio.run(measure(port, works, one, connections=CONNECTIONS, seconds=SECONDS))


async def _first_page(port: int) -> Response:
    async with Connection(port) as connection:
        return await connection.get(RESULTS)


def wait_until_answered(database: str, seconds: float = 30) -> None:
    """Give the worker time for the releases of what was answered."""
    give_up_at = time.monotonic() + seconds
    while time.monotonic() < give_up_at:
        with closing(psycopg.connect(database)) as connection:
            row = connection.execute(
                "SELECT count(*) FROM surveys_resultsnapshot WHERE audience = 'public'"
            ).fetchone()
        if row and row[0]:
            return
        time.sleep(1)
