"""The command `train`: one experiment without a window."""

import argparse
import sys
from functools import partial

from playground.commands.options import experiment_of, takes_seed, takes_settings, tell_of_parts
from playground.commands.output import (
    EXIT_DIVERGED,
    EXIT_INTERRUPTED,
    EXIT_OK,
    EXIT_WRONG_INPUT,
    check_keeps_inputs,
    save_all,
)
from playground.commands.progress import Progress
from playground.experiment.message import say, say_count
from playground.training import Outcome, Reason, Run


def add_train_options(parser: argparse.ArgumentParser) -> None:
    """Tell what `playground train` takes beside the experiment."""
    parser.add_argument("--epochs", type=int, metavar="N", help="train for N epochs")
    takes_seed(parser)
    takes_settings(parser)
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

    for path in options.export:
        check_export_path(path)
    if options.history:
        check_history_path(options.history)
    check_apart([*options.export, *([options.history] if options.history else [])])
    experiment = experiment_of(options)
    check_keeps_inputs([*options.export, options.history or ""], options.experiment, experiment)
    run = Run(experiment)
    tell_of_parts(options.experiment, run.dataset)
    if options.weights:
        put_weights(run, load_weights(options.weights), options.weights)
    with Progress(sys.stderr) as progress:
        outcome = run.train(watch=progress)
    # The weights first: of the two they are what cannot be had again.
    saves = [partial(export, run, path) for path in options.export]
    if options.history:
        saves.append(partial(save_history, run.history, options.history))
    saved = save_all(*saves)
    print(_summary(run))
    if not saved:
        return EXIT_WRONG_INPUT
    return _conclude(run, outcome, interrupted=progress.interrupted)


def _conclude(run: Run, outcome: Outcome | None, *, interrupted: bool) -> int:
    """Say on standard error why it ended, where that is not as it was meant to; the exit status."""
    if interrupted:
        told = say("interrupted after {epochs:,} epochs; what was reached is kept", epochs=run.epochs_done)
        print(f"playground: {told}", file=sys.stderr)
        return EXIT_INTERRUPTED
    if outcome is not None and outcome.reason is Reason.DIVERGENCE:
        print(f"playground: {outcome}", file=sys.stderr)
        return EXIT_DIVERGED
    return EXIT_OK


def _summary(run: Run) -> str:
    """The result as lines of text: how far, and a line for each part."""
    told_apart = (Reason.EPOCHS, Reason.DIVERGENCE)
    reason = "" if run.outcome is None or run.outcome.reason in told_apart else f" ({run.outcome})"
    epochs = say_count(run.epochs_done, "{count} epoch", "{count:,} epochs")
    lines = [f"{run.experiment.name}: {epochs}{reason}"]
    snapshot = run.snapshot()
    for name, score in snapshot.scores.items():
        fit = snapshot.fits.get(name)
        accuracy = "" if score.accuracy is None else f"  accuracy {100 * score.accuracy:.2f} %"
        fitted = "" if fit is None else f"  R² {round(fit.r_squared, 4) + 0:.4f}  RMSE {fit.rmse:.6f}"
        lines.append(f"{name:<10}  loss {score.loss:.6f}{accuracy}{fitted}")
    return "\n".join(lines)
