"""Landscapes of two numbers for optimizers to run down, each with its gradient."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.training.snapshot import Region

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Surface:
    """A function of x and y.

    gradient : both slopes at a point (2,). minimum : where it is 0. region : what is shown of it. start : a good place
    to begin at. rates : a learning rate for each optimizer with which it gets somewhere.
    """

    name: str
    formula: str
    value: Callable[[Values, Values], Values]
    gradient: Callable[[float, float], tuple[float, float]]
    minimum: tuple[float, float]
    region: Region
    start: tuple[float, float]
    rates: Mapping[str, float]


def _beale(x: Values, y: Values) -> Values:
    return np.asarray((1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2)


def _beale_gradient(x: float, y: float) -> tuple[float, float]:
    a, b, c = 1.5 - x + x * y, 2.25 - x + x * y**2, 2.625 - x + x * y**3
    by_x = 2 * a * (y - 1) + 2 * b * (y**2 - 1) + 2 * c * (y**3 - 1)
    return by_x, 2 * a * x + 4 * b * x * y + 6 * c * x * y**2


SURFACES = (
    Surface(
        "Bowl",
        "x² + y²",
        lambda x, y: x**2 + y**2,
        lambda x, y: (2 * x, 2 * y),
        (0.0, 0.0),
        Region(-4.5, 4.5, -3.0, 3.0),
        (-3.5, 2.0),
        {"sgd": 0.1, "momentum": 0.05, "nesterov": 0.05, "adagrad": 1.0, "rmsprop": 0.05, "adam": 0.2},
    ),
    Surface(
        "Stretched bowl",
        "x²/20 + y²",
        lambda x, y: x**2 / 20 + y**2,
        lambda x, y: (x / 10, 2 * y),
        (0.0, 0.0),
        Region(-9.0, 9.0, -6.0, 6.0),
        (-7.0, 2.0),
        {"sgd": 0.95, "momentum": 0.1, "nesterov": 0.1, "adagrad": 1.5, "rmsprop": 0.1, "adam": 0.3},
    ),
    Surface(
        "Rosenbrock",
        "(1 - x)² + 100 (y - x²)²",
        lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
        lambda x, y: (-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)),
        (1.0, 1.0),
        Region(-2.1, 2.1, -0.6, 2.2),
        (-1.2, 1.0),
        {"sgd": 0.001, "momentum": 0.0003, "nesterov": 0.0003, "adagrad": 0.3, "rmsprop": 0.005, "adam": 0.05},
    ),
    Surface(
        "Beale",
        "(1.5 - x + xy)² + (2.25 - x + xy²)² + (2.625 - x + xy³)²",
        _beale,
        _beale_gradient,
        (3.0, 0.5),
        Region(-4.5, 4.5, -3.0, 3.0),
        (0.5, -1.2),
        {"sgd": 0.01, "momentum": 0.003, "nesterov": 0.003, "adagrad": 0.5, "rmsprop": 0.02, "adam": 0.1},
    ),
)
