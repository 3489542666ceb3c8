"""A survey beside an earlier, closed one that asked the same things.

No row ties two surveys together: the codes of questions do, which a copy of an old survey keeps.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from surveys.enums import Audience, SurveyStatus
from surveys.instrument.questionnaire import Questionnaire
from surveys.models import Closing, Survey, Version
from surveys.queries.options import Option, chosen_of, options
from surveys.queries.questionnaires import current_version, published
from surveys.queries.summaries import Results, Table, results_of
from surveys.statistics.variables import COUNTED
from surveys.statistics.waves import Compared, Comparison, compared
from surveys.statistics.words import day, number, percent

# The latest closed surveys that are looked through for common questions.
MOST_LOOKED_THROUGH = 30


@dataclass(frozen=True, slots=True)
class WavesPage:
    """Which surveys can be held against, and the comparison with the chosen one.

    None before either has figures, or where there is no earlier survey.
    """

    earlier: list[Option]
    before: Results | None
    after: Results | None
    comparison: Comparison | None
    scales: Table | None
    choices: Table | None


def waves_page(survey: Survey, audience: Audience, wanted: str) -> WavesPage:
    """Compare what `audience` may see of `survey` with the earlier survey of the code `wanted`.

    The latest one where it is no earlier survey with common questions.
    """
    found = {one.code: one for one in earlier_than(survey)}
    pairs = ((code, _label(one)) for code, one in found.items())
    earlier = options(pairs, wanted)
    chosen = found.get(chosen_of(earlier))
    after = results_of(survey, audience)
    before = results_of(chosen, audience) if chosen is not None else None
    if before is None or after is None:
        return WavesPage(earlier, before, after, None, None, None)
    comparison = compared(before.summary, after.summary)
    scales, choices = (
        _table(rows, before, after, is_tested=comparison.reason is None)
        for rows in (comparison.scales, comparison.choices)
    )
    return WavesPage(earlier, before, after, comparison, scales, choices)


def earlier_than(survey: Survey) -> list[Survey]:
    """Surveys that had closed before `survey` did and share questions with it, the latest first."""
    version = current_version(survey)
    if version is None:
        return []
    own = Closing.objects.filter(survey=survey).first()
    newest = Version.objects.filter(survey=OuterRef("pk"), published_at__isnull=False)
    closed = (
        Survey.objects.filter(status=SurveyStatus.CLOSED)
        .filter(closing__closed_at__lt=own.closed_at if own else timezone.now())
        .exclude(pk=survey.pk)
        .select_related("closing")
        .annotate(newest=Subquery(newest.order_by("-number").values("pk")[:1]))
        .order_by("-closing__closed_at", "-pk")
    )
    keys = set(_keys(published(version.pk)))
    latest = closed[:MOST_LOOKED_THROUGH]
    return [one for one in latest if keys & set(_keys(published(one.newest)))]


def _keys(questionnaire: Questionnaire) -> Iterator[str]:
    return (
        variable.key
        for variable in questionnaire.variables()
        if variable.question.kind in COUNTED and variable.page.repeat is None
    )


def _label(survey: Survey) -> str:
    return f"{survey.title} (đóng ngày {day(timezone.localdate(survey.closing.closed_at))})"


def _table(
    rows: tuple[Compared, ...], before: Results, after: Results, *, is_tested: bool
) -> Table | None:
    if not rows:
        return None
    columns = ["Nội dung", _wave_label("Đợt trước", before), _wave_label("Đợt này", after)]
    columns += ["Chênh lệch", "Nhận định"] if is_tested else ["Chênh lệch"]
    return Table(tuple(columns), tuple(_cells(row, is_tested=is_tested) for row in rows))


def _wave_label(name: str, results: Results) -> str:
    return f"{name} ({day(results.summary.snapshot.taken_on)})"


def _cells(row: Compared, *, is_tested: bool) -> tuple[str, ...]:
    reworded = " (lời hỏi đã đổi)" if row.is_reworded else ""
    shares = (
        f"{percent(share)} của {number(people)}"
        for share, people in zip(row.shares, row.people, strict=True)
    )
    said = (str(row.change.direction),) if is_tested else ()
    return (f"{row.label}: {row.answer}{reworded}", *shares, _points(row.change.points), *said)


def _points(points: float) -> str:
    """Return "+3 điểm", "−2 điểm" or "0 điểm"."""
    rounded = round(points)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{abs(rounded)}\N{NO-BREAK SPACE}điểm"
