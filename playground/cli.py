"""The same capabilities without a window, and the window's front door.

A result goes to standard output; progress to standard error, drawn only on a terminal; a wrong input is one line on
standard error and exit status 2.
"""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn

import playground.one_thread  # noqa: F401 - before NumPy

# isort: split
from playground import __version__
from playground.commands.check import check_text
from playground.commands.given import experiment_given, kind_given
from playground.commands.progress import Progress
from playground.commands.saving import check_keeps_inputs, save_all
from playground.commands.search import add_search_options, run_search
from playground.commands.sweep import add_sweep_options, run_sweep
from playground.experiment import Experiment, UserError, change, encode, labs, load, parse_assignments
from playground.training import Reason, Run, check_gradient

EXIT_OK, EXIT_WRONG_INPUT, EXIT_INTERRUPTED = 0, 2, 130
EXIT_DIVERGED = EXIT_CHECK_FAILED = 1
_MOST_EPOCHS = 10_000_000


_GIVEN = (
    "a lab's name, an experiment file, or data of your own: labelled images, or a table, of which the likeliest column "
    "is the target (the last, unless one has a name such as class)"
)


class _OneLineParser(argparse.ArgumentParser):
    """Refuses wrong arguments in one line, without the usage text above it."""

    def error(self, message: str) -> NoReturn:
        self.exit(EXIT_WRONG_INPUT, f"{self.prog}: {' '.join(message.split())}; see '{self.prog} --help'\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit status."""
    _write_utf8()
    options = _parser().parse_args(arguments)
    try:
        status = int(options.run(options))
        # Here a failure can still be told; when Python flushes at its exit it cannot.
        print(end="", flush=True)
        return status
    except UserError as error:
        print(f"playground: {error}", file=sys.stderr)
        return EXIT_WRONG_INPUT
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except OSError as error:
        return _output_failed(error)


def _write_utf8() -> None:
    """Redirected output is UTF-8, as experiment files are; on a terminal what it cannot show is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _output_failed(error: OSError) -> int:
    """Standard output cannot be written. A reader that has gone, as in `show petals | head`, needs no telling."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return EXIT_OK
    print(f"playground: the output cannot be written ({error.strerror}); send it elsewhere", file=sys.stderr)
    return EXIT_WRONG_INPUT


def _parser() -> argparse.ArgumentParser:
    parser = _OneLineParser(
        prog="playground", description="A playground for neural networks. Alone, it opens the window."
    )
    parser.add_argument("--version", action="version", version=f"playground {__version__}")
    parser.set_defaults(run=_open, experiment=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_open(commands)
    _add_labs(commands)
    _add_show(commands)
    _add_train(commands)
    _add_studies(commands)
    _add_check(commands)
    _add_screenshot(commands)
    return parser


def _add_open(commands: "argparse._SubParsersAction[_OneLineParser]") -> None:
    parser = commands.add_parser("open", help="open the window on an experiment, or on data of your own")
    parser.add_argument(
        "experiment",
        metavar="EXPERIMENT",
        help="a lab's name, or a file that the window takes by drop: an experiment, a table (CSV, TSV and their kin; a "
        "dialog asks what its columns are for), labelled images (IDX or .npz), or weights (.npz)",
    )
    parser.set_defaults(run=_open)


def _add_labs(commands: "argparse._SubParsersAction[_OneLineParser]") -> None:
    commands.add_parser("labs", help="list the labs, one line each").set_defaults(run=_labs)


def _add_show(commands: "argparse._SubParsersAction[_OneLineParser]") -> None:
    parser = commands.add_parser("show", help="print an experiment as JSON")
    _takes_experiment(parser)
    _takes_settings(parser)
    parser.set_defaults(run=_show)


def _add_train(commands: "argparse._SubParsersAction[_OneLineParser]") -> None:
    parser = commands.add_parser("train", help="train an experiment without a window")
    _takes_experiment(parser)
    parser.add_argument("--epochs", type=int, metavar="N", help="train for N epochs")
    parser.add_argument("--seed", type=int, metavar="N", help="draw weights and batches with this seed")
    _takes_settings(parser)
    parser.add_argument("--weights", metavar="FILE", help="start from the weights in an .npz file")
    parser.add_argument("--history", metavar="FILE.csv", help="write every epoch's figures to a CSV file")
    parser.add_argument("--export", metavar="FILE", action="append", default=[], help="write the weights (.npz)")
    parser.set_defaults(run=_train)


def _add_studies(commands: "argparse._SubParsersAction[_OneLineParser]") -> None:
    sweep = commands.add_parser("sweep", help="train with every value of a setting, or of two")
    _takes_experiment(sweep)
    add_sweep_options(sweep)
    _takes_settings(sweep)
    sweep.set_defaults(run=lambda options: run_sweep(options, _experiment(options)))
    search = commands.add_parser("search", help="train with settings drawn at random, and test the best")
    _takes_experiment(search)
    add_search_options(search)
    _takes_settings(search)
    search.set_defaults(run=lambda options: run_search(options, _experiment(options)))


def _add_check(commands: "argparse._SubParsersAction[_OneLineParser]") -> None:
    parser = commands.add_parser("check", help="compare the gradient with numerical differentiation")
    _takes_experiment(parser)
    parser.add_argument("--epochs", type=int, metavar="N", help="train for N epochs first")
    parser.add_argument("--seed", type=int, metavar="N", help="draw weights and batches with this seed")
    _takes_settings(parser)
    parser.set_defaults(run=_check)


def _add_screenshot(commands: "argparse._SubParsersAction[_OneLineParser]") -> None:
    parser = commands.add_parser("screenshot", help="draw the window into a PNG file")
    _takes_experiment(parser)
    parser.add_argument("out", metavar="OUT.png", help="the picture to write")
    parser.add_argument("--epochs", type=int, metavar="N", help="train for N epochs first")
    parser.add_argument("--size", default="1440x900", metavar="WxH", help="the window's size (default %(default)s)")
    parser.add_argument("--theme", choices=["light", "dark"], default="light", help="default %(default)s")
    _takes_settings(parser)
    parser.set_defaults(run=_screenshot)


def _takes_experiment(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("experiment", metavar="EXPERIMENT", help=_GIVEN)


def _takes_settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set", metavar="PATH=VALUE", action="append", default=[], help="change a setting: training.batch_size=10"
    )


def _experiment(options: argparse.Namespace) -> Experiment:
    """The experiment that was named, with the changes that were asked for."""
    assignments = parse_assignments(options.set)
    if getattr(options, "epochs", None) is not None:
        assignments["training.epochs"] = options.epochs
    if getattr(options, "seed", None) is not None:
        assignments["seed"] = options.seed
    return change(experiment_given(options.experiment), assignments)


def _open(options: argparse.Namespace) -> int:
    # The window needs Qt, and the other commands must not: they run where there is none.
    from playground.app import open_window

    lab = labs().get(options.experiment)
    if lab is not None and lab.experiment is None:
        return open_window(load("petals"), lab)
    if options.experiment is None or lab is not None:
        return open_window(load(options.experiment or "petals"))
    path = Path(options.experiment)
    if kind_given(options.experiment) in ("table", "images", "weights"):
        return open_window(load("petals"), path=path)
    return open_window(load(path), path=path)


def _labs(_: argparse.Namespace) -> int:
    width = max(map(len, labs()))
    for lab in labs().values():
        print(f"{lab.slug:<{width}}  {lab.title}: {lab.question}")
    return EXIT_OK


def _show(options: argparse.Namespace) -> int:
    print(encode(_experiment(options)), end="")
    return EXIT_OK


def _train(options: argparse.Namespace) -> int:
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
    experiment = _experiment(options)
    check_keeps_inputs([*options.export, options.history or ""], options.experiment, experiment)
    run = Run(experiment)
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
    if progress.interrupted:
        print(f"playground: interrupted after {run.epochs_done:,} epochs; what was reached is kept", file=sys.stderr)
        return EXIT_INTERRUPTED
    if outcome is not None and outcome.reason is Reason.DIVERGENCE:
        print(f"playground: {outcome}", file=sys.stderr)
        return EXIT_DIVERGED
    return EXIT_OK


def _summary(run: Run) -> str:
    """The result as lines of text: how far, and a line for each part."""
    told_apart = (Reason.EPOCHS, Reason.DIVERGENCE)
    reason = "" if run.outcome is None or run.outcome.reason in told_apart else f" ({run.outcome})"
    epochs = "1 epoch" if run.epochs_done == 1 else f"{run.epochs_done:,} epochs"
    lines = [f"{run.experiment.name}: {epochs}{reason}"]
    snapshot = run.snapshot()
    for name, score in snapshot.scores.items():
        fit = snapshot.fits.get(name)
        accuracy = "" if score.accuracy is None else f"  accuracy {100 * score.accuracy:.2f} %"
        fitted = "" if fit is None else f"  R² {round(fit.r_squared, 4) + 0:.4f}  RMSE {fit.rmse:.6f}"
        lines.append(f"{name:<10}  loss {score.loss:.6f}{accuracy}{fitted}")
    return "\n".join(lines)


def _check(options: argparse.Namespace) -> int:
    epochs = _epochs_first(options)
    run = Run(_experiment(options))
    with Progress(sys.stderr, epochs) as progress:
        outcome = run.train(epochs, watch=progress) if epochs else None
    if progress.interrupted:
        return EXIT_INTERRUPTED
    if outcome is not None and outcome.reason is Reason.DIVERGENCE:
        print(f"playground: {outcome}", file=sys.stderr)
    check = check_gradient(run)
    print(check_text(run, check))
    return EXIT_OK if check.passed else EXIT_CHECK_FAILED


def _epochs_first(options: argparse.Namespace) -> int:
    """How long to train before something else, which is no setting of the experiment."""
    epochs, options.epochs = options.epochs or 0, None
    if not 0 <= epochs <= _MOST_EPOCHS:
        raise UserError(f"--epochs {epochs}: it takes a whole number from 0 to {_MOST_EPOCHS:,}")
    return int(epochs)


def _screenshot(options: argparse.Namespace) -> int:
    from playground.app import take_screenshot

    epochs = _epochs_first(options)
    take_screenshot(_experiment(options), options.out, epochs=epochs, size=options.size, theme=options.theme)
    return EXIT_OK
