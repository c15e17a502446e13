"""From raw points to what the network sees: features built, then centred and scaled as fitted on the training part."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.experiment import UserError

Inputs = NDArray[np.float64] | NDArray[np.float32]
Raw = TypeVar("Raw", bound=NDArray[np.floating])
_WHITENING_EPSILON = 1e-5
"""Added to each variance under the root, so that a direction without spread is not blown up."""


Column = NDArray[np.float64]

FORMULAS: dict[str, Callable[[Column, Column], Column]] = {
    "x1": lambda x1, _: x1,
    "x2": lambda _, x2: x2,
    "x1_squared": lambda x1, _: x1 * x1,
    "x2_squared": lambda _, x2: x2 * x2,
    "x1_x2": lambda x1, x2: x1 * x2,
    "sin_x1": lambda x1, _: np.sin(x1),
    "sin_x2": lambda _, x2: np.sin(x2),
    "cos_x1": lambda x1, _: np.cos(x1),
    "cos_x2": lambda _, x2: np.cos(x2),
}


def build_features(points: NDArray[np.float64], names: Sequence[str]) -> NDArray[np.float64]:
    """The named features of `points` (n, 2), a column each: (n, len(names))."""
    if tuple(names) == ("x1", "x2"):
        return points
    x1, x2 = points.T
    return np.column_stack([FORMULAS[name](x1, x2) for name in names])


@dataclass(frozen=True)
class Preparation:
    """Builds `features` of raw points and applies `(x - mean) @ matrix`; both are None when nothing is scaled.

    Points in the plane become the features named; of any other number of columns each is a feature, under its name.

    mean : (features,), matrix : (features, features). fill : (columns,), what stands for a value that is missing (NaN),
    fitted on the training part; None where nothing does.
    """

    columns: int
    features: tuple[str, ...]
    mean: NDArray[np.float64] | None = None
    matrix: NDArray[np.float64] | None = None
    fill: NDArray[np.float64] | None = None

    def __call__(self, points: ArrayLike) -> Inputs:
        """Raw `points` (n, columns) as the network sees them: (n, features)."""
        try:
            raw = np.atleast_2d(np.asarray(points))
            if raw.dtype != np.float32:
                raw = raw.astype(np.float64, copy=False)
        except (TypeError, ValueError) as error:
            key = "points are no numbers ({reason}); give one row of {columns} numbers a point"
            raise UserError(key, reason=str(error), columns=self.columns) from None
        if raw.ndim != 2 or raw.shape[1] != self.columns:
            key = "points have the shape {shape}; give one row of {columns} numbers a point"
            raise UserError(key, shape=raw.shape, columns=self.columns)
        raw = self.filled(raw)
        x = build_features(raw, self.features) if self.columns == 2 else raw
        if self.mean is None or self.matrix is None:
            return np.ascontiguousarray(x)
        if self._scales is not None:
            return (x - self.mean) * self._scales
        return (x - self.mean) @ self.matrix

    def filled(self, raw: Raw) -> Raw:
        """Raw points (n, columns) with what stands for the values that are missing."""
        if self.fill is None or not (gaps := np.isnan(raw)).any():
            return raw
        return cast(Raw, np.where(gaps, self.fill, raw))

    @cached_property
    def _scales(self) -> NDArray[np.float64] | None:
        """Tell what each feature is multiplied by, where none is mixed with another: a product of matrices is slow."""
        if self.matrix is None:
            return None
        diagonal = np.diag(self.matrix).copy()
        return diagonal if np.count_nonzero(self.matrix) == np.count_nonzero(diagonal) else None


def fit_preparation(points: Inputs, features: Sequence[str], method: str, *, fills: bool = False) -> Preparation:
    """Fit `method` ("none", "standardize" or "pca_whitening") on the training part's `points` (n, columns).

    With `fills`, a missing value (NaN) is replaced by its column's median first; a column without any by 0.
    """
    names = tuple(features)
    fill = column_medians(points) if fills else None
    plain = Preparation(points.shape[1], names, fill=fill)
    if method == "none":
        return plain
    x = plain(points)
    mean = x.mean(axis=0, dtype=np.float64)
    if method == "standardize":
        variances = x.var(axis=0, dtype=np.float64)
        varies = variances > rounding_variance(len(x), mean, variances)
        matrix = np.diag(1 / np.sqrt(np.where(varies, variances, 1)))
    else:
        centred = x - mean
        variances, axes = np.linalg.eigh(centred.T @ centred / len(x))
        matrix = axes[:, ::-1] / np.sqrt(np.maximum(variances[::-1], 0) + _WHITENING_EPSILON)
    return Preparation(points.shape[1], names, mean, matrix, fill)


def column_medians(points: Inputs) -> NDArray[np.float64]:
    """The median (columns,) of each column's values that are there; 0 where none is."""
    known = [column[~np.isnan(column)] for column in np.asarray(points, np.float64).T]
    return np.array([np.median(values) if len(values) else 0.0 for values in known])


def rounding_variance(count: int, mean: Column | float, variance: Column | float) -> Column:
    """The variance that `count` equal values may come to by rounding alone: up to it, values count as equal.

    The bound of scikit-learn's StandardScaler: Chan, Golub and LeVeque (1983), "Algorithms for computing the sample
    variance: analysis and recommendations".
    """
    epsilon = np.finfo(np.float64).eps
    return np.asarray(count * epsilon * variance + (count * mean * epsilon) ** 2)


Values = TypeVar("Values", NDArray[np.float64], NDArray[np.floating])


@dataclass(frozen=True)
class TargetScale:
    """Values minus `mean`, divided by `scale`; as it stands, the values themselves."""

    mean: float = 0.0
    scale: float = 1.0

    def scaled(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Values on the scale that is learned on."""
        return values if self.plain else (values - self.mean) / self.scale

    def raw(self, values: Values) -> Values:
        """Values on their own scale again."""
        return values if self.plain else values * self.scale + self.mean

    @property
    def plain(self) -> bool:
        """Tell whether both scales are the same."""
        return self.mean == 0.0 and self.scale == 1.0


UNSCALED = TargetScale()


def standard_scale(values: NDArray[np.float64]) -> TargetScale:
    """The scale on which `values` (n,) have mean 0 and standard deviation 1; of equal values, only the mean goes."""
    mean, variance = float(values.mean()), float(values.var())
    varies = variance > rounding_variance(len(values), mean, variance)
    return TargetScale(mean, math.sqrt(variance) if varies else 1.0)
