"""Charts as files other programs take: SVG as it is, PNG for what draws no SVG."""

from functools import lru_cache

from engagement.documents.pdf import chart_png

_KEPT_PICTURES = 64


def chart_file(document: str, kind: str) -> bytes:
    """Return `charts.svg_document` as a file of `kind`, "svg" or "png"."""
    return document.encode() if kind == "svg" else _picture(document)


@lru_cache(maxsize=_KEPT_PICTURES)
def _picture(document: str) -> bytes:
    """The same figures make the same picture: it is drawn once a process."""
    return chart_png(document)
