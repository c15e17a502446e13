"""Samples from any source: those that a formula draws, and those that a person painted."""

from collections.abc import Callable

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from playground.data import classes, values
from playground.experiment import Blobs, Drawn, Painted
from playground.experiment import sources as kinds

Points = NDArray[np.float64]
Answers = NDArray[np.int64] | NDArray[np.float64]
"""What is known of each point, (n,): the number of its class, or for regression its value."""


def draw(source: Drawn, samples: int, random: RandomState) -> tuple[Points, Answers]:
    """Draw from the set that `source` names, with its noise; `samples` may differ from the source's own."""
    if isinstance(source, Blobs):
        return classes.blobs(samples, source.noise, random, source.classes)
    return _GENERATORS[type(source)](samples, source.noise, random)


def painted(source: Painted) -> tuple[Points, Answers]:
    """The points that a person painted, (n, 2), and the class of each."""
    points = np.array([(point.x, point.y) for point in source.points], np.float64).reshape(-1, 2)
    return points, np.array([point.label for point in source.points], np.int64)


_GENERATORS: dict[type[Drawn], Callable[[int, float, RandomState], tuple[Points, Answers]]] = {
    kinds.Petals: classes.petals,
    kinds.Quadrants: classes.quadrants,
    kinds.Waves: classes.waves,
    kinds.Circle: classes.circle,
    kinds.Xor: classes.xor,
    kinds.Gauss: classes.gauss,
    kinds.Spiral: classes.spiral,
    kinds.Moons: classes.moons,
    kinds.Rings: classes.rings,
    kinds.Checkerboard: classes.checkerboard,
    kinds.Plane: values.plane,
    kinds.Bumps: values.bumps,
}
