"""The published results through the cache of nginx, against the same bytes as a file of nginx.

Read by wrk where it is installed: beside nginx on one machine, a client in Python measures itself.
"""

import asyncio
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

import psycopg

from bench.client import HOST, Connection, Response, measure
from bench.report import report
from bench.surveys import CODE, MOVE
from deploy import local

RESULTS = f"/khao-sat/{CODE}/ket-qua/"
FILE = "/static/do-tai.html"
CONNECTIONS = 32
# Turn about, so that what else the machine does falls on both.
ROUNDS = 4
ROUND_SECONDS = 2
CHANGES = 5
OLDEST_SECONDS = 2.0
NUMBER = re.compile(r'data-results-number="([1-9]\d*)"')
FIGURE = 'class="card survey-figure"'


@dataclass(frozen=True)
class Reading:
    """What a round of reading came to."""

    per_second: float
    p99_ms: float


def bench_results_page(site: local.Local, database: str, folder: Path) -> None:
    """Read the page plain and as browsers ask for it, compressed; check what the cache promises."""
    asyncio.run(check_privacy(site.port))
    oldest = asyncio.run(oldest_seconds(site.port, database))
    if oldest > OLDEST_SECONDS:
        raise RuntimeError(f"a page of results was {oldest} s old")
    for name, packing in (("survey_results_page", ""), ("survey_results_page_gzip", "gzip")):
        headers = {"Accept-Encoding": packing} if packing else {}
        page = asyncio.run(first_page(site.port, headers))
        file = folder / f"lib{FILE}{'.gz' if packing else ''}"
        file.write_bytes(page.body)
        cached, plain = read_turn_about(site.port, headers)
        report(
            name,
            bytes=len(page.body),
            client="wrk" if shutil.which("wrk") else "bench",
            cached_per_second=cached.per_second,
            cached_p99_ms=cached.p99_ms,
            file_per_second=plain.per_second,
            oldest_seconds=oldest,
            ratio=round(cached.per_second / plain.per_second, 2),
        )


async def first_page(port: int, headers: dict[str, str]) -> Response:
    """The page as the cache keeps it; raises RuntimeError when it shows no results, or a cookie."""
    async with Connection(port) as connection:
        page = await connection.get(RESULTS, headers)
        shown = await connection.get(RESULTS)
    if not NUMBER.search(shown.text) or FIGURE not in shown.text:
        raise RuntimeError(f"the results page shows no figure: {page.status} {shown.text[:500]}")
    if "set-cookie" in page.headers:
        raise RuntimeError("the results page sets a cookie")
    return page


async def check_privacy(port: int) -> None:
    """Raise RuntimeError unless a reader with a cookie has a page that was made for nobody else."""
    async with Connection(port) as connection:
        own = await connection.get(RESULTS, {"Cookie": "sessionid=somebody"})
        kept = [await connection.get(RESULTS) for _ in range(2)]
        again = await connection.get(RESULTS, {"Cookie": "sessionid=somebody"})
    ids = [page.headers["x-request-id"] for page in (own, *kept, again)]
    if ids[1] != ids[2] or len(set(ids)) != 3:
        raise RuntimeError(f"own page, two kept ones, own page: {ids}")


async def oldest_seconds(port: int, database: str) -> float:
    """Move the results CHANGES times under readers; the longest it took to be on their page."""
    oldest = 0.0
    async with (
        Connection(port) as connection,
        await psycopg.AsyncConnection.connect(database, autocommit=True) as moving,
    ):
        for _ in range(CHANGES):
            before = await number_shown(connection)
            await moving.execute(MOVE)
            moved = time.monotonic()
            while await number_shown(connection) == before:
                continue  # one more reader who keeps the cache busy
            oldest = max(oldest, time.monotonic() - moved)
            await asyncio.sleep(0.3)  # the next change meets another moment of the cache's second
    return round(oldest, 2)


async def number_shown(connection: Connection) -> str:
    found = NUMBER.search((await connection.get(RESULTS)).text)
    if found is None:
        raise RuntimeError("the page shows no results")
    return found[1]


def read_turn_about(port: int, headers: dict[str, str]) -> tuple[Reading, Reading]:
    """The cached page and the file; of each the middle of its rounds."""
    cached, plain = [], []
    for _ in range(ROUNDS):
        asyncio.run(first_page(port, headers))  # what is read all the time is there at the start
        cached.append(read(port, RESULTS, headers))
        plain.append(read(port, FILE, headers))
    return middle(cached), middle(plain)


def middle(readings: list[Reading]) -> Reading:
    """The better one of the two in the middle."""
    return sorted(readings, key=lambda one: one.per_second)[len(readings) // 2]


def read(port: int, path: str, headers: dict[str, str]) -> Reading:
    program = shutil.which("wrk")
    if program is None:
        return asyncio.run(read_slowly(port, path, headers))
    fields = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    load = ["-t1", f"-c{CONNECTIONS}", f"-d{ROUND_SECONDS}s", "--latency", *fields]
    finished = subprocess.run(  # noqa: S603
        [program, *load, f"http://{HOST}:{port}{path}"], check=True, capture_output=True, text=True
    )
    rate = re.search(r"^Requests/sec:\s*([\d.]+)", finished.stdout, re.MULTILINE)
    slow = re.search(r"^\s*99%\s*([\d.]+)(us|ms|s)", finished.stdout, re.MULTILINE)
    if rate is None or slow is None or "Non-2xx" in finished.stdout:
        raise RuntimeError(finished.stdout)
    unit = {"us": 0.001, "ms": 1, "s": 1000}[slow[2]]
    return Reading(round(float(rate[1]), 1), round(float(slow[1]) * unit, 2))


async def read_slowly(port: int, path: str, headers: dict[str, str]) -> Reading:
    """The same with our own client, which is the slower of the two ends."""

    async def one(connection: Connection, _: None) -> None:
        response = await connection.get(path, headers)
        if response.status != 200:
            raise RuntimeError(f"{path}: {response.status}")

    run = await measure(port, repeat(None), one, connections=CONNECTIONS, seconds=ROUND_SECONDS)
    return Reading(run.per_second, run.percentile_ms(0.99))
