"""Numerical differentiation: the slope of any function, from nothing but its values.

A derivative is the limit of a quotient, and a quotient can be computed:

    forward:  (f(x + h) - f(x)) / h            = f'(x) + h/2 f''(x) + ...
    central:  (f(x + h) - f(x - h)) / (2 h)    = f'(x) + h²/6 f'''(x) + ...

The terms behind f' are the *truncation* error, which a smaller h makes smaller. But f is known to a precision of about
epsilon |f| only, and the quotient divides that *rounding* error by h, so that a smaller h makes it larger. The two
balance near h = epsilon^(1/2) for the forward difference and h = epsilon^(1/3) for the central one: in double precision
1.5e-8 and 6e-6, with about 8 and 10 digits of the slope right. A step of 1e-50 changes nothing at all, and the
"slope" is 0.

Either way every single slope takes one or two evaluations of the whole function. Back-propagation has them all for the
price of about three. So networks are not trained like this; it is the way to check that back-propagation is right.

Press, Teukolsky, Vetterling & Flannery (2007), "Numerical recipes", 3rd edition, section 5.7.
"""

import math
from collections.abc import Callable

import numpy as np

from playground.engine.machinery.guards import Array, require

Function = Callable[[Array], float]
"""A number for every vector."""

EPSILON = float(np.finfo(np.float64).eps)
FORWARD_STEP = math.sqrt(EPSILON)
CENTRAL_STEP = EPSILON ** (1 / 3)


def forward_differences(function: Function, point: Array, step: float = FORWARD_STEP) -> Array:
    """Return the slope of a function along every axis, by n + 1 evaluations.

    Parameters
    ----------
    function : callable
        Takes a vector like `point`, returns a float.
    point : (n,)
        The place, which stays as it is.
    step : float, default sqrt(epsilon)
        Above 0; for values above 1 it grows in proportion.

    Returns
    -------
    (n,) float64

    Raises
    ------
    ValueError
        If the step is not a positive number.
    """
    x = _own(point, step)
    here = function(x)
    slopes = np.empty_like(x)
    for i, value in enumerate(x.tolist()):
        x[i] = value + scaled(step, value)
        # What was really added: value + h is rounded to a number that exists.
        slopes[i] = (function(x) - here) / (float(x[i]) - value)
        x[i] = value
    return slopes


def central_differences(function: Function, point: Array, step: float = CENTRAL_STEP) -> Array:
    """Return the slope of a function along every axis, by 2 n evaluations; all else as in `forward_differences`.

    The step is by default the cube root of epsilon.
    """
    x = _own(point, step)
    return np.array([central_slope(function, x, i, scaled(step, value)) for i, value in enumerate(x.tolist())])


def central_slope(function: Function, point: Array, index: int, step: float) -> float:
    """Return the slope along one axis. `point` (n,) float64 is changed in place and put back."""
    value = float(point[index])
    try:
        point[index] = above = value + step
        risen = function(point)
        point[index] = below = value - step
        return (risen - function(point)) / (above - below)
    finally:
        point[index] = value


def scaled(step: float, value: float) -> float:
    """Return the step for a coordinate: of a large number, only a proportionate change is felt."""
    return step * max(1.0, abs(value))


def _own(point: Array, step: float) -> Array:
    require(0.0 < step < math.inf, f"the step must be a positive number, not {step}")
    return np.array(point, np.float64)
