"""What LimeSurvey's structures become, in both shapes of the file, or why they are refused."""

import time

import pytest

from surveys.enums import QuestionKind
from surveys.exchange.imported import ImportRefused
from surveys.exchange.limesurvey.markup import text_of
from surveys.instrument.answers import shown_questions
from surveys.instrument.questionnaire import Choice
from tests.surveys.exchange.lime import Q, lss, read, read_questions

K = QuestionKind
SHAPES = pytest.mark.parametrize("is_old", [False, True], ids=["l10ns", "older"])
OPTIONS = (("A1", "Tốt"), ("A2", "Kém"))
ROWS = (("SQ1", "Điện"), ("SQ2", "Nước"))


def problem_of(*questions, **extra):
    with pytest.raises(ImportRefused) as refusal:
        read(lss(*questions, **extra))
    (problem,) = refusal.value.problems
    return problem


# --- Both shapes -----------------------------------------------------------------------------
@SHAPES
def test_survey_keeps_titles_words_lists_and_order(is_old):
    content = lss(
        Q(
            "q1",
            "L",
            "<p>Ông/bà <b>thấy</b> thế nào?</p>",
            answers=OPTIONS,
            mandatory="Y",
            help="Chọn một",
        ),
        Q("q2", "F", "Từng việc?", subs=ROWS, answers=OPTIONS),
        is_old=is_old,
        title="Khảo sát <i>điện</i>",
        welcome="<p>Xin chào.</p><script>alert(1)</script>",
        group="Phần một",
        intro="Lời dẫn",
    )
    questionnaire = read(content).questionnaire
    assert (questionnaire.title, questionnaire.purpose) == ("Khảo sát điện", "Xin chào.")
    (page,) = questionnaire.pages
    assert (page.title, page.intro) == ("Phần một", "Lời dẫn")
    single, matrix = page.questions
    assert (single.label, single.hint) == ("Ông/bà thấy thế nào?", "Chọn một")
    assert (single.is_required, single.choices) == (
        True,
        (Choice("A1", "Tốt"), Choice("A2", "Kém")),
    )
    assert (matrix.kind, [row.label for row in matrix.rows]) == (K.MATRIX, ["Điện", "Nước"])
    assert matrix.choice_codes == ("A1", "A2")


@SHAPES
def test_vietnamese_is_taken_else_the_base_language(is_old):
    question = Q("q1", "L", "Câu", answers=OPTIONS)
    imported = read(lss(question, is_old=is_old, languages=("en", "vi")))
    assert next(imported.questionnaire.questions).label == "Câu"
    assert "en" in imported.notes[0].words
    imported = read(lss(question, is_old=is_old, languages=("en", "fr")))
    assert next(imported.questionnaire.questions).choices[0].label == "Tốt (en)"


@SHAPES
def test_relevance_is_kept(is_old):
    content = lss(
        Q("q1", "Y", "Có không?"),
        Q("q2", "T", "Vì sao?", relevance='((q1.NAOK == "Y"))'),
        is_old=is_old,
    )
    questionnaire = read(content).questionnaire
    (page,) = questionnaire.pages
    assert page.questions[1].relevance == "${q1} = 'Y'"
    assert len(shown_questions(questionnaire, page, {"q1": "N"})) == 1


# --- Types -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("L", [K.SINGLE]),
        ("!", [K.SINGLE]),
        ("O", [K.SINGLE, K.LONG_TEXT]),
        ("Y", [K.SINGLE]),
        ("G", [K.SINGLE]),
        ("5", [K.SCALE]),
        ("A", [K.MATRIX]),
        ("B", [K.MATRIX]),
        ("C", [K.MATRIX]),
        ("E", [K.MATRIX]),
        ("F", [K.MATRIX]),
        ("H", [K.MATRIX]),
        ("M", [K.MULTIPLE]),
        ("P", [K.MULTIPLE, K.LONG_TEXT]),
        ("R", [K.RANKING]),
        ("N", [K.NUMBER]),
        ("K", [K.NUMBER, K.NUMBER]),
        ("D", [K.DATE]),
        ("S", [K.SHORT_TEXT]),
        ("T", [K.LONG_TEXT]),
        ("U", [K.LONG_TEXT]),
        ("Q", [K.SHORT_TEXT, K.SHORT_TEXT]),
        ("X", [K.NOTE]),
    ],
)
def test_type_becomes_a_kind(kind, expected):
    made = read_questions(Q("q", kind, subs=ROWS, answers=OPTIONS), Q("cuoi", "T"))
    assert [question.kind for question in made[:-1]] == expected


