"""A database of the benchmark's own, and what PostgreSQL alone does on it."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

# About what one question is as a row, with the two unique keys its submission has.
TABLE = """
CREATE TABLE raw_question (
    id bigserial PRIMARY KEY,
    key uuid NOT NULL UNIQUE,
    reference text NOT NULL UNIQUE,
    text text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now()
)
"""
INSERT = """
INSERT INTO raw_question (key, reference, text) VALUES (
    gen_random_uuid(), gen_random_uuid()::text,
    'Đường vào ấp 7 bị ngập mỗi khi triều lên, bao giờ được sửa?'
);
"""


@contextmanager
def own_database(server_url: str, name: str) -> Iterator[str]:
    """Make the database `name` on the server of `server_url` and drop it afterwards."""
    server = server_url.rpartition("/")[0]
    _execute(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    _execute(server, "CREATE DATABASE {}", name)
    try:
        yield f"{server}/{name}"
    finally:
        _execute(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def raw_inserts_per_second(url: str, folder: Path, *, connections: int, seconds: int) -> float:
    """Single-row INSERTs of about one question."""
    return pgbench_per_second(
        url, folder, table=TABLE, insert=INSERT, connections=connections, seconds=seconds
    )


def pgbench_per_second(
    url: str, folder: Path, *, table: str, insert: str, connections: int, seconds: int
) -> float:
    """Make `table` and run `insert` by pgbench, each a transaction of its own."""
    with psycopg.connect(url) as connection:
        connection.execute(table.encode())
    script = folder / "insert.sql"
    script.write_text(insert)
    load = ["-n", "-c", str(connections), "-j", "2", "-T", str(seconds), "-f", str(script)]
    parts = urlsplit(url)
    where = ["-h", parts.hostname or "", "-p", str(parts.port or 5432), "-U", parts.username or ""]
    finished = subprocess.run(  # noqa: S603
        [pgbench(), *load, *where, parts.path.strip("/")],
        check=True, capture_output=True, text=True, env={"PGPASSWORD": parts.password or ""},
    )  # fmt: skip
    found = re.search(r"^tps = ([\d.]+)", finished.stdout, re.MULTILINE)
    if found is None:
        raise RuntimeError(finished.stdout)
    return round(float(found[1]), 1)


def pgbench() -> str:
    """Raises FileNotFoundError when it is not installed."""
    found = shutil.which("pgbench")
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
    if found is None and not versions:
        raise FileNotFoundError("pgbench is not installed. On Debian: apt-get install postgresql")
    return found or str(versions[-1])


def count(url: str, table: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(
            sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        ).fetchone()
    return int(row[0]) if row else 0


def _execute(server: str, statement: str, name: str) -> None:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
