"""One run: the same seed, the same figures; the notebook's interface; steps, epochs, resets."""

from typing import Any
from unittest.mock import Mock

import msgspec
import numpy as np
import pytest

from playground.engine.optimizers import OPTIMIZERS
from playground.experiment import UserError, change, load
from playground.training import Outcome, Reason, Run
from playground.training.ledger import Ledger

PETALS, PLAYGROUND = load("petals"), load("playground")
NOISY = change(
    PLAYGROUND,
    {"network.layers.0.dropout": 0.2, "network.layers.1.batch_norm": True, "training.optimizer.kind": "adam"},
)


def trained(experiment: Any, epochs: int) -> Run:
    run = Run(experiment)
    run.train(epochs=epochs)
    return run


def same(first: Run, second: Run) -> None:
    np.testing.assert_array_equal(first.network.values, second.network.values)
    np.testing.assert_array_equal(first.network.running_values, second.network.running_values)
    for name in first.history:
        np.testing.assert_array_equal(first.history[name], second.history[name])


@pytest.mark.parametrize("experiment", [PETALS, PLAYGROUND, NOISY], ids=["full batch", "minibatches", "dropout"])
def test_that_the_same_seed_is_the_same_run_bit_for_bit(experiment: Any) -> None:
    same(trained(experiment, 12), trained(experiment, 12))


@pytest.mark.parametrize("batch_size", [None, 1, 7, 64], ids=lambda size: f"batch {size}")
@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_that_the_same_seed_is_the_same_run_with_every_optimizer_and_batch_size(
    kind: str, batch_size: int | None
) -> None:
    settings = {
        "data.source.samples": 50,
        "training.optimizer.kind": kind,
        "training.optimizer.learning_rate": 0.05,
        "training.batch_size": batch_size,
        "network.layers.0.dropout": 0.3,
        "network.layers.1.batch_norm": batch_size != 1,
        "training.l1": 0.001,
        "training.gradient_clip": 1.0,
    }
    same(*(trained(change(PLAYGROUND, settings), 6) for _ in range(2)))


def test_that_another_seed_is_another_run_on_the_same_data() -> None:
    first, second = Run(PLAYGROUND), Run(change(PLAYGROUND, {"seed": 1}))
    assert not np.array_equal(first.network.values, second.network.values)
    np.testing.assert_array_equal(first.dataset.train.points, second.dataset.train.points)


def test_that_reset_returns_to_the_same_weights_and_the_same_run() -> None:
    run = Run(NOISY)
    first = run.network.values.copy()
    run.train(epochs=8)
    assert not np.array_equal(run.network.values, first)
    run.reset()
    np.testing.assert_array_equal(run.network.values, first)
    assert (run.epochs_done, run.steps_done, run.history.rows, run.outcome) == (0, 0, 1, None)
    run.train(epochs=8)
    same(run, trained(NOISY, 8))


def test_that_training_in_pieces_is_training_at_once() -> None:
    pieces = Run(NOISY)
    pieces.train(epochs=3)
    pieces.epoch()
    while not pieces.step():
        pass
    same(pieces, trained(NOISY, 5))


def test_that_looking_at_a_run_does_not_change_it() -> None:
    watched = Run(NOISY)
    for _ in range(4):
        watched.epoch()
        watched.snapshot()
        watched.predict(watched.dataset.train.points)
        watched.network.loss_and_gradients(watched.dataset.train.x, watched.dataset.train.y)
    same(watched, trained(NOISY, 4))


def test_that_a_step_is_one_minibatch_and_an_epoch_all_of_them() -> None:
    run = Run(PLAYGROUND)
    assert [run.step() for _ in range(25)] == [False] * 24 + [True]
    assert (run.epochs_done, run.steps_done) == (1, 0)
    run.step()
    assert (run.epochs_done, run.steps_done, run.history.rows) == (1, 1, 2)
    run.epoch()
    assert (run.epochs_done, run.steps_done, run.history.rows) == (2, 0, 3)


