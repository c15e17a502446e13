"""Samples into training, validation and test, seeded, each class in proportion."""

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from playground.experiment import Split

Rows = NDArray[np.intp]


def split_rows(labels: NDArray[np.int64], split: Split, random: RandomState) -> tuple[Rows, Rows, Rows]:
    """Row numbers of the three parts, each in the data's order.

    Every class is spread evenly over one line of all samples, in random order within itself; cutting that line gives
    parts of exactly the asked sizes in which each class has its share.
    """
    n = len(labels)
    shuffled = random.permutation(n)
    place = np.empty(n)
    for label in np.unique(labels):
        members = shuffled[labels[shuffled] == label]
        place[members] = (np.arange(len(members)) + 0.5) / len(members)
    line = shuffled[np.argsort(place[shuffled], kind="stable")]
    first = round(n * split.train)
    second = min(n, first + round(n * split.validation)) if split.test else n
    return np.sort(line[:first]), np.sort(line[first:second]), np.sort(line[second:])
