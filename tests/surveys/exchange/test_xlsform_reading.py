"""What each part of an XLSForm becomes, or why it is refused."""

from decimal import Decimal

import pytest

from surveys.enums import QuestionKind
from surveys.exchange.imported import ImportRefused
from surveys.instrument.answers import shown_choices, shown_questions
from surveys.instrument.questionnaire import Choice, Limits, Repeat, Row
from tests.surveys.exchange.workbooks import only_problem, read_rows

K = QuestionKind
YES_NO = [("co_khong", "co", "Có"), ("co_khong", "khong", "Không")]
FULL = ("type", "name", "label", "required", "relevant", "constraint", "appearance", "parameters")


def asked(imported):
    return list(imported.questionnaire.questions)


def first(survey, choices=(), settings=()):
    return asked(read_rows(survey, choices, settings))[0]


def notes(imported):
    return [(note.sheet, note.row) for note in imported.notes]


# --- Kinds -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("select_one co_khong", K.SINGLE),
        ("select one from co_khong", K.SINGLE),
        ("Select_One co_khong", K.SINGLE),
        ("select_multiple  co_khong", K.MULTIPLE),
        ("select all that apply from co_khong", K.MULTIPLE),
        ("rank co_khong", K.RANKING),
        ("integer", K.NUMBER),
        ("int", K.NUMBER),
        ("decimal", K.NUMBER),
        ("text", K.SHORT_TEXT),
        ("string", K.SHORT_TEXT),
        ("date", K.DATE),
        ("note", K.NOTE),
        ("acknowledge", K.CONSENT),
        ("trigger", K.CONSENT),
        ("range", K.SCALE),
    ],
)
def test_type_becomes_a_kind(cell, kind):
    filler = ("text", "khac", "Câu khác?")
    assert first([(cell, "q", "Câu hỏi?"), filler], YES_NO).kind == kind


@pytest.mark.parametrize(
    ("kind", "appearance", "expected"),
    [
        ("select_one co_khong", "likert", K.LIKERT),
        ("select_one co_khong", "minimal", K.SINGLE),
        ("text", "multiline", K.LONG_TEXT),
    ],
)
def test_appearance_decides_between_kinds(kind, appearance, expected):
    survey = [FULL, (kind, "q", "Câu hỏi?", "", "", "", appearance)]
    assert first(survey, YES_NO).kind == expected


@pytest.mark.parametrize(
    "cell",
    [
        "image",
        "audio",
        "video",
        "file",
        "geopoint",
        "geotrace",
        "barcode",
        "select_one_from_file xa.csv",
        "select_one ${ten}",
        "select_one",
        "begin loop over co_khong",
        "kiểu lạ",
    ],
)
def test_type_we_cannot_ask_is_refused_with_its_row(cell):
    problem = only_problem([("text", "ten", "Tên?"), (cell, "q", "Câu hỏi?")], YES_NO)
    assert (problem.sheet, problem.row, problem.column) == ("survey", 3, "type")


@pytest.mark.parametrize("cell", ["start", "end", "deviceid", "audit", "username", "phonenumber"])
def test_what_would_identify_people_is_left_out_with_a_note(cell):
    imported = read_rows([(cell, cell, ""), ("text", "q", "Câu hỏi?")])
    assert [question.code for question in asked(imported)] == ["q"]
    (note,) = imported.notes
    assert (note.row, "nhận ra người trả lời" in note.words) == (2, True)


def test_condition_on_what_identifies_people_is_refused():
    survey = [FULL, ("deviceid", "may", ""), ("text", "q", "Câu?", "", "${may} != ''")]
    assert only_problem(survey).row == 3


def test_time_becomes_a_short_text_with_a_pattern():
    limits = first([("time", "gio", "Mấy giờ?")]).limits
    assert limits.pattern
    assert limits.pattern_message


