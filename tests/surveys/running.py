"""A survey that takes answers, and people who answer it."""

import uuid
from collections.abc import Mapping
from itertools import count

from django.utils import timezone

from engagement.accounts.roles import RoleCode
from surveys.disclosure.receipts import new_receipt
from surveys.enums import Change, QuestionKind, SampleKind, SurveyStatus
from surveys.instrument.questionnaire import Choice, Page, Question, Questionnaire
from surveys.models import Survey, Version
from surveys.services import versions
from surveys.services.keys import new_sealed_key
from surveys.services.submitting import Outcome, submit
from tests.factories.people import make_member

_numbers = count(1)
SEX = {"nam": "Nam", "nu": "Nữ"}
AGE = {"tre": "Dưới 35", "trung": "35 đến 60", "cao": "Trên 60"}
OPINION = {"tot": "Tốt", "duoc": "Được", "kem": "Kém"}


def single(code: str, choices: Mapping[str, str], **values) -> Question:
    options = tuple(Choice(code, label) for code, label in choices.items())
    return Question(code, QuestionKind.SINGLE, f"Câu {code}?", choices=options, **values)


QUESTIONNAIRE = Questionnaire(
    "Hài lòng về dịch vụ công",
    (
        Page(
            "p1",
            "",
            (
                single("opinion", OPINION),
                single("why", {"cho": "Chờ lâu", "xa": "Ở xa"}, relevance="${opinion} = 'kem'"),
                Question("words", QuestionKind.LONG_TEXT, "Quý vị góp ý gì thêm?"),
                single("sex", SEX),
                single("age", AGE),
            ),
        ),
    ),
)


def running_survey(questionnaire=QUESTIONNAIRE, *, breakdowns=("sex", "age"), **values) -> Survey:
    owner = make_member(RoleCode.PROPAGANDA)
    survey = Survey.objects.create(
        **{
            "code": f"khao-sat-{next(_numbers)}",
            "title": questionnaire.title,
            "status": SurveyStatus.OPEN,
            "sample_kind": SampleKind.OPEN_LINK,
            "breakdowns": list(breakdowns),
            "sealed_key": new_sealed_key(),
            "created_by": owner,
            **values,
        }
    )
    publish_version(survey, questionnaire)
    return survey


def publish_version(survey: Survey, questionnaire: Questionnaire) -> Version:
    version = Version.objects.create(
        survey=survey, number=survey.versions.count() + 1, change=Change.FIRST
    )
    versions.store(version, questionnaire)
    version.published_at, version.published_by = timezone.now(), survey.created_by
    version.save()
    return version


def answer(survey: Survey, answers: dict[str, object] | None = None, **values) -> Outcome:
    given = {"opinion": "tot", "sex": "nam", "age": "tre"} if answers is None else answers
    return submit(
        **{
            "survey": survey,
            "version": survey.versions.order_by("number").last(),
            "answers": given,
            "key": uuid.uuid4(),
            "receipt": new_receipt(),
            **values,
        }
    )


def crowd(survey: Survey, people: int) -> None:
    """Answers of `people`, evenly over opinions, sexes and ages."""
    for number in range(people):
        opinion = list(OPINION)[number % 3]
        answers = {
            "opinion": opinion,
            "sex": list(SEX)[number // 3 % 2],
            "age": list(AGE)[number // 6 % 3],
        }
        if opinion == "kem":
            answers["why"] = ["cho", "xa"][number // 3 % 2]
        assert answer(survey, answers) is Outcome.STORED
