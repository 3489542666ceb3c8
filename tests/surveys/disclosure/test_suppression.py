import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from surveys.disclosure.suppression import cross_table, hidden_cells, possible_numbers
from surveys.instrument.counts import MERGED

LEAST = 5
TABLES = st.integers(2, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 30), min_size=columns, max_size=columns), min_size=2, max_size=4
    )
)


def test_a_small_cell_is_hidden_with_three_others():
    cells = np.array([[20, 3, 30], [25, 40, 22], [30, 31, 28]])
    hidden = hidden_cells(cells, LEAST)
    assert hidden[0, 1]
    assert hidden.sum() == 4


def test_cells_without_people_and_large_ones_are_shown():
    assert not hidden_cells(np.array([[0, 20], [30, 5]]), LEAST).any()


@given(TABLES)
def test_hidden_small_cells_cannot_be_reckoned_from_the_totals(rows):
    cells = np.array(rows)
    assume(all(total >= LEAST for axis in (0, 1) for total in cells.sum(axis=axis)))
    hidden = hidden_cells(cells, LEAST)
    small = (cells > 0) & (cells < LEAST)
    assert (hidden | ~small).all()
    for row, column in np.argwhere(small):
        low, high = possible_numbers(cells, hidden, (int(row), int(column)))
        assert high - low >= 1


@given(TABLES)
def test_a_cross_table_shows_no_small_number(rows):
    pairs = {(f"r{i}", f"c{j}"): n for i, line in enumerate(rows) for j, n in enumerate(line)}
    table = cross_table(pairs, LEAST)
    for line in table.cells:
        assert all(number is None or number == 0 or number >= LEAST for number in line)
    everybody = sum(pairs.values())
    totals = [*table.row_totals, *table.column_totals]
    assert all(total is None or total >= LEAST for total in totals)
    if everybody >= LEAST:
        assert sum(table.row_totals) == sum(table.column_totals) == everybody


def test_small_rows_are_put_together():
    pairs = {("a", "x"): 9, ("a", "y"): 9, ("b", "x"): 2, ("b", "y"): 1, ("c", "x"): 9}
    pairs |= {("c", "y"): 8}
    table = cross_table(pairs, LEAST)
    assert MERGED in table.rows
    assert "b" not in table.rows


def test_an_empty_table_is_empty():
    assert cross_table({}, LEAST).cells == ()
