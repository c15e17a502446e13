"""The past of a run, thinned evenly so that it fits into bounded memory however long the run."""

from bisect import bisect_left, bisect_right
from typing import Any

from numpy.typing import NDArray

Vectors = tuple[NDArray[Any], ...]


class Moments:
    """Copies of a network's numbers at evenly spaced epochs: 0, s, 2s, ... with a stride s that starts at 1.

    Where another moment would be one too many, every second one is dropped and the stride doubles. So the moments
    reach evenly from epoch 0 to the newest, are at least half as many as there is room for once that has been full,
    and adding costs next to nothing in the epochs between.

    A moment is the vectors that a network needs to be as it was: its `values` and its `running_values`, exact to the
    bit. Momentum, and the places in the random streams, are not kept; training goes on from a moment as it does after
    a divergence, with a fresh optimizer.

    Parameters
    ----------
    bytes_limit : most bytes that the numbers may take. Where not even one moment fits, none is kept; where just one
        does, that is epoch 0.
    count_limit : most moments, however small they are; at least 1.
    """

    def __init__(self, bytes_limit: int = 64 * 2**20, count_limit: int = 4096) -> None:
        if count_limit < 1:
            raise ValueError(f"count_limit must be at least 1, not {count_limit}")
        self.bytes_limit, self.count_limit = bytes_limit, count_limit
        self._stride = 1
        self._epochs: list[int] = []
        self._kept: list[Vectors] = []
        self._nbytes = 0

    def add(self, epoch: int, *vectors: NDArray[Any]) -> None:
        """Take copies of an epoch's vectors, if it is due. To be called for every epoch, ascending.

        Raises
        ------
        ValueError : when a kept epoch is not before this one; `truncate` first.
        """
        if epoch % self._stride:
            return
        if self._epochs and epoch <= self._epochs[-1]:
            raise ValueError(f"epoch {epoch} does not come after epoch {self._epochs[-1]}, which is kept")
        size = sum(vector.nbytes for vector in vectors)
        if size > self.bytes_limit:
            return
        while self._nbytes + size > self.bytes_limit or len(self._kept) >= self.count_limit:
            self._thin()
            if epoch % self._stride:
                return
        self._epochs.append(epoch)
        self._kept.append(tuple(vector.copy() for vector in vectors))
        self._nbytes += size

    def nearest(self, epoch: float) -> tuple[int, Vectors] | None:
        """The kept moment nearest to an epoch, the earlier of two as near: its epoch and vectors, not to be written to.

        None where nothing is kept.
        """
        after = bisect_left(self._epochs, epoch)
        around = range(max(0, after - 1), min(after + 1, len(self._epochs)))
        if not around:
            return None
        index = min(around, key=lambda i: abs(self._epochs[i] - epoch))
        return self._epochs[index], self._kept[index]

    def truncate(self, after_epoch: int) -> None:
        """Forget the moments after an epoch, since training goes on from there; with -1, all of them."""
        count = bisect_right(self._epochs, after_epoch)
        del self._epochs[count:], self._kept[count:]
        self._count_bytes()
        if count <= 1:
            # No spacing is left to keep to but that the next moment should not lie further off than two strides.
            self._stride = min(self._stride, 1 << max(after_epoch - 1, 0).bit_length())

    @property
    def epochs(self) -> tuple[int, ...]:
        """The epochs that are kept, ascending."""
        return tuple(self._epochs)

    @property
    def nbytes(self) -> int:
        """Memory taken by the numbers."""
        return self._nbytes

    def _thin(self) -> None:
        self._stride *= 2
        due = [index for index, epoch in enumerate(self._epochs) if epoch % self._stride == 0]
        self._epochs = [self._epochs[index] for index in due]
        self._kept = [self._kept[index] for index in due]
        self._count_bytes()

    def _count_bytes(self) -> None:
        self._nbytes = sum(vector.nbytes for vectors in self._kept for vector in vectors)
