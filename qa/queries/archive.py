"""What everybody sees: published answers, searched and filtered."""

from django.db.models import Exists, Max, Min, OuterRef, QuerySet
from django.utils import timezone

from engagement.accounts.models import Unit
from engagement.accounts.units import in_reading_order
from engagement.text.fulltext import holding
from engagement.text.queries import current_synonyms
from engagement.text.ranking import Query, Rank
from engagement.web.pagination import Ranked
from qa.models import PUBLISHED, Publication
from qa.models.search import EVERYTHING, TITLE

# So many of the newest finds are put in order: the work for "đất" does not grow with the archive.
MOST_RANKED = 1_000
# Where there are more, so many of the newest that hold the words in the title are among them.
MOST_TITLES = 300
SEARCHED = ("search_title", "search_question", "search_answer")
SHOWN = ("title", "question_text", "answer_text")


def published_answers(
    *, unit: str = "", field: str = "", year: int | None = None, commune: str = ""
) -> QuerySet[Publication]:
    """The public archive, newest first."""
    answers = Publication.objects.filter(retracted_at__isnull=True).select_related("field", "unit")
    if unit:
        answers = answers.filter(unit__code=unit)
    if field:
        answers = answers.filter(field__code=field)
    if commune:
        answers = answers.filter(commune__code=commune)
    if year:
        answers = answers.filter(published_at__year=year)
    return answers.order_by("-published_at", "-pk")


def found_answers(text: str, answers: QuerySet[Publication] | None = None) -> Ranked[Publication]:
    """Those of `answers` (the whole archive) that hold every word of `text`, the closest first.

    Words are whole and folded; an abbreviation finds what it stands for, and the other way round.
    In order: as typed, marks included; the words as a phrase; the words anywhere. Then title before
    question before answer, then the newest. Of more than MOST_RANKED finds the newest are put in
    order, with the newest MOST_TITLES that hold the words in the title.
    """
    answers = published_answers() if answers is None else answers
    query = Query(text, current_synonyms())
    if not query.words:
        return Ranked(answers, [])
    rows = _newest(answers, query, EVERYTHING, MOST_RANKED + 1)
    is_cut = len(rows) > MOST_RANKED
    if is_cut:
        rows = {**dict(list(rows.items())[:MOST_RANKED]), **_newest(answers, query, TITLE, MOST_TITLES)}
    ids = sorted(rows, key=rows.__getitem__)
    return Ranked(answers, ids[:MOST_RANKED], is_cut=is_cut)


def _newest(
    answers: QuerySet[Publication], query: Query, depth: int, most: int
) -> dict[int, tuple[Rank, float, int]]:
    """The newest finds with what they are sorted by."""
    found = answers.select_related(None).filter(pk__in=holding(PUBLISHED, query.parts, depth=depth))
    rows = found.values_list("pk", "published_at", *SEARCHED, *SHOWN)[:most]
    return {
        pk: (query.rank(texts[:3], texts[3:]), -at.timestamp(), -pk) for pk, at, *texts in rows
    }


def publication(pk: int) -> Publication | None:
    """One publication, retracted or not, for its page."""
    return Publication.objects.select_related("field", "commune").filter(pk=pk).first()


def published_count() -> int:
    return Publication.objects.filter(retracted_at__isnull=True).count()


def recently_published(limit: int) -> list[Publication]:
    return list(published_answers()[:limit])


def published_years() -> list[int]:
    """From the year of the newest answer back to that of the oldest; for the filter."""
    live = Publication.objects.filter(retracted_at__isnull=True)
    ends = live.aggregate(first=Min("published_at"), last=Max("published_at"))
    if ends["first"] is None:
        return []
    first, last = (timezone.localtime(ends[end]).year for end in ("first", "last"))
    return list(range(last, first - 1, -1))


def publication_communes() -> list[Unit]:
    """Communes that published answers are about, for the filter."""
    about = Publication.objects.filter(commune=OuterRef("pk"), retracted_at__isnull=True)
    return in_reading_order(Unit.objects.filter(Exists(about)))


def publication_units() -> list[Unit]:
    """Units with published answers, for the filter."""
    answered = Publication.objects.filter(unit=OuterRef("pk"), retracted_at__isnull=True)
    return in_reading_order(Unit.objects.filter(Exists(answered)))
