"""Conditions are read, evaluated and written back as XLSForm means them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.instrument import syntax
from surveys.instrument.expressions import (
    MAX_DEPTH,
    TEXT_MAX_LENGTH,
    Expression,
    ExpressionError,
    parse,
)
from surveys.instrument.syntax import (
    FUNCTIONS,
    LEVELS,
    TOTALS,
    Call,
    Chain,
    Literal,
    Minus,
    Own,
    Reference,
)

ANSWERS = {
    "sex": "male",
    "age": "34.5",
    "score": 0,
    "channels": ["tv", "radio"],
    "born": "2000-02-01",
    "matrix": {"road": "good", "water": "bad"},
    "job_other": "thợ may",
    "members": [{"years": "3"}, {"years": "40"}, {"name": "An"}],
}


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch):
    monkeypatch.setattr(syntax, "today", lambda: date(2026, 3, 1))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'a'", "a"),
        ('"it\'s"', "it's"),
        ("3.50", Decimal("3.5")),
        (".5", Decimal("0.5")),
        ("${sex}", "male"),
        ("${ sex }", "male"),
        ("${nobody}", ""),
        ("${score}", "0"),
        ("${channels}", "tv radio"),
        ("${matrix__water}", "bad"),
        ("${matrix__sky}", ""),
        ("${job_other}", "thợ may"),
        ("1 + 2 * 3 - (4 - 5)", Decimal(8)),
        ("7 - 2 - 1", Decimal(4)),
        ("-2 * -3", Decimal(6)),
        ("- -2", Decimal(2)),
        ("7 div 2", Decimal("3.5")),
        ("-7 mod 3", Decimal(-1)),
        ("0.1 + 0.2 = 0.3", True),
        ("${age} * 2", Decimal(69)),
        ("int(${age})", Decimal(34)),
        ("int(-1.9)", Decimal(-1)),
        ("number('12')", Decimal(12)),
        ("string(2.50)", "2.5"),
        ("string(1 div 0)", ""),
        ("string(true())", "true"),
        ("string-length('xin chào')", Decimal(8)),
        ("count-selected(${channels})", Decimal(2)),
        ("count-selected(${nobody})", Decimal(0)),
        ("if(${sex} = 'male', 'ông', 'bà')", "ông"),
        ("if(${sex} = 'female', 'bà', 'ông')", "ông"),
        ("coalesce(${nobody}, 'không rõ')", "không rõ"),
        ("coalesce(${sex}, 'không rõ')", "male"),
        ("today()", "2026-03-01"),
        ("int((today() - ${born}) div 365.25)", Decimal(26)),
        ("count(${members})", Decimal(3)),
        ("count(${years})", Decimal(2)),
        ("sum(${years})", Decimal(43)),
        ("sum(${age})", Decimal("34.5")),
        ("sum(${nobody})", Decimal(0)),
        ("count(${channels})", Decimal(1)),
        ("count(${nobody})", Decimal(0)),
    ],
)
def test_value(text, value):
    assert parse(text).value(ANSWERS) == value


@pytest.mark.parametrize(
    "text",
    [
        "${sex} = 'male'",
        "${sex} != 'female'",
        "${age} > 30 and ${age} < 40",
        "${age} >= 34.5 and ${age} <= 34.5",
        "${score} = 0",
        "${score} < 1",
        "${score}",  # a nought that was answered is an answer
        "'10' > '9'",
        "${nobody} = ''",
        "${nobody} != 5",
        "not(${nobody})",
        "not(${nobody} < 5)",
        "not(${nobody} >= 0)",
        "not('abc' < 5)",
        "not('abc' = 5)",
        "selected(${channels}, 'tv')",
        "not(selected(${channels}, 'ra'))",
        "not(selected(${nobody}, ''))",
        "false() or true()",
        "true() or false() and false()",  # and binds more tightly
        "(1 < 2) = true()",
        "true() = 'x' and true() = 5",  # beside a truth everything is one
        "1 < 2 = 2 < 3",
        "${born} < today()",
        "${born} > '1999-12-31'",
        "not('2000-02-30' < today())",
        "regex(${sex}, '[a-z]+')",
        "not(regex(${sex}, 'mal'))",  # the whole text has to fit
        "1 div 0 > 1000",
        "not(0 div 0)",
        "not(0 div 0 = 0 div 0)",
        "number('1e5') != 100000",
    ],
)
def test_true(text):
    assert parse(text).is_true(ANSWERS)


def test_own_answer_is_a_dot():
    assert parse(". >= 0 and . <= 120").is_true({}, "35")
    assert not parse(". >= 0 and . <= 120").is_true({}, "135")
    assert parse("count-selected(.) <= 2").is_true({}, ["a", "b"])
    assert parse("selected(., 'a')").is_true({}, ["a", "b"])


def test_second_half_is_not_reckoned_when_the_first_decides():
    assert not parse("${sex} = 'female' and 1 div 0 > 0").is_true(ANSWERS)


@pytest.mark.parametrize(
    ("text", "words", "position"),
    [
        ("", "Điều kiện còn thiếu ở cuối", 0),
        ("1 +", "Điều kiện còn thiếu ở cuối", 3),
        ("(1", "Thiếu dấu “)”", 2),
        ("1)", "Không hiểu “)” ở đây", 1),
        ("1 2", "Không hiểu “2” ở đây", 2),
        ("= 1", "Không hiểu “=” ở đây", 0),
        ("1 == 2", "Không hiểu “=” ở đây", 3),
        ("${sex} = nam", "tên câu viết ${nam}, mã lựa chọn viết 'nam'", 9),
        ("pulldata('a', 'b')", "Chưa dùng được hàm “pulldata()”", 0),
        ("1 = 1 and once(2)", "Chưa dùng được hàm “once()”", 10),
        ("selected(${a})", "Hàm “selected()” cần 2 tham số, ở đây có 1", 0),
        ("today(1)", "Hàm “today()” cần 0 tham số, ở đây có 1", 0),
        ("coalesce(1,)", "Không hiểu “)” ở đây", 11),
        ("sum(1 + 2)", "Hàm “sum()” cần tên câu", 0),
        ("regex(., ${a})", "cần mẫu viết trong dấu nháy", 0),
        ("regex(., '(a+)+')", "lặp lại một nhóm", 0),
        ("'abc", "Thiếu dấu nháy ' ở cuối", 0),
        ("${a} = ‘x’", "gõ dấu nháy thẳng", 7),
        ("$a = 1", "ngoặc nhọn", 0),
        ("/data/a = 1", "XPath", 0),
        ("${a} & 1", "Không hiểu ký tự “&”", 5),
        ("9" * 41, "Số dài quá", 0),
        ("1" + " " * TEXT_MAX_LENGTH, "dài quá 2000 ký tự", TEXT_MAX_LENGTH),
        ("(" * (MAX_DEPTH + 1) + "1" + ")" * (MAX_DEPTH + 1), "lồng nhau quá 50 tầng", MAX_DEPTH),
        ("-" * 60 + "1", "lồng nhau quá 50 tầng", MAX_DEPTH),
    ],
)
def test_error_names_the_place(text, words, position):
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    assert words in refused.value.words
    assert refused.value.words.endswith(f"(cột {position + 1}).")
    assert refused.value.position == position


def test_depth_is_that_of_the_tree_however_it_is_written():
    text = "1"
    for _ in range(12):
        text = f"({text}) * 1 + 1 < 1 = 1 and 1 or 1"
    with pytest.raises(ExpressionError, match="lồng nhau"):
        parse(text)


def test_long_chain_is_flat():
    chain = " or ".join(["${sex} = 'x'"] * 100)
    assert not parse(chain).is_true(ANSWERS)


def test_references_and_what_is_read_only_for_all_members_at_once():
    expression = parse("${a} = 1 and sum(${b}) > count(${c}) and not(selected(${m__r}, ${b}))")
    assert expression.references == {"a", "b", "c", "m__r"}
    assert expression.direct_references == {"a", "m__r", "b"}
    assert parse("sum(${b}) > 1").direct_references == frozenset()


def test_renamed_changes_whole_names_only():
    renamed = parse("${a} = 'a' and -${ab} < 1 and selected(${c}, 'a')").renamed(
        {"a": "x", "c": "y"}
    )
    assert renamed.to_text() == "${x} = 'a' and -${ab} < 1 and selected(${y}, 'a')"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("${a}='x'and(${b}>1)", "${a} = 'x' and ${b} > 1"),
        ("(1 + 2) * 3", "(1 + 2) * 3"),
        ("1 - (2 - 3)", "1 - (2 - 3)"),
        ("(1 - 2) - 3", "(1 - 2) - 3"),
        ("-(1 + 2)", "-(1 + 2)"),
        ("(${a} or ${b}) and ${c}", "(${a} or ${b}) and ${c}"),
        ("if( 1,2 ,'3' )", "if(1, 2, '3')"),
        ('"it\'s"\n= .', '"it\'s" = .'),
    ],
)
def test_to_text(written, plain):
    assert parse(written).to_text() == plain
    assert parse(plain) == parse(written)


NAMES = st.from_regex(r"\A[a-z][a-z0-9_]{0,8}\Z")
QUOTED = st.text(alphabet="ab 'đ()$", max_size=6) | st.text(alphabet='"xư.', max_size=6)
NUMBERS = st.decimals(min_value=0, max_value=10**6, places=3, allow_nan=False)
LEAVES = st.one_of(
    st.builds(Literal, QUOTED),
    st.builds(Literal, NUMBERS),
    st.builds(Reference, NAMES),
    st.just(Own()),
)
CALLS = {
    name: function.arity for name, function in FUNCTIONS.items() if name not in TOTALS | {"regex"}
}


def _nodes(children):
    def chained(operators):
        return st.lists(children, min_size=2, max_size=4).flatmap(
            lambda operands: st.builds(
                Chain,
                st.just(tuple(operands)),
                st.tuples(*[st.sampled_from(operators)] * (len(operands) - 1)),
            )
        )

    levels = [[sign for sign in LEVELS if LEVELS[sign] == level] for level in range(1, 7)]
    calls = st.sampled_from(sorted(CALLS)).flatmap(
        lambda name: st.builds(Call, st.just(name), st.tuples(*[children] * CALLS[name]))
    )
    totals = st.builds(
        Call, st.sampled_from(sorted(TOTALS)), st.tuples(st.builds(Reference, NAMES))
    )
    return st.one_of(st.builds(Minus, children), calls, totals, *map(chained, levels))


TREES = st.recursive(LEAVES, _nodes, max_leaves=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(TREES)
def test_what_is_written_reads_as_the_same(tree):
    written = Expression(tree).to_text()
    if len(written) <= TEXT_MAX_LENGTH and tree.depth <= MAX_DEPTH:
        assert parse(written) == Expression(tree)


@given(TREES, st.dictionaries(NAMES, JSON, max_size=4), JSON)
def test_evaluation_never_raises(tree, answers, own):
    answers |= dict.fromkeys(Expression(tree).references, own)
    assert isinstance(Expression(tree).value(answers, own), str | Decimal | bool)


@given(st.text(alphabet="${}ab'\"()<>=!+-*.,19 đnotmdiv", max_size=40))
def test_any_text_is_an_expression_or_is_refused_in_words(text):
    try:
        expression = parse(text)
    except ExpressionError:
        return
    assert parse(expression.to_text()) == expression
