"""Two surveys of the demo: one that runs, one that has closed; answered through the real services."""

import random
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from engagement.accounts.models import User
from surveys.disclosure.receipts import new_receipt
from surveys.enums import Access, Mode, QuestionKind, SampleKind, Visibility
from surveys.instrument.answers import Answers, pruned
from surveys.instrument.questionnaire import Choice, Question
from surveys.instrument.samples import SAMPLES
from surveys.models import Margin, Survey
from surveys.queries.questionnaires import current_version, questionnaire_of
from surveys.services import building, closing, opening, releasing
from surveys.services.submitting import submit

OWNER = "tuyengiao"
# How often the demo's people choose a step of a scale, the best first, then "Khó trả lời".
SCALE_WEIGHTS = (24, 41, 18, 8, 3, 6)
SKIPPED = 0.04  # of the questions somebody need not answer


@dataclass(frozen=True)
class DemoSurvey:
    """`people` answer it before the demo is first seen; `breakdowns` are declared before opening."""

    code: str
    sample: str
    title: str
    people: int
    breakdowns: tuple[str, ...]
    is_closed: bool = False


SURVEYS = (
    DemoSurvey(
        "hai-long-dich-vu-cong",
        "dich-vu-cong",
        "Hài lòng về dịch vụ công tại xã, phường",
        260,
        ("gioi_tinh", "nhom_tuoi"),
    ),
    DemoSurvey(
        "viec-nen-lam-truoc", "binh-chon", "Việc nên làm trước trong năm nay", 180, (), True
    ),
)
# Adults of the province by sex, in thousands: made up for the demo, as its source says.
PEOPLE_BY_SEX = {"nam": 372_000, "nu": 381_000}


def load_surveys() -> int:
    """Open and fill the demo's surveys; return how many were new."""
    owner = User.objects.get(username=OWNER)
    chance = random.Random(1930)  # noqa: S311  (the same demo every time)
    new = [row for row in SURVEYS if not Survey.objects.filter(code=row.code).exists()]
    for row in new:
        survey = opened(row, owner)
        fill(survey, row.people, chance)
        if row.is_closed:
            closing.close(survey=survey, by=owner)
    return len(new)


def opened(row: DemoSurvey, owner: User) -> Survey:
    now = timezone.now()
    facts = building.Facts(
        title=row.title,
        code=row.code,
        sample_kind=SampleKind.OPEN_LINK,
        access=Access.LINK,
        visibility=Visibility.LIVE,
        opens_at=None,
        closes_at=None if row.is_closed else now + timedelta(days=20),
    )
    questionnaire = SAMPLES[row.sample].make(row.title)
    survey = building.create_survey(facts=facts, questionnaire=questionnaire, by=owner)
    survey.breakdowns = list(row.breakdowns)
    survey.save(update_fields=["breakdowns"])
    if "gioi_tinh" in row.breakdowns:
        Margin.objects.bulk_create(
            Margin(
                survey=survey,
                question="gioi_tinh",
                choice=choice,
                people=people,
                source="Số liệu minh họa",
            )
            for choice, people in PEOPLE_BY_SEX.items()
        )
    return opening.open_survey(survey=survey, by=owner)


def fill(survey: Survey, people: int, chance: random.Random) -> None:
    """Let people answer, with a release now and then as the worker would make one."""
    version = current_version(survey)
    if version is None:
        raise RuntimeError(f"{survey.code} was not opened")
    questionnaire = questionnaire_of(version)
    for number in range(1, people + 1):
        answers = pruned(
            questionnaire,
            {
                question.code: value
                for question in questionnaire.questions
                if (value := answer(question, chance)) is not None
            },
        )
        submit(
            survey=survey,
            version=version,
            answers=answers,
            key=uuid.UUID(int=chance.getrandbits(128)),
            receipt=new_receipt(),
            mode=Mode.KIOSK if chance.random() < 0.2 else Mode.WEB,
        )
        if number % 60 == 0:
            releasing.tick()


def answer(question: Question, chance: random.Random) -> "Answers | list[str] | str | None":
    """What one of the demo's people answers; None where nothing."""
    if not question.is_required and chance.random() < SKIPPED:
        return None
    match question.kind:
        case QuestionKind.SINGLE | QuestionKind.LIKERT:
            return chosen(question, chance)
        case QuestionKind.MATRIX:
            return {row.code: chosen(question, chance) for row in question.rows}
        case QuestionKind.MULTIPLE:
            plain = [choice.code for choice in question.choices if not choice.is_other]
            return sorted(chance.sample(plain, k=min(2, len(plain))), key=plain.index)
        case _:
            return None


def chosen(question: Question, chance: random.Random) -> str:
    """One choice; the steps of a scale by their weights, other lists evenly."""
    plain = [choice for choice in question.choices if not choice.is_other]
    weights = _weights(question, plain)
    return chance.choices(plain, weights=weights)[0].code


def _weights(question: Question, choices: list[Choice]) -> tuple[int, ...]:
    is_scale = question.kind in {QuestionKind.LIKERT, QuestionKind.MATRIX}
    return SCALE_WEIGHTS[: len(choices)] if is_scale else (1,) * len(choices)
