"""Where the work is done: here, in processes of this machine, or on a cluster."""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from typing import Any, Protocol


class Pool(Protocol):
    """Workers to give work to. A pool can serve several studies, one after the other; whoever made it closes it."""

    @property
    def workers(self) -> int:
        """How many tasks are worth giving at once."""

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
