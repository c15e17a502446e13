"""What a person names on the command line, as an experiment: a lab, an experiment file, or data of their own."""

import sys
from pathlib import Path

from playground.data import Kind, classify_drop, for_images, for_table
from playground.experiment import Experiment, UserError, labs, load

_BASE = "petals"
"""What a window opens with, and so what it changes to suit data that are dropped on it."""


def kind_given(name: str) -> Kind | None:
    """What the name stands for; None where it can be but an experiment, or nothing at all."""
    return None if name in labs() else classify_drop(name)


def experiment_given(name: str) -> Experiment:
    """The experiment that was named; of data, that which the window would propose, and a line that says what it is.

    Raises
    ------
    UserError : when there is no such lab or file, or the file is no experiment and no data.
    """
    kind, path = kind_given(name), Path(name)
    if kind == "weights":
        raise UserError(
            f"{name}: these are weights; name their experiment, and begin with them by '--weights {name}', or see them "
            f"by 'playground open {name}'"
        )
    if kind == "table":
        experiment, told = for_table(load(_BASE), path)
        line = f"playground: {name}: {told}; 'playground open {name}' lets you choose"
        print(" ".join(line.split()), file=sys.stderr)  # Names of files and columns may have line breaks.
        return experiment
    return for_images(load(_BASE), path) if kind == "images" else load(name)
