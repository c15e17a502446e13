"""Reading a map at a place."""

import numpy as np
import numpy.typing as npt

from playground.training import Maps, Region


def values_at(maps: Maps, x1: float, x2: float) -> npt.NDArray[np.float64]:
    """The outputs (k,) at a point of the plane, between the four nearest points of the map's grid."""
    return value_at(maps.output, maps.region, x1, x2)


def value_at(picture: npt.NDArray[np.float32], region: Region, x1: float, x2: float) -> npt.NDArray[np.float64]:
    """The same of any picture (rows, columns, k) of a region."""
    rows, columns = picture.shape[:2]
    u = (x1 - region.left) / (region.right - region.left) * columns - 0.5
    v = (region.top - x2) / (region.top - region.bottom) * rows - 0.5
    left, across = _cell(u, columns)
    top, down = _cell(v, rows)
    square = picture[top : top + 2, left : left + 2].astype(np.float64)
    upper, lower = square[:, 0] * (1 - across) + square[:, 1] * across
    return np.asarray(upper * (1 - down) + lower * down)


def point_at(region: Region, across: float, down: float) -> tuple[float, float]:
    """The point of the plane at a share of the picture's width and height."""
    x1 = region.left + across * (region.right - region.left)
    return x1, region.top - down * (region.top - region.bottom)


def _cell(position: float, count: int) -> tuple[int, float]:
    """The lower of the two nearest grid points, and the share of the way to the next."""
    lower = min(max(int(np.floor(position)), 0), count - 2)
    return lower, min(max(position - lower, 0.0), 1.0)
