"""Batch normalization on batch normalization of almost equal scores: a loss that bends too sharply for one difference.

Each layer magnifies by up to 1 / sqrt(epsilon) = 316, so that a step of a millionth is a long one. What is right is
told here by a complex step, Im f(x + ih) / h with a tiny h, which takes no difference and so loses no digits (Squire &
Trapp, 1998, "Using complex variables to estimate derivatives of real functions", SIAM Review 40).
"""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine import Layer, Network, check_gradients
from playground.engine.activations import ACTIVATIONS
from playground.engine.checks.numerical import CENTRAL_STEP, central_differences
from playground.engine.layers import NORM_EPSILON
from playground.engine.machinery.guards import Array

TINY = 1e-100
SLOPES_LEFT = {"relu": 0.0, "leaky_relu": 0.01}
every_case = pytest.mark.parametrize(
    ("name", "seed"), [(name, seed) for name in (*SLOPES_LEFT, "elu") for seed in (0, 1, 3)]
)


def stack(name: str, seed: int) -> Network:
    network = Network(2, [*[Layer(3, name, True)] * 3, Layer(2, "softmax")], "softmax_cross_entropy", seed=seed)
    network.parameters["layer1.weight"][...] *= 0.01
    network.l1, network.l2 = 0.01, 0.02
    return network


def samples() -> tuple[Array, Array]:
    random_state = np.random.RandomState(7)
    return random_state.standard_normal((12, 2)), np.eye(2)[random_state.randint(2, size=12)]


def complex_loss(network: Network, values: Array, x: Array, y: Array) -> complex:
    """The loss once more, in complex numbers, with the penalty."""
    p = {span.name: span.of(values) for span in network.spans}
    a = x.astype(complex)
    for layer in ("layer1", "layer2", "layer3"):
        z = a @ p[f"{layer}.weight"]
        apart = z - z.mean(axis=0)
        u = p[f"{layer}.gamma"] * apart / np.sqrt((apart**2).mean(axis=0) + NORM_EPSILON) + p[f"{layer}.beta"]
        name = network.layers[0].activation
        left = SLOPES_LEFT[name] * u if name in SLOPES_LEFT else np.exp(np.where(u.real > 0, 0, u)) - 1
        a = np.where(u.real > 0, u, left)
    z = a @ p["output.weight"] + p["output.bias"]
    weights = np.concatenate([p[key].ravel() for key in p if key.endswith("weight")])
    penalty = (network.l1 * np.sign(weights.real) * weights + network.l2 / 2 * weights**2).sum()
    return complex((np.log(np.exp(z).sum(axis=1)) - (y * z).sum(axis=1)).mean() + penalty)


def complex_slopes(network: Network, x: Array, y: Array) -> Array:
    steps = network.values + 1j * TINY * np.eye(network.parameter_count)
    return np.array([complex_loss(network, values, x, y).imag / TINY for values in steps])


def backpropagated(network: Network, x: Array, y: Array) -> Array:
    gradients = network.loss_and_gradients(x, y)[1]
    return np.concatenate([gradients[span.name].ravel() for span in network.spans])


def missed(network: Network, x: Array, y: Array, step: float) -> Array:
    """By how much plain differences miss the gradient."""

    def loss(values: Array) -> float:
        network.values[...] = values
        return network.training_loss(x, y)

    here = network.values.copy()
    slopes = central_differences(loss, here, step)
    network.values[...] = here
    return slopes - backpropagated(network, x, y)


@every_case
def test_that_the_gradient_is_right_to_the_last_digits(name: str, seed: int) -> None:
    network, (x, y) = stack(name, seed), samples()
    np.testing.assert_allclose(backpropagated(network, x, y), complex_slopes(network, x, y), rtol=1e-9, atol=1e-11)


def test_that_a_plain_difference_misses_by_its_step_squared() -> None:
    """Half the step, a quarter of the miss: the difference is at fault, not the gradient."""
    network, (x, y) = stack("leaky_relu", 3), samples()
    whole, half = (missed(network, x, y, step) for step in (CENTRAL_STEP, CENTRAL_STEP / 2))
    worst = np.abs(whole).argmax()
    assert abs(whole[worst]) > 1e-4
    assert whole[worst] / half[worst] == pytest.approx(4.0, rel=1e-3)


@every_case
def test_that_the_check_raises_no_alarm_and_leaves_nothing_out(name: str, seed: int) -> None:
    check = check_gradients(stack(name, seed), *samples())
    assert check.passed, check.worst
    assert check.left_out == 0


@every_case
def test_that_the_check_finds_a_slope_wrong_by_a_thousandth(
    name: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = type(ACTIVATIONS[name])
    right = kind.backward

    def wrong(self: object, error: Array, *rest: Array) -> None:
        right(self, error, *rest)  # type: ignore[arg-type]
        error *= 1.001

    monkeypatch.setattr(kind, "backward", wrong)
    check = check_gradients(stack(name, seed), *samples())
    assert check.failures > 0
    assert all(array.passed for array in check.arrays if array.name.startswith("output"))
