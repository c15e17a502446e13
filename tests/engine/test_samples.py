"""Samples held by a network give what the same samples give when handed in."""

import numpy as np
import pytest
from numpy.typing import NDArray

from playground.engine import Layer, Network, initializer, optimizer

RANDOM = np.random.RandomState(5)
X = RANDOM.randn(40, 3)
Y = np.eye(4)[RANDOM.randint(0, 4, 40)]


def network(*, dropout: float = 0.0, batch_norm: bool = False, seed: int = 1) -> Network:
    hidden = Layer(6, dropout=dropout, batch_norm=batch_norm)
    return Network(3, [hidden, Layer(4, "softmax")], "softmax_cross_entropy", seed=seed)


def trained(net: Network, *, held: bool, measured: bool = True) -> NDArray[np.floating]:
    """The parameters after ten full-batch steps, each measured as a run does."""
    samples, descent = net.hold(X, Y), optimizer("adam", learning_rate=0.1)
    for _ in range(10):
        if held:
            samples.train_step(descent, track=True)
        else:
            net.train_step(X, Y, descent, track=True)
        if measured:
            samples.evaluate()
    return net.values.copy()


@pytest.mark.parametrize("kind", [{}, {"dropout": 0.5}, {"batch_norm": True}], ids=str)
@pytest.mark.parametrize("measured", [True, False])
def test_that_steps_on_held_samples_are_those_on_the_same_samples_handed_in(kind: dict, measured: bool) -> None:
    expected = trained(network(**kind), held=False)
    np.testing.assert_array_equal(trained(network(**kind), held=True, measured=measured), expected)


def test_that_held_samples_are_measured_as_those_handed_in() -> None:
    net = network(batch_norm=True)
    net.backpropagate(X, Y)
    assert net.hold(X, Y).evaluate() == net.evaluate(X, Y)


def test_that_a_weight_changed_by_hand_between_measure_and_step_is_seen() -> None:
    by_hand, plain = network(), network()
    samples, descent = by_hand.hold(X, Y), optimizer("sgd", learning_rate=0.1)
    samples.train_step(descent)
    samples.evaluate()
    by_hand.parameters["layer1.weight"][0, 0] += 0.5
    samples.train_step(descent)

    plain.train_step(X, Y, descent)
    plain.parameters["layer1.weight"][0, 0] += 0.5
    plain.train_step(X, Y, descent)
    np.testing.assert_array_equal(by_hand.values, plain.values)


def test_that_dropout_switched_on_between_two_steps_is_seen() -> None:
    net, plain = network(), network()
    samples, descent = net.hold(X, Y), optimizer("sgd", learning_rate=0.1)
    with_dropout = [Layer(6, dropout=0.5), Layer(4, "softmax")]
    samples.train_step(descent)
    samples.evaluate()
    net.change_layers(with_dropout)
    samples.train_step(descent)

    plain.train_step(X, Y, descent)
    plain.change_layers(with_dropout)
    plain.train_step(X, Y, descent)
    np.testing.assert_array_equal(net.values, plain.values)


def test_that_samples_beyond_the_cache_are_taken_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    net, plain = network(), network()
    monkeypatch.setattr(net, "chunk", 7)
    samples = net.hold(X, Y)
    assert samples.evaluate() == pytest.approx(plain.evaluate(X, Y), rel=1e-12)
    samples.train_step(optimizer("sgd", learning_rate=0.1))
    plain.train_step(X, Y, optimizer("sgd", learning_rate=0.1))
    np.testing.assert_array_equal(net.values, plain.values)


def test_that_no_samples_cannot_be_held() -> None:
    with pytest.raises(ValueError, match="no samples"):
        network().hold(X[:0], Y[:0])


def test_that_overflow_is_silent_inside_and_loud_again_outside() -> None:
    net = Network(1, [Layer(1, "linear", initializer=initializer("constant", value=1e200))], "squared_error")
    x = np.full((2, 1), 1e200)
    loss, _ = net.hold(x, x).evaluate()
    assert not np.isfinite(loss)
    with pytest.warns(RuntimeWarning, match="overflow"):
        np.multiply(x, x)
