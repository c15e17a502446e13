"""The sample under the mouse."""

import numpy as np

from playground.data import Dataset


def nearest_value(dataset: Dataset, x1: float, x2: float, reach: float) -> float | None:
    """The value of the sample nearest to a place of the plane, or None where none lies within `reach`."""
    best, found = reach, None
    for part in dataset.parts.values():
        distances = np.hypot(part.points[:, 0] - x1, part.points[:, 1] - x2)
        nearest = int(distances.argmin())
        if distances[nearest] <= best:
            best, found = float(distances[nearest]), float(part.y[nearest, 0])
    return found
