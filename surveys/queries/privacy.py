"""The meter of the privacy checks: every snapshot compared with the one before it.

Snapshots never change, so each is read once a process, so many at a page view: a survey that runs
for weeks has many thousands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from surveys.enums import Audience
from surveys.instrument.counts import Counts
from surveys.models import Survey

READ_AT_ONCE = 200
_CHUNK = 20  # counts of one snapshot may be a hundred kilobytes
_KEPT = 64

_Sizes = Mapping[tuple[str, str], int]
_NOTHING: _Sizes = {}
_EVERYBODY = ("", "")


@dataclass(frozen=True, slots=True)
class Meter:
    """What was checked for one audience; `smallest` is the least any group ever grew by.

    `least` is today's rule; each snapshot is held against the rule of its own moment.
    `checked` of the `snapshots` were compared so far, the first ones first.
    """

    audience: Audience
    least: int
    snapshots: int
    checked: int
    people: int
    smallest: int | None
    violations: int

    @property
    def is_sound(self) -> bool:
        return self.violations == 0

    @property
    def is_complete(self) -> bool:
        return self.checked == self.snapshots


@dataclass(frozen=True, slots=True)
class _Checked:
    """All snapshots up to `number`."""

    number: int = 0
    snapshots: int = 0
    sizes: _Sizes = field(default_factory=lambda: _NOTHING)
    smallest: int | None = None
    violations: int = 0


_checked: dict[tuple[int, Audience], _Checked] = {}


def meters(survey: Survey) -> list[Meter]:
    """Check the published snapshots themselves, not what the releaser says of them.

    At most READ_AT_ONCE new ones for each audience; the next call goes on from there.
    """
    return [_meter(survey, audience) for audience in (Audience.STAFF, Audience.PUBLIC)]


def forget_meters() -> None:
    """Empty this process's memory (tests, where keys are given again)."""
    _checked.clear()


def _meter(survey: Survey, audience: Audience) -> Meter:
    key = (survey.pk, audience)
    before = _checked.pop(key, _Checked())
    rows = survey.snapshots.filter(audience=audience).order_by("number")
    unread = rows.filter(number__gt=before.number)[:READ_AT_ONCE]
    now = before
    for number, counts, least in unread.values_list("number", "counts", "least").iterator(_CHUNK):
        now = _with_next(now, number, counts, least)
    _checked[key] = now
    if len(_checked) > _KEPT:
        _checked.pop(next(iter(_checked)), None)
    return Meter(
        audience=audience,
        least=survey.least_group(audience),
        snapshots=rows.count(),
        checked=now.snapshots,
        people=now.sizes.get(_EVERYBODY, 0),
        smallest=now.smallest,
        violations=now.violations,
    )


def _with_next(before: _Checked, number: int, counts: Counts, least: int) -> _Checked:
    sizes = _sizes(counts)
    grown = (size - before.sizes.get(group, 0) for group, size in sizes.items())
    moved = [people for people in grown if people]
    smallest = [people for people in (before.smallest, *moved) if people is not None]
    return _Checked(
        number=number,
        snapshots=before.snapshots + 1,
        sizes=sizes,
        smallest=min(smallest, default=None),
        violations=before.violations + sum(people < least for people in moved),
    )


def _sizes(counts: Counts) -> _Sizes:
    sizes = {_EVERYBODY: counts["n"]}
    for breakdown, groups in counts["groups"].items():
        sizes |= {(breakdown, code): group["n"] for code, group in groups.items()}
    return sizes
