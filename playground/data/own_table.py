"""The samples of a person's own table: its columns as an experiment uses them, and a test table in the same terms."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from playground.data.generators import Answers
from playground.data.samples import RawInputs, Samples, some_rows
from playground.data.tables import (
    Column,
    Dialect,
    Matrix,
    NumberColumn,
    Table,
    Task,
    TextColumn,
    labels,
    matrix,
    read_table,
    task_of,
)
from playground.data.tables.arrays import NoRowError, as_used, kept_rows, plain
from playground.data.tables.plan import Plan, Wishes
from playground.data.tables.telling import lacking
from playground.experiment import FEATURES, Data, Experiment, File, UserError
from playground.experiment.data import PLANE
from playground.experiment.message import Message, say, say_count, series

_TABLES_KEPT = 3
_tables: dict[tuple[str, object, Dialect], Table] = {}
_MEND = say("mend the file, or set data.source.drop_rows to true")
_REGRESSION_LOSSES, _REGRESSION_OUTPUT = ("squared_error", "huber"), "linear"


# Tables that were read


def table_of(source: File) -> Table:
    """The table of an experiment, as it is now in its file."""
    return _table(source.path, dialect_of(source))


def dialect_of(source: File) -> Dialect:
    """Tell what an experiment says of the way its table is written."""
    return Dialect(
        encoding=source.encoding,
        delimiter=source.delimiter,
        decimal=source.decimal,
        header=source.header,
        missing=source.missing,
    )


def keep_table(path: str, dialect: Dialect, table: Table) -> None:
    """Remember a table that was just read, so that an experiment on it need not read it again."""
    _tables[path, stamp(path), dialect] = table
    while len(_tables) > _TABLES_KEPT:
        del _tables[next(iter(_tables))]


def _table(path: str, dialect: Dialect) -> Table:
    """A table as it is now in its file, which is read anew where it has changed."""
    found = _tables.get((path, stamp(path), dialect))
    if found is None:
        found = read_table(Path(path), dialect=dialect)
        keep_table(path, dialect, found)
    return found


def stamp(path: str) -> object:
    """Tell what differs once a file has changed; None where there is none, which reading it will say."""
    try:
        found = os.stat(path)  # noqa: PTH116 - a path may hold what no file's name can
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size


# Columns


@dataclass(frozen=True)
class Chosen:
    """The columns of a table that an experiment uses. as_names : columns of numbers that are taken as names."""

    inputs: tuple[str, ...]
    target: str
    as_names: tuple[str, ...]


def chosen_columns(data: Data, table: Table) -> Chosen:
    """The inputs and the target of an experiment on a table, found out where it leaves them open.

    Raises
    ------
    UserError : for columns that there are not.
    """
    source = data.source
    assert isinstance(source, File)
    inputs, target = source.inputs, source.target
    for name in (*source.categories, *inputs, *([target] if target else [])):
        _ = table[name]
    if not (inputs and target):
        plan = Plan(table, dates=source.dates == "days", as_names=source.categories, fill=source.fill)
        if target:
            plan.set_use(target, "target")
        target = target or plan.target_name or table.names[-1]
        others = (name for name in table.names if name != target and _has_use(table[name]))
        inputs = inputs or tuple(name for name in plan.inputs if name != target) or tuple(others)
    if target in inputs:
        key = 'data.source.inputs: "{column}" is the target, too; take it out of the inputs'
        raise UserError(key, column=target)
    return Chosen(_shown(data, inputs), target, source.categories)


def _shown(data: Data, inputs: tuple[str, ...]) -> tuple[str, ...]:
    """The inputs that the features name; all of them where these name none."""
    features = data.features
    if features in ((), PLANE):
        return inputs
    symbols = set(FEATURES) if len(inputs) == 2 else set()
    unknown = next((name for name in features if name not in inputs and name not in symbols), None)
    if unknown is not None:
        key = 'data.features: "{feature}" is no input; choose from {inputs}'
        raise UserError(key, feature=unknown, inputs=series(inputs[:10]))
    return inputs if len(inputs) == 2 else tuple(name for name in inputs if name in features)


def _has_use(column: Column) -> bool:
    return bool(column.present.any()) and not getattr(column, "varied", False)


def task_on(experiment: Experiment, column: Column) -> Task:
    """Tell what the experiment says; else what its loss and output are for; else as the column looks.

    Raises
    ------
    UserError : where the loss and output of the experiment are for the other task.
    """
    source = experiment.data.source
    loss, output = experiment.training.loss, experiment.network.output.activation
    for_values = loss in _REGRESSION_LOSSES and output == _REGRESSION_OUTPUT
    looks = task_of(column)
    task = source.task or ("regression" if for_values and isinstance(column, NumberColumn) else looks)
    if task == "regression" and not isinstance(column, NumberColumn):
        key = 'data.source.task: "{column}" holds text, not values; set it to classification'
        raise UserError(key, column=column.name)
    if task == "regression" and loss not in _REGRESSION_LOSSES:
        raise UserError(
            'training.loss: {loss} is for classes, and "{column}" has values; set it to squared_error, and '
            "network.output.activation to linear",
            loss=loss,
            column=column.name,
        )
    if task == "classification" and output == _REGRESSION_OUTPUT:
        raise UserError(
            'training.loss: {loss} with a linear output is for values, and "{column}" has classes; set it to '
            "softmax_cross_entropy, and network.output.activation to softmax",
            loss=loss,
            column=column.name,
        )
    return task


def plan_of(experiment: Experiment) -> Plan:
    """Tell what an experiment makes of its table, to tell of it.

    Raises
    ------
    UserError : when the table cannot be read, or lacks a column.
    """
    source = experiment.data.source
    assert isinstance(source, File)
    plan = Plan(table_of(source), dates=source.dates == "days", as_names=source.categories, fill=source.fill)
    plan.drop_missing = source.drop_rows
    plan.wish(Wishes(source.target, source.inputs or None))
    if source.task is not None:
        plan.set_task(source.task)
    return plan


# Samples


def samples_of_table(source: File, experiment: Experiment) -> Samples:
    """The samples of a table, and of its test table.

    Raises
    ------
    UserError : when a file cannot be read, or does not hold what the experiment asks of it.
    """
    table = table_of(source)
    chosen = chosen_columns(experiment.data, table)
    target = as_used(table[chosen.target], chosen.as_names)
    task = task_on(experiment, target)
    made = _inputs(source, table, chosen, target)
    answers, classes = _answers(target, made.rows, task)
    test = test_numbers = None
    if source.test_path:
        test, test_numbers = _test_samples(source, made, target, classes)
    rows, values = made.rows, made.values
    some = some_rows(len(rows), source.rows, source.seed)
    if some is not None:
        values, rows, answers = values[some], rows[some], answers[some]
    in_plane = values.shape[1] == 2
    return Samples(
        values,
        answers,
        classes,
        () if in_plane else made.names,
        made.names if in_plane else (),
        test=test,
        official=test is not None,
        available=len(table) + (0 if test is None else len(test[0])),
        features=_plane_features(experiment.data, chosen.inputs) if in_plane else made.names,
        fills=source.fill == "median",
        groups=_groups(experiment, table, rows),
        input_columns=made.columns,
        numbers=table.rows[rows],
        test_numbers=test_numbers,
        group_columns=_columns_with_groups(table, chosen),
    )


def _inputs(source: File, table: Table, chosen: Chosen, target: Column) -> Matrix:
    """The inputs of the rows that have all they need."""
    labels(target, np.zeros(len(table), np.bool_))  # It refuses a column of no use.
    try:
        made = matrix(table, chosen.inputs, fill=source.fill, as_names=chosen.as_names, among=target.present)
    except NoRowError:
        raise UserError(
            '{path}: no row has a value in each of the {count:,} inputs and in "{target}" ({lacking}); {remedy}',
            path=source.path,
            count=len(chosen.inputs),
            target=target.name,
            lacking=lacking([table[name] for name in (*chosen.inputs, target.name)]),
            remedy=say("choose other columns") if source.fill == "median" else _FILL,
        ) from None
    if not source.drop_rows:
        _refuse_losses(source.path, table, (*chosen.inputs, target.name), len(table) - len(made.rows))
    return made


_FILL = say("set data.source.fill to median to fill what is missing, or leave out the columns that lack most")


def _answers(target: Column, rows: NDArray[np.int64], task: Task) -> tuple[Answers, tuple[str, ...]]:
    """Class numbers or values (n,) of the rows, and the classes' names: those of these rows."""
    if task == "regression":
        assert isinstance(target, NumberColumn)
        return target.values[rows], ()
    among = np.zeros(len(target.present), np.bool_)
    among[rows] = True
    found = labels(target, among)
    if len(found.classes) < 2:
        key = 'data.source.target: "{column}" has one class only; choose a column with at least two'
        raise UserError(key, column=target.name)
    return found.numbers[rows], found.classes


