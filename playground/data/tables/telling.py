"""The plan in words: what is wrong in the table, what the network gets, what is left out, and why it cannot work yet.

Both the dialog and the command line say this, so that they say the same.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from playground.data.tables.arrays import MOST_CLASSES, MOST_FEATURES
from playground.data.tables.numbers import is_with_other_mark
from playground.data.tables.plan import Plan
from playground.data.tables.table import Cell, Column, NumberColumn, Table, TextColumn
from playground.data.tables.uses import THOUSANDS
from playground.experiment.message import Message, say, say_count, series

_NAMED_CLASSES = 4
_NAMED_COLUMNS = 2
_TOLD_COLUMNS = 8
_TOLD_ROWS = 3
_SHORT = 24

Hindrance = Literal[
    "no target",
    "no input",
    "no row",
    "rows lack",
    "rows ragged",
    "constant",
    "one class",
    "many texts",
    "useless",
    "wide",
]


def size_of(table: Table) -> Message:
    """Rows and columns."""
    shown = say(", the first {count:,} shown", count=len(table.preview)) if table.found > len(table.preview) else ""
    if not table.whole:
        return say("the first rows × {columns:,} columns, the rest is being read", columns=len(table.columns))
    one, many = "{count} row × {columns:,} columns{shown}", "{count:,} rows × {columns:,} columns{shown}"
    return say_count(table.found, one, many, columns=len(table.columns), shown=shown)


def type_of(plan: Plan, column: Column) -> Message:  # noqa: PLR0911
    """Tell what a column holds, as the plan takes it."""
    if isinstance(column, NumberColumn):
        if column.name in plan.as_names:
            return say("number, taken as names")
        if column.marks:
            return say("number, “{marks}” is missing", marks=series(column.marks, "”, “"))
        if column.unit:
            return say("number, 5% is 5") if column.unit == "%" else say("number, in {unit}", unit=column.unit)
        return say("number")
    if column.days is not None and column.name not in plan.as_names:
        return say("date, {way}", way=say(column.written))
    if column.foreign:
        return say("text, mixed decimal marks")
    if column.varied:
        return say("text, all different")
    if column.codes_of_digits:
        return say_count(len(column.categories), "code, {count} category", "code, {count:,} categories")
    return say_count(len(column.categories), "text, {count} category", "text, {count:,} categories")


def note_of(plan: Plan, column: Column) -> Message:
    """Tell what a column holds, or why it is left out."""
    reason = plan.reasons.get(column.name) if plan.uses[column.name] == "out" else None
    return reason or type_of(plan, column)


def target_text(plan: Plan) -> Message:
    """The classes by name, or the range of the values."""
    target = plan.target
    if target is None or not plan.samples:
        return say("")
    if plan.task == "regression":
        return say("values from {low} to {high}", low=f"{target.low:.6g}", high=f"{target.high:.6g}")
    count = len(target.classes)
    names = series([*map(_short, target.classes[:_NAMED_CLASSES]), *(["…"] if count > _NAMED_CLASSES else [])])
    return say_count(count, "{count} class: {names}", "{count:,} classes: {names}", names=names)


def summary(plan: Plan) -> Message:
    """One line: what goes in, what comes out, how many samples."""
    assert plan.target is not None
    classes = say_count(len(plan.target.classes), "{count} class", "{count:,} classes")
    out = say("1 value") if plan.task == "regression" else classes
    samples = say_count(plan.samples, "{count} sample", "{count:,} samples")
    return say("{inputs} → {out}, {samples}", inputs=_inputs(plan), out=out, samples=samples)


def _inputs(plan: Plan) -> Message:
    """Tell how many inputs the network gets, and from how many columns where these differ."""
    columns = len(plan.inputs)
    inputs = say_count(plan.features, "{count} input", "{count:,} inputs")
    if columns == plan.features:
        return inputs
    told = say_count(columns, "{count} column", "{count:,} columns")
    return say("{columns} as {inputs}", columns=told, inputs=inputs)


# Why it cannot work


def hindrance(plan: Plan) -> Hindrance | None:
    """Say why this cannot work; None where it can."""
    return next(_hindrances(plan), None)


def _hindrances(plan: Plan) -> Iterator[Hindrance]:
    target, table = plan.target, plan.table
    if target is None:
        yield "no target"
        return
    if not plan.inputs:
        yield "no input"
    if not plan.samples:
        yield "no row"
    if plan.samples < len(table) and not plan.drop_missing:
        yield "rows lack"
    if table.ragged_count and not plan.drop_missing:
        yield "rows ragged"
    if plan.task == "regression" and not target.low < target.high:
        yield "constant"
    if plan.task == "classification" and not 1 < len(target.classes) <= MOST_CLASSES:
        yield "one class" if len(target.classes) == 1 else "many texts"
    if _useless(plan):
        yield "useless"
    if plan.features > MOST_FEATURES:
        yield "wide"


def _useless(plan: Plan) -> list[str]:
    return [column.name for column in plan.used if not column.present.any() or getattr(column, "varied", False)]


def obstacle(plan: Plan) -> Message | None:  # noqa: PLR0911
    """Say why this cannot work, and what to do in the dialog; None where it can."""
    found = hindrance(plan)
    match found:
        case None:
            return None
        case "no target":
            return say("Choose the column to predict: click its header, then Target.")
        case "no input":
            told = _left_out(plan, _NAMED_COLUMNS)
            key = "Choose at least one input: click a column's header, then Input.{left_out}"
            return say(key, left_out="" if told is None else say(" Left out: {columns}.", columns=told))
        case "no row":
            return say(
                "No row has a value in each chosen column: leave out those with many missing cells, or fill the cells."
            )
        case "rows lack":
            return say_count(
                len(plan.table) - plan.samples,
                "{count} row lacks a value: leave out these rows, or the columns that lack it.",
                "{count:,} rows lack a value: leave out these rows, or the columns that lack it.",
            )
        case "rows ragged":
            return say_count(
                plan.table.ragged_count,
                "{count} row has too few or too many cells: leave out these rows, or mend the file.",
                "{count:,} rows have too few or too many cells: leave out these rows, or mend the file.",
            )
        case "useless":
            return say("A network cannot use “{column}”: leave it out.", column=_useless(plan)[0])
    return say("{what}: {remedy}.", what=_what(plan, found), remedy=_REMEDIES[found])


def refusal(plan: Plan) -> Message | None:  # noqa: PLR0911
    """Say why this cannot work, and what to do on the command line; None where it can."""
    found = hindrance(plan)
    match found:
        case None:
            return None
        case "no target":
            return say("no column is the target; name one by --target")
        case "no input":
            told = _left_out(plan, _TOLD_COLUMNS)
            left_out = "" if told is None else say(" ({columns} left out)", columns=told)
            return say("no column is left as an input{left_out}; name some by --inputs", left_out=left_out)
        case "no row":
            return say(
                "all {rows:,} rows would be left out, since each lacks a value in one of the {columns:,} inputs or the "
                "target ({lacking}); set data.source.fill to median to fill what is missing, or leave columns out by "
                "--without",
                rows=len(plan.table),
                columns=len(plan.inputs),
                lacking=lacking(plan.used),
            )
        case "rows lack" | "rows ragged":
            told = rows_left_out(plan)
            return say("{told}; mend the file, or set data.source.drop_rows to true", told=told or "")
        case "useless":
            return say('a network cannot use "{column}"; leave it out by --without', column=_useless(plan)[0])
    return say("{what}: {remedy}", what=_what(plan, found), remedy=_REMEDIES[found])


_REMEDIES: dict[str, Message] = {
    "constant": say("choose another target"),
    "one class": say("choose another target"),
    "many texts": say("choose another target"),
    "wide": say("leave out columns of many different texts"),
}


def _what(plan: Plan, found: Hindrance) -> Message:
    match found:
        case "constant":
            return say("All values of the target are the same, so there is nothing to learn")
        case "one class":
            return say("All rows are of one class, so there is nothing to tell apart")
        case "wide":
            return say("That makes {count:,} inputs, as each text is one of its own", count=plan.features)
    return say("The target has too many different texts for classes")


# What is wrong in the table


def problems(plan: Plan) -> Iterator[Message]:
    """Tell what is wrong in the columns used, or kept from use by it, a line each; then how many more there are."""
    table, used = plan.table, {column.name for column in plan.used}
    listed: list[tuple[int, Message]] = [
        (
            row.row,
            say(
                "row {row}: {cells} cells instead of {columns}",
                row=row.row,
                cells=row.cells,
                columns=len(table.columns),
            ),
        )
        for row in table.ragged
    ]
    listed += [(cell.row, _missing(cell)) for cell in table.missing if cell.column in used]
    listed += [(cell.row, _no_number(cell, table)) for cell in table.wrong if cell.column in used]
    mixed = {column.name for column in plan.mixed}
    listed += [(cell.row, _no_number(cell, table)) for cell in table.foreign if cell.column in mixed]
    yield from (text for _, text in sorted(listed, key=lambda each: (each[0], str(each[1]))))
    more = problem_count(plan) - len(listed)
    if more > 0:
        yield say("and {count:,} more", count=more)


def problem_count(plan: Plan) -> int:
    """Missing and wrong cells of the columns used, cells that make columns text, and rows of another length."""
    foreign = sum(column.foreign for column in plan.mixed)
    return sum(column.missing + column.wrong for column in plan.used) + foreign + plan.table.ragged_count


def problem_heading(plan: Plan) -> Message:
    """Tell how much is wrong, over the list of it."""
    return say_count(problem_count(plan), "{count} problem", "{count:,} problems")


def remaining(plan: Plan) -> Message:
    """Tell how many of the file's rows have all they need."""
    if plan.filled:
        return say(
            "{kept:,} of {rows:,} rows are used, {filled} filled",
            kept=plan.samples,
            rows=plan.table.found,
            filled=say_count(plan.filled, "{count} cell", "{count:,} cells"),
        )
    return say("{kept:,} of {rows:,} rows are complete", kept=plan.samples, rows=plan.table.found)


