"""The command `train`: one experiment without a window."""

import argparse
import math
import sys
from collections.abc import Iterator
from functools import partial

import numpy as np

from playground.commands.options import experiment_of, takes_seed, takes_settings
from playground.commands.output import (
    EXIT_DIVERGED,
    EXIT_INTERRUPTED,
    EXIT_OK,
    EXIT_WRONG_INPUT,
    check_keeps_inputs,
    save_all,
)
from playground.commands.progress import Progress
from playground.experiment import UserError
from playground.experiment.message import say, series
from playground.training import History, Outcome, Reason, Run, Snapshot, lacking_classes


def add_train_options(parser: argparse.ArgumentParser) -> None:
    """What `playground train` takes beside the experiment."""
    parser.add_argument("--epochs", type=int, metavar="N", help="train for N epochs")
    takes_seed(parser)
    takes_settings(parser)
    parser.add_argument("--every", type=int, metavar="N", help="print losses and accuracies at every Nth epoch")
    parser.add_argument("--weights", metavar="FILE", help="start from the weights in an .npz file")
    parser.add_argument("--history", metavar="FILE.csv", help="write every epoch's figures to a CSV file")
    parser.add_argument("--export", metavar="FILE", action="append", default=[], help="write the weights (.npz)")


def run_train(options: argparse.Namespace) -> int:
    """Train, write what was asked for, print the result; the exit status."""
    from playground.export import (
        check_apart,
        check_export_path,
        check_history_path,
        export,
        load_weights,
        put_weights,
        save_history,
    )

    if options.every is not None and options.every < 1:
        raise UserError("--every {every}: it takes a whole number of epochs from 1", every=options.every)
    for path in options.export:
        check_export_path(path)
    if options.history:
        check_history_path(options.history)
    check_apart([*options.export, *([options.history] if options.history else [])])
    experiment = experiment_of(options)
    check_keeps_inputs([*options.export, options.history or ""], options.experiment, experiment)
    run = Run(experiment)
    if options.weights:
        put_weights(run, load_weights(options.weights), options.weights)
    _tell_lacking(run)
    with Progress(sys.stderr) as progress:
        outcome = run.train(watch=progress)
    # The weights first: of the two they are what cannot be had again.
    saves = [partial(export, run, path) for path in options.export]
    if options.history:
        saves.append(partial(save_history, run.history, options.history))
    saved = save_all(*saves)
    if options.every is not None:
        print(_table(run.history, options.every))
    print(_summary(run))
    if not saved:
        return EXIT_WRONG_INPUT
    return _conclude(run, outcome, interrupted=progress.interrupted)


def _conclude(run: Run, outcome: Outcome | None, *, interrupted: bool) -> int:
    """Say on standard error why it ended, where that is not as it was meant to; the exit status."""
    if interrupted:
        print(f"playground: interrupted after {run.epochs_done:,} epochs; what was reached is kept", file=sys.stderr)
        return EXIT_INTERRUPTED
    if outcome is not None and outcome.reason is Reason.DIVERGENCE:
        print(f"playground: {outcome}", file=sys.stderr)
        return EXIT_DIVERGED
    return EXIT_OK


def _table(history: History, every: int) -> str:
    """Losses and accuracies at every so many epochs and at the last, a line each, under the names of their columns."""
    last = history.rows - 1
    epochs = [*range(0, last, every), last]
    columns = [name for name in history.scalars(0) if not np.isnan(history[name]).all()]
    cells = [["epoch", *(name.replace("_", " ") for name in columns)]]
    for epoch in epochs:
        figures = history.scalars(epoch)
        cells.append([str(epoch), *(_figure(name, figures[name]) for name in columns)])
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join("  ".join(map(str.rjust, line, widths)) for line in cells)


def _figure(column: str, figure: float) -> str:
    """A loss with six digits, as the documents print it, or an accuracy in percent; a dash where there is none."""
    if math.isnan(figure):
        return "-"
    return f"{100 * figure:.2f} %" if column.endswith("accuracy") else f"{figure:.6f}"


def _summary(run: Run) -> str:
    """The result as lines of text: how far, and a line for each part."""
    outcome, reason = run.outcome, ""
    if outcome is not None and outcome.reason is not Reason.DIVERGENCE:
        as_planned = outcome.reason is Reason.EPOCHS and outcome.epoch == outcome.stopped_at
        reason = "" if as_planned else f" ({outcome})"
    epochs = "1 epoch" if run.epochs_done == 1 else f"{run.epochs_done:,} epochs"
    lines = [f"{run.experiment.name}: {epochs}{reason}"]
    snapshot = run.snapshot()
    for name, score in snapshot.scores.items():
        fit = snapshot.fits.get(name)
        accuracy = "" if score.accuracy is None else f"  accuracy {100 * score.accuracy:.2f} %"
        fitted = "" if fit is None else f"  R² {round(fit.r_squared, 4) + 0:.4f}  RMSE {fit.rmse:.6f}"
        lines.append(f"{name:<10}  loss {score.loss:.6f}{accuracy}{fitted}")
    return "\n".join([*lines, *_measures(run, snapshot)])


def _measures(run: Run, snapshot: Snapshot) -> Iterator[str]:
    """What to hold the accuracies against, and the measures that a common class cannot flatter."""
    if math.isnan(snapshot.base_rate_accuracy):
        return
    base = f"loss {snapshot.base_rate_loss:.6f}  accuracy {100 * snapshot.base_rate_accuracy:.2f} %"
    yield f"base rate   {base}  (knowing only how common each class is in training)"
    for name in snapshot.scores:
        measures = run.measures(name)
        if measures is not None:
            balanced, area = f"{100 * measures.balanced_accuracy:.2f} %", _or_dash(measures.roc_auc)
            yield f"{name:<10}  balanced accuracy {balanced}  F1 {measures.macro_f1:.4f}  ROC-AUC {area}"


def _or_dash(figure: float) -> str:
    return "–" if math.isnan(figure) else f"{figure:.4f}"


def _tell_lacking(run: Run) -> None:
    """Say which part has no sample of some class, so that its figures say nothing of it."""
    for part, classes in lacking_classes(run.dataset).items():
        few = [repr(name) for name in classes[:_FEW]]
        more = len(classes) - len(few)
        named = series([*few, say("{count} more", count=more)] if more > 0 else few, last=" and ")
        told = "the {part} part has no sample of class {classes}, so that its figures say nothing of that"
        print(f"playground: {say(told, part=_PARTS[part], classes=named)}", file=sys.stderr)


_FEW = 3
_PARTS = {"train": "training", "validation": "validation", "test": "test"}