@pytest.mark.parametrize("kind", ["|", ";", ":", "?", ""])
def test_type_we_cannot_ask_is_refused_by_the_code_of_its_question(kind):
    problem = problem_of(Q("q", kind, subs=ROWS, answers=OPTIONS), Q("cuoi", "T"))
    assert (problem.column, str(problem).startswith("Câu “q”: ")) == ("q", True)


def test_two_scales_become_two_matrices():
    answers = (("1", "Có", 0), ("2", "Không", 0), ("1", "Cần", 1), ("2", "Không cần", 1))
    first, second = read_questions(
        Q("q", "1", "Việc?", subs=ROWS, answers=answers, attributes={"dualscale_headerB": "Cần?"})
    )
    assert (first.code, second.code) == ("q_0", "q_1")
    assert [choice.label for choice in second.choices] == ["Cần", "Không cần"]
    assert second.label == "Việc? – Cần?"


def test_table_of_checkboxes_becomes_a_multiple_choice_for_each_line():
    subs = (*ROWS, ("C1", "Sáng", 1), ("C2", "Chiều", 1))
    made = read_questions(
        Q("q", ":", "Khi nào?", subs=subs, attributes={"multiflexible_checkbox": "1"})
    )
    assert [(one.code, one.label, one.choice_codes) for one in made] == [
        ("q_SQ1", "Khi nào? – Điện", ("C1", "C2")),
        ("q_SQ2", "Khi nào? – Nước", ("C1", "C2")),
    ]


def test_attributes_that_limit_are_kept():
    single, several, number, text = read_questions(
        Q(
            "a",
            "L",
            answers=OPTIONS,
            other="Y",
            attributes={"other_replace_text": "Ý <b>khác</b>", "random_order": "1"},
        ),
        Q(
            "b",
            "M",
            subs=(*ROWS, ("SQ3", "Không gì cả")),
            attributes={"exclude_all_others": "SQ3", "max_answers": "2", "min_answers": "1"},
        ),
        Q(
            "c",
            "N",
            attributes={
                "min_num_value_n": "1",
                "max_num_value_n": "9.5",
                "num_value_int_only": "1",
            },
        ),
        Q("d", "S", preg="/^[0-9]{9}$/", attributes={"maximum_chars": "9"}),
    )
    assert (single.other.label, single.is_random_order) == ("Ý khác", True)
    assert [choice.is_exclusive for choice in several.choices] == [False, False, True]
    assert (several.limits.min_choices, several.limits.max_choices) == (1, 2)
    assert (str(number.limits.maximum), number.limits.decimals) == ("9.5", 0)
    assert (text.limits.pattern, text.limits.max_length) == ("^[0-9]{9}$", 9)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("F", {"attributes": {"array_filter": "q1"}}),
        ("K", {"attributes": {"equals_num_value": "100"}}),
        ("N", {"attributes": {"max_num_value_n": "{q1 + 1}"}}),
        ("N", {"attributes": {"max_num_value_n": "1e999"}}),
        ("M", {"attributes": {"max_answers": "1.5"}}),
        ("S", {"preg": "/a/i"}),
        ("D", {"attributes": {"date_format": "dd.mm.yyyy HH:MM"}}),
    ],
)
def test_what_would_be_asked_otherwise_is_refused(kind, fields):
    assert problem_of(Q("q", kind, subs=ROWS, answers=OPTIONS, **fields)).column == "q"


def test_hidden_and_reckoned_questions_are_left_out_and_may_not_be_asked_for():
    hidden = Q("an", "T", attributes={"hidden": "1"})
    reckoned = Q("tinh", "*", "{1+1}")
    imported = read(lss(hidden, reckoned, Q("q", "T")))
    assert [question.code for question in imported.questionnaire.questions] == ["q"]
    assert [note.column for note in imported.notes] == ["an", "tinh"]
    assert problem_of(hidden, Q("q", "T", relevance="an == 'x'")).column == "q"


