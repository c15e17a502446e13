"""The sample under the mouse."""

import numpy as np

from playground.app.views.output.shown_samples import shown_parts
from playground.data import Dataset
from playground.training import SampleKey


def nearest_sample(dataset: Dataset, x1: float, x2: float, reach: tuple[float, float]) -> SampleKey | None:
    """The shown sample nearest to a place of the plane, or None where none lies within `reach`, across and up."""
    best, found = 1.0, None
    for name, part in shown_parts(dataset).items():
        distances = np.hypot((part.places[:, 0] - x1) / reach[0], (part.places[:, 1] - x2) / reach[1])
        nearest = int(distances.argmin())
        # Of two in one place the training sample, which lies on top.
        if distances[nearest] < best or (distances[nearest] == best and found is None):
            best, found = float(distances[nearest]), SampleKey(name, int(part.rows[nearest]))
    return found


def neighbour(dataset: Dataset, key: SampleKey | None, by: int) -> SampleKey:
    """The next or previous of all shown samples, part by part; from none, the first or the last."""
    keys = [SampleKey(name, row) for name, part in shown_parts(dataset).items() for row in part.rows.tolist()]
    here = keys.index(key) if key in keys else -max(by, 0)
    return keys[(here + by) % len(keys)]


def place_of(dataset: Dataset, key: SampleKey) -> tuple[float, float]:
    """Where a sample lies in the plane."""
    x1, x2 = dataset.coordinates[key.part][key.row]
    return float(x1), float(x2)
