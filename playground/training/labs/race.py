"""A race downhill: the engine's own optimizers, each with a point of its own, from one start."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.engine import optimizer
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


RACERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam")
ARRIVED = 1e-3
"""How near to the minimum a racer has to be, and to stay."""
_FAR = 1e3


class Racer:
    """One optimizer under way.

    Attributes
    ----------
    kind : its name. rate : its learning rate. path : the points it has been to, the start first.
    arrived : after how many steps it was within `ARRIVED` of the minimum, and has not left it since; else None. One
    that jumps about the minimum with steps longer than that has not arrived.
    lost : whether it has left all bounds, and runs no more.
    """

    def __init__(self, kind: str, surface: Surface, start: tuple[float, float], rate: float) -> None:
        self.kind, self.rate, self._surface = kind, rate, surface
        self.path: list[tuple[float, float]] = [start]
        self.arrived: int | None = None
        self.lost = False
        self._point = np.array(start, np.float64)
        self._optimizer = optimizer(kind, learning_rate=rate)

    @property
    def height(self) -> float:
        """The surface's value where it is."""
        return float(self._surface.value(self._point[0], self._point[1]))

    @property
    def distance(self) -> float:
        """Tell how far it is from the minimum."""
        x, y = self._surface.minimum
        return math.hypot(float(self._point[0]) - x, float(self._point[1]) - y)

    def step(self) -> None:
        """Take one step down the gradient."""
        if self.lost:
            return
        before = self._point.copy()
        with np.errstate(over="ignore", invalid="ignore"):
            self._optimizer.step(self._point, np.array(self._surface.gradient(*before.tolist())))
        x, y = self._point.tolist()
        if not (math.isfinite(x) and math.isfinite(y) and max(abs(x), abs(y)) < _FAR):
            self.lost, self._point = True, before
            return
        self.path.append((x, y))
        if self.distance > ARRIVED:
            self.arrived = None
        elif self.arrived is None:
            self.arrived = len(self.path) - 1


class Race:
    """All of `RACERS` on one surface from one start.

    Parameters
    ----------
    surface : Surface
    start : where all begin; the surface's own start where it is None.
    rates : learning rates by the optimizer's name; the surface's own for those that are not named.
    """

    def __init__(
        self, surface: Surface, start: tuple[float, float] | None = None, rates: Mapping[str, float] | None = None
    ) -> None:
        self.surface = surface
        self.start = surface.start if start is None else start
        self.rates = {**surface.rates, **(rates or {})}
        self.steps = 0
        self.racers = [Racer(kind, surface, self.start, self.rates[kind]) for kind in RACERS]

    def advance(self, steps: int = 1) -> None:
        """Let everyone take so many steps."""
        for _ in range(steps):
            for racer in self.racers:
                racer.step()
        self.steps += steps


@dataclass(frozen=True)
class Mesh:
    """A surface as a grid of heights: x (columns,), y (rows,), heights (rows, columns)."""

    x: Values
    y: Values
    heights: Values


def mesh(surface: Surface, columns: int = 49, rows: int = 33) -> Mesh:
    """Measure a surface on a grid over its region.

    Parameters
    ----------
    surface : Surface
    columns, rows : how many places across and along.
    """
    region = surface.region
    x = np.linspace(region.left, region.right, columns)
    y = np.linspace(region.bottom, region.top, rows)
    return Mesh(x, y, np.asarray(surface.value(*np.meshgrid(x, y))))


def lifted(heights: Values) -> Values:
    """How high a height is drawn in three dimensions: log10(1 + height), or a steep wall would flatten the valley."""
    return np.log10(1.0 + heights)
