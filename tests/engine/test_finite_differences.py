"""Every combination of activation, loss, batch norm and penalty against numerical differentiation."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine import Layer, Network
from playground.engine.activations import ACTIVATIONS
from playground.engine.machinery.guards import Array
from tests.engine.pairs import PAIRS

STEP = 1e-6
SMOOTH = [name for name in ACTIVATIONS if name != "step"]


def numerical(network: Network, x: Array, y: Array) -> Array:
    """Return the central difference (L(w + h) - L(w - h)) / 2h of every parameter."""
    result = np.empty_like(network.values)
    for i, value in enumerate(network.values.copy()):
        network.values[i] = value + STEP
        above = network.training_loss(x, y)
        network.values[i] = value - STEP
        result[i] = (above - network.training_loss(x, y)) / (2 * STEP)
        network.values[i] = value
    return result


def agree(network: Network, x: Array, y: Array) -> None:
    loss, gradients = network.loss_and_gradients(x, y)
    n = numerical(network, x, y)
    for span in network.spans:
        a = gradients[span.name].ravel()
        allowed = 1e-9 * max(1.0, abs(loss)) + 1e-5 * (np.abs(a) + np.abs(n[span.start : span.stop]))
        assert (np.abs(a - n[span.start : span.stop]) <= allowed).all(), span.name


def samples(outputs: int, seed: int = 7) -> tuple[Array, Array]:
    random_state = np.random.RandomState(seed)
    x = random_state.standard_normal((6, 2))
    return x, np.eye(outputs)[random_state.randint(outputs, size=6)]


@pytest.mark.parametrize("penalty", [(0.0, 0.0), (0.02, 0.03)], ids=["free", "penalized"])
@pytest.mark.parametrize("batch_norm", [False, True], ids=["biases", "batch norm"])
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
@pytest.mark.parametrize("name", SMOOTH)
def test_that_gradients_are_the_slopes_of_the_loss(
    name: str, pair: tuple[str, str], batch_norm: bool, penalty: tuple[float, float]
) -> None:
    loss, output = pair
    network = Network(2, [Layer(3, name, batch_norm), Layer(2, output, batch_norm)], loss, seed=5)
    network.l1, network.l2 = penalty
    agree(network, *samples(2))


def test_that_dropout_masks_are_held_still_between_evaluations_of_the_loss() -> None:
    network = Network(2, [Layer(8, "tanh", dropout=0.5), Layer(3, "softmax")], "softmax_cross_entropy", seed=5)
    agree(network, *samples(3))


def test_that_a_network_without_hidden_layers_and_one_with_twelve_agree() -> None:
    agree(Network(2, [Layer(3, "softmax")], "softmax_cross_entropy"), *samples(3))
    deep = [Layer(3, "tanh", batch_norm=i % 2 == 0) for i in range(12)]
    agree(Network(2, [*deep, Layer(3, "softmax")], "softmax_cross_entropy"), *samples(3))


def test_that_wide_layers_are_differentiated_like_narrow_ones() -> None:
    """From 256 units on, buffers lie in memory the other way round."""
    network = Network(2, [Layer(256, "tanh"), Layer(2, "softmax")], "softmax_cross_entropy")
    agree(network, *samples(2))


def test_that_no_gradient_passes_the_step_activation() -> None:
    network = Network(2, [Layer(3, "step"), Layer(2, "softmax")], "softmax_cross_entropy")
    _, gradients = network.loss_and_gradients(*samples(2))
    assert not gradients["layer1.weight"].any()
    assert gradients["output.weight"].any()
    assert not ACTIVATIONS["step"].trains
