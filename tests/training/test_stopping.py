"""When a run ends by itself: the last epoch, a target, patience, divergence; and that it can go on afterwards."""

from typing import Any

import numpy as np
import pytest

from playground.experiment import Experiment, change, load
from playground.training import Outcome, Reason, Run
from playground.training.answers import base_rate_loss
from playground.training.stopping import DivergenceWatch

PETALS = load("petals")
HALVES = {"data.split.train": 0.5, "data.split.validation": 0.5, "data.source.fresh_test": 0}


def petals(**assignments: Any) -> Experiment:
    return change(PETALS, {path.replace("__", "."): value for path, value in assignments.items()})


def at_rate(rate: float) -> Run:
    return Run(petals(training__optimizer__learning_rate=rate))


@pytest.mark.parametrize(("rate", "around"), [(100, 5), (30, 21)])
def test_that_a_rate_far_too_high_stops_by_itself_where_the_rule_says(rate: float, around: int) -> None:
    run = at_rate(rate)
    outcome = run.train()
    assert outcome.reason is Reason.DIVERGENCE
    assert run.outcome is outcome
    assert abs(outcome.stopped_at - around) <= 2
    assert str(outcome).startswith(f"the loss ran away: stopped at epoch {outcome.stopped_at} and went back to epoch")
    assert f"try a learning rate below {rate}" in str(outcome)


@pytest.mark.parametrize("rate", [10, 1.2])
def test_that_a_rate_that_merely_wobbles_never_stops(rate: float) -> None:
    assert at_rate(rate).train(epochs=1500).reason is Reason.EPOCHS


def test_that_the_state_before_the_rise_comes_back() -> None:
    run = at_rate(30)
    outcome = run.train()
    assert run.epochs_done == outcome.epoch < outcome.stopped_at
    again = at_rate(30)
    again.train(epochs=outcome.epoch)
    np.testing.assert_array_equal(run.network.values, again.network.values)
    start = max(run.history["train_loss"][0], np.log(2))
    snapshot = run.snapshot()
    assert snapshot.scores["train"].loss == again.history["train_loss"][-1] <= start
    assert np.isfinite(run.network.values).all()
    assert not snapshot.update_ratios  # Those of the rise belong to weights that are gone.


def test_that_the_history_keeps_the_rise_until_training_goes_on() -> None:
    run = at_rate(100)
    outcome = run.train()
    assert run.history.rows == outcome.stopped_at + 1
    assert run.history["train_loss"].max() > 5 * np.log(2)
    run.apply(petals(training__optimizer__learning_rate=1.2))
    assert run.history.rows == outcome.stopped_at + 1
    run.epoch()
    assert run.history.rows == outcome.epoch + 2


def test_that_training_goes_on_after_the_rate_was_lowered() -> None:
    run = at_rate(100)
    run.train()
    run.apply(petals(training__optimizer__learning_rate=1.2))
    outcome = run.train(epochs=1500)
    assert outcome.reason is Reason.EPOCHS
    assert run.history["train_loss"][-1] < 0.3
    np.testing.assert_array_equal(run.history["epoch"], np.arange(run.epochs_done + 1))
    assert np.isfinite(run.history["train_loss"]).all()


def test_that_going_on_at_the_same_rate_diverges_again_and_comes_back_again() -> None:
    run = at_rate(100)
    for _ in range(3):
        outcome = run.train()
        assert outcome.reason is Reason.DIVERGENCE
        assert run.epochs_done == outcome.epoch
        assert np.isfinite(run.network.values).all()


def test_that_a_wobble_after_coming_back_is_judged_anew_and_without_the_old_momentum() -> None:
    run = Run(petals(training__optimizer__kind="momentum", training__optimizer__learning_rate=20))
    first = run.train()
    assert first.reason is Reason.DIVERGENCE
    assert run.optimizer.state() == {"steps": 0}
    second = run.train()
    assert second.reason is Reason.DIVERGENCE
    assert second.stopped_at - second.epoch > 5


def test_that_numbers_that_are_not_finite_stop_at_once_and_warn_nowhere() -> None:
    layer = {"units": 8, "activation": "relu", "initializer": {"kind": "normal", "std": 100}}
    run = Run(
        petals(
            network__layers=[layer] * 4,
            network__output__activation="linear",
            training__loss="squared_error",
            training__optimizer__learning_rate=1e6,
            training__precision="float32",
        )
    )
    outcome = run.train(epochs=50)
    assert outcome.reason is Reason.DIVERGENCE
    assert outcome.stopped_at <= 3
    assert run.history.rows == outcome.stopped_at
    assert np.isfinite(run.history["train_loss"]).all()
    assert np.isfinite(run.network.values).all()
    assert np.isfinite(run.predict(run.dataset.train.points)).all()


def test_that_a_divergence_after_the_optimizer_was_changed_comes_back_too() -> None:
    run = Run(petals(training__optimizer__kind="adam"))
    run.train(epochs=30)
    run.apply(petals(training__optimizer__learning_rate=1e6))
    assert run.train(epochs=50).reason is Reason.DIVERGENCE
    assert run.epochs_done >= 30
    assert run.network.evaluate(run.dataset.train.x, run.dataset.train.y)[0] < 1


