"""Changing a run under way: live settings take effect without a restart, the others start again from first weights."""

from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from playground.experiment import UserError, change, changed_settings, load
from playground.training import Run

PETALS, PLAYGROUND = load("petals"), load("playground")
LIVE: dict[str, Any] = {
    "name": "another",
    "training.optimizer.learning_rate": 0.5,
    "training.optimizer.kind": "adam",
    "training.schedule.kind": "cosine",
    "training.l1": 0.01,
    "training.l2": 0.01,
    "training.gradient_clip": 0.001,
    "training.batch_size": 7,
    "training.epochs": 50,
    "training.stop.target_loss": 0.1,
    "network.layers.0.dropout": 0.5,
    "network.layers.0.frozen": True,
    "network.output.frozen": True,
}
DATA: dict[str, Any] = {
    "data.source.seed": 5,
    "data.source.noise": 0.1,
    "data.source.fresh_test": 10,
}
RESTARTS: dict[str, Any] = {
    "seed": 9,
    "network.layers.0.units": 3,
    "network.layers.0.activation": "relu",
    "network.layers.0.batch_norm": True,
    "network.layers.0.initializer.std": 0.5,
    "network.layers.0.initializer.kind": "he_normal",
    "network.layers.0.bias_initializer.kind": "normal",
    "network.layers": [{}, {}],
    "data.source.kind": "xor",
    "data.source.samples": 250,
    "data.features": ["x1", "x2", "x1_x2"],
    "data.preprocessing": "standardize",
    "training.loss": "squared_error",
    "training.precision": "float32",
    "training.huber_delta": 2.0,
}


def started(experiment: Any = PETALS) -> Run:
    run = Run(experiment)
    run.train(epochs=5)
    return run


@pytest.mark.parametrize("path", [*LIVE, *DATA])
def test_that_a_live_setting_keeps_weights_epoch_and_history(path: str) -> None:
    run = started()
    before, losses = run.network.values.copy(), run.history["train_loss"]
    assert run.apply(change(PETALS, {path: (LIVE | DATA)[path]})) is False
    np.testing.assert_array_equal(run.network.values, before)
    assert run.epochs_done == 5
    np.testing.assert_array_equal(run.history["train_loss"], losses)
    run.epoch()
    assert run.history.rows == 7


@pytest.mark.parametrize("path", RESTARTS)
def test_that_any_other_setting_starts_again_exactly_as_a_new_run(path: str) -> None:
    changed = change(PETALS, {path: RESTARTS[path]})
    run, fresh = started(), Run(changed)
    assert run.apply(changed) is True
    assert (run.epochs_done, run.history.rows) == (0, 1)
    for each in (run, fresh):
        each.train(epochs=3)
    np.testing.assert_array_equal(run.network.values, fresh.network.values)


@pytest.mark.parametrize("path", [*LIVE, *DATA, *RESTARTS])
def test_that_the_declaration_says_whether_a_setting_is_live(path: str) -> None:
    changed = change(PETALS, {path: (LIVE | DATA | RESTARTS)[path]})
    assert all(each.live for each in changed_settings(PETALS, changed)) == (path not in RESTARTS)


@pytest.mark.parametrize(
    "path", [path for path in LIVE if path not in ("name", "training.epochs", "training.stop.target_loss")]
)
def test_that_a_live_setting_changes_the_very_next_step(path: str) -> None:
    changed, same = started(PLAYGROUND), started(PLAYGROUND)
    for run in (changed, same):
        run.step()
    changed.apply(change(PLAYGROUND, {path: LIVE[path]}))
    for run in (changed, same):
        run.step()
    # The schedule moves the rate from the next epoch on: at epoch 5 of 5,000 it is only a little lower.
    assert not np.array_equal(changed.network.values, same.network.values)


def test_that_the_learning_rate_of_a_run_under_way_is_the_new_one() -> None:
    run = started()
    run.apply(change(PETALS, {"training.optimizer.learning_rate": 0.5}))
    assert run.learning_rate == run.optimizer.learning_rate == 0.5
    before = run.network.values.copy()
    run.network.backpropagate(run.dataset.train.x, run.dataset.train.y)
    step = 0.5 * run.network.gradient
    run.epoch()
    np.testing.assert_allclose(run.network.values, before - step, rtol=1e-12)
    np.testing.assert_array_equal(run.history["learning_rate"], [1.2] * 6 + [0.5])


def test_that_a_schedule_works_on_the_live_rate_and_the_live_number_of_epochs() -> None:
    run = started(change(PETALS, {"training.schedule.kind": "cosine", "training.epochs": 10}))
    assert run.learning_rate == pytest.approx(0.6)
    run.apply(change(run.experiment, {"training.epochs": 5, "training.schedule.minimum": 0.1}))
    assert run.learning_rate == pytest.approx(0.1)


