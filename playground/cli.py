"""The same capabilities without a window, and the window's front door.

A result goes to standard output; progress to standard error, drawn only on a terminal; a wrong input is one line on
standard error and exit status 2.
"""

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NoReturn

import playground.one_thread  # noqa: F401 - before NumPy

# isort: split
from playground import __version__
from playground.commands.check import add_check_options, run_check
from playground.commands.options import epochs_first, experiment_of, kind_given, takes_experiment, takes_settings
from playground.commands.output import EXIT_INTERRUPTED, EXIT_OK, EXIT_WRONG_INPUT
from playground.commands.predict import add_export_options, add_predict_options, run_export, run_predict
from playground.commands.search import add_search_options, run_search
from playground.commands.sweep import add_sweep_options, run_sweep
from playground.commands.train import add_train_options, run_train
from playground.experiment import UserError, encode, labs, load
from playground.experiment.files import as_found_from
from playground.experiment.message import say
from playground.export import check_pages_by


class _OneLineParser(argparse.ArgumentParser):
    """Refuses wrong arguments in one line, without the usage text above it."""

    def error(self, message: str) -> NoReturn:
        self.exit(EXIT_WRONG_INPUT, f"{self.prog}: {' '.join(message.split())}; see '{self.prog} --help'\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit status."""
    _write_utf8()
    options = _parser().parse_args(arguments)
    check_pages_by(_javascript)
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


def _javascript() -> AbstractContextManager[Callable[[str], str]]:
    """Qt's engine, begun only when a page is checked; ImportError where Qt is not here."""
    from playground.app.javascript import javascript

    return javascript()


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
    told = say("the output cannot be written ({reason}); send it elsewhere", reason=error.strerror)
    print(f"playground: {told}", file=sys.stderr)
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
    _add_weights(commands)
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
        "dialog asks what its columns are for), labelled images (IDX or .npz), weights, or a session",
    )
    parser.set_defaults(run=_open)


def _add_labs(commands: "argparse._SubParsersAction[_OneLineParser]") -> None:
    commands.add_parser("labs", help="list the labs, one line each").set_defaults(run=_labs)


def _add_show(commands: "argparse._SubParsersAction[_OneLineParser]") -> None:
    parser = commands.add_parser("show", help="print an experiment as JSON")
    takes_experiment(parser)
    takes_settings(parser)
    parser.set_defaults(run=_show)


def _add_train(commands: "argparse._SubParsersAction[_OneLineParser]") -> None:
    parser = commands.add_parser("train", help="train an experiment without a window")
    takes_experiment(parser)
    add_train_options(parser)
    parser.set_defaults(run=run_train)


def _add_weights(commands: "argparse._SubParsersAction[_OneLineParser]") -> None:
    predict = commands.add_parser("predict", help="answer the rows of a table, or pictures, by saved weights")
    add_predict_options(predict)
    predict.set_defaults(run=run_predict)
    export = commands.add_parser("export", help="write saved weights in other formats")
    add_export_options(export)
    export.set_defaults(run=run_export)


def _add_studies(commands: "argparse._SubParsersAction[_OneLineParser]") -> None:
    sweep = commands.add_parser("sweep", help="train with every value of a setting, or of two")
    takes_experiment(sweep)
    add_sweep_options(sweep)
    takes_settings(sweep)
    sweep.set_defaults(run=lambda options: run_sweep(options, experiment_of(options, parts=True)))
    search = commands.add_parser("search", help="train with settings drawn at random, and test the best")
    takes_experiment(search)
    add_search_options(search)
    takes_settings(search)
    search.set_defaults(run=lambda options: run_search(options, experiment_of(options, parts=True)))


def _add_check(commands: "argparse._SubParsersAction[_OneLineParser]") -> None:
    parser = commands.add_parser("check", help="compare the gradient with numerical differentiation")
    takes_experiment(parser)
    add_check_options(parser)
    parser.set_defaults(run=run_check)


def _add_screenshot(commands: "argparse._SubParsersAction[_OneLineParser]") -> None:
    parser = commands.add_parser("screenshot", help="draw the window into a PNG file")
    takes_experiment(parser)
    parser.add_argument("out", metavar="OUT.png", help="the picture to write")
    parser.add_argument("--epochs", type=int, metavar="N", help="train for N epochs first")
    parser.add_argument("--size", default="1440x900", metavar="WxH", help="the window's size (default %(default)s)")
    parser.add_argument("--theme", choices=["light", "dark"], default="light", help="default %(default)s")
    takes_settings(parser)
    parser.set_defaults(run=_screenshot)


def _open(options: argparse.Namespace) -> int:
    # The window needs Qt, and the other commands must not: they run where there is none.
    from playground.app import open_window

    lab = labs().get(options.experiment)
    if lab is not None and lab.experiment is None:
        return open_window(load("petals"), lab)
    if options.experiment is None or lab is not None:
        return open_window(load(options.experiment or "petals"))
    path = Path(options.experiment)
    if kind_given(options.experiment) in ("table", "images", "weights", "session"):
        return open_window(load("petals"), path=path)
    return open_window(load(path), path=path)


def _labs(_: argparse.Namespace) -> int:
    width = max(map(len, labs()))
    for lab in labs().values():
        print(f"{lab.slug:<{width}}  {lab.title}: {lab.question}")
    return EXIT_OK


def _show(options: argparse.Namespace) -> int:
    # Paths that are named from here are named in full, so that what is printed loads from anywhere.
    print(encode(as_found_from(experiment_of(options), "here")), end="")
    return EXIT_OK


def _screenshot(options: argparse.Namespace) -> int:
    from playground.app import take_screenshot

    epochs = epochs_first(options)
    take_screenshot(experiment_of(options), options.out, epochs=epochs, size=options.size, theme=options.theme)
    return EXIT_OK
