"""From a table's columns to what a network takes: inputs as numbers, labels as class numbers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from playground.data.tables.table import MOST_CATEGORIES, Column, NumberColumn, Table, TextColumn
from playground.experiment import UserError

Task = Literal["classification", "regression"]
Fill = Literal["none", "median", "category"]
Mask = NDArray[np.bool_]

FEW_INTEGERS = 10
"""A column with at most so many distinct integers holds classes; with more, or with fractions, it holds values."""
MOST_CLASSES = 1000
_LOOKED_AT = 5000
"""So many rows mostly tell that there are many different numbers, without all of them being sorted."""
MOST_FEATURES = 5000
MOST_VALUES = 2**28
NO_VALUE = "(missing)"
"""The name of the category of empty cells among the inputs."""


class NoRowError(UserError):
    """No row has all that the inputs need."""


@dataclass(frozen=True)
class InputColumn:
    """A column as the network takes it: one input, or one a category.

    categories : the texts that are told apart, in their order; "" is an empty cell. None for a column of numbers.
    written : how its dates are written, where the number is the days from 1970 on.
    """

    name: str
    categories: tuple[str, ...] | None = None
    written: str = ""

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the inputs."""
        if self.categories is None:
            return (self.name,)
        return tuple(f"{self.name} = {text or NO_VALUE}" for text in self.categories)


