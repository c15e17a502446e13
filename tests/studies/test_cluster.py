"""A real Dask cluster of two workers on this machine."""

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from playground.experiment import Experiment, UserError, change
from playground.studies import Axis, Cluster, InProcess, Result, StudyRun, Sweep, run_study
from playground.studies import cluster as clusters

distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
Numbers = Callable[[Iterable[Result]], list[object]]

# What Dask leaves to the collector when its workers are killed is Dask's.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def local() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as cluster:
        yield cluster


@pytest.mark.usefixtures("thin_slices")
def test_that_a_cluster_gives_identical_numbers_though_a_worker_is_killed(
    local: Any, sweep: Sweep, numbers: Numbers
) -> None:
    pool = Cluster(local.scheduler_address)
    assert pool.workers == 2
    first = next(iter(local.workers.values())).pid
    delivered: list[int] = []

    def kill_once(*_: object) -> None:
        if len(delivered) == 3:
            os.kill(first, signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
            delivered.append(-1)

    def deliver(trial: Any, _: Result) -> None:
        delivered.append(trial.number)

    results = run_study(sweep, pool, on_slice=kill_once, on_result=deliver)
    pool.close()
    assert sorted(delivered) == [-1, *range(6)]
    assert numbers(results) == numbers(run_study(sweep, InProcess()))


def test_that_a_study_on_a_cluster_is_cancelled_within_a_second(local: Any, small: Experiment) -> None:
    pool = Cluster(local.scheduler_address)
    study = Sweep(change(small, {"training.epochs": 100_000}), (Axis("network.layers.0.units", (1, 2, 3)),))
    cancelled = threading.Event()
    at: list[float] = []

    def cancel(*_: object) -> None:
        if not at:
            at.append(time.monotonic())
            cancelled.set()

    running = StudyRun(study, pool)
    assert running.run(on_slice=cancel, cancelled=cancelled) == ()
    assert time.monotonic() - at[0] < 1
    assert running.open(0).epochs_done > 0
    pool.close()


@pytest.mark.parametrize("address", ["nonsense", "tcp://127.0.0.1", "foo://x:1", "", "tcp://127.0.0.1:{closed}"])
def test_that_an_address_where_no_scheduler_is_is_refused_in_one_line(address: str) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = address.format(closed=unused.getsockname()[1])
        with pytest.raises(UserError, match="there is no Dask scheduler") as refused:
            Cluster(address)
    assert "\n" not in str(refused.value)


def test_that_whoever_listens_and_is_no_scheduler_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "_CONNECTS_WITHIN", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(UserError, match="there is no Dask scheduler"):
        Cluster(f"tcp://127.0.0.1:{server.getsockname()[1]}")
