"""Whatever stands in the cells of a form, it is imported or refused; an import can be exported again."""

import contextlib
import io

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from surveys.exchange.imported import ImportRefused
from surveys.exchange.limesurvey import read_lss
from surveys.exchange.xlsform import read_xlsform, write_xlsform
from surveys.instrument.checks import faults
from tests.surveys.exchange.lime import Q, lss
from tests.surveys.exchange.workbooks import read, workbook

SLOW = settings(suppress_health_check=[HealthCheck.too_slow])

TYPES = st.sampled_from(
    [
        *(
            "text",
            "integer",
            "decimal",
            "date",
            "time",
            "note",
            "acknowledge",
            "range",
            "calculate",
        ),
        *("select_one l", "select_multiple l", "rank l", "select_one l or_other", "select_one m"),
        *("begin_group", "end_group", "begin_repeat", "end_repeat", "start", "today", "hidden"),
        *("percentage", "select_one", "", "geopoint", "end group", "begin repeat", "SELECT_ONE l"),
    ]
)
NAMES = st.sampled_from(
    ["a", "b", "c", "d", "e", "f", "A", "a_other", "1", "hai từ", "a__b", "and", ""]
)
WORDS = st.sampled_from(["Câu?", "Lời", "", "=1", "${a}", "Khó trả lời", "x" * 1_001])
CONDITIONS = st.sampled_from(
    [
        *("", "", "", "${a} = 'x'", "selected(${b}, 'hai từ')", ". > 3", "../a = 1", "${z} = 1"),
        *("true()", "no", "(", "${c} + ${d} > 1", "count(${a}) > 1", "${A} = ${a}", "if(", "'"),
    ]
)
LOOKS = st.sampled_from(
    ["", "", "likert", "table-list", "label", "list-nolabel", "multiline", "ex:a"]
)
PARAMETERS = st.sampled_from(["", "", "randomize=true", "start=1 end=5", "start=a", "=", "step=0"])
FILTERS = st.sampled_from(
    ["", "", "col = ${a}", "${b}=col", "col='x'", "true()", "col", "x = ${z}"]
)
ANY = st.text(max_size=12)
SURVEY_HEADER = (
    *("type", "name", "label", "relevant", "constraint", "appearance", "parameters"),
    *("choice_filter", "calculation", "required", "hint", "repeat_count"),
)
ROWS = st.lists(
    st.tuples(
        *(TYPES, NAMES, WORDS, CONDITIONS, CONDITIONS, LOOKS, PARAMETERS, FILTERS, CONDITIONS),
        *(
            st.sampled_from(["", "yes", "no", "${a} = 1"]),
            WORDS,
            st.sampled_from(["", "2", "${a}"]),
        ),
    ),
    max_size=12,
)
CHOICES = st.lists(
    st.tuples(
        st.sampled_from(["l", "l", "m", ""]),
        st.sampled_from(["x", "y", "hai từ", "other", "1", "-9", ""]),
        WORDS,
        st.sampled_from(["", "x", "y"]),
    ),
    max_size=8,
)


@SLOW
@given(ROWS, CHOICES, st.sampled_from(["yes", "no"]))
def test_form_of_any_rows_is_imported_or_refused(rows, choices, twins):
    content = workbook(
        survey=[SURVEY_HEADER, *rows],
        choices=[("list_name", "name", "label", "col"), *choices],
        settings=[("allow_choice_duplicates",), (twins,)],
    )
    with contextlib.suppress(ImportRefused):
        questionnaire = read(content).questionnaire
        stored = write_xlsform(questionnaire)
        assert read_xlsform(io.BytesIO(stored), "x.xlsx").questionnaire == questionnaire
        convert(xlsform=stored)
        faults(questionnaire)


# --- Forms that are mostly sound -------------------------------------------------------------
SOUND_LISTS = [
    ("list_name", "name", "label", "col"),
    ("l", "x", "Lời x", "x"),
    ("l", "hai từ", "Lời hai", ""),
    ("l", "other", "Lời khác", "y"),
    ("m", "1", "Một", "x"),
    ("m", "2", "Hai", "y"),
    ("m", "2", "Hai", "x"),
]
START = [
    ("select_one l", "a", "A?"),
    ("select_multiple m or_other", "b", "B?"),
    ("integer", "c", "C?"),
    ("calculate", "t", "", "", "", "", "", "", "${c} * 2"),
]
SOUND_TYPES = st.sampled_from(
    [
        *(
            "text",
            "integer",
            "decimal",
            "time",
            "note",
            "acknowledge",
            "range",
            "date",
            "percentage",
        ),
        *("select_one l", "select_one m", "select_multiple m", "rank m", "select_one l or_other"),
    ]
)
SOUND_NAMES = st.sampled_from(
    ["d", "e", "f", "g", "d", "hai từ", "1a", "b_other", "a__x", "C", "not", "_mode"]
)
SOUND_CONDITIONS = st.sampled_from(
    [
        *("", "", "${a} = 'hai từ'", "selected(${b}, '1') and ${c} > 1", "../c < 5 or ${t} = 4"),
        *("true()", 'not(${a} = "x")', "${b_other} != ''", "if(${c} > 1, ${a}, 'x') = 'x'"),
    ]
)
CONSTRAINTS = st.sampled_from(
    ["", ". != 'x'", ". > ${c}", "regex(., '^a+$')", "selected(., 'hai từ')"]
)
RANGES = st.sampled_from(["", "start=0 end=5", "start=0 end=50 step=5", "start=1 end=2 step=0.5"])
SOUND_FILTERS = st.sampled_from(
    ["", "", "col = ${a}", "selected(${b}, col)", "col = 'x'", "col = ${a} or col = ''"]
)


