"""Studies small enough to be trained again and again."""

from collections.abc import Callable, Iterable, Iterator

import pytest

from playground.experiment import Experiment, change, load
from playground.studies import Axis, Processes, Result, Sweep
from playground.studies import queue as slices

UNITS = "network.layers.0.units"


@pytest.fixture
def small() -> Experiment:
    """A few points, a few epochs, minibatches, dropout and momentum: a state with everything in it."""
    return change(
        load("petals"),
        {
            "data.source.samples": 60,
            "data.source.fresh_test": 40,
            "network.layers.0.dropout": 0.1,
            "training.optimizer.kind": "momentum",
            "training.optimizer.learning_rate": 0.1,
            "training.batch_size": 25,
            "training.epochs": 50,
        },
    )


@pytest.fixture
def values() -> Experiment:
    """Values instead of classes."""
    settings = {
        "data.source.kind": "bumps",
        "data.source.samples": 60,
        "data.source.fresh_test": 40,
        "training.loss": "squared_error",
        "network.output.activation": "linear",
        "training.epochs": 20,
    }
    return change(load("petals"), settings)


@pytest.fixture
def sweep(small: Experiment) -> Sweep:
    """Three sizes, two seeds each."""
    return Sweep(small, (Axis(UNITS, (1, 3, 8)),), seeds=2)


@pytest.fixture
def thin_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a small trial takes several."""
    monkeypatch.setattr(slices, "FIRST_SECONDS", 0.005)
    monkeypatch.setattr(slices, "SECONDS", 0.015)


@pytest.fixture(scope="module")
def two_processes() -> Iterator[Processes]:
    """Two workers that several tests share, as starting them takes most of a second."""
    pool = Processes(2)
    yield pool
    pool.close()


Numbers = Callable[[Iterable[Result]], list[object]]


@pytest.fixture
def numbers() -> Numbers:
    """All of the results but the time they took."""

    def told(results: Iterable[Result]) -> list[object]:
        return [(each.number, each.assignments, each.seed, each.epochs, each.reason, each.scores) for each in results]

    return told
