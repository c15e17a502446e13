"""A published experiment: 400 points in two spirals of petals, 2-4-1, full batch, rate 1.2."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from playground.engine import Layer, Network, initializer
from playground.engine.machinery.guards import Array

GOLDEN = json.loads((Path(__file__).parent.parent / "golden" / "labs.json").read_text(encoding="utf-8"))["petals"]


def petals() -> tuple[Array, Array]:
    random_state = np.random.RandomState(1)
    points = []
    for j in range(2):
        t = np.linspace(3.12 * j, 3.12 * (j + 1), 200) + 0.2 * random_state.randn(200)
        r = 4 * np.sin(4 * t) + 0.2 * random_state.randn(200)
        points.append(np.column_stack([r * np.sin(t), r * np.cos(t)]))
    return np.concatenate(points), np.repeat([0.0, 1.0], 200)[:, None]


def network(units: int = 4) -> Network:
    small = initializer("normal", std=0.01)
    layers = [Layer(units, initializer=small), Layer(1, "sigmoid", initializer=small)]
    return Network(2, layers, "binary_cross_entropy", seed=3)


def test_that_the_initial_weights_are_the_published_ones() -> None:
    weights = GOLDEN["initial_weights_4_hidden"]
    np.testing.assert_allclose(network().parameters["layer1.weight"], weights["hidden (2, 4)"], rtol=1e-14)
    np.testing.assert_allclose(network().parameters["output.weight"], weights["output (4, 1)"], rtol=1e-14)
    assert not network().parameters["layer1.bias"].any()


def test_that_a_thousand_epochs_lead_to_the_published_losses() -> None:
    (x, y), net = petals(), network()
    np.testing.assert_allclose(x.sum(axis=0), GOLDEN["sum"], rtol=1e-10)
    descent = net.optimizer("sgd", learning_rate=1.2)
    assert abs(net.evaluate(x, y)[0] - GOLDEN["loss_every_1000_epochs"][0]) <= 2e-6
    for _ in range(1000):
        net.train_step(x, y, descent)
    assert abs(net.evaluate(x, y)[0] - GOLDEN["loss_every_1000_epochs"][1]) <= 2e-6
