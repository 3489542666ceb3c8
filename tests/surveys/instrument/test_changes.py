"""Mending words is told apart from asking something else."""

from dataclasses import replace

import pytest

from surveys.enums import Change
from surveys.instrument.changes import compare, kind_of
from tests.surveys.instrument.building import (
    QUALITY,
    Choice,
    Decimal,
    Kind,
    Limits,
    Repeat,
    Row,
    ask,
    choices,
    page,
    rows,
    survey,
)

QUESTION = ask(
    "q",
    Kind.MULTIPLE,
    "Quý vị biết tin qua những kênh nào trong 6 tháng qua?",
    choices=choices("Truyền hình", "Báo in", "Khác, xin ghi rõ"),
)
GRID = ask("g", Kind.MATRIX, "Quý vị đánh giá thế nào?", choices=QUALITY, rows=rows("Điện", "Nước"))


def difference(before, after):
    """The only difference between two questions."""
    (found,) = compare(survey(before), survey(after))
    assert found.where == after.code
    assert found.words.endswith(".")
    return found


def changed(question=QUESTION, **fields):
    return difference(question, replace(question, **fields))


def with_choices(*labels, **coded):
    return {"choices": choices(*labels, **coded)}


def test_nothing_changed():
    assert compare(survey(QUESTION, GRID), survey(QUESTION, GRID)) == []
    assert kind_of([]) is Change.WORDING


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"label": "Quý vị biết tin qua các kênh nào trong 6 tháng qua?"},
            "Sửa câu hỏi từ “Quý vị",
        ),
        ({"label": "quy vi biet tin qua nhung kenh nao trong 6 thang qua"}, "Sửa câu hỏi"),
        ({"hint": "Chọn tối đa ba."}, "Sửa chỉ dẫn."),
        ({"required_message": "Xin chọn."}, "Sửa lời báo"),
        ({"constraint_message": "Xin chọn."}, "Sửa lời báo"),
        ({"limits": Limits(pattern_message="Xin chọn.")}, "Sửa lời báo"),
        ({"is_random_order": True}, "Bật đảo thứ tự lựa chọn."),
        (with_choices("Truyền hình tỉnh", "Báo in", "Khác, xin ghi rõ"), "Sửa lựa chọn “a” từ"),
        (
            with_choices(b="Báo in", a="Truyền hình", c="Khác, xin ghi rõ"),
            "Đổi thứ tự các lựa chọn.",
        ),
    ],
)
def test_mended_words(fields, words):
    found = changed(**fields)
    assert not found.is_meaning
    assert words in found.words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": Kind.RANKING}, "Đổi kiểu câu từ “Chọn nhiều” sang “Xếp thứ tự”."),
        ({"label": "Gia đình Quý vị có mấy người?"}, "chưa đến một nửa số từ còn như cũ"),
        (
            {"label": "Quý vị biết tin qua những kênh nào trong 12 tháng qua?"},
            "con số trong câu đã khác",
        ),
        (
            {"label": "Quý vị không biết tin qua những kênh nào trong 6 tháng qua?"},
            "thêm hoặc bớt từ phủ định",
        ),
        ({"is_required": True}, "Bật bắt buộc trả lời."),
        ({"relevance": "${a} = 'a'"}, "Đổi điều kiện hiện câu"),
        ({"constraint": "count-selected(.) < 3"}, "Đổi điều kiện của câu trả lời."),
        ({"depends_on": "a"}, "Đổi câu dùng để lọc"),
        ({"limits": Limits(max_choices=3)}, "số mục chọn nhiều nhất từ không giới hạn thành 3."),
        ({"limits": Limits(minimum=Decimal("1.50"))}, "số nhỏ nhất từ không giới hạn thành 1,5."),
        ({"limits": Limits(pattern="a+")}, "Đổi mẫu"),
        (with_choices("Truyền hình", "Báo in"), "Bỏ lựa chọn “Khác, xin ghi rõ”; số liệu cũ"),
        (
            with_choices("Truyền hình", "Báo in", "Khác, xin ghi rõ", "Loa"),
            "Thêm lựa chọn “Loa”.",
        ),
        (
            with_choices(a="Truyền hình", x="báo in", c="Khác, xin ghi rõ"),
            "Đổi mã lựa chọn “Báo in” từ “b” thành “x”.",
        ),
        (with_choices("Phát thanh", "Báo in", "Khác, xin ghi rõ"), "chưa đến một nửa"),
        (
            {"choices": (*QUESTION.choices[:2], Choice("c", "Khác, xin ghi rõ"))},
            "Bỏ “xin ghi rõ” ở lựa chọn “Khác, xin ghi rõ”.",
        ),
        (
            {"choices": (replace(QUESTION.choices[0], is_exclusive=True), *QUESTION.choices[1:])},
            "Bật loại trừ",
        ),
        (
            {"choices": (replace(QUESTION.choices[0], is_dont_know=True), *QUESTION.choices[1:])},
            "Bật “khó trả lời”",
        ),
        (
            {"choices": (replace(QUESTION.choices[0], parent="x"), *QUESTION.choices[1:])},
            "thuộc mục khác",
        ),
    ],
)
def test_other_meaning(fields, words):
    found = changed(**fields)
    assert found.is_meaning
    assert words in found.words


