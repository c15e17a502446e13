"""Workers that are processes: the same numbers, and nothing lost when one dies or the study is cancelled."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from playground.experiment import Experiment, UserError, change
from playground.studies import Axis, Borrowed, InProcess, Processes, Result, StudyRun, Sweep, run_study
from playground.studies import queue as slices

pytestmark = pytest.mark.slow

Numbers = Callable[[Iterable[Result]], list[object]]
ROOT = Path(__file__).parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="a signal that cannot be caught")


@pytest.mark.usefixtures("thin_slices")
def test_that_one_worker_or_several_give_identical_numbers(
    sweep: Sweep, two_processes: Processes, numbers: Numbers
) -> None:
    expected = numbers(run_study(sweep, InProcess()))
    assert numbers(run_study(sweep, two_processes)) == expected
    pool = Processes(1)
    assert numbers(run_study(sweep, pool)) == expected
    pool.close()
    with ThreadPoolExecutor(4) as executor:
        assert numbers(run_study(sweep, Borrowed(executor, 4))) == expected


def test_that_workers_know_no_qt_and_have_one_blas_thread(two_processes: Processes) -> None:
    asked = "sorted(name for name in __import__('sys').modules if name.startswith(('PySide6', 'pyqtgraph')))"
    # The worker's first work brings in all that a study needs.
    work = two_processes.submit(eval, f"__import__('playground.studies') and {asked}")
    assert work.result(timeout=60) == []
    threads = two_processes.submit(eval, "__import__('os').environ['OPENBLAS_NUM_THREADS']")
    assert threads.result(timeout=60) == "1"


@posix
@pytest.mark.usefixtures("thin_slices")
def test_that_a_killed_worker_is_replaced_and_every_trial_comes_once(sweep: Sweep, numbers: Numbers) -> None:
    pool = Processes(2)
    delivered: list[int] = []
    notices: list[str] = []
    killed: list[int] = []

    def kill_once(*_: object) -> None:
        alive = pool.processes()
        if not killed and len(delivered) >= 2 and len(alive) == 2:
            killed.append(alive[0])
            os.kill(alive[0], signal.SIGKILL)

    results = run_study(
        sweep,
        pool,
        on_slice=kill_once,
        on_result=lambda trial, _: delivered.append(trial.number),
        on_notice=lambda told: notices.append(str(told)),
    )
    assert killed
    assert sorted(delivered) == [trial.number for trial in sweep.trials()]
    assert numbers(results) == numbers(run_study(sweep, InProcess()))
    assert len(notices) <= 1
    assert all(notice.endswith("its worker died; its last part is done again") for notice in notices)
    assert killed[0] not in pool.processes()
    pool.close()


@posix
def test_that_a_trial_whose_workers_always_die_is_given_up_and_the_others_go_on(small: Experiment) -> None:
    study = Sweep(small, (Axis("network.layers.0.units", (1, 2, 3)),))
    pool = _Deadly(2)
    results = run_study(study, pool)
    pool.close()
    assert [result.reason for result in results] == ["epochs", "failed", "epochs"]
    assert results[1].message.startswith("given up after 3 attempts: its worker died")


class _Deadly(Processes):
    """Whoever trains two neurons dies."""

    def submit(self, function: Callable[..., Any], *arguments: Any) -> "Future[Any]":
        if arguments[0].experiment.network.layers[0].units == 2:
            return super().submit(eval, "__import__('os').kill(__import__('os').getpid(), 9)")
        return super().submit(function, *arguments)


def test_that_workers_that_all_die_end_the_study_in_one_line(small: Experiment) -> None:
    study = Sweep(small, (Axis("network.layers.0.units", (1, 2, 3, 4)),))

    class Gone(InProcess):
        def submit(self, *_: object) -> "Future[Any]":
            raise ConnectionError("the cluster is gone")

    with pytest.raises(UserError, match=r"^the workers fail one after the other: the cluster is gone; "):
        run_study(study, Gone())


def test_that_a_trial_that_runs_away_or_cannot_be_is_a_result(small: Experiment, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("a,b,c\n" + "1,2,x\n3,4,y\n" * 20, encoding="utf-8")
    study = Sweep(small, (Axis("training.optimizer.learning_rate", (0.1, 1e5)),))
    results = run_study(study, InProcess())
    assert [result.reason for result in results] == ["epochs", "divergence"]
    assert results[1].message.startswith("the loss ran away: stopped at epoch ")
    missing = change(
        small, {"data.source": {"kind": "file", "path": str(table), "target": "c"}, "training.batch_size": None}
    )
    two = Sweep(missing, (Axis("data.source.path", (str(table), str(tmp_path / "none.csv"))),))
    results = run_study(two, InProcess())
    assert [result.reason for result in results] == ["epochs", "failed"]
    assert "none.csv" in results[1].message
    nothing = Sweep(change(missing, {"data.source.path": "none.csv"}), (Axis("network.layers.0.units", (1, 2)),))
    with pytest.raises(UserError, match=r"none\.csv"):
        run_study(nothing, InProcess())


def test_that_cancelling_takes_less_than_a_second_and_running_again_goes_on(
    small: Experiment, two_processes: Processes, numbers: Numbers
) -> None:
    longer = change(small, {"training.epochs": 1000, "training.batch_size": None})
    study = Sweep(longer, (Axis("network.layers.0.units", (2, 3)),), seeds=2)
    running = StudyRun(study, two_processes)
    cancelled = threading.Event()
    at: list[float] = []

    def cancel(*_: object) -> None:
        if not cancelled.is_set():
            at.append(time.monotonic())
            cancelled.set()

    before = running.run(on_slice=cancel, cancelled=cancelled)
    assert time.monotonic() - at[0] < 1
    assert len(before) < 4
    assert numbers(running.run()) == numbers(run_study(study, InProcess()))


def test_that_work_that_does_not_end_is_given_up(two_processes: Processes) -> None:
    stuck = two_processes.submit(time.sleep, 60)
    started = time.monotonic()
    two_processes.give_up([stuck])
    assert time.monotonic() - started < 1
    assert two_processes.submit(abs, -3).result(timeout=60) == 3


ORPHANS = """
import os, sys, time
from playground.studies import Processes
if __name__ == "__main__":
    pool = Processes(1)
    pool.submit(abs, 1).result()
    stuck = pool.submit(time.sleep, 60)
    print(pool.processes()[0], flush=True)
    time.sleep(60)
"""


@posix
def test_that_workers_end_with_a_coordinator_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "orphans.py"
    script.write_text(ORPHANS, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    coordinator = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=environment)
    assert coordinator.stdout is not None
    worker = int(coordinator.stdout.readline())
    coordinator.kill()
    coordinator.wait()
    # The worker holds the other end of this pipe until it is gone.
    assert coordinator.stdout.read() == ""
    coordinator.stdout.close()
    with pytest.raises(ProcessLookupError):
        _until_gone(worker)


def _until_gone(pid: int) -> None:
    for _ in range(200):
        os.kill(pid, 0)
        time.sleep(0.01)


def test_that_the_first_seed_of_every_value_comes_before_any_second(
    sweep: Sweep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "FIRST_SECONDS", 0.0)
    begun: list[int] = []
    run_study(sweep, InProcess(), on_slice=lambda trial, _: begun.append(trial.number))
    assert list(dict.fromkeys(begun)) == [0, 2, 4, 1, 3, 5]
    assert begun[:3] == [0, 2, 4]
