"""One answer: what a browser sends becomes canonical, or a sentence says what to mend."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.instrument.answers import clean, clean_words, shown_choices
from tests.surveys.instrument.building import Choice, Decimal, Kind, Limits, ask, choices, rows

FOUR = (
    *choices("Điện", "Nước", "Khác, xin ghi rõ", "Khó trả lời"),
    Choice("none", "Không mục nào", is_exclusive=True),
)
COMMUNES = {"vi-thuy", "long-my"}


def accepted(question, raw, answers=None, communes=None):
    value, words = clean(question, raw, answers or {}, communes)
    assert words == ""
    assert clean(question, value, answers or {}, communes) == (value, "")
    return value


def refused(question, raw, answers=None, communes=None):
    value, words = clean(question, raw, answers or {}, communes)
    assert value is None
    assert words
    return words


# --- Choices ---


@pytest.mark.parametrize("kind", [Kind.SINGLE, Kind.LIKERT])
def test_one_choice(kind):
    question = ask(kind=kind, choices=FOUR)
    assert accepted(question, "a") == "a"
    assert accepted(question, ["a"]) == "a"
    assert accepted(question, " d ") == "d"
    assert accepted(question, "") is None
    assert accepted(question, []) is None
    assert accepted(question, None) is None
    for raw in ("z", "A", "a b", ["a", "b"], {"a": "b"}, True, 1.5):
        assert refused(question, raw)


def test_code_that_is_a_number_may_come_as_a_number():
    question = ask(choices=choices(**{"1": "Một", "2": "Hai"}))
    assert accepted(question, 2) == "2"
    assert refused(question, 10**30)


def test_several_choices_stand_in_the_order_of_the_questionnaire():
    question = ask(kind=Kind.MULTIPLE, choices=FOUR)
    assert accepted(question, ["b", "a", "b", ""]) == ["a", "b"]
    assert accepted(question, "b") == ["b"]
    assert accepted(question, [""]) is None
    for raw in (["a", "z"], [["a"]], [{}], {"a": "on"}, ["a"] * 2_000, [None, True]):
        assert refused(question, raw)


@pytest.mark.parametrize("alone", ["none", "d"])
def test_what_excludes_others_stands_alone(alone):
    question = ask(kind=Kind.MULTIPLE, choices=FOUR)
    assert accepted(question, [alone]) == [alone]
    words = refused(question, ["a", alone])
    assert question.choice(alone).label in words


def test_at_most_and_at_least():
    question = ask(kind=Kind.MULTIPLE, choices=FOUR, limits=Limits(min_choices=2, max_choices=2))
    assert accepted(question, ["a", "b"]) == ["a", "b"]
    assert refused(question, ["a", "b", "c"]) == "Xin chọn tối đa 2 mục; Quý vị đang chọn 3."
    assert refused(question, ["a"]) == "Xin chọn ít nhất 2 mục; Quý vị mới chọn 1."
    assert accepted(question, ["d"]) == ["d"]  # the way out is never too few


def test_ranking_keeps_the_order_given():
    question = ask(kind=Kind.RANKING, choices=FOUR)
    assert accepted(question, ["b", "a"]) == ["b", "a"]
    assert accepted(question, ["b", "a", "", ""]) == ["b", "a"]
    assert accepted(question, ["", ""]) is None
    assert "hai lần" in refused(question, ["b", "a", "b"])
    assert "bỏ trống" in refused(question, ["b", "", "a"])
    assert refused(question, ["z"])
    limited = ask(kind=Kind.RANKING, choices=FOUR, limits=Limits(max_choices=1))
    assert "tối đa 1" in refused(limited, ["b", "a"])


def test_choices_under_the_answer_they_depend_on():
    hamlets = (
        Choice("h1", "Ấp 1", parent="x"),
        Choice("h2", "Ấp 2", parent="y"),
        Choice("dk", "Không biết", is_dont_know=True),
    )
    question = ask("hamlet", choices=hamlets, depends_on="commune")
    assert [choice.code for choice in shown_choices(question, {"commune": "x"})] == ["h1", "dk"]
    assert [choice.code for choice in shown_choices(question, {})] == ["dk"]
    several = shown_choices(question, {"commune": ["x", "y"]})
    assert [choice.code for choice in several] == ["h1", "h2", "dk"]
    assert shown_choices(question, {"commune": [{}, ["x"]]})  # whatever stands there
    assert accepted(question, "h1", {"commune": "x"}) == "h1"
    assert refused(question, "h2", {"commune": "x"})


def test_list_with_nothing_to_choose_from_is_not_required():
    hamlets = (Choice("h1", "Ấp 1", parent="x"), Choice("h2", "Ấp 2", parent="x"))
    question = ask("hamlet", choices=hamlets, depends_on="commune", is_required=True)
    assert accepted(question, "", {"commune": "y"}) is None
    assert accepted(question, "") is None
    assert refused(question, "", {"commune": "x"})


def test_words_beside_other():
    question = ask(choices=FOUR)
    assert clean_words(question, "  chợ \n ấp ", "c") == ("chợ ấp", "")
    assert clean_words(question, "chợ", "a") == ("", "")
    assert clean_words(question, "", "c") == ("", "Xin ghi rõ ý khác.")
    assert clean_words(question, {"x": 1}, "c")[1]
    words, error = clean_words(question, "x" * 501, "c")
    assert (words, "tối đa 500 ký tự; Quý vị đã ghi 501" in error) == ("", True)
    several = ask(kind=Kind.MULTIPLE, choices=FOUR)
    assert clean_words(several, "chợ", ["a", "c"]) == ("chợ", "")
    assert clean_words(several, None, ["a", "c"])[1]
    assert clean_words(ask(), "chợ", "a") == ("", "")


# --- Numbers, scales, dates ---


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("12", "12"),
        (" 3,5 ", "3.5"),
        ("3.5", "3.5"),
        ("3,50", "3.5"),
        ("-0", "0"),
        ("+7", "7"),
        ("007", "7"),
        ("-2,25", "-2.25"),
        (12, "12"),
        (2.5, "2.5"),
        ("0.125", None),
    ],
)
def test_number(raw, value):
    question = ask(kind=Kind.NUMBER, limits=Limits(decimals=2))
    assert clean(question, raw, {})[0] == value


def test_dot_before_three_digits_may_mean_a_thousand():
    whole = ask(kind=Kind.NUMBER)
    assert "hiểu theo hai cách" in refused(whole, "1.000")
    assert "hiểu theo hai cách" in refused(whole, "1.000.000")
    assert accepted(ask(kind=Kind.NUMBER, limits=Limits(decimals=3)), "1.125") == "1.125"


@pytest.mark.parametrize(
    "raw",
    [
        "mười",
        "1 000",
        "1e5",
        "٣",
        "½",
        "--1",
        "1,2,3",
        ",5",
        "nan",
        1e400,
        "9" * 19,
        [1, 2],
        {},
        True,
    ],
)
def test_what_is_no_number_is_refused(raw):
    assert refused(ask(kind=Kind.NUMBER, limits=Limits(decimals=4)), raw)


def test_bounds_and_decimals_are_said_as_people_here_write_them():
    limits = Limits(minimum=Decimal("0.5"), maximum=Decimal("120.0000"), decimals=1)
    question = ask(kind=Kind.NUMBER, limits=limits)
    assert accepted(question, "0,5") == "0.5"
    assert accepted(question, "120") == "120"
    assert refused(question, "0,4") == "Số này phải từ 0,5 trở lên."
    assert refused(question, "120,1") == "Số này không được lớn hơn 120."
    assert refused(question, "1,25") == "Xin ghi tối đa 1 chữ số sau dấu phẩy."
    assert refused(ask(kind=Kind.NUMBER), "1,5") == "Xin ghi số nguyên, không có phần lẻ."


def test_scale():
    question = ask(kind=Kind.SCALE, choices=choices(x="Khó trả lời"))
    assert accepted(question, "0") == 0
    assert accepted(question, 10) == 10
    assert accepted(question, "x") == "x"
    assert accepted(question, "") is None
    for raw in ("11", "-1", "5.0", 5.5, True, "a", "9" * 30):
        assert refused(question, raw) == "Xin chọn một điểm từ 0 đến 10." or not isinstance(
            raw, str
        )
    limits = Limits(minimum=Decimal(1), maximum=Decimal(5))
    assert refused(ask(kind=Kind.SCALE, limits=limits), "0") == "Xin chọn một điểm từ 1 đến 5."


@pytest.mark.parametrize(
    "raw", ["02/09/1945", "2/9/1945", "2-9-1945", "2.9.1945", "1945-09-02", " 02/09/1945 "]
)
def test_date(raw):
    assert accepted(ask(kind=Kind.DATE), raw) == "1945-09-02"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("09/1945", "theo mẫu 31/12/2025"),
        ("2/9/45", "theo mẫu 31/12/2025"),
        ("//", "theo mẫu"),
        ("30/02/2024", "Không có ngày này"),
        ("00/00/2024", "Không có ngày này"),
        ("01/01/0001", "Năm phải từ 1900 đến 2100"),
        (["1", "2"], "Không đọc được"),
    ],
)
def test_what_is_no_date_is_refused(raw, words):
    assert words in refused(ask(kind=Kind.DATE), raw)


# --- Texts ---


def test_short_text_is_one_line():
    assert accepted(ask(kind=Kind.SHORT_TEXT), " thợ \n may\t") == "thợ may"
    assert accepted(ask(kind=Kind.SHORT_TEXT), " \n ") is None
    assert accepted(ask(kind=Kind.SHORT_TEXT), 5) == "5"
    assert refused(ask(kind=Kind.SHORT_TEXT), ["a", "b"])


def test_long_text_keeps_its_lines_in_canonical_letters():
    question = ask(kind=Kind.LONG_TEXT)
    assert (
        accepted(question, "D\u00f2ng mo\u0323\u0302t\r\nd\u00f2ng hai\x00 ")
        == "Dòng một\ndòng hai"
    )


@pytest.mark.parametrize(("kind", "most"), [(Kind.SHORT_TEXT, 500), (Kind.LONG_TEXT, 5_000)])
def test_texts_have_a_cap(kind, most):
    assert accepted(ask(kind=kind), "x" * most)
    written, more = (f"{count:,}".replace(",", ".") for count in (most, most + 1))
    assert f"tối đa {written} ký tự; Quý vị đã ghi {more}" in refused(
        ask(kind=kind), "x" * (most + 1)
    )
    assert refused(ask(kind=kind, limits=Limits(max_length=3)), "abcd")


def test_pattern():
    limits = Limits(pattern="0[0-9]{9}", pattern_message="Số điện thoại có 10 chữ số.")
    question = ask(kind=Kind.SHORT_TEXT, limits=limits)
    assert accepted(question, "0912345678") == "0912345678"
    assert refused(question, "0912") == "Số điện thoại có 10 chữ số."
    assert refused(ask(kind=Kind.SHORT_TEXT, limits=Limits(pattern="a")), "b")
    broken = ask(kind=Kind.SHORT_TEXT, limits=Limits(pattern="(a+)+"))
    assert accepted(broken, "b") == "b"  # checks.py forbids opening with it


# --- Matrix, commune, consent, note ---


def test_matrix_row_by_row():
    question = ask(kind=Kind.MATRIX, choices=choices("Tốt", "Kém"), rows=rows("Điện", "Nước"))
    assert accepted(question, {"r2": "a", "r1": "b"}) == {"r1": "b", "r2": "a"}
    assert list(accepted(question, {"r2": "a", "r1": "b"})) == ["r1", "r2"]
    assert accepted(question, {"r2": ["a"], "r1": "", "zz": "a"}) == {"r2": "a"}
    assert accepted(question, {}) is None
    assert accepted(question, {"r1": None}) is None
    assert refused(question, {"r2": "z"}).startswith("Dòng “Nước”: ")
    for raw in ("a", ["a"], {"r1": {"a": "b"}}, {"r1": ["a", "b"]}):
        assert refused(question, raw)


def test_required_matrix_names_the_rows_left_out():
    question = ask(
        kind=Kind.MATRIX,
        choices=choices("Tốt", "Kém"),
        rows=rows("Điện", "Nước", "Rác"),
        is_required=True,
    )
    assert refused(question, {"r2": "a"}) == "Xin trả lời thêm các dòng: Điện; Rác."
    assert refused(question, {}) == "Xin trả lời từng dòng."
    assert accepted(question, dict.fromkeys(("r1", "r2", "r3"), "a"))


def test_commune_of_the_list():
    question = ask(kind=Kind.COMMUNE)
    assert accepted(question, "vi-thuy", communes=COMMUNES) == "vi-thuy"
    assert accepted(question, "") is None
    assert refused(question, "can-tho", communes=COMMUNES)
    assert accepted(question, "can-tho") == "can-tho"
    assert refused(question, "Cần Thơ")
    assert refused(question, "x" * 61)


def test_consent():
    question = ask(kind=Kind.CONSENT, is_required=True)
    assert accepted(question, "yes") == "yes"
    assert accepted(question, "on") == "yes"
    assert accepted(question, True) == "yes"
    assert refused(question, "no")
    assert refused(question, None) == "Cần sự đồng ý của Quý vị để tiếp tục."


def test_note_is_never_answered():
    assert accepted(ask(kind=Kind.NOTE, is_required=False), "x") is None


# --- Required, constraint ---


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.NOTE])
def test_required_question_asks_for_an_answer_in_its_own_words(kind):
    words = refused(ask(kind=kind, is_required=True), None)
    assert words.endswith(".")
    message = "Xin cho biết."
    assert refused(ask(kind=kind, is_required=True, required_message=message), "") == message
    assert accepted(ask(kind=kind), None) is None


def test_constraint_reads_the_own_and_other_answers():
    question = ask(
        "children",
        Kind.NUMBER,
        constraint=". <= ${people}",
        constraint_message="Số con không nhiều hơn số người trong nhà.",
    )
    assert accepted(question, "2", {"people": "4"}) == "2"
    assert refused(question, "5", {"people": "4"}) == "Số con không nhiều hơn số người trong nhà."
    assert accepted(question, "", {"people": "4"}) is None
    assert "điều kiện" in refused(ask(kind=Kind.NUMBER, constraint=". > 3"), "2")
    assert accepted(ask(kind=Kind.NUMBER, constraint=". >"), "2") == "2"


# --- Anything at all ---

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(
        ["a", "b", "c", "d", "none", "yes", "r1", "1.000", "01/02/2020", "x" * 6_000]
    ),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["a", "r1", "r2", "q", "zz"]), inner, max_size=4)
    ),
    max_leaves=12,
)
QUESTIONS = st.builds(
    ask,
    st.just("q"),
    st.sampled_from(Kind),
    choices=st.just(FOUR),
    rows=st.just(rows("Một", "Hai")),
    is_required=st.booleans(),
    depends_on=st.sampled_from(["", "zz"]),
    constraint=st.sampled_from(["", ". != ''", ". > ${zz}", "count-selected(.) < 2"]),
    limits=st.builds(
        Limits,
        minimum=st.none() | st.just(Decimal(1)),
        max_choices=st.none() | st.just(2),
        pattern=st.sampled_from(["", "[a-z]+"]),
    ),
)


@given(QUESTIONS, JSON, st.dictionaries(st.sampled_from(["zz", "q"]), JSON))
def test_clean_takes_or_refuses_anything_and_its_values_are_canonical(question, raw, answers):
    value, words = clean(question, raw, answers)
    assert value is None or words == ""
    if value is not None:
        assert clean(question, value, answers) == (value, "")


@given(QUESTIONS, JSON, JSON)
def test_clean_words_takes_or_refuses_anything(question, raw, value):
    words, error = clean_words(question, raw, value)
    assert not (words and error)
    assert len(words) <= 500
