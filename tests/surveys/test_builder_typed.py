"""Choices and rows as lines: what a line means, what is refused, and that nothing is lost."""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.text.normalise import normalise
from surveys.instrument.codes import code_from, is_code, next_code
from surveys.instrument.questionnaire import Choice, Row
from surveys.instrument.scales import SCALES
from surveys.instrument.typed import (
    LONGEST_LABEL,
    MOST_LINES,
    UnreadableLinesError,
    choice_from,
    choices_from,
    lines_of_choices,
    lines_of_rows,
    rows_from,
)


def read(text):
    return list(choices_from(text))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Rất hài lòng", "rat_hai_long"),
        ("Đồng ý", "dong_y"),
        ("18–24 tuổi", "c18_24_tuoi"),
        ("Trung tâm hành chính công cấp xã", "trung_tam_hanh_chinh"),
        ("???", "muc"),
        ("Khiếunạitốcáokiếnnghịphảnánh", "khieunaitocaokiennghipha"),
    ],
)
def test_a_code_is_proposed_from_words(words, code):
    assert code_from(words, ()) == code
    assert is_code(code)


def test_a_proposed_code_is_never_one_that_is_taken():
    assert code_from("Có", {"co"}) == "co_2"
    assert code_from("Có", {"co", "co_2"}) == "co_3"
    assert next_code("cau", {"cau_1", "cau_7", "cau_x", "trang_9"}) == "cau_8"
    assert next_code("cau", ()) == "cau_1"


def test_one_choice_a_line_with_codes_and_marks():
    assert read(
        "Rất hài lòng\n\n  a | Hài lòng\nKhông có gì [loại trừ]\np_1 | Phường 1 | tp_a\n"
    ) == [
        Choice("rat_hai_long", "Rất hài lòng"),
        Choice("a", "Hài lòng"),
        Choice("khong_co_gi", "Không có gì", is_exclusive=True),
        Choice("p_1", "Phường 1", parent="tp_a"),
    ]


@pytest.mark.parametrize(
    "line",
    ["Khác, xin ghi rõ", "Khác (ghi rõ): ..........", "Khác: ……", "Ý kiến khác (nêu rõ)",
     "Khác ______", "khac | Loại khác [ghi rõ]", "x | Khác, vui lòng ghi cụ thể"],
)  # fmt: skip
def test_other_is_known_by_its_words(line):
    (choice,) = read(line)
    assert choice.is_other
    assert not choice.label.endswith((".", "…", "_", ":"))


@pytest.mark.parametrize("line", ["Khác", "Cách khác", "Đi nơi khác làm", "Khác, ghi rõ [thường]"])
def test_not_everything_else_asks_for_words(line):
    assert not read(line)[0].is_other


@pytest.mark.parametrize(
    "line",
    ["Khó trả lời", "KHÓ TRẢ LỜI", "Không có ý kiến", "Không biết/Khó trả lời",
     "Khó đánh giá hoặc không biết", "x | Từ chối [khó trả lời]"],
)  # fmt: skip
def test_the_way_out_is_known_by_its_words(line):
    assert read(line)[0].is_dont_know


@pytest.mark.parametrize("line", ["Không biết", "Không rõ", "Khó trả lời [thường]", "Khó khăn"])
def test_an_answer_of_its_own_is_no_way_out(line):
    assert not read(line)[0].is_dont_know


def test_bullets_of_a_document_are_taken_off():
    lines = "- Một\n• Hai\na) Ba\nB. Bốn\n3) Năm\n□ Sáu\n[ ] Bảy"
    assert [choice.label for choice in read(lines)] == [
        "Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy"
    ]  # fmt: skip


def test_square_brackets_that_are_no_mark_stay_words():
    assert read("Đường [ấp 5]")[0].label == "Đường [ấp 5]"


def test_a_code_stays_when_the_line_without_it_comes_back():
    before = [Choice("x7", "Có"), Choice("x8", "Không")]
    assert [choice.code for choice in choices_from("Không\nCó\nMới", before)] == ["x8", "x7", "moi"]


