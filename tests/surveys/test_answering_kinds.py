"""Each kind of question: what a browser sends, the answer it becomes, and the page shown again."""

import re
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from surveys.enums import QuestionKind as K
from surveys.forms.answering import blocks, controls_shown, read
from surveys.forms.controls import Control, raw_of
from surveys.forms.paper import WHERE_FITTING, paper_pages
from surveys.forms.sheet import Sheet
from surveys.forms.state import State
from surveys.instrument.questionnaire import (
    Choice,
    Limits,
    Page,
    Question,
    Questionnaire,
    Repeat,
    Row,
)
from tests.surveys.sheets import CHANNELS, DONT_KNOW, EVERYTHING, LEVELS

COMMUNES = {"xa-a": "Xã A", "phuong-b": "Phường B"}
ROWS = (Row("1", "Dòng một"), Row("2", "Dòng hai"))
ONE_OF_EACH = {
    kind: Question("q", kind, "Câu hỏi?", choices=choices, rows=rows)
    for kind, choices, rows in (
        (K.SINGLE, CHANNELS, ()),
        (K.LIKERT, LEVELS, ()),
        (K.MULTIPLE, CHANNELS, ()),
        (K.SCALE, (DONT_KNOW,), ()),
        (K.MATRIX, LEVELS, ROWS),
        (K.RANKING, LEVELS[:4], ()),
        (K.NUMBER, (), ()),
        (K.DATE, (), ()),
        (K.SHORT_TEXT, (), ()),
        (K.LONG_TEXT, (), ()),
        (K.COMMUNE, (), ()),
        (K.CONSENT, (), ()),
    )
}


def sheet_of(*questions, **page):
    shown = Page("p", "Trang", questions, **page)
    return Sheet(Questionnaire("Thử", (shown,)), State(1), COMMUNES)


def sent(sheet, **typed):
    """The page as a browser sends it; names without their beginning, ":" written as "__"."""
    fields = {"trang": sheet.page.code}
    fields |= {f"q-{name.replace('__', ':')}": value for name, value in typed.items()}
    return read(sheet, QueryDict(urlencode(fields, doseq=True)))


def shown(sheet, faults=None):
    (control,) = controls_shown(blocks(sheet, faults))
    return render_to_string("surveys/_question.html", {"control": control})