# --- Ranges ----------------------------------------------------------------------------------
def ranged(parameters):
    return first([FULL, ("range", "diem", "Mấy điểm?", "", "", "", "", parameters)])


def test_short_range_is_a_scale():
    question = ranged("start=0 end=10 step=1")
    assert (question.kind, question.limits.minimum, question.limits.maximum) == (K.SCALE, 0, 10)


def test_range_without_parameters_goes_from_one_to_ten():
    question = ranged("")
    assert (question.limits.minimum, question.limits.maximum) == (1, 10)


def test_long_range_is_a_number_in_steps():
    question = ranged("start=0, end=100, step=5")
    assert (question.kind, question.limits.maximum) == (K.NUMBER, 100)
    assert question.constraint == ". mod 5 = 0"


def test_range_in_halves_keeps_its_decimals():
    question = ranged("start=0.5;end=2;step=0.5")
    assert (question.limits.minimum, question.limits.decimals) == (Decimal("0.5"), 1)
    assert question.constraint == "(. - 0.5) mod 0.5 = 0"


def test_range_downwards_is_turned_round():
    question = ranged("start=5 end=1 step=-1")
    assert (question.limits.minimum, question.limits.maximum) == (1, 5)


@pytest.mark.parametrize(
    "parameters", ["start=a", "start=1 end=1", "step=0", "start=1e99", "end=Infinity", "start end"]
)
def test_range_that_makes_no_sense_is_refused(parameters):
    with pytest.raises(ImportRefused) as refusal:
        ranged(parameters)
    assert {problem.row for problem in refusal.value.problems} == {2}


# --- Choices ---------------------------------------------------------------------------------
def test_numbers_as_codes_lose_their_decimal_point():
    question = first([("select_one muc", "q", "Mức?")], [("muc", 1.0, "Thấp"), ("muc", 2, "Cao")])
    assert question.choice_codes == ("1", "2")


def test_negative_codes_stay():
    question = first(
        [("select_one muc", "q", "Mức?")], [("muc", -99, "Không rõ lắm"), ("muc", 1, "Có")]
    )
    assert question.choice_codes == ("-99", "1")


def test_codes_with_spaces_and_marks_are_changed_with_their_conditions():
    imported = read_rows(
        [
            FULL,
            ("select_one nghe", "nghề nghiệp", "Nghề?"),
            (
                "text",
                "q",
                "Ghi thêm?",
                "",
                "${nghề nghiệp} = 'nông dân' or selected(${nghề nghiệp}, 'Công nhân')",
            ),
        ],
        [
            ("nghe", "nông dân", "Nông dân"),
            ("nghe", "Công nhân", "Công nhân"),
            ("nghe", "khac", "Khác"),
        ],
    )
    job, more = asked(imported)
    assert (job.code, job.choice_codes) == ("nghe_nghiep", ("nong_dan", "cong_nhan", "khac"))
    assert shown_questions(
        imported.questionnaire, imported.questionnaire.pages[0], {"nghe_nghiep": "nong_dan"}
    ) == [job, more]
    assert shown_questions(
        imported.questionnaire, imported.questionnaire.pages[0], {"nghe_nghiep": "khac"}
    ) == [job]
    assert notes(imported) == [("survey", 2), ("choices", 2), ("choices", 3)]


def test_own_answer_in_a_constraint_follows_the_changed_code():
    question = first(
        [FULL, ("select_multiple l", "q", "Câu?", "", "", "not(selected(., 'a b') and . = 'a b')")],
        [("l", "a b", "A"), ("l", "c", "C")],
    )
    assert question.constraint == "not(selected(., 'a_b') and . = 'a_b')"


def test_changed_codes_stay_apart():
    question = first(
        [("select_one l", "q", "Câu?")], [("l", "a b", "1"), ("l", "á b", "2"), ("l", "a_b", "3")]
    )
    assert len(set(question.choice_codes)) == 3
    assert question.choice_codes[2] == "a_b"


