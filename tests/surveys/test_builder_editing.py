"""One step of the maker: pages and questions come, go, move and are referred to."""

from dataclasses import replace

import pytest

from surveys.enums import QuestionKind as K
from surveys.instrument import editing
from surveys.instrument.answer_words import Said
from surveys.instrument.answer_words import in_words as answers_in_words
from surveys.instrument.checks import Fault, faults
from surveys.instrument.conditions import Condition, can_decide, in_words, number_of, read, written
from surveys.instrument.expressions import parse
from surveys.instrument.outline import limits_in_words, outline_of
from surveys.instrument.questionnaire import (
    Choice,
    Limits,
    Page,
    Question,
    Questionnaire,
    Repeat,
    Row,
)
from surveys.instrument.samples import SAMPLES
from surveys.instrument.wording import advice

YES_NO = (Choice("co", "Có"), Choice("khong", "Không"))


def question(code, kind=K.SINGLE, **values):
    choices = YES_NO if kind in {K.SINGLE, K.MULTIPLE, K.LIKERT} else ()
    return Question(code, kind, f"Câu {code}?", **({"choices": choices} | values))


def questionnaire(**pages):
    return Questionnaire(
        "Ý kiến",
        tuple(
            Page(code, code, tuple(q if isinstance(q, Question) else question(q) for q in asked))
            for code, asked in pages.items()
        ),
    )


def shape(value):
    """Codes of the questions by page."""
    return {page.code: [one.code for one in page.questions] for page in value.pages}


TWO = questionnaire(p1=["a", "b"], p2=["c"])


# --- Pages -----------------------------------------------------------------------------------
def test_a_page_is_added_at_the_end_with_the_next_code():
    after = editing.with_page(questionnaire(trang_3=["a"]), Page("", "Mới", ()))
    assert shape(after) == {"trang_3": ["a"], "trang_4": []}


def test_pages_change_places_and_stay_at_the_ends():
    assert list(shape(editing.with_moved_page(TWO, "p2", editing.EARLIER))) == ["p2", "p1"]
    assert editing.with_moved_page(TWO, "p1", editing.EARLIER) == TWO
    assert editing.with_moved_page(TWO, "p2", editing.LATER) == TWO


def test_a_page_goes_with_its_questions():
    assert shape(editing.without_page(TWO, "p1")) == {"p2": ["c"]}


# --- Questions -------------------------------------------------------------------------------
def test_questions_are_added_behind_another_or_at_the_end():
    new = [question("x"), question("y")]
    assert shape(editing.with_questions(TWO, "p1", new, after="a"))["p1"] == ["a", "x", "y", "b"]
    assert shape(editing.with_questions(TWO, "p1", new))["p1"] == ["a", "b", "x", "y"]
    assert shape(editing.with_questions(TWO, "p1", new, after="gone"))["p1"][-2:] == ["x", "y"]


def test_a_copy_stands_behind_and_has_a_code_of_its_own():
    after, code = editing.with_copy(TWO, "a")
    assert code == "cau_1"
    assert shape(after)["p1"] == ["a", "cau_1", "b"]
    assert replace(after.question("cau_1"), code="a") == TWO.question("a")


@pytest.mark.parametrize(
    ("code", "step", "expected"),
    [
        ("b", editing.EARLIER, {"p1": ["b", "a"], "p2": ["c"]}),
        ("b", editing.LATER, {"p1": ["a"], "p2": ["b", "c"]}),
        ("c", editing.EARLIER, {"p1": ["a", "b", "c"], "p2": []}),
        ("a", editing.EARLIER, {"p1": ["a", "b"], "p2": ["c"]}),
        ("c", editing.LATER, {"p1": ["a", "b"], "p2": ["c"]}),
    ],
)
def test_a_question_moves_by_one_and_over_the_edge_of_its_page(code, step, expected):
    assert shape(editing.with_moved_question(TWO, code, step)) == expected


def test_a_question_moves_to_another_page():
    assert shape(editing.with_question_on_page(TWO, "a", "p2")) == {"p1": ["b"], "p2": ["c", "a"]}