@pytest.mark.parametrize(
    ("kind", "typed", "answer"),
    [
        (K.SINGLE, {"q": "loa"}, {"q": "loa"}),
        (K.SINGLE, {"q": "khac", "q__khac": " Loa  tay "}, {"q": "khac", "q_other": "Loa tay"}),
        (K.SINGLE, {"q": "loa", "q__khac": "thừa"}, {"q": "loa"}),
        (K.LIKERT, {"q": "kho"}, {"q": "kho"}),
        (K.MULTIPLE, {"q": ["bao", "loa"]}, {"q": ["loa", "bao"]}),
        (K.SCALE, {"q": "0"}, {"q": 0}),
        (K.SCALE, {"q": "10"}, {"q": 10}),
        (K.SCALE, {"q": "kho"}, {"q": "kho"}),
        (K.MATRIX, {"q__1": "rat"}, {"q": {"1": "rat"}}),
        (K.RANKING, {"q__hai": "1", "q__rat": "2"}, {"q": ["hai", "rat"]}),
        (K.NUMBER, {"q": " 12 "}, {"q": "12"}),
        (K.DATE, {"q__ngay": "1", "q__thang": "2", "q__nam": "2024"}, {"q": "2024-02-01"}),
        (K.SHORT_TEXT, {"q": " một  câu "}, {"q": "một câu"}),
        (K.LONG_TEXT, {"q": "hai\r\ndòng"}, {"q": "hai\ndòng"}),
        (K.COMMUNE, {"q": "xa-a"}, {"q": "xa-a"}),
        (K.CONSENT, {"q": "yes"}, {"q": "yes"}),
        *((kind, {}, {}) for kind in ONE_OF_EACH),
    ],
)
def test_what_is_sent_becomes_the_answer(kind, typed, answer):
    reading = sent(sheet_of(ONE_OF_EACH[kind]), **typed)
    assert (reading.sheet.final_answers, reading.faults) == (answer, {})


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        (K.SINGLE, {"q": "la"}, "không có trong danh sách"),
        (K.SINGLE, {"q": "khac"}, "Xin ghi rõ ý khác"),
        (K.MULTIPLE, {"q": ["loa", "khongco"]}, "không đi cùng mục khác"),
        (K.SCALE, {"q": "11"}, "từ 0 đến 10"),
        (K.SCALE, {"q": "-1"}, "từ 0 đến 10"),
        (K.MATRIX, {"q__1": "la"}, "Dòng “Dòng một”"),
        (K.RANKING, {"q__hai": "1", "q__rat": "1"}, "Thứ 1 được chọn cho hai mục"),
        (K.RANKING, {"q__hai": "3"}, "bỏ trống ở giữa"),
        (K.RANKING, {"q__hai": "9"}, "không có trong danh sách"),
        (K.RANKING, {"q__hai": "²"}, "không có trong danh sách"),
        (K.RANKING, {"q__hai": "9" * 5_000}, "không có trong danh sách"),
        (K.SCALE, {"q": "9" * 5_000}, "từ 0 đến 10"),
        (K.NUMBER, {"q": "9" * 5_000}, "dài quá"),
        (K.NUMBER, {"q": "mười"}, "Xin ghi một số"),
        (K.NUMBER, {"q": "3,5"}, "không có phần lẻ"),
        (K.DATE, {"q__ngay": "30", "q__thang": "2", "q__nam": "2024"}, "Không có ngày này"),
        (K.DATE, {"q__nam": "2024"}, "theo mẫu"),
        (K.SHORT_TEXT, {"q": "x" * 501}, "dài tối đa 500"),
        (K.COMMUNE, {"q": "xa-khac"}, "có trong danh sách"),
        (K.CONSENT, {"q": "no"}, "Không đọc được"),
    ],
)
def test_what_cannot_be_taken_is_told_and_stays_on_the_page(kind, typed, words):
    reading = sent(sheet_of(ONE_OF_EACH[kind]), **typed)
    assert words in " ".join(reading.wrong.values()) + " ".join(reading.missing.values())
    page = shown(reading.sheet, reading.faults)
    assert words in page
    for name, value in typed.items():
        if kind in {K.NUMBER, K.DATE, K.SHORT_TEXT}:
            assert f'name="q-{name.replace("__", ":")}" value="{value}"' in page


def test_at_most_three_means_no_fourth():
    question = replace(ONE_OF_EACH[K.MULTIPLE], limits=Limits(max_choices=3))
    reading = sent(sheet_of(question), q=["loa", "mang", "bao", "nguoi"])
    assert "tối đa 3" in reading.wrong["q-q"]
    page = shown(reading.sheet, reading.faults)
    assert "Chọn tối đa 3 mục." in page
    assert page.count(" checked") == 4


def test_how_many_may_be_chosen_is_said_once_and_as_it_is_held_to():
    several = replace(ONE_OF_EACH[K.MULTIPLE], hint="Có thể chọn nhiều", limits=Limits())
    assert Control(several, "q").counting_words == ""
    assert Control(replace(several, hint=""), "q").counting_words == "Có thể chọn nhiều mục."
    ranked = ONE_OF_EACH[K.RANKING]
    for limits, words in (
        (Limits(max_choices=3), "tối đa 3 mục"),
        (Limits(min_choices=3, max_choices=3), "đúng 3 mục"),
    ):
        assert words in Control(replace(ranked, limits=limits), "q").counting_words


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("loa", K.SINGLE), (["loa", "bao"], K.MULTIPLE), (7, K.SCALE), ({"2": "hai"}, K.MATRIX),
        (["hai", "rat"], K.RANKING), ("12", K.NUMBER), ("2024-02-01", K.DATE), ("Lời", K.LONG_TEXT),
        ("xa-a", K.COMMUNE), ("yes", K.CONSENT),
    ],
)  # fmt: skip
def test_an_answer_shown_again_and_sent_is_the_same_answer(answer, kind):
    question = ONE_OF_EACH[kind]
    raw = raw_of(question, answer)
    typed = {f"q__{part}": value for part, value in raw.items()} if isinstance(raw, dict) else {
        "q": raw
    }  # fmt: skip
    assert sent(sheet_of(question), **typed).sheet.final_answers == {"q": answer}


