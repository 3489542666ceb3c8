"""SPSS files: read back by pyreadstat, labels and missing codes are those that were written."""

import math

import pandas as pd
import pyreadstat
import pytest

from surveys.enums import QuestionKind
from surveys.exchange.microdata import released
from surveys.exchange.spss import coding_of, cut, to_sav, valid_names
from surveys.exchange.tabular import frame_of
from surveys.instrument.questionnaire import Choice, Page, Question, Questionnaire
from tests.surveys.exchange.test_tabular import EVERY, FULL

K = QuestionKind


@pytest.fixture
def read_back(tmp_path):
    def read(frame, versions, **options):
        path = tmp_path / "answers.sav"
        path.write_bytes(to_sav(frame, versions, title="Khảo sát hài lòng"))
        return pyreadstat.read_sav(path, **options)

    return read


def of(questionnaire, *answers):
    return frame_of({1: questionnaire}, [(1, one, "web", []) for one in answers])


def test_labels_and_values_come_back_equal(read_back):
    frame, meta = read_back(of(EVERY, FULL), {1: EVERY}, user_missing=True)
    labels = meta.column_names_to_labels
    assert labels["sex"] == "Giới tính?"
    assert labels["m__r1"] == "Từng việc? – Điện"
    assert labels["liked__b"] == "Thích gì? – Điện"
    assert meta.file_label == "Khảo sát hài lòng"
    assert meta.variable_value_labels["sex"] == {"nam": "Nam", "nu": "Nữ"}
    assert meta.variable_value_labels["opinion"] == {1: "Tốt", 2: "Kém", 9: "Khó trả lời"}
    assert meta.variable_value_labels["liked__b"] == {0: "Không chọn", 1: "Chọn"}
    assert meta.variable_value_labels["v_mode"]["web"] == "Trên mạng"
    assert meta.variable_measure["opinion"] == "ordinal"
    row = frame.iloc[0]
    assert (row["sex"], row["opinion"], row["m__r2"], row["points"], row["income"]) == (
        "nu",
        9,
        2,
        7,
        3.5,
    )


def test_way_out_is_missing_for_the_user(read_back):
    frame, _ = read_back(of(EVERY, FULL), {1: EVERY})
    assert math.isnan(frame["opinion"].iloc[0])
    _, meta = read_back(of(EVERY, FULL), {1: EVERY}, user_missing=True)
    assert meta.missing_ranges["opinion"] == [{"lo": 9, "hi": 9}]
    assert meta.missing_ranges["grade"] == [{"lo": 99, "hi": 99}]


def test_way_out_of_a_list_of_texts_is_missing_too(read_back):
    choices = (
        Choice("rat_hai_long", "Rất hài lòng"),
        Choice("khong_hai_long", "Không hài lòng"),
        Choice("kho_tra_loi", "Khó trả lời", is_dont_know=True),
    )
    asked = Questionnaire(
        "K", (Page("p", "", (Question("q", K.LIKERT, "Câu?", choices=choices),)),)
    )
    frame = of(asked, {"q": "kho_tra_loi"}, {"q": "rat_hai_long"}, {})
    stored, meta = read_back(frame, {1: asked}, user_missing=True)
    assert sorted(stored["q"]) == ["", "kho_tra_", "rat_hai_long"]
    assert meta.variable_value_labels["q"] == {
        "rat_hai_long": "Rất hài lòng",
        "khong_hai_long": "Không hài lòng",
        "kho_tra_": "Khó trả lời",
    }
    assert meta.missing_ranges["q"] == [{"lo": "kho_tra_", "hi": "kho_tra_"}]
    assert meta.original_variable_types["q"] == "A14"


def test_labels_too_long_are_cut_at_a_letter(read_back):
    long = "Ông/bà đánh giá thế nào về thái độ phục vụ của cán bộ, công chức? " * 9
    choices = (Choice("1", long), Choice("2", "Kém"))
    asked = Questionnaire("K", (Page("p", "", (Question("q", K.SINGLE, long, choices=choices),)),))
    _, meta = read_back(of(asked, {"q": "1"}), {1: asked})
    label, value = meta.column_names_to_labels["q"], meta.variable_value_labels["q"][1]
    assert (len(label.encode()) <= 255, len(value.encode()) <= 120) == (True, True)
    assert (label[:-1], value[:-1]) == (long[: len(label) - 1], long[: len(value) - 1])
    assert label.endswith("…")


def test_removed_choice_and_both_versions_are_labelled(read_back):
    before = Question("q", K.SINGLE, "Câu cũ?", choices=(Choice("1", "Một"), Choice("2", "Bỏ")))
    after = Question("q", K.SINGLE, "Câu mới?", choices=(Choice("1", "Một"),))
    versions = {
        number: Questionnaire("K", (Page("p", "", (question,)),))
        for number, question in ((1, before), (2, after))
    }
    frame = frame_of(versions, [(1, {"q": "2"}, "web", []), (2, {"q": "1"}, "web", [])])
    stored, meta = read_back(frame, versions)
    assert sorted(stored["q"]) == [1, 2]
    assert meta.variable_value_labels["q"] == {1: "Một", 2: "Bỏ"}
    assert meta.column_names_to_labels["q"] == "Câu mới?"


