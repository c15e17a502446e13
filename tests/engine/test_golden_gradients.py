"""Losses, outputs, gradients and running averages against PyTorch's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.engine import Layer, Network
from playground.engine.machinery.guards import Array

CASES = json.loads((Path(__file__).parent.parent / "golden" / "gradients.json").read_text(encoding="utf-8"))
OUTPUTS = {
    "squared_error": ("squared_error", "linear"),
    "tanh_squared_error": ("squared_error", "tanh"),
    "huber": ("huber", "linear"),
    "binary_cross_entropy": ("binary_cross_entropy", "sigmoid"),
    "softmax_cross_entropy": ("softmax_cross_entropy", "softmax"),
}
every_case = pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])


def network_of(case: dict[str, Any]) -> Network:
    loss, output = OUTPUTS[case["loss"]]
    layers = [Layer(one["units"], one["activation"], one["batch_norm"]) for one in case["layers"]]
    network = Network(case["inputs"], [*layers, Layer(case["outputs"], output, case["output_batch_norm"])], loss)
    network.l2 = case["l2"]
    for name, array in named(case["parameters"]).items():
        network.parameters[name][...] = array
    return network


def named(per_layer: list[dict[str, Any] | None]) -> dict[str, Array]:
    """Turn a list of one dict a layer into one dict of arrays by the network's names."""
    names = [f"layer{number}" for number in range(1, len(per_layer))] + ["output"]
    return {
        f"{name}.{part}": np.array(numbers)
        for name, parts in zip(names, per_layer, strict=True)
        for part, numbers in (parts or {}).items()
    }


def samples_of(case: dict[str, Any]) -> tuple[Array, Array]:
    y = np.array(case["y"])
    if case["loss"] == "softmax_cross_entropy":
        y = np.eye(case["outputs"])[y]
    return np.array(case["x"]), y.reshape(len(case["x"]), -1).astype(float)


@every_case
def test_that_loss_and_gradients_are_those_of_pytorch(case: dict[str, Any]) -> None:
    network, (x, y) = network_of(case), samples_of(case)
    loss, gradients = network.loss_and_gradients(x, y)
    assert loss == pytest.approx(case["expected"]["total_loss"], abs=1e-12)
    expected = named(case["expected"]["gradients"])
    assert set(gradients) == set(expected)
    for name, array in expected.items():
        np.testing.assert_allclose(gradients[name], array, rtol=1e-9, atol=1e-12, err_msg=name)


@every_case
def test_that_the_data_loss_is_that_of_pytorch(case: dict[str, Any]) -> None:
    network, (x, y) = network_of(case), samples_of(case)
    loss = network.backpropagate(x, y, with_loss=True)
    assert loss == pytest.approx(case["expected"]["data_loss"], abs=1e-12)
    for name, array in named(case["expected"]["gradients"]).items():
        np.testing.assert_allclose(network.gradients[name], array, rtol=1e-9, atol=1e-12, err_msg=name)


@every_case
def test_that_the_running_averages_are_those_of_pytorch_after_one_batch(case: dict[str, Any]) -> None:
    network, (x, y) = network_of(case), samples_of(case)
    network.backpropagate(x, y)
    renamed = {
        name.replace(".mean", ".running_mean").replace(".variance", ".running_variance"): array
        for name, array in named(case["expected"]["running_statistics"]).items()
    }
    assert set(network.running) == set(renamed)
    for name, array in renamed.items():
        np.testing.assert_allclose(network.running[name], array, rtol=1e-9, atol=1e-12, err_msg=name)


# The outputs of normalized networks were recorded in training mode, which predictions are not made in.
PLAIN = [case for case in CASES if not any(case["expected"]["running_statistics"])]


@pytest.mark.parametrize("case", PLAIN, ids=[case["name"] for case in PLAIN])
def test_that_the_outputs_are_those_of_pytorch(case: dict[str, Any]) -> None:
    network, (x, _) = network_of(case), samples_of(case)
    scores, output = np.array(case["expected"]["output"]), network.predict(x)
    value = {
        "linear": lambda z: z,
        "tanh": np.tanh,
        "sigmoid": lambda z: 1.0 / (1.0 + np.exp(-z)),
        "softmax": lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True),
    }[network.output_activation]
    np.testing.assert_allclose(output, value(scores), rtol=1e-9, atol=1e-12)