@pytest.mark.parametrize("name", ["1a", "hai từ", "a-b", "đường", "a__b", "and", "x" * 61, "日本"])
def test_question_code_we_cannot_keep_is_changed_with_a_note(name):
    imported = read_rows([("text", name, "Câu hỏi?"), ("note", "n", "Cảm ơn.")])
    assert asked(imported)[0].code != name
    assert notes(imported) == [("survey", 2)]


def test_equal_code_in_another_group_is_changed_and_may_not_be_asked_for():
    survey = [
        FULL,
        ("begin group", "a", "A"),
        ("text", "ten", "Tên?"),
        ("end group",),
        ("begin group", "b", "B"),
        ("text", "ten", "Tên?"),
        ("end group",),
    ]
    assert [question.code for question in asked(read_rows(survey))] == ["ten", "ten_2"]
    problem = only_problem([*survey, ("text", "q", "Câu?", "", "${ten} = 'x'")])
    assert (problem.row, problem.column) == (8, "relevant")


def test_repeated_choice_that_says_the_same_is_left_out():
    imported = read_rows([("select_one co_khong", "q", "Câu?")], [*YES_NO, YES_NO[0]])
    assert asked(imported)[0].choice_codes == ("co", "khong")
    assert notes(imported) == [("choices", 4)]


def test_repeated_choice_that_says_another_thing_is_refused():
    problem = only_problem(
        [("select_one co_khong", "q", "Câu?")], [*YES_NO, ("co_khong", "co", "Có thể")]
    )
    assert (problem.sheet, problem.row) == ("choices", 4)
    assert "dòng 2" in problem.words


def test_list_that_stands_in_two_blocks_is_one_list():
    choices = [YES_NO[0], ("khac", "a", "A"), ("khac", "b", "B"), YES_NO[1]]
    assert first([("select_one co_khong", "q", "Câu?")], choices).choice_codes == ("co", "khong")


def test_faults_of_a_list_nobody_uses_are_nobodys_business():
    read_rows([("select_one co_khong", "q", "Câu?")], [*YES_NO, ("khac", "", "Không mã")])


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("co_khong", "x", ""), "label"),
        (("co_khong", "", "X"), "name"),
        (("", "x", "X"), "list_name"),
        (("co_khong", "x", "Của ${ten}"), "label"),
    ],
)
def test_choice_that_lacks_something_is_refused(row, column):
    problem = only_problem([("select_one co_khong", "q", "Câu?")], [*YES_NO, row])
    assert (problem.sheet, problem.row, problem.column) == ("choices", 4, column)


def test_missing_list_and_missing_sheet_are_refused_at_the_question():
    for choices in (YES_NO, ()):
        problem = only_problem([("select_one la", "q", "Câu?")], choices)
        assert (problem.sheet, problem.row, problem.column) == ("survey", 2, "type")


def test_way_out_is_known_by_its_words():
    question = first(
        [("select_one co_khong", "q", "Câu?")], [*YES_NO, ("co_khong", "88", "Khó trả lời")]
    )
    assert question.choices[2] == Choice("88", "Khó trả lời", is_dont_know=True)


@pytest.mark.parametrize(
    "cell", ["select_one co_khong or_other", "select one from co_khong or specify other"]
)
def test_or_other_adds_a_choice_that_asks_for_words(cell):
    question = first([(cell, "q", "Câu?")], YES_NO)
    assert question.other == question.choices[2]
    assert question.other.code == "other"


def test_or_other_takes_the_choice_other_that_is_there():
    question = first(
        [("select_one co_khong or_other", "q", "Câu?")], [*YES_NO, ("co_khong", "other", "Ý khác")]
    )
    assert [choice.label for choice in question.choices] == ["Có", "Không", "Ý khác"]
    assert question.other.label == "Ý khác"


def test_code_of_the_words_beside_other_is_kept_free():
    imported = read_rows(
        [("select_one co_khong or_other", "q", "Câu?"), ("text", "q_other", "Ghi gì?")], YES_NO
    )
    assert [question.code for question in asked(imported)] == ["q", "q_other_2"]


