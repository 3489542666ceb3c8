"""A list pasted out of a document: what each line means, and a whole ministry's form at once."""

import random
import re
import time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.enums import QuestionKind as K
from surveys.forms.builder.parts import PasteForm
from surveys.instrument.checks import faults
from surveys.instrument.pasted import MOST_QUESTIONS, read_list
from surveys.instrument.questionnaire import Page, Questionnaire
from tests.surveys.paper_forms import HOSPITAL, SCHOOL, SERVICES


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
    pasted = read_list("Câu 1. A?\n\nB\n\nCâu 2. C?\n\nCâu 1. D?", taken={"cau_2", "trang_1"})
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
    "nasty",
    [
        "(" * 50_000,
        "Câu 1. " + "[" * 900,
        "\t" * 50_000,
        "I" * 50_000,
        "Câu 1. A?\n" + "- Một\n" * 3_000,
        "A1. Chờ ① ② ③ ④ ⑤\n" * 3_000,
        ("1 " * 490 + "\n") * 40,
        "1 = a\n2 = b\n" * 500,
        "x\n" * 5_000,
    ],
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


# --- Papers as ministries write them ---------------------------------------------------------------
RATINGS = [
    "Rất không hài lòng hoặc Rất kém", "Không hài lòng hoặc Kém", "Bình thường hoặc Trung bình",
    "Hài lòng hoặc Tốt", "Rất hài lòng hoặc Rất tốt",
]  # fmt: skip
SATISFIED = ["Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"]


def outline(pasted):
    """What the form became, a page after the other: code, kind, rows and choices of each question."""
    return [
        (section.title, [told(question) for question in section.questions if question.is_asked])
        for section in pasted.sections
    ]


def told(question):
    parts = [question.code, question.kind.value, question.label]
    if question.rows:
        parts.append([row.label for row in question.rows])
    return (*parts, labels(question.choices)) if question.choices else tuple(parts)


def doubts(pasted):
    return [(doubt.line, doubt.words) for doubt in pasted.doubts]


def test_a_form_of_the_ministry_of_health_is_understood_question_by_question():
    pasted = read_list(HOSPITAL)
    assert (pasted.problems, pasted.doubts) == ((), ())
    assert outline(pasted)[:3] == [
        (None, [
            ("cau_1", "short_text", "Tên bệnh viện:"), ("cau_2", "date", "Ngày điền phiếu:"),
            ("cau_3", "short_text", "Tên khoa nằm điều trị:"), ("cau_4", "short_text", "Mã khoa:"),
        ]),
        ("THÔNG TIN NGƯỜI BỆNH", [
            ("a1", "single", "Giới tính:", ["Nam", "Nữ"]),
            ("a2", "number", "Tuổi"),
            ("a3", "number", "Tổng số ngày nằm viện:"),
            ("a4", "single", "Ông/Bà có dùng thẻ bảo hiểm y tế lần này không?", ["Có", "Không"]),
            ("a5", "single", "Nơi sinh sống của Ông/Bà:",
             ["Thành thị", "Nông thôn", "Khác (ghi rõ)"]),
        ]),
        ("ĐÁNH GIÁ DỊCH VỤ", []),
    ]  # fmt: skip
    tables = [section[1][0] for section in outline(pasted)[3:]]
    assert [(title, len(rows), choices) for _, _, title, rows, choices in tables] == [
        ("Khả năng tiếp cận", 5, RATINGS), ("Thông tin và thủ tục", 10, RATINGS),
        ("Cơ sở vật chất", 5, RATINGS), ("Nhân viên y tế", 4, RATINGS),
    ]  # fmt: skip
    assert tables[0][3] == [
        "Sơ đồ, biển báo chỉ dẫn đến các khoa dễ tìm",
        "Giờ vào thăm người bệnh được thông báo trước",
        "Phòng bệnh được đánh số dễ tìm",
        "Lối đi, hành lang bằng phẳng, không trơn trượt",
        "Gọi được nhân viên y tế khi cần",
    ]
    b_rows = next(one for one in pasted.questions if one.label == "Thông tin và thủ tục").rows
    assert [row.code for row in b_rows] == [f"b{number}" for number in range(1, 11)]
    assert outline(pasted)[-1][1][1:] == [
        ("g1", "number", "Bệnh viện đã đáp ứng bao nhiêu % so với mong đợi của Ông/Bà?"),
        ("g2", "single", "Nếu cần khám lại, Ông/Bà có quay lại không?",
         ["Chắc chắn không", "Muốn sang nơi khác", "Có thể sẽ quay lại", "Chắc chắn quay lại",
          "Khác (ghi rõ)"]),
        ("g3", "multiple", "Ông/Bà biết bệnh viện qua những kênh nào?",
         ["Người quen", "Báo, đài", "Mạng xã hội", "Khác (ghi rõ)"]),
        ("cau_h", "long_text", "Ông/Bà có góp ý gì thêm, xin ghi rõ?"),
    ]  # fmt: skip
    leads = [one.label for one in pasted.questions if one.kind is K.NOTE]
    assert leads[0] == "BỘ Y TẾ PHIẾU KHẢO SÁT Ý KIẾN NGƯỜI BỆNH NỘI TRÚ"
    assert [lead[:20] for lead in leads[1:]] == [
        "Nhằm nâng cao chất l", "Ông/Bà khoanh tròn m", "XIN TRÂN TRỌNG CẢM Ơ"
    ]  # fmt: skip


