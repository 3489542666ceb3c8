"""A report as a PDF, and charts as PNG pictures. No font or file from elsewhere.

typst sets both with the fonts it brings, so that a page looks the same on every machine. Words go
in as data (`sys.inputs`), never as source: nothing in a label is markup.
"""

import json
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Literal

import pikepdf
import typst

from engagement.documents.layout import dated, printable
from engagement.documents.report import Report

_TEMPLATE = Path(__file__).with_name("report.typ")
# Of the running text in points, the largest first; the smallest is still read without glasses.
_SIZES = (13.0, 12.5, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0)
_PICTURE = b"""
#set page(width: auto, height: auto, margin: 12pt)
#set text(font: "Libertinus Serif")
#image(bytes(sys.inputs.svg), format: "svg", width: 720pt)
"""
_PIXELS_PER_INCH = 144.0


def report_pdf(report: Report) -> bytes:
    """Return the report on A4; PDF/UA where it can be.

    A one-page report comes in the largest letters that fit it, on more pages where none do.
    """
    return _compiled(report, fitting_size(report))


def fitting_size(report: Report) -> float:
    """Return the largest size of letters, in points, with which the report stays on one page.

    The smallest where none does; the usual one for a report that may have more pages.
    """
    if not report.is_one_page:
        return _SIZES[0]
    fitting = (size for size in _SIZES if _pages(_compiled(report, size)) == 1)
    return next(fitting, _SIZES[-1])


def _compiled(report: Report, size: float) -> bytes:
    printed = printable(report)
    data = asdict(printed) | {"day": None, "dated": dated(printed)}
    inputs = {"report": json.dumps(data), "size": str(size)}
    try:
        return _typeset(inputs, standard="ua-1")
    except typst.TypstError:
        # PDF/UA refuses letters the fonts lack (an emoji in a title). They are drawn as boxes then:
        # one letter must not cost the whole report.
        return _typeset(inputs, standard="1.7")


def _typeset(inputs: dict[str, str], *, standard: Literal["ua-1", "1.7"]) -> bytes:
    written: bytes = typst.compile(
        _TEMPLATE.read_bytes(),
        sys_inputs=inputs,
        ignore_system_fonts=True,
        pdf_standards=standard,
    )
    return written


def _pages(written: bytes) -> int:
    with pikepdf.open(BytesIO(written)) as document:
        return len(document.pages)


def chart_png(svg: str) -> bytes:
    """Return a chart (`charts.Chart.desk`) as a PNG picture on white."""
    picture: bytes = typst.compile(
        _PICTURE,
        sys_inputs={"svg": svg},
        ignore_system_fonts=True,
        format="png",
        ppi=_PIXELS_PER_INCH,
    )
    return picture