def test_that_momentum_carries_on_through_a_change_of_its_settings() -> None:
    momentum = change(PETALS, {"training.optimizer.kind": "momentum", "training.optimizer.learning_rate": 0.1})
    run = started(momentum)
    velocity = run.optimizer.state()["velocity"]
    run.apply(change(momentum, {"training.optimizer.momentum": 0.5}))
    np.testing.assert_array_equal(run.optimizer.state()["velocity"], velocity)


def test_that_a_frozen_layer_stays_and_the_others_move() -> None:
    run = started()
    run.apply(change(PETALS, {"network.layers.0.frozen": True}))
    before = {name: array.copy() for name, array in run.network.parameters.items()}
    run.train(epochs=3)
    moved = [name for name, array in run.network.parameters.items() if not np.array_equal(array, before[name])]
    assert moved == ["output.weight", "output.bias"]


@pytest.mark.parametrize("path", DATA)
def test_that_other_data_is_measured_at_once_on_the_weights_as_they_are(path: str) -> None:
    run = started()
    changed = change(PETALS, {path: DATA[path]})
    run.apply(changed)
    expected = Run(changed).dataset
    for name, part in expected.parts.items():
        np.testing.assert_array_equal(run.dataset.parts[name].points, part.points)
        score = run.snapshot().scores[name]
        assert (score.loss, score.accuracy) == run.network.evaluate(part.x, part.y)
    run.epoch()
    assert run.history["train_loss"][-1] == run.network.evaluate(expected.train.x, expected.train.y)[0]


def test_that_regenerating_in_the_middle_of_an_epoch_ends_it() -> None:
    run = started(PLAYGROUND)
    run.step()
    run.apply(change(PLAYGROUND, {"data.source.seed": 1}))
    assert (run.epochs_done, run.steps_done) == (5, 0)
    assert sum(1 for _ in iter(run.step, True)) == 24
    assert run.epochs_done == 6


def test_that_a_part_that_appears_or_goes_keeps_the_history_of_the_others() -> None:
    run = started()
    run.apply(change(PETALS, {"data.source.fresh_test": 0}))
    run.epoch()
    assert list(run.snapshot().scores) == ["train"]
    assert np.isnan(run.history["test_loss"]).all()
    run.apply(PETALS)
    run.epoch()
    assert np.isfinite(run.history["train_loss"]).all()
    assert np.isnan(run.history["test_loss"][:7]).all()
    assert np.isfinite(run.history["test_loss"][7])
    assert run.history.rows == 8


def test_that_another_split_starts_again_since_test_points_may_have_been_learned_from() -> None:
    run = started()
    assert run.apply(change(PETALS, {"data.split": {"train": 0.5, "validation": 0.0, "test": 0.5}})) is True


def test_that_live_and_other_settings_together_restart() -> None:
    run = started()
    both = change(PETALS, {"training.l2": 0.5, "data.source.seed": 2, "seed": 4})
    assert run.apply(both)
    np.testing.assert_array_equal(run.network.values, Run(both).network.values)
    np.testing.assert_array_equal(run.dataset.train.points, Run(both).dataset.train.points)
    assert run.network.l2 == 0.5


def test_that_applying_the_same_experiment_changes_nothing() -> None:
    run, same = started(PLAYGROUND), started(PLAYGROUND)
    assert run.apply(PLAYGROUND) is False
    for each in (run, same):
        each.train(epochs=2)
    np.testing.assert_array_equal(run.network.values, same.network.values)


def test_that_a_change_that_does_not_fit_leaves_the_run_as_it_was() -> None:

    run = started()
    with pytest.raises(UserError):
        run.apply(replace(PETALS, training=replace(PETALS.training, loss="softmax_cross_entropy")))
    assert run.experiment == PETALS
    run.epoch()
    assert run.epochs_done == 6


def test_that_batch_norms_own_rate_and_momentum_are_live() -> None:
    settings = {"network.layers.0.batch_norm": True, "training.optimizer.kind": "nesterov"}
    run = started(change(PETALS, settings))
    own = {"training.batch_norm_learning_rate": 1e-9, "training.batch_norm_momentum": 0.0}
    assert run.apply(change(run.experiment, own)) is False
    gamma, weight = (run.network.parameters[f"layer1.{name}"].copy() for name in ("gamma", "weight"))
    run.epoch()
    np.testing.assert_allclose(run.network.parameters["layer1.gamma"], gamma, atol=1e-8)
    assert np.abs(run.network.parameters["layer1.weight"] - weight).max() > 1e-4
