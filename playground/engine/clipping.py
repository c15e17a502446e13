"""Gradient clipping: a cliff in the loss makes a giant gradient; shorten it, keep its direction."""

from __future__ import annotations

import math

import numpy as np

from playground.engine.naming import Array, require


def clip_by_global_norm(gradients: Array, limit: float) -> float:
    """Scale the gradient, in place, to a Euclidean norm of at most `limit`: g <- g limit / |g| where |g| > limit.

    Pascanu, Mikolov & Bengio (2013), "On the difficulty of training recurrent neural networks".

    Parameters
    ----------
    gradients : (parameters,)
        The gradient of the whole network.
    limit : float
        Above 0.

    Returns
    -------
    float
        The norm before clipping.

    Raises
    ------
    ValueError
        If the limit is not a positive number.
    """
    require(limit > 0.0, f"the clipping limit must be above 0, not {limit}")
    with np.errstate(over="ignore", invalid="ignore"):
        norm = math.sqrt(max(float(gradients.dot(gradients)), 0.0))
    if not math.isfinite(norm) or norm == 0.0:
        norm = _scaled_norm(gradients)
    if limit < norm < math.inf:
        np.multiply(gradients, limit / norm, gradients)
    return norm


def _scaled_norm(gradients: Array) -> float:
    """Return the norm where squares overflow or vanish: of numbers up to 1, scaled back afterwards."""
    largest = float(np.max(np.abs(gradients), initial=0.0))
    if largest == 0.0 or not math.isfinite(largest):
        return largest
    scaled = gradients / largest
    return largest * math.sqrt(float(scaled.dot(scaled)))
