"""Data and settings at the edges: nothing crashes, warns or shows a number that is not finite."""

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from playground.data import Dataset, Part, Preparation, fit_preparation, targets
from playground.experiment import Experiment, change, load
from playground.training import MapRequest, Reason, Region, Run

Points = NDArray[np.float64]
LOSSES = [
    ("squared_error", "linear"),
    ("squared_error", "tanh"),
    ("huber", "linear"),
    ("binary_cross_entropy", "sigmoid"),
    ("softmax_cross_entropy", "softmax"),
]
each_loss = pytest.mark.parametrize("fit", LOSSES, ids="-".join)
DEEP_SIGMOID = [{"units": 4, "activation": "sigmoid"}] * 12


def cloud(n: int, columns: int = 2, seed: int = 0) -> Points:
    return np.random.RandomState(seed).standard_normal((n, columns))


def experiment(fit: tuple[str, str] = ("binary_cross_entropy", "sigmoid"), **settings: Any) -> Experiment:
    loss, output = fit
    plain = {"training.loss": loss, "network.output.activation": output, "training.optimizer.learning_rate": 0.1}
    return change(load("petals"), plain | {path.replace("__", "."): value for path, value in settings.items()})


def run_on(points: Points, labels: NDArray[np.int64], what: Experiment, preparation: Preparation | None = None) -> Run:
    """A run on these points in place of the experiment's, not prepared unless told; a third are for tests too."""
    prepare = preparation or Preparation(points.shape[1], ("x1", "x2"))
    x = points if preparation is None else prepare(points)
    y = targets(labels, 2, what.network.output.activation)
    third = max(1, len(points) // 3)
    train = Part(points, labels, x, y)
    test = Part(points[:third], labels[:third], x[:third], y[:third])
    return Run(what, Dataset(train, None, test, ("0", "1"), prepare))


def halves(n: int) -> NDArray[np.int64]:
    return np.arange(n) % 2


def check(run: Run, epochs: int = 60) -> Reason:
    """Train, and look at all that a run shows of itself; why it ended."""
    outcome = run.train(epochs=epochs)
    assert outcome is not None
    absent = {"validation_loss", "validation_accuracy"}
    for name, column in run.history.items():
        if name.startswith("update_ratio"):
            # NaN says that there is none: before the first step, and where a parameter became all noughts.
            assert not np.isinf(column).any(), name
        elif name not in absent:
            assert np.isfinite(column).all(), name
    assert np.isfinite(run.network.values).all()
    assert np.isfinite(run.network.running_values).all()
    snapshot = run.snapshot(MapRequest(Region(-6, 6, -6, 6), 4, (2,)))
    for score in snapshot.scores.values():
        assert math.isfinite(score.loss)
    assert np.isfinite(run.network.predict(run.dataset.train.x)).all()
    return outcome.reason


@each_loss
@pytest.mark.parametrize("optimizer", ["sgd", "nesterov", "rmsprop", "adamw"])
def test_that_a_giant_learning_rate_ends_by_divergence_or_stays_finite(fit: tuple[str, str], optimizer: str) -> None:
    settings = {"training.optimizer.kind": optimizer, "training.optimizer.learning_rate": 1e6}
    what = change(experiment(fit, network__layers=[{"units": 4, "activation": "relu"}]), settings)
    check(run_on(cloud(30), halves(30), what))


@each_loss
@pytest.mark.parametrize("size", [1e150, 1e-300, 0.0], ids=["giant", "tiny", "nought"])
@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_that_giant_tiny_and_zero_inputs_are_survived(fit: tuple[str, str], size: float, activation: str) -> None:
    layer = {"units": 4, "activation": activation}
    check(run_on(cloud(20) * size, halves(20), experiment(fit, network__layers=[layer])))


@each_loss
@pytest.mark.parametrize("size", [1e150, 1e-300, 0.0], ids=["giant", "tiny", "nought"])
def test_that_batch_norm_survives_them_too(fit: tuple[str, str], size: float) -> None:
    layers = [{"units": 4, "activation": "relu", "batch_norm": True}]
    check(run_on(cloud(20) * size, halves(20), experiment(fit, network__layers=layers, training__batch_size=7)))


def test_that_scores_whose_variance_overflows_never_reach_the_running_averages_for_good() -> None:
    layers = [{"units": 4, "activation": "tanh", "batch_norm": True}]
    assert check(run_on(cloud(20) * 1e200, halves(20), experiment(network__layers=layers))) is Reason.DIVERGENCE


@each_loss
def test_that_penalties_on_giant_weights_are_survived(fit: tuple[str, str]) -> None:
    settings = {"training.l1": 1000.0, "training.l2": 1000.0, "training.optimizer.learning_rate": 1e6}
    check(run_on(cloud(20), halves(20), change(experiment(fit), settings)))


@each_loss
def test_that_a_gradient_that_vanishes_through_twelve_sigmoids_is_no_trouble(fit: tuple[str, str]) -> None:
    assert check(run_on(cloud(20), halves(20), experiment(fit, network__layers=DEEP_SIGMOID))) is Reason.EPOCHS


@each_loss
def test_that_one_sample_is_learned(fit: tuple[str, str]) -> None:
    run = run_on(cloud(1), np.array([1]), experiment(fit))
    assert check(run, 200) is Reason.EPOCHS
    assert run.history["train_loss"][-1] < run.history["train_loss"][0]


@each_loss
@pytest.mark.parametrize("only", [0, 1])
def test_that_a_single_class_is_learned(fit: tuple[str, str], only: int) -> None:
    run = run_on(cloud(20), np.full(20, only), experiment(fit, training__batch_size=6))
    assert check(run, 200) is Reason.EPOCHS
    assert run.history["train_accuracy"][-1] == 1.0


@pytest.mark.parametrize("constant", [0.0, 0.1, 1 / 3, 1e10 / 3])
@pytest.mark.parametrize("method", ["standardize", "pca_whitening"])
def test_that_a_constant_feature_is_prepared_to_nought(method: str, constant: float) -> None:
    points = cloud(31)
    points[:, 1] = constant
    preparation = fit_preparation(points, ("x1", "x2"), method)
    run = run_on(points, halves(31), experiment(), preparation)
    assert np.abs(run.dataset.train.x).max() < 10
    assert check(run) is Reason.EPOCHS


def test_that_ten_thousand_features_are_learned_from() -> None:
    points = cloud(40, 10_000)
    preparation = Preparation(10_000, tuple(f"f{number}" for number in range(10_000)))
    labels = (points[:, 0] > 0).astype(np.int64)
    y = targets(labels, 2, "sigmoid")
    run = Run(experiment(), Dataset(Part(points, labels, points, y), None, None, ("0", "1"), preparation))
    outcome = run.train(epochs=20)
    assert outcome is not None
    assert outcome.reason is Reason.EPOCHS
    maps = run.snapshot(MapRequest(Region(-6, 6, -6, 6), 4, (2,))).maps
    assert maps is not None
    assert np.isfinite(maps.output).all()
    assert np.isfinite(run.history["train_loss"]).all()
    assert run.history["train_loss"][-1] < run.history["train_loss"][0]


@each_loss
@pytest.mark.parametrize("penalty", ["training.l1", "training.l2"])
@pytest.mark.parametrize("clip", [None, 1.0])
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_that_weights_that_a_penalty_drives_off_end_the_run(
    fit: tuple[str, str], penalty: str, clip: float | None, precision: str
) -> None:
    settings = {penalty: 1000.0, "training.optimizer.learning_rate": 1e6, "training.precision": precision}
    check(run_on(cloud(20), halves(20), change(experiment(fit, training__gradient_clip=clip), settings)), 100)


def test_that_weights_that_run_away_while_their_loss_stays_small_end_the_run() -> None:
    """Each step of this decay makes the weights ten million times as large, and tanh shows nothing of it."""
    settings = {
        "training.optimizer.kind": "adamw",
        "training.optimizer.weight_decay": 10.0,
        "training.optimizer.learning_rate": 1e6,
        "network.layers": [],
    }
    points = np.abs(cloud(20)) * [1, 0]
    run = run_on(points, np.ones(20, np.int64), change(experiment(("squared_error", "tanh")), settings))
    assert check(run, 100) is Reason.DIVERGENCE
    assert run.history["train_loss"].max() < 5


def test_that_an_untrained_network_without_a_finite_loss_has_an_empty_first_row() -> None:
    run = run_on(cloud(20) * 1e200, halves(20), experiment(("squared_error", "linear"), network__layers=[]))
    assert np.isnan(run.history["train_loss"]).all()
    outcome = run.train(epochs=5)
    assert outcome is not None
    assert (outcome.reason, outcome.epoch, run.history.rows) == (Reason.DIVERGENCE, 0, 1)
    assert np.isfinite(run.network.values).all()
