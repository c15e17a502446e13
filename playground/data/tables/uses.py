"""A use for each column, as a first proposal: one target, inputs, and what is of no use left out with the reason.

Left out are columns that tell nothing (empty, constant, all different texts), that would tell too much (a copy of the
target), or that only tell the rows apart: counters, which rise by one from row to row under any name and in any place,
and whole numbers that are different in every row under an identifier's name. Dates stay out until they are asked for.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from playground.data.tables.arrays import MOST_CLASSES
from playground.data.tables.missing import words
from playground.data.tables.numbers import bare, could_be_thousands
from playground.data.tables.table import Column, NumberColumn, Table, TextColumn
from playground.experiment import UserError
from playground.experiment.message import Message, say

Use = Literal["input", "target", "out"]

MOST_KINDS = 100
"""Each text of a column is an input of its own; a column of more different texts is left out at first."""
EMPTY, CONSTANT, MOSTLY_MISSING = say("empty"), say("the same in every row"), say("more than half missing")
ALL_DIFFERENT, MIXED_MARKS = say("almost all different"), say("mixed decimal marks")
THOUSANDS = say("thousands or decimals? set Decimals above")
COUNTER, IDENTIFIER = say("only numbers the rows"), say("an identifier, different in every row")
DATES, COPY = say("dates"), say("says the same as the target")
_FEW_KINDS = 20
_FEW_ROWS = 8
"""In fewer rows numbers may rise by one, and columns agree, by chance."""
_LOOKED_AT = 1000
"""So many rows tell whether there are many different values."""
_GLANCE = 30
"""So many rows mostly tell that two columns do not agree."""
_TARGET_NAMES = (
    *("target", "class", "label", "labels", "species", "category", "outcome", "diagnosis", "y"),
    *("survived", "churn", "churned", "variety", "klasse", "classe", "clase"),
    *("类别", "类", "标签", "目标", "分类", "品种", "類別", "標籤", "目標", "分類", "品種", "ラベル", "クラス"),
)
_NAME_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_A-Za-z]+|#")
_IDENTIFIERS = words(
    "id ids no nr num number nummer index idx key uid uuid guid row rownum obs observation record recordid sample "
    "lfd # 编号 序号 学号 番号 номер"
)
_UNNAMED = re.compile(r"unnamed: ?\d+", re.IGNORECASE)
"""As pandas calls a column without a name, mostly its index."""
_CODES = words("code codes enc encoded num numeric idx flag label")


@dataclass(frozen=True)
class Proposal:
    """The target, and for the columns that are better no inputs the reason. Copies of the target are told apart."""

    target: str
    reasons: dict[str, Message]


def suggest(table: Table, *, dates: bool = False) -> Proposal:
    """Propose a target and what to leave out; `dates` are inputs where that is wanted."""
    reasons = {column.name: reason for column in table.columns if (reason := why_useless(column, dates=dates))}
    useful = [column for column in table.columns if column.name not in reasons]
    counters = [column.name for column in useful if _counts(column, table.rows)]
    names = [column.name for column in useful if column.name not in counters and _names(column)]
    target = _target(table, reasons, {*counters, *names})
    reasons |= dict.fromkeys(counters, COUNTER) | dict.fromkeys(names, IDENTIFIER)
    copies = copies_of(table, target, reasons)
    if copies and target not in _named_targets(table):
        target = _speaking(table, [target, *copies])
    if all(name in reasons for name in table.names if name != target):
        for name in counters:  # What only numbers the rows is better than nothing.
            if name != target:
                del reasons[name]
    return Proposal(target, reasons)


def suggest_target(table: Table) -> str:
    """The column most likely meant as the target: one with a name such as `class` or `species`, else the last.

    A column named `y` counts only as the first or last one, as it is a coordinate elsewhere. Columns of no use are
    passed over.
    """
    return suggest(table).target


def why_useless(column: Column, *, dates: bool = False) -> Message | None:
    """Say why a network learns nothing from a column, in a few words; None where it may."""
    return _why_useless(column, MOST_KINDS, dates=dates)


def why_useless_as_target(column: Column) -> Message | None:
    """Say why a column cannot be told from others; None where it may."""
    return _why_useless(column, MOST_CLASSES, dates=True)


def _why_useless(column: Column, most: int, *, dates: bool) -> Message | None:  # noqa: PLR0911
    present = int(np.count_nonzero(column.present))
    if present == 0:
        return EMPTY
    if isinstance(column, TextColumn) and (column.foreign or (column.varied and column.days is None)):
        return MIXED_MARKS if column.foreign else ALL_DIFFERENT
    if _is_constant(column) and len(column.present) > 1:
        return CONSTANT
    if isinstance(column, TextColumn) and column.days is not None and not dates:
        return DATES
    if present < len(column.present) / 2:
        return MOSTLY_MISSING
    if isinstance(column, NumberColumn) or column.days is not None:
        return None
    return _why_too_many(column.categories, present, most)


def _is_constant(column: Column) -> bool:
    if isinstance(column, TextColumn) and column.days is None:
        return len(column.categories) == 1
    values = column.values if isinstance(column, NumberColumn) else column.days
    assert values is not None
    values = values[np.isfinite(values)]
    return bool(values.min() == values.max())


def _why_too_many(categories: Sequence[str], present: int, most: int) -> Message | None:
    kinds = len(categories)
    almost_all = kinds > _FEW_KINDS and kinds > present / 2
    if (almost_all or kinds > most) and all(could_be_thousands(bare(text)) for text in categories):
        return THOUSANDS
    if almost_all:
        return ALL_DIFFERENT
    return say("{kinds:,} different texts", kinds=kinds) if kinds > most else None


# The target


def _target(table: Table, reasons: dict[str, Message], no_measures: set[str]) -> str:
    """The likeliest target; the last column where none is."""
    for name in _named_targets(table):
        if name not in no_measures:
            return name
    usable = [name for name in table.names if why_useless_as_target(table[name]) is None]
    measures = [name for name in usable if name not in no_measures and reasons.get(name) != DATES]
    return (measures or usable or table.names)[-1]


def _named_targets(table: Table) -> list[str]:
    """The columns that are called as targets are, in the order in which they are looked at."""
    named = {" ".join(name.casefold().replace("_", " ").split()): name for name in reversed(table.names)}
    ends = (table.names[0], table.names[-1])
    found = [named[wanted] for wanted in _TARGET_NAMES if wanted in named and (wanted != "y" or named[wanted] in ends)]
    return [name for name in found if why_useless_as_target(table[name]) is None]


def _speaking(table: Table, alike: Sequence[str]) -> str:
    """Choose among columns that say the same the one with names rather than codes, else the first."""
    return min(alike, key=lambda name: (isinstance(table[name], NumberColumn), _is_code(name)))


def _is_code(name: str) -> bool:
    parts = [word.casefold() for word in _NAME_PARTS.findall(name)]
    return bool(parts) and (parts[-1] in _IDENTIFIERS or parts[-1] in _CODES)


def copies_of(table: Table, target: str, reasons: Mapping[str, Message]) -> list[str]:
    """The columns that say the same as the target, value for value; those with a reason to be out are not looked at.

    Each value of one stands for a value of the other, and the other way round, as codes and names do; codes are whole.
    Of many different numbers every column tells the rows apart: there the numbers themselves must agree. Where nothing
    else would be left, copies are better than nothing.
    """
    wanted = table[target]
    if isinstance(wanted, TextColumn) and (wanted.varied or wanted.days is not None):
        return []
    present = wanted.present
    some = _values(wanted)[present][:_LOOKED_AT]
    measures = 2 * len(np.unique(some)) > len(some)
    same = _same_numbers if measures else _same_names
    others = [column for column in table.columns if column.name != target and column.name not in reasons]
    copies = [column.name for column in others if _is_plain(column) and same(column, wanted)]
    return copies if len(copies) < len(others) else []


def _is_plain(column: Column) -> bool:
    return isinstance(column, NumberColumn) or not (column.varied or column.days is not None)


def _both(one: Column, other: Column, most: int | None = None) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The values of two columns in the rows, of the first `most`, in which both have one."""
    both = one.present[:most] & other.present[:most]
    return _values(one)[:most][both], _values(other)[:most][both]