@dataclass(frozen=True)
class Matrix:
    """Inputs: values (n, features), the places (n,) in the table of the rows kept, and what the columns became.

    A cell that is to be filled with a median is NaN.
    """

    values: NDArray[np.float64]
    rows: NDArray[np.int64]
    columns: tuple[InputColumn, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """A name for each feature."""
        return tuple(name for column in self.columns for name in column.inputs)


@dataclass(frozen=True)
class Labels:
    """Class numbers (n,), -1 where the cell is missing, wrong or in no row that counts, and the classes' names."""

    numbers: NDArray[np.int64]
    classes: tuple[str, ...]


def task_of(column: Column) -> Task:
    """Classification for text or at most FEW_INTEGERS distinct integers, else regression."""
    if isinstance(column, TextColumn):
        return "classification"
    present = column.present
    if len(np.unique(column.values[present][:_LOOKED_AT])) > FEW_INTEGERS:
        return "regression"
    found = np.unique(column.values[present])
    whole = len(found) <= FEW_INTEGERS and bool((found == np.round(found)).all())
    return "classification" if whole else "regression"


def as_used(column: Column, as_names: Collection[str] = ()) -> Column:
    """A column as an input or target: dates as days, and numbers whose column is among `as_names` as texts.

    Raises
    ------
    UserError
        Where there are too many different numbers to be names.
    """
    if isinstance(column, TextColumn):
        if column.days is None or column.name in as_names:
            return column
        wrong = int(np.count_nonzero(column.present & np.isnan(column.days)))
        return NumberColumn(column.name, column.days, column.missing, wrong)
    if column.name not in as_names:
        return column
    found, places = np.unique(column.values[column.present], return_inverse=True)
    if len(found) > MOST_CATEGORIES:
        raise _too_many_texts(column)
    codes = np.full(len(column.values), -1, np.int32)
    codes[column.present] = places
    names, missing = tuple(map(plain, found.tolist())), column.missing + column.wrong
    return TextColumn(column.name, codes, names, False, missing, ordered=True)


def labels(column: Column, among: Mask | None = None) -> Labels:
    """A column as classes, ordered by number, else by name; where `among` (n,) is given, those of its rows alone.

    Raises
    ------
    UserError
        For more than MOST_CLASSES classes, and for a column without any.
    """
    _check_usable(column)
    numbers = np.full(len(column.present), -1, np.int64)
    counted = column.present if among is None else column.present & among
    if isinstance(column, NumberColumn):
        found, places = np.unique(column.values[counted], return_inverse=True)
        classes = [plain(value) for value in found.tolist()]
    else:
        codes, _ = codes_in(column, counted)
        order = in_order(column, codes)
        classes = [column.categories[codes[place]] for place in order]
        place_of = np.full(len(column.categories), -1, np.int64)
        place_of[codes[order]] = np.arange(len(order))
        places = place_of[column.codes[counted]]
    if len(classes) > MOST_CLASSES:
        raise UserError(
            '"{column}" has {count:,} different values, too many for classes (up to {most:,}): choose another '
            "target, or "
            "regression.",
            column=column.name,
            count=len(classes),
            most=MOST_CLASSES,
        )
    numbers[counted] = places
    return Labels(numbers, tuple(classes))


def in_order(column: TextColumn, codes: NDArray[np.int32]) -> list[int]:
    """The places of codes in the order of their names; numbers that are taken as names keep that of the numbers."""
    if column.ordered:
        return list(range(len(codes)))
    return sorted(range(len(codes)), key=lambda place: column.categories[codes[place]])


def codes_in(column: TextColumn, among: Mask) -> tuple[NDArray[np.int32], bool]:
    """The codes of the categories in these rows, and whether a cell among them is empty."""
    codes = column.codes[among]
    counts = np.bincount(codes + 1, minlength=1)  # Counting is many times faster than sorting them.
    return np.flatnonzero(counts[1:]).astype(np.int32), bool(counts[0])


def kept_rows(columns: Sequence[Column], fill: Fill = "none") -> Mask:
    """(n,), where a row has all that these inputs need: what `fill` fills does not lack."""
    keep = np.ones(len(columns[0].present) if columns else 0, np.bool_)
    for column in columns:
        filled = fill == "median" or (fill == "category" and isinstance(column, TextColumn))
        if not filled and (column.missing or column.wrong):
            keep &= column.present
    return keep


def matrix(
    table: Table,
    inputs: Sequence[str],
    drop_missing: bool = True,
    *,
    fill: Fill = "none",
    as_names: Collection[str] = (),
    among: Mask | None = None,
    like: Sequence[InputColumn] = (),
) -> Matrix:
    """Columns as the features of samples; a text column becomes one feature a category, 1 where the sample has it.

    Parameters
    ----------
    inputs
        Names of columns, in the order wanted.
    drop_missing
        Leave out rows in which one of these cells is missing or wrong; else such a cell's features are NaN.
    fill
        What fills such cells: `median` leaves NaN for numbers, to be filled by the training part's median, and gives
        texts a category of their own; `category` does the latter alone.
    as_names
        Columns of numbers that are taken as names.
    among
        (n,), the rows that may be kept. Categories are those of the rows that are kept.
    like
        The columns of another table, whose categories these are to have; a row with a category beyond them is left out.

    Raises
    ------
    UserError
        For an unknown column or one of no use, no row left, or more than MOST_FEATURES features.
    """
    columns = [as_used(table[name], as_names) for name in inputs]
    for column in columns:
        _check_usable(column)
    keep = np.ones(len(table), np.bool_) if among is None else among.copy()
    if drop_missing:
        keep &= kept_rows(columns, fill) if columns else True
    known = {column.name: column.categories for column in like}
    coded = {
        column.name: _coded(column, keep, fill, known.get(column.name))
        for column in columns
        if isinstance(column, TextColumn)
    }
    if like and drop_missing:
        for codes, _ in coded.values():
            keep &= codes >= 0
    made = tuple(_input_column(table[column.name], column, coded) for column in columns)
    rows = np.flatnonzero(keep)
    width = sum(len(column.inputs) for column in made)
    _check_size(len(rows), width)
    values = np.zeros((len(rows), width))
    place = 0
    for column, became in zip(columns, made, strict=True):
        if isinstance(column, NumberColumn):
            values[:, place] = column.values[rows]
        else:
            _encode(coded[column.name][0][rows], values[:, place : place + len(became.inputs)])
        place += len(became.inputs)
    return Matrix(values, rows, made)


def _input_column(
    found: Column, column: Column, coded: dict[str, tuple[NDArray[np.int64], tuple[str, ...]]]
) -> InputColumn:
    if isinstance(column, TextColumn):
        return InputColumn(column.name, coded[column.name][1])
    return InputColumn(column.name, None, found.written if isinstance(found, TextColumn) else "")


def _coded(
    column: TextColumn, keep: Mask, fill: Fill, known: tuple[str, ...] | None
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Places (n,) of cells among the categories of the rows kept, or among known ones, -1 for others; and these."""
    if known is None:
        codes, gaps = codes_in(column, keep)
        categories = [column.categories[codes[place]] for place in in_order(column, codes)]
        if fill != "none" and gaps:
            categories.append("")
        known = tuple(categories)
    place_of = {text: place for place, text in enumerate(known)}
    places = np.array([*(place_of.get(text, -1) for text in column.categories), place_of.get("", -1)], np.int64)
    return places[column.codes], known


def _check_usable(column: Column) -> None:
    if not column.present.any():
        raise UserError('"{column}" is empty: choose another column.', column=column.name)
    if isinstance(column, TextColumn) and column.varied:
        raise _too_many_texts(column)


def _too_many_texts(column: Column) -> UserError:
    key = '"{column}" has over {most:,} different texts: choose another column.'
    return UserError(key, column=column.name, most=MOST_CATEGORIES)


def _check_size(rows: int, features: int) -> None:
    if rows == 0:
        raise NoRowError("No row has a value in each of the chosen inputs: leave out those with many missing cells.")
    if features == 0:
        raise UserError("No input is chosen: choose at least one column.")
    if features > MOST_FEATURES:
        raise UserError(
            "The inputs make {features:,} features, as each text is one of its own; up to {most:,} are possible: leave "
            "out columns of many different texts.",
            features=features,
            most=MOST_FEATURES,
        )
    if rows * features > MOST_VALUES:
        raise UserError(
            "{rows:,} rows of {features:,} features are more than fit into memory: choose fewer inputs or rows.",
            rows=rows,
            features=features,
        )


def _encode(places: NDArray[np.int64], out: NDArray[np.float64]) -> None:
    present = places >= 0
    out[~present] = np.nan
    out[np.flatnonzero(present), places[present]] = 1.0


def plain(value: float) -> str:
    """A number as the name of a class or category."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
