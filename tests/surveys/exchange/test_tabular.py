"""Answers as tables: every column of every version, nothing run by a spreadsheet, nobody singled out."""

import csv
import io
import json
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from engagement.documents.tables import neutral
from surveys.enums import QuestionKind
from surveys.exchange.codebook import codebook
from surveys.exchange.names import DOUBT, MODE, VERSION
from surveys.exchange.tabular import (
    columns_in,
    frame_of,
    labelled,
    to_csv,
    to_json,
    to_xlsx,
)
from surveys.instrument.questionnaire import (
    Choice,
    Limits,
    Page,
    Question,
    Questionnaire,
    Repeat,
    Row,
)

K = QuestionKind
SEX = Question("sex", K.SINGLE, "Giới tính?", choices=(Choice("nam", "Nam"), Choice("nu", "Nữ")))
SCALE = (Choice("1", "Tốt"), Choice("2", "Kém"), Choice("kho", "Khó trả lời", is_dont_know=True))
LIKED = (
    Choice("a", "Đường"),
    Choice("b", "Điện"),
    Choice("other", "Khác", is_other=True),
)
EVERY = Questionnaire(
    "Khảo sát",
    (
        Page(
            "p",
            "Trang",
            (
                SEX,
                Question("opinion", K.LIKERT, "Thấy thế nào?", choices=SCALE),
                Question("liked", K.MULTIPLE, "Thích gì?", choices=LIKED),
                Question("rank", K.RANKING, "Xếp thứ tự?", choices=LIKED[:2]),
                Question(
                    "m",
                    K.MATRIX,
                    "Từng việc?",
                    choices=SCALE,
                    rows=(Row("r1", "Điện"), Row("r2", "Nước")),
                ),
                Question("points", K.SCALE, "Mấy điểm?"),
                Question("grade", K.SCALE, "Mấy điểm?", choices=SCALE[2:]),
                Question("income", K.NUMBER, "Thu nhập?", limits=Limits(decimals=1)),
                Question("born", K.DATE, "Ngày sinh?"),
                Question("where", K.COMMUNE, "Xã nào?"),
                Question("agree", K.CONSENT, "Đồng ý?"),
                Question("said", K.LONG_TEXT, "Góp ý?"),
                Question("thanks", K.NOTE, "Cảm ơn."),
            ),
        ),
        Page(
            "home",
            "Hộ",
            (
                SEX_OF_MEMBER := Question(
                    "member_sex", K.SINGLE, "Giới tính?", choices=SEX.choices
                ),
                Question("age", K.NUMBER, "Tuổi?"),
            ),
            repeat=Repeat(0, 5, "Thành viên"),
        ),
    ),
)
FULL = {
    "sex": "nu",
    "opinion": "kho",
    "liked": ["b", "other"],
    "liked_other": "=cmd|' /C calc'!A0",
    "rank": ["b", "a"],
    "m": {"r1": "1", "r2": "2"},
    "points": 7,
    "grade": "kho",
    "income": "3.5",
    "born": "1990-02-01",
    "where": "xa-a",
    "agree": "yes",
    "said": "Đường xấu",
    "home": [{"member_sex": "nam", "age": "40"}, {"member_sex": "nu"}],
}


def table(*answers, questionnaire=EVERY, **options):
    return frame_of({1: questionnaire}, [(1, one, "web", []) for one in answers], **options)


def only(frame):
    """The single row of a table, missing cells left out."""
    return {name: value for name, value in frame.iloc[0].items() if not pd.isna(value)}


# --- Columns ---------------------------------------------------------------------------------
def test_every_kind_has_its_columns():
    assert only(table(FULL)) == {
        VERSION: "1",
        MODE: "web",
        DOUBT: "",
        "sex": "nu",
        "opinion": "kho",
        "liked__a": 0,
        "liked__b": 1,
        "liked__other": 1,
        "rank__1": "b",
        "rank__2": "a",
        "m__r1": "1",
        "m__r2": "2",
        "points": 7,
        "grade": "kho",
        "income": 3.5,
        "born": "1990-02-01",
        "where": "xa-a",
        "agree": "yes",
        "home1__member_sex": "nam",
        "home1__age": "40",
        "home2__member_sex": "nu",
    }