def _plane_features(data: Data, inputs: Sequence[str]) -> tuple[str, ...]:
    """The features of two inputs, as symbols."""
    if data.features in ((), PLANE) or len(inputs) != 2:
        return PLANE
    named = dict(zip(inputs, PLANE, strict=True))
    return tuple(named.get(feature, feature) for feature in data.features)


def _groups(experiment: Experiment, table: Table, rows: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """The rows that stay together in a split, (n,); a row without a group is one of its own."""
    split = experiment.data.split
    if split.by != "group":
        return None
    column = table[split.column]
    if isinstance(column, TextColumn) and column.varied:
        key = 'data.split.column: "{column}" has too many different texts to group by; choose another column'
        raise UserError(key, column=column.name)
    values = column.values if isinstance(column, NumberColumn) else column.codes.astype(np.float64)
    _, places = np.unique(values[rows], return_inverse=True)
    groups: NDArray[np.int64] = places.astype(np.int64)
    alone = ~column.present[rows]
    groups[alone] = len(rows) + np.arange(np.count_nonzero(alone))
    return groups


def _columns_with_groups(table: Table, chosen: Chosen) -> tuple[str, ...]:
    """The columns in which several rows agree, those first that are no inputs, and of these texts and whole numbers."""

    def rank(column: Column) -> tuple[bool, bool]:
        fractions = isinstance(column, NumberColumn) and bool((column.values[:_LOOKED_AT] % 1 > 0).any())
        return column.name in chosen.inputs, fractions

    found = [column for column in table.columns if column.name != chosen.target and _repeats(column)]
    return tuple(column.name for column in sorted(found, key=rank))


_LOOKED_AT = 1000
"""So many rows tell whether values come again."""


def _repeats(column: Column) -> bool:
    if isinstance(column, TextColumn):
        present = int(np.count_nonzero(column.present))
        return not column.varied and 1 < len(column.categories) < present
    some = column.values[:_LOOKED_AT][column.present[:_LOOKED_AT]]
    return bool(1 < len(np.unique(some)) < len(some))


# A test table


@dataclass(frozen=True)
class _TestTable:
    """A test table in the terms of the training table.

    answers : the target. known : (n,), where the target is one that the training table has. complete : (n,), where no
    input lacks a value. as_names : columns whose numbers are names.
    """

    table: Table
    answers: Column
    known: NDArray[np.bool_]
    complete: NDArray[np.bool_]
    as_names: tuple[str, ...]


def _test_table(source: File, made: Matrix, target: Column, classes: Sequence[str]) -> _TestTable:
    """Read a test table, and see that it has what the training table has.

    Raises
    ------
    UserError : where it lacks a column, or has texts in the place of numbers.
    """
    table, other = _table(source.test_path, dialect_of(source)), Path(source.path).name
    texts = {column.name: column.categories is not None for column in made.columns}
    texts[target.name] = isinstance(target, TextColumn)
    as_names = tuple(name for name, is_text in texts.items() if is_text)
    for name, is_text in texts.items():
        if name not in table.names:
            key = '{path}: this test table has no column "{column}"; give one with the columns of {other}'
            raise UserError(key, path=source.test_path, column=name, other=other)
        if not is_text and isinstance(as_used(table[name], as_names), TextColumn):
            key = '{path}: "{column}" holds texts here and numbers in {other}; give a table that is written alike'
            raise UserError(key, path=source.test_path, column=name, other=other)
    answers = as_used(table[target.name], as_names)
    known = class_numbers(answers, classes) >= 0 if classes else answers.present
    inputs = [as_used(table[column.name], as_names) for column in made.columns]
    return _TestTable(table, answers, known, kept_rows(inputs, source.fill), as_names)


def _test_samples(
    source: File, made: Matrix, target: Column, classes: tuple[str, ...]
) -> tuple[tuple[RawInputs, Answers], NDArray[np.int64]]:
    """Take the test table's rows that have all they need, in the terms of the training table.

    Returns inputs and answers, and the rows' numbers in their file.
    """
    test = _test_table(source, made, target, classes)
    names = [column.name for column in made.columns]
    if not source.drop_rows:
        lost = int(np.count_nonzero(~(test.complete & test.answers.present)))
        _refuse_losses(source.test_path, test.table, (*names, target.name), lost)
    try:
        found = matrix(test.table, names, fill=source.fill, as_names=test.as_names, among=test.known, like=made.columns)
    except NoRowError:
        key = "{path}: no row of this test table has all inputs and a target that is known from {other}"
        raise UserError(key, path=source.test_path, other=Path(source.path).name) from None
    numbers = test.table.rows[found.rows]
    if classes:
        return (found.values, class_numbers(test.answers, classes)[found.rows]), numbers
    assert isinstance(test.answers, NumberColumn)
    return (found.values, test.answers.values[found.rows]), numbers


def rows_left_out_of_test(experiment: Experiment) -> Message | None:
    """Say how many rows of an experiment's test table are left out, and why; None where none is.

    Raises
    ------
    UserError : when a table cannot be read, or does not hold what the experiment asks of it.
    """
    source = experiment.data.source
    if not isinstance(source, File) or not source.test_path:
        return None
    table = table_of(source)
    chosen = chosen_columns(experiment.data, table)
    target = as_used(table[chosen.target], chosen.as_names)
    task = task_on(experiment, target)
    made = _inputs(source, table, chosen, target)
    _, classes = _answers(target, made.rows, task)
    test = _test_table(source, made, target, classes)
    _, used = _test_samples(source, made, target, classes)
    complete = test.complete & test.answers.present
    lacks = int(np.count_nonzero(~complete))
    foreign = len(test.table) - lacks - len(used)
    reasons = []
    if lacks:
        reasons.append(say_count(lacks, "{count:,} lacks a value", "{count:,} lack a value"))
    if foreign:
        one = "{count:,} has a class or category that {other} does not have"
        many = "{count:,} have a class or category that {other} does not have"
        reasons.append(say_count(foreign, one, many, other=Path(source.path).name))
    if not reasons:
        return None
    one, many = (
        "{count:,} of {rows:,} rows is left out of the test",
        "{count:,} of {rows:,} rows are left out of the test",
    )
    told = say_count(lacks + foreign, one, many, rows=len(test.table))
    key = "{name}: {told}: {reasons}"
    return say(key, name=Path(source.test_path).name, told=told, reasons=series(reasons, "; "))


def class_numbers(column: Column, classes: Sequence[str]) -> NDArray[np.int64]:
    """The number (n,) of each cell's class, by its name; -1 for a cell that is missing or of no class."""
    place_of = {name: place for place, name in enumerate(classes)}
    if isinstance(column, TextColumn):
        places = np.array([*(place_of.get(text, -1) for text in column.categories), -1], np.int64)
        return places[column.codes]
    numbers = np.full(len(column.values), -1, np.int64)
    found, inverse = np.unique(column.values[column.present], return_inverse=True)
    numbers[column.present] = np.array([place_of.get(plain(value), -1) for value in found.tolist()], np.int64)[inverse]
    return numbers


def _refuse_losses(path: str, table: Table, used: Sequence[str], lost: int) -> None:
    """Tell where rows would be left out, say where the first of them are, and what can be done."""
    if table.ragged:
        where = [
            say("row {row}: {cells} of {columns}", row=row.row, cells=row.cells, columns=len(table.columns))
            for row in table.ragged
        ]
        raise UserError(
            "{path}: {rows} another number of cells than there are columns ({where}); {mend}",
            path=path,
            rows=_rows(table.ragged_count),
            where=_listed(where),
            mend=_MEND,
        )
    if lost:
        cells = [cell for cell in (*table.wrong, *table.missing) if cell.column in used][:4]
        where = [
            say("row {row}, {column}: {text!r}", row=cell.row, column=cell.column, text=cell.text or "empty")
            for cell in cells
        ]
        raise UserError(
            "{path}: {rows} a cell that is missing or wrong ({where}); {mend}",
            path=path,
            rows=_rows(lost),
            where=_listed(where),
            mend=_MEND,
        )


def _rows(count: int) -> Message:
    return say_count(count, "{count} row has", "{count:,} rows have")


def _listed(where: Sequence[Message]) -> Message:
    return series([*where[:3], *(["..."] if len(where) > 3 else [])])
