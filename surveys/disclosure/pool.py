"""Pool release: the largest set in which every group grows by nobody or by enough people.

Enough is at least k people who did not all answer some question alike, or at least 2k people.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

Group = tuple[str, str]
Item = Mapping[Group, int]
# Whether the people whom the items at these places add to a group answered a question all alike.
Alike = Callable[[Group, Sequence[int]], bool]


def largest_set(items: Sequence[Item], least: int, alike: Alike) -> list[int]:
    """Return the places of the most `items` that may be published together.

    An item is what it adds to each group: 1 for a ballot, more for a whole earlier release. A group
    that all remaining items together do not make grow enough must not grow at all: every part of
    them is smaller still, and as alike. So whatever belongs to it can be in no permitted set, and
    taking that away and looking again ends at the largest one.
    """
    pool = _Pool(items, least, alike)
    doubtful = set(pool.sizes)
    while doubtful:
        group = doubtful.pop()
        if not pool.grows_enough(group):
            doubtful |= pool.take_away(group)
    return sorted(pool.kept)


def is_enough(people: int, least: int, is_alike: Callable[[], bool]) -> bool:
    """Whether a group may grow by so many; `is_alike` is asked only where it matters."""
    return people == 0 or people >= 2 * least or (people >= least and not is_alike())


class _Pool:
    def __init__(self, items: Sequence[Item], least: int, alike: Alike) -> None:
        self.kept = set(range(len(items)))
        self.sizes: Counter[Group] = Counter()
        self._items, self._least, self._alike = items, least, alike
        self._members: dict[Group, set[int]] = {}
        for place, item in enumerate(items):
            self.sizes.update(item)
            for group, people in item.items():
                if people:
                    self._members.setdefault(group, set()).add(place)

    def grows_enough(self, group: Group) -> bool:
        return is_enough(
            self.sizes[group],
            self._least,
            lambda: self._alike(group, sorted(self._members[group] & self.kept)),
        )

    def take_away(self, group: Group) -> set[Group]:
        """Drop the members of `group`; return the groups that shrank with them."""
        shrunk: set[Group] = set()
        for place in self._members[group] & self.kept:
            self.kept.discard(place)
            self.sizes.subtract(self._items[place])
            shrunk.update(self._items[place])
        return shrunk
