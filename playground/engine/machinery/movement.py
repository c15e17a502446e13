"""How far a step moves each parameter, relative to its size: the learning rate's thermometer."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.engine.machinery.guards import Array
from playground.engine.machinery.memory import Parameters, pieces


@dataclass(frozen=True)
class _Piece:
    """A stretch of the flat vectors.

    moved, size : (length,), the two rows of `sizes`, scratch that all pieces share. starts : where in the stretch its
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
        self._values = store.values
        self.before = np.zeros_like(store.values)
        starts = np.array([span.start for span in store.spans])
        self.ratios: Array = np.zeros(len(starts))
        self._sums = np.zeros((2, len(starts)))
        cuts = pieces(len(store.values))
        self._scratch = np.empty((2, cuts[0].stop), store.values.dtype)
        self._pieces = [self._piece(starts, cut) for cut in cuts]

    def begin(self) -> None:
        """Remember the parameters: a step follows."""
        self.before[...] = self._values

    def end(self) -> None:
        """Compare the parameters with those before the step; where it overflowed, NumPy may say so."""
        self._sums[...] = 0.0
        for piece in self._pieces:
            np.subtract(piece.values, piece.before, piece.moved)
            np.abs(piece.moved, piece.moved)
            np.abs(piece.values, piece.size)
            np.add(piece.sums, np.add.reduceat(piece.sizes, piece.starts, axis=1), piece.sums)
        moved, size = self._sums
        self.ratios = ratios = moved / size
        if not math.isfinite(np.add.reduce(ratios)):
            ratios[moved == 0.0] = 0.0
            ratios[np.isinf(ratios)] = np.nan

    def _piece(self, starts: npt.NDArray[np.intp], cut: slice) -> _Piece:
        # The parameter that goes on from the piece before comes first.
        first = int(np.searchsorted(starts, cut.start, "right")) - 1
        last = int(np.searchsorted(starts, cut.stop))
        begins = np.maximum(starts[first:last] - cut.start, 0)
        moved, size = sizes = self._scratch[:, : cut.stop - cut.start]
        return _Piece(self._values[cut], self.before[cut], moved, size, sizes, begins, self._sums[:, first:last])
