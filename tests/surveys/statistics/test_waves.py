"""Two surveys side by side: what they share, and no more said of it than may be said."""

from dataclasses import replace

import pytest

from surveys.enums import SampleKind
from surveys.instrument.questionnaire import Page
from surveys.instrument.scales import SCALES
from surveys.statistics.significance import Direction
from surveys.statistics.summary import summarise
from surveys.statistics.waves import compared
from tests.surveys.statistics.samples import DAY, QUESTIONNAIRE, QUESTIONS, counts, summary

CONTENT = {"hai_long": 190, "khong_hai_long": 10}


def later(kind=SampleKind.RANDOM, *, asked=QUESTIONNAIRE, **tables):
    """The same people without weights, some questions answered in another way."""
    changed = counts()
    changed["tables"] |= tables
    return summarise(asked, changed, sample_kind=kind, taken_on=DAY)


def asking(*questions):
    return replace(QUESTIONNAIRE, pages=(Page("p1", "", questions),))


def rows_of(comparison):
    return {row.key: row for row in (*comparison.scales, *comparison.choices)}


def test_scales_and_every_choice_of_lists_are_compared_in_the_later_order():
    found = compared(later(), later())
    scales = [row.key for row in found.scales]
    choices = [row.key for row in found.choices]
    assert scales == ["overall", "detail__manner", "detail__time", "score"]
    assert choices[:4] == ["wish.time", "wish.paper", "way.desk", "way.web"]
    assert choices[4:] == ["sex.m", "sex.f", "age.y", "age.o"]
    assert {row.change.direction for row in rows_of(found).values()} == {Direction.NOT_SEEN}
    assert (found.reason, found.is_weighted, found.different) == (None, False, ())


def test_a_large_change_is_clear_and_a_small_one_is_not_seen():
    found = rows_of(compared(later(), later(overall=CONTENT, wish={"time": 204, "paper": 125})))
    overall, wish = found["overall"], found["wish.time"]
    assert overall.shares == pytest.approx((0.75, 0.95))
    assert overall.people == (200, 200)
    assert overall.change.direction is Direction.UP
    assert wish.change.direction is Direction.NOT_SEEN


@pytest.mark.parametrize("kind", [SampleKind.OPEN_LINK, SampleKind.QUOTA])
def test_without_two_random_samples_nothing_is_tested(kind):
    for before, after in ((later(kind), later(overall=CONTENT)), (later(), later(kind))):
        found = compared(before, after)
        assert found.reason in {Direction.OPEN_LINK, Direction.QUOTA}
        assert {row.change.direction for row in rows_of(found).values()} == {found.reason}
        assert {row.change.p for row in rows_of(found).values()} == {None}


def test_weights_are_used_only_where_both_have_them():
    weighted = summary(SampleKind.RANDOM)
    mixed = compared(weighted, later())
    assert not mixed.is_weighted
    assert rows_of(mixed)["overall"].shares == pytest.approx((0.75, 0.75))
    both = compared(weighted, weighted)
    assert both.is_weighted
    likert = next(one.weighted_likert for one in weighted.variables if one.key == "overall")
    assert rows_of(both)["overall"].shares[0] == pytest.approx(likert.favourable)


def test_who_people_are_is_no_opinion():
    keys = rows_of(compared(summary(), later()))
    assert not [key for key in keys if key.startswith(("sex", "age", "commune"))]


def test_another_scale_is_not_compared_and_other_words_are_told():
    overall, *others = QUESTIONS
    agreement = replace(overall, choices=SCALES["dong-y"].choices)
    answered = {"rat_dong_y": 100, "khong_dong_y": 100}
    found = compared(later(), later(asked=asking(agreement, *others), overall=answered))
    assert found.different == ("Hài lòng chung",)
    assert "overall" not in rows_of(found)
    reworded = asking(replace(overall, label="Nhìn chung, Quý vị hài lòng không?"), *others)
    found = rows_of(compared(later(), later(asked=reworded)))
    assert found["overall"].is_reworded
    assert not found["score"].is_reworded
