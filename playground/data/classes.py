"""The sets whose points have classes, each by its published formula where there is one.

Every function draws `samples` points in the plane and gives `(points, labels)`: points (n, 2), labels (n,) from 0 on.
The order of draws is part of a set's definition, since the same seed must give the same points for good.
"""

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

Points = NDArray[np.float64]
Labels = NDArray[np.int64]
Draw = tuple[Points, Labels]

_MOON = 3.0
_RING = 1.5
_FIELD = 2.5
_BLOBS = 4.0


def class_sizes(samples: int, classes: int) -> list[int]:
    """How many samples each class gets: as even as can be, the first classes taking what is left over."""
    return [samples // classes + (index < samples % classes) for index in range(classes)]


def petals(samples: int, noise: float, random: RandomState) -> Draw:
    """A rose curve, r = 4 sin 4t: class j takes t from 3.12 j to 3.12 (j + 1), with noise on t and on r."""
    parts = []
    sizes = class_sizes(samples, 2)
    for j, n in enumerate(sizes):
        t = np.linspace(j * 3.12, (j + 1) * 3.12, n) + random.randn(n) * noise
        r = 4 * np.sin(4 * t) + random.randn(n) * noise
        parts.append(np.column_stack([r * np.sin(t), r * np.cos(t)]))
    return np.concatenate(parts), _labels(sizes)


def quadrants(samples: int, noise: float, random: RandomState) -> Draw:
    """Four normal clouds about (1, 1), (-1, 1), (-1, -1) and (1, -1), counter-clockwise from class 0."""
    parts = []
    sizes = class_sizes(samples, 4)
    for (x, y), n in zip([(1, 1), (-1, 1), (-1, -1), (1, -1)], sizes, strict=True):
        horizontal = random.randn(n) * noise + x
        vertical = random.randn(n) * noise + y
        parts.append(np.column_stack([horizontal, vertical]))
    return np.concatenate(parts), _labels(sizes)


def waves(samples: int, noise: float, random: RandomState) -> Draw:
    """Four waves with ripples, a quarter of a turn apart, on a slope: `x = linspace(-pi, pi, n) + 5` in every class."""
    parts = []
    sizes = class_sizes(samples, 4)
    for j, n in enumerate(sizes):
        x = np.linspace(-np.pi, np.pi, n) + 5
        shift = j * np.pi / 2
        y = np.sin(x + shift) + 0.2 * np.sin(10 * x + shift) + 0.25 * x + 10 + noise * random.randn(n)
        parts.append(np.column_stack([x, y]))
    return np.concatenate(parts), _labels(sizes)


def circle(samples: int, noise: float, random: RandomState) -> Draw:
    """Class 1 within radius 2.5, class 0 between 3.5 and 5; the noise moves where the label is read, not the point."""
    outside, inside = class_sizes(samples, 2)
    radius = np.concatenate([random.uniform(3.5, 5, outside), random.uniform(0, 2.5, inside)])
    angle = random.uniform(0, 2 * np.pi, samples)
    points = np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])
    read_at = points + 5 * noise * random.uniform(-1, 1, (samples, 2))
    return points, (np.hypot(*read_at.T) < 2.5).astype(np.int64)


def xor(samples: int, noise: float, random: RandomState) -> Draw:
    """Uniform on the square of side 10, pushed 0.3 off the axes; class 1 where x and y have the same sign."""
    points = random.uniform(-5, 5, (samples, 2))
    points += np.where(points > 0, 0.3, -0.3)
    read_at = points + 5 * noise * random.uniform(-1, 1, (samples, 2))
    return points, (read_at[:, 0] * read_at[:, 1] >= 0).astype(np.int64)


def gauss(samples: int, noise: float, random: RandomState) -> Draw:
    """Class 1 about (2, 2) and class 0 about (-2, -2), each with variance 0.5 + 7 noise."""
    deviation = np.sqrt(0.5 + 7 * noise)
    sizes = class_sizes(samples, 2)
    parts = [random.randn(n, 2) * deviation + centre for centre, n in zip([-2, 2], sizes, strict=True)]
    return np.concatenate(parts), _labels(sizes)


def spiral(samples: int, noise: float, random: RandomState) -> Draw:
    """Two arms of one and three quarter turns; the second, half a turn on, is class 0."""
    parts = []
    sizes = class_sizes(samples, 2)
    for start, m in zip([np.pi, 0.0], sizes, strict=True):
        i = np.arange(m) / m
        r, t = 5 * i, 1.75 * i * 2 * np.pi + start
        jitter = noise * random.uniform(-1, 1, (m, 2))
        parts.append(np.column_stack([r * np.sin(t), r * np.cos(t)]) + jitter)
    return np.concatenate(parts), _labels(sizes)


def moons(samples: int, noise: float, random: RandomState) -> Draw:
    """Two half circles of radius 3, the lower one moved by a radius across and half a radius down; normal noise."""
    parts = []
    sizes = class_sizes(samples, 2)
    for j, n in enumerate(sizes):
        t = np.linspace(0, np.pi, n) + j * np.pi
        arc = np.column_stack([np.cos(t) + j - 0.5, np.sin(t) + j * 0.5 - 0.25])
        parts.append(_MOON * arc + noise * random.randn(n, 2))
    return np.concatenate(parts), _labels(sizes)


def rings(samples: int, noise: float, random: RandomState) -> Draw:
    """Three circles of radius 1.5, 3 and 4.5 about the origin, with normal noise on the radius."""
    parts = []
    sizes = class_sizes(samples, 3)
    for j, n in enumerate(sizes):
        angle = random.uniform(0, 2 * np.pi, n)
        radius = _RING * (j + 1) + noise * random.randn(n)
        parts.append(np.column_stack([radius * np.sin(angle), radius * np.cos(angle)]))
    return np.concatenate(parts), _labels(sizes)


def checkerboard(samples: int, noise: float, random: RandomState) -> Draw:
    """Uniform on the square of side 10, cut into 4 x 4 fields; class 1 where row and column are both even or both odd.

    As in `xor`, the noise moves where the label is read, not the point.
    """
    points = random.uniform(-5, 5, (samples, 2))
    read_at = points + 5 * noise * random.uniform(-1, 1, (samples, 2))
    fields = np.floor(read_at / _FIELD).astype(np.int64)
    return points, (fields.sum(axis=1) + 1) % 2


def blobs(samples: int, noise: float, random: RandomState, classes: int) -> Draw:
    """Normal clouds evenly about a circle of radius 4, counter-clockwise from the top."""
    sizes = class_sizes(samples, classes)
    angles = 2 * np.pi * np.arange(classes) / classes
    centres = _BLOBS * np.column_stack([-np.sin(angles), np.cos(angles)])
    parts = [random.randn(n, 2) * noise + centre for centre, n in zip(centres, sizes, strict=True)]
    return np.concatenate(parts), _labels(sizes)


def _labels(sizes: list[int]) -> Labels:
    return np.repeat(np.arange(len(sizes)), sizes)
