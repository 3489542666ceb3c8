"""Questionnaires of every kind, as hypothesis draws them."""

from decimal import Decimal

from hypothesis import strategies as st

from engagement.text.normalise import normalise
from surveys.enums import QuestionKind
from surveys.instrument.questionnaire import (
    Choice,
    Limits,
    Page,
    Question,
    Questionnaire,
    Repeat,
    Row,
)

K = QuestionKind
WITH_CHOICES = (K.SINGLE, K.MULTIPLE, K.LIKERT, K.RANKING, K.MATRIX, K.SCALE)
TELLING = [
    "Ông/bà có hài lòng không?",
    '=HYPERLINK("http://x")',
    "+84 người",
    "-5 độ",
    "@ai",
    "1",
    "1.0",
    "TRUE",
    "<b>đậm</b> & 'nháy' \"kép\"",
    "Dòng một\nDòng hai",
    "Uỷ ban, ủy ban; hoà, hòa; Ðảng",
    "😀 đi bộ",
    "null",
    "#N/A",
]


def words(least: int = 1):
    drawn = st.text(
        st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=least, max_size=30
    )
    kept = drawn.map(normalise).filter(lambda text: len(text) >= least and "${" not in text)
    return st.sampled_from(TELLING) | kept


@st.composite
def choices_of(draw, kind, parents):
    most = 1 if kind is K.SCALE else 5
    size = draw(st.integers(0 if kind is not K.LIKERT else 1, most))
    codes = draw(
        st.lists(
            st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,8}", fullmatch=True),
            min_size=size,
            max_size=size,
            unique=True,
        )
    )
    other = draw(st.integers(-1, len(codes) - 1)) if kind not in (K.MATRIX, K.SCALE) else -1
    return tuple(
        Choice(
            code,
            draw(words()),
            parent=draw(st.sampled_from(["", *parents])) if parents else "",
            is_exclusive=draw(st.booleans()),
            is_other=place == other,
            is_dont_know=draw(st.booleans()),
        )
        for place, code in enumerate(codes)
    )


@st.composite
def limits_of(draw, kind):
    number = st.none() | st.decimals(-1000, 1000, places=draw(st.integers(0, 4)))
    whole = st.none() | st.integers(1, 50)
    match kind:
        case K.NUMBER:
            return Limits(draw(number), draw(number), decimals=draw(st.integers(0, 4)))
        case K.SCALE:
            low = st.none() | st.integers(-5, 5).map(Decimal)
            return Limits(draw(low), draw(low))
        case K.MULTIPLE | K.RANKING:
            return Limits(min_choices=draw(whole), max_choices=draw(whole))
        case K.SHORT_TEXT | K.LONG_TEXT:
            pattern = draw(st.sampled_from(["", "[0-9]{10}", "a'b", 'a"b', "a'b\"c", "x|y"]))
            return Limits(
                max_length=draw(whole),
                pattern=pattern,
                pattern_message=draw(words(0)) if pattern else "",
            )
    return Limits()


@st.composite
def conditions(draw, earlier):
    if not earlier or draw(st.booleans()):
        return ""
    question = draw(st.sampled_from(earlier))
    code = question.choices[0].code if question.choices else "x"
    name = question.code
    if question.kind is K.MATRIX and question.rows:
        name = f"{name}__{question.rows[0].code}"
    return draw(
        st.sampled_from(
            [
                f"${{{name}}} = '{code}'",
                f"selected(${{{name}}}, '{code}') or ${{{name}}} != ''",
                f"not(${{{name}}} >= 3) and (string-length(${{{name}}}) < 9)",
                f"(${{{name}}} = '{code}') and (today() > '2020-01-01')",
            ]
        )
    )


@st.composite
def questions(draw, code, earlier):
    kind = draw(st.sampled_from(list(K)))
    dependable = [one for one in earlier if one.kind in (K.SINGLE, K.MULTIPLE) and one.choices]
    parent = draw(st.none() | st.sampled_from(dependable)) if dependable else None
    is_dependent = parent is not None and kind in (K.SINGLE, K.MULTIPLE)
    parents = parent.choice_codes if is_dependent else ()
    choices = draw(choices_of(kind, parents)) if kind in WITH_CHOICES else ()
    rows = ()
    if kind is K.MATRIX:
        codes = draw(
            st.lists(st.from_regex(r"[A-Za-z0-9]{1,5}", fullmatch=True), max_size=4, unique=True)
        )
        rows = tuple(Row(one, draw(words())) for one in codes)
    constraint = draw(st.sampled_from(["", ". != 'x'", "(. > 1) and (. < 9)"]))
    return Question(
        code,
        kind,
        draw(words()),
        hint=draw(words(0)),
        choices=choices,
        rows=rows,
        is_required=draw(st.booleans()),
        required_message=draw(words(0)),
        relevance=draw(conditions(earlier)),
        constraint=constraint,
        constraint_message=draw(words(0)),
        depends_on=parent.code if is_dependent and choices else "",
        limits=draw(limits_of(kind)),
        is_random_order=draw(st.booleans()),
        low_label=draw(words(0)) if kind is K.SCALE else "",
        high_label=draw(words(0)) if kind is K.SCALE else "",
    )


@st.composite
def questionnaires(draw):
    """One to four pages of up to five questions; conditions and lists ask earlier questions."""
    pages, earlier = [], []
    for number in range(draw(st.integers(1, 4))):
        asked = []
        for place in range(draw(st.integers(0, 5))):
            question = draw(questions(f"q{number}_{place}", tuple(earlier)))
            asked.append(question)
            earlier.append(question)
        repeat = None
        if draw(st.integers(0, 3)) == 0:
            fewest = draw(st.integers(0, 3))
            repeat = Repeat(fewest, fewest + draw(st.integers(1, 5)), draw(words(0)))
        pages.append(
            Page(
                f"p{number}",
                draw(words(0)),
                tuple(asked),
                intro=draw(words(0)),
                relevance=draw(conditions(earlier)) if number else "",
                is_random_order=draw(st.booleans()),
                repeat=repeat,
            )
        )
    last = Question("last", K.SHORT_TEXT, "Câu cuối?")
    pages.append(Page("end", "", (last,)))
    return Questionnaire(draw(words()), tuple(pages), purpose=draw(words(0)))