def test_words_are_there_only_when_asked_for():
    assert {"said", "liked_other"}.isdisjoint(table(FULL).columns)
    row = only(table(FULL, with_words=True))
    assert (row["said"], row["liked_other"]) == ("Đường xấu", "=cmd|' /C calc'!A0")


def test_dtypes_are_those_promised():
    dtypes = table(FULL, with_words=True).dtypes.astype(str)
    assert (
        dtypes[["sex", "m__r1", "rank__1", "where", "grade", VERSION]].tolist() == ["category"] * 6
    )
    assert dtypes[["liked__a", "points", "income"]].tolist() == ["Int8", "Int16", "Float64"]
    assert dtypes[["born", "said", "home1__age", DOUBT]].tolist() == ["str"] * 4


def test_what_was_not_answered_is_missing_and_no_zero():
    assert only(table({"sex": "nam"})) == {VERSION: "1", MODE: "web", DOUBT: "", "sex": "nam"}


def test_table_without_ballots_has_all_columns():
    frame = frame_of({1: EVERY}, [])
    assert (len(frame), "m__r2" in frame.columns) == (0, True)


def test_doubts_stand_together():
    frame = frame_of({1: EVERY}, [(1, {}, "paper", ["burst", "fast"])])
    assert only(frame) == {VERSION: "1", MODE: "paper", DOUBT: "burst fast"}


def test_rows_come_in_an_order_that_tells_nothing():
    ballots = [(1, {"points": number}, "web", []) for number in range(200)]
    first, second = (frame_of({1: EVERY}, ballots)["points"].tolist() for _ in range(2))
    assert sorted(first) == sorted(second) == list(range(200))
    assert first != second != list(range(200))


@pytest.mark.parametrize(
    ("version", "answers"),
    [(2, {}), (1, {"unknown": "x"}), (1, {"home": [{"unknown": "x"}]}), (1, {"said_other": "x"})],
)
def test_answer_nobody_asked_is_never_dropped_unseen(version, answers):
    with pytest.raises(LookupError):
        frame_of({1: EVERY}, [(version, answers, "web", [])])


# --- Versions --------------------------------------------------------------------------------
def one_page(*questions):
    return Questionnaire("Khảo sát", (Page("p", "", questions),))


def test_removed_option_and_question_stay_in_the_data():
    """A later version without the option once shifted columns and lost answers (Kobo, kpi 2089)."""
    liked = Question("liked", K.MULTIPLE, "Thích gì?", choices=LIKED[:2])
    versions = {
        1: one_page(liked, SEX),
        2: one_page(replace(liked, choices=(LIKED[1], Choice("c", "Nước")))),
    }
    ballots = [
        (1, {"liked": ["a"], "sex": "nam"}, "web", []),
        (2, {"liked": ["c"]}, "web", []),
    ]
    frame = frame_of(versions, ballots).sort_values(VERSION)
    assert frame["liked__a"].tolist() == [1, pd.NA]
    assert frame["liked__b"].tolist() == [0, 0]
    assert frame["liked__c"].tolist() == [pd.NA, 1]
    assert frame["sex"].tolist()[0] == "nam"


def test_labels_are_those_of_the_version_a_row_answered():
    before = Question("q", K.SINGLE, "Câu?", choices=(Choice("a", "Cũ"), Choice("b", "Bỏ")))
    after = replace(before, label="Câu mới?", choices=(Choice("a", "Mới"),))
    versions = {1: one_page(before), 2: one_page(after)}
    ballots = [(1, {"q": "a"}, "web", []), (2, {"q": "a"}, "web", []), (1, {"q": "b"}, "web", [])]
    frame = frame_of(versions, ballots)
    words = labelled(frame, versions)
    assert sorted(words["q"]) == ["Bỏ", "Cũ", "Mới"]
    first, second = codebook(columns_in(frame, versions))
    assert first == ("q", "Câu?", "Chọn một", "a = Cũ\nb = Bỏ", 1, "")
    assert second == ("q", "Câu mới?", "Chọn một", "a = Mới", 2, "")


