"""A report as a Word document, to be edited, numbered and signed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph

from engagement.documents.layout import PARTY, dated, printable
from engagement.documents.pdf import fitting_size
from engagement.documents.report import Letterhead, Report, Section, Table

_FONT = "Times New Roman"
# Word sets Times a little wider than the PDF's letters, and its tables looser.
_WIDER = 0.5
_SMALLER = 0.9
_SMALL = "Report small"
_LANGUAGE = "vi-VN"
_LONGEST_PROPERTY = 255  # Word refuses more
_WIDTH = 170  # mm between the margins
_FIGURE_WIDTH = 17
_LONGEST_COLUMN = 60  # letters; a longer cell breaks over lines
_LINK_COLOUR = "1F4F82"


def report_docx(report: Report) -> bytes:
    """Return the report as .docx, on A4 in the letters Word has for it."""
    document = Document()
    report = printable(report)
    _set_page(document, report, Pt(fitting_size(report) - _WIDER))
    _put_letterhead(document, report)
    _put_title(document, report)
    for place, section in enumerate(report.sections, start=1):
        _put_section(document, place, section)
    _put_signature(document, report.letterhead)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _set_page(document: WordDocument, report: Report, size: Length) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    edges = (15, 12) if report.is_one_page else (20, 20)
    section.top_margin, section.bottom_margin = Mm(edges[0]), Mm(edges[1])
    section.left_margin, section.right_margin = Mm(25), Mm(15)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, size
    small = document.styles.add_style(_SMALL, WD_STYLE_TYPE.CHARACTER)
    small.font.size = Pt(round(size.pt * _SMALLER * 2) / 2)
    properties = style.element.get_or_add_rPr()
    # Letters of every script from the one font, and a spelling checker that knows the language.
    properties.rFonts.set(qn("w:eastAsia"), _FONT)
    properties.rFonts.set(qn("w:cs"), _FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LANGUAGE)
    properties.append(language)
    style.paragraph_format.space_after = Pt(2)
    style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.line_spacing = 1.0
    core = document.core_properties
    core.title = f"{report.heading} {report.title}"[:_LONGEST_PROPERTY]
    core.author = report.letterhead.body[:_LONGEST_PROPERTY]
    core.language = _LANGUAGE
    core.comments = ""
    core.created = core.modified = datetime.now(UTC).replace(tzinfo=None)


def _put_letterhead(document: WordDocument, report: Report) -> None:
    left, right = _two_columns(document, 72)
    head = report.letterhead
    _write(left.paragraphs[0], head.superior, at="center")
    _write(left.add_paragraph(), head.body, at="center", is_bold=True)
    _write(left.add_paragraph(), "*", at="center")
    _write(left.add_paragraph(), f"Số          -{head.symbol}", at="center")
    party = _write(right.paragraphs[0], PARTY, at="center", is_bold=True)
    party.runs[0].underline = True
    _write(right.add_paragraph(), dated(report), at="center", is_italic=True)


def _put_title(document: WordDocument, report: Report) -> None:
    heading = _write(document.add_paragraph(), report.heading, at="center", is_bold=True)
    heading.paragraph_format.space_before = Pt(8)
    _mark_level(heading, 0)
    _write(document.add_paragraph(), report.title, at="center", is_bold=True)
    _write(document.add_paragraph(), "-----", at="center")


def _put_section(document: WordDocument, place: int, section: Section) -> None:
    heading = _write(document.add_paragraph(), f"{place}. {section.heading}", is_bold=True)
    heading.paragraph_format.space_before = Pt(4)
    heading.paragraph_format.keep_with_next = True
    _mark_level(heading, 1)
    if section.table is not None:
        _put_table(document, section.table)
    for sentence in section.sentences:
        paragraph = _write(document.add_paragraph(), f"– {sentence.text}", at="justify")
        paragraph.paragraph_format.left_indent = Mm(4)
        paragraph.paragraph_format.first_line_indent = Mm(-4)


def _put_table(document: WordDocument, table: Table) -> None:
    widths = _widths(table)
    grid = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    _fill(grid.rows[0].cells, table.columns, widths, is_head=True)
    _repeat_on_every_page(grid)
    for place, row in enumerate(table.rows):
        links = [table.link(place, column) for column in range(len(row))]
        _fill(grid.add_row().cells, row, widths, links=links, is_text=table.is_text)


def _widths(table: Table) -> list[int]:
    """In mm: figures alike, the first column the rest; columns of words by what they hold."""
    count = len(table.columns)
    if not table.is_text:
        return [_WIDTH - (count - 1) * _FIGURE_WIDTH, *([_FIGURE_WIDTH] * (count - 1))]
    lengths = [
        min(max(len(row[place]) for row in (table.columns, *table.rows)), _LONGEST_COLUMN) + 3
        for place in range(count)
    ]
    return [_WIDTH * length // sum(lengths) for length in lengths]


def _fill(
    cells: Sequence[WordCell],
    words: Sequence[str],
    widths: Sequence[int],
    *,
    links: Sequence[str] = (),
    is_head: bool = False,
    is_text: bool = False,
) -> None:
    for place, (cell, text, width) in enumerate(zip(cells, words, widths, strict=True)):
        cell.width = Mm(width)
        at = "left" if (place == 0 or is_text) and not is_head else "center"
        paragraph = _write(cell.paragraphs[0], text, at=at, is_bold=is_head)
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.runs[0].style = _SMALL
        if links and links[place]:
            _lead(paragraph, links[place])


def _lead(paragraph: Paragraph, address: str) -> None:
    """Make the words of `paragraph` a link; python-docx can read links, not write them."""
    run = paragraph.runs[0]
    run.font.color.rgb = RGBColor.from_string(_LINK_COLOUR)
    run.underline = True
    link = OxmlElement("w:hyperlink")
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link.set(qn("r:id"), relation)
    paragraph._p.append(link)  # noqa: SLF001 — python-docx has no call for it
    link.append(run._r)  # noqa: SLF001


def _repeat_on_every_page(grid: WordTable) -> None:
    """Mark the first row as a head: screen readers name columns by it, too."""
    properties = grid.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 — python-docx has no call for it
    properties.append(OxmlElement("w:tblHeader"))


def _put_signature(document: WordDocument, head: Letterhead) -> None:
    document.add_paragraph()
    left, right = _two_columns(document, 85)
    if head.recipients:
        _write(left.paragraphs[0], "Nơi nhận:", is_bold=True).runs[0].style = _SMALL
    for recipient in head.recipients:
        _write(left.add_paragraph(), f"– {recipient}").runs[0].style = _SMALL
    _write(right.paragraphs[0], head.signer, at="center", is_bold=True)
    for _ in range(3):
        right.add_paragraph()


def _two_columns(document: WordDocument, left_width: int) -> tuple[WordCell, WordCell]:
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    for place, width in enumerate((left_width, _WIDTH - left_width)):
        table.columns[place].width = table.rows[0].cells[place].width = Mm(width)
    return left, right


def _mark_level(paragraph: Paragraph, level: int) -> None:
    """Give a heading its level without the colours of Word's heading styles."""
    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), str(level))
    paragraph._p.get_or_add_pPr().append(outline)  # noqa: SLF001 — python-docx has no call for it


def _write(
    paragraph: Paragraph,
    words: str,
    *,
    at: str = "left",
    is_bold: bool = False,
    is_italic: bool = False,
) -> Paragraph:
    paragraph.alignment = {
        "left": WD_ALIGN_PARAGRAPH.LEFT,
        "center": WD_ALIGN_PARAGRAPH.CENTER,
        "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
    }[at]
    run = paragraph.add_run(words)
    run.bold, run.italic = is_bold, is_italic
    return paragraph
