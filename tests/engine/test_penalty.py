"""L1 by orthants, L2, clipping."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine import Layer, Network, clip_by_global_norm, optimizer
from playground.engine.descent import Penalty
from playground.engine.optimizers import OPTIMIZERS


def penalty(l1: float, is_weight: list[float]) -> Penalty:
    one = Penalty(np.array(is_weight, float))
    one.l1 = l1
    return one


def test_that_the_optimizer_receives_the_slope_on_the_side_a_weight_moves_to() -> None:
    w, g = np.array([1.0, -1.0, 0.0, 0.0, 0.0, 1.0]), np.array([0.2, 0.2, 0.3, -0.8, 0.9, 0.2])
    penalty(0.5, [1, 1, 1, 1, 1, 0]).enter_orthant(w, g)
    np.testing.assert_allclose(g, [0.7, -0.3, 0.0, -0.3, 0.4, 0.2])


def test_that_a_weight_carried_out_of_its_orthant_becomes_exactly_zero() -> None:
    one, w = penalty(0.5, [1, 1, 1, 1, 0]), np.array([0.1, -0.1, 0.0, 0.0, 0.1])
    g = np.array([1.0, 0.0, 0.2, -2.0, 1.0])
    one.enter_orthant(w, g)
    w -= g
    one.stay_in_orthant(w)
    np.testing.assert_allclose(w, [0.0, 0.0, 0.0, 1.5, -0.9])


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_that_every_optimizer_reaches_exact_zeros_and_weights_can_grow_again(kind: str) -> None:
    random_state = np.random.RandomState(0)
    x, y = random_state.standard_normal((30, 4)), random_state.standard_normal((30, 1))
    network = Network(4, [Layer(1, "linear")], "squared_error", seed=1)
    descent = optimizer(kind, learning_rate=0.05)
    network.l1 = 10.0
    for _ in range(400):
        network.train_step(x, y, descent)
    assert not network.parameters["output.weight"].any()
    assert network.parameters["output.bias"].any()
    network.l1 = 0.0
    for _ in range(5):
        network.train_step(x, y, descent)
    assert network.parameters["output.weight"].all()


def test_that_the_penalty_counts_weights_only() -> None:
    network = Network(1, [Layer(1, "linear")], "squared_error")
    network.values[:] = [-3.0, 5.0]
    network.l1, network.l2 = 0.5, 0.1
    assert network.penalty() == pytest.approx(0.5 * 3.0 + 0.05 * 9.0)
    loss, gradients = network.loss_and_gradients(np.zeros((1, 1)), np.full((1, 1), 5.0))
    assert loss == pytest.approx(network.penalty())
    assert gradients["output.weight"][0, 0] == pytest.approx(-0.5 - 0.3)
    assert gradients["output.bias"][0] == 0.0


def test_that_clipping_keeps_the_direction_and_leaves_short_gradients_alone() -> None:
    g = np.array([3.0, 4.0])
    assert clip_by_global_norm(g, 10.0) == 5.0
    np.testing.assert_array_equal(g, [3.0, 4.0])
    assert clip_by_global_norm(g, 1.0) == 5.0
    np.testing.assert_allclose(g, [0.6, 0.8])
    giant = np.array([3e300, 4e300])
    assert clip_by_global_norm(giant, 1.0) == pytest.approx(5e300)
    np.testing.assert_allclose(giant, [0.6, 0.8])
    with pytest.raises(ValueError, match="above 0"):
        clip_by_global_norm(g, 0.0)
