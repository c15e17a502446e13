"""The features a network is shown of a point in the plane."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]

FORMULAS: dict[str, Callable[[Column, Column], Column]] = {
    "x1": lambda x1, _: x1,
    "x2": lambda _, x2: x2,
    "x1_squared": lambda x1, _: x1 * x1,
    "x2_squared": lambda _, x2: x2 * x2,
    "x1_x2": lambda x1, x2: x1 * x2,
    "sin_x1": lambda x1, _: np.sin(x1),
    "sin_x2": lambda _, x2: np.sin(x2),
    "cos_x1": lambda x1, _: np.cos(x1),
    "cos_x2": lambda _, x2: np.cos(x2),
}


def build_features(points: NDArray[np.float64], names: Sequence[str]) -> NDArray[np.float64]:
    """The named features of `points` (n, 2), a column each: (n, len(names))."""
    if tuple(names) == ("x1", "x2"):
        return points
    x1, x2 = points.T
    return np.column_stack([FORMULAS[name](x1, x2) for name in names])
