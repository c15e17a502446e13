"""Numbers read many lines at once are those that are read cell by cell."""

from pathlib import Path

import numpy as np
import pytest
from numpy.random import RandomState

from playground.data.tables import NumberColumn, Table, read_first_rows, read_table, read_text
from playground.data.tables import read as reader

pytestmark = pytest.mark.slow

ROWS = 6000
RANDOM = RandomState(0)
VALUES = RANDOM.randn(ROWS, 4) * 10.0 ** RANDOM.randint(-12, 12, (ROWS, 4))
LINES = [",".join(map(repr, row)) for row in VALUES.tolist()]


def both(monkeypatch: pytest.MonkeyPatch, text: str) -> tuple[Table, Table, int]:
    """The table at once and cell by cell, and how many pieces came at once."""
    monkeypatch.setattr(reader, "_PIECE", 2**15)
    monkeypatch.setattr(reader, "CELLS_A_BLOCK", 4000)
    taken = []
    numbers = reader._numbers
    monkeypatch.setattr(reader, "_numbers", lambda *given: taken.append(numbers(*given)) or taken[-1])
    fast = read_text(text)
    pieces = sum(found is not None for found in taken)
    monkeypatch.setattr(reader, "_numbers", lambda *_: None)
    return fast, read_text(text), pieces


def assert_same(fast: Table, slow: Table) -> None:
    assert fast.names == slow.names
    np.testing.assert_array_equal(fast.rows, slow.rows)
    for one, other in zip(fast.columns, slow.columns, strict=True):
        assert one.kind == other.kind
        if isinstance(one, NumberColumn) and isinstance(other, NumberColumn):
            np.testing.assert_array_equal(one.values, other.values)
        assert (one.missing, one.wrong) == (other.missing, other.wrong)
    assert (fast.missing, fast.wrong, fast.ragged, fast.asides) == (slow.missing, slow.wrong, slow.ragged, slow.asides)
    assert (fast.preview, fast.ragged_count) == (slow.preview, slow.ragged_count)


def spoilt(place: int, line: str) -> str:
    return "\n".join(["a,b,c,d", *LINES[:place], line, *LINES[place:]]) + "\n"


CASES = {
    "as they are": "\n".join(["a,b,c,d", *LINES]),
    "without names": "\n".join(LINES) + "\n",
    "ends of lines of Windows": "\r\n".join(["a,b,c,d", *LINES]) + "\r\n",
    "decimal commas": "\n".join(["a;b;c;d", *(line.replace(",", ";").replace(".", ",") for line in LINES)]),
    "blanks": "\n".join(["a b c d", *(line.replace(",", "  ") for line in LINES)]),
    "tabs": "\n".join(["a\tb\tc\td", *(line.replace(",", "\t") for line in LINES)]),
    "gaps": "\n".join(["a,b,c,d", *(line if n % 7 else f",{line.split(',', 1)[1]}" for n, line in enumerate(LINES))]),
    "a gap at the end": spoilt(4500, "1,2,3,"),
    "a mark": spoilt(4500, "1,NA,3,4"),
    "a wrong cell": spoilt(4500, "1,2,x,4"),
    "an infinity": spoilt(4500, "1,inf,3,4"),
    "not a number": spoilt(4500, "1,nan,3,4"),
    "an underscore": spoilt(4500, "1,1_000,3,4"),
    "a short row": spoilt(4500, "1,2,3"),
    "a long row": spoilt(4500, "1,2,3,4,5"),
    "a blank line": spoilt(4500, ""),
    "a row of nothing": spoilt(4500, ",,,"),
    "the names again": spoilt(4500, "a,b,c,d"),
    "a ruled line": spoilt(4500, "---,---,---,---"),
    "a quoted cell": spoilt(4500, '1,"2",3,4'),
    "a quoted cell over two lines": spoilt(4500, '1,"2\n",3,4'),
    "a single end of line of old": spoilt(4500, "1,2,3,4\r5,6,7,8"),
    "another script": spoilt(4500, "1,٣,3,4"),
    "a fixed blank": spoilt(4500, "1,2\u00a0,3,4"),
}


@pytest.mark.parametrize("case", CASES)
def test_that_what_comes_at_once_is_what_comes_cell_by_cell(monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    fast, slow, pieces = both(monkeypatch, CASES[case])
    assert pieces > 0
    assert_same(fast, slow)
    assert len(fast) >= ROWS


def test_that_codes_far_down_make_names_of_a_whole_column(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [f"{n % 900},{n % 7}" for n in range(ROWS * 2)]
    for code in ("007,1", "12345678901234567890,1"):
        fast, slow, _ = both(monkeypatch, "\n".join(["a,b", *whole, code]))
        assert fast["a"].kind == "text"
        assert_same(fast, slow)


def test_that_names_that_are_numbers_are_no_samples_where_they_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["0,1,2,3", *LINES]
    fast, slow, _ = both(monkeypatch, "\n".join([*lines, *lines]))
    assert (len(fast), fast.aside_count) == (2 * ROWS, 1)
    assert_same(fast, slow)


def test_that_the_first_rows_of_a_large_file_are_a_table_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_text("a,b,c,d\n" + "\n".join(LINES * 15))
    first, whole = read_first_rows(path), read_table(path)
    assert first is not None and not first.whole and whole.whole
    assert 500 < len(first) < len(whole) == 15 * ROWS
    np.testing.assert_array_equal(first["a"].values, whole["a"].values[: len(first)])  # type: ignore[union-attr]
    assert first.preview == whole.preview
    small = tmp_path / "small.csv"
    small.write_text("a,b\n1,2\n3,4\n")
    assert read_first_rows(small) is None
