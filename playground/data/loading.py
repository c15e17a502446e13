"""The samples of a source, wherever they come from: a formula, a person's painting, a table, images."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from playground.data.generators import Answers, draw, painted
from playground.data.images import Images, read_digits, read_images
from playground.data.preparation import Inputs
from playground.data.tables import Column, Dialect, Table, labels, matrix, read_table, suggest_target, task_of
from playground.data.tables.table import NumberColumn
from playground.experiment import Digits, Experiment, File, ImageFiles, Painted, UserError

FRESH_TEST_STREAM = 4
"""Beside the streams 1 (batches), 2 (dropout) and 3 (split): fresh test points come from `[source.seed, 4]`."""
FRESH_VALIDATION_STREAM = 7
"""Fresh validation points come from `[source.seed, 7]`; the stream 6 is that of a search."""
RawInputs = NDArray[Any]
ROWS_STREAM = 5
"""Of a large file, the rows that are used come from `[source.seed, 5]`."""
_TABLES_KEPT = 2
_tables: dict[tuple[str, object, Dialect], Table] = {}
_MEND = "mend the file, or set data.source.drop_rows to true"
_REGRESSION_LOSSES, _REGRESSION_OUTPUT = ("squared_error", "huber"), "linear"


@dataclass(frozen=True)
class Samples:
    """Samples before they are split.

    inputs : (n, columns), raw; of images, pixels from 0 to `highest` as their file has them. answers : (n,), class
    numbers or values. classes : the classes' names, none for values.
    columns : the inputs' names; none for points in the plane. plane_names : the names of a plane's two columns, where
    they have any. image_shape : height and width, of images.
    test : inputs and answers of a test part that comes with the source, whatever the split. official : whether that is
    the whole test part, as others measure by it, too. validation : the same of a validation part, which comes beside
    that of the split. available : how many samples the source has, of which n are used.
    """

    inputs: RawInputs
    answers: Answers
    classes: tuple[str, ...]
    columns: tuple[str, ...] = ()
    plane_names: tuple[str, ...] = ()
    image_shape: tuple[int, int] | None = None
    test: tuple[RawInputs, Answers] | None = None
    official: bool = False
    available: int = 0
    highest: float | None = None
    validation: tuple[RawInputs, Answers] | None = None

    def prepared(self, raw: RawInputs) -> Inputs:
        """Raw inputs as the network is to be shown them: pixels from 0 to 1, of one part at a time to save room."""
        if self.highest is None:
            return cast(Inputs, raw)
        pixels = raw.astype(np.float32)
        return np.divide(pixels, np.float32(self.highest), out=pixels)


def load_samples(experiment: Experiment) -> Samples:
    """The samples that an experiment's source has.

    Raises
    ------
    UserError : when a file cannot be read, or does not hold what the experiment asks of it.
    """
    source = experiment.data.source
    if isinstance(source, File):
        return _from_table(source, experiment)
    if isinstance(source, Digits):
        return _from_images(read_digits(), source.sample_count, source.seed)
    if isinstance(source, ImageFiles):
        stamps = (_stamp(source.path), _stamp(source.labels))
        return _from_images(_images(source.path, source.labels, stamps), source.rows, source.seed)
    classes = tuple(str(number) for number in range(source.class_count or 0))
    if isinstance(source, Painted):
        return Samples(*painted(source), classes)
    points, answers = draw(source, source.samples, RandomState(source.seed))
    wanted = (source.fresh_validation, FRESH_VALIDATION_STREAM), (source.fresh_test, FRESH_TEST_STREAM)
    validation, test = (
        draw(source, count, RandomState([source.seed, stream])) if count else None for count, stream in wanted
    )
    return Samples(points, answers, classes, test=test, validation=validation)


# Images


def _from_images(images: Images, most: int, seed: int) -> Samples:
    rows = _some_rows(len(images), most, seed)
    test = None if images.test is None else (images.test.raw, images.test.labels)
    shape = (images.height, images.width)
    names = tuple(f"pixel {row + 1}, {column + 1}" for row in range(shape[0]) for column in range(shape[1]))
    chosen = images.labels if rows is None else images.labels[rows]
    raw = images.raw if rows is None else images.raw[rows]
    available = len(images) + (0 if test is None else len(test[0]))
    official = test is not None
    return Samples(raw, chosen, images.classes, names, (), shape, test, official, available, images.highest)


@lru_cache(maxsize=1)
def _images(path: str, labels: str, stamps: object) -> Images:  # noqa: ARG001 - files that have changed are read anew
    return read_images(path, labels)


# Tables


def _from_table(source: File, experiment: Experiment) -> Samples:
    dialect = Dialect(source.encoding, source.delimiter, None, source.decimal, source.header)
    table = _table(source.path, dialect)
    target = source.target or suggest_target(table)
    inputs = source.inputs or tuple(name for name in table.names if name != target and _has_use(table[name]))
    if target in inputs:
        raise UserError(f'data.source.inputs: "{target}" is the target, too; take it out of the inputs')
    answers, classes = _answers(table[target], _task(source, table[target], experiment))
    prepared = matrix(table, inputs)
    known = answers[prepared.rows] == answers[prepared.rows] if not classes else answers[prepared.rows] >= 0
    kept = prepared.rows[known]
    if not source.drop_rows:
        _refuse_losses(source.path, table, (*inputs, target), len(table) - len(kept))
    if not len(kept):
        raise UserError(f'{source.path}: no row has both inputs and "{target}"; choose other columns')
    values = prepared.values if known.all() else prepared.values[known]
    rows = _some_rows(len(kept), source.rows, source.seed)
    if rows is not None:
        values, kept = values[rows], kept[rows]
    columns, plane = ((), prepared.names) if prepared.values.shape[1] == 2 else (prepared.names, ())
    return Samples(values, answers[kept], classes, columns, plane, available=len(table))


def keep_table(path: str, dialect: Dialect, table: Table) -> None:
    """Remember a table that was just read, so that an experiment on it need not read it again."""
    _tables[path, _stamp(path), dialect] = table
    while len(_tables) > _TABLES_KEPT:
        del _tables[next(iter(_tables))]


def _table(path: str, dialect: Dialect) -> Table:
    """The table as it is now in its file, which is read anew where it has changed."""
    found = _tables.get((path, _stamp(path), dialect))
    if found is None:
        found = read_table(Path(path), dialect=dialect)
        keep_table(path, dialect, found)
    return found


def _stamp(path: str) -> object:
    """What differs once a file has changed; None where there is none, which reading it will say."""
    try:
        found = os.stat(path)  # noqa: PTH116 - a path may hold what no file's name can
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size


def _has_use(column: Column) -> bool:
    return bool(column.present.any()) and not getattr(column, "varied", False)


def _task(source: File, column: Column, experiment: Experiment) -> str:
    """What the experiment says; else what its loss and output are for; else as the column looks."""
    loss, output = experiment.training.loss, experiment.network.output.activation
    for_values = loss in _REGRESSION_LOSSES and output == _REGRESSION_OUTPUT
    looks = task_of(column)
    task = source.task or ("regression" if for_values and isinstance(column, NumberColumn) else looks)
    if task == "regression" and not isinstance(column, NumberColumn):
        raise UserError(f'data.source.task: "{column.name}" holds text, not values; set it to classification')
    if task == "regression" and loss not in _REGRESSION_LOSSES:
        raise UserError(
            f'training.loss: {loss} is for classes, and "{column.name}" has values; set it to squared_error, and '
            "network.output.activation to linear"
        )
    if task == "classification" and output == _REGRESSION_OUTPUT:
        raise UserError(
            f'training.loss: {loss} with a linear output is for values, and "{column.name}" has classes; set it to '
            "softmax_cross_entropy, and network.output.activation to softmax"
        )
    return task


def _answers(column: Column, task: str) -> tuple[Answers, tuple[str, ...]]:
    if task == "regression":
        assert isinstance(column, NumberColumn)
        return column.values, ()
    found = labels(column)
    if len(found.classes) < 2:
        raise UserError(f'data.source.target: "{column.name}" has one class only; choose a column with at least two')
    return found.numbers, found.classes


def _refuse_losses(path: str, table: Table, used: Sequence[str], lost: int) -> None:
    """Where rows would be left out, say where the first of them are, and what can be done; titles are no such rows."""
    ragged = table.ragged[table.titles :]
    if ragged:
        rows = _rows(table.found - len(table))
        where = [f"row {row.row}: {row.cells} of {len(table.columns)}" for row in ragged[:4]]
        raise UserError(f"{path}: {rows} another number of cells than there are columns ({_listed(where)}); {_MEND}")
    if lost:
        cells = [cell for cell in (*table.wrong, *table.missing) if cell.column in used][:4]
        where = [f"row {cell.row}, {cell.column}: {cell.text or 'empty'!r}" for cell in cells]
        raise UserError(f"{path}: {_rows(lost)} a cell that is missing or wrong ({_listed(where)}); {_MEND}")


def _rows(count: int) -> str:
    return "1 row has" if count == 1 else f"{count:,} rows have"


def _listed(where: Sequence[str]) -> str:
    return ", ".join(where[:3]) + (", ..." if len(where) > 3 else "")


def _some_rows(count: int, most: int, seed: int) -> NDArray[np.int64] | None:
    """Rows drawn where there are more than `most`, in order; None for all of them."""
    if count <= most:
        return None
    chosen: NDArray[np.int64] = np.sort(RandomState([seed, ROWS_STREAM]).permutation(count)[:most])
    return chosen
