"""From raw points to what the network sees: features built, then centred and scaled as fitted on the training part."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.data.features import build_features
from playground.experiment import UserError

Inputs = NDArray[np.float64] | NDArray[np.float32]
_WHITENING_EPSILON = 1e-5
"""Added to each variance under the root, so that a direction without spread is not blown up."""


@dataclass(frozen=True)
class Preparation:
    """Builds `features` of raw points and applies `(x - mean) @ matrix`; both are None when nothing is scaled.

    Points in the plane become the features named; of any other number of columns each is a feature, under its name.

    mean : (features,), matrix : (features, features).
    """

    columns: int
    features: tuple[str, ...]
    mean: NDArray[np.float64] | None = None
    matrix: NDArray[np.float64] | None = None

    def __call__(self, points: ArrayLike) -> Inputs:
        """Raw `points` (n, columns) as the network sees them: (n, features)."""
        try:
            raw = np.atleast_2d(np.asarray(points))
            if raw.dtype != np.float32:
                raw = raw.astype(np.float64, copy=False)
        except (TypeError, ValueError) as error:
            raise UserError(
                f"points are no numbers ({error}); give one row of {self.columns} numbers a point"
            ) from None
        if raw.ndim != 2 or raw.shape[1] != self.columns:
            raise UserError(f"points have the shape {raw.shape}; give one row of {self.columns} numbers a point")
        x = build_features(raw, self.features) if self.columns == 2 else raw
        if self.mean is None or self.matrix is None:
            return np.ascontiguousarray(x)
        if self._scales is not None:
            return (x - self.mean) * self._scales
        return (x - self.mean) @ self.matrix

    @cached_property
    def _scales(self) -> NDArray[np.float64] | None:
        """What each feature is multiplied by, where none is mixed with another: a product of matrices is slow."""
        if self.matrix is None:
            return None
        diagonal = np.diag(self.matrix).copy()
        return diagonal if np.count_nonzero(self.matrix) == np.count_nonzero(diagonal) else None


def fit_preparation(points: Inputs, features: Sequence[str], method: str) -> Preparation:
    """Fit `method` ("none", "standardize" or "pca_whitening") on the training part's `points` (n, columns)."""
    names = tuple(features)
    plain = Preparation(points.shape[1], names)
    if method == "none":
        return plain
    x = plain(points)
    mean = x.mean(axis=0, dtype=np.float64)
    if method == "standardize":
        deviation = x.std(axis=0, dtype=np.float64)
        matrix = np.diag(1 / np.where(deviation > 0, deviation, 1))
    else:
        centred = x - mean
        variances, axes = np.linalg.eigh(centred.T @ centred / len(x))
        matrix = axes[:, ::-1] / np.sqrt(np.maximum(variances[::-1], 0) + _WHITENING_EPSILON)
    return Preparation(points.shape[1], names, mean, matrix)
