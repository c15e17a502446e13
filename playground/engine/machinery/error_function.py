"""The error function, which NumPy lacks: erf(x) = 2/sqrt(pi) times the integral of exp(-t²) from 0 to x.

W. J. Cody (1969), "Rational Chebyshev approximations for the error function", Mathematics of Computation 23,
631-637. Three rational functions, one each for small, middle and large |x|, good to the last digit or two of
double precision.
"""

import math
from collections.abc import Sequence

import numpy as np

from playground.engine.machinery.guards import Array

# Coefficients of numerators and denominators, highest power first.
# fmt: off
_SMALL = (
    (1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3),
    (1.0, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3),
)
_MIDDLE = (
    (2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1, 2.98635138197400131e2,
     8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3),
    (1.0, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
     3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3),
)
_LARGE = (
    (1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
     1.60837851487422766e-2, 6.58749161529837803e-4),
    (1.0, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2,
     2.33520497626869185e-3),
)
# fmt: on
_BEYOND = 6.0
"""From here on erf is 1 to the last digit, so that larger arguments need not be squared."""


def _polynomial(coefficients: Sequence[float], x: Array) -> Array:
    """Horner's rule: ((a x + b) x + c) x + ..."""
    total = np.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        total *= x
        total += coefficient
    return total


def _ratio(pair: tuple[Sequence[float], Sequence[float]], x: Array) -> Array:
    return _polynomial(pair[0], x) / _polynomial(pair[1], x)


def erf(x: Array) -> Array:
    """Return the error function of every element, to within 1e-15 in float64.

    Parameters
    ----------
    x : array of any shape, any finite or infinite numbers

    Returns
    -------
    array of the same shape, in [-1, 1]
    """
    size = np.minimum(np.abs(x), _BEYOND)
    small = size * _ratio(_SMALL, np.minimum(size, 0.5) ** 2)
    decay = np.exp(-(size**2))
    middle = 1.0 - decay * _ratio(_MIDDLE, size)
    # Kept away from 0, where this branch is not used but would still divide.
    far = np.maximum(size, 1.0)
    inverse_square = 1.0 / far**2
    tail = (1.0 / math.sqrt(math.pi) - inverse_square * _ratio(_LARGE, inverse_square)) / far
    large = 1.0 - decay * tail
    return np.copysign(np.where(size <= 0.46875, small, np.where(size <= 4.0, middle, large)), x)
