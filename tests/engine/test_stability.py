"""Nothing overflows, warns or turns into NaN for any finite input; warnings are errors here."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine import Layer, Network, activation, loss
from playground.engine.activations import ACTIVATIONS, OUTPUT_ACTIVATIONS
from playground.engine.machinery.error_function import erf
from playground.engine.optimizers import OPTIMIZERS

ANY = st.floats(allow_nan=False, allow_infinity=False)
EXTREME = np.array([-1.7e308, -1e200, -800.0, -40.0, -1e-310, 0.0, 1e-310, 40.0, 800.0, 1e200, 1.7e308])


@pytest.mark.parametrize("name", ACTIVATIONS)
@given(z=ANY)
@settings(max_examples=50, deadline=None)
def test_that_value_and_derivative_are_finite_for_any_finite_score(name: str, z: float) -> None:
    scores = np.array([[z]])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert np.isfinite(activation(name).value(scores)).all()
        assert np.isfinite(activation(name).derivative(scores)).all()


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_that_extreme_scores_are_finite_and_float32_stays_float32(name: str) -> None:
    one = activation(name)
    assert np.isfinite(one.value(EXTREME)).all()
    assert np.isfinite(one.derivative(EXTREME)).all()
    narrow = np.linspace(-90, 90, 50, dtype=np.float32)
    assert one.value(narrow).dtype == one.derivative(narrow).dtype == np.float32
    np.testing.assert_allclose(one.value(narrow), one.value(narrow.astype(float)), rtol=2e-5, atol=2e-6)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_that_the_chain_rule_is_the_derivative_however_it_is_computed(name: str) -> None:
    one, near = activation(name), np.linspace(-38, 38, 400)
    for scores in (EXTREME, near, near.astype(np.float32), np.array([0.0, 1e-40, -1e-44], np.float32)):
        value, error = one.value(scores), np.full_like(scores, 10.0)
        one.backward(error, scores, value, np.empty_like(scores))
        slopes = one.derivative(scores)
        assert np.isfinite(error).all()
        digits = 1e-5 if scores.dtype == np.float32 else 1e-12
        np.testing.assert_allclose(error, 10 * slopes, rtol=digits, atol=10 * digits)
        np.testing.assert_allclose(one.derivative(scores, value), slopes, rtol=digits, atol=digits)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20), st.floats(1e-3, 1e3))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_that_hubers_loss_is_its_two_branches(differences: list[float], delta: float) -> None:
    d, one = np.array([differences]), loss("huber", huber_delta=delta)
    expected = math.fsum(d * d / 2 if abs(d) <= delta else delta * (abs(d) - delta / 2) for d in differences)
    assert one.total(d, d, np.zeros_like(d), np.empty_like(d)) == pytest.approx(expected, rel=1e-12)
    slopes = one.derivative(d, np.zeros_like(d), np.empty_like(d))
    np.testing.assert_array_equal(slopes, [[max(-delta, min(delta, d)) for d in differences]])


def test_that_erf_is_right_to_a_few_units_in_the_last_place() -> None:
    x = np.concatenate([np.linspace(-7, 7, 20001), EXTREME])
    exact = np.array([math.erf(one) for one in x])
    assert np.abs(erf(x) - exact).max() <= 5e-16


@pytest.mark.parametrize("name", ["binary_cross_entropy", "softmax_cross_entropy"])
@given(a=st.floats(-1e300, 1e300), b=st.floats(-1e300, 1e300))
@settings(max_examples=50, deadline=None)
def test_that_cross_entropies_are_finite_for_any_scores(name: str, a: float, b: float) -> None:
    one, scores = loss(name), np.array([[a, b], [b, a]])
    output = OUTPUT_ACTIVATIONS[one.output_activations[0]].value(scores)
    total = one.total(scores, output, np.array([[1.0, 0.0], [1.0, 0.0]]), np.empty((2, 2)))
    assert math.isfinite(total)
    assert total >= 0.0


SHIFTS = st.one_of(st.floats(-1e3, 1e3), st.sampled_from([-1e15, 1e15]))


@given(shift=SHIFTS, seed=st.integers(0, 1000))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_that_a_constant_shift_of_the_logits_changes_neither_loss_nor_gradient(shift: float, seed: int) -> None:
    random_state = np.random.RandomState(seed)
    # Eighths, so that the shifted scores are exact, and only the formula is tested.
    z = random_state.randint(-40, 40, (6, 4)) / 8
    y = np.eye(4)[random_state.randint(4, size=6)]
    one, softmax = loss("softmax_cross_entropy"), OUTPUT_ACTIVATIONS["softmax"]
    shift = round(shift)
    there, here = (one.total(s, softmax.value(s), y, np.empty((6, 4))) for s in (z + shift, z))
    assert there == pytest.approx(here, rel=1e-12)
    slopes = [one.derivative(softmax.value(s), y, np.empty((6, 4))) for s in (z + shift, z)]
    np.testing.assert_allclose(slopes[0], slopes[1], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("size", [1e4, 1e150, 1e308])
@pytest.mark.parametrize("pair", [("binary_cross_entropy", "sigmoid"), ("softmax_cross_entropy", "softmax")])
def test_that_extreme_logits_have_a_loss_and_a_gradient_without_a_warning(pair: tuple[str, str], size: float) -> None:
    network = Network(1, [Layer(2, pair[1])], pair[0])
    network.parameters["output.weight"][...] = [[size, -size]]
    right, wrong = np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]])
    found, slopes = network.loss_and_gradients(np.ones((1, 1)), right)
    assert found == 0.0
    assert not any(slope.any() for slope in slopes.values())
    found, slopes = network.loss_and_gradients(np.ones((1, 1)), wrong)
    np.testing.assert_array_equal(slopes["output.bias"], [1.0, -1.0])
    # Twice the size, one way or the other: what is beyond the largest number may be infinite, but is a number.
    assert found >= size


@given(scale=st.floats(1.0, 1e300), seed=st.integers(0, 100))
@settings(max_examples=40, deadline=None)
def test_that_huge_inputs_raise_no_warning_in_training(scale: float, seed: int) -> None:
    network = Network(2, [Layer(3, "relu"), Layer(3, "silu", batch_norm=True), Layer(2)], "squared_error", seed=seed)
    x = np.random.RandomState(seed).standard_normal((5, 2)) * scale
    y = np.ones((5, 2))
    network.l1 = network.l2 = 0.1
    network.train_step(x, y, network.optimizer("adam"), clip=1.0, track=True)
    network.evaluate(x, y)
    network.predict(x)
    network.loss_and_gradients(x, y)
    network.update_ratios()


@given(seed=st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_that_permuting_samples_changes_no_full_batch_gradient(seed: int) -> None:
    random_state = np.random.RandomState(seed)
    x, y = random_state.standard_normal((9, 2)), np.eye(3)[random_state.randint(3, size=9)]
    network = Network(2, [Layer(4, batch_norm=True), Layer(3, "softmax")], "softmax_cross_entropy", seed=seed)
    order = random_state.permutation(9)
    _, here = network.loss_and_gradients(x, y)
    _, there = network.loss_and_gradients(x[order], y[order])
    for name, gradient in here.items():
        np.testing.assert_allclose(gradient, there[name], rtol=1e-7, atol=1e-12)


@pytest.mark.parametrize("kind", OPTIMIZERS)
@pytest.mark.parametrize("hidden", [Layer(4), Layer(4, "relu", batch_norm=True)], ids=["tanh", "batch norm"])
def test_that_float32_tracks_float64(kind: str, hidden: Layer) -> None:
    """Each of 50 steps rounds by about 1e-7, and descent that goes well does not magnify what it inherits by much."""
    random_state = np.random.RandomState(0)
    x, y = random_state.standard_normal((20, 2)), np.eye(3)[random_state.randint(3, size=20)]
    losses = []
    for dtype in (np.float64, np.float32):
        network = Network(2, [hidden, Layer(3, "softmax")], "softmax_cross_entropy", dtype=dtype)
        descent = network.optimizer(kind, learning_rate=0.02)
        for _ in range(50):
            network.train_step(x, y, descent)
        assert network.predict(x).dtype == dtype
        losses.append(network.evaluate(x, y)[0])
    assert losses[1] == pytest.approx(losses[0], rel=50 * 1e-7 * 10)
