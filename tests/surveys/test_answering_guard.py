"""What stands before the last step, and how an answer is marked without being dropped."""

import time
from dataclasses import replace
from uuid import uuid4

import pytest

from engagement.intake.models import RateRule, UsedChallenge
from surveys.disclosure.receipts import new_receipt
from surveys.forms.guard import BURST, PURPOSE, is_fast, is_straight
from surveys.forms.state import State
from surveys.instrument.questionnaire import Page, Questionnaire
from surveys.models import Waiting
from tests.intake.sending import encoded, solved
from tests.surveys.running import running_survey
from tests.surveys.sheets import LEVELS, OPINION, SHORT, Person, fill

pytestmark = pytest.mark.django_db
FIRST = {"mot": {"q-gio": "toi"}}


@pytest.fixture
def survey(settings):
    settings.INTAKE_PROOF_MAX_NUMBER = 50
    return running_survey(SHORT, breakdowns=())


@pytest.fixture
def person(survey):
    """Somebody on the last page who took a minute to get there."""
    made = Person(survey)
    fill(made, FIRST, last="hai")
    made.survey = survey
    return made


def send(person, *, seconds=60, altcha="", **more):
    """Send the last page as a sheet of its own."""
    state = State.read(person.last_sheet, person.survey.code)
    fresh = replace(state, key=uuid4(), receipt=new_receipt(),
                    started_at=int(time.time()) - seconds)  # fmt: skip
    sent = {"q-y": "Tốt", "altcha": altcha or None, **more}
    return person.press("gui", sent, phieu=fresh.sign(person.survey.code), trang="hai")


@pytest.fixture(autouse=True)
def remember_the_sheet(person):
    person.last_sheet = person.sheet


def test_proven_answer_bears_no_doubt_and_uses_its_challenge_up(person):
    assert send(person, altcha=solved(PURPOSE)).status_code == 303
    assert Waiting.objects.get().doubts == []
    assert UsedChallenge.objects.count() == 1


def test_without_javascript_the_answer_is_taken_and_marked(person):
    assert send(person).status_code == 303
    assert Waiting.objects.get().doubts == ["unproven"]


def test_a_used_challenge_is_refused_with_the_answers_kept(person):
    answer = solved(PURPOSE)
    assert send(person, altcha=answer).status_code == 303
    assert send(person, altcha=answer).status_code == 422
    assert "đã được dùng cho một phiếu khác" in person.text
    assert "Tốt" in person.text
    assert send(person, altcha=solved(PURPOSE)).status_code == 303
    assert Waiting.objects.count() == 2


@pytest.mark.parametrize(
    "wrong", ["không phải", encoded({"number": 1}), "A" * 5_000], ids=["words", "short", "long"]
)
def test_a_wrong_proof_is_told_and_nothing_is_lost(person, wrong):
    assert send(person, altcha=wrong).status_code == 422
    assert "Bước kiểm tra tự động cho kết quả không đúng" in person.text
    assert "Tốt" in person.text
    assert not Waiting.objects.exists()


def test_a_proof_of_another_form_is_worth_nothing(person):
    assert send(person, altcha=solved("qa.ask")).status_code == 422


def test_who_fills_the_hidden_field_counts_as_unproven(person):
    assert send(person, altcha=solved(PURPOSE), website="http://x").status_code == 303
    assert Waiting.objects.get().doubts == ["unproven"]


def limit_to(limit, purpose, applies_to):
    """Set the rule of ten minutes, in place of the one a new site starts with."""
    RateRule.objects.update_or_create(
        purpose=purpose, applies_to=applies_to, window_seconds=600, defaults={"limit": limit}
    )


def test_over_the_limit_says_how_long_and_the_way_out_and_keeps_everything(person):
    limit_to(1, PURPOSE, "unproven")
    assert send(person).status_code == 303
    response = send(person)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "gọi" in person.text
    assert "Tốt" in person.text
    # Who has proved something is not held up by neighbours who have not.
    assert send(person, altcha=solved(PURPOSE)).status_code == 303


def test_only_the_last_step_is_limited(person):
    limit_to(1, PURPOSE, "any")
    for _ in range(5):
        assert person.press("cap-nhat", {"q-y": "Tốt"}).status_code == 200
    assert send(person).status_code == 303


def test_many_answers_from_one_place_are_marked_and_not_refused(person):
    limit_to(2, BURST, "any")
    statuses = [send(person, altcha=solved(PURPOSE)).status_code for _ in range(4)]
    assert statuses == [303] * 4
    assert sorted(ballot.doubts for ballot in Waiting.objects.order_by("pk")) == [
        [], [], ["burst"], ["burst"],
    ]  # fmt: skip


def test_answering_faster_than_reading_is_marked(person):
    assert send(person, altcha=solved(PURPOSE), seconds=3).status_code == 303
    assert Waiting.objects.get().doubts == ["fast"]


@pytest.mark.parametrize(
    ("seconds", "minutes", "fast"), [(0, 1, True), (19, 1, True), (20, 1, False), (59, 3, True),
                                     (60, 3, False), (86_400, 30, False)]
)  # fmt: skip
def test_fast_is_less_than_a_third_of_the_estimate(seconds, minutes, fast):
    assert is_fast(seconds, minutes) is fast


def rows_of(*codes):
    """Answers to a matrix of three rows and as many Likert questions."""
    rows = [row.code for row in OPINION.questions[1].rows]
    likert = {f"l{number}": code for number, code in enumerate(codes[3:])}
    return {"cac_mat": dict(zip(rows, codes, strict=False)), **likert}


def scales(count):
    likert = tuple(replace(OPINION.questions[0], code=f"l{number}") for number in range(count))
    return Questionnaire("Thang", (Page("p", "P", (OPINION.questions[1], *likert)),))


@pytest.mark.parametrize(
    ("codes", "straight"),
    [
        (["hai"] * 6, True),
        (["kho"] * 6, True),
        (["hai"] * 5, False),  # too few lines to mean anything
        (["hai"] * 5 + ["rat"], False),
        ([], False),
        (["la"] * 6, False),  # codes nobody offered
    ],
)
def test_straight_is_one_column_in_every_line_of_at_least_six(codes, straight):
    assert is_straight(scales(3), rows_of(*codes)) is straight


def test_straight_goes_by_column_not_by_code():
    """Scales whose codes differ are alike when the same place is chosen in each."""
    renamed = tuple(replace(level, code=f"x_{level.code}") for level in LEVELS)
    first = replace(OPINION.questions[1])
    others = tuple(
        replace(OPINION.questions[0], code=f"l{number}", choices=renamed) for number in range(3)
    )
    questionnaire = Questionnaire("Thang", (Page("p", "P", (first, *others)),))
    answers = rows_of("rat", "rat", "rat", "x_rat", "x_rat", "x_rat")
    assert is_straight(questionnaire, answers)
    assert not is_straight(questionnaire, answers | {"l2": "x_hai"})
