"""The common ground of the commands `sweep` and `search`: their options, the study under way, the rows kept."""

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Self, TextIO

from playground.commands.output import (
    EXIT_INTERRUPTED,
    EXIT_NONE_SOUND,
    EXIT_OK,
    EXIT_WRONG_INPUT,
    check_keeps_inputs,
    save_all,
)
from playground.commands.progress import Interrupt
from playground.commands.report import language_of, takes_person, written_of
from playground.experiment import Experiment, Setting, UserError, lab_of, setting
from playground.experiment.files import check_writable, is_stream, write
from playground.experiment.message import Message, say, series
from playground.export.report import StudyTold, check_report_path, save_report
from playground.session import Desk
from playground.studies import (
    VARY,
    Cluster,
    Journal,
    Pool,
    Processes,
    Result,
    Search,
    Slice,
    Study,
    StudyRun,
    Trial,
    Verdict,
    best_of,
    duration,
    save_results,
    validation_notice,
    with_validation,
)
from playground.studies.trial import FAILED
from playground.training import Run

_EVERY = 0.2
"""Seconds between two drawings."""


class StudyProgress:
    """Draws a line that rewrites itself, on a terminal only."""

    def __init__(self, running: StudyRun, stream: TextIO | None) -> None:
        self._running = running
        self._stream = stream
        self._shown = stream is not None and stream.isatty()
        self._last = 0.0

    def __enter__(self) -> Self:
        self._draw()
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()

    def slice(self, _trial: Trial, _piece: Slice) -> None:
        """A trial went on."""
        if time.monotonic() - self._last >= _EVERY:
            self._draw()

    def result(self, _trial: Trial, _result: Result) -> None:
        """A trial has ended."""
        self._draw()

    def notice(self, text: Message) -> None:
        """Something to tell, in a line of its own."""
        self._clear()
        print(f"playground: {text}", file=self._stream, flush=True)

    def _draw(self) -> None:
        if not self._shown:
            return
        self._last = time.monotonic()
        progress = self._running.progress
        left = "" if progress.seconds_left is None else f"  {duration(progress.seconds_left)} left"
        line = f"{progress.done:,} of {progress.total:,} trials  {100 * progress.share:.0f} %{left}"
        print(f"\r{line} \033[K", end="", file=self._stream, flush=True)

    def _clear(self) -> None:
        if self._shown:
            print("\r\033[K", end="", file=self._stream, flush=True)


@dataclass(frozen=True)
class Trained:
    """The end of a study; whether Ctrl+C came before it was all there, and whether its files could be written."""

    results: tuple[Result, ...]
    interrupted: bool
    saved: bool


def add_study_options(parser: argparse.ArgumentParser) -> None:
    """The options of every study."""
    parser.add_argument("--epochs", type=int, metavar="N", help="train each for N epochs")
    parser.add_argument("--seed", type=int, metavar="N", help="the first seed of weights and batches")
    parser.add_argument("--workers", type=int, metavar="N", help="so many processes (default: one for each core)")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="train on a Dask cluster instead, as tcp://host:8786")
    parser.add_argument(
        "--vary",
        choices=VARY,
        help="another in each repeat, beside the first weights: nothing, the split, or the data (default: the split of "
        "tables and images, the data of generated sets)",
    )
    parser.add_argument("--csv", metavar="FILE", help="write a row for each trial to a CSV file")
    parser.add_argument(
        "--export", metavar="FILE", action="append", default=[], help="write the weights of the best by validation"
    )
    parser.add_argument("--save", metavar="FILE.json", help="write the best by validation as an experiment")
    parser.add_argument("--report", metavar="FILE.html", help="write a lab report of the study as a page")
    takes_person(parser)
    parser.add_argument(
        "--journal", metavar="FILE", help="keep results here as they come; with it again, the study goes on from there"
    )


def parse_over(texts: Sequence[str], experiment: Experiment, kind: str) -> list[tuple[Setting, str]]:
    """Each `PATH=VALUES` as a setting and the text of its values; those of the lab where there is none."""
    if texts:
        pairs = [text.partition("=")[::2] for text in texts]
    else:
        lab = lab_of(experiment)
        declared: Mapping[str, str] = getattr(lab, kind) if lab is not None else {}
        pairs = list(declared.items())
    if not pairs:
        raise UserError("--over is missing: name a setting and its values, as in --over network.layers.0.units=1-5")
    for path, values in pairs:
        if not path or not values:
            raise UserError(
                "--over {path}: write a setting's path and its values, as in training.l2=0,0.01", path=path or "?"
            )
    return [(setting(experiment, path.strip()), values) for path, values in pairs]


def study_epochs(options: argparse.Namespace, experiment: Experiment, kind: str) -> int | None:
    """The epochs that the lab's own study trains each; None for as long as the experiment or the person says."""
    lab = lab_of(experiment)
    if lab is None or lab.experiment is None or not getattr(lab, kind) or options.over:
        return None
    as_in_lab = experiment.training.epochs == lab.experiment.training.epochs
    return lab.study_epochs if options.epochs is None and as_in_lab else None


def judged_experiment(experiment: Experiment) -> Experiment:
    """The experiment with a validation part to judge by; it is told where that costs training samples."""
    parted = with_validation(experiment)
    notice = validation_notice(experiment, parted)
    if notice is not None:
        print(f"playground: {notice}", file=sys.stderr)
    return parted


