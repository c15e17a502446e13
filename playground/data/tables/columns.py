"""Columns under construction: each takes its cells block by block, and keeps little beyond what it needs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from playground.data.tables.dates import days_of_all, find_way
from playground.data.tables.missing import (
    MARKS,
    QUOTED,
    bare_mark,
    is_missing,
    marks_among_numbers,
    marks_that_are_values,
    marks_told,
)
from playground.data.tables.numbers import (
    LARGEST_EXACT,
    NearlyNumbers,
    Notation,
    Parsed,
    has_leading_zero,
    number,
    parse,
)
from playground.data.tables.table import MOST_CATEGORIES, MOST_LISTED, Cell, Column, NumberColumn, TextColumn

_LOOKED_AT = 1000
"""Of numbers read at once, so many of a block tell whether there are fractions."""


@dataclass(frozen=True)
class Guess:
    """A guess of what a column holds. `marks` mean missing among its numbers, beside the usual ones."""

    kind: Literal["number", "text"]
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Manner:
    """The manner in which a column is written: its notation, and what means missing where a person told that."""

    notation: Notation = field(default_factory=Notation)
    told: tuple[str, ...] | None = None

    @property
    def marks(self) -> frozenset[str]:
        """The texts that mean missing at any rate, in small letters."""
        told = marks_told(self.told)
        return MARKS if told is None else told


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
            listed.append(Cell(int(rows[place]), name, cells[place].strip().removeprefix(QUOTED)))


class Tally:
    """Counts what a column's cells are, to tell whether it is one of numbers."""

    def __init__(self, manner: Manner, marks: frozenset[str] = frozenset()) -> None:
        self._manner, self._marks = manner, marks
        self.numbers = 0
        self.others: Counter[str] = Counter()
        self.codes = self.fractions = False

    def take(self, parsed: Parsed, cells: Sequence[str]) -> None:
        """Count cells that were parsed as numbers."""
        self.numbers += parsed.numbers
        self.codes |= parsed.codes
        self.fractions |= parsed.fractions
        for place in parsed.wrong:
            if len(self.others) <= MOST_CATEGORIES:
                self.others[bare_mark(cells[place])] += 1

    def take_texts(self, counts: Mapping[str, int]) -> None:
        """Count texts, each by how often it comes."""
        decimal, marks = self._manner.notation.decimal, self._manner.marks
        found = []
        for text, count in counts.items():
            if number(text, decimal) is not None:
                self.numbers += count
                found.append(text)
            elif not is_missing(text, marks):
                self.others[bare_mark(text)] += count
        self.take(parse(found, decimal), ())
        self.numbers -= len(found)

    @property
    def guess(self) -> Guess:
        """Tell what the column is, by what was counted."""
        if self._manner.notation.usual and self.codes and not self.fractions:
            return Guess("text")
        marks = marks_among_numbers(self.numbers, self.others, told=self._manner.told is not None)
        return Guess("text") if marks is None else Guess("number", marks | self._marks)


class NumberBuilder:
    """A column taken for one of numbers."""

    def __init__(self, name: str, manner: Manner, guess: Guess, findings: Findings) -> None:
        self._name, self._manner, self._findings = name, manner, findings
        self._found = guess.marks
        self._marks = manner.marks | guess.marks
        self._tally = Tally(manner, guess.marks)
        self._values: list[NDArray[np.float64]] = []
        self._missing = self._wrong = 0

    def add(self, cells: Sequence[str], rows: NDArray[np.int64]) -> None:
        """Take the next cells; `rows` are their numbers in the file."""
        notation = self._manner.notation
        plain = cells
        if not notation.usual:
            plain = [cell if is_missing(cell, self._marks) else notation.plain(cell) for cell in cells]
        parsed = parse(plain, notation.decimal, self._marks)
        self._values.append(parsed.values)
        self._tally.take(parsed, cells)
        self._missing += len(parsed.missing)
        self._wrong += len(parsed.wrong)
        self._findings.note(self._findings.missing, parsed.missing, self._name, rows, cells)
        self._findings.note(self._findings.wrong, parsed.wrong, self._name, rows, cells)

    def add_numbers(self, values: NDArray[np.float64], rows: NDArray[np.int64]) -> None:
        """Take cells that are known to be numbers, none of them written as a name is, or empty, which are NaN."""
        self._values.append(values)
        gaps = np.flatnonzero(np.isnan(values))
        self._tally.numbers += len(values) - len(gaps)
        self._tally.fractions |= bool((values[:_LOOKED_AT] % 1 > 0).any())
        self._missing += len(gaps)
        for place in gaps[: MOST_LISTED - len(self._findings.missing)].tolist():
            self._findings.missing.append(Cell(int(rows[place]), self._name, ""))

    @property
    def guess(self) -> Guess:
        """Tell what it is, now that its cells are known."""
        return self._tally.guess

    def finish(self) -> Column:
        """The column; the builder is empty then."""
        values = np.concatenate(self._values)
        self._values.clear()
        unit, marks = self._manner.notation.unit, tuple(sorted(self._found))
        return NumberColumn(self._name, values, self._missing, self._wrong, unit, marks)


class _Codes(dict[str, int]):
    """From a cell as written to its category's code, made at the first sight; -1 for an empty cell."""

    def __init__(self) -> None:
        self.categories: dict[str, int] = {}

    def __missing__(self, cell: str) -> int:
        text = cell.strip()
        code = self.categories.setdefault(text, len(self.categories)) if text else -1
        self[cell] = code
        return code


