"""The coordinator: it hands out slices, takes them in, and gives lost ones out again."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from playground.experiment import UserError
from playground.experiment.message import Message, say
from playground.studies.book import Book
from playground.studies.processes import Pool
from playground.studies.queue import Queue, UnderWay
from playground.studies.slice import Answer, Failure, Missing, Slice, Task, Tiles, work
from playground.studies.sources import Sources
from playground.studies.trial import Result, Trial

OnSlice = Callable[[Trial, Slice], None]
OnResult = Callable[[Trial, Result], None]
OnNotice = Callable[[Message], None]
_LOOK = 0.05
"""Seconds between two looks at whether the study was cancelled."""
_GRACE = 0.7
"""Seconds that slices under way get to end when it was; what takes longer is given up."""
_MOST_LOSSES = 3
ASIDE_SECONDS = 30.0
"""A program that is killed loses no more work than of so many seconds."""
_ASIDE_SHARE = 0.02
"""Unless writing would take more than this share of the time."""


@dataclass(frozen=True)
class Listener:
    """Who wants to hear what of a study."""

    on_slice: OnSlice | None = None
    on_result: OnResult | None = None
    on_notice: OnNotice | None = None

    def slice(self, trial: Trial, piece: Slice) -> None:
        """A trial went on."""
        if self.on_slice is not None:
            self.on_slice(trial, piece)

    def result(self, trial: Trial, result: Result) -> None:
        """A trial has ended."""
        if self.on_result is not None:
            self.on_result(trial, result)

    def notice(self, text: Message) -> None:
        """Something that a person may want to know."""
        if self.on_notice is not None:
            self.on_notice(text)


class Coordinator:
    """Trains what is left of a study, in the thread that calls `train`.

    Parameters
    ----------
    book : what the study has come to. sources : its data. pool : the workers.
    tiles : the map that each slice should bring along. listener : who is told.
    """

    def __init__(self, book: Book, sources: Sources, pool: Pool, tiles: Tiles | None, listener: Listener) -> None:
        self._book = book
        self._sources = sources
        self._pool = pool
        self._tiles = tiles
        self._listener = listener
        self._queue = Queue(book.left())
        self._under_way: dict[Future[Any], UnderWay] = {}
        self._name = uuid4().hex
        self._lost_in_a_row = 0
        self._told_of_disk = False
        self._aside_at = time.monotonic() + ASIDE_SECONDS

    def train(self, cancelled: threading.Event) -> None:
        """Until all is done or cancelled; whatever happens, no slice is left under way."""
        try:
            while not cancelled.is_set():
                self._hand_out()
                if not self._under_way:
                    return
                done, _ = wait(self._under_way, timeout=_LOOK, return_when=FIRST_COMPLETED)
                for future in done:
                    self._take_in(future)
                self._put_aside_in_time()
        finally:
            self._leave()

    def _leave(self) -> None:
        """Take in what still comes in time, whatever happened, and free the workers of the rest."""
        running = [future for future in self._under_way if not future.cancel()]
        done, late = wait(running, timeout=_GRACE)
        for future in done:
            if future.exception() is None:
                self._take_answer(self._under_way[future], future.result(), leaving=True)
        self._pool.give_up(late)
        self._under_way.clear()
        self._book.put_aside()

    def _put_aside_in_time(self) -> None:
        started = time.monotonic()
        if self._book.lasts and started >= self._aside_at:
            self._book.put_aside()
            ended = time.monotonic()
            self._aside_at = ended + max(ASIDE_SECONDS, (ended - started) / _ASIDE_SHARE)

    def _hand_out(self) -> None:
        workers = self._book.workers = self._pool.workers
        while len(self._under_way) < workers:
            trial = self._queue.next()
            if trial is None:
                return
            self._submit(trial, with_data=False)

    def _submit(self, trial: UnderWay, *, with_data: bool) -> None:
        experiment = trial.trial.experiment
        try:
            task = Task(
                experiment,
                self._sources.digest(experiment),
                trial.state,
                trial.slice_seconds,
                self._tiles,
                key=f"{self._name} {trial.trial.number}",
                place=trial.slices,
            )
            dataset = self._sources.dataset(experiment) if with_data else None
        except (UserError, MemoryError) as error:
            self._end(trial, Failure(str(error) or "the memory does not suffice for the data"))
            return
        self._under_way[_submitted(self._pool, task, dataset)] = trial

    def _take_in(self, future: "Future[Any]") -> None:
        trial = self._under_way.pop(future)
        try:
            answer = future.result()
        except (Exception, CancelledError) as error:
            self._lost(trial, error)
            return
        self._lost_in_a_row = 0
        self._take_answer(trial, answer)

    def _take_answer(self, trial: UnderWay, answer: Answer, *, leaving: bool = False) -> None:
        if isinstance(answer, Missing):
            if not leaving:
                self._submit(trial, with_data=True)
            return
        if isinstance(answer, Slice):
            self._book.add(trial, answer)
            self._listener.slice(trial.trial, answer)
            if answer.outcome is None:
                self._queue.again(trial)
                return
        self._end(trial, answer)

    def _end(self, trial: UnderWay, answer: Slice | Failure) -> None:
        result = trial.end(answer)
        assert result is not None
        self._queue.done(trial)
        self._book.end(trial, result)
        if self._book.broken and not self._told_of_disk:
            self._told_of_disk = True
            self._listener.notice(
                say("results cannot be kept on disk any more ({reason}); make room there", reason=self._book.broken)
            )
        self._listener.result(trial.trial, result)

    def _lost(self, trial: UnderWay, error: BaseException) -> None:
        """A worker died, or cannot be reached: the slice is done again, unless that happens over and over."""
        died = isinstance(error, BrokenExecutor)
        reason = "its worker died" if died else (" ".join(str(error).split()) or type(error).__name__)
        trial.losses += 1
        self._lost_in_a_row += 1
        if self._lost_in_a_row >= _MOST_LOSSES * max(2, self._pool.workers):
            raise UserError(
                "the workers fail one after the other: {reason}; use fewer, or a smaller network", reason=reason
            )
        if trial.losses >= _MOST_LOSSES:
            self._end(trial, Failure(f"given up after {_MOST_LOSSES} attempts: {reason}; it may need too much memory"))
            return
        self._listener.notice(
            say(
                "trial {n} ({trial}): {reason}; its last part is done again",
                n=trial.trial.number + 1,
                trial=str(trial.trial),
                reason=reason,
            )
        )
        self._queue.at_once(trial)


def _submitted(pool: Pool, *arguments: Any) -> "Future[Any]":
    """A future, even where the pool takes no work: it fails as if the work had."""
    try:
        return pool.submit(work, *arguments)
    except Exception as error:  # A pool's own errors are many; what they mean is that the slice was not done.
        future: Future[Any] = Future()
        future.set_exception(error)
        return future