# --- Lists that depend on another answer -----------------------------------------------------
DISTRICTS = [
    ("list_name", "name", "label", "huyen"),
    ("huyen", "a", "Huyện A"),
    ("huyen", "b", "Huyện B"),
    ("xa", "a1", "Xã A1", "a"),
    ("xa", "b1", "Xã B1", "b"),
    ("xa", "b2", "Xã B2", "b"),
]


def filtered_by(condition, choices=DISTRICTS):
    return read_rows(
        [
            ("type", "name", "label", "choice_filter"),
            ("select_one huyen", "huyen", "Huyện?"),
            ("select_one xa", "xa", "Xã?", condition),
        ],
        choices,
    )


@pytest.mark.parametrize(
    "condition",
    ["huyen = ${huyen}", "huyen=${huyen}", "${huyen}=huyen", "selected(${huyen}, huyen)"],
)
def test_filter_by_an_answer(condition):
    _, commune = asked(filtered_by(condition))
    assert commune.depends_on == "huyen"
    assert [one.code for one in shown_choices(commune, {"huyen": "b"})] == ["b1", "b2"]


def test_filter_by_a_text_is_applied_at_once():
    _, commune = asked(filtered_by("huyen = 'b'"))
    assert (commune.depends_on, commune.choice_codes) == ("", ("b1", "b2"))


def test_choice_without_a_value_is_shown_only_where_the_filter_says_so():
    choices = [*DISTRICTS, ("xa", "ngoai", "Ngoài tỉnh")]
    assert "ngoai" not in asked(filtered_by("huyen = ${huyen}", choices))[1].choice_codes
    kept = asked(filtered_by("huyen = ${huyen} or huyen = ''", choices))[1]
    assert [one.code for one in shown_choices(kept, {"huyen": "a"})] == ["a1", "ngoai"]


@pytest.mark.parametrize(
    "condition",
    ["huyen = ${tinh}", "tinh = ${huyen}", "huyen != ${huyen}", "huyen = yes", "position(..) > 1"],
)
def test_filter_we_do_not_know_is_refused(condition):
    with pytest.raises(ImportRefused) as refusal:
        filtered_by(condition)
    (problem,) = refusal.value.problems
    assert (problem.row, problem.column) == (3, "choice_filter")


def test_equal_ward_in_two_districts_gets_two_codes():
    imported = read_rows(
        [
            ("type", "name", "label", "choice_filter"),
            ("select_one huyen", "huyen", "Huyện?"),
            ("select_one xa", "xa", "Phường?", "huyen = ${huyen}"),
            ("select_one khom", "khom", "Khóm?", "huyen = ${xa}"),
        ],
        [
            *DISTRICTS[:3],
            ("xa", "p1", "Phường 1", "a"),
            ("xa", "p1", "Phường 1", "b"),
            ("khom", "k1", "Khóm 1", "p1"),
        ],
        [("allow_choice_duplicates",), ("yes",)],
    )
    _, ward, hamlet = asked(imported)
    assert [(one.code, one.parent) for one in ward.choices] == [("p1", "a"), ("p1_2", "b")]
    assert [(one.code, one.parent) for one in hamlet.choices] == [("k1", "p1"), ("k1_2", "p1_2")]


# --- Conditions ------------------------------------------------------------------------------
def test_curly_quotes_relative_paths_and_line_ends_are_understood():
    survey = [
        FULL,
        ("select_one co_khong", "q", "Câu?"),
        ("text", "r", "Câu?", "", "../q = ‘co’\r\nor ${ q } = “khong”"),
    ]
    assert asked(read_rows(survey, YES_NO))[1].relevance == "${q} = 'co' or ${q} = \"khong\""


