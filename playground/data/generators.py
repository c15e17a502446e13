"""Samples from any source: those that a formula draws, and those that a person painted.

Sets of classes come first, then those whose points have values. Each is drawn by its published formula where there is
one, in that order of drawing.
"""

from collections.abc import Callable

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from playground.experiment import Blobs, Drawn, Painted
from playground.experiment import sources as kinds

Points = NDArray[np.float64]
Labels = NDArray[np.int64]
Values = NDArray[np.float64]
Answers = Labels | Values
"""The answer for each point, (n,): the number of its class, or for regression its value."""


_MOON = 3.0
_RING = 1.5
_FIELD = 2.5
_BLOBS = 4.0
_REACH = 6
_CENTRES = np.array([[x, y] for y in (2.5, -2.5) for x in (-4, 0, 4)])
_SIGNS = np.array([1, -1, 1, -1, 1, -1])


def draw(source: Drawn, samples: int, random: RandomState) -> tuple[Points, Answers]:
    """Draw from the set that `source` names, with its noise; `samples` may differ from the source's own."""
    if isinstance(source, Blobs):
        return blobs(samples, source.noise, random, source.classes)
    return _GENERATORS[type(source)](samples, source.noise, random)


def painted(source: Painted) -> tuple[Points, Answers]:
    """The points that a person painted, (n, 2), and the class of each."""
    points = np.array([(point.x, point.y) for point in source.points], np.float64).reshape(-1, 2)
    return points, np.array([point.label for point in source.points], np.int64)


def class_sizes(samples: int, classes: int) -> list[int]:
    """Tell how many samples each class gets: as even as can be, the first classes taking what is left over."""
    return [samples // classes + (index < samples % classes) for index in range(classes)]


def petals(samples: int, noise: float, random: RandomState) -> tuple[Points, Labels]:
    """A rose curve, r = 4 sin 4t: class j takes t from 3.12 j to 3.12 (j + 1), with noise on t and on r."""
    parts = []
    sizes = class_sizes(samples, 2)
    for j, n in enumerate(sizes):
        t = np.linspace(j * 3.12, (j + 1) * 3.12, n) + random.randn(n) * noise
        r = 4 * np.sin(4 * t) + random.randn(n) * noise
        parts.append(np.column_stack([r * np.sin(t), r * np.cos(t)]))
    return np.concatenate(parts), _labels(sizes)


def quadrants(samples: int, noise: float, random: RandomState) -> tuple[Points, Labels]:
    """Four normal clouds about (1, 1), (-1, 1), (-1, -1) and (1, -1), counter-clockwise from class 0."""
    parts = []
    sizes = class_sizes(samples, 4)
    for (x, y), n in zip([(1, 1), (-1, 1), (-1, -1), (1, -1)], sizes, strict=True):
        horizontal = random.randn(n) * noise + x
        vertical = random.randn(n) * noise + y
        parts.append(np.column_stack([horizontal, vertical]))
    return np.concatenate(parts), _labels(sizes)


def waves(samples: int, noise: float, random: RandomState) -> tuple[Points, Labels]:
    """Four waves with ripples, a quarter of a turn apart, on a slope: `x = linspace(-pi, pi, n) + 5` in every class."""
    parts = []
    sizes = class_sizes(samples, 4)
    for j, n in enumerate(sizes):
        x = np.linspace(-np.pi, np.pi, n) + 5
        shift = j * np.pi / 2
        y = np.sin(x + shift) + 0.2 * np.sin(10 * x + shift) + 0.25 * x + 10 + noise * random.randn(n)
        parts.append(np.column_stack([x, y]))
    return np.concatenate(parts), _labels(sizes)


def circle(samples: int, noise: float, random: RandomState) -> tuple[Points, Labels]:
    """Class 1 within radius 2.5, class 0 between 3.5 and 5; the noise moves where the label is read, not the point."""
    outside, inside = class_sizes(samples, 2)
    radius = np.concatenate([random.uniform(3.5, 5, outside), random.uniform(0, 2.5, inside)])
    angle = random.uniform(0, 2 * np.pi, samples)
    points = np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])
    read_at = points + 5 * noise * random.uniform(-1, 1, (samples, 2))
    return points, (np.hypot(*read_at.T) < 2.5).astype(np.int64)


def xor(samples: int, noise: float, random: RandomState) -> tuple[Points, Labels]:
    """Uniform on the square of side 10, pushed 0.3 off the axes; class 1 where x and y have the same sign."""
    points = random.uniform(-5, 5, (samples, 2))
    points += np.where(points > 0, 0.3, -0.3)
    read_at = points + 5 * noise * random.uniform(-1, 1, (samples, 2))
    return points, (read_at[:, 0] * read_at[:, 1] >= 0).astype(np.int64)


