"""Multiple-response sets of a .sav file: which columns are the answers of one question.

pyreadstat writes none, so the record is put into the file it wrote. Layout as the PSPP developers'
guide has it ("System File Format", "Multiple Response Sets Records").
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

_HEADER_BYTES = 176
_SETS, _LONG_NAMES = 7, 13  # subtypes of extension records
_VARIABLE_BYTES, _NAME_BYTES, _VALUE_BYTES, _LINE_BYTES = 32, 8, 8, 80
_CONTINUED = -1  # the type of a variable record that is the next part of a long text
_COUNTED = "1"  # of the 0 and 1 of an option


class _Kind(IntEnum):
    """Records of a dictionary; LABELLED says which variables the VALUE_LABELS before it are of."""

    VARIABLE = 2
    VALUE_LABELS = 3
    LABELLED = 4
    DOCUMENT = 6
    EXTENSION = 7
    END = 999


class ResponseSet(NamedTuple):
    """One question: `name` is valid in SPSS, `variables` are names of columns with 0 and 1."""

    name: str
    label: str
    variables: Sequence[str]


def with_sets(sav: bytes, sets: Sequence[ResponseSet]) -> bytes:
    """Return the file with `sets`; those of fewer than two columns are left out.

    `sav` is as pyreadstat writes it: little-endian, UTF-8, without sets of its own. Raises KeyError
    for a column it does not have.
    """
    usable = [one for one in sets if len(one.variables) > 1]
    if not usable:
        return sav
    records = list(_records(sav))
    short = _short_names(sav, records)
    lines = "".join(_line(one, short) for one in usable).encode()
    record = struct.pack("<4i", _Kind.EXTENSION, _SETS, 1, len(lines)) + lines
    end = records[-1].start
    return sav[:end] + record + sav[end:]


def _line(one: ResponseSet, short: Mapping[str, str]) -> str:
    """A set of dichotomies with the labels of its columns; lengths are in bytes."""
    names = " ".join(short[name].lower() for name in one.variables)
    label_bytes = len(one.label.encode())
    return f"${one.name}=D{len(_COUNTED)} {_COUNTED} {label_bytes} {one.label} {names}\n"


class _Record(NamedTuple):
    kind: int
    start: int
    end: int


def _records(sav: bytes) -> Iterator[_Record]:
    """Every record of the dictionary, its end included."""
    place = _HEADER_BYTES
    while True:
        kind = _integer(sav, place)
        end = place + _length(sav, place, kind)
        yield _Record(kind, place, end)
        if kind == _Kind.END:
            return
        place = end


def _length(sav: bytes, place: int, kind: int) -> int:
    match _Kind(kind):
        case _Kind.VARIABLE:
            return _variable_length(sav, place)
        case _Kind.VALUE_LABELS:
            return _value_labels_length(sav, place)
        case _Kind.LABELLED:
            return 8 + 4 * _integer(sav, place + 4)
        case _Kind.DOCUMENT:
            return 8 + _LINE_BYTES * _integer(sav, place + 4)
        case _Kind.EXTENSION:
            return 16 + _integer(sav, place + 8) * _integer(sav, place + 12)
        case _Kind.END:
            return 8


def _variable_length(sav: bytes, place: int) -> int:
    has_label, missing = _integer(sav, place + 8), abs(_integer(sav, place + 12))
    label = 4 + _padded(_integer(sav, place + _VARIABLE_BYTES), 4) if has_label else 0
    return _VARIABLE_BYTES + label + _VALUE_BYTES * missing


def _value_labels_length(sav: bytes, place: int) -> int:
    at = place + 8
    for _ in range(_integer(sav, place + 4)):
        at += _VALUE_BYTES + _padded(1 + sav[at + _VALUE_BYTES], 8)
    return at - place


def _padded(size: int, to: int) -> int:
    return -(-size // to) * to


def _short_names(sav: bytes, records: Sequence[_Record]) -> dict[str, str]:
    """The names of eight bytes that records use, by the names people see."""
    names = {}
    for record in records:
        if record.kind == _Kind.VARIABLE and _integer(sav, record.start + 4) != _CONTINUED:
            at = record.start + _VARIABLE_BYTES - _NAME_BYTES
            short = sav[at : at + _NAME_BYTES].decode().rstrip()
            names[short] = short
        elif record.kind == _Kind.EXTENSION and _integer(sav, record.start + 4) == _LONG_NAMES:
            pairs = sav[record.start + 16 : record.end].decode().split("\t")
            names |= {long: short for short, _, long in (pair.partition("=") for pair in pairs)}
    return names


def _integer(sav: bytes, place: int) -> int:
    found: int = struct.unpack_from("<i", sav, place)[0]
    return found
