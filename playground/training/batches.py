"""Minibatches: each epoch uses every sample once, in an order drawn from a stream of its own."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

BATCH_STREAM = 1
_LARGE = 2**24
Batch = tuple[NDArray[np.floating], NDArray[np.floating]]


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
        self.random = RandomState([seed, BATCH_STREAM])
        self.size: int | None = None
        self.pairs = False
        self.position = len(x)
        self.steps = 0
        self.finished = True
        self.has_shuffled = False

    def __len__(self) -> int:
        return len(self._x)

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
        n = len(self._x)
        start = self.position
        stop = n if self.size is None else min(n, start + self.size)
        if self.pairs and n - stop == 1:
            stop = n
        self.position = stop
        self.finished = stop == n
        self.steps += 1
        if start == 0 and self.finished:
            return None
        if start == 0:
            self.has_shuffled = True
            self._order = self.random.permutation(n)
            self._shuffled = self._in_order()
        if self._shuffled is None:
            rows = self._rows[start:stop]
            return self._x[rows], self._y[rows]
        x, y = self._shuffled
        return x[start:stop], y[start:stop]

    def replace(self, x: NDArray[np.floating], y: NDArray[np.floating]) -> None:
        """Other samples from the next epoch on; the one under way ends here. The random stream goes on."""
        self._x, self._y = x, y
        self._shuffled = self._order = None
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
        self._shuffled = None if self._order is None else self._in_order()

    @property
    def _rows(self) -> NDArray[np.intp]:
        """The order of this epoch, which begins with its first batch."""
        assert self._order is not None
        return self._order

    def _in_order(self) -> Batch | None:
        """The samples in this epoch's order; None where they take too much room for another copy."""
        if self._x.nbytes > _LARGE:
            return None
        order = self._rows
        if self._shuffled is None:
            self._shuffled = np.empty_like(self._x), np.empty_like(self._y)
        self._x.take(order, axis=0, out=self._shuffled[0], mode="clip")
        self._y.take(order, axis=0, out=self._shuffled[1], mode="clip")
        return self._shuffled