def test_that_batch_norms_running_averages_come_back_as_well() -> None:
    settings = {"network.layers.0.batch_norm": True, "training.optimizer.learning_rate": 1e6}
    run = Run(change(PETALS, settings))
    outcome = run.train(epochs=100)
    assert outcome.reason is Reason.DIVERGENCE
    again = Run(change(PETALS, settings))
    again.train(epochs=outcome.epoch)
    np.testing.assert_array_equal(run.network.running_values, again.network.running_values)


def test_that_the_watch_wants_the_median_and_the_last_loss_above_five_times_the_harmless() -> None:
    watch = DivergenceWatch(1.0, 0.5)
    assert [watch.add(loss) for loss in (6, 1, 6, 1, 6, 1)] == [False] * 6
    assert [watch.add(loss) for loss in (6, 6)] == [False, True]
    assert not DivergenceWatch(1.0, 3.0).add(14.0)
    assert DivergenceWatch(1.0, 0.5).add(float("nan"))
    assert DivergenceWatch(1.0, 0.5).add(float("inf"))
    slow = DivergenceWatch(1.0, 0.5)
    assert not any(slow.add(1.0) for _ in range(100))
    assert [slow.add(9.0) for _ in range(11)] == [False] * 10 + [True]
    slow.begin_again(1.0)
    assert [slow.add(9.0) for _ in range(2)] == [False, True]


def test_that_the_base_rate_is_the_loss_of_the_best_constant_answer() -> None:
    y = np.repeat(np.eye(4), 5, axis=0)
    entropy = -(0.25 * np.log(0.25) + 0.75 * np.log(0.75))
    assert base_rate_loss(y, "binary_cross_entropy") == pytest.approx(4 * entropy)
    assert base_rate_loss(y, "softmax_cross_entropy") == pytest.approx(np.log(4))
    signs = np.array([[-1.0], [1.0]])
    assert base_rate_loss(signs, "squared_error") == 0.5
    assert base_rate_loss(signs, "huber", 0.5) == 0.5 * (1 - 0.25)
    assert base_rate_loss(np.ones((5, 1)), "binary_cross_entropy") == 0


def test_that_a_target_loss_stops_at_the_first_epoch_that_meets_it() -> None:
    run = Run(petals(training__stop__target_loss=0.5))
    outcome = run.train()
    assert outcome.reason is Reason.TARGET_LOSS
    losses = run.history["train_loss"]
    assert losses[-1] <= 0.5 < losses[:-1].min()
    assert str(outcome) == f"the target loss was reached at epoch {outcome.stopped_at:,}"
    assert run.epochs_done == outcome.epoch == outcome.stopped_at


def test_that_a_target_accuracy_stops_at_the_first_epoch_that_meets_it() -> None:
    run = Run(petals(training__stop__target_accuracy=0.85))
    outcome = run.train()
    assert outcome.reason is Reason.TARGET_ACCURACY
    accuracies = run.history["train_accuracy"]
    assert accuracies[-1] >= 0.85 > accuracies[1:-1].max()


def test_that_patience_stops_after_so_many_epochs_and_returns_the_best_weights() -> None:
    settings = HALVES | {"training.stop.patience": 40, "training.optimizer.learning_rate": 10}
    run = Run(change(PETALS, settings))
    outcome = run.train()
    losses = run.history["validation_loss"]
    assert outcome.reason is Reason.PATIENCE
    assert outcome.epoch == run.epochs_done == np.argmin(losses)
    assert outcome.stopped_at == outcome.epoch + 40 == len(losses) - 1
    again = Run(change(PETALS, settings))
    again.train(epochs=outcome.epoch)
    np.testing.assert_array_equal(run.network.values, again.network.values)
    assert run.snapshot().scores["validation"].loss == losses.min()
    assert f"with the weights of epoch {outcome.epoch:,}, the best" in str(outcome)


OVERFITTING = HALVES | {
    "data.source.kind": "xor",
    "data.source.samples": 40,
    "data.source.noise": 0.4,
    "network.layers.0.units": 12,
    "training.optimizer.kind": "adam",
    "training.optimizer.learning_rate": 0.05,
    "training.stop.patience": 100_000,
}


@pytest.mark.parametrize(
    ("limit", "reason", "told"),
    [
        ({"training.epochs": 300}, Reason.EPOCHS, "all 300 epochs are done; "),
        ({"training.stop.target_loss": 0.12}, Reason.TARGET_LOSS, "the target loss was reached at epoch "),
        ({"training.stop.target_accuracy": 1.0}, Reason.TARGET_ACCURACY, "the target accuracy was reached at epoch "),
        ({"training.stop.patience": 60}, Reason.PATIENCE, "the validation loss stopped improving, so training stopped"),
    ],
)
def test_that_with_patience_the_best_weights_come_back_whatever_ends_the_run(
    limit: dict[str, Any], reason: Reason, told: str
) -> None:
    run = Run(change(PETALS, OVERFITTING | limit))
    outcome = run.train()
    losses = run.history["validation_loss"]
    assert outcome.reason is reason
    assert outcome.epoch == run.epochs_done == losses.argmin() < outcome.stopped_at == len(losses) - 1
    assert run.snapshot().scores["validation"].loss == losses.min()
    again = Run(change(PETALS, OVERFITTING | limit))
    again.train(epochs=outcome.epoch)
    np.testing.assert_array_equal(run.network.values, again.network.values)
    assert str(outcome).startswith(told)
    assert str(outcome).endswith(f"the network is left with the weights of epoch {outcome.epoch:,}, the best")