@st.composite
def sound_row(draw):
    kind = draw(SOUND_TYPES)
    is_select = kind in ("select_one l", "select_one m")
    parameters = "randomize=true" if is_select and draw(st.booleans()) else ""
    return (
        kind,
        draw(SOUND_NAMES),
        draw(st.sampled_from(["Câu?", "=1", "Khó trả lời"])),
        draw(SOUND_CONDITIONS),
        draw(CONSTRAINTS) if kind != "note" else "",
        draw(st.sampled_from(["", "likert", "multiline", "label", "list-nolabel", "minimal"])),
        draw(RANGES) if kind == "range" else parameters,
        draw(SOUND_FILTERS) if is_select else "",
        "",
        draw(st.sampled_from(["", "yes", "no"])),
        draw(st.sampled_from(["", "Chỉ dẫn"])),
    )


@st.composite
def blocks(draw, depth=2):
    """One row, or a group (once perhaps a repeat) of blocks."""
    if not depth or draw(st.integers(0, 2)):
        return [draw(sound_row())]
    kind = draw(st.sampled_from(["group", "group", "repeat" if depth == 2 else "group"]))
    inner = [row for block in draw(st.lists(blocks(depth=depth - 1), max_size=3)) for row in block]
    looks = draw(st.sampled_from(["", "field-list", "table-list"]))
    title = draw(st.sampled_from(["", "Nhóm"]))
    start = (f"begin_{kind}", draw(SOUND_NAMES), title, draw(SOUND_CONDITIONS))
    return [(*start, "", looks, "", "", "", "", "Dẫn"), *inner, (f"end_{kind}",)]


@SLOW
@given(st.lists(blocks(), max_size=5))
def test_form_of_sound_rows_is_imported_and_exported_again(drawn):
    content = workbook(
        survey=[SURVEY_HEADER, *START, *(row for block in drawn for row in block)],
        choices=SOUND_LISTS,
        settings=[("allow_choice_duplicates",), ("yes",)],
    )
    try:
        questionnaire = read(content).questionnaire
    except ImportRefused as refusal:
        event(refusal.problems[0].words[:40])
        return
    event("imported")
    stored = write_xlsform(questionnaire)
    assert read_xlsform(io.BytesIO(stored), "x.xlsx").questionnaire == questionnaire
    convert(xlsform=stored)
    assert not [fault for fault in faults(questionnaire) if fault.words.startswith("Mã")]


@SLOW
@given(
    st.lists(st.lists(ANY, max_size=5), max_size=6), st.lists(st.lists(ANY, max_size=4), max_size=4)
)
def test_form_of_any_texts_is_imported_or_refused(survey, choices):
    with contextlib.suppress(ImportRefused):
        read(workbook(survey=survey, choices=choices))


LIME_TYPES = st.sampled_from(list("L!O5ABCEFH1MPNKDSTUQRYGXI*:;|?"))
EXPRESSIONS = st.sampled_from(
    [
        "1",
        "",
        "a == 'x'",
        "a.NAOK == \"1\" && b_x == 'Y'",
        "!a",
        "count(b_x)",
        "(",
        "a_other",
        "b_1 > 3",
    ]
)
PARTS = st.lists(
    st.tuples(st.sampled_from(["x", "y", "1", "hai từ", ""]), WORDS, st.sampled_from([0, 1])),
    max_size=4,
)


@SLOW
@given(
    st.lists(
        st.tuples(NAMES, LIME_TYPES, WORDS, PARTS, PARTS, EXPRESSIONS, st.sampled_from("YNS")),
        max_size=5,
    ),
    st.booleans(),
)
def test_lime_survey_of_any_questions_is_imported_or_refused(drawn, is_old):
    questions = [
        Q(
            code,
            kind,
            words,
            subs=subs,
            answers=answers,
            relevance=relevance,
            mandatory=flag,
            other=flag,
        )
        for code, kind, words, subs, answers, relevance, flag in drawn
    ]
    with contextlib.suppress(ImportRefused):
        questionnaire = read_lss(io.BytesIO(lss(*questions, is_old=is_old)), "x.lss").questionnaire
        stored = write_xlsform(questionnaire)
        assert read_xlsform(io.BytesIO(stored), "x.xlsx").questionnaire == questionnaire
        faults(questionnaire)


@SLOW
@given(st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=6)), max_size=8))
def test_lime_survey_damaged_anywhere_is_imported_or_refused(changes):
    content = bytearray(
        lss(Q("a", "L", answers=[("1", "A"), ("2", "B")]), Q("b", "T", relevance="a == '1'"))
    )
    for place, piece in changes:
        at = place % len(content)
        content[at : at + len(piece)] = piece
    with contextlib.suppress(ImportRefused):
        read_lss(io.BytesIO(bytes(content)), "x.lss")
