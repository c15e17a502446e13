"""Minibatches: each epoch uses every sample once, in an order drawn from a stream of its own."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

BATCH_STREAM = 1
_LARGE, _MOST_CUTS = 2**24, 1024
Batch = tuple[NDArray[np.floating], NDArray[np.floating]]
Cut = tuple[int, Batch | None]


class Batches:
    """Cuts samples into batches. A full batch keeps the data's order; smaller ones come from a shuffled copy.

    The samples are shuffled once an epoch, so that a batch is a slice and a step copies nothing. Of samples that take
    much room there is no second copy: each batch is gathered by itself.

    Parameters
    ----------
    x, y : (n, inputs), (n, outputs); kept, not copied
    seed : of the order.

    Attributes
    ----------
    size : samples in a batch; None for all of them. May be set at any time.
    pairs : whether a last batch of one sample joins the batch before it, which batch normalization needs.
    finished : whether the epoch under way has used every sample.
    has_shuffled : whether anything may have been drawn from the random stream.
    """

    def __init__(self, x: NDArray[np.floating], y: NDArray[np.floating], seed: int) -> None:
        self._x, self._y = x, y
        self._shuffled: Batch | None = None
        self._order: NDArray[np.intp] | None = None
        self._cuts: dict[int, Cut] = {}
        self.random = RandomState([seed, BATCH_STREAM])
        self._size: int | None = None
        self._pairs = False
        self.position = len(x)
        self.steps = 0
        self.finished = True
        self.has_shuffled = False

    def __len__(self) -> int:
        return len(self._x)

    @property
    def size(self) -> int | None:
        return self._size

    @size.setter
    def size(self, size: int | None) -> None:
        self._size = size
        self._cuts.clear()

    @property
    def pairs(self) -> bool:
        return self._pairs

    @pairs.setter
    def pairs(self, pairs: bool) -> None:
        self._pairs = pairs
        self._cuts.clear()

    def begin_epoch(self) -> None:
        """Back to the first sample."""
        self.position = self.steps = 0
        self.finished = False

    def finish_epoch(self) -> None:
        """Leave the epoch under way, as if it had used every sample."""
        self.position = len(self._x)
        self.finished = True

    def next(self) -> Batch | None:
        """The next batch's x and y; None where it is all samples, in the data's order."""
        start = self.position
        cut = self._cuts.get(start) or self._cut(start)
        self.position, batch = cut
        self.finished = self.position == len(self._x)
        self.steps += 1
        if start == 0:
            if self.finished:
                return None
            self.has_shuffled = True
            self._order = self.random.permutation(len(self._x))
            self._put_in_order()
        if batch is not None:
            return batch
        rows = self._rows[start : self.position]
        return self._x[rows], self._y[rows]

    def _cut(self, start: int) -> Cut:
        """Where a batch that begins at a place ends, and the part of the shuffled copy that it is, if there is one.

        The copy is written over each epoch, so that a part of it is the batch of every epoch.
        """
        n = len(self._x)
        stop = n if self._size is None else min(n, start + self._size)
        if self._pairs and n - stop == 1:
            stop = n
        copy = self._copy()
        cut = stop, None if copy is None else (copy[0][start:stop], copy[1][start:stop])
        if len(self._cuts) < _MOST_CUTS:
            self._cuts[start] = cut
        return cut

    def replace(self, x: NDArray[np.floating], y: NDArray[np.floating]) -> None:
        """Other samples from the next epoch on; the one under way ends here. The random stream goes on."""
        self._x, self._y = x, y
        self._shuffled = self._order = None
        self._cuts.clear()
        self.finish_epoch()

    def state(self) -> dict[str, NDArray[Any]]:
        """Where the epoch under way stands, besides the random stream: minibatches used, and the order of samples."""
        order = {} if self._order is None else {"order": self._order.copy()}
        return {"place": np.array([self.position, self.steps, self.finished]), **order}

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Return to an earlier `state()` of the same samples."""
        self.position, self.steps = map(int, state["place"][:2])
        self.finished = bool(state["place"][2])
        self._order = np.array(state["order"]) if "order" in state else None
        if self._order is not None:
            self._put_in_order()

    @property
    def _rows(self) -> NDArray[np.intp]:
        """The order of this epoch, which begins with its first batch."""
        assert self._order is not None
        return self._order

    def _put_in_order(self) -> None:
        """Write the samples into their copy in this epoch's order, where there is one."""
        copy = self._copy()
        if copy is not None:
            self._x.take(self._rows, axis=0, out=copy[0], mode="clip")
            self._y.take(self._rows, axis=0, out=copy[1], mode="clip")

    def _copy(self) -> Batch | None:
        """Tell where shuffled samples lie; None where they take too much room for another copy."""
        if self._shuffled is None and self._x.nbytes <= _LARGE:
            self._shuffled = np.empty_like(self._x), np.empty_like(self._y)
        return self._shuffled