def lacking(columns: Sequence[Column]) -> Message:
    """Tell which columns lack how many values, those that lack most first."""
    lost = sorted(((column.missing + column.wrong, column.name) for column in columns), reverse=True)
    most = [(count, name) for count, name in lost if count]
    told = [say('"{column}" lacks {count:,}', column=_short(name), count=count) for count, name in most[:_TOLD_ROWS]]
    rest = len(most) - _TOLD_ROWS
    if rest > 0:
        told.append(say_count(rest, "{count} more column lacks some", "{count:,} more columns lack some"))
    return series(told)


def _missing(cell: Cell) -> Message:
    key = "row {row}, {column}: “{text}” is missing" if cell.text else "row {row}, {column}: empty"
    return say(key, row=cell.row, column=cell.column, text=cell.text)


def _no_number(cell: Cell, table: Table) -> Message:
    """Say why a cell is no number; in a column of text, that it is so for cells like this."""
    decimal = table.dialect.decimal or "."
    if not is_with_other_mark(cell.text, decimal):
        key = "row {row}, {column}: “{text}” is no number{result}"
    elif decimal == ",":
        key = "row {row}, {column}: “{text}” has a point, where this table has decimal commas{result}"
    else:
        key = "row {row}, {column}: “{text}” has a comma, where this table has decimal points{result}"
    result = "" if isinstance(table[cell.column], NumberColumn) else say("; so the column is text")
    return say(key, row=cell.row, column=cell.column, text=_short(cell.text), result=result)


