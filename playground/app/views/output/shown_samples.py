"""The samples that are drawn: where they lie in their plane, and what they are."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from playground.data import Dataset

MOST_SHOWN = 5000


@dataclass(frozen=True)
class ShownPart:
    """Samples of one part.

    rows : (n,), their numbers in the part. places : (n, 2). labels : (n,), None for regression. values : (n,), the
    first target. shares : (n,), how far it is from the least of the values that colours tell apart, 0, to the largest,
    1.
    """

    rows: NDArray[np.intp]
    places: NDArray[np.float64]
    labels: NDArray[np.int64] | None
    values: NDArray[np.float64]
    shares: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.places)


def shown_parts(dataset: Dataset) -> dict[str, ShownPart]:
    """All samples, or of very many the same choice at every call, of which each part has its share."""
    shown, (low, high) = {}, dataset.value_range
    for (name, part), rows in zip(dataset.parts.items(), shown_rows(dataset).values(), strict=True):
        labels = None if part.labels is None else part.labels[rows]
        values = dataset.target_scale.raw(part.y[rows, 0])
        shares = np.clip((values - low) / (high - low), 0, 1)
        shown[name] = ShownPart(rows, dataset.coordinates[name][rows], labels, values, shares)
    return shown


def shown_rows(dataset: Dataset) -> dict[str, NDArray[np.intp]]:
    """Their numbers alone, by part."""
    total = sum(len(part) for part in dataset.parts.values())
    return {name: _chosen(len(part), total) for name, part in dataset.parts.items()}


@lru_cache(maxsize=16)
def _chosen(count: int, total: int) -> NDArray[np.intp]:
    if total <= MOST_SHOWN:
        return np.arange(count)
    return np.sort(RandomState(0).permutation(count)[: max(1, count * MOST_SHOWN // total)])
