"""How well values are met, for regression: in the values' own unit, and as a share of what there is to explain."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Fit:
    """The fit of one part.

    rmse : the root of the mean squared error. r_squared : 1 - squared errors / squared deviations from the mean: 1 is
    perfect, 0 is no better than always answering the mean; NaN where all values are the same.
    """

    rmse: float
    r_squared: float


def fit_of(predicted: NDArray[np.floating], values: NDArray[np.floating]) -> Fit:
    """The fit of predictions (n, outputs) to values (n, outputs)."""
    with np.errstate(over="ignore", invalid="ignore"):  # Of a network that runs away.
        errors = float(np.square(predicted - values, dtype=np.float64).sum())
    deviations = float(np.square(values - values.mean(axis=0), dtype=np.float64).sum())
    r_squared = 1 - errors / deviations if deviations > 0 else math.nan
    return Fit(math.sqrt(errors / values.size), r_squared)
