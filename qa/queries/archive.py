"""What everybody sees: published answers, searched and filtered."""

from django.db.models import (
    Case,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    When,
)

from engagement.accounts.models import Unit
from engagement.text.fold import fold
from engagement.text.normalise import normalise
from qa.models import Publication


def published_answers(
    text: str = "", *, unit: str = "", field: str = "", year: int | None = None, commune: str = ""
) -> QuerySet[Publication]:
    """The public archive, newest first.

    With `text`: answers that hold all its words, folded; those that hold it exactly as typed first.
    """
    answers = Publication.objects.filter(retracted_at__isnull=True).select_related("field", "unit")
    if unit:
        answers = answers.filter(unit__code=unit)
    if field:
        answers = answers.filter(field__code=field)
    if commune:
        answers = answers.filter(commune__code=commune)
    if year:
        answers = answers.filter(published_at__year=year)
    words = fold(text).split()
    for word in words:
        answers = answers.filter(search_text__contains=word)
    if not words:
        return answers.order_by("-published_at", "-pk")
    typed = normalise(text)
    exact = Q(title__icontains=typed) | Q(question_text__icontains=typed)
    rank = Case(When(exact, then=0), default=1, output_field=IntegerField())
    return answers.order_by(rank, "-published_at", "-pk")


def publication(pk: int) -> Publication | None:
    """One publication, retracted or not, for its page."""
    return Publication.objects.select_related("field", "commune").filter(pk=pk).first()


def published_count() -> int:
    return Publication.objects.filter(retracted_at__isnull=True).count()


def recently_published(limit: int) -> list[Publication]:
    return list(published_answers()[:limit])


def published_years() -> list[int]:
    """Years that have answers, newest first; for the filter."""
    live = Publication.objects.filter(retracted_at__isnull=True)
    return [day.year for day in live.dates("published_at", "year", order="DESC")]


def publication_communes() -> QuerySet[Unit]:
    """Communes that published answers are about, for the filter."""
    about = Publication.objects.filter(commune=OuterRef("pk"), retracted_at__isnull=True)
    return Unit.objects.filter(Exists(about)).order_by("name")


def publication_units() -> QuerySet[Unit]:
    """Units with published answers, for the filter."""
    answered = Publication.objects.filter(unit=OuterRef("pk"), retracted_at__isnull=True)
    return Unit.objects.filter(Exists(answered)).order_by("name")
