"""Which cells are numbers, which are missing, and when a column is one of numbers.

A number is written in decimal digits with an optional sign, decimal mark (a point, or a comma throughout the table) and
exponent; blanks around it do not count. Infinities and other scripts' digits are no numbers here, since each would have
to be guessed. What columns with thousands separators or percent hold is made such numbers before (`notation`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "?", "-"})
"""What stands for a missing cell, in capitals or not."""
_NUMBER = {
    mark: re.compile(rf"[+-]?(?:[0-9]+(?:{re.escape(mark)}[0-9]*)?|{re.escape(mark)}[0-9]+)(?:[eE][+-]?[0-9]+)?")
    for mark in (".", ",")
}


@dataclass(frozen=True)
class Parsed:
    """Cells as numbers: values (n,), NaN for the places in `missing` and `wrong`."""

    values: NDArray[np.float64]
    missing: Sequence[int] = ()
    wrong: Sequence[int] = ()

    @property
    def numbers(self) -> int:
        """How many cells are numbers."""
        return len(self.values) - len(self.missing) - len(self.wrong)


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is no value."""
    return len(cell) < 100 and cell.strip().casefold() in MISSING


def number(cell: str, decimal: str) -> float | None:
    """The number a cell holds, or None."""
    text = cell.strip()
    if not _NUMBER[decimal].fullmatch(text):
        return None
    value = float(text.replace(decimal, "."))
    return value if np.isfinite(value) else None


def parse(cells: Sequence[str], decimal: str) -> Parsed:
    """Cells as numbers: all at once where each is one, else one by one."""
    joined = "".join(cells)
    # Python's float takes underscores and all scripts' digits, and a point where this table has decimal commas.
    if joined.isascii() and "_" not in joined and not (decimal == "," and "." in joined):
        plain = cells if decimal == "." else [cell.replace(",", ".") for cell in cells]
        try:
            values = np.fromiter(map(float, plain), np.float64, len(cells))
        except ValueError:
            pass
        else:
            if np.isfinite(values).all():
                return Parsed(values)
    return _parse_each(cells, decimal)


def _parse_each(cells: Sequence[str], decimal: str) -> Parsed:
    values = np.full(len(cells), np.nan)
    missing, wrong = [], []
    for place, cell in enumerate(cells):
        value = number(cell, decimal)
        if value is not None:
            values[place] = value
        elif is_missing(cell):
            missing.append(place)
        else:
            wrong.append(place)
    return Parsed(values, missing, wrong)


def is_numeric(numbers: int, wrong: int) -> bool:
    """Whether a column is one of numbers, from how many of its cells are numbers and how many neither that nor missing.

    It is where numbers are the majority and one cell or a tenth of the filled cells, whichever is more, is wrong at
    most; and where all cells are missing.
    """
    return numbers + wrong == 0 or (numbers > wrong and wrong <= max(1, (numbers + wrong) // 10))
