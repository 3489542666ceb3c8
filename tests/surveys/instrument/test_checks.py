"""A sound questionnaire opens; each thing that forbids opening is named where it is."""

import pytest

from surveys.enums import QuestionKind
from surveys.instrument.checks import faults
from surveys.instrument.scales import SCALES
from tests.surveys.instrument.building import (
    SATISFACTION,
    YES_NO,
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

LETTERS = choices("Một", "Hai", "Ba")
HAMLETS = (Choice("h1", "Ấp 1", parent="a"), Choice("h2", "Ấp 2", parent="b"))

SOUND = survey(
    page(
        ask("agree", Kind.CONSENT, is_required=True),
        ask("sex", choices=choices("Nam", "Nữ", "Khác, xin ghi rõ")),
        ask("xa", Kind.COMMUNE),
        ask(
            "channels", Kind.MULTIPLE, choices=LETTERS, limits=Limits(min_choices=1, max_choices=2)
        ),
        ask("radio", relevance="selected(${channels}, 'b') and count-selected(${channels}) = 2"),
        ask("why", Kind.LONG_TEXT, relevance="${sex_other} != '' or ${agree} = 'yes'"),
        code="p1",
    ),
    page(
        ask("name", Kind.SHORT_TEXT),
        ask("age", Kind.NUMBER, constraint=". >= 0 and . <= 120"),
        ask("school", relevance="${age} < 18 and ${sex} != ''"),
        code="house",
        repeat=Repeat(0, 10, "Thành viên"),
    ),
    page(
        ask("grid", Kind.MATRIX, choices=SATISFACTION, rows=rows("Điện", "Nước")),
        ask("power", Kind.LONG_TEXT, relevance="${grid__r1} = 'd' or ${grid__r1} = 'e'"),
        ask("score", Kind.SCALE, choices=choices(x="Khó trả lời")),
        ask("low", relevance="${score} <= 3 and sum(${age}) > 20 and count(${house}) > 1"),
        ask("order", Kind.RANKING, choices=LETTERS),
        ask("opinion", Kind.LIKERT, choices=SCALES["dong-y"].choices),
        ask("day", Kind.DATE, constraint=". <= today()"),
        ask("district", choices=YES_NO),
        ask("hamlet", choices=HAMLETS, depends_on="district", is_required=True),
        code="p3",
        relevance="${sex} = 'a' or ${radio} = 'a'",
    ),
    page(code="end", intro="Xin cảm ơn Quý vị."),
)


def said(questionnaire, breakdowns=()):
    return [(fault.where, fault.words) for fault in faults(questionnaire, breakdowns)]


def only(questionnaire, where, words, breakdowns=()):
    """There is one fault, at this place, and it says this."""
    found = said(questionnaire, breakdowns)
    assert [place for place, _ in found] == [where], found
    assert words in found[0][1]
    assert found[0][1].endswith(".")


def test_sound_questionnaire_has_no_fault():
    assert said(SOUND, breakdowns=["sex", "xa", "opinion"]) == []


@pytest.mark.parametrize("questionnaire", [survey(), survey(page(ask("n", Kind.NOTE)))])
def test_nothing_asked(questionnaire):
    assert ("", "Khảo sát chưa có câu hỏi nào. Xin thêm ít nhất một câu.") in said(questionnaire)


def test_empty_page():
    only(survey(page(ask("a")), page(code="p2")), "p2", "chưa có gì")


# --- Codes ---


@pytest.mark.parametrize("code", ["", "1a", "a b", "câu", "a-b", "a.b", "x" * 61, "a'"])
def test_malformed_code(code):
    only(survey(ask(code)), code, "chưa đúng")


@pytest.mark.parametrize("code", ["to", "BY", "_mode", "_version"])
def test_reserved_code(code):
    only(survey(ask(code)), code, "trùng từ dành riêng")


def test_two_underscores_are_kept_for_rows():
    only(survey(ask("a__b")), "a__b", "hai dấu gạch dưới")
    grid = ask("a_", Kind.MATRIX)
    only(survey(grid), "a_", "kết thúc bằng dấu gạch dưới")


@pytest.mark.parametrize("twin", ["a", "A"])
def test_code_used_twice(twin):
    found = said(survey(page(ask("a"), code="p1"), page(ask(twin), code="p2")))
    assert [place for place, _ in found] == ["a", twin]
    assert all("đã dùng ở chỗ khác" in words for _, words in found)


def test_code_of_a_page_is_no_code_of_a_question():
    found = said(survey(page(ask("a"), code="a")))
    assert [place for place, _ in found] == ["a", "a"]


def test_code_that_would_hold_the_words_beside_other():
    questionnaire = survey(ask("a", choices=choices("Một", "Khác")), ask("a_Other"))
    assert [place for place, _ in said(questionnaire)] == ["a", "a_Other"]


def test_name_of_a_row_that_is_too_long_for_exports():
    grid = ask("x" * 40, Kind.MATRIX, rows=(Row("y" * 40, "Một"),))
    only(survey(grid), "x" * 40, "dài quá 64 ký tự")


# --- Kinds, choices, limits ---


@pytest.mark.parametrize(
    "kind", [Kind.SINGLE, Kind.MULTIPLE, Kind.LIKERT, Kind.RANKING, Kind.MATRIX]
)
def test_fewer_than_two_choices(kind):
    few = choices("Một", "Khó trả lời")
    only(survey(ask("a", kind, choices=few)), "a", "ít nhất hai lựa chọn")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"label": " "}, "chưa có lời"),
        ({"choices": (Choice("a", "Một"), Choice("a", "Hai"))}, "dùng cho 2 mục"),
        ({"choices": (Choice("a b", "Một"), Choice("b", "Hai"))}, "Mã lựa chọn “a b” chưa đúng"),
        ({"choices": (Choice("a", ""), Choice("b", "Hai"))}, "“a” chưa có lời"),
        ({"choices": choices("Một", "Hai", "Khác", "Khác nữa")}, "hai mục “Khác"),
        (
            {"choices": (*LETTERS, *choices(x="Khó trả lời", y="Không có ý kiến"))},
            "hai mục “Khó trả lời”",
        ),
        (
            {
                "kind": Kind.MULTIPLE,
                "choices": tuple(Choice(code, code, is_exclusive=True) for code in "ab"),
            },
            "loại trừ nhau",
        ),
        ({"kind": Kind.MATRIX, "choices": choices("Tốt", "Kém", "Khác")}, "Bảng không có cột"),
        ({"kind": Kind.MATRIX, "rows": ()}, "chưa có dòng nào"),
        ({"kind": Kind.MATRIX, "rows": (Row("r-1", "Một"),)}, "Mã dòng “r-1” chưa đúng"),
        ({"kind": Kind.MATRIX, "rows": (Row("r1", " "),)}, "Dòng mang mã “r1” chưa có lời"),
        ({"kind": Kind.MULTIPLE, "limits": Limits(max_choices=0)}, "từ 1 trở lên"),
        (
            {"kind": Kind.MULTIPLE, "limits": Limits(min_choices=2, max_choices=1)},
            "lớn hơn số mục chọn nhiều nhất",
        ),
        ({"kind": Kind.MULTIPLE, "limits": Limits(min_choices=3)}, "Không đủ 3 lựa chọn"),
        (
            {
                "kind": Kind.MULTIPLE,
                "choices": (*choices("Một", "Hai"), *choices(x="Khó trả lời")),
                "limits": Limits(min_choices=3),
            },
            "Không đủ 3 lựa chọn",
        ),
        (
            {"kind": Kind.NUMBER, "limits": Limits(minimum=Decimal(5), maximum=Decimal(4))},
            "Số nhỏ nhất lớn hơn số lớn nhất",
        ),
        ({"kind": Kind.NUMBER, "limits": Limits(decimals=5)}, "từ 0 đến 4"),
        ({"kind": Kind.SCALE, "limits": Limits(minimum=Decimal("0.5"))}, "số nguyên"),
        ({"kind": Kind.SCALE, "limits": Limits(minimum=Decimal(10))}, "từ 2 đến 101 điểm"),
        ({"kind": Kind.SCALE, "limits": Limits(maximum=Decimal(1000))}, "từ 2 đến 101 điểm"),
        ({"kind": Kind.SCALE, "choices": LETTERS}, "chỉ nhận thêm mục “Khó trả lời”"),
        ({"kind": Kind.SHORT_TEXT, "limits": Limits(max_length=0)}, "từ 1 ký tự"),
        ({"kind": Kind.SHORT_TEXT, "limits": Limits(pattern="(a+)+")}, "lặp lại một nhóm"),
        ({"kind": Kind.SHORT_TEXT, "constraint": ". >"}, "Điều kiện của câu trả lời: "),
        ({"relevance": "${b"}, "Điều kiện hiện: "),
    ],
)
def test_fault_of_a_question(fields, words):
    only(survey(ask("q", **fields)), "q", words)


