"""Rows as files: JSON with where they come from, CSV and XLSX with the same columns."""

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import cast

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from engagement.documents.tables import Cell, Sheet, csv_of, xlsx_of
from engagement.web.site import identity
from qa.queries.figures.public import kept
from qa.queries.open_data.datasets import Dataset
from qa.queries.open_data.rows import VERSION, Meta

# A file is made at most so often: the figures of a year take a second or two.
SECONDS_KEPT = 600
CONTENT_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class File:
    """A file as it is kept: packed, with the time it was made and a tag of its rows."""

    packed: bytes
    etag: str
    made_at: datetime

    @property
    def content(self) -> bytes:
        return zlib.decompress(self.packed)


def file_of(dataset: Dataset, year: int | None, kind: str) -> File:
    """The file of a data set, of one year where it has years; `kind` is one of CONTENT_TYPES."""
    parts = (dataset.code, year, kind, VERSION, identity(), settings.OPEN_DATA_LICENCE)
    return kept("open_data", parts, lambda: _made(dataset, year, kind), SECONDS_KEPT)


def _made(dataset: Dataset, year: int | None, kind: str) -> File:
    rows = dataset.rows(year or 0)
    meta = meta_of(dataset, year, timezone.now())
    source = (meta.title, meta.attribution, meta.licence, VERSION, kind, rows)
    etag = f'W/"{hashlib.sha256(repr(source).encode()).hexdigest()[:32]}"'
    content = WRITERS[kind](dataset, meta, rows)
    return File(zlib.compress(content, 6), etag, meta.generated_at)


def meta_of(dataset: Dataset, year: int | None, made_at: datetime) -> Meta:
    """Where the rows come from, for who uses them."""
    site = identity()
    title = dataset.title if year is None else f"{dataset.title}, năm {year}"
    return Meta(
        title=title,
        attribution=f"Nguồn: {site.full_name} ({site.domain}), {site.governing_body}. {site.licence}.",
        licence=settings.OPEN_DATA_LICENCE,
        version=VERSION,
        generated_at=made_at.astimezone(timezone.get_default_timezone()).replace(microsecond=0),
        documentation=f"{settings.PUBLIC_ORIGIN}{reverse('open_data:index')}",
    )


def to_json(dataset: Dataset, meta: Meta, rows: Sequence[object]) -> bytes:
    """`meta`, then `rows` as objects, one a line."""
    objects = ",\n".join(json_of(row) for row in rows)
    return f'{{"meta": {json_of(meta)},\n"rows": [\n{objects}\n]}}\n'.encode()


def json_of(row: object) -> str:
    """One object on one line; indented ones take several times as long to write."""
    return json.dumps(as_object(row), ensure_ascii=False, default=written)


def to_csv(dataset: Dataset, meta: Meta, rows: Sequence[object]) -> bytes:
    """The columns alone; where they come from stands in the headers of the answer."""
    return csv_of(names_of(dataset.row), (cells_of(row) for row in rows))


def to_xlsx(dataset: Dataset, meta: Meta, rows: Sequence[object]) -> bytes:
    """A sheet of the rows, and one that says where they come from."""
    return xlsx_of(
        Sheet("du-lieu", names_of(dataset.row), (cells_of(row) for row in rows)),
        Sheet("nguon", ["muc", "noi_dung"], [[n, str(v)] for n, v in as_object(meta).items()]),
    )


WRITERS = {"json": to_json, "csv": to_csv, "xlsx": to_xlsx}


def names_of(row: type) -> list[str]:
    """The columns of a type of rows, in order."""
    return [field.name for field in fields(row)]


def as_object(row: object) -> dict[str, object]:
    return {name: getattr(row, name) for name in names_of(type(row))}


def cells_of(row: object) -> list[Cell]:
    """The row for a spreadsheet: days as ISO 8601, yes and no as true and false."""
    return [_cell(value) for value in as_object(row).values()]


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return "true" if value else "false"
    return written(value) if isinstance(value, date) else cast("Cell", value)


def written(value: object) -> str:
    """Days and moments in ISO 8601."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no file holds {value!r}")
