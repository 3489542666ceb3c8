"""Raking against another package, against arithmetic done by hand, and where it must refuse."""

import itertools
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ipfn.ipfn import ipfn

from surveys.statistics.weights import CLOSE, LIMITS, kish_deff, rake

SEX = {"m": 490.0, "f": 510.0}
AGE = {"y": 250.0, "i": 500.0, "o": 250.0}
PLACE = {"town": 280.0, "village": 720.0}
MARGINS = {"sex": SEX, "age": AGE, "place": PLACE}


def frame(people, margins=MARGINS):
    """One row a combination, in the order of `margins`; `people` in the same order."""
    codes = list(itertools.product(*margins.values()))
    table = pd.DataFrame(codes, columns=list(margins))
    return table.assign(n=list(people))


@pytest.mark.parametrize("seed", range(5))
def test_equals_an_independent_package_without_trimming(seed):
    people = np.random.default_rng(seed).integers(5, 400, size=(2, 3, 2)).astype(float)
    ours = rake(frame(people.ravel()), MARGINS, limits=None)
    targets = [np.array(list(margin.values())) / 1000 * people.sum() for margin in MARGINS.values()]
    theirs = ipfn(
        people.copy(), targets, [[0], [1], [2]], convergence_rate=1e-14, max_iteration=5000
    ).iteration()
    assert np.abs(ours.cells["weight"].to_numpy() - (theirs / people).ravel()).max() < 1e-6


def test_one_margin_is_poststratification():
    """Weights are the population share over the sample share: 0.5 / 0.8 and 0.5 / 0.2."""
    cells = pd.DataFrame({"sex": ["m", "f"], "n": [800, 200]})
    weighting = rake(cells, {"sex": {"m": 1, "f": 1}})
    assert weighting.cells["weight"].tolist() == pytest.approx([0.625, 2.5])
    assert weighting.refusal == ""
    assert weighting.deff == pytest.approx(1.5625)
    assert weighting.n_eff == pytest.approx(640)
    assert weighting.largest_weight == pytest.approx(2.5)


def test_deff_is_kishs():
    """Half of the people with weight 1, half with 3: 2 · (1 + 9) / (1 + 3)² = 1.25."""
    assert kish_deff(np.array([1.0, 3.0]), np.array([50.0, 50.0])) == pytest.approx(1.25)
    assert kish_deff(np.array([7.0]), np.array([12.0])) == pytest.approx(1)


