"""SPSS data files with variable labels, value labels and missing codes."""

import math
import re
import tempfile
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd
import pyreadstat
from pyreadstat.pyclasses import MissingRange

from surveys.enums import Mode, QuestionKind
from surveys.exchange.names import DOUBT, MODE, SPSS_WORDS, VERSION
from surveys.exchange.spss_sets import ResponseSet, with_sets
from surveys.exchange.tabular import columns_in
from surveys.exchange.variables import Column, Storage
from surveys.instrument.questionnaire import Questionnaire

NAME_MAX_BYTES = 64
LABEL_MAX_BYTES = 255
VALUE_LABEL_MAX_BYTES = 120
TEXT_MAX_BYTES = 255  # ReadStat splits longer texts into variables whose names may clash
TITLE_MAX_BYTES = 64
MISSING_MAX_BYTES = 8
MOST_MISSING = 3
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_.@#$]")
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_ORDINAL = frozenset({QuestionKind.LIKERT, QuestionKind.SCALE, QuestionKind.MATRIX})


Coding = dict[str, int | str]  # by the code that stands in the table


def to_sav(frame: pd.DataFrame, versions: Mapping[int, Questionnaire], *, title: str = "") -> bytes:
    """Return `frame` (see `tabular.frame_of`) as a .sav file.

    Lists whose codes are all whole numbers become numbers, and "Khó trả lời" among them a number
    that is free; other lists keep their codes. "Khó trả lời" is user-missing in both; SPSS takes at
    most eight bytes for that, so a longer code of it is cut. The options of a multiple choice are
    one multiple-response set, named by the code of the question ("$q").
    """
    known = {column.name: column for column in columns_in(frame, versions)}
    names = valid_names([str(name) for name in frame.columns])
    stored: dict[str, pd.Series] = {}
    labels: dict[str, str | None] = {}
    values: dict[str, dict[int | str, str]] = {}
    missing: dict[str, list[int | float | str | MissingRange]] = {}
    measures: dict[str, str] = {}
    formats: dict[str, str] = {}
    for before, name in zip(frame.columns, names, strict=True):
        column = known.get(before, _OWN_COLUMNS.get(before))
        shown = column.all_codes if column else {}
        unknown = column.missing if column else set()
        coding = coding_of([*shown, *_texts_in(frame[before])], unknown) if shown else {}
        stored[name] = _stored(frame[before], coding)
        labels[name] = cut(column.label if column else str(before), LABEL_MAX_BYTES)
        measures[name] = _measure(column)
        values[name] = {
            coding[code]: cut(label, VALUE_LABEL_MAX_BYTES) for code, label in shown.items()
        }
        missing[name] = []
        missing[name] += [coding[code] for code in sorted(unknown)][:MOST_MISSING]
        formats |= _width(name, coding)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.sav"
        pyreadstat.write_sav(
            pd.DataFrame(stored),
            path,
            file_label=cut(title, TITLE_MAX_BYTES),
            column_labels=labels,
            # Texts have value labels as well; the annotation forgets them.
            variable_value_labels={name: pairs for name, pairs in values.items() if pairs},  # type: ignore[misc]
            missing_ranges={name: codes for name, codes in missing.items() if codes},
            variable_measure=measures,
            variable_format=formats,
        )
        return with_sets(path.read_bytes(), list(_sets(frame.columns, names, known, versions)))


def _sets(
    columns: Iterable[Hashable],
    names: Sequence[str],
    known: Mapping[str, Column],
    versions: Mapping[int, Questionnaire],
) -> Iterator[ResponseSet]:
    """The options of each multiple choice as one set, those of earlier versions included."""
    found: dict[str, list[str]] = {}
    for before, name in zip(columns, names, strict=True):
        column = known.get(str(before))
        if column is not None and column.storage is Storage.FLAG:
            found.setdefault(column.name.rpartition("__")[0], []).append(name)
    labels = {
        question.code: question.label
        for _, one in sorted(versions.items())
        for question in one.questions
    }
    set_names = valid_names(code[: NAME_MAX_BYTES - 1] for code in found)  # after a "$"
    for name, (code, variables) in zip(set_names, found.items(), strict=True):
        yield ResponseSet(name, cut(labels.get(code, code), LABEL_MAX_BYTES), variables)


