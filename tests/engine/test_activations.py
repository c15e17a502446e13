"""All that is told of an activation is true of its function."""

import math
import re
from typing import get_args

import numpy as np
import pytest

from playground.engine import ALL_ACTIVATIONS, Activation, activation, output_activation
from playground.engine.activations import ACTIVATIONS, OUTPUT_ACTIVATIONS
from playground.engine.initializers import INITIALIZERS
from playground.engine.machinery.error_function import erf
from playground.engine.machinery.guards import Array
from playground.experiment import network as declared

Z = np.concatenate([np.linspace(-30.0, 30.0, 60_001), [-1e3, 1e3]])
every_activation = pytest.mark.parametrize("kind", ALL_ACTIVATIONS.values(), ids=lambda kind: kind.name)
every_function = pytest.mark.parametrize("kind", ACTIVATIONS.values(), ids=lambda kind: kind.name)


def test_that_the_declared_names_are_those_of_the_engine() -> None:
    assert get_args(declared.Activation) == tuple(ACTIVATIONS)
    assert get_args(declared.OutputActivation) == tuple(OUTPUT_ACTIVATIONS)


def test_that_each_has_a_title_of_its_own() -> None:
    titles = [kind.title for kind in ALL_ACTIVATIONS.values()]
    assert all(titles)
    assert len(set(titles)) == len(titles)


def rows(kind: Activation) -> Array:
    """Scores for it: for softmax, which needs several outputs, beside one that stays 0."""
    return np.column_stack([Z, 0.0 * Z]) if kind.name == "softmax" else Z


@every_activation
def test_that_outputs_lie_between_the_bounds_and_come_near_them(kind: Activation) -> None:
    values, (low, high) = kind.value(rows(kind)), kind.bounds
    assert low <= values.min()
    assert values.max() <= high
    assert values.min() == pytest.approx(low, abs=1e-6) or (low == -math.inf and values.min() < -9)
    assert values.max() == pytest.approx(high, abs=1e-6) or (high == math.inf and values.max() > 900)


@every_function
def test_that_saturated_outputs_have_next_to_no_slope_and_others_have_some(kind: Activation) -> None:
    outputs, slopes = kind.value(Z), kind.derivative(Z)
    if kind.saturation is None:
        assert kind.saturated_share(outputs) is None
        return
    low, high = kind.saturation
    saturated = (outputs < low) | (outputs > high)
    assert kind.saturated_share(outputs) == saturated.mean()
    assert slopes[saturated].max() < 0.12 * slopes.max()
    assert slopes[~saturated].min() > 0.05 * slopes.max()


def read(formula: str) -> str:
    """A formula as people read it, as Python: a product has no sign, and a case distinction is a sentence."""
    cases = re.fullmatch(r"(.+) if z > 0, else (.+)", formula)
    if cases:
        return f"where(z > 0, {read(cases[1])}, {read(cases[2])})"
    python = formula.replace("−", "-").replace("²", "**2")
    return re.sub(r"(?<=[\w)]) (?=[\w(])", " * ", python)


NAMES = {
    **{name: getattr(np, name) for name in ("tanh", "exp", "sin", "cos", "log", "where")},
    "max": np.maximum,
    "sigmoid": lambda z: 1.0 / (1.0 + np.exp(-z)),
    "Φ": lambda z: 0.5 * (1.0 + erf(z / math.sqrt(2.0))),
    "φ": lambda z: np.exp(-0.5 * z**2) / math.sqrt(2.0 * math.pi),
}


@every_function
def test_that_the_formulas_as_people_read_them_are_the_function_and_its_slope(kind: Activation) -> None:
    z = np.linspace(-5.0, 5.0, 1000)
    a = eval(read(kind.formula), {**NAMES, "z": z})
    np.testing.assert_allclose(kind.value(z), a, rtol=1e-9, atol=1e-12)
    slope = np.broadcast_to(eval(read(kind.slope), {**NAMES, "z": z, "a": a}), z.shape)
    np.testing.assert_allclose(kind.derivative(z), slope, rtol=1e-9, atol=1e-12)


@every_function
def test_that_what_cannot_be_trained_has_no_slope_anywhere_and_a_kink_is_told(kind: Activation) -> None:
    assert kind.trains == bool(kind.derivative(Z).any())
    sides = kind.derivative(np.array([-1e-9, 1e-9]))
    values = kind.value(np.array([-1e-9, 1e-9]))
    assert kind.has_kink == bool(abs(sides[1] - sides[0]) > 1e-6 or abs(values[1] - values[0]) > 1e-6)


@every_function
def test_that_a_neuron_dies_where_an_answer_of_zero_has_no_slope(kind: Activation) -> None:
    silent = kind.value(Z) == 0.0
    assert kind.can_die == (kind.trains and silent.sum() > 1000 and not kind.derivative(Z)[silent].any())


@every_activation
def test_that_one_output_decides_in_the_middle_of_its_range(kind: Activation) -> None:
    assert kind.suited_initializer in INITIALIZERS
    if kind.threshold is not None:
        assert kind.threshold == sum(kind.bounds) / 2


@pytest.mark.parametrize("dtype", [int, np.float16, np.float32, np.float64, np.longdouble, bool])
def test_that_an_activation_takes_numbers_of_any_kind(dtype: type) -> None:
    for kind in ACTIVATIONS.values():
        z = np.array([0, 1, 1], dtype)
        np.testing.assert_allclose(kind(z), kind.value(z.astype(np.float64)), rtol=1e-6)
        np.testing.assert_array_equal(kind([0, 1]), kind.value(np.array([0.0, 1.0])))
    np.testing.assert_allclose(output_activation("softmax")([0, 0]), [0.5, 0.5])
    with pytest.raises(ValueError, match=r"^z must be real numbers, not text in the shape \(1,\)$"):
        activation("tanh")(["1"])  # type: ignore[list-item]
