"""Numerical differentiation of functions whose slopes are known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from playground.engine import central_differences, forward_differences
from playground.engine.checks.numerical import central_slope
from playground.engine.machinery.guards import Array

POINT = np.array([0.5, -1.2, 2.0, 1e6])


def wave(x: Array) -> float:
    return float(np.sin(x[0]) + np.exp(x[1]) * x[2] ** 3 + x[3])


SLOPES = np.array([np.cos(0.5), np.exp(-1.2) * 8.0, np.exp(-1.2) * 12.0, 1.0])


def test_that_central_differences_have_more_digits_than_forward_ones() -> None:
    small = POINT.copy()
    small[3] = 0.1  # a large sum would drown the digits in question
    forward, central = forward_differences(wave, small), central_differences(wave, small)
    assert np.allclose(forward, SLOPES, rtol=1e-6)
    assert np.allclose(central, SLOPES, rtol=1e-9)
    assert np.abs(central - SLOPES).sum() < np.abs(forward - SLOPES).sum()


def test_that_steps_grow_with_large_values() -> None:
    assert central_differences(wave, POINT)[3] == pytest.approx(1.0, rel=1e-9)


@pytest.mark.parametrize("differences", [forward_differences, central_differences])
def test_that_the_point_stays_as_it_is(differences: Callable[..., Array]) -> None:
    point = POINT.astype(np.float32)
    before = point.copy()
    slopes = differences(wave, point)
    assert np.array_equal(point, before)
    assert slopes.dtype == np.float64


def test_that_truncation_shrinks_with_the_step_and_rounding_grows() -> None:
    point = np.array([*POINT[:3], 0.0])
    errors = [abs(central_differences(wave, point, step)[0] - SLOPES[0]) for step in (1e-2, 1e-5, 1e-13)]
    assert errors[0] > errors[1] < errors[2]


@pytest.mark.parametrize("step", [0.0, -1e-6, float("nan"), float("inf")])
def test_that_a_step_that_is_none_is_refused(step: float) -> None:
    with pytest.raises(ValueError, match="step must be a positive number"):
        central_differences(wave, POINT, step)


def test_that_the_point_is_put_back_when_the_function_fails() -> None:
    def fails(_: Array) -> float:
        raise ArithmeticError

    point = POINT.copy()
    with pytest.raises(ArithmeticError):
        central_slope(fails, point, 1, 1e-6)
    assert np.array_equal(point, POINT)
