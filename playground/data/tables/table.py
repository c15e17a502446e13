"""A table as it was read from a file: columns of numbers or texts, and a list of what was wrong in the file."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from playground.experiment import UserError

MOST_LISTED = 1000
"""Missing cells, wrong cells and ragged rows are all counted; so many of each are listed."""
MOST_CATEGORIES = 10_000
"""A text column with more different texts than this keeps none of them: it is of no use as an input or target."""


@dataclass(frozen=True)
class Dialect:
    """The way in which a file writes its table. What is None is found out from the file.

    encoding : a name Python knows. delimiter : one character; a space stands for any run of blanks.
    quote : `"`, `'`, an opening curly one for all curly and angular ones, or empty where quotation marks mean nothing.
    escaped : whether a backslash stands before a quotation mark that is part of the text.
    decimal : `.` or `,`. header : whether a row names the columns.
    missing : the texts that mean a missing cell, beside empty ones.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    decimal: str | None = None
    header: bool | None = None
    escaped: bool | None = None
    missing: tuple[str, ...] | None = None


@dataclass(frozen=True)
class NumberColumn:
    """Numbers, (n,) float64; a cell that is missing or wrong is NaN.

    `unit` stands in each cell, as % or €; of percent, 5% is 5. `marks` are the texts that were found to mean missing
    here, beside the usual ones."""

    kind: ClassVar[Literal["number"]] = "number"
    name: str
    values: NDArray[np.float64]
    missing: int
    wrong: int
    unit: str = ""
    marks: tuple[str, ...] = ()

    @cached_property
    def present(self) -> NDArray[np.bool_]:
        """(n,), where there is a number."""
        return np.isfinite(self.values)


@dataclass(frozen=True)
class TextColumn:
    """Texts: codes (n,) int32 are places in `categories`, -1 where the cell is missing.

    Categories come in the order of their first appearance. A column of over MOST_CATEGORIES different texts is
    `varied`: its categories are empty and its codes only tell missing cells (-1) from others (0).
    `foreign` counts, in a column that would be one of numbers if all decimal marks meant the same, the cells that keep
    it from being one: those with the other mark than the table's, and those that are no number. It is 0 elsewhere.
    `days` (n,) has, where the texts are dates, the days from 1970 on, NaN where a cell is none; `written` says how the
    dates are written. `codes_of_digits` tells a column of whole numbers that are names, as postcodes are; `ordered`
    that the categories already stand in their order.
    """

    kind: ClassVar[Literal["text"]] = "text"
    name: str
    codes: NDArray[np.int32]
    categories: tuple[str, ...]
    varied: bool
    missing: int
    foreign: int = 0
    days: NDArray[np.float64] | None = None
    written: str = ""
    codes_of_digits: bool = False
    ordered: bool = False
    wrong: ClassVar[int] = 0

    @cached_property
    def present(self) -> NDArray[np.bool_]:
        """(n,), where there is a text."""
        return self.codes >= 0


Column = NumberColumn | TextColumn


@dataclass(frozen=True)
class Cell:
    """A cell by its row (the file's first row, header or not, is 1; blank rows count) and its column's name."""

    row: int
    column: str
    text: str


@dataclass(frozen=True)
class RaggedRow:
    """A row that was left out, as it has another number of cells than the table has columns."""

    row: int
    cells: int


AsideKind = Literal["title", "kinds", "rule", "names", "total", "note"]


@dataclass(frozen=True)
class Aside:
    """A row that is no sample.

    A title above the names, units, types or roles, a ruled line, the names again, totals or a note in the last rows.
    """

    row: int
    kind: AsideKind


@dataclass(frozen=True)
class Table:
    """A table. `rows` (n,) are the numbers in the file of the rows that were kept.

    `foreign` has the cells for which columns are text that would be of numbers otherwise. `asides` are the rows that
    are no samples. The lists hold the first MOST_LISTED of their kind, the counts all. `preview` has the first rows as
    the file's text. `whole` is False where only the first rows of the file were read.
    """

    columns: tuple[Column, ...]
    rows: NDArray[np.int64]
    dialect: Dialect
    preview: tuple[tuple[str, ...], ...]
    missing: tuple[Cell, ...]
    wrong: tuple[Cell, ...]
    ragged: tuple[RaggedRow, ...]
    ragged_count: int
    asides: tuple[Aside, ...] = ()
    aside_count: int = 0
    foreign: tuple[Cell, ...] = ()
    whole: bool = True

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def found(self) -> int:
        """Tell how many rows of data the file has, those left out for their length included."""
        return len(self.rows) + self.ragged_count

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, each once."""
        return tuple(column.name for column in self.columns)

    @property
    def missing_count(self) -> int:
        """Missing cells in all columns."""
        return sum(column.missing for column in self.columns)

    @property
    def wrong_count(self) -> int:
        """Cells that are no number in columns of numbers."""
        return sum(column.wrong for column in self.columns)

    def __getitem__(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise unknown_column(name, self.names)


def unknown_column(name: str, names: Iterable[str]) -> UserError:
    """One line that a name is that of no column, and which there are."""
    known = list(names)
    some = ", ".join(known[:10]) + (", ..." if len(known) > 10 else "")
    return UserError('The table has no column "{name}"; its columns are {columns}.', name=name, columns=some)
