"""Workbooks for tests: honest ones from rows of cells, and hand-made ones that lie."""

import io
import zipfile

import xlsxwriter

from surveys.exchange.imported import ImportRefused
from surveys.exchange.xlsform import read_xlsform

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
ROWS_START = f'<worksheet xmlns="{_MAIN}"><sheetData>'
ROWS_END = "</sheetData></worksheet>"


def workbook(**sheets):
    """Each keyword is a sheet: a list of rows, the first of them its header."""
    stored = io.BytesIO()
    with xlsxwriter.Workbook(stored, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name.replace("_", " ") if name.endswith("_") else name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(number, column, value)
                    elif value is not None:
                        sheet.write(number, column, value)
    return stored.getvalue()


def read(content, name="phieu.xlsx"):
    return read_xlsform(io.BytesIO(content), name)


def read_rows(survey, choices=(), settings=()):
    """Read a form given as rows; a survey of rows of three is type, name, label."""
    if survey[0][0] != "type":
        survey = [("type", "name", "label"), *survey]
    sheets = {"survey": survey}
    if choices:
        sheets["choices"] = [("list_name", "name", "label"), *choices]
        if choices[0][0] == "list_name":
            sheets["choices"] = choices
    if settings:
        sheets["settings"] = settings
    return read(workbook(**sheets))


def problems_of(content, name="phieu.xlsx"):
    """Read what has to be refused; return (sheet, row, column) of every problem and the words."""
    try:
        read(content, name)
    except ImportRefused as refusal:
        return refusal.problems
    raise AssertionError("the file was not refused")


def only_problem(survey, choices=(), settings=()):
    try:
        read_rows(survey, choices, settings)
    except ImportRefused as refusal:
        (problem,) = refusal.problems
        return problem
    raise AssertionError("the form was not refused")


def raw_workbook(rows, *, strings="", name="survey", parts=None):
    """An .xlsx of one sheet whose XML is `rows`, as no honest program would write it."""
    files = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            f'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_CONTENT}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_CONTENT}.worksheet+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_CONTENT}.sharedStrings+xml"/>'
            f"</Types>"
        ),
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _relations(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        "xl/worksheets/sheet1.xml": rows,
        "xl/sharedStrings.xml": strings or f'<sst xmlns="{_MAIN}"/>',
        **(parts or {}),
    }
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return stored.getvalue()


def _relations(*targets):
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def cells(number, *texts):
    """One row of texts as sheet XML."""
    inner = "".join(
        f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for place, text in enumerate(texts)
    )
    return f'<row r="{number}">{inner}</row>'
