"""All the small maps of one frame in a single buffer, those of a column one below the other.

Numbers become pixels in a handful of array operations for the whole diagram: scaled to -1 ... 1, cast to bytes, and
looked up in a table of colours. The buffers live as long as the pictures, which only point at them.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from playground.app.theme import Theme, canvas_table, neuron_table
from playground.app.theme.colour_tables import CANVAS_STRENGTH, two_class_table
from playground.app.views.diagram.layout import Layout
from playground.app.views.diagram.structure import Kind, Structure
from playground.app.views.diagram.tile_frames import FrameStamp, tile_frame
from playground.engine import ALL_ACTIVATIONS
from playground.training.snapshot import Maps


class Atlas:
    """Tiles of (side, side) pixels in the order of the columns, which may have different sides.

    Where a side is that of the tile on the screen, the tiles are framed as well.

    Attributes
    ----------
    images : of each column, tile i beginning at row i * side.
    framed : of each column, whether its tiles are.
    """

    def __init__(self, structure: Structure, layout: Layout, theme: Theme, ratio: float, sides: Sequence[int]) -> None:
        self.sides = tuple(sides)
        self._structure = structure
        self._shown = [len(column.tiles) for column in layout.columns]
        ends = np.cumsum([0, *(n * side**2 for n, side in zip(self._shown, self.sides, strict=True))]).tolist()
        self._places = [slice(first, last) for first, last in pairwise(ends)]
        self._values = np.zeros(ends[-1], np.float32)
        even = ends[-1] + ends[-1] % 2
        self._bytes = np.zeros(even, np.uint8)
        self._pixels = np.zeros(even, np.uint32)
        self.images = [self._image(number) for number in range(len(self.sides))]
        self._tables = _output_tables(theme, self._shown[-1])
        self._neurons = _in_pairs(theme)
        self._parts = [
            [QRectF(0, unit * side, side, side) for unit in range(shown)]
            for side, shown in zip(self.sides, self._shown, strict=True)
        ]
        self.framed = [side == round(c.size * ratio) for c, side in zip(layout.columns, self.sides, strict=True)]
        self._stamp = FrameStamp(
            (tile_frame(theme, column.size, ratio), place.start, shown)
            for column, place, shown, framed in zip(layout.columns, self._places, self._shown, self.framed, strict=True)
            if framed
        )

    def _image(self, number: int) -> QImage:
        side, pixels = self.sides[number], self._pixels[self._places[number]]
        return QImage(pixels.data, side, self._shown[number] * side, 4 * side, QImage.Format.Format_RGB32)

    def part(self, number: int, unit: int) -> QRectF:
        """Where in the column's image a tile is."""
        return self._parts[number][unit]

    def update(self, maps: Maps) -> None:
        """Draw the maps of one snapshot."""
        for number, picture in enumerate([maps.features, *maps.layers, self._sampled(maps.output)]):
            place, shown = self._places[number], self._shown[number]
            values, numbers = self._values[place].reshape(shown, *picture.shape[1:]), _finite(picture[:shown])
            scale, offset = self._scaling(number, numbers)
            np.multiply(numbers, scale, out=values)
            np.add(values, offset, out=values)
            if not self._structure.classifies and number == len(self._shown) - 1:
                np.clip(values, 0, 255, out=values)  # Values have no bounds; all else stays between them.
        # A fraction is cut off by the cast; half is part of the offset already.
        np.copyto(self._bytes[: len(self._values)], self._values, casting="unsafe")
        self._colour()
        self._stamp.press(self._pixels)

    def _colour(self) -> None:
        outputs = self._places[-1].start
        # Two pixels at once, three times as fast as one by one; of an odd number the last is an output's, drawn below.
        pairs = slice(0, (outputs + 1) // 2)
        # "clip" takes the fast path that writes into `out` without a buffer; a byte is always in range.
        np.take(self._neurons, self._bytes.view(np.uint16)[pairs], out=self._pixels.view(np.uint64)[pairs], mode="clip")
        size = self.sides[-1] ** 2
        for number, table in enumerate(self._tables):
            place = slice(outputs + number * size, outputs + (number + 1) * size)
            np.take(table, self._bytes[place], out=self._pixels[place], mode="clip")

    def _scaling(self, number: int, values: NDArray[np.float32]) -> tuple[NDArray[np.float32] | float, float]:
        """Factor and offset that bring a column's values to 0 ... 255, with 128 where it is undecided."""
        column = self._structure.columns[number]
        activation = ALL_ACTIVATIONS.get(column.activation)
        if column.kind is Kind.OUTPUT and activation is not None and activation.is_share and len(self._tables) > 1:
            return 127.0, 128.5
        if column.kind is Kind.OUTPUT and not self._structure.classifies:
            return _between(*self._structure.value_range)
        if activation is not None and activation.is_bounded:
            return _between(*activation.bounds)
        return _largest_scale(values), 128.0

    def _sampled(self, output: NDArray[np.float32]) -> NDArray[np.float32]:
        """The output's picture at its tiles' size, (outputs, side, side)."""
        at = ((np.arange(self.sides[-1]) + 0.5) * (len(output) / self.sides[-1])).astype(np.intp)
        return output[at[:, None], at].transpose(2, 0, 1)


def sides_of(maps: Maps, layout: Layout, ratio: float) -> tuple[int, ...]:
    """The sides of each column's small maps; the output's is what its tile has on the screen, if the map has that."""
    output = min(round(layout.columns[-1].size * ratio), len(maps.output))
    return *(int(picture.shape[-1]) for picture in (maps.features, *maps.layers)), output


def wanted_sides(layout: Layout, ratio: float) -> tuple[int, ...]:
    """The sides that columns' small maps should have, so that a point of each is a pixel of the screen."""
    return tuple(max(1, round(column.size * ratio)) for column in layout.columns)


def as_bytes(values: NDArray[np.float32], activation: str) -> NDArray[np.uint8]:
    """Tiles (n, side, side) of one column as entries of the neurons' table of colours, coloured as an atlas does.

    Inputs have no activation.
    """
    values, kind = _finite(values), ALL_ACTIVATIONS.get(activation)
    scale: NDArray[np.float32] | float = _largest_scale(values)
    offset = 128.0
    if kind is not None and kind.is_bounded:
        scale, offset = _between(*kind.bounds)
    levels: NDArray[np.uint8] = np.clip(values * scale + offset, 0, 255).astype(np.uint8)
    return levels


def _between(low: float, high: float) -> tuple[float, float]:
    """Return the factor and offset that bring low ... high to 0 ... 255, rounded."""
    return 255 / (high - low), 0.5 - 255 * low / (high - low)


def _largest_scale(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The factor that brings each tile's largest absolute value to the end of the table."""
    largest = np.maximum(values.max(axis=(1, 2)), -values.min(axis=(1, 2)))
    factors: NDArray[np.float32] = 127.0 / np.maximum(largest, np.float32(1e-12))
    return factors[:, None, None]


def _finite(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Values with 0 for what is no number, which a sum tells ten times faster than looking for it."""
    return values if np.isfinite(values.sum()) else np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)


@lru_cache(maxsize=8)
def _in_pairs(theme: Theme) -> NDArray[np.uint64]:
    """The neurons' table for two neighbouring bytes at once: (65536,), two pixels each."""
    both = np.arange(2**16, dtype=np.uint16).view(np.uint8).reshape(-1, 2)
    return neuron_table(theme)[both].view(np.uint64).ravel()


def _output_tables(theme: Theme, outputs: int) -> list[NDArray[np.uint32]]:
    """One output fades between two classes, each of several from undecided to its own class's colour."""
    if outputs == 1:
        return [canvas_table(theme)]
    colours = [theme.classes[number % len(theme.classes)] for number in range(outputs)]
    return [two_class_table(theme.undecided, theme.undecided, colour, CANVAS_STRENGTH) for colour in colours]
