"""The command `train`: one experiment without a window."""

import argparse
import math
import sys
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from playground.commands.options import (
    takes_seed,
    takes_settings,
    tell_of_parts,
)
from playground.commands.output import (
    EXIT_DIVERGED,
    EXIT_INTERRUPTED,
    EXIT_OK,
    EXIT_WRONG_INPUT,
    check_keeps_inputs,
    save_all,
)
from playground.commands.predict import ENDINGS, tell_check
from playground.commands.progress import Progress, Share
from playground.commands.sessions import session_or_begun
from playground.experiment import UserError
from playground.experiment.message import one_line, say, say_count
from playground.export import (
    Check,
    check_apart,
    check_export_path,
    check_history_path,
    check_table_path,
    export,
    format_of,
    load_weights,
    put_weights,
    save_history,
    save_run_predictions,
)
from playground.export.formats.training import TrainingFile
from playground.session import ENDING, Session, check_session_path, save_session
from playground.training import History, Outcome, Reason, Run, Snapshot


def add_train_options(parser: argparse.ArgumentParser) -> None:
    """Tell what `playground train` takes beside the experiment."""
    parser.add_argument("--epochs", type=int, metavar="N", help="train for N epochs")
    takes_seed(parser)
    takes_settings(parser)
    parser.add_argument("--every", type=int, metavar="N", help="print losses and accuracies at every Nth epoch")
    parser.add_argument("--weights", metavar="FILE", help="start from saved weights (.npz, .json or .safetensors)")
    parser.add_argument("--history", metavar="FILE.csv", help="write every epoch's figures to a CSV file")
    parser.add_argument(
        "--predictions", metavar="FILE.csv", help="write every row with its answer and loss to a CSV file"
    )
    parser.add_argument(
        "--export",
        metavar="FILE",
        action="append",
        default=[],
        help=f"write the trained network; the ending says the format ({ENDINGS})",
    )
    parser.add_argument("--session", metavar="FILE", help=f"write all of it, to go on from some day ({ENDING})")
    parser.add_argument("--trains", action="store_true", help="of a Python file, write the variant that trains")


def run_train(options: argparse.Namespace) -> int:
    """Train, write what was asked for, print the result; the exit status."""
    if options.every is not None and options.every < 1:
        raise UserError("--every {every}: it takes a whole number of epochs from 1", every=options.every)
    tables = [path for path in (options.history, options.predictions) if path]
    _check_outputs(options, tables)
    untrained = options.epochs == 0 and options.weights  # To look at saved weights, or to write them otherwise.
    if untrained:
        options.epochs = None
    session = session_or_begun(options)
    run = session.run
    check_keeps_inputs([*options.export, *tables], options.experiment, run.experiment)
    check_keeps_inputs([options.session or ""], "", run.experiment)
    tell_of_parts(options.experiment, run.dataset)
    if options.weights:
        for line in put_weights(run, load_weights(options.weights), options.weights):
            print(one_line(f"playground: {options.weights}: {line}"), file=sys.stderr)
    with Progress(sys.stderr) as progress:
        outcome = None if untrained else run.train(watch=progress)
    checks: dict[str, Check] = {}
    saved = save_all(*_saves(options, session, checks))
    if options.every is not None:
        print(_table(run.history, options.every))
    print(_summary(run))
    for path, check in checks.items():
        tell_check(path, check)
    if not saved:
        return EXIT_WRONG_INPUT
    return _conclude(run, outcome, interrupted=progress.interrupted)


def _saves(options: argparse.Namespace, session: Session, checks: dict[str, Check]) -> Iterator[Callable[[], object]]:
    """Tell what is to be written, the network first: it is what cannot be had again."""
    run = session.run
    for path in options.export:
        yield partial(_export, run, path, options.trains, checks)
    if options.session:
        yield partial(save_session, session.timeline, options.session, session.desk)
    if options.history:
        yield partial(_with_progress, "history", partial(save_history, run.history, options.history))
    if options.predictions:
        yield partial(_with_progress, "predictions", partial(save_run_predictions, run, options.predictions))


def _check_outputs(options: argparse.Namespace, tables: list[str]) -> None:
    """Refuse what could not be written, before anything is spent on training."""
    for path in options.export:
        check_export_path(path)
    if options.trains and not any(isinstance(format_of(path, trains=True), TrainingFile) for path in options.export):
        raise UserError("--trains: it is for Python files; add --export FILE.py")
    if options.history:
        check_history_path(options.history)
    if options.predictions:
        check_table_path(options.predictions, say("predictions are a CSV table"))
    if options.session:
        check_session_path(options.session)
    check_apart([*options.export, *tables, *(path for path in (options.weights, options.session) if path)])


def _with_progress(task: str, save: Callable[[Share], None]) -> None:
    with Share(sys.stderr, task) as share:
        save(share)


def _export(run: Run, path: str, trains: bool, checks: dict[str, Check]) -> None:
    checks[path] = export(run, path, trains=trains)


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
    epochs = say_count(run.epochs_done, "{count} epoch", "{count:,} epochs")
    lines = [f"{run.experiment.name}: {epochs}{reason}"]
    snapshot = run.snapshot()
    for name, score in snapshot.scores.items():
        fit = snapshot.fits.get(name)
        accuracy = "" if score.accuracy is None else f"  accuracy {100 * score.accuracy:.2f} %"
        fitted = "" if fit is None else f"  R² {round(fit.r_squared, 4) + 0:.4f}  RMSE {fit.rmse:.6f}"
        lines.append(f"{name:<10}  loss {score.loss:.6f}{accuracy}{fitted}")
    return "\n".join([*lines, *_measures(run, snapshot)])


def _measures(run: Run, snapshot: Snapshot) -> Iterator[str]:
    """Tell what to hold the accuracies against, and the measures that a common class cannot flatter."""
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
