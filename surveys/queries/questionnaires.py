"""From the rows of a version to the value everything else reads."""

from functools import lru_cache

from surveys.enums import QuestionKind
from surveys.instrument import questionnaire as instrument
from surveys.instrument.questionnaire import Questionnaire
from surveys.models import Choice, MatrixRow, Page, Question, Survey, Version


def current_version(survey: Survey) -> Version | None:
    """The version people answer now; None before the first publication."""
    return survey.versions.filter(published_at__isnull=False).order_by("-number").first()


def edited_version(survey: Survey) -> Version | None:
    """The version the builder edits; None where nothing is being changed."""
    return survey.versions.filter(published_at__isnull=True).order_by("number").first()


def published(version_id: int) -> Questionnaire:
    """The questionnaire of a published version; kept in memory, because it never changes.

    Raises Version.DoesNotExist.
    """
    return _published(version_id)


def forget_published() -> None:
    """Empty this process's memory of questionnaires (tests, where keys are given again)."""
    _published.cache_clear()


@lru_cache(maxsize=64)
def _published(version_id: int) -> Questionnaire:
    versions = Version.objects.select_related("survey").filter(published_at__isnull=False)
    return questionnaire_of(versions.get(pk=version_id))


def questionnaire_of(version: Version) -> Questionnaire:
    """Read `version` with four queries."""
    pages = version.pages.prefetch_related("questions__choices", "questions__rows")
    return Questionnaire(
        title=version.survey.title,
        purpose=version.purpose,
        pages=tuple(_page(page) for page in pages),
    )


def _page(page: Page) -> instrument.Page:
    repeat = None
    if page.repeat_maximum is not None:
        repeat = instrument.Repeat(page.repeat_minimum or 0, page.repeat_maximum, page.repeat_label)
    return instrument.Page(
        code=page.code,
        title=page.title,
        intro=page.intro,
        relevance=page.relevance,
        is_random_order=page.is_random_order,
        repeat=repeat,
        questions=tuple(_question(question) for question in page.questions.all()),
    )


def _question(question: Question) -> instrument.Question:
    return instrument.Question(
        code=question.code,
        kind=QuestionKind(question.kind),
        label=question.label,
        hint=question.hint,
        choices=tuple(_choice(choice) for choice in question.choices.all()),
        rows=tuple(_row(row) for row in question.rows.all()),
        is_required=question.is_required,
        required_message=question.required_message,
        relevance=question.relevance,
        constraint=question.constraint,
        constraint_message=question.constraint_message,
        depends_on=question.depends_on,
        limits=instrument.Limits(
            minimum=question.minimum,
            maximum=question.maximum,
            decimals=question.decimals,
            min_choices=question.min_choices,
            max_choices=question.max_choices,
            max_length=question.max_length,
            pattern=question.pattern,
            pattern_message=question.pattern_message,
        ),
        is_random_order=question.is_random_order,
        low_label=question.low_label,
        high_label=question.high_label,
    )


def _choice(choice: Choice) -> instrument.Choice:
    return instrument.Choice(
        code=choice.code,
        label=choice.label,
        parent=choice.parent,
        is_exclusive=choice.is_exclusive,
        is_other=choice.is_other,
        is_dont_know=choice.is_dont_know,
    )


def _row(row: MatrixRow) -> instrument.Row:
    return instrument.Row(row.code, row.label)
