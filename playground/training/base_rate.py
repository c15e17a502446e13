"""What knowing nothing scores: the loss of answering every point with the mean of the targets."""

import numpy as np
from numpy.typing import NDArray


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


def _entropy(p: NDArray[np.floating]) -> NDArray[np.floating]:
    """-p log p, and 0 at p = 0."""
    return np.asarray(-p * np.log(np.where(p > 0, p, 1)))
