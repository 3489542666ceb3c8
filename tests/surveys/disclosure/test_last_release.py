from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from surveys.disclosure.counting import Tally
from surveys.disclosure.last_release import merged
from surveys.instrument.counts import MERGED


def person(sex, age, opinion, why=""):
    cells = [("opinion", opinion), ("sex", sex), ("age", age)]
    return Tally(
        cells=(*cells, ("why", why)) if why else tuple(cells),
        asked=("opinion", "sex", "age", "why") if why else ("opinion", "sex", "age"),
        groups={"sex": sex, "age": age},
        narrowed=frozenset({"why"}) if why else frozenset(),
    )


def test_fewer_than_k_stay_out_of_every_table():
    assert merged([person("m", "a", o) for o in "xyxy"], 5) is None
    assert merged([], 5) == []


def test_small_groups_become_one():
    rest = [person("m", "a", o) for o in "xyxyx"] + [person("m", g, "y") for g in "bbbcc"]
    rest[5] = person("m", "b", "x")
    after = merged(rest, 5)
    assert Counter(one.groups["age"] for one in after) == {"a": 5, MERGED: 5}
    assert {one.groups["sex"] for one in after} == {"m"}


def test_a_merged_group_still_too_small_takes_the_next():
    rest = [person("m", "a", o) for o in "xyxyx"] + [person("m", "b", "x")]
    assert {one.groups["age"] for one in merged(rest, 5)} == {MERGED}


def test_what_too_few_answered_counts_as_not_answered():
    """Left out by choice or by an early sending: the question itself is asked of everybody."""
    rest = [replace(person("m", "a", o), cells=()) for o in "xyxyx"]
    rest += [replace(person("m", "a", "x"), cells=(("opinion", "x"), ("rate__speed", "1")))] * 3
    assert all(one.cells == () for one in merged(rest, 5))


def test_a_question_too_few_were_asked_counts_as_not_asked():
    rest = [person("m", "a", o) for o in "xyxyx"] + [person("m", "a", "x", why="w")]
    after = merged(rest, 5)
    assert all(one.asked == ("opinion", "sex", "age") for one in after)
    assert all(key != "why" for one in after for key, _ in one.cells)


@given(
    st.lists(
        st.builds(person, *(st.sampled_from(one) for one in ("mf", "abcd", "xyz"))), max_size=40
    ),
    st.integers(2, 6),
)
def test_every_group_left_has_at_least_k(rest, least):
    after = merged(rest, least)
    if after is None:
        return
    for breakdown in ("sex", "age"):
        sizes = Counter(one.groups[breakdown] for one in after)
        assert all(size >= least for size in sizes.values())
        in_the_question = Counter(
            code for one in after for key, code in one.cells if key == breakdown
        )
        assert in_the_question == sizes, "nothing to subtract from each other"
    said = Counter(key for one in after for key, _ in one.cells)
    assert all(people >= least for people in said.values())
