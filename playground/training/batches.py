"""Minibatches: each epoch uses every sample once, in an order drawn from a stream of its own."""

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from playground.data import Part

BATCH_STREAM = 1


class Batches:
    """Cuts a part into batches. A full batch keeps the data's order; smaller ones come from a shuffled copy.

    The samples are shuffled once an epoch, so that a batch is a slice and a step copies nothing.
    """

    def __init__(self, part: Part, seed: int, dtype: np.dtype[np.floating]) -> None:
        self._x = np.ascontiguousarray(part.x, dtype)
        self._y = np.ascontiguousarray(part.y, dtype)
        self._shuffled: tuple[NDArray[np.floating], NDArray[np.floating]] | None = None
        self.random = RandomState([seed, BATCH_STREAM])
        self.position = len(part)
        self.steps = 0

    def __len__(self) -> int:
        return len(self._x)

    @property
    def finished(self) -> bool:
        """Whether the epoch under way has used every sample."""
        return self.position >= len(self._x)

    def begin_epoch(self) -> None:
        """Back to the first sample."""
        self.position = 0
        self.steps = 0

    def finish_epoch(self) -> None:
        """Leave the epoch under way, as if it had used every sample."""
        self.position = len(self._x)

    def next(self, size: int | None, *, pairs: bool) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
        """The next batch's x and y. With `pairs`, a last batch of one sample joins the batch before it."""
        n = len(self._x)
        start = self.position
        stop = n if size is None else min(n, start + size)
        if pairs and n - stop == 1:
            stop = n
        self.position = stop
        self.steps += 1
        if start == 0 and stop == n:
            return self._x, self._y
        x, y = self._shuffle() if start == 0 or self._shuffled is None else self._shuffled
        return x[start:stop], y[start:stop]

    def replace(self, part: Part) -> None:
        """Other samples from the next epoch on; the one under way ends here. The random stream goes on."""
        self._x = np.ascontiguousarray(part.x, self._x.dtype)
        self._y = np.ascontiguousarray(part.y, self._y.dtype)
        self._shuffled = None
        self.finish_epoch()

    def _shuffle(self) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
        if self._shuffled is None:
            self._shuffled = np.empty_like(self._x), np.empty_like(self._y)
        order = self.random.permutation(len(self._x))
        self._x.take(order, axis=0, out=self._shuffled[0], mode="clip")
        self._y.take(order, axis=0, out=self._shuffled[1], mode="clip")
        return self._shuffled
