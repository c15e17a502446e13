"""Inside the layers: what is counted, and that looking changes nothing."""

import numpy as np
import pytest

from playground.experiment import change, load
from playground.training import Run
from playground.training.inside import (
    BINS,
    FEWEST_SAMPLES,
    MOST_SAMPLES,
    dead_share,
    look_inside,
    saturated_share,
    spread_of,
)

BATCH_NORM = {"units": 6, "activation": "relu", "batch_norm": True, "dropout": 0.3}


def test_that_a_neuron_is_dead_only_when_it_answers_0_to_every_sample() -> None:
    outputs = np.array([[0.0, 0.0, 1.0, 0.0], [0.0, 2.0, 3.0, 0.0]])
    assert dead_share("relu", outputs) == 0.5
    assert dead_share("leaky_relu", outputs) is None


def test_that_activations_near_the_ends_of_their_range_are_saturated() -> None:
    assert saturated_share("tanh", np.array([[0.96, -0.98], [0.99, 0.0]])) == 0.5
    assert saturated_share("sigmoid", np.array([[0.5, 0.02, 0.98, 0.96]])) == 0.5
    assert saturated_share("relu", np.array([[9.0]])) is None


def test_that_a_spread_counts_every_finite_number() -> None:
    spread = spread_of(np.array([0.0, 1.0, 2.0, 50.0, np.nan, np.inf]), 0.0, 2.0)
    assert spread.counts.sum() == 4
    assert spread.counts[-1] == 2
    assert spread.mean == pytest.approx(53 / 4)


@pytest.mark.parametrize("numbers", [[3.0, 3.0], [0.0], [np.nan], []])
def test_that_numbers_without_a_spread_have_a_histogram_all_the_same(numbers: list[float]) -> None:
    spread = spread_of(np.array(numbers))
    assert spread.low < spread.high
    assert spread.counts.shape == (BINS,)


@pytest.mark.parametrize("spoiled", [{}, {"network.layers": [BATCH_NORM] * 12, "training.precision": "float32"}])
def test_that_looking_changes_nothing(spoiled: dict[str, object]) -> None:
    experiment = change(load("playground"), spoiled)
    looked, left = Run(experiment), Run(experiment)
    for run in (looked, left):
        run.train(2)
    look_inside(looked.network, looked.dataset)
    for run in (looked, left):
        run.train(2)
    assert np.array_equal(looked.network.values, left.network.values)
    assert np.array_equal(looked.network.running_values, left.network.running_values)


def test_that_gradients_are_those_of_single_samples() -> None:
    run = Run(change(load("playground"), {"data.source.kind": "plane"}))
    inside = look_inside(run.network, run.dataset)
    x, y = run.dataset.train.x, run.dataset.train.y
    assert inside.samples == len(x)
    error = run.network.predict(x) - y  # dL/dz of half the squared error behind a linear output
    assert inside.layers[-1].activation == "linear"
    assert inside.layers[-1].gradients.deviation == pytest.approx(float(np.std(error)))


def test_that_regression_and_wide_deep_networks_are_looked_at_too() -> None:
    wide = {"units": 1024, "activation": "relu", "batch_norm": True, "initializer": {"kind": "he_normal"}}
    run = Run(change(load("digits"), {"network.layers": [wide] * 3}))
    inside = look_inside(run.network, run.dataset)
    assert [layer.units for layer in inside.layers] == [1024, 1024, 1024, 10]
    assert FEWEST_SAMPLES <= inside.samples < MOST_SAMPLES // 2
    assert all(layer.gradients.deviation > 0 for layer in inside.layers)
