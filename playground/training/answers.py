"""What a network answers to the samples of one part, beside what was wanted."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.data import Dataset
from playground.engine import Network, decisions, overflow_is_expected, r_squared, rmse

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


@dataclass(frozen=True)
class Fit:
    """The fit of one part; of several outputs the root mean square, and the mean.

    rmse : the root of the mean squared error. r_squared : the share of the variance that is explained: 1 is perfect,
    0 is no better than always answering the mean; NaN where all values are the same.
    """

    rmse: float
    r_squared: float


def fit_of(predicted: NDArray[np.floating], values: NDArray[np.floating]) -> Fit:
    """The fit of predictions (n, outputs) to values (n, outputs)."""
    with overflow_is_expected():
        error = float(np.sqrt(np.mean(np.square(rmse(predicted, values)))))
        return Fit(error, float(np.mean(r_squared(predicted, values))))


def mistakes_of(
    network: Network, dataset: Dataset, rows: Mapping[str, NDArray[np.intp]], activation: str
) -> dict[str, NDArray[np.bool_]]:
    """Ask for some samples of each part whether the network is wrong about them.

    Parameters
    ----------
    network : Network
    dataset : Dataset
    rows : by part, (n,): the samples that are asked, by their numbers in the part.
    activation : the output's, which says how outputs decide.

    Returns
    -------
    By part, (n,): True where the decision is not the sample's class. Empty for regression, which decides nothing.
    """
    found = {}
    for name, part in dataset.parts.items():
        if part.labels is not None:
            output = network.predict(part.x[rows[name]].astype(network.values.dtype, copy=False))
            found[name] = decisions(output, activation) != part.labels[rows[name]]
    return found


def base_rate_loss(y: NDArray[np.floating], loss: str, huber_delta: float = 1.0) -> float:
    """The data loss of the best constant answer to targets `y` (n, outputs); for Huber, of their mean.

    For cross-entropies this is the entropy of the classes: 4 H(1/4) = 2.2493 for `quadrants`.
    """
    mean = y.mean(axis=0)
    if loss == "binary_cross_entropy":
        return float(np.sum(_entropy(mean) + _entropy(1 - mean)))
    if loss == "softmax_cross_entropy":
        return float(np.sum(_entropy(mean)))
    error = np.abs(y - mean)
    if loss == "huber":
        linear = huber_delta * (error - 0.5 * huber_delta)
        return float(np.where(error <= huber_delta, 0.5 * error**2, linear).sum(axis=1).mean())
    return float(0.5 * (error**2).sum(axis=1).mean())


def base_rate_accuracy(labels: NDArray[np.int64] | None) -> float:
    """The share of the most common class among `labels` (n,): what always naming it scores; NaN for regression."""
    return math.nan if labels is None else float(np.bincount(labels).max() / len(labels))


def _entropy(p: NDArray[np.floating]) -> NDArray[np.floating]:
    """-p log p, and 0 at p = 0."""
    return np.asarray(-p * np.log(np.where(p > 0, p, 1)))


class SampleKey(NamedTuple):
    """part : "train", "validation" or "test". row : from 0."""

    part: str
    row: int
