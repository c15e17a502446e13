"""Where the arrays of a session lie: packs, one behind the other in a file, and read back whatever a stranger wrote.

A pack is the bytes of a few arrays in a row; its *layout* says which arrays these are. A *reference* says in which file
a pack lies, by which layout, and from which byte on. What several moments or runs hold in common is written once.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from playground.training.moments import Layout, Packed

Reference = tuple[int, int, int]
"""File, layout and first byte."""
Told = tuple[tuple[str, str, tuple[int, ...]], ...]
"""A layout as JSON has it."""
_MOST_ARRAYS, _MOST_LAYOUTS = 200, 20_000
_DTYPE = re.compile(r"\|[biu]1|<[iuf][248]|<U\d{1,3}")


class Pack(Protocol):
    """What lies in a file: a layout, and the bytes in pieces."""

    @property
    def layout(self) -> Layout:
        """Name, type and shape of each array."""

    @property
    def nbytes(self) -> int:
        """Tell how many bytes the pieces have together."""

    @property
    def pieces(self) -> Sequence[bytes | memoryview]:
        """The bytes, one piece after the other."""


class Loose:
    """Arrays as they are, to be written once: not put together first, which would be another copy."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._arrays = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
        self.layout: Layout = tuple((name, array.dtype, array.shape) for name, array in arrays.items())
        self.nbytes = sum(array.nbytes for array in self._arrays.values())

    @property
    def pieces(self) -> Sequence[bytes | memoryview]:
        """The bytes of each array."""
        return [array.reshape(-1).view(np.uint8).data for array in self._arrays.values() if array.size]


class Book:
    """Gives packs their places, and notes what is still to be written.

    Attributes
    ----------
    layouts : those of all packs.
    unwritten : for each file, the packs that were put behind it since somebody wrote it.
    """

    def __init__(self, files: int = 1) -> None:
        self.layouts: list[Layout] = []
        self.unwritten: list[list[Pack]] = [[] for _ in range(files)]
        self._ends = [0] * files
        self._numbers: dict[Layout, int] = {}
        self._places: dict[tuple[int, Layout], tuple[Packed, Reference]] = {}

    def put(self, pack: Pack, file: int = 0) -> Reference:
        """Put a pack behind a file's others."""
        number = self._numbers.get(pack.layout)
        if number is None:
            number = self._numbers[pack.layout] = len(self.layouts)
            self.layouts.append(pack.layout)
        place = file, number, self._ends[file]
        self._ends[file] += pack.nbytes
        self.unwritten[file].append(pack)
        return place

    def keep(self, pack: Packed) -> Reference:
        """Put a pack behind the others of the first file, unless it is there already."""
        key = id(pack.content), pack.layout
        known = self._places.get(key)
        if known is None:
            known = self._places[key] = pack, self.put(pack)
        return known[1]

    def forget(self, but: Iterable[Packed]) -> None:
        """Forget the packs that nobody keeps any more; what they took in the file is lost."""
        kept = {(id(pack.content), pack.layout) for pack in but}
        self._places = {key: place for key, place in self._places.items() if key in kept}

    def begin_again(self, file: int) -> None:
        """A file is written anew: what lay there is gone."""
        self._ends[file] = 0
        self.unwritten[file].clear()

    @property
    def kept_bytes(self) -> int:
        """Tell how many bytes the packs take that are kept."""
        return sum(pack.nbytes for pack, _ in self._places.values())

    def size(self, file: int = 0) -> int:
        """Tell how long a file is, once all is written."""
        return self._ends[file]


def told(layout: Layout) -> Told:
    """Put a layout into plain texts and numbers."""
    return tuple((name, dtype.newbyteorder("<").str, shape) for name, dtype, shape in layout)


def layout_of(told: Told) -> Layout:
    """Take a layout back.

    Raises
    ------
    ValueError : when it is none of numbers, or of short texts.
    """
    if len(told) > _MOST_ARRAYS:
        raise ValueError("a pack of too many arrays")
    for _, dtype, shape in told:
        if not _DTYPE.fullmatch(dtype) or min(shape, default=0) < 0:
            raise ValueError(f"an array of {dtype[:20]!r} and {shape}")
    return tuple((name, np.dtype(dtype), tuple(shape)) for name, dtype, shape in told)


def nbytes(layout: Layout) -> int:
    """Tell how many bytes a pack of this layout has."""
    return sum(math.prod(shape) * dtype.itemsize for _, dtype, shape in layout)


def read_packs(
    references: Iterable[Reference], layouts: Sequence[Told], files: Sequence[IO[bytes]], sizes: Sequence[int]
) -> Mapping[Reference, Packed]:
    """Read the packs that are referred to, each once, from front to back.

    sizes : of the files, in bytes. Nothing is read before it is known that all packs lie within these, and none within
        another: so they take no more memory than the files.

    Raises
    ------
    ValueError : when there is no such place, a layout is none, or a file ends before its time.
    """
    if len(layouts) > _MOST_LAYOUTS:
        raise ValueError("too many layouts")
    known = [layout_of(each) for each in layouts]
    wanted = sorted(set(references), key=lambda each: (each[0], each[2]))
    ends = [0] * len(files)
    for file, number, start in wanted:
        if not (0 <= file < len(files) and 0 <= number < len(known)):
            raise ValueError("a pack that is nowhere")
        length = nbytes(known[number])
        if length and start < ends[file]:
            raise ValueError("two packs in one place")
        ends[file] = max(ends[file], start + length)
    if any(end > size for end, size in zip(ends, sizes, strict=True)):
        raise ValueError("a pack beyond the end")
    places, packs = [0] * len(files), {}
    for file, number, start in wanted:
        stream, length = files[file], nbytes(known[number])
        _skip(stream, start - places[file])
        content = stream.read(length)
        if len(content) < length:
            raise ValueError("the file is cut short")
        places[file] = max(places[file], start) + length
        packs[file, number, start] = Packed.of(known[number], content)
    for stream in files:
        while stream.read(2**20):  # To the end, where an archive says whether all it gave was right.
            pass
    return packs


def _skip(stream: IO[bytes], count: int) -> None:
    while count > 0:
        count -= len(stream.read(min(count, 2**20))) or count