def test_a_form_on_public_services_is_understood_and_its_doubts_are_named():
    pasted = read_list(SERVICES)
    assert pasted.problems == ()
    assert outline(pasted)[1:] == [
        ("NGƯỜI TRẢ LỜI", [
            ("cau_1", "single", "Độ tuổi của Ông/Bà?",
             ["Dưới 25", "25 - 34", "35 - 49", "50 trở lên"]),
            ("cau_2", "single", "Giới tính:", ["Nam", "Nữ"]),
            ("cau_3", "single", "Ông/Bà là đảng viên không?", ["Có", "Không"]),
            ("cau_4", "single", "Trình độ:",
             ["Tiểu học", "Trung học cơ sở", "Trung học phổ thông", "Đại học trở lên"]),
        ]),
        ("Ý KIẾN", [
            ("cau_5", "multiple", "Ông/Bà đã làm những thủ tục nào?",
             ["Khai sinh", "Chứng thực", "Đất đai", "Khác (xin ghi rõ)"]),
            ("cau_6", "matrix", "Ông/Bà đánh giá các nội dung sau ở mức nào? – Tiếp cận dịch vụ",
             ["Nơi ngồi chờ đủ chỗ", "Máy lấy số dễ dùng"], SATISFIED[::-1]),
            ("cau_6_2", "matrix", "Ông/Bà đánh giá các nội dung sau ở mức nào? – Công chức",
             ["Giao tiếp lịch sự"], SATISFIED[::-1]),
            ("cau_7", "matrix",
             "Đánh giá từng mặt (Rất kém/Rất không hài lòng = 1 ... Rất tốt/Rất hài lòng = 5)",
             ["Phòng chờ", "Nhà vệ sinh"],
             ["Rất kém/Rất không hài lòng", *SATISFIED[1:4], "Rất tốt/Rất hài lòng"]),
            ("cau_8", "number", "Khoảng cách từ nhà đến trụ sở:"),
            ("cau_9", "multiple", "Xin chọn 3 việc cần làm trước:",
             ["Làm đường", "Cấp nước", "Mở trường", "Mở chợ"]),
            ("cau_10", "long_text", "Ông/Bà góp ý gì?"),
        ]),
    ]  # fmt: skip
    assert doubts(pasted) == [(27, "phiếu không ghi lời của mức 2, 3, 4; xin xem lại")]


