"""Databases of a run: migrated once, loaded once, and copied for every worker and site."""

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql

MIGRATED = "migrated"  # the template every other database is copied from


class Databases:
    """Templates and their copies: SQLite files under `folder`, or in the PostgreSQL server of `url`.

    `folder` is shared by all workers of the run.
    """

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.folder = folder
        self.is_postgres = url.startswith("postgres")
        self._copies: set[str] = set()

    def address(self, name: str) -> str:
        """The DATABASE_URL of the database `name`."""
        if not self.is_postgres:
            return f"sqlite:///{self.folder / name}.sqlite3"
        server, _, own = self.url.rpartition("/")
        return f"{server}/{own}_{name}"

    def prepare(self, template: str, fill: Callable[[str], None], *, source: str = "") -> None:
        """Have `template` made once in the run: `fill` gets the address of a copy of `source`.

        Without a source that is an empty database. The first worker makes it, the others wait.
        """
        with (self.folder / f"{template}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            done = self.folder / f"{template}.done"
            if done.exists():
                return
            self._make(template, source)
            fill(self.address(template))
            done.touch()

    def copy(self, name: str, *, source: str) -> str:
        """Make the database `name` anew from the template `source`; returns its address."""
        self._copies.add(name)
        self._make(name, source)
        return self.address(name)

    def drop_copies(self) -> None:
        """Leave no copy behind on the server; the next run makes the templates anew."""
        for name in self._copies:
            self._drop(name)

    def _drop(self, name: str) -> None:
        if self.is_postgres:
            self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", self._name(name))

    def _name(self, name: str) -> str:
        return self.address(name).rpartition("/")[2]

    def _make(self, name: str, source: str) -> None:
        if self.is_postgres:
            self._drop(name)
            original = self._name(source) if source else "template0"
            self._execute("CREATE DATABASE {} TEMPLATE {}", self._name(name), original)
        elif source:
            shutil.copy(self.folder / f"{source}.sqlite3", self.folder / f"{name}.sqlite3")

    def _execute(self, statement: str, *names: str) -> None:
        server = self.url.rpartition("/")[0]
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
