"""Databases for sites under test: a loaded one is made once, every site gets its own copy."""

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql


class Databases:
    """Copies of one template, on SQLite files under `folder` or in the PostgreSQL server of `url`.

    `folder` is shared by all workers of the run; the first one calls `fill` with the address of the
    empty template, the others wait for it.
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

    def prepare_template(self, fill: Callable[[str], None]) -> None:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            done = self.folder / "template-is-filled"
            if done.exists():
                return
            if self.is_postgres:
                self._recreate("template", source="template0")
            fill(self.address("template"))
            done.touch()

    def copy(self, name: str) -> str:
        """Make the database `name` anew from the template; returns its address."""
        self._copies.add(name)
        if self.is_postgres:
            self._recreate(name, source=self._name("template"))
        else:
            shutil.copy(self.folder / "template.sqlite3", self.folder / f"{name}.sqlite3")
        return self.address(name)

    def drop_copies(self) -> None:
        """Leave no copy behind on the server; the template is made anew by the next run."""
        for name in self._copies:
            self._drop(name)

    def _drop(self, name: str) -> None:
        if self.is_postgres:
            self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", self._name(name))

    def _name(self, name: str) -> str:
        return self.address(name).rpartition("/")[2]

    def _recreate(self, name: str, *, source: str) -> None:
        self._drop(name)
        self._execute("CREATE DATABASE {} TEMPLATE {}", self._name(name), source)

    def _execute(self, statement: str, *names: str) -> None:
        server = self.url.rpartition("/")[0]
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
