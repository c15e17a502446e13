"""The plan for a table: the uses of its columns, and what a network will get from it. Knows no window."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from playground.data.tables.arrays import (
    MOST_CLASSES,
    Fill,
    Task,
    as_used,
    codes_in,
    in_order,
    kept_rows,
    plain,
    task_of,
)
from playground.data.tables.table import MOST_CATEGORIES, Column, NumberColumn, Table, TextColumn
from playground.data.tables.uses import COPY, Use, copies_of, suggest
from playground.experiment import UserError
from playground.experiment.message import Message

MOST_FRACTIONS = 100
"""A column of more different numbers, of which some are not whole, is not offered as classes."""


@dataclass(frozen=True)
class Wishes:
    """A person's wishes for a table's columns; what is not said is proposed.

    target : the column to be told. inputs : the only columns to tell it from; None for those of use. without : columns
    that are no inputs.
    """

    target: str = ""
    inputs: tuple[str, ...] | None = None
    without: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Tell whether anything is said."""
        return bool(self.target or self.inputs is not None or self.without)


@dataclass(frozen=True)
class Target:
    """The target: the tasks that make sense, the likely one first, and what there is in the rows kept."""

    name: str
    tasks: tuple[Task, ...]
    classes: tuple[str, ...]
    low: float = 0.0
    high: float = 0.0


class Plan:
    """The uses of one table's columns. There is one target at most.

    dates : whether columns of dates are inputs, unless a person says otherwise. as_names : the columns of numbers that
    are taken as names. fill : what fills a cell without a value.
    """

    def __init__(self, table: Table, *, dates: bool = False, as_names: Sequence[str] = (), fill: Fill = "none") -> None:
        self.table = table
        self.dates, self.fill = dates, fill
        self.as_names = frozenset(as_names)
        self.drop_missing = True
        self._task: Task | None = None
        self._chosen: dict[str, Use] = {}
        proposal = suggest(table, dates=dates)
        self._target = proposal.target
        self._reasons = proposal.reasons
        self.uses: dict[str, Use] = {}
        self._propose()

    def set_use(self, name: str, use: Use) -> None:
        """Give a column another use; a target there was before becomes an input, or is left out if it is useless."""
        before = self.target_name
        self.uses[name] = use
        self._chosen.pop(name, None)  # so that the choices stay in their order
        self._chosen[name] = use
        if use == "target" and before != name:
            if before is not None:
                self._chosen.pop(before, None)
            self._target, self._task = name, None
            self._propose()
        self._forget()

    def set_all_inputs(self, use: Use) -> None:
        """Make all columns but the target inputs, as far as they are of use, or leave all of them out."""
        for name in self.table.names:
            if self.uses[name] != "target":
                self.set_use(name, "out" if name in self.reasons else use)

    def set_task(self, task: Task) -> None:
        """Take the target for classes or for values."""
        self._task = task
        self._forget()

    def set_fill(self, fill: Fill) -> None:
        """Fill cells without a value, or leave out their rows."""
        self.fill = fill
        self._forget()

    def set_dates(self, on: bool) -> None:
        """Take columns of dates as inputs, or leave them out; what a person chose of a column stays."""
        self.dates = on
        proposal = suggest(self.table, dates=on)
        self._reasons = proposal.reasons
        self._propose()
        self._forget()

    def set_as_name(self, name: str, on: bool) -> None:
        """Take a column's numbers as names, or as numbers again."""
        self.as_names = self.as_names | {name} if on else self.as_names - {name}
        self._forget()

    def wish(self, wishes: Wishes) -> None:
        """Give columns the uses that a person wishes.

        Raises
        ------
        UserError : for a column that there is not, and for wishes that contradict each other.
        """
        for name in (*filter(None, [wishes.target]), *(wishes.inputs or ()), *wishes.without):
            _ = self.table[name]
        _refuse_contradictions(wishes)
        if wishes.target:
            self.set_use(wishes.target, "target")
        target = self.target_name
        if wishes.inputs is not None:
            for name in self.table.names:
                if name != target:
                    self.set_use(name, "input" if name in wishes.inputs else "out")
        for name in wishes.without:
            self.set_use(name, "out")

    def adopt(self, other: "Plan") -> None:
        """Take over what the person chose for the same columns, read in another way; proposals are made anew."""
        self.set_fill(other.fill)
        self.drop_missing = other.drop_missing
        if other.dates != self.dates:
            self.set_dates(other.dates)
        if other.table.names == self.table.names:
            self.as_names = other.as_names
            for name, use in other._chosen.items():
                self.set_use(name, use)
            self._task = other._task

    @property
    def reasons(self) -> dict[str, Message]:
        """Say why columns are better no inputs."""
        return self._reasons | dict.fromkeys(self._copies, COPY)

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(name for name in self.table.names if self.uses[name] == "input")

    @property
    def target_name(self) -> str | None:
        return next((name for name in self.table.names if self.uses[name] == "target"), None)

    @property
    def left_out(self) -> dict[str, Message]:
        """The columns that were left out for a reason, and not by a person."""
        return {
            name: self.reasons[name]
            for name in self.table.names
            if self.uses[name] == "out" and name in self.reasons and self._chosen.get(name) != "out"
        }

    @property
    def task(self) -> Task:
        """The chosen task where it makes sense, else the likely one."""
        tasks = self.target.tasks if self.target else ()
        if self._task in tasks:
            return self._task
        return tasks[0] if tasks else "classification"

    @property
    def date_columns(self) -> tuple[str, ...]:
        """The columns of dates."""
        return tuple(column.name for column in self.table.columns if getattr(column, "days", None) is not None)

    def column(self, name: str) -> Column:
        """A column as it is used."""
        return as_used(self.table[name], self.as_names)

    def can_be_names(self, name: str) -> bool:
        """Tell whether a column's numbers can be taken as names."""
        column = self.table[name]
        if isinstance(column, TextColumn):
            return column.days is not None and not column.varied
        return len(np.unique(column.values[column.present])) <= MOST_CATEGORIES

    @cached_property
    def used(self) -> tuple[Column, ...]:
        """The columns that are inputs or the target."""
        return tuple(self.column(name) for name in self.table.names if self.uses[name] != "out")

    @cached_property
    def used_inputs(self) -> tuple[Column, ...]:
        """The columns that are inputs."""
        return tuple(column for column in self.used if self.uses[column.name] == "input")

    @property
    def mixed(self) -> tuple[TextColumn, ...]:
        """The columns that are text only for their decimal marks, but those that the person has left out."""
        texts = (column for column in self.table.columns if isinstance(column, TextColumn) and column.foreign)
        return tuple(column for column in texts if self._chosen.get(column.name) != "out")

    @cached_property
    def kept(self) -> NDArray[np.bool_]:
        """(n,), where a row has a value in every column used, or one that is filled."""
        keep = np.ones(len(self.table), np.bool_)
        if self.used_inputs:
            keep &= kept_rows(self.used_inputs, self.fill)
        if self.target_name is not None:
            keep &= self.column(self.target_name).present
        return keep

    @cached_property
    def samples(self) -> int:
        """Tell how many rows have a value in every column used, or one that is filled."""
        return int(np.count_nonzero(self.kept))

    @cached_property
    def filled(self) -> int:
        """Tell how many cells are filled in the rows that are kept."""
        return sum(int(np.count_nonzero(~column.present & self.kept)) for column in self.used_inputs)

    @cached_property
    def features(self) -> int:
        """The numbers a sample comes to: one for a column of numbers, one a category for a column of text."""
        return sum(self._features_of(column) for column in self.used_inputs)

    def _features_of(self, column: Column) -> int:
        if isinstance(column, NumberColumn):
            return 1
        if column.varied:
            return 0
        codes, gaps = codes_in(column, self.kept)
        return len(codes) + gaps

    @cached_property
    def target(self) -> Target | None:
        """Tell what there is to predict in the rows that are kept."""
        if self.target_name is None:
            return None
        column = self.column(self.target_name)
        if isinstance(column, NumberColumn):
            return _numbers(column, column.values[self.kept])
        if column.varied:
            return Target(column.name, ("classification",), ())
        codes, _ = codes_in(column, self.kept)
        classes = tuple(column.categories[codes[place]] for place in in_order(column, codes))
        numbers = isinstance(self.table[column.name], NumberColumn)
        return Target(column.name, ("classification", "regression") if numbers else ("classification",), classes)

    def _propose(self) -> None:
        """Give each column the use that is proposed beside the target, unless a person chose another."""
        self._copies = copies_of(self.table, self._target, self._reasons)
        reasons = self.reasons
        proposed: dict[str, Use] = {name: "out" if name in reasons else "input" for name in self.table.names}
        self.uses = proposed | {name: use for name, use in self._chosen.items() if use != "target"}
        self.uses[self._target] = "target"

    def _forget(self) -> None:
        for name in ("used", "used_inputs", "kept", "samples", "filled", "features", "target"):
            self.__dict__.pop(name, None)


