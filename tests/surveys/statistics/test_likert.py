"""Which answers are in favour, and what is left when nobody may guess."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.enums import QuestionKind
from surveys.instrument.questionnaire import Choice, Limits, Page, Question, Variable
from surveys.instrument.scales import SCALES
from surveys.statistics.likert import Side, likert_summary, sides, tone
from tests.surveys.statistics.samples import OVERALL, scale, variable

UP, MID, DOWN = Side.FAVOURABLE, Side.NEUTRAL, Side.UNFAVOURABLE


def side_list(*labels, kind=QuestionKind.LIKERT):
    found = sides(scale(*labels, kind=kind))
    return [found.get(f"c{place}") for place in range(len(labels))]


@pytest.mark.parametrize("code", ["hai-long", "dong-y", "tot-kem"])
def test_ready_scales_have_two_sides_each_way_round(code):
    choices = SCALES[code].choices
    for ordered in (choices, choices[-2::-1]):
        found = sides(Question("q", QuestionKind.LIKERT, "Câu", choices=ordered))
        assert list(found.values()) == [DOWN, DOWN, MID, UP, UP]
        assert next(iter(found)) == choices[-2].code
        assert "kho_tra_loi" not in found


def test_how_often_is_no_favour():
    question = Question("q", QuestionKind.LIKERT, "Câu", choices=SCALES["thuong-xuyen"].choices)
    assert sides(question) == {}


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["Không hài lòng", "Ít hài lòng", "Hài lòng"], [DOWN, DOWN, UP]),
        (["Rất tốt", "Tốt", "Trung bình", "Kém"], [UP, UP, MID, DOWN]),
        (["Rất tin tưởng", "2", "3", "4", "Không tin tưởng"], [UP, UP, MID, DOWN, DOWN]),
        (["Rất kém", "b", "c", "Rất tốt"], [DOWN, DOWN, UP, UP]),
        (["1", "2", "3", "4", "5"], [DOWN, DOWN, MID, UP, UP]),
        (["5", "4", "3", "2", "1"], [UP, UP, MID, DOWN, DOWN]),
        (["Có", "Không"], [UP, DOWN]),
        (["Hài lòng", "Bình thường", "Không hài lòng", "Không biết"], [UP, MID, DOWN, None]),
        (["RẤT HÀI LÒNG", "không hài lòng."], [UP, DOWN]),
        (["Tốt lên", "Như cũ", "Xấu đi"], [UP, MID, DOWN]),
        (["Tăng", "Như cũ", "Giảm"], [None, None, None]),
        (["Đỏ", "Xanh", "Vàng"], [None, None, None]),
        (["Tốt", "x", "Kém", "Tốt"], [None, None, None, None]),
        (["Hài lòng"], [None]),
        ([], []),
    ],
)
def test_sides_by_labels_and_order(labels, expected):
    assert side_list(*labels) == expected


def test_marks_off_the_vietnamese_letters_make_no_difference():
    decomposed = "Không ha\u0300i lo\u0300ng"
    assert tone(decomposed) == -1


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        (QuestionKind.SINGLE, ["Có", "Không"]),
        (QuestionKind.SINGLE, ["Nam", "Nữ"]),
        (QuestionKind.SINGLE, ["Hướng dẫn rõ", "Giảm giấy tờ khó hiểu", "Mở thêm quầy"]),
        (QuestionKind.MULTIPLE, ["Tốt", "Kém"]),
        (QuestionKind.RANKING, ["Tốt", "Kém"]),
    ],
)
def test_a_list_is_no_scale(kind, labels):
    assert sides(scale(*labels, kind=kind)) == {}


def test_a_plain_list_of_grades_is_a_scale():
    assert side_list("Tốt", "Trung bình", "Kém", kind=QuestionKind.SINGLE) == [UP, MID, DOWN]


def points(low, high, **ends):
    limits = Limits(minimum=Decimal(low), maximum=Decimal(high))
    return Question("q", QuestionKind.SCALE, "Điểm", limits=limits, **ends)


def test_a_scale_of_points_has_its_middle_neutral():
    found = sides(points(0, 10))
    assert found["4"] is DOWN
    assert found["5"] is MID
    assert found["6"] is UP
    assert MID not in sides(points(1, 10)).values()


def test_words_at_the_ends_turn_a_scale_of_points():
    found = sides(points(1, 5, low_label="Rất hài lòng", high_label="Rất không hài lòng"))
    assert found["1"] is UP
    assert list(found) == ["5", "4", "3", "2", "1"]


def test_bounds_nobody_gave_are_0_to_10():
    assert len(sides(Question("q", QuestionKind.SCALE, "Điểm"))) == 11


def test_shares_stand_on_people_with_a_view():
    found = likert_summary(variable("overall"), OVERALL)
    assert found is not None
    assert found.base == 200
    assert found.favourable == pytest.approx(0.75)
    assert found.neutral == pytest.approx(0.10)
    assert found.unfavourable == pytest.approx(0.15)
    assert found.net == pytest.approx(0.60)
    assert found.dont_know == pytest.approx(50 / 250)
    assert found.parts[0].label == "Rất không hài lòng"
    assert found.codes(UP) == ("hai_long", "rat_hai_long")


def test_a_removed_choice_stands_outside():
    found = likert_summary(variable("overall"), {"hai_long": 3, "cu": 7})
    assert found is not None
    assert (found.base, found.outside) == (3, 7)


def test_points_are_put_together_by_side():
    found = likert_summary(variable("score"), {"2": 50, "5": 100, "8": 100})
    assert found is not None
    assert [part.label for part in found.parts] == ["0–4 điểm", "5 điểm", "6–10 điểm"]
    assert [part.people for part in found.parts] == [50, 100, 100]


def test_nobody_yet_is_no_error():
    found = likert_summary(variable("overall"), {})
    assert found is not None
    assert (found.favourable, found.dont_know, found.net) == (0, 0, 0)


def test_no_summary_of_a_list():
    assert likert_summary(variable("way"), {"desk": 3}) is None


@given(st.dictionaries(st.sampled_from(list(OVERALL)), st.integers(0, 10**6)))
def test_shares_sum_to_one(table):
    found = likert_summary(variable("overall"), table)
    assert found is not None
    total = found.favourable + found.neutral + found.unfavourable
    assert total == pytest.approx(1 if found.base else 0)
    assert found.base + found.outside == sum(table.values())
    assert -1 <= found.net <= 1


@given(st.lists(st.text(max_size=12), max_size=7))
def test_any_labels_at_all_are_taken(labels):
    question = scale(*labels)
    found = sides(question)
    assert set(found) <= {choice.code for choice in question.choices}
    page = Page("p", "", (question,))
    summed = likert_summary(Variable("q", page, question, None), {"c0": 4})
    assert (summed is None) == (not found)


def test_other_please_specify_is_no_step():
    question = Question(
        "q",
        QuestionKind.LIKERT,
        "Câu",
        choices=(Choice("a", "Tốt"), Choice("b", "Kém"), Choice("c", "Khác", is_other=True)),
    )
    assert set(sides(question)) == {"a", "b"}
