"""The gradient check: no false alarm on any network, no wrong derivative missed, nothing touched."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.engine import GradientCheck, Layer, Network, check_gradients, loss
from playground.engine.activations import ACTIVATIONS, Activation, LeakyRelu, Relu
from playground.engine.descent import Penalty
from playground.engine.initializers import Constant
from playground.engine.layers import BatchNorm, DenseLayer
from playground.engine.losses import Huber
from playground.engine.machinery.guards import Array
from tests.engine.pairs import PAIRS

TRAINABLE = [name for name in ACTIVATIONS if name not in ("step", "linear")]
QUIETLY = settings(
    max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


def samples(count: int = 30, outputs: int = 2, seed: int = 7) -> tuple[Array, Array]:
    random_state = np.random.RandomState(seed)
    x = random_state.standard_normal((count, 2))
    return x, np.eye(outputs)[random_state.randint(outputs, size=count)]


def classifier(activation: str = "tanh", batch_norm: bool = False, units: int = 5, **options: Any) -> Network:
    hidden = Layer(units, activation, batch_norm)
    return Network(2, [hidden, hidden, Layer(2, "softmax")], "softmax_cross_entropy", seed=3, **options)


def everything(network: Network) -> bytes:
    """All that a check must leave as it is."""
    return pickle.dumps((network.state(), network.gradient, network.l1, network.l2, network.layers))


# No false alarms


@st.composite
def networks(draw: st.DrawFn) -> tuple[Network, Array, Array]:
    """A network of any shape, drawn, trained, or with numbers of any size, and samples for it."""
    name, output = draw(st.sampled_from(PAIRS))
    layer = st.builds(
        Layer,
        units=st.integers(1, 5),
        activation=st.sampled_from(list(ACTIVATIONS)),
        batch_norm=st.booleans(),
        dropout=st.sampled_from([0.0, 0.0, 0.4]),
    )
    hidden = draw(st.lists(layer, max_size=4) | st.lists(layer, min_size=12, max_size=12))
    outputs = draw(st.integers(1, 3))
    network = Network(
        2,
        [*hidden, Layer(outputs, output, batch_norm=draw(st.booleans()))],
        loss(name, huber_delta=draw(st.sampled_from([0.3, 1.0]))),
        seed=draw(st.integers(0, 100)),
        dtype=draw(st.sampled_from([np.float32, np.float64])),
    )
    network.l1, network.l2 = draw(st.sampled_from([(0.0, 0.0), (0.02, 0.03), (1.0, 0.0), (0.0, 10.0)]))
    x, y = samples(draw(st.sampled_from([2, 3, 20])), outputs, draw(st.integers(0, 100)))
    x *= draw(st.sampled_from([0.01, 1.0, 1.0, 100.0]))
    change(
        network, x, y, draw(st.sampled_from(["nothing", "trained", "zeros", "some zeros", "large", "small", "mixed"]))
    )
    return network, x, y


def change(network: Network, x: Array, y: Array, what: str) -> None:
    chosen = np.random.RandomState(1).random_sample(network.parameter_count) < 0.4
    if what == "trained":
        optimizer = network.optimizer("adam", learning_rate=0.05)
        for _ in range(100):
            network.train_step(x, y, optimizer)
    elif what in ("zeros", "some zeros"):
        network.values[chosen | (what == "zeros")] = 0.0
    elif what in ("large", "small"):
        network.values *= 1e3 if what == "large" else 1e-4
    elif what == "mixed":
        network.values[chosen] *= 1e6
        network.values[~chosen] *= 1e-9


@QUIETLY
@given(networks())
def test_that_no_network_raises_a_false_alarm_and_none_is_touched(case: tuple[Network, Array, Array]) -> None:
    network, x, y = case
    before = everything(network)
    check = check_gradients(network, x, y)
    assert check.passed, check.worst
    assert check.checked + check.left_out == check.size == network.parameter_count
    assert everything(network) == before


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_that_the_check_uses_up_no_dropout_mask(dtype: type) -> None:
    layers = [Layer(8, "tanh", dropout=0.5), Layer(2, "softmax")]
    checked, other = (Network(2, layers, "softmax_cross_entropy", dtype=dtype) for _ in range(2))
    x, y = samples()
    check_gradients(checked, x, y)
    for network in (checked, other):
        network.train_step(x, y, network.optimizer("sgd", learning_rate=0.1))
    assert everything(checked) == everything(other)


def test_that_wide_layers_pass() -> None:
    x, y = samples(20)
    check = check_gradients(Network(2, [Layer(256, "tanh"), Layer(2, "softmax")], "softmax_cross_entropy"), x, y)
    assert check.passed
    assert check.checked == check.size == 256 * 3 + 257 * 2


def test_that_a_network_far_into_training_passes() -> None:
    x, y = samples()
    network = classifier("sigmoid", units=8)
    optimizer = network.optimizer("adam", learning_rate=0.1)
    for _ in range(3_000):
        network.train_step(x, y, optimizer)
    assert network.training_loss(x, y) < 1e-4
    assert check_gradients(network, x, y).passed


def test_that_a_corner_is_left_out_and_said_so() -> None:
    """With a bias of 0 and no input, every score of ReLU lies on its kink."""
    network = Network(2, [Layer(3, "relu"), Layer(2, "softmax")], "softmax_cross_entropy", seed=1)
    check = check_gradients(network, np.zeros((4, 2)), np.array([[1.0, 0.0]] * 4))
    biases = next(array for array in check.arrays if array.name == "layer1.bias")
    assert (biases.kinks, biases.checked, biases.worst) == (3, 0, None)
    assert check.passed


def test_that_the_bend_of_huber_and_elu_is_no_corner() -> None:
    """Scores and residuals lie exactly where one branch meets the other; the slope is the same from both sides."""
    zeros = Constant(0.0)
    layers = [Layer(3, "elu"), Layer(1, "linear", initializer=Constant(0.7), bias_initializer=zeros)]
    network = Network(2, layers, Huber(1.0), seed=2)
    x, y = np.zeros((4, 2)), np.array([[1.0], [-1.0], [1.0], [1.0]])
    check = check_gradients(network, x, y)
    assert (check.failures, check.left_out) == (0, 0)


def test_that_weights_at_zero_are_compared_without_l1_and_counted() -> None:
    network = classifier()
    network.l1 = 0.5
    network.parameters["layer2.weight"][1, 2] = 0.0
    check = check_gradients(network, *samples())
    assert check.passed
    assert {array.name: array.at_zero for array in check.arrays if array.at_zero} == {"layer2.weight": 1}


# No error missed


def spoilt(method: Callable[..., Any]) -> Callable[..., Any]:
    """A chain rule whose derivative is wrong by a thousandth."""

    def wrong(self: Activation, error: Array, z: Array, value: Array, scratch: Array) -> None:
        method(self, error, z, value, scratch)
        np.multiply(error, 1.001, error)

    return wrong


@pytest.mark.parametrize("name", TRAINABLE)
def test_that_a_derivative_wrong_by_a_thousandth_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = type(ACTIVATIONS[name])
    assert check_gradients(classifier(name), *samples()).passed
    monkeypatch.setattr(kind, "backward", spoilt(kind.backward))
    check = check_gradients(classifier(name), *samples())
    assert not check.passed
    assert {array.name for array in check.arrays if not array.passed} <= {
        "layer1.weight",
        "layer1.bias",
        "layer2.weight",
        "layer2.bias",
    }


@pytest.mark.parametrize("kind", [Relu, LeakyRelu])
def test_that_a_wrong_slope_beyond_the_kink_is_found(kind: type[Activation], monkeypatch: pytest.MonkeyPatch) -> None:
    def ones(_: Activation, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        del value
        out = np.empty_like(z) if out is None else out
        out[...] = 1.0
        return out

    monkeypatch.setattr(kind, "derivative", ones)
    assert not check_gradients(classifier(kind.name), *samples()).passed


def failing(check: GradientCheck) -> set[str]:
    return {array.name for array in check.arrays if not array.passed}


def test_that_a_forgotten_bias_gradient_is_found_and_nothing_else_blamed(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = DenseLayer.backward_through_scores

    def forgetful(layer: DenseLayer) -> None:
        whole(layer)
        layer.parameters.block_gradient[-1] = 0.0

    monkeypatch.setattr(DenseLayer, "backward_through_scores", forgetful)
    check = check_gradients(classifier(), *samples())
    assert failing(check) == {"layer1.bias", "layer2.bias", "output.bias"}
    assert check.worst is not None
    assert check.worst.name.endswith(".bias")
    assert (check.worst.analytic, check.worst.relative_error) == (0.0, 1.0)


@pytest.mark.parametrize("method", ["add_l1", "add_l2"])
def test_that_a_wrong_factor_of_the_penalty_is_found(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    network = classifier()
    network.l1 = network.l2 = 1e-4
    whole = getattr(Penalty, method)

    def twice(penalty: Penalty, values: Array, gradient: Array) -> None:
        whole(penalty, values, gradient)
        whole(penalty, values, gradient)

    monkeypatch.setattr(Penalty, method, twice)
    assert failing(check_gradients(network, *samples())) == {"layer1.weight", "layer2.weight", "output.weight"}


def test_that_batch_norm_taken_for_a_constant_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def naive(norm: BatchNorm, error: Array) -> None:
        norm.gamma_gradient[...] = (error * norm.normalized).sum(axis=0)
        norm.beta_gradient[...] = error.sum(axis=0)
        error *= norm.gamma / norm.deviation

    monkeypatch.setattr(BatchNorm, "backward", naive)
    assert "layer1.weight" in failing(check_gradients(classifier(batch_norm=True), *samples()))


# What is checked


def test_that_above_5000_parameters_50_entries_an_array_are_drawn_by_the_seed() -> None:
    network = Network(2, [Layer(72, "tanh"), Layer(70, "tanh"), Layer(2, "softmax")], "softmax_cross_entropy")
    seen: list[float] = []
    check = check_gradients(network, *samples(250), watch=seen.append)
    assert {array.name: array.checked for array in check.arrays} == {
        "layer1.weight": 50,
        "layer1.bias": 50,
        "layer2.weight": 50,
        "layer2.bias": 50,
        "output.weight": 50,
        "output.bias": 2,
    }
    assert (check.samples, check.of_samples) == (200, 250)
    assert (len(seen), seen[0], seen == sorted(seen)) == (252, 0.0, True)
    assert check_gradients(network, *samples(250)) == check
    assert check_gradients(network, *samples(250), seed=1) != check


def test_that_frozen_layers_are_checked_like_all_others() -> None:
    layers = [Layer(4, "tanh", frozen=True), Layer(2, "softmax")]
    check = check_gradients(Network(2, layers, "softmax_cross_entropy"), *samples())
    assert check.passed
    assert check.checked == check.size


def test_that_arrays_and_indices_are_those_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Network.loss_and_gradients

    def wrong(network: Network, x: Array, y: Array) -> tuple[float, dict[str, Array]]:
        total, gradients = whole(network, x, y)
        gradients["layer2.weight"][3, 1] += 0.5
        return total, gradients

    monkeypatch.setattr(Network, "loss_and_gradients", wrong)
    network = classifier(batch_norm=True)
    check = check_gradients(network, *samples())
    assert [array.name for array in check.arrays] == network.names
    assert check.failures == 1
    assert check.worst is not None
    assert (check.worst.name, check.worst.index) == ("layer2.weight", (3, 1))
    assert check.worst.analytic - check.worst.numerical == pytest.approx(0.5, abs=1e-6)


def test_that_a_gradient_that_is_no_number_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Network.loss_and_gradients

    def wrong(network: Network, x: Array, y: Array) -> tuple[float, dict[str, Array]]:
        total, gradients = whole(network, x, y)
        gradients["output.bias"][0] = np.nan
        return total, gradients

    monkeypatch.setattr(Network, "loss_and_gradients", wrong)
    check = check_gradients(classifier(), *samples())
    assert failing(check) == {"output.bias"}


def test_that_what_cannot_be_checked_is_refused() -> None:
    network = classifier()
    x, y = samples()
    with pytest.raises(ValueError, match="no samples"):
        check_gradients(network, x[:0], y[:0])
    with pytest.raises(ValueError, match="at least 2 samples"):
        check_gradients(network, x, y, samples=1)
    network.values[...] = np.nan
    with pytest.raises(ValueError, match="not a finite number"):
        check_gradients(network, x, y)


def test_that_an_exception_from_the_watch_ends_the_check() -> None:
    def stop(_: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        check_gradients(classifier(), *samples(), watch=stop)
