"""Figures of a whole survey, reckoned by hand from the sample counts."""

from dataclasses import replace

import pytest

from surveys.enums import QuestionKind, SampleKind
from surveys.instrument.questionnaire import Choice, Page, Questionnaire, Repeat
from surveys.statistics.intervals import wilson
from surveys.statistics.significance import Verdict
from surveys.statistics.summary import summarise
from surveys.statistics.thresholds import Line
from surveys.statistics.weighted import cell_frame, weighted_block
from surveys.statistics.weights import rake
from tests.surveys.statistics.samples import (
    DAY,
    MARGINS,
    QUESTIONNAIRE,
    QUESTIONS,
    block,
    cells,
    counts,
    summary,
)


def table(key, found=None):
    found = found or summary()
    return next(one for one in found.variables if one.key == key)


def row(key, code, found=None):
    return next(one for one in table(key, found).rows if one.code == code)


def test_variables_are_what_counts_hold_in_the_order_asked():
    assert [one.key for one in summary().variables] == [
        "overall",
        "detail__manner",
        "detail__time",
        "wish",
        "way",
        "score",
        "order",
        "agree",
        "sex",
        "age",
        "commune",
    ]


def test_a_scale_leaves_dont_know_out_of_the_base():
    found = table("overall")
    assert (found.base, found.base_words) == (200, "người nêu ý kiến")
    assert row("overall", "hai_long").share == pytest.approx(0.45)
    outside = row("overall", "kho_tra_loi")
    assert outside.is_outside
    assert outside.share == pytest.approx(50 / 250)


def test_a_list_keeps_dont_know_in_the_base():
    assert table("way").base == 250
    assert row("way", "desk").share == pytest.approx(0.6)
    assert row("way", "kho_tra_loi").share == pytest.approx(0.1)
    assert row("way", "kho_tra_loi").is_outside


def test_several_answers_are_shares_of_the_people_asked():
    assert table("wish").base == 250
    assert row("wish", "time").share == pytest.approx(0.8)
    assert table("wish").may_pass_hundred
    changed = counts()
    changed["asked"]["wish"] = 400
    assert row("wish", "time", summary(counts=changed)).share == pytest.approx(0.5)


def test_rankings_count_first_places_and_tell_the_mean_rank():
    first = row("order", "a")
    assert first.people == 120
    assert first.share == pytest.approx(0.6)
    assert first.mean_rank == pytest.approx((120 + 2 * 60) / 180)
    assert row("order", "c").people == 0
    assert row("order", "c").mean_rank == pytest.approx(2)


def test_points_have_every_step_and_a_mean():
    found = table("score")
    assert [one.code for one in found.rows] == [str(point) for point in range(11)]
    assert found.mean == pytest.approx(5.6)


def test_communes_stand_by_people_under_their_names():
    assert [one.label for one in table("commune").rows] == [
        "Phường Vị Thanh",
        "Xã Long Mỹ",
        "Xã Xà Phiên",
    ]


def test_a_removed_choice_stays_in_the_table_with_its_words():
    changed = counts()
    changed["tables"]["way"]["post"] = 30
    changed["tables"]["way"]["lost"] = 5
    way = next(one for one in QUESTIONS if one.code == "way")
    before = Questionnaire(
        "Bản trước",
        (Page("p1", "", (replace(way, choices=(*way.choices, Choice("post", "Bưu điện"))),)),),
    )
    found = summary(counts=changed, earlier=(before,))
    assert row("way", "post", found).label == "Bưu điện"
    assert row("way", "lost", found).label == "lost"
    assert table("way", found).base == 285


def test_weighted_shares_stand_beside_the_others():
    """Half of the men and all women are content: 80 of 100 here, 75 of 100 of the population."""
    men = block(200, overall={"hai_long": 100, "khong_hai_long": 100})
    women = block(300, overall={"hai_long": 300})
    frame = cell_frame([({"sex": "m"}, men), ({"sex": "f"}, women)], ["sex"])
    both = block(500, overall={"hai_long": 400, "khong_hai_long": 100})
    found = summary(
        counts={**both, "groups": {}}, margins={"sex": {"m": 500.0, "f": 500.0}}, cells=frame
    )
    content = row("overall", "hai_long", found)
    assert content.share == pytest.approx(0.8)
    assert content.weighted == pytest.approx(0.75)
    assert table("overall", found).weighted_likert.favourable == pytest.approx(0.75)
    assert (
        "80 % chọn “Hài lòng” hoặc “Rất hài lòng”, có trọng số 75 %" in found.said["overall"].text
    )


def test_weights_that_are_refused_show_no_weighted_share():
    found = summary(margins={"sex": {"m": 1, "f": 1}, "age": {"y": 1, "o": 1, "z": 1}})
    assert found.weighting.refusal
    assert all(one.weighted is None for one in table("overall", found).rows)
    assert table("overall", found).weighted_likert is None


def test_without_cells_nothing_is_weighted_but_coverage_is_told():
    found = summary(cells=None)
    assert found.weighting is None
    assert row("overall", "hai_long", found).weighted is None
    assert len(found.coverage) == 4


