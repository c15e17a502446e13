"""A network's twin: the same network, with a life of its own."""

import math

import numpy as np
import pytest

from playground.engine import Layer, Network

RANDOM = np.random.RandomState(4)
X, Y = RANDOM.randn(9, 2), np.eye(3)[np.arange(9) % 3]


def network(**options: object) -> Network:
    hidden = Layer(4, batch_norm=True, dropout=0.4)
    net = Network(2, [hidden, Layer(3, "softmax")], "softmax_cross_entropy", seed=2, **options)  # type: ignore[arg-type]
    net.l1, net.l2 = 0.01, 0.02
    for _ in range(5):
        net.train_step(X, Y, net.optimizer("adam", learning_rate=0.1))
    return net


def test_that_a_twin_answers_scores_and_trains_as_the_network_does() -> None:
    net = network()
    twin = net.twin()
    np.testing.assert_array_equal(twin.predict(X), net.predict(X))
    assert twin.evaluate(X, Y) == net.evaluate(X, Y)
    assert twin.penalty() == net.penalty() > 0
    for each in (net, twin):
        each.train_step(X, Y, each.optimizer("sgd", learning_rate=0.1))
    np.testing.assert_array_equal(twin.values, net.values)
    np.testing.assert_array_equal(twin.running_values, net.running_values)


def test_that_neither_is_touched_by_the_other() -> None:
    net = network()
    before, twin = net.state(), net.twin()
    for _ in range(3):
        twin.train_step(X, Y, twin.optimizer("sgd", learning_rate=0.5))
    twin.l1 = 0.0
    after = net.state()
    np.testing.assert_array_equal(after["values"], before["values"])
    np.testing.assert_array_equal(after["dropout"][1], before["dropout"][1])
    assert net.l1 == 0.01


def test_that_a_twin_can_have_another_precision_and_no_dropout() -> None:
    net = network()
    single, plain = net.twin(dtype=np.float32), net.twin(dropout=False)
    assert single.dtype == np.float32
    np.testing.assert_allclose(single.predict(X), net.predict(X), rtol=1e-4)
    assert [layer.dropout for layer in plain.layers] == [0.0, 0.0]
    np.testing.assert_array_equal(plain.predict(X), net.predict(X))
    assert plain.training_loss(X, Y) == plain.training_loss(X, Y)


def test_that_a_twin_takes_over_numbers_again_and_those_beyond_its_precision_are_infinite() -> None:
    net = network()
    twin = net.twin(dtype=np.float32)
    net.values[:] = 0.5
    net.values[-1] = 1e300
    twin.take_over(net)
    np.testing.assert_array_equal(twin.values[:-1], np.float32(0.5))
    assert twin.values[-1] == math.inf
    with pytest.raises(ValueError, match="the state holds 2 values, but this network has"):
        twin.take_over(Network(1, [Layer(1, "linear")], "squared_error"))


@pytest.mark.parametrize("classifies", [True, False])
def test_that_a_twin_stands_for_classes_or_values_as_the_network_does(classifies: bool) -> None:
    layers = [Layer(3), Layer(1, "tanh")]
    twin = Network(2, layers, "squared_error", classifies=classifies).twin()
    assert twin.decides == classifies
    assert math.isnan(twin.evaluate(X, Y[:, :1])[1]) != classifies
