"""A person's choice in the dialog: where the table is, how it is written, and what its columns are for."""

from dataclasses import dataclass, field

from playground.data.tables import Dialect, Task
from playground.data.tables.arrays import Fill


@dataclass(frozen=True)
class Pasted:
    """A table from the clipboard. It has no file yet."""

    text: str


@dataclass(frozen=True)
class TableChoice:
    """A table and the use of its columns.

    `path` is empty for a pasted table, whose `text` is here instead. `dialect` has only what the person set against
    what was found out. Without `drop_missing` no row may lack a value: the dialog then opens only complete columns.
    `fill` tells what fills gaps, `as_names` which columns of numbers are names, `dates` whether dates are inputs.
    """

    path: str
    inputs: tuple[str, ...]
    target: str
    task: Task
    dialect: Dialect = field(default_factory=Dialect)
    drop_missing: bool = True
    text: str = ""
    fill: Fill = "none"
    as_names: tuple[str, ...] = ()
    dates: bool = False
