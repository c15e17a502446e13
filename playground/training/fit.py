"""How well values are met, for regression: in the values' own unit, and as a share of what there is to explain."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.engine import overflow_is_expected, r_squared, rmse


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
