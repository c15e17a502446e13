"""Options that several commands take: an experiment, and changes to it."""

import argparse
import csv
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from playground.data import (
    Dataset,
    Kind,
    build_dataset,
    classify_drop,
    for_images,
    for_same_table,
    for_table,
    lines_about,
    parts_lacking,
    rows_left_out_of_test,
)
from playground.data.tables.plan import Plan, Wishes
from playground.experiment import Experiment, File, FromFile, UserError, change, labs, load, parse_assignments
from playground.experiment.message import Message, one_line, say
from playground.session import session_experiment

_BASE = "petals"
"""The lab that a window opens with, and so what it changes to suit data that are dropped on it."""


def kind_given(name: str) -> Kind | None:
    """Return what the name stands for; None where it can be but an experiment, or nothing at all."""
    return None if name in labs() else classify_drop(name)


def experiment_given(name: str) -> Experiment:
    """Return the experiment that was named; of data, that which the window would propose.

    What there is to know of a table is told on standard error: what is the target, what is left out, and why.

    Raises
    ------
    UserError : when there is no such lab or file, or the file is no experiment and no data.
    """
    kind, path = kind_given(name), Path(name)
    if kind == "weights":
        raise UserError(
            "{name}: these are weights; name their experiment, and begin with them by '--weights {name}', or see "
            "them by 'playground open {name}'",
            name=name,
        )
    if kind == "table":
        return _of_table(name, {}, Wishes())
    if kind == "session":
        return session_experiment(name)
    return for_images(load(_BASE), path) if kind == "images" else load(name)


def _changed(name: str, settings: Mapping[str, Any], wishes: Wishes) -> Experiment:
    """Return the experiment that was named, with settings made, and with the columns of a table used as is wished."""
    if kind_given(name) == "table":
        return _of_table(name, settings, wishes)
    experiment = experiment_given(name)
    if isinstance(experiment.data.source, File) and not _leaves(settings):
        experiment, plan = for_same_table(experiment, settings, wishes)
        if plan is not None:
            _tell_of_table(name, plan, experiment)
        return experiment
    if wishes.any:
        key = (
            "{name}: --target, --inputs and --without are for tables, and this is {kind}; name a table, or leave "
            "them out"
        )
        raise UserError(key, name=name, kind=experiment.data.source.__struct_config__.tag)
    return change(experiment, settings)


def _of_table(name: str, settings: Mapping[str, Any], wishes: Wishes) -> Experiment:
    experiment, plan = for_table(load(_BASE), Path(name), settings, wishes)
    _tell_of_table(name, plan, experiment, say("'playground open {name}' lets you choose", name=name))
    return experiment


def _leaves(settings: Mapping[str, Any]) -> bool:
    """Tell whether settings put other data in the place of a table."""
    return "data" in settings or "data.source" in settings or settings.get("data.source.kind", "file") != "file"


def _tell_of_table(name: str, plan: Plan, experiment: Experiment, way: Message | None = None) -> None:
    """Tell what a table is taken for, a line each."""
    first, *others = lines_about(plan)
    most = experiment.data.source.sample_count
    if plan.samples > most:
        others.append(say("{most:,} of these rows are drawn; data.source.rows sets how many", most=most))
    with suppress(UserError):  # Whoever asks for the data will hear of it.
        others += filter(None, [rows_left_out_of_test(experiment)])
    for line in (first if way is None else say("{told}; {way}", told=first, way=way), *others):
        tell(name, line)


def tell_of_parts(name: str, dataset: Dataset) -> None:
    """Tell which part of the data lacks which class."""
    told = parts_lacking(dataset)
    if told is not None:
        tell(name, told)


def tell(name: str, line: Message) -> None:
    """Tell something of what was named, in one line on standard error."""
    # Names of files and columns may have line breaks.
    print(one_line(f"playground: {name}: {line}"), file=sys.stderr)


_MOST_EPOCHS = 10_000_000
_GIVEN = (
    "a lab's name, an experiment file, a session, or data of your own: labelled images, or a table, of which the "
    "likeliest column is the target (the last, unless one has a name such as class)"
)


def takes_experiment(parser: argparse.ArgumentParser) -> None:
    """Let a command take the experiment, by any of its names, and what the columns of a table are for."""
    parser.add_argument("experiment", metavar="EXPERIMENT", help=_GIVEN)
    columns = parser.add_argument_group("for tables")
    columns.add_argument(
        "--target", metavar="COLUMN", help="the column to be told; one that was an input changes places"
    )
    columns.add_argument(
        "--inputs",
        metavar="A,B,...",
        help="the columns to tell it from, a name with a comma in quotation marks (default: all of use; identifiers, "
        "dates, constants and copies of the target stay out)",
    )
    columns.add_argument("--without", metavar="A,B,...", help="columns that are no inputs")


def takes_seed(parser: argparse.ArgumentParser) -> None:
    """Let a command take the seed of one run."""
    parser.add_argument("--seed", type=int, metavar="N", help="draw weights and batches with this seed")


def takes_settings(parser: argparse.ArgumentParser) -> None:
    """Let a command take changes of any settings, by their paths."""
    parser.add_argument(
        "--set", metavar="PATH=VALUE", action="append", default=[], help="change a setting: training.batch_size=10"
    )


def experiment_of(options: argparse.Namespace, *, parts: bool = False) -> Experiment:
    """Return the experiment that was named, with the changes that were asked for.

    parts : whether to tell now which part of a person's own data lacks a class.
    """
    assignments = assignments_of(options)
    inputs = None if options.inputs is None else _names(options.inputs)
    wishes = Wishes(options.target or "", inputs, _names(options.without or ""))
    experiment = _changed(options.experiment, assignments, wishes)
    if parts and isinstance(experiment.data.source, FromFile):
        tell_of_parts(options.experiment, build_dataset(experiment))
    return experiment


def assignments_of(options: argparse.Namespace) -> dict[str, Any]:
    """Return the settings that were asked for, by their paths."""
    assignments = parse_assignments(options.set)
    if getattr(options, "epochs", None) is not None:
        assignments["training.epochs"] = options.epochs
    if getattr(options, "seed", None) is not None:
        assignments["seed"] = options.seed
    return assignments


def _names(text: str) -> tuple[str, ...]:
    """Return the names in a list with commas between them; those with commas stand in quotation marks."""
    row = next(csv.reader([text], skipinitialspace=True), [])
    return tuple(name.strip() for name in row if name.strip())


def epochs_first(options: argparse.Namespace) -> int:
    """Return how long to train before something else, which is no setting of the experiment."""
    epochs, options.epochs = options.epochs or 0, None
    if not 0 <= epochs <= _MOST_EPOCHS:
        key = "--epochs {epochs}: it takes a whole number from 0 to {most:,}"
        raise UserError(key, epochs=epochs, most=_MOST_EPOCHS)
    return int(epochs)
