"""The sample under the mouse."""

import numpy as np

from playground.data import Dataset

from .shown_samples import shown_parts


def nearest_value(dataset: Dataset, x1: float, x2: float, reach: float) -> float | None:
    """The value of the shown sample nearest to a place of the plane, or None where none lies within `reach`."""
    best, found = reach, None
    for part in shown_parts(dataset).values():
        distances = np.hypot(part.places[:, 0] - x1, part.places[:, 1] - x2)
        nearest = int(distances.argmin())
        if distances[nearest] <= best:
            best, found = float(distances[nearest]), float(part.values[nearest])
    return found