def test_that_a_run_that_diverges_after_the_best_came_back_goes_back_no_further_than_to_that() -> None:
    run = Run(change(PETALS, OVERFITTING | {"training.epochs": 300}))
    best = run.train().epoch
    wild = {"training.optimizer.kind": "sgd", "training.optimizer.learning_rate": 1e5, "training.epochs": 400}
    run.apply(change(run.experiment, wild))
    outcome = run.train()
    assert (outcome.reason, outcome.epoch) == (Reason.DIVERGENCE, best)
    assert run.history.rows <= outcome.stopped_at + 1


def test_that_a_run_whose_best_came_back_is_done_until_it_is_given_more_epochs() -> None:
    run = Run(change(PETALS, OVERFITTING | {"training.epochs": 300}))
    outcome = run.train()
    assert run.train() is outcome
    run.apply(change(run.experiment, {"training.epochs": 310}))
    assert run.finish() is None
    assert run.train().stopped_at == 310


def test_that_more_epochs_than_planned_end_with_the_best_of_all_of_them() -> None:
    run = Run(change(PETALS, OVERFITTING | {"training.epochs": 5}))
    outcome = run.train(epochs=300)
    assert (outcome.stopped_at, outcome.epoch) == (300, run.history["validation_loss"].argmin())
    assert str(outcome).startswith("300 more epochs are done, 300 in all; the network is left with the weights of ")


def test_that_a_limit_set_below_what_is_done_brings_the_best_back() -> None:
    run = Run(change(PETALS, OVERFITTING))
    run.train(epochs=300)
    assert run.finish() is None
    run.apply(change(run.experiment, {"training.epochs": 200}))
    assert run.finish() == Outcome(Reason.EPOCHS, 300, int(run.history["validation_loss"].argmin()))


def test_that_steps_by_hand_beyond_the_last_epoch_go_forward() -> None:
    still_better = {"training.epochs": 40, "training.stop.patience": 500, "training.optimizer.learning_rate": 0.1}
    run = Run(change(load("playground"), still_better | {"data.split.validation": 0.5, "data.split.test": 0.0}))
    assert run.train() == Outcome(Reason.EPOCHS, 40, 40)
    for _ in range(60):
        run.epoch()
    assert run.epochs_done == 100


def test_that_parts_of_a_run_with_patience_are_the_run() -> None:
    whole, parts = (Run(change(PETALS, OVERFITTING | {"training.epochs": 120})) for _ in range(2))
    whole.train()
    for _ in range(3):
        parts.train(epochs=40)
    np.testing.assert_array_equal(whole.network.values, parts.network.values)


def test_that_the_weights_a_run_begins_with_may_be_the_best() -> None:
    source = Run(change(PETALS, HALVES))
    source.train(epochs=2000)
    coarse = {"training.stop.patience": 3, "training.optimizer.learning_rate": 5, "training.batch_size": 5}
    run = Run(change(PETALS, HALVES | coarse))
    run.put_parameters(source.network.parameters)
    outcome = run.train()
    assert run.history["validation_loss"].argmin() == 0
    assert (outcome.reason, outcome.stopped_at, outcome.epoch) == (Reason.PATIENCE, 3, 0)
    np.testing.assert_array_equal(run.network.values, source.network.values)


def test_that_training_goes_on_after_patience_and_counts_anew() -> None:
    run = Run(change(PETALS, HALVES | {"training.stop.patience": 40, "training.optimizer.learning_rate": 10}))
    first = run.train()
    run.apply(change(run.experiment, {"training.optimizer.learning_rate": 1}))
    second = run.train(epochs=60)
    assert first.reason is Reason.PATIENCE
    assert second.epoch > first.epoch
    assert run.history["validation_loss"].min() < run.history["validation_loss"][first.epoch]
    assert run.history.rows == second.stopped_at + 1


def test_that_patience_set_late_counts_from_then_on() -> None:
    run = Run(change(PETALS, HALVES))
    run.train(epochs=50)
    run.apply(change(run.experiment, {"training.stop.patience": 5, "training.optimizer.learning_rate": 1e-9}))
    run.train(epochs=4)
    assert run.epochs_done == 54


def test_that_patience_survives_a_change_of_optimizer() -> None:
    patient = HALVES | {"training.stop.patience": 5, "training.optimizer.learning_rate": 10}
    run = Run(change(PETALS, patient | {"training.optimizer.kind": "adam", "training.optimizer.learning_rate": 0.1}))
    run.train(epochs=20)
    run.apply(change(PETALS, patient))
    assert run.train().reason is Reason.PATIENCE
