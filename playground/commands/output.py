"""Writing what a training came to: never over what it came from, and one file that fails costs no other."""

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from playground.experiment import Experiment, File, ImageFiles, UserError


def check_keeps_inputs(outputs: Iterable[str], given: str, experiment: Experiment) -> None:
    """Refuse to write over the file that the experiment was given by, or those that it has its data from."""
    source = experiment.data.source
    files = [given]
    if isinstance(source, File | ImageFiles):
        files += [source.path, source.test_path if isinstance(source, File) else source.labels]
    read = {Path(file).resolve() for file in files if Path(file).is_file()}
    for path in outputs:
        if Path(path).resolve() in read:
            key = "{path}: this file is what the training learns from; write to another, so that it stays"
            raise UserError(key, path=path)


def save_all(*saves: Callable[[], object]) -> bool:
    """Do all of them, and say on standard error which failed; whether none did."""
    failed = False
    for save in saves:
        try:
            save()
        except UserError as error:
            print(f"playground: {error}", file=sys.stderr)
            failed = True
    return not failed


def text_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A line for the headings and one a row; a column of numbers, gaps aside, stands to the right."""
    table = [list(headings), *map(list, rows)]
    widths = [max(len(row[column]) for row in table) for column in range(len(headings))]
    right = [all(_numeric(row[column]) for row in rows) for column in range(len(headings))]
    lines = []
    for row in table:
        parts = [
            cell.rjust(width) if numeric else cell.ljust(width)
            for cell, width, numeric in zip(row, widths, right, strict=True)
        ]
        lines.append("  ".join(parts).rstrip())
    return "\n".join(lines)


def _numeric(cell: str) -> bool:
    return not cell or cell == "-" or cell[0].isdigit() or (cell[0] in "+-." and len(cell) > 1)


EXIT_OK, EXIT_WRONG_INPUT, EXIT_INTERRUPTED = 0, 2, 130
EXIT_DIVERGED = EXIT_CHECK_FAILED = EXIT_NONE_SOUND = 1
"""It ran, and its result is that something is wrong: with the training, the gradient, or every trial of a study."""