def _refuse_contradictions(wishes: Wishes) -> None:
    inputs = wishes.inputs or ()
    twice = next((name for name in inputs if inputs.count(name) > 1), None)
    if twice is not None:
        raise UserError('--inputs: "{column}" stands twice; name each once', column=twice)
    if wishes.target in inputs:
        raise UserError('--inputs: "{column}" is the target, too; name it once', column=wishes.target)
    both = next((name for name in wishes.without if name in inputs or name == wishes.target), None)
    if both is not None:
        raise UserError('--without: "{column}" is asked for, too; name it once', column=both)


def _numbers(column: NumberColumn, values: NDArray[np.float64]) -> Target:
    if len(values) == 0:
        return Target(column.name, ("regression",), ())
    low, high = float(values.min()), float(values.max())
    # A few thousand rows mostly tell that there are many different numbers, without all of them being sorted.
    few = len(np.unique(values[: 5 * MOST_CLASSES])) <= MOST_CLASSES
    found = np.unique(values) if few else values[:0]
    whole = bool((found % 1 == 0).all())
    if not 0 < len(found) <= (MOST_CLASSES if whole else MOST_FRACTIONS):
        return Target(column.name, ("regression",), (), low, high)
    likely = task_of(replace(column, values=values))
    tasks: tuple[Task, ...] = (likely, "regression" if likely == "classification" else "classification")
    return Target(column.name, tasks, tuple(map(plain, found.tolist())), low, high)
