"""What a network answers to the samples of one part, beside what was wanted."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data import Dataset
from playground.engine import Network, decisions

MOST_SAMPLES = 10_000
"""Of a larger part as many samples are asked, evenly spread over it."""


@dataclass(frozen=True)
class Answers:
    """The answers to samples of one part, in arrays of its own.

    part : "train", "validation" or "test". rows : (n,), which samples of the part. of : how many the part has.
    predicted, actual : class numbers (n,), or for regression values (n, outputs).
    """

    part: str
    rows: NDArray[np.intp]
    of: int
    predicted: NDArray[Any]
    actual: NDArray[Any]


def answers_of(network: Network, dataset: Dataset, name: str, activation: str) -> Answers | None:
    """Ask `network`, whose output activation is named, for the part called `name`; None where there is no such part."""
    part = dataset.parts.get(name)
    if part is None:
        return None
    rows = np.arange(len(part))
    if len(part) > MOST_SAMPLES:
        rows = np.arange(MOST_SAMPLES) * len(part) // MOST_SAMPLES
    output = network.predict(part.x[rows].astype(network.values.dtype))
    if part.labels is None:
        raw = dataset.target_scale.raw
        return Answers(name, rows, len(part), raw(output.astype(np.float64)), raw(part.y[rows]))
    return Answers(name, rows, len(part), decisions(output, activation), part.labels[rows])
