"""Class weights: each sample's loss counts as much as its class says, so that a rare class is not drowned out.

With 95 samples of one class and 5 of another, always answering the first is right in 95 of 100: a loss averaged over
the samples sees little to gain from the second. *Balanced* weights make every class count alike, however many samples
it has (King & Zeng, 2001, "Logistic regression in rare events data", Political Analysis 9).

    weights = balanced_weights(labels, classes=2)
    network = Network(2, layers, ClassWeightedLoss(loss("binary_cross_entropy"), weights))
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from playground.engine.losses import Loss
from playground.engine.machinery.guards import Array


def balanced_weights(labels: npt.NDArray[np.integer], classes: int) -> npt.NDArray[np.float64]:
    """Return n / (k n_c) for each class c of n_c among n samples, k of the classes having any.

    These are scikit-learn's weights of `class_weight="balanced"`. Over the samples they add up to n.

    Parameters
    ----------
    labels : (n,) class numbers from 0 to below `classes`, n at least 1
    classes : int

    Returns
    -------
    (classes,) float64; 1 for a class without samples
    """
    counts = np.bincount(labels, minlength=classes)
    present = counts > 0
    weights = np.ones(classes)
    weights[present] = len(labels) / (present.sum() * counts[present])
    return weights


class ClassWeightedLoss(Loss):
    """L = w_c times another loss's L, c being the sample's class; the derivative likewise.

    It is summed over the samples as any loss is, and the network divides by their number n, in evaluation and in
    training, in a batch as in the whole: (1/n) sum_i w_c(i) L_i. So a batch's gradient is that of the whole on average.

    Parameters
    ----------
    loss : Loss
    weights : (classes,)
        May be set at any time.
    """

    def __init__(self, loss: Loss, weights: npt.NDArray[np.float64]) -> None:
        self.loss, self.weights = loss, weights
        self.name, self.output_activations, self.by_scores = loss.name, loss.output_activations, loss.by_scores

    def of(self, targets: Array) -> Array:
        """Return the weight of each sample: targets (n, outputs) give (n,) in their dtype."""
        return self.weights.astype(targets.dtype)[_classes_of(targets)]

    def total(self, scores: Array, output: Array, targets: Array, scratch: Array) -> float:
        classes = _classes_of(targets)
        total = 0.0
        for label in np.unique(classes).tolist():
            rows = np.flatnonzero(classes == label)
            part = [array.take(rows, axis=0) for array in (scores, output, targets, scratch)]
            total += float(self.weights[label]) * self.loss.total(*part)
        return total

    def derivative(self, output: Array, targets: Array, out: Array) -> Array:
        self.loss.derivative(output, targets, out)
        return np.multiply(out, self.of(targets)[:, None], out)

    def __repr__(self) -> str:
        return f"ClassWeightedLoss({self.loss!r}, {self.weights.tolist()})"


def _classes_of(targets: Array) -> npt.NDArray[np.intp]:
    """The class that each row of targets stands for; of one output, 1 is the second class, whatever the first is."""
    return np.asarray(targets[:, 0] > 0.5 if targets.shape[1] == 1 else np.argmax(targets, axis=1), np.intp)