def test_the_interval_belongs_to_the_weighted_share_and_effective_people():
    found = summary(SampleKind.RANDOM)
    shown = row("overall", "hai_long", found)
    n_eff = 200 / found.weighting.deff
    assert shown.interval == wilson(shown.weighted, n_eff)
    plain = row("overall", "hai_long", summary(SampleKind.RANDOM, margins={}, cells=None))
    assert plain.interval == wilson(plain.share, 200)


def test_shares_without_doubtful_answers():
    assert row("overall", "rat_hai_long").steady == pytest.approx(50 / 190)
    calm = counts()
    del calm["groups"]["_doubt"]["yes"]
    assert row("overall", "rat_hai_long", summary(counts=calm)).steady is None
    assert summary(counts=calm).doubt is None


def test_groups_show_the_favourable_share_and_withhold_small_ones():
    found = summary()
    assert [one.breakdown for one in found.groups] == ["commune", "_mode"]
    rows = {one.code: one for one in found.groups[0].rows}
    assert rows["vt"].share == pytest.approx(0.8)
    assert rows["lm"].base == 44
    assert rows["xp"].share is None
    assert found.groups[0].verdict is Verdict.NOT_RANDOM


def test_merged_groups_and_silence_have_words():
    changed = counts()
    changed["groups"]["commune"]["_merged"] = block(12, overall={"hai_long": 12})
    changed["groups"]["commune"][""] = block(11, overall={"hai_long": 11})
    group = summary(counts=changed).groups[0]
    rows = {one.code: one for one in group.rows}
    assert (rows["_merged"].share, rows["_merged"].label) == (1, "Các nhóm nhỏ gộp lại")
    assert "gộp lại" not in group.sentence.text  # it may hold people of every group
    assert rows[""].label == "Không trả lời"


def test_a_list_nobody_chose_of_says_so():
    changed = counts()
    changed["tables"]["wish"] = {}
    assert "chưa ai chọn mục nào" in summary(counts=changed).said["wish"].text


def test_versions_are_compared_once_there_are_two():
    changed = counts()
    changed["groups"]["_version"]["2"] = block(40, overall={"hai_long": 40})
    labels = {one.breakdown: one for one in summary(counts=changed).groups}
    assert [one.label for one in labels["_version"].rows] == ["Bản 1", "Bản 2"]


def test_headlines_tell_people_the_chosen_scale_and_who_is_missing():
    told = {one.label: one for one in summary(lines=[Line("overall", "commune")]).headlines}
    assert told["Phiếu đã công bố"].value == "250"
    assert told["“Hài lòng” hoặc “Rất hài lòng”: Hài lòng chung"].value == "75 %"
    assert told["Nơi đạt ngưỡng 80 %"].value == "1 / 3"
    assert told["Còn thiếu so với dân số"].value == "Nam, 18–29"


def test_another_scale_may_be_the_headline():
    assert summary(headline="detail__time").chosen.key == "detail__time"
    assert summary(headline="way").chosen.key == "overall"


def test_a_line_needs_a_scale():
    for key in ("way", "none"):
        with pytest.raises(ValueError, match=key):
            summary(lines=[Line(key, "commune")])


def test_questions_put_the_rows_of_a_matrix_together():
    sizes = [len(tables) for tables in summary().questions()]
    assert sizes[:3] == [1, 2, 1]


def test_repeated_pages_are_not_summed_up():
    page = replace(QUESTIONNAIRE.pages[0], repeat=Repeat(0, 5, "Người"))
    found = summarise(
        Questionnaire("Hộ", (page,)), counts(), sample_kind=SampleKind.QUOTA, taken_on=DAY
    )
    assert found.variables == ()
    assert found.chosen is None
    assert len(found.headlines) == 1


def test_a_survey_of_one_list_needs_no_scale():
    ways = tuple(one for one in QUESTIONS if one.kind is QuestionKind.MULTIPLE)
    found = summarise(
        Questionnaire("Một câu", (Page("p", "", ways),)),
        counts(),
        sample_kind=SampleKind.OPEN_LINK,
        taken_on=DAY,
    )
    assert found.groups == ()
    assert found.doubt is None


def test_cells_become_a_frame_and_weighted_counts():
    young = block(10, overall={"hai_long": 5, "khong_hai_long": 5})
    old = block(90, overall={"hai_long": 90}, way={"desk": 90})
    frame = cell_frame([({"sex": "m", "age": "y"}, young), ({"sex": "f"}, old)], ["sex", "age"])
    assert frame["sex"].tolist() == ["m", "f"]
    assert frame["age"].tolist() == ["y", ""]
    assert frame["n"].tolist() == [10, 90]
    assert frame["tables.overall.khong_hai_long"].tolist() == [5, 0]
    assert frame["tables.way.desk"].tolist() == [0, 90]
    weighted = weighted_block(rake(cell_frame(cells(), list(MARGINS)), MARGINS))
    assert weighted.n == pytest.approx(250)
    assert weighted.asked["wish"] == pytest.approx(250)
    assert sum(weighted.tables["overall"].values()) == pytest.approx(250, abs=5)


def test_no_cells_make_an_empty_frame():
    frame = cell_frame([], ["sex"])
    assert list(frame.columns) == ["sex", "n"]
    assert rake(frame, {"sex": {"m": 1}}).refusal == "chưa có phiếu nào"