@pytest.mark.parametrize("always", ["", "true()", "yes", "1"])
def test_condition_that_always_holds_is_none(always):
    assert first([FULL, ("text", "q", "Câu?", "", always)]).relevance == ""


@pytest.mark.parametrize(
    ("relevant", "constraint", "column"),
    [
        ("${khong_co} = 1", "", "relevant"),
        ("${q} =", "", "relevant"),
        ("/data/q = 1", "", "relevant"),
        ("", "pulldata('x', 'y')", "constraint"),
        ("", "regex(., '(a+)+')", "constraint"),
        ("(" * 60 + "1" + ")" * 60, "", "relevant"),
        ("${q} = 'x' or " * 300 + "1", "", "relevant"),
    ],
)
def test_condition_we_cannot_read_is_refused_at_its_cell(relevant, constraint, column):
    problem = only_problem(
        [FULL, ("text", "q", "Câu?"), ("text", "r", "Câu?", "", relevant, constraint)]
    )
    assert (problem.sheet, problem.row, problem.column) == ("survey", 3, column)


CALCULATED = ("type", "name", "label", "relevant", "calculation")


def test_calculation_is_put_where_it_is_asked_for():
    question = asked(
        read_rows(
            [
                CALCULATED,
                ("integer", "a", "A?"),
                ("calculate", "gap_doi", "", "", "${a} * 2"),
                ("calculate", "tong", "", "", "${gap_doi} + 1"),
                ("text", "q", "Câu?", "${tong} > 5"),
            ]
        )
    )[1]
    assert question.relevance == "((${a} * 2) + 1) > 5"


def test_calculation_nobody_asks_for_is_left_out_with_a_note():
    imported = read_rows([CALCULATED, ("calculate", "c", "", "", "1 + 1"), ("text", "q", "Câu?")])
    assert notes(imported) == [("survey", 2)]


def test_calculations_in_a_circle_are_refused():
    survey = [
        CALCULATED,
        ("calculate", "c", "", "", "${d} + 1"),
        ("calculate", "d", "", "", "${c} + 1"),
        ("text", "q", "Câu?", "${c} > 1"),
    ]
    assert only_problem(survey).row == 4


def test_calculations_that_grow_without_end_are_refused():
    grown = [
        ("calculate", f"c{number}", "", "", f"${{c{number - 1}}} + ${{c{number - 1}}}")
        for number in range(1, 60)
    ]
    survey = [
        CALCULATED,
        ("integer", "c0", "Số?"),
        *grown,
        ("text", "q", "Câu?", "${c59} > 1"),
    ]
    assert only_problem(survey).row == 62


def test_calculation_without_a_formula_is_refused():
    assert only_problem([CALCULATED, ("calculate", "c"), ("text", "q", "Câu?")]).row == 2


# --- Words -----------------------------------------------------------------------------------
def test_words_that_repeat_an_answer_are_refused():
    problem = only_problem([("text", "ten", "Tên?"), ("note", "n", "Chào ${ten}!")])
    assert (problem.row, problem.column) == (3, "label")


def test_question_without_words_is_refused():
    assert only_problem([("text", "q", "  ")]).row == 2


def test_note_may_have_its_words_in_the_hint():
    imported = read_rows(
        [("type", "name", "label", "hint"), ("note", "n", "", "Cảm ơn."), ("text", "q", "Câu?")]
    )
    assert (asked(imported)[0].label, asked(imported)[0].hint) == ("Cảm ơn.", "")


LANGUAGES = ("type", "name", "label::English (en)", "label::Tiếng Việt (vi)", "hint::English (en)")


def test_vietnamese_is_taken_and_what_is_left_is_told():
    imported = read_rows([LANGUAGES, ("text", "q", "Question?", "Câu hỏi?", "Hint")])
    (question,) = asked(imported)
    assert (question.label, question.hint) == ("Câu hỏi?", "Hint")
    assert [(note.row, note.column) for note in imported.notes] == [
        (1, "label::English (en)"),
        (2, "hint::English (en)"),
    ]