def _are_enough(count: int, one: Column, other: Column) -> bool:
    fewer = min(np.count_nonzero(one.present), np.count_nonzero(other.present))
    return count >= max(_FEW_ROWS, 0.9 * fewer)


def _same_numbers(one: Column, other: Column) -> bool:
    for most in (_GLANCE, None):  # The first few mostly tell.
        a, b = _both(one, other, most)
        if isinstance(one, TextColumn) or (np.abs(a - b) > 1e-12 * np.abs(b)).any():
            return False
    return _are_enough(len(a), one, other)


def _same_names(one: Column, other: Column) -> bool:
    for most in (_GLANCE, None):
        a, b = _both(one, other, most)
        first, second = np.unique(a), np.unique(b)
        if len(first) != len(second) or (first % 1).any() or (second % 1).any():
            return False
        pairs = np.searchsorted(first, a) * len(second) + np.searchsorted(second, b)
        if len(np.unique(pairs)) != len(first):
            return False
    return len(first) > 1 and 2 * len(first) <= len(a) and _are_enough(len(a), one, other)


def _values(column: Column) -> NDArray[np.float64]:
    return column.values if isinstance(column, NumberColumn) else column.codes.astype(np.float64)


# Counters and identifiers


def _counts(column: Column, rows: NDArray[np.int64]) -> bool:
    """Tell whether a column's numbers rise by one from row to row, or as the rows of the file do where some were left "
    "out."""
    if not isinstance(column, NumberColumn) or column.missing or column.wrong or len(column.values) < _FEW_ROWS:
        return False
    if column.values[0] % 1:
        return False
    steps = np.diff(column.values)
    return bool((steps == 1).all() or (steps == -1).all() or (steps == np.diff(rows)).all())


def _names(column: Column) -> bool:
    """Tell whether a column of an identifier's name has whole numbers, each once."""
    if not isinstance(column, NumberColumn) or len(column.values) < _FEW_ROWS:
        return False
    parts = [word.casefold() for word in _NAME_PARTS.findall(column.name)]
    if not (_UNNAMED.fullmatch(column.name) or (parts and (parts[-1] in _IDENTIFIERS or parts[0] in ("id", "#")))):
        return False
    values = column.values[column.present]
    return bool((values == np.round(values)).all()) and len(np.unique(values)) == len(values)


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
        key = "{name} has {columns:,} columns; a table may have up to {most:,} and a target: leave some out."
        raise UserError(key, name=source, columns=width, most=MOST_INPUTS)
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
