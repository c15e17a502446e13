"""A person's own tables: read from CSV, TSV and their kin, with everything wrong in them told by row and column."""

from .arrays import Labels, Matrix, Task, labels, matrix, suggest_target, task_of
from .names import MOST_COLUMNS
from .notation import could_be_thousands, is_with_other_mark
from .read import read_table, read_text
from .source import ReadingCancelled
from .table import Cell, Column, Dialect, NumberColumn, RaggedRow, Table, TextColumn

__all__ = [
    "MOST_COLUMNS",
    "Cell",
    "Column",
    "Dialect",
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
    "read_table",
    "read_text",
    "suggest_target",
    "task_of",
]
