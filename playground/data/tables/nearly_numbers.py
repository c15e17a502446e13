"""Which cells keep a column from being one of numbers, where only decimal marks that differ do.

A column that has `0,5` here and `0.0` there is meant as one of numbers. Which of the two was meant in each row is not
guessed: the column stays text, and the cells are told so that a person can mend them. As for any column of numbers, a
tenth of its cells may be no numbers at all.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from playground.data.tables.notation import is_some_number, is_with_other_mark
from playground.data.tables.numbers import is_missing, is_numeric
from playground.data.tables.table import MOST_LISTED, Cell

_NUMBER, _OTHER_MARK, _TEXT = range(3)


class NearlyNumbers:
    """Looks at the cells of a text column. `decimal` is the table's mark."""

    def __init__(self, name: str, decimal: str) -> None:
        self._name, self._decimal = name, decimal
        self._counts = np.zeros(3, np.int64)
        self._cells: list[Cell] = []

    @property
    def foreign(self) -> int:
        """How many cells keep it from being one of numbers; 0 where it is not nearly one."""
        return int(self._counts[_OTHER_MARK] + self._counts[_TEXT]) if self._is_nearly else 0

    @property
    def cells(self) -> list[Cell]:
        """The first MOST_LISTED of them."""
        return self._cells if self._is_nearly else []

    def look_at(
        self, categories: Sequence[str], codes: Sequence[NDArray[np.int32]], rows: Sequence[NDArray[np.int64]]
    ) -> None:
        """Take blocks of cells that are places in `categories`, -1 for missing ones, and their rows."""
        kinds = np.array([self._kind(text) for text in categories], np.int64)
        for block, numbers in zip(codes, rows, strict=True):
            filled = np.flatnonzero(block >= 0)
            found = kinds[block[filled]]
            self._counts += np.bincount(found, minlength=3)
            for place in filled[found != _NUMBER][: MOST_LISTED - len(self._cells)]:
                self._cells.append(Cell(int(numbers[place]), self._name, categories[block[place]]))

    def look_on(self, cells: Sequence[str], rows: NDArray[np.int64]) -> None:
        """Take further cells, unless those before have shown that it is text."""
        if not self._is_nearly:  # Each cell takes microseconds, and texts are many.
            return
        for cell, row in zip(cells, rows, strict=True):
            if is_missing(cell):
                continue
            kind = self._kind(cell)
            self._counts[kind] += 1
            if kind != _NUMBER and len(self._cells) < MOST_LISTED:
                self._cells.append(Cell(int(row), self._name, cell.strip()))

    def _kind(self, text: str) -> int:
        if is_some_number(text, self._decimal):
            return _NUMBER
        return _OTHER_MARK if is_with_other_mark(text, self._decimal) else _TEXT

    @property
    def _is_nearly(self) -> bool:
        numbers, other_mark, texts = self._counts
        return bool(other_mark) and is_numeric(int(numbers + other_mark), int(texts))
