"""What a network answers to the samples of one part, beside what was wanted."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.data import Dataset
from playground.engine import (
    Network,
    balanced_accuracy,
    confusion_matrix,
    decisions,
    f1,
    macro_f1,
    overflow_is_expected,
    precision,
    r_squared,
    recall,
    rmse,
    roc_auc,
)
from playground.experiment import UserError
from playground.experiment.message import say, say_count

MOST_SAMPLES = 10_000
"""Of a larger part as many samples are asked, evenly spread over it."""


@dataclass(frozen=True)
class Measures:
    """How good the decisions on samples of one part are.

    confusion : (classes, classes), rows the true class.
    accuracy, balanced_accuracy, macro_f1, roc_auc : as `playground.engine` defines them; NaN where they are not.
    precision, recall, f1 : (classes,), NaN where they are not defined.
    """

    confusion: NDArray[np.int64]
    accuracy: float
    balanced_accuracy: float
    macro_f1: float
    roc_auc: float
    precision: NDArray[np.float64]
    recall: NDArray[np.float64]
    f1: NDArray[np.float64]


def _measures(output: NDArray[np.floating], predicted: NDArray[Any], actual: NDArray[Any], classes: int) -> Measures:
    confusion = confusion_matrix(predicted, actual, classes)
    return Measures(
        confusion=confusion,
        accuracy=float(np.trace(confusion) / len(actual)),
        balanced_accuracy=balanced_accuracy(confusion),
        macro_f1=macro_f1(confusion),
        roc_auc=roc_auc(output, actual),
        precision=precision(confusion),
        recall=recall(confusion),
        f1=f1(confusion),
    )


def measures_of(network: Network, dataset: Dataset, name: str) -> Measures | None:
    """How good a network's decisions on all samples of a part are; None for regression, or where there is no part."""
    part = dataset.parts.get(name)
    if part is None or part.labels is None:
        return None
    output = network.predict(part.x.astype(network.values.dtype, copy=False))
    predicted = decisions(output, network.output_activation)
    return _measures(output, predicted, part.labels, len(dataset.classes))


@dataclass(frozen=True)
class Answers:
    """The answers to samples of one part, in arrays of its own.

    part : "train", "validation" or "test". rows : (n,), which samples of the part. of : how many the part has.
    predicted, actual : class numbers (n,), or for regression values (n, outputs).
    measures : how good these decisions are; None for regression.
    """

    part: str
    rows: NDArray[np.intp]
    of: int
    predicted: NDArray[Any]
    actual: NDArray[Any]
    measures: Measures | None = None


def as_points(points: ArrayLike, columns: int) -> NDArray[np.floating]:
    """Take raw points from a person: (n, columns) numbers, or one point (columns,).

    Raises
    ------
    UserError : when they are no such numbers, or some are not finite; with their shape, or the first wrong row.
    """
    wanted = say("give one row of {columns} numbers a point", columns=columns)
    try:
        raw = np.asarray(points)
        if raw.dtype.kind not in "biufO":
            raise ValueError(f"their type is {raw.dtype.name}")
        raw = raw.astype(np.float32 if raw.dtype == np.float32 else np.float64, copy=False)
    except (TypeError, ValueError) as error:
        raise UserError("points are no numbers ({error}); {wanted}", error=error, wanted=wanted) from None
    shape = raw.shape
    raw = raw[None] if shape == (columns,) else raw
    if raw.ndim != 2 or raw.shape[1] != columns:
        raise UserError("points have the shape {shape}; {wanted}", shape=shape, wanted=wanted)
    wrong = np.flatnonzero(~np.isfinite(raw).all(axis=1))
    if len(wrong):
        one = "points[{row}] holds what is no finite number; {wanted}"
        many = "{count:,} of {rows:,} points hold what is no finite number, points[{row}] first; {wanted}"
        raise UserError(say_count(len(wrong), one, many, rows=len(raw), row=int(wrong[0]), wanted=wanted))
    return raw


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
    predicted, actual = decisions(output, activation), part.labels[rows]
    measures = _measures(output, predicted, actual, len(dataset.classes))
    return Answers(name, rows, len(part), predicted, actual, measures)


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


def base_rate_loss(
    y: NDArray[np.floating], loss: str, huber_delta: float = 1.0, weights: NDArray[np.floating] | None = None
) -> float:
    """The data loss of the best constant answer to targets `y` (n, outputs); for Huber, of their mean.

    For cross-entropies this is the entropy of the classes: 4 H(1/4) = 2.2493 for `quadrants`.

    weights : (n,), of the samples, where their classes have some.
    """
    w = np.ones(len(y)) if weights is None else weights
    mean, share = np.average(y, axis=0, weights=w), float(w.mean())
    if loss == "binary_cross_entropy":
        return share * float(np.sum(_entropy(mean) + _entropy(1 - mean)))
    if loss == "softmax_cross_entropy":
        return share * float(np.sum(_entropy(mean)))
    error = np.abs(y - mean)
    if loss == "huber":
        linear = huber_delta * (error - 0.5 * huber_delta)
        return float(w @ np.where(error <= huber_delta, 0.5 * error**2, linear).sum(axis=1) / len(y))
    return float(0.5 * (w @ (error**2).sum(axis=1)) / len(y))


def base_rate_accuracy(dataset: Dataset) -> float:
    """The accuracy on the training part of always answering its most common class; NaN for regression."""
    labels = dataset.train.labels
    return math.nan if labels is None else float(np.bincount(labels).max() / len(labels))


def _entropy(p: NDArray[np.floating]) -> NDArray[np.floating]:
    """-p log p, and 0 at p = 0."""
    return np.asarray(-p * np.log(np.where(p > 0, p, 1)))


class SampleKey(NamedTuple):
    """part : "train", "validation" or "test". row : from 0."""

    part: str
    row: int
