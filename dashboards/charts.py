"""Bars as plotly.js takes them, in the look of the house.

Written by hand: the library's own figures check every property, which takes longer than all the
counting of a page.
"""

from collections.abc import Sequence

from engagement.jobs.queue import JSON

# A name, a colour, and how many for each label.
Kind = tuple[str, str, list[int]]
AXIS: dict[str, JSON] = {
    "automargin": True,
    "fixedrange": True,
    "gridcolor": "#e5e0da",
    "zeroline": False,
}
LAYOUT: dict[str, JSON] = {
    "font": {"family": "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif", "size": 14},
    "margin": {"l": 8, "r": 8, "t": 56, "b": 8},
    "legend": {
        "orientation": "h",
        "yref": "container",
        "y": 1,
        "yanchor": "top",
        "x": 0,
        "traceorder": "normal",
    },
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "separators": ",.",
    "dragmode": False,
    "xaxis": AXIS,
    "yaxis": AXIS,
}


def across(labels: list[str], kinds: Sequence[Kind]) -> dict[str, JSON]:
    """Horizontal bars, one a label from below, the kinds one after the other in each."""
    bars: list[JSON] = [
        bar(name, colour, "%{y}: %{x} câu")
        | {"y": list[JSON](labels), "x": list[JSON](counts), "orientation": "h"}
        for name, colour, counts in kinds
    ]
    height = max(220, 34 * len(labels) + 110)
    most = max(map(sum, zip(*(counts for _, _, counts in kinds), strict=True)), default=0)
    layout = LAYOUT | {"barmode": "stack", "height": height, "xaxis": counting(most)}
    return {"data": bars, "layout": layout}


def upright(labels: list[str], kinds: Sequence[Kind], *, hover: str) -> dict[str, JSON]:
    """Columns, the kinds side by side over each label, which is no number or day."""
    bars: list[JSON] = [
        bar(name, colour, f"{hover}: %{{y}} câu")
        | {"x": list[JSON](labels), "y": list[JSON](counts)}
        for name, colour, counts in kinds
    ]
    axis: dict[str, JSON] = {**AXIS, "type": "category"}
    most = max((max(counts, default=0) for _, _, counts in kinds), default=0)
    layout: dict[str, JSON] = {**LAYOUT, "barmode": "group", "height": 320, "xaxis": axis}
    return {"data": bars, "layout": layout | {"yaxis": counting(most)}}


def counting(most: int) -> dict[str, JSON]:
    """The axis of the numbers: nobody asks half a question, however few there are."""
    return AXIS | ({"dtick": 1} if most <= 5 else {})


def bar(name: str, colour: str, hover: str) -> dict[str, JSON]:
    """One kind of bars, without its numbers."""
    return {
        "type": "bar",
        "name": name,
        "marker": {"color": colour},
        "hovertemplate": f"{hover}<extra>{name}</extra>",
    }