def gauss(samples: int, noise: float, random: RandomState) -> tuple[Points, Labels]:
    """Class 1 about (2, 2) and class 0 about (-2, -2), each with variance 0.5 + 7 noise."""
    deviation = np.sqrt(0.5 + 7 * noise)
    sizes = class_sizes(samples, 2)
    parts = [random.randn(n, 2) * deviation + centre for centre, n in zip([-2, 2], sizes, strict=True)]
    return np.concatenate(parts), _labels(sizes)


def spiral(samples: int, noise: float, random: RandomState) -> tuple[Points, Labels]:
    """Two arms of one and three quarter turns; the second, half a turn on, is class 0."""
    parts = []
    sizes = class_sizes(samples, 2)
    for start, m in zip([np.pi, 0.0], sizes, strict=True):
        i = np.arange(m) / m
        r, t = 5 * i, 1.75 * i * 2 * np.pi + start
        jitter = noise * random.uniform(-1, 1, (m, 2))
        parts.append(np.column_stack([r * np.sin(t), r * np.cos(t)]) + jitter)
    return np.concatenate(parts), _labels(sizes)


def moons(samples: int, noise: float, random: RandomState) -> tuple[Points, Labels]:
    """Two half circles of radius 3, the lower one moved by a radius across and half a radius down; normal noise."""
    parts = []
    sizes = class_sizes(samples, 2)
    for j, n in enumerate(sizes):
        t = np.linspace(0, np.pi, n) + j * np.pi
        arc = np.column_stack([np.cos(t) + j - 0.5, np.sin(t) + j * 0.5 - 0.25])
        parts.append(_MOON * arc + noise * random.randn(n, 2))
    return np.concatenate(parts), _labels(sizes)


def rings(samples: int, noise: float, random: RandomState) -> tuple[Points, Labels]:
    """Three circles of radius 1.5, 3 and 4.5 about the origin, with normal noise on the radius."""
    parts = []
    sizes = class_sizes(samples, 3)
    for j, n in enumerate(sizes):
        angle = random.uniform(0, 2 * np.pi, n)
        radius = _RING * (j + 1) + noise * random.randn(n)
        parts.append(np.column_stack([radius * np.sin(angle), radius * np.cos(angle)]))
    return np.concatenate(parts), _labels(sizes)


def checkerboard(samples: int, noise: float, random: RandomState) -> tuple[Points, Labels]:
    """Uniform on the square of side 10, cut into 4 x 4 fields; class 1 where row and column are both even or both odd.

    As in `xor`, the noise moves where the label is read, not the point.
    """
    points = random.uniform(-5, 5, (samples, 2))
    read_at = points + 5 * noise * random.uniform(-1, 1, (samples, 2))
    fields = np.floor(read_at / _FIELD).astype(np.int64)
    return points, (fields.sum(axis=1) + 1) % 2


def blobs(samples: int, noise: float, random: RandomState, classes: int) -> tuple[Points, Labels]:
    """Normal clouds evenly about a circle of radius 4, counter-clockwise from the top."""
    sizes = class_sizes(samples, classes)
    angles = 2 * np.pi * np.arange(classes) / classes
    centres = _BLOBS * np.column_stack([-np.sin(angles), np.cos(angles)])
    parts = [random.randn(n, 2) * noise + centre for centre, n in zip(centres, sizes, strict=True)]
    return np.concatenate(parts), _labels(sizes)


def _labels(sizes: list[int]) -> Labels:
    return np.repeat(np.arange(len(sizes)), sizes)


def plane(samples: int, noise: float, random: RandomState) -> tuple[Points, Values]:
    """(x + y) / 10."""
    points, read_at = _places(samples, noise, random)
    return points, read_at.sum(axis=1) / 10


def bumps(samples: int, noise: float, random: RandomState) -> tuple[Points, Values]:
    """Cones of height 1 and radius 2 about six centres, up and down in turn; where two meet, the larger counts."""
    points, read_at = _places(samples, noise, random)
    distance = np.hypot(*(read_at[:, None] - _CENTRES).transpose(2, 0, 1))
    cones = _SIGNS * np.maximum(0, 1 - distance / 2)
    return points, np.asarray(cones[np.arange(samples), np.abs(cones).argmax(axis=1)])


def _places(samples: int, noise: float, random: RandomState) -> tuple[Points, Points]:
    """Points on the square of side 12, and the places near them where their values are read."""
    points = random.uniform(-_REACH, _REACH, (samples, 2))
    return points, points + _REACH * noise * random.uniform(-1, 1, (samples, 2))


_GENERATORS: dict[type[Drawn], Callable[[int, float, RandomState], tuple[Points, Answers]]] = {
    kinds.Petals: petals,
    kinds.Quadrants: quadrants,
    kinds.Waves: waves,
    kinds.Circle: circle,
    kinds.Xor: xor,
    kinds.Gauss: gauss,
    kinds.Spiral: spiral,
    kinds.Moons: moons,
    kinds.Rings: rings,
    kinds.Checkerboard: checkerboard,
    kinds.Plane: plane,
    kinds.Bumps: bumps,
}