def check_options(options: argparse.Namespace, experiment: Experiment) -> None:
    """Refuse what cannot be before anything is spent on training."""
    from playground.export import check_apart, check_export_path

    if options.workers is not None and options.scheduler is not None:
        raise UserError("--workers: with --scheduler the cluster's workers do the work; give one of the two")
    if options.workers is not None and not 1 <= options.workers <= 1000:
        raise UserError("--workers {n}: it takes a whole number from 1 to 1,000", n=options.workers)
    written = [path for path in (options.csv, options.journal, options.save, options.report, *options.export) if path]
    check_keeps_inputs(written, options.experiment, experiment)
    if options.csv:
        path = Path(options.csv)
        check_writable(path)
        if path.suffix.lower() != ".csv" and not is_stream(path):
            raise UserError("{path}: the results are a CSV table; let the file's name end in .csv", path=path)
    if options.save:
        path = Path(options.save)
        check_writable(path)
        if path.suffix.lower() != ".json" and not is_stream(path):
            raise UserError("{path}: an experiment is a JSON file; let the file's name end in .json", path=path)
    for name in options.export:
        check_export_path(name)
    if options.report:
        check_report_path(options.report)
    elif any(given is not None for given in (options.name, options.number, options.class_name, options.language)):
        raise UserError("--name, --number, --class and --language are for a report; add --report FILE.html")
    check_apart(written)


def train_study(study: Study, options: argparse.Namespace) -> Trained:
    """Train. Finished rows are in the CSV in any case, unless it cannot be written, which is said."""
    pool: Pool = Cluster(options.scheduler) if options.scheduler else Processes(options.workers)
    # The best is tested, or taken home, at the state it ended with; where nobody asks for one, none is kept.
    journal = Journal(options.journal, ends=isinstance(study, Search) or bool(options.export) or bool(options.report))
    with closing(pool), closing(journal), Interrupt() as interrupt:
        running = StudyRun(study, pool, journal=journal)
        saved = False
        try:
            with StudyProgress(running, sys.stderr) as progress:
                running.run(
                    on_slice=progress.slice,
                    on_result=progress.result,
                    on_notice=progress.notice,
                    cancelled=interrupt.pressed,
                )
        finally:
            saves = [lambda: save_results(study, running.results, options.csv)] if options.csv else []
            saved = save_all(*saves)
        if not interrupt.pressed.is_set():
            saved = _take_home(running, options) and saved
    return Trained(running.results, interrupt.pressed.is_set(), saved)


def _take_home(running: StudyRun, options: argparse.Namespace) -> bool:
    """Write the best by validation, in whatever form is asked for; whether that went well."""
    from playground.export import export

    saves: list[Callable[[], object]] = []
    if options.report and running.results:
        saves.append(partial(_report, running, options))
    best = best_of(running.results)
    if best is None or not (options.export or options.save):
        return save_all(*saves)
    trial = running.study.trials()[best.number]
    if options.save:
        saves.append(partial(write, trial.experiment, options.save))
    if options.export:
        run = running.trained(best.number)
        saves += [partial(export, run, path) for path in options.export]
    return save_all(*saves)


def _report(running: StudyRun, options: argparse.Namespace) -> None:
    """Write the report of a study, with the network of the trial that it shows."""
    seen = StudyTold(running.study, running.results, getattr(options, "margin", None))
    first = running.study.trials()[0].experiment
    run = Run(first) if seen.shown is None else running.trained(seen.shown)
    save_report(run, options.report, written_of(options, Desk()), language=language_of(options), study=seen)


def print_verdict(found: Verdict, trained: Trained, study: Study, options: argparse.Namespace) -> None:
    """Print what the study says, how it was judged, and what was taken home of it."""
    lines = [found.sentence, found.judged, *found.details]
    best = best_of(trained.results)
    if best is not None and trained.saved and not trained.interrupted and (options.export or options.save):
        files = series([path for path in (*options.export, options.save) if path])
        trial = study.trials()[best.number]
        lines.append(say("The best by validation, {trial}, is in {files}.", trial=str(trial), files=files))
    if options.report and trained.results and trained.saved and not trained.interrupted:
        lines.append(say("The report is in {path}.", path=options.report))
    print("", *(str(line) for line in lines if str(line)), sep="\n")


def conclude(study: Study, trained: Trained, options: argparse.Namespace) -> int:
    """Say on standard error what went wrong with which trials; the exit status."""
    for result in trained.results:
        if result.reason == FAILED:
            trial = study.trials()[result.number]
            print(f"playground: trial {result.number + 1} ({trial}): {result.message}", file=sys.stderr)
    if trained.interrupted:
        done, total = len(trained.results), len(study.trials())
        kept = "the same command goes on from there" if options.journal else "these are kept"
        told = f"; {kept}" if trained.saved and (done or options.journal) else ""
        print(f"playground: interrupted after {done:,} of {total:,} trials{told}", file=sys.stderr)
    if not trained.saved:
        return EXIT_WRONG_INPUT
    if trained.interrupted:
        return EXIT_INTERRUPTED
    return EXIT_OK if any(result.sound for result in trained.results) else EXIT_NONE_SOUND
