"""Which microdata may be given away (local suppression, as in the SDC handbook, 3.4.2.2)."""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from surveys.exchange.names import MODE, VERSION, WITHHELD

_RELEASABLE = ("category", "Int8", "Int16")
_BLANK = -2  # −1 is an answer that was not given

_Codes = npt.NDArray[np.int64]
_Flags = npt.NDArray[np.bool_]


def released(frame: pd.DataFrame, k: int, *, breakdowns: Sequence[str]) -> pd.DataFrame:
    """Return the rows of `frame` (see `tabular.frame_of`) as they may be given away.

    What could single a person out in itself is left out: words, dates, numbers, doubts, members of
    a household. Of the `breakdowns`, the version and the mode, cells are emptied (WITHHELD) until

    - every combination that remains is held by at least `k` rows, and
    - no group, of one or two of these columns, has lost fewer than `k` rows: tables that were
      published of the group minus this one would show what they answered.

    The finest column goes first. Fewer than `k` rows are none. The result depends on what the rows
    hold, not on their order.
    """
    kept = [name for name in frame.columns if str(frame[name].dtype) in _RELEASABLE]
    result = frame[kept].reset_index(drop=True)
    if len(result) < k:
        return result.iloc[:0]
    identifying = [name for name in (VERSION, MODE, *breakdowns) if name in kept]
    if not identifying:
        return result
    columns = [result[name].cat.codes.to_numpy(dtype=np.int64) for name in identifying]
    withheld = _withheld(np.array(columns, dtype=np.int64).T, k)
    for place, name in enumerate(identifying):
        codes = result[name]
        if WITHHELD not in codes.cat.categories:
            codes = codes.cat.add_categories([WITHHELD])
        result[name] = codes.mask(pd.Series(withheld[:, place]), WITHHELD)
    return result


def _withheld(codes: _Codes, k: int) -> _Flags:
    """Which cells of `codes` (a row a ballot) to empty; reckoned once for equal rows."""
    cells, places, counts = np.unique(codes, axis=0, return_inverse=True, return_counts=True)
    suppression = _Suppression(cells, counts, k)
    suppression.run()
    return np.equal(suppression.held, _BLANK)[places.reshape(-1)]


class _Suppression:
    """`held` is what is left of `cells`; row n of both stands for `counts[n]` ballots."""

    def __init__(self, cells: _Codes, counts: _Codes, k: int) -> None:
        self.cells, self.counts, self.k = cells, counts, k
        self.held = cells.copy()
        self.finest_first = sorted(
            range(cells.shape[1]), key=lambda place: (-len(np.unique(cells[:, place])), place)
        )

    def run(self) -> None:
        """Empty cells until both rules hold; every round empties some, so it ends."""
        self._hide_small()
        while self._hide_remainders():
            self._hide_small()

    def _hide_small(self) -> None:
        """Let every combination be held by `k`."""
        for place in self.finest_first:
            self.held[self._sizes(self.held) < self.k, place] = _BLANK
        # Rows that are empty now may be too few to hide among themselves: others join them.
        while 0 < self.counts[blank := self._blank()].sum() < self.k:
            self.held[self._least(~blank)] = _BLANK

    def _hide_remainders(self) -> bool:
        """Hide more of the groups that lost too few; say whether there were any."""
        for width in (1, 2):
            for group in combinations(self.finest_first, width):
                short = list(self._short(group))
                for rows in short:
                    self._hide_more(group, rows)
                if short:
                    return True
        return False

    def _short(self, group: tuple[int, ...]) -> Iterator[_Flags]:
        """The rows of each group, by its columns, that lost some ballots but fewer than `k`."""
        is_hidden = np.equal(self.held[:, group], _BLANK).any(axis=1)
        _, places = np.unique(self.cells[:, group], axis=0, return_inverse=True)
        places = places.reshape(-1)
        totals = np.bincount(places, weights=self.counts)
        lost = np.bincount(places, weights=self.counts * is_hidden)
        for number in np.flatnonzero((lost > 0) & (lost < np.minimum(self.k, totals))):
            yield np.equal(places, number) & ~is_hidden

    def _hide_more(self, group: tuple[int, ...], rows: _Flags) -> None:
        """Empty the finest column of `group` in the combination of `rows` that fewest hold."""
        self.held[self._least(rows) & rows, group[0]] = _BLANK

    def _least(self, rows: _Flags) -> _Flags:
        """All rows of one combination among `rows`: the emptiest, then the one fewest hold."""
        sizes = self._sizes(self.held)
        _, least = min(
            ((int((self.held[n] != _BLANK).sum()), int(sizes[n]), tuple(self.held[n])), n)
            for n in np.flatnonzero(rows)
        )
        return np.asarray(np.equal(self.held, self.held[least]).all(axis=1), dtype=np.bool_)

    def _blank(self) -> _Flags:
        return np.asarray(np.equal(self.held, _BLANK).all(axis=1), dtype=np.bool_)

    def _sizes(self, held: _Codes) -> _Codes:
        """For each row, how many ballots hold the same."""
        _, places = np.unique(held, axis=0, return_inverse=True)
        places = places.reshape(-1)
        return np.bincount(places, weights=self.counts).astype(np.int64)[places]