@pytest.mark.parametrize(
    "language", ["Vietnamese (vi)", "vi", "Tiếng Việt", "TIENG VIET", "x (VI)"]
)
def test_vietnamese_has_many_names(language):
    survey = [
        ("type", "name", "label::en", f"label::{language}"),
        ("text", "q", "Question?", "Câu?"),
    ]
    assert first(survey).label == "Câu?"


def test_without_vietnamese_the_default_language_is_taken():
    survey = [
        ("type", "name", "label::en", "label::fr"),
        ("text", "q", "Question?", "Question fr?"),
    ]
    assert first(survey, (), [("default_language",), ("fr",)]).label == "Question fr?"
    assert first(survey).label == "Question?"


def test_labels_without_a_language_are_those_of_the_default():
    survey = [("type", "name", "label", "label::en"), ("text", "q", "Câu?", "Question?")]
    assert first(survey, (), [("default_language",), ("vi",)]).label == "Câu?"


# --- Required, read only, left out -----------------------------------------------------------
@pytest.mark.parametrize(
    ("cell", "is_required"),
    [
        ("yes", True),
        ("TRUE", True),
        (True, True),
        ("true()", True),
        (1, True),
        ("có", True),
        ("", False),
        ("no", False),
        (False, False),
        ("false()", False),
        (0, False),
    ],
)
def test_required(cell, is_required):
    assert first([FULL, ("text", "q", "Câu?", cell)]).is_required == is_required


def test_required_under_a_condition_is_refused():
    survey = [FULL, ("text", "q", "Câu?"), ("text", "r", "Câu?", "${q} = 'x'")]
    assert (only_problem(survey).row, only_problem(survey).column) == (3, "required")


def test_read_only_text_is_a_note():
    imported = read_rows(
        [("type", "name", "label", "readonly"), ("text", "n", "Lời", "yes"), ("text", "q", "Câu?")]
    )
    assert asked(imported)[0].kind == K.NOTE


def test_default_is_left_out_with_a_note_and_disabled_rows_without():
    imported = read_rows(
        [
            ("type", "name", "label", "default", "disabled"),
            ("text", "q", "Câu?", "x"),
            ("image", "r", "Ảnh?", "", "yes"),
        ]
    )
    assert [question.code for question in asked(imported)] == ["q"]
    assert notes(imported) == [("survey", 2)]


def test_answer_from_another_application_is_refused():
    survey = [FULL, ("integer", "q", "Câu?", "", "", "", "ex:org.app")]
    assert (only_problem(survey).row, only_problem(survey).column) == (2, "appearance")


def test_all_problems_are_told_at_once_and_in_order():
    with pytest.raises(ImportRefused) as refusal:
        read_rows(
            [("image", "a", "Ảnh?"), ("text", "b", ""), ("select_one x", "c", "Câu?")], YES_NO
        )
    assert [problem.row for problem in refusal.value.problems] == [2, 3, 4]
    assert str(refusal.value.problems[0]).startswith("Trang “survey”, dòng 2, cột “type”: ")


# --- Pages -----------------------------------------------------------------------------------
def shape(imported):
    return [
        (page.code, page.title, [question.code for question in page.questions])
        for page in imported.questionnaire.pages
    ]


def test_groups_become_pages_with_the_titles_and_conditions_around_them():
    imported = read_rows(
        [
            ("type", "name", "label", "relevant", "hint"),
            ("text", "a", "A?"),
            ("begin_group", "ngoai", "Ngoài", "${a} != ''", "Lời dẫn"),
            ("text", "b", "B?"),
            ("begin_group", "trong", "Trong", "${b} = '1'"),
            ("text", "c", "C?"),
            ("end_group",),
            ("text", "d", "D?"),
            ("end_group",),
            ("text", "e", "E?"),
        ]
    )
    assert shape(imported) == [
        ("trang", "", ["a"]),
        ("ngoai", "Ngoài", ["b"]),
        ("trong", "Ngoài – Trong", ["c"]),
        ("ngoai_2", "Ngoài", ["d"]),
        ("trang_2", "", ["e"]),
    ]
    outer, inner = imported.questionnaire.pages[1:3]
    assert (outer.intro, inner.intro) == ("Lời dẫn", "")
    assert outer.relevance == "${a} != ''"
    assert inner.relevance == "(${a} != '') and (${b} = '1')"


