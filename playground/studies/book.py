"""All that a study has come to: results, and the states of its trials, under way or done. Any thread may ask."""

from collections.abc import Sequence
from threading import Lock

from playground.studies.journal import Journal
from playground.studies.queue import Forecast, Progress, UnderWay
from playground.studies.slice import Slice
from playground.studies.trial import Result, Trial
from playground.training.state import State


class Book:
    """Keeps results in memory and the states of trials that are done on disk; of those under way it holds them.

    Parameters
    ----------
    trials : of the study.
    journal : where what comes is written; what it holds already is taken over.
    data : what tells the content of the files that the trials have their data from.
    """

    def __init__(self, trials: Sequence[Trial], journal: Journal, data: str = "") -> None:
        journal.begin(trials, data)
        self._trials = trials
        self._journal = journal
        self._under_way: dict[int, UnderWay] = {}
        self._aside: dict[int, float] = {}
        """The seconds that trials had been trained for when they were last put aside."""
        self._forecast = Forecast(trials)
        self._forecast.done(journal.results)
        self._lock = Lock()
        self.workers = 1
        """The number there is to do what is left."""

    @property
    def results(self) -> tuple[Result, ...]:
        """Those that have come, in the study's order."""
        with self._lock:
            found = self._journal.results
            return tuple(found[number] for number in sorted(found))

    def progress(self) -> Progress:
        """The study's progress."""
        with self._lock:
            return self._forecast.progress(self.workers)

    def state(self, number: int) -> State | None:
        """The state that a trial has come to, with its whole history; None where none is kept."""
        with self._lock:
            trial = self._under_way.get(number)
            if trial is not None and trial.state is not None:
                return trial.whole_state()
        kept = self._journal.state(number)
        return None if kept is None else kept[0]

    def left(self) -> list[UnderWay]:
        """The trials that are not done, at the states that were kept of them."""
        found = []
        for trial in self._trials:
            if trial.number in self._journal.results:
                continue
            under_way = UnderWay(trial)
            kept = self._journal.state(trial.number)
            if kept is not None:
                under_way.go_on_from(*kept)
            found.append(under_way)
        return found

    def add(self, trial: UnderWay, piece: Slice) -> None:
        """A trial went on."""
        with self._lock:
            before = trial.epoch
            trial.add(piece)
            number = trial.trial.number
            self._under_way[number] = trial
            self._forecast.saw(number, trial.epoch, max(0, trial.epoch - before), piece.seconds)

    def end(self, trial: UnderWay, result: Result) -> None:
        """A trial has ended; its state goes to the disk."""
        state = trial.whole_state() if self._journal.ends else None
        # The state first: a result in the journal means that all of it is there.
        if state is not None:
            self._journal.add_state(result.number, trial.epoch, trial.seconds, state, last=True)
        self.replace(result)
        with self._lock:
            self._under_way.pop(result.number, None)

    def replace(self, result: Result) -> None:
        """A result, or a fuller one."""
        with self._lock:
            self._journal.add_result(result)
            self._forecast.done([result.number])

    def put_aside(self) -> None:
        """Write the states of the trials under way, so that the study can go on from them another day."""
        with self._lock:
            trials = list(self._under_way.values())
        for trial in trials:
            state = trial.whole_state()
            number = trial.trial.number
            if state is not None and self._aside.get(number) != trial.seconds:
                self._journal.add_state(number, trial.epoch, trial.seconds, state)
                self._aside[number] = trial.seconds

    @property
    def lasts(self) -> bool:
        """True where what is written is there when the program has ended."""
        return self._journal.path is not None

    @property
    def broken(self) -> str | None:
        """Why nothing can be written to disk any more, where that is so."""
        return self._journal.broken