def test_a_decimal_is_shown_with_a_comma():
    question = replace(ONE_OF_EACH[K.NUMBER], limits=Limits(decimals=1))
    reading = sent(sheet_of(question), q="3.5")
    assert reading.sheet.final_answers == {"q": "3.5"}
    assert 'value="3,5"' in shown(reading.sheet)


# --- How it is shown -------------------------------------------------------------------------
def test_way_out_stands_apart():
    page = shown(sheet_of(ONE_OF_EACH[K.LIKERT]))
    assert len(re.findall(r'class="choice choice--apart"', page)) == 1


def test_matrix_is_a_table_whose_radios_are_named_by_row_and_column():
    page = shown(sheet_of(ONE_OF_EACH[K.MATRIX]))
    assert page.count('scope="col"') == len(LEVELS)
    assert page.count('scope="row"') == len(ROWS)
    names = re.findall(r'aria-labelledby="(\S+) (\S+)"', page)
    assert len(names) == len(LEVELS) * len(ROWS)
    for row, column in names:
        assert f'id="{row}"' in page
        assert f'id="{column}"' in page


@pytest.mark.parametrize("kind", [kind for kind in ONE_OF_EACH if kind is not K.CONSENT])
def test_error_and_hint_are_tied_to_what_they_are_about(kind):
    question = replace(ONE_OF_EACH[kind], hint="Chỉ dẫn.", is_required=True)
    reading = sent(sheet_of(question))
    page = shown(reading.sheet, reading.faults)
    assert 'aria-describedby="q-q_hint q-q_error"' in page
    assert 'id="q-q_hint"' in page
    assert 'id="q-q_error"' in page


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_link_to_an_error_leads_to_a_control_that_is_there(kind):
    control = Control(
        replace(ONE_OF_EACH[kind], is_required=True),
        "q-q",
        choices=ONE_OF_EACH[kind].choices,
        communes=COMMUNES,
    )
    page = render_to_string("surveys/_question.html", {"control": control})
    assert re.search(rf'<(?:input|select|textarea)[^>]* id="{control.target}"', page)


def test_a_long_list_is_chosen_from_in_a_box():
    choices = tuple(Choice(f"c{number}", f"Lựa chọn {number}") for number in range(40))
    page = shown(sheet_of(replace(ONE_OF_EACH[K.SINGLE], choices=choices)))
    assert "<select" in page
    assert page.count("<option") == 41


def test_what_is_typed_is_never_markup():
    reading = sent(sheet_of(ONE_OF_EACH[K.SHORT_TEXT]), q='"><script>x</script>')
    assert "<script>" not in shown(reading.sheet)


def test_labels_and_codes_of_the_maker_are_never_markup():
    evil = '<b>"x"'
    question = Question("q", K.SINGLE, evil, hint=evil, choices=(Choice("a", evil),))
    assert "<b>" not in shown(sheet_of(question))


# --- Members ------------------------------------------------------------------------------------
def test_too_few_members_are_told_though_each_question_may_be_left_out():
    page = {"repeat": Repeat(2, 3, "Thành viên")}
    reading = sent(sheet_of(ONE_OF_EACH[K.NUMBER], **page), **{"p.0.q": "1"})
    assert "cần từ 2 đến 3" in reading.missing["q-p"]


