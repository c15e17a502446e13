"""A run cut into slices is the same run, wherever it is cut."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.data import build_dataset
from playground.experiment import Experiment, change
from playground.studies import InProcess, StudyRun, Sweep, Tiles
from playground.studies import slice as slices
from playground.studies.queue import UnderWay
from playground.studies.slice import Failure, Slice, Task, train_slice
from playground.studies.sources import Store
from playground.studies.trial import Trial
from playground.training import Reason, Region, Run
from playground.training.state import State


def steps(count: int) -> Callable[[float], Callable[[], bool]]:
    """A clock that stops after so many looks at it."""

    def clock(_until: float) -> Callable[[], bool]:
        left = [count]

        def go_on() -> bool:
            left[0] -= 1
            return left[0] > 0

        return go_on

    return clock


def same(first: State, second: State) -> bool:
    return first.keys() == second.keys() and all(
        np.array_equal(first[name], second[name], equal_nan=name.startswith("ledger")) for name in first
    )


def sliced(
    experiment: Experiment, lengths: list[int], monkeypatch: pytest.MonkeyPatch, *, by_one_worker: bool = False
) -> tuple[UnderWay, Slice]:
    """A trial trained in slices of so many looks at the clock, the last length over and over."""
    runs: Store[Run] | None = Store(lambda _: 0, 1, 1) if by_one_worker else None
    dataset = build_dataset(experiment)
    trial = UnderWay(Trial(0, {}, experiment.seed, experiment))
    turn = 0
    while True:
        monkeypatch.setattr(slices, "_clock", steps(lengths[min(turn, len(lengths) - 1)]))
        piece = train_slice(Task(experiment, "", trial.state, 0.0, key="it", place=turn), dataset, runs)
        assert isinstance(piece, Slice)
        trial.add(piece)
        turn += 1
        if piece.outcome is not None:
            return trial, piece


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lengths=st.lists(st.integers(1, 90), min_size=1, max_size=12), by_one_worker=st.booleans())
def test_that_slices_of_any_length_give_the_same_bits(
    lengths: list[int], by_one_worker: bool, small: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Run(small)
    whole.train()
    trial, last = sliced(small, lengths, monkeypatch, by_one_worker=by_one_worker)
    state = trial.whole_state()
    assert state is not None
    assert same(state, whole.state())
    assert last.scores == whole.snapshot().scores
    assert last.outcome is not None
    assert last.outcome.reason is Reason.EPOCHS


@pytest.mark.parametrize("by_one_worker", [False, True])
@pytest.mark.parametrize(
    "settings_of_it",
    [
        {"training.optimizer.learning_rate": 1000.0},
        {"training.stop.patience": 3, "data.split.train": 0.6, "data.split.validation": 0.4},
        {"training.stop.target_accuracy": 0.7},
        {"training.schedule.kind": "exponential", "training.schedule.decay": 0.9, "training.l2": 0.01},
        {"network.layers.0.batch_norm": True, "training.precision": "float32", "training.batch_size": None},
    ],
    ids=["divergence", "patience", "target", "schedule and penalty", "batch norm"],
)
def test_that_slices_end_as_the_whole_run_does(
    settings_of_it: dict[str, object], by_one_worker: bool, small: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = change(small, settings_of_it)
    whole = Run(experiment)
    outcome = whole.train()
    trial, last = sliced(experiment, [1, 7, 20], monkeypatch, by_one_worker=by_one_worker)
    state = trial.whole_state()
    assert last.outcome == outcome
    assert last.epoch == whole.epochs_done
    assert state is not None
    assert same(state, whole.state())


def test_that_a_slice_ships_no_history_but_what_is_new(small: Experiment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "_clock", steps(30))
    dataset = build_dataset(small)
    first = train_slice(Task(small, "", None, 0.0), dataset)
    assert isinstance(first, Slice)
    second = train_slice(Task(small, "", first.state, 0.0), dataset)
    assert isinstance(second, Slice)
    assert len(first.state["ledger.scalars"]) == len(second.state["ledger.scalars"]) == 1
    assert len(first.rows["ledger.scalars"]) == first.epoch + 1
    assert len(second.rows["ledger.scalars"]) == second.epoch - first.epoch


@pytest.mark.usefixtures("thin_slices")
def test_that_a_trial_opens_as_a_run_with_its_whole_history_and_trains_on(sweep: Sweep) -> None:
    running = StudyRun(sweep, InProcess())
    running.run()
    trial = sweep.trials()[3]
    whole = Run(trial.experiment)
    whole.train()
    opened = running.open(3)
    assert same(opened.state(), whole.state())
    for run in (whole, opened):
        run.train(epochs=5)
    assert same(opened.state(), whole.state())


def test_that_a_slice_brings_the_map_that_was_asked_for(sweep: Sweep) -> None:
    region = Region(-5, 5, -5, 5)
    tiles = []
    running = StudyRun(sweep, InProcess(), tiles=Tiles(region, 24))
    running.run(on_slice=lambda trial, piece: tiles.append((trial.number, piece.tile)))
    number, tile = tiles[-1]
    run = running.open(number)
    expected = run.predict(region.grid(24)).reshape(24, 24, 1)
    assert tile.dtype == np.float32
    np.testing.assert_allclose(tile, expected, atol=1e-5)


def test_that_an_error_is_the_trials_end_in_one_line(small: Experiment, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(slices, "Run", exhausted)
    answer = train_slice(Task(small, "", None, 0.0), build_dataset(small))
    assert answer == Failure("the memory does not suffice; make the network or the batch smaller")
