"""The tables of `benchmarks.engine`, for the number of BLAS threads that this process was started with."""

import sys
import tracemalloc
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from benchmarks.floor import Floor
from benchmarks.rivals import Task, pytorch_epoch, scikit_learn_epochs
from benchmarks.stopwatch import Work, best_microseconds
from playground.data import Dataset, Part, Preparation
from playground.data.dataset import targets
from playground.engine import overflow_is_expected
from playground.experiment import change, load
from playground.training import Run
from playground.training.batches import Batches


@dataclass(frozen=True)
class Case:
    """A row of the table, with the ratios to the floor that it must keep within."""

    sizes: tuple[int, ...]
    batch: int
    samples: int
    precision: str = "float64"
    step_bar: float = 0.0
    epoch_bar: float = 0.0

    @property
    def name(self) -> str:
        """Sizes, batch and precision in a few words."""
        batch = "full" if self.batch == self.samples else str(self.batch)
        return f"{'-'.join(map(str, self.sizes))} batch {batch} {self.precision}"


CASES = (
    Case((2, 4, 2, 1), 10, 250, step_bar=1.6, epoch_bar=1.7),
    Case((2, 4, 1), 400, 400, step_bar=1.5, epoch_bar=1.6),
    Case((2, 100, 100, 4), 400, 400, step_bar=1.1, epoch_bar=1.2),
    Case((784, 512, 512, 10), 128, 1280, step_bar=1.05, epoch_bar=1.1),
    Case((784, 512, 512, 10), 128, 1280, "float32", step_bar=1.05, epoch_bar=1.1),
)
STEPS = 200
"""Steps over which memory is watched."""
STEPS_ALONE = "an epoch's steps"
SCIKIT_LEARN_EPOCHS = (2, 12)
"""It has no way to time an epoch alone: the difference of two trainings is free of its preparations."""
Columns = dict[str, str]


def run_of(case: Case) -> Run:
    """A run on random samples: tanh layers, plain gradient descent; one output is a tanh, several are a softmax."""
    alone = case.sizes[-1] == 1
    experiment = change(
        load("playground"),
        {
            "network.layers": [{"units": units, "activation": "tanh"} for units in case.sizes[1:-1]],
            "network.output.activation": "tanh" if alone else "softmax",
            "training.loss": "squared_error" if alone else "softmax_cross_entropy",
            "training.optimizer.learning_rate": 0.01,
            "training.batch_size": None if case.batch == case.samples else case.batch,
            "training.precision": case.precision,
            "training.epochs": 10_000_000,
        },
    )
    train, test = (_part(case, case.samples, seed) for seed in (0, 1))
    classes = tuple(map(str, range(max(2, case.sizes[-1]))))
    return Run(experiment, Dataset(train, None, test, classes, Preparation(2, ("x1", "x2"))))


def _part(case: Case, samples: int, seed: int) -> Part:
    random = np.random.RandomState(seed)
    x = random.randn(samples, case.sizes[0])
    labels = random.randint(0, max(2, case.sizes[-1]), samples)
    return Part(x, labels, x, targets(labels, max(2, case.sizes[-1]), "tanh" if case.sizes[-1] == 1 else "softmax"))


def measure(case: Case, threads: int, rounds: int) -> Columns:
    """One row of the table."""
    run, stepping = run_of(case), run_of(case)
    train, test = (run.dataset.parts[name] for name in ("train", "test"))
    floor = Floor(case.sizes, case.batch, case.precision)
    forward = Floor(case.sizes, case.samples, case.precision)
    x, y = (array[: case.batch] for array in _arrays(stepping))
    works: dict[str, Work] = {
        "products": floor.products(),
        "floor step": floor.step,
        "floor forward": forward.forward,
        "step": lambda: stepping.network.train_step(x, y, stepping.optimizer),
        "epoch": run.epoch,
        STEPS_ALONE: _steps_alone(run_of(case)),
    }
    task = Task(case.sizes, case.batch, *_task_arrays(case, train), *_task_arrays(case, test))
    works |= _rivals(task, threads)
    times = best_microseconds(works, rounds=rounds)
    if "many" in times:
        few, many = SCIKIT_LEARN_EPOCHS
        times["scikit-learn"] = (times["many"] - times["few"]) / (many - few)
    return _row(case, times, _bytes_per_step(run_of(case)))


def _task_arrays(case: Case, part: Part) -> tuple[Any, Any]:
    assert part.labels is not None
    return np.ascontiguousarray(part.x, case.precision), part.labels


