"""A whole submission: what is shown, what is kept, and what is wrong with it."""

from hypothesis import given
from hypothesis import strategies as st

from surveys.instrument.answers import (
    member_key,
    problems,
    pruned,
    shown_pages,
    shown_questions,
    within,
)
from tests.surveys.instrument.building import (
    Choice,
    Kind,
    Limits,
    Repeat,
    ask,
    choices,
    page,
    rows,
    survey,
)

HOUSEHOLD = page(
    ask("name", Kind.SHORT_TEXT, is_required=True),
    ask("age", Kind.NUMBER, is_required=True),
    ask("job", choices=choices("Nông dân", "Khác, xin ghi rõ"), relevance="${age} >= 15"),
    ask("shift", relevance="${job} = 'a' and ${visited} = 'a'"),
    code="house",
    repeat=Repeat(1, 3, "Thành viên"),
)
SURVEY = survey(
    page(
        ask("visited", is_required=True, choices=choices("Có", "Không")),
        ask(
            "why",
            Kind.MULTIPLE,
            choices=choices("Điện", "Nước", "Khác"),
            relevance="${visited}='a'",
        ),
        ask("water", Kind.SCALE, relevance="selected(${why}, 'b')", is_required=True),
        ask("note", Kind.NOTE),
        code="p1",
    ),
    page(
        ask("district", choices=choices("Vị Thủy", "Long Mỹ")),
        ask(
            "commune",
            choices=(Choice("v1", "Vị Bình", parent="a"), Choice("l1", "Vĩnh Viễn", parent="b")),
            depends_on="district",
        ),
        ask("hamlet", Kind.SHORT_TEXT, relevance="${commune} != ''"),
        code="p2",
        relevance="${water} < 5 or ${visited} = 'b'",
    ),
    HOUSEHOLD,
    page(
        ask("grid", Kind.MATRIX, choices=choices("Tốt", "Kém"), rows=rows("Điện", "Nước")),
        ask("bad", Kind.LONG_TEXT, relevance="${grid__r1} = 'b' and sum(${age}) > 20"),
        code="p3",
    ),
)
FULL = {
    "visited": "a",
    "why": ["b", "c"],
    "why_other": "rác",
    "water": 3,
    "district": "a",
    "commune": "v1",
    "hamlet": "Ấp 1",
    "house": [
        {"name": "An", "age": "40", "job": "b", "job_other": "thợ may"},
        {"name": "Bình", "age": "12"},
    ],
    "grid": {"r1": "b"},
    "bad": "Cúp điện nhiều",
}


def codes(items):
    return [item.code for item in items]


def test_full_submission_is_kept_whole_and_has_no_problem():
    assert pruned(SURVEY, FULL) == FULL
    assert problems(SURVEY, FULL) == {}


def test_keys_stand_in_the_order_of_the_questionnaire():
    backwards = dict(reversed(FULL.items()))
    assert list(pruned(SURVEY, backwards)) == list(FULL)
    assert list(pruned(SURVEY, backwards)["house"][0]) == ["name", "age", "job", "job_other"]


def test_hidden_answer_takes_along_what_it_had_made_visible():
    left = pruned(SURVEY, FULL | {"visited": "b"})
    assert "why" not in left
    assert "why_other" not in left
    assert "water" not in left
    assert left["district"] == "a"
    assert "district" not in pruned(SURVEY, FULL | {"water": 7})


def test_chain_that_is_written_backwards_is_followed_to_its_end():
    chain = [ask(f"q{place}", relevance=f"${{q{place + 1}}} = 'a'") for place in range(12)]
    backwards = survey(*chain, ask("q12", choices=choices("Có", "Không")))
    answers = {f"q{place}": "a" for place in range(13)}
    assert pruned(backwards, answers) == answers
    assert pruned(backwards, answers | {"q12": "b"}) == {"q12": "b"}


def test_other_parent_drops_the_child_and_what_hangs_on_it():
    left = pruned(SURVEY, FULL | {"district": "b"})
    assert "commune" not in left
    assert "hamlet" not in left
    assert pruned(SURVEY, FULL | {"district": "b", "commune": "l1"})["commune"] == "l1"


