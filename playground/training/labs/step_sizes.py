"""The error of a slope measured by a quotient, against the size of the step.

A long step errs by truncation, since the function bends within it; a short one by rounding, since the difference of two
nearly equal numbers is divided by next to nothing. `playground.engine.numerical` derives where the two balance: near
1e-8 for the forward difference and 1e-5 for the central one.

On a parabola the central difference has no truncation error at all: its first term is h²/6 f''', which is 0. There, the
longer the step the better. Any function that bends more shows the balance.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
STEPS: Values = 10.0 ** -np.arange(1.0, 16.01, 0.25)
"""From 1e-1 to 1e-16."""


@dataclass(frozen=True)
class Curve:
    """A function of one number with its exact slope, and the places at which the slope is measured."""

    name: str
    value: Callable[[Values], Values]
    slope: Callable[[Values], Values]
    places: Values


CURVES = (
    Curve("0.01 x² + 0.1 x", lambda x: 0.01 * x**2 + 0.1 * x, lambda x: 0.02 * x + 0.1, np.linspace(4.0, 6.0, 21)),
    Curve("sin x", np.sin, np.cos, np.linspace(0.5, 1.0, 21)),
)


def forward_errors(curve: Curve) -> Values:
    """The worst error of (f(x + h) - f(x)) / h over the curve's places, for every step of `STEPS`."""
    return _errors(curve, lambda x, h: (curve.value(x + h) - curve.value(x)) / h)


def central_errors(curve: Curve) -> Values:
    """The worst error of (f(x + h) - f(x - h)) / 2h over the curve's places, for every step of `STEPS`."""
    return _errors(curve, lambda x, h: (curve.value(x + h) - curve.value(x - h)) / (2.0 * h))


def best_step(errors: Values) -> float:
    """The step with the smallest error."""
    return float(STEPS[int(np.argmin(errors))])


def _errors(curve: Curve, quotient: Callable[[Values, float], Values]) -> Values:
    x = curve.places
    worst = [float(np.max(np.abs(quotient(x, h) - curve.slope(x)))) for h in STEPS.tolist()]
    return np.maximum(worst, math.ulp(1.0) / 16)
