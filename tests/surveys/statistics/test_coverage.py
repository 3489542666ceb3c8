"""Who is missing against the population."""

import pytest

from surveys.statistics.coverage import coverage, most_missing
from tests.surveys.statistics.samples import counts


def test_shares_gap_and_shortfall():
    """100 of 250 are men, where half should be: a fifth of them is missing."""
    men, women = coverage(counts(), {"sex": {"m": 365_000, "f": 365_000}})
    assert (men.code, men.people) == ("m", 100)
    assert men.sample_share == pytest.approx(0.4)
    assert men.population_share == pytest.approx(0.5)
    assert men.gap == pytest.approx(-10)
    assert men.shortfall == pytest.approx(0.2)
    assert women.shortfall == 0


def test_most_missing_lacks_most_people_and_not_most_of_itself():
    margins = {"sex": {"m": 50, "f": 50}, "commune": {"vt": 590, "lm": 369, "xp": 24, "none": 17}}
    worst = most_missing(coverage(counts(), margins))
    assert worst is not None
    assert worst.code == "m"


def test_a_category_with_nobody_lacks_everybody():
    found = coverage(counts(), {"sex": {"m": 40, "f": 40, "x": 20}})
    assert found[-1].shortfall == 1
    assert most_missing(found) == found[-1]


def test_nobody_is_missing_where_gaps_are_small():
    assert most_missing(coverage(counts(), {"sex": {"m": 40.5, "f": 59.5}})) is None
    assert most_missing(()) is None


def test_unknown_answers_and_empty_margins_are_left_out():
    assert coverage(counts(), {"nothing": {"a": 1}}) == ()
    assert coverage(counts(), {"sex": {}}) == ()
    assert [one.code for one in coverage(counts(), {"sex": {"m": 5, "x": 0}})] == ["m"]