def test_that_row_0_is_the_untrained_network_and_row_e_the_state_after_e_epochs() -> None:
    run = Run(PETALS)
    part = run.dataset.train
    for epoch in range(4):
        loss, accuracy = run.network.evaluate(part.x, part.y)
        assert run.history["epoch"][-1] == epoch == run.epochs_done
        assert run.history["train_loss"][-1] == loss
        assert run.history["train_accuracy"][-1] == accuracy
        run.epoch()


def test_that_losses_are_data_losses_and_the_penalty_stands_apart() -> None:
    settings = {"training.l1": 0.001, "training.l2": 0.01, "data.source.fresh_test": 0}
    run = trained(change(PETALS, settings), 3)
    weights = [array for name, array in run.network.parameters.items() if name.endswith(".weight")]
    penalty = sum(0.001 * np.abs(w).sum() + 0.005 * (w**2).sum() for w in weights)
    assert run.history["penalty"][-1] == pytest.approx(penalty, rel=1e-12)
    p, y = run.predict(run.dataset.train.points), run.dataset.train.y
    loss = -np.mean(np.where(y == 1, np.log(p), np.log(1 - p)))
    assert run.history["train_loss"][-1] == pytest.approx(loss, rel=1e-12)


def test_that_update_ratios_are_those_of_the_epochs_last_step() -> None:
    run = trained(PLAYGROUND, 2)
    for _ in range(24):
        run.step()
    before = {name: array.copy() for name, array in run.network.parameters.items()}
    assert run.step()
    for name, after in run.network.parameters.items():
        ratio = np.abs(after - before[name]).sum() / np.abs(after).sum()
        assert run.history[f"update_ratio.{name}"][-1] == pytest.approx(ratio, rel=1e-6)
        assert run.snapshot().update_ratios[name] == pytest.approx(ratio, rel=1e-9)
        assert np.isnan(run.history[f"update_ratio.{name}"][0])


def test_that_the_notebooks_interface_works_as_documented() -> None:
    run = Run(load("petals"))
    outcome = run.train(epochs=100)
    assert outcome == Outcome(Reason.EPOCHS, 100, 100)
    run.epoch()
    assert list(run.history)[:3] == ["epoch", "train_loss", "train_accuracy"]
    assert len(run.history["train_loss"]) == 102
    assert [*run.network.parameters] == ["layer1.weight", "layer1.bias", "output.weight", "output.bias"]
    points = run.dataset.train.points
    probabilities = run.predict(points)
    assert probabilities.shape == (400, 1)
    assert np.all((probabilities > 0) & (probabilities < 1))
    x, y = run.dataset.train.x, run.dataset.train.y
    np.testing.assert_array_equal(run.network.predict(x), probabilities)
    loss, gradients = run.network.loss_and_gradients(x, y)
    assert isinstance(loss, float)
    assert {name: array.shape for name, array in gradients.items()} == {
        name: array.shape for name, array in run.network.parameters.items()
    }
    run.network.parameters["output.bias"][...] = 100.0
    assert run.predict([[0.0, 0.0]]).round() == 1


def test_that_train_alone_goes_to_the_experiments_last_epoch_and_then_stays() -> None:
    run = Run(change(PETALS, {"training.epochs": 7}))
    assert run.train() == Outcome(Reason.EPOCHS, 7, 7)
    assert run.train() == Outcome(Reason.EPOCHS, 7, 7)
    assert run.epochs_done == 7
    assert run.train(epochs=3).epoch == 10


def test_that_a_watcher_sees_every_epoch_and_can_stop_the_training() -> None:
    seen: list[int] = []

    def watch(run: Run) -> bool:
        seen.append(run.epochs_done)
        return run.epochs_done == 4

    run = Run(PETALS)
    assert run.train(epochs=10, watch=watch) is None
    assert seen == [1, 2, 3, 4]


