"""What do more workers bring, what do a thousand trials take, and are the numbers the same everywhere?

    python -m benchmarks.studies [speed] [memory] [same] [window] [--rounds 3] [--trials 40] [--epochs 10000]

`speed` trains 40 trials of `petals` with one worker and with two, in turns, and takes the best of the rounds of each;
starting the processes is part of it. `memory` trains 1,000 trials in one study, in a process of its own, and tells the
peak of its memory and of its workers'. `same` compares every figure of a study trained in the calling process, by 1, 2
and 4 workers, and by a Dask cluster of two where `distributed` is installed. `window` counts frames while a study runs.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from importlib.util import find_spec
from typing import Any

from playground.experiment import load
from playground.studies import Axis, Cluster, InProcess, Journal, Pool, Processes, Sweep, run_study

from .study_window import print_frames

UNITS = "network.layers.0.units"
MEMORY_EPOCHS = 300
_SECONDS = 6.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", metavar="speed|memory|same|window")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--trials", type=int, default=40)
    parser.add_argument("--epochs", type=int, default=10_000)
    options = parser.parse_args()
    if options.what == ["memory-alone"]:
        _thousand_trials()
        return
    asked = options.what or ["speed", "memory", "same", "window"]
    if "speed" in asked:
        _speed(options.trials, options.epochs, options.rounds)
    if "memory" in asked:
        print(f"memory: 1,000 trials of petals, {MEMORY_EPOCHS} epochs each, two workers", flush=True)
        subprocess.run([sys.executable, "-m", "benchmarks.studies", "memory-alone"], check=True)
    if "same" in asked:
        _same()
    if "window" in asked:
        print("window: petals, 1 to 10 neurons, asked for sixty frames a second")
        print_frames(_SECONDS)


def _speed(trials: int, epochs: int, rounds: int) -> None:
    study = Sweep(load("petals"), (Axis(UNITS, (4,)),), seeds=trials, epochs=epochs)
    print(f"speed: {trials} trials of petals, {epochs:,} epochs each")
    best: dict[int, float] = {1: float("inf"), 2: float("inf")}
    for _ in range(rounds):
        for workers in best:
            best[workers] = min(best[workers], _seconds(study, workers))
    for workers, seconds in best.items():
        print(f"  {workers} worker{'s' * (workers > 1)}  {seconds:7.1f} s")
    print(f"  two workers are {best[1] / best[2]:.2f} times one")


def _seconds(study: Sweep, workers: int) -> float:
    started = time.perf_counter()
    with closing(Processes(workers)) as pool:
        results = run_study(study, pool)
    seconds = time.perf_counter() - started
    trained = sum(result.seconds for result in results)
    print(f"    {workers}: {seconds:.1f} s, of which the workers trained {100 * trained / workers / seconds:.0f} %")
    return seconds


def _thousand_trials() -> None:
    study = Sweep(load("petals"), (Axis(UNITS, tuple(range(1, 11))),), seeds=100, epochs=MEMORY_EPOCHS)
    before = _peak("self")
    with closing(Processes(2)) as pool:
        results = run_study(study, pool, journal=Journal())
        workers = [_peak(str(pid)) for pid in pool.processes()]
    assert len(results) == 1000
    print(f"  the coordinator {_peak('self'):.0f} MB ({before:.0f} MB before), its workers ", end="")
    print(", ".join(f"{peak:.0f} MB" for peak in workers))


def _peak(process: str) -> float:
    """The most memory a process has taken, in MB; Linux tells."""
    with open(f"/proc/{process}/status", encoding="ascii") as status:  # noqa: PTH123 - no file, but as one
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


def _same() -> None:
    study = Sweep(load("petals"), (Axis(UNITS, (1, 3, 10)),), seeds=3, epochs=1000)
    places: dict[str, Callable[[], Pool]] = {"in this process": InProcess}
    places |= {f"{count} workers": partial(Processes, count) for count in (1, 2, 4)}
    found: dict[str, Any] = {name: _figures(study, make()) for name, make in places.items()}
    if find_spec("distributed"):
        from distributed import LocalCluster

        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local:
            found["a Dask cluster"] = _figures(study, Cluster(local.scheduler_address))
    first = found["in this process"]
    print("same: 9 trials of petals, every figure to the last bit as in this process")
    for name, figures in found.items():
        print(f"  {name:<16}  {'identical' if figures == first else 'DIFFERENT'}")


def _figures(study: Sweep, pool: Pool) -> list[Any]:
    with closing(pool):
        return [(each.epochs, each.reason, each.scores) for each in run_study(study, pool)]


if __name__ == "__main__":
    main()