def test_option_that_is_gone_is_dropped_alone():
    assert pruned(SURVEY, FULL | {"why": ["gone", "b", ["b"], 5]})["why"] == ["b"]
    assert pruned(SURVEY, FULL | {"grid": {"r1": "b", "r2": "gone", "r9": "a"}})["grid"] == {
        "r1": "b"
    }
    assert "district" not in pruned(SURVEY, FULL | {"district": "gone"})


def test_words_beside_other_go_with_their_choice():
    assert "why_other" not in pruned(SURVEY, FULL | {"why": ["b"]})
    house = [{"name": "An", "age": "40", "job": "a", "job_other": "thợ may"}]
    assert pruned(SURVEY, FULL | {"house": house})["house"] == [
        {"name": "An", "age": "40", "job": "a"}
    ]


def test_what_nobody_asked_is_dropped():
    extra = {"note": "x", "zz": "y", "name": "An", "visited_other": "x", "p1": [{"visited": "b"}]}
    assert pruned(SURVEY, FULL | extra) == FULL
    assert problems(SURVEY, FULL | extra) == {}


def test_answer_beyond_a_limit_stays_and_is_a_problem():
    limited = survey(
        ask("a", Kind.MULTIPLE, choices=choices("1", "2", "3"), limits=Limits(max_choices=2))
    )
    answers = {"a": ["a", "b", "c"]}
    assert pruned(limited, answers) == answers
    assert problems(limited, answers) == {"a": "Xin chọn tối đa 2 mục; Quý vị đang chọn 3."}


def test_only_shown_questions_are_required():
    missing = problems(SURVEY, {"house": FULL["house"]})
    assert missing == {"visited": "Xin chọn một câu trả lời."}
    without_water = {key: value for key, value in FULL.items() if key != "water"}
    assert "water" in problems(SURVEY, without_water)
    assert "water" not in problems(SURVEY, without_water | {"why": ["c"]})


def test_missing_words_are_a_problem_under_their_own_key():
    assert problems(SURVEY, FULL | {"why_other": " "}) == {"why_other": "Xin ghi rõ ý khác."}


def test_members_have_their_own_conditions():
    shown = shown_questions(SURVEY, HOUSEHOLD, FULL, {"age": "12"})
    assert codes(shown) == ["name", "age"]
    shown = shown_questions(SURVEY, HOUSEHOLD, FULL, {"age": "20", "job": "a"})
    assert codes(shown) == ["name", "age", "job", "shift"]
    assert within({"a": 1, "b": 2}, {"b": 3}) == {"a": 1, "b": 3}
    assert within({"a": 1}, None) == {"a": 1}


def test_members_are_judged_one_by_one_and_blank_ones_do_not_count():
    house = [
        {},
        {"name": "An", "age": "x"},
        {"name": "", "age": None},
        {"name": "Bình", "age": "12"},
    ]
    found = problems(SURVEY, FULL | {"house": house})
    assert set(found) == {member_key("house", 1, "age")}
    kept = pruned(SURVEY, FULL | {"house": house})["house"]
    assert kept == [{"name": "An"}, {"name": "Bình", "age": "12"}]


def test_too_few_and_too_many_members():
    words = "Phần này cần từ 1 đến 3 lượt trả lời; hiện có {}."
    assert problems(SURVEY, FULL | {"house": [{}]}) == {"house": words.format(0)}
    four = [{"name": "An", "age": "5"}] * 4
    assert problems(SURVEY, FULL | {"house": four}) == {"house": words.format(4)}
    assert len(pruned(SURVEY, FULL | {"house": four})["house"]) == 3


def test_hidden_repeated_page_is_dropped_whole():
    hidden = survey(
        page(ask("a"), code="p1"),
        page(ask("b"), code="p2", relevance="${a} = 'a'", repeat=Repeat(1, 2, "Con")),
    )
    assert pruned(hidden, {"a": "b", "p2": [{"b": "a"}]}) == {"a": "b"}
    assert problems(hidden, {"a": "b"}) == {}
    assert set(problems(hidden, {"a": "a"})) == {"p2"}


