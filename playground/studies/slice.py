"""A slice: a run that goes on from its state for a fraction of a second, wherever the work is done.

It is a pure function of its task, so any executor will do, a slice that is lost can be done again, and how time is cut
changes no number.
"""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from playground.data import Dataset
from playground.experiment import Experiment, UserError
from playground.studies.sources import Store, dataset_store, size_of
from playground.studies.trial import UNFINISHED, Measured, Result, Trial, explained
from playground.training import MapRequest, Outcome, Reason, Region, Run, Score
from playground.training.pieces import Rows, figures_of, forget_past, taken_apart
from playground.training.state import State


@dataclass(frozen=True)
class Tiles:
    """The picture that a wall asks of each slice: the output over a region, on a grid of `resolution` squared."""

    region: Region
    resolution: int = 48


@dataclass(frozen=True)
class Task:
    """A slice to be done.

    data : the digest of the dataset, which a worker keeps. state : None at the beginning.
    seconds : about how long to train; never more than to the experiment's end.
    key, place : which trial of which study this is, and the number of the slice; by these a worker that did the slice
        before knows the run that it left. Empty for a trial that nobody will ask for again.
    """

    experiment: Experiment
    data: str
    state: State | None
    seconds: float
    tiles: Tiles | None = None
    key: str = ""
    place: int = 0


@dataclass(frozen=True)
class Slice(Measured):
    """The outcome of a task.

    state : to go on from, with the last row of the history only. rows : those that are new.
    outcome : how the trial ended; None where it goes on. failure : why it could not go on, in one line.
    tile : (resolution, resolution, outputs) float32, from the top row down; None where none was asked for.
    seconds : spent training. r_squared : by part, the share of the variance that is explained; only where there is one.
    samples : by part, how many. base_rate : what knowing nothing scores on the training part: the share of its largest
        class, or an R² of 0.
    """

    state: State
    rows: Rows
    epoch: int
    scores: Mapping[str, Score]
    parameters: int
    seconds: float
    outcome: Outcome | None = None
    tile: NDArray[np.float32] | None = None
    r_squared: Mapping[str, float] = field(default_factory=dict)
    samples: Mapping[str, int] = field(default_factory=dict)
    base_rate: float = 0.0

    def so_far(self, trial: Trial) -> Result:
        """Tell what its trial has come to; how long all of it took is not known here."""
        return Result(
            trial.number,
            dict(trial.assignments),
            trial.seed,
            self.epoch,
            UNFINISHED,
            "",
            dict(self.scores),
            self.parameters,
            math.nan,
            dict(self.r_squared),
        )

    @property
    def curves(self) -> NDArray[np.float64]:
        """Losses and accuracies of every new epoch, (epochs, figures): of each part that exists, in their order."""
        return figures_of(self.rows)


@dataclass(frozen=True)
class Missing:
    """The worker does not have the data: send the task again, with them."""


@dataclass(frozen=True)
class Failure:
    """The trial could not go on, and why in one line."""

    message: str


Answer = Slice | Missing | Failure


def train_slice(task: Task, dataset: Dataset, runs: Store[Run] | None = None) -> Slice | Failure:
    """Go on with a trial for a while. An error is the trial's end and nobody else's.

    runs : the runs that this worker left, by key and place: one that is there need not be built from its state.
    """
    try:
        run = None if runs is None else runs.take(f"{task.key} {task.place}")
        if run is None:
            run = _restored(task, dataset)
        piece = _train(run, task)
    except UserError as error:
        return Failure(str(error))
    except MemoryError:
        return Failure("the memory does not suffice; make the network or the batch smaller")
    except (ArithmeticError, ValueError, np.linalg.LinAlgError) as error:
        return Failure(f"{type(error).__name__}: {error}")
    if runs is not None and task.key and piece.outcome is None:
        forget_past(run, piece.state)
        runs.put(f"{task.key} {task.place + 1}", run)
    return piece


def _restored(task: Task, dataset: Dataset) -> Run:
    run = Run(task.experiment, dataset)
    if task.state is not None:
        run.restore(task.state)
    return run


def _train(run: Run, task: Task) -> Slice:
    started = time.perf_counter()
    outcome = _advance(run, _clock(started + task.seconds))
    seconds = time.perf_counter() - started
    thin, rows = taken_apart(run.state(), begun_with_last_row=task.state is not None)
    snapshot = run.snapshot(_asked(task.tiles))
    tile = None if snapshot.maps is None else snapshot.maps.output
    return Slice(
        thin,
        rows,
        run.epochs_done,
        snapshot.scores,
        snapshot.parameter_count,
        seconds,
        outcome,
        tile,
        explained(snapshot),
        {name: len(part) for name, part in run.dataset.parts.items()},
        _base_rate(run.dataset),
    )


def _base_rate(dataset: Dataset) -> float:
    labels = dataset.train.labels
    return 0.0 if labels is None else float(np.bincount(labels).max() / len(labels))


def _advance(run: Run, go_on: Callable[[], bool]) -> Outcome | None:
    """Train until the run ends or `go_on` says no, be it within an epoch."""
    last = run.experiment.training.epochs
    while run.epochs_done < last:
        if run.advance(go_on) and run.outcome is not None:
            return run.outcome
        if not go_on():
            return None
    return Outcome(Reason.EPOCHS, run.epochs_done, run.epochs_done)


def _clock(until: float) -> Callable[[], bool]:
    def go_on() -> bool:
        return time.perf_counter() < until

    return go_on


def _asked(tiles: Tiles | None) -> MapRequest | None:
    # Of the neurons' own maps none is wanted here: one point each is as few as can be asked for.
    return None if tiles is None else MapRequest(tiles.region, tiles.resolution, tiles=(1,))


def work(task: Task, dataset: Dataset | None) -> Answer:
    """Train a slice, with the dataset that came along or that is kept here since it did."""
    if dataset is not None:
        _DATASETS.put(task.data, dataset)
    kept = _DATASETS.get(task.data)
    return Missing() if kept is None else train_slice(task, kept, _RUNS)


def _size_of_run(run: Run) -> int:
    # Its samples, held as the network takes them, and its numbers in the network, the optimizer and the judge.
    return 2 * size_of(run.dataset) + 8 * run.network.values.nbytes


_DATASETS = dataset_store()
_RUNS: Store[Run] = Store(_size_of_run, most_bytes=128 * 2**20, most=16)
