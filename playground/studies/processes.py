"""Pools to do the work: here, in processes of this machine, or on a cluster."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any, Protocol


class Pool(Protocol):
    """Workers to give work to. A pool can serve several studies, one after the other; whoever made it closes it."""

    @property
    def workers(self) -> int:
        """The number of tasks that are worth giving at once."""

    def submit(self, function: Callable[..., Any], *arguments: Any) -> "Future[Any]":
        """Give work to a worker that has none; one that died is replaced first."""

    def give_up(self, futures: "Iterable[Future[Any]]") -> None:
        """Free the workers that are busy with work nobody wants any more."""

    def close(self) -> None:
        """Let the workers go at once, whatever they do."""


class InProcess:
    """The work done here and now, in the thread that asks: for tests, notebooks and machines without processes."""

    workers = 1

    def submit(self, function: Callable[..., Any], *arguments: Any) -> "Future[Any]":
        """Do it, and give back a future that is done."""
        future: Future[Any] = Future()
        try:
            future.set_result(function(*arguments))
        except Exception as error:  # It comes out where the future is asked.
            future.set_exception(error)
        return future

    def give_up(self, futures: "Iterable[Future[Any]]") -> None:
        """There are none: work is done before anyone can give it up."""

    def close(self) -> None:
        """Nothing is left to let go."""


class Borrowed:
    """Any `concurrent.futures.Executor` that someone else has; `workers` says how much it does at once."""

    def __init__(self, executor: Executor, workers: int) -> None:
        self.workers = workers
        self._executor = executor

    def submit(self, function: Callable[..., Any], *arguments: Any) -> "Future[Any]":
        """Give the executor work."""
        return self._executor.submit(function, *arguments)

    def give_up(self, futures: "Iterable[Future[Any]]") -> None:
        """They come to their end by themselves: a slice is short."""

    def close(self) -> None:
        """It is not ours to close."""


_NICE = 10
"""Workers take what time the window leaves: with as many of them as cores it would draw half its frames too late."""
MOST_WORKERS = 61
"""Windows can wait for no more."""


def cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Processes:
    """Processes of this machine, as many as it has cores where `workers` is None.

    They are spawned, so that nothing of the window or of its threads is in them, and start with the first work that
    finds none free. They end with `close`, and when this process dies.
    """

    def __init__(self, workers: int | None = None) -> None:
        self._slots = [_Slot() for _ in range(min(workers or cores(), MOST_WORKERS))]

    @property
    def workers(self) -> int:
        """The number of processes that there are at most."""
        return len(self._slots)

    def submit(self, function: Callable[..., Any], *arguments: Any) -> "Future[Any]":
        """Give work to a process that has none; one that died is replaced first."""
        return min(self._slots, key=lambda slot: slot.load).submit(function, *arguments)

    def processes(self) -> tuple[int, ...]:
        """The ids of the processes that are alive."""
        return tuple(pid for slot in self._slots if (pid := slot.pid) is not None)

    def give_up(self, futures: "Iterable[Future[Any]]") -> None:
        """End the processes that are busy with these; others take their places when there is work."""
        unwanted = set(futures)
        for slot in self._slots:
            if slot.given in unwanted:
                slot.end()

    def close(self) -> None:
        """End the processes, whatever they do."""
        for slot in self._slots:
            slot.end()


class _Worker(SpawnProcess):
    """A process that Ctrl+C on the terminal does not reach: it is the coordinator's to decide what ends."""

    def start(self) -> None:
        with _interrupt_held_back():
            super().start()


class _Context(SpawnContext):
    """Starts workers, and remembers the one it started."""

    def __init__(self) -> None:
        super().__init__()
        self.process: SpawnProcess | None = None

    def Process(self, *arguments: Any, **named: Any) -> SpawnProcess:  # type: ignore[override]  # noqa: N802
        """See `multiprocessing.context`."""
        self.process = _Worker(*arguments, **named)
        return self.process


class _Slot:
    """Room for one process."""

    def __init__(self) -> None:
        self._context = _Context()
        self._executor: ProcessPoolExecutor | None = None
        self.given: Future[Any] | None = None

    @property
    def load(self) -> int:
        """Less is better: free and started, free, busy."""
        if self.given is not None and not self.given.done():
            return 2
        return 0 if self._executor is not None else 1

    @property
    def pid(self) -> int | None:
        """Of the process, while it lives."""
        process = self._context.process
        return process.pid if process is not None and process.is_alive() else None

    def submit(self, function: Callable[..., Any], *arguments: Any) -> "Future[Any]":
        """Give the process work; another takes the place of one that died."""
        try:
            self.given = self._started().submit(function, *arguments)
        except BrokenProcessPool:
            self.end()
            self.given = self._started().submit(function, *arguments)
        return self.given

    def end(self) -> None:
        """End the process at once, and wait until it is gone."""
        executor, self._executor, self.given = self._executor, None, None
        process = self._context.process
        if process is not None and process.is_alive():
            process.terminate()
        if executor is not None:
            executor.shutdown(wait=True, cancel_futures=True)

    def _started(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(1, self._context, initializer=_begin)
        return self._executor


def _begin() -> None:
    """Begin, as a worker does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    if hasattr(os, "nice"):
        os.nice(_NICE)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A coordinator that was killed cannot tell its workers, and they would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _interrupt_held_back() -> Iterator[None]:
    """A process started meanwhile inherits that it does not hear Ctrl+C, until it can decide for itself."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
