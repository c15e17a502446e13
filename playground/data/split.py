"""Samples into training, validation and test, seeded, each class in proportion."""

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from playground.experiment import Split

Rows = NDArray[np.intp]


def split_rows(
    samples: int, split: Split, random: RandomState, labels: NDArray[np.int64] | None = None
) -> tuple[Rows, Rows, Rows]:
    """Row numbers of the three parts, each in the data's order, of exactly the asked sizes.

    labels : (samples,), where there are classes: each gets its share of every part.
    """
    line = random.permutation(samples)
    if labels is not None:
        line = _evenly_mixed(line, labels)
    train, validation, _ = split.sizes(samples)
    first, second, third = np.split(line, [train, train + validation])
    return np.sort(first), np.sort(second), np.sort(third)


def _evenly_mixed(shuffled: Rows, labels: NDArray[np.int64]) -> Rows:
    """All rows in one line with every class spread evenly over it, in random order within itself."""
    place = np.empty(len(labels))
    for label in np.unique(labels):
        members = shuffled[labels[shuffled] == label]
        place[members] = (np.arange(len(members)) + 0.5) / len(members)
    return shuffled[np.argsort(place[shuffled], kind="stable")]
