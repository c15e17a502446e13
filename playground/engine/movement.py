"""How far a step moves each parameter, relative to its size: the learning rate's thermometer."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.engine.naming import Array
from playground.engine.parameters import Parameters

BLOCK = 2**15
"""Numbers looked at together: few enough to stay in the processor's cache from one operation to the next."""


@dataclass(frozen=True)
class _Block:
    """A stretch of the flat vectors.

    moved, size : (length,), the two rows of `sizes`, scratch that all blocks share. starts : where in the stretch its
    parameters begin. sums : (2, of those), which theirs are added to.
    """

    values: Array
    before: Array
    moved: Array
    size: Array
    sizes: Array
    starts: npt.NDArray[np.intp]
    sums: Array


class Movement:
    """Remembers the parameters before a step, and compares.

    Parameters
    ----------
    store : Parameters

    Attributes
    ----------
    before : (count,)
        The parameters as they were at the last `begin`.
    ratios : (parameters,)
        `sum|update| / sum|parameter after|` between the last `begin` and `end`, layer by layer: 0 where nothing moved,
        NaN where a parameter moved to all zeros.
    """

    def __init__(self, store: Parameters) -> None:
        self._values, self._order = store.values, store.by_layer
        self.before = np.zeros_like(store.values)
        starts = np.array([span.start for span in store.spans])
        self.ratios: Array = np.zeros(len(starts))
        self._sums = np.zeros((2, len(starts)))
        self._scratch = np.empty((2, min(BLOCK, len(store.values))), store.values.dtype)
        self._blocks = [self._block(starts, start) for start in range(0, len(store.values), BLOCK)]

    def begin(self) -> None:
        """Remember the parameters: a step follows."""
        self.before[...] = self._values

    def end(self) -> None:
        """Compare the parameters with those before the step; where it overflowed, NumPy may say so."""
        self._sums[...] = 0.0
        for block in self._blocks:
            np.subtract(block.values, block.before, block.moved)
            np.abs(block.moved, block.moved)
            np.abs(block.values, block.size)
            np.add(block.sums, np.add.reduceat(block.sizes, block.starts, axis=1), block.sums)
        moved, size = self._sums.take(self._order, axis=1)
        self.ratios = ratios = moved / size
        if not math.isfinite(np.add.reduce(ratios)):
            ratios[moved == 0.0] = 0.0
            ratios[np.isinf(ratios)] = np.nan

    def _block(self, starts: npt.NDArray[np.intp], start: int) -> _Block:
        values, before = self._values[start : start + BLOCK], self.before[start : start + BLOCK]
        # The parameter that goes on from the block before comes first.
        first = int(np.searchsorted(starts, start, "right")) - 1
        last = int(np.searchsorted(starts, start + len(values)))
        begins = np.maximum(starts[first:last] - start, 0)
        moved, size = sizes = self._scratch[:, : len(values)]
        return _Block(values, before, moved, size, sizes, begins, self._sums[:, first:last])
