"""What the lab `initialization` says of first weights, measured."""

import pytest

from playground.training.labs.initialization import ACTIVATIONS, DEPTH, INITIALIZATIONS, passages

LARGE, SMALL, XAVIER, HE = INITIALIZATIONS


def deviations(initialization: str, activation: str) -> list[float]:
    return [layer.spread.deviation for layer in passages(initialization, activation)]


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_that_weights_of_one_saturate(activation: str) -> None:
    assert all((layer.saturated or 0.0) > 0.5 for layer in passages(LARGE, activation))


def test_that_weights_of_one_make_relus_explode() -> None:
    spread = deviations(LARGE, "relu")
    assert spread[-1] > 1000 * spread[0]


def test_that_small_weights_let_every_neuron_say_the_same() -> None:
    assert deviations(SMALL, "tanh")[-1] < 1e-4 * deviations(SMALL, "tanh")[0] * 1.5
    assert deviations(SMALL, "relu")[-1] < 1e-4 * deviations(SMALL, "relu")[0]
    assert all(abs(layer.spread.mean - 0.5) < 0.02 for layer in passages(SMALL, "sigmoid"))
    assert max(deviations(SMALL, "sigmoid")) < 0.03


def test_that_xavier_keeps_the_spread_of_tanh_and_he_that_of_relu() -> None:
    for initialization, activation in ((XAVIER, "tanh"), (HE, "relu")):
        spread = deviations(initialization, activation)
        assert 0.5 * spread[0] < spread[-1] < 2.0 * spread[0]
    assert all((layer.saturated or 0.0) < 0.05 for layer in passages(XAVIER, "tanh"))


def test_that_xavier_is_too_small_for_relu() -> None:
    spread = deviations(XAVIER, "relu")
    assert spread[-1] < 0.35 * spread[0], "half the variance is lost a layer: 0.25 after four"


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("initialization", INITIALIZATIONS)
def test_that_every_layer_is_counted_whole(initialization: str, activation: str) -> None:
    layers = passages(initialization, activation, seed=7)
    assert len(layers) == DEPTH
    assert all(layer.spread.counts.sum() == 1000 * 100 for layer in layers)