def test_numbers_are_questions_and_choices_by_what_they_count_on():
    pasted = read_list(SCHOOL)
    assert (pasted.problems, pasted.doubts) == ((), ())
    assert outline(pasted)[1:] == [
        ("Thông tin chung", [
            ("cau_1", "single", "Giới tính:", ["Nam", "Nữ"]),
            ("cau_2", "single", "Dân tộc:", ["Kinh", "Khác (ghi rõ)"]),
            ("cau_3", "single", "Trình độ học vấn:",
             ["Tiểu học", "Trung học cơ sở", "Trung học phổ thông", "Đại học trở lên"]),
            ("cau_4", "number", "Tuổi của con:"),
        ]),
        ("Đánh giá – Tiếp cận dịch vụ", [
            ("cau_7", "matrix", "Đánh giá – Tiếp cận dịch vụ",
             ["Thông tin tuyển sinh đầy đủ", "Trường gần nhà, thuận tiện cho việc đi lại"],
             SATISFIED),
        ]),
        ("Cơ sở vật chất", [
            ("cau_8", "matrix", "Cơ sở vật chất", ["Phòng học đủ rộng", "Sân chơi có bóng mát"],
             SATISFIED),
        ]),
        ("Đánh giá chung", [
            ("cau_5", "number", "Ông/Bà hài lòng bao nhiêu phần trăm so với mong đợi?"),
            ("cau_6", "long_text", "Đề xuất với nhà trường:"),
        ]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line", ["1. Có 2. Không", "1) Có\n2) Không", "(1) Có (2) Không", "a) Có b) Không",
             "A. Có\nB. Không", "☐ Có ☐ Không", "○ Có\t○ Không", "Có □ Không □", "[ ] Có [ ] Không",
             "① Có ② Không", "\uf0a8 Có \uf0a8 Không"],
)  # fmt: skip
def test_every_way_to_print_two_choices(line):
    question = only(f"B1. Ông/Bà có đến trụ sở không?\n{line}")
    assert (question.code, question.kind) == ("b1", K.SINGLE)
    assert labels(question.choices) == ["Có", "Không"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("Câu 1. Giới tính\nNam\nNữ", 2, "hiểu là lựa chọn"),
        ("Câu 1. Có đi không?\n- Có\n- Không (chuyển sang câu 3)", 3, "điều kiện hiện"),
        ("Câu 1. Góp ý?\n\nÔng/Bà cần gì nữa?", 3, "không có số"),
        ("Câu 1. Dịch vụ của xã", 1, "câu trả lời viết"),
        ("Câu 1. Những việc nào cần làm?\n- A\n- B\n- C\n- D", 1, "một hay nhiều"),
        ("Câu 1. Góp ý?\nA. Có\nB. Không\n.....", 4, "bỏ qua"),
        ("Câu 1. Góp ý?\n-----", 2, "bỏ qua"),
        ("A1. Nơi chờ ① ② ③ ④ ⑤", 1, "bằng số"),
        ("Mức độ:\n1 = Kém\n\nCâu 1. Góp ý?", 2, "chưa dùng"),
        ("Câu 1. Gì?\n- Một\nHai", 3, "nối vào lựa chọn"),
        ("Câu 1. Đánh giá\nMặt nào\tTốt\tKém\nChờ\t□\t□\t□", 3, "3 ô"),
    ],
)
def test_what_may_be_meant_otherwise_is_named_by_its_line(text, line, words):
    pasted = read_list(text)
    assert any(one.line == line and words in one.words for one in pasted.doubts)
    for one in pasted.doubts:
        assert one.text == text.split("\n")[one.line - 1].replace("\t", " ")