def test_withheld_cells_are_missing(read_back):
    frame = frame_of(
        {1: EVERY}, [(1, {"sex": "nam"}, "web", [])] * 9 + [(1, {"sex": "nu"}, "web", [])]
    )
    stored, _ = read_back(released(frame, 5, breakdowns=("sex",)), {1: EVERY})
    assert set(stored["sex"]) == {""}


def test_table_without_rows_can_be_written(read_back):
    stored, meta = read_back(frame_of({1: EVERY}, []), {1: EVERY})
    assert (len(stored), meta.column_names_to_labels["sex"]) == (0, "Giới tính?")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("q1", "q1"),
        ("_version", "v_version"),
        ("1a", "v1a"),
        ("all", "vall"),
        ("WITH", "vWITH"),
        ("liked__a-b", "liked__a_b"),
        ("đường", "v___ng"),
        ("q.", "q"),
        ("x" * 80, "x" * 64),
    ],
)
def test_names_are_those_spss_takes(name, expected):
    assert valid_names([name]) == [expected]


def test_names_are_told_apart_whatever_their_case():
    names = valid_names(["a", "A", "a", "x" * 70, "x" * 65, "x" * 64])
    assert len({name.lower() for name in names}) == 6
    assert max(len(name) for name in names) == 64


@pytest.mark.parametrize(
    ("codes", "missing", "expected"),
    [
        (["1", "2"], set(), {"1": 1, "2": 2}),
        (["1", "2", "kho"], {"kho"}, {"1": 1, "2": 2, "kho": 9}),
        (["9", "10", "kho"], {"kho"}, {"9": 9, "10": 10, "kho": 99}),
        (["-99", "1", "88"], {"88"}, {"-99": -99, "1": 1, "88": 88}),
        (["01", "2"], set(), {"01": "01", "2": "2"}),
        (["a", "kho_tra_loi"], {"kho_tra_loi"}, {"a": "a", "kho_tra_loi": "kho_tra_"}),
        (
            ["kho_tra_", "kho_tra_loi"],
            {"kho_tra_loi"},
            {"kho_tra_": "kho_tra_", "kho_tra_loi": "kho_tra2"},
        ),
        (["kho"], {"kho"}, {"kho": "kho"}),
        ([], set(), {}),
    ],
)
def test_coding(codes, missing, expected):
    assert coding_of(codes, missing) == expected


def test_cut_never_splits_a_letter():
    for most in range(3, 40):
        text = cut("Đánh giá ế ộ ữ" * 4, most)
        assert len(text.encode()) <= most
    assert cut("ngắn", 255) == "ngắn"


def test_long_texts_are_cut_and_keep_their_own_column(read_back):
    frame = pd.DataFrame(
        {"said": pd.Series(["ế" * 300], dtype="str"), "said1": pd.Series(["ộ" * 300], dtype="str")}
    )
    stored, _ = read_back(frame, {})
    assert stored["said"].iloc[0].startswith("ế" * 80)
    assert stored["said1"].iloc[0].startswith("ộ" * 80)


def test_options_of_one_question_are_a_multiple_response_set(read_back):
    frame, meta = read_back(of(EVERY, FULL), {1: EVERY})
    assert meta.mr_sets == {
        "liked": {
            "type": "D",
            "is_dichotomy": True,
            "counted_value": 1,
            "label": "Thích gì?",
            "variable_list": [name for name in frame.columns if name.startswith("liked__")],
        }
    }
    assert len(meta.mr_sets["liked"]["variable_list"]) > 1


def test_sets_stand_beside_long_names_labels_and_texts(read_back):
    """Every kind of record before the sets is stepped over, whatever its length."""
    long = "cau_hoi_co_ma_rat_dai_de_spss_phai_rut_ngan"
    options = tuple(Choice(f"c{place}", "Lựa chọn dài " * place) for place in range(1, 30))
    texts = (Choice("mot_ma_dai_hon_tam_ky_tu", "Một"), Choice("hai", "Hai"))
    asked = Questionnaire(
        "K",
        (
            Page(
                "p",
                "",
                (
                    Question("t", K.SINGLE, "Câu?", choices=texts),
                    Question(f"{long}_1", K.MULTIPLE, "Chọn gì? " * 60, choices=options),
                    Question(f"{long}_2", K.MULTIPLE, "Và gì?", choices=options[:2]),
                    Question("one", K.MULTIPLE, "Một mục", choices=options[:1]),
                ),
            ),
        ),
    )
    given = {"t": "mot_ma_dai_hon_tam_ky_tu", f"{long}_1": ["c1", "c29"], f"{long}_2": []}
    frame, meta = read_back(of(asked, given), {1: asked})
    assert set(meta.mr_sets) == {f"{long}_1", f"{long}_2"}
    assert meta.mr_sets[f"{long}_1"]["variable_list"] == [f"{long}_1__c{n}" for n in range(1, 30)]
    assert frame[f"{long}_1__c29"].iloc[0] == 1
    assert frame["t"].iloc[0] == "mot_ma_dai_hon_tam_ky_tu"
