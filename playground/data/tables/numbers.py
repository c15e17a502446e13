"""Cells that are numbers, cells that are missing, and columns of numbers.

A number is written in decimal digits with an optional sign, decimal mark (a point, or a comma throughout the table) and
exponent; blanks around it do not count. Digits of full width, and Arabic and Persian ones, are digits. Infinities are
no numbers. What columns with marks between thousands, with a unit or a currency hold is made such numbers before
(`Notation`)."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from playground.data.tables.missing import MARKS, is_missing, is_numeric
from playground.data.tables.table import MOST_LISTED, Cell
from playground.data.tables.units import parted

_NUMBER = {
    mark: re.compile(rf"[+-]?(?:[0-9]+(?:{re.escape(mark)}[0-9]*)?|{re.escape(mark)}[0-9]+)(?:[eE][+-]?[0-9]+)?")
    for mark in (".", ",")
}
_DIGITS = "".join(map(chr, [*range(0xFF10, 0xFF1A), *range(0x0660, 0x066A), *range(0x06F0, 0x06FA)]))
"""Of full width, Arabic, Persian."""
_PLAIN = str.maketrans(
    dict.fromkeys(
        "\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{HORIZONTAL BAR}"
        "\N{SMALL HYPHEN-MINUS}\N{FULLWIDTH HYPHEN-MINUS}\N{SUPERSCRIPT MINUS}\N{HEAVY MINUS SIGN}\N{HYPHEN BULLET}",
        "-",
    )
    | dict(zip(_DIGITS, 3 * "0123456789", strict=True))
    | {"\N{FULLWIDTH PLUS SIGN}": "+", "\N{FULLWIDTH PERCENT SIGN}": "%", "\N{ARABIC PERCENT SIGN}": "%"}
    | {"\N{FULLWIDTH FULL STOP}": ".", "\N{FULLWIDTH COMMA}": ","}
    | {"\N{ARABIC DECIMAL SEPARATOR}": ".", "\N{ARABIC THOUSANDS SEPARATOR}": ","}
)
"""Typesetters and spreadsheets write a minus, and scripts their digits, in many ways; in a number all mean the same."""
_LEADING_ZERO = re.compile(r"^[ \t]*0[0-9]", re.MULTILINE)
LARGEST_EXACT = 2.0**53
"""Beyond it whole numbers lose digits as floats: what is written so is a name."""


@dataclass(frozen=True)
class Parsed:
    """Cells as numbers: values (n,), NaN for the places in `missing` and `wrong`.

    `codes` tells that a whole number is written as names are, with a leading zero or with more digits than a float
    has; `fractions` that one has a decimal mark or an exponent.
    """

    values: NDArray[np.float64]
    missing: Sequence[int] = ()
    wrong: Sequence[int] = ()
    codes: bool = False
    fractions: bool = False

    @property
    def numbers(self) -> int:
        """Tell how many cells are numbers."""
        return len(self.values) - len(self.missing) - len(self.wrong)


def in_plain_signs(text: str) -> str:
    """A text with plain signs and digits in place of dashes that stand for a minus, and of other scripts' digits."""
    return text if text.isascii() else text.translate(_PLAIN)


def number(cell: str, decimal: str) -> float | None:
    """The number a cell holds, or None."""
    return _number(in_plain_signs(cell.strip()), decimal)


def _number(text: str, decimal: str) -> float | None:
    """The number that a text is, with plain signs and without blanks around it."""
    if not _NUMBER[decimal].fullmatch(text):
        return None
    value = float(text if decimal == "." else text.replace(decimal, "."))
    return value if -math.inf < value < math.inf else None


def parse(cells: Sequence[str], decimal: str, marks: Collection[str] = MARKS) -> Parsed:
    """Cells as numbers: all at once where each is one, else one by one; `marks` mean missing."""
    joined = "\n".join(cells)
    # Python's float takes underscores and all scripts' digits, and a point where this table has decimal commas.
    if joined.isascii() and "_" not in joined and not (decimal == "," and "." in joined):
        plain = cells if decimal == "." else [cell.replace(",", ".") for cell in cells]
        try:
            values = np.fromiter(map(float, plain), np.float64, len(cells))
        except ValueError:
            pass
        else:
            if np.isfinite(values).all():
                return Parsed(values, (), (), *_as_written(joined, values, decimal))
    return _parse_each(cells, decimal, marks)