SHAPES = [
    "Câu {n}. {W} {w}?",
    "Câu {n}: {W}:",
    "{L}{n}. {W} {w}",
    "{L}{n}. {W}: 1. {W} 2. {W}",
    "{n}. {W} {w}",
    "1. {W}  2. {W}",
    "1. {W}: ....... 2. {W}: ......",
    "- {W}",
    "+ {W}",
    "{l}) {W}",
    "{U}. {W}",
    "□ {W} □ {W}",
    "{W} □ {W} □",
    "{W}: □ {W} □ {W}",
    "{W} ① ② ③ ④ ⑤",
    "{L}{n}. {W} {w} ① ② ③ ④ ⑤",
    "{n}. {W} 1 2 3 4 5",
    "① ② ③ ④ ⑤",
    "①",
    "1",
    "2",
    "17",
    "① {W}",
    "② là: {W}",
    "{W} = 1; {W} = 5",
    "5 - {W}",
    "0 = {W}",
    "(1: {W}, 2: {W}) {w}",
    "{W}: .......",
    "{W}: ...... {w} ...... {w}",
    "{W} ......... ngày",
    "............",
    "-----",
    "({W} {w})",
    "{W} (chọn nhiều)",
    "# {W}",
    "V. {W}",
    "PHẦN {S} {S}",
    "{S} {S}",
    "{W} {w} {w}",
    "{w} {w}",
    "",
    "",
    "Xin Ông/Bà đánh dấu {w} từ 1 đến 5:",
    "Khác (ghi rõ) {w}: ......",
    "STT\t{W}\t{W}\t{W}",
    "\t\t{W}\t{W}",
    "1\t{W}\t□\t□",
    "2\t{W}\t\t",
    "{L}{n}\t{W}\t1\t2\t3",
    "{U}\t{W}\t\t\t",
    "STT\t{W}\t1\t2\t3",
    "{W}\t{W}",
    "a) {W} b) {W}",
    "Câu {n}.",
    "{n}.{n}. {W}",
    "{W} [số]",
    "{W} [lạ]",
    "Nếu {w}, chuyển sang câu {n}",
    "A. {W}",
]
SYLLABLES = [a + b for a, b in product("bklmvrstxzhd", ("avo", "ilu", "ero", "una", "oki", "eba"))]


def paper(seed):
    """A form of lines of every shape in any order, and the invented words it holds."""
    chance = random.Random(seed)
    words = chance.sample(["".join(pair) for pair in product(SYLLABLES, repeat=2)], 200)
    used = []

    def invented(found):
        if found[1] in "nLlU":
            return chance.choice({"n": "123456789", "L": "ABC", "l": "abc", "U": "ABCH"}[found[1]])
        used.append(words[len(used)])
        return {"W": str.capitalize, "w": str, "S": str.upper}[found[1]](used[-1])

    shapes = chance.choices(SHAPES, k=chance.randint(1, 25))
    return "\n".join(re.sub(r"\{(\w)\}", invented, shape) for shape in shapes), used


def test_no_word_of_any_form_is_lost_silently():
    for seed in range(300):
        text, words = paper(seed)
        pasted = read_list(text)
        lines = text.split("\n")
        kept = [section.title or "" for section in pasted.sections]
        for question in pasted.questions:
            kept += [
                question.label,
                question.hint,
                *labels(question.choices),
                *labels(question.rows),
            ]
        kept += [f"{doubt.text} {doubt.words}" for doubt in pasted.doubts]
        kept += [lines[problem.line - 1] for problem in pasted.problems]
        found = " ".join(kept).lower()
        assert [word for word in words if word not in found] == [], f"seed {seed}:\n{text}"


def test_doubts_are_looked_at_before_anything_is_stored():
    text = "Câu 1. Giới tính\nNam\nNữ"

    def form(**values):
        data = {"text": text, "page": PasteForm.NEW_PAGE} | values
        made = PasteForm(data, questionnaire=Questionnaire("Ý kiến", ()))
        assert made.is_valid()
        return made

    shown = form().pasted()
    assert not form().may_add(shown)
    assert form(seen=shown.fingerprint).may_add(shown)
    changed = form(text=text + "\nKhác", seen=shown.fingerprint)
    assert not changed.may_add(changed.pasted())
    sure = form(text="Câu 1. Góp ý?")
    assert sure.may_add(sure.pasted())
