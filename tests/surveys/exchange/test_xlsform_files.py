"""Workbooks as people and programs make them, and as nobody should: imported or refused, at once."""

import contextlib
import io
import random
import time
import tracemalloc
import zipfile

import openpyxl
import pytest
from django.conf import settings

from surveys.exchange.imported import MOST_BYTES, ImportRefused
from surveys.exchange.xlsform import read_xlsform, write_xlsform
from tests.surveys.exchange.workbooks import (
    ROWS_END,
    ROWS_START,
    cells,
    problems_of,
    raw_workbook,
    read,
    workbook,
)

REAL = settings.BASE_DIR.parent / "shared" / "data" / "surveys"
FILES = sorted(
    path
    for folder in ("xlsform", "xlsform-hostile", "lstsv")
    for path in (REAL / folder).glob("*.xls*")
)
MOST_SECONDS = 10
MOST_MEMORY = 300 * 1024 * 1024
SURVEY = [("type", "name", "label"), ("text", "q", "Câu hỏi?")]
HEADER = cells(1, "type", "name", "label")


def imports_or_refuses(content, name="phieu.xlsx"):
    """Read within the time a form may take; return the questionnaire or None, and the problems."""
    started = time.thread_time()
    problems = []
    questionnaire = None
    try:
        questionnaire = read(content, name).questionnaire
    except ImportRefused as refusal:
        problems = refusal.problems
    # Of this thread alone: how busy the machine is with others is not the reader's matter.
    assert time.thread_time() - started < MOST_SECONDS
    assert questionnaire or (problems and all(problem.words for problem in problems))
    return questionnaire, problems