def _parse_each(cells: Sequence[str], decimal: str, marks: Collection[str]) -> Parsed:
    values = np.full(len(cells), np.nan)
    missing, wrong = [], []
    for place, cell in enumerate(cells):
        value = number(cell, decimal)
        if value is not None:
            values[place] = value
        elif is_missing(cell, marks):
            missing.append(place)
        else:
            wrong.append(place)
    found = "\n".join(cells[place] for place in np.flatnonzero(np.isfinite(values)).tolist())
    return Parsed(values, missing, wrong, *_as_written(found, values, decimal))


def _as_written(joined: str, values: NDArray[np.float64], decimal: str) -> tuple[bool, bool]:
    """Tell whether numbers, a line each, are written as names are, and whether some have decimals."""
    fractions = decimal in joined or "e" in joined or "E" in joined
    finite = values[np.isfinite(values)]
    beyond = bool(np.abs(finite).max(initial=0.0) > LARGEST_EXACT)
    # Where one has decimals, no leading zero makes names of them.
    return not fractions and (beyond or has_leading_zero(joined)), fractions


def has_leading_zero(lines: str) -> bool:
    """Tell whether a line begins with a zero before another digit."""
    if "\n " not in lines and not lines[:1].isspace():
        # Counting is many times faster than the search: most zeros stand alone or before a decimal mark.
        zeros = lines.count("\n0") - lines.count("\n0.") - lines.count("\n0\n") - lines.count("\n0,")
        if not zeros and not lines.startswith("0"):
            return False
    return _LEADING_ZERO.search(lines) is not None


_OTHER = {".": ",", ",": "."}
_QUIET_MARKS = (
    "'",
    "\N{RIGHT SINGLE QUOTATION MARK}",
    " ",
    "\N{NO-BREAK SPACE}",
    "\N{NARROW NO-BREAK SPACE}",
    "\N{THIN SPACE}",
    "\N{FIGURE SPACE}",
)
_NO_NUMBER = "%"


@dataclass(frozen=True)
class Notation:
    """The writing of a column's numbers.

    decimal : the decimal mark. grouping : the mark between thousands, or empty. unit : what stands behind or before
    each number, as % or €, or empty. brackets : whether negative ones are in round brackets."""

    decimal: str = "."
    grouping: str = ""
    unit: str = ""
    brackets: bool = False

    @property
    def usual(self) -> bool:
        """Tell whether cells are numbers as they stand."""
        return not (self.grouping or self.unit or self.brackets)

    def plain(self, cell: str) -> str:
        """A cell as it would be without all that; where it is not written so, something that is no number."""
        text = in_plain_signs(cell.strip())
        if (self.unit or self.brackets) and not is_missing(text):
            unit, text = parted(text)
            text = text if unit == self.unit else _NO_NUMBER
        if self.grouping and grouped(self.decimal, self.grouping).fullmatch(text):
            return text.replace(self.grouping, "")
        return text


@cache
def grouped(decimal: str, grouping: str) -> re.Pattern[str]:
    """Matches numbers with marks between their thousands; commas may also part lakhs and crores, as in 1,23,45,678."""
    mark, between = re.escape(decimal), re.escape(grouping)
    groups = rf"[1-9][0-9]{{0,2}}(?:{between}[0-9]{{3}})+"
    if grouping == ",":
        groups = rf"(?:{groups}|[1-9][0-9]?(?:,[0-9]{{2}})+,[0-9]{{3}})"
    return re.compile(rf"[+-]?{groups}(?:{mark}[0-9]*)?")


def bare(cell: str) -> str:
    """A cell without blanks around it and a unit of its own, its signs and digits plain ones."""
    return parted(in_plain_signs(cell.strip()))[1]


def could_be_thousands(text: str) -> bool:
    """Tell whether every mark in a number stands before three digits, so that it may mean either thing."""
    return any(grouped(decimal, mark).fullmatch(text) for decimal, mark in _OTHER.items()) and not _proves(text)


def proves(cell: str, decimal: str) -> bool:
    """Tell whether a cell can only be a number with this decimal mark and the other one between its thousands."""
    text = bare(cell)
    return _proves(text) and grouped(decimal, _OTHER[decimal]).fullmatch(text) is not None


def _proves(text: str) -> bool:
    return ("." in text and "," in text) or max(text.count("."), text.count(",")) > 1


