"""Answers of a closed survey as a table, and the table as CSV, XLSX and JSON."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import SystemRandom

import numpy as np
import pandas as pd

from engagement.documents.tables import Cell, Sheet, csv_of, xlsx_of
from surveys.exchange.codebook import CODEBOOK_HEADERS, codebook
from surveys.exchange.names import DOUBT, MODE, VERSION, WITHHELD
from surveys.exchange.variables import (
    FLAG_LABELS,
    Column,
    Storage,
    cells_of,
    columns_of,
    members_of,
)
from surveys.instrument.questionnaire import Answers, Json, Questionnaire
from surveys.queries.told import Told

Ballot = Told | tuple[int, Answers, str, list[str]]  # version, answers, mode, doubts

_RELEASABLE = ("category", "Int8", "Int16")


def frame_of(
    versions: Mapping[int, Questionnaire], ballots: Iterable[Ballot], *, with_words: bool = False
) -> pd.DataFrame:
    """Return one row a ballot, in an order that tells nothing, with the columns of all `versions`.

    Columns and dtypes:
    - `_version`, `_mode` (category) and `_doubt` (str, codes with spaces between);
    - code of a choice: category; `q` for one choice, `q__row` for a line of a matrix, `q__1`,
      `q__2`, … for a ranking, best first;
    - `q__code` for each option of a multiple choice: Int8, 1 or 0, missing where the option was not
      offered or nothing was answered;
    - points of a scale: Int16 (category where "Khó trả lời" can be chosen, too); numbers: Float64;
    - dates, what is said of each member of a repeated page (`page1__q`), and `with_words` free
      texts and the words beside "khác": str.

    Groups that a ballot's `merged` names are WITHHELD. Raises LookupError for a version or an answer
    that nobody asked.
    """
    rows = [Told(*one) for one in ballots]
    SystemRandom().shuffle(rows)
    members = members_of(versions, [(row.version, row.answers) for row in rows])
    columns = columns_of(versions, members=members, with_words=with_words)
    cells = [_cells(versions[row.version], row) for row in rows]
    known = [str(number) for number in sorted(versions)]
    frame = {
        VERSION: _codes([_unless_merged(row, VERSION, str(row.version)) for row in rows], known),
        MODE: _codes([_unless_merged(row, MODE, row.mode) for row in rows], []),
        DOUBT: pd.Series([" ".join(row.doubts) for row in rows], dtype="str"),
    }
    for column in columns:
        frame[column.name] = _series(column, [row.get(column.name) for row in cells])
    return pd.DataFrame(frame)


def _cells(questionnaire: Questionnaire, row: Told) -> dict[str, Json]:
    """What a ballot puts into the columns, groups that are merged in the tables withheld."""
    cells = cells_of(questionnaire, row.answers)
    return cells | {code: WITHHELD for code in row.merged if code in cells}


def _unless_merged(row: Told, breakdown: str, code: str) -> str:
    return WITHHELD if breakdown in row.merged else code


def _series(column: Column, values: Sequence[Json]) -> pd.Series:
    match column.storage:
        case Storage.FLAG:
            return pd.Series(values, dtype="Int8")
        case Storage.POINT:
            return pd.Series(values, dtype="Int16")
        case Storage.NUMBER:
            numbers = [None if value is None else float(str(value)) for value in values]
            return pd.Series(numbers, dtype="Float64")
        case Storage.CODE:
            return _codes(values, list(column.all_codes))
        case Storage.TEXT:
            texts = [None if value is None else str(value) for value in values]
            return pd.Series(texts, dtype="str")


def _codes(values: Sequence[Json], known: Sequence[str]) -> pd.Series:
    """Codes in their order; one that is not known (a commune) is added, never dropped."""
    texts = [None if value is None else str(value) for value in values]
    seen = sorted({text for text in texts if text is not None} - set(known))
    return pd.Series(pd.Categorical(texts, categories=[*known, *seen]))


# --- Labels ----------------------------------------------------------------------------------
def labelled(frame: pd.DataFrame, versions: Mapping[int, Questionnaire]) -> pd.DataFrame:
    """The same table with the words of choices in place of their codes.

    Each row has the words of the version it answered; where that is withheld, the newest.
    """
    result = frame.copy()
    known = {column.name: column for column in columns_in(frame, versions)}
    shown = frame[VERSION].astype("str")
    for name, column in known.items():
        if column.storage is Storage.FLAG:
            result[name] = frame[name].astype("str").map(FLAG_LABELS)
        elif column.codes and column.storage in (Storage.CODE, Storage.TEXT):
            newest = column.all_codes
            result[name] = [
                _label(column, newest, version, code)
                for version, code in zip(shown, frame[name].astype("object"), strict=True)
            ]
    return result


def _label(column: Column, newest: Mapping[str, str], version: str, code: object) -> str | None:
    if not isinstance(code, str):
        return None
    spoken = column.codes.get(int(version), newest) if version.isdecimal() else newest
    return spoken.get(code, newest.get(code, code))


def columns_in(frame: pd.DataFrame, versions: Mapping[int, Questionnaire]) -> list[Column]:
    """The columns of `frame` with their labels."""
    most = len(frame.columns)
    members = {
        page.code: sum(
            any(name.startswith(f"{page.code}{place}__") for name in frame.columns)
            for place in range(1, most + 1)
        )
        for questionnaire in versions.values()
        for page in questionnaire.pages
        if page.repeat is not None
    }
    columns = columns_of(versions, members=members, with_words=True)
    return [column for column in columns if column.name in frame.columns]


# --- Files -----------------------------------------------------------------------------------
def rows_of(frame: pd.DataFrame) -> Iterator[list[Cell]]:
    """The rows of `frame` as plain values; None for what is missing."""
    columns = [[_plain(value) for value in frame[name].astype("object")] for name in frame.columns]
    for row in zip(*columns, strict=True):
        yield list(row)


def _plain(value: object) -> Cell:
    if isinstance(value, str):
        return value
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating) and math.isfinite(value):
        return float(value)
    return None


def to_csv(frame: pd.DataFrame) -> bytes:
    """CSV in UTF-8 with a BOM, as Excel in Vietnam opens it; codes, not labels."""
    return csv_of([str(name) for name in frame.columns], rows_of(frame))


def to_xlsx(frame: pd.DataFrame, versions: Mapping[int, Questionnaire]) -> bytes:
    """A workbook with the sheets `answers` (codes), `labels` (words) and `codebook`."""
    words = labelled(frame, versions)
    lines: Iterator[list[Cell]] = (list(line) for line in codebook(columns_in(frame, versions)))
    return xlsx_of(
        Sheet("answers", list(frame.columns), rows_of(frame)),
        Sheet("labels", list(words.columns), rows_of(words)),
        Sheet("codebook", CODEBOOK_HEADERS, lines),
    )


def to_json(frame: pd.DataFrame, versions: Mapping[int, Questionnaire]) -> bytes:
    """JSON: `variables` (codebook with labels by version) and `answers` (one object a row)."""
    names = [str(name) for name in frame.columns]
    variables = [line._asdict() for line in codebook(columns_in(frame, versions))]
    answers = [dict(zip(names, row, strict=True)) for row in rows_of(frame)]
    return json.dumps(
        {"variables": variables, "answers": answers}, ensure_ascii=False, indent=1
    ).encode()
