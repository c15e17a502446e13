"""What each column is for, as a first proposal: one target, inputs, and what is of no use left out with the reason."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from playground.data.tables.arrays import suggest_target
from playground.data.tables.numbers import could_be_thousands
from playground.data.tables.table import Column, NumberColumn, Table
from playground.experiment import UserError

Use = Literal["input", "target", "out"]

MOST_KINDS = 100
"""Each text of a column is an input of its own; a column of more different texts is left out at first."""
MIXED_MARKS = "mixed decimal marks"
_COUNTERS = ("id", "no", "nr", "no.", "nr.", "#", "index", "row", "number", "column 1", "unnamed: 0", "sample", "key")


def suggest(table: Table) -> tuple[dict[str, Use], dict[str, str]]:
    """A use for every column, and for those better left out the reason."""
    reasons = {column.name: reason for column in table.columns if (reason := why_useless(column))}
    target = _target(table, reasons)
    counter = table.columns[0]
    if len(table.columns) > 2 and counter.name != target and counter.name not in reasons and _counts(counter):
        reasons[counter.name] = "only numbers the rows"
    uses: dict[str, Use] = {name: "out" if name in reasons else "input" for name in table.names}
    uses[target] = "target"
    return uses, reasons


def why_useless(column: Column) -> str:
    """Why a network learns nothing from a column, in a few words; empty where it may."""
    present = int(np.count_nonzero(column.present))
    if present == 0:
        return "empty"
    if isinstance(column, NumberColumn):
        values = column.values[column.present]
        constant = bool(values.min() == values.max())
    elif column.foreign:
        return MIXED_MARKS
    elif column.varied:
        return "almost all different"
    else:
        constant = len(column.categories) == 1
    if constant and len(column.present) > 1:
        return "the same in every row"
    if present < len(column.present) / 2:
        return "more than half missing"
    return "" if isinstance(column, NumberColumn) else _why_too_many(column.categories, present)


def _why_too_many(categories: Sequence[str], present: int) -> str:
    kinds = len(categories)
    almost_all = kinds > 20 and kinds > present / 2
    if (almost_all or kinds > MOST_KINDS) and all(map(could_be_thousands, categories)):
        return "thousands or decimals? set Decimals above"
    if almost_all:
        return "almost all different"
    return f"{kinds:,} different texts" if kinds > MOST_KINDS else ""


def _target(table: Table, reasons: dict[str, str]) -> str:
    suggested = suggest_target(table)
    if suggested not in reasons:
        return suggested
    return next((name for name in reversed(table.names) if name not in reasons), suggested)


def _counts(column: Column) -> bool:
    """Whether a column of an identifier's name holds whole numbers, each once."""
    if not isinstance(column, NumberColumn) or column.name.casefold() not in _COUNTERS:
        return False
    values = column.values
    whole = bool((values == np.round(values)).all())
    return whole and len(np.unique(values)) == len(values) > 1


MOST_INPUTS = 1000
MOST_COLUMNS = MOST_INPUTS + 1
"""And the target."""
_LONGEST = 200


def column_names(header: Sequence[str] | None, width: int, source: str) -> list[str]:
    """Names for so many columns, from a header or made up; a name that comes again gets a number behind it.

    Raises
    ------
    UserError
        For over MOST_COLUMNS columns.
    """
    if width > MOST_COLUMNS:
        raise UserError(
            f"{source} has {width:,} columns; a table may have up to {MOST_INPUTS:,} and a target: leave some out."
        )
    cells = [" ".join(cell.split())[:_LONGEST] for cell in (header or [""] * width)[:width]]
    if len(cells) < width:  # as R writes tables whose rows have names
        cells.insert(0, "")
    taken: set[str] = set()
    return [_unique(cell or f"column {place}", taken) for place, cell in enumerate(cells, 1)]


def _unique(name: str, taken: set[str]) -> str:
    unique, count = name, 1
    while unique in taken:
        count += 1
        unique = f"{name} {count}"
    taken.add(unique)
    return unique
