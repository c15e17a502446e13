"""The first chapter: naive, and equal to the network all the same."""

import numpy as np
import pytest

from playground.engine import Layer, Network
from playground.engine.the_whole_idea import CORNERS, DIFFER, backward, first_layers, forward, loss, step, train


def network_of(layers: list[tuple[np.ndarray, np.ndarray]]) -> Network:
    """The same network with the same weights."""
    sizes = [len(b) for _, b in layers]
    network = Network(len(layers[0][0]), [Layer(units) for units in sizes], "squared_error")
    for name, (weight, bias) in zip([f"layer{n}" for n in range(1, len(sizes))] + ["output"], layers, strict=True):
        network.parameters[f"{name}.weight"], network.parameters[f"{name}.bias"] = weight, bias
    return network


@pytest.mark.parametrize("sizes", [[2, 1], [2, 3, 1], [3, 5, 4, 2]], ids=str)
def test_that_losses_gradients_and_steps_are_those_of_the_network(sizes: list[int]) -> None:
    random = np.random.RandomState(1)
    x, y = random.randn(20, sizes[0]), np.sign(random.randn(20, sizes[-1]))
    layers = first_layers(sizes, seed=2)
    network = network_of(layers)
    for _ in range(5):
        expected, by_name = network.loss_and_gradients(x, y)
        gradients = backward(layers, forward(layers, x), y)
        assert loss(forward(layers, x)[-1], y) == pytest.approx(expected, rel=1e-12)
        for ours, theirs in zip([array for pair in gradients for array in pair], by_name.values(), strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-14)
        step(layers, gradients, rate=0.5)
        network.train_step(x, y, network.optimizer("sgd", learning_rate=0.5))
    np.testing.assert_allclose(forward(layers, x)[-1], network.predict(x), rtol=1e-9)


def test_that_it_learns_the_toy_set_that_no_single_neuron_can() -> None:
    layers, alone = first_layers([2, 3, 1], seed=0), first_layers([2, 1], seed=0)
    losses = train(layers, CORNERS, DIFFER, steps=2000, rate=0.2)
    assert len(losses) == 2001
    assert losses[0] > 0.5
    assert losses[-1] < 0.001
    np.testing.assert_array_equal(np.sign(forward(layers, CORNERS)[-1]), DIFFER)
    assert train(alone, CORNERS, DIFFER, steps=2000, rate=0.2)[-1] > 0.4