# --- Names and labels ------------------------------------------------------------------------
def valid_names(names: Iterable[str]) -> list[str]:
    """Names that SPSS takes, each once whatever the case: letters first, at most 64 bytes."""
    taken: set[str] = set()
    found: list[str] = []
    for name in names:
        valid = _NOT_IN_NAMES.sub("_", name).rstrip(".")[:NAME_MAX_BYTES]
        if not valid[:1].isalpha() or valid.lower() in SPSS_WORDS:
            valid = f"v{valid}"[:NAME_MAX_BYTES]
        number, stem = 2, valid
        while valid.lower() in taken:
            ending = f"_{number}"
            valid = f"{stem[: NAME_MAX_BYTES - len(ending)]}{ending}"
            number += 1
        taken.add(valid.lower())
        found.append(valid)
    return found


def cut(text: str, most: int) -> str:
    """`text` in at most `most` bytes of UTF-8, never within a letter, with "…" where it is cut."""
    if len(text.encode()) <= most:
        return text
    return text.encode()[: most - len("…".encode())].decode(errors="ignore") + "…"


def _measure(column: Column | None) -> str:
    if column is None or column.storage in (Storage.CODE, Storage.FLAG, Storage.TEXT):
        is_ordered = column is not None and column.kind in _ORDINAL
        return "ordinal" if is_ordered else "nominal"
    return "scale"


def _width(name: str, coding: Coding) -> dict[str, str]:
    """Room for the longest code, answered or not: PSPP ignores labels of longer ones."""
    texts = [code for code in coding.values() if isinstance(code, str)]
    return {name: f"A{max(len(text.encode()) for text in texts)}"} if texts else {}


# --- Codes -----------------------------------------------------------------------------------
def coding_of(codes: Sequence[str], missing: set[str]) -> Coding:
    """What each of `codes` becomes: numbers where all but the `missing` ones are whole numbers."""
    every = [code for code in dict.fromkeys([*codes, *sorted(missing)]) if code]
    plain = [code for code in every if code not in missing]
    if plain and all(_INTEGER.fullmatch(code) for code in plain):
        return _numbers(plain, [code for code in every if code in missing])
    coding: Coding = {code: code for code in plain}
    for code in sorted(missing):
        coding[code] = _short(code, set(map(str, coding.values())))
    return coding


def _numbers(plain: Sequence[str], missing: Sequence[str]) -> Coding:
    coding: Coding = {code: int(code) for code in plain}
    for code in missing:
        number = int(code) if _INTEGER.fullmatch(code) else _nines(coding)
        coding[code] = number if number not in coding.values() else _nines(coding)
    return coding


def _nines(coding: Coding) -> int:
    """A number of nines above every code: 9, 99, 999, … as questionnaires use them."""
    highest = max(abs(int(number)) for number in coding.values())
    return int("9" * len(str(highest + 1)))


def _short(code: str, taken: set[str]) -> str:
    short, number = code[:MISSING_MAX_BYTES], 2
    while short in taken:
        short = f"{code[: MISSING_MAX_BYTES - len(str(number))]}{number}"
        number += 1
    return short


def _texts_in(series: pd.Series) -> list[str]:
    return sorted({value for value in series.astype("object") if isinstance(value, str) and value})


def _stored(series: pd.Series, coding: Coding) -> pd.Series:
    """The column as SPSS keeps it: numbers as float64, texts as str; missing numbers are NaN."""
    if pd.api.types.is_numeric_dtype(series.dtype):
        return pd.Series(series.astype("Float64").to_numpy(dtype="float64", na_value=math.nan))
    values = [value if isinstance(value, str) else "" for value in series.astype("object")]
    if coding and all(isinstance(code, int) for code in coding.values()):
        numbers = [float(coding[value]) if value else math.nan for value in values]
        return pd.Series(numbers, dtype="float64")
    texts = [cut(str(coding.get(value, value)), TEXT_MAX_BYTES) for value in values]
    return pd.Series(texts, dtype="str")


def _own_column(name: str, label: str, values: Mapping[str, str]) -> Column:
    return Column(name, Storage.CODE, QuestionKind.SINGLE, {0: label}, {0: values})


_OWN_COLUMNS = {
    VERSION: _own_column(VERSION, "Bản câu hỏi", {"1": "Bản 1"}),
    MODE: _own_column(MODE, "Cách trả lời", {one.value: str(one.label) for one in Mode}),
    DOUBT: _own_column(DOUBT, "Dấu hiệu cần xem", {}),
}
