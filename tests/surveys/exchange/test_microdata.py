"""The microdata that leave: nobody alone in a combination, nobody found by subtracting."""

import json
import time

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from surveys.enums import QuestionKind
from surveys.exchange.microdata import released
from surveys.exchange.names import DOUBT, MODE, VERSION
from surveys.exchange.tabular import frame_of, to_csv, to_json, to_xlsx
from surveys.instrument.questionnaire import Choice, Question
from tests.surveys.exchange.test_tabular import EVERY, FULL, SEX, one_page, table

K = QuestionKind
AGE = Question("age_band", K.SINGLE, "Tuổi?", choices=tuple(Choice(one, one) for one in "abc"))
PLACE = Question("where", K.COMMUNE, "Xã?")
PEOPLE = one_page(
    SEX,
    AGE,
    PLACE,
    Question("said", K.LONG_TEXT, "Góp ý?"),
    Question("n", K.NUMBER, "Số?"),
    EVERY.pages[0].questions[2],
)
BREAKDOWNS = ("sex", "age_band", "where")


def people(rows):
    ballots = []
    for version, mode, sex, age, place in rows:
        given = {"sex": sex, "age_band": age, "where": place}
        answers = {name: value for name, value in given.items() if value}
        ballots.append((version, answers | {"said": "x", "n": "1", "liked": ["a"]}, mode, ["fast"]))
    return frame_of({1: PEOPLE, 2: PEOPLE}, ballots, with_words=True)


DRAWN = st.lists(
    st.tuples(
        st.sampled_from([1, 1, 1, 2]),
        st.sampled_from(["web", "web", "paper"]),
        st.sampled_from(["nam", "nu", ""]),
        st.sampled_from(["a", "b", "c", ""]),
        st.sampled_from(["xa-1", "xa-2", "xa-3", "xa-4", ""]),
    ),
    max_size=60,
)


def combinations(frame):
    return frame.groupby([VERSION, MODE, *BREAKDOWNS], dropna=False, observed=True).size()


@given(DRAWN, st.integers(2, 10))
def test_every_combination_that_leaves_is_held_by_k_people(rows, k):
    given_away = released(people(rows), k, breakdowns=BREAKDOWNS)
    assert len(given_away) == (len(rows) if len(rows) >= k else 0)
    if len(given_away):
        assert combinations(given_away).min() >= k


@given(DRAWN)
def test_cells_are_kept_or_emptied_and_never_changed(rows):
    frame = people(rows)
    given_away = released(frame, 3, breakdowns=BREAKDOWNS)
    for name in [VERSION, MODE, *BREAKDOWNS] if len(given_away) else []:
        pairs = zip(frame[name].astype(object), given_away[name].astype(object), strict=True)
        assert all(
            after == "" or after == before or (pd.isna(before) and pd.isna(after))
            for before, after in pairs
        )


@given(DRAWN)
def test_order_of_the_rows_decides_nothing(rows):
    def contents(frame):
        given_away = released(frame, 3, breakdowns=BREAKDOWNS).astype(object)
        return sorted(map(str, given_away.to_numpy().tolist()))

    assert contents(people(rows)) == contents(people(rows[::-1]))


def lost_by(frame, given_away, columns):
    """Rows of each group that a published table has and the microdata do not show."""
    before = frame[columns].astype(object).where(frame[columns].notna(), None)
    is_hidden = (given_away[columns].astype(object) == "").any(axis=1)
    groups = [before[name] for name in columns]
    totals = is_hidden.groupby(groups, dropna=False).size()
    return totals, is_hidden.groupby(groups, dropna=False).sum()


@given(DRAWN, st.integers(2, 8))
def test_subtracting_from_published_tables_shows_no_fewer_than_k_people(rows, k):
    frame = people(rows)
    given_away = released(frame, k, breakdowns=BREAKDOWNS)
    every = [VERSION, MODE, *BREAKDOWNS] if len(given_away) else []
    groups = [[one] for one in every] + [[one, two] for one in every for two in every if one < two]
    for columns in groups:
        totals, lost = lost_by(frame, given_away, columns)
        assert ((lost == 0) | (lost >= k) | (lost == totals)).all()


def test_single_man_among_women_cannot_be_found_by_subtracting():
    """Only his sex would be empty, and the table of men less the men shown would be his answers."""
    rows = [(1, "web", "nam", "a", "xa-1")] * 20 + [(1, "web", "nu", "b", "xa-1")] * 20
    rows += [(1, "web", "nam", "c", "xa-1")] + [(1, "web", "nu", "c", "xa-1")] * 9
    frame = people(rows)
    given_away = released(frame, 5, breakdowns=BREAKDOWNS)
    _, lost = lost_by(frame, given_away, ["sex"])
    assert lost["nam"] == 0 or lost["nam"] >= 5


def test_two_hundred_thousand_rows_take_seconds():
    chance = np.random.default_rng(1)
    size = 200_000
    frame = pd.DataFrame(
        {
            VERSION: pd.Categorical(["1"] * size),
            MODE: pd.Categorical(chance.choice(["web", "paper"], size)),
            "commune": pd.Categorical(chance.integers(0, 51, size).astype(str)),
            "age": pd.Categorical(chance.integers(0, 5, size).astype(str)),
            "job": pd.Categorical(chance.zipf(1.7, size).clip(max=12).astype(str)),
        }
    )
    started = time.thread_time()
    given_away = released(frame, 10, breakdowns=("commune", "age", "job"))
    assert time.thread_time() - started < 30
    assert given_away.groupby(list(given_away.columns), observed=True).size().min() >= 10


def test_large_groups_are_left_alone_and_small_ones_lose_the_finest_column_first():
    rows = [(1, "web", "nam", "a", "xa-1")] * 10
    rows += [(1, "web", "nu", "a", place) for place in ("xa-1", "xa-2", "xa-3", "xa-4", "xa-5")]
    given_away = released(people(rows), 5, breakdowns=BREAKDOWNS)
    assert sorted(combinations(given_away)) == [5, 10]
    women = given_away[given_away["sex"] == "nu"]
    assert (women["where"].tolist(), women["age_band"].tolist()) == ([""] * 5, ["a"] * 5)


def test_single_odd_person_takes_others_along():
    rows = [(1, "web", "nam", "a", "xa-1")] * 9 + [(2, "paper", "nu", "c", "xa-4")]
    given_away = released(people(rows), 5, breakdowns=BREAKDOWNS)
    assert combinations(given_away).tolist() == [10]


def test_what_singles_out_by_itself_never_leaves():
    frame = table(FULL, with_words=True)
    given_away = released(pd.concat([frame] * 20), 5, breakdowns=("sex",))
    assert {"said", "liked_other", "born", "income", DOUBT, "home1__member_sex"}.isdisjoint(
        given_away.columns
    )
    assert {"sex", "opinion", "liked__a", "points", "m__r1"} <= set(given_away.columns)


def test_fewer_people_than_k_leave_nothing():
    assert (
        len(released(people([(1, "web", "nam", "a", "xa-1")] * 4), 5, breakdowns=BREAKDOWNS)) == 0
    )


def test_released_table_can_be_written_in_every_format():
    rows = [(1, "web", "nam", "a", "xa-1")] * 9 + [(2, "paper", "nu", "c", "xa-4")]
    given_away = released(people(rows), 5, breakdowns=BREAKDOWNS)
    versions = {1: PEOPLE, 2: PEOPLE}
    assert to_csv(given_away).count(b"\r\n") == 11
    assert to_xlsx(given_away, versions)
    assert len(json.loads(to_json(given_away, versions))["answers"]) == 10
