"""Intervals of published examples, and none where people were not chosen at random."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.enums import SampleKind
from surveys.statistics.intervals import interval, wilson


@pytest.mark.parametrize(
    ("people", "n", "low", "high"),
    [(81, 263, 25.53, 36.62), (15, 148, 6.24, 16.05), (0, 20, 0.0, 16.11), (1, 29, 0.61, 17.18)],
)
def test_wilson_of_newcombes_table(people, n, low, high):
    """Newcombe, Statistics in Medicine 17 (1998), table I, method 3."""
    found = wilson(people / n, n)
    assert found.low == pytest.approx(low, abs=0.005)
    assert found.high == pytest.approx(high, abs=0.005)


@given(st.floats(0, 1), st.integers(1, 10**6))
def test_interval_holds_the_share_and_stays_between_0_and_100(share, n):
    low, high = wilson(share, n)
    assert 0 <= low <= 100 * share + 1e-9
    assert 100 * share - 1e-9 <= high <= 100


def test_fewer_effective_people_make_it_wider():
    whole, effective = wilson(0.3, 1000), wilson(0.3, 640)
    assert effective.low < whole.low < whole.high < effective.high


@pytest.mark.parametrize("kind", [SampleKind.OPEN_LINK, SampleKind.QUOTA])
def test_no_interval_without_a_random_sample(kind):
    assert interval(0.5, 12_480, kind) is None


def test_interval_of_a_random_sample():
    assert interval(0.5, 400, SampleKind.RANDOM) == wilson(0.5, 400)
    assert interval(0.5, 0, SampleKind.RANDOM) is None


@pytest.mark.parametrize(("share", "n"), [(-0.1, 10), (1.1, 10), (0.5, 0), (0.5, -4)])
def test_wilson_of_nonsense_is_an_error(share, n):
    with pytest.raises(ValueError):
        wilson(share, n)
