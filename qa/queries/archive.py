"""What everybody sees: published answers, searched and filtered."""

from django.db.models import Count, Max, Min, QuerySet
from django.utils import timezone

from engagement.accounts.models import Unit
from engagement.accounts.units import in_reading_order
from engagement.text.fulltext import holding
from engagement.text.queries import current_synonyms
from engagement.text.ranking import Query
from engagement.web.pagination import Ranked
from qa.models import PUBLISHED, Publication, Question
from qa.models.search import EVERYTHING, TITLE
from qa.queries.figures.measures import within as published_within
from qa.queries.figures.periods import Period

# So many of the newest finds are put in order: the work for "đất" does not grow with the archive.
MOST_RANKED = 500
# Where there are more, so many of the newest that hold the words in the title are among them.
MOST_TITLES = 200
SEARCHED = ("search_title", "search_question", "search_answer")
SHOWN = ("title", "question_text", "answer_text")


def on_show() -> QuerySet[Publication]:
    """What the public may read now: not retracted, and its question not sealed (ADR 0014)."""
    # The few that are sealed are left out, not forty thousand looked up.
    sealed = Question.objects.filter(is_sealed=True).order_by().values("pk")
    return Publication.objects.filter(retracted_at__isnull=True).exclude(question__in=sealed)


def published_answers(
    *,
    unit: str = "",
    field: str = "",
    year: int | None = None,
    commune: str = "",
    period: Period | None = None,
) -> QuerySet[Publication]:
    """The public archive, newest first."""
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
        answers = answers.filter(published_within(period, "published_at"))
    return answers.order_by("-published_at", "-pk")


def found_answers(text: str, within: QuerySet[Publication] | None = None) -> Ranked[Publication]:
    """Those of the archive (or of `within`) that hold every word of `text`, the closest first.

    Words are whole and folded; an abbreviation finds what it stands for, and the other way round.
    In order: as typed, marks included; the words as a phrase; the words anywhere. Then title before
    question before answer, then the newest. Of more than MOST_RANKED finds the newest are put in
    order, with the newest MOST_TITLES that hold the words in the title.
    """
    answers = published_answers()
    query = Query(text, current_synonyms())
    if not query.words:
        return Ranked(answers, [])
    ids = _newest(query, within, depth=EVERYTHING, most=MOST_RANKED + 1)
    is_cut = len(ids) > MOST_RANKED
    if is_cut:
        titles = _newest(query, within, depth=TITLE, most=MOST_TITLES)
        ids = [*dict.fromkeys([*titles, *ids])][:MOST_RANKED]
    return Ranked(answers, _in_order(query, ids), is_cut=is_cut)


def _newest(
    query: Query, within: QuerySet[Publication] | None, *, depth: int, most: int
) -> list[int]:
    """Ids of the newest finds: numbers are given when an answer is published."""
    # The whole archive is cut inside the index, before rows are looked at.
    newest = most if within is None else None
    found = holding(PUBLISHED, query.parts, depth=depth, newest=newest)
    answers = on_show() if within is None else within
    ids = answers.select_related(None).order_by("-pk").filter(pk__in=found)
    return list(ids.values_list("pk", flat=True)[:most])


def _in_order(query: Query, ids: list[int]) -> list[int]:
    rows = Publication.objects.filter(pk__in=ids).order_by("-published_at", "-pk")
    ranks = {
        pk: query.rank(texts[:3], texts[3:])
        for pk, *texts in rows.values_list("pk", *SEARCHED, *SHOWN)
    }
    return sorted(ranks, key=ranks.__getitem__)


def publication(pk: int) -> Publication | None:
    """One publication, retracted or not, for its page; none of a sealed question."""
    found = Publication.objects.filter(pk=pk, question__is_sealed=False)
    return found.select_related("field", "commune", "question").first()


def published_count() -> int:
    return on_show().count()


def recently_published(limit: int) -> list[Publication]:
    return list(published_answers()[:limit])


def published_years() -> list[int]:
    """From the year of the newest answer back to that of the oldest; for the filter."""
    ends = on_show().aggregate(first=Min("published_at"), last=Max("published_at"))
    if ends["first"] is None:
        return []
    first, last = (timezone.localtime(ends[end]).year for end in ("first", "last"))
    return list(range(last, first - 1, -1))


def publication_communes() -> list[Unit]:
    """Communes that published answers are about, for the filter."""
    about = on_show().order_by().filter(commune__isnull=False).values("commune").distinct()
    return in_reading_order(Unit.objects.filter(pk__in=about))


def publication_units() -> list[Unit]:
    """Units with published answers, for the filter."""
    answered = on_show().order_by().values("unit").distinct()
    return in_reading_order(Unit.objects.filter(pk__in=answered))


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
