"""Versions of a survey: stored whole, copied for editing."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction
from django.db.models import Max

from surveys.enums import Change
from surveys.instrument import questionnaire as instrument
from surveys.instrument.questionnaire import Questionnaire
from surveys.models import Choice, MatrixRow, Page, Question, Survey, Version
from surveys.queries.questionnaires import current_version, edited_version, questionnaire_of


def store(version: Version, questionnaire: Questionnaire) -> None:
    """Replace what `version` asks. Raises ValueError for a published one: it never changes."""
    if version.published_at is not None:
        raise ValueError("a published version never changes")
    with transaction.atomic():
        version.pages.all().delete()
        version.purpose = questionnaire.purpose
        version.save(update_fields=["purpose"])
        _add(version, questionnaire.pages)


def start_editing(survey: Survey) -> Version:
    """The version to edit: the one being edited, or a copy of the current one."""
    found = edited_version(survey)
    if found is not None:
        return found
    with transaction.atomic():
        current = current_version(survey)
        latest = survey.versions.aggregate(latest=Max("number"))["latest"] or 0
        version = Version.objects.create(
            survey=survey, number=latest + 1, change=Change.WORDING if current else Change.FIRST
        )
        if current is not None:
            store(version, questionnaire_of(current))
    return version


def _add(version: Version, asked: Sequence[instrument.Page]) -> None:
    """Add pages with their questions: four statements, however many questions there are."""
    pages = Page.objects.bulk_create(_page(version, page, n) for n, page in enumerate(asked))
    questions = [
        (question, _question(stored, question, n))
        for page, stored in zip(asked, pages, strict=True)
        for n, question in enumerate(page.questions)
    ]
    Question.objects.bulk_create(stored for _, stored in questions)
    Choice.objects.bulk_create(
        Choice(question=stored, position=n, **asdict(choice))
        for question, stored in questions
        for n, choice in enumerate(question.choices)
    )
    MatrixRow.objects.bulk_create(
        MatrixRow(question=stored, position=n, **asdict(row))
        for question, stored in questions
        for n, row in enumerate(question.rows)
    )


def _page(version: Version, page: instrument.Page, position: int) -> Page:
    return Page(
        version=version,
        position=position,
        code=page.code,
        title=page.title,
        intro=page.intro,
        relevance=page.relevance,
        is_random_order=page.is_random_order,
        repeat_minimum=page.repeat.minimum if page.repeat else None,
        repeat_maximum=page.repeat.maximum if page.repeat else None,
        repeat_label=page.repeat.label if page.repeat else "",
    )


def _question(page: Page, question: instrument.Question, position: int) -> Question:
    return Question(
        page=page,
        position=position,
        code=question.code,
        kind=question.kind,
        label=question.label,
        hint=question.hint,
        is_required=question.is_required,
        required_message=question.required_message,
        relevance=question.relevance,
        constraint=question.constraint,
        constraint_message=question.constraint_message,
        depends_on=question.depends_on,
        is_random_order=question.is_random_order,
        low_label=question.low_label,
        high_label=question.high_label,
        **asdict(question.limits),
    )
