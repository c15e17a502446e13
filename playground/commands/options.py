"""What several commands take: an experiment, and changes to it."""

import argparse

from playground.commands.given import experiment_given
from playground.experiment import Experiment, UserError, change, parse_assignments

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
