# ruff: noqa: ARG002 - all of a kind share one signature, whether or not a formula needs every argument
"""Losses: one number for how wrong the outputs are, and its derivative, where back-propagation begins.

Every loss is summed over the outputs and averaged over the samples. The methods here return sums over the samples and
the network divides, so that a large data set can be measured in parts.

The two cross-entropies are computed from the scores (logits), never from rounded probabilities, so that no logarithm of
zero can occur. By the scores their derivative is p - y and no more. The output activation's own slope cancels; it
would be next to nothing just where an output is sure of itself and wrong.
"""

import numpy as np

from playground.engine.machinery.guards import Array, choose, require
from playground.engine.machinery.memory import flat


class Loss:
    """A loss with its derivative."""

    name = ""
    output_activations: tuple[str, ...] = ()  # those it can be combined with
    by_scores = False  # True where `derivative` is already taken by the scores, past the output activation

    def total(self, scores: Array, output: Array, targets: Array, scratch: Array) -> float:
        """Return the loss summed over samples and outputs; all arrays are (n, outputs), lying alike in memory."""
        raise NotImplementedError

    def derivative(self, output: Array, targets: Array, out: Array) -> Array:
        """Write the derivative of `total`, by the output or (see `by_scores`) by the scores, into `out`."""
        return np.subtract(output, targets, out)

    def __repr__(self) -> str:
        return f"loss({self.name!r})"


class SquaredError(Loss):
    """L = (a - y)² / 2, dL/da = a - y."""

    name = "squared_error"
    output_activations = ("linear", "tanh", "sigmoid", "softmax")

    def total(self, scores: Array, output: Array, targets: Array, scratch: Array) -> float:
        difference = flat(np.subtract(output, targets, scratch))
        return 0.5 * float(difference.dot(difference))


class Huber(Loss):
    """L = d²/2 where |d| <= delta, else delta (|d| - delta/2), with d = a - y; dL/da = d clipped to ±delta.

    Huber (1964), "Robust estimation of a location parameter". With c = min(|d|, delta), both branches are
    c²/2 + delta (|d| - c).
    """

    name = "huber"
    output_activations = ("linear", "tanh", "sigmoid", "softmax")

    def __init__(self, delta: float = 1.0) -> None:
        require(0.0 < delta < np.inf, f"huber_delta must be a positive number, not {delta}")
        self.delta = delta

    def total(self, scores: Array, output: Array, targets: Array, scratch: Array) -> float:
        np.subtract(output, targets, scratch)
        np.abs(scratch, scratch)
        sizes = float(np.add.reduce(scratch, axis=None))
        clipped = flat(np.minimum(scratch, self.delta, out=scratch))
        beyond = sizes - float(np.add.reduce(clipped))
        return 0.5 * float(clipped.dot(clipped)) + self.delta * beyond

    def __repr__(self) -> str:
        return f"loss('huber', huber_delta={self.delta:g})"

    def derivative(self, output: Array, targets: Array, out: Array) -> Array:
        np.subtract(output, targets, out)
        np.minimum(out, self.delta, out=out)
        return np.maximum(out, -self.delta, out=out)


class BinaryCrossEntropy(Loss):
    """L = -y log p - (1 - y) log(1 - p) with p = sigmoid(z); dL/dz = p - y.

    From the score: L = z ([z > 0] - y) + log(1 + exp(-|z|)).
    """

    name = "binary_cross_entropy"
    output_activations = ("sigmoid",)
    by_scores = True

    def total(self, scores: Array, output: Array, targets: Array, scratch: Array) -> float:
        np.copysign(scores, -1.0, scratch)
        np.exp(scratch, scratch)
        np.log1p(scratch, scratch)
        smooth = float(np.add.reduce(scratch, axis=None))
        np.heaviside(scores, 0.0, scratch)
        np.subtract(scratch, targets, scratch)
        return smooth + float(flat(scratch).dot(flat(scores)))


class SoftmaxCrossEntropy(Loss):
    """L = -sum_k y_k log p_k with p = softmax(z); dL/dz = p - y, where the y_k add up to 1.

    From the scores: L = sum_k y_k (m - z_k + log sum_j exp(z_j - m)) with m the row's largest score. That score's
    output is exp(0) over the same sum, so that the logarithm is -log max_k p_k.
    """

    name = "softmax_cross_entropy"
    output_activations = ("softmax",)
    by_scores = True

    def total(self, scores: Array, output: Array, targets: Array, scratch: Array) -> float:
        np.subtract(np.maximum.reduce(scores, axis=1, keepdims=True), scores, scratch)
        # A difference that overflowed would make 0 times inf, which is no number.
        np.minimum(scratch, np.finfo(scratch.dtype).max, out=scratch)
        behind = float(flat(scratch).dot(flat(targets)))
        logarithm = np.log(np.maximum.reduce(output, axis=1))
        return behind - float(logarithm.dot(np.add.reduce(targets, axis=1)))


LOSSES = {kind.name: kind for kind in (SquaredError, Huber, BinaryCrossEntropy, SoftmaxCrossEntropy)}


def loss(name: str, huber_delta: float = 1.0) -> Loss:
    """Return a loss: squared_error, huber, binary_cross_entropy or softmax_cross_entropy.

    Parameters
    ----------
    name : str
    huber_delta : float, default 1
        Where the Huber loss turns from a parabola into a straight line, above 0. Others ignore it.

    Raises
    ------
    ValueError
        If there is no loss of that name.
    """
    kind = choose("loss", name, LOSSES)
    return Huber(huber_delta) if kind is Huber else kind()