def _steps_alone(run: Run) -> Work:
    """An epoch that measures nothing: the same steps on batches drawn in the same way."""
    network, optimizer = run.network, run.optimizer
    held = network.hold(*_arrays(run))
    batches = Batches(held.x, held.y, seed=0)
    batches.size = run.experiment.training.batch_size

    def epoch() -> None:
        batches.begin_epoch()
        with overflow_is_expected():
            while not batches.finished:
                batch = batches.next()
                if batch is None:
                    held.train_step(optimizer)
                else:
                    network.train_step(*batch, optimizer)

    return epoch


def _arrays(run: Run) -> tuple[Any, Any]:
    train, precision = run.dataset.train, run.experiment.training.precision
    return np.ascontiguousarray(train.x, precision), np.ascontiguousarray(train.y, precision)


def _rivals(task: Task, threads: int) -> dict[str, Work]:
    works: dict[str, Work] = {}
    few, many = (scikit_learn_epochs(task, epochs) for epochs in SCIKIT_LEARN_EPOCHS)
    if few is not None and many is not None:
        works["few"], works["many"] = few, many
    pytorch = pytorch_epoch(task, threads)
    if pytorch is not None:
        works["pytorch"], works["pytorch's steps"] = pytorch
    return works


def _row(case: Case, times: dict[str, float], bytes_per_step: tuple[float, float]) -> Columns:
    steps = -(-case.samples // case.batch)
    epoch_floor = steps * times["floor step"] + 2 * times["floor forward"]
    step_ratio, epoch_ratio = times["step"] / times["floor step"], times["epoch"] / epoch_floor
    row = {
        "network": case.name,
        "products": f"{times['products']:,.1f}",
        "floor": f"{times['floor step']:,.1f}",
        "step": f"{times['step']:,.1f}",
        "/ floor": f"{step_ratio:.2f} of {case.step_bar}",
        "epoch": f"{times['epoch']:,.0f}",
        "/ its floor": f"{epoch_ratio:.2f} of {case.epoch_bar}",
        "unmeasured": f"{times[STEPS_ALONE]:,.0f}",
    }
    for name in ("scikit-learn", "pytorch", "pytorch's steps"):
        if name in times:
            ours = times["epoch"] if name == "pytorch" else times[STEPS_ALONE]
            row[name] = f"{times[name]:,.0f} ({times[name] / ours:.1f} x)"
    kept, passing = bytes_per_step
    return {**row, "kept B/step": f"{kept:.1f}", "peak B": f"{passing:,.0f}"}


def _bytes_per_step(run: Run) -> tuple[float, float]:
    """Bytes still held after a step, averaged over many, and the most that was held for a moment within one."""
    network, optimizer = run.network, run.optimizer
    x, y = (array[: run.experiment.training.batch_size] for array in _arrays(run))
    for _ in range(3):
        network.train_step(x, y, optimizer)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(STEPS):
        network.train_step(x, y, optimizer)
    after, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return max(0, after - before) / STEPS, peak - before


def print_table(rows: Sequence[Columns]) -> None:
    """Columns as wide as their widest entry, the first aligned left."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    widths = {name: max(len(name), *(len(row.get(name, "")) for row in rows)) for name in names}
    for row in ({name: name for name in names}, *rows):
        cells = [row.get(name, "").rjust(widths[name]) for name in names[1:]]
        print("  ".join([row.get(names[0], "").ljust(widths[names[0]]), *cells]))
    print()


def growth(rounds: int) -> None:
    """How the cost of an epoch, with all its metrics, grows with samples, width and depth."""
    sweeps = {
        "samples": [Case((2, 8, 1), 10_000_000, samples) for samples in (100, 1_000, 10_000, 100_000)],
        "width": [Case((2, width, width, 1), 10_000_000, 400) for width in (2, 8, 32, 128, 512, 1024)],
        "depth": [Case((2, *[8] * depth, 1), 10_000_000, 400) for depth in (1, 2, 4, 8, 12)],
    }
    for what, cases in sweeps.items():
        full = [replace(case, batch=case.samples) for case in cases]
        times = {case: best_microseconds({"epoch": run_of(case).epoch}, rounds=rounds)["epoch"] for case in full}
        first = next(iter(times.values()))
        print_table(
            [
                {
                    f"an epoch by {what}": case.name,
                    "samples": f"{case.samples:,}",
                    "microseconds": f"{times[case]:,.0f}",
                    "/ first": f"{times[case] / first:,.1f}",
                }
                for case in full
            ]
        )


def main() -> None:
    what, threads, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    print(f"{threads} BLAS thread{'s' if threads > 1 else ''}; microseconds, best of {rounds} rounds")
    print_table([measure(case, threads, rounds) for case in CASES])
    if what == "growth":
        growth(max(3, rounds // 4))


if __name__ == "__main__":
    main()
