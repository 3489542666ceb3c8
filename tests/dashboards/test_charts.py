"""Charts are written by hand; the library whose script draws them knows every property of them."""

import plotly.graph_objects as go
import pytest

from dashboards.charts import across, upright

KINDS = [("Đúng hạn", "#1f4e80", [3, 1]), ("Trễ hạn", "#6b1d55", [0, 2])]


@pytest.mark.parametrize(
    "chart",
    [across(["Sở Y tế", "Công an"], KINDS), upright(["10", "11"], KINDS, hover="Tháng %{x}")],
)
def test_what_is_written_is_a_figure_of_the_library(chart):
    assert len(go.Figure(chart).data) == len(KINDS)  # raises ValueError at an unknown property


def test_few_questions_are_counted_in_whole_ones():
    assert across(["Sở Y tế"], [("Đúng hạn", "#1f4e80", [5])])["layout"]["xaxis"]["dtick"] == 1
    assert "dtick" not in across(["Sở Y tế"], [("Đúng hạn", "#1f4e80", [6])])["layout"]["xaxis"]
    assert upright(["11"], KINDS, hover="")["layout"]["yaxis"]["dtick"] == 1
