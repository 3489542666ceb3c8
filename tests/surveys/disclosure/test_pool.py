"""The largest permitted set, against trying every subset."""

from collections import Counter
from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from surveys.disclosure.counting import EVERYBODY
from surveys.disclosure.pool import is_enough, largest_set


def permitted(items, answers, places, least):
    """Whether every group grows by nobody or by enough."""
    sizes, members = Counter(), {}
    for place in places:
        for group, people in items[place].items():
            sizes[group] += people
            members.setdefault(group, []).append(place)
    return all(
        is_enough(size, least, lambda group=group: same(answers, members[group]))
        for group, size in sizes.items()
    )


def same(answers, places):
    return len({answers[place] for place in places}) == 1


def ballots(sexes, ages):
    return [
        {EVERYBODY: 1, ("sex", sex): 1, ("age", age): 1}
        for sex, age in zip(sexes, ages, strict=True)
    ]


@given(
    people=st.lists(
        st.tuples(st.sampled_from("mf"), st.sampled_from("abc"), st.sampled_from("xy")), max_size=9
    ),
    least=st.integers(2, 4),
)
def test_no_permitted_set_is_larger(people, least):
    items = ballots([one[0] for one in people], [one[1] for one in people])
    answers = [one[2] for one in people]
    chosen = largest_set(items, least, lambda _, places: same(answers, places))
    subsets = chain.from_iterable(
        combinations(range(len(items)), size) for size in range(len(items) + 1)
    )
    most = max(len(one) for one in subsets if permitted(items, answers, one, least))
    assert len(chosen) == most
    assert permitted(items, answers, chosen, least)


def test_a_group_that_does_not_reach_k_holds_back_only_its_own():
    items = ballots("mmmmmmf", "aaaaaaa")
    assert largest_set(items, 5, lambda *_: False) == [0, 1, 2, 3, 4, 5]


def test_taking_away_may_make_another_group_too_small():
    items = ballots("mmmmmf", "aaaabb")
    assert largest_set(items, 5, lambda *_: False) == []


def test_five_who_answered_alike_wait_and_ten_do_not():
    assert largest_set(ballots("m" * 5, "a" * 5), 5, lambda *_: True) == []
    assert len(largest_set(ballots("m" * 10, "a" * 10), 5, lambda *_: True)) == 10


def test_whole_releases_count_with_all_their_people():
    releases = [{EVERYBODY: 6, ("sex", "m"): 6}, {EVERYBODY: 7, ("sex", "m"): 2, ("sex", "f"): 5}]
    assert largest_set(releases, 10, lambda *_: False) == []
    releases.append({EVERYBODY: 9, ("sex", "m"): 4, ("sex", "f"): 5})
    assert largest_set(releases, 10, lambda *_: False) == [0, 1, 2]
