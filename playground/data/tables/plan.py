"""What a network will get from a table: the uses of its columns, and whether they can work. Knows no window."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from playground.data.tables.arrays import Task, task_of
from playground.data.tables.table import Column, NumberColumn, Table, TextColumn
from playground.data.tables.uses import Use, suggest

MOST_CLASSES = 1000
MOST_NUMBERED_CLASSES = 100
"""A column of more different numbers is not offered as classes."""
MOST_FEATURES = 5000


@dataclass(frozen=True)
class Target:
    """What is to be predicted: the tasks that make sense, the likely one first, and what there is in the rows kept."""

    name: str
    tasks: tuple[Task, ...]
    classes: tuple[str, ...]
    low: float = 0.0
    high: float = 0.0


class Plan:
    """The uses of one table's columns. There is one target at most."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.uses, self.reasons = suggest(table)
        self.drop_missing = True
        self._task: Task | None = None
        self._chosen: dict[str, Use] = {}

    def set_use(self, name: str, use: Use) -> None:
        """Give a column another use; a target there was before becomes an input, or is left out if it is useless."""
        if use == "target":
            if self.target_name not in (None, name):
                self.uses[str(self.target_name)] = "out" if self.target_name in self.reasons else "input"
            self._task = None
        self.uses[name] = use
        self._chosen.pop(name, None)  # so that the choices stay in their order
        self._chosen[name] = use
        self._forget()

    def set_all_inputs(self, use: Use) -> None:
        """Make all columns but the target inputs, as far as they are of use, or leave all of them out."""
        for name in self.table.names:
            if self.uses[name] != "target":
                self.set_use(name, "out" if name in self.reasons else use)

    def set_task(self, task: Task) -> None:
        """Take the target for classes or for values."""
        self._task = task

    def adopt(self, other: "Plan") -> None:
        """Take over what the person chose for the same columns, read in another way; proposals are made anew."""
        if other.table.names == self.table.names:
            for name, use in other._chosen.items():
                self.set_use(name, use)
            self._task = other._task
        self.drop_missing = other.drop_missing

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(name for name in self.table.names if self.uses[name] == "input")

    @property
    def target_name(self) -> str | None:
        return next((name for name in self.table.names if self.uses[name] == "target"), None)

    @property
    def task(self) -> Task:
        """The chosen task where it makes sense, else the likely one."""
        tasks = self.target.tasks if self.target else ()
        if self._task in tasks:
            return self._task
        return tasks[0] if tasks else "classification"

    @cached_property
    def used(self) -> tuple[Column, ...]:
        """The columns that are inputs or the target."""
        return tuple(column for column in self.table.columns if self.uses[column.name] != "out")

    @property
    def mixed(self) -> tuple[TextColumn, ...]:
        """The columns that are text only for their decimal marks, but those that the person has left out."""
        texts = (column for column in self.table.columns if isinstance(column, TextColumn) and column.foreign)
        return tuple(column for column in texts if self._chosen.get(column.name) != "out")

    @cached_property
    def kept(self) -> NDArray[np.bool_]:
        """(n,), where a row has a value in every column used."""
        keep = np.ones(len(self.table), np.bool_)
        for column in self.used:
            if column.missing or column.wrong:
                keep &= column.present
        return keep

    @cached_property
    def samples(self) -> int:
        """How many rows have a value in every column used."""
        return int(np.count_nonzero(self.kept))

    @cached_property
    def features(self) -> int:
        """The numbers a sample comes to: one for a column of numbers, one a category for a column of text."""
        inputs = (column for column in self.used if self.uses[column.name] == "input")
        return sum(len(column.categories) if isinstance(column, TextColumn) else 1 for column in inputs)

    @cached_property
    def target(self) -> Target | None:
        """What there is to predict in the rows that are kept."""
        if self.target_name is None:
            return None
        column = self.table[self.target_name]
        if isinstance(column, NumberColumn):
            return _numbers(column, column.values[self.kept])
        codes = np.unique(column.codes[self.kept])
        found = [column.categories[code] for code in codes] if not column.varied else []
        return Target(column.name, ("classification",), tuple(sorted(found)))

    def _forget(self) -> None:
        for name in ("used", "kept", "samples", "features", "target"):
            self.__dict__.pop(name, None)


def _numbers(column: NumberColumn, values: NDArray[np.float64]) -> Target:
    found = np.unique(values)
    if len(found) == 0:
        return Target(column.name, ("regression",), ())
    low, high = float(found[0]), float(found[-1])
    if len(found) > MOST_NUMBERED_CLASSES:
        return Target(column.name, ("regression",), (), low, high)
    likely = task_of(column)
    tasks: tuple[Task, ...] = (likely, "regression" if likely == "classification" else "classification")
    return Target(column.name, tasks, tuple(f"{value:.12g}" for value in found.tolist()), low, high)