def test_the_same_people_in_finer_cells_weigh_the_same():
    whole = rake(frame([60, 80, 40, 50, 90, 70, 30, 60, 80, 50, 40, 90]), MARGINS)
    split = pd.concat([whole.cells.assign(n=whole.cells["n"] // 2)] * 2, ignore_index=True)
    again = rake(split.drop(columns="weight"), MARGINS)
    assert again.cells["weight"].tolist() == pytest.approx([*whole.cells["weight"]] * 2)
    assert again.deff == pytest.approx(whole.deff)


@given(st.lists(st.integers(1, 500), min_size=12, max_size=12))
def test_weights_are_positive_within_limits_and_meet_margins(people):
    weighting = rake(frame(people), MARGINS)
    weights, n = weighting.cells["weight"], weighting.cells["n"]
    assert (weights > 0).all()
    assert (weights * n).sum() == pytest.approx(n.sum())
    mean = (weights * n).sum() / n.sum()
    assert weights.min() >= LIMITS[0] * mean - 1e-9
    assert weights.max() <= LIMITS[1] * mean + 1e-9
    if weighting.is_usable:
        assert weighting.deff <= 2.5
        assert weighting.n_eff >= 100
        for question, margin in MARGINS.items():
            shares = (weights * n).groupby(weighting.cells[question]).sum() / n.sum()
            for code, target in margin.items():
                assert shares[code] == pytest.approx(target / 1000, abs=CLOSE)


def test_trimming_bounds_the_weights_and_still_meets_the_margins():
    people = [40, 380, 420, 410, 390, 300, 400, 380, 420, 410, 390, 400]
    free = rake(frame(people), MARGINS, limits=None)
    high = 0.97 * free.largest_weight
    bound = rake(frame(people), MARGINS, limits=(0.2, high))
    assert bound.is_trimmed
    assert not free.is_trimmed
    assert bound.largest_weight <= high + 1e-9
    assert bound.largest_gap <= CLOSE
    assert bound.refusal == ""


def test_whoever_gave_no_answer_keeps_the_share_of_the_sample():
    cells = pd.DataFrame(
        {
            "sex": ["m", "f", "", None, "x"],
            "n": [300, 100, 50, 30, 20],
        }
    )
    weighting = rake(cells, {"sex": {"m": 1, "f": 1}})
    weighted = weighting.cells["weight"] * weighting.cells["n"]
    assert weighted[2:].sum() == pytest.approx(100)
    assert weighted[0] == pytest.approx(200)
    assert weighted[1] == pytest.approx(200)
    assert weighting.refusal == ""


def test_other_columns_stay_and_can_be_totalled():
    cells = pd.DataFrame({"sex": ["m", "f"], "n": [800, 200], "tables.q.yes": [80, 100]})
    weighting = rake(cells, {"sex": {"m": 1, "f": 1}})
    assert weighting.total("tables.q.yes") == pytest.approx(80 * 0.625 + 100 * 2.5)
    with pytest.raises(KeyError):
        weighting.total("tables.q.no")


@pytest.mark.parametrize(
    ("people", "margins", "words"),
    [
        ([400, 0], {"sex": {"m": 1, "f": 1}}, "chưa có ai trả lời trong nhóm “sex = f”"),
        ([990, 10], {"sex": {"m": 1, "f": 1}}, "không tìm được trọng số"),
        ([900, 100], {"sex": {"m": 1, "f": 1}}, "hiệu ứng thiết kế"),
        ([60, 40], {"sex": {"m": 1, "f": 1}}, "cỡ mẫu hiệu dụng dưới 100"),
        ([0, 0], {"sex": {"m": 1, "f": 1}}, "chưa có phiếu nào"),
        ([60, 40], {}, "chưa khai cơ cấu dân số"),
        ([60, 40], {"sex": {"m": 1, "f": 0}}, "không phải số lớn hơn 0"),
        ([60, 40], {"sex": {"m": 1, "f": -3}}, "không phải số lớn hơn 0"),
        ([60, 40], {"sex": {"m": 1, "f": float("nan")}}, "không phải số lớn hơn 0"),
        ([60, 40], {"sex": {}}, "không bằng nhau"),
    ],
)
def test_refuses_with_the_reason(people, margins, words):
    weighting = rake(pd.DataFrame({"sex": ["m", "f"], "n": people}), margins)
    assert words in weighting.refusal
    assert not weighting.is_usable
    assert (weighting.cells["weight"] > 0).all()


def test_refuses_margins_of_different_populations_but_not_rounding():
    people = [60, 80, 40, 50, 90, 70, 30, 60, 80, 50, 40, 90]
    other = MARGINS | {"place": {"town": 300.0, "village": 900.0}}
    assert "không bằng nhau" in rake(frame(people), other).refusal
    rounded = MARGINS | {"place": {"town": 281.0, "village": 721.0}}
    assert rake(frame(people), rounded).refusal == ""


def test_refuses_more_than_five_margins():
    margins = {f"q{place}": {"a": 1.0} for place in range(6)}
    cells = pd.DataFrame({f"q{place}": ["a"] for place in range(6)} | {"n": [500]})
    assert "tối đa 5" in rake(cells, margins).refusal


def test_refuses_margins_that_contradict_the_cells():
    """All men are young here, so half men and a tenth young cannot both be."""
    cells = pd.DataFrame({"sex": ["m", "f"], "age": ["y", "o"], "n": [500, 500]})
    margins = {"sex": {"m": 50.0, "f": 50.0}, "age": {"y": 10.0, "o": 90.0}}
    weighting = rake(cells, margins)
    assert "không tìm được trọng số" in weighting.refusal
    assert weighting.most_missing() is None


def test_refusal_names_the_category_in_words():
    cells = pd.DataFrame({"sex": ["m"], "n": [500]})
    weighting = rake(cells, {"sex": {"m": 1, "f": 1}}, name=lambda question, code: "Nữ")
    assert weighting.refusal == "chưa có ai trả lời trong nhóm “Nữ”"


@pytest.mark.parametrize(
    "cells",
    [
        pd.DataFrame({"sex": ["m"], "n": [-1]}),
        pd.DataFrame({"sex": ["m"], "n": [None]}),
        pd.DataFrame({"sex": ["m"]}),
        pd.DataFrame({"age": ["y"], "n": [3]}),
    ],
)
def test_a_frame_of_another_shape_is_an_error(cells):
    with pytest.raises(ValueError):
        rake(cells, {"sex": {"m": 1, "f": 1}})


@pytest.mark.parametrize("code", ["n", "weight"])
def test_a_margin_cannot_take_the_name_of_another_column(code):
    with pytest.raises(ValueError, match="columns of their own"):
        rake(pd.DataFrame({"n": [500], "weight": [1]}), {code: {"m": 1}})


def test_most_missing_is_a_pair_of_margins():
    cells = pd.DataFrame(
        {
            "sex": ["m", "m", "f", "f", "m"],
            "age": ["y", "o", "y", "o", ""],
            "n": [40, 260, 160, 540, 10],
        }
    )
    margins = {"sex": {"m": 50.0, "f": 50.0}, "age": {"y": 30.0, "o": 70.0}}
    missing = rake(cells, margins).most_missing()
    assert missing is not None
    assert missing.codes == ("m", "o")
    assert missing.expected > missing.people == 260
    assert 0 < missing.shortfall < 1


def test_cost_does_not_grow_with_people():
    """A million answers in two hundred thousand times more people a cell: the same few cells."""
    people = np.array([60, 80, 40, 50, 90, 70, 30, 60, 80, 50, 40, 90]) * 10_000
    started = time.perf_counter()
    weighting = rake(frame(people), MARGINS)
    assert time.perf_counter() - started < 1
    assert weighting.n == people.sum()
