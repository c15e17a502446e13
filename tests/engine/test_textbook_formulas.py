# ruff: noqa: ARG001 - all rules share one signature, whether or not a formula needs every argument
"""Optimizers, schedules and running averages against the plainest code that could be written for them."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine import Layer, Network, initializer, optimizer, schedule
from playground.engine.initializers import INITIALIZERS
from playground.engine.layers import NORM_EPSILON
from playground.engine.machinery.guards import Array

Numbers = list[float]
Memory = dict[str, float]


def sgd(p: float, g: float, m: Memory, s: Memory) -> float:
    return p - s["learning_rate"] * g


def momentum(p: float, g: float, m: Memory, s: Memory) -> float:
    m["v"] = s["momentum"] * m["v"] + g
    return p - s["learning_rate"] * m["v"]


def nesterov(p: float, g: float, m: Memory, s: Memory) -> float:
    m["v"] = s["momentum"] * m["v"] + g
    return p - s["learning_rate"] * (g + s["momentum"] * m["v"])


def adagrad(p: float, g: float, m: Memory, s: Memory) -> float:
    m["s"] += g**2
    return p - s["learning_rate"] * g / (math.sqrt(m["s"]) + s["epsilon"])


def rmsprop(p: float, g: float, m: Memory, s: Memory) -> float:
    m["s"] = s["decay"] * m["s"] + (1 - s["decay"]) * g**2
    return p - s["learning_rate"] * g / (math.sqrt(m["s"]) + s["epsilon"])


def adam(p: float, g: float, m: Memory, s: Memory) -> float:
    m["t"] += 1
    m["v"] = s["beta1"] * m["v"] + (1 - s["beta1"]) * g
    m["s"] = s["beta2"] * m["s"] + (1 - s["beta2"]) * g**2
    mean, square = m["v"] / (1 - s["beta1"] ** m["t"]), m["s"] / (1 - s["beta2"] ** m["t"])
    return p - s["learning_rate"] * mean / (math.sqrt(square) + s["epsilon"])


def adamw(p: float, g: float, m: Memory, s: Memory) -> float:
    return adam(p * (1 - s["learning_rate"] * s["weight_decay"]), g, m, s)


SETTINGS = {
    sgd: (),
    momentum: ("momentum",),
    nesterov: ("momentum",),
    adagrad: ("epsilon",),
    rmsprop: ("decay", "epsilon"),
    adam: ("beta1", "beta2", "epsilon"),
    adamw: ("beta1", "beta2", "epsilon", "weight_decay"),
}
shares = st.floats(0, 0.999)
some_settings = st.fixed_dictionaries(
    {"learning_rate": st.floats(1e-4, 10), "epsilon": st.floats(1e-10, 1e-2), "weight_decay": st.floats(0, 0.1)}
    | dict.fromkeys(("momentum", "decay", "beta1", "beta2"), shares)
)


@pytest.mark.parametrize("rule", SETTINGS, ids=lambda rule: rule.__name__)
@given(some_settings, st.integers(0, 10_000), st.floats(1e-3, 1e3))
@settings(max_examples=20, deadline=None, derandomize=True)
def test_that_every_optimizer_does_what_its_formula_says_number_by_number(
    rule: Callable[[float, float, Memory, Memory], float], drawn: dict[str, float], seed: int, size: float
) -> None:
    taken = {name: drawn[name] for name in ("learning_rate", *SETTINGS[rule])}
    random_state = np.random.RandomState(seed)
    p, gradients = random_state.standard_normal(5), random_state.standard_normal((8, 5)) * size
    walker, plain = optimizer(rule.__name__, **taken), p.tolist()
    memories = [{"v": 0.0, "s": 0.0, "t": 0.0} for _ in plain]
    for g in gradients:
        walker.step(p, g)
        plain = [rule(*each, taken) for each in zip(plain, g.tolist(), memories, strict=True)]
        # Where beta2 is near 0 the quotient of g and its own root is all rounding but for its sign.
        np.testing.assert_allclose(p, plain, rtol=1e-9, atol=1e-9)


@given(st.integers(0, 10**9), st.integers(1, 10**7), st.floats(1e-6, 1e6), st.floats(0, 1, exclude_min=True))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_that_every_schedule_is_its_formula_at_any_epoch(epoch: int, epochs: int, base: float, share: float) -> None:
    minimum, every = base * (1 - share), 1 + epochs // 7
    expected = {
        schedule("constant"): base,
        schedule("exponential", decay=share): base * share ** float(epoch),
        schedule("step", every=every, factor=share): base * share ** float(epoch // every),
        schedule("cosine", minimum=minimum): minimum
        + (base - minimum) * math.cos(math.pi / 2 * min(1, epoch / epochs)) ** 2,
        schedule("warmup", epochs=every): base if epoch + 1 >= every else base * (epoch + 1) / every,
    }
    for rule, rate in expected.items():
        found = rule(epoch, epochs, base)
        assert found == pytest.approx(rate, rel=1e-9, abs=1e-15 * base), rule
        assert 0.0 <= found <= base * (1 + 1e-12)


@pytest.mark.parametrize("kind", INITIALIZERS)
@pytest.mark.parametrize(("fan_in", "fan_out"), [(400, 100), (100, 400)])
def test_that_the_first_four_moments_are_those_of_the_distribution(kind: str, fan_in: int, fan_out: int) -> None:
    drawn = initializer(kind).draw(np.random.RandomState(2), fan_in, fan_out)
    spread = {"normal": 0.01, "uniform": 0.5 / math.sqrt(3), "constant": 0.0, "zeros": 0.0}
    spread |= dict.fromkeys(("xavier_normal", "xavier_uniform"), math.sqrt(2 / (fan_in + fan_out)))
    spread |= dict.fromkeys(("he_normal", "he_uniform"), math.sqrt(2 / fan_in))
    assert drawn.std() == pytest.approx(spread[kind], rel=0.02)
    if spread[kind]:
        scores = (drawn / spread[kind]).ravel()
        # Of 40,000 numbers: within four standard errors.
        assert abs(scores.mean()) < 0.02
        assert abs((scores**3).mean()) < 0.08
        assert (scores**4).mean() == pytest.approx(3.0 if "normal" in kind else 1.8, rel=0.07)
        if "normal" not in kind:
            assert np.abs(scores).max() <= math.sqrt(3) * (1 + 1e-12)


def naive_running(batches: list[Array], weight: Array) -> tuple[Numbers, Numbers]:
    """Running averages of a normalized layer's scores, unit by unit."""
    means, variances = [0.0] * weight.shape[1], [1.0] * weight.shape[1]
    for x in batches:
        for unit in range(weight.shape[1]):
            scores = [
                math.fsum(a * b for a, b in zip(row, weight[:, unit].tolist(), strict=True)) for row in x.tolist()
            ]
            mean = math.fsum(scores) / len(scores)
            unbiased = math.fsum((score - mean) ** 2 for score in scores) / (len(scores) - 1)
            means[unit] = 0.9 * means[unit] + 0.1 * mean
            variances[unit] = 0.9 * variances[unit] + 0.1 * unbiased
    return means, variances


