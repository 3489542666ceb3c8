"""What both writers of the report print alike."""

from dataclasses import replace

from engagement.documents.report import Letterhead, Report, Section, Sentence, Table
from engagement.text.normalise import normalise

PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"


def dated(report: Report) -> str:
    """Return place and "ngày 03 tháng 01 năm 2026": days and January, February with a nought."""
    day = report.day
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{report.letterhead.place}, ngày {day.day:02d} tháng {month} năm {day.year}"


def printable(report: Report) -> Report:
    """Return the report with every word in its stored form, so that any writer can take it.

    Names at the head are in capitals, and a number stays on one line with its percent sign.
    """
    return replace(
        report,
        letterhead=_head(report.letterhead),
        title=_bound(report.title),
        sections=tuple(_section(section) for section in report.sections),
    )


def _bound(words: str) -> str:
    return normalise(words).replace(" %", "\u00a0%")


def _head(head: Letterhead) -> Letterhead:
    return Letterhead(
        superior=_bound(head.superior).upper(),
        body=_bound(head.body).upper(),
        place=_bound(head.place),
        signer=_bound(head.signer).upper(),
        symbol=_bound(head.symbol),
        recipients=tuple(_bound(recipient) for recipient in head.recipients),
    )


def _section(section: Section) -> Section:
    table = section.table
    return Section(
        heading=_bound(section.heading),
        sentences=tuple(Sentence(_bound(one.text), one.sources) for one in section.sentences),
        table=None
        if table is None
        else Table(
            tuple(_bound(column) for column in table.columns),
            tuple(tuple(_bound(cell) for cell in row) for row in table.rows),
            table.links,
            table.is_text,
        ),
    )
