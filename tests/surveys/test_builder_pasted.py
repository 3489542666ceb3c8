"""A list pasted out of a document: what each line means, and a whole ministry's form at once."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.enums import QuestionKind as K
from surveys.instrument.checks import faults
from surveys.instrument.pasted import MOST_QUESTIONS, read_list
from surveys.instrument.questionnaire import Page, Questionnaire


def only(text, **values):
    pasted = read_list(text, **values)
    assert pasted.problems == ()
    (question,) = pasted.questions
    return question


def labels(items):
    return [item.label for item in items]


def test_questions_hints_and_choices():
    question = only("Câu 5. Ông/bà biết tin từ đâu?\n(Tính cả năm nay)\n- Đài\n- Báo\n  giấy")
    assert (question.code, question.kind, question.hint) == ("cau_5", K.SINGLE, "Tính cả năm nay")
    assert labels(question.choices) == ["Đài", "Báo giấy"]


def test_words_over_several_lines_belong_together():
    assert only("Câu 1: Xin ông/bà cho biết\nmức thu nhập? [số]").label == (
        "Xin ông/bà cho biết mức thu nhập?"
    )


@pytest.mark.parametrize("bullet", ["-", "•", "a)", "B.", "□", "[ ]", "*", "đ)", "2."])
def test_every_bullet_of_choices(bullet):
    question = only(f"Câu 1. Chọn gì?\n- Một\n{bullet} Hai")
    assert labels(question.choices) == ["Một", "Hai"]


def test_numbers_begin_questions_where_none_is_named():
    pasted = read_list("1. Giới tính\n- Nam\n- Nữ\n2) Tuổi [số]")
    assert [(one.code, one.kind) for one in pasted.questions] == [
        ("cau_1", K.SINGLE), ("cau_2", K.NUMBER)
    ]  # fmt: skip


def test_boxes_on_one_line_are_a_choice_each():
    question = only("Câu 1. Giới tính: □ Nam  □ Nữ ☐ Khác (ghi rõ): ....")
    assert question.label == "Giới tính:"
    assert labels(question.choices) == ["Nam", "Nữ", "Khác (ghi rõ)"]
    assert question.choices[2].is_other


def test_a_new_paragraph_is_a_question_where_none_is_named_and_a_lead_where_they_are():
    assert [one.kind for one in read_list("Giới tính\n- Nam\n- Nữ\n\nGóp ý thêm").questions] == [
        K.SINGLE, K.LONG_TEXT
    ]  # fmt: skip
    pasted = read_list("Kính gửi ông/bà,\nxin trả lời giúp.\n\nCâu 1. Góp ý?")
    assert [(one.code, one.kind) for one in pasted.questions] == [
        ("loi_dan_1", K.NOTE), ("cau_1", K.LONG_TEXT)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "head", ["Phần I. Thông tin", "PHẦN 2: Thông tin", "Mục A) Thông tin", "# Thông tin",
             "Trang 1 - Thông tin", "II. Thông tin"],
)  # fmt: skip
def test_pages(head):
    pasted = read_list(f"Câu 1. Trước?\n\n{head}\nCâu 2. Sau?")
    assert [section.title for section in pasted.sections] == [None, "Thông tin"]
    assert [len(section.questions) for section in pasted.sections] == [1, 1]


@pytest.mark.parametrize("letter", ["C", "D", "I", "V"])
def test_a_choice_with_a_letter_is_no_page(letter):
    question = only(f"Câu 1. Chọn gì?\nA. Một\n{letter}. Hai")
    assert labels(question.choices) == ["Một", "Hai"]


@pytest.mark.parametrize(
    ("words", "most"),
    [("(Chọn tối đa 3 ý)", 3), ("(không quá 2 phương án)", 2), ("(có thể chọn nhiều)", None),
     ("(nhiều lựa chọn)", None)],
)  # fmt: skip
def test_several_choices_are_told_by_the_words(words, most):
    question = only(f"Câu 1. Vì sao?\n{words}\n- Một\n- Hai\n- Ba")
    assert (question.kind, question.limits.max_choices) == (K.MULTIPLE, most)


def test_a_known_scale_is_a_scale():
    question = only(
        "Câu 1. Thế nào?\n- Rất tốt\n- Tốt\n- Trung bình\n- Kém\n- Rất kém\n- Khó trả lời"
    )
    assert question.kind is K.LIKERT
    assert question.choices[-1].is_dont_know
    assert only("Câu 1. Có không?\n- Có\n- Không").kind is K.SINGLE


def test_rows_make_a_table():
    question = only("Câu 1. Đánh giá\n+ Thái độ\n+ Thời gian\n- Tốt\n- Kém")
    assert question.kind is K.MATRIX
    assert (labels(question.rows), labels(question.choices)) == (
        ["Thái độ", "Thời gian"], ["Tốt", "Kém"]
    )  # fmt: skip


@pytest.mark.parametrize(
    "table",
    ["Nội dung\tTốt\tKém\nThái độ\t□\t□\nThời gian\t\t",
     "TT\tNội dung\tTốt\tKém\n1\tThái độ\t□\t□\n2\tThời gian\t□\t□",
     "STT\tNội dung\tTốt\tKém\t\n1.\tThái độ\t\t\t\n2.\tThời gian"],
)  # fmt: skip
def test_a_table_out_of_a_word_processor(table):
    question = only(f"Câu 1. Đánh giá\n{table}")
    assert question.kind is K.MATRIX
    assert (labels(question.rows), labels(question.choices)) == (
        ["Thái độ", "Thời gian"], ["Tốt", "Kém"]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("mark", "kind"),
    [("[số]", K.NUMBER), ("[ngày]", K.DATE), ("[ngắn]", K.SHORT_TEXT), ("[dài]", K.LONG_TEXT),
     ("[xã]", K.COMMUNE), ("[đồng ý]", K.CONSENT), ("[lời dẫn]", K.NOTE), ("[SO]", K.NUMBER)],
)  # fmt: skip
def test_marks_decide_the_kind(mark, kind):
    question = only(f"Câu 1. Điều gì? {mark}")
    assert (question.kind, question.label) == (kind, "Điều gì?")


@pytest.mark.parametrize(
    ("mark", "kind"), [("[nhiều]", K.MULTIPLE), ("[xếp hạng]", K.RANKING), ("[mức độ]", K.LIKERT)]
)
def test_marks_decide_the_kind_of_choices(mark, kind):
    assert only(f"Câu 1. Điều gì? {mark}\n- Một\n- Hai").kind is kind


def test_points_and_what_must_be_answered():
    question = only("Câu 1. Mấy điểm? [thang 0-10] [bắt buộc]")
    assert (question.kind, question.is_required) == (K.SCALE, True)
    assert (question.limits.minimum, question.limits.maximum) == (0, 10)


def test_numbers_of_the_paper_become_codes_where_they_are_free():
    pasted = read_list("Câu 1. A?\n\nB?\n\nCâu 2. C?\n\nCâu 1. D?", taken={"cau_2", "trang_1"})
    assert [one.code for one in pasted.questions] == ["cau_1", "loi_dan_1", "cau_3", "cau_4"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("- Một\nCâu 1. Gì?", 1, "đứng trước câu hỏi"),
        ("Câu 1. Gì? [lạ]", 1, "không hiểu dấu “[lạ]”"),
        ("# Phần\nCâu 1. Gì?\n- Một", 2, "ít nhất hai"),
        ("Câu 1. [số]", 1, "chưa có lời"),
        ("Câu 1. Tuổi? [số]\n- Một\n- Hai", 1, "không có lựa chọn"),
        ("Câu 1. " + "x" * 1001, 1, "dài quá"),
        ("Câu 1. " + "x" * 800 + "\n" + "y" * 800, 1, "dài quá"),
    ],
)
def test_what_cannot_be_taken_is_told_by_its_line(text, line, words):
    problems = read_list(text).problems
    assert problems[0].line == line
    assert words in problems[0].words


def test_too_many_questions_are_refused():
    text = "\n".join(f"Câu {number}. Gì?" for number in range(1, MOST_QUESTIONS + 2))
    assert any("nhiều nhất" in problem.words for problem in read_list(text).problems)


def test_nothing_gives_nothing():
    assert read_list("  \n\n ").questions == []


@given(st.text(alphabet="Câu1.-+a)(□[]\t\nx sốPhầnI", max_size=300))
def test_any_text_is_read_without_failing(text):
    pasted = read_list(text)
    codes = [one.code for one in pasted.questions]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize(
    "nasty", ["(" * 50_000, "Câu 1. " + "[" * 900, "\t" * 50_000, "I" * 50_000]
)
def test_a_text_made_to_be_slow_is_answered_at_once(nasty):
    started = time.process_time()
    read_list(nasty)
    assert time.process_time() - started < 1


# Words of our own in the shape of a ministry's paper: blocks, tables, skips in words, last the person.
BLOCKS = "\n".join(
    f"Câu {number}. Ông/bà đánh giá thế nào về việc số {number} tại nơi ông/bà sống?\n"
    "a) Rất tốt\nb) Tốt\nc) Trung bình\nd) Kém\nđ) Rất kém\ne) Khó trả lời"
    for number in range(3, 36)
)
MINISTRY = f"""PHIẾU HỎI Ý KIẾN NGƯỜI DÂN
Phần I. Làm quen
Câu 1. Trong 12 tháng qua ông/bà có đến trạm y tế xã không?
□ Có   □ Không
Câu 2. Ông/bà đến vì việc gì?
(Chọn tối đa 3 ý)
1. Khám bệnh
2. Tiêm phòng
3. Khác (ghi rõ): ……………

