"""A study under way, as whoever started it sees it."""

import threading
from dataclasses import replace

from playground.data import Dataset
from playground.experiment import FromFile
from playground.studies.book import Book
from playground.studies.coordinator import Coordinator, Listener, OnNotice, OnResult, OnSlice
from playground.studies.journal import DataChanged, Journal
from playground.studies.processes import Pool
from playground.studies.queue import Progress
from playground.studies.search import Search, best_of
from playground.studies.slice import Tiles
from playground.studies.sources import Sources
from playground.studies.table import Study
from playground.studies.trial import Result, explained
from playground.training import Run
from playground.training.pieces import widened
from playground.training.state import State


class StudyRun:
    """One study under way.

    `run` trains until all trials are done or `cancelled` is set, in the thread that calls it, which is also the thread
    of the callbacks. `state`, `open`, `results` and `progress` may be asked from any thread, at any time.

    Parameters
    ----------
    study : what to train.
    pool : where; it is not closed.
    journal : where to keep what comes; what it holds already is not trained again. It is not closed.
    tiles : the map that each slice should bring along.

    Raises
    ------
    DataChanged : when what the journal holds came of other data.
    UserError : when the data cannot be had, the journal is another study's or in use, or it cannot be written.
    """

    def __init__(self, study: Study, pool: Pool, *, journal: Journal | None = None, tiles: Tiles | None = None) -> None:
        self.study = study
        self._pool = pool
        self._tiles = tiles
        self._sources = Sources(without_test=isinstance(study, Search))
        journal = journal or Journal()
        self._book = Book(study.trials(), journal, self._sources.digest_of_files(study.trials()))

    @property
    def results(self) -> tuple[Result, ...]:
        """Those that have come, in the study's order."""
        return self._book.results

    @property
    def progress(self) -> Progress:
        """Its progress."""
        return self._book.progress()

    def state(self, number: int) -> State | None:
        """The state that a trial has come to, with its whole history; None where it has not begun, or is not kept."""
        return self._book.state(number)

    def open(self, number: int) -> Run:
        """A trial as a run of its own, at the state it has come to; at its beginning where no state is kept.

        Raises
        ------
        DataChanged : when data that had to be read again are others than the trial's.
        """
        trial = self.study.trials()[number]
        trained_on = self._sources.dataset(trial.experiment)
        run = Run(trial.experiment, None if isinstance(self.study, Search) else trained_on)
        self.check_data(number, run.dataset)
        state = self.state(number)
        if state is not None:
            run.restore(widened(state, run.network.names, trained_on, run.dataset))
        return run

    def check_data(self, number: int, dataset: Dataset) -> None:
        """Raise `DataChanged` if these, read from a file, are other data than the trial was trained on."""
        experiment = self.study.trials()[number].experiment
        from_file = isinstance(experiment.data.source, FromFile)
        if (
            from_file
            and dataset is not self._sources.dataset(experiment)
            and not self._sources.knows(experiment, dataset)
        ):
            raise DataChanged(
                "the data have changed since this trial was trained, so it cannot be opened; start the study again"
            )

    def run(
        self,
        *,
        on_slice: OnSlice | None = None,
        on_result: OnResult | None = None,
        on_notice: OnNotice | None = None,
        cancelled: threading.Event | None = None,
    ) -> tuple[Result, ...]:
        """Train; all results, or those so far when it was cancelled, which takes less than a second.

        on_result gets the best trial of a search once more at the end, with its test figures. on_notice is told what
        a person may want to know, in a sentence: a worker that died, a disk that is full.

        Raises
        ------
        UserError : when the study's data cannot be read, or the workers die one after the other.
        """
        cancelled = cancelled or threading.Event()
        self._sources.build_common(self.study.trials())
        listener = Listener(on_slice, on_result, on_notice)
        Coordinator(self._book, self._sources, self._pool, self._tiles, listener).train(cancelled)
        if isinstance(self.study, Search) and not cancelled.is_set():
            self._test_best(listener, cancelled)
        return self.results

    def trained(self, number: int, cancelled: threading.Event | None = None) -> Run:
        """A trial as a run of its own at its end; one whose state was not kept comes to the same numbers again."""
        run = self.open(number)
        ended = {result.number: result.kept_epoch for result in self.results}
        if run.epochs_done != ended.get(number):
            run.train(watch=lambda _: cancelled is not None and cancelled.is_set())
        return run

    def _test_best(self, listener: Listener, cancelled: threading.Event) -> None:
        """Measure the test part, which no trial has seen, with the best of them: once."""
        best = best_of(self.results)
        if best is None or "test" in best.scores:
            return
        for each in [result for result in self.results if result.assignments == best.assignments and result.sound]:
            snapshot = self.trained(each.number, cancelled).snapshot()
            if "test" in snapshot.scores and not cancelled.is_set():
                scores = {**each.scores, "test": snapshot.scores["test"]}
                samples = {name: len(part) for name, part in snapshot.dataset.parts.items()}
                result = replace(each, scores=scores, r_squared=explained(snapshot), samples=samples)
                self._book.replace(result)
                listener.result(self.study.trials()[each.number], result)


def run_study(
    study: Study,
    pool: Pool,
    *,
    journal: Journal | None = None,
    tiles: Tiles | None = None,
    on_slice: OnSlice | None = None,
    on_result: OnResult | None = None,
    on_notice: OnNotice | None = None,
    cancelled: threading.Event | None = None,
) -> tuple[Result, ...]:
    """The results of a study, in its order: see `StudyRun`."""
    running = StudyRun(study, pool, journal=journal, tiles=tiles)
    return running.run(on_slice=on_slice, on_result=on_result, on_notice=on_notice, cancelled=cancelled)