def test_soft_obligation_pictures_and_quotas_are_told():
    imported = read(lss(Q("q", "T", "Câu?<img src='x.png'>", mandatory="S"), quota=[{"id": "1"}]))
    assert not next(imported.questionnaire.questions).is_required
    assert [note.column for note in imported.notes] == ["", "q", "q"]


def test_way_out_is_known_by_its_words():
    (question,) = read_questions(Q("q", "L", answers=(*OPTIONS, ("99", "Khó trả lời"))))
    assert question.choices[2].is_dont_know


# --- Codes -----------------------------------------------------------------------------------
def test_equal_codes_are_told_apart_and_may_not_be_asked_for():
    twins = (Q("q", "T"), Q("q", "T"))
    assert [question.code for question in read_questions(*twins)] == ["q", "q_2"]
    assert problem_of(*twins, Q("r", "T", relevance="q == 'x'")).column == "r"


def test_codes_we_cannot_keep_are_changed_with_their_conditions():
    odd = Q("1a", "L", answers=(("a b", "A"), ("c", "C")))
    first, second = read_questions(odd, Q("q", "T", relevance=f"{odd.sgqa}.NAOK == 'a b'"))
    assert (first.code, first.choice_codes) == ("c1a", ("a_b", "c"))
    assert second.relevance == "${c1a} = 'a_b'"


def test_repeated_choice_codes_are_refused():
    assert problem_of(Q("q", "L", answers=(("1", "A"), ("1", "B")))).column == "q"


@pytest.mark.parametrize("kind", ["L", "M", "F", "R"])
def test_lists_without_choices_are_refused(kind):
    assert problem_of(Q("q", kind, subs=ROWS if kind == "F" else ())).column == "q"


# --- Conditions ------------------------------------------------------------------------------
ASKED = (
    ("q1", "L", {"answers": OPTIONS}),
    ("m", "M", {"subs": ROWS}),
    ("f", "F", {"subs": ROWS, "answers": OPTIONS}),
    ("n", "N", {}),
    ("k", "K", {"subs": ROWS}),
    ("o", "L", {"answers": OPTIONS, "other": "Y"}),
)


def relevance_of(text):
    asked = [Q(code, kind, **fields) for code, kind, fields in ASKED]
    return read_questions(*asked, Q("last", "T", relevance=text))[-1].relevance


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("1", ""),
        ("", ""),
        ('q1.NAOK == "A1"', "${q1} = 'A1'"),
        ("q1 eq 'A1'", "${q1} = 'A1'"),
        ('((q1.NAOK != "A1" && n.NAOK >= 18))', "${q1} != 'A1' and ${n} >= 18"),
        ('n.NAOK > "18"', "${n} > 18"),
        ("n.NAOK < '-1'", "${n} < -1"),
        ('q1 == "A1" || q1 == "A2" or n == 3', "${q1} = 'A1' or ${q1} = 'A2' or ${n} = 3"),
        ('!(q1 == "A1")', "not(${q1} = 'A1')"),
        ("!is_empty(q1.NAOK)", "not(${q1} = '')"),
        ('m_SQ1.NAOK == "Y"', "selected(${m}, 'SQ1')"),
        ('m_SQ1.NAOK != "Y"', "not(selected(${m}, 'SQ1'))"),
        ('m_SQ1 == "" and "Y" == m_SQ2', "not(selected(${m}, 'SQ1')) and selected(${m}, 'SQ2')"),
        ("is_empty(m_SQ2) || m_SQ1", "not(selected(${m}, 'SQ2')) or selected(${m}, 'SQ1')"),
        ("count(m_SQ1.NAOK, m_SQ2.NAOK) >= 2", "count-selected(${m}) >= 2"),
        ('f_SQ2.NAOK == "A2"', "${f__SQ2} = 'A2'"),
        ("k_SQ1 + k_SQ2 > 100", "${k_SQ1} + ${k_SQ2} > 100"),
        ("o_other.NAOK != ''", "${o_other} != ''"),
        ("strlen(q1) > 2 and n / 2 <= 4", "string-length(${q1}) > 2 and ${n} div 2 <= 4"),
        ("if(n > 3, q1, 'x') == 'A1'", "if(${n} > 3, ${q1}, 'x') = 'A1'"),
        ('regexMatch("/^A/", q1)', "regex(${q1}, '^A.*')"),
        ("{q1.NAOK == 'A1'}", "${q1} = 'A1'"),
    ],
)
def test_expression_in_our_words(theirs, ours):
    assert relevance_of(theirs) == ours


