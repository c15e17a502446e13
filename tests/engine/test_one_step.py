"""What a step may change and what it must not, whatever the optimizer and the settings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine import Layer, Network, clip_by_global_norm, initializer
from playground.engine.machinery.guards import Array
from playground.engine.optimizers import OPTIMIZERS

X = np.random.RandomState(0).standard_normal((12, 2))
Y = np.eye(3)[np.arange(12) % 3]
every_optimizer = pytest.mark.parametrize("kind", OPTIMIZERS)


def network_of(*hidden: Layer, seed: int = 0) -> Network:
    return Network(2, [*hidden, Layer(3, "softmax")], "softmax_cross_entropy", seed=seed)


@every_optimizer
@given(st.floats(1e-4, 1.0), st.floats(1e-3, 1.0), st.integers(0, 1000))
@settings(max_examples=10, deadline=None, derandomize=True)
def test_that_under_l1_no_weight_crosses_nought_in_one_step(kind: str, l1: float, rate: float, seed: int) -> None:
    network = network_of(Layer(4), seed=seed)
    network.l1 = l1
    descent = network.optimizer(kind, learning_rate=rate)
    weights = [array for name, array in network.parameters.items() if name.endswith(".weight")]
    for _ in range(12):
        before = [weight.copy() for weight in weights]
        network.train_step(X, Y, descent)
        for old, new in zip(before, weights, strict=True):
            assert (old * new >= 0).all()


@every_optimizer
def test_that_under_l1_weights_reach_exactly_nought_stay_and_leave_when_it_pays(kind: str) -> None:
    network = Network(2, [Layer(1, "linear", initializer=initializer("constant", value=0.3))], "squared_error")
    descent = network.optimizer(kind, learning_rate=0.02)
    # The first input is of no use; the second decides.
    x = np.array([[1.0, 1.0], [-1.0, 1.0], [1.0, -1.0], [-1.0, -1.0]])
    weight = network.parameters["output.weight"]
    network.l1 = 5.0
    for _ in range(300):
        network.train_step(x, x[:, 1:], descent)
    np.testing.assert_array_equal(weight, 0.0)
    network.l1 = 0.1
    # AdaGrad remembers the pull of before for good, and needs longer.
    for _ in range(3000):
        network.train_step(x, x[:, 1:], descent)
    assert weight[0, 0] == 0.0
    assert weight[1, 0] > 0.3


@given(
    st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=30),
    st.floats(1e-6, 1e9),
    st.sampled_from([np.float64, np.float32]),
)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_that_no_clipped_gradient_is_longer_than_the_limit_or_points_elsewhere(
    numbers: list[float], limit: float, dtype: type
) -> None:
    if dtype == np.float32:
        numbers = [max(-1e30, min(1e30, number)) for number in numbers]
    g = np.array(numbers, dtype)
    before = g.astype(float)
    clip_by_global_norm(g, limit)
    largest = np.abs(before).max()
    if largest == 0.0:
        np.testing.assert_array_equal(g, before)
        return
    after = g.astype(float)
    top = np.abs(after).max()
    # Measured in units of the largest, so that the squares of this very test cannot overflow.
    norm = top * np.linalg.norm(after / top)
    digits = 1e-5 if dtype == np.float32 else 1e-12
    assert norm <= limit * (1 + digits)
    np.testing.assert_allclose(after * (largest / top), before, rtol=digits, atol=largest * digits)


@every_optimizer
@pytest.mark.parametrize("frozen", [0, 1, 2])
def test_that_a_frozen_layer_never_changes_while_the_others_do(kind: str, frozen: int) -> None:
    layers = [Layer(4, batch_norm=True, dropout=0.3), Layer(5, "relu"), Layer(3, "softmax", batch_norm=True)]
    network = Network(2, layers, "softmax_cross_entropy", seed=4)
    network.l1, network.l2 = 0.01, 0.02
    descent = network.optimizer(kind, learning_rate=0.05)
    for _ in range(3):
        network.train_step(X, Y, descent, clip=0.5)
    layers[frozen] = Layer(
        **{name: value for name, value in vars(layers[frozen]).items() if name != "frozen"}, frozen=True
    )
    network.change_layers(layers)
    before = {name: array.copy() for name, array in {**network.parameters, **network.running}.items()}
    for _ in range(5):
        network.train_step(X, Y, descent, clip=0.5)
    name_of_it = ("layer1", "layer2", "output")[frozen]
    for name, array in {**network.parameters, **network.running}.items():
        assert np.array_equal(array, before[name]) == name.startswith(name_of_it), name


def everything(network: Network) -> dict[str, Any]:
    """All state that training depends on, with the gradient."""
    state = network.state()
    dropout = state.pop("dropout")
    return {**state, "gradient": network.gradient.copy(), "keys": dropout[1], "rest": np.array(dropout[2:])}


@pytest.mark.parametrize("asked", ["predict", "layer_outputs", "evaluate", "training_loss", "loss_and_gradients"])
@pytest.mark.parametrize("rows", [12, 5])
def test_that_questions_change_no_state_and_no_later_step(asked: str, rows: int) -> None:
    asking, silent = (network_of(Layer(5, batch_norm=True, dropout=0.5), Layer(4, "gelu"), seed=2) for _ in range(2))
    walkers = [network.optimizer("adam", learning_rate=0.1) for network in (asking, silent)]
    targets: tuple[Array, ...] = () if asked in ("predict", "layer_outputs") else (Y[:rows],)
    for _ in range(4):
        before = everything(asking)
        getattr(asking, asked)(X[:rows], *targets)
        for name, array in everything(asking).items():
            np.testing.assert_array_equal(array, before[name], err_msg=name)
        asking.train_step(X, Y, walkers[0], track=True)
        silent.train_step(X, Y, walkers[1], track=True)
        np.testing.assert_array_equal(asking.values, silent.values)
        np.testing.assert_array_equal(asking.update_ratios(), silent.update_ratios())