# What is left out, and what is made of the rest


def columns_left_out(plan: Plan) -> Message | None:
    """Tell which columns the proposal left out, and why; None where there are none."""
    told = _left_out(plan, _TOLD_COLUMNS, quotes='"')
    return None if told is None else say("left out: {columns}", columns=told)


def _left_out(plan: Plan, most: int, quotes: str = "“”") -> Message | None:
    left = plan.left_out
    if not left:
        return None
    told: list[Message | str] = []
    for name, reason in list(left.items())[:most]:
        column = plan.table[name]
        if reason == THOUSANDS and quotes == '"':
            reason = say("thousands or decimals? set data.source.decimal")
        is_text = isinstance(column, TextColumn) and column.days is None
        kind = say("text, {reason}", reason=reason) if is_text and quotes != '"' else reason
        name = f"{quotes[0]}{_short(name)}{quotes[-1]}"
        told.append(say("{column} ({why})", column=name, why=kind))
    return series([*told, "…"] if len(left) > most else told)


def rows_left_out(plan: Plan) -> Message | None:
    """Tell how many rows are left out, and why; None where there are none."""
    table, reasons = plan.table, list[Message]()
    lost = len(table) - plan.samples
    if lost:
        reasons.append(
            say_count(
                lost,
                "{count:,} lacks a value or has a wrong one ({lacking})",
                "{count:,} lack a value or have a wrong one ({lacking})",
                lacking=lacking(plan.used),
            )
        )
    if table.ragged_count:
        reasons.append(
            say_count(
                table.ragged_count,
                "{count:,} has another number of cells than there are columns (row {rows})",
                "{count:,} have another number of cells than there are columns (rows {rows})",
                rows=_numbers([row.row for row in table.ragged]),
            )
        )
    if not reasons:
        return None
    return say_count(
        lost + table.ragged_count,
        "{count:,} of {rows:,} rows is left out: {reasons}",
        "{count:,} of {rows:,} rows are left out: {reasons}",
        rows=table.found,
        reasons=series(reasons, "; "),
    )