@pytest.mark.parametrize(
    "text",
    [
        "la == 1",
        "q1.shown == 'Tốt'",
        "q1 = 'A1'",
        "q1 == ",
        "(q1 == 'A1'",
        "rand(1, 2) == 1",
        "q1 > 'A1'",
        "m_SQ1 == 'X'",
        "count(m_SQ1) > 0",
        "sum(k_SQ1, k_SQ2) > 3",
        "TOKEN:FIRSTNAME == 'x'",
        "!" * 100 + "q1",
        "(" * 100 + "q1",
        "q1 == 'A1' # x",
    ],
)
def test_expression_we_cannot_read_is_refused_by_its_question(text):
    with pytest.raises(ImportRefused) as refusal:
        relevance_of(text)
    assert [problem.column for problem in refusal.value.problems] == ["last"]


def test_names_of_old_expressions_are_known():
    first = Q("q1", "L", answers=OPTIONS)
    several = Q("m", "M", subs=ROWS)
    made = read_questions(
        first,
        several,
        Q("a", "T", relevance=f"{first.sgqa}.NAOK == 'A1'"),
        Q("b", "T", relevance=f"{several.sgqa}SQ1.NAOK == 'Y'"),
    )
    assert [question.relevance for question in made[2:]] == [
        "${q1} = 'A1'",
        "selected(${m}, 'SQ1')",
    ]


def conditioned(*rows, relevance="1"):
    first, several = Q("q1", "L", answers=OPTIONS), Q("m", "M", subs=ROWS)
    last = Q("last", "T", relevance=relevance)
    conditions = [
        {
            "qid": last.qid,
            "cfieldname": name.format(q1=first.sgqa, m=several.sgqa),
            "method": method,
            "value": value,
            "scenario": scenario,
        }
        for name, method, value, scenario in rows
    ]
    return read_questions(first, several, last, conditions=conditions)[-1].relevance


def test_conditions_table_joins_equalities_by_or_and_scenarios_by_or():
    assert (
        conditioned(
            ("{q1}", "==", "A1", 1),
            ("{q1}", "==", "A2", 1),
            ("+{m}SQ1", "==", "Y", 1),
            ("{q1}", "!=", "A1", 2),
        )
        == "(${q1} = 'A1' or ${q1} = 'A2') and selected(${m}, 'SQ1') or ${q1} != 'A1'"
    )


def test_expression_is_preferred_to_the_table_it_came_from():
    assert conditioned(("{q1}", "==", "A2", 1), relevance="q1 == 'A1'") == "${q1} = 'A1'"


@pytest.mark.parametrize(
    "row",
    [
        ("{q1}", "RX", "/a/", 1),
        ("{q1}", "==", "@123X1X2@", 1),
        ("{{TOKEN:X}}", "==", "a", 1),
        ("+{m}SQ1", "==", "X", 1),
    ],
)
def test_condition_of_the_table_we_cannot_read_is_refused(row):
    with pytest.raises(ImportRefused) as refusal:
        conditioned(row)
    assert [problem.column for problem in refusal.value.problems] == ["last"]


def test_condition_of_a_group_is_that_of_its_page():
    imported = read(lss(Q("q1", "Y"), grelevance="q1 == 'Y'"))
    assert imported.questionnaire.pages[0].relevance == "${q1} = 'Y'"


def test_validation_becomes_the_constraint():
    attributes = {"em_validation_q": "this > 3", "em_validation_q_tip": "Lớn hơn <b>3</b>"}
    (question,) = read_questions(Q("n", "N", attributes=attributes))
    assert (question.constraint, question.constraint_message) == (". > 3", "Lớn hơn 3")


