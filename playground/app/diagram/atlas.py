"""All the small maps of one frame in a single buffer, those of a column one below the other.

Numbers become pixels in a handful of array operations for the whole diagram: scaled to -1 ... 1, cast to bytes, and
looked up in a table of colours. The buffers live as long as the pictures, which only point at them.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from playground.app.diagram.layout import Layout
from playground.app.diagram.structure import Kind, Structure
from playground.app.theme import Theme, canvas_table, mix, neuron_table
from playground.app.theme.colours import CANVAS_STRENGTH, two_class_table
from playground.data import Dataset
from playground.engine import ALL_ACTIVATIONS
from playground.training.snapshot import Maps


def corner(size: float) -> float:
    """The radius of a tile's corners."""
    return max(4.0, min(7.0, 0.13 * size))


@lru_cache(maxsize=32)
def tile_frame(theme: Theme, size: float, ratio: float) -> QImage:
    """To be laid over a tile of that size. Clipping every map to a rounded path would cost ten times more."""
    side = round(size * ratio)
    picture = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    inner, radius = QRectF(0, 0, size, size), corner(size)
    corners, rounded = QPainterPath(), QPainterPath()
    corners.addRect(inner)
    rounded.addRoundedRect(inner, radius, radius)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(corners.subtracted(rounded), QColor(theme.card))
    line = QColor(mix(theme.line, theme.quiet, 0.35))
    line.setAlphaF(0.55)
    painter.setPen(QPen(line, 1))
    painter.drawRoundedRect(inner.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.end()
    return picture


class FrameStamp:
    """Frames to be mixed into all tiles at once, where each pixel of a map is a pixel of the screen.

    Parameters
    ----------
    frames : of each run of tiles that share a frame: the frame, the first pixel of the first tile in a flat array of
        pixels, and how many tiles there are, one after the other.
    """

    def __init__(self, frames: Iterable[tuple[QImage, int, int]]) -> None:
        places, channels = [np.empty(0, np.intp)], [np.empty((0, 4), np.uint8)]
        for frame, first, tiles in frames:
            pixels = _channels(frame)
            # The last of the four bytes says how much of what is below is covered.
            covered = np.flatnonzero(pixels[:, 3])
            places.append((first + np.arange(tiles)[:, None] * len(pixels) + covered).ravel())
            channels.append(np.tile(pixels[covered], (tiles, 1)))
        self._places, added = np.concatenate(places), np.concatenate(channels)
        kept = 256 - np.rint(added[:, 3:] * (256 / 255))
        self._kept = np.repeat(kept.astype(np.uint16), 4)
        self._added = added.ravel().astype(np.uint16)
        self._mixed = np.empty_like(self._added)

    def press(self, pixels: NDArray[np.uint32]) -> None:
        """Lay the frames over the tiles in a flat array of pixels, 0xffRRGGBB."""
        below = pixels.take(self._places).view(np.uint8)
        np.multiply(below, self._kept, out=self._mixed)
        np.right_shift(self._mixed, 8, out=self._mixed)
        np.add(self._mixed, self._added, out=self._mixed)
        np.copyto(below, self._mixed, casting="unsafe")
        pixels[self._places] = below.view(np.uint32)


def _channels(frame: QImage) -> NDArray[np.uint8]:
    """The bytes of each pixel, (pixels, 4): blue, green, red, and how much it covers."""
    rows = np.frombuffer(frame.constBits(), np.uint8).reshape(frame.height(), -1)
    return rows[:, : 4 * frame.width()].reshape(-1, 4).copy()


class Atlas:
    """Tiles of (side, side) pixels in the order of the columns, which may have different sides.

    Where a side is that of the tile on the screen, the tiles are framed as well.

    Attributes
    ----------
    tiles : of each column, an image a tile: parts of larger ones would be drawn whole into an SVG.
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
        self.tiles = [list(self._images(number)) for number in range(len(self.sides))]
        self._tables = _output_tables(theme, self._shown[-1])
        self._neurons = _in_pairs(theme)
        self.framed = [side == round(c.size * ratio) for c, side in zip(layout.columns, self.sides, strict=True)]
        self._stamp = FrameStamp(
            (tile_frame(theme, column.size, ratio), place.start, shown)
            for column, place, shown, framed in zip(layout.columns, self._places, self._shown, self.framed, strict=True)
            if framed
        )

    def _images(self, number: int) -> Iterator[QImage]:
        """Images of a column's tiles, which show its pixels as they are at any time."""
        side = self.sides[number]
        for pixels in self._pixels[self._places[number]].reshape(self._shown[number], side * side):
            yield QImage(pixels.data, side, side, 4 * side, QImage.Format.Format_RGB32)

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


_AVERAGED = 1000


def mean_image(dataset: Dataset, theme: Theme) -> QImage | None:
    """A pixel a pixel, from the field's colour to the text's; None where samples are no images."""
    if dataset.image_shape is None:
        return None
    mean = dataset.train.points[:_AVERAGED].mean(axis=0).reshape(dataset.image_shape)
    low, high = float(mean.min()), float(mean.max())
    levels = np.rint(255 * (mean - low) / ((high - low) or 1.0)).astype(np.uint8)
    colours = [QColor(mix(theme.field, theme.text, level / 255)).rgb() for level in range(256)]
    pixels = np.array(colours, np.uint32)[levels]
    rows, columns = dataset.image_shape
    # The copy owns its pixels; the array goes.
    return QImage(pixels.tobytes(), columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()
