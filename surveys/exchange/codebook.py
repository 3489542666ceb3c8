"""The codebook: what every column means, in the words of each version."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from surveys.exchange.variables import Column

CODEBOOK_HEADERS = ("variable", "label", "kind", "values", "version", "missing")


class CodebookLine(NamedTuple):
    """One column in one version; `values` and `missing` are "code = label", a line each."""

    variable: str
    label: str
    kind: str
    values: str
    version: int
    missing: str


def codebook(columns: Sequence[Column]) -> Iterator[CodebookLine]:
    """A line for every column and every version that asks it."""
    for column in columns:
        for version in column.versions:
            values = column.codes.get(version, {})
            unknown = {code: values[code] for code in values if code in column.missing}
            yield CodebookLine(
                variable=column.name,
                label=column.labels[version],
                kind=str(column.kind.label),
                values=_lines(values),
                version=version,
                missing=_lines(unknown),
            )


def _lines(values: Mapping[str, str]) -> str:
    return "\n".join(f"{code} = {label}" for code, label in values.items())