def peak_of(content):
    """The most memory that Python holds at once while it reads."""
    tracemalloc.start()
    with contextlib.suppress(ImportRefused):
        read(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


# --- Real files ------------------------------------------------------------------------------
@pytest.mark.skipif(not FILES, reason=f"the real forms are not at {REAL}")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_real_form_is_imported_or_refused_with_sheet_and_row(path):
    questionnaire, problems = imports_or_refuses(path.read_bytes(), path.name)
    assert all(problem.sheet and problem.row for problem in problems)
    if questionnaire is not None:
        stored = io.BytesIO(write_xlsform(questionnaire))
        assert read_xlsform(stored, path.name).questionnaire == questionnaire


@pytest.mark.skipif(not FILES, reason=f"the real forms are not at {REAL}")
@pytest.mark.parametrize(
    ("name", "questions", "pages"),
    [
        ("tutorial.xls", 10, 1),
        ("cascading_select_test_equivalent.xls", 7, 1),
        ("choice_filter_test.xlsx", 3, 1),
        ("group.xlsx", 3, 2),
        ("specify_other.xlsx", 1, 1),
        ("all_types_survey.xlsx", 28, 7),
        ("testA.xlsx", 24, 7),
        ("excel_with_macros.xlsm", 1, 1),
    ],
)
def test_real_form_keeps_its_questions(name, questions, pages):
    (path,) = (path for path in FILES if path.name == name)
    with path.open("rb") as file:
        questionnaire = read_xlsform(file, name).questionnaire
    assert (len(list(questionnaire.questions)), len(questionnaire.pages)) == (questions, pages)


# --- What people do to workbooks -------------------------------------------------------------
def test_sheet_names_may_have_spaces_and_capitals():
    book = openpyxl.Workbook()
    book.active.title = "Survey "
    for row in [*SURVEY, ("select_one L", "r", "Câu?")]:
        book.active.append(row)
    lists = book.create_sheet(" CHOICES")
    for row in [("list name", "name", "label"), ("L", " a ", "A\u00a0 "), ("L", "b", "B")]:
        lists.append(row)
    questionnaire = read(saved(book)).questionnaire
    assert [(one.code, one.label) for one in list(questionnaire.questions)[1].choices] == [
        ("a", "A"),
        ("b", "B"),
    ]


def saved(book):
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def test_single_sheet_of_any_name_is_the_survey():
    assert read(workbook(Phiếu=SURVEY)).questionnaire.title == "phieu"


def test_workbook_without_a_survey_sheet_is_refused():
    (problem,) = problems_of(workbook(Phiếu=SURVEY, Khác=SURVEY))
    assert "survey" in problem.words


def test_two_survey_sheets_are_refused():
    (problem,) = problems_of(workbook(survey=SURVEY, survey_=SURVEY))
    assert "survey" in problem.words


@pytest.mark.parametrize(
    ("header", "column"),
    [
        (("name", "label", "hint"), "type"),
        (("type", "label", "hint"), "name"),
        (("type", "name", "name"), "name"),
        (("type", "name", "Name"), "Name"),
        (("type", "name", "label:jr"), "label:jr"),
    ],
)
def test_header_that_cannot_be_read_is_refused_in_row_one(header, column):
    problems = problems_of(workbook(survey=[header, ("text", "q", "Câu?")]))
    assert (problems[0].sheet, problems[0].column) == ("survey", column) or problems[0].row == 2


def test_header_below_blank_rows_and_rows_below_sixty_blank_ones_are_found():
    rows = [(), (), SURVEY[0], SURVEY[1], *[()] * 90, ("image", "a", "Ảnh?")]
    (problem,) = problems_of(workbook(survey=rows))
    assert problem.row == 95


def test_row_numbers_are_those_of_excel_whatever_is_blank_between():
    rows = [SURVEY[0], (), (), SURVEY[1], (None, None, None), ("audio", "a", "Tiếng?")]
    assert [problem.row for problem in problems_of(workbook(survey=rows))] == [6]


def test_merged_cells_leave_the_rows_below_without_a_type_and_are_refused_there():
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in [*SURVEY, (None, "r", "Câu?")]:
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    assert [problem.row for problem in problems_of(saved(book))] == [3]


def test_merged_list_names_are_refused_with_advice():
    book = openpyxl.Workbook()
    book.active.title = "survey"
    book.active.append(SURVEY[0])
    book.active.append(("select_one l", "q", "Câu?"))
    lists = book.create_sheet("choices")
    for row in [("list_name", "name", "label"), ("l", "a", "A"), (None, "b", "B")]:
        lists.append(row)
    lists.merge_cells("A2:A3")
    (problem,) = problems_of(saved(book))
    assert (problem.sheet, problem.row, "gộp" in problem.words) == ("choices", 3, True)


def test_formula_counts_by_its_result():
    computed = raw_workbook(
        ROWS_START + HEADER + '<row r="2"><c r="A2" t="str"><f>"te"&amp;"xt"</f><v>text</v></c>'
        '<c r="B2" t="str"><f>"q"</f><v>q</v></c><c r="C2" t="str"><f>"L"</f><v>Lời</v></c></row>'
        + ROWS_END
    )
    assert read(computed).questionnaire.question("q").label == "Lời"


def test_formulas_without_any_result_are_refused_at_the_first():
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in [*SURVEY, ("text", "r", '="Lời"')]:
        book.active.append(row)
    (problem,) = problems_of(saved(book))
    assert (problem.sheet, problem.row, "công thức" in problem.words) == ("survey", 3, True)


def test_cell_with_an_error_of_excel_is_refused():
    rows = (
        ROWS_START
        + HEADER
        + '<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2" t="inlineStr"><is><t>q</t></is></c></row>'
        + ROWS_END
    )
    (problem,) = problems_of(raw_workbook(rows))
    assert (problem.row, problem.column, "#REF!" in problem.words) == (2, "type", True)


def test_windows_line_ends_become_plain_ones():
    book = openpyxl.Workbook()
    book.active.title = "survey"
    book.active.append(SURVEY[0])
    book.active.append(("text", "q", "Dòng một_x000D_\nDòng hai\r\nDòng ba"))
    label = read(saved(book)).questionnaire.question("q").label
    assert label.replace("\n\n", "\n") == "Dòng một\nDòng hai\nDòng ba"


def test_dates_and_booleans_as_codes_become_codes():
    survey = [SURVEY[0], ("select_one l", "q", "Câu?")]
    choices = [("list_name", "name", "label"), ("l", True, "Đúng"), ("l", 2.5, "Hai rưỡi")]
    question = read(workbook(survey=survey, choices=choices)).questionnaire.question("q")
    assert question.choice_codes == ("TRUE", "2.5")


def test_wrong_size_of_a_sheet_is_not_believed():
    rows = (
        f'{ROWS_START.replace("<sheetData>", "")}<dimension ref="A1:A1"/><sheetData>'
        + HEADER
        + cells(2, "text", "q", "Câu?")
        + ROWS_END
    )
    assert read(raw_workbook(rows)).questionnaire.question("q").label == "Câu?"


def test_words_that_look_like_a_formula_stay_words():
    questionnaire = read(workbook(survey=[SURVEY[0], ("text", "q", "=1+1")])).questionnaire
    assert questionnaire.question("q").label == "=1+1"
    with zipfile.ZipFile(io.BytesIO(write_xlsform(questionnaire))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


# --- What is no workbook ---------------------------------------------------------------------
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        b"type,name,label\ntext,q,Q?\n",
        b"\x00" * 5_000,
        OLE,
        OLE + b"\xff" * 5_000,
        workbook(survey=SURVEY)[:-200],
        b"%PDF-1.7",
        raw_workbook("<worksheet"),
        raw_workbook("<!DOCTYPE x [<!ENTITY y 'z'>]>" + ROWS_START + HEADER + ROWS_END),
    ],
    ids=["empty", "zip", "csv", "zeros", "ole", "ole2", "cut", "pdf", "xml", "entities"],
)
def test_what_is_no_workbook_is_refused_in_words(content):
    (problem,) = problems_of(content)
    assert "Excel" in problem.words


def test_other_zip_files_are_refused():
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr("content.xml", "<office/>")
    assert len(problems_of(stored.getvalue())) == 1


