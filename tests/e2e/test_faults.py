"""What is shown as received is stored, once, whatever dies in the middle (security notes §7)."""

import asyncio
import getpass
import shutil
import signal
import sqlite3
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from bench import citizens, surveys
from bench.citizens import Letter
from bench.client import Connection
from deploy import local
from deploy.processes import HOST, Process, daphne, free_port, manage, running
from tests.e2e.conftest import Site, site_environment

pytestmark = pytest.mark.timeout(240)

PATIENCE = 60  # how often a citizen's browser tries again
PAUSE_SECONDS = 0.5


# --- Citizens --------------------------------------------------------------------------------


@dataclass
class Delivery:
    """A letter whose receipt the citizen was sent to, after so many attempts."""

    letter: Letter
    attempts: int


def letters_for(port: int, count: int) -> list[Letter]:
    async def write() -> list[Letter]:
        with ProcessPoolExecutor(1) as solvers:
            letters = await citizens.write_letters(port, count, solvers, scheme="http")
        await asyncio.sleep(citizens.HUMAN_SECONDS)
        return letters

    return asyncio.run(write())


def deliver(
    port: int, letters: list[Letter], *, at_once: int, fault: Callable[[], None] = lambda: None
) -> list[Delivery]:
    """Send every letter until its receipt is shown; `fault` strikes after a third of them."""

    async def run() -> list[Delivery]:
        queue, done = iter(letters), []
        is_time = asyncio.Event()

        async def citizen() -> None:
            async with Connection(port, scheme="http") as connection:
                for letter in queue:
                    delivery = await send_until_received(connection, letter)
                    done.append(delivery)
                    if len(done) > len(letters) // 3:
                        is_time.set()

        async def strike() -> None:
            await is_time.wait()
            await asyncio.to_thread(fault)

        await asyncio.gather(strike(), *(citizen() for _ in range(at_once)))
        return done

    return asyncio.run(run())


async def send_until_received(connection: Connection, letter: Letter) -> Delivery:
    for attempt in range(1, PATIENCE):
        try:
            response = await citizens.send(connection, letter)
        except (OSError, EOFError):
            await asyncio.sleep(PAUSE_SECONDS)
            continue
        if citizens.is_received(response, letter):
            return Delivery(letter, attempt)
        assert response.status >= 500, f"{response.status}: {response.text[:2000]}"
        await asyncio.sleep(PAUSE_SECONDS)
    pytest.fail("a letter was never received")


def receipts(port: int, letters: list[Letter]) -> dict[str, str]:
    """The tracking code each citizen reads on the receipt, by key."""

    async def read() -> dict[str, str]:
        async with Connection(port, scheme="http") as connection:
            return {
                letter.key: await citizens.receipt_code(connection, letter) for letter in letters
            }

    return asyncio.run(read())


# --- What is stored --------------------------------------------------------------------------

STORED = """
SELECT CAST(submission.key AS text), count(*)
FROM intake_submission AS submission
JOIN qa_question AS question ON question.submission_id = submission.id
GROUP BY submission.key
"""


def rows(database_url: str, query: str) -> list[tuple]:
    if database_url.startswith("sqlite"):
        with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as connection:
            return connection.execute(query).fetchall()
    with psycopg.connect(database_url) as connection:
        return connection.execute(query).fetchall()


def stored(database_url: str) -> dict[str, int]:
    """How many questions stand under each submission key (as 32 hex digits)."""
    return {key.replace("-", ""): count for key, count in rows(database_url, STORED)}


def assert_each_once(site_port: int, database_url: str, letters: list[Letter]) -> None:
    codes = receipts(site_port, letters)
    assert len(set(codes.values())) == len(letters)
    found = stored(database_url)
    assert {key: found.get(key.replace("-", ""), 0) for key in codes} == dict.fromkeys(codes, 1)


# --- The site under test ---------------------------------------------------------------------


@pytest.fixture
def own_site(new_environment, tmp_path: Path) -> Iterator[tuple[Site, Process]]:
    """A site in one process that nobody else uses: it may be killed."""
    made = Site(free_port(), new_environment("faults", tmp_path))
    process = daphne(made.port, made.environment, tmp_path / "site.log")
    with running(process):
        process.wait_for_http(made.port)
        yield made, process


@pytest.fixture
def pair(new_environment, tmp_path: Path):
    """The production processes of deploy/, nginx in front."""
    if local.nginx_program() is None:
        pytest.skip("nginx is not installed")
    with local.serving(local.prepare(tmp_path, new_environment("pair", tmp_path))) as made:
        yield made


def test_double_submitted_questions_are_received_once(own_site):
    """200 citizens press the button twice at the same moment."""
    site, _ = own_site
    letters = letters_for(site.port, 200)
    twice = [letter for letter in letters for _ in range(2)]

    deliveries = deliver(site.port, twice, at_once=len(twice))

    assert len(deliveries) == 400
    assert_each_once(site.port, site.environment["DATABASE_URL"], letters)


