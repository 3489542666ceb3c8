"""Minutes a survey takes."""

import pytest

from surveys.instrument.timing import estimated_minutes
from tests.surveys.instrument.building import (
    QUALITY,
    Kind,
    Repeat,
    ask,
    choices,
    page,
    rows,
    survey,
)


def test_shortest_survey_takes_a_minute():
    assert estimated_minutes(survey()) == 1
    assert estimated_minutes(survey(ask())) == 1


def test_words_are_read_at_two_hundred_a_minute():
    assert estimated_minutes(survey(purpose="từ " * 400)) == 2
    assert estimated_minutes(survey(purpose="từ " * 401)) == 3


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.NOTE])
def test_every_question_takes_time(kind):
    assert estimated_minutes(survey(*[ask(f"q{place}", kind, "?") for place in range(100)])) > 4


def test_matrix_takes_its_time_for_every_row():
    def minutes(count):
        labels = [f"Dòng {place}" for place in range(count)]
        return estimated_minutes(survey(ask("q", Kind.MATRIX, choices=QUALITY, rows=rows(*labels))))

    assert minutes(60) > minutes(30) > minutes(3)


def test_repeated_page_takes_its_time_for_every_member_wanted():
    def minutes(repeat):
        return estimated_minutes(survey(page(ask("q", Kind.LONG_TEXT), repeat=repeat)))

    assert minutes(Repeat(0, 50, "Con")) == minutes(None)
    assert minutes(Repeat(10, 50, "Con")) > 5


def test_long_list_is_passed_over():
    long = choices(**{f"c{place}": f"Ấp số {place}" for place in range(500)})
    assert estimated_minutes(survey(ask("q", choices=long))) == 1
