"""The engine in a notebook: numbers of any kind are taken or refused in one line, and things say what they are."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from playground.engine import Layer, Network, Optimizer, check_gradients, loss, optimizer

RANDOM = np.random.RandomState(4)
X, Y = RANDOM.randint(-3, 4, (6, 2)).astype(float), np.eye(3)[np.arange(6) % 3]


def network(dtype: type = np.float64, **layer: Any) -> Network:
    return Network(2, [Layer(4, **layer), Layer(3, "softmax")], "softmax_cross_entropy", seed=1, dtype=dtype)


def refusal(call: Callable[[], object], error: type[Exception] = ValueError) -> str:
    with pytest.raises(error) as caught:
        call()
    assert "\n" not in str(caught.value)
    return str(caught.value)


# Parameters by name


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    "given", [np.eye(2, 4), np.eye(2, 4, dtype=np.float16), np.eye(2, 4, dtype=int), np.eye(2, 4) > 0], ids=str
)
def test_that_assigning_writes_into_the_network(given: np.ndarray, dtype: type) -> None:
    net = network(dtype)
    view = net.parameters["layer1.weight"]
    net.parameters["layer1.weight"] = given
    np.testing.assert_array_equal(view, np.eye(2, 4))
    assert net.parameters["layer1.weight"] is view
    np.testing.assert_array_equal(net.values[:8], np.eye(2, 4).ravel())
    np.testing.assert_allclose(net.layer_outputs(X)[0], np.tanh(X @ np.eye(2, 4)), rtol=1e-6)


def test_that_lists_fractions_updates_and_steps_in_place_will_do() -> None:
    net = network()
    net.parameters["output.bias"] = [1, Fraction(1, 2), 0.25]
    np.testing.assert_array_equal(net.values[-3:], [1.0, 0.5, 0.25])
    net.parameters["output.bias"] += 1
    net.parameters.update({"layer1.bias": [1, 2, 3, 4]})
    np.testing.assert_array_equal(net.values[-3:], [2.0, 1.5, 1.25])
    np.testing.assert_array_equal(net.parameters["layer1.bias"], [1, 2, 3, 4])


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (np.ones((4, 2)), "layer1.weight has the shape (2, 4), not (4, 2)"),
        (np.ones(8), "has the shape (2, 4), not (8,)"),
        (0.5, "has the shape (2, 4), not ()"),
        ([[1.0, 2.0], [3.0]], "must be an array of numbers, not list"),
        (np.full((2, 4), np.nan), "of 8 in the shape (2, 4), 8 are not"),
        (np.full((2, 4), np.inf), "must be finite numbers within float64"),
        (np.ones((2, 4), complex), "must be real numbers, not complex numbers in the shape (2, 4)"),
        (np.full((2, 4), "1"), "not text in the shape (2, 4)"),
        (np.full((2, 4), None), "not NoneType in the shape (2, 4)"),
        ([[1, 2, 3, "4"], [1, 2, 3, 4]], "not text in the shape (2, 4)"),
        (np.array([[1, 2, 3, "4"], [1, 2, 3, 4]], object), "not str in the shape (2, 4)"),
        (np.zeros((2, 4), "datetime64[s]"), "not dates"),
        (np.full((2, 4), 10**400, object), "beyond float64"),
        ({"a": 1}, "not dict"),
    ],
)
def test_that_anything_else_is_refused_and_changes_nothing(given: object, words: str) -> None:
    net = network()
    before = net.values.copy()
    assert words in refusal(lambda: net.parameters.__setitem__("layer1.weight", given))
    np.testing.assert_array_equal(net.values, before)


def test_that_numbers_beyond_single_precision_are_refused() -> None:
    net = network(np.float32)
    assert "within float32" in refusal(lambda: net.parameters.update({"output.bias": [1e300, 0, 0]}))


def test_that_a_variance_below_zero_is_refused() -> None:
    net = network(batch_norm=True)
    net.running["layer1.running_variance"] = [1, 2, 0, 4]
    assert "0 or above" in refusal(lambda: net.running.update({"layer1.running_variance": [1, 2, -3, 4]}))
    np.testing.assert_array_equal(net.running["layer1.running_variance"], [1, 2, 0, 4])


def test_that_unknown_names_are_refused_with_near_ones() -> None:
    net = network()
    for error in (KeyError, ValueError):
        told = refusal(lambda: net.parameters["layer1.wieght"], error)
        assert told == "there is no parameter 'layer1.wieght'; did you mean layer1.weight?"
    assert "layer1.bias" in refusal(lambda: net.parameters.__setitem__("layer1.biass", [0, 0, 0, 0]))
    assert "there are: none" in refusal(lambda: net.running["gamma"])
    assert "layer1.weight" not in net.running
    assert net.parameters.get("nothing") is None


def test_that_no_parameter_can_be_deleted() -> None:
    net = network()
    for delete in (
        lambda: net.parameters.__delitem__("layer1.bias"),
        lambda: net.parameters.pop("layer1.bias"),
        net.parameters.clear,
        net.parameters.popitem,
    ):
        assert "no parameter can be deleted" in refusal(delete, TypeError)
    assert list(net.parameters) == ["layer1.weight", "layer1.bias", "output.weight", "output.bias"] == net.names


# Samples

KINDS = [list, np.float16, np.float32, np.float64, np.longdouble, np.int8, np.int64, object]


def as_kind(numbers: np.ndarray, kind: type) -> Any:
    return numbers.tolist() if kind is list else numbers.astype(kind)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_that_samples_of_any_real_kind_are_taken(kind: type, dtype: type) -> None:
    x, y, own_x, own_y = as_kind(X, kind), as_kind(Y, kind), X.astype(dtype), Y.astype(dtype)
    given, own = network(dtype), network(dtype)
    np.testing.assert_array_equal(given.predict(x), own.predict(own_x))
    assert given.evaluate(x, y) == own.evaluate(own_x, own_y) == given.hold(x, y).evaluate()
    assert given.loss_and_gradients(x, y)[0] == own.loss_and_gradients(own_x, own_y)[0]
    assert given.training_loss(x, y) == own.training_loss(own_x, own_y)
    given.train_step(x, y, given.optimizer("sgd"))
    own.train_step(own_x, own_y, own.optimizer("sgd"))
    np.testing.assert_array_equal(given.values, own.values)
    assert check_gradients(given, x, y).passed


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        (X[0], Y, "x must be (n, 2), one row a sample, not (2,)"),
        (X[:, :1], Y, "x must be (n, 2), one row a sample, not (6, 1)"),
        (X, Y[:, 0], "y must be (n, 3), one row a sample, not (6,)"),
        (X, Y[:, :2], "y must be (n, 3), one row a sample, not (6, 2)"),
        (X, Y[:4], "x and y must have as many rows, not (6, 2) and (4, 3)"),
        (X + 0j, Y, "x must be real numbers, not complex numbers in the shape (6, 2)"),
        (X.astype(str), Y, "x must be real numbers, not text in the shape (6, 2)"),
        (X, Y.astype(str), "y must be real numbers, not text in the shape (6, 3)"),
        (np.full((6, 2), None), Y, "x must be real numbers, not NoneType in the shape (6, 2)"),
        ([[1, 2], [3]], Y, "x must be an array of numbers, not list"),
        (None, Y, "x must be real numbers, not NoneType in the shape ()"),
        (float("nan"), Y, "x must be (n, 2), one row a sample, not ()"),
        (np.zeros(()), Y, "x must be (n, 2), one row a sample, not ()"),
        (np.zeros((6, 2, 1)), Y, "x must be (n, 2), one row a sample, not (6, 2, 1)"),
    ],
)
def test_that_other_samples_are_refused_everywhere_with_their_shape(x: Any, y: Any, words: str) -> None:
    net = network()
    before = net.values.copy()
    for call in (
        lambda: net.evaluate(x, y),
        lambda: net.loss_and_gradients(x, y),
        lambda: net.train_step(x, y, optimizer("sgd")),
        lambda: net.backpropagate(x, y),
        lambda: net.hold(x, y),
        lambda: check_gradients(net, x, y),
        *([lambda: net.predict(x)] if words.startswith("x must") else []),
    ):
        assert words in refusal(call)
    np.testing.assert_array_equal(net.values, before)


# Optimizers


@pytest.mark.parametrize("kind", ["sgd", "adam"])
@pytest.mark.parametrize("gradient", [[1, -2, 3], np.array([1, -2, 3], np.int8), np.array([1, -2, 3], object)], ids=str)
def test_that_gradients_of_any_real_kind_are_taken(kind: str, gradient: Any) -> None:
    given, own, p, q = optimizer(kind), optimizer(kind), np.ones(3), np.ones(3)
    for _ in range(3):
        given.step(p, gradient)
        own.step(q, np.array([1.0, -2.0, 3.0]))
    np.testing.assert_array_equal(p, q)


def test_that_a_list_changed_between_two_steps_is_seen() -> None:
    walker, p, g = optimizer("sgd", learning_rate=1.0), np.zeros(1), [1.0]
    walker.step(p, g)  # type: ignore[arg-type]
    g[0] = 10.0
    walker.step(p, g)  # type: ignore[arg-type]
    assert p[0] == -11.0


@pytest.mark.parametrize(
    ("parameters", "gradients", "words"),
    [
        ([1.0, 2.0], [1.0, 2.0], "since a step changes it in place, not list of shape (2,)"),
        (np.ones(2, int), [1.0, 2.0], "not int64 of shape (2,)"),
        (np.ones(2), [1.0], "gradients must be (2,) as the parameters are, not (1,)"),
        (np.ones(2), [1j, 2], "gradients must be real numbers, not complex numbers in the shape (2,)"),
        (np.ones(2), ["1", "2"], "gradients must be real numbers, not text"),
        (np.ones(()), 1.0, "parameters must be a vector (n,)"),
        ("text", [1.0], "parameters must be real numbers, not text in the shape ()"),
    ],
)
def test_that_other_vectors_are_refused(parameters: Any, gradients: Any, words: str) -> None:
    walker = optimizer("momentum")
    assert words in refusal(lambda: walker.step(parameters, gradients))
    assert walker.steps == 0


def test_that_read_only_parameters_are_refused() -> None:
    parameters = np.ones(2)
    parameters.flags.writeable = False
    assert "read-only" in refusal(lambda: optimizer("sgd").step(parameters, np.ones(2)))


# Words


def test_that_things_say_what_they_are_in_one_line() -> None:
    net = network(batch_norm=True)
    assert repr(net) == "<Network 2-4-3 (tanh, softmax; softmax_cross_entropy), 31 parameters in float64>"
    assert repr(Layer(4)) == "Layer(4, 'tanh')"
    assert repr(Layer(4, "relu", dropout=0.2, frozen=True)) == "Layer(4, 'relu', dropout=0.2, frozen=True)"
    assert repr(loss("squared_error")) == "loss('squared_error')"
    assert repr(loss("huber", 0.5)) == "loss('huber', huber_delta=0.5)"
    walker: Optimizer = optimizer("adam")
    walker.step(np.ones(1), np.ones(1))
    told = "optimizer('adam', learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-08)"
    assert repr(walker) == f"<{told} after 1 step>"
    grouped = net.optimizer("momentum", batch_norm_learning_rate=0.5)
    told = "optimizer('momentum', learning_rate=0.1, momentum=0.9) after 0 steps, batch norm's rate 0.5"
    assert repr(grouped) == f"<{told}>"
    expected = "<layer1.weight (2, 4), layer1.gamma (4,), layer1.beta (4,), output.weight (4, 3), output.bias (3,)>"
    assert repr(net.parameters) == expected
    assert repr(network().running) == "<no running averages>"
    assert repr(net.hold(X, Y)).startswith("<6 samples, x (6, 2) and y (6, 3), held by <Network 2-4-3")
    assert (net.inputs, net.outputs) == (2, 3)
