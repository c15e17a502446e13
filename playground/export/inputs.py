"""The inputs of a network by their meaning: which column each comes from, and how rows of a table become numbers.

A column of numbers is an input as it stands. A column of texts is one input a category: 1 where the row has it, else 0.
Of two columns of numbers there may be squares, their product, sines and cosines besides.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from playground.experiment import UserError

Floats = NDArray[np.float64]
Formula = Literal["square", "product", "sine", "cosine"]
MOST_INPUTS = 100_000
"""Of what a file may declare, before anything of that size is made; 256 x 256 pixels are 65,536."""
Name = Annotated[str, msgspec.Meta(max_length=10_000)]

_FORMULAS: dict[str, tuple[Formula, tuple[int, ...]]] = {
    "x1_squared": ("square", (0,)),
    "x2_squared": ("square", (1,)),
    "x1_x2": ("product", (0, 1)),
    "sin_x1": ("sine", (0,)),
    "sin_x2": ("sine", (1,)),
    "cos_x1": ("cosine", (0,)),
    "cos_x2": ("cosine", (1,)),
}
"""The features of two columns, by their names in an experiment: what is done, and with which of the columns."""


class Column(msgspec.Struct, frozen=True, omit_defaults=True):
    """A column of the rows that are asked about.

    categories : the texts that the network knows, in the order of its inputs; None for a column of numbers.
    fill : what stands for an empty cell; None where nothing does.
    written : how its dates are written, where the number is the days from 1970 on.
    """

    name: Name
    categories: Annotated[tuple[Name, ...], msgspec.Meta(max_length=MOST_INPUTS)] | None = None
    fill: float | Name | None = None
    written: Name = ""


class Input(msgspec.Struct, frozen=True, omit_defaults=True):
    """An input of the network: its name, its column, and of a text column the category that it stands for.

    formula : what is done with the column, where it is not taken as it is; second : the other column of a product.
    """

    name: Name
    column: Name
    category: Name | None = None
    formula: Formula | None = None
    second: Name | None = None

    @property
    def meaning(self) -> tuple[object, ...]:
        """Tell what two inputs have in common that mean the same, whatever they are called."""
        columns = frozenset((self.column, self.second)) if self.formula == "product" else self.column
        return columns, self.category, self.formula


@dataclass(frozen=True)
class RawRows:
    """Rows as people have them.

    columns : by name, (n,) float64, NaN where a number is missing, or objects: texts, and None where one is missing.
    """

    columns: Mapping[str, NDArray[Any]]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def part(self, start: int, stop: int) -> "RawRows":
        """The rows from `start` up to `stop`."""
        return RawRows({name: values[start:stop] for name, values in self.columns.items()})

    def lists(self) -> list[list[Any]]:
        """A list a row, in the order of the columns."""
        return [list(row) for row in zip(*(values.tolist() for values in self.columns.values()), strict=True)]

    def matrix(self) -> Floats:
        """(n, columns), where all are of numbers."""
        return np.column_stack(list(self.columns.values()))


def named_inputs(
    encoded: Sequence[str], features: Sequence[str], parts: Sequence[tuple[str, str | None]]
) -> tuple[tuple[Column, ...], tuple[Input, ...]]:
    """The columns, and the inputs that are made of them.

    Parameters
    ----------
    encoded : the names of the columns that a data set has for its points, a category of a text as "colour = red".
    features : the names of the inputs: those same, or of two columns such as `x1_squared`.
    parts : of each name that is encoded its column, and its category where that is one of texts.
    """
    columns: dict[str, Column] = {}
    for name, category in parts:
        known = (columns[name].categories if name in columns else None) or ()
        columns[name] = Column(name) if category is None else _of_texts(name, (*known, category))
    plain = [Input(each, *part) for each, part in zip(encoded, parts, strict=True)]
    return tuple(columns.values()), tuple(_input(name, encoded, plain) for name in features)


def _of_texts(name: str, categories: tuple[str, ...]) -> Column:
    """A column of texts; where an empty text is a category, it stands for an empty cell."""
    return Column(name, categories, "" if "" in categories else None)


def _input(feature: str, encoded: Sequence[str], plain: Sequence[Input]) -> Input:
    if feature in encoded:
        return plain[encoded.index(feature)]
    if feature in ("x1", "x2"):
        return plain[("x1", "x2").index(feature)]
    formula, places = _FORMULAS[feature]
    names = [encoded[place] for place in places]
    name = re.sub("x([12])", lambda found: encoded[int(found[1]) - 1], feature)
    return Input(name, names[0], formula=formula, second=names[1] if len(names) > 1 else None)


def parts_of_names(encoded: Sequence[str], tables: Sequence[str] = ()) -> list[tuple[str, str | None]]:
    """Tell column and category of each encoded name from the name alone.

    tables : the names of the table's columns, as far as they are known.
    """
    parts: list[tuple[str, str | None]] = []
    waiting = list(tables)
    current = ""
    for name in encoded:
        if waiting and name == waiting[0]:
            current = waiting.pop(0)
            parts.append((name, None))
        elif waiting and name.startswith(f"{waiting[0]} = "):
            current = waiting.pop(0)
            parts.append((current, name.removeprefix(f"{current} = ")))
        elif current and name.startswith(f"{current} = "):
            parts.append((current, name.removeprefix(f"{current} = ")))
        else:
            column, mark, category = name.partition(" = ")
            parts.append((column, category) if mark else (name, None))
    return parts


def encoded_rows(columns: Sequence[Column], inputs: Sequence[Input], rows: RawRows) -> Floats:
    """The inputs (n, inputs) before preparation; NaN in every input of a column whose cell is missing or unknown."""
    x = np.empty((len(rows), len(inputs)))
    filled = {column.name: _filled(rows.columns[column.name], column) for column in columns}
    missing = {column.name: ~_known(filled[column.name], column) for column in columns}
    for place, each in enumerate(inputs):
        values = filled[each.column]
        if each.category is not None:
            x[:, place] = values == each.category
        elif each.formula is None:
            x[:, place] = values
        else:
            x[:, place] = _calculated(each.formula, values, filled[each.second or each.column])
        for column in filter(None, (each.column, each.second)):
            x[missing[column], place] = np.nan
    return x


def _calculated(formula: Formula, first: Floats, second: Floats) -> Floats:
    match formula:
        case "square":
            return first * first
        case "product":
            return first * second
        case "sine":
            return np.sin(first)
        case "cosine":
            return np.cos(first)


def _filled(values: NDArray[Any], column: Column) -> NDArray[Any]:
    if column.fill is None:
        return values
    empty = np.isnan(values) if column.categories is None else np.array([value is None for value in values], np.bool_)
    return np.where(empty, np.array(column.fill, values.dtype), values)


def _known(values: NDArray[Any], column: Column) -> NDArray[np.bool_]:
    if column.categories is None:
        return np.asarray(np.isfinite(values))
    categories = frozenset(column.categories)
    return np.fromiter((value in categories for value in values), np.bool_, len(values))


def unanswerable(columns: Sequence[Column], rows: RawRows) -> Iterator[tuple[Column, NDArray[np.intp]]]:
    """The columns whose cells are missing or unknown in some rows, with the places (k,) of those rows."""
    for column in columns:
        places = np.flatnonzero(~_known(_filled(rows.columns[column.name], column), column))
        if len(places):
            yield column, places


def decoded_rows(columns: Sequence[Column], points: NDArray[Any]) -> RawRows:
    """A data set's points (n, encoded) as the rows that they came from."""
    found: dict[str, NDArray[Any]] = {}
    place = 0
    for column in columns:
        if column.categories is None:
            found[column.name] = points[:, place].astype(np.float64)
            place += 1
        else:
            block = points[:, place : place + len(column.categories)]
            found[column.name] = np.array(column.categories, dtype=object)[np.argmax(block, axis=1)]
            place += len(column.categories)
    return RawRows(found)


def rows_of_matrix(columns: Sequence[Column], values: NDArray[Any]) -> RawRows:
    """Rows from a matrix (n, columns) of numbers, in the order of the columns.

    Raises
    ------
    UserError : when there are columns of texts, or the matrix has another width.
    """
    texts = [column.name for column in columns if column.categories is not None]
    if texts:
        raise UserError('"{column}" holds texts; give rows by their columns\' names', column=texts[0])
    if values.ndim != 2 or values.shape[1] != len(columns):
        text = "the rows have the shape {shape}; give {count:,} numbers a row"
        raise UserError(text, shape=values.shape, count=len(columns))
    return RawRows({column.name: values[:, place] for place, column in enumerate(columns)})