def test_damaged_bytes_anywhere_never_raise():
    chance = random.Random(4)
    sound = [workbook(survey=SURVEY, settings=[("form_title",), ("Tên",)])]
    sound += [path.read_bytes() for path in FILES if path.suffix == ".xls"][:3]
    for content in sound:
        for _ in range(40):
            damaged = bytearray(content)
            for _ in range(chance.randint(1, 30)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            imports_or_refuses(bytes(damaged))
            imports_or_refuses(content[: chance.randrange(len(content))])


# --- Too much --------------------------------------------------------------------------------
def test_file_above_ten_megabytes_is_refused_unread():
    (problem,) = problems_of(b"PK\x03\x04" + b"\x00" * MOST_BYTES)
    assert "10 MB" in problem.words


MANY = 120_000
ABSURD = {
    "bomb": lambda: ROWS_START + HEADER + "<row/>" * 17_000_000 + ROWS_END,
    "blank rows": lambda: ROWS_START + HEADER + "<row/>" * MANY + ROWS_END,
    "cells": lambda: ROWS_START + HEADER + "<row><c><v>1</v></c></row>" * MANY + ROWS_END,
    "wide": lambda: ROWS_START + HEADER + ("<row>" + "<c/>" * 250 + "</row>") * 2_000 + ROWS_END,
    "far row": lambda: ROWS_START + HEADER + '<row r="99999999999"><c/></row>' + ROWS_END,
    "far column": lambda: (
        ROWS_START
        + HEADER
        + "".join(f'<row r="{n}"><c r="ZZZ{n}"><v>1</v></c></row>' for n in range(2, 20_000))
        + ROWS_END
    ),
    "one tag": lambda: ROWS_START + f'<row a="{"x" * 20_000_000}"/>' + ROWS_END,
    "comment": lambda: ROWS_START + "<!--" + "<" * 20_000_000 + "-->" + ROWS_END,
    "one text": lambda: ROWS_START + cells(1, "x" * 20_000_000) + ROWS_END,
    "depth": lambda: ROWS_START + "<a>" * MANY + "</a>" * MANY + ROWS_END,
}


@pytest.mark.parametrize("name", ABSURD)
def test_workbook_made_to_exhaust_us_is_refused_in_time(name):
    questionnaire, _ = imports_or_refuses(raw_workbook(ABSURD[name]()))
    assert questionnaire is None


@pytest.mark.parametrize("name", ["bomb", "far column", "one tag", "one text", "depth"])
def test_workbook_made_to_exhaust_us_takes_little_memory(name):
    assert peak_of(raw_workbook(ABSURD[name]())) < MOST_MEMORY


def test_comments_and_instructions_of_other_programs_are_read_past():
    rows = (
        ROWS_START + "<!-- ghi chú --><?x y?>" + HEADER + cells(2, "text", "q", "Câu?") + ROWS_END
    )
    parts = {
        "customXml/item1.xml": "\ufeff<?mso-contentType?><x/>",
        "xl/media/a.png": b"\x89PNG<!<?<",
    }
    assert read(raw_workbook("\ufeff" + rows, parts=parts)).questionnaire.question("q")


@pytest.mark.parametrize(
    "part",
    [
        "<" + "a" * 20_000_000,
        "<x><!--" + "<" * 400_000,
        "<x><?" + "a" * 20_000_000,
        "\ufeff<x/>".encode("utf-16"),
        "<x/>".encode("utf-16-be"),
    ],
)
def test_endless_markup_is_refused_under_any_name(part):
    rows = ROWS_START + HEADER + cells(2, "text", "q", "Câu?") + ROWS_END
    content = raw_workbook(rows, parts={"xl/media/image1.png": part})
    assert imports_or_refuses(content)[0] is None


def test_too_large_texts_and_styles_are_refused():
    many = "<si><t>a</t></si>" * 800_000
    strings = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{many}</sst>'
    content = raw_workbook(ROWS_START + HEADER + ROWS_END, strings=strings)
    assert imports_or_refuses(content)[0] is None


def test_survey_of_too_many_rows_is_refused_at_the_first_too_many():
    rows = [SURVEY[0], *(("text", f"q{number}", "Câu?") for number in range(3_500))]
    (problem,) = problems_of(workbook(survey=rows))
    assert (problem.sheet, problem.row) == ("survey", 3_002)


def test_list_of_too_many_choices_is_refused():
    choices = [("list_name", "name", "label"), *(("l", "mã sai", f"{n}") for n in range(2_000))]
    survey = [SURVEY[0], ("select_one l", "q", "Câu?")]
    problems = problems_of(workbook(survey=survey, choices=choices))
    assert (problems[-1].sheet, problems[-1].row) == ("choices", 1_002)


def test_cell_longer_than_excels_own_is_refused():
    rows = ROWS_START + HEADER + cells(2, "text", "q", "x" * 40_000) + ROWS_END
    (problem,) = problems_of(raw_workbook(rows))
    assert (problem.row, problem.column) == (2, "label")


def test_old_format_with_a_cell_in_the_last_corner_is_read_raggedly():
    sheets = [path for path in FILES if path.name == "extra_columns.xls"]
    if not sheets:
        pytest.skip(f"the real forms are not at {REAL}")
    assert peak_of(sheets[0].read_bytes()) < MOST_MEMORY // 10