def test_repeat_becomes_a_repeated_page_and_inner_titles_notes():
    imported = read_rows(
        [
            ("type", "name", "label", "relevant", "repeat_count"),
            ("begin_repeat", "ho", "Thành viên", "", 3),
            ("text", "ten", "Tên?"),
            ("begin_group", "hoc", "Học vấn", "${ten} != ''"),
            ("integer", "lop", "Lớp mấy?", "${ten} != 'x'"),
            ("end_group",),
            ("end_repeat",),
        ]
    )
    (page,) = imported.questionnaire.pages
    assert page.repeat == Repeat(3, 3, "Thành viên")
    _name, title, grade = page.questions
    assert (title.code, title.kind, title.relevance) == ("hoc", K.NOTE, "${ten} != ''")
    assert grade.relevance == "(${ten} != '') and (${ten} != 'x')"


def test_repeat_as_often_as_an_answer_says_is_left_to_the_person_with_a_note():
    imported = read_rows(
        [
            ("type", "name", "label", "repeat_count"),
            ("integer", "so", "Mấy người?"),
            ("begin_repeat", "ho", "Thành viên", "${so}"),
            ("text", "ten", "Tên?"),
            ("end_repeat",),
        ]
    )
    assert imported.questionnaire.pages[1].repeat == Repeat(0, 20, "Thành viên")
    assert notes(imported) == [("survey", 3)]


def test_count_of_members_may_be_asked_for():
    imported = read_rows(
        [
            FULL,
            ("begin repeat", "ho", "Thành viên"),
            ("integer", "tuoi", "Tuổi?"),
            ("end repeat",),
            ("text", "q", "Câu?", "", "count(${ho}) > 1 and sum(${tuoi}) > 9"),
        ]
    )
    assert imported.questionnaire.pages[1].questions[0].relevance.startswith("count(${ho})")


@pytest.mark.parametrize(
    ("rows", "row"),
    [
        ([("end_group", "", ""), ("text", "q", "Câu?")], 2),
        ([("begin_group", "g", "G"), ("text", "q", "Câu?")], 2),
        (
            [
                ("begin_repeat", "g", "G"),
                ("text", "q", "Câu?"),
                ("end_group", "", ""),
                ("end_repeat", "", ""),
            ],
            4,
        ),
        (
            [
                ("begin_repeat", "g", "G"),
                ("text", "q", "Câu?"),
                ("begin_repeat", "h", "H"),
                ("text", "r", "Câu?"),
                ("end_repeat", "", ""),
                ("end_repeat", "", ""),
            ],
            4,
        ),
    ],
)
def test_groups_that_do_not_nest_are_refused(rows, row):
    assert only_problem(rows).row == row


def test_condition_on_a_group_is_refused():
    survey = [
        FULL,
        ("begin_group", "g", "G"),
        ("text", "q", "Câu?"),
        ("end_group",),
        ("text", "r", "Câu?", "", "${g} = 'x'"),
    ]
    assert "nhóm" in only_problem(survey).words


# --- Matrices --------------------------------------------------------------------------------
TABLE = [
    FULL,
    ("begin_group", "bang", "Ông/bà thấy thế nào?", "", "", "", "table-list"),
    ("select_one co_khong", "dien", "Điện", "yes"),
    ("select_one co_khong", "nuoc", "Nước", "yes"),
    ("end_group",),
    ("text", "q", "Câu?", "", "${dien} = 'co'"),
]


