"""The samples that are drawn: where they lie in their plane, and what they are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from playground.data import Dataset
from playground.training import Run, SampleKey, mistakes_of

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


NOTHING_HIDDEN: frozenset[str] = frozenset()


def shown_parts(dataset: Dataset, hidden: Collection[str] = NOTHING_HIDDEN) -> dict[str, ShownPart]:
    """All samples, or of very many the same choice at every call, of which each part has its share.

    Parts that are `hidden` are left out.
    """
    shown, (low, high) = {}, dataset.value_range
    for name, rows in shown_rows(dataset).items():
        part = dataset.parts[name]
        if name in hidden:
            continue
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


def nearest_sample(
    shown: Mapping[str, ShownPart], x1: float, x2: float, reach: tuple[float, float]
) -> SampleKey | None:
    """The shown sample nearest to a place of the plane, or None where none lies within `reach`, across and up."""
    best, found = 1.0, None
    for name, part in shown.items():
        distances = np.hypot((part.places[:, 0] - x1) / reach[0], (part.places[:, 1] - x2) / reach[1])
        nearest = int(distances.argmin())
        # Of two in one place the training sample, which lies on top.
        if distances[nearest] < best or (distances[nearest] == best and found is None):
            best, found = float(distances[nearest]), SampleKey(name, int(part.rows[nearest]))
    return found


def neighbour(shown: Mapping[str, ShownPart], key: SampleKey | None, by: int) -> SampleKey:
    """The next or previous of all shown samples, part by part; from none, the first or the last."""
    keys = [SampleKey(name, row) for name, part in shown.items() for row in part.rows.tolist()]
    here = keys.index(key) if key in keys else -max(by, 0)
    return keys[(here + by) % len(keys)]


def place_of(dataset: Dataset, key: SampleKey) -> tuple[float, float]:
    """Tell where a sample lies in the plane."""
    x1, x2 = dataset.coordinates[key.part][key.row]
    return float(x1), float(x2)


NAME = "mistakes"
MOST_RINGED = 0.2
"""Of the samples shown; beyond this rings would be all there is to see."""
_STILL_FEW = 0.25


@dataclass(frozen=True)
class Mistakes:
    """Of the samples that are shown of `dataset`, by part, which are taken for another class: (n,)."""

    dataset: Dataset
    wrong: Mapping[str, NDArray[np.bool_]]

    def without(self, hidden: Collection[str]) -> "Mistakes":
        """The same of the other parts."""
        return Mistakes(self.dataset, {name: wrong for name, wrong in self.wrong.items() if name not in hidden})

    @property
    def count(self) -> int:
        return sum(int(np.count_nonzero(wrong)) for wrong in self.wrong.values())

    @property
    def share(self) -> float:
        """Of the samples that are shown."""
        return self.count / max(1, sum(map(len, self.wrong.values())))

    def few(self, were_few: bool) -> bool:
        """Whether there are so few that rings tell them apart; a share about the limit does not make them flicker."""
        return self.share <= (_STILL_FEW if were_few else MOST_RINGED)


def see_mistakes(run: Run) -> Mistakes:
    """In the worker's thread."""
    network, dataset = run.network, run.dataset
    if not (network.decides and dataset.classifies):
        return Mistakes(dataset, {})
    activation = run.experiment.network.output.activation
    return Mistakes(dataset, mistakes_of(network, dataset, shown_rows(dataset), activation))
