"""The synthetic sets, each by its published formula.

Every function draws `samples` points in the plane and gives `(points, labels)`: points (n, 2), labels (n,) from 0 on.
The order of draws is part of a set's definition, since the same seed must give the same points for good.
"""

from collections.abc import Callable

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from playground.experiment import Circle, Gauss, Petals, Quadrants, Source, Spiral, Xor

Points = NDArray[np.float64]
Labels = NDArray[np.int64]
Draw = tuple[Points, Labels]


def draw(source: Source, samples: int, random: RandomState) -> Draw:
    """Draw from the set that `source` names, with its noise; `samples` may differ from the source's own."""
    return _GENERATORS[type(source)](samples, source.noise, random)


def class_sizes(samples: int, classes: int) -> list[int]:
    """How many samples each class gets: as even as can be, the first classes taking what is left over."""
    return [samples // classes + (index < samples % classes) for index in range(classes)]


def _petals(samples: int, noise: float, random: RandomState) -> Draw:
    """A rose curve, r = 4 sin 4t: class j takes t from 3.12 j to 3.12 (j + 1), with noise on t and on r."""
    parts = []
    sizes = class_sizes(samples, 2)
    for j, n in enumerate(sizes):
        t = np.linspace(j * 3.12, (j + 1) * 3.12, n) + random.randn(n) * noise
        r = 4 * np.sin(4 * t) + random.randn(n) * noise
        parts.append(np.column_stack([r * np.sin(t), r * np.cos(t)]))
    return np.concatenate(parts), _labels(sizes)


def _quadrants(samples: int, noise: float, random: RandomState) -> Draw:
    """Four normal clouds about (1, 1), (-1, 1), (-1, -1) and (1, -1), counter-clockwise from class 0."""
    parts = []
    sizes = class_sizes(samples, 4)
    for (x, y), n in zip([(1, 1), (-1, 1), (-1, -1), (1, -1)], sizes, strict=True):
        horizontal = random.randn(n) * noise + x
        vertical = random.randn(n) * noise + y
        parts.append(np.column_stack([horizontal, vertical]))
    return np.concatenate(parts), _labels(sizes)


def _circle(samples: int, noise: float, random: RandomState) -> Draw:
    """Class 1 within radius 2.5, class 0 between 3.5 and 5; the noise moves where the label is read, not the point."""
    outside, inside = class_sizes(samples, 2)
    radius = np.concatenate([random.uniform(3.5, 5, outside), random.uniform(0, 2.5, inside)])
    angle = random.uniform(0, 2 * np.pi, samples)
    points = np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])
    read_at = points + 5 * noise * random.uniform(-1, 1, (samples, 2))
    return points, (np.hypot(*read_at.T) < 2.5).astype(np.int64)


def _xor(samples: int, noise: float, random: RandomState) -> Draw:
    """Uniform on the square of side 10, pushed 0.3 off the axes; class 1 where x and y have the same sign."""
    points = random.uniform(-5, 5, (samples, 2))
    points += np.where(points > 0, 0.3, -0.3)
    read_at = points + 5 * noise * random.uniform(-1, 1, (samples, 2))
    return points, (read_at[:, 0] * read_at[:, 1] >= 0).astype(np.int64)


def _gauss(samples: int, noise: float, random: RandomState) -> Draw:
    """Class 1 about (2, 2) and class 0 about (-2, -2), each with variance 0.5 + 7 noise."""
    deviation = np.sqrt(0.5 + 7 * noise)
    sizes = class_sizes(samples, 2)
    parts = [random.randn(n, 2) * deviation + centre for centre, n in zip([-2, 2], sizes, strict=True)]
    return np.concatenate(parts), _labels(sizes)


def _spiral(samples: int, noise: float, random: RandomState) -> Draw:
    """Two arms of one and three quarter turns; the second, half a turn on, is class 0."""
    parts = []
    sizes = class_sizes(samples, 2)
    for start, m in zip([np.pi, 0.0], sizes, strict=True):
        i = np.arange(m) / m
        r, t = 5 * i, 1.75 * i * 2 * np.pi + start
        jitter = noise * random.uniform(-1, 1, (m, 2))
        parts.append(np.column_stack([r * np.sin(t), r * np.cos(t)]) + jitter)
    return np.concatenate(parts), _labels(sizes)


def _labels(sizes: list[int]) -> Labels:
    return np.repeat(np.arange(len(sizes)), sizes)


_GENERATORS: dict[type[Source], Callable[[int, float, RandomState], Draw]] = {
    Petals: _petals,
    Quadrants: _quadrants,
    Circle: _circle,
    Xor: _xor,
    Gauss: _gauss,
    Spiral: _spiral,
}
