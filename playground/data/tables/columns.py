"""Columns under construction: each takes its cells block by block, and keeps little beyond what it needs."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from playground.data.tables.numbers import NearlyNumbers, Notation, is_missing, is_numeric, number, parse
from playground.data.tables.table import MOST_CATEGORIES, MOST_LISTED, Cell, Column, NumberColumn, TextColumn


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


class _Codes(dict[str, int]):
    """From a cell as written to its category's code, made at the first sight; -1 for a missing cell."""

    def __init__(self) -> None:
        self.categories: dict[str, int] = {}

    def __missing__(self, cell: str) -> int:
        text = cell.strip()
        code = -1 if is_missing(text) else self.categories.setdefault(text, len(self.categories))
        self[cell] = code
        return code


class TextBuilder:
    """A column taken for one of texts. Its numbers are counted too, in case it proves to be one of those."""

    def __init__(self, name: str, notation: Notation, findings: Findings) -> None:
        self._name, self._decimal, self._findings = name, notation.decimal, findings
        self._codes: list[NDArray[np.int32]] = []
        self._index = _Codes()
        self._varied = False
        self._rows: list[NDArray[np.int64]] = []
        self._nearly = NearlyNumbers(name, notation.decimal)
        self._numbers = self._missing = self._wrong = 0

    def add(self, cells: Sequence[str], rows: NDArray[np.int64]) -> None:
        """Take the next cells; `rows` are their numbers in the file."""
        if self._varied:
            codes = self._add_varied(cells)
            self._nearly.look_on(cells, rows)
        else:
            codes = np.fromiter(map(self._index.__getitem__, cells), np.int32, len(cells))
            self._rows.append(rows)
        self._codes.append(codes)
        missing = np.flatnonzero(codes < 0)
        self._missing += len(missing)
        self._findings.note(self._findings.missing, missing.tolist(), self._name, rows, cells)
        if len(self._index) > MOST_CATEGORIES:
            self._become_varied()

    @property
    def numeric(self) -> bool:
        """Whether it is one of numbers, now that its cells are known."""
        if not self._varied:
            self._count_categories()
        return is_numeric(self._numbers, self._wrong)

    def finish(self) -> Column:
        """The column; the builder is empty then."""
        if not self._varied:
            self._nearly.look_at(list(self._index.categories), self._codes, self._rows)
        self._findings.foreign += self._nearly.cells[: MOST_LISTED - len(self._findings.foreign)]
        codes = np.concatenate(self._codes)
        self._codes.clear()
        categories = () if self._varied else tuple(self._index.categories)
        return TextColumn(self._name, codes, categories, self._varied, self._missing, self._nearly.foreign)

    def _add_varied(self, cells: Sequence[str]) -> NDArray[np.int32]:
        parsed = parse(cells, self._decimal)
        self._numbers += parsed.numbers
        self._wrong += len(parsed.wrong)
        codes = np.zeros(len(cells), np.int32)
        codes[list(parsed.missing)] = -1
        return codes

    def _become_varied(self) -> None:
        self._count_categories()
        self._varied = True
        self._nearly.look_at(list(self._index.categories), self._codes, self._rows)
        self._rows.clear()
        for codes in self._codes:
            np.minimum(codes, 0, out=codes)
        self._index = _Codes()

    def _count_categories(self) -> None:
        counts = sum(
            (np.bincount(codes[codes >= 0], minlength=len(self._index.categories)) for codes in self._codes),
            np.zeros(len(self._index.categories), np.int64),
        )
        are_numbers = [number(text, self._decimal) is not None for text in self._index.categories]
        self._numbers = int(counts[are_numbers].sum())
        self._wrong = int(counts.sum()) - self._numbers
