"""Numbers mean the same whether a block of cells is taken at once or cell by cell."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.data.tables.numbers import is_missing, number, parse

CELLS = st.text(alphabet=st.sampled_from("0123456789.,-+eE_ \t\x1f infa٣"), max_size=7) | st.floats().map(repr)


@given(st.lists(CELLS, max_size=4), st.sampled_from(".,"))
def test_that_a_block_is_what_its_cells_are(cells: list[str], decimal: str) -> None:
    parsed = parse(cells, decimal)
    alone = [number(cell, decimal) for cell in cells]
    np.testing.assert_array_equal(parsed.values, [np.nan if value is None else value for value in alone])
    assert list(parsed.missing) == [i for i, cell in enumerate(cells) if is_missing(cell)]
    assert parsed.numbers == sum(value is not None for value in alone)


@pytest.mark.parametrize("cell", ["1_000", "inf", "Infinity", "1e999", "0x10", "1,5", "1.5.2", "--1", "e5", ",", "1 2"])
def test_that_what_only_looks_like_a_number_is_none(cell: str) -> None:
    assert number(cell, ".") is None
    assert parse([cell, "1"], ".").wrong == [0]


def test_that_a_point_is_no_decimal_mark_beside_decimal_commas() -> None:
    assert parse(["1.234", "1,5"], ",").wrong == [0]
