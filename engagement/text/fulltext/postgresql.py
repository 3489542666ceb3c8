"""The index on PostgreSQL: a table of tsvectors beside the searched one, under GIN.

The vectors are written word by word ("bao:1 hiem:2"): no parser of PostgreSQL's sees the text, so a
word of the text and a word of a query cannot be taken apart differently.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from engagement.text.synonyms import Part

if TYPE_CHECKING:
    from engagement.text.fulltext import Index

Statement = tuple[str, list[object]]

# A position above 16,383 is stored as that one; the words are still found.
WORDS = """
    CREATE OR REPLACE FUNCTION text_vector(words text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(string_agg(word || ':' || least(place, 16383), ' '), '')::tsvector
        FROM unnest(string_to_array(words, ' ')) WITH ORDINALITY AS split(word, place)
        WHERE word <> ''
    $$"""


def holding(index: "Index", wanted: Sequence[Part], depth: int, newest: int | None) -> Statement:
    """SQL that selects the ids of the rows that hold every part."""
    sql = f"SELECT id FROM {index.name} WHERE vector_{depth} @@ %s::tsquery"  # noqa: S608
    params: list[object] = [" & ".join(map(_held, wanted))]
    if newest is not None:
        sql, params = f"{sql} ORDER BY id DESC LIMIT %s", [*params, newest]
    return sql, params


def closest(index: "Index", weights: Mapping[str, float], depth: int, most: int) -> Statement:
    """SQL that selects the ids of the rows most like the words, by the weights of those they hold."""
    vector = f"vector_{depth}"
    held = " + ".join(
        f"CASE WHEN {vector} @@ %s::tsquery THEN %s::float ELSE 0 END" for _ in weights
    )
    sql = (
        f"SELECT id FROM {index.name} WHERE {vector} @@ %s::tsquery "  # noqa: S608
        f"ORDER BY ({held}) DESC, length({vector}), id DESC LIMIT %s"
    )
    params: list[object] = [" | ".join(map(_quoted, weights))]
    for word, weight in weights.items():
        params += [_quoted(word), weight]
    return sql, [*params, most]


def install(database: BaseDatabaseWrapper, index: "Index") -> None:
    """Make the table, its triggers and its content, unless they stand as they should."""
    statements = _statements(index)
    mark = hashlib.sha256("\n".join([WORDS, *statements]).encode()).hexdigest()
    with transaction.atomic(using=database.alias), database.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [index.name])
        if cursor.fetchone()[0] == mark:
            return
        # Filling a large table takes longer than a page may.
        cursor.execute("SET LOCAL statement_timeout = 0")
        _drop(cursor, index)
        cursor.execute(WORDS)
        for statement in statements:
            cursor.execute(statement)
        cursor.execute(f"COMMENT ON TABLE {index.name} IS '{mark}'")


def remove(database: BaseDatabaseWrapper, index: "Index") -> None:
    """Drop the triggers and the table."""
    with database.cursor() as cursor:
        _drop(cursor, index)


def _drop(cursor: CursorWrapper, index: "Index") -> None:
    cursor.execute(f"DROP TABLE IF EXISTS {index.name}")
    cursor.execute(f"DROP FUNCTION IF EXISTS {index.name}_keep() CASCADE")
    cursor.execute(f"DROP FUNCTION IF EXISTS {index.name}_empty() CASCADE")


def _statements(index: "Index") -> list[str]:
    name, table = index.name, index.table
    depths = range(1, len(index.columns) + 1)
    vectors = ", ".join(f"vector_{depth}" for depth in depths)
    kept = ", ".join(f"vector_{depth} tsvector NOT NULL" for depth in depths)
    new = ", ".join(_vector(index, depth, "NEW") for depth in depths)
    rows = ", ".join(_vector(index, depth, table) for depth in depths)
    columns = ", ".join(f"{{row}}.{column}" for column in index.columns)
    values = f"({columns}, ({index.condition}))"
    unchanged = f"ROW{values.format(row='NEW')} IS NOT DISTINCT FROM ROW{values.format(row='OLD')}"
    return [
        f"CREATE TABLE {name} (id bigint PRIMARY KEY, {kept})",
        (
            f"INSERT INTO {name} (id, {vectors}) SELECT id, {rows} FROM {table} "  # noqa: S608
            f"WHERE {index.condition.format(row=table)}"
        ),
        *(f"CREATE INDEX {name}_{depth} ON {name} USING gin (vector_{depth})" for depth in depths),
        f"""CREATE FUNCTION {name}_keep() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND {unchanged} THEN RETURN NULL; END IF;
            IF TG_OP <> 'INSERT' THEN DELETE FROM {name} WHERE id = OLD.id; END IF;
            IF TG_OP <> 'DELETE' AND {index.condition.format(row="NEW")} THEN
                INSERT INTO {name} (id, {vectors}) VALUES (NEW.id, {new});
            END IF;
            RETURN NULL;
        END $$""",  # noqa: S608
        f"""CREATE FUNCTION {name}_empty() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN DELETE FROM {name}; RETURN NULL; END $$""",  # noqa: S608
        (
            f"CREATE TRIGGER {name}_keep AFTER INSERT OR UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}_keep()"
        ),
        (
            f"CREATE TRIGGER {name}_empty AFTER TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}_empty()"
        ),
    ]


def _vector(index: "Index", depth: int, row: str) -> str:
    """The first `depth` columns as one vector. Two spaces are a gap that no phrase spans."""
    words = " || '  ' || ".join(f"{row}.{column}" for column in index.columns[:depth])
    return f"text_vector({words})"


def _held(part: Part) -> str:
    forms = [f"({' & '.join(map(_quoted, part.words))})"]
    forms += [f"({' <-> '.join(map(_quoted, form))})" for form in part.others]
    return f"({' | '.join(forms)})"


def _quoted(word: str) -> str:
    """A word has letters and digits only, so no sign of it can be an operator."""
    return f"'{word}'"
