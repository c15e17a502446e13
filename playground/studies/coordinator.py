"""A study under way: it hands out slices, takes them in, and keeps what comes."""

import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any

from playground.training import Run
from playground.training.state import State

from .comparison import Comparison
from .journal import Journal
from .pool import Pool
from .queue import Open, Queue
from .result import Result
from .search import Search
from .slice import Answer, Missing, Slice, Task, Tiles
from .store import Sources, work
from .summary import Progress
from .sweep import Sweep
from .trial import Trial

Study = Sweep | Search | Comparison
OnSlice = Callable[[Trial, Slice], None]
OnResult = Callable[[Trial, Result], None]
_PATIENCE = 0.1
"""Seconds between two looks at whether the study was cancelled."""


class StudyRun:
    """One study under way.

    `run` trains until all trials are done or `cancelled` is set, in the thread that calls it, which is also the thread
    of the callbacks. `state`, `open`, `results` and `progress` may be asked from any thread, at any time.

    Parameters
    ----------
    study : what to train.
    pool : where.
    journal : where to keep what comes; what it holds already is not trained again.
    tiles : the map that each slice should bring along.
    """

    def __init__(self, study: Study, pool: Pool, *, journal: Journal | None = None, tiles: Tiles | None = None) -> None:
        self.study = study
        self._pool = pool
        self._journal = journal
        self._tiles = tiles
        self._sources = Sources(without_test=isinstance(study, Search))
        self._open: dict[int, Open] = {}
        self._results: dict[int, Result] = {}
        self._ends: dict[int, State] = {}
        self._under_way: dict[Future[Any], Open] = {}
        self._lock = threading.Lock()

    @property
    def results(self) -> tuple[Result, ...]:
        """Those that have come, in the study's order."""
        with self._lock:
            return tuple(self._results[number] for number in sorted(self._results))

    @property
    def progress(self) -> Progress:
        """How far it is."""
        return Progress(len(self._results), len(self.study.trials()), 0.0, None)

    def state(self, number: int) -> State | None:
        """The state that a trial has come to, with its whole history; None where it has not begun, or is not kept."""
        with self._lock:
            if number in self._ends:
                return self._ends[number]
            trial = self._open.get(number)
            return None if trial is None else trial.whole_state()

    def open(self, number: int) -> Run:
        """A trial as a run of its own, at the state it has come to; from its beginning where no state is kept."""
        trial = self.study.trials()[number]
        run = Run(trial.experiment, self._sources.dataset(trial.experiment))
        state = self.state(number)
        if state is not None:
            run.restore(state)
        return run

    def run(
        self,
        *,
        on_slice: OnSlice | None = None,
        on_result: OnResult | None = None,
        on_notice: Callable[[str], None] | None = None,
        cancelled: threading.Event | None = None,
    ) -> tuple[Result, ...]:
        """Train; the results so far when it was cancelled, which takes as long as the slices under way."""
        cancelled = cancelled or threading.Event()
        queue = Queue(trial for trial in self.study.trials() if trial.number not in self._results)
        while not cancelled.is_set():
            self._hand_out(queue)
            if not self._under_way:
                break
            done, _ = wait(self._under_way, timeout=_PATIENCE, return_when=FIRST_COMPLETED)
            for future in done:
                self._take_in(queue, self._under_way.pop(future), future.result(), on_slice, on_result)
        return self.results

    def _hand_out(self, queue: Queue) -> None:
        while len(self._under_way) < self._pool.workers:
            trial = queue.next()
            if trial is None:
                return
            with self._lock:
                self._open[trial.trial.number] = trial
            self._submit(trial, with_data=False)

    def _submit(self, trial: Open, *, with_data: bool) -> None:
        experiment = trial.trial.experiment
        task = Task(experiment, self._sources.digest(experiment), trial.state, trial.slice_seconds, self._tiles)
        dataset = self._sources.dataset(experiment) if with_data else None
        self._under_way[self._pool.submit(work, task, dataset)] = trial

    def _take_in(
        self, queue: Queue, trial: Open, answer: Answer, on_slice: OnSlice | None, on_result: OnResult | None
    ) -> None:
        if isinstance(answer, Missing):
            self._submit(trial, with_data=True)
            return
        if isinstance(answer, Slice):
            with self._lock:
                trial.add(answer)
            if on_slice:
                on_slice(trial.trial, answer)
        result = trial.end(answer)
        if result is None:
            queue.again(trial)
            return
        queue.close()
        number = trial.trial.number
        with self._lock:
            self._results[number] = result
            del self._open[number]
            end = trial.whole_state()
            if end is not None:
                self._ends[number] = end
        if on_result:
            on_result(trial.trial, result)


def run_study(
    study: Study,
    pool: Pool,
    *,
    journal: Journal | None = None,
    tiles: Tiles | None = None,
    on_slice: OnSlice | None = None,
    on_result: OnResult | None = None,
    on_notice: Callable[[str], None] | None = None,
    cancelled: threading.Event | None = None,
) -> tuple[Result, ...]:
    """The results of a study, in its order: see `StudyRun`."""
    running = StudyRun(study, pool, journal=journal, tiles=tiles)
    return running.run(on_slice=on_slice, on_result=on_result, on_notice=on_notice, cancelled=cancelled)
