"""Slopes by quotients: the secant beside the tangent, the error against the step, and training by slopes alone.

A long step errs by truncation, since the function bends within it; a short one by rounding, since the difference of two
nearly equal numbers is divided by next to nothing. `playground.engine.checks.numerical` derives where the two balance:
near 1e-8 for the forward difference and 1e-5 for the central one, where the function and its slopes are near 1.

On a parabola the central difference has no truncation error at all: its first term is h²/6 f''', which is 0. There, the
longer the step the better. Below some 1e-16 of x the step is lost in x + h = x, and the quotient is 0 whatever the
slope; in single precision a step of 1e-50 is 0 itself, and the quotient 0 / 0.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.engine import Network, central_differences, optimizer, overflow_is_expected
from playground.experiment import change, load
from playground.experiment.message import Message, say
from playground.training.build import build_network
from playground.training.run import Run

Values = NDArray[np.float64]
STEPS: Values = 10.0 ** -np.arange(1.0, 50.01, 0.25)
"""From 1e-1 to 1e-50."""


@dataclass(frozen=True)
class Curve:
    """A function of one number with its exact slope, the places at which the slope is measured, and what is drawn."""

    name: str
    value: Callable[[Values], Values]
    slope: Callable[[Values], Values]
    places: Values
    drawn: tuple[float, float]


CURVES = (
    Curve(
        "0.01 x² + 0.1 x",
        lambda x: 0.01 * x**2 + 0.1 * x,
        lambda x: 0.02 * x + 0.1,
        np.linspace(4.0, 6.0, 21),
        (0.0, 20.0),
    ),
    Curve("sin x", np.sin, np.cos, np.linspace(0.5, 1.0, 21), (-1.0, 3.0)),
)


@dataclass(frozen=True)
class Secant:
    """The line through two points of a curve, and the tangent beside it.

    x, step : where, and how long a step. ends : (2, 2), the two points, left one first.
    slope, exact : of the secant and of the tangent. lost : whether the step changes x at all.
    """

    x: float
    step: float
    ends: Values
    slope: float
    exact: float
    lost: bool

    @property
    def error(self) -> float:
        """Tell how far the secant's slope is from the tangent's."""
        return abs(self.slope - self.exact)

    @property
    def told(self) -> Message:
        """Tell what happens at this step, in words."""
        if self.lost:
            return say("x + h is x itself: the difference is 0, and so is the quotient, whatever the slope")
        return say("a slope of {slope:.6g} where {exact:.6g} is exact", slope=self.slope, exact=self.exact)


def secant(curve: Curve, x: float, step: float, *, central: bool = False) -> Secant:
    """Measure a slope.

    Parameters
    ----------
    curve : Curve
    x : the place.
    step : h, above 0.
    central : from x - h to x + h, instead of from x to x + h.
    """
    left, right = x - step if central else x, x + step
    ends = np.array([left, right])
    heights = curve.value(ends)
    length = 2.0 * step if central else step
    slope = float((heights[1] - heights[0]) / length)
    exact = float(curve.slope(np.array(x)))
    return Secant(x, step, np.column_stack([ends, heights]), slope, exact, lost=left == right)


def single_precision_word(step: float) -> Message:
    """Tell what the forward quotient comes to with 32 bits, where 1e-50 is no number any more."""
    if np.float32(step) == 0.0:
        return say("In single precision {step:g} is 0 itself, and the quotient 0 / 0: no number.", step=step)
    return say("In single precision {step:g} can still be told from 0.", step=step)


def lost_from(curve: Curve) -> float:
    """The longest step of `STEPS` that is lost in all of the curve's places: x + h is x."""
    lost = [bool(np.all(curve.places + step == curve.places)) for step in STEPS.tolist()]
    return float(STEPS[lost.index(True)])


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


class TwoWays:
    """Both networks under way.

    Parameters
    ----------
    units : hidden neurons; 4 units behind 2 inputs make 17 parameters.

    Attributes
    ----------
    steps : taken by both. backwards_seconds, numerical_seconds : what the gradients have taken, of each way.
    """

    def __init__(self, units: int = 4) -> None:
        experiment = change(load("petals"), {"network.layers.0.units": units})
        run = Run(experiment)
        self._x, self._y = run.dataset.train.x, run.dataset.train.y
        self._backwards, self._numerical = (build_network(experiment, run.dataset) for _ in range(2))
        rate = experiment.training.optimizer.learning_rate
        self._optimizers = (optimizer("sgd", learning_rate=rate), optimizer("sgd", learning_rate=rate))
        self.steps = 0
        self.backwards_seconds = self.numerical_seconds = 0.0

    @property
    def parameters(self) -> int:
        """Tell how many numbers each network learns."""
        return self._backwards.parameter_count

    @property
    def loss(self) -> float:
        """The training loss of the network that learns by numerical slopes."""
        return self._numerical.evaluate(self._x, self._y)[0]

    @property
    def largest_weight(self) -> float:
        """The largest parameter's size: what the difference is to be compared with."""
        return float(np.max(np.abs(self._backwards.values)))

    @property
    def difference(self) -> float:
        """The largest difference between two parameters that should be the same."""
        return float(np.max(np.abs(self._backwards.values - self._numerical.values)))

    @property
    def slower(self) -> float:
        """Tell how many times longer the numerical gradients took."""
        return self.numerical_seconds / self.backwards_seconds if self.backwards_seconds else np.nan

    def advance(self, steps: int = 1) -> None:
        """Take so many steps, both ways."""
        for _ in range(steps):
            begun = time.perf_counter()
            self._backwards.backpropagate(self._x, self._y)
            turned = time.perf_counter()
            slopes = self._slopes(self._numerical)
            self.numerical_seconds += time.perf_counter() - turned
            self.backwards_seconds += turned - begun
            self._optimizers[0].step(self._backwards.values, self._backwards.gradient)
            self._optimizers[1].step(self._numerical.values, slopes)
        self.steps += steps

    def _slopes(self, network: Network) -> np.ndarray:
        kept = network.values.copy()

        def loss(values: np.ndarray) -> float:
            network.values[...] = values
            return network.training_loss(self._x, self._y)

        with overflow_is_expected():
            slopes = central_differences(loss, kept)
        network.values[...] = kept
        return slopes
