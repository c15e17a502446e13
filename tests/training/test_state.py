"""A run that is put away and taken up again goes on as if nothing had been."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import RandomState

from playground.experiment import Experiment, UserError, change, load
from playground.training import Reason, Run
from playground.training.state import State, random_state, stream_place

SETTINGS = {
    "plain": {},
    "minibatches": {"training.batch_size": 30},
    "adam": {"training.optimizer.kind": "adam", "training.optimizer.learning_rate": 0.01, "training.batch_size": 30},
    "nesterov": {"training.optimizer.kind": "nesterov", "training.l1": 0.001, "training.l2": 0.01},
    "rmsprop": {"training.optimizer.kind": "rmsprop", "training.optimizer.learning_rate": 0.01},
    "schedule": {"training.schedule.kind": "cosine", "training.epochs": 40},
    "dropout": {"network.layers.0.dropout": 0.3, "training.batch_size": 50},
    "batch norm": {
        "network.layers.0.batch_norm": True,
        "training.optimizer.kind": "momentum",
        "training.batch_norm_learning_rate": 0.05,
        "training.batch_size": 30,
    },
    "float32": {"training.precision": "float32", "training.batch_size": 7},
    "split": {"data.split.train": 0.5, "data.split.validation": 0.5, "training.stop.patience": 1000},
}


def through_a_file(state: State) -> State:
    """The state as it comes back from an `.npz` file that holds no pickles."""
    stream = io.BytesIO()
    np.savez(stream, **state)
    stream.seek(0)
    with np.load(stream, allow_pickle=False) as file:
        return dict(file)


def assert_equal(one: Run, other: Run) -> None:
    first, second = one.state(), other.state()
    assert first.keys() == second.keys()
    for name in first:
        np.testing.assert_array_equal(first[name], second[name], err_msg=name)


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("steps", [0, 1, 33])
def test_that_a_run_put_away_in_mid_run_goes_on_bit_for_bit(name: str, steps: int) -> None:
    experiment = change(load("petals"), SETTINGS[name])
    run = Run(experiment)
    for _ in range(steps):
        run.step()
    state = through_a_file(run.state())
    again = Run(experiment)
    again.epoch()
    again.restore(state)
    assert_equal(again, run)
    for _ in range(40):
        run.step()
        again.step()
    assert_equal(again, run)
    for column in run.history:
        np.testing.assert_array_equal(again.history[column], run.history[column])


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.sampled_from(sorted(SETTINGS)), st.integers(0, 60), st.integers(1, 60))
def test_that_any_moment_will_do(name: str, before: int, after: int) -> None:
    experiment = change(load("petals"), {**SETTINGS[name], "data.source.samples": 60})
    run, again = Run(experiment), Run(experiment)
    for _ in range(before):
        run.step()
    again.restore(run.state())
    for _ in range(after):
        run.step()
        again.step()
    assert_equal(again, run)


def test_that_a_restored_run_remembers_the_best_weights_and_how_long_ago_they_were() -> None:
    experiment = change(
        load("petals"),
        {"data.split.train": 0.5, "data.split.validation": 0.5, "training.stop.patience": 25},
    )
    straight = Run(experiment)
    expected = straight.train()
    assert expected is not None
    assert expected.reason is Reason.PATIENCE
    run, again = Run(experiment), Run(experiment)
    run.train(epochs=expected.stopped_at - 3)
    again.restore(run.state())
    assert again.train() == expected
    np.testing.assert_array_equal(again.network.values, straight.network.values)


def test_that_a_restored_run_knows_when_it_diverges() -> None:
    experiment = change(load("petals"), {"training.optimizer.learning_rate": 30})
    straight, run, again = Run(experiment), Run(experiment), Run(experiment)
    expected = straight.train()
    run.train(epochs=10)
    again.restore(run.state())
    assert again.train() == expected


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"network.layers.0.units": 5}, "network.values has the shape"),
        ({"training.optimizer.kind": "adam"}, "velocity"),
        ({"data.source.fresh_test": 0}, "history has other columns"),
    ],
)
def test_that_the_state_of_another_experiment_is_refused_and_nothing_changes(
    other: dict[str, object], message: str
) -> None:
    experiment = change(load("petals"), {"training.optimizer.kind": "momentum"})
    run = Run(experiment)
    run.train(epochs=3)
    foreign = Run(change(experiment, other))
    foreign.train(epochs=5)
    before = run.state()
    with pytest.raises(UserError, match=message):
        foreign.restore(before)
    again = foreign.state()
    foreign.train(epochs=1)
    assert int(again["run.epochs_done"]) == 5
    with pytest.raises(UserError, match="lacks"):
        run.restore({})
    assert_equal(run, _restored(experiment, before))


@pytest.mark.parametrize(
    "name", ["optimizer.steps", "ledger.penalty", "judge.recent", "batches.order", "run.epochs_done"]
)
def test_that_a_state_with_text_for_numbers_is_refused_and_nothing_changes(name: str) -> None:
    experiment = change(load("playground"), {"training.optimizer.kind": "adam"})
    run = Run(experiment)
    run.train(epochs=3)
    run.step()
    before = run.state()
    text = np.full(np.shape(before[name]), "text")
    with pytest.raises(UserError, match="open the experiment"):
        run.restore({**before, name: text})
    after = run.state()
    assert before.keys() == after.keys()
    for key, array in before.items():
        np.testing.assert_array_equal(array, after[key])


def _restored(experiment: Experiment, state: State) -> Run:
    run = Run(experiment)
    run.restore(state)
    return run


def test_that_a_stream_without_normal_numbers_is_told_as_numpy_tells_it() -> None:
    random = RandomState([3, 1])
    for drawn in (0, 1, 700, 3):
        random.random_sample(drawn)
        random.permutation(drawn)
        fast, slow = stream_place(random), random_state(random)
        for name, array in slow.items():
            np.testing.assert_array_equal(fast[name], array)
            assert fast[name].dtype == array.dtype