def test_rows_of_one_code():
    grid = ask("q", Kind.MATRIX, rows=(Row("r1", "Một"), Row("R1", "Hai"), Row("r1", "Ba")))
    words = " ".join(words for _, words in said(survey(grid)))
    assert "Mã dòng “r1” dùng cho 2 mục" in words
    assert "“q__R1” trùng" in words


@pytest.mark.parametrize(
    ("repeat", "words"),
    [
        (Repeat(3, 2, "Con"), "lớn hơn số lần lặp nhiều nhất"),
        (Repeat(0, 0, "Con"), "từ 1 đến 100"),
        (Repeat(0, 1000, "Con"), "từ 1 đến 100"),
    ],
)
def test_repeat_out_of_bounds(repeat, words):
    only(survey(page(ask("a"), repeat=repeat)), "p1", words)


# --- What conditions refer to ---


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("${zz} = 1", "không có câu nào mang mã “zz”"),
        ("${later} = 'a'", "câu “later” đứng sau"),
        ("${q} = 'a'", "tự xét chính nó"),
        ("${note} = 'a'", "“note” là lời dẫn"),
        ("${first_other} = 'a'", "không có câu nào mang mã “first_other”"),
        ("${grid__r9} = 'a'", "không có câu nào mang mã “grid__r9”"),
        ("${house} = 'a'", "“house” là trang lặp"),
        ("${age} > 5", "“age” ở trang lặp"),
        ("count(${after}) > 5", "trang “after” đứng sau"),
        (". = 'a'", "dấu chấm (.) chỉ dùng"),
        ("${first} = 'z'", "câu “first” không có lựa chọn nào mang mã “z”"),
        ("'z' != ${first}", "không có lựa chọn nào mang mã “z”"),
        ("selected(${first}, 'A')", "không có lựa chọn nào mang mã “A”"),
        ("${grid__r1} = 'z'", "câu “grid__r1” không có lựa chọn nào mang mã “z”"),
        ("${agree} = 'no'", "câu “agree” không có lựa chọn nào mang mã “no”"),
    ],
)
def test_condition_that_refers_to_what_is_not_there(condition, words):
    questionnaire = survey(
        page(ask("age", Kind.NUMBER), code="house", repeat=Repeat(0, 5, "Con")),
        page(
            ask("note", Kind.NOTE),
            ask("agree", Kind.CONSENT),
            ask("first"),
            ask("grid", Kind.MATRIX),
            ask("q", relevance=condition),
            ask("later"),
            code="p1",
        ),
        page(ask("more"), code="after", repeat=Repeat(0, 5, "Con")),
    )
    only(questionnaire, "q", words)


