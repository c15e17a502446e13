"""An experiment for a person's own file, as the window proposes one: the likeliest column is the target."""

from pathlib import Path
from unicodedata import category

from playground.data.tables import read_table
from playground.data.tables.plan import Plan
from playground.experiment import Experiment, File, ImageFiles, UserError, for_own_data

_LONGEST_NAME = 60


def for_table(experiment: Experiment, path: Path) -> tuple[Experiment, str]:
    """The experiment with a table in place of its data, and what its columns were taken for, in words.

    Raises
    ------
    UserError : when the table cannot be read, or it is not plain what a network should learn from it.
    """
    plan = Plan(read_table(path))
    target, task = plan.target, plan.task
    classes = 0 if task == "regression" or target is None else len(target.classes)
    nothing_to_tell = target is None or (classes < 2 if task == "classification" else not target.low < target.high)
    if target is None or nothing_to_tell or not plan.inputs:
        raise UserError(
            f"{path}: it is not plain which column to learn from which others; 'playground open {path}' asks"
        )
    source = File(
        path=str(path.absolute()),
        inputs=plan.inputs,
        target=target.name,
        task=task,
        drop_rows=plan.drop_missing,
        seed=experiment.data.source.seed,
    )
    what = "a value" if classes == 0 else f"one of {classes:,} classes"
    count = "1 input" if len(plan.inputs) == 1 else f"{len(plan.inputs):,} inputs"
    told = f'the target is "{target.name}", {what}, told from {count} in {plan.samples:,} rows'
    return for_own_data(experiment, source, name=name_of(path), classes=classes), told + _mixed(plan)


def _mixed(plan: Plan) -> str:
    """Which columns are text only for their decimal marks, each with the first cell that is to be mended."""
    first = {cell.column: cell for cell in reversed(plan.table.foreign)}
    cells = [first[column.name] for column in plan.mixed if column.name in first]
    if not cells:
        return ""
    where = ", ".join(f'"{cell.column}" (row {cell.row}: {cell.text!r})' for cell in cells[:3])
    more = ", ..." if len(cells) > 3 else ""
    return f"; decimal points and commas are mixed in {where}{more}, which is why this is text"


def for_images(experiment: Experiment, path: Path) -> Experiment:
    """The experiment with labelled images in place of its data."""
    source = ImageFiles(path=str(path.absolute()), seed=experiment.data.source.seed)
    return for_own_data(experiment, source, name=name_of(path), classes=None)


def name_of(path: Path) -> str:
    """A name for the experiment: the file's, without what cannot be shown."""
    shown = "".join(letter for letter in path.name.split(".")[0] if category(letter) not in ("Cc", "Cs"))
    return shown[:_LONGEST_NAME] or "own data"
