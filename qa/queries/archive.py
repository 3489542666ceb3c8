"""What everybody sees: published answers, searched and filtered."""

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    When,
)

from engagement.accounts.models import Unit
from engagement.accounts.units import in_reading_order
from engagement.text.normalise import normalise
from engagement.text.words import phrase_pattern, words_in
from qa.models import Publication
from qa.queries.figures.measures import within
from qa.queries.figures.periods import Period


def on_show() -> QuerySet[Publication]:
    """What the public may read now: not retracted, and its question not sealed (ADR 0014)."""
    return Publication.objects.filter(retracted_at__isnull=True, question__is_sealed=False)


def published_answers(
    text: str = "",
    *,
    unit: str = "",
    field: str = "",
    year: int | None = None,
    commune: str = "",
    period: Period | None = None,
) -> QuerySet[Publication]:
    """The public archive, newest first.

    With `text`: answers that hold all its words, folded and whole; those that hold it exactly as
    typed first, then those that hold its words one after another.
    """
    answers = on_show().select_related("field", "unit")
    if unit:
        answers = answers.filter(unit__code=unit)
    if field:
        answers = answers.filter(field__code=field)
    if commune:
        answers = answers.filter(commune__code=commune)
    if year:
        answers = answers.filter(published_at__year=year)
    if period:
        answers = answers.filter(within(period, "published_at"))
    typed = normalise(text)
    if not typed:
        return answers.order_by("-published_at", "-pk")
    words = words_in(typed)
    if not words:
        return answers.none()
    for word in words:
        # The plain look for the letters spares most rows the dearer one for the whole word.
        answers = answers.filter(search_text__contains=word)
        answers = answers.filter(search_text__regex=phrase_pattern([word]))
    exact = Q(title__icontains=typed) | Q(question_text__icontains=typed)
    exact |= Q(answer_text__icontains=typed)
    together = Q(search_text__regex=phrase_pattern(words))
    rank = Case(When(exact, then=0), When(together, then=1), default=2, output_field=IntegerField())
    return answers.order_by(rank, "-published_at", "-pk")


def publication(pk: int) -> Publication | None:
    """One publication, retracted or not, for its page; none of a sealed question."""
    found = Publication.objects.filter(pk=pk, question__is_sealed=False)
    return found.select_related("field", "commune", "question").first()


def published_count() -> int:
    return on_show().count()


def recently_published(limit: int) -> list[Publication]:
    return list(published_answers()[:limit])


def published_years() -> list[int]:
    """Years that have answers, newest first; for the filter."""
    return [day.year for day in on_show().dates("published_at", "year", order="DESC")]


def publication_communes() -> list[Unit]:
    """Communes that published answers are about, for the filter."""
    about = on_show().filter(commune=OuterRef("pk"))
    return in_reading_order(Unit.objects.filter(Exists(about)))


def publication_units() -> list[Unit]:
    """Units with published answers, for the filter."""
    answered = on_show().filter(unit=OuterRef("pk"))
    return in_reading_order(Unit.objects.filter(Exists(answered)))


def published_by(column: str, period: Period) -> list[tuple[str, int]]:
    """How many answers of a period the archive shows, by the code of their `column`, by code.

    `column` is "unit", "field" or "commune"; answers without one are left out.
    """
    counts = (
        published_answers(period=period)
        .filter(**{f"{column}__isnull": False})
        .order_by()
        .values(f"{column}__code")
        .annotate(answers=Count("pk"))
        .order_by(f"{column}__code")
    )
    return list(counts.values_list(f"{column}__code", "answers"))
