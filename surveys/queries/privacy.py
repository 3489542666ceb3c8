"""The meter of the privacy checks: every snapshot compared with the one before it."""

from dataclasses import dataclass

from surveys.enums import Audience
from surveys.instrument.counts import Counts
from surveys.models import Survey


@dataclass(frozen=True, slots=True)
class Meter:
    """What was checked for one audience; `smallest` is the least any group ever grew by."""

    audience: Audience
    least: int
    snapshots: int
    people: int
    smallest: int | None
    violations: int

    @property
    def is_sound(self) -> bool:
        return self.violations == 0


def meters(survey: Survey) -> list[Meter]:
    """Check the published snapshots themselves, not what the releaser says of them."""
    return [
        _meter(survey, audience, least)
        for audience, least in (
            (Audience.STAFF, survey.staff_group),
            (Audience.PUBLIC, survey.public_group),
        )
    ]


def _meter(survey: Survey, audience: Audience, least: int) -> Meter:
    rows = survey.snapshots.filter(audience=audience).order_by("number")
    counts: list[Counts] = list(rows.values_list("counts", flat=True))
    grown: list[int] = []
    sizes: dict[tuple[str, str], int] = {}
    for one in counts:
        now = _sizes(one)
        grown += [size - sizes.get(group, 0) for group, size in now.items()]
        sizes = now
    moved = [people for people in grown if people]
    return Meter(
        audience=audience,
        least=least,
        snapshots=len(counts),
        people=counts[-1]["n"] if counts else 0,
        smallest=min(moved, default=None),
        violations=sum(people < least for people in moved),
    )


def _sizes(counts: Counts) -> dict[tuple[str, str], int]:
    sizes = {("", ""): counts["n"]}
    for breakdown, groups in counts["groups"].items():
        sizes |= {(breakdown, code): group["n"] for code, group in groups.items()}
    return sizes
