"""The network: views, modes, saving, steps."""

from __future__ import annotations

import math
import tracemalloc

import numpy as np
import pytest

from playground.engine import Layer, Network, decisions, initializer
from playground.engine.machinery.guards import Array

X = np.random.RandomState(0).standard_normal((12, 2))
Y = np.eye(3)[np.arange(12) % 3]


def classifier(hidden: Layer | None = None, **settings: object) -> Network:
    return Network(2, [hidden or Layer(5), Layer(3, "softmax")], "softmax_cross_entropy", **settings)  # type: ignore[arg-type]


def weights(network: Network) -> Array:
    return network.values.copy()


def test_that_parameters_are_writable_views_into_one_vector() -> None:
    network = classifier(Layer(5, batch_norm=True))
    assert network.names == ["layer1.weight", "layer1.gamma", "layer1.beta", "output.weight", "output.bias"]
    assert network.parameter_count == 2 * 5 + 5 + 5 + 5 * 3 + 3
    before = network.predict(X)
    network.parameters["output.bias"][0] += 1.0
    assert not np.array_equal(before, network.predict(X))
    network.values[:] = 0.0
    assert all(not array.any() for array in network.parameters.values())


def test_that_the_same_seed_is_the_same_run_bit_for_bit() -> None:
    runs = [classifier(Layer(5, "relu", dropout=0.3), seed=9) for _ in range(2)]
    for network in runs:
        descent = network.optimizer("adam")
        for _ in range(20):
            network.train_step(X, Y, descent)
    np.testing.assert_array_equal(runs[0].values, runs[1].values)


def test_that_a_restored_run_continues_bit_for_bit() -> None:
    network = classifier(Layer(5, batch_norm=True, dropout=0.3))
    descent = network.optimizer("adam", batch_norm_learning_rate=0.1)
    for _ in range(5):
        network.train_step(X, Y, descent)
    saved, saved_descent = network.state(), descent.state()
    for _ in range(5):
        network.train_step(X, Y, descent)
    other = classifier(Layer(5, batch_norm=True, dropout=0.3), seed=4)
    other_descent = other.optimizer("adam", batch_norm_learning_rate=0.1)
    other.restore(saved)
    other_descent.restore(saved_descent)
    for _ in range(5):
        other.train_step(X, Y, other_descent)
    np.testing.assert_array_equal(network.values, other.values)
    np.testing.assert_array_equal(network.running_values, other.running_values)


def test_that_loss_and_gradients_change_no_state() -> None:
    network = classifier(Layer(5, batch_norm=True, dropout=0.5))
    network.backpropagate(X, Y)
    before, gradient = network.state(), network.gradient.copy()
    first, second = network.loss_and_gradients(X, Y), network.loss_and_gradients(X, Y)
    assert first[0] == second[0]
    np.testing.assert_array_equal(network.gradient, gradient)
    np.testing.assert_array_equal(network.running_values, before["running"])
    network.backpropagate(X, Y)
    np.testing.assert_array_equal(network.gradients["layer1.weight"], first[1]["layer1.weight"])


def test_that_evaluation_uses_running_averages_and_no_dropout() -> None:
    network = classifier(Layer(5, batch_norm=True, dropout=0.5))
    together = network.predict(X)
    np.testing.assert_allclose(together[:1], network.predict(X[:1]), rtol=1e-12)
    np.testing.assert_array_equal(together, network.predict(X))


def test_that_a_batch_of_one_is_refused_by_batch_norm() -> None:
    with pytest.raises(ValueError, match="at least 2 samples"):
        classifier(Layer(5, batch_norm=True)).backpropagate(X[:1], Y[:1])


def test_that_dropout_keeps_the_expected_output_and_gives_each_sample_its_mask() -> None:
    ones = Layer(1000, "linear", dropout=0.25, initializer=initializer("constant", value=1.0))
    network = Network(1, [ones, Layer(1, "linear")], "squared_error")
    chain = network.new_chain(4)
    chain.load(np.ones((4, 1)))
    chain.forward(True)
    outputs = chain.layers[0].outputs
    assert set(np.unique(outputs)) == {0.0, 1.0 / 0.75}
    assert abs(outputs.mean() - 1.0) < 0.05
    assert not np.array_equal(outputs[0], outputs[1])


def test_that_layer_outputs_end_in_the_prediction_and_fill_given_buffers() -> None:
    network = classifier()
    outputs = network.layer_outputs(X)
    assert [array.shape for array in outputs] == [(12, 5), (12, 3)]
    np.testing.assert_array_equal(outputs[-1], network.predict(X))
    given = [np.empty_like(array) for array in outputs]
    assert network.layer_outputs(X, given)[0] is given[0]
    np.testing.assert_array_equal(given[0], outputs[0])


def test_that_many_samples_are_evaluated_in_parts_with_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    network = classifier()
    whole, outputs = network.evaluate(X, Y), network.predict(X)
    monkeypatch.setattr(network, "chunk", 5)
    assert network.evaluate(X, Y) == pytest.approx(whole, rel=1e-12)
    np.testing.assert_allclose(network.predict(X), outputs, rtol=1e-12)


