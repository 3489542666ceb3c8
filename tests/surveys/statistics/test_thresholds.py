"""Lines of nông thôn mới: reached, not reached, or not enough answers to say."""

import pytest

from surveys.statistics.thresholds import Line, Standing, outcome
from tests.surveys.statistics.samples import block


def group(content, others=0, dont_know=0):
    table = {"yes": content, "no": others, "dk": dont_know}
    return block(sum(table.values()), q=table)


def standing_of(group_counts, **line):
    groups = {} if group_counts is None else {"a": group_counts}
    found = outcome(groups, ["a"], Line("q", "commune", **line), favourable=("yes",))
    return found.groups[0]


@pytest.mark.parametrize(
    ("content", "others", "share", "expected"),
    [
        (80, 20, 0.8, Standing.REACHED),
        (79, 21, 0.8, Standing.NOT_REACHED),
        (799, 201, 0.8, Standing.NOT_REACHED),
        (90, 10, 0.9, Standing.REACHED),
        (44, 11, 0.8, Standing.REACHED),
        (63, 7, 0.9, Standing.REACHED),
        (9, 0, 0.8, Standing.NOT_ENOUGH),
        (10, 0, 0.8, Standing.REACHED),
    ],
)
def test_the_line_itself_is_reached(content, others, share, expected):
    assert standing_of(group(content, others), share=share).standing is expected


def test_dont_know_counts_as_not_content():
    found = standing_of(group(80, 0, 30))
    assert found.standing is Standing.NOT_REACHED
    assert found.answered == 110


def test_sixty_percent_of_households_must_have_answered():
    assert standing_of(group(60), households={"a": 100}).standing is Standing.REACHED
    few = standing_of(group(59), households={"a": 100})
    assert few.standing is Standing.NOT_ENOUGH
    assert few.share == 1.0
    assert few.households == 100


@pytest.mark.parametrize("counts", [None, block(0), group(0)])
def test_a_group_without_answers_has_not_enough(counts):
    found = standing_of(counts, least=0)
    assert found.standing is Standing.NOT_ENOUGH
    assert found.share is None


def test_counts_of_every_standing():
    groups = {"a": group(90, 10), "b": group(50, 50), "c": group(1)}
    found = outcome(groups, ["a", "b", "c", "d"], Line("q", "commune"), favourable=("yes",))
    assert found.count(Standing.REACHED) == 1
    assert found.count(Standing.NOT_REACHED) == 1
    assert found.count(Standing.NOT_ENOUGH) == 2
