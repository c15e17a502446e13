"""A race downhill: the engine's own optimizers, each with a point of its own, from one start."""

import math

import numpy as np

from playground.engine import optimizer
from playground.training.labs.surfaces import Surface

RACERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam")
ARRIVED = 1e-3
"""How near to the minimum's height 0 a racer has to come."""
_FAR = 1e3


class Racer:
    """One optimizer under way.

    Attributes
    ----------
    kind : its name. path : the points it has been to, the start first. arrived : after how many steps it was as good as
    at the minimum; None before. lost : whether it has left all bounds, and runs no more.
    """

    def __init__(self, kind: str, surface: Surface, start: tuple[float, float]) -> None:
        self.kind, self._surface = kind, surface
        self.path: list[tuple[float, float]] = [start]
        self.arrived: int | None = None
        self.lost = False
        self._point = np.array(start, np.float64)
        self._optimizer = optimizer(kind, learning_rate=surface.rates[kind])

    @property
    def height(self) -> float:
        """The surface's value where it is."""
        return float(self._surface.value(self._point[0], self._point[1]))

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
        if self.arrived is None and self.height < ARRIVED:
            self.arrived = len(self.path) - 1


class Race:
    """All of `RACERS` on one surface from one start."""

    def __init__(self, surface: Surface, start: tuple[float, float] | None = None) -> None:
        self.surface = surface
        self.start = surface.start if start is None else start
        self.steps = 0
        self.racers = [Racer(kind, surface, self.start) for kind in RACERS]

    def advance(self, steps: int = 1) -> None:
        """Let everyone take so many steps."""
        for _ in range(steps):
            for racer in self.racers:
                racer.step()
        self.steps += steps