def test_that_accuracy_follows_the_decision_rule_and_is_empty_for_regression() -> None:
    network = classifier()
    right = (decisions(network.predict(X), "softmax") == Y.argmax(axis=1)).mean()
    assert network.evaluate(X, Y)[1] == right
    assert math.isnan(Network(2, [Layer(1, "linear")], "squared_error").evaluate(X, X[:, :1])[1])
    np.testing.assert_array_equal(decisions(np.array([[0.5], [0.6]]), "sigmoid"), [0, 1])
    np.testing.assert_array_equal(decisions(np.array([[0.0], [0.1], [-1.0]]), "tanh"), [0, 1, 0])


@pytest.mark.parametrize("kind", ["sgd", "nesterov", "adamw"])
def test_that_nothing_of_a_frozen_layer_changes(kind: str) -> None:
    network = classifier(Layer(5, batch_norm=True))
    descent = network.optimizer(kind, learning_rate=0.1)
    network.train_step(X, Y, descent)
    network.change_layers([Layer(5, batch_norm=True, frozen=True), network.layers[1]])
    before = network.state()
    network.l1 = 0.01
    network.train_step(X, Y, descent)
    kept = [span.name for span in network.spans if np.array_equal(span.of(before["values"]), span.of(network.values))]
    assert kept == ["layer1.weight", "layer1.gamma", "layer1.beta"]
    np.testing.assert_array_equal(before["running"], network.running_values)


def test_that_gamma_and_beta_can_learn_at_a_rate_of_their_own() -> None:
    network = classifier(Layer(5, batch_norm=True))
    before = {name: array.copy() for name, array in network.parameters.items()}
    descent = network.optimizer("momentum", learning_rate=0.5, batch_norm_learning_rate=0.25, batch_norm_momentum=0.0)
    network.train_step(X, Y, descent)
    for name, rate in (("layer1.weight", 0.5), ("layer1.gamma", 0.25), ("layer1.beta", 0.25), ("output.bias", 0.5)):
        np.testing.assert_allclose(network.parameters[name], before[name] - rate * network.gradients[name], rtol=1e-12)


def test_that_a_whole_number_set_as_learning_rate_serves_gamma_too() -> None:
    network = classifier(Layer(5, batch_norm=True))
    descent = network.optimizer("sgd")
    network.train_step(X, Y, descent)
    descent.learning_rate = 1
    before = network.parameters["layer1.gamma"].copy()
    network.train_step(X, Y, descent)
    np.testing.assert_allclose(network.parameters["layer1.gamma"], before - network.gradients["layer1.gamma"])


def test_that_the_update_ratio_is_that_of_the_last_tracked_step() -> None:
    network = classifier(Layer(5, batch_norm=True))
    before = {name: array.copy() for name, array in network.parameters.items()}
    network.train_step(X, Y, network.optimizer("sgd", learning_rate=0.1), track=True)
    expected = [np.abs(network.parameters[n] - before[n]).sum() / np.abs(network.parameters[n]).sum() for n in before]
    np.testing.assert_allclose(network.update_ratios(), expected, rtol=1e-9)


def test_that_training_allocates_nothing_that_stays() -> None:
    network = classifier()
    descent = network.optimizer("momentum")
    for _ in range(3):
        network.train_step(X, Y, descent, track=True)
        network.evaluate(X, Y)
    tracemalloc.start()
    network.train_step(X, Y, descent, track=True)
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(200):
        network.train_step(X, Y, descent, track=True)
        network.evaluate(X, Y)
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 2000


def test_that_impossible_networks_are_refused_with_the_valid_names() -> None:
    with pytest.raises(ValueError, match="unknown activation 'tahn'; choose one of: tanh, relu"):
        Network(2, [Layer(3, "tahn"), Layer(1, "linear")], "squared_error")
    with pytest.raises(ValueError, match="unknown output activation 'relu'; choose one of: linear, tanh"):
        Network(2, [Layer(1, "relu")], "squared_error")
    with pytest.raises(ValueError, match="binary_cross_entropy does not fit a softmax output"):
        Network(2, [Layer(2, "softmax")], "binary_cross_entropy")
    with pytest.raises(ValueError, match="unknown loss 'mse'"):
        Network(2, [Layer(2, "softmax")], "mse")
    with pytest.raises(ValueError, match="x must be"):
        classifier().predict(np.zeros((3, 5)))
    with pytest.raises(ValueError, match="at least an output layer"):
        Network(2, [], "squared_error")
    with pytest.raises(ValueError, match="needs an optimizer with momentum"):
        classifier(Layer(5, batch_norm=True)).optimizer("sgd", batch_norm_momentum=0.5)
    with pytest.raises(ValueError, match="dropout must be"):
        Layer(3, dropout=1.0)


def test_that_lists_will_do_and_no_samples_are_refused() -> None:
    network = classifier()
    np.testing.assert_array_equal(network.predict(X.tolist()), network.predict(X))
    assert network.evaluate(X.tolist(), Y.tolist()) == network.evaluate(X, Y)
    assert network.predict(X[:0]).shape == (0, 3)
    for refused in (network.evaluate, network.loss_and_gradients, network.backpropagate):
        with pytest.raises(ValueError, match="no samples"):
            refused(X[:0], Y[:0])


@pytest.mark.parametrize("units", [0, 2.5, "3"])
def test_that_a_layer_has_a_whole_number_of_units(units: object) -> None:
    with pytest.raises(ValueError, match="whole number of units"):
        Layer(units)  # type: ignore[arg-type]
