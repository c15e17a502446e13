"""Writing what a training came to: never over what it came from, and one file that fails costs no other."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from playground.experiment import Experiment, File, ImageFiles, UserError


def check_keeps_inputs(outputs: Iterable[str], given: str, experiment: Experiment) -> None:
    """Refuse to write over the file that the experiment was given by, or those that it has its data from."""
    source = experiment.data.source
    files = [given]
    if isinstance(source, File | ImageFiles):
        files.append(source.path)
    if isinstance(source, ImageFiles) and source.labels:
        files.append(source.labels)
    read = {Path(file).resolve() for file in files if Path(file).is_file()}
    for path in outputs:
        if Path(path).resolve() in read:
            raise UserError(f"{path}: this file is what the training learns from; write to another, so that it stays")


def save_all(*saves: Callable[[], None]) -> bool:
    """Do all of them, and say on standard error which failed; whether none did."""
    failed = False
    for save in saves:
        try:
            save()
        except UserError as error:
            print(f"playground: {error}", file=sys.stderr)
            failed = True
    return not failed
