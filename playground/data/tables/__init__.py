"""A person's own tables: read from CSV, TSV and their kin, with everything wrong in them told by row and column."""

from playground.data.tables.arrays import InputColumn, Labels, Matrix, Task, labels, matrix, task_of
from playground.data.tables.numbers import could_be_thousands, is_with_other_mark
from playground.data.tables.read import read_first_rows, read_table, read_text
from playground.data.tables.source import ReadingCancelled
from playground.data.tables.table import Aside, Cell, Column, Dialect, NumberColumn, RaggedRow, Table, TextColumn
from playground.data.tables.uses import MOST_COLUMNS, suggest_target

__all__ = [
    "MOST_COLUMNS",
    "Aside",
    "Cell",
    "Column",
    "Dialect",
    "InputColumn",
    "Labels",
    "Matrix",
    "NumberColumn",
    "RaggedRow",
    "ReadingCancelled",
    "Table",
    "Task",
    "TextColumn",
    "could_be_thousands",
    "is_with_other_mark",
    "labels",
    "matrix",
    "read_first_rows",
    "read_table",
    "read_text",
    "suggest_target",
    "task_of",
]
