"""The sets whose points have values, for regression.

Every function draws `samples` points in the plane and gives `(points, values)`: points (n, 2), values (n,), which run
from -1 to 1 or little beyond. The noise moves where a value is read, not the point. As in TensorFlow Playground.
"""

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

Points = NDArray[np.float64]
Values = NDArray[np.float64]
Draw = tuple[Points, Values]

_REACH = 6
_CENTRES = np.array([[x, y] for y in (2.5, -2.5) for x in (-4, 0, 4)])
_SIGNS = np.array([1, -1, 1, -1, 1, -1])


def plane(samples: int, noise: float, random: RandomState) -> Draw:
    """(x + y) / 10."""
    points, read_at = _places(samples, noise, random)
    return points, read_at.sum(axis=1) / 10


def bumps(samples: int, noise: float, random: RandomState) -> Draw:
    """Cones of height 1 and radius 2 about six centres, up and down in turn; where two meet, the larger counts."""
    points, read_at = _places(samples, noise, random)
    distance = np.hypot(*(read_at[:, None] - _CENTRES).transpose(2, 0, 1))
    cones = _SIGNS * np.maximum(0, 1 - distance / 2)
    return points, np.asarray(cones[np.arange(samples), np.abs(cones).argmax(axis=1)])


def _places(samples: int, noise: float, random: RandomState) -> tuple[Points, Points]:
    """Points on the square of side 12, and the places near them where their values are read."""
    points = random.uniform(-_REACH, _REACH, (samples, 2))
    return points, points + _REACH * noise * random.uniform(-1, 1, (samples, 2))
