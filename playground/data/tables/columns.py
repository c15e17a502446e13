"""Columns under construction: each takes its cells block by block, and keeps little beyond what it needs."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from playground.data.tables.notation import Notation
from playground.data.tables.numbers import is_numeric, parse
from playground.data.tables.table import MOST_LISTED, Cell, Column, NumberColumn


class Findings:
    """The first missing, wrong and foreign cells."""

    def __init__(self) -> None:
        self.missing: list[Cell] = []
        self.wrong: list[Cell] = []
        self.foreign: list[Cell] = []

    @staticmethod
    def note(
        listed: list[Cell], places: Sequence[int], name: str, rows: NDArray[np.int64], cells: Sequence[str]
    ) -> None:
        """List cells at these places of a block, as long as there is room."""
        for place in places[: MOST_LISTED - len(listed)]:
            listed.append(Cell(int(rows[place]), name, cells[place].strip()))


class NumberBuilder:
    """A column taken for one of numbers."""

    def __init__(self, name: str, notation: Notation, findings: Findings) -> None:
        self._name, self._notation, self._findings = name, notation, findings
        self._values: list[NDArray[np.float64]] = []
        self._numbers = self._missing = self._wrong = 0

    def add(self, cells: Sequence[str], rows: NDArray[np.int64]) -> None:
        """Take the next cells; `rows` are their numbers in the file."""
        notation = self._notation
        parsed = parse(cells if notation.usual else [notation.plain(cell) for cell in cells], notation.decimal)
        self._values.append(parsed.values)
        self._numbers += parsed.numbers
        self._missing += len(parsed.missing)
        self._wrong += len(parsed.wrong)
        self._findings.note(self._findings.missing, parsed.missing, self._name, rows, cells)
        self._findings.note(self._findings.wrong, parsed.wrong, self._name, rows, cells)

    @property
    def numeric(self) -> bool:
        """Whether it is one of numbers, now that its cells are known."""
        return is_numeric(self._numbers, self._wrong)

    def finish(self) -> Column:
        """The column; the builder is empty then."""
        values = np.concatenate(self._values)
        self._values.clear()
        return NumberColumn(self._name, values, self._missing, self._wrong, self._notation.percent)