Phần II. Đánh giá
{BLOCKS}
Câu 36. Xin cho biết mức độ hài lòng về từng mặt
TT\tNội dung\tRất hài lòng\tHài lòng\tBình thường\tKhông hài lòng\tRất không hài lòng
1\tThái độ của nhân viên\t□\t□\t□\t□\t□
2\tThời gian chờ\t□\t□\t□\t□\t□
Câu 37. Ông/bà có góp ý gì thêm?

Phần III. Thông tin chung
Câu 38. Giới tính: □ Nam □ Nữ
Câu 39. Năm nay ông/bà bao nhiêu tuổi? [số]
Câu 40. Ông/bà sống ở xã, phường nào? [xã]
"""


def test_forty_questions_of_a_ministry_are_understood_whole():
    pasted = read_list(MINISTRY)
    assert pasted.problems == ()
    asked = [one for one in pasted.questions if one.kind is not K.NOTE]
    assert [one.code for one in asked] == [f"cau_{number}" for number in range(1, 41)]
    kinds = {one.code: one.kind for one in asked}
    assert kinds["cau_1"] is K.SINGLE
    assert kinds["cau_2"] is K.MULTIPLE
    assert {kinds[f"cau_{number}"] for number in range(3, 36)} == {K.LIKERT}
    assert [kinds[f"cau_{number}"] for number in range(36, 41)] == [
        K.MATRIX, K.LONG_TEXT, K.SINGLE, K.NUMBER, K.COMMUNE
    ]  # fmt: skip
    pages = tuple(
        Page(f"p{place}", section.title or "", section.questions)
        for place, section in enumerate(pasted.sections)
    )
    assert [page.title for page in pages] == ["", "Làm quen", "Đánh giá", "Thông tin chung"]
    assert faults(Questionnaire("Ý kiến", pages)) == []