@given(st.lists(st.integers(2, 9), min_size=1, max_size=12), st.integers(0, 1000))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_that_running_averages_follow_batches_of_any_size(sizes: list[int], seed: int) -> None:
    network = Network(2, [Layer(3, batch_norm=True), Layer(1, "linear")], "squared_error", seed=seed)
    random_state = np.random.RandomState(seed)
    batches = [random_state.standard_normal((size, 2)) * 3 + 1 for size in sizes]
    for x in batches:
        network.backpropagate(x, np.zeros((len(x), 1)))
    means, variances = naive_running(batches, network.parameters["layer1.weight"])
    np.testing.assert_allclose(network.running["layer1.running_mean"], means, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(network.running["layer1.running_variance"], variances, rtol=1e-9)
    scores = (batches[0] @ network.parameters["layer1.weight"] - means) / np.sqrt(np.array(variances) + NORM_EPSILON)
    np.testing.assert_allclose(network.layer_outputs(batches[0])[0], np.tanh(scores), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.9])
def test_that_dropout_keeps_every_outputs_expectation(rate: float) -> None:
    network = Network(3, [Layer(6, "tanh", dropout=rate), Layer(2, "linear")], "squared_error", seed=1)
    x, y = np.random.RandomState(0).standard_normal((4, 3)), np.zeros((4, 2))
    without = network.layer_outputs(x)[0]
    total = np.zeros_like(without)
    chain = network.new_chain(4)
    chain.load(x, y)
    for _ in range(4000):
        chain.forward(True)
        total += chain.layers[0].outputs
    # The mean of 4,000 draws of a (0 or a / (1 - p)): within five standard errors.
    allowed = 5 * np.abs(without) * math.sqrt(rate / (1 - rate) / 4000)
    assert (np.abs(total / 4000 - without) <= allowed).all()