# --- Words -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Xin <b>chào</b>", "Xin chào"),
        ("<p>Một</p><p>Hai<br/>ba</p>", "Một\nHai\nba"),
        ("a&nbsp;&lt;b&gt; &amp; c", "a <b> & c"),
        ("<script>alert('x')</script>Lời", "Lời"),
        ("<SCRIPT src=//x></SCRIPT >Lời<style>b{}</style>", "Lời"),
        ("<img src=x onerror=alert(1)>Lời", "Lời"),
        ("<a href=\"javascript:alert(1)\" title='a>b'>Lời</a>", "Lời"),
        ("<svg onload=alert(1)><text>x</text></svg>Lời", "Lời"),
        ("<!-- <b>ẩn</b> -->Lời<!-- bỏ", "Lời"),
        ("3 < 5 và 5 > 3", "3 < 5 và 5 > 3"),
        ("Lời<scr", "Lời"),
        ("<script>không đóng", ""),
        ("dòng\r\nmột", "dòng một"),
    ],
)
def test_markup_becomes_words(markup, text):
    assert text_of(markup) == text


@pytest.mark.parametrize(
    "piece", ["<", "<!--", "<a ", "<a b='", "<script>", "</", "&#", '<a b="c>', "<div>"]
)
def test_broken_markup_takes_no_time(piece):
    started = time.thread_time()
    text_of(piece * (1_000_000 // len(piece)))
    assert time.thread_time() - started < 5


def test_script_in_every_text_is_gone():
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    imported = read(
        lss(
            Q(
                "q",
                "L",
                f"Câu{hostile}",
                help=f"Chỉ dẫn{hostile}",
                answers=(("1", f"A{hostile}"), ("2", "B")),
            ),
            title=f"Tên{hostile}",
            welcome=f"Chào{hostile}",
            group=f"Nhóm{hostile}",
            intro=f"Dẫn{hostile}",
        )
    )
    assert "alert" not in repr(imported.questionnaire)


@pytest.mark.parametrize(
    "words", ["Chào {TOKEN:FIRSTNAME}", "{q1.shown} là gì?", "{INSERTANS:1X2X3}"]
)
def test_words_that_repeat_an_answer_are_refused(words):
    assert problem_of(Q("q1", "T"), Q("q2", "T", words)).column == "q2"


def test_fields_in_the_welcome_are_taken_out_with_a_note():
    imported = read(lss(Q("q", "T"), welcome="Chào {TOKEN:FIRSTNAME}!"))
    assert imported.questionnaire.purpose == "Chào …!"
    assert len(imported.notes) == 1


def test_question_without_words_and_too_long_words_are_refused():
    assert problem_of(Q("q", "T", "<p> </p>")).column == "q"
    assert problem_of(Q("q", "T", "x" * 1_001)).column == "q"


# --- Files -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<document>",
        b"<document></document>",
        b"<html><body/></html>",
        b"\xff\xfe\x00",
        b'<?xml version="1.0" encoding="nonsense"?><document/>',
        b"<!DOCTYPE x [<!ENTITY y 'z'>]><document><LimeSurveyDocType>Survey</LimeSurveyDocType></document>",
        lss(Q("q", "T"))[:-30],
        lss(Q("q", "T")).replace(b">Survey<", b">Group<"),
        b"<document>" + b"<a/>" * 900_000 + b"</document>",
        b" " * (10 * 1024 * 1024 + 1),
    ],
    ids=[
        "empty",
        "cut",
        "no type",
        "html",
        "bytes",
        "encoding",
        "entity",
        "broken",
        "group",
        "tags",
        "big",
    ],
)
def test_damaged_file_is_refused_in_one_sentence(content):
    with pytest.raises(ImportRefused) as refusal:
        read(content)
    (problem,) = refusal.value.problems
    assert problem.words.endswith(".")


def test_survey_without_questions_is_refused():
    assert "câu hỏi" in problem_of().words


def test_rows_of_no_group_or_question_are_nobodys():
    content = lss(Q("q", "T")).replace(b"<gid>10</gid><type>", b"<gid>99</gid><type>")
    with pytest.raises(ImportRefused):
        read(content)


def test_a_line_without_words_is_refused_by_its_question():
    question = Q("a", "Q", "Câu?", subs=[("x", "", 0)])
    assert "Có dòng của câu này chưa có lời" in str(problem_of(question))
