"""The plan in words: what is wrong in the table, what the network gets, and why it cannot work yet."""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from playground.app.words.numbers import signed
from playground.data.tables import Cell, Column, NumberColumn, Table, is_with_other_mark
from playground.data.tables.arrays import MOST_CLASSES, MOST_FEATURES
from playground.data.tables.plan import Plan, Target

_NAMED_CLASSES = 4
_NAMED_COLUMNS = 2


def size_of(table: Table) -> str:
    """Rows and columns."""
    rows, columns = table.found, len(table.columns)
    text = _tr("{rows} rows × {columns} columns") if rows != 1 else _tr("{rows} row × {columns} columns")
    shown = _tr(", the first {n} shown").format(n=len(table.preview)) if rows > len(table.preview) else ""
    return text.format(rows=f"{rows:,}", columns=f"{columns:,}") + shown


def type_of(column: Column) -> str:
    """What a column holds."""
    if isinstance(column, NumberColumn):
        return _tr("number, 5% is 5") if column.percent else _tr("number")
    if column.foreign:
        return _tr("text, mixed decimal marks")
    if column.varied:
        return _tr("text, all different")
    if len(column.categories) == 1:
        return _tr("text, 1 category")
    return _tr("text, {n} categories").format(n=f"{len(column.categories):,}")


def note_of(plan: Plan, column: Column) -> str:
    """What a column holds, or why it is left out."""
    reason = plan.reasons.get(column.name, "") if plan.uses[column.name] == "out" else ""
    return str(reason) or type_of(column)


def target_text(plan: Plan) -> str:
    """The classes by name, or the range of the values."""
    target = plan.target
    if target is None or not plan.samples:
        return ""
    if plan.task == "regression":
        low, high = (signed(f"{end:.6g}") for end in (target.low, target.high))
        return _tr("values from {low} to {high}").format(low=low, high=high)
    count = len(target.classes)
    named = ", ".join(_short(name) for name in target.classes[:_NAMED_CLASSES])
    rest = ", …" if count > _NAMED_CLASSES else ""
    text = _tr("{n} classes: {names}") if count != 1 else _tr("{n} class: {names}")
    return text.format(n=f"{count:,}", names=named + rest)


def summary(plan: Plan) -> str:
    """One line: what goes in, what comes out, how many samples."""
    assert plan.target is not None
    columns, features = len(plan.inputs), plan.features
    if columns != features:
        inputs = _tr("{columns} as {n} inputs").format(columns=_count(columns, "column", "columns"), n=f"{features:,}")
    else:
        inputs = _count(features, "input", "inputs")
    out = _tr("1 value") if plan.task == "regression" else _count(len(plan.target.classes), "class", "classes")
    return f"{inputs} → {out}, {_count(plan.samples, 'sample', 'samples')}"


def obstacle(plan: Plan) -> str:
    """Why this cannot work, and what to do; empty where it can."""
    target, lost = plan.target, len(plan.table) - plan.samples
    if target is None:
        return _tr("Choose the column to predict: click its header, then Target.")
    if not plan.inputs:
        return _tr("Choose at least one input: click a column's header, then Input.") + _why_left_out(plan)
    if not plan.samples:
        return _tr("No row has a value in each chosen column: leave out those with many missing cells.")
    if lost and not plan.drop_missing:
        rows = _count(lost, "row lacks", "rows lack")
        return _tr("{rows} a value: leave out these rows, or the columns that lack it.").format(rows=rows)
    ragged = plan.table.found - len(plan.table)
    if ragged and not plan.drop_missing:
        rows = _count(ragged, "row has", "rows have")
        return _tr("{rows} too few or too many cells: leave out these rows, or mend the file.").format(rows=rows)
    return _target_obstacle(plan, target) or _input_obstacle(plan)