def test_condition_that_is_only_spaced_otherwise_is_the_same():
    spaced = replace(QUESTION, relevance="${a}='x'  and(${b}>1)")
    plain = replace(QUESTION, relevance="${a} = 'x' and ${b} > 1")
    assert compare(survey(spaced), survey(plain)) == []
    assert difference(spaced, replace(QUESTION, relevance="${a} = 'x' and ${b} >")).is_meaning


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Quý vị hài lòng với dịch vụ?", "Quý vị có hài lòng với dịch vụ không?"),
        ("Quý vị hài lòng với dịch vụ chưa?", "Quý vị hài lòng với dịch vụ không ạ?"),
        ("Quý vị hài lòng với dịch vụ", "Quý vị hài lòng với dịch vụ không ạ?"),
    ],
)
def test_word_that_only_asks_denies_nothing(before, after):
    question = ask("q", label=before)
    assert not changed(question, label=after).is_meaning


def test_order_of_a_scale_is_its_meaning():
    scale = ask("q", Kind.LIKERT, choices=QUALITY)
    assert changed(scale, choices=QUALITY[::-1]).is_meaning
    assert changed(GRID, choices=QUALITY[::-1]).words == "Đổi thứ tự các mức của thang."
    assert not changed(GRID, rows=GRID.rows[::-1]).is_meaning


def test_rows_of_a_matrix():
    assert changed(GRID, rows=rows("Điện", "Nước", "Rác")).words == "Thêm dòng “Rác”."
    assert changed(GRID, rows=rows("Điện")).is_meaning
    recoded = (Row("r1", "Điện"), Row("water", "Nước"))
    assert changed(GRID, rows=recoded).words == "Đổi mã dòng “Nước” từ “r2” thành “water”."


def test_ends_of_a_scale_are_labels():
    scale = ask("q", Kind.SCALE, low_label="Rất kém", high_label="Rất tốt")
    assert not changed(scale, low_label="Kém").is_meaning
    assert changed(scale, high_label="Luôn luôn").is_meaning


def test_question_added_and_removed():
    added = compare(survey(GRID), survey(GRID, QUESTION))
    assert [(one.where, one.is_meaning) for one in added] == [("q", True)]
    removed = compare(survey(GRID, QUESTION), survey(GRID))
    assert [(one.where, one.is_meaning) for one in removed] == [("q", True)]
    assert "câu trả lời cũ vẫn giữ" in removed[0].words
    assert kind_of(removed) is Change.MEANING


def test_titles_intros_and_order_are_wording():
    before = survey(page(QUESTION, GRID, code="p1"), page(ask("z"), code="p2"))
    after = survey(
        page(ask("z"), code="p2", intro="Xin chào.", is_random_order=True),
        page(GRID, QUESTION, code="p1", title="Kênh tin"),
        title="Khảo sát mới",
        purpose="Để phục vụ tốt hơn.",
    )
    found = compare(before, after)
    assert kind_of(found) is Change.WORDING
    assert {one.words for one in found} == {
        "Sửa tên khảo sát thành “Khảo sát mới”.",
        "Sửa lời giới thiệu.",
        "Sửa lời dẫn của trang.",
        "Bật đảo thứ tự câu trong trang.",
        "Sửa tên trang thành “Kênh tin”.",
        "Đổi thứ tự các trang.",
        "Đổi thứ tự các câu.",
    }


def test_question_moved_to_a_new_page_is_the_same_question():
    before = survey(page(QUESTION, GRID, code="p1"))
    after = survey(page(QUESTION, code="p1"), page(GRID, code="p2", title="Trang hai"))
    found = compare(before, after)
    assert kind_of(found) is Change.WORDING
    assert [one.words for one in found] == [
        "Thêm trang “Trang hai”.",
        "Chuyển câu sang trang “Trang hai”.",
    ]
    assert [one.words for one in compare(after, before)] == [
        "Bỏ trang “Trang hai”.",
        "Chuyển câu sang trang “Trang”.",
    ]


def test_question_moved_to_a_repeated_page_is_asked_of_others():
    members = page(QUESTION, code="p2", repeat=Repeat(0, 5, "Con"))
    found = compare(survey(page(GRID, QUESTION, code="p1")), survey(page(GRID, code="p1"), members))
    assert [one.words for one in found if one.is_meaning] == [
        "Chuyển câu giữa trang lặp và trang thường."
    ]


def test_who_sees_a_page_and_how_often_is_meaning():
    def differences(**fields):
        return compare(
            survey(page(QUESTION, repeat=Repeat(1, 5, "Con"))), survey(page(QUESTION, **fields))
        )

    (repeat,) = differences(repeat=Repeat(1, 6, "Con"))
    assert (repeat.where, repeat.is_meaning) == ("p1", True)
    (label,) = differences(repeat=Repeat(1, 5, "Người con"))
    assert not label.is_meaning
    (relevance,) = differences(repeat=Repeat(1, 5, "Con"), relevance="${a} = 1")
    assert relevance.is_meaning
    assert kind_of(differences()) is Change.MEANING


def test_long_label_is_quoted_short():
    long = changed(label="Quý vị biết tin qua những kênh nào trong 6 tháng qua? " * 5)
    assert "…" in long.words
    assert len(long.words) < 300