class TextBuilder:
    """A column taken for one of texts. Its numbers are counted too, in case it proves to be one of those."""

    def __init__(self, name: str, manner: Manner, guess: Guess, findings: Findings) -> None:  # noqa: ARG002 - as above
        self._name, self._manner, self._findings = name, manner, findings
        self._decimal = manner.notation.decimal
        self._codes: list[NDArray[np.int32]] = []
        self._rows: list[NDArray[np.int64]] = []
        self._days: list[NDArray[np.float64]] = []
        self._index = _Codes()
        self._way: str | None = None
        self._varied = False
        self._tally = Tally(manner)
        self._nearly = NearlyNumbers(name, self._decimal)
        self._missing = 0

    def add(self, cells: Sequence[str], rows: NDArray[np.int64]) -> None:
        """Take the next cells; `rows` are their numbers in the file."""
        if self._varied:
            self._add_varied(cells, rows)
            return
        codes = np.fromiter(map(self._index.__getitem__, cells), np.int32, len(cells))
        self._rows.append(rows)
        self._codes.append(codes)
        if len(self._index.categories) > MOST_CATEGORIES or len(self._index) > 4 * MOST_CATEGORIES:
            self._become_varied()

    @property
    def guess(self) -> Guess:
        """Tell what it is, now that its cells are known."""
        if not self._varied:
            self._tally = Tally(self._manner)
            self._tally.take_texts(self._counts())
        return self._tally.guess

    def finish(self) -> Column:
        """The column; the builder is empty then."""
        guess = self.guess
        codes_of_digits = guess == Guess("text") and self._tally.codes and not self._tally.others
        if self._varied:
            categories: tuple[str, ...] = ()
            days = np.concatenate(self._days) if self._days else None
        else:
            categories, days = self._settle()
        self._findings.foreign += self._nearly.cells[: MOST_LISTED - len(self._findings.foreign)]
        codes = np.concatenate(self._codes)
        self._codes.clear()
        return TextColumn(
            self._name,
            codes,
            categories,
            self._varied,
            self._missing,
            self._nearly.foreign,
            days,
            self._way or "",
            codes_of_digits,
        )

    def _settle(self) -> tuple[tuple[str, ...], NDArray[np.float64] | None]:
        """Categories, and days where they are dates; what means missing is no category from here on."""
        counts = self._counts()
        if self._manner.told is None:
            missing = {text for text in counts if is_missing(text)} - marks_that_are_values(counts)
        else:
            missing = {text for text in counts if is_missing(text, self._manner.marks)}
        kept: dict[str, int] = {}
        places = [
            -1 if text in missing else kept.setdefault(text.removeprefix(QUOTED), len(kept))
            for text in self._index.categories
        ]
        self._recode(np.array([*places, -1], np.int32))  # The last place is that of an empty cell, -1.
        categories = tuple(kept)
        self._nearly.look_at(categories, self._codes, self._rows)
        self._way = find_way(categories)
        if self._way is None:
            return categories, None
        each = np.array([*days_of_all(categories, self._way), np.nan])
        return categories, each[np.concatenate(self._codes)]

    def _recode(self, places: NDArray[np.int32]) -> None:
        """Give the codes their new places, and note what is missing."""
        texts = list(self._index.categories)
        for number_of, (old, rows) in enumerate(zip(self._codes, self._rows, strict=True)):
            codes = self._codes[number_of] = places[old]
            lost = np.flatnonzero(codes < 0)
            self._missing += len(lost)
            for place in lost[: MOST_LISTED - len(self._findings.missing)].tolist():
                text = texts[old[place]] if old[place] >= 0 else ""
                self._findings.missing.append(Cell(int(rows[place]), self._name, text.removeprefix(QUOTED)))

    def _counts(self) -> dict[str, int]:
        """Tell how often each text comes."""
        texts = list(self._index.categories)
        counts = np.zeros(len(texts), np.int64)
        for codes in self._codes:
            counts += np.bincount(codes[codes >= 0], minlength=len(texts))
        return dict(zip(texts, counts.tolist(), strict=True))

    def _become_varied(self) -> None:
        """Keep no texts any longer, since there are too many."""
        self._tally.take_texts(self._counts())
        _, days = self._settle()
        self._varied = True
        self._index = _Codes()
        self._rows.clear()
        if days is not None:
            self._days.append(days)
        for codes in self._codes:
            np.minimum(codes, 0, out=codes)

    def _add_varied(self, cells: Sequence[str], rows: NDArray[np.int64]) -> None:
        parsed = parse(cells, self._decimal, self._manner.marks)
        self._tally.take(parsed, cells)
        self._nearly.look_on(cells, rows)
        codes = np.zeros(len(cells), np.int32)
        codes[list(parsed.missing)] = -1
        self._codes.append(codes)
        self._missing += len(parsed.missing)
        self._findings.note(self._findings.missing, parsed.missing, self._name, rows, cells)
        if self._way is not None:
            self._days.append(np.array(days_of_all(cells, self._way)))


def guess_of(cells: Sequence[str], manner: Manner) -> Guess:
    """Tell what a column is, by its first cells."""
    if not manner.notation.usual:
        return Guess("number")
    tally = Tally(manner)
    tally.take_texts(Counter(cell.strip() for cell in cells))
    return tally.guess


def are_plain_numbers(values: NDArray[np.float64], lines: str, delimiter: str) -> bool:
    """Tell whether numbers that were read from lines at once can be taken as they are, with NaN for empty cells.

    They cannot where one may be written as names are, or where a row has nothing at all.
    """
    gaps = np.isnan(values)
    if gaps.any() and gaps.all(axis=1).any():
        return False
    whole = ~(values[:_LOOKED_AT] % 1 > 0).any(axis=0)
    if not whole.any():
        return True
    beyond = np.nanmax(np.abs(values[:, whole]), initial=0.0) > LARGEST_EXACT
    return not (beyond or has_leading_zero(lines.replace(delimiter, "\n")))
