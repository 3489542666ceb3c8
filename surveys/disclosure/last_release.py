"""The release at closing: what never reached k is merged before it is held back."""

from collections.abc import Sequence
from dataclasses import replace

from surveys.disclosure.counting import Tally, are_alike
from surveys.disclosure.pool import is_enough
from surveys.instrument.counts import MERGED


def merged(tallies: Sequence[Tally], least: int) -> list[Tally] | None:
    """Return the rest so that every group in it has nobody or enough people (disclosure.pool).

    Groups of a breakdown that are too small become one group; where that is still too small the
    next smallest joins it, and the question itself tells of them together, too. A question that too
    few of them were asked counts as not asked; what too few of them answered, as not answered. None
    when even all of them together are too few: they stay out of every table.
    """
    if not _is_enough(tallies, least):
        return None
    for breakdown in tallies[0].groups if tallies else ():
        names = _groups_to_merge(tallies, breakdown, least)
        tallies = [_in_merged_group(one, breakdown, names) for one in tallies]
    rare = frozenset(
        code
        for code in {code for one in tallies for code in one.narrowed}
        if not _is_enough([one for one in tallies if code in one.narrowed], least)
    )
    tallies = [_without_questions(one, rare) for one in tallies]
    unsaid = frozenset(
        key
        for key in {key for one in tallies for key in one.answered}
        if not _is_enough([one for one in tallies if key in one.answered], least)
    )
    return [_without_answers(one, unsaid) for one in tallies]


def _is_enough(tallies: Sequence[Tally], least: int) -> bool:
    return is_enough(len(tallies), least, lambda: are_alike(tallies))


def _groups_to_merge(tallies: Sequence[Tally], breakdown: str, least: int) -> frozenset[str]:
    groups: dict[str, list[Tally]] = {}
    for one in tallies:
        groups.setdefault(one.groups[breakdown], []).append(one)
    chosen = {name for name, members in groups.items() if not _is_enough(members, least)}
    others = sorted(groups.keys() - chosen, key=lambda name: (len(groups[name]), name))
    for name in others:
        if _is_enough([one for merging in chosen for one in groups[merging]], least):
            break
        chosen.add(name)
    return frozenset(chosen)


def _in_merged_group(one: Tally, breakdown: str, names: frozenset[str]) -> Tally:
    if one.groups[breakdown] not in names:
        return one
    cells = [cell for cell in one.cells if cell[0] != breakdown]
    if breakdown in one.asked:
        cells.append((breakdown, MERGED))
    return replace(one, cells=tuple(cells), groups={**one.groups, breakdown: MERGED})


def _without_questions(one: Tally, rare: frozenset[str]) -> Tally:
    if not rare & one.narrowed:
        return one
    return replace(
        one,
        cells=tuple(cell for cell in one.cells if cell[0].partition("__")[0] not in rare),
        asked=tuple(code for code in one.asked if code not in rare),
        narrowed=one.narrowed - rare,
    )


def _without_answers(one: Tally, unsaid: frozenset[str]) -> Tally:
    return replace(one, cells=tuple(cell for cell in one.cells if cell[0] not in unsaid))
