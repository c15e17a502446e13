"""Arrays by name in one piece of memory: thousands of small ones would take ten times as much apart."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
