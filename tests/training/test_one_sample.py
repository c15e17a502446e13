"""Back-propagation for one sample: its numbers against the network's own, finite differences, and by hand."""

from typing import Any

import numpy as np
import pytest

from playground.engine import Layer, Network, central_differences
from playground.engine.activations import ACTIVATIONS
from playground.experiment import change, load
from playground.training import Mark, OneSample, Run, SampleKey, one_sample
from playground.training.checks import MOST_CHECKED
from playground.training.one_sample import layer_passes
from tests.engine.test_golden_gradients import CASES, named, samples_of
from tests.engine.test_golden_gradients import network_of as golden_network

KEY = SampleKey("train", 5)
OUTPUTS = [
    ("sigmoid", "binary_cross_entropy"),
    ("softmax", "softmax_cross_entropy"),
    ("softmax", "squared_error"),
    ("sigmoid", "huber"),
    ("tanh", "squared_error"),
    ("linear", "huber"),
]


def run_of(lab: str = "petals", epochs: int = 30, **settings: Any) -> Run:
    run = Run(change(load(lab), settings))
    run.train(epochs)
    return run


def seen(run: Run, key: SampleKey = KEY, first: tuple[int, int] | None = None) -> OneSample:
    found = one_sample(run, key, first)
    assert found is not None
    return found


def network_of(activation: str, output: str, loss: str, batch_norm: bool = False) -> Network:
    hidden = [Layer(5, activation, batch_norm, 0.3), Layer(4, activation)]
    network = Network(3, [*hidden, Layer(2, output)], loss, seed=4)
    random = np.random.RandomState(1)
    if batch_norm:
        network.running["layer1.running_mean"][...] = random.normal(size=5)
        network.running["layer1.running_variance"][...] = random.uniform(0.5, 2, 5)
        network.parameters["layer1.gamma"][...] = random.uniform(0.5, 2, 5)
    return network


def test_that_the_numbers_of_a_tiny_network_are_those_worked_out_by_hand() -> None:
    network = Network(2, [Layer(1, "tanh"), Layer(1, "sigmoid")], "binary_cross_entropy")
    network.parameters["layer1.weight"][...] = [[0.5], [-1.0]]
    network.parameters["layer1.bias"][...] = 0.25
    network.parameters["output.weight"][...] = 2.0
    network.parameters["output.bias"][...] = -0.5
    hidden, output = layer_passes(network, np.array([1.5, 0.5]), np.array([1.0]))
    a = np.tanh(0.5)  # 0.5 * 1.5 - 0.5 + 0.25
    p = 1 / (1 + np.exp(-(2 * a - 0.5)))
    assert hidden.z[0] == pytest.approx(0.5) and hidden.a[0] == pytest.approx(a)
    assert output.a[0] == pytest.approx(p) and output.delta[0] == pytest.approx(p - 1)
    assert hidden.error is not None and hidden.error[0] == pytest.approx(2 * (p - 1))
    assert hidden.slope is not None and hidden.slope[0] == pytest.approx(1 - a * a)
    assert hidden.delta[0] == pytest.approx(2 * (p - 1) * (1 - a * a))
    assert hidden.gradients["weight"][:, 0] == pytest.approx(np.array([1.5, 0.5]) * hidden.delta[0])
    assert output.gradients["weight"][0, 0] == pytest.approx(a * (p - 1))


@pytest.mark.parametrize(("output", "loss"), OUTPUTS)
@pytest.mark.parametrize("batch_norm", [False, True])
def test_that_every_gradient_is_the_slope_of_the_sample_s_loss(output: str, loss: str, batch_norm: bool) -> None:
    network = network_of("gelu", output, loss, batch_norm)
    x, y = np.array([0.3, -1.2, 0.8]), np.array([1.0, 0.0])

    def loss_at(values: Any) -> float:
        network.values[...] = values
        return network.evaluate(x[None], y[None])[0]

    values = network.values.copy()
    slopes = central_differences(loss_at, values)
    network.values[...] = values
    passes = {each.name: each for each in layer_passes(network, x, y)}
    for span in network.spans:
        layer, kind = span.name.split(".")
        assert passes[layer].gradients[kind].ravel() == pytest.approx(slopes[span.start : span.stop], abs=1e-7)


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
def test_that_the_way_forward_is_the_network_s_own_in_evaluation_mode(activation: str) -> None:
    network = network_of(activation, "softmax", "softmax_cross_entropy", batch_norm=True)
    x = np.array([0.3, -1.2, 0.8])
    for each, outputs in zip(
        layer_passes(network, x, np.array([1.0, 0.0])), network.layer_outputs(x[None]), strict=True
    ):
        assert each.a == pytest.approx(outputs[0])


