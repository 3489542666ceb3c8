"""Surveys of the demo: one that runs, its two closed waves, a closed poll; all truly answered."""

import random
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from engagement.accounts.models import User
from surveys.disclosure.receipts import new_receipt
from surveys.enums import Access, Mode, QuestionKind, SampleKind, Visibility
from surveys.instrument.answers import Answers, pruned
from surveys.instrument.questionnaire import Question
from surveys.instrument.samples import SAMPLES
from surveys.models import Closing, Margin, Survey
from surveys.queries.questionnaires import current_version, questionnaire_of
from surveys.services import building, closing, opening, releasing
from surveys.services.codes import digest_of, new_codes
from surveys.services.submitting import submit

OWNER = "tuyengiao"
# How often the demo's people choose a step of a scale, the best first, then "Khó trả lời".
SCALE_WEIGHTS = (20, 34, 18, 16, 7, 5)
CONTENT_WEIGHTS = (33, 44, 13, 5, 2, 3)
# Where they live, and how often.
COMMUNES = {"p-vi-thanh": 30, "x-vi-thuy": 25, "p-nga-bay": 25, "x-hoa-an": 20}
LASTED = timedelta(days=20)
RELEASED_EVERY = 80  # answers
SKIPPED = 0.04  # of the questions somebody need not answer
WHO = ("gioi_tinh", "nhom_tuoi")


@dataclass(frozen=True)
class DemoSurvey:
    """`people` answer it before the demo is first seen; `breakdowns` are declared before opening.

    `closed_days_ago` is None for one that runs; `scale` are the weights its people choose by.
    """

    code: str
    sample: str
    title: str
    people: int
    breakdowns: tuple[str, ...]
    closed_days_ago: int | None = None
    sample_kind: SampleKind = SampleKind.OPEN_LINK
    scale: tuple[int, ...] = SCALE_WEIGHTS


SURVEYS = (
    DemoSurvey(
        "hai-long-dot-1",
        "dich-vu-cong",
        "Hài lòng về dịch vụ công tại xã, phường: đợt 1",
        240,
        (*WHO, "xa_phuong"),
        closed_days_ago=400,
        sample_kind=SampleKind.RANDOM,
    ),
    DemoSurvey(
        "hai-long-dot-2",
        "dich-vu-cong",
        "Hài lòng về dịch vụ công tại xã, phường: đợt 2",
        420,
        (*WHO, "xa_phuong"),
        closed_days_ago=120,
        sample_kind=SampleKind.RANDOM,
        scale=CONTENT_WEIGHTS,
    ),
    DemoSurvey(
        "hai-long-dich-vu-cong",
        "dich-vu-cong",
        "Hài lòng về dịch vụ công tại xã, phường",
        260,
        WHO,
    ),
    DemoSurvey(
        "viec-nen-lam-truoc",
        "binh-chon",
        "Việc nên làm trước trong năm nay",
        180,
        (),
        closed_days_ago=0,
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
        fill(survey, row, chance)
        if row.closed_days_ago is not None:
            closing.close(survey=survey, by=owner)
            put_back(survey, timezone.now() - timedelta(days=row.closed_days_ago))
    return len(new)


def opened(row: DemoSurvey, owner: User) -> Survey:
    now = timezone.now()
    facts = building.Facts(
        title=row.title,
        code=row.code,
        sample_kind=row.sample_kind,
        access=Access.CODE if row.sample_kind is SampleKind.RANDOM else Access.LINK,
        visibility=Visibility.LIVE,
        opens_at=None,
        closes_at=None if row.closed_days_ago is not None else now + LASTED,
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


def put_back(survey: Survey, closed_at: datetime) -> None:
    """Let a closed survey lie where it belongs among the others."""
    Survey.objects.filter(pk=survey.pk).update(
        created_at=closed_at - LASTED, status_changed_at=closed_at
    )
    Closing.objects.filter(survey=survey).update(closed_at=closed_at)
    survey.snapshots.update(taken_at=closed_at)


def fill(survey: Survey, row: DemoSurvey, chance: random.Random) -> None:
    """Let people answer, with a release now and then as the worker would make one."""
    version = current_version(survey)
    if version is None:
        raise RuntimeError(f"{survey.code} was not opened")
    questionnaire = questionnaire_of(version)
    for number, credential in enumerate(credentials(survey, row.people), 1):
        answers = pruned(
            questionnaire,
            {
                question.code: value
                for question in questionnaire.questions
                if (value := answer(question, chance, row)) is not None
            },
        )
        submit(
            survey=survey,
            version=version,
            answers=answers,
            key=uuid.UUID(int=chance.getrandbits(128)),
            receipt=new_receipt(),
            credential=credential,
            mode=Mode.KIOSK if chance.random() < 0.2 else Mode.WEB,
        )
        if number % RELEASED_EVERY == 0:
            releasing.tick()


def credentials(survey: Survey, people: int) -> list[tuple[str, bytes] | None]:
    """What lets each of them answer once: the code drawn for them, or nothing on an open link."""
    if survey.access != Access.CODE:
        return [None] * people
    return [("code", digest_of(code)) for code in new_codes(survey=survey, unit=None, count=people)]


def answer(
    question: Question, chance: random.Random, row: DemoSurvey
) -> "Answers | list[str] | str | None":
    """What one of the demo's people answers; None where nothing."""
    may_skip = not (question.is_required or question.code in row.breakdowns)
    if may_skip and chance.random() < SKIPPED:
        return None
    match question.kind:
        case QuestionKind.SINGLE | QuestionKind.LIKERT:
            return chosen(question, chance, row.scale)
        case QuestionKind.MATRIX:
            return {one.code: chosen(question, chance, row.scale) for one in question.rows}
        case QuestionKind.MULTIPLE:
            plain = [choice.code for choice in question.choices if not choice.is_other]
            return sorted(chance.sample(plain, k=min(2, len(plain))), key=plain.index)
        case QuestionKind.COMMUNE:
            return chance.choices(list(COMMUNES), weights=list(COMMUNES.values()))[0]
        case _:
            return None


def chosen(question: Question, chance: random.Random, scale: tuple[int, ...]) -> str:
    """One choice; the steps of a scale by their weights, other lists evenly."""
    plain = [choice for choice in question.choices if not choice.is_other]
    is_scale = question.kind in {QuestionKind.LIKERT, QuestionKind.MATRIX}
    weights = scale[: len(plain)] if is_scale else (1,) * len(plain)
    return chance.choices(plain, weights=weights)[0].code