@pytest.mark.parametrize(
    "step",
    [
        lambda q: editing.without_question(q, "x"),
        lambda q: editing.with_copy(q, "x"),
        lambda q: editing.with_moved_question(q, "x", 1),
        lambda q: editing.with_question(q, "x", question("x")),
        lambda q: editing.with_question_on_page(q, "a", "x"),
        lambda q: editing.without_page(q, "a"),
        lambda q: editing.with_moved_page(q, "x", 1),
        lambda q: editing.page_named(q, "x"),
        lambda q: editing.question_named(q, "p1"),
    ],
)
def test_what_is_not_there_is_a_lookup_error(step):
    with pytest.raises(LookupError):
        step(TWO)


# --- Who refers to whom ----------------------------------------------------------------------
LEANING = Questionnaire(
    "Ý kiến",
    (
        Page("p1", "", (question("a"), question("ab", relevance="${a} = 'co'"))),
        Page(
            "p2",
            "",
            (
                question("c", K.NUMBER, constraint=". > count(${p1}) or ${a} != ''"),
                question("d", depends_on="a"),
                question("e", relevance="this is no expression"),
            ),
            relevance="${ab} = 'co'",
        ),
    ),
)


def test_everything_that_leans_on_a_question_is_found():
    assert editing.referring_to(LEANING, "a") == ["ab", "c", "d"]
    assert editing.referring_to(LEANING, "ab") == ["p2"]
    assert editing.referring_to(LEANING, "e") == []


def test_a_new_code_is_followed_by_whatever_referred_to_it():
    after = editing.with_question(LEANING, "a", replace(LEANING.question("a"), code="moi"))
    assert parse(after.question("ab").relevance) == parse("${moi} = 'co'")
    assert "${moi}" in after.question("c").constraint
    assert after.question("d").depends_on == "moi"
    assert after.question("e").relevance == "this is no expression"
    assert after.pages[1].relevance == "${ab} = 'co'"


def test_words_change_and_nothing_else_moves():
    after = editing.with_question(LEANING, "a", replace(LEANING.question("a"), label="Khác?"))
    assert after.question("a").label == "Khác?"
    assert editing.with_question(after, "a", LEANING.question("a")) == LEANING


# --- Conditions ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "codes", "negated", "expression"),
    [
        (K.SINGLE, ("co",), False, "${a} = 'co'"),
        (K.LIKERT, ("co", "khong"), False, "${a} = 'co' or ${a} = 'khong'"),
        (K.MULTIPLE, ("co", "1.5"), False, "selected(${a}, 'co') or selected(${a}, '1.5')"),
        (K.SINGLE, ("co", "khong"), True, "not(${a} = 'co' or ${a} = 'khong')"),
    ],
)
def test_ticks_become_an_expression_and_back(kind, codes, negated, expression):
    condition = Condition("a", codes, negated)
    assert written(condition, question("a", kind)) == expression
    assert read(expression) == condition
    assert parse(expression)


@pytest.mark.parametrize(
    "expression",
    ["", "${a} = 'co' and ${b} = 'co'", "${a} = 'co' or ${b} = 'co'", "${a} > 3", "not(", "x"],
)
def test_what_was_not_ticked_is_not_read_as_ticks(expression):
    assert read(expression) is None


def test_conditions_are_told_in_words():
    asked = questionnaire(p1=[question("n", K.NOTE), "a", "b"])
    assert in_words("${b} = 'co' or ${b} = 'la'", asked) == "khi câu 2 là “Có” hoặc “la”"
    assert in_words("not(${a} = 'co')", asked) == "khi câu 1 không phải “Có”"
    assert in_words("${a} > 3", asked) == "khi ${a} > 3"
    assert in_words("${gone} = 'co'", asked) == "khi ${gone} = 'co'"
    assert in_words("", asked) == ""
    assert number_of(asked, "n") == number_of(asked, "gone") == 0


