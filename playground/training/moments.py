"""The past of a run, thinned evenly so that it fits into bounded memory however long the run."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine import Network

Layout = tuple[tuple[str, np.dtype[Any], tuple[int, ...]], ...]


class Packed:
    """Copies of arrays, exact to the bit, which nothing can write to.

    Parameters
    ----------
    arrays : by name, of any shapes and plain dtypes.
    like : another of the same names and shapes, if there is one; the two then share what they know of these.
    """

    __slots__ = ("_bytes", "_layout")

    def __init__(self, arrays: Mapping[str, NDArray[Any]], like: "Packed | None" = None) -> None:
        layout: Layout = tuple((name, array.dtype, array.shape) for name, array in arrays.items())
        self._layout: Layout = like._layout if like is not None and like._layout == layout else layout
        # Straight from the arrays' memory: bytes of each, joined, would be two copies, which for large ones is slow.
        self._bytes = b"".join(
            [array.data if array.flags.c_contiguous else array.tobytes() for array in arrays.values()]
        )

    @classmethod
    def of(cls, layout: Layout, content: bytes) -> "Packed":
        """Take what another told as its `layout` and `content`."""
        packed = cls({})
        packed._layout, packed._bytes = layout, content
        return packed

    @property
    def layout(self) -> Layout:
        """Name, type and shape of each array, in the order in which they lie in `content`."""
        return self._layout

    @property
    def content(self) -> bytes:
        """The numbers of all arrays, one after the other."""
        return self._bytes

    @property
    def pieces(self) -> tuple[bytes]:
        """The content, as what is written in pieces has it."""
        return (self._bytes,)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays by name, not to be written to."""
        found, place = {}, 0
        for name, dtype, shape in self._layout:
            count = int(np.prod(shape, dtype=np.int64))
            found[name] = np.frombuffer(self._bytes, dtype, count, place).reshape(shape)
            place += count * dtype.itemsize
        return found

    @property
    def nbytes(self) -> int:
        """Memory taken by the numbers."""
        return len(self._bytes)


Arrays = Mapping[str, NDArray[Any]]


