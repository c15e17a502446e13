"""Where weights start, and how the learning rate goes on."""

from __future__ import annotations

import math

import numpy as np
import pytest

from playground.engine import Layer, Network, initializer, schedule
from playground.engine.initializers import INITIALIZERS

SPREADS = {
    "xavier_normal": math.sqrt(2 / 500),
    "xavier_uniform": math.sqrt(2 / 500),
    "he_normal": math.sqrt(2 / 300),
    "he_uniform": math.sqrt(2 / 300),
    "normal": 0.01,
    "uniform": 0.5 / math.sqrt(3),
}


@pytest.mark.parametrize("kind", SPREADS)
def test_that_the_spread_is_that_of_the_formula(kind: str) -> None:
    drawn = initializer(kind).draw(np.random.RandomState(0), 300, 200)
    assert drawn.shape == (300, 200)
    assert drawn.std() == pytest.approx(SPREADS[kind], rel=0.02)
    assert abs(drawn.mean()) < 0.02 * SPREADS[kind]


@pytest.mark.parametrize("kind", INITIALIZERS)
def test_that_the_scale_multiplies_what_was_drawn(kind: str) -> None:
    plain, scaled = (initializer(kind, scale=s).draw(np.random.RandomState(3), 4, 5) for s in (1.0, 0.5))
    np.testing.assert_array_equal(scaled, 0.5 * plain)


def test_that_weights_are_drawn_neuron_by_neuron_each_before_its_bias() -> None:
    one = initializer("normal", std=1.0)
    network = Network(
        2, [Layer(3, initializer=one, bias_initializer=one), Layer(1, "linear", initializer=one)], "huber"
    )
    network.draw(8)
    random_state = np.random.RandomState(8)
    for name, shape in (("layer1.weight", (3, 2)), ("layer1.bias", (3,)), ("output.weight", (1, 3))):
        np.testing.assert_array_equal(network.parameters[name], random_state.randn(*shape).T)


def test_that_each_schedule_follows_its_formula() -> None:
    assert schedule("constant")(7, 10, 0.3) == 0.3
    assert schedule("exponential", decay=0.9)(2, 10, 1.0) == pytest.approx(0.81)
    assert [schedule("step", every=3, factor=0.5)(e, 10, 1.0) for e in (2, 3, 6)] == [1.0, 0.5, 0.25]
    cosine = schedule("cosine", minimum=0.1)
    assert [cosine(e, 10, 1.1) for e in (0, 5, 10, 20)] == pytest.approx([1.1, 0.6, 0.1, 0.1])
    assert [schedule("warmup", epochs=4)(e, 10, 1.0) for e in (0, 1, 3, 9)] == [0.25, 0.5, 1.0, 1.0]


def test_that_wrong_names_and_settings_name_the_valid_ones() -> None:
    with pytest.raises(ValueError, match="unknown initializer 'xavier'; choose one of: normal, uniform"):
        initializer("xavier")
    with pytest.raises(ValueError, match="its settings are: scale, std"):
        initializer("normal", limit=1.0)
    with pytest.raises(ValueError, match="it has no settings"):
        schedule("constant", decay=0.5)
    with pytest.raises(ValueError, match="decay must be above 0"):
        schedule("exponential", decay=-1.0)
