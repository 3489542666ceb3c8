"""Cross tables at closing: small cells are hidden, and others so that those cannot be reckoned."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from surveys.instrument.counts import MERGED

Cells = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class CrossTable:
    """People by row and column code; None where the number must not be shown.

    The totals of rows and columns may be shown: the cells were hidden with them in mind. They are
    None where all people together are too few.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...] = ()
    column_totals: tuple[int | None, ...] = ()


def cross_table(pairs: Mapping[tuple[str, str], int], least: int) -> CrossTable:
    """Count pairs of codes so that the table, shown with its totals, gives nobody away.

    Rows and columns of fewer than `least` people are put together first; then small cells are
    hidden (`hidden_cells`).
    """
    row_of = _merging(Counter({row: 0 for row, _ in pairs}), pairs, 0, least)
    column_of = _merging(Counter({column: 0 for _, column in pairs}), pairs, 1, least)
    people: Counter[tuple[str, str]] = Counter()
    for (row, column), number in pairs.items():
        people[row_of[row], column_of[column]] += number
    rows, columns = sorted(set(row_of.values())), sorted(set(column_of.values()))
    cells = np.array([[people[row, column] for column in columns] for row in rows], dtype=np.int64)
    hidden = hidden_cells(cells, least) if cells.size else cells.astype(bool)
    shown = tuple(
        tuple(None if hidden[i, j] else int(cells[i, j]) for j in range(len(columns)))
        for i in range(len(rows))
    )
    row_totals, column_totals = (_totals(cells, axis, least) for axis in (1, 0))
    return CrossTable(tuple(rows), tuple(columns), shown, row_totals, column_totals)


def _totals(cells: Cells, axis: int, least: int) -> tuple[int | None, ...]:
    if cells.sum() < least:
        return (None,) * cells.shape[1 - axis] if cells.size else ()
    return tuple(int(total) for total in cells.sum(axis=axis))


def _merging(
    totals: Counter[str], pairs: Mapping[tuple[str, str], int], axis: int, least: int
) -> dict[str, str]:
    """Under which name each code stands, once small ones are put together."""
    for pair, number in pairs.items():
        totals[pair[axis]] += number
    small: list[str] = []
    people = 0
    for code, number in sorted(totals.items(), key=lambda one: (one[1], one[0])):
        if number >= least and (not small or people >= least):
            break
        small.append(code)
        people += number
    return {code: MERGED if code in small else code for code in totals}


def hidden_cells(cells: Cells, least: int) -> Mask:
    """Say which cells of a table, shown with its totals, must be hidden.

    Primary: a cell of 1 to `least` - 1 people. Complementary: in every row and column with hidden
    cells at least two are hidden and together hold at least `least` people; and whoever solves for
    a small cell from all that is shown is left with more than one number. Empty cells may be shown:
    they tell of nobody.
    """
    hidden: Mask = (cells > 0) & (cells < least)
    small = [(int(row), int(column)) for row, column in np.argwhere(hidden)]
    while True:
        hidden = _with_partners(cells, hidden, least)
        told = next((place for place in small if _can_be_reckoned(cells, hidden, place)), None)
        if told is None or hidden.all():
            return hidden
        hidden[_next_to_hide(cells, hidden, told)] = True


def _with_partners(cells: Cells, hidden: Mask, least: int) -> Mask:
    hidden = hidden.copy()
    while True:
        before = hidden.copy()
        for row in range(cells.shape[0]):
            _protect(cells[row, :], hidden[row, :], _lines(hidden, 0), least)
        for column in range(cells.shape[1]):
            _protect(cells[:, column], hidden[:, column], _lines(hidden, 1), least)
        if (hidden == before).all():
            return hidden


def _lines(hidden: Mask, axis: int) -> Mask:
    """Whether anything is hidden in each column (axis 0) or row (axis 1)."""
    found: Mask = np.any(hidden, axis=axis, keepdims=True).reshape(-1)
    return found


def _protect(line: Cells, hidden: Mask, is_crossed: Mask, least: int) -> None:
    """Hide in one row or column (a view) what its total makes necessary.

    Cells whose crossing line has hidden ones already come first, then those of few people, those
    without any last.
    """
    while hidden.any() and (hidden.sum() < 2 or line[hidden].sum() < least):
        others = [int(place) for place in np.flatnonzero(~hidden)]
        if not others:
            return
        best = min(others, key=lambda one: (line[one] == 0, not is_crossed[one], line[one]))
        hidden[best] = True


def _next_to_hide(cells: Cells, hidden: Mask, told: tuple[int, int]) -> tuple[int, int]:
    """The smallest shown cell, of the told cell's own row or column if there is one."""
    shown = [(int(row), int(column)) for row, column in np.argwhere(~hidden)]
    return min(shown, key=lambda one: (one[0] != told[0] and one[1] != told[1], int(cells[one])))


def _can_be_reckoned(cells: Cells, hidden: Mask, place: tuple[int, int]) -> bool:
    """Whether the totals leave one possible number for the hidden cell at `place`."""
    low, high = possible_numbers(cells, hidden, place)
    return high - low < 1


def possible_numbers(cells: Cells, hidden: Mask, place: tuple[int, int]) -> tuple[float, float]:
    """The least and the most the cell at `place` can be, from what is shown (linear programming)."""
    # Half a second to import, and most tables hide nothing.
    from scipy.optimize import linprog

    unknown = [(int(row), int(column)) for row, column in np.argwhere(hidden)]
    equations, totals = [], []
    for axis, lines in enumerate(cells.shape):
        left = (cells * hidden).sum(axis=1 - axis)
        for line in range(lines):
            equations.append([float(one[axis] == line) for one in unknown])
            totals.append(float(left[line]))
    aim = np.array([float(one == place) for one in unknown])
    least, most = (
        linprog(sign * aim, A_eq=equations, b_eq=totals, bounds=(0, None)).fun for sign in (1, -1)
    )
    return float(least), float(-most)