def test_table_list_is_a_matrix_whose_rows_may_be_asked_for():
    imported = read_rows(TABLE, YES_NO)
    matrix, more = asked(imported)
    assert (matrix.kind, matrix.rows) == (K.MATRIX, (Row("dien", "Điện"), Row("nuoc", "Nước")))
    assert (matrix.is_required, matrix.choice_codes) == (True, ("co", "khong"))
    page = imported.questionnaire.pages[0]
    shown = shown_questions(imported.questionnaire, page, {"bang": {"dien": "co"}})
    assert shown == [matrix, more]
    assert shown_questions(imported.questionnaire, page, {"bang": {"dien": "khong"}}) == [matrix]


def test_label_and_list_nolabel_are_a_matrix():
    matrix, _ = asked(
        read_rows(
            [
                FULL,
                ("select_one co_khong", "dau", "Có những gì?", "", "", "", "label"),
                ("select_one co_khong", "dien", "Điện", "", "", "", "list-nolabel"),
                ("select_one co_khong", "nuoc", "Nước", "", "", "", "list-nolabel"),
                ("text", "q", "Câu?"),
            ],
            YES_NO,
        )
    )
    assert (matrix.code, matrix.label, len(matrix.rows)) == ("dau", "Có những gì?", 2)


@pytest.mark.parametrize(
    "odd",
    [
        ("select_one khac", "nuoc", "Nước"),
        ("select_multiple co_khong", "nuoc", "Nước"),
        ("select_one co_khong", "nuoc", "Nước", "no"),
        ("select_one co_khong", "nuoc", "Nước", "yes", "${dien} = 'co'"),
        ("text", "nuoc", "Nước"),
    ],
)
def test_table_whose_rows_are_not_alike_stays_single_questions(odd):
    survey = [*TABLE[:3], odd, *TABLE[4:]]
    imported = read_rows(survey, [*YES_NO, ("khac", "x", "X")])
    assert [question.kind is K.MATRIX for question in asked(imported)] == [False, False, False]
    assert imported.questionnaire.pages[0].title == "Ông/bà thấy thế nào?"


# --- Settings --------------------------------------------------------------------------------
def test_title_is_that_of_the_settings_the_sheet_or_the_file():
    row = ("text", "q", "Câu?")
    assert (
        read_rows([row], (), [("form_title",), ("Tên phiếu",)]).questionnaire.title == "Tên phiếu"
    )
    assert read_rows([("set form title", "Tên cũ", ""), row]).questionnaire.title == "Tên cũ"
    assert read_rows([row]).questionnaire.title == "phieu"


def test_questionnaire_longer_than_our_tables_is_refused_at_its_row():
    problem = only_problem([("text", "a", "A?"), ("text", "q", "x" * 1_001)])
    assert problem.row == 3
    assert only_problem([("text", "a", "A?")], (), [("form_title",), ("x" * 201,)]).row == 1


def test_questionnaire_without_a_question_is_refused():
    assert only_problem([("note", "n", "Cảm ơn.")]).words == "Bảng hỏi không có câu hỏi nào."


def test_our_limits_stand_in_the_constraint_for_others_and_are_read_from_columns():
    survey = [
        ("type", "name", "label", "constraint", "minimum", "maximum", "max_choices"),
        ("integer", "a", "A?", ". >= 1 and . <= 9", "1", "9"),
        ("integer", "b", "B?", "(. != 5) and (. >= 1)", "1"),
        ("integer", "c", "C?", ". >= 2", "1"),
    ]
    a, b, c = asked(read_rows(survey))
    # The first was edited in Excel: it is not what we wrote, and stays whole.
    assert (a.constraint, a.limits) == (". >= 1 and . <= 9", Limits(Decimal(1), Decimal(9)))
    assert (b.constraint, b.limits) == (". != 5", Limits(Decimal(1)))
    assert (c.constraint, c.limits) == (". >= 2", Limits(Decimal(1)))
