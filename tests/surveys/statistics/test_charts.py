"""Charts: safe whatever the labels, readable on a phone, and true to the figures."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.enums import QuestionKind, SampleKind
from surveys.instrument.questionnaire import Choice, Page, Question, Questionnaire
from surveys.statistics.charts import (
    DESK_WIDTH,
    PHONE_WIDTH,
    chart_of,
    diverging,
    svg_document,
)
from surveys.statistics.likert import LikertSummary, Part, Side
from surveys.statistics.summary import summarise
from tests.surveys.statistics.samples import DAY, OVERALL, counts, scale, summary

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    '"><script>alert(1)</script>',
    "</text></svg><img src=x onerror=alert(1)>",
    "a & b < c > d",
    "'; DROP TABLE --",
    "\x00\x08\ud800\ufffe",
    "ừ" * 900,
    "",
    "<!-- <![CDATA[",
]


def charts():
    found = list(summary().questions())
    return {tables[0].variable.question.code: chart_of(tables, "hinh-1") for tables in found}


def shapes(svg, name):
    return [one for one in ET.fromstring(svg).iter() if name in one.get("class", "")]


def words(svg):
    return [one.text for one in ET.fromstring(svg).iter(f"{SVG}text")]


def likert(shares, *, outside=0, label="Nội dung"):
    """Shares of a five-step scale from the worst to the best."""
    steps = [Side.UNFAVOURABLE] * 2 + [Side.NEUTRAL] + [Side.FAVOURABLE] * 2
    parts = tuple(
        Part((str(place),), f"Mức {place}", side, 100 * share, share)
        for place, (side, share) in enumerate(zip(steps, shares, strict=True))
    )
    return LikertSummary("q", label, parts, 100, outside, "Khó trả lời")


@pytest.mark.parametrize("code", ["overall", "detail", "wish", "way", "score", "commune", "order"])
@pytest.mark.parametrize("place", ["desk", "phone"])
def test_a_chart_is_one_safe_element(code, place):
    svg = getattr(charts()[code], place)
    root = ET.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    names = root.get("aria-labelledby").split()
    assert [one.get("id") for one in root if one.get("id")] == names
    assert all(one.text for one in root if one.get("id"))
    for one in root.iter():
        assert one.tag.removeprefix(SVG) in {
            "svg",
            "title",
            "desc",
            "defs",
            "pattern",
            "path",
            "rect",
            "text",
        }
        assert "style" not in one.attrib
        assert not [name for name in one.attrib if name.startswith("on") or "href" in name]


@pytest.mark.parametrize("label", HOSTILE)
def test_hostile_labels_are_words_and_nothing_else(label):
    question = Question(
        "q",
        QuestionKind.SINGLE,
        label or "?",
        choices=(Choice("a", label), Choice("b", "Không")),
    )
    asked = Questionnaire("K", (Page("p", "", (question,)),))
    given_counts = {"n": 9, "tables": {"q": {"a": 7, "b": 2}}, "asked": {}, "groups": {}}
    found = summarise(asked, given_counts, sample_kind=SampleKind.OPEN_LINK, taken_on=DAY)
    chart = chart_of(found.variables, label)
    for svg in chart:
        root = ET.fromstring(svg)
        assert not list(root.iter(f"{SVG}script"))
        assert not list(root.iter(f"{SVG}img"))
        assert re.fullmatch(r"[A-Za-z0-9-]+ [A-Za-z0-9-]+", root.get("aria-labelledby"))


@pytest.mark.parametrize("label", HOSTILE)
def test_hostile_labels_in_diverging_bars(label):
    chart = diverging([likert([0.1, 0.1, 0.2, 0.3, 0.3], label=label)], title=label, chart_id="a")
    for svg in chart:
        assert not list(ET.fromstring(svg).iter(f"{SVG}script"))


def inside(element, width):
    left, across = float(element.get("x")), float(element.get("width"))
    return left >= -1.1 and left + across <= width + 1.1


@given(
    st.lists(
        st.tuples(st.lists(st.integers(0, 50), min_size=5, max_size=5), st.integers(0, 900)),
        min_size=1,
        max_size=6,
    )
)
def test_nothing_is_drawn_outside_the_picture(rows):
    likerts = [
        likert([step / max(sum(steps), 1) for step in steps], outside=outside)
        for steps, outside in rows
    ]
    chart = diverging(likerts, title="K", chart_id="a")
    for svg, width in ((chart.desk, DESK_WIDTH), (chart.phone, PHONE_WIDTH)):
        assert all(inside(one, width) for one in shapes(svg, "chart__bar"))


def test_lengths_compare_at_one_scale_and_labels_start_at_five_percent():
    chart = diverging([likert([0.04, 0.06, 0.1, 0.3, 0.5], outside=100)], title="K", chart_id="a")
    found = {
        one.get("class").split("--")[1]: float(one.get("width"))
        for one in shapes(chart.desk, "chart__bar")
        if one.get("height") == "24"
    }
    scale_of = found["favourable-3"] / 0.5
    assert found["favourable-2"] == pytest.approx(0.3 * scale_of, abs=0.2)
    assert found["unfavourable-2"] == pytest.approx(0.06 * scale_of, abs=0.2)
    assert found["neutral"] == pytest.approx(0.1 * scale_of, abs=0.2)
    assert found["dont-know"] == pytest.approx(0.5 * scale_of, abs=0.2)
    assert {"6", "30", "50"} <= set(words(chart.desk))
    assert "4" not in words(chart.desk)


def test_the_axis_parts_for_and_against_with_the_strongest_outside():
    svg = charts()["overall"].desk
    axis = float(shapes(svg, "chart__axis")[0].get("x")) + 1
    bars = [one for one in shapes(svg, "chart__bar") if one.get("height") == "24"]
    left = [one for one in bars if float(one.get("x")) < axis - 0.5]
    assert [one.get("class").split("--")[1] for one in left] == ["unfavourable-3", "unfavourable-2"]
    assert float(left[-1].get("x")) + float(left[-1].get("width")) == pytest.approx(axis, abs=0.2)
    assert [one.get("fill") for one in left] == ["#8a5a00", "#c9962b"]
    assert [one.get("fill") for one in bars[2:4]] == ["#7fa6cf", "#1f4f82"]


def test_dont_know_is_the_hatch_outside():
    svg = charts()["overall"].desk
    hatch = [one for one in shapes(svg, "dont-know") if one.get("height") == "24"]
    rightmost = max(float(one.get("x")) for one in shapes(svg, "chart__bar--favourable"))
    assert len(hatch) == 1
    assert hatch[0].get("fill") == "url(#hinh-1-desk-hatch)"
    assert float(hatch[0].get("x")) > rightmost


def test_no_red_and_no_green():
    for chart in charts().values():
        for colour in re.findall(r"#([0-9a-f]{6})", chart.desk):
            red, green, blue = (int(colour[place : place + 2], 16) for place in (0, 2, 4))
            assert not (red > 2 * green and red > 2 * blue), colour
            assert not (green > 1.3 * red and green > 1.3 * blue), colour


def test_letters_keep_their_size_on_a_phone():
    for chart in charts().values():
        root = ET.fromstring(chart.phone)
        width = float(root.get("viewBox").split()[2])
        sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', chart.phone)]
        assert width <= 360
        assert min(sizes) >= 12


def test_the_best_balance_stands_first():
    labels = [one.text for one in shapes(charts()["detail"].desk, "chart__label")]
    assert labels == ["Thái độ người tiếp nhận", "Thời gian giải quyết"]


def test_the_description_tells_every_figure():
    root = ET.fromstring(charts()["overall"].desk)
    told = root.find(f"{SVG}desc").text
    assert "Rất hài lòng 30 %" in told
    assert "Khó trả lời 20 %" in told
    assert "200 người nêu ý kiến" in told


def test_several_answers_a_person_are_noted():
    assert any("quá 100 %" in (text or "") for text in words(charts()["wish"].desk))


def test_a_long_list_is_cut_and_says_so():
    question = scale(*[f"Mục {place}" for place in range(40)], kind=QuestionKind.MULTIPLE)
    asked = Questionnaire("K", (Page("p", "", (replace(question, code="wish"),)),))
    changed = counts()
    changed["tables"]["wish"] = {f"c{place}": place for place in range(40)}
    found = summarise(asked, changed, sample_kind=SampleKind.OPEN_LINK, taken_on=DAY)
    assert "25 mục nữa ở bảng số liệu." in words(chart_of(found.variables, "a").desk)


def test_nobody_no_chart():
    nobody = {"n": 0, "tables": {}, "asked": {}, "groups": {}}
    found = summary(counts=nobody, cells=None)
    assert [chart_of(tables, "a") for tables in found.questions()] == [None] * 10


def test_the_document_stands_alone():
    chart = charts()["overall"]
    heading, note = 'Hài lòng <chung> & "riêng"', "250 phiếu, ngày 23/11/2026"
    document = svg_document(chart, heading=heading, notes=[note])
    assert document.startswith("<?xml")
    root = ET.fromstring(document.encode())
    assert [float(one) for one in root.get("viewBox").split()[:3]] == [-16, -16, DESK_WIDTH + 32]
    told = words(document)
    assert {heading, note} <= set(told)
    inner = root.find(f"{SVG}svg")
    assert shapes(ET.tostring(inner, encoding="unicode"), "chart__bar")
    below = float(inner.get("y")) + float(inner.get("height"))
    assert below <= float(root.get("height")) - 32
    for one in HOSTILE:
        ET.fromstring(svg_document(chart, heading=one, notes=[one]))
    assert sum(OVERALL.values()) == 250
