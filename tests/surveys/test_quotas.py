"""A group with enough answers is told so before it loses time, and from published figures alone."""

from dataclasses import replace

import pytest
from django.urls import reverse

from engagement.accounts.roles import RoleCode
from engagement.workflow.exceptions import InvalidTransition
from surveys.enums import QuestionKind, SurveyStatus
from surveys.instrument.questionnaire import Choice, Page, Question, Questionnaire
from surveys.models import Participation, Survey, Waiting
from surveys.queries import public
from surveys.services import building, opening, releasing
from surveys.services.building import fingerprint
from surveys.services.quotas import set_quotas
from tests.factories import make_member, make_survey
from tests.surveys.running import OPINION, SEX, answer, crowd, running_survey, single
from tests.surveys.sheets import Person

pytestmark = pytest.mark.django_db
ASKED = Questionnaire(
    "",
    (
        Page("p1", "Về Quý vị", (single("sex", SEX), single("age", {"tre": "Trẻ", "gia": "Già"}))),
        Page("p2", "Ý kiến", (single("opinion", OPINION),)),
    ),
)
QUOTAS = {"sex": {"nam": 20}}


@pytest.fixture
def by():
    return make_member(RoleCode.PROPAGANDA)


@pytest.fixture
def full():
    return running_survey(ASKED, breakdowns=(), quotas=QUOTAS, full_groups={"sex": ["nam"]})


@pytest.mark.parametrize("act", ["tiep", "gui", "xem-gui"])
def test_a_full_group_is_told_as_soon_as_its_page_is_sent_and_nothing_is_stored(full, act):
    person = Person(full)
    person.get()
    response = person.press(act, {"q-sex": "nam"})
    assert response.status_code == 409
    assert "nhóm “Nam” đã có đủ" in person.text
    assert person.get().status_code == 200
    assert not person.is_checked("q-sex", "nam")
    assert not Waiting.objects.exists()
    assert not Participation.objects.exists()


def test_other_groups_and_who_does_not_say_go_on(full):
    for typed in ({"q-sex": "nu"}, {}):
        person = Person(full)
        person.get()
        person.press("tiep", typed)
        assert person.page == "p2"


def test_who_was_let_past_the_question_finishes_when_the_group_fills_meanwhile(full):
    Survey.objects.update(full_groups={})
    person = Person(full)
    person.get()
    person.press("tiep", {"q-sex": "nam"})
    Survey.objects.update(full_groups={"sex": ["nam"]})
    public.forget_everything()
    assert person.press("gui", {"q-opinion": "tot"}).status_code == 303
    assert Waiting.objects.count() == 1


def test_a_group_is_full_from_the_public_snapshot_that_holds_so_many():
    survey = running_survey(breakdowns=(), quotas={"sex": {"nam": 40, "nu": 40}})
    for _ in range(39):
        answer(survey, {"opinion": "tot", "sex": "nam"})
    assert Survey.objects.get().full_groups == {}
    crowd(survey, 30)  # half of them men
    assert Survey.objects.get().full_groups == {}, "stored answers alone tell nothing"
    releasing.tick()
    assert Survey.objects.get().full_groups == {"sex": ["nam"]}


def test_without_quotas_a_release_writes_nothing_about_them(django_assert_num_queries):
    survey = running_survey(breakdowns=())
    with django_assert_num_queries(0):
        releasing.mark_full(survey, {"n": 0, "tables": {}, "asked": {}, "groups": {}})


# --- The builder -------------------------------------------------------------------------------
def test_quotas_are_set_by_group_before_opening_and_fixed_then(client, by):
    survey = make_survey(by, SurveyStatus.DRAFT, ASKED)
    client.force_login(by)
    address = reverse("survey_desk:quotas", args=[survey.code])
    assert client.post(address, {"sex:nam": "0"}).status_code == 400
    assert client.post(address, {"sex:nam": "500", "opinion:tot": ""}).status_code == 302
    assert Survey.objects.get().quotas == {"sex": {"nam": 500}}
    page = client.get(address).content.decode()
    assert 'value="500"' in page
    assert "Câu này không bắt buộc" in page
    confirmation = client.get(reverse("survey_desk:act", args=[survey.code, "open"]))
    assert "Câu sex?: Nam 500 (câu không bắt buộc" in confirmation.content.decode()
    opening.open_survey(survey=survey, by=by)
    running = client.get(address).content.decode()
    assert "đang nhận" in running
    assert "<form" not in running.split("</nav>")[-1].split("<footer")[0]
    with pytest.raises(InvalidTransition):
        set_quotas(survey=survey, by=by, quotas={})


def test_quotas_follow_their_question_and_go_with_their_choice(by):
    survey = make_survey(by, SurveyStatus.DRAFT, ASKED)
    set_quotas(survey=survey, by=by, quotas={"sex": {"nam": 5, "nu": 6}, "age": {"tre": 7}})
    asked = ASKED.question("sex")
    change(survey, by, asked, replace(asked, code="gioi"))
    assert Survey.objects.get().quotas == {"gioi": {"nam": 5, "nu": 6}, "age": {"tre": 7}}
    renamed = replace(asked, code="gioi")
    change(survey, by, renamed, replace(renamed, choices=(Choice("nu", "Nữ"), Choice("k", "Khác"))))
    age = ASKED.question("age")
    change(survey, by, age, Question("age", QuestionKind.NUMBER, "Tuổi?"))
    assert Survey.objects.get().quotas == {"gioi": {"nu": 6}}


def change(survey, by, before, after):
    building.edit_question(
        survey=survey, by=by, code=before.code, question=after, seen=fingerprint(before)
    )


def test_a_running_survey_cannot_lose_a_question_with_quotas(full):
    without = Questionnaire("", (Page("p2", "Ý kiến", (single("opinion", OPINION),)),))
    words = [fault.words for fault in opening.obstacles(full, without)]
    assert any("Câu sex có chỉ tiêu" in one for one in words)
    assert not any("chỉ tiêu" in fault.words for fault in opening.obstacles(full, ASKED))
