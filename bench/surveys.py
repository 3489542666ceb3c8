"""Surveys under load: answers stored, also while the servers die, and one snapshot at two sizes.

Everything runs on the production pair of deploy/ and is compared with what PostgreSQL does alone in
the same run. Viewers and readers of the results: bench/viewers.py and bench/results.py.
"""

import asyncio
import base64
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from bench import citizens
from bench.client import Connection, Response, Run, measure
from bench.database import pgbench_per_second
from bench.report import report
from deploy import local
from deploy.processes import manage
from surveys.disclosure.receipts import mark_of

CODE = "do-tai"
SHEET = f"/khao-sat/{CODE}/tra-loi/"
CHALLENGE = "/tiep-nhan/thu-thach/?form=surveys.answer"
HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|phieu|trang)"\s+value="([^"]*)"')
ANSWERS = 1_500
ANSWERS_AROUND_A_KILL = 600
SERVERS = ("engagement-web@1", "engagement-web@2")
PATIENCE = 200  # how often a browser tries again
PAUSE_SECONDS = 0.1
SEED = 11
CONNECTIONS = 32
SECONDS = 6
LONGEST_SECONDS = 60
SIZES = (10_000, 1_000_000)
TICK_PEOPLE = 1_000

# One page of six questions, as the form and the counts know it, and limits out of the way.
PREPARE = """
from django.core.management import call_command
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
for window, applies_to in (60, "proven"), (3600, "proven"), (600, "unproven"), (86400, "unproven"):
    call_command("set_rate_limit", "surveys.answer", window, 1_000_000, applies_to=applies_to)
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


MARKS = """
SELECT mark FROM surveys_waiting
WHERE survey_id = (SELECT id FROM surveys_survey WHERE code = 'do-tai')
UNION ALL SELECT mark FROM surveys_ballot
WHERE survey_id = (SELECT id FROM surveys_survey WHERE code = 'do-tai')
"""
PUBLISHED = """
SELECT count(*) FROM surveys_resultsnapshot AS snapshot
JOIN surveys_survey AS survey ON survey.id = snapshot.survey_id
WHERE survey.code = 'do-tai' AND snapshot.audience = 'public'
"""
# The release of one more answer, as surveys.services.releasing leaves it.
MOVE = b"""
WITH moved AS (
    INSERT INTO surveys_resultsnapshot (survey_id, audience, number, counts, cells, is_final)
    SELECT survey_id, audience, number + 1,
        jsonb_set(counts, '{n}', to_jsonb((counts ->> 'n')::int + 1)), cells, false
    FROM surveys_resultsnapshot
    WHERE audience = 'public'
        AND survey_id = (SELECT id FROM surveys_survey WHERE code = 'do-tai')
    ORDER BY number DESC LIMIT 1
)
INSERT INTO live_notice (subject) VALUES ('surveys')
"""


@dataclass(frozen=True)
class Opened:
    """A page of questions with its challenge, not yet solved."""

    hidden: dict[str, str]
    cookie: str
    challenge: dict[str, str | int]


@dataclass(frozen=True)
class Sheet:
    """A filled-in page, ready to be sent."""

    body: bytes
    cookie: str


def prepare(environment: Mapping[str, str]) -> None:
    """A survey of six questions on one page; limits out of the way."""
    manage("shell", "--no-imports", "-c", PREPARE, environment=environment)


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
    sent = asyncio.run(answer(site.port, write_sheets(site.port, ANSWERS)))
    if sent.retries:
        raise RuntimeError(f"{sent.retries} sheets were not stored at once")
    report(
        "survey_answer",
        per_second=sent.run.per_second,
        p50_ms=sent.run.percentile_ms(0.5),
        p95_ms=sent.run.percentile_ms(0.95),
        sent=len(sent.receipts),
        **losses(sent.receipts, stored_marks(database)),
        raw_per_second=raw,
        ratio=round(sent.run.per_second / raw, 4),
    )


def bench_answers_around_a_kill(site: local.Local, database: str) -> None:
    """Kill both HTTP servers with SIGKILL in the middle and start them again.

    People send the same sheet until they are shown a receipt. `ratio` is what was stored for what
    was sent; raises RuntimeError when that is not one for one.
    """
    before = stored_marks(database)
    sheets = write_sheets(site.port, ANSWERS_AROUND_A_KILL)

    def kill() -> None:
        servers = [site.services[name] for name in SERVERS]
        for server in servers:
            server.kill()
        for server in servers:
            server.stop()
            server.start()
        for name in SERVERS:
            site.services[name].wait_for_http(site.ports[name])

    sent = asyncio.run(answer(site.port, sheets, fault=kill))
    stored = stored_marks(database) - before
    report(
        "survey_answer_killed",
        killed=True,
        sent=len(sent.receipts),
        retries=sent.retries,
        longest_ms=sent.run.percentile_ms(1),
        **losses(sent.receipts, stored),
        ratio=round(stored.total() / len(sent.receipts), 4),
    )
    if not sent.retries:
        raise RuntimeError("nobody noticed that the servers were killed")


def losses(receipts: list[str], stored: Counter[bytes]) -> dict[str, int]:
    """Compare what people were shown with the marks that are stored.

    Raises RuntimeError unless every receipt stands for one ballot and every ballot for one receipt.
    """
    shown = Counter(mark_of(CODE, receipt) for receipt in receipts)
    found = {
        "stored": stored.total(),
        "lost": (shown - stored).total(),
        "doubled": (stored - shown).total() + len(receipts) - len(shown),
    }
    if found["lost"] or found["doubled"]:
        raise RuntimeError(f"{len(receipts)} receipts: {found}")
    return found


@dataclass
class Answered:
    """What people were shown. `retries` counts the times a sheet had to be sent again."""

    run: Run
    receipts: list[str] = field(default_factory=list)
    retries: int = 0


async def answer(
    port: int,
    sheets: list[Sheet],
    *,
    scheme: str = "https",
    connections: int = CONNECTIONS,
    fault: Callable[[], None] | None = None,
) -> Answered:
    """Send every sheet until its receipt is shown; `fault` strikes after a third of them.

    Raises RuntimeError when that takes longer than LONGEST_SECONDS.
    """
    answered = Answered(Run([], 0))
    is_time = asyncio.Event()

    async def send(connection: Connection, sheet: Sheet) -> None:
        receipt, retries = await send_until_received(connection, sheet)
        answered.receipts.append(receipt)
        answered.retries += retries
        if len(answered.receipts) > len(sheets) // 3:
            is_time.set()

    async def strike() -> None:
        await is_time.wait()
        if fault is not None:
            await asyncio.to_thread(fault)

    limits = {"connections": connections, "seconds": LONGEST_SECONDS}
    striking = asyncio.create_task(strike())
    answered.run = await measure(port, sheets, send, scheme=scheme, **limits)
    is_time.set()  # also where nearly nothing could be sent
    await striking
    if len(answered.receipts) != len(sheets):
        raise RuntimeError(f"only {len(answered.receipts)} of {len(sheets)} sheets in time")
    return answered


async def send_until_received(connection: Connection, sheet: Sheet) -> tuple[str, int]:
    """Send the same sheet until the server takes it; returns its receipt and how often in vain.

    Raises RuntimeError when the sheet is refused, or never taken.
    """
    for retries in range(PATIENCE):
        try:
            response = await connection.post(SHEET, sheet.body, cookie=sheet.cookie)
        except (OSError, EOFError):
            await asyncio.sleep(PAUSE_SECONDS)
            continue
        if response.status == 303:
            return receipt_of(response), retries
        if response.status < 500:
            raise RuntimeError(f"not stored: {response.status} {response.text[:500]}")
        await asyncio.sleep(PAUSE_SECONDS)
    raise RuntimeError("a sheet was never taken")


def receipt_of(response: Response) -> str:
    """The receipt in the signed cookie the next page shows it from."""
    text = response.cookies["bien_nhan"].partition(":")[0]
    return str(json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))))


def write_sheets(port: int, count: int, *, scheme: str = "https") -> list[Sheet]:
    """Open so many sheets, solve their challenges and fill them in, each differently."""

    async def open_all() -> list[Opened]:
        async with Connection(port, scheme=scheme) as connection:
            return [await _open(connection) for _ in range(count)]

    pages = asyncio.run(open_all())
    with ProcessPoolExecutor() as solvers:
        proofs = list(solvers.map(citizens.solve, [page.challenge for page in pages], chunksize=16))
    chance = random.Random(SEED)  # noqa: S311 - answers, not secrets
    return [_fill(page, proof, chance) for page, proof in zip(pages, proofs, strict=True)]


async def _open(connection: Connection) -> Opened:
    page = await connection.get(SHEET)
    challenge = await connection.get(CHALLENGE)
    cookie = "; ".join(f"{name}={value}" for name, value in page.cookies.items())
    return Opened(dict(HIDDEN.findall(page.text)), cookie, json.loads(challenge.body))


def _fill(page: Opened, proof: str, chance: random.Random) -> Sheet:
    answers = {f"q-q{number}": f"c{chance.randrange(5)}" for number in range(1, 7)}
    fields = {**page.hidden, **answers, "altcha": proof, "viec": "gui"}
    return Sheet(urlencode(fields).encode(), page.cookie)


def stored_marks(database: str) -> Counter[bytes]:
    """The marks of all ballots, waiting or sealed, with how often each is stored."""
    with closing(psycopg.connect(database)) as connection:
        rows = connection.execute(MARKS).fetchall()
    return Counter(bytes(mark) for (mark,) in rows)


def wait_until_answered(database: str, seconds: float = 60) -> None:
    """Give the worker time for the first public results; raises TimeoutError without any."""
    give_up_at = time.monotonic() + seconds
    while time.monotonic() < give_up_at:
        with closing(psycopg.connect(database)) as connection:
            row = connection.execute(PUBLISHED).fetchone()
        if row and row[0]:
            return
        time.sleep(1)
    raise TimeoutError("no results of what was answered were published")


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