def test_constraint_reads_its_own_answer_by_a_dot():
    only(survey(ask("q", Kind.NUMBER, constraint="${q} > 1")), "q", "Xin dùng dấu chấm (.)")
    only(survey(ask("q", constraint=". != 'z'")), "q", "không có lựa chọn nào mang mã “z”")
    only(survey(ask("q", constraint="${b} = 'a'"), ask("b")), "q", "đứng sau")


def test_page_waits_for_its_own_question():
    only(survey(page(ask("a"), code="p1", relevance="${a} = 'a'")), "p1", "p1 → a → p1")


def test_circle_of_conditions_is_told_at_each_that_waits_for_a_later_one():
    circle = survey(
        ask("a", relevance="${c} = 'a'"),
        ask("b", relevance="${a} = 'a'"),
        ask("c", relevance="${b} = 'a'"),
    )
    only(circle, "a", "a → c → b → a")


def test_circle_through_a_page_and_a_list_is_found():
    circle = survey(
        page(ask("a", choices=HAMLETS, depends_on="b"), code="p1"),
        page(ask("b"), code="p2", relevance="${a} = 'h1'"),
    )
    assert "vòng a → b → p2 → a" in said(circle)[0][1]


def test_order_of_chance_may_put_the_condition_before_its_question():
    mixed = page(ask("a"), ask("b", relevance="${a} = 'a'"), is_random_order=True)
    only(survey(mixed), "b", "đảo thứ tự")
    before = page(ask("z"), code="p0")
    later = page(ask("a"), ask("b", relevance="${z} = 'a'"), is_random_order=True)
    assert said(survey(before, later)) == []


def test_members_do_not_read_the_members_of_another_page():
    questionnaire = survey(
        page(ask("a"), code="p1", repeat=Repeat(0, 5, "Con")),
        page(ask("b", relevance="${a} = 'a'"), code="p2", repeat=Repeat(0, 5, "Cháu")),
    )
    only(questionnaire, "b", "“a” ở trang lặp")


# --- What can never be shown ---


@pytest.mark.parametrize(
    "condition",
    [
        "${a} = 'a' and ${a} = 'b'",
        "${a} = 'a' and ${b} = 'a'",  # b is only asked of those who chose another
        "selected(${many}, 'a') and count-selected(${many}) = 0",
        "${agree} = 'yes' and ${agree} = ''",
        "${grid__r1} = 'a' and ${grid__r1} != 'a'",
        "${score} > 10",
        "${score} < 3 and ${score} > 3",
        "not(${a} = '' or ${a} = 'a' or ${a} = 'b')",
        "false()",
        "1 = 2",
    ],
)
def test_contradiction_is_found(condition):
    questionnaire = survey(
        ask("agree", Kind.CONSENT),
        ask("a"),
        ask("b", relevance="${a} = 'b'"),
        ask("many", Kind.MULTIPLE, choices=LETTERS),
        ask("grid", Kind.MATRIX),
        ask("score", Kind.SCALE),
        ask("q", relevance=condition),
    )
    only(questionnaire, "q", "không bao giờ hiện")