def test_that_settings_that_do_not_fit_together_are_refused_before_anything_is_built() -> None:
    broken = msgspec.structs.replace(PETALS, training=load("quadrants").training, name="half \ud800")
    with pytest.raises(UserError, match="name: "):
        Run(broken)


def test_that_float32_runs_in_float32_throughout() -> None:
    run = trained(change(NOISY, {"training.precision": "float32"}), 2)
    assert {array.dtype for array in run.network.parameters.values()} == {np.dtype(np.float32)}
    assert run.predict([[0, 0]]).dtype == np.float32


def test_that_putting_parameters_begins_anew_without_the_old_momentum() -> None:
    source = trained(change(NOISY, {"seed": 5}), 2)
    arrays = {**source.network.parameters, **source.network.running}
    used, fresh = trained(NOISY, 6), Run(NOISY)
    for run in (used, fresh):
        run.put_parameters(arrays)
        assert (run.epochs_done, run.history.rows, run.outcome) == (0, 1, None)
        np.testing.assert_array_equal(run.network.values, source.network.values)
        run.train(epochs=3)
    same(used, fresh)
    np.testing.assert_array_equal(
        source.network.running_values, trained(change(NOISY, {"seed": 5}), 2).network.running_values
    )


def test_that_a_linear_output_is_judged_by_the_larger_of_its_values() -> None:
    run = trained(change(PETALS, {"training.loss": "squared_error", "network.output.activation": "linear"}), 20)
    right = run.predict(run.dataset.train.points).argmax(axis=1) == run.dataset.train.labels
    assert run.history["train_accuracy"][-1] == right.mean()
    assert len(run.history["train_loss"]) == 21


def test_that_a_run_keeps_its_past_and_can_be_put_back_to_it() -> None:
    run = Run(load("petals"))
    run.train(epochs=30)
    expected = {epoch: Run(load("petals")) for epoch in (0, 7, 30)}
    for epoch, straight in expected.items():
        straight.train(epochs=epoch)
        found = run.moments.nearest(epoch)
        assert found is not None
        assert found[0] == epoch
        np.testing.assert_array_equal(found[1]["network.values"], straight.network.values)


def test_that_a_run_goes_on_from_the_middle_of_an_epoch_it_once_stood_in() -> None:
    run, straight = (Run(change(PETALS, {"training.batch_size": 100})) for _ in range(2))
    run.train(epochs=2)
    run.step()
    bearings = run.bearings()
    run.train(epochs=3)
    run.turn_to(bearings)
    run.epoch()
    straight.train(epochs=3)
    same(run, straight)


def test_that_a_change_that_fails_half_way_leaves_the_run_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    run, straight = trained(PETALS, 5), trained(PETALS, 5)
    monkeypatch.setattr(Ledger, "begin", Mock(side_effect=MemoryError))
    with pytest.raises(MemoryError):
        run.apply(change(PETALS, {"network.layers.0.units": 9}))
    monkeypatch.undo()
    assert run.experiment is PETALS
    run.train(epochs=2)
    straight.train(epochs=2)
    same(run, straight)


def test_that_a_run_that_went_back_forgets_the_moments_of_the_rise_once_it_goes_on() -> None:
    run = Run(change(load("petals"), {"training.optimizer.learning_rate": 30}))
    outcome = run.train()
    assert outcome is not None
    run.epoch()
    assert run.moments.epochs == tuple(range(outcome.epoch + 2))
    run.reset()
    assert run.moments.epochs == (0,)


@pytest.mark.parametrize("points", [[["a", np.nan]], [[1, 2], [3]], [[1, None, {}]], None])
def test_that_points_that_are_no_numbers_are_refused_in_one_line(points: Any) -> None:
    with pytest.raises(UserError, match="give one row of 2 numbers a point"):
        Run(load("petals")).predict(points)
