"""From raw points to what the network sees: features built, then centred and scaled as fitted on the training part."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.experiment import UserError

from .features import build_features

_WHITENING_EPSILON = 1e-5
"""Added to each variance under the root, so that a direction without spread is not blown up."""


@dataclass(frozen=True)
class Preparation:
    """Builds `features` of raw points and applies `(x - mean) @ matrix`; both are None when nothing is scaled.

    mean : (features,), matrix : (features, features).
    """

    columns: int
    features: tuple[str, ...]
    mean: NDArray[np.float64] | None = None
    matrix: NDArray[np.float64] | None = None

    def __call__(self, points: ArrayLike) -> NDArray[np.float64]:
        """Raw `points` (n, columns) as the network sees them: (n, features)."""
        raw = np.atleast_2d(np.asarray(points, dtype=np.float64))
        if raw.ndim != 2 or raw.shape[1] != self.columns:
            raise UserError(f"points have the shape {raw.shape}; give one row of {self.columns} numbers a point")
        x = build_features(raw, self.features)
        if self.mean is None or self.matrix is None:
            return np.ascontiguousarray(x)
        return (x - self.mean) @ self.matrix


def fit_preparation(points: NDArray[np.float64], features: Sequence[str], method: str) -> Preparation:
    """Fit `method` ("none", "standardize" or "pca_whitening") on the training part's `points` (n, columns)."""
    names = tuple(features)
    plain = Preparation(points.shape[1], names)
    if method == "none":
        return plain
    x = plain(points)
    mean = x.mean(axis=0)
    if method == "standardize":
        deviation = x.std(axis=0)
        matrix = np.diag(1 / np.where(deviation > 0, deviation, 1))
    else:
        centred = x - mean
        variances, axes = np.linalg.eigh(centred.T @ centred / len(x))
        matrix = axes[:, ::-1] / np.sqrt(np.maximum(variances[::-1], 0) + _WHITENING_EPSILON)
    return Preparation(points.shape[1], names, mean, matrix)
