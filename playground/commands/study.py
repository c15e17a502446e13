"""What the commands `sweep` and `search` have in common: their options, the study under way, the rows kept."""

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
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
from playground.experiment import Experiment, Setting, UserError, lab_of, setting
from playground.experiment.files import check_writable, is_stream
from playground.studies import (
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
    save_results,
)
from playground.studies.trial import FAILED

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

    def notice(self, text: str) -> None:
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


def duration(seconds: float) -> str:
    """Seconds as a person says them: 45 s, 3 min, 2 h 5 min."""
    whole = round(seconds)
    if whole < 100:
        return f"{whole} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


@dataclass(frozen=True)
class Trained:
    """What a study came to; whether Ctrl+C came before it was all there, and whether its CSV could be written."""

    results: tuple[Result, ...]
    interrupted: bool
    saved: bool


def add_study_options(parser: argparse.ArgumentParser) -> None:
    """The options of every study."""
    parser.add_argument("--epochs", type=int, metavar="N", help="train each for N epochs")
    parser.add_argument("--seed", type=int, metavar="N", help="the first seed of weights and batches")
    parser.add_argument("--workers", type=int, metavar="N", help="so many processes (default: one for each core)")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="train on a Dask cluster instead, as tcp://host:8786")
    parser.add_argument("--csv", metavar="FILE", help="write a row for each trial to a CSV file")
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
            raise UserError(f"--over {path or '?'}: write a setting's path and its values, as in training.l2=0,0.01")
    return [(setting(experiment, path.strip()), values) for path, values in pairs]


def study_epochs(options: argparse.Namespace, experiment: Experiment, kind: str) -> int | None:
    """How long the lab's own study trains each; None for as long as the experiment or the person says."""
    lab = lab_of(experiment)
    if lab is None or lab.experiment is None or not getattr(lab, kind) or options.over:
        return None
    as_in_lab = experiment.training.epochs == lab.experiment.training.epochs
    return lab.study_epochs if options.epochs is None and as_in_lab else None


def check_options(options: argparse.Namespace, experiment: Experiment) -> None:
    """Refuse what cannot be before anything is spent on training."""
    if options.workers is not None and options.scheduler is not None:
        raise UserError("--workers: with --scheduler the cluster's workers do the work; give one of the two")
    if options.workers is not None and not 1 <= options.workers <= 1000:
        raise UserError(f"--workers {options.workers}: it takes a whole number from 1 to 1,000")
    check_keeps_inputs([options.csv or "", options.journal or ""], options.experiment, experiment)
    if options.csv:
        path = Path(options.csv)
        check_writable(path)
        if path.suffix.lower() != ".csv" and not is_stream(path):
            raise UserError(f"{path}: the results are a CSV table; let the file's name end in .csv")
        if options.journal and path.resolve() == Path(options.journal).resolve():
            raise UserError(f"{path}: this file is named twice; give each its own")


def train_study(study: Study, options: argparse.Namespace) -> Trained:
    """Train. Finished rows are in the CSV in any case, unless it cannot be written, which is said."""
    pool: Pool = Cluster(options.scheduler) if options.scheduler else Processes(options.workers)
    # The best of a search is tested at the state it ended with; of a sweep, nobody asks for a state again.
    journal = Journal(options.journal, ends=isinstance(study, Search))
    with closing(pool), closing(journal), Interrupt() as interrupt:
        running = StudyRun(study, pool, journal=journal)
        try:
            with StudyProgress(running, sys.stderr) as progress:
                running.run(
                    on_slice=progress.slice,
                    on_result=progress.result,
                    on_notice=progress.notice,
                    cancelled=interrupt.pressed,
                )
        finally:
            saved = not options.csv or save_all(lambda: save_results(study, running.results, options.csv))
    return Trained(running.results, interrupt.pressed.is_set(), saved)


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
