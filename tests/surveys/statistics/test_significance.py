"""Tests of published tables, corrected for their number, and silence where chance chose nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from surveys.enums import SampleKind
from surveys.statistics.significance import (
    Direction,
    Verdict,
    Wave,
    association,
    compare_waves,
    holm,
    verdicts,
)

# Agresti, An Introduction to Categorical Data Analysis (1996), table 2.5: X² = 7.01, df 2, P 0.03.
PARTIES = [[279, 73, 225], [165, 47, 191]]
RANDOM, OPEN = SampleKind.RANDOM, SampleKind.OPEN_LINK


def test_chi_square_of_agrestis_table():
    found = association(PARTIES)
    assert found is not None
    assert found.statistic == pytest.approx(7.01, abs=0.005)
    assert found.df == 2
    assert found.p == pytest.approx(0.03, abs=0.001)


def test_design_effect_divides_the_statistic():
    plain, corrected = association(PARTIES), association(PARTIES, deff=1.5)
    assert plain is not None
    assert corrected is not None
    assert corrected.statistic == pytest.approx(plain.statistic / 1.5)
    assert corrected.p > plain.p


@given(st.lists(st.lists(st.integers(30, 500), min_size=3, max_size=3), min_size=2, max_size=4))
def test_equals_scipy(cross):
    found = association(cross)
    theirs = chi2_contingency(cross, correction=False)
    assert found is not None
    assert found.statistic == pytest.approx(theirs.statistic, abs=1e-9)
    assert found.p == pytest.approx(theirs.pvalue, abs=1e-12)


@pytest.mark.parametrize(
    "cross",
    [
        [],
        [[40, 60]],
        [[40], [60]],
        [[40, 0], [60, 0]],
        [[None, 60], [40, 50]],
        [[float("nan"), 60], [40, 50]],
        [[3, 4], [2, 5]],
    ],
)
def test_no_test_of_hidden_cells_or_of_too_little(cross):
    assert association(cross) is None


def test_empty_rows_and_columns_do_not_count():
    with_empty = [[279, 73, 0, 225], [0, 0, 0, 0], [165, 47, 0, 191]]
    assert association(with_empty) == association(PARTIES)


def test_holm_of_the_usual_example():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []
    assert holm([0.6, 0.7]) == [1.0, 1.0]


def test_what_is_clear_alone_is_not_among_many():
    alone = verdicts({"sex": PARTIES}, RANDOM)
    even = [[100, 100, 100], [100, 100, 100]]
    among = verdicts({"sex": PARTIES, "a": even, "b": even}, RANDOM)
    assert alone == {"sex": Verdict.CLEAR}
    assert among == {"sex": Verdict.NOT_SEEN, "a": Verdict.NOT_SEEN, "b": Verdict.NOT_SEEN}


def test_a_table_too_small_to_test_does_not_weaken_the_others():
    assert verdicts({"sex": PARTIES, "few": [[1, 2], [2, 1]]}, RANDOM) == {
        "sex": Verdict.CLEAR,
        "few": Verdict.TOO_FEW,
    }


@pytest.mark.parametrize("kind", [SampleKind.OPEN_LINK, SampleKind.QUOTA])
def test_no_verdict_without_a_random_sample(kind):
    assert verdicts({"sex": [[900, 100], [100, 900]]}, kind) == {"sex": Verdict.NOT_RANDOM}


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (Wave(0.60, 1000, RANDOM), Wave(0.70, 1000, RANDOM), "tăng rõ"),
        (Wave(0.70, 1000, RANDOM), Wave(0.60, 1000, RANDOM), "giảm rõ"),
        (Wave(0.60, 1000, RANDOM), Wave(0.62, 1000, RANDOM), "chưa thấy thay đổi rõ"),
        (Wave(0.60, 1000, RANDOM), Wave(0.70, 90, RANDOM), "chưa thấy thay đổi rõ"),
        (Wave(0.50, 6, RANDOM), Wave(0.90, 6, RANDOM), "chưa đủ phiếu để so hai đợt"),
        (
            Wave(0.10, 90_000, OPEN),
            Wave(0.90, 90_000, RANDOM),
            "không so được vì có đợt lấy ý kiến bằng liên kết mở",
        ),
        (
            Wave(0.10, 90_000, RANDOM),
            Wave(0.90, 90_000, OPEN),
            "không so được vì có đợt lấy ý kiến bằng liên kết mở",
        ),
    ],
)
def test_words_of_a_wave(before, after, words):
    change = compare_waves({"q": (before, after)})["q"]
    assert change.direction == words
    assert change.points == pytest.approx(100 * (after.share - before.share))


def test_nothing_is_tested_of_open_links_and_quotas():
    for kind in (OPEN, SampleKind.QUOTA):
        change = compare_waves({"q": (Wave(0.1, 9000, kind), Wave(0.9, 9000, kind))})["q"]
        assert change.p is None
        assert change.direction in {Direction.OPEN_LINK, Direction.QUOTA}


def test_many_waves_are_corrected_together():
    """62 % to 66.5 % of 1,000 has p = 0.036 alone."""
    moved = (Wave(0.62, 1000, RANDOM), Wave(0.665, 1000, RANDOM))
    still = (Wave(0.5, 1000, RANDOM), Wave(0.5, 1000, RANDOM))
    assert compare_waves({"q": moved})["q"].direction is Direction.UP
    assert compare_waves({"q": moved, "r": still})["q"].direction is Direction.NOT_SEEN


def test_shares_of_nobody_and_of_everybody_can_be_compared():
    change = compare_waves({"q": (Wave(0.0, 500, RANDOM), Wave(1.0, 500, RANDOM))})["q"]
    assert change.direction is Direction.UP
    same = compare_waves({"q": (Wave(1.0, 500, RANDOM), Wave(1.0, 500, RANDOM))})["q"]
    assert same.direction is Direction.TOO_FEW