_ASIDES = {
    "title": ("row {rows} stands above the names", "rows {rows} stand above the names"),
    "kinds": ("row {rows} tells units, types or roles", "rows {rows} tell units, types or roles"),
    "rule": ("row {rows} is a ruled line", "rows {rows} are ruled lines"),
    "names": ("row {rows} has the names again", "rows {rows} have the names again"),
    "total": ("row {rows} sums up the others", "rows {rows} sum up the others"),
    "note": ("row {rows} is a note below the table", "rows {rows} are notes below the table"),
}


def rows_aside(table: Table) -> Message | None:
    """Tell which rows are no samples, and what they are; None where there are none."""
    told = []
    for kind, (one, many) in _ASIDES.items():
        found = [aside for aside in table.asides if aside.kind == kind]
        if found:
            told.append(say_count(len(found), one, many, rows=_numbers([each.row for each in found])))
    return say("{rows}: no samples", rows=series(told)) if told else None


def gaps_filled(plan: Plan) -> Message | None:
    """Tell what fills cells without a value; None where none does."""
    if not plan.filled:
        return None
    numbers = sum(
        int((~column.present & plan.kept).sum()) for column in plan.used_inputs if isinstance(column, NumberColumn)
    )
    texts, told = plan.filled - numbers, list[Message]()
    if numbers:
        wrong = any(column.wrong for column in plan.used_inputs)
        one, many = "{count:,} missing number is", "{count:,} missing numbers are"
        if wrong:
            one, many = "{count:,} missing or wrong number is", "{count:,} missing or wrong numbers are"
        what = say_count(numbers, one, many)
        told.append(say("{what} filled with the median of the training part", what=what))
    if texts:
        one = "{count:,} missing text is a category of its own"
        told.append(say_count(texts, one, "{count:,} missing texts are a category of their own"))
    return series(told, "; ")


def mixed_marks(plan: Plan) -> Message | None:
    """Tell which columns are text only for their decimal marks, each with the first cell that is to be mended."""
    first = {cell.column: cell for cell in reversed(plan.table.foreign)}
    cells = [first[column.name] for column in plan.mixed if column.name in first]
    if not cells:
        return None
    where: list[Message | str] = [
        say('"{column}" (row {row}: {text!r})', column=cell.column, row=cell.row, text=cell.text)
        for cell in cells[:_TOLD_ROWS]
    ]
    key = "decimal points and commas are mixed in {where}, which is why this is text"
    return say(key, where=series([*where, "..."] if len(cells) > _TOLD_ROWS else where))


def marks_found(plan: Plan) -> Message | None:
    """Tell which texts were found to mean missing among numbers; None where only the usual ones do."""
    found = [column for column in plan.table.columns if isinstance(column, NumberColumn) and column.marks]
    used = {column.name for column in plan.used}
    told = [
        say('“{mark}” in "{column}"', mark=series(column.marks, "” and “"), column=_short(column.name))
        for column in found
        if column.name in used
    ]
    return say("taken as missing: {marks}", marks=series(told[:_TOLD_COLUMNS])) if told else None


def what_is_told(plan: Plan) -> Message:
    """The target, and what it is told from."""
    assert plan.target is not None
    classes = say_count(len(plan.target.classes), "one of {count:,} classes", "one of {count:,} classes")
    return say(
        'the target is "{target}", {what}, told from {inputs} in {rows:,} rows',
        target=plan.target.name,
        what=say("a value") if plan.task == "regression" else classes,
        inputs=_inputs(plan),
        rows=plan.samples,
    )


def lines_about(plan: Plan) -> list[Message]:
    """Tell what there is to know of a table before it is learned from, a line each."""
    told = (
        rows_aside(plan.table),
        columns_left_out(plan),
        mixed_marks(plan),
        marks_found(plan),
        _rows_left_out_and_remedy(plan),
        gaps_filled(plan),
    )
    return [what_is_told(plan), *(line for line in told if line is not None)]


def _rows_left_out_and_remedy(plan: Plan) -> Message | None:
    told = rows_left_out(plan)
    if told is None or plan.fill == "median" or 2 * plan.samples > len(plan.table):
        return told
    return say("{told}; 'data.source.fill=median' fills what is missing", told=told)


def _numbers(rows: Sequence[int]) -> Message:
    return series([*map(str, rows[:_TOLD_ROWS]), *(["..."] if len(rows) > _TOLD_ROWS else [])])


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"
