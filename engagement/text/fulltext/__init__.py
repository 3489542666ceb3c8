"""Full-text search of our own folded columns: one question, one small module per database.

An `Index` stands beside a table and is kept by the database's own triggers, so whatever writes a row
(save, update, bulk_create, SQL) changes the index in the same transaction. Columns hold what
`engagement.text.words.searchable` made: words without marks, spaces between. Nothing is left to a
database's parser, which takes "61/2018/nd-cp" apart in ways a query does not (ADR 0013).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import RawSQL

from engagement.text.fulltext import postgresql, sqlite
from engagement.text.synonyms import Part


@dataclass(frozen=True, slots=True)
class Index:
    """Which columns of which table are searched, the heaviest first.

    `condition` is SQL over `{row}` and says which rows are in the index at all, such as
    "{row}.retracted_at IS NULL": a row that stops fulfilling it leaves the index at once.
    A search looks at the first `depth` columns.
    """

    table: str
    columns: tuple[str, ...]
    condition: str

    @property
    def name(self) -> str:
        """The table of the index itself."""
        return f"{self.table}_fts"


def holding(
    index: Index, wanted: Sequence[Part], *, depth: int, newest: int | None = None
) -> RawSQL:
    """Ids of the rows whose first `depth` columns hold every part; for `filter(pk__in=…)`.

    A part is held by all its words, in any order, or by one of its other forms as a phrase.
    With `newest` only so many of the highest ids: then common words cost no more than rare ones.
    Raises ValueError when nothing is wanted.
    """
    if not wanted:
        raise ValueError("A search needs words.")
    sql, params = _vendor(connection).holding(index, wanted, depth, newest)
    return RawSQL(sql, params)  # noqa: S611 - the statement is ours, the words are parameters


def closest(index: Index, weights: Mapping[str, float], *, depth: int, most: int) -> list[int]:
    """Ids of the `most` rows whose first `depth` columns hold the most of the weighted words.

    Every row that holds one of the words is looked at: give the rare ones.
    """
    if not weights:
        return []
    sql, params = _vendor(connection).closest(index, weights, depth, most)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [int(row[0]) for row in cursor.fetchall()]


def install(database: BaseDatabaseWrapper, index: Index) -> None:
    """Put the index and its triggers in place, and fill it; does nothing when they stand already.

    Called after every `migrate`: SQLite loses the triggers of a table whose columns change.
    """
    with database.cursor() as cursor:
        known = database.introspection.table_names(cursor)
        if index.table not in known:
            return
        description = database.introspection.get_table_description(cursor, index.table)
    if not set(index.columns) <= {column.name for column in description}:
        return
    _vendor(database).install(database, index)


def remove(database: BaseDatabaseWrapper, index: Index) -> None:
    """Take the index and its triggers away, so that its columns can be dropped."""
    _vendor(database).remove(database, index)


def _vendor(database: BaseDatabaseWrapper) -> ModuleType:
    return sqlite if database.vendor == "sqlite" else postgresql