def test_number_has_no_short_list_of_answers_so_nothing_is_said():
    condition = "${age} > 3 and ${age} < 2 and ${a} = 'a'"
    assert said(survey(ask("age", Kind.NUMBER), ask("a"), ask("q", relevance=condition))) == []


def test_contradiction_with_the_page_is_found_at_the_question():
    questionnaire = survey(
        page(ask("a"), code="p1"),
        page(ask("b", relevance="${a} = 'b'"), ask("c"), code="p2", relevance="${a} = 'a'"),
    )
    only(questionnaire, "b", "không bao giờ hiện")


def test_dead_page_is_told_once_with_its_required_questions():
    questionnaire = survey(
        page(ask("a"), code="p1"),
        page(
            ask("b", is_required=True),
            ask("c", relevance="${a} = 'a'"),
            code="p2",
            relevance="${a} = 'a' and ${a} = 'b'",
        ),
    )
    only(questionnaire, "p2", "kể cả câu bắt buộc: b")


def test_question_that_hangs_on_a_dead_one_is_dead():
    questionnaire = survey(
        ask("a"), ask("b", relevance="${a} = 'a' and ${a} = 'b'"), ask("c", relevance="${b} = 'a'")
    )
    assert [place for place, _ in said(questionnaire)] == ["b", "c"]


def test_direct_contradiction_is_found_though_what_it_hangs_on_is_endless():
    questionnaire = survey(
        ask("age", Kind.NUMBER),
        ask("a", relevance="${age} > 18"),
        ask("q", relevance="${a} = 'a' and ${a} = 'b'"),
    )
    only(questionnaire, "q", "không bao giờ hiện")


def test_too_many_combinations_are_not_tried_and_nothing_is_said():
    wide = choices(*[f"Mục {place}" for place in range(26)])
    asked = [ask(f"a{place}", choices=wide) for place in range(4)]
    condition = "${a0} = 'a' and ${a0} = 'b' and ${a1} = 'a' and ${a2} = 'a' and ${a3} = 'a'"
    assert said(survey(*asked, ask("q", relevance=condition))) == []


# --- Lists that depend on an answer ---


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"choices": HAMLETS}, "chưa chọn câu để lọc theo"),
        ({"choices": YES_NO, "depends_on": "first"}, "chưa lựa chọn nào ghi thuộc mục nào"),
        ({"choices": HAMLETS, "depends_on": "zz"}, "không có câu nào mang mã “zz”"),
        ({"choices": HAMLETS, "depends_on": "later"}, "câu “later” đứng sau"),
        ({"choices": HAMLETS, "depends_on": "text"}, "không phải câu chọn"),
        ({"choices": HAMLETS, "depends_on": "three", "is_required": True}, "người chọn “Ba”"),
        (
            {"choices": (*HAMLETS, Choice("h3", "Ấp 3", parent="z")), "depends_on": "first"},
            "không có lựa chọn mang mã z",
        ),
        ({"kind": Kind.SHORT_TEXT, "depends_on": "first"}, "không có danh sách lựa chọn để lọc"),
    ],
)
def test_list_that_cannot_be_filtered(fields, words):
    questionnaire = survey(
        ask("first"),
        ask("three", choices=LETTERS),
        ask("text", Kind.SHORT_TEXT),
        ask("q", **fields),
        ask("later"),
    )
    only(questionnaire, "q", words)


def test_choice_of_no_parent_is_always_left_to_choose():
    hamlets = (*HAMLETS, Choice("dk", "Không biết", is_dont_know=True))
    fields = {"choices": hamlets, "depends_on": "three", "is_required": True}
    assert said(survey(ask("three", choices=LETTERS), ask("q", **fields))) == []


def test_condition_keeps_those_away_who_would_find_nothing_to_choose():
    fields = {"choices": HAMLETS, "depends_on": "three", "is_required": True}
    guarded = ask("q", relevance="${three} != 'c'", **fields)
    assert said(survey(ask("three", choices=LETTERS), guarded)) == []


# --- Breakdowns ---


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("zz", "Không có câu “zz”"),
        ("channels", "không phân nhóm được theo câu “channels”"),
        ("school", "ở trang lặp"),
        ("age", "không phân nhóm được"),
    ],
)
def test_breakdown_that_makes_no_groups(code, words):
    only(SOUND, code, words, breakdowns=["sex", code])


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_question_of_every_kind_can_be_sound(kind):
    questionnaire = survey(ask("q", kind))
    found = said(questionnaire)
    assert found == [] or kind is Kind.NOTE
