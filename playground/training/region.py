"""The part of the plane that fits a data set: whatever draws a boundary draws it there."""

import math

import numpy as np
from numpy.typing import NDArray

from playground.data import Dataset
from playground.training.snapshot import Region

_MARGIN = 1.05
"""At least this much about the points; rounding outward makes it a tenth or so."""
_NEARLY_CENTRED = 0.25
"""A centre this close to the origin, as a share of half the spread, is taken to be the origin."""
_UNLIKE = 3.0
"""A column that spreads more than so many times as far as the other is of another scale."""


def request_region(dataset: Dataset) -> Region:
    """A part of the plane about all samples, as they lie in it; symmetric where the data nearly is.

    It is a square, so that lengths are true, but for a table's two columns of unlike scale: area and age have no common
    measure, and each is given the whole side. The edges are rounded outward to round numbers, so that drawing the data
    anew rarely moves them.
    """
    points = np.concatenate(list(dataset.coordinates.values()))
    if dataset.plane_names and _unlike(*(float(span) for span in np.ptp(points, axis=0))):
        across, up = _square(points[:, [0, 0]]), _square(points[:, [1, 1]])
        return Region(across.left, across.right, up.bottom, up.top)
    return _square(points)


def _unlike(one: float, other: float) -> bool:
    return max(one, other) > _UNLIKE * min(one, other)


def _square(points: NDArray[np.float64]) -> Region:
    low, high = points.min(axis=0), points.max(axis=0)
    spread = float((high - low).max()) / 2 or 1.0
    centre = (low + high) / 2
    if np.all(np.abs(centre) <= _NEARLY_CENTRED * spread):
        half = _MARGIN * max(float(np.abs(points).max()), spread)
        half = _outward(half, _step(half))
        return Region(-half, half, -half, half)
    step = _step(_MARGIN * spread)
    x, y = (round(float(value) / step) * step for value in centre)
    reach = float(np.abs(points - (x, y)).max()) * _MARGIN
    half = _outward(reach or spread, step)
    return Region(x - half, x + half, y - half, y + half)


def _step(half: float) -> float:
    """About a tenth of `half`, from 1, 2, 5 times a power of ten: 0.5 for a reach of up to 5, then 1."""
    power = 10.0 ** math.floor(math.log10(half / 10))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= half / 10 * (1 - 1e-9))


def _outward(value: float, step: float) -> float:
    return math.ceil(value / step - 1e-9) * step
