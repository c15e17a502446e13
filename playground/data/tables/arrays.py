"""From a table's columns to what a network takes: inputs as numbers, labels as class numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from playground.data.tables.table import MOST_CATEGORIES, Column, NumberColumn, Table, TextColumn
from playground.experiment import UserError

Task = Literal["classification", "regression"]

FEW_INTEGERS = 10
"""A column with at most so many distinct integers holds classes; with more, or with fractions, it holds values."""
MOST_CLASSES = 1000
MOST_FEATURES = 5000
MOST_VALUES = 2**28
_TARGET_NAMES = ("target", "class", "label", "labels", "species", "category", "outcome", "diagnosis", "y")


@dataclass(frozen=True)
class Matrix:
    """Inputs: values (n, features), a name for each feature, and the places (n,) in the table of the rows kept."""

    values: NDArray[np.float64]
    names: tuple[str, ...]
    rows: NDArray[np.int64]


@dataclass(frozen=True)
class Labels:
    """Class numbers (n,), -1 where the cell is missing or wrong, and the classes' names in their order."""

    numbers: NDArray[np.int64]
    classes: tuple[str, ...]


def suggest_target(table: Table) -> str:
    """The column most likely meant as the target: one with a name such as `class` or `species`, else the last.

    A column named `y` counts only as the first or last one, as it is a coordinate elsewhere. Columns of no use are
    passed over.
    """
    usable = [column.name for column in table.columns if _usable(column)]
    for wanted in _TARGET_NAMES:
        for name in usable:
            if name.casefold() == wanted and (wanted != "y" or name in (table.names[0], table.names[-1])):
                return name
    return usable[-1]


def task_of(column: Column) -> Task:
    """Classification for text or at most FEW_INTEGERS distinct integers, else regression."""
    if isinstance(column, TextColumn):
        return "classification"
    found = np.unique(column.values[column.present])
    whole = len(found) <= FEW_INTEGERS and bool((found == np.round(found)).all())
    return "classification" if whole else "regression"


def labels(column: Column) -> Labels:
    """A column as classes, ordered by number, else by name.

    Raises
    ------
    UserError
        For more than MOST_CLASSES classes, and for a column without any.
    """
    _check_usable(column)
    numbers = np.full(len(column.present), -1, np.int64)
    present = column.present
    if isinstance(column, NumberColumn):
        found, places = np.unique(column.values[present], return_inverse=True)
        classes = [_plain(value) for value in found.tolist()]
    else:
        order = np.argsort(np.array(column.categories, dtype=object))
        places = np.argsort(order)[column.codes[present]]
        classes = [column.categories[place] for place in order]
    if len(classes) > MOST_CLASSES:
        raise UserError(
            f'"{column.name}" has {len(classes):,} different values, too many for classes (up to {MOST_CLASSES:,}): '
            "choose another target, or regression."
        )
    numbers[present] = places
    return Labels(numbers, tuple(classes))


def matrix(table: Table, inputs: Sequence[str], drop_missing: bool = True) -> Matrix:
    """Columns as the features of samples; a text column becomes one feature a category, 1 where the sample has it.

    Parameters
    ----------
    inputs
        Names of columns, in the order wanted.
    drop_missing
        Leave out rows in which one of these cells is missing or wrong; else such a cell's features are NaN.

    Raises
    ------
    UserError
        For an unknown column or one of no use, no row left, or more than MOST_FEATURES features.
    """
    columns = [table[name] for name in inputs]
    for column in columns:
        _check_usable(column)
    keep = np.ones(len(table), np.bool_)
    if drop_missing:
        for column in columns:
            keep &= column.present
    rows = np.flatnonzero(keep)
    names = [name for column in columns for name in _feature_names(column)]
    _check_size(len(rows), len(names))
    values = np.zeros((len(rows), len(names)))
    place = 0
    for column in columns:
        if isinstance(column, NumberColumn):
            values[:, place] = column.values[rows]
            place += 1
        else:
            _encode(column.codes[rows], values[:, place : place + len(column.categories)])
            place += len(column.categories)
    return Matrix(values, tuple(names), rows)


def _usable(column: Column) -> bool:
    return bool(column.present.any()) and not (isinstance(column, TextColumn) and column.varied)


def _check_usable(column: Column) -> None:
    if not column.present.any():
        raise UserError(f'"{column.name}" is empty: choose another column.')
    if not _usable(column):
        raise UserError(f'"{column.name}" has over {MOST_CATEGORIES:,} different texts: choose another column.')


def _check_size(rows: int, features: int) -> None:
    if rows == 0:
        raise UserError("No row has a value in each of the chosen inputs: leave out those with many missing cells.")
    if features == 0:
        raise UserError("No input is chosen: choose at least one column.")
    if features > MOST_FEATURES:
        raise UserError(
            f"The inputs make {features:,} features, as each text is one of its own; up to {MOST_FEATURES:,} are "
            "possible: leave out columns of many different texts."
        )
    if rows * features > MOST_VALUES:
        raise UserError(
            f"{rows:,} rows of {features:,} features are more than fit into memory: choose fewer inputs or rows."
        )


def _feature_names(column: Column) -> list[str]:
    if isinstance(column, NumberColumn):
        return [column.name]
    return [f"{column.name} = {text}" for text in column.categories]


def _encode(codes: NDArray[np.int32], out: NDArray[np.float64]) -> None:
    present = codes >= 0
    out[~present] = np.nan
    out[np.flatnonzero(present), codes[present]] = 1.0


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
