"""Matrix products prepared once and run at every step, into memory that is already there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

from playground.engine.naming import Array

Order = Literal["C", "F"]

WIDE = 256
"""From this many units on, rows in memory beat columns."""


def memory_order(widest: int) -> Order:
    """Return how the (samples, units) buffers of a network lie in memory.

    Narrow layers are kept unit by unit ("F"): all samples of one unit are neighbours, so that sums and maxima over
    units run along long stretches of memory and a layer's outputs are one stretch inside the next layer's inputs.
    Wide layers are kept sample by sample ("C"), which the matrix product likes better.
    """
    return "C" if widest >= WIDE else "F"


def product(left: Array, right: Array, out: Array) -> Callable[[], Array]:
    """Return a function that computes `out = left @ right`, nothing allocated.

    `ndarray.dot` is the fastest way to BLAS for small matrices, but wants an `out` kept row by row. For one kept
    column by column the same product is computed transposed: (A B)ᵀ = Bᵀ Aᵀ.
    """
    if out.flags.c_contiguous:
        return partial(left.dot, right, out)
    return partial(right.T.dot, left.T, out.T)