def problems(plan: Plan) -> Iterator[str]:
    """What is wrong in the columns used or kept from use by it, a line each, by row; then how many more there are."""
    table, used = plan.table, {column.name for column in plan.used}
    listed: list[tuple[int, str]] = [
        (row.row, _tr("row {row}: {n} cells instead of {columns}")
         .format(row=row.row, n=row.cells, columns=len(table.columns)))
        for row in table.ragged
    ]  # fmt: skip
    for cell in table.missing:
        if cell.column in used:
            listed.append((cell.row, _missing(cell.row, cell.column, cell.text)))
    for cell in table.wrong:
        if cell.column in used:
            listed.append((cell.row, _no_number(cell, table)))
    mixed = {column.name for column in plan.mixed}
    listed += [(cell.row, _no_number(cell, table)) for cell in table.foreign if cell.column in mixed]
    yield from (text for _, text in sorted(listed))
    more = problem_count(plan) - len(listed)
    if more > 0:
        yield _tr("and {n} more").format(n=f"{more:,}")


def problem_count(plan: Plan) -> int:
    """Missing and wrong cells of the columns used, cells that make columns text, and rows of another length."""
    foreign = sum(column.foreign for column in plan.mixed)
    return sum(column.missing + column.wrong for column in plan.used) + foreign + plan.table.ragged_count


def problem_heading(plan: Plan) -> str:
    """How much is wrong, over the list of it."""
    return _count(problem_count(plan), "problem", "problems")


def remaining(plan: Plan) -> str:
    """How many of the file's rows have all they need."""
    text = _tr("{kept} of {rows} rows are complete")
    return text.format(kept=f"{plan.samples:,}", rows=f"{plan.table.found:,}")


def _why_left_out(plan: Plan) -> str:
    """Which columns the proposal left out, and why: the first few."""
    left = [column for column in plan.table.columns if plan.uses[column.name] == "out" and column.name in plan.reasons]
    if not left:
        return ""
    told = [f"“{_short(column.name)}” ({_why(plan, column)})" for column in left[:_NAMED_COLUMNS]]
    more = ", …" if len(left) > _NAMED_COLUMNS else ""
    return " " + _tr("Left out: {columns}.").format(columns=", ".join(told) + more)


def _why(plan: Plan, column: Column) -> str:
    kind = "" if isinstance(column, NumberColumn) else _tr("text") + ", "
    return kind + str(plan.reasons[column.name])


def _target_obstacle(plan: Plan, target: Target) -> str:
    if plan.task == "regression":
        if target.low < target.high:
            return ""
        return _tr("All values of the target are the same, so there is nothing to learn: choose another target.")
    if len(target.classes) == 1:
        return _tr("All rows are of one class, so there is nothing to tell apart: choose another target.")
    if not 1 < len(target.classes) <= MOST_CLASSES:
        return _tr("The target has too many different texts for classes: choose another target.")
    return ""


def _input_obstacle(plan: Plan) -> str:
    empty = [column.name for column in plan.used if not column.present.any() or getattr(column, "varied", False)]
    if empty:
        return _tr("A network cannot use “{name}”: leave it out.").format(name=empty[0])
    if plan.features > MOST_FEATURES:
        text = _tr("That makes {n} inputs, as each text is one of its own: leave out columns of many different texts.")
        return text.format(n=f"{plan.features:,}")
    return ""


def _missing(row: int, column: str, text: str) -> str:
    said = _tr("row {row}, {column}: “{text}” is missing") if text else _tr("row {row}, {column}: empty")
    return said.format(row=row, column=column, text=text)


def _no_number(cell: Cell, table: Table) -> str:
    """Why a cell is no number; in a column of text, that it is so for cells like this."""
    decimal = table.dialect.decimal or "."
    column = table[cell.column]
    if not is_with_other_mark(cell.text, decimal):
        said = _tr("row {row}, {column}: “{text}” is no number")
    elif decimal == ",":
        said = _tr("row {row}, {column}: “{text}” has a point, where this table has decimal commas")
    else:
        said = _tr("row {row}, {column}: “{text}” has a comma, where this table has decimal points")
    if not isinstance(column, NumberColumn):
        said += _tr("; so the column is text")
    return said.format(row=cell.row, column=cell.column, text=_short(cell.text))


def _count(count: int, one: str, many: str) -> str:
    return f"{count:,} {_tr(one) if count == 1 else _tr(many)}"


def _short(text: str) -> str:
    return text if len(text) <= 24 else text[:23] + "…"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Importing", text)
