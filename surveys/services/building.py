"""Making a survey: its facts, its questions one step at a time, and what its results are set to."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction

from engagement.accounts.models import Unit, User
from engagement.audit.actors import Actor
from engagement.audit.kinds import detail_label
from engagement.audit.services import record
from engagement.workflow.exceptions import Conflict, Denied, InvalidTransition
from surveys.enums import Access, QuestionKind, SampleKind, SurveyStatus, Visibility
from surveys.exchange.storable import unfit
from surveys.instrument import editing
from surveys.instrument.questionnaire import CLASSIFYING, Page, Question, Questionnaire
from surveys.models import Margin, Survey, Version
from surveys.queries.questionnaires import current_version, edited_version, questionnaire_of
from surveys.rules import (
    RUNNING,
    check_edit,
    check_hand_out_codes,
    check_manage,
    check_settings,
    check_still_drafted,
)
from surveys.services import codes
from surveys.services.versions import start_editing, store

Step = Callable[[Questionnaire], Questionnaire]
Quotas = Mapping[str, Mapping[str, int]]  # the most answers wanted, by question and choice


@dataclass(frozen=True, slots=True)
class Facts:
    """What a new survey is, besides its questions."""

    title: str
    code: str
    sample_kind: SampleKind
    access: Access
    visibility: Visibility
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@transaction.atomic
def create_survey(*, facts: Facts, questionnaire: Questionnaire, by: User) -> Survey:
    """Make a draft that begins with `questionnaire`. Raises Denied; Conflict for a taken address."""
    check_manage(by)
    check_fits(questionnaire)
    survey = Survey(
        title=facts.title,
        code=facts.code,
        sample_kind=facts.sample_kind,
        access=facts.access,
        visibility=facts.visibility,
        opens_at=facts.opens_at,
        closes_at=facts.closes_at,
        created_by=by,
    )
    try:
        with transaction.atomic():
            survey.save()
    except IntegrityError:
        raise Conflict(
            "Địa chỉ này vừa được một khảo sát khác dùng; xin chọn địa chỉ khác."
        ) from None
    store(start_editing(survey), questionnaire)
    record(kind="surveys.survey.create", actor=Actor.staff(by), target=survey)
    return survey


# --- Questions -------------------------------------------------------------------------------
@transaction.atomic
def edit(
    *, survey: Survey, by: User, step: Step, seen: Mapping[str, str] | None = None
) -> Questionnaire:
    """Change what the edited version asks by one step; return the questionnaire after it.

    `seen` holds, by code, the fingerprint of each page or question as the maker saw it. Raises
    Denied where nothing may be changed or the result cannot be stored, and Conflict where somebody
    else changed or removed what the step is about; nothing is written then.
    """
    now = locked(survey)
    check_edit(by, now)
    version = edited_version(now)
    if version is None:
        raise Conflict("Bản đang sửa vừa được công bố hoặc bỏ; xin mở lại trang soạn.")
    before = questionnaire_of(version)
    try:
        for code, fingerprint in (seen or {}).items():
            check_unchanged(before, code, fingerprint)
        after = step(before)
    except LookupError:
        raise Conflict(
            "Câu hoặc trang này vừa được người khác bỏ hay đổi mã; xin xem lại."
        ) from None
    check_fits(after)
    store(version, after)
    if now.status == SurveyStatus.DRAFT:
        _keep_breakdowns(now, [code for code in now.breakdowns if can_classify(after, code)])
        _keep_quotas(now, after, now.quotas)
    return after


@transaction.atomic
def edit_question(*, survey: Survey, by: User, code: str, question: Question, seen: str) -> None:
    """Put `question` where `code` stood, under a new code if it has one. Raises as `edit` does."""
    now = locked(survey)
    if question.code != code and code in asked_before(now):
        raise Denied("Câu này đã được hỏi, mã của câu không đổi được nữa.")
    broken_down, quotas = list(now.breakdowns), dict(now.quotas)
    step = partial(editing.with_question, code=code, question=question)
    after = edit(survey=survey, by=by, step=step, seen={code: seen})
    if question.code != code:
        renamed = [question.code if name == code else name for name in broken_down]
        _keep_breakdowns(now, [name for name in renamed if can_classify(after, name)])
        Margin.objects.filter(survey=now, question=code).update(question=question.code)
        moved = {question.code if name == code else name: most for name, most in quotas.items()}
        _keep_quotas(now, after, moved)


def set_purpose(*, survey: Survey, by: User, purpose: str) -> None:
    """Set the words before the first question. Raises as `edit` does."""
    edit(survey=survey, by=by, step=partial(replace, purpose=purpose))


@transaction.atomic
def start_changes(*, survey: Survey, by: User) -> Version:
    """Begin to change a survey that runs: what is published stays until the change is. Denied."""
    now = locked(survey)
    check_edit(by, now)
    return start_editing(now)


@transaction.atomic
def drop_changes(*, survey: Survey, by: User) -> None:
    """Throw away what was changed and not published. Raises Denied where nothing is published."""
    now = locked(survey)
    check_edit(by, now)
    if now.status not in RUNNING:
        raise Denied("Chỉ bỏ được bản sửa của khảo sát đã mở.")
    version = edited_version(now)
    if version is not None:
        version.delete()


# --- Settings --------------------------------------------------------------------------------
@transaction.atomic
def change_settings(*, survey: Survey, by: User, values: Mapping[str, object]) -> None:
    """Set columns of the survey. Raises Denied for what may not change any more."""
    now = locked(survey)
    changes = {name: value for name, value in values.items() if getattr(now, name) != value}
    check_settings(by, now, changes)
    if not changes:
        return
    try:
        with transaction.atomic():
            Survey.objects.filter(pk=now.pk).update(**changes)
    except IntegrityError:
        raise Conflict(
            "Địa chỉ này vừa được một khảo sát khác dùng; xin chọn địa chỉ khác."
        ) from None
    if now.status in RUNNING:
        names = sorted(detail_label("surveys.survey", name) for name in changes)
        actor, detail = Actor.staff(by), {"columns": "; ".join(names)}
        record(kind="surveys.survey.settings", actor=actor, target=now, detail=detail)


@transaction.atomic
def declare_breakdowns(*, survey: Survey, by: User, questions: Sequence[str]) -> None:
    """Say before opening what results are broken down by. Raises Denied."""
    now = locked(survey)
    check_still_drafted(by, now)
    version = edited_version(now)
    asked = questionnaire_of(version) if version else None
    if asked is None or not all(can_classify(asked, code) for code in questions):
        raise Denied("Chỉ phân nhóm được theo câu chọn một, thang mức độ hoặc xã, phường.")
    _keep_breakdowns(now, questions)


@transaction.atomic
def set_margin(
    *, survey: Survey, by: User, question: str, people: Mapping[str, int], source: str
) -> None:
    """Say how the population is made up by one of the breakdowns; no people take it back.

    Once the survey is open the questions with margins stay the same, because every release counts
    the cells they make; numbers may still be corrected. Raises Denied.
    """
    check_manage(by)
    now = locked(survey)
    if question not in now.breakdowns:
        raise Denied("Chỉ ghi cơ cấu dân số theo câu đã chọn để phân nhóm.")
    known = Margin.objects.filter(survey=now, question=question)
    if now.status != SurveyStatus.DRAFT and not (people and known.exists()):
        raise InvalidTransition("Khảo sát đã mở: chỉ sửa được số người của câu đã có cơ cấu.")
    known.delete()
    Margin.objects.bulk_create(
        Margin(survey=now, question=question, choice=choice, people=count, source=source)
        for choice, count in people.items()
    )
    if now.status != SurveyStatus.DRAFT:
        actor, detail = Actor.staff(by), {"question": question}
        record(kind="surveys.survey.margin", actor=actor, target=now, detail=detail)


@transaction.atomic
def hand_out_codes(*, survey: Survey, by: User, unit: Unit, count: int) -> list[str]:
    """Make one-time codes for `unit` to hand out; this is the only time they can be read. Denied."""
    now = locked(survey)
    check_hand_out_codes(by, now)
    made = codes.new_codes(survey=now, unit=unit, count=count)
    record(
        kind="surveys.survey.codes",
        actor=Actor.staff(by),
        target=now,
        unit=unit.code,
        detail={"codes": count},
    )
    return made


# --- What every step asks --------------------------------------------------------------------
def locked(survey: Survey) -> Survey:
    """The survey's row as it is now, held until the transaction ends.

    Makers wait for each other and for closing; people who answer wait for nobody (`no_key`).
    """
    return Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)


def fingerprint(part: Page | Question | Questionnaire) -> str:
    """Tell one state of a page, a question or a whole questionnaire from another."""
    if isinstance(part, Page):
        part = replace(part, questions=())
    return hashlib.sha256(repr(part).encode()).hexdigest()[:16]


def check_unchanged(questionnaire: Questionnaire, code: str, seen: str) -> None:
    """Raise Conflict unless the page or question `code` is as it was seen; LookupError if gone."""
    part = questionnaire.question(code) or editing.page_named(questionnaire, code)
    if fingerprint(part) != seen:
        raise Conflict(
            "Có người vừa sửa chỗ này. Những gì Quý vị đã nhập vẫn còn bên dưới; xin so với bản "
            "mới ở trang soạn rồi lưu lại."
        )


def check_fits(questionnaire: Questionnaire) -> None:
    """Raise Denied for what the tables cannot hold; a draft may still be empty."""
    names = [page.code for page in questionnaire.pages]
    names += [question.code for question in questionnaire.questions]
    for code, times in Counter(names).items():
        if times > 1:
            raise Conflict(f"Mã “{code}” đã dùng cho một câu hay trang khác; xin chọn mã khác.")
    if not any(question.is_asked for question in questionnaire.questions):
        return
    for found in unfit(questionnaire):
        raise Denied(f"{found.code}: {found.words}" if found.code else found.words)


def can_classify(questionnaire: Questionnaire, code: str) -> bool:
    """Whether results may be broken down by the question: one code a person, asked once."""
    question, page = questionnaire.question(code), questionnaire.page_of(code)
    if question is None or page is None:
        return False
    return question.kind in CLASSIFYING and page.repeat is None


def quotas_astray(questionnaire: Questionnaire, quotas: Quotas) -> list[str]:
    """Codes of questions with quotas that are gone, classify nobody any more or lost a choice."""
    return [
        code for code, wanted in quotas.items() if wanted != _usable(questionnaire, code, wanted)
    ]


def asked_before(survey: Survey) -> set[str]:
    """Codes of pages and questions that people have been asked already."""
    version = current_version(survey)
    return editing.codes_of(questionnaire_of(version)) if version else set()


def _keep_breakdowns(survey: Survey, codes: Sequence[str]) -> None:
    Survey.objects.filter(pk=survey.pk).update(breakdowns=list(dict.fromkeys(codes)))


def _keep_quotas(survey: Survey, questionnaire: Questionnaire, quotas: Quotas) -> None:
    if not quotas:
        return
    usable = {code: _usable(questionnaire, code, wanted) for code, wanted in quotas.items()}
    kept = {code: wanted for code, wanted in usable.items() if wanted}
    Survey.objects.filter(pk=survey.pk).update(quotas=kept)


def _usable(
    questionnaire: Questionnaire, code: str, wanted: Mapping[str, int]
) -> Mapping[str, int]:
    """What of the quotas of one question can still be kept."""
    question = questionnaire.question(code)
    if question is None or not can_classify(questionnaire, code):
        return {}
    if question.kind is QuestionKind.COMMUNE:
        return wanted
    return {choice: most for choice, most in wanted.items() if choice in question.choice_codes}