@pytest.mark.parametrize("activation", ["tanh", "relu", "step", "elu"])
def test_that_the_gradient_is_that_of_the_engine(activation: str) -> None:
    network = Network(3, [Layer(6, activation), Layer(2, "softmax")], "softmax_cross_entropy", seed=2)
    x, y = np.array([0.3, -1.2, 0.8]), np.array([0.0, 1.0])
    _, gradients = network.loss_and_gradients(x[None], y[None])
    for each in layer_passes(network, x, y):
        for kind, gradient in each.gradients.items():
            assert gradient == pytest.approx(gradients[f"{each.name}.{kind}"])


@pytest.mark.parametrize("settings", [{}, {"training.precision": "float32"}, {"training.l2": 0.1}])
def test_that_all_slopes_of_a_run_agree_and_the_run_goes_on_as_before(settings: dict[str, Any]) -> None:
    run, other = run_of(**settings), run_of(**settings)
    found = seen(run)
    assert (found.check.count(Mark.AGREES), found.check.size) == (17, 17)
    part = run.dataset.train
    loss = run.network.evaluate(part.x[5:6].astype(run.network.dtype), part.y[5:6].astype(run.network.dtype))[0]
    assert found.loss == pytest.approx(loss, rel=1e-5)
    run.train(5)
    other.train(5)
    assert np.array_equal(run.network.values, other.network.values)


def test_that_a_wrong_gradient_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    tanh = type(ACTIVATIONS["tanh"])
    right = tanh.derivative
    monkeypatch.setattr(tanh, "derivative", lambda *arguments: right(*arguments) * 1.01)
    found = seen(run_of(epochs=0))
    assert found.check.count(Mark.DIFFERS) == 12
    assert (found.check.marks["output.weight"] == Mark.AGREES).all()


def test_that_a_corner_is_left_out_and_not_called_wrong() -> None:
    run = run_of("petals", 0, **{"network.layers.0.activation": "relu"})
    run.network.parameters["layer1.weight"][...] = 0.0
    run.network.parameters["output.weight"][...] = 1.0
    found = seen(run)
    assert (found.check.marks["layer1.bias"] == Mark.LEFT_OUT).all()
    assert found.check.count(Mark.DIFFERS) == 0


def test_that_pulls_are_shares_of_a_plain_step_and_add_up_to_it() -> None:
    run = run_of("petals", 3, **{"data.source.samples": 20, "data.source.fresh_test": 0})
    before = run.network.parameters["layer1.weight"].copy()
    pulls = sum(seen(run, SampleKey("train", row)).pull(0, "weight") for row in range(20))
    run.train(1)
    assert run.network.parameters["layer1.weight"] - before == pytest.approx(pulls)


def test_that_a_frozen_layer_is_not_pulled() -> None:
    found = seen(run_of("petals", 1, **{"network.layers.0.frozen": True}))
    assert not found.pull(0, "weight").any()
    assert found.pull(1, "weight").any()
    assert found.layers[0].gradients["weight"].any()


def test_that_of_a_large_network_the_chosen_neuron_and_the_steepest_are_measured() -> None:
    run = run_of("playground", 1, **{"network.layers": [{"units": 40}, {"units": 40}]})
    found = seen(run, SampleKey("train", 0), (1, 7))
    assert found.check.compared + found.check.count(Mark.LEFT_OUT) == MOST_CHECKED < found.check.size
    assert (found.check.marks["layer2.weight"][:, 7] != Mark.UNMEASURED).all()
    assert found.check.marks["layer2.bias"][7] != Mark.UNMEASURED
    assert found.check.count(Mark.DIFFERS) == 0


def test_that_a_sample_that_is_gone_gives_nothing() -> None:
    run = run_of(epochs=0)
    assert one_sample(run, SampleKey("train", 400)) is None
    assert one_sample(run, SampleKey("validation", 0)) is None


def test_that_a_network_that_ran_away_is_told_without_a_measurement() -> None:
    run = run_of(epochs=0)
    run.network.values[...] = np.nan
    found = seen(run)
    assert np.isnan(found.loss)
    assert found.check.compared == 0


PLAIN = [
    case for case in CASES if not (case["output_batch_norm"] or any(each["batch_norm"] for each in case["layers"]))
]


@pytest.mark.parametrize("case", PLAIN, ids=[case["name"] for case in PLAIN])
def test_that_over_a_batch_the_gradients_add_up_to_pytorch_s(case: dict[str, Any]) -> None:
    network, (x, y) = golden_network(case), samples_of(case)
    passes = [layer_passes(network, *sample) for sample in zip(x, y, strict=True)]
    expected = named(case["expected"]["gradients"])
    for layer, each in enumerate(passes[0]):
        for kind in each.gradients:
            mean = np.mean([one[layer].gradients[kind] for one in passes], axis=0)
            penalty = case["l2"] * each.weight if kind == "weight" else 0.0
            assert mean + penalty == pytest.approx(expected[f"{each.name}.{kind}"], abs=1e-11)
