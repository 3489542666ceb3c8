from hypothesis import given
from hypothesis import strategies as st

from surveys.disclosure.counting import add, count, counts_are_alike, empty, grown, tally
from surveys.enums import QuestionKind
from surveys.instrument.questionnaire import Choice, Page, Question, Questionnaire, Row
from tests.surveys.running import AGE, OPINION, QUESTIONNAIRE, SEX

ANSWERS = st.fixed_dictionaries(
    {"opinion": st.sampled_from(list(OPINION))},
    optional={"sex": st.sampled_from(list(SEX)), "age": st.sampled_from(list(AGE))},
)


def read(answers, questionnaire=QUESTIONNAIRE, breakdowns=("sex", "age")):
    return tally(
        questionnaire,
        answers,
        breakdowns=breakdowns,
        version=1,
        mode="web",
        is_doubtful=False,
    )


@given(st.lists(ANSWERS, max_size=12), st.integers(0, 12))
def test_counts_add_up_to_a_full_recount(answers, cut):
    tallies = [read(one) for one in answers]
    assert add(count(tallies[:cut]), count(tallies[cut:])) == count(tallies)
    assert add(count(tallies), empty()) == count(tallies)


@given(st.lists(ANSWERS, min_size=1, max_size=12))
def test_groups_of_a_breakdown_are_everybody(answers):
    counts = count(read(one) for one in answers)
    for groups in counts["groups"].values():
        assert sum(group["n"] for group in groups.values()) == len(answers)


def test_who_is_asked_a_conditional_question_is_a_group():
    counts = count([read({"opinion": "kem", "why": "xa"}), read({"opinion": "tot"})])
    assert counts["asked"]["why"] == 1
    assert counts["tables"]["why"] == {"xa": 1}
    assert grown(counts, ["why"])["asked", "why"] == 1
    assert ("asked", "why") in read({"opinion": "kem"}).item()


def test_each_kind_is_counted_by_its_own_cells():
    choices = (Choice("a", "A"), Choice("b", "B"))
    page = Page(
        "p",
        "",
        (
            Question("many", QuestionKind.MULTIPLE, "?", choices=choices),
            Question("order", QuestionKind.RANKING, "?", choices=choices),
            Question("grid", QuestionKind.MATRIX, "?", choices=choices, rows=(Row("r", "R"),)),
            Question("points", QuestionKind.SCALE, "?"),
            Question("words", QuestionKind.LONG_TEXT, "?"),
        ),
    )
    answers = {
        "many": ["a", "b"],
        "order": ["b", "a"],
        "grid": {"r": "b"},
        "points": 7,
        "words": "kín",
    }
    counts = count([read(answers, Questionnaire("?", (page,)), ())])
    assert counts["tables"] == {
        "many": {"a": 1, "b": 1},
        "order": {"b#1": 1, "a#2": 1},
        "grid__r": {"b": 1},
        "points": {"7": 1},
    }
    assert "kín" not in str(counts)


def test_who_answered_a_question_is_a_group_however_it_was_answered():
    counts = empty()
    counts["tables"] = {
        "one": {"a": 3, "b": 2},
        "many": {"a": 3, "b": 2},
        "order": {"a#1": 3, "b#1": 1, "b#2": 3, "a#2": 1},
    }
    sizes = grown(counts, [], several={"many"})
    assert {key: sizes["answered", key] for key in counts["tables"]} == {
        "one": 5,
        "many": 3,  # at least: nobody can say more
        "order": 4,
    }
    assert not counts_are_alike([counts], ("answered", "one"))
    counts["tables"]["one"] = {"a": 5}
    assert counts_are_alike([counts], ("answered", "one"))
