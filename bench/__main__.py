"""`make bench`: the deployment of deploy/ on 127.0.0.1 under load, one JSON object a line.

A question goes the whole way (form checks, proof of work, receipt, audit, live notice) and is
compared with raw INSERTs of the same PostgreSQL in the same run; so is an answer to a survey, once
more while both HTTP servers are killed, and beside it the vote of Django's tutorial. Results go to
two thousand viewers and, through the cache of nginx, to readers. Two public pages are compared
between one daphne process and the production pair. Load and servers share the machine: the figures
are lower bounds, the ratios are what to look at.
"""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path

from bench import citizens, poll, results, surveys, viewers
from bench.client import Connection, Run, measure
from bench.database import count, own_database, raw_inserts_per_second
from bench.report import report
from deploy import local
from deploy.processes import daphne, free_port, manage, running

DATABASE_URL = os.environ.get("DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/test"
REDIS_URL = os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/0"
CONNECTIONS = 32
QUESTIONS = 300
SECONDS = 6
LONGEST_SECONDS = 40
PAGES = {"home": "/", "archive": "/hoi-dap/"}
# One client stands for a whole province: the limits of qa.ask are raised, as an operator can.
LIMITS = (("60", "proven"), ("3600", "proven"), ("600", "unproven"), ("86400", "unproven"))


def main() -> None:
    with tempfile.TemporaryDirectory() as name, own_database(DATABASE_URL, "bench") as database:
        folder = Path(name)
        raw = raw_inserts_per_second(database, folder, connections=CONNECTIONS, seconds=SECONDS)
        report("raw_insert", per_second=raw, ratio=1.0)
        # Solving a challenge is not timed; it is kept short.
        settings = {
            "DATABASE_URL": database,
            "REDIS_URL": REDIS_URL,
            "INTAKE_PROOF_MAX_NUMBER": "2000",
        }
        site = local.prepare(folder, settings)
        load_content(site)
        viewers.allow_files()  # the servers inherit it
        with daphne_alone(site, folder) as port:
            question_on_daphne = bench_question("daphne", port, database, raw)
            pages_on_daphne = bench_pages(port)
        with local.serving(site):
            bench_question("production", site.port, database, raw, before=question_on_daphne)
            pages_in_production = bench_pages(site.port)
            surveys.prepare(site.environment)
            surveys.bench_answers(site, database, folder)
            surveys.bench_answers_around_a_kill(site, database)
            surveys.wait_until_answered(database)
            viewers.bench_viewers(site, database)
            results.bench_results_page(site, database, folder)
        poll.bench_poll(site, database, raw=raw)
        surveys.bench_snapshot(site, database)
    for page in PAGES:
        alone, pair = pages_on_daphne[page], pages_in_production[page]
        report(
            f"page_{page}",
            daphne_per_second=alone.per_second,
            daphne_p95_ms=alone.percentile_ms(0.95),
            production_per_second=pair.per_second,
            production_p95_ms=pair.percentile_ms(0.95),
            ratio=round(pair.per_second / alone.per_second, 2),
        )


def load_content(site: local.Local) -> None:
    """The demo's questions, so that pages have something to show, and limits out of the way."""
    manage("load_demo", environment={**site.environment, "DJANGO_SETTINGS_MODULE": local.DEMO})
    for window, applies_to in LIMITS:
        limit = ("set_rate_limit", "qa.ask", window, "1000000", "--applies-to", applies_to)
        manage(*limit, environment=site.environment)


@contextmanager
def daphne_alone(site: local.Local, folder: Path) -> Iterator[int]:
    """The same settings in one daphne process with the worker inside."""
    port = free_port()
    server = daphne(port, {**site.environment, "EMBEDDED_WORKER": "true"}, folder / "daphne.log")
    with running(server):
        server.wait_for_http(port)
        yield port


def bench_question(
    server: str, port: int, database: str, raw: float, *, before: float = 0
) -> float:
    """Send QUESTIONS questions; report and return how many a second were received."""
    known = count(database, "qa_question")
    run, codes = asyncio.run(ask(port))
    stored = count(database, "qa_question") - known
    if not stored == len(run.times) == len(set(codes)):
        raise RuntimeError(f"{len(run.times)} sent, {stored} stored, {len(set(codes))} receipts")
    figures = {"per_second": run.per_second, "p50_ms": run.percentile_ms(0.5)}
    if before:
        figures["times_daphne"] = round(run.per_second / before, 2)
    report(
        f"question_{server}",
        **figures,
        p95_ms=run.percentile_ms(0.95),
        sent=len(run.times),
        stored=stored,
        raw_per_second=raw,
        ratio=round(run.per_second / raw, 4),
    )
    return run.per_second


async def ask(port: int) -> tuple[Run, list[str]]:
    """Time the sending only: forms are opened and challenges solved before, receipts read after."""
    with ProcessPoolExecutor() as solvers:
        letters = await citizens.write_letters(port, QUESTIONS, solvers, scheme="https")
    await asyncio.sleep(citizens.HUMAN_SECONDS)

    async def send(connection: Connection, letter: citizens.Letter) -> None:
        response = await citizens.send(connection, letter)
        if not citizens.is_received(response, letter):
            raise RuntimeError(f"not received: {response.status} {response.text[:500]}")

    run = await measure(port, letters, send, connections=CONNECTIONS, seconds=LONGEST_SECONDS)
    async with Connection(port) as connection:
        sent = letters[: len(run.times)]
        codes = [await citizens.receipt_code(connection, letter) for letter in sent]
    return run, codes


def bench_pages(port: int) -> dict[str, Run]:
    return {
        page: asyncio.run(
            measure(port, repeat(path), read, connections=CONNECTIONS, seconds=SECONDS)
        )
        for page, path in PAGES.items()
    }


async def read(connection: Connection, path: str) -> None:
    response = await connection.get(path)
    if response.status != 200:
        raise RuntimeError(f"{path}: {response.status}")


if __name__ == "__main__":
    main()