def test_other_pages_fields_change_nothing():
    sheet = sheet_of(ONE_OF_EACH[K.SHORT_TEXT])
    assert read(sheet, QueryDict("trang=khac&q-q=x")).sheet is sheet
    assert read(sheet, QueryDict("q-q=x")).sheet is sheet


# --- Paper --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("${a} = 'loa'", "Chỉ trả lời nếu câu 1 chọn “Loa truyền thanh”."),
        ("${a} != 'loa'", "Chỉ trả lời nếu câu 1 không chọn “Loa truyền thanh”."),
        ("selected(${b}, 'bao')", "Chỉ trả lời nếu câu 2 chọn “Báo, đài”."),
        ("not(selected(${b}, 'bao'))", "Chỉ trả lời nếu câu 2 không chọn “Báo, đài”."),
        ("${c} >= 18 and ${a} = 'loa'",
         "Chỉ trả lời nếu câu 3 từ 18 trở lên và câu 1 chọn “Loa truyền thanh”."),
        ("${c} < 18 or ${c} > 60", "Chỉ trả lời nếu câu 3 dưới 18 hoặc câu 3 trên 60."),
        ("${a} = ''", "Chỉ trả lời nếu câu 1 không trả lời."),
        ("count-selected(${b}) > 2", WHERE_FITTING),
        ("${khong_co} = 'x'", WHERE_FITTING),
        ("${a} =", WHERE_FITTING),
        ("", ""),
    ],
)  # fmt: skip
def test_conditions_are_printed_in_words(condition, words):
    questions = (
        replace(ONE_OF_EACH[K.SINGLE], code="a"),
        replace(ONE_OF_EACH[K.MULTIPLE], code="b"),
        replace(ONE_OF_EACH[K.NUMBER], code="c"),
        replace(ONE_OF_EACH[K.SHORT_TEXT], code="d", relevance=condition),
    )
    (page,) = paper_pages(Questionnaire("Thử", (Page("p", "", questions),)))
    assert page.questions[-1].condition == words


# --- Anything at all ----------------------------------------------------------------------------
NAMES = sorted(
    {name for page in EVERYTHING.pages for q in page.questions for name in (
        f"q-{q.code}", f"q-{q.code}:khac", *(f"q-{q.code}:{row.code}" for row in q.rows),
        *(f"q-{q.code}:{choice.code}" for choice in q.choices),
        f"q-{q.code}:ngay", f"q-{q.code}:nam", f"q-nguoi.0.{q.code}", f"q-nguoi.9.{q.code}",
    )}
)  # fmt: skip
CODES = sorted({choice.code for q in EVERYTHING.questions for choice in q.choices})
ANYTHING = st.one_of(
    st.sampled_from(["", "co", "1", "0", "-1", "9" * 30, "1.5", "31", "2024", "yes", *CODES]),
    st.text(max_size=30),
)


@given(
    typed=st.lists(st.tuples(st.sampled_from(NAMES), ANYTHING), max_size=30),
    page=st.sampled_from([page.code for page in EVERYTHING.pages]),
)
def test_nothing_that_is_sent_breaks_the_sheet(typed, page):
    data = QueryDict(mutable=True)
    data["trang"] = page
    for name, value in typed:
        data.appendlist(name, value)
    sheet = Sheet(EVERYTHING, State(1, page=page, answers={"da_den": "co"}), COMMUNES)
    reading = read(sheet, data)
    again = State.read(reading.sheet.state.sign("thu"), "thu")
    assert again == reading.sheet.state
    controls = controls_shown(blocks(reading.sheet, reading.faults))
    for control in controls:
        render_to_string("surveys/_question.html", {"control": control})
    names = {control.name for control in controls}
    told = {name.removesuffix("_other") for name in reading.faults}
    assert told <= names | {"q-nguoi"}
    # What was taken as an answer is taken again.
    assert read(reading.sheet, data).sheet.final_answers == reading.sheet.final_answers