def test_only_what_was_asked_before_decides():
    repeated = Page("p2", "", (question("r1"), question("r2")), repeat=Repeat(1, 3, "Người"))
    pages = (*TWO.pages[:1], repeated, Page("p3", "", (question("t", K.NUMBER), question("u"))))
    asked = Questionnaire("Ý kiến", pages)
    offered = {
        code: [one.code for one in can_decide(asked, code)]
        for code in ("a", "b", "r2", "p2", "u", "")
    }
    assert offered == {
        "a": [],
        "b": ["a"],
        "r2": ["a", "b", "r1"],
        "p2": ["a", "b"],
        "u": ["a", "b"],
        "": ["a", "b", "u"],
    }


def test_one_condition_for_several_at_once():
    after = editing.with_relevance(TWO, ["b", "p2"], "${a} = 'co'")
    assert [after.question(code).relevance for code in "abc"] == ["", "${a} = 'co'", ""]
    assert after.pages[1].relevance == "${a} = 'co'"


# --- Outline ---------------------------------------------------------------------------------
def test_the_outline_puts_faults_where_they_belong():
    outline = outline_of(
        TWO, [Fault("", "Chung"), Fault("b", "Câu"), Fault("p2", "Trang"), Fault("gone", "Đâu?")]
    )
    first, second = outline.parts
    assert [line.faults for line in first.lines] == [[], ["Câu"]]
    assert (second.faults, outline.faults) == (["Trang"], ["Chung", "Đâu?"])
    assert (outline.all_faults, outline.asked) == (4, 3)
    assert [line.number for part in outline.parts for line in part.lines] == [1, 2, 3]


@pytest.mark.parametrize(
    ("kind", "limits", "words"),
    [
        (K.MULTIPLE, Limits(min_choices=1, max_choices=3), "ít nhất 1, tối đa 3"),
        (K.NUMBER, Limits(minimum=0, maximum=120), "từ 0, đến 120"),
        (K.SCALE, Limits(minimum=1, maximum=5), "từ 1 đến 5"),
        (K.SCALE, Limits(), "từ 0 đến 10"),
        (K.LONG_TEXT, Limits(max_length=500), "tối đa 500 ký tự"),
        (K.SINGLE, Limits(), ""),
    ],
)  # fmt: skip
def test_limits_are_told_briefly(kind, limits, words):
    assert limits_in_words(question("a", kind, limits=limits)) == words


# --- Answers in words, and the samples ---------------------------------------------------------
def test_answers_are_read_back_in_words():
    asked = Questionnaire(
        "Ý kiến",
        (
            Page(
                "p1",
                "",
                (
                    question("a", choices=(*YES_NO, Choice("khac", "Khác", is_other=True))),
                    question("m", K.MATRIX, choices=YES_NO, rows=(Row("r", "Dòng"),)),
                    question("x", K.COMMUNE),
                    question("s", K.SCALE),
                    question("k", K.CONSENT),
                    question("l", K.MULTIPLE),
                    question("none", K.NUMBER),
                ),
            ),
            Page("p2", "", (question("n", K.NUMBER),), repeat=Repeat(0, 3, "Người")),
        ),
    )
    answers = {
        "a": "khac", "a_other": "Không nhớ", "m": {"r": "co"}, "x": "xa-a", "s": 7, "k": "yes",
        "l": ["co", "khong"], "p2": [{"n": "5"}, {}],
    }  # fmt: skip
    assert answers_in_words(asked, answers, {"xa-a": "Xã A"}) == [
        Said("Câu a?", ["Khác", "ghi thêm: Không nhớ"]),
        Said("Câu m?", ["Dòng: Có"]),
        Said("Câu x?", ["Xã A"]),
        Said("Câu s?", ["7"]),
        Said("Câu k?", ["Đồng ý"]),
        Said("Câu l?", ["Có", "Không"]),
        Said("Người 1", []),
        Said("Câu n?", ["5"]),
        Said("Người 2", []),
    ]


@pytest.mark.parametrize("code", SAMPLES)
def test_samples_may_be_opened_as_they_are(code):
    made = SAMPLES[code].make("việc cấp nước sạch")
    assert faults(made) == []
    assert advice(made) == []
    assert made.purpose
