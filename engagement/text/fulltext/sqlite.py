"""The index on SQLite: an FTS5 table over the columns of the searched one, ranked by bm25."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from engagement.text.synonyms import Part

if TYPE_CHECKING:
    from engagement.text.fulltext import Index

Statement = tuple[str, list[object]]


def holding(index: "Index", wanted: Sequence[Part], depth: int, newest: int | None) -> Statement:
    """SQL that selects the ids of the rows that hold every part."""
    name = index.name
    sql = f"SELECT rowid FROM {name} WHERE {name} MATCH %s"  # noqa: S608 - names are ours
    params: list[object] = [f"{_columns(index, depth)} : ({' AND '.join(map(_held, wanted))})"]
    if newest is not None:
        sql, params = f"{sql} ORDER BY rowid DESC LIMIT %s", [*params, newest]
    return sql, params


def closest(index: "Index", weights: Mapping[str, float], depth: int, most: int) -> Statement:
    """SQL that selects the ids of the rows most like the words; FTS5 weighs rare words itself."""
    name = index.name
    sql = (
        f"SELECT rowid FROM {name} WHERE {name} MATCH %s ORDER BY bm25({name}), rowid DESC LIMIT %s"  # noqa: S608
    )
    words = " OR ".join(map(_quoted, weights))
    return sql, [f"{_columns(index, depth)} : ({words})", most]


def install(database: BaseDatabaseWrapper, index: "Index") -> None:
    """Make the table, its triggers and its content, unless they stand as they should."""
    wanted = _triggers(index)
    with transaction.atomic(using=database.alias), database.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
            [index.table],
        )
        known = dict(cursor.fetchall())
        if all(known.get(name) == sql for name, sql in wanted.items()):
            return
        _drop(cursor, index)
        columns = ", ".join(index.columns)
        cursor.execute(
            f"CREATE VIRTUAL TABLE {index.name} USING fts5({columns}, "
            f"content='{index.table}', content_rowid='id', tokenize='ascii')"
        )
        cursor.execute(
            f"INSERT INTO {index.name}(rowid, {columns}) SELECT id, {columns} "  # noqa: S608
            f"FROM {index.table} WHERE {index.condition.format(row=index.table)}"
        )
        for sql in wanted.values():
            cursor.execute(sql)


def remove(database: BaseDatabaseWrapper, index: "Index") -> None:
    """Drop the triggers and the table."""
    with database.cursor() as cursor:
        _drop(cursor, index)


def _drop(cursor: CursorWrapper, index: "Index") -> None:
    for name in _triggers(index):
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
    cursor.execute(f"DROP TABLE IF EXISTS {index.name}")


def _triggers(index: "Index") -> dict[str, str]:
    """The statement of each trigger by its name, exactly as SQLite keeps it.

    What an FTS5 table forgets must be said to it as it was: hence the old values. An update that
    touches no searched word costs nothing.
    """
    columns = ", ".join(index.columns)
    old = ", ".join(f"OLD.{column}" for column in index.columns)
    new = ", ".join(f"NEW.{column}" for column in index.columns)
    was = index.condition.format(row="OLD")
    holds = index.condition.format(row="NEW")
    values = [f"OLD.{column} IS NOT NEW.{column}" for column in index.columns]
    changes = " OR ".join([*values, f"({was}) IS NOT ({holds})"])
    forget = (
        f"INSERT INTO {index.name}({index.name}, rowid, {columns}) "
        f"SELECT 'delete', OLD.id, {old} WHERE {was};"
    )
    learn = f"INSERT INTO {index.name}(rowid, {columns}) SELECT NEW.id, {new} WHERE {holds};"
    bodies = {
        "added": f"AFTER INSERT ON {index.table} BEGIN {learn} END",
        "gone": f"AFTER DELETE ON {index.table} BEGIN {forget} END",
        "changed": f"AFTER UPDATE ON {index.table} WHEN {changes} BEGIN {forget} {learn} END",
    }
    return {
        f"{index.name}_{event}": f"CREATE TRIGGER {index.name}_{event} {body}"
        for event, body in bodies.items()
    }


def _columns(index: "Index", depth: int) -> str:
    return f"{{{' '.join(index.columns[:depth])}}}"


def _held(part: Part) -> str:
    forms = [f"({' AND '.join(map(_quoted, part.words))})"]
    forms += [f'"{" ".join(form)}"' for form in part.others]
    return f"({' OR '.join(forms)})"


def _quoted(word: str) -> str:
    """A word has letters and digits only; quotes keep "and" and "or" from being operators."""
    return f'"{word}"'