def test_site_killed_in_the_middle_loses_nothing(own_site):
    site, process = own_site
    letters = letters_for(site.port, 60)

    def kill() -> None:
        process.kill()
        process.stop()
        process.start()

    deliveries = deliver(site.port, letters, at_once=12, fault=kill)

    assert max(delivery.attempts for delivery in deliveries) > 1
    assert_each_once(site.port, site.environment["DATABASE_URL"], letters)


def test_one_of_two_servers_killed_is_not_even_noticed(pair):
    """nginx hands a broken request to the other process; the key makes that safe."""
    letters = letters_for(pair.port, 60)
    victim = pair.services["engagement-web@1"]

    deliveries = deliver(pair.port, letters, at_once=12, fault=victim.kill)

    assert not victim.is_running
    assert {delivery.attempts for delivery in deliveries} == {1}
    assert_each_once(pair.port, pair.environment["DATABASE_URL"], letters)


# --- Answers to a survey ----------------------------------------------------------------------


def test_survey_answers_around_a_kill_are_each_stored_once(own_site):
    site, process = own_site
    surveys.prepare(site.environment)
    sheets = surveys.write_sheets(site.port, 40, scheme="http")

    def kill() -> None:
        process.kill()
        process.stop()
        process.start()

    sent = asyncio.run(surveys.answer(site.port, sheets, scheme="http", connections=12, fault=kill))

    assert len(sent.receipts) == 40
    assert sent.retries > 0
    marks = Counter(
        bytes(mark) for (mark,) in rows(site.environment["DATABASE_URL"], surveys.MARKS)
    )
    assert surveys.losses(sent.receipts, marks) == {"stored": 40, "lost": 0, "doubled": 0}


# --- Redis ------------------------------------------------------------------------------------


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[tuple[Process, int]]:
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed")
    port = free_port()
    command = [program, "--port", str(port), "--bind", HOST, "--save", "", "--dir", str(tmp_path)]
    process = Process(command, {}, tmp_path / "redis.log")
    with running(process):
        yield process, port
        process.kill()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP], ids=["dies", "hangs"])
def test_redis_that_goes_away_is_not_noticed_by_who_asks(
    number, redis_server, demo_databases, worker_id, tmp_path
):
    redis, redis_port = redis_server
    redis_url = f"redis://{HOST}:{redis_port}/0"
    environment = site_environment(
        demo_databases.copy(f"redis_{worker_id}", source="demo"),
        redis_url=redis_url,
        media=tmp_path / "media",
    )
    port = free_port()
    server = daphne(port, environment, tmp_path / "site.log")
    with running(server):
        server.wait_for_http(port)
        letters = letters_for(port, 45)

        deliveries = deliver(port, letters, at_once=8, fault=lambda: redis.signal(number))

        assert {delivery.attempts for delivery in deliveries} == {1}
        assert_each_once(port, environment["DATABASE_URL"], letters)


# --- PostgreSQL --------------------------------------------------------------------------------


class Cluster:
    """A PostgreSQL of the test's own, which it may restart. Root runs it as the user postgres."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.folder, self.port = programs, folder, free_port()
        is_root = getpass.getuser() == "root"
        self._as_owner = ["runuser", "-u", "postgres", "--"] if is_root else []
        if is_root:
            shutil.chown(folder, "postgres")
        self._run("initdb", "-A", "trust", "-U", "postgres", "-N")

    @property
    def url(self) -> str:
        return f"postgres://postgres@{HOST}:{self.port}/postgres"

    def control(self, verb: str, *arguments: str) -> None:
        options = f"-p {self.port} -h {HOST} -k {self.folder}"
        log = str(self.folder / "server.log")
        self._run("pg_ctl", "-w", "-l", log, "-o", options, *arguments, verb)

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as_owner, str(self.programs / program), "-D", str(self.folder / "data")]
        subprocess.run([*command, *arguments], check=True, stdout=subprocess.DEVNULL, cwd="/")


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found or (getpass.getuser() == "root" and shutil.which("runuser") is None):
        pytest.skip("no PostgreSQL server is installed")
    # Not under pytest's own folder, which is closed to the user postgres.
    with tempfile.TemporaryDirectory() as folder:
        made = Cluster(found[-1].parent, Path(folder))
        made.control("start")
        yield made
        made.control("stop", "-m", "immediate")


def test_postgresql_restarted_in_the_middle_loses_nothing(cluster, tmp_path):
    environment = site_environment(cluster.url, redis_url="", media=tmp_path / "media")
    manage("migrate", "--verbosity=0", environment=environment)
    port = free_port()
    server = daphne(port, environment, tmp_path / "site.log")
    with running(server):
        server.wait_for_http(port)
        letters = letters_for(port, 60)

        deliver(
            port, letters, at_once=12, fault=lambda: cluster.control("restart", "-m", "immediate")
        )

        assert_each_once(port, cluster.url, letters)