def test_pages_that_show_nothing_are_left_out():
    assert codes(shown_pages(SURVEY, {})) == ["p1", "house", "p3"]
    assert codes(shown_pages(SURVEY, {"visited": "b"})) == ["p1", "p2", "house", "p3"]
    empty = survey(
        page(code="intro"),
        page(ask("a"), code="p1"),
        page(ask("b", relevance="${a}='a'"), code="p2"),
    )
    assert codes(shown_pages(empty, {})) == ["intro", "p1"]


def test_condition_that_cannot_be_read_hides_nothing():
    draft = survey(page(ask("a", relevance="${b"), code="p1", relevance="nonsense("))
    assert codes(shown_pages(draft, {})) == ["p1"]
    assert pruned(draft, {"a": "a"}) == {"a": "a"}
    assert problems(draft, {"a": "a"}) == {}


def test_communes_are_those_of_the_list():
    one = survey(ask("xa", Kind.COMMUNE))
    assert problems(one, {"xa": "vi-thuy"}, communes={"vi-thuy"}) == {}
    assert set(problems(one, {"xa": "can-tho"}, communes={"vi-thuy"})) == {"xa"}


def test_hostile_submission_is_judged_not_obeyed():
    deep = "x"
    for _ in range(200):
        deep = [deep]
    hostile = {
        "visited": deep,
        "why": {"a": deep},
        "water": float("nan"),
        "house": [deep, None, {"name": deep, "age": "9" * 100_000}] + [{"name": "x"}] * 1_000,
        "grid": [deep],
        "bad": "x" * 1_000_000,
        "x" * 100_000: deep,
    }
    kept = pruned(SURVEY, hostile)
    assert set(kept) <= {"house"}
    assert pruned(SURVEY, kept) == kept
    assert {"visited", "house", "grid"} <= set(problems(SURVEY, hostile))


KEYS = [*FULL, "p1", "p2", "p3", "note", "name", "age", "job", "shift", "zz"]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 50)
    | st.floats()
    | st.text(max_size=4)
    | st.sampled_from(["a", "b", "c", "v1", "l1", "12", "40"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*KEYS, "r1", "r2"]), inner, max_size=5)
    ),
    max_leaves=15,
)
SUBMISSIONS = st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, JSON))
LIKELY = st.fixed_dictionaries(
    {},
    optional={
        "visited": st.sampled_from(["a", "b"]),
        "why": st.lists(st.sampled_from(["a", "b", "c"]), max_size=3),
        "why_other": st.just("rác"),
        "water": st.integers(0, 10),
        "district": st.sampled_from(["a", "b"]),
        "commune": st.sampled_from(["v1", "l1"]),
        "hamlet": st.just("Ấp 1"),
        "grid": st.dictionaries(st.sampled_from(["r1", "r2"]), st.sampled_from(["a", "b"])),
        "bad": st.just("Cúp điện"),
        "house": st.lists(
            st.fixed_dictionaries(
                {},
                optional={
                    "name": st.just("An"),
                    "age": st.sampled_from(["12", "40"]),
                    "job": st.sampled_from(["a", "b"]),
                    "job_other": st.just("thợ"),
                    "shift": st.sampled_from(["a", "b"]),
                },
            ),
            max_size=4,
        ),
    },
)


@given(SUBMISSIONS | LIKELY)
def test_pruned_is_idempotent_and_holds_only_what_is_shown(answers):
    kept = pruned(SURVEY, answers)
    assert pruned(SURVEY, kept) == kept
    assert list(pruned(SURVEY, kept)) == list(kept)
    shown = {code for one in shown_pages(SURVEY, kept) for code in _keys(one, kept)}
    assert set(kept) <= shown


def _keys(one, kept):
    if one.repeat:
        return [one.code]
    asked = codes(shown_questions(SURVEY, one, kept))
    return asked + [f"{code}_other" for code in asked]


@given(SUBMISSIONS | LIKELY)
def test_problems_never_raises_and_says_sentences(answers):
    assert all(words.endswith(".") for words in problems(SURVEY, answers).values())


@given(LIKELY)
def test_submission_without_problems_stays_so_when_pruned(answers):
    if not problems(SURVEY, answers):
        assert problems(SURVEY, pruned(SURVEY, answers)) == {}