def test_a_code_stays_when_the_words_beside_it_change():
    assert [choice.code for choice in choices_from("x7 | Có chứ", [Choice("x7", "Có")])] == ["x7"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a | Một\na | Hai", 2, "đã dùng ở dòng 1"),
        ("có mã | Một", 1, "không dùng được"),
        ("a | b | c | d", 1, "quá nhiều"),
        ("Một\na |", 2, "chưa có lời"),
        ("[ghi rõ]", 1, "chưa có lời"),
        ("x" * (LONGEST_LABEL + 1), 1, "dài quá"),
    ],
)
def test_a_line_that_cannot_be_taken_is_told_by_its_number(text, line, words):
    with pytest.raises(UnreadableLinesError) as refused:
        choices_from(text)
    assert refused.value.problems[0].line == line
    assert words in refused.value.problems[0].words


def test_all_wrong_lines_are_told_at_once():
    with pytest.raises(UnreadableLinesError) as refused:
        choices_from("a |\nTốt\nb b | Hai")
    assert [problem.line for problem in refused.value.problems] == [1, 3]


def test_too_many_lines_are_refused():
    with pytest.raises(UnreadableLinesError, match="nhiều nhất"):
        choices_from("\n".join(f"Dòng {number}" for number in range(MOST_LINES + 1)))


def test_rows_take_codes_and_no_marks():
    assert rows_from("a | Thái độ\nThời gian [ghi rõ]") == (
        Row("a", "Thái độ"),
        Row("thoi_gian_ghi_ro", "Thời gian [ghi rõ]"),
    )
    with pytest.raises(UnreadableLinesError):
        rows_from("a | Thái độ | x")


def test_scales_are_the_same_after_being_lines():
    for scale in SCALES.values():
        assert choices_from(lines_of_choices(scale.choices)) == scale.choices
        assert scale.choices[-1].is_dont_know


words = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), min_size=1, max_size=40
).map(lambda text: " ".join(normalise(text).split()))
codes = st.from_regex(r"[A-Za-z0-9_.-]{1,8}", fullmatch=True)
labels = st.one_of(words, st.sampled_from(["Khác, ghi rõ", "Khó trả lời", "a | b", "- x [thường]"]))


@given(
    st.lists(
        st.builds(
            Choice,
            codes,
            labels.filter(bool).filter(lambda text: not text.endswith("\\")),
            parent=st.one_of(st.just(""), codes),
            is_exclusive=st.booleans(),
            is_other=st.booleans(),
            is_dont_know=st.booleans(),
        ),
        unique_by=lambda choice: choice.code,
        max_size=6,
    )
)
def test_any_choices_are_the_same_after_being_lines(choices):
    assert choices_from(lines_of_choices(choices)) == tuple(choices)


@given(st.lists(st.builds(Row, st.from_regex(r"[A-Za-z0-9_]{1,8}", fullmatch=True),
                          words.filter(bool).filter(lambda text: not text.endswith("\\"))),
                unique_by=lambda row: row.code, max_size=6))  # fmt: skip
def test_any_rows_are_the_same_after_being_lines(rows):
    assert rows_from(lines_of_rows(rows)) == tuple(rows)


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused_with_words(text):
    choices = ()
    with contextlib.suppress(UnreadableLinesError):
        choices = choices_from(text)
    assert len({choice.code for choice in choices}) == len(choices)
    assert all(choice.label for choice in choices)


@pytest.mark.parametrize(
    "nasty", ["." * 50_000, " " * 50_000 + "x", "[" * 50_000, "khác ghi " * 8_000]
)
def test_a_line_made_to_be_slow_is_answered_at_once(nasty):
    started = time.process_time()
    with contextlib.suppress(UnreadableLinesError):
        choices_from(nasty)
    assert time.process_time() - started < 1


def test_a_choice_of_words_alone_means_what_they_say():
    assert choice_from("Khác: ....", ["khac"]) == Choice("khac_2", "Khác", is_other=True)