@pytest.mark.parametrize("kind", [K.MULTIPLE, K.NUMBER, K.SHORT_TEXT, K.SCALE])
def test_question_that_changed_its_kind_keeps_both_answers(kind):
    single = Question("q", K.SINGLE, "Câu?", choices=(Choice("1", "Một"), Choice("2", "Hai")))
    choices = single.choices if kind is K.MULTIPLE else ()
    versions = {1: one_page(single), 2: one_page(replace(single, kind=kind, choices=choices))}
    later = {K.MULTIPLE: ["1", "2"], K.NUMBER: "2.5", K.SHORT_TEXT: "Hai", K.SCALE: 2}[kind]
    ballots = [(1, {"q": "1"}, "web", []), (2, {"q": later}, "web", [])]
    frame = frame_of(versions, ballots, with_words=True).sort_values(VERSION)
    assert frame["q"].iloc[0] == "1"
    if kind is K.MULTIPLE:
        assert frame["q__2"].iloc[1] == 1
    else:
        assert frame["q"].iloc[1] == str(later)


# --- Files -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text", ["=1+1", "+84 912", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "-1+1", "=", "+1"]
)
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Đường", "1", "-99", "-1.5", "a=b", "'=1", " =1"])
def test_plain_text_and_numbers_stay(text):
    assert neutral(text) == text


def test_csv_opens_in_excel_and_runs_nothing():
    stored = to_csv(table(FULL, {"sex": "nam", "said": "-cmd"}, with_words=True))
    assert stored.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(stored.decode("utf-8-sig"))))
    by_sex = {row["sex"]: row for row in rows}
    assert by_sex["nu"]["liked_other"] == "'=cmd|' /C calc'!A0"
    assert by_sex["nam"]["said"] == "'-cmd"
    assert (by_sex["nu"]["income"], by_sex["nu"]["points"]) == ("3.5", "7")
    assert (by_sex["nam"]["income"], by_sex["nam"]["liked__a"]) == ("", "")


def test_negative_numbers_stay_numbers_in_csv():
    frame = table({"income": "-3.5"})
    assert next(csv.DictReader(io.StringIO(to_csv(frame).decode("utf-8-sig"))))["income"] == "-3.5"


def cells_in(sheet):
    return sheet.iter_rows(values_only=True)


def test_workbook_has_codes_words_and_codebook_and_no_formula():
    frame = table(FULL, with_words=True)
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(frame, {1: EVERY})))
    assert book.sheetnames == ["answers", "labels", "codebook"]
    codes, words = (dict(zip(*cells_in(book[name]), strict=True)) for name in ("answers", "labels"))
    assert (codes["sex"], codes["m__r1"], codes["points"], codes["income"]) == ("nu", "1", 7, 3.5)
    assert (words["sex"], words["m__r1"], words["liked__b"]) == ("Nữ", "Tốt", "Chọn")
    assert codes["liked_other"] == "=cmd|' /C calc'!A0"
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.rows for cell in row)
    header, *lines = cells_in(book["codebook"])
    assert header == ("variable", "label", "kind", "values", "version", "missing")
    assert (
        "opinion",
        "Thấy thế nào?",
        "Thang mức độ",
        "1 = Tốt\n2 = Kém\nkho = Khó trả lời",
        1,
        "kho = Khó trả lời",
    ) in lines


def test_json_has_answers_and_labels_by_version():
    stored = json.loads(to_json(table(FULL), {1: EVERY}))
    assert stored["answers"][0]["sex"] == "nu"
    assert stored["answers"][0]["income"] == 3.5
    (sex,) = (one for one in stored["variables"] if one["variable"] == "sex")
    assert (sex["label"], sex["version"], sex["values"]) == ("Giới tính?", 1, "nam = Nam\nnu = Nữ")


def test_members_have_labels_too():
    frame = table(FULL)
    assert labelled(frame, {1: EVERY})["home1__member_sex"].tolist() == ["Nam"]
    labels = {column.name: column.label for column in columns_in(frame, {1: EVERY})}
    assert labels["home2__member_sex"] == "Thành viên 2 – Giới tính?"
