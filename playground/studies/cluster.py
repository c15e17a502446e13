"""Workers of a Dask cluster, on as many machines as it has."""

import asyncio
import logging
import socket
import time
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from weakref import WeakKeyDictionary

from playground import __version__
from playground.experiment import UserError

_CONNECTS_WITHIN = 5
"""Seconds."""
_TALKERS = ("distributed", "distributed.client", "distributed.core", "distributed.comm", "distributed.utils")
_LOOKS_EVERY = 1.0
"""Seconds between two counts of the workers, which come and go."""


class Cluster:
    """A Dask cluster by its scheduler's address, as tcp://host:8786.

    Its workers need this program and no files: data come as arrays. A worker that dies is Dask's to replace, and its
    slice is done again elsewhere.

    Raises
    ------
    UserError : when there is no such cluster, or its workers do not have this version of the program.
    """

    def __init__(self, address: str) -> None:
        try:
            import dask
            import distributed
        except ModuleNotFoundError:
            raise UserError(
                "a cluster needs the package distributed; install it with: pip install 'neural-playground[cluster]'"
            ) from None
        self.address = address
        # A slice carries its network's state, which is data and no mistake, however large.
        dask.config.set({"distributed.admin.large-graph-warning-threshold": "1TiB"})
        # What is wrong is told in one line, here and by the coordinator.
        for name in _TALKERS:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        try:
            _knock(*distributed.comm.parse_address(address))
            _greet(address)
            self._client = distributed.Client(address, timeout=_CONNECTS_WITHIN, set_as_default=False)
        except (OSError, TimeoutError, ValueError, TypeError) as error:
            reason = getattr(error, "strerror", None) or " ".join(str(error).split()) or "no answer"
            raise UserError(
                "{address}: there is no Dask scheduler ({reason}); give its address as in tcp://host:8786",
                address=address,
                reason=reason,
            ) from None
        self._count, self._counted = 0, 0.0
        self._theirs: WeakKeyDictionary[Future[Any], Future[Any]] = WeakKeyDictionary()
        try:
            self._check_workers()
        except BaseException:
            self.close()
            raise
        self._executor = self._client.get_executor(pure=False)

    @property
    def workers(self) -> int:
        """The number of threads that its workers have, all together."""
        if self._client.status in ("closing", "closed"):
            raise UserError(
                "{address}: the cluster is gone; with a journal, the study goes on once it is back",
                address=self.address,
            )
        if self._connected and time.monotonic() - self._counted > _LOOKS_EVERY:
            # A scheduler that cannot be reached is for the work under way to tell.
            with suppress(OSError, TimeoutError):
                self._count = sum(self._client.nthreads().values())
            self._counted = time.monotonic()
        # Where all are gone for the moment, work waits at the scheduler for others to come.
        return max(1, self._count)

    def submit(self, function: Callable[..., Any], *arguments: Any) -> "Future[Any]":
        """Give the cluster work."""
        theirs = self._executor.submit(function, *arguments)
        future: Future[Any] = Future()
        # From here on it counts as under way: Dask's own cannot be waited for once they are cancelled.
        future.set_running_or_notify_cancel()
        self._theirs[future] = theirs
        theirs.add_done_callback(lambda done: _hand_over(done, future))
        return future

    def give_up(self, futures: "Iterable[Future[Any]]") -> None:
        """Take work back."""
        for future in futures:
            theirs = self._theirs.get(future)
            if theirs is not None and self._connected:
                theirs.cancel()

    def close(self) -> None:
        """Leave the cluster, which goes on without us."""
        self._client.close()

    @property
    def _connected(self) -> bool:
        return bool(self._client.status == "running")

    def _check_workers(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=_CONNECTS_WITHIN)
            versions = self._client.run(version)
        except TimeoutError:
            raise UserError(
                "{address}: this cluster has no workers; start one, as with dask worker", address=self.address
            ) from None
        except ImportError:
            raise UserError(
                "{address}: its workers lack this program; install it there too", address=self.address
            ) from None
        for worker, found in versions.items():
            if found != __version__:
                raise UserError(
                    "{worker}: this worker has version {found} of the program; install {wanted}",
                    worker=worker,
                    found=found,
                    wanted=__version__,
                )


def _hand_over(done: "Future[Any]", future: "Future[Any]") -> None:
    """Give what became of Dask's future to ours."""
    error = CancelledError("the cluster dropped it") if done.cancelled() else done.exception()
    if error is None:
        future.set_result(done.result())
    else:
        future.set_exception(error)


def _knock(scheme: str, place: str) -> None:
    """Raise OSError or ValueError where nobody listens: Dask's client would go on trying after it has given up."""
    host, colon, port = place.rpartition(":")
    if scheme in ("tcp", "tls"):
        if not colon or not port.isdecimal():
            raise ValueError("there is no port in it")
        with socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECTS_WITHIN):
            pass


def _greet(address: str) -> None:
    """Raise TimeoutError where whoever listens is no scheduler: Dask's client would wait for ever."""
    from distributed.core import rpc

    async def ask() -> None:
        async with rpc(address) as scheduler:
            await asyncio.wait_for(scheduler.identity(), _CONNECTS_WITHIN)

    # In a thread of its own: this one may have an event loop already, as a notebook's has.
    with ThreadPoolExecutor(1) as executor:
        executor.submit(lambda: asyncio.run(ask())).result()


def version() -> str:
    """Tell the version of this program that a worker has."""
    return __version__