def is_some_number(cell: str, decimal: str) -> bool:
    """Tell whether a cell is a number, plain or with a unit or with marks that are sure to be between thousands."""
    text = bare(cell)
    if _number(text, decimal) is not None or proves(cell, decimal):
        return True
    return any(mark in text and grouped(decimal, mark).fullmatch(text) for mark in _QUIET_MARKS)


def is_with_other_mark(cell: str, decimal: str) -> bool:
    """Tell whether a cell is a number that has the other decimal mark, and cannot mean thousands by it."""
    if is_some_number(cell, decimal):
        return False
    return is_some_number(cell, _OTHER[decimal]) and not could_be_thousands(bare(cell))


def is_certain(cells: Iterable[str], decimal: str) -> bool:
    """Tell whether a number among the cells has this decimal mark and cannot mean thousands by it."""
    found = (text for text in map(bare, cells) if decimal in text and number(text, decimal) is not None)
    return any(not could_be_thousands(text) for text in found)


def find_notations(columns: Sequence[Sequence[str]], decimal: str, *, certain: bool) -> list[Notation]:
    """Tell how each of a table's columns writes its numbers; `certain` where a person told the decimal mark."""
    certain = certain or any(is_certain(cells, decimal) for cells in columns)
    return [find_notation(cells, decimal, certain) for cells in columns]


def find_notation(cells: Sequence[str], decimal: str, certain: bool) -> Notation:
    """The notation in which most of a column's cells are numbers; the usual one where it is no column of numbers."""
    usual = Notation(decimal)
    filled = _without_mark([cell for cell in cells if not is_missing(cell)])
    if sum(bare(cell)[-1:].isdigit() for cell in filled) <= len(filled) / 2 or _numbers(filled, usual) == len(filled):
        return usual
    units = Counter(parted(in_plain_signs(cell.strip()))[0] for cell in filled)
    unit, bracketed = max(units, key=lambda each: units[each]), sum(cell.lstrip()[0] == "(" for cell in filled)
    brackets = 0 < bracketed < len(filled)  # Where all are, they mean no sign.
    marks = [mark for mark in (_OTHER[decimal], *_QUIET_MARKS) if any(mark in cell for cell in filled)]
    if not certain and not any(proves(cell, decimal) for cell in filled):
        marks = [mark for mark in marks if mark in _QUIET_MARKS]
    likely = (Notation(decimal, mark, unit, brackets) for mark in ("", *marks))
    found = max(likely, key=lambda each: _numbers(filled, each))
    numbers = _numbers(filled, found)
    return found if is_numeric(numbers, len(filled) - numbers) else usual


def _without_mark(filled: Sequence[str]) -> Sequence[str]:
    """Cells without the text that comes back among numbers, as one for missing cells does."""
    texts = Counter(cell.strip() for cell in filled if not any(map(str.isdigit, cell)))
    mark, count = next(iter(texts.most_common(1)), ("", 0))
    return filled if count < 2 else [cell for cell in filled if cell.strip() != mark]


def _numbers(filled: Sequence[str], notation: Notation) -> int:
    return sum(number(notation.plain(cell), notation.decimal) is not None for cell in filled)


_NEARLY_NUMBERS_NUMBER, _OTHER_MARK, _TEXT = range(3)


class NearlyNumbers:
    """Looks at the cells of a text column. `decimal` is the table's mark."""

    def __init__(self, name: str, decimal: str) -> None:
        self._name, self._decimal = name, decimal
        self._counts = np.zeros(3, np.int64)
        self._cells: list[Cell] = []

    @property
    def foreign(self) -> int:
        """Tell how many cells keep it from being one of numbers; 0 where it is not nearly one."""
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
            for place in filled[found != _NEARLY_NUMBERS_NUMBER][: MOST_LISTED - len(self._cells)]:
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
            if kind != _NEARLY_NUMBERS_NUMBER and len(self._cells) < MOST_LISTED:
                self._cells.append(Cell(int(row), self._name, cell.strip()))

    def _kind(self, text: str) -> int:
        if is_some_number(text, self._decimal):
            return _NEARLY_NUMBERS_NUMBER
        return _OTHER_MARK if is_with_other_mark(text, self._decimal) else _TEXT

    @property
    def _is_nearly(self) -> bool:
        numbers, other_mark, texts = self._counts
        return bool(other_mark) and is_numeric(int(numbers + other_mark), int(texts))