class Moments:
    """Copies of what a run needs to go on, at evenly spaced epochs: 0, s, 2s, ... with a stride s that starts at 1.

    Where another moment would be one too many, every second one is dropped and the stride doubles. So the moments
    reach evenly from epoch 0 to the newest, are at least half as many as there is room for once that has been full,
    and adding costs next to nothing in the epochs between.

    Parameters
    ----------
    bytes_limit : most bytes that the numbers may take. Where not even one moment fits, none is kept; where just one
        does, that is epoch 0.
    count_limit : most moments, however small they are; at least 1.
    """

    def __init__(self, bytes_limit: int = 64 * 2**20, count_limit: int = 512) -> None:
        if count_limit < 1:
            raise ValueError(f"count_limit must be at least 1, not {count_limit}")
        self.bytes_limit, self.count_limit = bytes_limit, count_limit
        self._stride = 1
        self._epochs: list[int] = []
        self._kept: list[Packed] = []
        self._nbytes = 0

    def due(self, epoch: int) -> bool:
        """Tell whether `add` would look at this epoch at all: ask first where telling its arrays takes time."""
        return epoch % self._stride == 0

    def add(self, epoch: int, arrays: Arrays) -> None:
        """Take copies of an epoch's arrays by name, if it is due. To be called for every epoch, ascending.

        Raises
        ------
        ValueError : when a kept epoch is not before this one; `truncate` first.
        """
        if not self.due(epoch):
            return
        if self._epochs and epoch <= self._epochs[-1]:
            raise ValueError(f"epoch {epoch} does not come after epoch {self._epochs[-1]}, which is kept")
        moment = Packed(arrays, self._kept[-1] if self._kept else None)
        if moment.nbytes > self.bytes_limit:
            return
        while self._nbytes + moment.nbytes > self.bytes_limit or len(self._kept) >= self.count_limit:
            self.thin()
            if not self.due(epoch):
                return
        self._epochs.append(epoch)
        self._kept.append(moment)
        self._nbytes += moment.nbytes

    def nearest(self, epoch: float) -> tuple[int, Arrays] | None:
        """The kept moment nearest to an epoch, the earlier of two as near: its epoch and arrays, not to be written to.

        None where nothing is kept.
        """
        after = bisect_left(self._epochs, epoch)
        around = range(max(0, after - 1), min(after + 1, len(self._epochs)))
        if not around:
            return None
        index = min(around, key=lambda i: abs(self._epochs[i] - epoch))
        return self._epochs[index], self._kept[index].arrays()

    def at(self, epoch: int) -> Arrays | None:
        """The arrays of exactly this epoch, where they are kept; not to be written to."""
        index = bisect_left(self._epochs, epoch)
        there = index < len(self._epochs) and self._epochs[index] == epoch
        return self._kept[index].arrays() if there else None

    def at_or_before(self, epoch: float) -> int | None:
        """The last kept epoch up to this one."""
        index = bisect_right(self._epochs, epoch) - 1
        return self._epochs[index] if index >= 0 else None

    def after(self, epoch: float) -> int | None:
        """The first kept epoch beyond this one."""
        index = bisect_right(self._epochs, epoch)
        return self._epochs[index] if index < len(self._epochs) else None

    def truncate(self, after_epoch: int) -> None:
        """Forget the moments after an epoch, since training goes on from there; with -1, all of them."""
        count = bisect_right(self._epochs, after_epoch)
        del self._epochs[count:], self._kept[count:]
        self._count_bytes()
        if count <= 1:
            # No spacing is left to keep to but that the next moment should not lie further off than two strides.
            self._stride = min(self._stride, 1 << max(after_epoch - 1, 0).bit_length())

    def restore(self, stride: int, epochs: Sequence[int], kept: Sequence[Packed]) -> None:
        """Take what another told as its `stride`, `epochs` and `kept`."""
        self._stride, self._epochs, self._kept = stride, list(epochs), list(kept)
        self._count_bytes()

    def copy(self) -> "Moments":
        """The same moments, to be thinned and added to apart from these; the numbers themselves are shared."""
        other = Moments(self.bytes_limit, self.count_limit)
        other._stride, other._nbytes = self._stride, self._nbytes
        other._epochs, other._kept = list(self._epochs), list(self._kept)
        return other

    def thin(self) -> None:
        """Drop every second moment; epoch 0 stays."""
        self._stride *= 2
        due = [index for index, epoch in enumerate(self._epochs) if self.due(epoch)]
        self._epochs = [self._epochs[index] for index in due]
        self._kept = [self._kept[index] for index in due]
        self._count_bytes()

    @property
    def epochs(self) -> tuple[int, ...]:
        """The epochs that are kept, ascending."""
        return tuple(self._epochs)

    @property
    def kept(self) -> tuple[Packed, ...]:
        """The numbers of those epochs."""
        return tuple(self._kept)

    @property
    def stride(self) -> int:
        """Tell how many epochs lie between two moments."""
        return self._stride

    @property
    def nbytes(self) -> int:
        """Memory taken by the numbers."""
        return self._nbytes

    def _count_bytes(self) -> None:
        self._nbytes = sum(moment.nbytes for moment in self._kept)


class Moment:
    """Keeps the parameters and running averages of one epoch, in memory of its own that each `take` writes over."""

    def __init__(self, network: Network, epoch: int) -> None:
        self._values = network.values.copy()
        self._running = network.running_values.copy()
        self.epoch = epoch

    def take(self, network: Network, epoch: int) -> None:
        """Keep the network as it is now."""
        self._values[...] = network.values
        if len(self._running):
            self._running[...] = network.running_values
        self.epoch = epoch

    def put_back(self, network: Network) -> None:
        """Give the network the state that was kept; its random streams go on."""
        network.restore({"values": self._values, "running": self._running})

    def state(self) -> dict[str, NDArray[Any]]:
        """Copies of what is kept, as arrays by name."""
        return {"values": self._values.copy(), "running": self._running.copy(), "epoch": np.array(self.epoch)}

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Keep what an earlier `state()` told."""
        self._values[...], self._running[...] = state["values"], state["running"]
        self.epoch = int(state["epoch"])
