"""The joint cells that weighting needs, and what the weights make of the counts.

A frame of cells has one row for each combination of margin codes that occurs. Columns: the margin
questions' codes (str, "" where not answered); `n` (int64, people); `tables.<variable>.<code>`
and `asked.<question>` (int64, people), named as paths into the counts are.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from surveys.instrument.counts import GroupCounts
from surveys.statistics.counts import Block
from surveys.statistics.weights import Weighting


def cell_frame(
    cells: Iterable[tuple[Mapping[str, str], GroupCounts]], margins: Sequence[str]
) -> pd.DataFrame:
    """Make the frame from the counts of every combination of margin codes.

    `cells`: the codes by margin question, and the counts of the people who have them.
    """
    known = list(cells)
    rows = [_columns(counts) for _, counts in known]
    names = list(dict.fromkeys(["n", *(column for row in rows for column in row)]))
    places = {name: place for place, name in enumerate(names)}
    people = np.zeros((len(rows), len(names)), dtype=np.int64)
    for line, row in zip(people, rows, strict=True):
        line[[places[column] for column in row]] = list(row.values())
    codes = {question: [one.get(question, "") for one, _ in known] for question in margins}
    return pd.concat(
        [pd.DataFrame(codes, dtype="str"), pd.DataFrame(people, columns=names)], axis="columns"
    )


def _columns(counts: GroupCounts) -> dict[str, int]:
    columns = {"n": counts["n"]}
    for key, table in counts["tables"].items():
        columns |= {f"tables.{key}.{code}": people for code, people in table.items()}
    return columns | {f"asked.{code}": people for code, people in counts["asked"].items()}


def weighted_block(weighting: Weighting) -> Block:
    """Return what the counts would be if every person counted with their weight."""
    tables: dict[str, dict[str, float]] = {}
    asked: dict[str, float] = {}
    for column in weighting.cells.columns:
        room, _, path = str(column).partition(".")
        if room == "tables" and path:
            key, _, code = path.partition(".")
            tables.setdefault(key, {})[code] = weighting.total(column)
        elif room == "asked" and path:
            asked[path] = weighting.total(column)
    return Block(weighting.total("n"), tables, asked)
