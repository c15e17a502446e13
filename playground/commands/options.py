"""What several commands take: an experiment, and changes to it."""

import argparse
import sys
from pathlib import Path

from playground.data import Kind, classify_drop, for_images, for_table
from playground.experiment import Experiment, UserError, change, labs, load, parse_assignments

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


_MOST_EPOCHS = 10_000_000
_GIVEN = (
    "a lab's name, an experiment file, or data of your own: labelled images, or a table, of which the likeliest column "
    "is the target (the last, unless one has a name such as class)"
)


def takes_experiment(parser: argparse.ArgumentParser) -> None:
    """The experiment, by any of its names."""
    parser.add_argument("experiment", metavar="EXPERIMENT", help=_GIVEN)


def takes_seed(parser: argparse.ArgumentParser) -> None:
    """The seed of one run."""
    parser.add_argument("--seed", type=int, metavar="N", help="draw weights and batches with this seed")


def takes_settings(parser: argparse.ArgumentParser) -> None:
    """Changes of any settings, by their paths."""
    parser.add_argument(
        "--set", metavar="PATH=VALUE", action="append", default=[], help="change a setting: training.batch_size=10"
    )


def experiment_of(options: argparse.Namespace) -> Experiment:
    """The experiment that was named, with the changes that were asked for."""
    assignments = parse_assignments(options.set)
    if getattr(options, "epochs", None) is not None:
        assignments["training.epochs"] = options.epochs
    if getattr(options, "seed", None) is not None:
        assignments["seed"] = options.seed
    return change(experiment_given(options.experiment), assignments)


def epochs_first(options: argparse.Namespace) -> int:
    """How long to train before something else, which is no setting of the experiment."""
    epochs, options.epochs = options.epochs or 0, None
    if not 0 <= epochs <= _MOST_EPOCHS:
        raise UserError(f"--epochs {epochs}: it takes a whole number from 0 to {_MOST_EPOCHS:,}")
    return int(epochs)
